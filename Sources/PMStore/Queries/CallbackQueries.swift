// Callbacks against the tickets that they are about.
package import PMCore

/// A callback and how it stands to its ticket.
package struct StoredCallback: Sendable {
  package let id: Int64
  package let ticket: Int64
  package let calledAt: Instant
  package let reached: Bool
  package let isFinished: Bool
  /// Whether it was made while the work was not finished: before it was, or after it was taken up
  /// again.
  package let isEarly: Bool
  /// Of which ticket.
  package let number: String
  /// Whether that was moved by another pm, whose moves are not here: it may have been reopened.
  package let isMovedElsewhere: Bool
}

extension Database {
  /// Of the callbacks just written (their rows are in the table `touched`): those made before the
  /// finish, and those that reached the customer of a live ticket, in the order of their calls.
  ///
  /// One that the run only corrects was made when it was made. A call of an earlier round came after
  /// a finish, and not after the work was taken up again.
  package func touchedCallbacks(run: Int64) throws -> [StoredCallback] {
    try rows(
      """
      SELECT c.id, c.ticket_id, c.called_at, c.reached, t.finished_at IS NOT NULL,
             (t.finished_at IS NULL OR c.called_at < t.finished_at)
             AND NOT EXISTS (SELECT 1 FROM history AS h
                              WHERE h.journal_id = ?1 AND h.record = 'callback' AND h.row_id = c.id)
             AND NOT EXISTS (
               SELECT 1 FROM ticket_event AS done
                WHERE done.ticket_id = t.id AND done.move = 'finish' AND done.at <= c.called_at
                  AND NOT EXISTS (SELECT 1 FROM ticket_event AS cut
                                   WHERE cut.ticket_id = t.id AND cut.serial > done.serial
                                     AND cut.move IN ('fail', 'rework', 'reopen')
                                     AND cut.at <= c.called_at)) AS early,
             t.number,
             t.state IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM ticket_event AS e WHERE e.ticket_id = t.id)
        FROM touched
        JOIN callback AS c ON c.id = touched.id
        JOIN ticket AS t ON t.id = c.ticket_id
       WHERE t.finished_at IS NULL OR c.called_at < t.finished_at
          OR c.reached = 1 AND EXISTS (SELECT 1 FROM ticket_event AS e WHERE e.ticket_id = t.id)
       ORDER BY c.called_at, c.id
      """, [.integer(run)]
    ) { row in
      StoredCallback(
        id: row.int64(0), ticket: row.int64(1), calledAt: row.instant(2),
        reached: row.flag(3), isFinished: row.flag(4), isEarly: row.flag(5),
        number: row.string(6), isMovedElsewhere: row.flag(7))
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

  /// The tickets whose category is one of another kind of ticket.
  ///
  /// A category without a kind has that of the nearest above it that has one.
  package func misfitCategories() throws -> [(id: Int64, category: String, kind: String)] {
    try rows(
      """
      WITH RECURSIVE down(id, code, name, kind, depth) AS (
        SELECT id, code, name, kind, 0 FROM category WHERE parent_id IS NULL
        UNION ALL
        SELECT c.id, c.code, c.name, COALESCE(c.kind, down.kind), depth + 1
          FROM down JOIN category AS c ON c.parent_id = down.id
         WHERE depth < 64),
      wrong(category, kind, own) AS (
        SELECT t.category, t.kind, min(down.kind)
          FROM (SELECT DISTINCT category, kind FROM ticket WHERE category IS NOT NULL) AS t
          JOIN down ON down.code = t.category OR down.name = t.category
         GROUP BY t.category, t.kind
        HAVING sum(down.kind IS NULL OR down.kind = t.kind) = 0)
      SELECT t.id, t.category, wrong.own
        FROM ticket AS t JOIN wrong ON wrong.category = t.category AND wrong.kind = t.kind
       ORDER BY t.id
      """
    ) { row in (row.int64(0), row.string(1), row.string(2)) }
  }

  /// The kinds of ticket that the category called `word` is for; empty where it is for all.
  package func kinds(ofCategory word: String) throws -> [String] {
    let kinds = try rows(
      """
      WITH RECURSIVE up(start, kind, parent_id, depth) AS (
        SELECT id, kind, parent_id, 0 FROM category WHERE code = ?1 OR name = ?1
        UNION ALL
        SELECT up.start, c.kind, c.parent_id, depth + 1
          FROM up JOIN category AS c ON c.id = up.parent_id
         WHERE up.kind IS NULL AND depth < 64)
      SELECT (SELECT kind FROM up AS own WHERE own.start = up.start AND kind IS NOT NULL)
        FROM up WHERE depth = 0
       ORDER BY 1
      """, [.text(word)]
    ) { $0.optionalString(0) }
    return kinds.contains(nil) ? [] : kinds.compactMap(\.self)
  }

  /// The codes and names of a category and all below it; empty where there is none called so.
  package func categories(under word: String) throws -> [String] {
    try rows(
      """
      WITH RECURSIVE down(id, depth) AS (
        SELECT id, 0 FROM category WHERE code = ?1 OR name = ?1
        UNION
        SELECT c.id, depth + 1 FROM down JOIN category AS c ON c.parent_id = down.id
         WHERE depth < 64)
      SELECT code FROM category WHERE id IN (SELECT id FROM down)
      UNION
      SELECT name FROM category WHERE id IN (SELECT id FROM down)
       ORDER BY 1
      """, [.text(word)]
    ) { $0.string(0) }
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

  /// Of these tickets the live ones that were judged invalid by a move and no longer say so.
  package func contradictedJudgements(_ ids: [Int64]) throws -> [(id: Int64, number: String)] {
    try ids.compactMap { id in
      try first(
        "SELECT id, number FROM ticket WHERE id = ?1 AND state = 'invalid' AND valid IS NOT 0",
        [.integer(id)]
      ) { ($0.int64(0), $0.string(1)) }
    }
  }

  /// Which times of live tickets the run has replaced, by the history that it keeps.
  package func liveTimesReplaced(run: Int64) throws -> [(id: Int64, column: String)] {
    try replacedOfLive(
      [
        "state", "created_at", "dispatched_at", "accepted_at", "finished_at", "verified_at",
        "verify_result", "closed_at",
      ], run: run)
  }

  /// Which of these columns of live tickets the run has replaced, by the history that it keeps.
  package func replacedOfLive(
    _ columns: [String], run: Int64
  ) throws -> [(id: Int64, column: String)] {
    try rows(
      """
      SELECT h.row_id, j.key
        FROM history AS h, json_each(h.old) AS j
       WHERE h.journal_id = ?1 AND h.record = 'ticket'
         AND j.key IN (\(columns.map { "'\($0)'" }.joined(separator: ", ")))
         AND EXISTS (SELECT 1 FROM ticket_event AS e WHERE e.ticket_id = h.row_id)
       ORDER BY h.row_id, j.key
      """, [.integer(run)]
    ) { row in (row.int64(0), row.string(1)) }
  }
}
