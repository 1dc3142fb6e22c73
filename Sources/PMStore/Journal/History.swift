// What updates replaced: for each changed row the old values of the fields that changed.

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

// What seals the history: each entry keeps a digest of its rows, and the chain covers that digest.
extension Journal {
  /// The digest of the history rows behind `start`; nil where there are none.
  func replaced(after start: Int64) throws(StoreError) -> String? {
    var statement = try database.prepare(
      "SELECT record, row_id, old FROM history WHERE rowid > ?1 ORDER BY rowid")
    try statement.bind(1, start)
    guard try statement.step() else { return nil }
    var hash = SHA256()
    repeat { hash.update(historyRow: statement, at: 0) } while try statement.step()
    return hash.hex()
  }

  /// The digest of the history rows of each entry that has any, in one pass over all of them.
  ///
  /// An entry's rows stand together. Where they do not, somebody put rows in between: then the
  /// digest of such an entry is none that an entry could have.
  func replacedByEntry() throws(StoreError) -> [Int64: String] {
    var statement = try database.prepare(
      "SELECT journal_id, record, row_id, old FROM history ORDER BY rowid")
    var digests: [Int64: String] = [:]
    var current: (entry: Int64, hash: SHA256)?
    func finish() {
      guard let current else { return }
      digests[current.entry] = digests[current.entry] == nil ? current.hash.hex() : "apart"
    }
    while try statement.step() {
      let entry = statement.int64(0)
      if current?.entry != entry {
        finish()
        current = (entry, SHA256())
      }
      current?.hash.update(historyRow: statement, at: 1)
    }
    finish()
    return digests
  }
}

extension SHA256 {
  /// Adds a row of the history: its record, row and old values stand from `column` on.
  fileprivate mutating func update(historyRow row: borrowing Statement, at column: Int) {
    update(field: row.string(column))
    update(field: "\(row.int64(column + 1))")
    update(field: row.string(column + 2))
  }
}
