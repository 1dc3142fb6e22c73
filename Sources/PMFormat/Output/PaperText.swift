// Papers as plain text: lines of at most 80 columns, tables apart, a form feed between papers.

/// Writes papers as text for a terminal, a letter or a printer of text.
package struct PaperText: PaperSink {
  /// The columns that text is folded to; a table takes what it needs.
  package static let width = 80

  private let buffer: ByteBuffer
  private let colon: String
  private var count = 0

  /// - Parameter language: as HTML names it.
  package init(_ buffer: ByteBuffer, language: String) {
    self.buffer = buffer
    colon = language.hasPrefix("zh") ? "：" : ": "
  }

  package mutating func add(_ paper: Paper) throws(OutputError) {
    if count > 0 { buffer.byte(0x0C) }
    count += 1
    if !paper.letterhead.isEmpty { centred(paper.letterhead) }
    centred(paper.title + (paper.mark.map { "  [\($0)]" } ?? ""))
    if let number = paper.number { line(blanks(Self.width - displayWidth(visible(number))) + visible(number)) }
    line("")
    for field in paper.fields { folded(field.name + colon + field.value) }
    if !paper.fields.isEmpty { line("") }
    for text in paper.opening { folded(text) }
    for box in paper.boxes {
      folded(box.name + colon)
      let lines = box.value.split(separator: "\n", omittingEmptySubsequences: false)
      for text in lines { folded("  " + text, indent: 2) }
      if box.value.isEmpty { line("") }
    }
    if !paper.boxes.isEmpty, !paper.columns.isEmpty { line("") }
    table(paper)
    for field in paper.sums { folded(field.name + colon + field.value) }
    if !paper.sums.isEmpty { line("") }
    for text in paper.closing { folded(text) }
    if !paper.signatures.isEmpty {
      line("")
      let signed = paper.signatures.map { field in
        visible(field.name) + colon + (field.value.isEmpty ? "____________" : visible(field.value))
      }
      let together = signed.joined(separator: "    ")
      // Side by side where the sheet is wide enough.
      for text in displayWidth(together) > Self.width ? signed : [together] { line(text) }
    }
    if let footer = paper.footer {
      line("")
      for part in footer.split(separator: "\n") { folded(String(part)) }
    }
    try buffer.check()
  }

  package mutating func finish() throws(OutputError) { try buffer.flush() }

  private func table(_ paper: Paper) {
    if paper.columns.isEmpty { return }
    let titles = paper.columns.map(\.title)
    let rows = ([titles] + paper.rows + (paper.totals.map { [$0] } ?? [])).map { $0.map(visible) }
    var widths = [Int](repeating: 0, count: titles.count)
    for row in rows {
      for (place, cell) in row.enumerated() where place < widths.count {
        widths[place] = max(widths[place], displayWidth(cell))
      }
    }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    if !paper.opening.isEmpty { line("") }
    for (number, row) in rows.enumerated() {
      if number == 1 || (paper.totals != nil && number == rows.count - 1 && number > 1) { line(rule) }
      var text = ""
      for (place, cell) in row.enumerated() where place < widths.count {
        let pad = blanks(widths[place] - displayWidth(cell))
        text += (place == 0 ? "" : "  ") + (paper.columns[place].isNumeric ? pad + cell : cell + pad)
      }
      line(text)
    }
    line("")
  }

  private func centred(_ text: String) {
    let text = visible(text)
    line(blanks((Self.width - displayWidth(text)) / 2) + text)
  }

  /// Lines of at most the width: broken at a blank, or beside a wide character; those after the
  /// first begin `indent` blanks further in.
  private func folded(_ text: String, indent: Int = 0) {
    var current = ""
    var used = 0
    for piece in pieces(visible(text)) {
      let width = displayWidth(piece)
      if used + width > Self.width, used > indent {
        line(current)
        current = blanks(indent)
        used = indent
        if piece == " " { continue }
      }
      current += piece
      used += width
    }
    line(current)
  }

  /// What a line is not broken within: words, blanks, single wide characters with the mark behind.
  private func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var isWord = false
    for character in text {
      let isWide = character.unicodeScalars.contains { displayWidth($0) == 2 }
      if "，。；：、）”》".contains(character), !pieces.isEmpty {
        pieces[pieces.count - 1].append(character)
        isWord = false
      } else if isWide || character == " " {
        pieces.append(String(character))
        isWord = false
      } else if isWord {
        pieces[pieces.count - 1].append(character)
      } else {
        pieces.append(String(character))
        isWord = true
      }
    }
    return pieces
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  /// Ends a line without blanks at its end.
  private func line(_ text: String) {
    var text = text
    while text.last == " " { text.removeLast() }
    buffer.string(text + "\n")
  }
}
