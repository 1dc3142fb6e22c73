// An exact product on the way to one rounding: the common path of a bill line, without divisors.

/// A fraction that is multiplied and rounded once; kept as it comes, not in lowest terms.
///
/// Price × area × days ÷ days × factor needs 1 division this way, at the rounding. Where 128 bits
/// are too few it is reduced once, and only then an overflow is an error.
package struct Product: Equatable, Sendable {
  package private(set) var numerator: Int128
  package private(set) var denominator: Int128

  /// `units ÷ scale`; the scale must be positive.
  package init(_ units: Int64, over scale: Int64) {
    numerator = Int128(units)
    denominator = Int128(max(scale, 1))
  }

  package init(_ ratio: Ratio) {
    numerator = ratio.numerator
    denominator = ratio.denominator
  }

  /// Multiplies by `units ÷ scale`; the scale must be positive.
  package mutating func multiply(by units: Int64, over scale: Int64) throws(ArithmeticError) {
    let upper = numerator.multipliedReportingOverflow(by: Int128(units))
    let lower = denominator.multipliedReportingOverflow(by: Int128(scale))
    if !upper.overflow && !lower.overflow && upper.partialValue != Int128.min {
      numerator = upper.partialValue
      denominator = lower.partialValue
    } else {
      let reduced = try ratio.times(Ratio(units, over: scale))
      numerator = reduced.numerator
      denominator = reduced.denominator
    }
  }

  /// The exact value in lowest terms.
  package var ratio: Ratio { Ratio(lowest: numerator, denominator) }

  /// The multiple of `step` fen that `rounding` settles on.
  package func money(_ rounding: Rounding, step: Int64) throws(ArithmeticError) -> Money {
    let upper = numerator.multipliedReportingOverflow(by: 100)
    let lower = denominator.multipliedReportingOverflow(by: Int128(step))
    if upper.overflow || lower.overflow { return try ratio.money(rounding, step: step) }
    let multiples = roundedQuotient(upper.partialValue, lower.partialValue, rounding)
    let (minor, overflow) = multiples.multipliedReportingOverflow(by: Int128(step))
    guard !overflow, let minor = Int64(exactly: minor) else { throw .overflow }
    return Money(minor: minor)
  }

  /// The value to four decimals, half up.
  package func quantity() throws(ArithmeticError) -> Quantity {
    let (scaled, overflow) = numerator.multipliedReportingOverflow(
      by: Int128(Quantity.unitsOfOne))
    if overflow { return Quantity(units: try ratio.rounded(.halfUp, scale: Quantity.scale)) }
    let units = roundedQuotient(scaled, denominator, .halfUp)
    guard let units = Int64(exactly: units) else { throw .overflow }
    return Quantity(units: units)
  }
}
