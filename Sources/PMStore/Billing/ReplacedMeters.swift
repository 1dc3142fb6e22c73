// Main meters with their sub-meters, over a replacement in the middle of a period too.
package import PMCore

/// An interval of a main meter, with those of the period that a replacement makes one with it.
///
/// Sub-meters stand behind the new meter as soon as it is there, and are read for the whole period.
struct ReplacementLine {
  let interval: SharedInterval
  /// In order of time; mostly the interval alone.
  var whole: [SharedInterval]
}

extension Database {
  /// The interval with what the meter before it, and the one that took its place, used in the period.
  func replacementLine(of interval: SharedInterval, _ period: Period) throws -> ReplacementLine {
    var line = ReplacementLine(interval: interval, whole: [interval])
    while let last = line.whole.last,
      let code = try text("SELECT code FROM meter WHERE replaces_id = ?1", [.integer(last.meter)]),
      let next = try usedIntervals(period, meter: code).first,
      next.span.from == last.span.to.adding(1)
    {
      line.whole.append(next)
    }
    while let first = line.whole.first,
      let code = try text(
        "SELECT old.code FROM meter JOIN meter AS old ON old.id = meter.replaces_id WHERE meter.id = ?1",
        [.integer(first.meter)]),
      let earlier = try usedIntervals(period, meter: code).last,
      first.span.from == earlier.span.to.adding(1)
    {
      line.whole.insert(earlier, at: 0)
    }
    return line
  }

  /// What the sub-meters used on the days of the line; those of one room where it is given.
  func usedBehind(_ line: ReplacementLine, room: Int64? = nil) throws -> Quantity {
    guard let first = line.whole.first, let last = line.whole.last else { return .zero }
    let meters = line.whole.map { String($0.meter) }.joined(separator: ", ")
    let sum = try scalar(
      """
      SELECT sum(reading.usage)
        FROM reading
        JOIN meter ON meter.id = reading.meter_id
       WHERE meter.parent_id IN (\(meters)) AND reading.read_on BETWEEN ?1 AND ?2
         AND (?3 IS NULL OR meter.room_id = ?3)
      """,
      [
        .day(first.span.from), .day(last.span.to), SQLValue(room),
      ])
    return Quantity(units: sum ?? 0)
  }

  /// What of the usage of a shared meter's interval was its sub-meters'. Over a replacement the
  /// sub-meters' usage is taken off the later meter first, as far as it goes.
  package func subUsage(_ interval: SharedInterval, _ period: Period) throws -> Ratio {
    let line = try replacementLine(of: interval, period)
    var left = try usedBehind(line).ratio
    for part in line.whole.reversed() {
      let isFirst = part.span == line.whole.first?.span
      let own = try isFirst || part.usage.compared(to: left) > 0 ? left : part.usage
      if part.span == interval.span { return own }
      left = try left.minus(own)
    }
    return left
  }

  /// Whether the shares of the interval, else those before it of the meter or of one that it
  /// replaces, were spread net of what the sub-meters used; those of a sum that was given say nothing
  /// of it.
  package func wasNet(_ interval: SharedInterval) throws -> Bool {
    try scalar(
      """
      WITH RECURSIVE line(id) AS (
        SELECT ?1 UNION
        SELECT meter.replaces_id FROM line JOIN meter ON meter.id = line.id
         WHERE meter.replaces_id IS NOT NULL)
      SELECT net FROM share
       WHERE meter_id IN (SELECT id FROM line) AND "from" <= ?2 AND price IS NOT NULL
       ORDER BY "from" DESC, id DESC LIMIT 1
      """, [.integer(interval.meter), .day(interval.span.from)]) == 1
  }
}
