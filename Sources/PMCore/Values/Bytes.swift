// Borrowed bytes: how cells travel from a file to the database without becoming Strings.

/// Bytes that belong to somebody else: a mapped file, an arena, or a SQLite row.
///
/// Valid only as long as their owner says; never kept across chunks of an import.
package typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
  /// These bytes as text; invalid UTF-8 is repaired, so use it for messages and validated cells.
  package var text: String { String(decoding: self, as: UTF8.self) }

  /// These bytes without the ASCII white space, ideographic blanks (U+3000), no-break blanks
  /// (U+00A0) and byte order marks (U+FEFF) at either end.
  package var trimmed: Bytes {
    var lower = 0
    var upper = count
    while lower < upper, let width = blankWidth(at: lower, below: upper) { lower += width }
    while upper > lower, let width = blankWidth(endingAt: upper, above: lower) { upper -= width }
    return Bytes(rebasing: self[lower..<upper])
  }

  /// Whether both hold the same bytes.
  package func equals(_ other: Bytes) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }

  /// Whether these bytes are the UTF-8 of `literal`.
  package func equals(_ literal: StaticString) -> Bool {
    literal.withUTF8Buffer { equals($0) }
  }

  private func blankWidth(at index: Int, below upper: Int) -> Int? {
    let byte = self[index]
    if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { return 1 }
    if byte == 0xC2, index + 1 < upper, self[index + 1] == 0xA0 { return 2 }
    guard index + 2 < upper else { return nil }
    if byte == 0xE3, self[index + 1] == 0x80, self[index + 2] == 0x80 { return 3 }
    if byte == 0xEF, self[index + 1] == 0xBB, self[index + 2] == 0xBF { return 3 }
    return nil
  }

  private func blankWidth(endingAt upper: Int, above lower: Int) -> Int? {
    let byte = self[upper - 1]
    if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { return 1 }
    if byte < 0x80 { return nil }
    for width in 2...3 where upper - width >= lower {
      if blankWidth(at: upper - width, below: upper) == width { return width }
    }
    return nil
  }
}

/// Calls `body` with the UTF-8 bytes of `text`.
package func withBytes<Result>(of text: String, _ body: (Bytes) throws -> Result) rethrows -> Result {
  var copy = text
  return try copy.withUTF8(body)
}
