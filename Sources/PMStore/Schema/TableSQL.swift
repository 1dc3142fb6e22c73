// The table of a record type, written out of its declaration.
package import PMCore

extension RecordType {
  /// The statements that make this record's table and indexes.
  package var createSQL: String {
    var lines = ["  id INTEGER PRIMARY KEY"]
    if serial == nil { lines.append("  key TEXT NOT NULL UNIQUE") }
    for column in columns where column.isStored && !(column.kind is SerialKind && key == [column.name]) {
      lines.append("  " + columnSQL(column))
    }
    lines.append("  custom TEXT")
    lines += constraints.map { "  " + $0 }
    var sql = "CREATE TABLE \(table) (\n" + lines.joined(separator: ",\n") + "\n) STRICT;\n"
    for (place, index) in indexes.enumerated() {
      let unique = index.hasPrefix("UNIQUE ")
      let body = unique ? String(index.dropFirst(7)) : index
      sql += "CREATE \(unique ? "UNIQUE " : "")INDEX \(table)_\(place + 1) ON \(table) \(body);\n"
    }
    return sql
  }

  private func columnSQL(_ column: Column) -> String {
    var sql = "\(column.quoted) \(column.storesInteger ? "INTEGER" : "TEXT")"
    if column.isRequired || column.defaultValue != nil { sql += " NOT NULL" }
    if let literal = column.defaultLiteral { sql += " DEFAULT \(literal)" }
    if let target = column.target?() {
      sql += " REFERENCES \(target.table)(id)"
      // Rows of one file may point at each other in any order.
      if target.name == name { sql += " DEFERRABLE INITIALLY DEFERRED" }
    } else if let check = column.kind.check(column.quoted) {
      sql += " CHECK (\(check))"
    }
    return sql
  }
}

extension Column {
  /// The default as an SQL literal, or nil where there is none.
  package var defaultLiteral: String? {
    switch defaultValue {
    case nil: nil
    case .integer(let value): String(value)
    case .text(let text): "'" + text + "'"
    }
  }
}
