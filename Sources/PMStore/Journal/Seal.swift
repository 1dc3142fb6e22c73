// What the chain covers besides the entries: each keeps a digest of the rows that it left behind.
import PMCore

/// Rows that nobody changes once they are written, each sealed by the entry that wrote it.
private struct SealedRows {
  let table: String
  /// The column that names the entry.
  let entry: String
  let columns: String

  /// The last row of each, in their order.
  static let ends =
    "SELECT " + all.map { "(SELECT coalesce(max(rowid), 0) FROM \($0.table))" }.joined(separator: ", ")

  static let all = [
    SealedRows(table: "history", entry: "journal_id", columns: "record, row_id, old"),
    SealedRows(
      table: TicketEvent.record.table, entry: "run",
      columns: "ticket_id, serial, at, actor, move, from_state, to_state, remark, changed"),
  ]
}

extension Journal {
  /// The last rows before an entry begins to write, in the order of `SealedRows.all`.
  func sealedRows() throws(StoreError) -> [Int64] {
    try database.first(SealedRows.ends) { row in SealedRows.all.indices.map { row.int64($0) } } ?? []
  }

  /// The digest of what the entry replaced and of the events that it wrote: the rows behind `starts`;
  /// nil where there are none.
  func seal(after starts: [Int64]) throws(StoreError) -> String? {
    var digests: [String?] = []
    for (rows, start) in zip(SealedRows.all, starts) {
      var statement = try database.prepare(
        "SELECT \(rows.columns) FROM \(rows.table) WHERE rowid > ?1 ORDER BY rowid")
      try statement.bind(1, start)
      var hash: SHA256?
      while try statement.step() {
        hash = hash ?? SHA256()
        hash?.update(row: statement, from: 0)
      }
      digests.append(hash?.hex())
    }
    return Self.seal(digests)
  }

  /// What seals each entry, read off the rows that are there in one pass over each table.
  func seals() throws(StoreError) -> (Int64) -> String? {
    var tables: [[Int64: String]] = []
    for rows in SealedRows.all { tables.append(try digests(of: rows)) }
    return { entry in Self.seal(tables.map { $0[entry] }) }
  }

  /// The entries that are not in the journal though sealed rows name them, each with how many.
  func orphans() throws(StoreError) -> [(entry: Int64, count: Int64)] {
    let named = SealedRows.all.map { "SELECT \($0.entry) AS entry FROM \($0.table)" }
    return try database.rows(
      """
      SELECT entry, count(*)
        FROM (\(named.joined(separator: " UNION ALL ")))
       WHERE entry NOT IN (SELECT id FROM journal)
       GROUP BY entry
       ORDER BY entry
      """
    ) { row in (row.int64(0), row.int64(1)) }
  }

  /// One digest of several: itself where it is the only one.
  private static func seal(_ digests: [String?]) -> String? {
    let found = digests.compactMap { $0 }
    if found.count < 2 { return found.first }
    var hash = SHA256()
    for digest in digests { hash.update(field: digest) }
    return hash.hex()
  }

  /// The digest of the rows of each entry.
  ///
  /// An entry's rows stand together. Where they do not, somebody put rows in between: then the
  /// digest of such an entry is none that an entry could have.
  private func digests(of rows: SealedRows) throws(StoreError) -> [Int64: String] {
    var statement = try database.prepare(
      "SELECT \(rows.entry), \(rows.columns) FROM \(rows.table) ORDER BY rowid")
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
      current?.hash.update(row: statement, from: 1)
    }
    finish()
    return digests
  }
}

extension SHA256 {
  /// Adds the columns of a row from `column` on.
  fileprivate mutating func update(row: borrowing Statement, from column: Int) {
    for place in column..<row.columnCount {
      if row.isNull(place) { update(field: nil) } else { update(field: UnsafeRawBufferPointer(row.bytes(place))) }
    }
  }
}
