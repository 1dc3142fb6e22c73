// Papers as Markdown: fields and tables as tables, framed texts as sections, a rule between papers.

/// Writes papers as Markdown.
package struct PaperMarkdown: PaperSink {
  private let buffer: ByteBuffer
  private let colon: String
  private var count = 0

  /// - Parameter language: as HTML names it.
  package init(_ buffer: ByteBuffer, language: String) {
    self.buffer = buffer
    colon = language.hasPrefix("zh") ? "：" : ": "
  }

  package mutating func add(_ paper: Paper) throws(OutputError) {
    if count > 0 { line("---\n") }
    count += 1
    if !paper.letterhead.isEmpty { line(escapedMarkdown(paper.letterhead) + "\n") }
    line("# " + escapedMarkdown(paper.title + (paper.mark.map { " [\($0)]" } ?? "")) + "\n")
    if let number = paper.number { line(escapedMarkdown(number) + "\n") }
    table(["", ""], paper.fields.map { [$0.name, $0.value] }, numeric: [])
    for text in paper.opening { line(escapedMarkdown(text) + "\n") }
    for box in paper.boxes {
      line("**" + escapedMarkdown(box.name) + "**\n")
      line((box.value.isEmpty ? "&nbsp;" : escapedMarkdown(box.value)) + "\n")
    }
    table(
      paper.columns.map(\.title), paper.rows + (paper.totals.map { [$0] } ?? []),
      numeric: paper.columns.map(\.isNumeric))
    for field in paper.sums {
      line("**" + escapedMarkdown(field.name + colon + field.value) + "**\n")
    }
    for text in paper.closing { line(escapedMarkdown(text) + "\n") }
    if !paper.signatures.isEmpty {
      line(
        paper.signatures.map { field in
          escapedMarkdown(field.name + colon)
            + (field.value.isEmpty ? "\\_\\_\\_\\_\\_\\_\\_\\_" : escapedMarkdown(field.value))
        }.joined(separator: " &emsp; ") + "\n")
    }
    if let footer = paper.footer { line(escapedMarkdown(footer) + "\n") }
    try buffer.check()
  }

  package mutating func finish() throws(OutputError) { try buffer.flush() }

  private func table(_ titles: [String], _ rows: [[String]], numeric: [Bool]) {
    if titles.isEmpty || rows.isEmpty { return }
    row(titles)
    line(
      "|"
        + titles.indices.map { place in
          numeric.indices.contains(place) && numeric[place] ? " ---: |" : " --- |"
        }.joined())
    for cells in rows { row(cells) }
    line("")
  }

  private func row(_ cells: [String]) {
    line("| " + cells.map(escapedMarkdown).joined(separator: " | ") + " |")
  }

  private func line(_ text: String) { buffer.string(text + "\n") }
}

/// Text of which Markdown takes nothing for mark-up.
private func escapedMarkdown(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "|", "\\", "`", "*", "_", "<", "[", "]", "#", "~":
      result += "\\" + String(scalar)
    case "&": result += "&amp;"
    case "\r": break
    case "\n": result += "<br>"
    default: result += visible(String(scalar))
    }
  }
  return result
}
