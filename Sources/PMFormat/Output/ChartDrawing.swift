// Charts as SVG: bars and the Pareto chart.

extension Chart {
  /// The chart as an SVG element; `id` makes its parts known to screen readers.
  func svg(id: String) -> String {
    switch figure {
    case .bar(let points): bars(points, id)
    case .trend(let labels, let lines): trend(labels, lines, id)
    case .pareto(let points): pareto(points, id)
    case .heat(let rows, let columns, let cells): heat(rows, columns, cells, id)
    }
  }

  /// The figures in words, for those who cannot see the drawing.
  func words(_ points: [Point], _ label: Figures) -> String {
    points.map { "\($0.label) \(label($0.value))" }.joined(separator: "; ")
  }

  private func bars(_ points: [Point], _ id: String) -> String {
    var drawing = Drawing()
    let label = Figures(points.map(\.value), of: self)
    let labels = points.map { shortened($0.label, to: 28) }
    let left = (labels.map(Drawing.textWidth).max() ?? 0) + 10
    let room = (points.map { Drawing.textWidth(label($0.value)) }.max() ?? 0) + 8
    let hasNegative = points.contains { $0.value < 0 }
    let start = left + (hasNegative ? room : 0)
    let plot = Drawing.width - start - room
    let axis = ChartAxis(points.map(\.value))
    // Without an axis to read off, the longest bar takes the whole width.
    let greatest = max(axis.place(points.map(\.value).max() ?? 0), axis.place(0))
    let least = min(axis.place(points.map(\.value).min() ?? 0), axis.place(0))
    let span = greatest > least ? greatest - least : 1
    func x(_ value: Int64) -> Double { start + plot * (axis.place(value) - least) / span }

    let height = 22.0
    for (row, point) in points.enumerated() {
      let top = Double(row) * height + 2
      let from = min(x(0), x(point.value))
      drawing.text(labels[row], x: left - 8, y: top + 13, .end)
      drawing.box(
        x: from, y: top + 2, width: max(x(0), x(point.value)) - from, height: height - 7, "bar")
      if point.value < 0 {
        drawing.text(label(point.value), x: from - 5, y: top + 13, .end)
      } else {
        drawing.text(label(point.value), x: x(point.value) + 5, y: top + 13)
      }
    }
    let bottom = Double(points.count) * height + 2
    drawing.line((x(0), 0), (x(0), bottom), "axis")
    return drawing.svg(id: id, title: title, description: words(points, label), height: bottom + 2)
  }

  private func pareto(_ points: [Point], _ id: String) -> String {
    var drawing = Drawing()
    let sorted = points.enumerated()
      .sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
      .map(\.element)
    let axis = ChartAxis(sorted.map { max($0.value, 0) })
    let label = Figures(sorted.map(\.value), of: self)
    let tick = Figures(axis.ticks, of: self)
    let left = (axis.ticks.map { Drawing.textWidth(tick($0)) }.max() ?? 0) + 10
    let right = Drawing.width - 44
    let top = 22.0
    let base = 242.0
    func y(_ place: Double) -> Double { base - (base - top) * place }

    for value in axis.ticks {
      drawing.line((left, y(axis.place(value))), (right, y(axis.place(value))), "grid")
      drawing.text(tick(value), x: left - 6, y: y(axis.place(value)) + 4, .end, style: "soft")
    }
    for share in [0, 20, 40, 60, 80, 100] {
      drawing.text("\(share)%", x: right + 6, y: y(Double(share) / 100) + 4, style: "soft")
    }
    drawing.line((left, y(0.8)), (right, y(0.8)), "goal")

    let slot = (right - left) / Double(max(sorted.count, 1))
    let total = sorted.reduce(0.0) { $0 + Double(max($1.value, 0)) }
    var running = 0.0
    var curve: [(x: Double, y: Double)?] = []
    for (place, point) in sorted.enumerated() {
      let middle = left + slot * (Double(place) + 0.5)
      let height = y(axis.place(max(point.value, 0)))
      drawing.box(
        x: middle - slot * 0.36, y: height, width: slot * 0.72, height: base - height, "bar")
      let figure = label(point.value)
      if Drawing.textWidth(figure) < slot {
        drawing.text(figure, x: middle, y: height - 5, .middle)
      }
      running += Double(max(point.value, 0))
      if total > 0 { curve.append((middle, y(running / total))) }
    }
    drawing.line((left, base), (right, base), "axis")
    drawing.polyline(curve, index: 1)
    for point in curve {
      if let point { drawing.mark(x: point.x, y: point.y, index: 1) }
    }
    let middles = sorted.indices.map { left + slot * (Double($0) + 0.5) }
    let depth = drawing.labels(sorted.map(\.label), at: middles, slot: slot, below: base)
    return drawing.svg(
      id: id, title: title, description: words(sorted, label), height: base + depth)
  }
}

extension Drawing {
  /// Writes labels under an axis, turned where they are too long to stand side by side, and
  /// thinned out where even that is too close; returns the height they take.
  mutating func labels(
    _ labels: [String], at middles: [Double], slot: Double, below base: Double
  ) -> Double {
    let longest = labels.map(Drawing.textWidth).max() ?? 0
    if longest + 4 <= slot {
      for (label, x) in zip(labels, middles) { text(label, x: x, y: base + 16, .middle) }
      return 24
    }
    // Labels of one kind, such as months, read as well when some are left out.
    let skip = longest <= 60 && labels.count > 12
    let step = skip ? Int(((longest + 10) / slot).rounded(.up)) : 1
    guard !skip else {
      for place in stride(from: 0, to: labels.count, by: max(step, 1)) {
        text(labels[place], x: middles[place], y: base + 16, .middle)
      }
      return 24
    }
    let short = labels.map { shortened($0, to: 20) }
    let thinned = max(1, Int((16 / slot).rounded(.up)))
    for place in stride(from: 0, to: labels.count, by: thinned) {
      text(short[place], x: middles[place] + 4, y: base + 16, .end, turned: true)
    }
    return 22 + (short.map(Drawing.textWidth).max() ?? 0) * 0.65
  }
}
