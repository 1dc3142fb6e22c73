// What is or will be overdue of a ticket, and when a ticket is raised to the next level.

/// Something that is due of a ticket.
package struct TicketDeadline: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case respond, finish, judge

    package var zh: String {
      switch self {
      case .respond: "响应"
      case .finish: "完成"
      case .judge: "判定"
      }
    }
  }

  package let kind: Kind
  package let due: Instant

  package init(_ kind: Kind, due: Instant) {
    self.kind = kind
    self.due = due
  }
}

/// What a ticket still lacks, as the deadlines see it.
package struct TicketOpenness: Sendable {
  package var createdAt: Instant
  package var isResponded: Bool
  package var finishedAt: Instant?
  /// A complaint of which nobody has said yet whether it is borne out.
  package var isUnjudged: Bool
  package var isSuspended: Bool

  package init(
    createdAt: Instant, isResponded: Bool, finishedAt: Instant?, isUnjudged: Bool,
    isSuspended: Bool
  ) {
    self.createdAt = createdAt
    self.isResponded = isResponded
    self.finishedAt = finishedAt
    self.isUnjudged = isUnjudged
    self.isSuspended = isSuspended
  }

  /// The deadlines that still matter; a suspended ticket has none.
  package func deadlines(
    _ terms: ServiceTerms?, _ clock: ServiceClock, pauses: [ClockPause], daysToJudge: Int64
  ) -> [TicketDeadline] {
    if let finishedAt {
      guard isUnjudged else { return [] }
      return [TicketDeadline(.judge, due: finishedAt.adding(minutes: daysToJudge * 1440))]
    }
    if isSuspended { return [] }
    var found: [TicketDeadline] = []
    func add(_ kind: TicketDeadline.Kind, _ minutes: Int64?) {
      guard let minutes, let due = clock.due(from: createdAt, minutes: minutes, pauses: pauses)
      else { return }
      found.append(TicketDeadline(kind, due: due))
    }
    if !isResponded { add(.respond, terms?.respondMinutes) }
    add(.finish, terms?.finishMinutes)
    return found
  }
}

/// Which level an overdue ticket is raised to now, or nil where it stays.
///
/// One level a run; the next one only `hours` after the last, so that a second run at the same
/// moment changes nothing.
package func nextEscalation(
  overdueSince due: Instant, level: Int, raisedAt: Instant?, levels: Int, now: Instant, hours: Int64
) -> Int? {
  guard due < now, level < levels else { return nil }
  if let raisedAt, now.seconds - raisedAt.seconds < hours * 3600 { return nil }
  return level + 1
}
