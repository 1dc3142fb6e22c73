// What updates replaced: for each changed row the old values of the fields that changed.
package import PMCore

/// Appends to `history` for one journal entry; lives as long as the write that uses it.
package struct HistoryWriter: ~Copyable {
  private var insert: Statement

  /// Prepares to append rows that belong to the entry with the id `entry`.
  package init(_ database: Database, entry: Int64) throws(StoreError) {
    var insert = try database.prepare(
      "INSERT INTO history (journal_id, record, row_id, old) VALUES (?1, ?2, ?3, ?4)")
    try insert.bind(1, entry)
    self.insert = insert
  }

  /// Keeps the old values of one row: a JSON object of only the fields that changed.
  package mutating func append(
    record: String, row: Int64, old: UnsafeBufferPointer<UInt8>
  ) throws(StoreError) {
    try insert.bind(2, record)
    try insert.bind(3, row)
    try insert.bindStatic(4, old)
    try insert.run()
  }

  /// Keeps the old values of one row: a JSON object of only the fields that changed.
  package mutating func append(record: String, row: Int64, old: String) throws(StoreError) {
    try insert.bind(2, record)
    try insert.bind(3, row)
    try insert.bind(4, old)
    try insert.run()
  }
}

extension Database {
  /// Sets columns of all rows of `record` for which `condition` holds, where they differ, and keeps
  /// what they replace: two statements, however many rows there are.
  ///
  /// - Parameters:
  ///   - values: the columns, none of them of the key, each with what it is set to as SQL.
  ///   - arguments: ?1, ?2 … of the condition and the values, of which each occurs.
  package func replace(
    in record: RecordType, _ values: [(column: String, sql: String)], where condition: String,
    _ arguments: [SQLValue], run entry: Int64
  ) throws {
    let columns = try values.map { value in
      guard let column = record.column(value.column) else {
        throw StoreError("\(record.name) has no column \(value.column)")
      }
      return (column: column, sql: value.sql)
    }
    let differing = columns.map { "\($0.quoted) IS NOT \($1)" }.joined(separator: " OR ")
    let rows = "\(record.table) WHERE (\(condition)) AND (\(differing))"
    let members = columns.map { column, sql in
      "CASE WHEN \(column.quoted) IS NOT \(sql) THEN ',\"\(column.sqlName)\":' || json_quote(\(column.quoted)) ELSE '' END"
    }
    try run(
      """
      INSERT INTO history (journal_id, record, row_id, old)
      SELECT \(entry), '\(record.table)', id, '{' || substr(\(members.joined(separator: " || ")), 2) || '}'
        FROM \(rows)
       ORDER BY id
      """, arguments)
    let sets = columns.map { "\($0.quoted) = \($1)" }.joined(separator: ", ")
    try run(
      "UPDATE \(record.table) SET \(sets) WHERE (\(condition)) AND (\(differing))", arguments)
  }
}

/// The values of one row that a journal entry replaced.
package struct HistoryRow: Hashable, Sendable {
  /// The id of the journal entry.
  package let entry: Int64
  package let record: String
  package let row: Int64
  /// A JSON object of only the fields that changed, with their values before.
  package let old: String
}

extension Journal {
  /// What was replaced in one row, oldest first.
  package func history(record: String, row: Int64) throws(StoreError) -> [HistoryRow] {
    try history(
      "WHERE record = ?1 AND row_id = ?2 ORDER BY rowid", [.text(record), .integer(row)])
  }

  /// What one journal entry replaced, in the order in which it was written.
  package func history(entry: Int64) throws(StoreError) -> [HistoryRow] {
    try history("WHERE journal_id = ?1 ORDER BY rowid", [.integer(entry)])
  }

  private func history(
    _ clauses: String, _ values: [SQLValue]
  ) throws(StoreError) -> [HistoryRow] {
    try database.rows(
      "SELECT journal_id, record, row_id, old FROM history \(clauses)", values
    ) { row in
      HistoryRow(
        entry: row.int64(0), record: row.string(1), row: row.int64(2), old: row.string(3))
    }
  }
}
