// Exact fractions on 128 bits: what a bill line is until it is rounded once.

/// Why an exact computation could not be carried out.
package enum ArithmeticError: Error, Equatable, Sendable {
  case overflow
  case divisionByZero
}

/// How a value between two steps is settled on one of them.
package enum Rounding: String, Sendable, CaseIterable {
  /// Halves away from zero: 0.125 → 0.13, −0.125 → −0.13.
  case halfUp = "half_up"
  /// Halves to the even step: 0.125 → 0.12, 0.135 → 0.14.
  case halfEven = "half_even"
  /// Towards zero.
  case down
  /// Away from zero.
  case up
}

/// An exact fraction, in lowest terms, with a positive denominator.
package struct Ratio: Hashable, Sendable {
  package let numerator: Int128
  package let denominator: Int128

  package static let zero = Ratio(0)
  package static let one = Ratio(1)

  package init(_ whole: Int64) {
    numerator = Int128(whole)
    denominator = 1
  }

  /// `numerator ÷ denominator`; the denominator must be positive.
  package init(_ numerator: Int64, over denominator: Int64) {
    self.init(lowest: Int128(numerator), Int128(max(denominator, 1)))
  }

  /// `numerator ÷ denominator` in lowest terms; the denominator must be positive.
  package init(lowest numerator: Int128, _ denominator: Int128) {
    let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    self.numerator = numerator / Int128(divisor)
    self.denominator = denominator / Int128(divisor)
  }

  package func plus(_ other: Ratio) throws(ArithmeticError) -> Ratio {
    if denominator == other.denominator {
      return Ratio(lowest: try checkedSum(numerator, other.numerator), denominator)
    }
    let left = try checkedProduct(numerator, other.denominator)
    let right = try checkedProduct(other.numerator, denominator)
    return Ratio(lowest: try checkedSum(left, right), try checkedProduct(denominator, other.denominator))
  }

  package func minus(_ other: Ratio) throws(ArithmeticError) -> Ratio { try plus(other.negated) }

  package func times(_ other: Ratio) throws(ArithmeticError) -> Ratio {
    // Crosswise first, so that products stay as small as they can be.
    let left = Int128(greatestCommonDivisor(numerator.magnitude, other.denominator.magnitude))
    let right = Int128(greatestCommonDivisor(other.numerator.magnitude, denominator.magnitude))
    return Ratio(
      lowest: try checkedProduct(numerator / left, other.numerator / right),
      try checkedProduct(denominator / right, other.denominator / left))
  }

  package func divided(by other: Ratio) throws(ArithmeticError) -> Ratio {
    if other.numerator == 0 { throw .divisionByZero }
    let sign: Int128 = other.numerator < 0 ? -1 : 1
    return try times(
      Ratio(lowest: other.denominator * sign, Int128(other.numerator.magnitude)))
  }

  package var negated: Ratio { Ratio(lowest: 0 - numerator, denominator) }
  package var isNegative: Bool { numerator < 0 }

  /// Negative, zero or positive, as this is less than, equal to or more than `other`.
  package func compared(to other: Ratio) throws(ArithmeticError) -> Int {
    let difference = try minus(other).numerator
    return difference < 0 ? -1 : (difference == 0 ? 0 : 1)
  }

  /// The whole multiple of `step` (a count of ten-to-the-minus-`scale`) that `rounding` settles on.
  ///
  /// - Returns: the value in units of `scale`, a multiple of `step`.
  package func rounded(_ rounding: Rounding, scale: Int, step: Int64 = 1)
    throws(ArithmeticError) -> Int64
  {
    let scaled = try checkedProduct(numerator, Int128(powersOfTen[scale]))
    let whole = try checkedProduct(denominator, Int128(step))
    let multiples = roundedQuotient(scaled, whole, rounding)
    let result = try checkedProduct(multiples, Int128(step))
    guard let units = Int64(exactly: result) else { throw .overflow }
    return units
  }

  /// The amount of money that this many yuan make, rounded once to a multiple of `step` fen.
  package func money(_ rounding: Rounding = .halfUp, step: Int64 = 1)
    throws(ArithmeticError) -> Money
  {
    Money(minor: try rounded(rounding, scale: 2, step: step))
  }
}

/// `numerator ÷ denominator` (positive) as a whole number by `rounding`.
package func roundedQuotient(_ numerator: Int128, _ denominator: Int128, _ rounding: Rounding)
  -> Int128
{
  let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
  if rest == 0 { return quotient }
  let away = quotient + (numerator < 0 ? -1 : 1)
  let doubled = rest.magnitude.addingReportingOverflow(rest.magnitude)
  let half = denominator.magnitude
  let isPastHalf = doubled.overflow || doubled.partialValue > half
  let isHalf = !doubled.overflow && doubled.partialValue == half
  switch rounding {
  case .down: return quotient
  case .up: return away
  case .halfUp: return isPastHalf || isHalf ? away : quotient
  case .halfEven:
    return isPastHalf || (isHalf && !quotient.isMultiple(of: 2)) ? away : quotient
  }
}

/// The sum; the most negative value, which has no magnitude that fits, counts as out of range too.
func checkedSum(_ left: Int128, _ right: Int128) throws(ArithmeticError) -> Int128 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  if overflow || sum == Int128.min { throw .overflow }
  return sum
}

/// The product; the most negative value counts as out of range too.
func checkedProduct(_ left: Int128, _ right: Int128) throws(ArithmeticError) -> Int128 {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  if overflow || product == Int128.min { throw .overflow }
  return product
}

/// The greatest common divisor; 1 for two zeros.
func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
  var (a, b) = (left, right)
  // 128-bit division is slow; most fractions here fit 64 bits at once or after a step.
  while b != 0 {
    if a <= UInt128(UInt64.max), b <= UInt128(UInt64.max) {
      return UInt128(greatestCommonDivisor(UInt64(a), UInt64(b)))
    }
    (a, b) = (b, a % b)
  }
  return a == 0 ? 1 : a
}

private func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
  var (a, b) = (left, right)
  while b != 0 { (a, b) = (b, a % b) }
  return a == 0 ? 1 : a
}
