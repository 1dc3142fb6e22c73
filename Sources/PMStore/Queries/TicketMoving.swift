// Moves of tickets into the database: the event, the columns it sets, and the due times.
package import PMCore

/// A value that a move sets, as stored and as people read it.
package struct TypedValue: Sendable {
  package let column: Column
  package let value: SQLValue
  package let text: String

  package init(_ column: Column, _ value: SQLValue, text: String) {
    self.column = column
    self.value = value
    self.text = text
  }
}

/// Why a move may not be made.
package struct TicketRefusal: Error, Sendable {
  package let code: String
  package let words: Words
  package private(set) var hint: Words?
}

/// Moves tickets within one command.
package final class TicketMover {
  private let database: Database
  private let clocks: ServiceClocks
  private let actor: String
  private let run: Int64
  private var history: HistoryWriter
  private var insert: Statement

  /// - Parameter run: the journal entry of the command.
  package init(_ database: Database, zone: Zone, actor: String, run: Int64) throws {
    self.database = database
    self.actor = actor
    self.run = run
    clocks = try database.serviceClocks(zone: zone)
    history = try HistoryWriter(database, entry: run)
    insert = try database.prepare(
      """
      INSERT INTO ticket_event
             (key, ticket_id, serial, at, actor, move, from_state, to_state, remark, changed, run,
              latest)
      SELECT ticket.key || char(1) || ?12, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
             max(?3, COALESCE((SELECT latest FROM ticket_event ORDER BY id DESC LIMIT 1), ?3))
        FROM ticket WHERE id = ?11
      """)
  }

  /// Where the move would lead; refused where it is not legal or comes before what has happened.
  package func check(
    _ move: TicketMove, _ ticket: StoredTicket, at: Instant
  ) throws(TicketRefusal) -> TicketState {
    guard let state = TicketLife.state(after: move, from: ticket.standing) else {
      throw TicketRefusal(
        code: "illegal-move",
        words: TicketLife.refusal(move, of: ticket.number, ticket.standing),
        hint: TicketLife.remedy(move, of: ticket.number, ticket.standing))
    }
    try checkTime(ticket, at)
    return state
  }

  private func checkTime(_ ticket: StoredTicket, _ at: Instant) throws(TicketRefusal) {
    if at < ticket.lastAt {
      let (new, old) = (clocks.zone.text(at), clocks.zone.text(ticket.lastAt))
      throw TicketRefusal(
        code: "event-before-last",
        words: Words(
          "ticket \(ticket.number): \(new) is before its last event at \(old)",
          zh: "工单 \(ticket.number)：\(new) 早于其上一事件 \(old)"))
    }
  }

  /// Records that somebody else has a ticket in work now: `values` are set already.
  package func handOn(_ ticket: StoredTicket, at: Instant, values: [TypedValue]) throws {
    try checkTime(ticket, at)
    let state = ticket.standing.state
    try append(.handOn, ticket, from: state, to: state, at, nil, values)
  }

  /// The terms in force for what a ticket is, where they are not those that it keeps.
  package func otherTerms(of ticket: StoredTicket) -> ServiceTerms? {
    let terms =
      clocks.terms(kind: ticket.kind, category: ticket.category, severity: ticket.severity) ?? .none
    return terms == ticket.terms ? nil : terms
  }

  /// Lets an open ticket keep other terms from now on, counted from its creation as ever.
  package func keep(_ terms: ServiceTerms, for ticket: StoredTicket) throws {
    try update(ticket.id, kept(terms, ticket, database.clockPauses(ofTicket: ticket.id)))
  }

  /// Makes a legal move.
  package func move(
    _ move: TicketMove, _ ticket: StoredTicket, to state: TicketState, at: Instant, remark: String?,
    values: [TypedValue]
  ) throws {
    var set = values.map { ($0.column.sqlName, $0.value) }
    set.append(("state", .text(state.rawValue)))
    set += times(move, ticket, at)
    // Imported history that goes on here keeps the terms that are in force as it does.
    if ticket.lastSerial == 0 { set += keptTerms(of: ticket) }
    // The clock stands still: a time that is not over yet has no end now.
    if move == .suspend {
      let respondDueAt = ticket.acceptedAt == nil ? ticket.respondDueAt : nil
      set += [("respond_due_at", respondDueAt), ("finish_due_at", ticket.finishDueAt)]
        .filter { $0.1.map { $0 > at } ?? false }.map { ($0.0, .null) }
    }
    try update(ticket.id, set)
    try append(move, ticket, from: ticket.standing.state, to: state, at, remark, values)
    if [.resume, .reopen, .rework].contains(move) { try renewDueTimes(ticket) }
  }

  /// The first event of a new ticket, with the terms that it will keep.
  package func begin(_ id: Int64, at: Instant, remark: String?, values: [TypedValue]) throws {
    guard let ticket = try database.ticket(id) else { return }
    // First who took it down: that can tell whose it is.
    try append(.add, ticket, from: nil, to: .new, at, remark, values)
    try write(id, [("state", .text(TicketState.new.rawValue))] + keptTerms(of: ticket))
  }

  /// Works the due times of open tickets out anew, after their calendar has changed.
  package func renewOpenTickets() throws {
    let condition = """
      t.finished_at IS NULL AND t.closed_at IS NULL AND t.calendar IS NOT NULL
         AND t.state NOT IN ('cancelled', 'invalid')
      """
    let stops = try database.clockPauses(ofTicketsWhere: condition)
    for ticket in try database.tickets(where: condition) {
      guard let terms = ticket.terms else { continue }
      let pauses = stops[ticket.id] ?? []
      if pauses.last?.to == nil, !pauses.isEmpty { continue }
      try update(ticket.id, dueTimes(terms, ticket, pauses))
    }
  }

  // MARK: Parts

  /// The terms that a ticket keeps from its first event on, and its due times.
  private func keptTerms(of ticket: StoredTicket) -> [(String, SQLValue)] {
    clocks.terms(of: ticket).map { kept($0, ticket, []) } ?? []
  }

  private func kept(
    _ terms: ServiceTerms, _ ticket: StoredTicket, _ pauses: [ClockPause]
  ) -> [(String, SQLValue)] {
    [
      ("respond_minutes", SQLValue(terms.respondMinutes)),
      ("finish_minutes", SQLValue(terms.finishMinutes)),
      ("callback_minutes", SQLValue(terms.callbackMinutes)),
      ("calendar", SQLValue(terms.calendar)),
    ] + dueTimes(terms, ticket, pauses)
  }

  private func times(
    _ move: TicketMove, _ ticket: StoredTicket, _ at: Instant
  ) -> [(String, SQLValue)] {
    let now = SQLValue.instant(at)
    switch move {
    case .dispatch: return [("dispatched_at", now)]
    // The first response is what the customer waited for.
    case .accept: return ticket.acceptedAt == nil ? [("accepted_at", now)] : []
    case .refuse: return [("dispatched_at", .null), ("assignee", .null)]
    case .finish: return [("finished_at", now)]
    case .verify, .fail:
      // The first inspection is what the pass rate counts; later ones are events.
      let first: [(String, SQLValue)] =
        ticket.verifyResult == nil
        ? [("verified_at", now), ("verify_result", .text(move == .fail ? "fail" : "pass"))] : []
      return first + (move == .fail ? [("finished_at", .null)] : [])
    case .rework: return [("finished_at", .null)]
    case .close: return [("closed_at", now)]
    case .reopen:
      // What was judged invalid is to be judged anew.
      let unjudged: [(String, SQLValue)] =
        ticket.standing.state == .invalid ? [("valid", .null)] : []
      // What is worked on for itself is nobody's duplicate.
      return [("closed_at", .null), ("finished_at", .null), ("duplicate_of_id", .null)] + unjudged
    case .invalidate: return [("valid", 0)]
    case .add, .suspend, .resume, .callBack, .cancel, .handOn: return []
    }
  }

  private func renewDueTimes(_ ticket: StoredTicket) throws {
    guard let terms = ticket.terms else { return }
    try update(ticket.id, dueTimes(terms, ticket, database.clockPauses(ofTicket: ticket.id)))
  }

  private func dueTimes(
    _ terms: ServiceTerms, _ ticket: StoredTicket, _ pauses: [ClockPause]
  ) -> [(String, SQLValue)] {
    let due = clocks.dueTimes(terms, ticket, pauses)
    return [
      ("respond_due_at", .instant(due.respond)), ("finish_due_at", .instant(due.finish)),
    ]
  }

  /// Sets columns and keeps what they held.
  private func update(_ id: Int64, _ set: [(String, SQLValue)]) throws {
    let names = set.map { "\"\($0.0)\"" }.joined(separator: ", ")
    let old = try database.first("SELECT \(names) FROM ticket WHERE id = ?1", [.integer(id)]) {
      row in
      set.indices.map { row.value($0) }
    }
    var replaced = JSONObjectText()
    for (place, value) in (old ?? []).enumerated() where value != set[place].1 {
      replaced.add(set[place].0, value)
    }
    if replaced.isEmpty { return }
    try write(id, set)
    try history.append(record: "ticket", row: id, old: replaced.text)
  }

  private func write(_ id: Int64, _ set: [(String, SQLValue)]) throws {
    let changes = set.enumerated().map { "\"\($1.0)\" = ?\($0 + 2)" }.joined(separator: ", ")
    try database.run("UPDATE ticket SET \(changes) WHERE id = ?1", [.integer(id)] + set.map(\.1))
  }

  private func append(
    _ move: TicketMove, _ ticket: StoredTicket, from: TicketState?, to: TicketState, _ at: Instant,
    _ remark: String?, _ values: [TypedValue]
  ) throws {
    var changed = JSONObjectText()
    for value in values { changed.add(value.column.name, .text(value.text)) }
    let serial = ticket.lastSerial + 1
    try insert.bind([
      .integer(ticket.id), .integer(serial), .instant(at), .text(actor),
      .text(move.rawValue), SQLValue(from?.rawValue), .text(to.rawValue), SQLValue(remark),
      changed.isEmpty ? .null : .text(changed.text), .integer(run), .integer(ticket.id),
      .text(NaturalKey.of(number: serial)),
    ])
    try insert.run()
  }
}
