// The moment at which lists of what is due are asked, and lengths of time as people type them.
import PMCore

extension Context {
  /// The moment of `--as-of`; else `--at`; else now.
  mutating func serviceMoment() throws -> Instant {
    guard let day = common.asOf else { return try eventTime() }
    return try isUnderWay(day) ? now() : databaseZone().start(of: day.adding(1))
  }

  /// Whether a day has begun and is not over: what holds on it holds now, and not at its end, when
  /// all would be late that is still to be done today.
  mutating func isUnderWay(_ day: Day) throws -> Bool {
    let moment = now()
    return try databaseZone().day(of: moment) == day
  }
}

/// Minutes as `90`, `90m`, `4h` or `2d`.
func minutes(_ text: String) -> Int64? {
  let units: [Character: Int64] = ["m": 1, "h": 60, "d": 1440]
  let unit = text.last.flatMap { units[$0] }
  let digits = unit == nil ? text[...] : text.dropLast()
  guard !digits.isEmpty, digits.utf8.count <= 9,
    digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
    let number = Int64(digits)
  else { return nil }
  return number * (unit ?? 1)
}
