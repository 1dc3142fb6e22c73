// What entries of the journal replaced, value by value.
package import PMCore

/// A value that a command replaced, and what came in its place.
package struct ReplacedValue: Sendable {
  package let entry: Int64
  package let at: Int64
  package let actor: String
  package let command: String
  /// The table, the row and the column as they are called in the database.
  package let table: String
  package let row: Int64
  package let column: String
  package let old: SQLValue
  package let new: SQLValue
}

extension Journal {
  /// The values replaced in one row, oldest first.
  package func replaced(
    in record: RecordType, row: Int64, _ body: (ReplacedValue) throws -> Void
  ) throws {
    try replaced("h.record = ?1 AND h.row_id = ?2", [.text(record.table), .integer(row)], body)
  }

  /// The values of a setting that were replaced, oldest first.
  package func replaced(setting name: String, _ body: (ReplacedValue) throws -> Void) throws {
    try replaced("h.record = 'setting' AND v.key = ?1", [.text(name)], body)
  }

  /// The values replaced by one entry, in the order in which it did.
  package func replaced(by entry: Int64, _ body: (ReplacedValue) throws -> Void) throws {
    try replaced("h.journal_id = ?1", [.integer(entry)], body)
  }

  private func replaced(
    _ condition: String, _ values: [SQLValue], _ body: (ReplacedValue) throws -> Void
  ) throws {
    try database.forEach(
      """
      SELECT h.journal_id, j.at, j.actor, j.command, h.record, h.row_id, v.key, v.atom, h.rowid
        FROM history AS h
        JOIN journal AS j ON j.id = h.journal_id, json_each(h.old) AS v
       WHERE \(condition)
       ORDER BY h.rowid, v.id
      """, values
    ) { row in
      let table = row.string(4)
      let column = row.string(6)
      try body(
        ReplacedValue(
          entry: row.int64(0), at: row.int64(1), actor: row.string(2), command: row.string(3),
          table: table, row: row.int64(5), column: column, old: row.value(7),
          new: try successor(of: column, in: table, row: row.int64(5), after: row.int64(8))))
    }
  }

  /// What a column held after the history row `place`: what the next update replaced, else what
  /// stands there now.
  private func successor(
    of column: String, in table: String, row: Int64, after place: Int64
  ) throws(StoreError) -> SQLValue {
    let next = try database.first(
      """
      SELECT v.atom
        FROM history AS h, json_each(h.old) AS v
       WHERE h.record = ?1 AND h.row_id = ?2 AND h.rowid > ?3 AND v.key = ?4
       ORDER BY h.rowid
       LIMIT 1
      """, [.text(table), .integer(row), .integer(place), .text(column)]
    ) { $0.value(0) }
    if let next { return next }
    if table == "setting" {
      return SQLValue(
        try database.text("SELECT value FROM setting WHERE name = ?1", [.text(column)]))
    }
    guard
      let record = Records.all.first(where: { $0.table == table }),
      record.columns.contains(where: { $0.isStored && $0.sqlName == column })
    else { return .null }
    return try database.first(
      "SELECT \"\(column)\" FROM \(table) WHERE id = ?1", [.integer(row)]
    ) { $0.value(0) } ?? .null
  }
}
