// The journal: one entry for each command that changed something, each sealed to the one before.

/// One line of the journal: who asked for what, when, and what came of it.
package struct JournalEntry: Hashable, Sendable {
  /// 1, 2, 3 … without gaps.
  package let id: Int64
  /// Seconds since 1970 in UTC.
  package let at: Int64
  package let actor: String
  /// The noun and verb, as typed.
  package let command: String
  /// What was asked, without personal values.
  package var arguments: String
  /// What was done: a JSON object with sorted keys.
  package var counts = "{}"
  /// The SHA-256 of the input file in hexadecimal; nil when there was none.
  package var digest: String?
  /// The SHA-256 over the values that the command replaced and the moves of tickets that it wrote, in
  /// hexadecimal; nil when there were none.
  package var replaced: String?
  /// The last rows when the entry was opened; what follows belongs to it. Nil for one that was read.
  var before: LastRows?
  /// The hash of the entry before; `Journal.origin` for the first.
  package var previous: String
  /// What the caller knows the request by, so that it is not done twice; nil for most.
  package var key: String?
  /// The whole of what was asked under the key, as `RequestDigest` keeps it; nil where there is no key.
  package var request: String?

  /// SHA-256 over the previous hash and every field, each preceded by its length.
  ///
  /// The lengths keep a byte from moving over the border of two fields; NULL has a length that
  /// no text has.
  package var hash: String {
    var hash = SHA256()
    var fields: [String?] = [
      "pm journal 2", previous, "\(id)", "\(at)", actor, command, arguments, counts, digest,
      replaced,
    ]
    if let key { fields += [key, request] }
    for field in fields { hash.update(field: field) }
    return hash.hex()
  }
}

extension SHA256 {
  /// Adds a text behind its length, so that no byte can move from one text to the next; nil has a
  /// length that no text has.
  mutating func update(field: String?) {
    guard var field else { return update(length: .max) }
    field.withUTF8 { update(field: UnsafeRawBufferPointer($0)) }
  }

  /// Adds the bytes of a text behind their number.
  mutating func update(field: UnsafeRawBufferPointer) {
    update(length: UInt64(field.count))
    update(field)
  }

  private mutating func update(length: UInt64) {
    withUnsafeBytes(of: length.bigEndian) { update($0) }
  }
}

/// The append-only journal of a database.
///
/// The chain makes tampering evident, it does not prevent it: whoever can write the file can build
/// the chain anew, or cut its end off. Against that a head kept elsewhere helps (`verify`).
package struct Journal {
  /// What the first entry has for the hash of the entry before it.
  package static let origin = String(repeating: "0", count: 64)

  let database: Database

  /// How many entries there are, and the hash of the last one.
  package struct Head: Hashable, Sendable {
    package var count: Int64
    package var hash: String

    package init(count: Int64, hash: String) {
      self.count = count
      self.hash = hash
    }
  }

  /// Whether a command of this name recorded this digest of its input.
  package func hasEntry(of command: String, digest: String) throws(StoreError) -> Bool {
    try database.scalar(
      "SELECT 1 FROM journal WHERE command = ?1 AND digest = ?2 LIMIT 1",
      [.text(command), .text(digest)]) != nil
  }

  /// The end of the chain; `origin` when the journal is empty.
  package func head() throws(StoreError) -> Head {
    if let end = database.journalEnd { return end.head }
    return try database.first(Self.last) { row in
      Head(count: row.int64(0), hash: row.string(1))
    } ?? Head(count: 0, hash: Self.origin)
  }

  private static let last = "SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1"
  private static let insert = """
    INSERT INTO journal
      (id, at, actor, command, arguments, counts, digest, replaced, previous, hash, key, request)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
    """

  /// Compiles what every entry asks and writes. Done before the lock is asked for, others wait for it
  /// the less. The connection must keep its statements; one that does not compile is told where it is
  /// asked.
  package func prepare() {
    for sql in [Self.last, LastRows.all, Self.insert] { _ = try? database.prepare(sql) }
  }

  private func lastRows() throws(StoreError) -> LastRows {
    if let end = database.journalEnd { return end.rows }
    return try LastRows(database)
  }

  /// Begins the entry of a command, early in its transaction.
  ///
  /// Nothing is written yet. Rows that the command writes may refer to the entry's `id`; a command
  /// that changed nothing drops the entry, and the next one gets the same id.
  package func open(
    at: Int64, actor: String, command: String, arguments: String
  ) throws(StoreError) -> JournalEntry {
    let head = try head()
    var entry = JournalEntry(
      id: head.count &+ 1, at: at, actor: actor, command: command, arguments: arguments,
      previous: head.hash)
    entry.before = try lastRows()
    database.journalEnd = nil
    database.openEntry = entry.id
    return entry
  }

  /// Writes the entry, sealed, in the transaction in which it was opened.
  ///
  /// `counts` become a JSON object, with the last number of each kind of document that the command
  /// gave, so that none can go from the end unseen; `digest` is the SHA-256 of the input file.
  @discardableResult
  package func close(
    _ entry: JournalEntry, counts: [String: Int64], digest: String? = nil
  ) throws(StoreError) -> Head {
    var entry = entry
    entry.digest = digest
    guard let before = entry.before else { throw StoreError("the entry was not opened") }
    let last = try LastRows(database)
    entry.counts = Self.json(counts.merging(last.documents(since: before)) { $1 })
    entry.replaced = try seal(from: before, to: last)
    let hash = entry.hash
    try database.run(
      Self.insert,
      [
        .integer(entry.id), .integer(entry.at), .text(entry.actor), .text(entry.command),
        .text(entry.arguments), .text(entry.counts), SQLValue(entry.digest),
        SQLValue(entry.replaced), .text(entry.previous), .text(hash), SQLValue(entry.key),
        SQLValue(entry.request),
      ])
    let head = Head(count: entry.id, hash: hash)
    database.journalEnd = database.isInSavepoint ? (head, last) : nil
    database.openEntry = nil
    return head
  }

  /// A JSON object of numbers with its keys in byte order.
  static func json(_ counts: [String: Int64]) -> String {
    let members = counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return "{\(members.map { "\(JSONText.quoted($0.key)):\($0.value)" }.joined(separator: ","))}"
  }

  /// The entry of the request with this key.
  package func entry(ofKey key: String) throws -> JournalEntry? {
    try database.first("SELECT \(Self.columns) FROM journal WHERE key = ?1", [.text(key)]) {
      Self.entry($0)
    }
  }

  /// Lends each entry with its stored hash to `body`, oldest first.
  package func forEachEntry(
    _ body: (JournalEntry, _ hash: String) throws -> Void
  ) throws {
    try database.forEach("SELECT \(Self.columns), hash FROM journal ORDER BY id") { row in
      try body(Self.entry(row), row.string(11))
    }
  }

  static let columns =
    "id, at, actor, command, arguments, counts, digest, replaced, previous, key, request"

  static func entry(_ row: borrowing Statement) -> JournalEntry {
    JournalEntry(
      id: row.int64(0), at: row.int64(1), actor: row.string(2), command: row.string(3),
      arguments: row.string(4), counts: row.string(5), digest: row.optionalString(6),
      replaced: row.optionalString(7), previous: row.string(8), key: row.optionalString(9),
      request: row.optionalString(10))
  }
}

extension Database {
  /// The journal of this database.
  package var journal: Journal { Journal(database: self) }

  /// The number of the journal entry that was opened for the command that writes: its rows name it.
  package var entry: Int64 {
    get throws(StoreError) {
      guard let openEntry else { throw StoreError("a row is written outside of every journal entry") }
      return openEntry
    }
  }
}
