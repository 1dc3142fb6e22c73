// Value-added tax that a price contains.

/// The tax in `amount`: amount × rate ÷ (1 + rate), half up to the fen, with the amount's sign.
///
/// - Throws: `overflow` where the rate is −1 or below, or the product leaves 128 bits.
package func includedTax(in amount: Money, rate: Rate) throws(ArithmeticError) -> Money {
  if rate.units == 0 || amount.minor == 0 { return .zero }
  let whole = Int128(rate.units) + 100_000_000
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
