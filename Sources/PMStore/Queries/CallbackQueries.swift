// Callbacks against the tickets that they are about.
package import PMCore

/// A callback and how it stands to its ticket.
package struct StoredCallback: Sendable {
  package let id: Int64
  package let ticket: Int64
  package let calledAt: Instant
  package let reached: Bool
  package let isFinished: Bool
  /// Whether it was made before the work was finished.
  package let isEarly: Bool
}

extension Database {
  /// Of the callbacks just written (their rows are in the table `touched`): those made before the
  /// finish, and those that reached the customer of a live ticket, in the order of their calls.
  package func touchedCallbacks() throws -> [StoredCallback] {
    try rows(
      """
      SELECT c.id, c.ticket_id, c.called_at, c.reached, t.finished_at
        FROM touched
        JOIN callback AS c ON c.id = touched.id
        JOIN ticket AS t ON t.id = c.ticket_id
       WHERE t.finished_at IS NULL OR c.called_at < t.finished_at
          OR c.reached = 1 AND EXISTS (SELECT 1 FROM ticket_event AS e WHERE e.ticket_id = t.id)
       ORDER BY c.called_at, c.id
      """
    ) { row in
      let finished = row.instant(4)
      let calledAt = Instant(seconds: row.int64(2))
      return StoredCallback(
        id: row.int64(0), ticket: row.int64(1), calledAt: calledAt, reached: row.int64(3) != 0,
        isFinished: finished != nil, isEarly: finished.map { calledAt < $0 } ?? true)
    }
  }

  /// The tickets whose category is none that there is.
  package func unknownCategories() throws -> [(id: Int64, category: String)] {
    try rows(
      """
      SELECT id, category
        FROM ticket
       WHERE category NOT IN (SELECT code FROM category UNION SELECT name FROM category)
       ORDER BY id
      """
    ) { row in (row.int64(0), row.string(1)) }
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
