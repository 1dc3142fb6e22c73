// What people and departments got done in a range of days: tickets, hours, scores, log entries.
package import PMCore

/// By whom the work is counted.
package enum WorkloadDimension: String, Sendable, CaseIterable {
  case assignee, department

  /// The column of log entries that stands for it.
  fileprivate var logColumn: String { self == .assignee ? "staff" : "department" }
}

/// What one person or department got done.
package struct Workload: Sendable {
  /// Tickets finished in the range.
  package var tickets: Int64 = 0
  /// Minutes between acceptance and finish, without those in which the clock was stopped.
  package var minutes: Int64 = 0
  /// Finished tickets that had to be finished by a time, and how many of them were.
  package var limited: Int64 = 0
  package var onTime: Int64 = 0
  /// Callbacks of the range with a score, and the sum of their scores.
  package var scored: Int64 = 0
  package var scores: Int64 = 0
  /// Entries of the log in the range, and how many of them are done.
  package var entries: Int64 = 0
  package var done: Int64 = 0

  package init() {}

  package mutating func add(_ other: Workload) {
    tickets &+= other.tickets
    minutes &+= other.minutes
    limited &+= other.limited
    onTime &+= other.onTime
    scored &+= other.scored
    scores &+= other.scores
    entries &+= other.entries
    done &+= other.done
  }
}

extension Database {
  /// The work of the days from `first` through `last`, by names; an empty name is nobody's.
  ///
  /// - Parameter scope: an SQL condition on the ticket `t`.
  package func workload(
    by dimension: WorkloadDimension, from first: Day, through last: Day, asOf today: Day,
    zone: Zone, scope: String?
  ) throws -> [String: Workload] {
    let range = [
      SQLValue.instant(zone.start(of: first)),
      .instant(zone.start(of: min(last, today).adding(1))),
    ]
    var found: [String: Workload] = [:]
    try countTickets(by: dimension, range, zone, scope ?? "1", &found)
    let name = "COALESCE(t.\(dimension.rawValue), '')"
    try forEach(
      """
      SELECT \(name), count(*), sum(c.score)
        FROM callback AS c JOIN ticket AS t ON t.id = c.ticket_id
       WHERE c.called_at >= ?1 AND c.called_at < ?2 AND c.reached = 1 AND c.score IS NOT NULL
         AND \(scope ?? "1")
       GROUP BY 1 ORDER BY 1
      """, range
    ) { row in
      found[row.string(0), default: Workload()].scored += row.int64(1)
      found[row.string(0), default: Workload()].scores += row.int64(2)
    }
    try forEach(
      """
      SELECT COALESCE(l.\(dimension.logColumn), ''), count(*), sum(l.done_on <= ?3)
        FROM log AS l LEFT JOIN ticket AS t ON t.id = l.ticket_id
       WHERE l.at >= ?1 AND l.at < ?2 AND \(scope.map { "t.id IS NOT NULL AND \($0)" } ?? "1")
       GROUP BY 1 ORDER BY 1
      """, range + [.day(today)]
    ) { row in
      found[row.string(0), default: Workload()].entries += row.int64(1)
      found[row.string(0), default: Workload()].done += row.int64(2)
    }
    return found
  }

  private func countTickets(
    by dimension: WorkloadDimension, _ range: [SQLValue], _ zone: Zone, _ scope: String,
    _ found: inout [String: Workload]
  ) throws {
    var terms = TermsByTraits(try serviceClocks(zone: zone))
    let condition = """
      t.finished_at >= ?1 AND t.finished_at < ?2
         AND (t.state IS NULL OR t.state NOT IN ('cancelled', 'invalid')) AND \(scope)
      """
    let pauses = try clockPauses(ofTicketsWhere: condition, range)
    let plain = ServiceClock(zone: zone)
    try forEach(
      """
      SELECT t.\(dimension.rawValue), t.id, t.kind, t.category, t.severity, t.created_at, t.accepted_at,
             t.finished_at, t.finish_due_at, \(StoredTicket.isLive)
        FROM ticket AS t
       WHERE \(condition)
      """, range
    ) { row in
      let created = row.instant(5)
      let end = row.instant(7)
      var work = Workload()
      work.tickets = 1
      work.minutes = plain.minutes(
        from: row.optionalInstant(6) ?? created, to: end, pauses: pauses[row.int64(1)] ?? [])
      var due = row.optionalInstant(8)
      // Imported history has the times of the terms that are in force.
      if !row.flag(9) {
        let (own, clock) = terms.of(
          nil, kind: row.string(2), category: row.optionalString(3), severity: row.optionalString(4))
        due = own?.finishMinutes.flatMap { clock.due(from: created, minutes: $0) }
      }
      if let due {
        work.limited = 1
        // Service levels count to the minute.
        if end.seconds < due.seconds + 60 { work.onTime = 1 }
      }
      found[row.optionalString(0) ?? "", default: Workload()].add(work)
    }
  }
}
