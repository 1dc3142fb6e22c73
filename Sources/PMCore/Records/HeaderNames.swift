// Which column a heading means: English name, Chinese name or alias, however it is decorated.

/// Finds the columns of a record by the headings people write.
package struct HeaderNames: Sendable {
  private var columns: [String: Int] = [:]
  /// All plain names, for suggestions.
  package let names: [String]

  /// The headings of `columns`; where two share an alias, the first has it, but a column's own
  /// names go before anybody's alias.
  package init(_ columns: [Column]) {
    names = columns.map(\.name)
    for spelling in [{ [$0.name, $0.zh] }, { $0.aliases }] as [(Column) -> [String]] {
      for (index, column) in columns.enumerated() {
        for name in spelling(column) {
          let plain = Self.plain(name)
          if self.columns[plain] == nil { self.columns[plain] = index }
        }
      }
    }
  }

  /// The column that `heading` means, or nil for none.
  package subscript(heading: String) -> Int? { columns[Self.plain(heading)] }

  /// A heading without its decoration: `*`, `（必填）`, units in brackets, white space, case.
  package static func plain(_ heading: String) -> String {
    // Most are plain already, and telling so is fast: every command that names a column asks. A Chinese
    // character begins with one of the bytes E4 to E9; none that decorates does.
    let isPlain = heading.utf8.allSatisfy {
      switch $0 {
      case 0x61...0x7A, 0x30...0x39, 0x5F, 0x80...0xBF, 0xE4...0xE9: true
      default: false
      }
    }
    if isPlain { return heading }
    var text = heading
    for mark in ["（必填）", "(必填)"] { text = removing(mark, from: text) }
    var characters = Array(text).filter { !$0.isWhitespace && $0 != "*" && $0 != "＊" && $0 != "\u{FEFF}" }
    if let last = characters.last, last == "）" || last == ")",
      let open = characters.lastIndex(where: { $0 == "（" || $0 == "(" }), open > 0
    {
      characters.removeSubrange(open...)
    }
    return String(characters).lowercased()
  }

  private static func removing(_ part: String, from text: String) -> String {
    var bytes = Array(text.utf8)
    let mark = Array(part.utf8)
    var start = 0
    while start + mark.count <= bytes.count {
      if Array(bytes[start..<start + mark.count]) == mark {
        bytes.removeSubrange(start..<start + mark.count)
      } else {
        start += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
