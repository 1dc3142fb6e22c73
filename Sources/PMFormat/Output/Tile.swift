// A figure in large type, with what it should reach.

/// A figure of a dashboard; whether it is met is told by a mark and a word, not by colour alone.
package struct Tile: Sendable, Equatable {
  /// What is measured.
  package let name: String
  /// The figure as printed.
  package let value: String
  /// Whether the goal is reached; nil without a goal or a value.
  package let isMet: Bool?
  /// The goal and whether it is reached, in words.
  package let verdict: String
  /// Small print: what was counted, the year before.
  package let details: [String]
  /// The value and the goal in ten-thousandths, for a bar; nil where they are no shares.
  package let share: Int64?
  package let goal: Int64?

  /// A figure of a dashboard.
  package init(
    name: String, value: String, isMet: Bool? = nil, verdict: String = "", details: [String] = [],
    share: Int64? = nil, goal: Int64? = nil
  ) {
    self.name = name
    self.value = value
    self.isMet = isMet
    self.verdict = verdict
    self.details = details
    self.share = share
    self.goal = goal
  }

  /// A tick or a cross, and a space.
  var mark: String { isMet.map { $0 ? "✓ " : "✗ " } ?? "" }

  /// Tiles as lines of a terminal: mark, name, value, a bar, goal and small print.
  package static func lines(_ tiles: [Tile], width: Int) -> [String] {
    func column(_ text: (Tile) -> String) -> Int { tiles.map { displayWidth(text($0)) }.max() ?? 0 }
    var names = min(column(\.name), max(16, width / 3))
    let values = column(\.value)
    let verdicts = column(\.verdict)
    let details = column { $0.details.joined(separator: "  ") }
    // What the words leave, to the width that is good to read; of a stub nothing can be read.
    let rest = width - (2 + names + 2 + values + 2 + 2 + verdicts + 2 + details)
    let bars = tiles.contains { $0.share != nil } && rest >= 8 ? min(rest, 20) : 0
    if bars == 0 { names = min(column(\.name), names + max(rest, 0)) }
    return tiles.map { tile in
      let name = shortened(tile.name, to: names)
      var line = tile.mark.isEmpty ? "  " : tile.mark
      line += padded(name, to: names) + "  "
      line += String(repeating: " ", count: values - displayWidth(tile.value)) + tile.value + "  "
      if bars > 0 { line += padded(tile.bar(bars), to: bars) + "  " }
      line += padded(tile.verdict, to: verdicts) + "  " + tile.details.joined(separator: "  ")
      return trimmed(line)
    }
  }

  private func bar(_ columns: Int) -> String {
    guard let share else { return "" }
    return PMFormat.bar(
      Double(share) / 10_000, width: columns, goal: goal.map { Double($0) / 10_000 })
  }
}
