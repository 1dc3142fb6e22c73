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
        as: user, ["ticket", "dispatch", "TS-202610-000\(number)", "--department", department, "--at", "2026-10-05 10:00"])
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
      let words = ["ticket", "dispatch", "TS-202610-000\(number)", "--assignee", "x\(number)", "--at", "2026-10-05 10:00"]
      #expect(estate.run(as: [5: "wu", 6: "boss", 7: "boss"][number] ?? "li", words).status == 0)
    }
    let scope = ["li": "A1", "wu": "A2", "zhao": "A"][user] ?? ""
    let own = listed(estate, as: user)
    #expect(own == ["li": ["1", "2", "3", "4", "6"], "wu": ["5", "6"], "zhao": ["1", "2", "3", "4", "5", "6"]][user])
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
        estate, ["report", "dashboard", "--period", "2026-10", "--as-of", "2026-10-09", "--format", "table"] + words, as: who)
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
