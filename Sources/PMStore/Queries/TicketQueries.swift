// Tickets as their life cycle sees them: where each stands, and what is behind it.
package import PMCore

/// A ticket out of the database.
package struct StoredTicket: Sendable {
  package let id: Int64
  package let number: String
  package let kind: String
  package let category: String?
  package let severity: String?
  package let room: Int64?
  package let customer: Int64?
  package let createdAt: Instant
  package let acceptedAt: Instant?
  package let finishedAt: Instant?
  package let valid: Bool?
  package let department: String?
  package let assignee: String?
  package let firstContact: String?
  package let verifyResult: String?
  /// Of a live ticket the terms that it was created under; imported history has none.
  package let terms: ServiceTerms?
  package let respondDueAt: Instant?
  package let finishDueAt: Instant?
  package let standing: TicketStanding
  /// The serial of its last event; 0 for imported history.
  package let lastSerial: Int64
  /// The latest moment that is known of it.
  package let lastAt: Instant
}

extension Database {
  /// The ticket in row `id`.
  package func ticket(_ id: Int64) throws -> StoredTicket? {
    try tickets(where: "t.id = ?1", [.integer(id)]).first
  }

  /// The tickets of which an SQL condition on `t` holds, in the natural order of their numbers.
  package func tickets(
    where condition: String, _ values: [SQLValue] = []
  ) throws -> [StoredTicket] {
    let procedures = try procedures()
    // A step counts only after the work was last finished or taken up again.
    return try rows(
      """
      SELECT t.id, t.number, t.kind, t.category, t.severity, t.room_id, t.customer_id, t.created_at,
             t.accepted_at, t.finished_at, t.valid, t.department, t.assignee, t.first_contact,
             t.verify_result, t.respond_minutes, t.finish_minutes, t.callback_minutes, t.calendar,
             t.respond_due_at, t.finish_due_at, \(TicketState.sql),
             last.serial, last.at,
             max(t.created_at, COALESCE(t.dispatched_at, 0), COALESCE(t.accepted_at, 0),
                 COALESCE(t.finished_at, 0), COALESCE(t.verified_at, 0), COALESCE(t.closed_at, 0)),
             CASE WHEN cut.serial IS NULL
                  THEN t.verified_at IS NOT NULL AND t.verify_result IS NOT 'fail' ELSE 0 END
               OR EXISTS (SELECT 1 FROM ticket_event AS e
                           WHERE e.ticket_id = t.id AND e.move = 'verify'
                             AND e.serial > COALESCE(cut.serial, 0)),
             t.finished_at IS NOT NULL AND EXISTS (
               SELECT 1 FROM callback AS c
                WHERE c.ticket_id = t.id AND c.reached = 1 AND c.called_at >= t.finished_at)
        FROM ticket AS t
        LEFT JOIN ticket_event AS last
          ON last.ticket_id = t.id AND last.serial = (
            SELECT max(serial) FROM ticket_event WHERE ticket_id = t.id)
        LEFT JOIN ticket_event AS cut
          ON cut.ticket_id = t.id AND cut.serial = (
            SELECT max(serial) FROM ticket_event
             WHERE ticket_id = t.id AND move IN ('finish', 'fail', 'rework', 'reopen'))
       WHERE \(condition)
       ORDER BY t.key
      """, values
    ) { row in
      let kind = row.string(2)
      let state = TicketState(rawValue: row.string(21)) ?? .new
      // Imported history need not have had every step; once it goes on here it does.
      let procedure = row.isNull(22) ? nil : procedures[kind]
      var standing = TicketStanding(state, procedure: procedure ?? TicketProcedure())
      standing.isVerified = row.flag(25)
      standing.isCalledBack = row.flag(26)
      let times = row.int64(24)
      return StoredTicket(
        id: row.int64(0), number: row.string(1), kind: kind, category: row.optionalString(3),
        severity: row.optionalString(4), room: row.optionalInt64(5), customer: row.optionalInt64(6),
        createdAt: row.instant(7), acceptedAt: row.optionalInstant(8),
        finishedAt: row.optionalInstant(9), valid: row.optionalFlag(10),
        department: row.optionalString(11), assignee: row.optionalString(12),
        firstContact: row.optionalString(13), verifyResult: row.optionalString(14),
        terms: row.isNull(22) ? nil : row.terms(15), respondDueAt: row.optionalInstant(19),
        finishDueAt: row.optionalInstant(20), standing: standing, lastSerial: row.int64(22),
        lastAt: Instant(seconds: max(row.isNull(23) ? times : row.int64(23), times)))
    }
  }

  /// What the procedure of each kind asks for.
  private func procedures() throws -> [String: TicketProcedure] {
    var found: [String: TicketProcedure] = [:]
    try forEach("SELECT kind, verify, callback FROM procedure ORDER BY key") { row in
      found[row.string(0)] = TicketProcedure(
        needsVerification: row.flag(1), needsCallback: row.flag(2))
    }
    return found
  }

  /// The times in which the clock of a ticket stood still, oldest first.
  package func clockPauses(ofTicket id: Int64) throws -> [ClockPause] {
    var pauses = ClockPauses()
    try forEach(
      "SELECT at, to_state FROM ticket_event WHERE ticket_id = ?1 ORDER BY serial", [.integer(id)]
    ) { row in pauses.add(row.int64(0), row.string(1)) }
    return pauses.all
  }

  /// The same of all tickets of which an SQL condition on `t` holds, by their rows, in one pass.
  package func clockPauses(
    ofTicketsWhere condition: String, _ values: [SQLValue] = []
  ) throws -> [Int64: [ClockPause]] {
    var pauses: [Int64: ClockPauses] = [:]
    // Few tickets of all that there are: CROSS keeps SQLite from reading every event, with its
    // ticket, in the order of the index.
    try forEach(
      """
      SELECT e.ticket_id, e.at, e.to_state
        FROM ticket AS t
       CROSS JOIN ticket_event AS e ON e.ticket_id = t.id
       WHERE \(condition)
       ORDER BY t.id, e.serial
      """, values
    ) { row in pauses[row.int64(0), default: ClockPauses()].add(row.int64(1), row.string(2)) }
    return pauses.mapValues(\.all).filter { !$0.value.isEmpty }
  }
}

/// The pauses of one ticket, gathered from its events in order.
private struct ClockPauses {
  private var ended: [ClockPause] = []
  private var since: Instant?

  mutating func add(_ seconds: Int64, _ state: String) {
    let at = Instant(seconds: seconds)
    if TicketState(rawValue: state)?.stopsClock ?? false {
      since = since ?? at
    } else if let from = since {
      ended.append(ClockPause(from: from, to: at))
      since = nil
    }
  }

  /// All of them; the last may still go on.
  var all: [ClockPause] { ended + (since.map { [ClockPause(from: $0, to: nil)] } ?? []) }
}

extension Statement {
  /// Four columns as the terms of a service level: respond, finish, call back, calendar.
  func terms(_ column: Int) -> ServiceTerms {
    ServiceTerms(
      respond: optionalInt64(column), finish: optionalInt64(column + 1),
      callback: optionalInt64(column + 2), calendar: optionalString(column + 3))
  }
}

extension Database {
  /// Whether a paid service was billed for the ticket.
  package func isBilled(ticket: Int64, fee: Int64) throws -> Bool {
    try scalar(
      "SELECT 1 FROM bill WHERE ticket_id = ?1 AND fee_id = ?2 AND ended IS NULL",
      [.integer(ticket), .integer(fee)]) != nil
  }

  /// The costs of tickets that the run has replaced by others.
  package func replacedCosts(run: Int64) throws -> [(number: String, old: Money, new: Money)] {
    try rows(
      """
      SELECT t.number, json_extract(h.old, '$.cost_minor'), t.cost_minor
        FROM history AS h JOIN ticket AS t ON t.id = h.row_id
       WHERE h.journal_id = ?1 AND h.record = 'ticket'
         AND json_extract(h.old, '$.cost_minor') IS NOT NULL AND t.cost_minor IS NOT NULL
       ORDER BY t.key
      """, [.integer(run)]
    ) { ($0.string(0), $0.money(1), $0.money(2)) }
  }
}
