// The very rows that a key figure counts, out of the same facts and predicates.
package import PMCore

/// A row of a fact that stands above or below the line of a figure.
package struct MetricRow: Sendable {
  package let group: String
  package let part: MetricPart
  package let fact: MetricFact
  /// The ticket's number, the household's room, the bill's row.
  package let key: String
  package let room: String?
  /// A moment, a day or a period, as the fact has it.
  package let at: Int64?
  /// What it adds to the tally; an amount in minor units where the side is one of money.
  package let amount: Int64
  package let isMoney: Bool
}

extension Database {
  /// The rows that `metric` counts, numerator first: by group, then in natural order of keys.
  package func forEachRow(
    of metric: Metric, _ question: MetricQuestion, _ body: (MetricRow) throws -> Void
  ) throws {
    let question = try prepared(question)
    for part in MetricPart.shown {
      guard let side = metric.side(part, question.base) else { continue }
      let isMoney = side.isMoney
      try forEach(question.rowSQL(side)) { row in
        try body(
          MetricRow(
            group: row.string(0), part: part, fact: side.fact, key: row.string(1),
            room: row.optionalString(2), at: row.optionalInt64(3), amount: row.int64(4),
            isMoney: isMoney))
      }
    }
  }

  /// The targets of all organisations.
  package func metricTargets() throws -> MetricTargets {
    var targets = MetricTargets(
      orgs: try rows(
        "SELECT o.code, p.code FROM org AS o LEFT JOIN org AS p ON p.id = o.parent_id"
      ) { (code: $0.string(0), parent: $0.optionalString(1)) })
    try forEach(
      "SELECT o.code, t.year, t.kpi, t.value FROM target AS t JOIN org AS o ON o.id = t.org_id"
    ) { row in
      targets.set(
        row.string(2), org: row.string(0), year: row.int64(1), to: row.rate(3))
    }
    return targets
  }
}

extension MetricQuestion {
  /// The statement that lists the rows of one side: group, key, room, when, amount.
  func rowSQL(_ side: MetricSide) -> String {
    let source = MetricRelations(question: self, dialect: .sqlite).source(side.fact)
    let group = dimension(of: side.fact).flatMap { source.dimensions[$0] } ?? "'all'"
    var columns = source.columns.map { "\($0.sql) AS \($0.name)" }
    columns += [
      "\(group) AS grp", "\(source.row.key) AS row_key", "\(source.row.order) AS row_order",
      "\(source.row.room) AS row_room", "\(source.row.at) AS row_at",
    ]
    var withs = source.withs
    withs.append(("fact", "SELECT " + columns.joined(separator: ", ") + " " + source.from))
    return """
      WITH \(withs.map { "\($0.name) AS (\($0.sql))" }.joined(separator: ", "))
      \(side.rows)
      """
  }
}

extension MetricSide {
  /// The rows of `fact` that stand on this side; of different values one each, the first.
  fileprivate var rows: String {
    let condition = predicate.isEmpty ? "1" : predicate
    switch tally {
    case .rows, .sum:
      return """
        SELECT grp, row_key, row_room, row_at, \(column.map { "COALESCE(\($0), 0)" } ?? "1")
          FROM fact WHERE \(condition)
         ORDER BY grp IS NULL, grp, row_order
        """
    case .distinct(let column):
      return """
        SELECT grp, \(column), NULL, MIN(row_at), 1
          FROM fact WHERE (\(condition)) AND \(column) IS NOT NULL
         GROUP BY grp, \(column)
         ORDER BY grp IS NULL, grp, \(column)
        """
    }
  }
}
