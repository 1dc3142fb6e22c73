// The lines of a recurring charge in a period: cut at each change, rounded, with the residue rule.

/// How the amounts of `charge` by `tariff` come about: from month to month, or from usage.
///
/// A charge with a quantity of its own never waits for a meter. Without one `derived`, a shared fee,
/// and on a metered fee `per_unit`, `tiered` and a formula that names `quantity` are billed by usage.
package func isBilledByUsage(_ charge: ChargeRule, _ fee: FeeRule, _ tariff: TariffVersion) -> Bool {
  if tariff.method == .derived || fee.kind == .shared { return true }
  if charge.quantity != nil || fee.kind != .metered { return false }
  switch tariff.method {
  case .perUnit, .tiered: return true
  case .formula: return tariff.formula?.usesQuantity ?? false
  case .fixed, .perArea, .perHead, .derived: return false
  }
}

/// Adds to `batch` the lines of `charge` that fall due in the period of `dates`, and its findings.
///
/// A change of debtor, tariff version or room version starts a new line. Each part is rounded; inside
/// one version the last part takes the residue, so that the parts add up to the whole line. Days
/// without a debtor or tariff version are findings; the others are billed, and only they are covered.
/// Where an amount cannot be computed the version's days are one finding instead of lines.
///
/// - Parameters:
///   - tariffs: the versions of the charge's tariff, oldest first.
///   - room: its versions oldest first.
///   - except: days that a charge nearer to the room governs for this fee.
package func recurringLines(
  charge: ChargeRule, fee: FeeRule, tariffs: [TariffVersion], room: BilledRoom,
  occupancies: [Holding], dates: RunDates, except: [DaySpan] = [], into batch: inout LineBatch
) {
  if fee.kind == .shared { return }
  guard let span = charge.billedSpan(in: dates.period) else { return }
  batch.cut.cut(span, charge.payer, tariffs, room, occupancies, except: except)
  let runs = batch.cut.runs
  for gap in batch.cut.gaps {
    if tariffs.allSatisfy({ isBilledByUsage(charge, fee, $0) }), fee.kind == .metered { break }
    batch.findings.append(
      BillFinding(
        charge: charge.id, room: room.id, fee: fee.id, meter: nil, span: gap.span,
        reason: gap.reason))
  }
  var start = 0
  while start < runs.count {
    var end = start + 1
    while end < runs.count, runs[end].tariff == runs[start].tariff,
      runs[end].room == runs[start].room
    {
      end += 1
    }
    let tariff = tariffs[runs[start].tariff]
    if !isBilledByUsage(charge, fee, tariff) {
      let rules = LineRules(
        charge: charge, tariff: tariff, version: room.versions[runs[start].room], room: room)
      addLines(rules, fee, runs, start..<end, dates, &batch)
    }
    start = end
  }
}

/// What the names of the formula in `tariff` stand for in `line`, as `bill explain` shows it.
package func formulaInputs(
  of line: BillLine, charge: ChargeRule, tariff: TariffVersion, room: BilledRoom
) -> FormulaInputs {
  var through = Day.distantFuture
  let day = line.meter == nil ? line.from : line.to
  let place = version(on: day, room.versions, \.validFrom, &through) ?? 0
  let rules = LineRules(
    charge: charge, tariff: tariff, version: room.versions[place], room: room)
  return rules.formulaInputs(
    months: line.working.months?.ratio ?? .zero, days: line.to.days(since: line.from) + 1,
    period: line.period, quantity: line.working.quantity ?? charge.quantity?.ratio)
}

/// Adds the lines of the runs `part`, which share one tariff version and one room version.
private func addLines(
  _ rules: LineRules, _ fee: FeeRule, _ runs: [ChargeRun], _ part: Range<Int>, _ dates: RunDates,
  _ batch: inout LineBatch
) {
  let kept = batch.lines.count
  do {
    for index in part {
      let run = runs[index]
      let months = months(of: run.span, rules.tariff.proration, covered: runs)
      batch.lines.append(try line(rules, fee, run, months, dates))
      if run.isAmbiguous {
        batch.findings.append(finding(rules, fee, run.span, .ambiguousPayer(run.customer)))
      }
    }
    if part.count > 1 { try settleResidue(rules, fee, runs[part], dates, &batch.lines, kept) }
  } catch {
    batch.lines.removeSubrange(kept...)
    if let days = DaySpan(runs[part.lowerBound].span.from, runs[part.upperBound - 1].span.to) {
      batch.findings.append(finding(rules, fee, days, reason(error)))
    }
  }
}

private func finding(
  _ rules: LineRules, _ fee: FeeRule, _ span: DaySpan, _ reason: FindingReason
) -> BillFinding {
  BillFinding(
    charge: rules.charge.id, room: rules.room.id, fee: fee.id, meter: nil, span: span,
    reason: reason)
}

/// One line, rounded on its own.
private func line(
  _ rules: LineRules, _ fee: FeeRule, _ run: ChargeRun, _ months: Months, _ dates: RunDates
) throws -> BillLine {
  let exact = try exactAmount(rules, months, run.span.count, dates.period)
  let amount = try exact.money(fee.rounding, step: fee.step)
  let rate = fee.effectiveRate(rules.tariff.taxRate)
  let quantity = try shownQuantity(rules, months)
  let taxable = try rules.taxable(amount, fee, quantity: usage(rules, quantity))
  return BillLine(
    charge: rules.charge.id, tariff: rules.tariff.id, room: rules.room.id, fee: fee.id, meter: nil,
    customer: run.customer, period: dates.period, from: run.span.from, to: run.span.to,
    quantity: quantity, price: try rules.shownPrice(), amount: amount,
    tax: try includedTax(in: taxable, rate: rate), taxRate: rate,
    issuedOn: dates.issuedOn(rules.charge.timing),
    dueOn: dates.dueOn(rules.charge.timing, dueDay: rules.charge.dueDay),
    working: BillLine.Working(
      months: months, quantity: nil, exact: exact, residue: .zero,
      taxable: taxable == amount ? nil : taxable))
}

/// The quantity of a line that is billed by one; nil where it counts months.
private func usage(_ rules: LineRules, _ quantity: Quantity) -> Ratio? {
  rules.charge.quantity == nil ? nil : quantity.ratio
}

/// The months, or the quantity of the charge over them where it is billed by quantity.
private func shownQuantity(_ rules: LineRules, _ months: Months) throws -> Quantity {
  var product = Product(months.numerator, over: months.denominator)
  let method = rules.tariff.method
  if method == .perUnit || method == .tiered, rules.charge.amount == nil,
    let quantity = rules.charge.quantity
  {
    let billed = max(quantity, quantity < .zero ? quantity : rules.tariff.minimum ?? quantity)
    try product.multiply(by: billed.units, over: Quantity.unitsOfOne)
  }
  return try product.quantity()
}

/// The yuan of `months` (covering `days`), with the factor, before rounding.
private func exactAmount(_ rules: LineRules, _ months: Months, _ days: Int, _ period: Period) throws
  -> Product
{
  var product: Product
  if rules.tariff.method == .formula && rules.charge.amount == nil {
    product = try rules.ofFormula(
      months: months.ratio, days: days, period: period, quantity: rules.charge.quantity?.ratio)
  } else {
    product = try rules.monthly()
    if months.numerator != months.denominator {
      try product.multiply(by: months.numerator, over: months.denominator)
    }
  }
  try rules.applyFactor(&product)
  return product
}

/// Gives the last of the lines from `first` on what the whole line is more than its parts.
private func settleResidue(
  _ rules: LineRules, _ fee: FeeRule, _ runs: ArraySlice<ChargeRun>, _ dates: RunDates,
  _ lines: inout [BillLine], _ first: Int
) throws {
  var months = Ratio.zero
  var days = 0
  var sum = Money.zero
  for (run, line) in zip(runs, lines[first...]) {
    months = try months.plus(line.working.months?.ratio ?? .zero)
    days += run.span.count
    sum = try sum.adding(line.amount)
  }
  guard let numerator = Int64(exactly: months.numerator),
    let denominator = Int64(exactly: months.denominator)
  else { throw ArithmeticError.overflow }
  let all = Months(numerator, over: denominator)
  let exact = try exactAmount(rules, all, days, dates.period)
  let residue = try exact.money(fee.rounding, step: fee.step).adding(-sum)
  if residue.minor == 0 { return }
  let last = lines.count - 1
  lines[last].amount = try lines[last].amount.adding(residue)
  let amount = lines[last].amount
  let taxable = try rules.taxable(amount, fee, quantity: usage(rules, lines[last].quantity))
  lines[last].working.taxable = taxable == amount ? nil : taxable
  lines[last].tax = try includedTax(in: taxable, rate: lines[last].taxRate)
  lines[last].working.residue = residue
}
