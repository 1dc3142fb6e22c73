// Names of people and departments: any will do, but one that nobody has is pointed out, wherever it
// is typed or read from a file; and people are found by code, login and name alike.
import PMStore
import Testing

@testable import PMCommands

@Suite("Names at the desk")
struct DeskNamesTests {
  /// Two members of staff and two departments, a ticket in work and one that is done.
  private func estate(staff: Bool = true) throws -> Estate {
    let estate = Estate(
      Estate.twoCommunities + [
        ("org", "code,kind,name,parent\nGC,department,工程部,HY\nZX,department,秩序部,HY\n")
      ])
    for (place, verbs) in [["dispatch", "accept"], ["dispatch", "accept", "finish"]].enumerated() {
      estate.run("ticket", "add", "kind=repair", "room=1-1-0101", "--at", "2026-10-01 09:00")
      for (hour, verb) in verbs.enumerated() {
        let receiver = verb == "dispatch" ? ["--department", "工程部", "--assignee", "员工乙"] : []
        let ran = estate.run(
          ["ticket", verb, "WX-202610-000\(place + 1)", "--at", "2026-10-01 1\(hour):00"] + receiver)
        try #require(ran.status == 0, "\(ran.messages)")
      }
    }
    if staff { estate.take("staff", "code,name,login,roles\nS1,员工甲,tester,admin\nS2,员工乙,yi,service\n") }
    return estate
  }

  /// What is typed with a name in it, and whose name it is.
  static let typed: [(words: [String], whose: String)] = [
    (["ticket", "add", "kind=repair", "first_contact=NAME"], "staff member"),
    (["ticket", "add", "kind=repair", "responsible=NAME"], "department or staff member"),
    (["ticket", "set", "WX-202610-0001", "assignee=NAME"], "staff member"),
    (["ticket", "finish", "WX-202610-0001", "--responsible", "NAME"], "department or staff member"),
    (
      ["ticket", "verify", "WX-202610-0002", "--result", "pass", "--responsible", "NAME"], "department or staff member"
    ),
    (["callback", "add", "ticket=WX-202610-0002", "staff=NAME"], "staff member"),
    (["visit", "add", "assistant=NAME", "visited_at=2026-10-02 09:00", "room=1-1-0101"], "staff member"),
    (["log", "add", "subject=巡查", "staff=NAME"], "staff member"),
    (["log", "handover", "--from", "员工乙", "--to", "NAME", "--kind", "work"], "staff member"),
    (["nonconformity", "add", "description=x", "owner=NAME"], "staff member"),
    (["notice", "queue", "template=visit", "staff=NAME", "text=请上门"], "staff member"),
    (["activity", "add", "code=A1", "org=HY", "held_on=2026-10-02", "name=义诊", "staff=NAME"], "staff member"),
  ]

  @Test("a name that nobody has is pointed out with the nearest ones, and taken", arguments: typed)
  func typedNames(words: [String], whose: String) throws {
    let estate = try estate()
    func ran(_ name: String, _ more: String...) -> Ran {
      estate.run(words.map { $0.replacing("NAME", with: name) } + more)
    }
    let slip = ran("员工己", "--dry-run")
    #expect(slip.status == 0, "\(slip.messages)")
    #expect(
      slip.messages.contains("员工己 is no known \(whose); did you mean \"员工乙\" or \"员工甲\"?"),
      "\(slip.messages)")
    #expect(ran("员工己", "--dry-run", "--lang", "zh").messages.contains("是否指 \"员工乙\" 或 \"员工甲\"？"))
    for name in ["员工甲", "S1", "tester"] {
      let known = ran(name, "--dry-run")
      #expect(known.status == 0, "\(known.messages)")
      #expect(!known.messages.contains("no known"), "\(name): \(known.messages)")
    }
    let digest = try estate.digest()
    #expect(ran("员工己").status == 0)
    #expect(try estate.digest() != digest)
  }

  @Test("where nobody is on record any name will do", arguments: typed)
  func unknownToAll(words: [String], whose: String) throws {
    let estate = try estate(staff: false)
    let ran = estate.run(words.map { $0.replacing("NAME", with: "员工己") })
    #expect(ran.status == 0 && !ran.messages.contains("no known"), "\(ran.messages)")
  }

  @Test("history comes in with names of people who have left; each is told once, with its rows")
  func imported() throws {
    let estate = try estate()
    let taken = estate.take(
      "ticket",
      """
      number,kind,created_at,department,assignee,responsible
      H-1,repair,2026-01-01 09:00,工程部,老王,工程部
      H-2,repair,2026-01-01 09:00,工程,老王,秩序部
      H-3,repair,2026-01-01 09:00,,员工乙,员工
      """)
    #expect(taken.status == 0)
    for text in [
      "2 rows: 老王 is no known staff member\n",
      "工程 is no known department; did you mean \"工程部\"?\n",
      "员工 is no known department or staff member; did you mean",
      "import: 3 created, 0 updated, 0 unchanged, 0 rejected",
    ] { #expect(taken.messages.contains(text), "\(text): \(taken.messages)") }
    // Once more nothing is written, and nothing is to be said.
    #expect(!estate.take("ticket", "number,assignee\nH-1,老王\n").messages.contains("no known"))
    let calls = estate.take("callback", "ticket,called_at,staff\nWX-202610-0002,2026-10-02 09:00,员工已\n")
    #expect(calls.messages.contains("员工已 is no known staff member"), "\(calls.messages)")
    let visits = estate.take("visit", "assistant,visited_at,room\n小李,2026-10-02 09:00,1-1-0101\n", "--lang", "zh")
    #expect(visits.messages.contains("“小李”不是已有的员工"), "\(visits.messages)")
  }

  @Test("lists of what lies with somebody find him by code, login and name, and say that nobody is called so")
  func lists() throws {
    let estate = try estate()
    func due(_ noun: String, _ name: String) -> Ran {
      estate.run(noun, "due", "--as-of", "2026-11-20", "--for", name, "--format", "csv")
    }
    estate.run("sla", "add", "kind=repair", "finish_minutes=60")
    for (number, department, assignee) in [("3", "GC", "S2"), ("4", "工程部", "员工乙")] {
      estate.run("ticket", "add", "kind=repair", "room=1-1-0101", "--at", "2026-10-05 09:00")
      estate.run(
        "ticket", "dispatch", "WX-202610-000\(number)", "--department", department, "--assignee", assignee,
        "--at", "2026-10-05 10:00")
    }
    estate.run("log", "add", "subject=巡查", "staff=yi", "due_on=2026-10-10", "--at", "2026-10-05 09:00")
    for name in ["员工乙", "S2", "yi"] {
      #expect(due("ticket", name).output.split(separator: "\n").count == 3, "\(name)")
      #expect(due("log", name).output.contains("巡查"), "\(name)")
    }
    for name in ["工程部", "GC"] {
      #expect(due("ticket", name).output.split(separator: "\n").count == 3, "\(name)")
    }
    for noun in ["ticket", "log"] {
      let nobody = due(noun, "员工己")
      #expect(nobody.status == 0 && nobody.output.split(separator: "\n").count == 1)
      #expect(
        nobody.messages.contains("员工己 is no known department or staff member; did you mean"), "\(nobody.messages)")
      // Of those who are known nothing is said where nothing lies with them.
      #expect(due(noun, "秩序部").messages.isEmpty)
    }
  }

  @Test("a name that two have is not the other's code, and what it is used for counts")
  func twins() throws {
    let estate = try estate()
    estate.take("staff", "code,name\nS3,张伟\nS4,张伟\n")
    let database = try Database.open(estate.database, mode: .readOnly)
    #expect(try database.names(sameAs: "S3") == ["S3"])
    #expect(try database.names(sameAs: "张伟") == ["张伟", "S3", "S4"])
    #expect(try database.names(sameAs: "yi") == ["yi", "S2", "员工乙"])
    #expect(try database.names(sameAs: "GC") == ["GC", "工程部"])
    #expect(try database.names(sameAs: "无") == ["无"])
  }

  @Test("a shift is handed over from whom people call by another name, and not to himself")
  func handover() throws {
    let estate = try estate()
    estate.run("log", "add", "kind=duty", "subject=三号梯待修", "staff=员工甲", "--at", "2026-10-05 09:00")
    for to in ["S1", "tester", "员工甲"] {
      let same = estate.run("log", "handover", "--from", "员工甲", "--to", to)
      #expect(same.status == 64 && same.messages.contains("--from and --to are the same person"), "\(to)")
    }
    let typo = estate.run("log", "handover", "--from", "员工申", "--to", "员工乙")
    #expect(typo.messages.contains("员工申 is no known department or staff member; did you mean"), "\(typo.messages)")
    let given = estate.run("log", "handover", "--from", "S1", "--to", "S2")
    #expect(given.messages.hasSuffix("log handover: 1 updated\n"), "\(given.messages)")
  }

  @Test(
    "the nearest names of a Chinese word are those one character away, all of them up to three",
    arguments: [
      ("水官", ["水电", "水管", "土建"], ["水电", "水管"]), ("水官", ["水管", "排水管"], ["水管"]),
      ("漏水点", ["渗漏", "漏水", "绿化"], ["漏水"]), ("墙面渗漏水", ["渗漏", "漏电", "绿化"], ["渗漏"]),
      ("电", ["水", "火"], []), ("绿化带", ["水电", "土建"], []),
      ("员工己", ["员工甲", "员工乙", "员工丙", "员工丁"], ["员工甲", "员工乙", "员工丙"]),
      ("plumbng", ["plumbing", "planting"], ["plumbing"]),
    ])
  func near(word: String, names: [String], found: [String]) {
    #expect(nearest(word, names) == found)
  }

  @Test("a service level of a category says which ones below it go without")
  func levels() throws {
    let estate = try estate()
    estate.take("category", "code,name,parent\nSD,水电,\nSG,水管,SD\nLS,漏水,SG\nDL,电路,SD\nTJ,土建,\n")
    let level = estate.run("sla", "add", "category=水电", "finish_minutes=60")
    #expect(level.status == 0)
    #expect(
      level.messages.contains("tickets of 电路, 漏水, 水管 do not have the one of 水电; give each a row"),
      "\(level.messages)")
    #expect(!estate.run("sla", "add", "category=土建", "finish_minutes=60").messages.contains("below"))
    let taken = estate.take("sla", "category,finish_minutes\nSD,90\nLS,60\n水管,60\n", "--lang", "zh")
    #expect(taken.messages.contains("“水电”的时限不适用于其下级“电路”的工单"), "\(taken.messages)")
    #expect(!taken.messages.contains("漏水"))
  }
}
