// Small pictures made of characters, for a table on a terminal.

/// A bar of block characters, `width` columns at most, in eighths of a column.
///
/// `fraction` is 0 to 1 of the width; it places marks and is never shown as a figure.
package func bar(_ fraction: Double, width: Int) -> String {
  let share = fraction.isFinite ? min(max(fraction, 0), 1) : 0
  let eighths = Int((share * Double(max(width, 0) * 8)).rounded())
  let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
  return String(repeating: "█", count: eighths / 8) + rest
}

/// A bar on a scale of `width` columns, with a stroke where the goal is.
func bar(_ fraction: Double, width: Int, goal: Double?) -> String {
  let drawn = bar(fraction, width: width)
  guard let goal, goal.isFinite, width > 0 else { return drawn }
  var cells = Array(padded(drawn, to: width))
  cells[Int((min(max(goal, 0), 1) * Double(width - 1)).rounded())] = "│"
  return trimmed(String(cells))
}

/// A line of eight heights, one character a value; a space where a value is missing.
///
/// - Parameter range: what the least and the greatest height stand for; by default the values'.
package func sparkline(_ values: [Int64?], within range: ClosedRange<Int64>? = nil) -> String {
  let known = values.compactMap { $0 }
  guard let least = range?.lowerBound ?? known.min(),
    let greatest = range?.upperBound ?? known.max()
  else { return String(repeating: " ", count: values.count) }
  let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  let span = Double(greatest) - Double(least)
  return String(
    values.map { value in
      guard let value else { return " " }
      // Where all are alike they stand in the middle, and where there is nothing, at the foot.
      let share = span > 0 ? (Double(value) - Double(least)) / span : value == 0 ? 0 : 0.5
      return levels[min(7, Int(share * 8))]
    })
}
