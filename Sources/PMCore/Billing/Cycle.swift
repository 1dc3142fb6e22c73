// When a charge is billed: the months of its cycles, the day of issue and the day it is due.

extension ChargeRule {
  /// The days that this charge bills in `period`, or nil where it bills none.
  ///
  /// Cycles are counted from the month of `from`. An advance cycle is billed in its first month, one
  /// in arrears in its last, also where the charge ends before; days after `to` are not counted.
  package func billedSpan(in period: Period) -> DaySpan? {
    let first = from.period
    let months = min(max(cycle, 1), 1200)
    let elapsed = Int(period.index) - Int(first.index)
    if elapsed < 0 || elapsed % months != (timing == .advance ? 0 : months - 1) { return nil }
    let start = first.adding(elapsed / months * months)
    return DaySpan(max(from, start.first), min(to, start.adding(months - 1).last))
  }
}

extension ChargeRule {
  /// This charge for a fee that is due once: on its first day, whatever its end and cycle.
  var once: ChargeRule {
    var rule = self
    rule.to = from
    rule.cycle = 1
    return rule
  }
}

extension TariffVersion {
  /// This version for a fee that is due once: whole, however few days it covers.
  var whole: TariffVersion {
    var version = self
    version.proration = .whole
    return version
  }

  /// This version for shares of a sum that was given: no price made it.
  var unpriced: TariffVersion {
    var version = self
    version.price = nil
    return version
  }
}

/// When the lines of a run are issued, and the least time that they leave to pay.
package struct RunDates: Sendable {
  package let period: Period
  /// The run's own date, for every line; nil is the usual day of the charge's timing.
  package let asOf: Day?
  /// Days between issue and due day at the least (setting `due_min_days`).
  package let minimumDays: Int

  package init(period: Period, asOf: Day? = nil, minimumDays: Int = 0) {
    self.period = period
    self.asOf = asOf
    self.minimumDays = minimumDays
  }

  /// The first day of the period for `advance`, the day after it for `arrears`.
  package func issuedOn(_ timing: Timing) -> Day {
    asOf ?? (timing == .advance ? period.first : period.adding(1).first)
  }

  /// `dueDay` of the period for `advance`, of the month after for `arrears`, cut to that month's
  /// last day; at least `minimumDays` after the issue.
  package func dueOn(_ timing: Timing, dueDay: Int?) -> Day {
    let month = timing == .advance ? period : period.adding(1)
    return max(month.day(dueDay ?? 31), issuedOn(timing).adding(minimumDays))
  }
}
