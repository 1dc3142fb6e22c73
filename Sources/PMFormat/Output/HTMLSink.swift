// A page for the browser and the printer: one file, no script, nothing loaded from elsewhere.

/// Writes an HTML page with a section for each heading: parameters, charts, table, notes.
final class HTMLSink: RowSink {
  let showsSections = true
  private let buffer: ByteBuffer
  private let options: OutputOptions
  private var heading: ReportHeading?
  private var fields: [OutputField] = []
  private var scales: [DecimalScale] = []
  private var index = 0
  private var rows = 0
  private var sections = 0
  private var charts = 0
  private var isOpen = false

  init(_ buffer: ByteBuffer, _ options: OutputOptions) {
    self.buffer = buffer
    self.options = options
  }

  func describe(_ heading: ReportHeading) {
    endSection()
    startPage(title: heading.title)
    self.heading = heading
  }

  /// Writes what stands over a table, once it is known how wide the table is.
  ///
  /// A wide one is printed on pages laid sideways, and its title with it.
  private func startSection(isWide: Bool) {
    guard let heading, !isOpen else { return }
    isOpen = true
    sections += 1
    let level = sections == 1 ? "h1" : "h2"
    markup(isWide ? "<section class=\"wide\">\n" : "<section>\n")
    markup("<\(level) id=\"s\(sections)\">")
    escaped(heading.title)
    markup("</\(level)>\n")
    if let subtitle = heading.subtitle { element("p", class: "subtitle", subtitle) }
    if !heading.parameters.isEmpty {
      markup("<dl>\n")
      for parameter in heading.parameters {
        markup("<div>")
        element("dt", parameter.name, end: "")
        element("dd", parameter.value, end: "</div>\n")
      }
      markup("</dl>\n")
    }
    write(heading.tiles)
    let isGrid = heading.charts.count > 1
    if isGrid { markup("<div class=\"charts\">\n") }
    for chart in heading.charts {
      charts += 1
      markup("<figure>\n")
      element("figcaption", chart.title)
      markup(chart.svg(id: "c\(charts)"))
      markup("</figure>\n")
    }
    if isGrid { markup("</div>\n") }
  }

  /// Figures in large type, each with its goal and a mark that tells whether it is met.
  private func write(_ tiles: [Tile]) {
    if tiles.isEmpty { return }
    markup("<ul class=\"tiles\">\n")
    for tile in tiles {
      markup(tile.isMet.map { $0 ? "<li class=\"met\">" : "<li class=\"missed\">" } ?? "<li>")
      element("span", class: "name", tile.name, end: "")
      element("b", tile.value, end: "")
      if !tile.verdict.isEmpty {
        element("span", class: "verdict", tile.mark + tile.verdict, end: "")
      }
      for line in tile.details { element("span", class: "detail", line, end: "") }
      markup("</li>\n")
    }
    markup("</ul>\n")
  }

  func begin(_ fields: [OutputField]) throws(OutputError) {
    startPage(title: "")
    endTable()
    self.fields = fields
    scales = fields.map(\.scale)
    rows = 0
    // The parts of a dashboard stay together on upright pages.
    let isWide = fields.count > 9 && !(heading?.drawsOnTerminal ?? false)
    startSection(isWide: isWide)
    guard !fields.isEmpty else { return }
    let size = isWide && heading == nil ? "rows wide" : "rows"
    let label = heading == nil ? "" : " aria-labelledby=\"s\(sections)\""
    markup("<div class=\"\(size)\" role=\"region\" tabindex=\"0\"\(label)>\n<table>\n<thead>\n<tr>")
    for field in fields {
      markup(field.isNumeric ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
      escaped(field.title)
      markup("</th>")
    }
    markup("</tr>\n</thead>\n<tbody>\n")
    try buffer.check()
  }

  func null() {
    if open() { markup("</td>") }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard open() else { return }
    escaped(String(decoding: bytes, as: UTF8.self))
    markup("</td>")
  }

  func integer(_ value: Int64) {
    guard open() else { return }
    buffer.integer(value)
    markup("</td>")
  }

  func decimal(_ units: Int64) {
    guard open() else { return }
    buffer.decimal(units, scales[index - 1])
    markup("</td>")
  }

  func money(_ minor: Int64) {
    guard open() else { return }
    buffer.decimal(minor, .money)
    markup("</td>")
  }

  func boolean(_ value: Bool) { text(value ? options.yes : options.no) }

  func endRow() throws(OutputError) {
    while index < fields.count { null() }
    if index > 0 { markup("</tr>\n") }
    index = 0
    rows += 1
    try buffer.check()
  }

  func total(_ values: [OutputValue]) throws(OutputError) {
    markup("</tbody>\n<tbody class=\"totals\">\n")
    try row(values)
  }

  func finish() throws(OutputError) {
    startPage(title: "")
    endSection()
    markup("</main>\n</body>\n</html>\n")
    try buffer.flush()
  }

  private var hasPage = false

  private func startPage(title: String) {
    guard !hasPage else { return }
    hasPage = true
    markup("<!DOCTYPE html>\n<html lang=\"")
    escaped(options.language)
    markup("\">\n<head>\n<meta charset=\"utf-8\">\n")
    markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    markup("<meta name=\"color-scheme\" content=\"light dark\">\n")
    element("title", title.isEmpty ? "pm" : title)
    markup("<style>\n\(pageStyle)\n</style>\n</head>\n<body>\n<main>\n")
  }

  private func endTable() {
    guard !fields.isEmpty else { return }
    if rows == 0 {
      markup("<tr><td class=\"empty\" colspan=\"\(fields.count)\">")
      escaped(options.empty)
      markup("</td></tr>\n")
    }
    markup("</tbody>\n</table>\n</div>\n")
    fields = []
  }

  private func endSection() {
    startSection(isWide: false)
    endTable()
    for note in heading?.notes ?? [] { element("p", class: "note", note) }
    heading = nil
    if isOpen { markup("</section>\n") }
    isOpen = false
  }

  private func open() -> Bool {
    guard index < fields.count else { return false }
    if index == 0 { markup("<tr>") }
    let field = fields[index]
    markup(field.isNumeric ? "<td class=\"n\">" : field.kind == .plain ? "<td class=\"p\">" : "<td>")
    index += 1
    return true
  }

  private func element(
    _ name: String, class kind: String? = nil, _ text: String, end: String = "\n"
  ) {
    markup(kind.map { "<\(name) class=\"\($0)\">" } ?? "<\(name)>")
    escaped(text)
    markup("</\(name)>\(end)")
  }

  private func markup(_ text: String) { buffer.string(text) }

  private func escaped(_ text: String) { buffer.string(escapedHTML(text)) }
}

/// Text as HTML and SVG write it; line breaks stay, other control characters are shown escaped.
func escapedHTML(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy {
    $0 >= 0x20 && $0 < 0x7F && $0 != 0x26 && $0 != 0x3C && $0 != 0x3E && $0 != 0x22 && $0 != 0x27
  }
  if isPlain { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\n": result += "\n"
    case "\r": break
    default: result += visible(String(scalar))
    }
  }
  return result
}
