// Spreading a sum over rooms by weight, to the fen.

/// By what a shared sum is spread; held in the tariff's `basis`.
package enum ApportionmentBasis: String, Sendable, CaseIterable {
  case floor, usable, usage, household, head, weight, equal

  package var zh: String {
    switch self {
    case .floor: "建筑面积"
    case .usable: "使用面积"
    case .usage: "用量"
    case .household: "户数"
    case .head: "人数"
    case .weight: "权数"
    case .equal: "均摊"
    }
  }
}

/// Splits `total` in proportion to `weights`, so that the parts add up to it exactly.
///
/// Largest remainder (Hare–Niemeyer): each part is cut towards zero, and the fen left go to the
/// largest remainders; of equal ones the first in the given order gets it. A zero weight gets zero.
///
/// - Parameter weights: zero or more each, in any common unit.
/// - Returns: a part for each weight, in the same order.
/// - Throws: `divisionByZero` where no weight is positive; `overflow` where one is negative.
package func apportion(_ total: Money, over weights: [Int64]) throws(ArithmeticError) -> [Money] {
  var sum: Int128 = 0
  for weight in weights {
    if weight < 0 { throw .overflow }
    sum += Int128(weight)
  }
  if sum == 0 { throw .divisionByZero }
  let magnitude = Int128(total.minor.magnitude)
  var parts: [Int64] = []
  var remainders: [(rest: Int128, index: Int)] = []
  parts.reserveCapacity(weights.count)
  remainders.reserveCapacity(weights.count)
  var left = magnitude
  for (index, weight) in weights.enumerated() {
    // Each part is at most the total, and the product of two 64-bit numbers fits 128 bits.
    let (part, rest) = (magnitude * Int128(weight)).quotientAndRemainder(dividingBy: sum)
    left -= part
    parts.append(Int64(truncatingIfNeeded: part))
    if rest != 0 { remainders.append((rest, index)) }
  }
  remainders.sort { $0.rest != $1.rest ? $0.rest > $1.rest : $0.index < $1.index }
  for (_, index) in remainders.prefix(Int(left)) { parts[index] &+= 1 }
  let isNegative = total.isNegative
  return parts.map { Money(minor: isNegative ? 0 &- $0 : $0) }
}

/// The share of `usage` that falls to `weight` of `sum`: what a shared line shows as its quantity.
package func shareOfUsage(_ usage: Ratio, weight: Int64, of sum: Int64)
  throws(ArithmeticError) -> Ratio
{
  if sum <= 0 { throw .divisionByZero }
  return try usage.times(Ratio(weight, over: sum))
}

/// Whole numbers in the proportion of `weights`, as `apportion` takes them.
package func wholeNumbers(_ weights: [Ratio]) throws(ArithmeticError) -> [Int64] {
  var common: Int128 = 1
  for weight in weights {
    let shared = Int128(greatestCommonDivisor(common.magnitude, weight.denominator.magnitude))
    common = try checkedProduct(common, weight.denominator / shared)
  }
  var numbers: [Int128] = []
  var divisor: UInt128 = 0
  for weight in weights {
    let product = try checkedProduct(weight.numerator, common / weight.denominator)
    numbers.append(product)
    divisor = greatestCommonDivisor(divisor, product.magnitude)
  }
  var whole: [Int64] = []
  for number in numbers {
    guard let number = Int64(exactly: number / Int128(max(divisor, 1))) else { throw .overflow }
    whole.append(number)
  }
  return whole
}
