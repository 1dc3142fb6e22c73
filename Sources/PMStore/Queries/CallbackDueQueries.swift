// Finished tickets whose customers must still be called.
package import PMCore

/// A finished ticket that must still be called back.
package struct DueCallback: Sendable {
  package let number: String
  package let kind: String
  package let severity: String?
  package let firstContact: String?
  package let room: String?
  package let customer: String?
  package let finishedAt: Instant
  package let callBy: Instant?
  /// How often the customer was called since, and not reached.
  package let attempts: Int64
  package let reason: Words
}

extension Database {
  /// Finished tickets that the rule wants called back and nobody has reached by `now`; valid or
  /// not, and anew once a ticket was finished again, as in the callback rate.
  package func dueCallbacks(
    at now: Instant, zone: Zone, rule: CallbackRule, where scope: String = "1"
  ) throws -> [DueCallback] {
    var terms = TermsByTraits(try serviceClocks(zone: zone))
    let found = try rows(
      """
      SELECT t.number, t.kind, t.category, t.severity, t.first_contact, r.code, k.code,
             t.finished_at, \(StoredTicket.isLive), t.respond_minutes, t.finish_minutes,
             t.callback_minutes, t.calendar,
             (SELECT count(*) FROM callback AS c
               WHERE c.ticket_id = t.id AND c.reached = 0 AND c.called_at < ?1
                 AND c.called_at >= t.finished_at)
        FROM ticket AS t
             LEFT JOIN room AS r ON r.id = t.room_id
             LEFT JOIN customer AS k ON k.id = t.customer_id
       WHERE t.finished_at < ?1
         AND NOT EXISTS (SELECT 1 FROM callback AS c
                          WHERE c.ticket_id = t.id AND c.reached = 1 AND c.called_at < ?1
                            AND c.called_at >= t.finished_at)
         AND \(scope)
       ORDER BY t.key
      """, [.instant(now)]
    ) { row -> DueCallback? in
      let (number, kind, severity) = (row.string(0), row.string(1), row.optionalString(3))
      guard let reason = rule.reason(number: number, kind: kind, severity: severity) else {
        return nil
      }
      let finishedAt = row.instant(7)
      let (own, clock) = terms.of(
        row.flag(8) ? row.terms(9) : nil, kind: kind, category: row.optionalString(2),
        severity: severity)
      return DueCallback(
        number: number, kind: kind, severity: severity, firstContact: row.optionalString(4),
        room: row.optionalString(5), customer: row.optionalString(6), finishedAt: finishedAt,
        callBy: own?.callbackMinutes.flatMap { clock.due(from: finishedAt, minutes: $0) },
        attempts: row.int64(13), reason: reason)
    }.compactMap(\.self)
    // Sorting is stable: tickets come in the natural order of their numbers.
    return found.enumerated().sorted {
      ($0.element.callBy ?? $0.element.finishedAt, $0.offset)
        < ($1.element.callBy ?? $1.element.finishedAt, $1.offset)
    }.map(\.element)
  }
}

extension StoredTicket {
  /// That the ticket in row `t` has a life of its own, and so keeps its terms.
  static let isLive = "EXISTS (SELECT 1 FROM ticket_event AS e WHERE e.ticket_id = t.id)"
}

/// The terms and clocks of many tickets: those of each kind, category and severity looked up once.
struct TermsByTraits {
  private struct Traits: Hashable {
    let kind: String
    let category: String?
    let severity: String?
  }

  private let clocks: ServiceClocks
  private var known: [Traits: (ServiceTerms?, ServiceClock)] = [:]

  init(_ clocks: ServiceClocks) { self.clocks = clocks }

  /// The terms that a ticket keeps as `own`, else those in force, and the clock that they count by.
  mutating func of(
    _ own: ServiceTerms?, kind: String, category: String?, severity: String?
  ) -> (ServiceTerms?, ServiceClock) {
    if let own { return (own, clocks.clock(own)) }
    let traits = Traits(kind: kind, category: category, severity: severity)
    if let found = known[traits] { return found }
    let terms = clocks.terms(kind: kind, category: category, severity: severity)
    let found = (terms, terms.map(clocks.clock) ?? ServiceClock(zone: clocks.zone))
    known[traits] = found
    return found
  }
}
