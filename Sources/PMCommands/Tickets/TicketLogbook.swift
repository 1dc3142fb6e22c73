// The work log as the moves of tickets write it: a task for who accepts, done when it is finished.
import PMCore
import PMStore

/// Writes the work log for one command; setting `log.tickets`.
struct TicketLogbook {
  private let database: Database
  private let editor: RowEditor
  private let actor: String
  private let zone: Zone

  /// Nil where the site writes its log by hand alone.
  ///
  /// - Parameter run: the journal entry of the command.
  init?(_ database: Database, actor: String, zone: Zone, run: Int64) throws {
    guard try database.settings().logsTickets else { return nil }
    self.database = database
    self.zone = zone
    self.actor = actor
    editor = RowEditor(database, entry: run)
  }

  /// Opens a task where work begins, and closes it where it ends.
  func record(_ move: TicketMove, _ id: Int64, at: Instant) throws {
    guard let ticket = try database.ticket(id) else { return }
    switch move {
    case .accept, .rework: try open(ticket, at: at)
    case .finish, .refuse, .cancel, .invalidate: try close(ticket, at: at)
    case .handOn: try handOn(ticket)
    case .add, .dispatch, .suspend, .resume, .verify, .fail, .callBack, .close, .reopen: break
    }
  }

  /// What was open is with who works on the ticket now.
  private func handOn(_ ticket: StoredTicket) throws {
    guard let assignee = ticket.assignee else { return }
    for row in try database.openLog(ofTicket: ticket.id) {
      let holder = try database.logEntry(row)?.holder
      if holder == assignee { continue }
      try editor.update(
        WorkLog.record, row: row,
        [("handed_to", .text(assignee)), ("department", SQLValue(ticket.department))])
    }
  }

  private func open(_ ticket: StoredTicket, at: Instant) throws {
    // What was not finished goes on.
    if try !database.openLog(ofTicket: ticket.id).isEmpty { return }
    let summary = try database.text(
      "SELECT summary FROM ticket WHERE id = ?1", [.integer(ticket.id)])
    var entry = try RecordDraft(WorkLog.record, [], database, zone: zone)
    entry.setIfEmpty("kind", .text("work"))
    entry.setIfEmpty("at", .instant(at))
    entry.setIfEmpty("staff", .text(ticket.assignee ?? actor))
    entry.setIfEmpty("department", SQLValue(ticket.department))
    entry.setIfEmpty("subject", .text(summary ?? ticket.category ?? ticket.kind))
    entry.setIfEmpty("ticket", .integer(ticket.id))
    entry.setIfEmpty(
      "due_on", .day(ticket.finishDueAt.map { zone.day(of: $0) }))
    entry.setIfEmpty("origin", .text("ticket"))
    _ = try entry.insert(database, editor, series: LogAdd.series, month: zone.day(of: at))
  }

  private func close(_ ticket: StoredTicket, at: Instant) throws {
    let measure = try database.text(
      "SELECT measure FROM ticket WHERE id = ?1", [.integer(ticket.id)])
    for row in try database.openLog(ofTicket: ticket.id) {
      try editor.update(
        WorkLog.record, row: row,
        [
          ("done_on", .day(zone.day(of: at))),
          ("output", SQLValue(measure)),
        ])
    }
  }
}
