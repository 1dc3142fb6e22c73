// The states of a ticket and what each of them means.

/// Where a ticket stands.
package enum TicketState: String, Sendable, CaseIterable {
  case new, dispatched, accepted, suspended, finished, rework, verified
  case calledBack = "called-back"
  case closed, reopened, cancelled, invalid

  /// The state's name in both languages.
  package var words: Words {
    let choice = Ticket.states.first { $0.value == rawValue }
    return Words(rawValue, zh: choice?.zh)
  }

  /// Whether nothing more is expected to happen.
  package var isEnded: Bool { self == .closed || self == .cancelled || self == .invalid }

  /// Whether the work is done, or will never be.
  package var isFinished: Bool {
    isEnded || self == .finished || self == .verified || self == .calledBack
  }

  /// Whether the service clock stands still.
  package var stopsClock: Bool { isEnded || self == .suspended }
}

extension TicketState {
  /// The state of the ticket in row `t`, as SQL: what it says itself, else what its times amount to,
  /// which is what history has that was imported.
  package static let sql = """
    COALESCE(CASE t.state WHEN 'refused' THEN 'new' ELSE t.state END,
         CASE WHEN t.closed_at IS NOT NULL THEN 'closed'
              WHEN t.finished_at IS NOT NULL AND EXISTS (
                SELECT 1 FROM callback AS c WHERE c.ticket_id = t.id AND c.reached = 1)
                THEN 'called-back'
              WHEN t.verify_result = 'fail' THEN 'rework'
              WHEN t.verified_at IS NOT NULL THEN 'verified'
              WHEN t.finished_at IS NOT NULL THEN 'finished'
              WHEN t.accepted_at IS NOT NULL THEN 'accepted'
              WHEN t.dispatched_at IS NOT NULL THEN 'dispatched'
              ELSE 'new' END)
    """
}
