// Charts as SVG: bars.

extension Chart {
  /// The chart as two SVG elements, one for broad and one for narrow places; the style sheet shows
  /// the one that fits. `id` makes their parts known to screen readers.
  func svg(id: String) -> String {
    svg(id: id, .wide) + svg(id: id + "n", .narrow)
  }

  private func svg(id: String, _ breadth: Drawing.Breadth) -> String {
    switch figure {
    case .bar(let points): bars(points, id, breadth)
    case .trend(let labels, let lines): trend(labels, lines, id, breadth)
    case .pareto(let points): pareto(Self.ranked(points), id, breadth)
    case .heat(let rows, let columns, let cells): heat(rows, columns, cells, id, breadth)
    }
  }

  /// The figures in words, for those who cannot see the drawing.
  func words(_ points: [Point], _ label: Figures) -> String {
    let common: Int64? = if case .bar = figure { goal } else { nil }
    return points.map { point in
      let goal = (point.goal ?? common).map { " (\(goalName) \(label($0)))" } ?? ""
      return "\(point.label) \(label(point.value))\(goal)"
    }.joined(separator: "; ")
  }

  private func bars(_ points: [Point], _ id: String, _ breadth: Drawing.Breadth) -> String {
    var drawing = Drawing(breadth)
    let goals = points.compactMap { $0.goal ?? goal }
    let label = Figures(points.map(\.value) + goals, of: self)
    // A narrow drawing has the names above the bars.
    let names = Drawing.rowNames(
      points.map(\.label), within: drawing.width * (drawing.isNarrow ? 0.86 : 0.42))
    let left = drawing.isNarrow ? 2 : names.width
    let figures = (points.map { Drawing.textWidth(label($0.value)) }.max() ?? 0) + 8
    let plot = drawing.width - left - figures
    let axis = ChartAxis(points.map(\.value) + goals)
    // Without an axis to read off, the longest bar takes the whole width.
    let places =
      points.map { axis.place($0.value) } + goals.map { axis.place($0) } + [axis.place(0)]
    let least = places.min() ?? 0
    let span = max(places.max() ?? 0, least) - least
    func x(_ value: Int64) -> Double {
      left + plot * (axis.place(value) - least) / (span > 0 ? span : 1)
    }

    var y = 2.0
    for (point, lines) in zip(points, names.lines) {
      let text = Double(lines.count) * Drawing.lineHeight
      let height = drawing.isNarrow ? text + 22 : max(22, text + 6)
      let bar = drawing.isNarrow ? y + text + 2 : y + (height - 15) / 2
      for (line, name) in lines.enumerated() {
        let base =
          y + Double(line) * Drawing.lineHeight + (drawing.isNarrow ? 12 : (height - text) / 2 + 12)
        drawing.text(
          name, x: drawing.isNarrow ? left + 6 : left - 8, y: base,
          drawing.isNarrow ? .start : .end)
      }
      let from = min(x(0), x(point.value))
      drawing.box(x: from, y: bar, width: max(x(0), x(point.value)) - from, height: 15, "bar")
      if let goal = point.goal ?? goal { drawing.goal(x: x(goal), from: bar - 2, to: bar + 17) }
      drawing.text(label(point.value), x: drawing.width, y: bar + 12, .end)
      y += height
    }
    drawing.line((x(0), 0), (x(0), y), "axis")
    if !goals.isEmpty, !goalName.isEmpty {
      drawing.goal(x: left + 4, from: y + 6, to: y + 20)
      drawing.text(goalName, x: left + 12, y: y + 17, style: "soft")
      y += 24
    }
    return drawing.svg(id: id, title: title, description: words(points, label), height: y + 2)
  }
}

extension Drawing {
  /// A mark of what should be reached: an upright stroke with a head, told from bars by its form.
  mutating func goal(x: Double, from top: Double, to bottom: Double) {
    line((x, top), (x, bottom), "target")
    line((x - 3, top), (x + 3, top), "target")
  }
}
