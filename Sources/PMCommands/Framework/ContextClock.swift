// The days and moments that a command works with: the clock is read once, and only when needed.
import Glibc
package import PMCore
import PMStore

extension Context {
  /// The moment the command was asked for.
  package mutating func now() -> Instant {
    if let clock { return clock }
    let read = Instant(seconds: Int64(time(nil)))
    clock = read
    return read
  }

  /// Waits until the clock shows another second than the command was asked in.
  mutating func waitForTheNextSecond() {
    let asked = now().seconds
    for _ in 0..<100 where Int64(time(nil)) == asked { usleep(20_000) }
    clock = nil
  }

  /// The zone in which the database counts days: its setting `zone`, else +08:00.
  package mutating func databaseZone() throws -> Zone {
    if let zone { return zone }
    let database = try database
    let hasSettings =
      try database.scalar("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'setting'")
    let text =
      hasSettings == nil
      ? nil : try database.text("SELECT value FROM setting WHERE name = 'zone'")
    let read = text.flatMap(Zone.init(_:)) ?? .standard
    zone = read
    return read
  }

  /// The day that rules and reports use: `--as-of`, else today in the database's zone.
  package mutating func today() throws -> Day {
    try common.asOf ?? clockDay()
  }

  /// What day it is in the database's zone, whatever `--as-of` says: `$PM_TODAY`, else the clock's.
  package mutating func clockDay() throws -> Day {
    if let text = environment.filled("PM_TODAY") {
      guard let day = Day(text) else {
        throw Failure.usage(
          "bad-environment", Words("$PM_TODAY is no date such as 2026-10-31", zh: "$PM_TODAY 不是 2026-10-31 这样的日期"))
      }
      return day
    }
    let moment = now()
    return try databaseZone().day(of: moment)
  }

  /// The day of `--as-of` where it has not come yet, and today.
  mutating func dayAhead() throws -> (day: Day, today: Day)? {
    guard let day = common.asOf else { return nil }
    // Over in every zone of the earth: the database's need not be asked.
    let isOver = day <= Zone(offsetSeconds: -12 * 3600).day(of: now())
    if isOver, environment.filled("PM_TODAY") == nil { return nil }
    let today = try clockDay()
    return day > today ? (day, today) : nil
  }

  /// Says that `--as-of` has not come yet to one who is about to book by it.
  mutating func warnOfTheFuture() throws {
    guard let (day, today) = try dayAhead() else { return }
    warn(
      Finding(
        "in-the-future",
        Words("--as-of \(day) is later than today, \(today)", zh: "--as-of \(day) 晚于今天 \(today)")))
  }

  /// Says that a period has not begun to one who is about to bill it.
  mutating func warnOfTheFuture(_ period: Period) throws {
    let today = try common.asOf ?? clockDay()
    if period <= today.period.adding(1) { return }
    warn(
      Finding(
        "in-the-future",
        Words(
          "period \(period) is later than the month after today, \(today)",
          zh: "账期 \(period) 晚于今天（\(today)）的下一个月")))
  }

  /// When the event happened: `--at`, else now; never later than now.
  package mutating func eventTime() throws -> Instant {
    guard let typed = common.at else { return now() }
    let instant = typed.instant(in: try databaseZone())
    if instant > now() {
      throw Failure.usage(
        "at-in-the-future",
        Words("--at: an event cannot happen later than now", zh: "--at：事件时刻不得晚于现在"))
    }
    return instant
  }
}
