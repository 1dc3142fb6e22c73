// A column of working hours: `08:30-12:00 13:30-17:30`.

/// The working hours of a day.
package struct HoursKind: CellKind {
  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words {
    Words("hours such as 08:30-12:00 13:30-17:30", zh: "如 08:30-12:00 13:30-17:30 的工作时间")
  }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    let text = bytes.text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    if WorkHours(text) == nil { return .bad(.badRule) }
    return text.utf8.count == bytes.count ? .text(bytes) : .text(context.keep(text.utf8))
  }
}

extension Column {
  /// Working hours; empty is a day off.
  package static func hours(
    _ name: String, zh: String, aliases: [String] = [], _ help: Words = ""
  ) -> Column {
    Column(name, zh, aliases, HoursKind(), help)
  }
}
