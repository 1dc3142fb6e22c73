// The clock of a service level: counts minutes, round the clock or in working hours, and stands
// still while a ticket is suspended.

/// A time in which the clock stands still; without an end it still does.
package struct ClockPause: Sendable, Hashable {
  package let from: Instant
  package let to: Instant?

  package init(from: Instant, to: Instant?) {
    self.from = from
    self.to = to
  }
}

/// Counts the minutes that a service level allows.
///
/// Moments count to the minute: `09:00:59` is 09:00. Within is at most so many minutes.
package struct ServiceClock: Sendable {
  package let zone: Zone
  /// Working hours; nil is round the clock.
  package let calendar: WorkCalendar?

  private static let week: Int64 = 7 * 1440
  /// No time limit reaches further: a calendar may have no hours left.
  private static let horizonDays: Int32 = 366 * 60

  package init(zone: Zone, calendar: WorkCalendar? = nil) {
    self.zone = zone
    self.calendar = calendar
  }

  /// The moment at which `minutes` counted minutes are over, or nil where they never are: the
  /// clock stands still, or the calendar has no hours.
  package func due(from start: Instant, minutes: Int64, pauses: [ClockPause] = []) -> Instant? {
    var left = max(minutes, 0)
    let first = Self.minute(start)
    if left == 0 { return Instant(seconds: first * 60) }
    var found: Int64?
    forEachSpan(from: first, pauses) { weeks, minutes, _ in
      // The week in which they are over is gone through.
      let skipped = minutes == 0 ? weeks : min(weeks, (left - 1) / minutes)
      left -= skipped * minutes
      return skipped
    } body: { from, to in
      if to - from >= left {
        found = from + left
        return false
      }
      left -= to - from
      return true
    }
    return found.map { Instant(seconds: $0 * 60) }
  }

  /// The counted minutes between two moments; 0 where the second is not later.
  package func minutes(from start: Instant, to end: Instant, pauses: [ClockPause] = []) -> Int64 {
    var sum: Int64 = 0
    let last = Self.minute(end)
    forEachSpan(from: Self.minute(start), pauses) { weeks, minutes, from in
      let skipped = min(weeks, max(last - from, 0) / Self.week)
      sum += skipped * minutes
      return skipped
    } body: { from, to in
      if from >= last { return false }
      sum += min(to, last) - from
      return to < last
    }
    return sum
  }

  private static func minute(_ instant: Instant) -> Int64 {
    let (quotient, rest) = instant.seconds.quotientAndRemainder(dividingBy: 60)
    return rest < 0 ? quotient - 1 : quotient
  }

  /// Lends the counted spans of minutes from `first` on, in order, until `body` says stop.
  ///
  /// - Parameter skip: asked how many of these whole weeks, each of so many counted minutes, may be
  ///   passed over from this minute on: nothing is out of the ordinary in them.
  private func forEachSpan(
    from first: Int64, _ pauses: [ClockPause],
    skip: (_ weeks: Int64, _ minutes: Int64, _ from: Int64) -> Int64, body: (Int64, Int64) -> Bool
  ) {
    let stops = pauses.map { pause in
      (from: Self.minute(pause.from), to: pause.to.map { Self.minute($0) } ?? .max)
    }.sorted { $0.from < $1.from }
    guard let calendar else {
      _ = cut(first, first + Int64(Self.horizonDays) * 1440, stops, body)
      return
    }
    var day = zone.day(of: Instant(seconds: first * 60))
    let start = day.number
    let last = start + Self.horizonDays
    lazy var exceptions = calendar.exceptions.keys.map(\.number).sorted()
    while day.number < last {
      let midnight = zone.start(of: day).seconds / 60
      if let stop = stops.first(where: { $0.from <= midnight && $0.to >= midnight + 1440 }) {
        if stop.to == .max { return }
        day = zone.day(of: Instant(seconds: stop.to * 60))
        continue
      }
      // Most times are over within days: only a longer one is worth looking ahead for.
      if day.number > start + 14 {
        let next = exceptions.first { $0 >= day.number } ?? last
        let calm = Self.calmWeeks(from: midnight, days: min(next, last) - day.number, stops)
        let skipped = calm == 0 ? 0 : skip(calm, calendar.weekMinutes, midnight)
        if skipped > 0 {
          day = day.adding(Int(skipped) * 7)
          continue
        }
      }
      for span in calendar.hours(day).spans {
        let from = max(first, midnight + Int64(span.from))
        let to = midnight + Int64(span.to)
        if from < to, !cut(from, to, stops, body) { return }
      }
      day = day.adding(1)
    }
  }

  /// How many whole weeks there are from `midnight` on before so many days are over or a pause begins.
  private static func calmWeeks(
    from midnight: Int64, days: Int32, _ stops: [(from: Int64, to: Int64)]
  ) -> Int64 {
    let pauses = stops.lazy.filter { $0.to > midnight }.map { max($0.from - midnight, 0) / 1440 }
    return min(Int64(days), pauses.min() ?? .max) / 7
  }

  /// Lends what the pauses leave of a span; false where `body` said stop.
  private func cut(
    _ from: Int64, _ to: Int64, _ stops: [(from: Int64, to: Int64)], _ body: (Int64, Int64) -> Bool
  ) -> Bool {
    var start = from
    for stop in stops {
      if stop.to <= start { continue }
      if stop.from >= to { break }
      if stop.from > start, !body(start, stop.from) { return false }
      start = max(start, stop.to)
      if start >= to { return true }
    }
    return start < to ? body(start, to) : true
  }
}
