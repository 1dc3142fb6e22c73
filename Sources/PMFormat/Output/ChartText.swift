// Charts made of characters, for a terminal.

extension Chart {
  /// The chart as lines of a number of columns.
  func lines(width: Int) -> [String] {
    switch figure {
    case .bar(let points): bars(points, width)
    case .trend(let labels, let lines): trend(labels, lines, width)
    case .pareto(let points): pareto(Self.ranked(points), width)
    case .heat(let rows, let columns, let cells): heat(rows, columns, cells, width)
    }
  }

  private func bars(_ points: [Point], _ width: Int) -> [String] {
    let goals = points.map { $0.goal ?? goal }
    let label = Figures(points.map(\.value) + goals.compactMap(\.self), of: self)
    let names = Column(points.map(\.label), most: max(16, width / 2))
    let values = Column(points.map { label($0.value) }, isRight: true)
    let aims = Column(goals.map { $0.map { "\(goalName) \(label($0))" } ?? "" })
    let room = max(10, width - names.width - values.width - aims.width - 6)
    let greatest = (points.map(\.value) + goals.compactMap(\.self)).map(Double.init).max() ?? 0
    return points.indices.map { place in
      let share = greatest > 0 ? Double(points[place].value) / greatest : 0
      let drawn = bar(
        share, width: room, goal: goals[place].map { greatest > 0 ? Double($0) / greatest : 0 })
      return trimmed(
        names[place] + "  " + padded(drawn, to: room) + "  " + values[place] + "  " + aims[place])
    }
  }

  private func trend(_ labels: [String], _ lines: [Line], _ width: Int) -> [String] {
    let known = lines.flatMap { $0.values.compactMap { $0 } }
    let label = Figures(known, of: self)
    let range = known.min().flatMap { least in known.max().map { least...$0 } }
    let names = Column(lines.map(\.label), most: max(16, width / 3))
    var text = lines.indices.map { place in
      let values = lines[place].values
      var line = names.width > 0 ? names[place] + "  " : ""
      line += sparkline(values, within: range)
      guard let least = values.compactMap({ $0 }).min(),
        let greatest = values.compactMap({ $0 }).max(), let last = values.last(where: { $0 != nil })
      else { return trimmed(line) }
      return line + "  ▁ \(label(least))  █ \(label(greatest))  → \(label(last ?? 0))"
    }
    if let first = labels.first, let last = labels.last {
      text.append("\(first) – \(last)" + (goal.map { "   \(goalName) \(Figures([$0], of: self)($0))" } ?? ""))
    }
    return text
  }

  private func pareto(_ sorted: [Point], _ width: Int) -> [String] {
    let label = Figures(sorted.map(\.value), of: self)
    let names = Column(sorted.map(\.label), most: max(16, width / 2))
    let values = Column(sorted.map { label($0.value) }, isRight: true)
    let room = max(10, width - names.width - values.width - 12)
    let greatest = sorted.map { Double($0.value) }.max() ?? 0
    let total = sorted.reduce(0.0) { $0 + Double(max($1.value, 0)) }
    var running = 0.0
    return sorted.indices.map { place in
      running += Double(max(sorted[place].value, 0))
      let share = greatest > 0 ? Double(sorted[place].value) / greatest : 0
      let percent = total > 0 ? "\(Int((running / total * 100).rounded()))%" : ""
      return names[place] + "  " + padded(bar(share, width: room), to: room) + "  " + values[place]
        + "  " + String(repeating: " ", count: max(0, 4 - percent.count)) + percent
    }
  }

  private func heat(
    _ rows: [String], _ columns: [String], _ cells: [[Int64?]], _ width: Int
  ) -> [String] {
    let shades = [" ", "░", "▒", "▓", "█"]
    let values = cells.flatMap { $0.compactMap { $0 } }
    let label = Figures(values, of: self)
    let greatest = values.max() ?? 0
    // Anything at all is seen; only the greatest fills its cell.
    func shade(_ value: Int64) -> String {
      value <= 0 ? shades[0] : shades[max(1, Int((Double(value) / Double(greatest) * 4).rounded(.down)))]
    }
    let names = Column(rows, most: max(12, width / 4))
    let cell = min(max(columns.map { displayWidth($0) }.max() ?? 1, 1), 6)
    let heads = columns.map { padded(shortened($0, to: cell), to: cell) }
    var text = [String(repeating: " ", count: names.width) + " " + heads.joined(separator: " ")]
    for (row, line) in cells.enumerated() where row < rows.count {
      let drawn = line.map { String(repeating: shade($0 ?? 0), count: cell) }
      text.append(names[row] + " " + drawn.joined(separator: " "))
    }
    if let least = values.filter({ $0 > 0 }).min() {
      let ends = least == greatest ? [greatest] : [least, greatest]
      text.append(ends.map { "\(shade($0)) \(label($0))" }.joined(separator: " … "))
    }
    return text.map(trimmed)
  }
}

/// Texts padded to one width.
private struct Column {
  private let texts: [String]
  private let isRight: Bool
  let width: Int

  init(_ texts: [String], most: Int = .max, isRight: Bool = false) {
    let shown = texts.map { shortened(visible($0), to: most) }
    self.texts = shown
    self.isRight = isRight
    width = shown.map { displayWidth($0) }.max() ?? 0
  }

  subscript(place: Int) -> String {
    let text = texts[place]
    return isRight
      ? String(repeating: " ", count: width - displayWidth(text)) + text : padded(text, to: width)
  }
}

/// Text with spaces behind it up to a number of columns.
func padded(_ text: String, to columns: Int) -> String {
  text + String(repeating: " ", count: max(0, columns - displayWidth(text)))
}

/// A line without the spaces at its end.
func trimmed(_ line: String) -> String {
  var line = line[...]
  while line.last == " " { line = line.dropLast() }
  return String(line)
}
