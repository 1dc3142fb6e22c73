// Value-added tax that a price contains.

/// The tax in `amount`: amount × rate ÷ (1 + rate), half up to the fen, with the amount's sign.
///
/// - Throws: `overflow` where the rate is −1 or below, or the product leaves 128 bits.
package func includedTax(in amount: Money, rate: Rate) throws(ArithmeticError) -> Money {
  if rate.units == 0 || amount.minor == 0 { return .zero }
  let whole = Int128(rate.units) + Int128(Rate.unitsOfOne)
  if whole <= 0 { throw .overflow }
  // Two 64-bit factors always fit 128 bits.
  let tax = roundedQuotient(Int128(amount.minor) * Int128(rate.units), whole, .halfUp)
  guard let minor = Int64(exactly: tax) else { throw .overflow }
  return Money(minor: minor)
}

extension FeeRule {
  /// The rate that the fee's lines contain under `tariffRate` (nil: the fee's own).
  package func effectiveRate(_ tariffRate: Rate?) -> Rate {
    taxMethod.hasRate ? tariffRate ?? taxRate : .zero
  }
}

/// The part of `tax` that falls on `part` of a whole, half up to the fen.
package func taxShare(_ tax: Money, on part: Money, of whole: Money) throws(ArithmeticError) -> Money {
  if whole.minor == 0 { return .zero }
  // Two 64-bit factors always fit 128 bits.
  let numerator = Int128(tax.minor) * Int128(part.minor)
  let sign: Int128 = whole.minor < 0 ? -1 : 1
  guard
    let minor = Int64(
      exactly: roundedQuotient(numerator * sign, Int128(whole.minor) * sign, .halfUp))
  else { throw .overflow }
  return Money(minor: minor)
}

extension LineRules {
  /// What of a line is taxed: all of it, or, by the method of differences (差额), what is left of it
  /// when the tariff's cost is paid on: water at 5.00 that costs 4.50 is taxed on 0.50.
  ///
  /// A line with a unit price is taxed on amount × (price − cost) ÷ price, any other with a quantity
  /// on amount − cost × quantity; never on less than nothing. The part paid on is rounded half up to
  /// the fen. (State Taxation Administration, announcement 54 of 2016, for tap water.)
  func taxable(_ amount: Money, _ fee: FeeRule, quantity: Ratio?) throws -> Money {
    guard fee.taxMethod == .difference, let cost = tariff.cost, charge.amount == nil else {
      return amount
    }
    var paidOn: Product
    if tariff.method != .tiered, tariff.method != .formula, let price, price > .zero {
      paidOn = Product(amount.minor, over: 100)
      try paidOn.multiply(by: cost.units, over: price.units)
    } else if let quantity {
      paidOn = Product(quantity)
      try paidOn.multiply(by: cost.units, over: Price.unitsOfOne)
    } else {
      return amount
    }
    let rest = try amount.adding(-paidOn.money(.halfUp, step: 1))
    return amount.isNegative ? min(max(rest, amount), .zero) : max(min(rest, amount), .zero)
  }
}
