// Pivots of tickets and callbacks, out of the facts of the key figures.
package import PMCore

extension Database {
  /// The tallies of `measure` for each row and column that the tickets of the range have.
  ///
  /// Range, as-of, scope and what counts are those of the key figures.
  ///
  /// - Parameters:
  ///   - kind: only tickets of this kind; nil for all.
  ///   - counted: only tickets that key figures count, neither invalid nor cancelled.
  package func pivot(
    _ measure: PivotMeasure, rows: PivotDimension, columns: PivotDimension?, kind: String? = nil,
    counted: Bool = false, _ question: MetricQuestion
  ) throws -> Pivot {
    var pivot = Pivot(measure)
    let question = try prepared(question)
    let sql = question.pivotSQL(measure, rows, columns, kind: kind, counted: counted)
    try forEach(sql, kind.map { [.text($0)] } ?? []) { row in
      try pivot.add(
        PivotTally(row.int64(2), over: row.int64(3)), row: rows.label(row, 0),
        column: columns?.label(row, 1) ?? "")
    }
    return pivot
  }
}

extension PivotDimension {
  /// The label in a column of a row.
  func label(_ row: borrowing Statement, _ column: Int) -> String {
    isTime ? label(of: row.int64(column)) : row.string(column)
  }
}

extension MetricQuestion {
  /// A fact's rows with their named expressions, told apart by places only where that is asked.
  private func source(_ fact: MetricFact, _ dimensions: [PivotDimension]) -> MetricSource {
    var question = self
    question.dimension =
      dimensions.contains { $0.metric?.isOfRoom ?? false } ? .community : nil
    return MetricRelations(question: question, dialect: .sqlite).source(fact)
  }

  private func expression(_ dimension: PivotDimension, _ source: MetricSource) -> String {
    let moment = "(\(source.row.at) + \(zone.offsetSeconds))"
    switch dimension {
    case .cause: return "t.cause"
    // Divisions cut towards zero; the shift by whole days keeps moments before 1970 whole.
    case .month, .week, .weekday: return "(\(moment) + \(Self.shift) * 86400) / 86400 - \(Self.shift)"
    case .hour: return "(\(moment) + \(Self.shift) * 86400) % 86400 / 3600"
    default: return dimension.metric.flatMap { source.dimensions[$0] } ?? "NULL"
    }
  }

  private static let shift = "1000000"

  /// The statement of a pivot: row, column, tally above and below the line.
  package func pivotSQL(
    _ measure: PivotMeasure, _ rows: PivotDimension, _ columns: PivotDimension?,
    kind: String? = nil, counted: Bool = false
  ) -> String {
    let (above, below) = Self.tallies(of: measure)
    return factSQL(
      measure.fact, by: rows, and: columns, kind: kind, counted: counted, select: "column_label, \(above), \(below)",
      groups: "column_label")
  }

  /// A statement over tickets or callbacks: the label of each row, then what `select` takes.
  ///
  /// - Parameters:
  ///   - kind: its value is the statement's first parameter.
  ///   - counted: only tickets that key figures count.
  func factSQL(
    _ fact: MetricFact, by rows: PivotDimension, and columns: PivotDimension? = nil,
    kind: String?, counted: Bool = false, select: String, groups: String? = nil
  ) -> String {
    let source = source(fact, [rows, columns].compactMap(\.self))
    var fields = source.columns.map { "\($0.sql) AS \($0.name)" }
    fields.append("\(expression(rows, source)) AS row_label")
    fields.append("\(columns.map { expression($0, source) } ?? "NULL") AS column_label")
    if fact == .ticket {
      let relations = MetricRelations(question: self, dialect: .sqlite)
      fields.append(
        "CASE WHEN \(relations.finishedAt) < \(end.seconds)"
          + " THEN \(relations.finishedAt) - t.created_at END AS seconds")
      fields.append("t.cost_minor AS cost")
      fields.append("\(relations.state) AS state")
    }
    var withs = source.withs
    let filter = kind == nil ? "" : " WHERE t.kind = ?1"
    withs.append(("fact", "SELECT " + fields.joined(separator: ", ") + " \(source.from)\(filter)"))
    let grouped = ["row_label", groups].compactMap(\.self).joined(separator: ", ")
    return """
      WITH \(withs.map { "\($0.name) AS (\($0.sql))" }.joined(separator: ", "))
      SELECT row_label, \(select) FROM fact\(counted && fact == .ticket ? " WHERE counted = 1" : "") GROUP BY \(grouped)
      """
  }

  /// What stands above and below the line; the same predicates as in the key figures.
  private static func tallies(of measure: PivotMeasure) -> (String, String) {
    func count(_ predicate: String) -> String { "SUM(CASE WHEN \(predicate) THEN 1 ELSE 0 END)" }
    switch measure {
    case .count, .share: return ("COUNT(*)", "0")
    case .handlingRate:
      // Of complaints those that complaint_handling_rate counts.
      let isToDo = "CASE WHEN kind = 'complaint' THEN valid = 1 ELSE counted = 1 END"
      return (count("(\(isToDo)) AND finished = 1"), count(isToDo))
    case .timeliness:
      return (
        count("counted = 1 AND handling = 'within'"), count("counted = 1 AND handling <> 'open'")
      )
    case .passRate: return (count("verified = 'pass'"), count("verified IS NOT NULL"))
    case .satisfaction:
      return (
        count("reached = 1 AND score >= 4"), count("reached = 1 AND score IS NOT NULL")
      )
    case .meanHours: return ("COALESCE(SUM(seconds), 0)", "COUNT(seconds)")
    case .cost: return ("COALESCE(SUM(cost), 0)", "0")
    }
  }
}
