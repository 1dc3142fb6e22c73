// How much of its months a line covers, by the days.

/// A number of months as an exact fraction, not in lowest terms.
package struct Months: Equatable, Sendable {
  /// Whole months × the denominator, plus the parts.
  package let numerator: Int64
  package let denominator: Int64

  /// `whole` months and two parts of months; denominators are at most 62.
  init(whole: Int64, _ first: MonthPart, _ second: MonthPart) {
    numerator = (whole * first.of + first.days) * second.of + second.days * first.of
    denominator = first.of * second.of
  }

  /// `numerator ÷ denominator` months; the denominator must be positive.
  init(_ numerator: Int64, over denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
  }

  package var ratio: Ratio { Ratio(numerator, over: denominator) }
}

/// A part of a month: `days ÷ of`.
struct MonthPart {
  var days: Int64 = 0
  var of: Int64 = 1
}

/// The months that `span`, one run of covered days, counts for.
///
/// `daily` takes covered days ÷ days of the month. `whole` and `half` are settled once for the charge
/// and month by all its covered days (1; ½ for up to 15 days); each part of the month has that in
/// proportion to its days.
///
/// - Parameter covered: all runs of days that the charge covers, `span` among them, in order.
func months(of span: DaySpan, _ proration: Proration, covered: [ChargeRun]) -> Months {
  let first = span.from.period
  let last = span.to.period
  if first == last { return month(first, days: span.count, proration, covered) }
  let head = month(first, days: first.last.days(since: span.from) + 1, proration, covered)
  let tail = month(last, days: span.to.days(since: last.first) + 1, proration, covered)
  return Months(
    whole: Int64(last.index - first.index - 1),
    MonthPart(days: head.numerator, of: head.denominator),
    MonthPart(days: tail.numerator, of: tail.denominator))
}

/// The months of `span` where nothing else is covered.
func monthsAlone(_ span: DaySpan, _ proration: Proration) -> Months {
  months(
    of: span, proration,
    covered: [ChargeRun(span: span, customer: 0, isAmbiguous: false, tariff: 0, room: 0)])
}

/// What `days` of `period` in one run count for.
private func month(_ period: Period, days: Int, _ proration: Proration, _ covered: [ChargeRun])
  -> Months
{
  let all = period.dayCount
  var part = MonthPart(days: 1)
  if days < all {
    part = MonthPart(days: Int64(days), of: Int64(all))
    if proration != .daily {
      let total = covered.count == 1 ? days : coveredDays(of: period, covered)
      let isHalf = proration == .half && total <= 15
      part.of = Int64(max(total, days)) * (isHalf ? 2 : 1)
    }
  }
  return Months(whole: 0, part, MonthPart())
}

private func coveredDays(of period: Period, _ covered: [ChargeRun]) -> Int {
  let month = DaySpan(of: period)
  return covered.reduce(0) { $0 + ($1.span.intersection(month)?.count ?? 0) }
}
