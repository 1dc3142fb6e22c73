// A report as a value: what every format can show of it.

/// One value of a report's row.
package enum OutputValue: Sendable, Equatable {
  case null
  case text(String)
  case plain(String)
  case integer(Int64)
  /// A number in units of the field's scale.
  case decimal(Int64)
  /// An amount in minor units.
  case money(Int64)
  case boolean(Bool)
}

/// What stands around the rows of a report.
package struct ReportHeading: Sendable {
  /// What the report is.
  package var title: String
  /// A line under the title.
  package var subtitle: String?
  /// What it was asked for: name and value, such as Period and 2026-11.
  package var parameters: [(name: String, value: String)]
  /// Lines under the rows.
  package var notes: [String]
  /// Figures in large type above the pictures.
  package var tiles: [Tile] = []
  /// Pictures of the rows, for HTML.
  package var charts: [Chart]
  /// Whether a table draws the pictures too, with characters.
  package var drawsOnTerminal = false

  /// A heading.
  package init(
    title: String, subtitle: String? = nil, parameters: [(name: String, value: String)] = [],
    notes: [String] = [], charts: [Chart] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.parameters = parameters
    self.notes = notes
    self.charts = charts
  }
}

/// A report: a heading, rows, and sections that are reports themselves.
package struct Report: Sendable {
  /// What stands around the rows.
  package var heading: ReportHeading
  /// The columns; a report without any has no table of its own.
  package var fields: [OutputField]
  /// The values, in the order of the fields.
  package var rows: [[OutputValue]]
  /// The row that adds up the others, in the formats that people read; nil: none.
  package var total: [OutputValue]?
  /// Further tables, for a dashboard; only the formats for people show them.
  package var sections: [Report]

  /// A report.
  package init(
    title: String, subtitle: String? = nil, parameters: [(name: String, value: String)] = [],
    fields: [OutputField], rows: [[OutputValue]] = [], notes: [String] = [],
    charts: [Chart] = [], sections: [Report] = []
  ) {
    heading = ReportHeading(
      title: title, subtitle: subtitle, parameters: parameters, notes: notes, charts: charts)
    self.fields = fields
    self.rows = rows
    self.sections = sections
  }

  /// Only the columns of these names, for lines too short for all of them.
  package func keeping(_ names: Set<String>) -> Report {
    var report = self
    let kept = fields.indices.filter { names.contains(fields[$0].name) }
    report.fields = kept.map { fields[$0] }
    report.rows = rows.map { row in kept.map { row[$0] } }
    report.total = total.map { row in kept.map { row[$0] } }
    return report
  }

  /// Without those of these columns in which no row has a value.
  package func withoutEmpty(_ names: Set<String>) -> Report {
    keeping(
      Set(
        fields.indices.filter { place in
          !names.contains(fields[place].name) || rows.contains { $0[place] != .null }
        }.map { fields[$0].name }))
  }

  /// Writes the report and its sections, and finishes the sink.
  package func write(to sink: any RowSink) throws(OutputError) {
    try writeTables(to: sink)
    try sink.finish()
  }

  private func writeTables(to sink: any RowSink) throws(OutputError) {
    sink.describe(heading)
    if !fields.isEmpty || !sink.showsSections {
      try sink.begin(fields)
      for row in rows { try sink.row(row) }
      if let total { try sink.total(total) }
    }
    guard sink.showsSections else { return }
    for section in sections { try section.writeTables(to: sink) }
  }
}
