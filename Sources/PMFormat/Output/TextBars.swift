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

/// A line of eight heights, one character a value; a space where a value is missing.
package func sparkline(_ values: [Int64?]) -> String {
  let known = values.compactMap { $0 }
  guard let least = known.min(), let greatest = known.max() else {
    return String(repeating: " ", count: values.count)
  }
  let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  let span = Double(greatest) - Double(least)
  return String(
    values.map { value in
      guard let value else { return " " }
      let share = span > 0 ? (Double(value) - Double(least)) / span : 0.5
      return levels[min(7, Int(share * 8))]
    })
}
