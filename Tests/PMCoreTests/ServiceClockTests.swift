// The service clock: working hours, holidays and suspensions, in cases and in laws.
import PMCore
import Testing

@Suite("The service clock")
struct ServiceClockTests {
  static let zone = Zone.standard

  private static func calendar(_ exceptions: [Day: WorkHours] = [:]) throws -> WorkCalendar {
    let work = try need(WorkHours("08:30-12:00 13:30-17:30"))
    return WorkCalendar(
      week: Array(repeating: work, count: 5) + [.none, .none], exceptions: exceptions)
  }

  private static func at(_ text: String) throws -> Instant {
    let date = try day(String(text.prefix(10)))
    let parts = text.dropFirst(11).split(separator: ":").compactMap { Int($0) }
    return zone.instant(date, parts[0], parts[1])
  }

  @Test(
    "working hours are read strictly",
    arguments: [
      ("08:30-12:00 13:30-17:30", 450), ("00:00-24:00", 1440), ("-", 0), ("8:30-12:00", nil),
      ("08:30-08:30", nil), ("12:00-08:30", nil), ("08:30-12:00 11:00-13:00", nil), ("", nil),
      ("08:30-24:01", nil), ("08:60-09:00", nil), ("08:30", nil),
    ] as [(String, Int?)])
  func hours(text: String, minutes: Int?) {
    #expect(WorkHours(text)?.minutes == minutes)
  }

  @Test(
    "the due time is the start and the minutes, in working time",
    arguments: [
      // 2026-10-09 is a Friday.
      ("2026-10-09 09:00", 60, "2026-10-09 10:00"), ("2026-10-09 11:30", 60, "2026-10-09 14:00"),
      ("2026-10-09 17:00", 60, "2026-10-12 09:00"), ("2026-10-09 17:00", 30, "2026-10-09 17:30"),
      ("2026-10-10 03:00", 1, "2026-10-12 08:31"), ("2026-10-09 06:00", 450, "2026-10-09 17:30"),
      ("2026-10-09 06:00", 451, "2026-10-12 08:31"),
    ])
  func due(start: String, minutes: Int64, end: String) throws {
    let clock = ServiceClock(zone: Self.zone, calendar: try Self.calendar())
    #expect(clock.due(from: try Self.at(start), minutes: minutes) == (try Self.at(end)))
  }

  @Test("a holiday is passed over, a make-up workday is worked")
  func exceptions() throws {
    let work = try need(WorkHours("08:30-12:00 13:30-17:30"))
    let clock = ServiceClock(
      zone: Self.zone,
      calendar: try Self.calendar([try day("2026-10-12"): .none, try day("2026-10-10"): work]))
    #expect(
      clock.due(from: try Self.at("2026-10-09 17:00"), minutes: 60)
        == (try Self.at("2026-10-10 09:00")))
    #expect(
      clock.due(from: try Self.at("2026-10-10 17:00"), minutes: 60)
        == (try Self.at("2026-10-13 09:00")))
  }

  @Test("without a calendar the clock runs day and night")
  func roundTheClock() throws {
    let clock = ServiceClock(zone: Self.zone)
    #expect(
      clock.due(from: try Self.at("2026-10-09 17:00"), minutes: 1440)
        == (try Self.at("2026-10-10 17:00")))
  }

  @Test("a clock that stands still for good is never due; a calendar without hours neither")
  func never() throws {
    let start = try Self.at("2026-10-09 09:00")
    let pause = ClockPause(from: try Self.at("2026-10-09 09:30"), to: nil)
    #expect(ServiceClock(zone: Self.zone).due(from: start, minutes: 60, pauses: [pause]) == nil)
    let idle = WorkCalendar(week: Array(repeating: .none, count: 7))
    #expect(ServiceClock(zone: Self.zone, calendar: idle).due(from: start, minutes: 1) == nil)
    #expect(ServiceClock(zone: Self.zone, calendar: idle).minutes(from: start, to: pause.from) == 0)
  }

  /// A random clock, start, length and pauses.
  private struct Setting {
    let clock: ServiceClock
    let calendar: WorkCalendar
    let start: Instant
    let minutes: Int64
    let pauses: [ClockPause]
  }

  private static func random(_ random: inout Seeded) throws -> Setting {
    let base = try at("2026-10-01 00:00")
    var exceptions: [Day: WorkHours] = [:]
    let work = try need(WorkHours("09:00-18:00"))
    for _ in 0..<random.next() % 6 {
      exceptions[zone.day(of: base).adding(Int(random.next() % 40))] =
        random.next() % 2 == 0 ? .none : work
    }
    let calendar = try calendar(exceptions)
    let start = base.adding(minutes: Int64(random.next() % 20_000))
    var pauses: [ClockPause] = []
    var moment = start
    for _ in 0..<random.next() % 4 {
      let from = moment.adding(minutes: Int64(random.next() % 2000))
      let to = from.adding(minutes: Int64(random.next() % 3000))
      pauses.append(ClockPause(from: from, to: to))
      moment = to
    }
    return Setting(
      clock: ServiceClock(zone: zone, calendar: random.next() % 4 == 0 ? nil : calendar),
      calendar: calendar, start: start, minutes: Int64(random.next() % 5000), pauses: pauses)
  }

  @Test("up to the due time exactly the minutes have been counted")
  func exactness() throws {
    var random = Seeded(1)
    for _ in 0..<500 {
      let it = try Self.random(&random)
      let due = try need(it.clock.due(from: it.start, minutes: it.minutes, pauses: it.pauses))
      #expect(it.clock.minutes(from: it.start, to: due, pauses: it.pauses) == it.minutes)
      if it.minutes > 0 {
        let before = due.adding(minutes: -1)
        #expect(it.clock.minutes(from: it.start, to: before, pauses: it.pauses) == it.minutes - 1)
      }
    }
  }

  @Test("a minute-by-minute count agrees")
  func naive() throws {
    var random = Seeded(2)
    for _ in 0..<40 {
      let it = try Self.random(&random)
      let end = it.start.adding(minutes: 4000)
      var count: Int64 = 0
      for minute in 0..<Int64(4000) {
        let moment = it.start.adding(minutes: minute)
        let isPaused = it.pauses.contains { pause in
          pause.from <= moment && (pause.to.map { moment < $0 } ?? true)
        }
        let date = Self.zone.day(of: moment)
        let minuteOfDay = Int((moment.seconds - Self.zone.start(of: date).seconds) / 60)
        let isWorked = it.clock.calendar.map { calendar in
          calendar.hours(date).spans.contains { $0.from <= minuteOfDay && minuteOfDay < $0.to }
        }
        if !isPaused, isWorked ?? true { count += 1 }
      }
      #expect(it.clock.minutes(from: it.start, to: end, pauses: it.pauses) == count)
    }
  }

  @Test("over years, with whole weeks in one step, a count day by day agrees")
  func years() throws {
    var random = Seeded(5)
    let work = try need(WorkHours("09:00-18:00"))
    for round in 0..<60 {
      let start = try Self.at("2026-10-01 00:00").adding(minutes: Int64(random.next() % 20_000))
      let first = Self.zone.day(of: start)
      var exceptions: [Day: WorkHours] = [:]
      for _ in 0..<random.next() % 8 {
        exceptions[first.adding(Int(random.next() % 3000))] = random.next() % 2 == 0 ? .none : work
      }
      var pauses: [ClockPause] = []
      for _ in 0..<random.next() % 3 {
        let from = start.adding(minutes: Int64(random.next() % 2_000_000))
        let isOpen = random.next() % 8 == 0
        pauses.append(ClockPause(from: from, to: isOpen ? nil : from.adding(minutes: Int64(random.next() % 900_000))))
      }
      let calendar = try Self.calendar(exceptions)
      let clock = ServiceClock(zone: Self.zone, calendar: calendar)
      let end = start.adding(minutes: Int64(random.next() % 4_000_000))
      var counted: Int64 = 0
      var day = first
      while Self.zone.start(of: day) <= end {
        let midnight = Self.zone.start(of: day)
        for span in calendar.hours(day).spans {
          var from = max(midnight.adding(minutes: Int64(span.from)), start)
          let to = min(midnight.adding(minutes: Int64(span.to)), end)
          while from < to {
            // The pause that covers the minute, else the next boundary.
            let covering = pauses.first { $0.from <= from && ($0.to.map { from < $0 } ?? true) }
            if let covering {
              from = covering.to ?? to
              continue
            }
            let next = pauses.map(\.from).filter { $0 > from }.min() ?? to
            counted += (min(next, to).seconds - from.seconds) / 60
            from = min(next, to)
          }
        }
        day = day.adding(1)
      }
      #expect(clock.minutes(from: start, to: end, pauses: pauses) == counted, "\(round)")
      guard counted > 1 else { continue }
      let due = try need(clock.due(from: start, minutes: counted, pauses: pauses))
      #expect(due <= end && clock.minutes(from: start, to: due, pauses: pauses) == counted)
      #expect(clock.minutes(from: start, to: due.adding(minutes: -1), pauses: pauses) == counted - 1)
    }
  }

  @Test("a limit of ten years, counted a minute a week, takes no longer than one of a day")
  func longest() throws {
    let minute = try need(WorkHours("09:00-09:01"))
    let clock = ServiceClock(
      zone: Self.zone, calendar: WorkCalendar(week: [minute] + Array(repeating: .none, count: 6)))
    let start = try Self.at("2026-10-05 08:00")
    // Day by day these would be a minute's work of the processor and more.
    for number in 0..<20_000 {
      let weeks = Int64(number % 3000)
      #expect(
        clock.due(from: start, minutes: weeks + 1) == (try Self.at("2026-10-05 09:01")).adding(minutes: weeks * 10_080))
      #expect(clock.due(from: start, minutes: 5_256_000) == nil)
    }
    #expect(clock.minutes(from: start, to: try Self.at("9999-12-31 10:00")) == 366 * 60 / 7 + 1)
  }

  @Test("adding a holiday never makes a ticket later")
  func holidays() throws {
    var random = Seeded(3)
    for _ in 0..<500 {
      let it = try Self.random(&random)
      let closed = it.calendar.closing(Self.zone.day(of: it.start).adding(Int(random.next() % 12)))
      let before = ServiceClock(zone: Self.zone, calendar: it.calendar)
      let after = ServiceClock(zone: Self.zone, calendar: closed)
      let finish = it.start.adding(minutes: Int64(random.next() % 9000))
      let due = try need(before.due(from: it.start, minutes: it.minutes, pauses: it.pauses))
      let later = try need(after.due(from: it.start, minutes: it.minutes, pauses: it.pauses))
      #expect(later >= due)
      #expect(
        after.minutes(from: it.start, to: finish, pauses: it.pauses)
          <= before.minutes(from: it.start, to: finish, pauses: it.pauses))
    }
  }

  @Test("suspended time never counts: one more suspension never brings the due time nearer")
  func suspensions() throws {
    var random = Seeded(4)
    for _ in 0..<500 {
      let it = try Self.random(&random)
      let from = it.start.adding(minutes: Int64(random.next() % 4000))
      let more =
        it.pauses + [ClockPause(from: from, to: from.adding(minutes: Int64(random.next() % 2000)))]
      let due = try need(it.clock.due(from: it.start, minutes: it.minutes, pauses: it.pauses))
      #expect(try need(it.clock.due(from: it.start, minutes: it.minutes, pauses: more)) >= due)
      let pause = try need(more.last)
      let end = try need(pause.to)
      #expect(it.clock.minutes(from: pause.from, to: end, pauses: [pause]) == 0)
    }
  }
}
