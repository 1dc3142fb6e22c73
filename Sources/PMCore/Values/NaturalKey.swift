// Sort keys of codes: byte order of the key is natural order of the code (1-2 before 1-10).

/// Builds the stored `key` of a record from the parts of its natural key.
///
/// Each run of digits is written without leading zeros behind a byte that tells its length, so that
/// comparing bytes compares numbers. The zeros that were cut follow at the end of the part, behind
/// a byte 0x02, so that no two codes share a key. Parts are joined by a byte 0x01: less than anything
/// a part goes on with, so that keys of several parts order like the keys of their first parts.
package struct NaturalKey {
  /// Only grows, so that a key of each of a million rows takes no memory of its own.
  @usableFromInline private(set) var storage: [UInt8] = []
  @usableFromInline private(set) var count = 0

  package init() {}

  /// The key so far.
  package var bytes: [UInt8] { Array(storage[..<count]) }

  /// The key so far as text.
  package var text: String { withKeyBytes { String(decoding: $0, as: UTF8.self) } }

  /// Gives the key so far to `body`, without a copy.
  @inlinable package func withKeyBytes<Value>(_ body: (Bytes) throws -> Value) rethrows -> Value {
    try storage.withUnsafeBufferPointer { try body(Bytes(rebasing: $0[..<count])) }
  }

  /// The key of one code.
  package static func of(_ code: String) -> String {
    var key = NaturalKey()
    withBytes(of: code) { key.append($0) }
    return key.text
  }

  /// The key of several parts, in order.
  package static func of(_ parts: [String]) -> String {
    var key = NaturalKey()
    for part in parts { withBytes(of: part) { key.append($0) } }
    return key.text
  }

  /// The key of a number part alone.
  package static func of(number: Int64) -> String {
    var key = NaturalKey()
    key.append(number: number)
    return key.text
  }

  package mutating func removeAll() {
    count = 0
    isFirst = true
  }

  private var isFirst = true

  /// Makes room for so many bytes more.
  private mutating func reserve(_ more: Int) {
    let missing = count + more - storage.count
    if missing > 0 { storage.append(contentsOf: repeatElement(0, count: missing)) }
  }

  /// Adds the next part.
  package mutating func append(_ code: Bytes) {
    // Each run of digits takes a byte before it and one behind the mark.
    reserve(2 * code.count + 3)
    count = storage.withUnsafeMutableBufferPointer {
      Self.write(code, to: $0, from: count, isFirst: isFirst)
    }
    isFirst = false
  }

  /// Writes a part into `key`, which has room for it.
  ///
  /// - Returns: where the part ends.
  private static func write(
    _ code: Bytes, to key: UnsafeMutableBufferPointer<UInt8>, from start: Int, isFirst: Bool
  ) -> Int {
    var end = start
    func put(_ byte: UInt8) {
      key[end] = byte
      end += 1
    }
    if !isFirst { put(0x01) }
    var hasZeros = false
    var index = 0
    while index < code.count {
      if isDigit(code[index]) {
        let run = DigitRun(in: code, from: index)
        hasZeros = hasZeros || run.zeros > 0
        put(0x30 &+ UInt8(min(run.end - run.start, 0x4E)))
        for place in run.start..<run.end { put(code[place]) }
        index = run.end
      } else {
        put(code[index])
        index += 1
      }
    }
    guard hasZeros else { return end }
    put(0x02)
    index = 0
    while index < code.count {
      guard isDigit(code[index]) else {
        index += 1
        continue
      }
      let run = DigitRun(in: code, from: index)
      put(0x30 &+ UInt8(min(run.zeros, 0x4E)))
      index = run.end
    }
    return end
  }

  /// Adds a number part, such as a day or an instant, in eleven decimal digits.
  package mutating func append(number: Int64) {
    reserve(12)
    if isFirst { isFirst = false } else { put(0x01) }
    var rest = UInt64(clamping: number &+ 5_000_000_000)
    for place in stride(from: count + 10, through: count, by: -1) {
      storage[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += 11
  }

  private mutating func put(_ byte: UInt8) {
    storage[count] = byte
    count += 1
  }
}

/// A run of digits in a code.
private struct DigitRun {
  /// Where its first digit stands that counts: the last one, where all are zeros.
  let start: Int
  let end: Int
  let zeros: Int

  init(in code: Bytes, from first: Int) {
    var end = first + 1
    while end < code.count, isDigit(code[end]) { end += 1 }
    var start = first
    while start < end - 1, code[start] == 0x30 { start += 1 }
    (self.start, self.end, zeros) = (start, end, start - first)
  }
}

/// Whether the byte is a decimal digit of ASCII.
func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
