// Which entries of the journal somebody asks for.

/// What an entry must be to be listed; what is nil does not matter.
package struct JournalFilter {
  package var command: String?
  package var key: String?
  /// Any of these did it, or had it done for him.
  package var actors: [String]?
  /// The number before the first.
  package var after: Int64 = 0
  /// Seconds since 1970 in UTC: from this moment on.
  package var since: Int64?
  /// Up to this moment, which is out.
  package var until: Int64?
  package var isNewestFirst: Bool
  package var limit: Int?

  package init(command: String? = nil, key: String? = nil, isNewestFirst: Bool = false) {
    self.command = command
    self.key = key
    self.isNewestFirst = isNewestFirst
  }
}

extension Journal {
  /// Lends each entry that is asked for with its stored hash to `body`.
  package func forEachEntry(
    _ filter: JournalFilter, _ body: (JournalEntry, _ hash: String) throws -> Void
  ) throws {
    var conditions = ["id > ?1"]
    var values: [SQLValue] = [.integer(filter.after)]
    func require(_ condition: String, _ value: SQLValue) {
      values.append(value)
      conditions.append(condition + " ?\(values.count)")
    }
    if let command = filter.command { require("command =", .text(command)) }
    if let key = filter.key { require("key =", .text(key)) }
    if let since = filter.since { require("at >=", .integer(since)) }
    if let until = filter.until { require("at <", .integer(until)) }
    if let actors = filter.actors {
      values.append(.list(actors))
      conditions.append(
        """
        EXISTS (SELECT 1 FROM json_each(?\(values.count)) AS a
                 WHERE actor = a.value OR substr(actor, 1, length(a.value) + 5) = a.value || ' for '
                    OR substr(actor, -length(a.value) - 5) = ' for ' || a.value)
        """)
    }
    let sql = """
      SELECT \(Self.columns), hash
        FROM journal
       WHERE \(conditions.joined(separator: "\n   AND "))
       ORDER BY id \(filter.isNewestFirst ? "DESC" : "ASC")
       LIMIT \(filter.limit ?? -1)
      """
    try database.forEach(sql, values) { row in try body(Self.entry(row), row.string(11)) }
  }

  /// Whoever did something, or had it done for him.
  package func actors() throws -> [String] {
    try database.rows(
      """
      SELECT actor FROM journal
      UNION SELECT substr(actor, 1, instr(actor, ' for ') - 1) FROM journal WHERE instr(actor, ' for ') > 0
      UNION SELECT substr(actor, instr(actor, ' for ') + 5) FROM journal WHERE instr(actor, ' for ') > 0
       ORDER BY 1
      """
    ) { $0.string(0) }
  }

  /// The commands that entries are of.
  package func commands() throws -> [String] {
    try database.rows("SELECT DISTINCT command FROM journal ORDER BY 1") { $0.string(0) }
  }
}
