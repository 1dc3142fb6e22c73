// Charts as SVG: the Pareto chart, upright where the labels fit below it, else lying.

extension Chart {
  /// - Parameter sorted: in the order of the bars.
  func pareto(_ sorted: [Point], _ id: String, _ breadth: Drawing.Breadth) -> String {
    let labels = AxisLabels(
      sorted.map(\.label), slot: (Drawing(breadth).width - 90) / Double(max(sorted.count, 1)))
    if breadth == .wide, case .upright = labels { return upright(sorted, labels, id) }
    return lying(sorted, id, breadth)
  }

  /// The share of the total that the points up to each make.
  private func shares(_ points: [Point]) -> [Double?] {
    let total = points.reduce(0.0) { $0 + Double(max($1.value, 0)) }
    var running = 0.0
    return points.map { point in
      running += Double(max(point.value, 0))
      return total > 0 ? running / total : nil
    }
  }

  private func upright(_ points: [Point], _ labels: AxisLabels, _ id: String) -> String {
    var drawing = Drawing(.wide)
    let axis = ChartAxis(points.map { max($0.value, 0) })
    let label = Figures(points.map(\.value), of: self)
    let tick = Figures(axis.ticks, of: self)
    let left = (axis.ticks.map { Drawing.textWidth(tick($0)) }.max() ?? 0) + 10
    let right = drawing.width - 44
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

    let slot = (right - left) / Double(max(points.count, 1))
    let middles = points.indices.map { left + slot * (Double($0) + 0.5) }
    for (point, middle) in zip(points, middles) {
      let height = y(axis.place(max(point.value, 0)))
      drawing.box(
        x: middle - slot * 0.36, y: height, width: slot * 0.72, height: base - height,
        point.isRest ? "bar rest" : "bar")
      let figure = label(point.value)
      if Drawing.textWidth(figure) < slot {
        drawing.text(figure, x: middle, y: height - 5, .middle)
      }
    }
    drawing.line((left, base), (right, base), "axis")
    let curve = zip(middles, shares(points)).map { x, share in share.map { (x: x, y: y($0)) }
    }
    drawing.polyline(curve, index: 1)
    for point in curve {
      if let point { drawing.mark(x: point.x, y: point.y, index: 1) }
    }
    let depth = drawing.write(
      labels, of: points.map(\.label), at: middles, slot: slot, below: base)
    return drawing.svg(
      id: id, title: title, description: words(points, label), height: base + depth)
  }

  private func lying(_ points: [Point], _ id: String, _ breadth: Drawing.Breadth) -> String {
    var drawing = Drawing(breadth)
    let label = Figures(points.map(\.value), of: self)
    let names = Drawing.rowNames(
      points.map(\.label), within: drawing.width * (drawing.isNarrow ? 0.7 : 0.36))
    let left = drawing.isNarrow ? 2 : names.width
    let figures = (points.map { Drawing.textWidth(label($0.value)) }.max() ?? 0) + 8
    let right = drawing.width - 40
    let plot = right - left - figures
    let greatest = max(points.map { Double($0.value) }.max() ?? 0, 1)
    let top = 20.0
    var y = top
    var curve: [(x: Double, y: Double)?] = []
    for ((point, lines), share) in zip(zip(points, names.lines), shares(points)) {
      let text = Double(lines.count) * Drawing.lineHeight
      let height = drawing.isNarrow ? text + 20 : max(24, text + 6)
      let bar = drawing.isNarrow ? y + text + 2 : y + (height - 15) / 2
      for (line, name) in lines.enumerated() {
        let base =
          y + Double(line) * Drawing.lineHeight + (drawing.isNarrow ? 12 : (height - text) / 2 + 12)
        drawing.text(
          name, x: drawing.isNarrow ? left + 6 : left - 8, y: base,
          drawing.isNarrow ? .start : .end)
      }
      drawing.box(
        x: left, y: bar, width: plot * max(0, Double(point.value)) / greatest, height: 15,
        point.isRest ? "bar rest" : "bar")
      drawing.text(label(point.value), x: right, y: bar + 12, .end)
      if let share {
        drawing.text(
          "\(Int((share * 100).rounded()))%", x: drawing.width, y: bar + 12, .end, style: "soft")
        curve.append((left + plot * share, bar + 7.5))
      }
      y += height
    }
    drawing.line((left, top - 4), (left, y), "axis")
    drawing.line((left + plot * 0.8, top - 4), (left + plot * 0.8, y), "goal")
    drawing.text("80%", x: left + plot * 0.8, y: 12, .middle, style: "soft")
    drawing.polyline(curve, index: 1)
    for point in curve {
      if let point { drawing.mark(x: point.x, y: point.y, index: 1) }
    }
    return drawing.svg(id: id, title: title, description: words(points, label), height: y + 4)
  }
}
