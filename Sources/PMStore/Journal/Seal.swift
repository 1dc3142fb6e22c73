// What the chain covers besides the entries: each keeps a digest of the rows that it left behind.
import PMCore

/// Rows that nobody changes once they are written, each sealed by the entry that wrote it.
struct SealedRows {
  let table: String
  /// The column that names the entry.
  let entry: String
  /// What is sealed of a row; its entry is, as rows of another make another digest.
  let columns: String
  /// All rows behind one.
  let since: String

  private init(table: String, entry: String, columns: String) {
    (self.table, self.entry, self.columns) = (table, entry, columns)
    since = "SELECT \(columns) FROM \(table) WHERE rowid > ?1 ORDER BY rowid"
  }

  static let all = [
    SealedRows(table: "history", entry: "journal_id", columns: "record, row_id, old"),
    SealedRows(
      table: TicketEvent.record.table, entry: "run",
      columns: "ticket_id, serial, at, actor, move, from_state, to_state, remark, changed"),
  ]
}

extension Journal {
  /// The digest of what an entry replaced and of the events that it wrote, all behind `first` up to
  /// `last`; nil where there are none.
  func seal(from first: LastRows, to last: LastRows) throws(StoreError) -> String? {
    var digests: [String?] = []
    for (rows, (first, last)) in zip(SealedRows.all, zip(first.sealed, last.sealed)) {
      digests.append(last <= first ? nil : try digest(of: rows, after: first))
    }
    return Self.seal(digests)
  }

  private func digest(of rows: SealedRows, after first: Int64) throws(StoreError) -> String {
    var statement = try database.prepare(rows.since)
    try statement.bind(1, first)
    var hash = SHA256()
    while try statement.step() { hash.update(row: statement, from: 0) }
    return hash.hex()
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
