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
    /// Bars from the greatest to the least with the running share of the total.
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

    /// A labelled value.
    package init(_ label: String, _ value: Int64) {
      self.label = label
      self.value = value
    }
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
  /// What is drawn.
  package let figure: Figure

  /// A chart.
  package init(title: String, scale: Int = 0, unit: String = "", _ figure: Figure) {
    self.title = title
    self.scale = scale
    self.unit = unit
    self.figure = figure
  }
}
