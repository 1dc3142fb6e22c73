// Rows of a record type out of its table: which columns, which rows, in which order.
package import PMCore

/// A comparison of a column with a value, as `--where` asks for it.
package struct RecordFilter: Sendable {
  package enum Operation: String, Sendable, CaseIterable {
    case notEqual = "!="
    case atMost = "<="
    case atLeast = ">="
    case equal = "="
    case less = "<"
    case more = ">"
    case contains = "~"

    /// Whether it asks what comes before or after.
    var isOrder: Bool {
      switch self {
      case .less, .more, .atMost, .atLeast: true
      case .equal, .notEqual, .contains: false
      }
    }
  }

  package let column: Column
  package let operation: Operation
  /// Already in the form that is stored; a reference is compared by its code.
  package let value: SQLValue

  package init(_ column: Column, _ operation: Operation, _ value: SQLValue) {
    self.column = column
    self.operation = operation
    self.value = value
  }
}

/// A SELECT over the table of a record type.
package struct RecordQuery: Sendable {
  package let record: RecordType
  package var columns: [Column]
  package var filters: [RecordFilter] = []
  /// Column and whether it descends; after them the natural key decides.
  package var order: [(column: Column, descends: Bool)] = []
  /// Whether texts are sorted by what stands in them, also where people see it masked.
  package var sortsMasked = false
  package var limit: Int?
  /// What holds for the row `t`, as SQL with its values: they are bound before those of the filters, so
  /// that `?1` is the first of them.
  package var condition: (sql: String, values: [SQLValue])?
  /// What else holds for the row `t`, as SQL without values.
  package var restrictions: [String] = []

  package init(_ record: RecordType, columns: [Column]) {
    self.record = record
    self.columns = columns
  }

  /// The statement, its values bound; one result column a column.
  package func prepare(_ database: Database) throws -> Statement {
    var joins: [String] = []
    let selected = columns.map { expression($0, joins: &joins) }
    var clauses = restrictions
    var values = condition?.values ?? []
    if let condition { clauses.append("(\(condition.sql))") }
    for filter in filters {
      var left = expression(filter.column, joins: &joins)
      var value = filter.value
      if filter.operation.isOrder, case .text(let code) = value {
        // Codes compare in natural order: 1-2 is less than 1-10.
        let key = sortExpression(filter.column, joins: &joins)
        if key != left {
          left = key
          value = .text(NaturalKey.of(code))
        }
      }
      values.append(value)
      clauses.append(comparison(left, filter.operation, values.count, value))
    }
    let hidden = sortsMasked ? [] : order.filter(\.column.isProse).map(\.column.name)
    if !hidden.isEmpty { try database.defineShown() }
    var orders = order.map { item in
      let expression = sortExpression(item.column, joins: &joins)
      return (hidden.contains(item.column.name) ? "shown(\(expression))" : expression)
        + (item.descends ? " DESC" : "")
    }
    orders.append(record.serial == nil ? "t.key" : "t.id")
    var sql = "SELECT \(selected.joined(separator: ", "))\n  FROM \(record.table) AS t"
    for join in joins { sql += "\n  " + join }
    if !clauses.isEmpty { sql += "\n WHERE " + clauses.joined(separator: "\n   AND ") }
    sql += "\n ORDER BY " + orders.joined(separator: ", ")
    if let limit { sql += "\n LIMIT \(limit)" }
    var statement = try database.prepare(sql)
    try statement.bind(values)
    return statement
  }

  /// The value of a column as people see it: for a reference the code of its row.
  private func expression(_ column: Column, joins: inout [String]) -> String {
    if let computed = column.expression { return "(" + computed + ")" }
    guard let target = column.target?() else { return plain(column) }
    if target.number != nil || target.key.count > 1 { return "t.\(column.quoted)" }
    let alias = "r_" + column.name
    let join = "LEFT JOIN \(target.table) AS \(alias) ON \(alias).id = t.\(column.quoted)"
    if !joins.contains(join) { joins.append(join) }
    return "\(alias).\"\(target.key[0])\""
  }

  private func plain(_ column: Column) -> String {
    column.kind is SerialKind && record.key == [column.name] ? "t.id" : "t.\(column.quoted)"
  }

  private func sortExpression(_ column: Column, joins: inout [String]) -> String {
    let shown = expression(column, joins: &joins)
    if let target = column.target?(), target.number == nil, target.key.count == 1 {
      return "r_\(column.name).key"
    }
    if record.key == [column.name], record.serial == nil { return "t.key" }
    return shown
  }

  private func comparison(
    _ left: String, _ operation: RecordFilter.Operation, _ place: Int, _ value: SQLValue
  ) -> String {
    switch operation {
    case .equal: return value == .null ? "\(left) IS ?\(place)" : "\(left) = ?\(place)"
    case .notEqual: return "\(left) IS NOT ?\(place)"
    case .contains: return "instr(lower(\(left)), lower(?\(place))) > 0"
    case .less, .more, .atMost, .atLeast: return "\(left) \(operation.rawValue) ?\(place)"
    }
  }
}
