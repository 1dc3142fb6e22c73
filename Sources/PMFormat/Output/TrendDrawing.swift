// Charts as SVG: trend lines and the heat map.

extension Chart {
  func trend(
    _ labels: [String], _ lines: [Line], _ id: String, _ breadth: Drawing.Breadth
  ) -> String {
    var drawing = Drawing(breadth)
    let known = lines.flatMap { $0.values.compactMap { $0 } }
    let values = known + (goal.map { [$0] } ?? [])
    let axis = ChartAxis(values, fromZero: false, one: Int64(clamping: DecimalScale(places: scale, trims: false).one))
    let label = Figures(known, of: self)
    let tick = Figures(axis.ticks, of: self)
    var left = (axis.ticks.map { Drawing.textWidth(tick($0)) }.max() ?? 0) + 10
    let right = drawing.width - 12
    let count = Double(max(labels.count, 1))
    let names = AxisLabels(labels, slot: (right - left) / count)
    left = max(left, names.overhang(slot: (right - left) / count))
    let hasLegend = lines.count > 1 || goal != nil && !goalName.isEmpty
    let top = hasLegend ? legend(lines, from: left, to: right, &drawing) : 12
    let base = top + (drawing.isNarrow ? 130 : 220)
    func y(_ value: Int64) -> Double { base - (base - top) * axis.place(value) }

    for value in axis.ticks {
      drawing.line((left, y(value)), (right, y(value)), value == 0 ? "axis" : "grid")
      drawing.text(tick(value), x: left - 6, y: y(value) + 4, .end, style: "soft")
    }
    if let goal { drawing.line((left, y(goal)), (right, y(goal)), "aim") }
    let slot = (right - left) / count
    let middles = labels.indices.map { left + slot * (Double($0) + 0.5) }
    for (index, line) in lines.enumerated() {
      let points = zip(middles, line.values).map { x, value in value.map { (x: x, y: y($0)) } }
      drawing.polyline(points, index: index)
      // Over many points the marks would hide the line.
      guard points.count <= 40 else { continue }
      for point in points {
        if let point { drawing.mark(x: point.x, y: point.y, index: index) }
      }
    }
    let depth = drawing.write(names, of: labels, at: middles, slot: slot, below: base)
    let description = lines.map { line in
      let points = zip(labels, line.values).compactMap { name, value in
        value.map { Point(name, $0) }
      }
      return (line.label.isEmpty ? "" : line.label + ": ") + words(points, label)
    }
    let aim = goal.map { ["\(goalName) \(Figures([$0], of: self)($0))"] } ?? []
    return drawing.svg(
      id: id, title: title, description: (description + aim).joined(separator: ". "),
      height: base + depth)
  }

  /// Writes which line is which; returns where the chart begins.
  private func legend(
    _ lines: [Line], from left: Double, to right: Double, _ drawing: inout Drawing
  ) -> Double {
    var x = left
    var y = 12.0
    func stand(_ text: String) {
      let width = 46 + Drawing.textWidth(text)
      if x > left, x + width > right {
        x = left
        y += 20
      }
    }
    for (index, line) in lines.enumerated() where !line.label.isEmpty {
      stand(line.label)
      let width = 46 + Drawing.textWidth(line.label)
      drawing.polyline([(x, y), (x + 28, y)], index: index)
      drawing.mark(x: x + 14, y: y, index: index)
      drawing.text(line.label, x: x + 34, y: y + 4)
      x += width + 10
    }
    if let goal {
      let text = "\(goalName) \(Figures([goal], of: self)(goal))"
      stand(text)
      drawing.line((x, y), (x + 28, y), "aim")
      drawing.text(text, x: x + 34, y: y + 4)
    }
    return y + 22
  }

  func heat(
    _ rows: [String], _ columns: [String], _ cells: [[Int64?]], _ id: String,
    _ breadth: Drawing.Breadth
  ) -> String {
    var drawing = Drawing(breadth)
    let names = Drawing.rowNames(rows, within: drawing.width * 0.36)
    let count = Double(max(columns.count, 1))
    let labels = AxisLabels(columns, slot: (drawing.width - names.width) / count)
    let left = max(
      names.width, labels.overhang(slot: (drawing.width - names.width) / count))
    let slot = (drawing.width - left) / count
    let values = cells.flatMap { $0.compactMap { $0 } }
    let label = Figures(values, of: self)
    let least = values.min() ?? 0
    let greatest = values.max() ?? 0
    let span = Double(greatest) - Double(least)
    let longest = values.map { Drawing.textWidth(label($0)) }.max() ?? 0
    let showsValues = longest + 4 <= slot
    var top = 0.0

    for (row, lines) in names.lines.enumerated() {
      let height = max(24, Double(lines.count) * Drawing.lineHeight + 6)
      defer { top += height }
      for (line, name) in lines.enumerated() {
        let text = Double(lines.count - 1) * Drawing.lineHeight
        let base = top + (height - text) / 2 + 4 + Double(line) * Drawing.lineHeight
        drawing.text(name, x: left - 8, y: base, .end)
      }
      for (column, value) in zip(columns.indices, cells.indices.contains(row) ? cells[row] : []) {
        let x = left + slot * Double(column)
        guard let value else {
          drawing.box(x: x, y: top, width: slot - 2, height: height - 2, "edge")
          continue
        }
        let share = span > 0 ? (Double(value) - Double(least)) / span : 0.5
        let shade = 0.08 + 0.92 * share
        drawing.box(x: x, y: top, width: slot - 2, height: height - 2, "heat", opacity: shade)
        guard showsValues else { continue }
        drawing.text(
          label(value), x: x + slot / 2 - 1, y: top + height / 2 + 3, .middle, style: shade > 0.68 ? "on" : "")
      }
    }
    var bottom = top
    let middles = columns.indices.map { left + slot * (Double($0) + 0.5) - 1 }
    bottom += drawing.write(labels, of: columns, at: middles, slot: slot, below: bottom)
    if !showsValues, !values.isEmpty {
      // The cells are too small for figures: show what light and dark mean.
      drawing.text(label(least), x: left, y: bottom + 14, style: "soft")
      let start = left + Drawing.textWidth(label(least)) + 8
      for step in 0..<10 {
        drawing.box(
          x: start + Double(step) * 14, y: bottom + 4, width: 14, height: 12, "heat",
          opacity: 0.08 + 0.92 * Double(step) / 9)
      }
      drawing.text(label(greatest), x: start + 148, y: bottom + 14, style: "soft")
      bottom += 22
    }
    let description = zip(rows, cells).map { row, values in
      row + ": "
        + zip(columns, values).compactMap { name, value in value.map { "\(name) \(label($0))" } }
        .joined(separator: "; ")
    }
    return drawing.svg(
      id: id, title: title, description: description.joined(separator: ". "), height: bottom)
  }
}
