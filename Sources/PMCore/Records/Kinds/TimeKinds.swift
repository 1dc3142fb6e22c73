// Columns of time: civil dates, moments, and billing periods.

/// A civil date, stored as its day number.
///
/// Read as `2026-10-31`; `2026/1/5`, `2026.01.05`, `2026年1月5日`, `20260105` and, with a warning,
/// Excel's day numbers 20000–60000 are understood too; a time of day behind the date is cut off.
package struct DateKind: CellKind {
  /// Stands for an empty cell where the date is part of a key.
  package let emptyIsPast: Bool
  package var shape: ColumnShape { .date }
  package var words: Words { Words("a date", zh: "日期") }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    if let day = Day(iso: bytes) { return .integer(Int64(day.number)) }
    return parseDate(bytes, context)
  }

  package func check(_ column: String) -> String? {
    "\(column) BETWEEN \(Day.distantPast.number) AND \(Day.distantFuture.number)"
  }

  package func text(_ value: Int64, _ zone: Zone) -> String {
    let day = Day(number: Int32(truncatingIfNeeded: value))
    return day == .distantPast ? "" : day.description
  }
}

/// A moment, written in the database's zone, stored as seconds of UTC.
package struct InstantKind: CellKind {
  package var shape: ColumnShape { .instant }
  package var words: Words { Words("a date and time", zh: "日期时间") }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    guard let split = bytes.firstIndex(where: { $0 == 0x20 || $0 == 0x54 }) else {
      let date = parseDate(bytes, context)
      guard case .integer(let number) = date else { return date }
      let day = Day(number: Int32(truncatingIfNeeded: number))
      return .integer(context.zone.start(of: day).seconds)
    }
    let date = parseDate(Bytes(rebasing: bytes[..<split]), context)
    guard case .integer(let number) = date,
      let time = timeOfDay(Bytes(rebasing: bytes[(split + 1)...]).trimmed)
    else {
      if case .bad(.impossibleDate) = date { return date }
      return .bad(excelDamage(bytes) ?? .notAnInstant)
    }
    let day = Day(number: Int32(truncatingIfNeeded: number))
    var seconds = Int64(day.number) * 86_400 + time.seconds
    seconds -= time.offset ?? context.zone.offsetSeconds
    return .integer(seconds)
  }

  package func text(_ value: Int64, _ zone: Zone) -> String { zone.text(Instant(seconds: value)) }
}

/// A billing period, `2026-10`, stored as its index.
package struct PeriodKind: CellKind {
  package var shape: ColumnShape { .period }
  package var words: Words { Words("a period such as 2026-10", zh: "如 2026-10 的账期") }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    guard let period = Period(iso: bytes) else { return .bad(.notAPeriod) }
    return .integer(Int64(period.index))
  }

  package func text(_ value: Int64, _ zone: Zone) -> String {
    Period(index: Int32(truncatingIfNeeded: value)).description
  }
}

/// Reads a date in any of the spellings that `DateKind` documents.
func parseDate(_ bytes: Bytes, _ context: CellContext) -> Cell {
  var parts = [0, 0, 0]
  var lengths = [0, 0, 0]
  var part = 0
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    if byte >= 0x30, byte <= 0x39 {
      if lengths[part] >= 8 { return .bad(.notADate) }
      parts[part] = parts[part] * 10 + Int(byte &- 0x30)
      lengths[part] += 1
      index += 1
    } else if lengths[part] > 0, let width = dateMark(bytes, index, part) {
      index += width
      if part == 2 { break }
      part += 1
    } else {
      return .bad(excelDamage(bytes) ?? .notADate)
    }
  }
  if part == 0, lengths[0] == 8 {
    parts = [parts[0] / 10_000, parts[0] / 100 % 100, parts[0] % 100]
  } else if part == 0, lengths[0] == 5, (20_000...60_000).contains(parts[0]) {
    // Excel counts days from 1899-12-30; 1970-01-01 is its day 25569.
    return context.pass(.integer(Int64(parts[0] - 25_569)), warning: .excelDate)
  } else if part < 2 || lengths[0] != 4 || lengths[2] == 0 || lengths[2] > 2 || lengths[1] > 2 {
    return .bad(.notADate)
  } else if index < bytes.count {
    // Behind the date only a time of day may follow.
    let rest = Bytes(rebasing: bytes[index...]).trimmed
    if rest.count > 0, timeOfDay(rest) == nil { return .bad(.notADate) }
  }
  guard let day = Day(year: parts[0], month: parts[1], day: parts[2]) else {
    return .bad(.impossibleDate)
  }
  return .integer(Int64(day.number))
}

/// The width of the separator after part `part` of a date at `index`, or nil where there is none.
private func dateMark(_ bytes: Bytes, _ index: Int, _ part: Int) -> Int? {
  let byte = bytes[index]
  if part < 2, byte == 0x2D || byte == 0x2F || byte == 0x2E { return 1 }
  if part == 2, byte == 0x20 || byte == 0x54 { return 1 }
  let mark: StaticString = part == 0 ? "年" : (part == 1 ? "月" : "日")
  let tail = Bytes(rebasing: bytes[index...])
  return mark.withUTF8Buffer { tail.starts(with: $0) } ? 3 : nil
}

/// `14:05`, `14:05:59`, `2:05:00 PM`, `14:05+08:00`, `06:05:00Z`; fractions of a second are cut.
func timeOfDay(_ bytes: Bytes) -> (seconds: Int64, offset: Int64?)? {
  var fields = [0, 0, 0]
  var count = 0
  var index = 0
  while count < 3, index < bytes.count {
    let start = index
    while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
    guard index > start, index - start <= 2, let value = digits(bytes, start, index) else { return nil }
    fields[count] = value
    count += 1
    guard index < bytes.count, bytes[index] == 0x3A else { break }
    index += 1
  }
  if count == 3, index < bytes.count, bytes[index] == 0x2E {
    index += 1
    while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
  }
  guard count >= 2 else { return nil }
  let tail = Bytes(rebasing: bytes[index...]).trimmed.text.uppercased()
  var offset: Int64?
  if tail == "AM" || tail == "PM" {
    guard (1...12).contains(fields[0]) else { return nil }
    fields[0] = fields[0] % 12 + (tail == "PM" ? 12 : 0)
  } else if !tail.isEmpty {
    guard let zone = Zone(tail) else { return nil }
    offset = zone.offsetSeconds
  }
  guard fields[0] < 24, fields[1] < 60, fields[2] < 60 else { return nil }
  return (Int64(fields[0] * 3600 + fields[1] * 60 + fields[2]), offset)
}
