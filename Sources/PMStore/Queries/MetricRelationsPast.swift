// How tickets stood at the end of as-of, where they have been moved since.
import PMCore

/// A ticket as its moves up to the end of as-of had left it.
struct PastTicket {
  let state: String?
  /// Whether a later move judged it; then `valid` is what stood before, else the ticket's own holds.
  let isRejudged: Bool
  let valid: Int64?
  /// Whether the moves say when it was finished; then `finishedAt` is that, nil for not yet.
  let isWorked: Bool
  let finishedAt: Int64?
}

extension MetricRelations {
  /// Whether there may be tickets with moves after as-of.
  private var hasPast: Bool { !dialect.isOwn || question.firstLaterEvent != nil }

  /// The state, judgement and finish of the ticket `t`, after `addPast`.
  var state: String {
    hasPast ? "CASE WHEN past.ticket_id IS NULL THEN t.state ELSE past.state END" : "t.state"
  }
  var valid: String {
    hasPast ? "CASE WHEN past.rejudged = 1 THEN past.valid ELSE t.valid END" : "t.valid"
  }
  var finishedAt: String {
    hasPast
      ? "CASE WHEN past.worked IS NOT NULL THEN past.finished_at ELSE t.finished_at END"
      : "t.finished_at"
  }

  /// That the ticket `t` counts in nothing, after `addPast`.
  var isOut: String {
    "COALESCE(\(valid), 1) = 0 OR COALESCE(\(state), '') IN ('cancelled', 'invalid')"
  }

  /// Joins what the moves after as-of have changed of the ticket `t`; its name goes before.
  func addPast(to withs: inout [With], _ from: inout String) {
    guard hasPast else { return }
    withs.append(past)
    from += joinPast
  }
  var joinPast: String { hasPast ? "\n    LEFT JOIN past ON past.ticket_id = t.id" : "" }
  var pastIfAny: [With] { hasPast ? [past] : [] }

  private var past: With {
    ("past", pastMoves(of: table("ticket_event"), since: end, from: dialect.isOwn ? question.firstLaterEvent : nil))
  }
}

/// The tickets with moves from the moment `end` on. The serials of moves rise with their times.
///
/// A judgement that was typed (`ticket set`) or imported has no moment, and holds at all times.
///
/// - Parameter from: the row before which there is no such move, where that is known.
private func pastMoves(of event: String, since end: String, from row: Int64?) -> String {
  func last(_ moves: String) -> String {
    "MAX(CASE WHEN e.at < \(end) AND (\(moves)) THEN e.serial END)"
  }
  let judging = """
    e.to_state = 'invalid' OR e.from_state = 'invalid' OR e.changed LIKE '%"valid":%'
    """
  return """
    SELECT s.ticket_id, n.from_state AS state, s.rejudged, s.worked,
        CASE WHEN j.to_state = 'invalid' OR j.changed LIKE '%"valid":"no"%' THEN 0
          WHEN j.changed LIKE '%"valid":"yes"%' THEN 1 END AS valid,
        CASE WHEN f.move = 'finish' THEN f.at END AS finished_at
      FROM (
        SELECT e.ticket_id,
            MIN(CASE WHEN e.at >= \(end) THEN e.serial END) AS later,
            MAX(CASE WHEN e.at >= \(end) AND (\(judging)) THEN 1 ELSE 0 END) AS rejudged,
            \(last(judging)) AS judged,
            \(last("e.move IN ('finish', 'fail', 'rework', 'reopen')")) AS worked
          FROM \(event) AS e
          WHERE e.ticket_id IN (SELECT m.ticket_id FROM \(event) AS m
            WHERE \(row.map { "m.id >= \($0) AND " } ?? "")m.at >= \(end))
          GROUP BY e.ticket_id
      ) AS s
        JOIN \(event) AS n ON n.ticket_id = s.ticket_id AND n.serial = s.later
        LEFT JOIN \(event) AS j ON j.ticket_id = s.ticket_id AND j.serial = s.judged
        LEFT JOIN \(event) AS f ON f.ticket_id = s.ticket_id AND f.serial = s.worked
    """
}

extension Database {
  /// The first event from which on there may be moves at or after a moment; nil where there is none.
  ///
  /// Nothing is entered before what was entered, and `latest` never falls: so it is found by halves,
  /// where `max(at)` would read every event that there ever was.
  func firstEvent(since moment: Instant) throws -> Int64? {
    let last = try first("SELECT id, latest FROM ticket_event ORDER BY id DESC LIMIT 1") {
      ($0.int64(0), $0.int64(1))
    }
    guard var (found, latest) = last, latest >= moment.seconds else { return nil }
    var before: Int64 = 0
    while found - before > 1 {
      let middle = before + (found - before) / 2
      latest =
        try scalar(
          "SELECT latest FROM ticket_event WHERE id >= ?1 ORDER BY id LIMIT 1", [.integer(middle)]) ?? 0
      if latest >= moment.seconds { found = middle } else { before = middle }
    }
    return found
  }

  /// The tickets with moves after as-of, by row number.
  func pastTickets(_ question: MetricQuestion) throws -> [Int64: PastTicket] {
    guard let row = question.firstLaterEvent else { return [:] }
    return try pastTickets(
      since: MetricRelations(question: question, dialect: .sqlite).end, from: row)
  }

  /// The tickets with moves at or after a moment, the first of them in or after event `row`.
  func pastTickets(at moment: Instant, from row: Int64) throws -> [Int64: PastTicket] {
    try pastTickets(since: "\(moment.seconds)", from: row)
  }

  private func pastTickets(since end: String, from row: Int64) throws -> [Int64: PastTicket] {
    var tickets: [Int64: PastTicket] = [:]
    try forEach(
      """
      WITH past AS (\(pastMoves(of: "ticket_event", since: end, from: row)))
      SELECT ticket_id, state, rejudged, valid, worked, finished_at FROM past
      """
    ) { row in
      tickets[row.int64(0)] = PastTicket(
        state: row.optionalString(1), isRejudged: row.flag(2),
        valid: row.optionalInt64(3), isWorked: !row.isNull(4), finishedAt: row.optionalInt64(5))
    }
    return tickets
  }
}
