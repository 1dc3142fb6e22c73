// The table for a terminal.

/// Writes a table whose columns line up, two spaces apart, once all its rows have come.
///
/// Widths are those of the terminal: a Chinese character takes two columns. Numbers stand on the
/// right. Control characters are shown escaped, never raw. Only with a width given are the widest
/// text columns cut, with … at the cut, where the lines fit then. An empty result is its heading alone.
final class TableSink: RowSink {
  let showsSections = true
  private let buffer: ByteBuffer
  private let options: OutputOptions
  private var heading: ReportHeading?
  private var fields: [OutputField] = []
  private var scales: [DecimalScale] = []
  /// All the cells' text, one after the other; `ends` and `widths` cut it up.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var widths: [Int] = []
  private var index = 0
  private var tables = 0
  private let digits = UnsafeMutablePointer<UInt8>.allocate(capacity: numberCapacity)

  init(_ buffer: ByteBuffer, _ options: OutputOptions) {
    self.buffer = buffer
    self.options = options
  }

  deinit { digits.deallocate() }

  func describe(_ heading: ReportHeading) {
    endSection()
    isDrawn = false
    if tables > 0 { buffer.byte(UInt8(ascii: "\n")) }
    tables += 1
    self.heading = heading
    line(heading.title, bold: true)
    if let subtitle = heading.subtitle { line(subtitle) }
    for parameter in heading.parameters { line("\(parameter.name): \(parameter.value)") }
    buffer.byte(UInt8(ascii: "\n"))
    guard heading.drawsOnTerminal else { return }
    let width = options.width ?? 96
    for line in Tile.lines(heading.tiles, width: width) { self.line(line) }
    for (place, chart) in heading.charts.enumerated() {
      if place > 0 { buffer.byte(UInt8(ascii: "\n")) }
      line(chart.title)
      for line in chart.lines(width: width) { self.line(line) }
    }
    isDrawn = !heading.tiles.isEmpty || !heading.charts.isEmpty
  }

  /// Whether a drawing stands where the table is to follow.
  private var isDrawn = false

  func begin(_ fields: [OutputField]) throws(OutputError) {
    writeTable()
    self.fields = fields
    scales = fields.map(\.scale)
    for field in fields { text(field.title) }
    try endRow()
  }

  func null() { add(0) }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard index < fields.count else { return }
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      self.bytes.append(contentsOf: bytes)
      add(bytes.count)
    } else {
      let shown = visible(String(decoding: bytes, as: UTF8.self))
      self.bytes.append(contentsOf: shown.utf8)
      add(displayWidth(shown))
    }
  }

  func integer(_ value: Int64) {
    guard index < fields.count else { return }
    number(writeInteger(value, to: digits))
  }

  func decimal(_ units: Int64) {
    guard index < fields.count else { return }
    number(writeDecimal(units, scales[index], to: digits))
  }

  func money(_ minor: Int64) {
    guard index < fields.count else { return }
    number(writeDecimal(minor, .money, to: digits))
  }

  func boolean(_ value: Bool) { text(value ? options.yes : options.no) }

  func endRow() throws(OutputError) {
    while index < fields.count { null() }
    index = 0
    try buffer.check()
  }

  func finish() throws(OutputError) {
    endSection()
    try buffer.flush()
  }

  private func number(_ count: Int) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: digits, count: count))
    add(count)
  }

  private func add(_ width: Int) {
    guard index < fields.count else { return }
    ends.append(bytes.count)
    widths.append(width)
    index += 1
  }

  private func line(_ text: String, bold: Bool = false) {
    let isBold = bold && options.color
    buffer.string(isBold ? "\u{1B}[1m" : "")
    buffer.string(visible(text))
    buffer.string(isBold ? "\u{1B}[0m\n" : "\n")
  }

  /// Writes the table that was collected, and the notes of its heading.
  private func endSection() {
    writeTable()
    if let notes = heading?.notes, !notes.isEmpty {
      buffer.byte(UInt8(ascii: "\n"))
      for note in notes { line(note) }
    }
    heading = nil
  }

  /// Writes the table that was collected.
  private func writeTable() {
    if !fields.isEmpty {
      if isDrawn { buffer.byte(UInt8(ascii: "\n")) }
      isDrawn = false
      let columns = columnWidths()
      var start = 0
      bytes.withUnsafeBufferPointer { all in
        for cell in ends.indices {
          let text = UnsafeBufferPointer(rebasing: all[start..<ends[cell]])
          start = ends[cell]
          let column = cell % fields.count
          if cell == 0, options.color { buffer.string("\u{1B}[1m") }
          write(text, widths[cell], column, columns[column])
          guard column == fields.count - 1 else { continue }
          if cell < fields.count { endHeader(columns) }
          buffer.byte(UInt8(ascii: "\n"))
        }
      }
      spaces = 0
    }
    fields = []
    bytes = []
    ends = []
    widths = []
  }

  /// Spaces that are due before the next text of the line.
  private var spaces = 0

  private func write(
    _ text: UnsafeBufferPointer<UInt8>, _ width: Int, _ column: Int, _ room: Int
  ) {
    if column == 0 { spaces = 0 } else { spaces += 2 }
    var width = width
    var cut: String?
    if width > room {
      cut = shortened(String(decoding: text, as: UTF8.self), to: room)
      width = displayWidth(cut ?? "")
    }
    let padding = room - width
    if fields[column].isNumeric { spaces += padding }
    if !text.isEmpty {
      while spaces > 0 {
        buffer.byte(UInt8(ascii: " "))
        spaces -= 1
      }
      if let cut { buffer.string(cut) } else { buffer.bytes(text) }
    }
    if !fields[column].isNumeric { spaces += padding }
  }

  /// Ends the heading: in bold when there is colour, else underlined.
  private func endHeader(_ columns: [Int]) {
    if options.color {
      buffer.string("\u{1B}[0m")
      return
    }
    for (column, width) in columns.enumerated() {
      buffer.string(column == 0 ? "\n" : "  ")
      for _ in 0..<width { buffer.byte(UInt8(ascii: "-")) }
    }
  }

  /// The widths of the columns, the text columns cut so that the line fits where they can be.
  private func columnWidths() -> [Int] {
    var columns = [Int](repeating: 0, count: fields.count)
    for (cell, width) in widths.enumerated() {
      columns[cell % fields.count] = max(columns[cell % fields.count], width)
    }
    guard let limit = options.width else { return columns }
    let least = 8
    let gaps = 2 * (columns.count - 1)
    let shortest = columns.indices.reduce(gaps) {
      $0 + (fields[$1].isCut ? min(columns[$1], least) : columns[$1])
    }
    // Lines that would wrap in any case are not made unreadable as well.
    if shortest > limit { return columns }
    var excess = columns.reduce(gaps, +) - limit
    while excess > 0 {
      let texts = columns.indices.filter { fields[$0].isCut }
      guard let widest = texts.max(by: { columns[$0] < columns[$1] }), columns[widest] > least
      else { break }
      // Down to the next widest in one step, then in turns.
      let next = texts.filter { $0 != widest }.map { columns[$0] }.max() ?? 0
      let step = min(excess, max(columns[widest] - max(next, least), 1))
      columns[widest] -= step
      excess -= step
    }
    return columns
  }
}
