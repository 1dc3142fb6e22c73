// One statement a fact: a single scan that answers every key figure and group.
package import PMCore

/// How a dialect makes the rows of a fact.
struct MetricSource {
  /// Named queries that the rows need, in order.
  var withs: [(name: String, sql: String)]
  /// The fact's columns, each with its expression.
  var columns: [(name: String, sql: String)]
  /// The expressions by which rows can be told apart.
  var dimensions: [MetricDimension: String]
  /// From FROM to the end of the query.
  var from: String
  /// What names a row of the fact to people.
  var row: Row

  /// The expressions that name a row: its key, the order of keys, its room, and when it was.
  struct Row {
    let key: String
    let order: String
    let room: String
    let at: String
  }
}

extension MetricQuestion {
  /// The statement that tallies all sides of `fact`: the group, then a column a side; empty where
  /// no figure needs the fact.
  package func sql(_ fact: MetricFact, _ dialect: MetricDialect = .sqlite) -> String {
    let tallies = tallies(of: fact)
    if tallies.isEmpty { return "" }
    let source = MetricRelations(question: self, dialect: dialect).source(fact)
    let group = dimension(of: fact).flatMap { source.dimensions[$0] }
    var columns = source.columns.map { "\($0.sql) AS \($0.name)" }
    if let group { columns.insert("\(group) AS grp", at: 0) }
    var withs = source.withs
    withs.append(
      ("fact", "SELECT\n    " + columns.joined(separator: ",\n    ") + "\n  " + source.from))
    let totals = tallies.map { "  \($0.side.total) AS \($0.metric.id)_\($0.part)" }
    let adapters = dialect.adapters(for: withs.map(\.sql).joined(separator: " "))
    withs.insert(contentsOf: adapters, at: 0)
    var sql = "WITH " + withs.map { "\($0.name) AS (\n  \($0.sql)\n)" }.joined(separator: ",\n")
    sql += "\nSELECT\n  \(group == nil ? "'all' AS grp" : "grp"),\n"
    sql += totals.joined(separator: ",\n") + "\nFROM fact"
    if group != nil { sql += "\nGROUP BY grp\nORDER BY grp" }
    return sql
  }
}

extension MetricSide {
  /// The aggregate of this side.
  var total: String {
    func counted(_ value: String) -> String {
      predicate.isEmpty ? value : "CASE WHEN \(predicate) THEN \(value) END"
    }
    switch tally {
    case .rows: return predicate.isEmpty ? "COUNT(*)" : "COALESCE(SUM(\(counted("1"))), 0)"
    case .sum(let column): return "COALESCE(SUM(\(counted(column))), 0)"
    case .distinct(let column): return "COUNT(DISTINCT \(counted(column)))"
    }
  }
}
