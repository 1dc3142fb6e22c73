// Civil days and months without a calendar library: exact, small, and free of ICU.

/// A civil date, counted in days since 1970-01-01.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let number: Int32

  package init(number: Int32) { self.number = number }

  /// The date, or nil where there is none such: 2024-02-30, month 13, year 0 or beyond 9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= daysInMonth(year: year, month: month)
    else { return nil }
    number = daysFromCivil(year, month, day)
  }

  /// Reads `2026-10-31`, and nothing else.
  package init?(_ text: String) {
    guard let day = withBytes(of: text, Day.init(iso:)) else { return nil }
    self = day
  }

  /// Reads `2026-10-31`, and nothing else.
  package init?(iso bytes: Bytes) {
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = digits(bytes, 0, 4), let month = digits(bytes, 5, 7),
      let day = digits(bytes, 8, 10)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Stands for "since ever" where a date is part of a key; shown as empty.
  package static let distantPast = Day(number: daysFromCivil(1, 1, 1))
  /// The last date there is, for open ends in comparisons.
  package static let distantFuture = Day(number: daysFromCivil(9999, 12, 31))

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  /// The day `days` later (earlier where negative).
  package func adding(_ days: Int) -> Day { Day(number: number + Int32(truncatingIfNeeded: days)) }
  /// How many days this one is after `other`.
  package func days(since other: Day) -> Int { Int(number) - Int(other.number) }

  package var civil: (year: Int, month: Int, day: Int) { civilFromDays(number) }
  package var period: Period {
    let date = civil
    return Period(index: Int32(date.year * 12 + date.month - 1))
  }
  /// 1 Monday … 7 Sunday.
  package var weekday: Int { Int(((Int(number) + 3) % 7 + 7) % 7) + 1 }

  package var description: String {
    let date = civil
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
  }
}

/// A calendar month, `YYYY-MM`: what a bill is for and what is closed.
package struct Period: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Year × 12 + month − 1.
  package let index: Int32

  package init(index: Int32) { self.index = index }

  package init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    index = Int32(year * 12 + month - 1)
  }

  /// Reads `2026-10`, and nothing else.
  package init?(_ text: String) {
    guard let period = withBytes(of: text, Period.init(iso:)) else { return nil }
    self = period
  }

  package init?(iso bytes: Bytes) {
    guard bytes.count == 7, bytes[4] == 0x2D, let year = digits(bytes, 0, 4),
      let month = digits(bytes, 5, 7)
    else { return nil }
    self.init(year: year, month: month)
  }

  package static func < (left: Period, right: Period) -> Bool { left.index < right.index }

  package var year: Int { Int(index) / 12 }
  package var month: Int { Int(index) % 12 + 1 }
  package var dayCount: Int { daysInMonth(year: year, month: month) }
  package var first: Day { Day(number: daysFromCivil(year, month, 1)) }
  package var last: Day { Day(number: daysFromCivil(year, month, dayCount)) }
  package func adding(_ months: Int) -> Period {
    Period(index: index + Int32(truncatingIfNeeded: months))
  }
  /// The day of this month, cut to its last one.
  package func day(_ day: Int) -> Day { first.adding(min(max(day, 1), dayCount) - 1) }

  package var description: String { padded(year, 4) + "-" + padded(month, 2) }
}

/// The number of days of a month of the Gregorian calendar.
package func daysInMonth(year: Int, month: Int) -> Int {
  switch month {
  case 2: return isLeap(year) ? 29 : 28
  case 4, 6, 9, 11: return 30
  default: return 31
  }
}

private func isLeap(_ year: Int) -> Bool {
  year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days since 1970-01-01, counting years from March so that the leap day comes last.
private func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
  let shifted = month <= 2 ? year - 1 : year
  let era = shifted / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 719_468)
}

private func civilFromDays(_ number: Int32) -> (year: Int, month: Int, day: Int) {
  let shifted = Int(number) + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return (
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  )
}

/// The number that the ASCII digits in `bytes[from..<to]` write, or nil where one is no digit.
package func digits(_ bytes: Bytes, _ from: Int, _ to: Int) -> Int? {
  var value = 0
  for index in from..<to {
    let byte = bytes[index]
    guard byte >= 0x30, byte <= 0x39 else { return nil }
    value = value * 10 + Int(byte &- 0x30)
  }
  return value
}

/// `number` with zeros in front up to `width` digits.
package func padded(_ number: Int, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
