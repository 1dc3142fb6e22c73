// Tickets of the random histories that go through moves, and how each stood at a day.
import PMCore
import PMStore

extension MetricsHistory {
  /// A move of a ticket, and the validity that was said with it.
  struct Move {
    var move: TicketMove, at: Int64, from: TicketState, to: TicketState
    /// What `--valid` said: yes, no, empty to take it back; nil where it was not given.
    var valid: String?

    var changed: String? { valid.map { "{\"cause\":\"\\\"valid\\\":\\\"no\\\"\",\"valid\":\"\($0)\"}" } }
    var judges: Bool { valid != nil || to == .invalid || from == .invalid }
  }

  /// Sends some of the tickets that were not imported through legal moves.
  mutating func addMoves(seed: UInt64) {
    var random = Seeded(seed &+ 401)
    for place in cases.indices where cases[place].live != nil && random.chance(80) {
      var standing = TicketStanding(.new)
      var at = cases[place].created
      for _ in 0..<Int.random(in: 3...16, using: &random) {
        var move = random.pick(TicketLife.legalMoves(from: standing))
        // Most tickets go on instead of ending, so that some are finished and come back.
        if [.cancel, .invalidate, .refuse, .suspend].contains(move), random.chance(80) {
          move = TicketLife.legalMoves(from: standing)[0]
        }
        guard let next = TicketLife.after(move, standing) else { continue }
        at += Int64.random(in: 0...120, using: &random) * 1800
        let isInspection = move == .verify || move == .fail
        cases[place].moves.append(
          Move(
            move: move, at: at, from: standing.state, to: next.state,
            valid: isInspection && random.chance(60) ? random.pick(["yes", "no", ""]) : nil))
        standing = next
      }
      cases[place].typed = random.pick([nil, nil, true, false])
      cases[place] = cases[place].stood(before: .max)
    }
  }

  /// The history as it was when `end` began: no move from then on has been made.
  func stood(before end: Int64) -> MetricsHistory {
    var history = self
    history.cases = cases.map { $0.stood(before: end) }
    return history
  }
}

extension MetricsHistory.Case {
  /// The ticket after its moves before `end`, one after the other.
  func stood(before end: Int64) -> MetricsHistory.Case {
    if moves.isEmpty { return self }
    var ticket = self
    (ticket.accepted, ticket.finished, ticket.verified) = (nil, nil, nil)
    (ticket.result, ticket.valid, ticket.state) = (nil, nil, "new")
    // What was typed has no moment: it stands unless a move judges after it was typed, and which
    // came first nobody knows; the histories type last.
    let isJudgedLater = moves.contains { $0.judges && $0.at >= end }
    for move in moves where move.at < end {
      ticket.state = move.to.rawValue
      switch move.move {
      case .accept: ticket.accepted = ticket.accepted ?? move.at
      case .finish: ticket.finished = move.at
      case .verify, .fail:
        if ticket.result == nil {
          ticket.verified = move.at
          ticket.result = move.move == .fail ? "fail" : "pass"
        }
        if move.move == .fail { ticket.finished = nil }
      case .rework: ticket.finished = nil
      case .reopen:
        ticket.finished = nil
        if move.from == .invalid { ticket.valid = nil }
      case .invalidate: ticket.valid = false
      default: break
      }
      if let word = move.valid { ticket.valid = word.isEmpty ? nil : word == "yes" }
    }
    if let typed, !isJudgedLater { ticket.valid = typed }
    return ticket
  }
}
