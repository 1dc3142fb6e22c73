// A picture of figures as a value; SVG draws it.

/// A chart of scaled integers.
///
/// Values are exact; only the geometry of the drawing is floating point.
package struct Chart: Sendable, Equatable {
  /// What is drawn.
  package enum Figure: Sendable, Equatable {
    /// One horizontal bar a label.
    case bar([Point])
    /// Lines over the same labels, from left to right; nil leaves a gap.
    case trend(labels: [String], lines: [Line])
    /// Bars from the greatest to the least, then those that stand for a rest, with the running
    /// share of the total.
    case pareto([Point])
    /// A cell for each row and column, darker with the value; nil leaves it blank.
    case heat(rows: [String], columns: [String], cells: [[Int64?]])
  }

  /// A labelled value.
  package struct Point: Sendable, Equatable {
    /// What is counted.
    package let label: String
    /// The value in units of the chart's scale.
    package let value: Int64
    /// What the value should reach, marked on its bar.
    package let goal: Int64?
    /// Whether it is what the other points leave over, and comes after them.
    package let isRest: Bool
    /// Whether its label is a code, to be shown as it is.
    package let isCode: Bool

    /// A labelled value.
    package init(
      _ label: String, _ value: Int64, goal: Int64? = nil, isRest: Bool = false, isCode: Bool = false
    ) {
      self.label = label
      self.value = value
      self.goal = goal
      self.isRest = isRest
      self.isCode = isCode
    }
  }

  /// The chart with other words for its labels, but for codes.
  package func relabelled(_ label: (String) -> String) -> Chart {
    func points(_ points: [Point]) -> [Point] {
      points.map { $0.isCode ? $0 : Point(label($0.label), $0.value, goal: $0.goal, isRest: $0.isRest) }
    }
    let figure: Figure =
      switch figure {
      case .bar(let bars): .bar(points(bars))
      case .trend(let labels, let lines): .trend(labels: labels.map(label), lines: lines)
      case .pareto(let bars): .pareto(points(bars))
      case .heat(let rows, let columns, let cells):
        .heat(rows: rows.map(label), columns: columns.map(label), cells: cells)
      }
    return Chart(
      title: label(title), scale: scale, unit: unit, goal: goal, goalName: goalName, figure)
  }

  /// Points as a Pareto has them: the greatest first, a rest last.
  static func ranked(_ points: [Point]) -> [Point] {
    // The natural order stays among equals.
    let ranked = points.enumerated().filter { !$0.element.isRest }
      .sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
    return ranked.map(\.element) + points.filter(\.isRest)
  }

  /// A line of a trend.
  package struct Line: Sendable, Equatable {
    /// What the line shows.
    package let label: String
    /// A value for each label of the chart.
    package let values: [Int64?]

    /// A line of a trend.
    package init(_ label: String, _ values: [Int64?]) {
      self.label = label
      self.values = values
    }
  }

  /// The chart's title.
  package let title: String
  /// The scale of the values: 2 for minor units of money.
  package let scale: Int
  /// The unit that follows a value, such as %.
  package let unit: String
  /// What every bar, or each point of a trend, should reach; the goal of a point goes before it.
  package let goal: Int64?
  /// What the marks of goals are called.
  package let goalName: String
  /// What is drawn.
  package let figure: Figure

  /// A chart.
  package init(
    title: String, scale: Int = 0, unit: String = "", goal: Int64? = nil, goalName: String = "",
    _ figure: Figure
  ) {
    self.title = title
    self.scale = scale
    self.unit = unit
    self.goal = goal
    self.goalName = goalName
    self.figure = figure
  }
}
