// Service levels and working calendars out of the database, and the due times that follow.
package import PMCore

/// The clocks of a database: which terms hold for a ticket, and when they run out.
package struct ServiceClocks: Sendable {
  package let zone: Zone
  private let rows: [ServiceRow]
  private let calendars: [String: WorkCalendar]

  init(zone: Zone, rows: [ServiceRow], calendars: [String: WorkCalendar]) {
    self.zone = zone
    self.rows = rows
    self.calendars = calendars
  }

  /// The terms in force now for a ticket like this.
  package func terms(kind: String, category: String?, severity: String?) -> ServiceTerms? {
    serviceTerms(of: rows, kind: kind, category: category, severity: severity)
  }

  /// The terms of a ticket: those it was created under, for imported history those of now.
  package func terms(of ticket: StoredTicket) -> ServiceTerms? {
    ticket.terms ?? terms(kind: ticket.kind, category: ticket.category, severity: ticket.severity)
  }

  /// The clock that the terms count by.
  package func clock(_ terms: ServiceTerms) -> ServiceClock {
    ServiceClock(zone: zone, calendar: terms.calendar.flatMap { calendars[$0] })
  }

  /// When a ticket's time to respond and to finish is over.
  func dueTimes(
    _ terms: ServiceTerms, _ ticket: StoredTicket, _ pauses: [ClockPause]
  ) -> (respond: Instant?, finish: Instant?) {
    let clock = clock(terms)
    // What was answered is no longer waited for: a later pause does not move that time.
    let unanswered = pauses.filter { pause in ticket.acceptedAt.map { pause.from < $0 } ?? true }
    func due(_ minutes: Int64?, _ pauses: [ClockPause]) -> Instant? {
      minutes.flatMap { clock.due(from: ticket.createdAt, minutes: $0, pauses: pauses) }
    }
    return (due(terms.respondMinutes, unanswered), due(terms.finishMinutes, pauses))
  }
}

extension Database {
  /// The service levels and calendars, read once a command.
  package func serviceClocks(zone: Zone) throws -> ServiceClocks {
    let rows = try rows(
      """
      SELECT kind, category, severity, respond_minutes, finish_minutes, callback_minutes, calendar
        FROM sla
       ORDER BY key
      """
    ) { row in
      ServiceRow(
        kind: row.optionalString(0), category: row.optionalString(1),
        severity: row.optionalString(2), terms: row.terms(3))
    }
    return ServiceClocks(zone: zone, rows: rows, calendars: try workCalendars())
  }

  /// The working calendars by their codes.
  package func workCalendars() throws -> [String: WorkCalendar] {
    var calendars: [String: WorkCalendar] = [:]
    let days = Calendar.weekdays.joined(separator: ", ")
    try forEach("SELECT code, \(days) FROM calendar ORDER BY key") { row in
      calendars[row.string(0)] = WorkCalendar(
        week: (1...7).map { row.optionalString($0).flatMap { WorkHours($0) } ?? .none })
    }
    try forEach(
      """
      SELECT c.code, d.date, d.kind, d.hours
        FROM calendar_day AS d JOIN calendar AS c ON c.id = d.calendar_id
       ORDER BY d.key
      """
    ) { row in
      let code = row.string(0)
      let usual = calendars[code]?.week.first { $0.minutes > 0 } ?? WorkHours.none
      let hours =
        row.string(2) == "workday"
        ? row.optionalString(3).flatMap { WorkHours($0) } ?? usual : .none
      calendars[code]?.exceptions[row.day(1)] = hours
    }
    return calendars
  }
}
