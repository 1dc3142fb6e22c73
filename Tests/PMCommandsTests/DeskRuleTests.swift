// The service desk's rules across records: categories, evidence, the log of tickets, bad input.
import Glibc
import PMStore
import Testing

@Suite("Rules of the service desk")
struct DeskRuleTests {
  /// A community, a tree of categories, and a calendar that service levels may name.
  private func estate() -> Estate {
    Estate([
      ("org", "code,kind,name,parent\nCO,company,示例物业,\nHY,community,示例花园,CO\n"),
      ("room", "code,community,building,delivered_on\n1-1,HY,1,2025-01-01\n"),
      (
        "category",
        """
        code,parent,kind,name
        SD,,repair,水电
        SG,SD,,水管
        LS,SG,,漏水
        HJ,,complaint,环境
        QT,,,其他

        """
      ),
    ])
  }

  private func report(_ estate: Estate, _ words: String...) -> [String] {
    let ran = estate.run(
      ["report"] + words + ["--period", "2026-10", "--as-of", "2026-11-01", "--format", "csv"])
    #expect(ran.status == 0, "\(ran.messages)")
    return ran.output.split(separator: "\n").map(String.init)
  }

  // MARK: Categories

  @Test("a ticket takes a category of its own kind, that of the tree above it where it has none")
  func kinds() {
    let estate = estate()
    func add(_ kind: String, _ category: String) -> Ran {
      estate.run(
        "ticket", "add", "kind=\(kind)", "category=\(category)", "--at", "2026-10-01 09:00")
    }
    #expect(add("repair", "漏水").status == 0)
    #expect(add("complaint", "HJ").status == 0)
    #expect(add("enquiry", "其他").status == 0)
    let refused = add("complaint", "LS")
    #expect(refused.status == 65)
    #expect(refused.messages.contains("category: \"漏水\" is a category of repair tickets"))
    #expect(refused.messages.contains("pm category list --where kind="))
    let imported = estate.take(
      "ticket",
      """
      number,kind,category,created_at
      H-1,repair,水管,2026-09-01 09:00
      H-2,repair,环境,2026-09-01 09:00
      H-3,repair,水店,2026-09-01 09:00

      """)
    #expect(imported.status == 65)
    #expect(
      imported.messages.contains(
        "input.csv:3:3: category: \"环境\" is a category of complaint tickets"))
    #expect(imported.messages.contains("input.csv:4:3: category: \"水店\" is no known category"))
    #expect(imported.messages.contains("did you mean"))
    // A ticket that is there cannot change its kind away from its category either.
    let turned = estate.run("ticket", "set", "WX-202610-0001", "kind=complaint")
    #expect(turned.status == 65)
    #expect(turned.messages.contains("is a category of repair tickets"))
    // A kind stands against the nearest one above it, from whichever end it is changed.
    for change in [
      ["add", "code=X", "name=投诉水管", "parent=SG", "kind=complaint"],
      ["add", "code=Y", "name=水泵", "parent=SD", "kind=complaint"],
      ["set", "LS", "kind=service"], ["set", "HJ", "parent=SG"],
    ] {
      let refused = estate.run(["category"] + change)
      #expect(refused.status == 65, "\(change)")
      #expect(refused.messages.contains("kind: another kind than the category above"))
    }
    estate.run("category", "set", "LS", "kind=repair")
    #expect(estate.run("category", "set", "SD", "kind=complaint").status == 65)
  }

  @Test("lists and reports keep to a category and all below it")
  func subtree() {
    let estate = estate()
    for category in ["水电", "SG", "漏水", "漏水"] {
      estate.run("ticket", "add", "kind=repair", "category=\(category)", "--at", "2026-10-01 09:00")
    }
    estate.run("ticket", "add", "kind=complaint", "category=环境", "--at", "2026-10-01 09:00")
    let paths = estate.run(
      "ticket", "list", "--columns", "category_path", "--where", "category_path~水电/")
    #expect(paths.output == "category_path\n水电/水管\n水电/水管/漏水\n水电/水管/漏水\n")
    #expect(report(estate, "tickets", "--category", "SD").last?.hasPrefix("total,4,") == true)
    #expect(report(estate, "tickets", "--category", "水管").last?.hasPrefix("total,3,") == true)
    #expect(
      report(estate, "pivot", "--rows", "category", "--category", "漏水") == [
        "category,total", "漏水,2", "total,2",
      ])
    let refused = estate.run("report", "focus", "--period", "2026-10", "--category", "漏电")
    #expect(refused.status == 65)
    #expect(refused.messages.contains("is no known category"))
  }

  @Test("key figures of a category count the tickets below it and no others")
  func figures() {
    let estate = estate()
    estate.take(
      "ticket",
      """
      number,kind,category,created_at,finished_at,verified_at,verify_result
      W-1,repair,水电,2026-10-01 09:00,2026-10-01 10:00,2026-10-02 09:00,pass
      W-2,repair,漏水,2026-10-01 09:00,2026-10-01 10:00,2026-10-02 09:00,fail
      W-3,repair,其他,2026-10-01 09:00,2026-10-01 10:00,2026-10-02 09:00,pass

      """)
    estate.take(
      "callback", "ticket,called_at,score\nW-2,2026-10-03 09:00,5\nW-3,2026-10-03 09:00,1\n")
    func figure(_ id: String, _ options: [String]) -> String {
      let ran = estate.run(
        ["report", "kpi", "--period", "2026-10", "--as-of", "2026-11-01", "--format", "csv"]
          + options)
      return ran.output.split(separator: "\n").first { $0.contains(id) }.map(String.init)
        ?? ran.messages
    }
    #expect(figure("repair_pass_rate", []).contains(",2,3,0.6667,"))
    #expect(figure("repair_pass_rate", ["--category", "SD"]).contains(",1,2,0.5000,"))
    #expect(figure("repair_callback_satisfaction", ["--category", "SD"]).contains(",1,1,1.0000,"))
    #expect(figure("repair_callback_satisfaction", []).contains(",1,2,0.5000,"))
  }

  // MARK: Evidence

  @Test("what was verified is evidence and stays as it is")
  func frozen() throws {
    let estate = estate()
    estate.run(
      "nonconformity", "add", "description=漏项", "owner=员工乙", "found_on=2026-10-01",
      "root_cause=a", "correction=b", "corrective_action=c")
    #expect(estate.run("nonconformity", "set", "NC-202610-0001", "root_cause=d").status == 0)
    estate.run("nonconformity", "done", "NC-202610-0001", "--at", "2026-10-05 09:00")
    estate.run(
      "nonconformity", "verify", "NC-202610-0001", "--effective", "yes", "--by", "员工丁", "--at",
      "2026-10-06 09:00")
    let before = try estate.digest()
    for change in ["root_cause=e", "owner=员工丙", "due_on=2026-12-01"] {
      let refused = estate.run("nonconformity", "set", "NC-202610-0001", change)
      #expect(refused.status == 65)
      #expect(refused.messages.contains("NC-202610-0001 was verified and cannot change"))
      #expect(refused.messages.contains("pm nonconformity add opens a new one"))
    }
    // The same once more is no change.
    #expect(estate.run("nonconformity", "set", "NC-202610-0001", "root_cause=d").status == 0)
    #expect(try estate.digest() == before)
  }

  // MARK: The log of tickets

  private func work(_ estate: Estate) {
    estate.run(
      "ticket", "add", "kind=repair", "room=1-1", "summary=水管滴水", "--at", "2026-10-01 09:00")
    for (words, at) in [
      (["dispatch", "--department", "工程部", "--assignee", "员工乙"], "2026-10-01 09:05"),
      (["accept"], "2026-10-01 09:10"),
      (["finish", "--measure", "换垫片"], "2026-10-02 10:00"),
    ] {
      let ran = estate.run(
        ["ticket", words[0], "WX-202610-0001"] + words.dropFirst() + ["--at", at])
      #expect(ran.status == 0, "\(ran.messages)")
    }
  }

  @Test("who accepts a ticket has a task in the log until it is finished; rework opens another")
  func logged() {
    let estate = estate()
    work(estate)
    let columns = ["--columns", "number,staff,department,subject,ticket,done_on,output,origin"]
    #expect(
      estate.run(["log", "list"] + columns).output == """
        number,staff,department,subject,ticket,done_on,output,origin
        RZ-202610-0001,员工乙,工程部,水管滴水,WX-202610-0001,2026-10-02,换垫片,ticket

        """)
    estate.run("ticket", "verify", "WX-202610-0001", "--result", "fail", "--at", "2026-10-02 11:00")
    estate.run("ticket", "rework", "WX-202610-0001", "--at", "2026-10-02 12:00")
    // An entry by hand on the same ticket is not the ticket's to close.
    estate.run(
      "log", "add", "subject=买垫片", "ticket=WX-202610-0001", "--at", "2026-10-02 12:30", "--actor",
      "员工丙")
    estate.run("ticket", "cancel", "WX-202610-0001", "--at", "2026-10-02 13:00")
    estate.run("ticket", "finish", "WX-202610-0001", "--at", "2026-10-02 13:00")
    let done = estate.run("log", "list", "--columns", "number,done_on,origin").output
    #expect(
      done == """
        number,done_on,origin
        RZ-202610-0001,2026-10-02,ticket
        RZ-202610-0002,2026-10-02,ticket
        RZ-202610-0003,,hand

        """)
    #expect(report(estate, "workload").contains { $0.hasPrefix("员工乙,0,") && $0.hasSuffix(",2,2") })
    #expect(estate.run("db", "check").status == 0)
  }

  @Test("a site that writes its log by hand alone turns that off")
  func unlogged() {
    let estate = estate()
    estate.run("setting", "set", "log.tickets=no")
    work(estate)
    #expect(estate.run("log", "list", "--columns", "number").output == "number\n")
  }

  // MARK: Pauses

  @Test("pauses read all at once are those of each ticket", arguments: [1, 2, 3] as [UInt64])
  func pauses(seed: UInt64) throws {
    let estate = estate()
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func roll(_ sides: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % sides
    }
    for number in 1...6 {
      estate.run("ticket", "add", "kind=repair", "--at", "2026-10-01 08:00")
      let ticket = "WX-202610-000\(number)"
      var hour = 9
      func move(_ words: String...) {
        estate.run(
          ["ticket", words[0], ticket] + words.dropFirst() + [
            "--at", "2026-10-0\(1 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00",
          ])
        hour += Int(roll(4))
      }
      move("dispatch", "--assignee", "甲")
      move("accept")
      for _ in 0..<roll(5) {
        move("suspend")
        if roll(4) > 0 { move("resume") }
      }
      if roll(2) == 0 { move("finish") }
    }
    let database = try Database.open(estate.database, mode: .readOnly)
    let all = try database.clockPauses(ofTicketsWhere: "1")
    var count = 0
    for ticket in try database.tickets(where: "1") {
      let own = try database.clockPauses(ofTicket: ticket.id)
      #expect(all[ticket.id] ?? [] == own)
      count += own.count
    }
    #expect(count > 0)
  }

  // MARK: The outbox

  @Test(
    "db check finds messages whose state is not what happened to them",
    arguments: [
      "state = 'sent', attempts = 1", "state = 'failed', attempts = 1", "state = 'acknowledged'",
      "attempts = 1", "acknowledged_at = queued_at",
      "state = 'acknowledged', acknowledged_at = queued_at - 1",
    ])
  func outboxCheck(damage: String) throws {
    let estate = estate()
    estate.run(
      "notice", "queue", "template=visit", "staff=员工乙", "text=请上门", "--at", "2026-10-01 09:00")
    #expect(estate.run("db", "check").status == 0)
    let database = try Database.open(estate.database, mode: .readWrite, lockWait: .seconds(5))
    try database.execute("UPDATE notice SET \(damage)")
    let ran = estate.run("db", "check")
    #expect(ran.status == 1)
    #expect(
      ran.output.contains("notice-states") && ran.messages.contains("N0000001"), "\(ran.messages)")
  }

  // MARK: Bad input

  @Test(
    "what is wrong of a ticket is refused with its place and the reason, and nothing is written",
    arguments: [
      (
        "ticket",
        "number,kind,created_at,finished_at\nT-1,repair,2026-10-02 09:00,2026-10-01 09:00",
        "input.csv:2:4: finished_at: finished_at is before created_at"
      ),
      (
        "ticket", "number,kind,created_at,closed_at\nT-1,repair,2026-10-02 09:00,2026-10-01 09:00",
        "input.csv:2:4: closed_at: closed_at is before created_at"
      ),
      (
        "ticket", "number,kind,created_at\nT-1,complain,2026-10-02 09:00",
        "input.csv:2:2: kind: \"complain\""
      ),
      (
        "callback", "ticket,called_at,score\nWX-202610-0001,2026-10-03 09:00,4.5",
        "input.csv:2:3: score: \"4.5\" has too many decimals"
      ),
      (
        "callback", "ticket,called_at,score\nWX-202610-0001,2026-10-01 09:30,4",
        "input.csv:2:2: called_at: the ticket is not finished"
      ),
      (
        "callback", "ticket,called_at,score\nWX-202610-0009,2026-10-03 09:00,4",
        "input.csv:2:1: ticket: \"WX-202610-0009\" is no known ticket"
      ),
      (
        "sla", "kind,finish_minutes,calendar\nrepair,60,STD",
        "input.csv:2:3: calendar: \"STD\" is no known calendar"
      ),
    ])
  func badInput(noun: String, file: String, said: String) throws {
    let estate = estate()
    estate.run("ticket", "add", "kind=repair", "--at", "2026-10-01 09:00")
    let before = try estate.digest()
    let ran = estate.take(noun, file + "\n")
    #expect(ran.status == 65)
    #expect(ran.messages.contains(said), "\(ran.messages)")
    #expect(try estate.digest() == before)
  }

  @Test("a form in Chinese says the severity in Chinese")
  func severities() {
    let estate = estate()
    estate.run(
      "ticket", "add", "kind=complaint", "severity=high", "room=1-1", "--at", "2026-10-01 09:00")
    estate.run(
      "ticket", "add", "kind=complaint", "severity=加急", "room=1-1", "--at", "2026-10-01 09:00")
    func form(_ number: String, _ language: String) -> String {
      estate.run("ticket", "form", number, "--form", "intake", "--lang", language, "--format", "md")
        .output
    }
    #expect(
      form("TS-202610-0001", "zh").contains("严重程度") && form("TS-202610-0001", "zh").contains("高"))
    #expect(!form("TS-202610-0001", "zh").contains("high"))
    #expect(form("TS-202610-0001", "en").contains("high"))
    #expect(form("TS-202610-0002", "zh").contains("加急"))
    let due = estate.run("callback", "due", "--as-of", "2026-10-02", "--lang", "zh")
    #expect(due.status == 0)
  }
}
