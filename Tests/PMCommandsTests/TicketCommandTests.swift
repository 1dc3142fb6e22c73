// Tickets from the call to the close, in-process: numbers, bulk moves, and what is refused.
import PMCore
import PMStore
import Testing

@Suite("Tickets on the command line")
struct TicketCommandTests {
  private static let base: [(String, String)] = [
    ("org", "code,kind,name,parent\nCO,company,公司,\nHY,community,花园,CO\n"),
    ("room", "code,community,building,number,owner_code,owner_name\n1-01,HY,1,01,K1,业主甲\n"),
    ("fee", "code,name,class,tax_rate\nWXF,维修费,one-off,0.06\nWYF,物业费,recurring,0.06\n"),
    ("category", "code,parent,name\nSD,,水电\nSL,SD,渗漏\n"),
  ]

  private func add(_ estate: Estate, _ words: String...) {
    estate.run(["ticket", "add"] + words + ["--quiet"])
  }

  private func numbers(_ estate: Estate, _ words: String...) -> [String] {
    estate.run(["ticket", "list", "--columns", "number"] + words).output
      .split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("numbers run without gaps by kind and by the month of the call in the database's zone")
  func numbers() {
    let estate = Estate(Self.base)
    // 16:30 UTC on the last of September is October here.
    for at in ["2026-09-30T16:30Z", "2026-10-31 23:59", "2026-09-30 23:59"] {
      add(estate, "kind=repair", "--at", at)
    }
    add(estate, "kind=complaint", "--at", "2026-10-02 09:00")
    estate.take(
      "ticket", "number,kind,created_at\nTS-202610-0007,complaint,2026-10-01 10:00\n")
    add(estate, "kind=complaint", "--at", "2026-10-03 09:00")
    #expect(
      numbers(estate) == [
        "TS-202610-0001", "TS-202610-0007", "TS-202610-0008", "WX-202609-0001", "WX-202610-0001",
        "WX-202610-0002",
      ])
    add(estate, "kind=complaint", "--at", "2026-10-03 09:00", "--dry-run")
    add(estate, "kind=complaint", "number=TS-202610-0009", "--at", "2026-10-03 09:00")
    #expect(numbers(estate, "--where", "kind=complaint").last == "TS-202610-0009")
    #expect(estate.run("db", "check").status == 0)
  }

  @Test("a bulk move is made whole or not at all, and tells everything that is refused")
  func bulk() throws {
    let estate = Estate(Self.base)
    for _ in 0..<3 { add(estate, "kind=repair", "--at", "2026-10-01 09:00") }
    estate.run(
      "ticket", "dispatch", "WX-202610-0002", "--assignee", "甲", "--at", "2026-10-01 09:05", "--quiet")
    let before = try estate.digest()
    let refused = estate.run(
      "ticket", "accept", "WX-202610-0001", "WX-202610-0002", "WX-202610-0003", "--at",
      "2026-10-01 09:10")
    #expect(refused.status == 65)
    #expect(
      refused.messages == """
        pm: ticket WX-202610-0001 is new: accept is not legal now; legal: dispatch, cancel, invalidate
        pm: ticket WX-202610-0003 is new: accept is not legal now; legal: dispatch, cancel, invalidate
        pm: 2 of 3 tickets refused; nothing was changed

        """)
    #expect(try estate.digest() == before)
    let moved = estate.run(
      "ticket", "dispatch", "--where", "state=new", "--department", "工程部", "--at",
      "2026-10-01 09:20")
    #expect(moved.messages == "ticket dispatch: 2 updated\n")
    let none = estate.run("ticket", "dispatch", "--where", "state=new")
    #expect(none.status == 0)
    #expect(none.messages == "ticket dispatch: 0 updated\n")
    #expect(numbers(estate, "--where", "department=工程部") == ["WX-202610-0001", "WX-202610-0003"])
  }

  @Test(
    "what cannot be is refused with place and reason",
    arguments: [
      (
        ["ticket", "close", "WX-202610-0001"], 65,
        "pm: ticket WX-202610-0001 is dispatched: close is not legal now; legal: dispatch, accept, refuse, cancel, invalidate\n"
      ),
      (
        ["ticket", "accept", "WX-202610-0001", "--at", "2026-10-01 09:04"], 65,
        "pm: ticket WX-202610-0001: 2026-10-01 09:04 is before its last event at 2026-10-01 09:05\n"
      ),
      (
        ["ticket", "accept", "WX-202610-0001", "--at", "2926-10-01 09:04"], 64,
        "pm: --at: an event cannot happen later than now\n  see pm ticket accept --help\n"
      ),
      (
        ["ticket", "add", "kind=repair", "created_at=2926-10-01 09:04"], 65,
        "created_at: 2926-10-01 09:04 is later than now\n"
      ),
      (
        ["ticket", "accept", "WX-202610-0002"], 66,
        "pm: there is no ticket \"WX-202610-0002\"\n  did you mean \"WX-202610-0001\"?\n"
      ),
      (
        ["ticket", "add", "kind=repair", "category=水店"], 65,
        "category: \"水店\" is no known category\n  did you mean \"水电\"?\n"
      ),
      (
        ["ticket", "add", "kind=repare"], 65,
        "kind: \"repare\" is none of the values of this column\n  did you mean \"repair\"?\n"
      ),
      (
        ["ticket", "add", "kind=repair", "room=1-02"], 65,
        "room: \"1-02\" is no known room\n  did you mean \"1-01\"?\n"
      ),
      (
        ["ticket", "add", "kind=repair", "finished_at=2026-10-01 09:04"], 65,
        "pm: finished_at comes from the moves of the ticket\n  history comes in with pm ticket import\n"
      ),
      (
        ["ticket", "verify", "WX-202610-0001"], 64,
        "pm: --result pass|fail is required\n  see pm ticket verify --help\n"
      ),
      (
        ["ticket", "finish", "WX-202610-0001", "--fee", "WXF"], 64,
        "pm: give --fee and --amount together\n  see pm ticket finish --help\n"
      ),
      (
        ["callback", "add", "ticket=WX-202610-0001", "called_at=2026-10-01 10:00", "score=4"], 65,
        """
        called_at: the ticket is not finished
          call back once the work is finished
        pm: nothing was written

        """
      ),
      (
        ["callback", "add", "ticket=WX-202610-0001", "called_at=2026-10-01 10:00", "score=4.5"],
        65,
        """
        score: "4.5" has too many decimals
          write a whole number from 1 to 5
        pm: nothing was written

        """
      ),
      (
        ["sla", "add", "kind=repair", "finish_minutes=60", "calendar=STD"], 65,
        """
        calendar: "STD" is no known calendar
        pm: nothing was written

        """
      ),
      (
        ["calendar", "add", "code=STD", "monday=25:00-26:00"], 65,
        """
        monday: "25:00-26:00" cannot be understood
          write hours such as 08:30-12:00 13:30-17:30
        pm: nothing was written

        """
      ),
      (
        ["calendar", "add", "code=STD", "monday=-"], 65,
        """
        code: the calendar has no working hours
        pm: nothing was written

        """
      ),
    ] as [([String], Int32, String)])
  func refused(words: [String], status: Int32, text: String) throws {
    let estate = Estate(Self.base)
    add(estate, "kind=repair", "room=1-01", "--at", "2026-10-01 09:00")
    estate.run(
      "ticket", "dispatch", "WX-202610-0001", "--assignee", "甲", "--at", "2026-10-01 09:05", "--quiet")
    let before = try estate.digest()
    let ran = estate.run(words)
    #expect(ran.messages == text)
    #expect(Int32(ran.status) == status)
    #expect(try estate.digest() == before)
  }

  @Test("a file with a wrong category, a finish before the start or a cycle is refused by its line")
  func files() {
    let estate = Estate(Self.base)
    let ran = estate.take(
      "ticket",
      """
      number,kind,category,created_at,finished_at
      A1,repair,渗楼,2026-10-01 09:00,
      A2,repair,渗漏,2026-10-01 09:00,2026-10-01 08:00

      """)
    #expect(ran.status == 65)
    #expect(ran.messages.contains("input.csv:3:5: finished_at: finished_at is before created_at\n"))
    let category = estate.take(
      "ticket", "number,kind,category,created_at\nA1,repair,渗楼,2026-10-01 09:00\n")
    #expect(
      category.messages.hasPrefix(
        "input.csv:2:3: category: \"渗楼\" is no known category\n  did you mean \"渗漏\"?\n"))
    let cycle = estate.take(
      "ticket",
      "number,kind,created_at,parent\nA1,repair,2026-10-01 09:00,A2\nA2,repair,2026-10-01 09:00,A1\n"
    )
    #expect(cycle.messages.contains("parent: the ticket would stand above itself\n"))
  }

  @Test("imported history goes on from where its times say")
  func history() {
    let estate = Estate(Self.base)
    estate.take(
      "ticket",
      "number,kind,created_at,accepted_at,finished_at\nWX-202610-0001,repair,2026-10-01 09:00,2026-10-01 09:10,2026-10-01 10:00\n"
    )
    let early = estate.run(
      "ticket", "verify", "WX-202610-0001", "--result", "pass", "--at", "2026-10-01 09:30")
    #expect(early.status == 65)
    estate.run("ticket", "verify", "WX-202610-0001", "--result", "fail", "--at", "2026-10-01 11:00")
    estate.run("ticket", "rework", "WX-202610-0001", "--at", "2026-10-01 11:10")
    estate.run("ticket", "finish", "WX-202610-0001", "--at", "2026-10-01 12:00")
    estate.run("ticket", "verify", "WX-202610-0001", "--result", "pass", "--at", "2026-10-01 12:30")
    let list = estate.run(
      "ticket", "list", "--columns", "finished_at,verified_at,verify_result,current_state")
    // The pass rate counts the first inspection.
    #expect(
      list.output
        == "finished_at,verified_at,verify_result,current_state\n2026-10-01 12:00,2026-10-01 11:00,fail,verified\n"
    )
    let again = estate.take(
      "ticket",
      "number,kind,created_at,finished_at\nWX-202610-0001,repair,2026-10-01 09:00,2026-10-01 10:00\n"
    )
    #expect(again.status == 65)
    #expect(
      again.messages.hasPrefix(
        """
        input.csv:2:4: finished_at: WX-202610-0001 lives by its moves: finished_at cannot be set
          use pm ticket dispatch, accept, finish …; leave these columns out to change others
        input.csv: 1 row refused, nothing was imported

        """), "\(again.messages)")
    let whole = estate.take(
      "ticket",
      "number,kind,created_at,dispatched_at,accepted_at,finished_at,closed_at\nWX-202610-0001,repair,2026-10-01 08:00,,2026-10-01 09:30,2026-10-01 10:00,2026-10-01 11:00\n"
    )
    // One line, whatever it would change.
    #expect(
      whole.messages.contains("created_at, accepted_at, finished_at, closed_at cannot be set"),
      "\(whole.messages)")
    #expect(whole.messages.split(separator: "\n").count { $0.contains("lives by its moves") } == 1)
    #expect(estate.run("db", "check").status == 0)
  }

  @Test("a ticket keeps the service level that it was created under")
  func terms() {
    let estate = Estate(Self.base)
    estate.run("sla", "add", "kind=repair", "respond_minutes=30", "finish_minutes=60")
    add(estate, "kind=repair", "--at", "2026-10-01 09:00")
    estate.run("sla", "set", "repair,,", "finish_minutes=600")
    let due = estate.run("ticket", "due", "--at", "2026-10-01 10:01")
    #expect(
      due.output.contains("WX-202610-0001,repair,,,,,tester,new,finish,2026-10-01 10:00,-1,yes,0"))
    #expect(
      estate.run("ticket", "due", "--at", "2026-10-01 09:30").output.split(separator: "\n").count
        == 1)
    let soon = estate.run("ticket", "due", "--at", "2026-10-01 09:30", "--within", "1h")
    #expect(soon.output.contains("respond,2026-10-01 09:30,0,no,0"))
  }

  @Test("a suspended ticket is not due, and comes back with the time that it had left")
  func suspension() {
    let estate = Estate(Self.base)
    estate.run("sla", "add", "kind=repair", "finish_minutes=60")
    add(estate, "kind=repair", "--at", "2026-10-01 09:00")
    for (verb, at) in [("dispatch", "09:05"), ("accept", "09:10"), ("suspend", "09:30")] {
      let receiver = verb == "dispatch" ? ["--assignee", "甲"] : []
      estate.run(
        ["ticket", verb, "WX-202610-0001", "--at", "2026-10-01 \(at)", "--quiet"] + receiver)
    }
    let during = estate.run("ticket", "due", "--as-of", "2026-10-05").output
    #expect(during.split(separator: "\n").count == 1)
    estate.run("ticket", "resume", "WX-202610-0001", "--at", "2026-10-03 08:00", "--quiet")
    let list = estate.run("ticket", "list", "--columns", "finish_due_at").output
    #expect(list == "finish_due_at\n2026-10-03 08:30\n")
  }

  @Test("a paid service is billed once to who lives there, and never into a closed month")
  func bills() {
    let estate = Estate(Self.base)
    add(estate, "kind=service", "room=1-01", "--at", "2026-10-01 09:00")
    for words in [["dispatch", "--assignee", "甲"], ["accept"]] {
      estate.run(
        ["ticket", words[0], "FW-202610-0001", "--at", "2026-10-01 09:00", "--quiet"]
          + words.dropFirst())
    }
    let finish = [
      "ticket", "finish", "FW-202610-0001", "--at", "2026-10-01 10:00", "--amount", "80.00",
    ]
    #expect(estate.run(finish + ["--fee", "WYF"]).messages == "pm: fee WYF is not a one-off fee\n")
    #expect(estate.run(finish + ["--fee", "WXF"]).status == 0)
    #expect(
      estate.run("bill", "list", "--columns", "room,customer,fee,class,amount,tax,ticket").output
        == "room,customer,fee,class,amount,tax,ticket\n1-01,K1,WXF,one-off,80.00,4.53,FW-202610-0001\n"
    )
    estate.run("ticket", "verify", "FW-202610-0001", "--result", "fail", "--at", "2026-10-01 11:00")
    let twice = estate.run(
      "ticket", "finish", "FW-202610-0001", "--at", "2026-10-01 12:00", "--fee", "WXF", "--amount",
      "9.00")
    #expect(
      twice.messages
        == "pm: ticket FW-202610-0001: fee WXF is billed already\n  leave --fee and --amount out; another amount: pm bill void or pm bill adjust\n"
    )
  }

  @Test("escalation goes up one level a day, queues one notice each, and says who has nobody above")
  func escalation() throws {
    let estate = Estate(Self.base)
    estate.run("sla", "add", "kind=repair", "finish_minutes=60")
    add(estate, "kind=repair", "room=1-01", "--at", "2026-10-01 09:00")
    add(estate, "kind=repair", "--at", "2026-10-01 09:00")
    let first = estate.run("ticket", "escalate", "--as-of", "2026-10-01")
    #expect(
      first.messages == """
        warning: ticket WX-202610-0002 is overdue, and no organisation stands above it
        ticket escalate: 1 created, 1 unchanged

        """)
    let before = try estate.digest()
    estate.run("ticket", "escalate", "--as-of", "2026-10-01")
    estate.run("ticket", "escalate", "--as-of", "2026-10-09")
    #expect(try estate.digest() == before)
    #expect(
      estate.run("notice", "list", "--columns", "org,ticket,level,state").output
        == "org,ticket,level,state\nCO,WX-202610-0001,1,queued\n")
  }

  @Test("a holiday that comes in later gives open tickets more time, and changes no others")
  func holidays() {
    let estate = Estate(Self.base)
    let week = "monday,tuesday,wednesday,thursday,friday"
    let hours = Array(repeating: "09:00-17:00", count: 5).joined(separator: ",")
    estate.take("calendar", "code,\(week)\nSTD,\(hours)\n")
    estate.run("sla", "add", "kind=repair", "finish_minutes=480", "calendar=STD")
    // A Wednesday before the holidays.
    add(estate, "kind=repair", "--at", "2026-09-30 12:00")
    add(estate, "kind=enquiry", "--at", "2026-09-30 12:00")
    let due = ["ticket", "list", "--columns", "number,finish_due_at"]
    #expect(
      estate.run(due).output
        == "number,finish_due_at\nWX-202609-0001,2026-10-01 12:00\nZX-202609-0001,\n")
    let days = (1...7).map { "STD,\(hours),2026-10-0\($0)\n" }.joined()
    estate.take("calendar", "code,\(week),date\n\(days)")
    #expect(estate.run(due).output.contains("WX-202609-0001,2026-10-08 12:00\n"))
    #expect(
      estate.take("calendar", "code,\(week),date\n\(days)").messages
        == "import: 0 created, 0 updated, 1 unchanged, 0 rejected, 0 calendar-days created, 7 calendar-days unchanged\n"
    )
  }

  @Test("lists of what is due keep to a scope and to a person")
  func scope() {
    let estate = Estate(Self.base)
    estate.run("org", "add", "code=GC", "kind=community", "name=广场")
    estate.run("room", "add", "code=2-01", "community=GC")
    estate.run("sla", "add", "kind=repair", "finish_minutes=60", "callback_minutes=60")
    for room in ["1-01", "2-01"] {
      add(estate, "kind=repair", "room=\(room)", "assignee=员工\(room)", "--at", "2026-10-01 09:00")
    }
    func rows(_ words: String...) -> Int {
      estate.run(words + ["--as-of", "2026-10-02"]).output.split(separator: "\n").count - 1
    }
    #expect(rows("ticket", "due") == 2)
    #expect(rows("ticket", "due", "--scope", "GC") == 1)
    #expect(rows("ticket", "due", "--for", "员工1-01") == 1)
    #expect(rows("callback", "due", "--scope", "GC") == 0)
  }

  @Test("callbacks are due by kind, by severity and by share, until the customer was reached")
  func callbacks() throws {
    let estate = Estate(Self.base)
    estate.take(
      "ticket",
      """
      number,kind,severity,created_at,finished_at
      A1,complaint,normal,2026-10-01 09:00,2026-10-01 10:00
      A2,repair,high,2026-10-01 09:00,2026-10-01 10:00
      A3,repair,normal,2026-10-01 09:00,2026-10-01 10:00
      A4,complaint,normal,2026-10-01 09:00,

      """)
    func due() -> [String] {
      estate.run("callback", "due", "--as-of", "2026-10-05").output.split(separator: "\n")
        .dropFirst()
        .map { String($0.prefix(2)) }
    }
    #expect(due() == ["A1", "A2", "A3"])
    _ = try Database.open(estate.database, mode: .readWrite).write { database in
      .commit(try database.set("callback.share", to: "0", entry: nil))
    }
    #expect(due() == ["A1", "A2"])
    estate.run("callback", "add", "ticket=A1", "called_at=2026-10-02 09:00", "reached=no")
    #expect(due() == ["A1", "A2"])
    estate.run("callback", "add", "ticket=A1", "called_at=2026-10-02 10:00", "score=5")
    #expect(due() == ["A2"])
  }

  @Test("a number too long to count on is passed over")
  func hugeNumbers() {
    let estate = Estate(Self.base)
    estate.take(
      "ticket",
      "number,kind,created_at\nTS-202610-9223372036854775807,complaint,2026-10-01 10:00\nTS-202610-0002,complaint,2026-10-01 10:00\n"
    )
    add(estate, "kind=complaint", "--at", "2026-10-03 09:00")
    #expect(numbers(estate).contains("TS-202610-0003"))
    let long = estate.run(
      "ticket", "dispatch", "TS-202610-0003", "--remark", String(repeating: "长", count: 2000))
    #expect(long.messages.contains("is too long"))
    #expect(long.status == 65)
  }

  @Test("what is remarked stands with the event and not in the journal")
  func privacy() {
    let estate = Estate(Self.base)
    add(estate, "kind=repair", "contact=张三13900000001", "--at", "2026-10-01 09:00")
    for remark in [["--remark", "找张三"], ["--remark=找张三"]] {
      estate.run(
        ["ticket", "dispatch", "WX-202610-0001", "--at", "2026-10-01 09:05", "--assignee", "乙"] + remark)
    }
    let journal = estate.run("audit", "list").output
    #expect(!journal.contains("张三"))
    #expect(journal.contains("WX-202610-0001 --at 2026-10-01 09:05 --assignee 乙 --remark=…"))
    #expect(
      estate.run("ticket-event", "list", "--columns", "serial,remark").output
        == "serial,remark\n1,\n2,找张三\n3,找张三\n")
  }
}
