// Tickets that name neither room nor customer: whose they are, in every list alike.
import Testing

@Suite struct FenceTicketTests {
  /// The estate of the fence, with a desk in A2 and times within which tickets are handled.
  private func desks() -> Estate {
    let estate = FenceTests().group()
    for words in [
      ["staff", "add", "code=S7", "name=外客服", "login=wu", "roles=service", "scope=A2"],
      ["sla", "add", "respond_minutes=30", "finish_minutes=60", "callback_minutes=60"],
    ] {
      #expect(estate.run(as: "boss", words).status == 0, "\(words)")
    }
    return estate
  }

  private func add(_ words: String..., as user: String, _ estate: Estate) {
    let ran = estate.run(
      as: user, ["ticket", "add", "kind=complaint", "--at", "2026-10-05 09:00"] + words)
    #expect(ran.status == 0, "\(words): \(ran.messages)")
  }

  /// What the rows of a list begin with, of tickets that were taken down here.
  private func numbers(_ estate: Estate, _ words: [String], as user: String) -> [String] {
    let ran = estate.run(as: user, words)
    #expect(ran.status == 0, "\(words): \(ran.messages)")
    let all = ran.output.split(separator: "\n").map { String($0.prefix { $0 != "," && $0 != " " }) }
    return all.filter { $0.hasPrefix("TS-202610-000") }.map { String($0.suffix(1)) }
  }

  private func listed(_ estate: Estate, as user: String, _ words: String...) -> [String] {
    numbers(estate, ["ticket", "list", "--columns", "number"] + words, as: user)
  }

  @Test("it is of whose hands it is in, and what nobody of a known place has is everybody's")
  func places() throws {
    let estate = desks()
    add("summary=外举报", "contact=刘某 13712345678", as: "wu", estate)
    add("summary=内举报", as: "li", estate)
    add("summary=总", as: "boss", estate)
    add("summary=外", "department=外工程部", as: "boss", estate)
    add("summary=外", "assignee=wu", as: "boss", estate)
    add("summary=外", "first_contact=外客服", as: "boss", estate)
    // A customer of no place does not tell either.
    add("summary=外", "customer=LEAD", as: "wu", estate)
    add("summary=内", "customer=KA1", as: "boss", estate)
    #expect(listed(estate, as: "li") == ["2", "3", "8"])
    #expect(listed(estate, as: "wu") == ["1", "3", "4", "5", "6", "7"])
    #expect(listed(estate, as: "qian") == ["3"])
    #expect(listed(estate, as: "zhao") == ["1", "2", "3", "4", "5", "6", "7", "8"])
    #expect(listed(estate, as: "boss", "--scope", "A1") == ["2", "3", "8"])
    // What the neighbour took down is not read, printed, closed or judged.
    let before = try estate.digest()
    for words in [
      ["ticket", "show", "TS-202610-0001", "--reveal"], ["ticket", "finish", "TS-202610-0001"],
      ["ticket", "form", "TS-202610-0001", "--form", "complaint", "--reveal"],
      ["ticket", "invalidate", "TS-202610-0001", "--remark", "x"],
      ["ticket", "set", "TS-202610-0004", "summary=x"],
    ] {
      let ran = estate.run(as: "li", words)
      #expect(ran.status == 66, "\(words): \(ran.status) \(ran.messages)")
      #expect(!ran.output.contains("外举报") && !ran.output.contains("137"))
    }
    #expect(try estate.digest() == before)
  }

  @Test("it goes with who hands it on; of two departments of one name that of the desk is meant")
  func handed() {
    let estate = desks()
    for centre in ["A1", "A2"] {
      let words = ["org", "add", "code=KF\(centre)", "kind=department", "name=客服部", "parent=\(centre)"]
      #expect(estate.run(as: "boss", words).status == 0)
    }
    func dispatch(_ number: Int, to department: String, as user: String) {
      let ran = estate.run(
        as: user,
        ["ticket", "dispatch", "TS-202610-000\(number)", "--department", department, "--at", "2026-10-05 10:00"])
      #expect(ran.status == 0, "\(ran.messages)")
    }
    add("summary=x", "department=客服部", as: "li", estate)
    add("summary=x", "department=客服部", as: "wu", estate)
    add("summary=x", "department=客服部", as: "boss", estate)
    add("summary=x", as: "li", estate)
    add("summary=x", as: "boss", estate)
    #expect(listed(estate, as: "li") == ["1", "3", "4", "5"])
    #expect(listed(estate, as: "wu") == ["2", "3", "5"])
    // Somebody who sees both hands it over; somebody of a part knows that part alone.
    dispatch(4, to: "外工程部", as: "boss")
    dispatch(5, to: "外工程部", as: "li")
    #expect(listed(estate, as: "li") == ["1", "3", "5"])
    #expect(listed(estate, as: "wu") == ["2", "3", "4"])
    dispatch(1, to: "客服部", as: "li")
    #expect(listed(estate, as: "wu") == ["2", "3", "4"])
  }

  @Test("a department or person of elsewhere is taken like one that is nowhere, and the ticket stays")
  func strangers() throws {
    let estate = desks()
    var told: Set<String> = []
    let names = ["外工程部", "DA2", "没有"]
    for name in names {
      for column in ["department", "assignee", "first_contact"] {
        let ran = estate.run(
          as: "li",
          ["ticket", "add", "kind=complaint", "summary=x", "\(column)=\(name)", "--at", "2026-10-05 09:00", "--quiet"])
        #expect(ran.status == 0, "\(name): \(ran.messages)")
        let said = ran.messages.prefix { $0 != ";" && $0 != "\n" }
        told.insert(said.split(separator: name, omittingEmptySubsequences: false).joined(separator: "…"))
      }
    }
    #expect(told.count == 2 && told.allSatisfy { $0.contains("… is no known") }, "\(told)")
    #expect(listed(estate, as: "li").count == 9)
    #expect(listed(estate, as: "wu").isEmpty)
    #expect(estate.run(as: "boss", ["db", "check"]).status == 0)
  }

  @Test("what is of an organisation above is not shown below it, until it is handed down")
  func above() throws {
    let estate = desks()
    for words in [
      ["org", "add", "code=DA0", "kind=department", "name=总部", "parent=A"],
      ["staff", "add", "code=S8", "name=总客服", "login=zong", "roles=service", "scope=A"],
      ["staff", "add", "code=S9", "name=园客服", "login=yuan", "roles=service", "scope=HA1"],
    ] {
      #expect(estate.run(as: "boss", words).status == 0, "\(words)")
    }
    add("summary=举报主任", as: "zong", estate)
    add("summary=总", "department=总部", as: "boss", estate)
    add("summary=总", "assignee=zong", as: "boss", estate)
    add("summary=内", "department=总部", as: "li", estate)
    add("summary=园", as: "yuan", estate)
    add("summary=谁", as: "boss", estate)
    add("summary=内", "department=内工程部", as: "zong", estate)
    #expect(listed(estate, as: "zong") == ["1", "2", "3", "4", "5", "6", "7"])
    #expect(listed(estate, as: "li") == ["4", "5", "6", "7"])
    #expect(listed(estate, as: "yuan") == ["5", "6"])
    #expect(listed(estate, as: "wu") == ["6"])
    #expect(listed(estate, as: "boss", "--scope", "A1") == ["4", "5", "6", "7"])
    let before = try estate.digest()
    for (user, number) in [("li", 1), ("li", 2), ("yuan", 4)] {
      let ran = estate.run(as: user, ["ticket", "invalidate", "TS-202610-000\(number)", "--remark", "x"])
      #expect(ran.status == 66, "\(ran.messages)")
    }
    #expect(try estate.digest() == before)
    let handed = estate.run(
      as: "zong", ["ticket", "dispatch", "TS-202610-0001", "--department", "内工程部", "--at", "2026-10-05 10:00"])
    #expect(handed.status == 0, "\(handed.messages)")
    #expect(listed(estate, as: "li") == ["1", "4", "5", "6", "7"])
    #expect(listed(estate, as: "wu") == ["6"])
  }

  @Test("what somebody kept to a part imports is of it, whomever the file names")
  func imported() throws {
    let estate = desks()
    let file = """
      number,kind,summary,created_at,department,first_contact
      TS-202610-0001,complaint,匿名,2026-10-02 09:00,,
      TS-202610-0002,complaint,匿名,2026-10-02 09:00,外工程部,
      TS-202610-0003,complaint,匿名,2026-10-02 09:00,,wu

      """
    #expect(estate.run(as: "li", ["ticket", "import", "-"], input: file).status == 0)
    let all = file.split(separator: "\n").map { $0.split(separator: "0001").joined(separator: "0004") }
    #expect(estate.run(as: "boss", ["ticket", "import", "-"], input: all[0] + "\n" + all[1] + "\n").status == 0)
    #expect(listed(estate, as: "li") == ["1", "2", "3", "4"])
    #expect(listed(estate, as: "wu") == ["4"])
    #expect(listed(estate, as: "boss", "--scope", "A2") == ["4"])
    #expect(estate.run(as: "wu", ["ticket", "dispatch", "TS-202610-0001", "--assignee", "wu"]).status == 66)
    // Who imports or changes a row again does not take it over.
    let again = estate.run(
      as: "li", ["ticket", "import", "-"], input: file.split(separator: "匿名").joined(separator: "匿名者"))
    #expect(again.status == 0 && again.messages.contains("3 updated"), "\(again.messages)")
    #expect(estate.run(as: "li", ["ticket", "set", "TS-202610-0004", "summary=谁"]).status == 0)
    #expect(estate.run(as: "boss", ["ticket", "set", "TS-202610-0001", "summary=x"]).status == 0)
    #expect(listed(estate, as: "wu") == ["4"])
    #expect(listed(estate, as: "li") == ["1", "2", "3", "4"])
    let taken = estate.run(as: "li", ["ticket", "dispatch", "TS-202610-0002", "--assignee", "li"])
    #expect(taken.status == 0, "\(taken.messages)")
    #expect(estate.run(as: "boss", ["db", "check"]).status == 0)
    #expect(estate.run(as: "boss", ["audit", "verify"]).status == 0)
  }

  @Test("a ticket of a new customer stays with who took it down when he gets a room elsewhere")
  func moved() {
    let estate = desks()
    add("summary=新", "customer=LEAD", as: "wu", estate)
    let room = "code,community,kind,floor_area,owner_code,owner_name\nRA9,HA1,residence,80,LEAD,意向\n"
    let ran = estate.run(as: "boss", ["room", "import", "-"], input: room)
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(listed(estate, as: "wu") == ["1"] && listed(estate, as: "boss", "--scope", "A2") == ["1"])
    for words in [
      ["dispatch", "TS-202610-0001", "--assignee", "li", "--at", "2026-10-05 10:00"],
      ["set", "TS-202610-0001", "summary=x"],
    ] {
      let moved = estate.run(as: words[0] == "set" ? "wu" : "li", ["ticket"] + words)
      #expect(moved.status == 0, "\(words): \(moved.messages)")
    }
    #expect(listed(estate, as: "wu") == ["1"])
    #expect(estate.run(as: "boss", ["db", "check"]).status == 0)
    // Nobody gives a ticket of his own to a customer of elsewhere.
    add("summary=y", as: "wu", estate)
    #expect(estate.run(as: "wu", ["ticket", "set", "TS-202610-0002", "customer=KA1"]).status != 0)
  }

  @Test("a ticket without a room is raised to what stands above the part that has it")
  func raised() {
    let estate = desks()
    add("summary=x", as: "li", estate)
    add("summary=x", "customer=KA1", as: "boss", estate)
    add("summary=x", "customer=KAB", as: "boss", estate)
    add("summary=x", "assignee=wu", as: "boss", estate)
    add("summary=x", "first_contact=外客服", as: "boss", estate)
    add("summary=x", "department=外工程部", as: "li", estate)
    add("summary=x", "department=内工程部", as: "li", estate)
    add("summary=x", as: "boss", estate)
    let ran = estate.run(as: "boss", ["ticket", "escalate", "--as-of", "2026-10-06"])
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(
      ran.messages.contains("ticket TS-202610-0008 is overdue, and no organisation stands above it"), "\(ran.messages)")
    let output = estate.run(as: "boss", ["escalation", "list", "--columns", "ticket,level,org"]).output
    let raised = output.split(separator: "\n").filter { $0.hasPrefix("TS-202610-000") && $0.contains(",1,") }.map {
      $0.dropFirst(13)
    }
    #expect(raised == ["1,1,A", "2,1,A1", "3,1,G", "4,1,A", "5,1,A", "6,1,A", "7,1,A1"], "\(output)")
  }

  @Test("a bill without a room of a customer of several places is refused: nobody kept to one could see it")
  func billed() throws {
    let estate = desks()
    #expect(estate.run(as: "boss", ["fee", "add", "code=WXF", "name=维修费", "class=one-off", "priority=3"]).status == 0)
    add("summary=x", "customer=KAB", as: "li", estate)
    for words in [["dispatch", "--assignee", "li"], ["accept"]] {
      let ran = estate.run(
        as: "li", ["ticket", words[0], "TS-202610-0001", "--at", "2026-10-05 10:00"] + words.dropFirst())
      #expect(ran.status == 0, "\(ran.messages)")
    }
    let finish = ["ticket", "finish", "TS-202610-0001", "--fee", "WXF", "--amount", "10", "--at", "2026-10-05 11:00"]
    let before = try estate.digest()
    let ran = estate.run(as: "li", finish)
    #expect(ran.status == 77, "\(ran.messages)")
    for said in [
      "ticket TS-202610-0001: its customer is of other places, too, and a bill without a room would be of none",
      "give the ticket a room first: pm ticket set TS-202610-0001 room=CODE",
    ] {
      #expect(ran.messages.contains(said), "\(ran.messages)")
    }
    #expect(try estate.digest() == before)
    #expect(estate.run(as: "li", ["ticket", "set", "TS-202610-0001", "room=RA1"]).status == 0)
    let done = estate.run(as: "li", finish)
    #expect(done.status == 0 && done.messages.contains("1 created"), "\(done.messages)")
  }

  @Test("every list and report of the desk holds the same tickets as ticket list", arguments: ["li", "wu", "zhao"])
  func agreement(user: String) {
    let estate = desks()
    add("summary=x", as: "li", estate)
    add("summary=x", "department=内工程部", as: "li", estate)
    add("summary=x", "room=RA1", as: "li", estate)
    add("summary=x", "customer=KA1", as: "li", estate)
    add("summary=x", as: "wu", estate)
    add("summary=x", "customer=LEAD", as: "boss", estate)
    add("summary=x", "room=RB1", as: "boss", estate)
    for number in 1...7 {
      let words = [
        "ticket", "dispatch", "TS-202610-000\(number)", "--assignee", "x\(number)", "--at", "2026-10-05 10:00",
      ]
      #expect(estate.run(as: [5: "wu", 6: "boss", 7: "boss"][number] ?? "li", words).status == 0)
    }
    let scope = ["li": "A1", "wu": "A2", "zhao": "A"][user] ?? ""
    let own = listed(estate, as: user)
    #expect(
      own == ["li": ["1", "2", "3", "4", "6"], "wu": ["5", "6"], "zhao": ["1", "2", "3", "4", "5", "6"]][user])
    func each(_ words: [String], _ body: (Ran) -> Void) {
      for ran in [estate.run(as: user, words), estate.run(as: "boss", words + ["--scope", scope])] {
        #expect(ran.status == 0, "\(words): \(ran.messages)")
        body(ran)
      }
    }
    func last(_ ran: Ran) -> String { ran.output.split(separator: "\n").last.map(String.init) ?? "" }
    for (words, who) in [([], user), (["--scope", scope], "boss")] {
      let due = numbers(estate, ["ticket", "due", "--as-of", "2026-10-09"] + words, as: who)
      #expect(Set(due).sorted() == own, "\(due)")
      let board = numbers(
        estate, ["report", "dashboard", "--period", "2026-10", "--as-of", "2026-10-09", "--format", "table"] + words,
        as: who)
      #expect(Set(board).sorted() == own, "\(board)")
    }
    let count = own.count
    let kind = ["--kind", "complaint"]
    // One complaint more was in the books of B, none in those of A.
    each(["report", "tickets", "--period", "2026-10", "--as-of", "2026-10-09"] + kind) { ran in
      #expect(last(ran).hasPrefix("total,\(count),0,0,\(count),0,0,\(count),\(count),"), "\(ran.output)")
    }
    each(["report", "pivot", "--rows", "kind", "--period", "2026-10", "--as-of", "2026-10-09"] + kind) { ran in
      #expect(ran.output.contains("complaint,\(count)"), "\(ran.output)")
    }
    // The warnings of what stands under nothing, and what was raised, make up the whole.
    each(["ticket", "escalate", "--as-of", "2026-10-09", "--dry-run"]) { ran in
      let counts = ran.messages.split(separator: "\n").last?.split { !$0.isNumber }.compactMap { Int($0) } ?? []
      // TA1 and TA2 are overdue as well.
      #expect(counts.reduce(0, +) == count + (user == "zhao" ? 2 : 1), "\(ran.messages)")
    }
    for number in own {
      let ran = estate.run(as: user, ["ticket", "accept", "TS-202610-000\(number)", "--at", "2026-10-05 11:00"])
      let done = estate.run(as: user, ["ticket", "finish", "TS-202610-000\(number)", "--at", "2026-10-05 12:00"])
      #expect(user == "zhao" || ran.status == 0 && done.status == 0, "\(ran.messages)\(done.messages)")
    }
    if user == "zhao" { return }
    for (words, who) in [([], user), (["--scope", scope], "boss")] {
      #expect(numbers(estate, ["callback", "due", "--as-of", "2026-10-09"] + words, as: who) == own)
    }
    each(["report", "workload", "--period", "2026-10", "--as-of", "2026-10-31"]) { ran in
      #expect(last(ran).hasPrefix("total,\(count),"), "\(ran.output)")
    }
    each(["report", "kpi", "--period", "2026-10", "--as-of", "2026-10-31"]) { ran in
      let line = ran.output.split(separator: "\n").first { $0.contains("callback_rate") }
      #expect(line?.contains(",0,\(count),") == true, "\(ran.output)")
    }
    each(["report", "kpi", "--period", "2026-10", "--as-of", "2026-10-31", "--explain", "callback_rate"]) { ran in
      #expect(own.allSatisfy { ran.output.contains("TS-202610-000\($0)") }, "\(ran.output)")
    }
  }
}
