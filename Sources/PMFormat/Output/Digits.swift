// Numbers to ASCII digits, straight into memory.

/// The most bytes that one number takes: sign, 20 digits, point and a leading zero.
let numberCapacity = 24

/// Writes an integer and returns the number of bytes, at most `numberCapacity`.
@inline(__always)
func writeInteger(_ value: Int64, to start: UnsafeMutablePointer<UInt8>) -> Int {
  guard value < 0 else { return writeDigits(value.magnitude, to: start) }
  start.pointee = UInt8(ascii: "-")
  return 1 + writeDigits(value.magnitude, to: start + 1)
}

/// Writes a scaled integer as a decimal number and returns the number of bytes.
///
/// With `trims` trailing zeros of the fraction are left out, and so is a point without digits.
@inline(__always)
func writeDecimal(
  _ units: Int64, _ scale: DecimalScale, to start: UnsafeMutablePointer<UInt8>
) -> Int {
  var count = 0
  if units < 0 {
    start.pointee = UInt8(ascii: "-")
    count = 1
  }
  let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: scale.one)
  count += writeDigits(whole, to: start + count)
  var places = scale.places
  var fraction = rest
  if scale.trims {
    if fraction == 0 { return count }
    while true {
      let (tens, digit) = fraction.quotientAndRemainder(dividingBy: 10)
      guard digit == 0 else { break }
      fraction = tens
      places -= 1
    }
  }
  guard places > 0 else { return count }
  start[count] = UInt8(ascii: ".")
  var place = count + places
  while place > count {
    let (tens, digit) = fraction.quotientAndRemainder(dividingBy: 10)
    start[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
    fraction = tens
    place -= 1
  }
  return count + places + 1
}

/// How a scaled integer is printed.
struct DecimalScale {
  /// Digits after the point, 0 to 18.
  let places: Int
  /// The units that make one: ten to the power of `places`.
  let one: UInt64
  /// Leaves trailing zeros out.
  let trims: Bool

  /// A scale of 0 to 18 places; what is outside is brought inside.
  init(places: Int, trims: Bool) {
    self.places = min(max(places, 0), 18)
    self.trims = trims
    var one: UInt64 = 1
    for _ in 0..<self.places { one *= 10 }
    self.one = one
  }

  /// Two decimals, always.
  static let money = DecimalScale(places: 2, trims: false)
}

/// Writes the digits of a magnitude, at least one, and returns their number.
@inline(__always)
private func writeDigits(_ magnitude: UInt64, to start: UnsafeMutablePointer<UInt8>) -> Int {
  var count = 1
  var bound: UInt64 = 10
  while magnitude >= bound {
    count += 1
    let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
    if overflow { break }
    bound = next
  }
  var rest = magnitude
  var place = count - 1
  while place > 0 {
    let (hundreds, pair) = rest.quotientAndRemainder(dividingBy: 100)
    let tens = pair / 10
    start[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: pair &- tens &* 10)
    start[place - 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: tens)
    rest = hundreds
    place -= 2
  }
  if place == 0 { start.pointee = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest) }
  return count
}
