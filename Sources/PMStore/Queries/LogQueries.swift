// The work log: its entries, and those that are open.
package import PMCore

/// An entry of the log.
package struct LogEntry: Sendable {
  package let id: Int64
  package let number: String
  package let kind: String
  package let at: Instant
  /// With whom it lies: whom it was handed to, else who wrote it.
  package let holder: String
  package let department: String?
  package let subject: String
  /// The number of the ticket that it comes from.
  package let ticket: String?
  package let dueOn: Day?
  package let doneOn: Day?
}

extension Database {
  /// The entry in row `id`.
  package func logEntry(_ id: Int64) throws -> LogEntry? {
    try logEntries("l.id = ?1", [.integer(id)]).first
  }

  /// The entries from before `moment` that were not done on `today`, the earliest due first; those without a due day
  /// last, and only where `day` is nil.
  ///
  /// - Parameter scope: an SQL condition on the ticket `t` that the entry comes from.
  package func openLog(
    on today: Day, dueBy day: Day?, before moment: Instant, scope: String?
  ) throws -> [LogEntry] {
    var condition = "l.at < ?1 AND (l.done_on IS NULL OR l.done_on > ?2)"
    var values: [SQLValue] = [.instant(moment), .day(today)]
    if let day {
      condition += " AND l.due_on <= ?3"
      values.append(.day(day))
    }
    if let scope { condition += " AND t.id IS NOT NULL AND (\(scope))" }
    return try logEntries(condition, values)
  }

  /// The open entries that the moves of a ticket have written.
  package func openLog(ofTicket ticket: Int64) throws -> [Int64] {
    try rows(
      """
      SELECT id FROM log
       WHERE ticket_id = ?1 AND origin = 'ticket' AND done_on IS NULL
       ORDER BY key
      """, [.integer(ticket)]
    ) { $0.int64(0) }
  }

  private func logEntries(_ condition: String, _ values: [SQLValue]) throws -> [LogEntry] {
    try rows(
      """
      SELECT l.id, l.number, l.kind, l.at, COALESCE(l.handed_to, l.staff), l.department,
             l.subject, t.number, l.due_on, l.done_on
        FROM log AS l
        LEFT JOIN ticket AS t ON t.id = l.ticket_id
       WHERE \(condition)
       ORDER BY l.due_on IS NULL, l.due_on, l.key
      """, values
    ) { row in
      LogEntry(
        id: row.int64(0), number: row.string(1), kind: row.string(2),
        at: row.instant(3), holder: row.string(4),
        department: row.optionalString(5), subject: row.string(6), ticket: row.optionalString(7),
        dueOn: row.optionalDay(8), doneOn: row.optionalDay(9))
    }
  }
}
