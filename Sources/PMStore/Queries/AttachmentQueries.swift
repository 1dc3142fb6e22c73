// Files of tickets.
package import PMCore

extension Database {
  /// Notes a file of a ticket: true where it is new, false where it has changed, nil where it is
  /// noted already.
  package func attach(
    _ path: String, digest: String, size: Int64, note: String?, at: Instant, to ticket: Int64,
    run: Int64
  ) throws -> Bool? {
    let stored = try first(
      "SELECT id, digest, size, attached_at FROM attachment WHERE ticket_id = ?1 AND path = ?2",
      [.integer(ticket), .text(path)]
    ) { row in (id: row.int64(0), digest: row.string(1), size: row.int64(2), at: row.int64(3)) }
    if let stored {
      if stored.digest == digest { return nil }
      try self.run(
        "UPDATE attachment SET digest = ?2, size = ?3, attached_at = ?4, run = ?5 WHERE id = ?1",
        [.integer(stored.id), .text(digest), .integer(size), .integer(at.seconds), .integer(run)])
      var old = JSONObjectText()
      old.add("digest", .text(stored.digest))
      old.add("size", .integer(stored.size))
      old.add("attached_at", .integer(stored.at))
      var history = try HistoryWriter(self, entry: run)
      try history.append(record: "attachment", row: stored.id, old: old.text)
      return false
    }
    try self.run(
      """
      INSERT INTO attachment (key, ticket_id, path, digest, size, note, attached_at, run)
      SELECT key || char(1) || ?8, ?1, ?2, ?3, ?4, ?5, ?6, ?7 FROM ticket WHERE id = ?1
      """,
      [
        .integer(ticket), .text(path), .text(digest), .integer(size), SQLValue(note),
        .integer(at.seconds), .integer(run), .text(NaturalKey.of(path)),
      ])
    return true
  }
}
