// Workload, log and surveys once more, from the words of their definitions over random work.
import PMCore
import Testing

@Suite("Work and surveys recomputed")
struct WorkNaiveTests {
  private static let people = ["员工甲", "员工乙", "员工丙"]
  private static let departments = ["工程部", "客服部", ""]

  /// A minute of October 2026, as people type it.
  private static func text(_ minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "2026-10-\(two(1 + minute / 1440)) \(two(minute % 1440 / 60)):\(two(minute % 60))"
  }

  /// A ratio to some decimals, halves up; empty without a denominator.
  private static func ratio(_ part: Int, _ whole: Int, _ decimals: Int) -> String {
    if whole == 0 { return "" }
    let scale = decimals == 2 ? 100 : 10_000
    let value = (2 * part * scale + whole) / (2 * whole)
    let digits = "\(scale + value % scale)".dropFirst()
    return "\(value / scale).\(digits)"
  }

  private struct Job {
    var assignee: String
    var department: String
    var accepted: Int
    var finished: Int?
    var stopped = 0
    var limit: Int?
    var created: Int
    var isOut = false
    var calls: [(at: Int, score: Int)] = []
  }

  @Test("workload by person and department: tickets, hours, on time, scores and log", arguments: [1, 2, 3] as [UInt64])
  func workload(seed: UInt64) throws {
    var random = Seeded(seed)
    func roll(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    let estate = Estate()
    estate.run("setting", "set", "log.tickets=no")
    estate.run("sla", "add", "kind=repair", "finish_minutes=600")
    var jobs: [Job] = []
    var rows = "number,kind,created_at,accepted_at,finished_at,assignee,department,state\n"
    for number in 1...40 {
      let created = roll(20_000)
      var job = Job(
        assignee: Self.people[roll(3)], department: Self.departments[roll(3)],
        accepted: created + roll(300), finished: nil, created: created)
      if roll(5) > 0 { job.finished = job.accepted + 1 + roll(1500) }
      let isRepair = roll(3) > 0
      job.limit = isRepair ? created + 600 : nil
      job.isOut = job.finished != nil && roll(8) == 0
      rows +=
        "T\(number),\(isRepair ? "repair" : "service"),\(Self.text(created)),\(Self.text(job.accepted)),"
        + "\(job.finished.map(Self.text) ?? ""),\(job.assignee),\(job.department),\(job.isOut ? "invalid" : "")\n"
      jobs.append(job)
    }
    let taken = estate.take("ticket", rows)
    try #require(taken.status == 0, "\(taken.messages)")
    // Live ones that stood still for a while: their due time moves by as much.
    for number in 1...6 {
      let created = roll(20_000)
      let name = "WX-202610-000\(number)"
      var job = Job(
        assignee: Self.people[roll(3)], department: Self.departments[roll(2)], accepted: created + 20,
        finished: nil, limit: created + 600, created: created)
      estate.run("ticket", "add", "kind=repair", "--at", Self.text(created))
      estate.run(
        "ticket", "dispatch", name, "--assignee", job.assignee, "--department", job.department, "--at",
        Self.text(created + 10))
      estate.run("ticket", "accept", name, "--at", Self.text(created + 20))
      var now = created + 20 + roll(400)
      estate.run("ticket", "suspend", name, "--at", Self.text(now))
      job.stopped = 1 + roll(2000)
      now += job.stopped
      estate.run("ticket", "resume", name, "--at", Self.text(now))
      now += roll(400)
      job.limit = created + 600 + job.stopped
      job.finished = now
      let done = estate.run("ticket", "finish", name, "--at", Self.text(now))
      #expect(done.status == 0, "\(done.messages)")
      jobs.append(job)
    }
    for place in jobs.indices where jobs[place].finished != nil && roll(2) == 0 {
      let at = (jobs[place].finished ?? 0) + 1 + roll(3000)
      let score = 1 + roll(5)
      let number = place < 40 ? "T\(place + 1)" : "WX-202610-000\(place - 39)"
      let reached = roll(4) > 0
      let call = estate.run(
        "callback", "add", "ticket=\(number)", "called_at=\(Self.text(at))",
        reached ? "score=\(score)" : "reached=no")
      try #require(call.status == 0, "\(call.messages)")
      if reached { jobs[place].calls.append((at, score)) }
    }
    var log: [(staff: String, department: String, at: Int, done: Int?)] = []
    for _ in 0..<20 {
      let at = roll(20_000)
      let entry = (
        staff: Self.people[roll(3)], department: Self.departments[roll(3)], at: at,
        done: roll(2) == 0 ? at / 1440 + roll(3) : nil as Int?
      )
      let added = estate.run(
        "log", "add", "subject=x", "staff=\(entry.staff)", "department=\(entry.department)",
        "at=\(Self.text(at))", "done_on=\(entry.done.map { Self.text($0 * 1440).prefix(10) } ?? "")")
      try #require(added.status == 0, "\(added.messages)")
      log.append(entry)
    }
    for (first, last, asOf) in [(1, 31, 31), (3, 9, 31), (1, 31, 8)] {
      let (begin, end) = ((first - 1) * 1440, min(last, asOf) * 1440)
      for (dimension, isPerson) in [("assignee", true), ("department", false)] {
        var expected: [String: String] = [:]
        func add(_ name: String, _ own: [Job], _ called: [(at: Int, score: Int)], _ entries: [Int?]) {
          let minutes = own.reduce(0) { $0 + ($1.finished ?? 0) - $1.accepted - $1.stopped }
          let limited = own.filter { $0.limit != nil }
          let onTime = limited.filter { ($0.finished ?? .max) <= ($0.limit ?? 0) }.count
          let scores = called.map(\.score).reduce(0, +)
          let done = entries.filter { $0.map { $0 + 1 <= asOf } ?? false }.count
          if own.isEmpty, called.isEmpty, entries.isEmpty { return }
          expected[name] =
            "\(own.count),\(Self.ratio(minutes, 60, 2)),\(limited.count),\(onTime),\(Self.ratio(onTime, limited.count, 4)),\(called.count),\(Self.ratio(scores, called.count, 2)),\(entries.count),\(done)"
        }
        func works(_ name: String?) {
          let all = jobs.filter { name == nil || (isPerson ? $0.assignee : $0.department) == name }
          let own = all.filter { !$0.isOut && ($0.finished.map { $0 >= begin && $0 < end } ?? false) }
          let called = all.flatMap(\.calls).filter { $0.at >= begin && $0.at < end }
          let entries = log.filter {
            $0.at >= begin && $0.at < end && (name == nil || (isPerson ? $0.staff : $0.department) == name)
          }
          add(name ?? "total", own, called, entries.map(\.done))
        }
        for name in isPerson ? Self.people : Self.departments { works(name) }
        works(nil)
        let report = estate.run(
          "report", "workload", "--by", dimension, "--from", "2026-10-\(first < 10 ? "0" : "")\(first)", "--to",
          "2026-10-\(last < 10 ? "0" : "")\(last)", "--as-of", "2026-10-\(asOf < 10 ? "0" : "")\(asOf)")
        var shown: [String: String] = [:]
        for line in report.output.split(separator: "\n").dropFirst() {
          let parts = line.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
          shown[String(parts[0])] = String(parts[1])
        }
        #expect(shown == expected, "\(dimension) \(first)–\(last) as of \(asOf)")
      }
    }
  }

  @Test(
    "what a shift leaves open goes to the next, and what is due lies with who has it", arguments: [4, 5] as [UInt64])
  func shifts(seed: UInt64) throws {
    var random = Seeded(seed)
    func roll(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    let estate = Estate()
    struct Entry {
      let number: String
      let isDuty: Bool
      var holder: String
      let at: Int
      let due: Int?
      var done: Int?
    }
    var log: [Entry] = []
    var now = 60
    for _ in 0..<60 {
      now += roll(400)
      switch roll(4) {
      case 0, 1:
        let number = log.count + 1
        let isDuty = roll(2) == 0
        let (staff, due) = (Self.people[roll(3)], roll(4) == 0 ? nil : now / 1440 + roll(4))
        let added = estate.run(
          "log", "add", "kind=\(isDuty ? "duty" : "work")", "subject=事\(number)", "staff=\(staff)",
          "at=\(Self.text(now))", "due_on=\(due.map { Self.text($0 * 1440).prefix(10) } ?? "")")
        try #require(added.status == 0, "\(added.messages)")
        log.append(
          Entry(
            number: "RZ-202610-\(number < 10 ? "000" : "00")\(number)", isDuty: isDuty, holder: staff,
            at: now, due: due, done: nil))
      case 2:
        guard let place = log.indices.filter({ log[$0].done == nil }).randomElement(using: &random) else { continue }
        #expect(estate.run("log", "done", log[place].number, "--at", Self.text(now)).status == 0)
        log[place].done = now / 1440
      default:
        let giver = roll(3)
        let taker = (giver + 1 + roll(2)) % 3
        let isDuty = roll(3) > 0
        let ran = estate.run(
          ["log", "handover", "--from", Self.people[giver], "--to", Self.people[taker], "--at", Self.text(now)]
            + (isDuty ? [] : ["--kind", "work"]))
        #expect(ran.status == 0, "\(ran.messages)")
        var handed: [String] = []
        for place in log.indices
        where log[place].isDuty == isDuty && log[place].holder == Self.people[giver] && log[place].done == nil {
          log[place].holder = Self.people[taker]
          handed.append(log[place].number)
        }
        let shown = ran.output.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) }
        #expect(shown.sorted() == handed.sorted())
        #expect(ran.messages.contains("log handover: \(handed.count) updated"))
      }
    }
    for day in [3, 6, 10, 20] {
      let asOf = "2026-10-\(day < 10 ? "0" : "")\(day)"
      for (ahead, holder) in [(0, nil), (2, nil), (0, Self.people[0])] as [(Int, String?)] {
        let expected = log.filter { entry in
          guard let due = entry.due, due + 1 <= day + ahead, entry.at < day * 1440 else { return false }
          return (entry.done.map { $0 + 1 > day } ?? true) && (holder == nil || entry.holder == holder)
        }.sorted { ($0.due ?? 0, $0.number) < ($1.due ?? 0, $1.number) }
        let ran = estate.run(
          ["log", "due", "--as-of", asOf, "--days", "\(ahead)"] + (holder.map { ["--for", $0] } ?? []))
        let shown = ran.output.split(separator: "\n").dropFirst().map { line in
          let cells = line.split(separator: ",", omittingEmptySubsequences: false)
          return "\(cells[0]) \(cells[3]) \(cells[8])"
        }
        #expect(
          shown == expected.map { "\($0.number) \($0.holder) \(max(0, day - 1 - ($0.due ?? 0)))" }, "\(asOf) \(ahead)")
      }
    }
  }

  @Test("surveys: response, share, last year, target and the mean of the group", arguments: [6, 7, 8] as [UInt64])
  func surveys(seed: UInt64) throws {
    var random = Seeded(seed)
    func roll(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    let estate = Estate([
      ("org", "code,kind,name,parent\nCO,company,公司,\nHY,community,花园,CO\nLY,community,绿园,CO\n"),
      (
        "survey",
        "code,name,scope,from,to,target\nS25,去年,HY,2025-10-01,2025-10-31,0.8\nS26,今年,HY,2026-10-01,2026-10-31,0.6\nL26,绿园,LY,2026-09-01,2026-09-30,\n"
      ),
    ])
    var rooms = "code,community,delivered_on\n"
    var asked = 0
    for number in 1...12 {
      let delivered = ["2024-01-01", "2026-10-31", "2026-11-01", ""][number < 9 ? roll(2) : roll(4)]
      if delivered == "2024-01-01" || delivered == "2026-10-31" { asked += 1 }
      rooms += "H\(number),HY,\(delivered)\nL\(number),LY,2024-01-01\n"
    }
    estate.take("room", rooms)
    let dimensions = ["overall", "repurchase", "recommend", "repair"]
    var answers: [(survey: String, room: String, dimension: String, score: Int, department: String)] = []
    var file = "survey,room,dimension,score,department\n"
    for (survey, prefix) in [("S25", "H"), ("S26", "H"), ("L26", "L")] {
      for number in 1...8 where roll(3) > 0 {
        for dimension in dimensions where roll(3) > 0 {
          let answer = (
            survey: survey, room: "\(prefix)\(number)", dimension: dimension, score: 1 + roll(5),
            department: Self.departments[roll(3)]
          )
          answers.append(answer)
          file += "\(survey),\(answer.room),\(dimension),\(answer.score),\(answer.department)\n"
        }
      }
    }
    let taken = estate.take("answer", file)
    try #require(taken.status == 0, "\(taken.messages)")
    for isDepartment in [false, true] {
      func of(_ survey: [String], _ name: String?) -> [(
        survey: String, room: String, dimension: String, score: Int, department: String
      )] {
        answers.filter {
          survey.contains($0.survey)
            && (name == nil || (isDepartment ? ($0.department.isEmpty ? "-" : $0.department) : $0.dimension) == name)
        }
      }
      func share(_ some: [(survey: String, room: String, dimension: String, score: Int, department: String)]) -> String
      {
        Self.ratio(some.count { $0.score > 3 }, some.count, 4)
      }
      var expected: Set<String> = []
      // Like is compared with like: the year before and the group in the dimensions of this survey.
      func dimensionsAsked(in survey: String) -> Set<String> {
        Set(answers.filter { $0.survey == survey }.map(\.dimension))
      }
      let (mine, both) = (
        dimensionsAsked(in: "S26"), dimensionsAsked(in: "S26").intersection(dimensionsAsked(in: "S25"))
      )
      let names = isDepartment ? ["-", "工程部", "客服部"] : dimensions
      for name in [nil] + names.map(Optional.some) {
        let own = of(["S26"], name)
        if name != nil, own.isEmpty { continue }
        let content = own.count { $0.score > 3 }
        let met = own.isEmpty ? "" : 10 * content >= 6 * own.count ? "yes" : "no"
        expected.insert(
          "\(name ?? "all"),\(asked),\(Set(own.map(\.room)).count),\(Self.ratio(Set(own.map(\.room)).count, asked, 4)),\(own.count),\(content),\(share(own)),0.6,\(met),\(share(of(["S25"], name).filter { both.contains($0.dimension) })),\(share(of(["S26", "L26"], name).filter { mine.contains($0.dimension) }))"
        )
      }
      let report = estate.run(["report", "survey", "S26"] + (isDepartment ? ["--by", "department"] : []))
      let shown = report.output.split(separator: "\n").dropFirst().map { line in
        var cells = line.split(separator: ",", omittingEmptySubsequences: false)
        // The change is the difference of the two shares beside it.
        func units(_ text: Substring) -> Int? { Int(text.filter { $0 != "." }) }
        let comparable = cells.removeLast()
        let name = cells[0] == "all" ? nil : String(cells[0])
        let like = share(of(["S26"], name).filter { both.contains($0.dimension) })
        #expect(comparable == like, "\(line)")
        let change = cells.remove(at: 10)
        if let now = units(comparable), let then = units(cells[9]) {
          #expect(units(change) == now - then, "\(line)")
        } else {
          #expect(change.isEmpty, "\(line)")
        }
        return cells.joined(separator: ",")
      }
      #expect(Set(shown) == expected)
    }
  }
}
