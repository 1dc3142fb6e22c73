// Comma-separated values after RFC 4180, and the spreadsheet's dialect of it.

/// Writes CSV: UTF-8, LF, a heading line; cells are quoted only where they must be.
///
/// Null and empty text are both an empty cell. With `excel`: byte order mark, CRLF, and text cells
/// guarded as `guardExcelCell` says. With a tab for a delimiter it is TSV as spreadsheets have it.
final class CSVSink: RowSink {
  private let buffer: ByteBuffer
  private let delimiter: UInt8
  private let excel: Bool
  private let titles: Bool
  /// How the scaled integers of each field print.
  private var scales = UnsafeMutableBufferPointer<DecimalScale>.allocate(capacity: 0)
  private var index = 0
  private var hasBegun = false
  /// True until a cell had bytes: a row that is one empty cell must not be an empty line.
  private var isBlank = true

  init(_ buffer: ByteBuffer, _ options: OutputOptions, delimiter: UInt8 = UInt8(ascii: ",")) {
    self.buffer = buffer
    self.delimiter = delimiter
    excel = options.excel
    titles = options.titles
  }

  deinit { scales.deallocate() }

  func begin(_ fields: [OutputField]) throws(OutputError) {
    if hasBegun {
      endLine()
    } else if excel {
      buffer.bytes([0xEF, 0xBB, 0xBF])
    }
    hasBegun = true
    scales.deallocate()
    scales = .allocate(capacity: fields.count)
    _ = scales.initialize(from: fields.map(\.scale))
    guard scales.count > 0 else { return }
    for field in fields {
      separate()
      var heading = titles ? field.title : field.name
      heading.withUTF8 { quoteIfNeeded($0, guarded: excel) }
    }
    try endRow()
  }

  func null() { separate() }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard index < scales.count else { return }
    separate()
    quoteIfNeeded(bytes, guarded: excel)
  }

  func integer(_ value: Int64) {
    guard index < scales.count else { return }
    separate()
    isBlank = false
    buffer.integer(value)
  }

  func decimal(_ units: Int64) {
    guard index < scales.count else { return }
    let scale = scales[index]
    separate()
    isBlank = false
    buffer.decimal(units, scale)
  }

  func money(_ minor: Int64) {
    guard index < scales.count else { return }
    separate()
    isBlank = false
    buffer.decimal(minor, .money)
  }

  func boolean(_ value: Bool) {
    guard index < scales.count else { return }
    separate()
    isBlank = false
    buffer.literal(value ? "yes" : "no")
  }

  func endRow() throws(OutputError) {
    while index < scales.count { separate() }
    if scales.count == 1, isBlank { buffer.literal("\"\"") }
    endLine()
    index = 0
    isBlank = true
    try buffer.check()
  }

  func finish() throws(OutputError) { try buffer.flush() }

  @inline(__always)
  private func separate() {
    guard index < scales.count else { return }
    if index > 0 { buffer.byte(delimiter) }
    index += 1
  }

  @inline(__always)
  private func endLine() {
    if excel { buffer.byte(UInt8(ascii: "\r")) }
    buffer.byte(UInt8(ascii: "\n"))
  }

  @inline(__always)
  private func quoteIfNeeded(_ bytes: UnsafeBufferPointer<UInt8>, guarded: Bool) {
    if !bytes.isEmpty { isBlank = false }
    if guarded, let safe = guardExcelCell(bytes) {
      safe.withUnsafeBufferPointer { needsQuotes($0, delimiter) ? quote($0) : buffer.bytes($0) }
    } else if needsQuotes(bytes, delimiter) {
      quote(bytes)
    } else {
      buffer.bytes(bytes)
    }
  }

  @inline(never)
  private func quote(_ bytes: UnsafeBufferPointer<UInt8>) {
    let mark = UInt8(ascii: "\"")
    buffer.byte(mark)
    for byte in bytes {
      if byte == mark { buffer.byte(mark) }
      buffer.byte(byte)
    }
    buffer.byte(mark)
  }
}

/// True when a cell holds the delimiter, a quote or a line break.
@inline(__always)
private func needsQuotes(_ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8) -> Bool {
  guard let start = bytes.baseAddress else { return false }
  let raw = UnsafeRawPointer(start)
  var place = 0
  var hits: UInt64 = 0
  while place + 8 <= bytes.count {
    let word = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    hits |= zeros(word ^ repeated(delimiter)) | zeros(word ^ repeated(0x22))
    hits |= zeros(word ^ repeated(0x0A)) | zeros(word ^ repeated(0x0D))
    place += 8
  }
  if hits != 0 { return true }
  while place < bytes.count {
    let byte = start[place]
    if byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D { return true }
    place += 1
  }
  return false
}

/// A byte eight times over.
@inline(__always)
func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

/// Not zero when one of the eight bytes is zero.
@inline(__always)
func zeros(_ word: UInt64) -> UInt64 {
  (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
}
