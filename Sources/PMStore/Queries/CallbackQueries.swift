// Callbacks against the tickets that they are about.
package import PMCore

/// A callback and how it stands to its ticket.
package struct StoredCallback: Sendable {
  package let ticket: Int64
  package let calledAt: Instant
  package let reached: Bool
  package let isFinished: Bool
  /// Whether it was made before the work was finished.
  package let isEarly: Bool
}

extension Database {
  /// The callback in row `id`.
  package func callback(_ id: Int64) throws -> StoredCallback? {
    try first(
      """
      SELECT c.ticket_id, c.called_at, c.reached, t.finished_at
        FROM callback AS c JOIN ticket AS t ON t.id = c.ticket_id
       WHERE c.id = ?1
      """, [.integer(id)]
    ) { row in
      let finished = row.instant(3)
      let calledAt = Instant(seconds: row.int64(1))
      return StoredCallback(
        ticket: row.int64(0), calledAt: calledAt, reached: row.int64(2) != 0,
        isFinished: finished != nil, isEarly: finished.map { calledAt < $0 } ?? true)
    }
  }

  /// Whether a ticket stands above itself by the references in `column`.
  package func isAboveItself(_ id: Int64, by column: String) throws -> Bool {
    var node: Int64? = id
    for _ in 0..<64 {
      guard let current = node else { return false }
      node = try scalar("SELECT \(column) FROM ticket WHERE id = ?1", [.integer(current)])
      if node == id { return true }
    }
    return true
  }

  /// Which times of live tickets the run has replaced, by the history that it keeps.
  package func liveTimesReplaced(run: Int64) throws -> [(id: Int64, column: String)] {
    try rows(
      """
      SELECT h.row_id, j.key
        FROM history AS h, json_each(h.old) AS j
       WHERE h.journal_id = ?1 AND h.record = 'ticket'
         AND j.key IN ('state', 'created_at', 'dispatched_at', 'accepted_at', 'finished_at',
                       'verified_at', 'verify_result', 'closed_at')
         AND EXISTS (SELECT 1 FROM ticket_event AS e WHERE e.ticket_id = h.row_id)
       ORDER BY h.row_id, j.key
      """, [.integer(run)]
    ) { row in (row.int64(0), row.string(1)) }
  }
}
