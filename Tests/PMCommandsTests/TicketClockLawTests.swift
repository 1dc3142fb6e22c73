// Laws of the service clock through the database: random tickets under a working calendar, held
// against a count of every single minute.
import PMCore
import Testing

@Suite("Laws of the service clock")
struct TicketClockLawTests {
  /// Minutes are counted from the first day, 00:00; a week in September and the days after it.
  private static let first = Day("2026-09-21") ?? Day(number: 0)
  private static let dayCount = 40
  private static let last = first.adding(dayCount - 1)

  private static func text(_ minute: Int) -> String {
    let time = minute % 1440
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(first.adding(minute / 1440)) \(two(time / 60)):\(two(time % 60))"
  }

  /// A ticket as the test made it.
  private struct Made {
    let number: String
    let kind: String
    var isUrgent: Bool
    let created: Int
    var accepted: Int?
    var finished: Int?
    /// When the clock stood still; the last may go on.
    var stops: [(from: Int, to: Int?)] = []
    var isLive = true

    var isSuspended: Bool { stops.last.map { $0.to == nil } ?? false }
  }

  /// The desk of a seed: its calendar, service levels and tickets, in the database and here.
  private struct Desk {
    let estate = Estate()
    var random: Seeded
    /// Whether each minute is one of work.
    var isWorked = [Bool](repeating: false, count: dayCount * 1440)
    var exceptions: Set<Int> = []
    var tickets: [Made] = []
    /// Minutes to respond and to finish by kind, and whether they are working minutes.
    var levels: [String: (respond: Int, finish: Int, onCalendar: Bool)] = [:]

    init(seed: UInt64) {
      random = Seeded(seed)
      let week = "08:30-12:00 13:30-17:30"
      estate.take(
        "calendar",
        "code,monday,tuesday,wednesday,thursday,friday,saturday\n"
          + "BG,\(week),\(week),\(week),\(week),\(week),09:00-11:30\n")
      for day in 0..<dayCount where day % 7 < 6 {
        open(day, day % 7 == 5 ? [(540, 690)] : [(510, 720), (810, 1050)])
      }
      var days = "calendar,date,kind,hours\n"
      for _ in 0..<4 {
        let day = Int(random.next() % 21)
        guard exceptions.insert(day).inserted else { continue }
        let isHoliday = random.next() % 2 == 0
        days += "BG,\(first.adding(day)),\(isHoliday ? "holiday," : "workday,10:00-15:15")\n"
        open(day, isHoliday ? [] : [(600, 915)])
      }
      estate.take("calendar-day", days)
      var rows = "kind,category,severity,respond_minutes,finish_minutes,calendar\n"
      for (kind, severity) in [("complaint", ""), ("repair", ""), ("repair", "urgent")] {
        let level = (
          respond: 20 + Int(random.next() % 200), finish: 220 + Int(random.next() % 1500),
          onCalendar: severity.isEmpty ? random.next() % 4 > 0 : true
        )
        levels[kind + severity] = level
        rows += "\(kind),,\(severity),\(level.respond),\(level.finish),\(level.onCalendar ? "BG" : "")\n"
      }
      estate.take("sla", rows)
    }

    private mutating func open(_ day: Int, _ spans: [(Int, Int)]) {
      for minute in 0..<1440 {
        isWorked[day * 1440 + minute] = spans.contains { $0.0 <= minute && minute < $0.1 }
      }
    }

    /// One more holiday, on a day that is none of the calendar's own.
    mutating func close() -> Day? {
      let day = Int(random.next() % 25)
      guard exceptions.insert(day).inserted else { return nil }
      open(day, [])
      return first.adding(day)
    }

    /// When so many minutes of a ticket are over: every one of them is looked at. Nil while its
    /// clock stands still, and beyond the last day.
    func due(_ ticket: Made, _ minutes: Int, onCalendar: Bool) -> Int? {
      var left = minutes
      for minute in ticket.created..<isWorked.count {
        if onCalendar, !isWorked[minute] { continue }
        if ticket.stops.contains(where: { $0.from <= minute && minute < $0.to ?? .max }) { continue }
        left -= 1
        if left == 0 { return minute + 1 }
      }
      return nil
    }

    func level(_ ticket: Made) -> (respond: Int, finish: Int, onCalendar: Bool) {
      levels[ticket.kind + (ticket.isUrgent ? "urgent" : "")] ?? (0, 0, false)
    }

    func dues(_ ticket: Made) -> (respond: Int?, finish: Int?) {
      let level = level(ticket)
      // Work is suspended after it was accepted, and then the customer has the answer.
      var unanswered = ticket
      unanswered.stops = []
      return (
        due(unanswered, level.respond, onCalendar: level.onCalendar),
        due(ticket, level.finish, onCalendar: level.onCalendar)
      )
    }

    /// Tickets that the desk works on, suspends and resumes, and history with its times.
    mutating func fill() throws {
      for place in 0..<8 {
        let kind = place % 2 == 0 ? "repair" : "complaint"
        var ticket = Made(
          number: "", kind: kind, isUrgent: kind == "repair" && random.next() % 3 == 0,
          created: Int(random.next() % 18_000))
        let added = estate.run(
          "ticket", "add", "kind=\(kind)", "severity=\(ticket.isUrgent ? "urgent" : "normal")",
          "--at", text(ticket.created))
        try #require(added.status == 0, "\(added.messages)")
        let number = added.output.split(separator: "\n")[1].split(separator: ",")[0]
        ticket = Made(
          number: String(number), kind: kind, isUrgent: ticket.isUrgent, created: ticket.created)
        try work(on: &ticket)
        tickets.append(ticket)
      }
      var rows = "number,kind,severity,created_at,accepted_at,finished_at\n"
      for place in 1...6 {
        var ticket = Made(
          number: "LS-\(place)", kind: place % 2 == 0 ? "repair" : "complaint", isUrgent: place == 4,
          created: Int(random.next() % 18_000), isLive: false)
        if random.next() % 4 > 0 {
          ticket.accepted = ticket.created + Int(random.next() % 2000)
          if random.next() % 3 > 0 { ticket.finished = ticket.created + 2000 + Int(random.next() % 6000) }
        }
        rows +=
          "\(ticket.number),\(ticket.kind),\(ticket.isUrgent ? "urgent" : "normal"),"
          + "\(text(ticket.created)),\(ticket.accepted.map(text) ?? ""),\(ticket.finished.map(text) ?? "")\n"
        tickets.append(ticket)
      }
      let taken = estate.take("ticket", rows)
      try #require(taken.status == 0, "\(taken.messages)")
    }

    private mutating func work(on ticket: inout Made) throws {
      var now = ticket.created
      func move(_ verb: String) throws {
        let receiver = verb == "dispatch" ? ["--assignee", "甲"] : []
        let ran = estate.run(["ticket", verb, ticket.number, "--at", text(now), "--quiet"] + receiver)
        try #require(ran.status == 0, "\(verb): \(ran.messages)")
      }
      func pass(_ most: UInt64) { now += Int(random.next() % most) }
      // It was another severity than was typed: its clock ran by that one from the beginning.
      func correct() throws {
        guard ticket.kind == "repair", random.next() % 3 == 0 else { return }
        ticket.isUrgent.toggle()
        let ran = estate.run(
          "ticket", "set", ticket.number, "severity=\(ticket.isUrgent ? "urgent" : "normal")")
        try #require(ran.status == 0, "\(ran.messages)")
      }
      try correct()
      if random.next() % 6 == 0 { return }
      pass(600)
      try move("dispatch")
      pass(600)
      try move("accept")
      ticket.accepted = now
      for _ in 0..<random.next() % 4 {
        pass(1500)
        try move("suspend")
        ticket.stops.append((now, nil))
        try correct()
        if random.next() % 5 == 0 { return }
        pass(4000)
        try move("resume")
        ticket.stops[ticket.stops.count - 1].to = now
      }
      if random.next() % 3 == 0 {
        // In other hands its clock goes on.
        pass(600)
        let ran = estate.run("ticket", "set", ticket.number, "assignee=乙", "--at", text(now))
        try #require(ran.status == 0, "\(ran.messages)")
        return
      }
      pass(3000)
      try correct()
      try move("finish")
      ticket.finished = now
    }
  }

  /// What `ticket due` lists: the ticket and what is due of it, to when.
  private func listed(_ desk: Desk, asOf day: Day) -> [String: String] {
    let ran = desk.estate.run("ticket", "due", "--as-of", "\(day)", "--format", "csv")
    #expect(ran.status == 0, "\(ran.messages)")
    var found: [String: String] = [:]
    for line in ran.output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      if cells[8] != "judge" { found["\(cells[0]) \(cells[8])"] = String(cells[9]) }
    }
    return found
  }

  /// The same by counting minutes.
  private func expected(_ desk: Desk, asOf day: Day) -> [String: String] {
    let end = (day.days(since: Self.first) + 1) * 1440
    var found: [String: String] = [:]
    for ticket in desk.tickets where ticket.finished == nil && !ticket.isSuspended {
      let dues = desk.dues(ticket)
      if ticket.accepted == nil, let due = dues.respond, due < end {
        found["\(ticket.number) respond"] = Self.text(due)
      }
      if let due = dues.finish, due < end { found["\(ticket.number) finish"] = Self.text(due) }
    }
    return found
  }

  /// How many were in time, and how many were or passed their time, by `report kpi`.
  private func figures(_ desk: Desk) -> [String: (within: Int, all: Int)] {
    let ran = desk.estate.run(
      "report", "kpi", "--from", "\(Self.first)", "--to", "\(Self.last)", "--as-of",
      "\(Self.last)", "--format", "csv")
    var found: [String: (within: Int, all: Int)] = [:]
    for line in ran.output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      found[String(cells[1])] = (Int(cells[3]) ?? -1, Int(cells[4]) ?? -1)
    }
    return found
  }

  @Test(
    "what is due and what was in time is what a count of the minutes says; a holiday makes nothing later",
    arguments: 1..<13 as Range<UInt64>)
  func laws(seed: UInt64) throws {
    var desk = Desk(seed: seed)
    try desk.fill()
    #expect(listed(desk, asOf: Self.last) == expected(desk, asOf: Self.last))

    let end = Self.dayCount * 1440
    func judged(_ kind: String, _ done: (Made) -> Int?, _ due: (Made) -> Int?) -> (Int, Int) {
      var sides = (0, 0)
      for ticket in desk.tickets where ticket.kind == kind {
        let due = due(ticket)
        if let done = done(ticket) {
          // A live ticket without a due time stands still: in neither side.
          if due == nil, ticket.isLive, ticket.isSuspended { continue }
          sides.1 += 1
          if done <= due ?? .max { sides.0 += 1 }
        } else if let due, due < end {
          sides.1 += 1
        }
      }
      return sides
    }
    let before = figures(desk)
    let repairs = judged("repair", \.finished) { desk.dues($0).finish }
    let replies = judged("complaint", \.accepted) { desk.dues($0).respond }
    #expect(before["repair_timeliness"] ?? (-1, -1) == repairs)
    #expect(before["complaint_reply_timeliness"] ?? (-1, -1) == replies)

    let dues = listed(desk, asOf: Self.last)
    guard let holiday = desk.close() else { return }
    let taken = desk.estate.run(
      "calendar-day", "add", "calendar=BG", "date=\(holiday)", "kind=holiday")
    try #require(taken.status == 0, "\(taken.messages)")
    let later = listed(desk, asOf: Self.last)
    #expect(later == expected(desk, asOf: Self.last))
    for (name, due) in later { #expect(dues[name].map { $0 <= due } ?? false, "\(name)") }
    let after = figures(desk)
    for id in ["repair_timeliness", "complaint_reply_timeliness"] {
      let (old, new) = (before[id] ?? (0, 0), after[id] ?? (0, 0))
      #expect(new.all - new.within <= old.all - old.within, "\(id)")
    }
    #expect(desk.estate.run("db", "check").status == 0)
  }
}
