// Runs of days: what a charge, an occupancy or a version of a tariff covers.

/// The days from `from` through `to`, both included.
package struct DaySpan: Hashable, Sendable {
  package let from: Day
  package let to: Day

  /// The days from `from` through `to`, or nil where there are none.
  package init?(_ from: Day, _ to: Day) {
    if to < from { return nil }
    self.from = from
    self.to = to
  }

  /// All days of `period`.
  package init(of period: Period) {
    from = period.first
    to = period.last
  }

  /// How many days.
  package var count: Int { to.days(since: from) + 1 }

  package func contains(_ day: Day) -> Bool { from <= day && day <= to }

  /// The days that both have, or nil where there are none.
  package func intersection(_ other: DaySpan) -> DaySpan? {
    DaySpan(max(from, other.from), min(to, other.to))
  }

  /// The days before `day`, and those from `day` on.
  package func split(at day: Day) -> (before: DaySpan?, after: DaySpan?) {
    (DaySpan(from, min(to, day.adding(-1))), DaySpan(max(from, day), to))
  }
}
