// How a bill line came about, step by step, exactly.

/// One step of an explanation: what it is, and its value in digits and words.
package struct ExplainedStep: Equatable, Sendable {
  /// The step's name in machine output.
  package let name: String
  package let title: Words
  package let value: Words

  package init(_ name: String, _ title: Words, _ value: Words) {
    self.name = name
    self.title = title
    self.value = value
  }
}

extension RoomRun {
  /// The steps from the charge to the amount of `line`, which this run has made.
  package func explanation(of line: BillLine, _ book: RunBook) -> [ExplainedStep] {
    guard let charge = charges.first(where: { $0.rule.id == line.charge }),
      let version = book.tariffs[charge.tariff].versions.first(where: { $0.id == line.tariff })
    else { return [] }
    let fee = book.fees[charge.fee].rule
    var steps = ExplainedSteps()
    steps.add("charge", Words("charge", zh: "收费设置"), describe(charge))
    steps.add(
      "tariff", Words("tariff", zh: "收费标准"),
      Words(
        "\(book.tariffs[charge.tariff].code), version of \(version.validFrom), \(version.method.rawValue)",
        zh:
          "\(book.tariffs[charge.tariff].code)，\(version.validFrom) 起的版本，\(Tariff.methods.zh(of: version.method.rawValue))"
      ))
    steps.add(
      "days", Words("days", zh: "日期"), "\(line.from) – \(line.to)")
    addInputs(line, charge.rule, version, fee, &steps)
    if let months = line.working.months {
      steps.add("months", Words("months", zh: "月数"), months.ratio.exactText)
    }
    if fee.kind != .shared {
      steps.add("factor", Words("factor", zh: "系数"), "\(factor(charge.rule))")
    }
    addRounding(line, fee, &steps)
    addTax(line, version, fee, &steps)
    return steps.all
  }

  private func describe(_ charge: RoomCharge) -> Words {
    let rule = charge.rule
    let to = rule.to == .distantFuture ? "" : " – \(rule.to)"
    let from = rule.from == .distantPast ? "" : "\(rule.from)"
    let place = charge.distance == 0 ? Words("on the room", zh: "房间") : Words("on its scope", zh: "所属范围")
    return Words(
      "\(place.en), \(from)\(to), payer \(rule.payer.rawValue), every \(rule.cycle) month\(rule.cycle == 1 ? "" : "s"), \(rule.timing.rawValue)",
      zh:
        "\(place.zh)，\(from)\(to)，付款方 \(Charge.payers.zh(of: rule.payer.rawValue))，每 \(rule.cycle) 个月，\(Charge.timings.zh(of: rule.timing.rawValue))"
    )
  }

  private func factor(_ rule: ChargeRule) -> Rate {
    room.versions[0].isVacant ? rule.vacantFactor ?? rule.factor : rule.factor
  }

  private func addInputs(
    _ line: BillLine, _ rule: ChargeRule, _ version: TariffVersion, _ fee: FeeRule,
    _ steps: inout ExplainedSteps
  ) {
    if let sum = rule.amount {
      steps.add("amount_a_month", Words("fixed sum a month", zh: "指定月金额"), "\(sum)")
      return
    }
    if let price = line.price {
      steps.add("price", Words("unit price", zh: "单价"), "\(price)")
    }
    if version.method == .perArea, let area = room.versions[0].area(version.basis) {
      steps.add(
        "area", Words("\(version.basis.rawValue) area", zh: version.basis == .floor ? "建筑面积" : "使用面积"), "\(area)")
    }
    if version.method == .perHead, let heads = room.versions[0].householdSize {
      steps.add("household_size", Words("household size", zh: "居住人数"), "\(heads)")
    }
    if let quantity = line.working.quantity {
      addUsage(line, quantity, version, &steps)
    }
    if version.method == .formula, let formula = version.formula {
      steps.add("formula", Words("formula", zh: "公式"), Words(formula.text))
      let inputs = formulaInputs(of: line, charge: rule, tariff: version, room: room)
      let names = inputs.named.map { "\($0.name) = \($0.value.exactText)" }.joined(separator: ", ")
      steps.add("inputs", Words("with", zh: "其中"), Words(names))
    }
  }

  private func addUsage(
    _ line: BillLine, _ quantity: Ratio, _ version: TariffVersion, _ steps: inout ExplainedSteps
  ) {
    let meter = meters.first {
      $0.meter == line.meter && $0.later?.readOn == line.to && version.method != .derived
    }
    if let meter, let earlier = meter.earlier, let later = meter.later {
      steps.add(
        "readings", Words("readings", zh: "读数"),
        "\(earlier.reading) (\(earlier.readOn)) → \(later.reading) (\(later.readOn)) × \(meter.rule.multiplier)")
    }
    if let share = version.share {
      if let followed = try? quantity.divided(by: share.ratio) {
        steps.add("followed", Words("quantity of the followed fee", zh: "所依费用的用量"), followed.exactText)
      }
      steps.add("share", Words("share of the followed quantity", zh: "占所依用量的比例"), "\(share)")
    }
    steps.add("quantity", Words("quantity", zh: "数量"), quantity.exactText)
    guard let tiers = version.tiers else { return }
    let before = tiers.reset == .year ? meter?.before ?? .zero : .zero
    if tiers.reset == .year {
      steps.add("used_before", Words("used before in the year", zh: "年内此前用量"), before.exactText)
    }
    let persons = room.versions[0].householdSize
    guard let parts = try? tiers.parts(of: quantity, before: before, persons: persons) else { return }
    for part in parts {
      let upper = part.upper?.exactText ?? "∞"
      let price = part.block.isFlat ? "= \(part.block.price)" : "× \(part.block.price)"
      steps.add(
        "block", Words("block \(part.lower.exactText) – \(upper)", zh: "阶梯 \(part.lower.exactText) – \(upper)"),
        "\(part.quantity.exactText) \(price) = \(part.cost.exactText)")
    }
  }

  private func addRounding(_ line: BillLine, _ fee: FeeRule, _ steps: inout ExplainedSteps) {
    steps.add("exact", Words("exact amount", zh: "精确金额"), line.working.exact.ratio.exactText)
    let step = Money(minor: fee.step)
    steps.add(
      "rounding", Words("rounding", zh: "舍入"),
      Words("\(fee.rounding.rawValue) to \(step)", zh: "\(Fee.roundings.zh(of: fee.rounding.rawValue))，到 \(step)"))
    if line.working.residue.minor != 0 {
      steps.add(
        "residue", Words("residue of the split line", zh: "分段余数"), "\(line.working.residue)")
    }
    steps.add("amount", Words("amount", zh: "金额"), "\(line.amount)")
  }

  private func addTax(
    _ line: BillLine, _ version: TariffVersion, _ fee: FeeRule, _ steps: inout ExplainedSteps
  ) {
    let taxable = line.working.taxable ?? line.amount
    if fee.taxMethod == .difference, let cost = version.cost {
      steps.add("cost", Words("cost of a unit", zh: "成本单价"), "\(cost)")
      steps.add(
        "taxable", Words("taxed difference", zh: "差额计税"),
        "\(line.amount) − \(Money(minor: line.amount.minor &- taxable.minor)) = \(taxable)")
    }
    let tax = try? taxable.ratio.times(line.taxRate.ratio)
      .divided(by: Ratio.one.plus(line.taxRate.ratio))
    let exactTax = tax?.exactText ?? ""
    steps.add(
      "tax", Words("tax contained", zh: "其中税额"),
      "\(taxable) × \(line.taxRate) ÷ (1 + \(line.taxRate)) = \(exactTax) → \(line.tax)")
    steps.add("issued_on", Words("issued", zh: "出账日期"), "\(line.issuedOn)")
    steps.add("due_on", Words("due", zh: "缴费期限"), "\(line.dueOn)")
  }
}

extension [Choice] {
  /// The Chinese word of a choice, by the English one that is stored.
  fileprivate func zh(of value: String) -> String { first { $0.value == value }?.zh ?? value }
}

/// Steps as they are gathered.
struct ExplainedSteps {
  private(set) var all: [ExplainedStep] = []

  mutating func add(_ name: String, _ title: Words, _ value: Words) {
    all.append(ExplainedStep(name, title, value))
  }

  mutating func add(_ name: String, _ title: Words, _ value: String) {
    all.append(ExplainedStep(name, title, Words(value)))
  }
}

extension Ratio {
  /// All digits where the decimals end, else the fraction with its first eight decimals.
  package var exactText: String {
    for scale in 0...10 {
      if let units = try? rounded(.down, scale: scale), Ratio(units, over: powersOfTen[scale]) == self {
        return decimalText(units, scale: scale, trimmed: true)
      }
    }
    let near = (try? rounded(.halfUp, scale: 8)).map { decimalText($0, scale: 8, trimmed: false) }
    return "\(numerator)/\(denominator)" + (near.map { " ≈ \($0)" } ?? "")
  }
}
