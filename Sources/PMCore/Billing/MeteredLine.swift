// Lines by usage: metered ones, those that follow another fee's quantity, and shares.

/// What a line by usage is about.
package struct UsageInterval: Sendable {
  /// Nil for a derived or shared line without one.
  package var meter: Int64?
  /// From the day after the earlier reading (a first one: from installed_on) to the later read_on.
  package var span: DaySpan
  /// The usage after the multiplier; for `derived` the billed quantity of the line followed.
  package var quantity: Ratio
  /// What was billed to the meter before in the calendar year of the later reading.
  package var before: Ratio

  package init(meter: Int64?, span: DaySpan, quantity: Ratio, before: Ratio = .zero) {
    self.meter = meter
    self.span = span
    self.quantity = quantity
    self.before = before
  }
}

/// Adds to `batch` the line of one interval: whole and unsplit, whatever the cycle.
///
/// Tariff version, room version and debtor are those of the later read_on. A quantity of zero or more
/// is at least the tariff's minimum. `derived` bills quantity × share. The factor applies, and a
/// charge's `amount` is a sum a month of the interval.
package func usageLine(
  _ interval: UsageInterval, charge: ChargeRule, fee: FeeRule, tariffs: [TariffVersion],
  room: BilledRoom, occupancies: [Holding], dates: RunDates, into batch: inout LineBatch
) {
  addUsageLine(
    interval, nil, charge, fee, tariffs, room, occupancies, dates, into: &batch)
}

/// Adds to `batch` the line of an apportioned share: `amount` as it was apportioned, without factor.
///
/// The interval's quantity is the room's share of the usage; the price is the tariff's.
package func sharedLine(
  _ amount: Money, _ interval: UsageInterval, charge: ChargeRule, fee: FeeRule,
  tariffs: [TariffVersion], room: BilledRoom, occupancies: [Holding], dates: RunDates,
  into batch: inout LineBatch
) {
  addUsageLine(
    interval, amount, charge, fee, tariffs, room, occupancies, dates, into: &batch)
}

/// What a shared meter's usage costs altogether, rounded as the fee says: usage × the tariff's price.
package func sharedTotal(_ usage: Ratio, tariff: TariffVersion, fee: FeeRule)
  throws(FindingReason) -> Money
{
  do {
    let quantity = try tariff.billedQuantity(usage)
    return try tariff.yuan(of: quantity, at: tariff.price).money(fee.rounding, step: fee.step)
  } catch {
    throw reason(error)
  }
}

private func addUsageLine(
  _ interval: UsageInterval, _ share: Money?, _ charge: ChargeRule, _ fee: FeeRule,
  _ tariffs: [TariffVersion], _ room: BilledRoom, _ occupancies: [Holding], _ dates: RunDates,
  into batch: inout LineBatch
) {
  func find(_ reason: FindingReason) {
    batch.findings.append(
      BillFinding(
        charge: charge.id, room: room.id, fee: fee.id, meter: interval.meter, span: interval.span,
        reason: reason))
  }
  let day = interval.span.to
  var through = Day.distantFuture
  guard let tariff = version(on: day, tariffs, \.validFrom, &through) else {
    return find(.noTariff)
  }
  let payer = debtor(
    on: day, payer: charge.payer, occupancies: occupancies, developer: room.developer)
  guard let customer = payer.customer else {
    return find(day < room.deliveredFrom ? .notDelivered : .noDebtor)
  }
  let place = version(on: day, room.versions, \.validFrom, &through) ?? 0
  let rules = LineRules(
    charge: charge, tariff: tariffs[tariff],
    version: room.versions[place], room: room)
  do {
    batch.lines.append(try usageLine(rules, fee, interval, share, customer, dates))
  } catch {
    return find(reason(error))
  }
  if payer.isAmbiguous { find(.ambiguousPayer(customer)) }
  if share == nil {
    let first = debtor(
      on: interval.span.from, payer: charge.payer, occupancies: occupancies,
      developer: room.developer)
    if first.customer != customer { find(.intervalSpansDebtors) }
    if let start = version(on: interval.span.from, tariffs, \.validFrom, &through), start < tariff,
      tariffs[start..<tariff].contains(where: { !$0.isBilled(like: tariffs[tariff]) })
    {
      find(.intervalSpansPrices)
    }
  }
}

private func usageLine(
  _ rules: LineRules, _ fee: FeeRule, _ interval: UsageInterval, _ share: Money?,
  _ customer: Int64, _ dates: RunDates
) throws -> BillLine {
  let (charge, tariff) = (rules.charge, rules.tariff)
  var quantity = interval.quantity
  var exact: Product
  var covered: Months?
  if let share {
    exact = Product(share.minor, over: 100)
  } else {
    if tariff.method == .derived, let part = tariff.share {
      quantity = try quantity.times(part.ratio)
    }
    quantity = try tariff.billedQuantity(quantity)
    if charge.amount != nil || tariff.method == .formula {
      let months = monthsAlone(interval.span, tariff.proration)
      covered = months
      exact = try amount(rules, interval.span, months, quantity, dates.period)
    } else {
      exact = try rules.ofUsage(quantity, before: interval.before)
    }
    try rules.applyFactor(&exact)
  }
  let amount = try share ?? exact.money(fee.rounding, step: fee.step)
  let rate = fee.effectiveRate(tariff.taxRate)
  let taxable = try rules.taxable(amount, fee, quantity: quantity)
  return BillLine(
    charge: charge.id, tariff: tariff.id, room: rules.room.id, fee: fee.id, meter: interval.meter,
    customer: customer, period: dates.period, from: interval.span.from, to: interval.span.to,
    quantity: try Product(quantity).quantity(),
    price: share == nil ? try rules.shownPrice() : tariff.price, amount: amount,
    tax: try includedTax(in: taxable, rate: rate), taxRate: rate,
    issuedOn: dates.issuedOn(charge.timing),
    dueOn: dates.dueOn(charge.timing, dueDay: charge.dueDay),
    working: BillLine.Working(
      months: covered, quantity: quantity, exact: exact, residue: .zero,
      taxable: taxable == amount ? nil : taxable))
}

/// The yuan of an override sum for the months of the interval, or of a formula.
private func amount(
  _ rules: LineRules, _ span: DaySpan, _ months: Months, _ quantity: Ratio, _ period: Period
) throws -> Product {
  if let sum = rules.charge.amount {
    var product = Product(sum.minor, over: 100)
    try product.multiply(by: months.numerator, over: months.denominator)
    return product
  }
  return try rules.ofFormula(
    months: months.ratio, days: span.count, period: period, quantity: quantity)
}
