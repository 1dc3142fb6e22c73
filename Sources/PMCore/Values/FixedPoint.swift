// Exact decimal numbers as scaled integers: money, quantities, prices and rates.

/// A decimal number held as an integer count of its smallest unit.
///
/// Nothing that is money, quantity, price or rate is ever a binary floating-point number.
package protocol FixedPoint: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// How many digits stand after the decimal point.
  static var scale: Int { get }
  /// The number times ten to the power of `scale`.
  var units: Int64 { get }
  init(units: Int64)
}

extension FixedPoint {
  package static var zero: Self { Self(units: 0) }
  package static var one: Self { Self(units: unitsOfOne) }
  /// How many of the smallest unit make 1.
  package static var unitsOfOne: Int64 { powersOfTen[scale] }

  package static func < (left: Self, right: Self) -> Bool { left.units < right.units }

  /// The number that `text` writes in plain decimal digits, or nil where it is none or does not fit.
  package init?(_ text: String) {
    let cell = withBytes(of: text) { parseDecimal($0, scale: Self.scale) }
    guard case .value(let units) = cell else { return nil }
    self.init(units: units)
  }

  /// The number in decimal digits without needless zeros at the end; money keeps both decimals.
  package var description: String { decimalText(units, scale: Self.scale, trimmed: true) }

  package static prefix func - (value: Self) -> Self { Self(units: 0 &- value.units) }

  /// The exact value.
  package var ratio: Ratio { Ratio(units, over: Self.unitsOfOne) }

  /// The sum; throws where it does not fit 64 bits.
  package func adding(_ other: Self) throws(ArithmeticError) -> Self {
    let (sum, overflow) = units.addingReportingOverflow(other.units)
    if overflow { throw .overflow }
    return Self(units: sum)
  }
}

/// An exact amount of the database's one currency, in minor units (fen).
package struct Money: FixedPoint {
  package static let scale = 2
  package var units: Int64

  package init(units: Int64) { self.units = units }
  package init(minor: Int64) { units = minor }

  /// The units, under the name that the columns of money have (`amount_minor`).
  package var minor: Int64 { units }
  package var isNegative: Bool { units < 0 }
  /// Always with both decimals: `250.00`.
  package var description: String { decimalText(units, scale: 2, trimmed: false) }
}

/// An area, a meter reading or a usage: four decimals.
package struct Quantity: FixedPoint {
  package static let scale = 4
  package let units: Int64
  package init(units: Int64) { self.units = units }
}

/// A unit price: eight decimals (0.66286875 a kWh is real).
package struct Price: FixedPoint {
  package static let scale = 8
  package let units: Int64
  package init(units: Int64) { self.units = units }
}

/// A rate or factor, such as a tax rate of 0.06: eight decimals.
package struct Rate: FixedPoint {
  package static let scale = 8
  package let units: Int64
  package init(units: Int64) { self.units = units }
}

/// Ten to the power of the index.
package let powersOfTen: [Int64] = [
  1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
  10_000_000_000,
]

/// What a cell that should be a decimal number turned out to be.
package enum DecimalCell: Equatable {
  case value(Int64)
  case notANumber
  case tooManyDecimals
  case outOfRange
}

/// Reads an optional minus, digits and optional decimals; nothing else.
package func parseDecimal(_ bytes: Bytes, scale: Int) -> DecimalCell {
  var index = 0
  var negative = false
  if bytes.count > 0, bytes[0] == UInt8(ascii: "-") {
    negative = true
    index = 1
  }
  let first = index
  var units: Int64 = 0
  var decimals = -1  // digits after the point, or -1 before it
  var excess = false  // a digit other than zero beyond the scale
  while index < bytes.count {
    let byte = bytes[index]
    index += 1
    if byte == UInt8(ascii: "."), decimals < 0, index > first + 1 {
      decimals = 0
      continue
    }
    guard byte >= 0x30, byte <= 0x39 else { return .notANumber }
    if decimals >= scale {
      excess = excess || byte != 0x30
      decimals += 1
      continue
    }
    if decimals >= 0 { decimals += 1 }
    let (product, high) = units.multipliedReportingOverflow(by: 10)
    let (sum, over) = product.addingReportingOverflow(Int64(byte &- 0x30))
    if high || over { return .outOfRange }
    units = sum
  }
  if index == first || decimals == 0 { return .notANumber }
  if excess { return .tooManyDecimals }
  let missing = scale - min(max(decimals, 0), scale)
  let (scaled, overflow) = units.multipliedReportingOverflow(by: powersOfTen[missing])
  if overflow { return .outOfRange }
  return .value(negative ? -scaled : scaled)
}

/// `units` as decimal text; `trimmed` cuts zeros at the end of the decimals.
package func decimalText(_ units: Int64, scale: Int, trimmed: Bool) -> String {
  let magnitude = units.magnitude
  let divisor = UInt64(powersOfTen[scale])
  var fraction = String(magnitude % divisor)
  let whole = String(magnitude / divisor)
  if scale > 0 {
    fraction = String(repeating: "0", count: scale - fraction.utf8.count) + fraction
    if trimmed { while fraction.utf8.last == 0x30 { fraction.removeLast() } }
  } else {
    fraction = ""
  }
  return (units < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
}
