// Late fees (违约金): what an overdue bill has cost through a day, and what is still to be posted.

/// The terms of a late policy.
package struct LateTerms: Equatable, Sendable {
  package var dailyRate: Rate
  package var graceDays: Int
  /// The most that may fall due, as a multiple of the principal; nil is without limit.
  package var cap: Rate?

  package init(dailyRate: Rate, graceDays: Int = 0, cap: Rate? = nil) {
    self.dailyRate = dailyRate
    self.graceDays = graceDays
    self.cap = cap
  }
}

/// Something that lowered what is owed: a payment, an offset, a netting, a waiver.
package struct Reduction: Equatable, Sendable {
  /// Lowers the outstanding from the day after on.
  package var valueDate: Day
  /// Negative where a reversal takes a payment back.
  package var amount: Money

  package init(_ valueDate: Day, _ amount: Money) {
    self.valueDate = valueDate
    self.amount = amount
  }
}

/// The late fee F that `principal`, due on `dueOn`, has borne through `asOf`.
///
/// `F = min(cap × principal, Σ rate × outstanding at the start of day d)` over the days d from
/// due_on + grace_days + 1 through as-of; both sides are rounded half up to the fen, whatever the
/// fee's rounding. A negative principal bears none.
///
/// - Parameter reductions: in any order.
package func lateFee(
  principal: Money, dueOn: Day, policy: LateTerms, reductions: [Reduction], asOf: Day
) throws(ArithmeticError) -> Money {
  let first = dueOn.adding(min(max(policy.graceDays, 0), 100_000) + 1)
  guard principal.minor > 0, let overdue = DaySpan(first, asOf) else { return .zero }
  var days: Int128 = 0
  for run in overdueRuns(principal, on: overdue, reductions) {
    // A 64-bit sum times at most 32-bit days, over at most 32-bit days: far below 128 bits.
    days += run.outstanding * Int128(run.span.count)
  }
  let exact = try checkedProduct(days, Int128(policy.dailyRate.units))
  var fee = roundedQuotient(exact, Int128(Rate.unitsOfOne), .halfUp)
  if let cap = policy.cap {
    let most = Int128(principal.minor) * Int128(cap.units)
    fee = min(fee, roundedQuotient(most, Int128(Rate.unitsOfOne), .halfUp))
  }
  guard let minor = Int64(exactly: fee) else { throw .overflow }
  return Money(minor: max(minor, 0))
}

/// Days of a bill with the same sum outstanding at their start.
package struct OverdueRun: Equatable, Sendable {
  package let span: DaySpan
  /// In fen; never negative.
  package let outstanding: Int128
}

/// The days of `overdue` by what is outstanding at their start, in order, without gaps.
///
/// This is the working of a late fee: Σ outstanding × days × rate.
package func overdueRuns(_ principal: Money, on overdue: DaySpan, _ reductions: [Reduction])
  -> [OverdueRun]
{
  var runs: [OverdueRun] = []
  var day = overdue.from
  while day <= overdue.to {
    var outstanding = Int128(principal.minor)
    var end = overdue.to
    for reduction in reductions {
      if reduction.valueDate < day {
        outstanding -= Int128(reduction.amount.minor)
      } else {
        end = min(end, reduction.valueDate)
      }
    }
    if let span = DaySpan(day, end) {
      runs.append(OverdueRun(span: span, outstanding: max(outstanding, 0)))
    }
    day = end.adding(1)
  }
  return runs
}

/// What a run posts: F less what earlier runs posted; nil where there is nothing to post.
///
/// - Parameter lastPosted: the date of the bill's latest late line; one later than `asOf` means that
///   this run leaves the bill alone.
package func latePosting(
  _ fee: Money, posted: Money, lastPosted: Day?, asOf: Day
) throws(ArithmeticError) -> Money? {
  if let lastPosted, asOf < lastPosted { return nil }
  let difference = try fee.adding(-posted)
  return difference.minor == 0 ? nil : difference
}
