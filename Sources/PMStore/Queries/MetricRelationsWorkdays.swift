// Working calendars as a relation: how many minutes were worked up to a moment.
import PMCore

/// The weeks of a range, counted from its first day, that are laid out day by day: the first one, and
/// those around the days that differ from their weekday. What lies before and behind is like the
/// nearest of these, whole weeks further on.
struct LaidOutWeeks {
  /// A range is laid out whole up to so many weeks: its statement is plainer.
  private static let few = 104
  /// The last week that the range touches.
  let last: Int
  /// The weeks around the days that differ, on either side one like any other, and behind another one, whose eve is
  /// like any other; nil where all are laid out.
  let around: ClosedRange<Int>?

  init(from first: Day, through end: Day, exceptions: some Sequence<Day>) {
    last = max(Int(end.number - first.number), 0) / 7
    let weeks = exceptions.filter { first <= $0 && $0 <= end }.map { Int($0.number - first.number) / 7 }
    let low = max((weeks.min() ?? 1) - 1, 0)
    let high = (weeks.max() ?? 0) + 2
    around = last < Self.few || low <= 1 && high >= last - 1 ? nil : low...high
  }

  /// The days of the laid out weeks, as runs of days that follow each other, counted from the first day.
  func runs(through end: Int) -> [ClosedRange<Int>] {
    guard let around else { return end < 0 ? [] : [0...end] }
    let middle = around.lowerBound * 7...min(around.upperBound * 7 + 6, end)
    return middle.lowerBound <= 7 ? [0...middle.upperBound] : [0...6, middle]
  }
}

extension MetricRelations {
  private var weeks: LaidOutWeeks {
    LaidOutWeeks(
      from: question.first, through: question.asOf, exceptions: question.calendars.values.flatMap(\.exceptions.keys))
  }

  /// The day of a moment, in the zone of the database.
  private func day(_ moment: String) -> String {
    dialect.divided("(\(moment) + \(question.zone.offsetSeconds))", by: 86_400)
  }

  /// That row `alias` of `workday` is of the day of a moment, or of the like day that is laid out.
  func isWorkday(_ alias: String, _ moment: String) -> String {
    let day = day(moment)
    guard let around = weeks.around else { return "\(alias).day = \(day)" }
    let first = question.first.number
    let week = dialect.divided("(\(day) - \(first))", by: 7)
    return """
      \(day) BETWEEN \(first) AND \(question.asOf.number)
                AND \(alias).day = \(day) + 7 * CASE WHEN \(week) = 0 THEN 0
                  WHEN \(week) < \(around.lowerBound) THEN \(around.lowerBound) - \(week)
                  WHEN \(week) > \(around.upperBound) THEN \(around.upperBound) - \(week) ELSE 0 END
      """
  }

  /// The working hours of each calendar on the laid out days from the first of the range through as-of.
  ///
  /// `before` counts the working minutes from the first day to the day's start, `eve` to the
  /// minute before that, `at_end` to the last minute of as-of, `per_week` in a week of no exceptions;
  /// the hours are minutes of the day.
  var workday: With {
    var rows: [String] = []
    let first = question.first
    let end = Int(question.asOf.number) - Int(first.number)
    for (code, calendar) in question.calendars.sorted(by: { $0.key < $1.key }) {
      // As-of ends with its day: the last minute is the eve of the next one.
      let atEnd = end < 0 ? 0 : calendar.eve(of: first.adding(end + 1), from: first)
      for run in weeks.runs(through: end) {
        var before = calendar.minutes(from: first, to: first.adding(run.lowerBound))
        var eve = calendar.eve(of: first.adding(run.lowerBound), from: first)
        for place in run {
          let spans = calendar.hours(first.adding(place)).spans
          let hours = (0..<spanCount).map { place in
            spans.indices.contains(place) ? "\(spans[place].from), \(spans[place].to)" : "0, 0"
          }
          rows.append(
            "(\(dialect.literal(code)), \(Int(first.number) + place), \(before), \(eve), \(atEnd), \(calendar.weekMinutes), "
              + hours.joined(separator: ", ") + ")")
          before += spans.reduce(0) { $0 + $1.to - $1.from }
          eve = before - (spans.last?.to == 1440 ? 1 : 0)
        }
      }
    }
    if rows.isEmpty {
      rows = ["('', 0, 0, 0, 0, 0\(String(repeating: ", 0", count: 2 * spanCount)))"]
    }
    let names = (1...spanCount).map { "open\($0), close\($0)" }.joined(separator: ", ")
    return (
      "workday(calendar, day, before, eve, at_end, per_week, \(names))",
      "VALUES " + rows.joined(separator: ",\n    ")
    )
  }

  /// How many spans of working hours a day has at most.
  private var spanCount: Int {
    let hours = question.calendars.values.flatMap { $0.week + $0.exceptions.values }
    return max(hours.map(\.spans.count).max() ?? 1, 1)
  }

  /// The working minutes from the first day up to a minute, which lies on the day that row `alias` is for.
  func worked(_ alias: String, _ minute: String) -> String {
    worked(alias, ofDay: ofDay(alias, minute), minute)
  }

  /// The same up to the minute before; nothing before the first day.
  func workedBefore(_ alias: String, _ minute: String) -> String {
    let place = ofDay(alias, minute)
    return "CASE WHEN \(place) = 0 THEN \(counted(alias, "eve", minute))"
      + " ELSE \(worked(alias, ofDay: "\(place) - 1", minute)) END"
  }

  /// The minute of its day.
  private func ofDay(_ alias: String, _ minute: String) -> String {
    "(\(minute) + \(question.zone.offsetSeconds / 60) - \(weeks.around == nil ? "\(alias).day" : dayOf(minute)) * 1440)"
  }

  private func dayOf(_ minute: String) -> String {
    dialect.divided("(\(minute) + \(question.zone.offsetSeconds / 60))", by: 1440)
  }

  /// What row `alias` counts, with the whole weeks between its day and the one that it is for.
  private func counted(_ alias: String, _ column: String, _ minute: String) -> String {
    if weeks.around == nil { return "\(alias).\(column)" }
    let apart = dialect.divided("(\(dayOf(minute)) - \(alias).day)", by: 7)
    return "(\(alias).\(column) + \(apart) * \(alias).per_week)"
  }

  private func worked(_ alias: String, ofDay place: String, _ minute: String) -> String {
    let spans = (1...spanCount).map { number in
      let (open, close) = ("\(alias).open\(number)", "\(alias).close\(number)")
      return "CASE WHEN \(place) <= \(open) THEN 0 WHEN \(place) >= \(close)"
        + " THEN \(close) - \(open) ELSE \(place) - \(open) END"
    }
    return "(\(counted(alias, "before", minute)) + \(spans.joined(separator: " + ")))"
  }
}

extension WorkCalendar {
  /// The working minutes from the start of `first` to that of `day`, which is not before it: whole weeks by
  /// arithmetic.
  func minutes(from first: Day, to day: Day) -> Int {
    let days = Int(day.number) - Int(first.number)
    var minutes = days / 7 * Int(weekMinutes)
    for place in 0..<days % 7 { minutes += usual(first.adding(place)).minutes }
    for (date, hours) in exceptions where first <= date && date < day { minutes += hours.minutes - usual(date).minutes }
    return minutes
  }

  /// The same to the last minute before `day`; nothing before the first day.
  func eve(of day: Day, from first: Day) -> Int {
    let isOpen = day > first && hours(day.adding(-1)).spans.last?.to == 1440
    return minutes(from: first, to: day) - (isOpen ? 1 : 0)
  }
}
