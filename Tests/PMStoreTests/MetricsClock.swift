// A working calendar of the random histories, and due times counted half hour by half hour.
import PMCore
import PMStore

/// Working hours as half hours of the day; everything in the histories lies on half hours.
struct MetricsClock {
  /// Monday first: the half hours, from 0 to 47, in which people work.
  var week: [Set<Int>] = []
  var exceptions: [Int64: Set<Int>] = [:]
  let zone: Zone

  init(origin: Day, zone: Zone, seed: UInt64) {
    var random = Seeded(seed)
    self.zone = zone
    let office = Set(17..<24).union(27..<35)
    for day in 0..<7 {
      // One evening shift lasts until midnight, so that a day may begin with its clock running.
      week.append(day == 6 ? [] : day == 4 ? Set(40..<48) : day == 5 && random.chance(50) ? Set(0..<6) : office)
    }
    for _ in 0..<5 {
      let day = Int64(origin.number) + Int64.random(in: 0...45, using: &random)
      exceptions[day] = random.chance(60) ? [] : Set(20..<30)
    }
  }

  private func hours(_ day: Int64) -> Set<Int> {
    // 1970-01-01 was a Thursday.
    exceptions[day] ?? week[Int((day + 3) % 7)]
  }

  /// The minute at which so many minutes are over, walking on by half hours; nil after 200 days.
  func due(from start: Int64, minutes: Int64) -> Int64? {
    let first = start / 60
    if minutes == 0 { return first }
    var left = minutes
    var now = first
    while now < first + 200 * 1440 {
      let local = now * 60 + zone.offsetSeconds
      let day = local / 86_400
      if hours(day).contains(Int(local % 86_400 / 1800)) { left -= 30 }
      now += 30
      if left <= 0 { return now }
    }
    return nil
  }

  func insert(into database: Database) throws {
    func text(_ hours: Set<Int>) -> SQLValue {
      var spans: [String] = []
      for half in hours.sorted() where !hours.contains(half - 1) {
        var end = half
        while hours.contains(end) { end += 1 }
        spans.append("\(clock(half))-\(clock(end))")
      }
      return spans.isEmpty ? .null : .text(spans.joined(separator: " "))
    }
    func clock(_ half: Int) -> String { padded(half / 2, 2) + (half % 2 == 0 ? ":00" : ":30") }
    try database.run(
      """
      INSERT INTO calendar (id, key, code, \(Calendar.weekdays.joined(separator: ", ")))
      VALUES (1, 'K', 'K', ?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """, week.map(text))
    for (day, hours) in exceptions {
      try database.run(
        "INSERT INTO calendar_day (key, calendar_id, date, kind, hours) VALUES (?1, 1, ?1, ?2, ?3)",
        [.integer(day), .text(hours.isEmpty ? "holiday" : "workday"), text(hours)])
    }
  }
}
