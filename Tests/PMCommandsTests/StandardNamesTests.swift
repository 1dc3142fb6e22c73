// People, departments and categories are stored under one name, whatever they are called by.
import PMCommands
import Testing

@Suite("Standard names")
struct StandardNamesTests {
  private let estate = Estate(
    Estate.twoCommunities + [
      ("org", "code,kind,name,parent\nD1,department,工程部,C\nD2,department,同名部,C\nD3,department,同名部,C\n"),
      ("staff", "code,name,login,roles\nS0,管理员,tester,admin\nS1,张工,zhang,service\nS2,李工,,\nS3,王工,,\nS4,王工,,\n"),
      ("category", "code,name,parent\nC1,水电,\nC2,水管,C1\nC3,门窗,\nC4,门窗,C1\n"),
    ])

  private func column(_ name: String) -> [String] {
    estate.run("ticket", "list", "--columns", name, "--sort", "number").output
      .split(separator: "\n").dropFirst().map { $0 == "\"\"" ? "" : String($0) }
  }

  @Test("a code or login typed is stored as the name, where the name is one's own")
  func typed() {
    let cases = [
      ("C1", "水电"), ("水电", "水电"), ("水电/水管", "水管"), ("C2", "水管"), ("C3", "C3"), ("水电/门窗", "C4"),
    ]
    for (category, _) in cases {
      #expect(
        estate.run(
          "ticket", "add", "kind=repair", "room=1-1-0101", "summary=x", "category=\(category)", "--at",
          "2026-10-01 09:00"
        ).status == 0)
    }
    #expect(column("category") == cases.map(\.1))
    let people = [("S1", "张工"), ("zhang", "张工"), ("李工", "李工"), ("S3", "S3"), ("S2", "李工"), ("", "")]
    for (place, person) in people.enumerated() where !person.0.isEmpty {
      let number = "WX-202610-000\(place + 1)"
      let ran = estate.run(
        "ticket", "dispatch", number, "--department", place == 0 ? "D2" : "D1", "--assignee", person.0, "--at",
        "2026-10-01 10:00")
      #expect(ran.status == 0, "\(ran.messages)")
    }
    #expect(column("assignee") == people.map(\.1))
    #expect(column("department") == ["D2", "工程部", "工程部", "工程部", "工程部", ""])
  }

  @Test("files are stored so, too, and come again unchanged")
  func imported() {
    let history = """
      number,kind,category,created_at,department,assignee
      WX-202609-0001,repair,C1,2026-09-01 09:00,D1,S1
      WX-202609-0002,repair,水电/水管,2026-09-01 09:00,工程部,zhang
      WX-202609-0003,repair,C3,2026-09-01 09:00,D3,S4
      """
    estate.take("ticket", history)
    #expect(column("category") == ["水电", "水管", "C3"])
    #expect(column("assignee") == ["张工", "张工", "S4"])
    #expect(column("department") == ["工程部", "工程部", "D3"])
    let again = estate.run(["ticket", "import", "-"], input: history)
    #expect(again.messages.contains("3 unchanged"), "\(again.messages)")
    let exported = estate.run(["ticket", "import", "-"], input: estate.run("export", "records", "ticket").output)
    #expect(exported.messages.contains("3 unchanged"), "\(exported.messages)")
  }

  @Test("a word stored before stays where a file gives the name of the same person, and yields to another")
  func kept() {
    estate.run("ticket", "add", "kind=repair", "room=1-1-0101", "summary=x", "--at", "2026-10-01 09:00")
    #expect(column("first_contact") == ["tester"])
    for (name, counts) in [("管理员", "0 updated, 1 unchanged"), ("S0", "0 updated, 1 unchanged"), ("S2", "1 updated")] {
      let ran = estate.take("ticket", "number,first_contact\nWX-202610-0001,\(name)\n")
      #expect(ran.messages.contains(counts), "\(name): \(ran.messages)")
    }
    #expect(column("first_contact") == ["李工"])
  }

  @Test("a service level for a category's code is that of its tickets")
  func levels() {
    estate.take("sla", "kind,category,severity,respond_minutes,finish_minutes,callback_minutes\nrepair,C1,,30,60,120\n")
    estate.run("ticket", "add", "kind=repair", "room=1-1-0101", "summary=x", "category=水电", "--at", "2026-10-01 09:00")
    #expect(column("respond_due_at") == ["2026-10-01 09:30"])
  }
}
