// Tab-separated values: a line a row, never quoted.

/// Writes TSV: UTF-8, LF, a heading line; tab, line feed, carriage return and backslash inside a
/// cell are written `\t`, `\n`, `\r` and `\\`.
final class TSVSink: RowSink {
  private let buffer: ByteBuffer
  private let titles: Bool
  private var scales: [DecimalScale] = []
  private var width = 0
  private var index = 0

  init(_ buffer: ByteBuffer, _ options: OutputOptions) {
    self.buffer = buffer
    titles = options.titles
  }

  func begin(_ fields: [OutputField]) throws(OutputError) {
    scales = fields.map(\.scale)
    width = fields.count
    guard width > 0 else { return }
    for field in fields { text(titles ? field.title : field.name) }
    try endRow()
  }

  func null() { _ = separate() }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard separate() else { return }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\t"): escape(UInt8(ascii: "t"))
      case UInt8(ascii: "\n"): escape(UInt8(ascii: "n"))
      case UInt8(ascii: "\r"): escape(UInt8(ascii: "r"))
      case UInt8(ascii: "\\"): escape(byte)
      default: buffer.byte(byte)
      }
    }
  }

  func integer(_ value: Int64) {
    if separate() { buffer.integer(value) }
  }

  func decimal(_ units: Int64) {
    if separate() { buffer.decimal(units, scales[index - 1]) }
  }

  func money(_ minor: Int64) {
    if separate() { buffer.decimal(minor, .money) }
  }

  func boolean(_ value: Bool) {
    if separate() { buffer.literal(value ? "yes" : "no") }
  }

  func endRow() throws(OutputError) {
    while separate() {}
    buffer.byte(UInt8(ascii: "\n"))
    index = 0
    try buffer.check()
  }

  func finish() throws(OutputError) { try buffer.flush() }

  private func escape(_ byte: UInt8) {
    buffer.byte(UInt8(ascii: "\\"))
    buffer.byte(byte)
  }

  /// Moves to the next cell; false when the row has no more.
  private func separate() -> Bool {
    guard index < width else { return false }
    if index > 0 { buffer.byte(UInt8(ascii: "\t")) }
    index += 1
    return true
  }
}

/// The exact inverse of the escaping of a TSV cell; unknown escapes stay as they are.
package func unescapeTSVCell(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var place = 0
  while place < bytes.count {
    let byte = bytes[place]
    let next = place + 1 < bytes.count ? bytes[place + 1] : 0
    let meant: UInt8? =
      switch (byte, next) {
      case (UInt8(ascii: "\\"), UInt8(ascii: "t")): UInt8(ascii: "\t")
      case (UInt8(ascii: "\\"), UInt8(ascii: "n")): UInt8(ascii: "\n")
      case (UInt8(ascii: "\\"), UInt8(ascii: "r")): UInt8(ascii: "\r")
      case (UInt8(ascii: "\\"), UInt8(ascii: "\\")): UInt8(ascii: "\\")
      default: nil
      }
    result.append(meant ?? byte)
    place += meant == nil ? 1 : 2
  }
  return result
}
