// What is due of tickets at a moment, and how far each was raised.
package import PMCore

/// A ticket with something due.
package struct DueTicket: Sendable {
  package let ticket: StoredTicket
  /// The state that it was in then.
  package let state: TicketState
  package let deadline: TicketDeadline
  /// The level that the ticket was raised to; 0 for none.
  package let level: Int
  package let raisedAt: Instant?
}

extension Database {
  /// Deadlines of tickets that are open at `now`, and complaints not judged; the earliest first.
  ///
  /// What happens after `now` is as if it had not happened.
  ///
  /// - Parameters:
  ///   - raisedLater: whether escalations after `now` count, too.
  ///   - scope: an SQL condition on `t` that keeps to some of them.
  package func dueTickets(
    at now: Instant, before limit: Instant, zone: Zone, daysToJudge: Int64,
    raisedLater: Bool = false, where scope: String = "1"
  ) throws -> [DueTicket] {
    let clocks = try serviceClocks(zone: zone)
    let first = try firstEvent(since: now)
    let past = try first.map { try pastTickets(at: now, from: $0) } ?? [:]
    let hasMovedSince =
      first.map { "t.id IN (SELECT ticket_id FROM ticket_event WHERE id >= \($0) AND at >= ?1)" } ?? "0"
    let condition = """
      t.created_at < ?1 AND \(scope)
         AND (\(hasMovedSince) OR (t.state IS NULL OR t.state NOT IN ('cancelled', 'invalid'))
         AND ((t.finished_at IS NULL OR t.finished_at >= ?1) AND (t.closed_at IS NULL OR t.closed_at >= ?1)
              OR t.kind = 'complaint' AND t.valid IS NULL AND t.finished_at < ?1))
      """
    let open = try tickets(where: condition, [.instant(now)])
    let pauses = try clockPauses(ofTicketsWhere: condition, [.instant(now)])
    let levels = try escalationLevels(by: raisedLater ? nil : now)
    var due: [DueTicket] = []
    for ticket in open {
      let terms = clocks.terms(of: ticket)
      let then = past[ticket.id]
      let state = then?.state.flatMap(TicketState.init) ?? ticket.standing.state
      var finishedAt = ticket.finishedAt.flatMap { $0 < now ? $0 : nil }
      if let then, then.isWorked { finishedAt = then.finishedAt.map { Instant(seconds: $0) } }
      // The condition tells so of tickets that nobody has moved since.
      let isOver = [.cancelled, .invalid].contains(state) || state == .closed && finishedAt == nil
      if then != nil, isOver { continue }
      let valid = then.map { $0.isRejudged ? $0.valid.map { $0 != 0 } : ticket.valid } ?? ticket.valid
      let openness = TicketOpenness(
        createdAt: ticket.createdAt, isResponded: ticket.acceptedAt.map { $0 < now } ?? false,
        finishedAt: finishedAt, isUnjudged: ticket.kind == "complaint" && valid == nil,
        isSuspended: state == .suspended)
      let stood = (pauses[ticket.id] ?? []).filter { $0.from < now }
      let clock = terms.map { clocks.clock($0) } ?? ServiceClock(zone: zone)
      let level = levels[ticket.id]
      for deadline in openness.deadlines(terms, clock, pauses: stood, daysToJudge: daysToJudge)
      where deadline.due < limit {
        due.append(
          DueTicket(
            ticket: ticket, state: state, deadline: deadline, level: level?.level ?? 0, raisedAt: level?.at))
      }
    }
    // Sorting is stable: tickets come in the natural order of their numbers.
    return due.enumerated().sorted {
      ($0.element.deadline.due, $0.offset) < ($1.element.deadline.due, $1.offset)
    }.map(\.element)
  }

  private func escalationLevels(by limit: Instant?) throws -> [Int64: (level: Int, at: Instant)] {
    var levels: [Int64: (level: Int, at: Instant)] = [:]
    try forEach(
      """
      SELECT ticket_id, level, raised_at FROM escalation
       WHERE raised_at <= ?1 OR ?1 IS NULL
       ORDER BY ticket_id, level
      """, [.instant(limit)]
    ) { row in
      levels[row.int64(0)] = (Int(row.int64(1)), row.instant(2))
    }
    return levels
  }

  /// The organisations above the one that a ticket lies with, from below: its department where that is
  /// one, else its room's community. Without a room it lies where all lists say: above all the homes of
  /// its customer, else with whom it is in hand.
  package func levels(above ticket: StoredTicket, _ tree: OrgTree) throws -> [Int64] {
    let desk = ticket.room == nil ? try desk(of: ticket) : nil
    if let department = ticket.department {
      let called = try rows(
        """
        SELECT id FROM \(seenTable("org"))
         WHERE kind = 'department' AND (code = ?1 OR name = ?1)
         ORDER BY code <> ?1, key
        """, [.text(department)]
      ) { $0.int64(0) }
      // Who is kept to a part means a department that works for it.
      let meant = called.first { id in
        let above = tree.chain(from: id)
        return desk.map { above.contains($0) || above.dropFirst().first.map(tree.chain(from: $0).contains) ?? false }
          ?? true
      }
      if let meant { return Array(tree.chain(from: meant).dropFirst()) }
    }
    if let room = ticket.room { return Array(tree.chain(from: try community(ofRoom: room)).dropFirst()) }
    let homes = try rows(
      """
      SELECT DISTINCT r.community_id FROM main.occupancy AS o JOIN main.room AS r ON r.id = o.room_id
       WHERE o.customer_id = ?1
      """, [SQLValue(ticket.customer)]
    ) { tree.chain(from: $0.int64(0)) }
    if let first = homes.first {
      return first.dropFirst().filter { above in homes.allSatisfy { $0.contains(above) } }
    }
    return Array(tree.chain(from: try desk ?? place(of: ticket)).dropFirst())
  }

  /// The part that he is kept to who last said with whom a ticket lies.
  private func desk(of ticket: StoredTicket) throws -> Int64? {
    try scalar(
      """
      SELECT s.scope_id FROM main.ticket AS t JOIN main.staff AS s ON s.login = \(TicketPlaces.actor(of: "t", TicketEvent.placing))
       WHERE t.id = ?1 AND s.scope_id IS NOT NULL
      """, [.integer(ticket.id)])
  }

  /// Where they work who have a ticket, or took it down.
  private func place(of ticket: StoredTicket) throws -> Int64? {
    let taker = try text(
      "SELECT \(TicketPlaces.actor(of: "t", [.add])) FROM main.ticket AS t WHERE t.id = ?1", [.integer(ticket.id)])
    for name in [ticket.assignee, taker, ticket.firstContact].compactMap({ $0 }) {
      let org = try scalar(
        """
        SELECT coalesce(scope_id, department_id) FROM main.staff
         WHERE ?1 IN (code, name, login) AND coalesce(scope_id, department_id) IS NOT NULL
         ORDER BY key LIMIT 1
        """, [.text(name)])
      if let org { return org }
    }
    return nil
  }

  /// Records that a ticket was raised, and queues the notice of it.
  package func escalate(
    _ ticket: StoredTicket, to org: Int64, level: Int, at: Instant, due: Instant, run: Int64
  ) throws {
    try self.run(
      """
      INSERT INTO escalation (key, ticket_id, level, org_id, raised_at, due_at, run)
      SELECT key || char(1) || ?7, ?1, ?2, ?3, ?4, ?5, ?6
        FROM ticket WHERE id = ?1
      """,
      [
        .integer(ticket.id), .integer(Int64(level)), .integer(org), .instant(at),
        .instant(due), .integer(run), .text(NaturalKey.of(number: Int64(level))),
      ])
    try self.run(
      """
      INSERT INTO notice (template, org_id, ticket_id, level, queued_at, state, attempts, run)
      VALUES ('escalation', ?1, ?2, ?3, ?4, 'queued', 0, ?5)
      """,
      [
        .integer(org), .integer(ticket.id), .integer(Int64(level)), .instant(at),
        .integer(run),
      ])
  }
}
