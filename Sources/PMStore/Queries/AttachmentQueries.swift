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
      "SELECT id, digest FROM attachment WHERE ticket_id = ?1 AND path = ?2",
      [.integer(ticket), .text(path)]
    ) { row in (id: row.int64(0), digest: row.string(1)) }
    if let stored {
      if stored.digest == digest { return nil }
      try RowEditor(self, entry: run).updateUncounted(
        Attachment.record, row: stored.id,
        [
          ("digest", .text(digest)), ("size", .integer(size)),
          ("attached_at", .instant(at)), ("run", .integer(run)),
        ])
      return false
    }
    try self.run(
      """
      INSERT INTO attachment (key, ticket_id, path, digest, size, note, attached_at, run)
      SELECT key || char(1) || ?8, ?1, ?2, ?3, ?4, ?5, ?6, ?7 FROM ticket WHERE id = ?1
      """,
      [
        .integer(ticket), .text(path), .text(digest), .integer(size), SQLValue(note),
        .instant(at), .integer(run), .text(NaturalKey.of(path)),
      ])
    return true
  }

  /// The paths under which files of a ticket are noted.
  package func attachedPaths(ofTicket ticket: Int64) throws -> [String] {
    try rows("SELECT path FROM attachment WHERE ticket_id = ?1 ORDER BY key", [.integer(ticket)]) {
      $0.string(0)
    }
  }
}
