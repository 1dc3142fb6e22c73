// When people work: hours by weekday, holidays, and make-up workdays.

/// Minutes of a day on which people work: from (inclusive) to (exclusive).
package struct WorkSpan: Sendable, Hashable {
  package let from: Int
  package let to: Int

  /// The span, or nil where it is empty or leaves the day.
  package init?(_ from: Int, _ to: Int) {
    guard from >= 0, from < to, to <= 1440 else { return nil }
    self.from = from
    self.to = to
  }
}

/// The working hours of one day, in order and without overlap.
package struct WorkHours: Sendable, Hashable {
  package let spans: [WorkSpan]

  package static let none = WorkHours(spans: [])

  private init(spans: [WorkSpan]) { self.spans = spans }

  /// Reads `08:30-12:00 13:30-17:30`; `-` is a day off.
  package init?(_ text: String) {
    if text == "-" {
      self = .none
      return
    }
    var spans: [WorkSpan] = []
    for part in text.split(separator: " ") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2, let from = minuteOfDay(ends[0]), let to = minuteOfDay(ends[1]),
        let span = WorkSpan(from, to), from >= (spans.last?.to ?? 0)
      else { return nil }
      spans.append(span)
    }
    if spans.isEmpty { return nil }
    self.spans = spans
  }

  package var minutes: Int { spans.reduce(0) { $0 + $1.to - $1.from } }
}

/// The minute of the day that `08:30` names; `24:00` is the end of the day.
private func minuteOfDay(_ text: Substring) -> Int? {
  withBytes(of: String(text)) { bytes in
    guard bytes.count == 5, bytes[2] == 0x3A, let hour = digits(bytes, 0, 2),
      let minute = digits(bytes, 3, 5), minute < 60, hour * 60 + minute <= 1440
    else { return nil }
    return hour * 60 + minute
  }
}

/// A working calendar.
package struct WorkCalendar: Sendable, Hashable {
  /// Monday first.
  package var week: [WorkHours]
  /// Days that differ from their weekday: holidays and make-up workdays.
  package var exceptions: [Day: WorkHours]

  package init(week: [WorkHours], exceptions: [Day: WorkHours] = [:]) {
    self.week = week
    self.exceptions = exceptions
  }

  /// The hours of a day.
  package func hours(_ day: Day) -> WorkHours {
    exceptions[day] ?? usual(day)
  }

  /// The hours of days like this one, whatever differs on it.
  package func usual(_ day: Day) -> WorkHours {
    let place = day.weekday - 1
    return week.indices.contains(place) ? week[place] : .none
  }

  /// The working minutes of a week in which no day differs.
  package var weekMinutes: Int64 { Int64(week.reduce(0) { $0 + $1.minutes }) }

  /// This calendar with one more holiday.
  package func closing(_ day: Day) -> WorkCalendar {
    var calendar = self
    calendar.exceptions[day] = WorkHours.none
    return calendar
  }
}
