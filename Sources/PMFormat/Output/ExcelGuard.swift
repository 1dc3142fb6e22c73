// Text that a spreadsheet would take for something else, and the exact way back.
//
// What a spreadsheet would run as a formula gets an apostrophe in front. What it would turn into a
// number or a date that is no longer the same text (long digit strings, leading zeros, codes such
// as 3-12) is written as the formula ="3-12", which stays text. Numbers and dates of the program's
// own columns are never touched.
//
// The way back is exact, because the guard looks past apostrophes: a cell that begins with any
// number of apostrophes and then a formula character gets one more, and only from such a cell is
// one taken away. Other cells that begin with an apostrophe are left alone in both directions.

/// The guarded form of a text cell, or nil when it is safe as it is.
package func guardExcelCell(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
  guard let first = bytes.first else { return nil }
  if isDigit(first) {
    guard isMisread(bytes) else { return nil }
    return Array("=\"".utf8) + bytes + Array("\"".utf8)
  }
  guard startsFormula(bytes[apostrophes(bytes)...]) else { return nil }
  return [UInt8(ascii: "'")] + bytes
}

/// The exact inverse of `guardExcelCell`: the original text of a guarded cell, or nil when the
/// cell was not guarded and stands for itself.
package func unguardExcelCell(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
  guard let first = bytes.first else { return nil }
  if first == UInt8(ascii: "'") {
    return startsFormula(bytes[apostrophes(bytes)...]) ? Array(bytes.dropFirst()) : nil
  }
  guard first == UInt8(ascii: "="), bytes.count > 3, bytes[1] == UInt8(ascii: "\""),
    bytes[bytes.count - 1] == UInt8(ascii: "\"")
  else { return nil }
  let inner = UnsafeBufferPointer(rebasing: bytes[2..<bytes.count - 1])
  return isDigit(inner[0]) && isMisread(inner) ? Array(inner) : nil
}

/// The number of apostrophes that a cell begins with.
private func apostrophes(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
  bytes.firstIndex { $0 != UInt8(ascii: "'") } ?? bytes.count
}

/// The full-width forms of = + - @.
private let fullWidth = ["\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"]

/// True when a cell begins with = + - @ (also full-width), tab, carriage return or line feed.
private func startsFormula(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  switch bytes.first {
  case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A: true
  case 0xEF:
    fullWidth.contains { bytes.starts(with: $0.utf8) }
  default: false
  }
}

/// True for text that begins with a digit and that a spreadsheet would turn into other text.
private func isMisread(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  // Groups of digits with the same separator between them.
  var separator: UInt8?
  var groups = 1
  var start = 0
  var hasLongGroup = false
  for place in bytes.indices where !isDigit(bytes[place]) {
    let byte = bytes[place]
    guard separator == nil || separator == byte, place > start, groups < 3 else { return false }
    if place - start > 2 { hasLongGroup = true }
    separator = byte
    groups += 1
    start = place + 1
  }
  let last = bytes[start...]
  guard !last.isEmpty else { return false }
  switch separator {
  case nil:
    return bytes.count >= 12 || bytes.count > 1 && bytes[0] == UInt8(ascii: "0")
  case UInt8(ascii: "-"), UInt8(ascii: "/"):
    // 3-12, 3/12, 3-2026, 3-12-26: dates to a spreadsheet. 2026-03-12 is a date here as well.
    // A spreadsheet's years begin with 1900, so the room 1-1801 is none.
    let isYear = last.count == 4 && !last.lexicographicallyPrecedes("1900".utf8)
    return !hasLongGroup && (last.count <= 2 || isYear)
  case UInt8(ascii: "e"), UInt8(ascii: "E"):
    // 1E5: a number to a spreadsheet.
    return groups == 2 && last.count <= 3
  default:
    return false
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
