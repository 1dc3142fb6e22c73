// The scores of callbacks, and the month of the service desk, by any property of tickets.
package import PMCore

/// The callbacks of a group: how many, reached, and how often each score was given.
package struct ScoreTally: Sendable {
  package var calls: Int64 = 0
  package var reached: Int64 = 0
  /// Of the scores 1 to 5.
  package var scores: [Int64] = [0, 0, 0, 0, 0]

  package var scored: Int64 { scores.reduce(0, +) }
  package var sum: Int64 { zip(scores, 1...).reduce(0) { $0 + $1.0 * Int64($1.1) } }

  package init() {}

  package mutating func add(_ other: ScoreTally) {
    calls += other.calls
    reached += other.reached
    for place in scores.indices { scores[place] += other.scores[place] }
  }
}

/// The tickets of a group, as the monthly report counts them.
package struct DeskTally: Sendable {
  package var received: Int64 = 0
  // Each ticket received is one of these four.
  package var valid: Int64 = 0
  package var invalid: Int64 = 0
  package var unjudged: Int64 = 0
  /// Cancelled before they were judged.
  package var cancelled: Int64 = 0
  package var handled: Int64 = 0
  package var open: Int64 = 0
  package var overdue: Int64 = 0
  /// Seconds from creation to the end of the work, and of how many tickets.
  package var seconds = PivotTally()

  package init() {}

  /// Hours with two decimals, halves up; nil where nothing was finished.
  package func meanHours() throws(ArithmeticError) -> Int64? {
    if seconds.below == 0 { return nil }
    return try Ratio(seconds.above, over: seconds.below).times(Ratio(1, over: 3600))
      .rounded(.halfUp, scale: 2)
  }

  package mutating func add(_ other: DeskTally) throws(ArithmeticError) {
    received += other.received
    valid += other.valid
    invalid += other.invalid
    unjudged += other.unjudged
    cancelled += other.cancelled
    handled += other.handled
    open += other.open
    overdue += other.overdue
    try seconds.add(other.seconds)
  }
}

extension Database {
  /// The scores of the callbacks of the range.
  package func scores(
    by dimension: PivotDimension, kind: String?, _ question: MetricQuestion
  ) throws -> [(label: String, tally: ScoreTally)] {
    let question = try prepared(question)
    var tallies: [String: ScoreTally] = [:]
    let sql = question.factSQL(
      .callback, by: dimension, kind: kind, select: "reached, score, COUNT(*)",
      groups: "reached, score")
    try forEach(sql, kind.map { [.text($0)] } ?? []) { row in
      let count = row.int64(3)
      let label = dimension.label(row, 0)
      tallies[label, default: ScoreTally()].calls += count
      if !row.flag(1) { return }
      tallies[label, default: ScoreTally()].reached += count
      if let score = row.optionalInt64(2), (1...5).contains(score) {
        tallies[label, default: ScoreTally()].scores[Int(score - 1)] += count
      }
    }
    return dimension.ordered(tallies.keys).map { ($0, tallies[$0] ?? ScoreTally()) }
  }

  /// The tickets created in the range, and how they stand at as-of.
  package func desk(
    by dimension: PivotDimension, kind: String?, _ question: MetricQuestion
  ) throws -> [(label: String, tally: DeskTally)] {
    let question = try prepared(question)
    var tallies: [String: DeskTally] = [:]
    let isOpen = "counted = 1 AND finished = 0"
    let sql = question.factSQL(
      .ticket, by: dimension, kind: kind,
      select: """
        COUNT(*), COALESCE(SUM(valid), 0),
        SUM(CASE WHEN valid IS NULL AND counted = 1 THEN 1 ELSE 0 END), SUM(finished),
        SUM(CASE WHEN \(isOpen) THEN 1 ELSE 0 END),
        SUM(CASE WHEN \(isOpen) AND handling = 'late' THEN 1 ELSE 0 END),
        COALESCE(SUM(seconds), 0), COUNT(seconds), SUM(valid IS NULL AND state IS 'cancelled')
        """)
    try forEach(sql, kind.map { [.text($0)] } ?? []) { row in
      var tally = DeskTally()
      tally.received = row.int64(1)
      tally.valid = row.int64(2)
      tally.unjudged = row.int64(3)
      tally.cancelled = row.int64(9)
      tally.invalid = tally.received - tally.valid - tally.unjudged - tally.cancelled
      tally.handled = row.int64(4)
      tally.open = row.int64(5)
      tally.overdue = row.int64(6)
      tally.seconds = PivotTally(row.int64(7), over: row.int64(8))
      let label = dimension.label(row, 0)
      try tallies[label, default: DeskTally()].add(tally)
    }
    return dimension.ordered(tallies.keys).map { ($0, tallies[$0] ?? DeskTally()) }
  }
}
