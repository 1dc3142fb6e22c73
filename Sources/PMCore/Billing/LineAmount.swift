// The exact amount of a line by the method of its tariff version.

/// The rules that meet in one line.
struct LineRules {
  let charge: ChargeRule
  let tariff: TariffVersion
  let version: RoomVersion
  let room: BilledRoom

  /// The unit price after an override.
  var price: Price? { charge.price ?? tariff.price }

  /// What the line shows as its price: the override sum, the unit price, or nil for tiered.
  func shownPrice() throws(ArithmeticError) -> Price? {
    if let amount = charge.amount {
      let (units, overflow) = amount.minor.multipliedReportingOverflow(
        by: Price.unitsOfOne / Money.unitsOfOne)
      if overflow { throw .overflow }
      return Price(units: units)
    }
    return tariff.method == .tiered ? nil : price
  }

  var factor: Rate {
    version.isVacant ? charge.vacantFactor ?? charge.factor : charge.factor
  }

  /// Multiplies by the charge's factor.
  func applyFactor(_ product: inout Product) throws(ArithmeticError) {
    let factor = self.factor
    if factor != .one { try product.multiply(by: factor.units, over: Rate.unitsOfOne) }
  }

  /// The yuan of one month, before months and factor.
  func monthly() throws(FindingReason) -> Product {
    if let amount = charge.amount { return Product(amount.minor, over: 100) }
    do {
      switch tariff.method {
      case .tiered, .perUnit:
        guard let quantity = charge.quantity else { throw FindingReason.noQuantity }
        return try ofUsage(tariff.billedQuantity(quantity.ratio), before: .zero)
      case .fixed: return Product(try unitPrice(), over: Price.unitsOfOne)
      case .perArea:
        guard let area = version.area(tariff.basis) else { throw FindingReason.noArea }
        var product = Product(try unitPrice(), over: Price.unitsOfOne)
        try product.multiply(by: area.units, over: Quantity.unitsOfOne)
        return product
      case .perHead:
        guard let heads = version.householdSize else { throw FindingReason.noHouseholdSize }
        var product = Product(try unitPrice(), over: Price.unitsOfOne)
        try product.multiply(by: heads, over: 1)
        return product
      case .derived, .formula: throw FindingReason.noQuantity
      }
    } catch {
      throw reason(error)
    }
  }

  /// The yuan of a billed usage, before the factor.
  func ofUsage(_ quantity: Ratio, before: Ratio) throws(FindingReason) -> Product {
    try tariff.yuan(of: quantity, before: before, at: price, persons: version.householdSize)
  }

  /// The yuan that the tariff's formula gives for a line, before the factor.
  func ofFormula(months: Ratio, days: Int, period: Period, quantity: Ratio?)
    throws(FindingReason) -> Product
  {
    guard let formula = tariff.formula else { throw .noFormula }
    let inputs = formulaInputs(months: months, days: days, period: period, quantity: quantity)
    do { return Product(try formula.value(inputs)) } catch { throw .formula(error) }
  }

  /// What the names of a formula stand for in a line.
  func formulaInputs(months: Ratio, days: Int, period: Period, quantity: Ratio?) -> FormulaInputs {
    var inputs = FormulaInputs()
    inputs.area = version.floorArea?.ratio
    inputs.usableArea = version.usableArea?.ratio
    inputs.quantity = quantity
    inputs.price = price?.ratio
    inputs.months = months
    inputs.days = Ratio(Int64(days))
    inputs.daysInMonth = Ratio(Int64(period.dayCount))
    inputs.householdSize = version.householdSize.map { Ratio($0) }
    inputs.floor = room.floor.map { Ratio($0) }
    inputs.custom = room.custom
    return inputs
  }

  private func unitPrice() throws(FindingReason) -> Int64 {
    guard let price else { throw .noPrice }
    return price.units
  }
}

extension TariffVersion {
  /// `quantity`, or the minimum for a quantity of zero or more below it.
  func billedQuantity(_ quantity: Ratio) throws(ArithmeticError) -> Ratio {
    guard let minimum = minimum?.ratio, !quantity.isNegative else { return quantity }
    return try quantity.compared(to: minimum) < 0 ? minimum : quantity
  }

  /// The yuan of a billed usage at `price`, or by the tiers of so many persons.
  func yuan(
    of quantity: Ratio, before: Ratio = .zero, at price: Price?, persons: Int64? = nil
  ) throws(FindingReason) -> Product {
    do {
      if method == .tiered {
        guard let tiers else { throw FindingReason.noTiers }
        return Product(try tiers.cost(of: quantity, before: before, persons: persons))
      }
      guard let price else { throw FindingReason.noPrice }
      var product = Product(quantity)
      try product.multiply(by: price.units, over: Price.unitsOfOne)
      return product
    } catch {
      throw reason(error)
    }
  }
}

/// A fault on the way to an amount, as a finding.
func reason(_ error: any Error) -> FindingReason {
  if let reason = error as? FindingReason { return reason }
  return .arithmetic(error as? ArithmeticError ?? .overflow)
}
