// Charts as SVG: trend lines and the heat map.

extension Chart {
  func trend(_ labels: [String], _ lines: [Line], _ id: String) -> String {
    var drawing = Drawing()
    let values = lines.flatMap { $0.values.compactMap { $0 } }
    let axis = ChartAxis(values, fromZero: false)
    let label = Figures(values, of: self)
    let tick = Figures(axis.ticks, of: self)
    let left = (axis.ticks.map { Drawing.textWidth(tick($0)) }.max() ?? 0) + 10
    let right = Drawing.width - 12
    let top = lines.count > 1 ? legend(lines, from: left, to: right, &drawing) : 12
    let base = top + 220
    func y(_ value: Int64) -> Double { base - (base - top) * axis.place(value) }

    for value in axis.ticks {
      drawing.line((left, y(value)), (right, y(value)), value == 0 ? "axis" : "grid")
      drawing.text(tick(value), x: left - 6, y: y(value) + 4, .end, style: "soft")
    }
    let slot = (right - left) / Double(max(labels.count, 1))
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
    let depth = drawing.labels(labels, at: middles, slot: slot, below: base)
    let description = lines.map { line in
      let points = zip(labels, line.values).compactMap { name, value in
        value.map { Point(name, $0) }
      }
      return (line.label.isEmpty ? "" : line.label + ": ") + words(points, label)
    }
    return drawing.svg(
      id: id, title: title, description: description.joined(separator: ". "), height: base + depth)
  }

  /// Writes which line is which; returns where the chart begins.
  private func legend(
    _ lines: [Line], from left: Double, to right: Double, _ drawing: inout Drawing
  ) -> Double {
    var x = left
    var y = 12.0
    for (index, line) in lines.enumerated() {
      let width = 46 + Drawing.textWidth(line.label)
      if x > left, x + width > right {
        x = left
        y += 20
      }
      drawing.polyline([(x, y), (x + 28, y)], index: index)
      drawing.mark(x: x + 14, y: y, index: index)
      drawing.text(line.label, x: x + 34, y: y + 4)
      x += width + 10
    }
    return y + 22
  }

  func heat(
    _ rows: [String], _ columns: [String], _ cells: [[Int64?]], _ id: String
  ) -> String {
    var drawing = Drawing()
    let names = rows.map { shortened($0, to: 24) }
    let left = (names.map(Drawing.textWidth).max() ?? 0) + 8
    let slot = (Drawing.width - left) / Double(max(columns.count, 1))
    let values = cells.flatMap { $0.compactMap { $0 } }
    let label = Figures(values, of: self)
    let least = values.min() ?? 0
    let greatest = values.max() ?? 0
    let span = Double(greatest) - Double(least)
    let longest = values.map { Drawing.textWidth(label($0)) }.max() ?? 0
    let showsValues = longest + 4 <= slot
    let height = 24.0

    for (row, name) in names.enumerated() {
      let top = Double(row) * height
      drawing.text(name, x: left - 8, y: top + 16, .end)
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
          label(value), x: x + slot / 2 - 1, y: top + 15, .middle, style: shade > 0.68 ? "on" : "")
      }
    }
    var bottom = Double(rows.count) * height
    let middles = columns.indices.map { left + slot * (Double($0) + 0.5) - 1 }
    bottom += drawing.labels(columns, at: middles, slot: slot, below: bottom)
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
