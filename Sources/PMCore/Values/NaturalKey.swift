// Sort keys of codes: byte order of the key is natural order of the code (1-2 before 1-10).

/// Builds the stored `key` of a record from the parts of its natural key.
///
/// Each run of digits is written without leading zeros behind a byte that tells its length, so that
/// comparing bytes compares numbers. The zeros that were cut follow at the end of the part, behind
/// a byte 0x02, so that no two codes share a key. Parts are joined by a byte 0x01: less than anything
/// a part goes on with, so that keys of several parts order like the keys of their first parts.
package struct NaturalKey {
  package private(set) var bytes: [UInt8] = []
  private var zeros: [UInt8] = []

  package init() {}

  /// The key of one code.
  package static func of(_ code: String) -> String {
    var key = NaturalKey()
    withBytes(of: code) { key.append($0) }
    return String(decoding: key.bytes, as: UTF8.self)
  }

  /// The key of several parts, in order.
  package static func of(_ parts: [String]) -> String {
    var key = NaturalKey()
    for part in parts { withBytes(of: part) { key.append($0) } }
    return String(decoding: key.bytes, as: UTF8.self)
  }

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    isFirst = true
  }

  private var isFirst = true

  /// Adds the next part.
  package mutating func append(_ code: Bytes) {
    if isFirst { isFirst = false } else { bytes.append(0x01) }
    zeros.removeAll(keepingCapacity: true)
    var hasZeros = false
    var index = 0
    while index < code.count {
      let byte = code[index]
      guard isDigit(byte) else {
        bytes.append(byte)
        index += 1
        continue
      }
      var end = index
      while end < code.count, isDigit(code[end]) { end += 1 }
      var start = index
      while start < end - 1, code[start] == 0x30 { start += 1 }
      appendRun(code, start, end)
      hasZeros = hasZeros || start > index
      zeros.append(0x30 &+ UInt8(min(start - index, 0x4E)))
      index = end
    }
    if hasZeros {
      bytes.append(0x02)
      bytes.append(contentsOf: zeros)
    }
  }

  /// Adds a number part, such as a day or an instant, in eleven decimal digits.
  package mutating func append(number: Int64) {
    if isFirst { isFirst = false } else { bytes.append(0x01) }
    var rest = UInt64(clamping: number &+ 5_000_000_000)
    let end = bytes.count + 11
    bytes.append(contentsOf: repeatElement(0x30, count: 11))
    var index = end - 1
    while rest > 0, index >= end - 11 {
      bytes[index] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      index -= 1
    }
  }

  private mutating func appendRun(_ code: Bytes, _ start: Int, _ end: Int) {
    bytes.append(0x30 &+ UInt8(min(end - start, 0x4E)))
    for index in start..<end { bytes.append(code[index]) }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
