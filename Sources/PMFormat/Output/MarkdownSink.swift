// A table in GitHub's Markdown.

/// Writes a Markdown table; pipes in cells are escaped and numbers stand on the right.
final class MarkdownSink: RowSink {
  let showsSections = true
  private let buffer: ByteBuffer
  private let options: OutputOptions
  private var heading: ReportHeading?
  private var depth = 1
  private var scales: [DecimalScale] = []
  private var width = 0
  private var index = 0

  init(_ buffer: ByteBuffer, _ options: OutputOptions) {
    self.buffer = buffer
    self.options = options
  }

  func describe(_ heading: ReportHeading) {
    endTable()
    if depth > 1 { buffer.byte(UInt8(ascii: "\n")) }
    self.heading = heading
    buffer.string(depth == 1 ? "# " : "## ")
    paragraph(heading.title)
    if let subtitle = heading.subtitle { paragraph(subtitle) }
    if !heading.parameters.isEmpty {
      paragraph(heading.parameters.map { "\($0.name): \($0.value)" }.joined(separator: " · "))
    }
    depth = 2
  }

  func begin(_ fields: [OutputField]) throws(OutputError) {
    scales = fields.map(\.scale)
    width = fields.count
    guard width > 0 else { return }
    for field in fields { text(field.title) }
    try endRow()
    for field in fields { buffer.string(field.isNumeric ? "| ---: " : "| --- ") }
    buffer.string("|\n")
  }

  func null() {
    if open() { close() }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard open() else { return }
    escape(String(decoding: bytes, as: UTF8.self))
    close()
  }

  func integer(_ value: Int64) {
    guard open() else { return }
    buffer.integer(value)
    close()
  }

  func decimal(_ units: Int64) {
    guard open() else { return }
    buffer.decimal(units, scales[index - 1])
    close()
  }

  func money(_ minor: Int64) {
    guard open() else { return }
    buffer.decimal(minor, .money)
    close()
  }

  func boolean(_ value: Bool) { text(value ? options.yes : options.no) }

  func endRow() throws(OutputError) {
    while index < width { null() }
    buffer.string(width > 0 ? "|\n" : "")
    index = 0
    try buffer.check()
  }

  func finish() throws(OutputError) {
    endTable()
    try buffer.flush()
  }

  private func open() -> Bool {
    guard index < width else { return false }
    buffer.string("| ")
    index += 1
    return true
  }

  private func close() { buffer.byte(UInt8(ascii: " ")) }

  private func endTable() {
    for note in heading?.notes ?? [] {
      buffer.byte(UInt8(ascii: "\n"))
      escape(note)
      buffer.byte(UInt8(ascii: "\n"))
    }
    heading = nil
  }

  private func paragraph(_ text: String) {
    escape(text)
    buffer.string("\n\n")
  }

  /// Writes text so that Markdown takes none of it for a mark-up that would change the table.
  private func escape(_ text: String) {
    let isPlain = text.utf8.allSatisfy { byte in
      byte >= 0x30 && byte < 0x5B && byte != UInt8(ascii: "<") || byte >= 0x61 && byte < 0x7B
        || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")
    }
    if isPlain { return buffer.string(text) }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|", "\\", "`", "*", "_", "<", "[", "]":
        buffer.byte(UInt8(ascii: "\\"))
        buffer.byte(UInt8(truncatingIfNeeded: scalar.value))
      case "&": buffer.string("&amp;")
      case "\r": break
      case "\n": buffer.string("<br>")
      default: buffer.string(visible(String(scalar)))
      }
    }
  }
}
