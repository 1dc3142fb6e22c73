// What was typed wrongly is put right: a severity, who works on it, a call of an earlier round.
import PMStore
import Testing

@Suite("Corrections at the desk")
struct DeskCorrectionTests {
  private let estate = Estate(
    Estate.twoCommunities + [
      (
        "sla",
        """
        kind,category,severity,respond_minutes,finish_minutes,callback_minutes
        repair,,,60,480,1440
        repair,,urgent,10,120,240
        complaint,,,30,300,

        """
      )
    ])

  private func ran(_ words: String...) -> Ran { estate.run(words) }

  /// Moves of one ticket on the first of October, each with its hour.
  private func move(_ number: String, _ moves: [(words: [String], at: String)]) {
    for (words, at) in moves {
      let ran = estate.run(["ticket", words[0], number] + words.dropFirst() + ["--at", "2026-10-01 \(at)"])
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
  }

  private func columns(_ number: String, _ names: String) -> String {
    let lines = ran("ticket", "list", "--where", "number=\(number)", "--columns", names).output
      .split(separator: "\n")
    return lines.count == 2 ? String(lines[1]) : "\(lines)"
  }

  private let terms = "respond_minutes,finish_minutes,callback_minutes,respond_due_at,finish_due_at"
  private let ticket = "WX-202610-0001"

  // MARK: Another severity, kind or category

  @Test("a ticket whose severity is put right has that one's times, counted from when it came")
  func severity() {
    _ = ran("ticket", "add", "kind=repair", "severity=normal", "room=1-1-0101", "--at", "2026-10-01 09:00")
    #expect(columns(ticket, terms) == "60,480,1440,2026-10-01 10:00,2026-10-01 17:00")
    move(ticket, [(["dispatch", "--assignee", "乙"], "09:05"), (["accept"], "09:20")])
    let set = ran("ticket", "set", ticket, "severity=urgent")
    #expect(
      set.messages == """
        ticket \(ticket) has another service level now: respond by 2026-10-01 09:10, finish by 2026-10-01 11:00
        set: 0 created, 1 updated, 0 unchanged, 0 rejected

        """, "\(set.messages)")
    // 09:00 and 10, 120 minutes: not from the correction.
    #expect(columns(ticket, terms) == "10,120,240,2026-10-01 09:10,2026-10-01 11:00")
    #expect(
      ran("ticket", "set", ticket, "severity=urgent").messages == "set: 0 created, 0 updated, 1 unchanged, 0 rejected\n"
    )
    move(ticket, [(["finish"], "12:00")])
    let figures = estate.table(["report", "kpi", "--period", "2026-10", "--as-of", "2026-11-01"]).rows
    let timeliness = figures.first { $0["id"] == "repair_timeliness" }
    // 180 minutes would have been in time as a normal one.
    #expect(timeliness?["numerator"] == "0" && timeliness?["denominator"] == "1")
    #expect(ran("db", "check").status == 0)
  }

  @Test("a file corrects as a hand does; no level that fits is none; many are told as a number")
  func byFile() {
    for _ in 0..<5 { _ = ran("ticket", "add", "kind=repair", "--at", "2026-10-01 09:00") }
    let file = "number,severity\n" + (1...5).map { "WX-202610-000\($0),urgent\n" }.joined()
    let taken = estate.take("ticket", file)
    #expect(
      taken.messages.contains("5 tickets have another service level now, counted from when they came\n"),
      "\(taken.messages)")
    #expect(columns("WX-202610-0004", terms) == "10,120,240,2026-10-01 09:10,2026-10-01 11:00")
    let none = ran("ticket", "set", ticket, "kind=enquiry", "--lang", "zh")
    #expect(none.messages.contains("工单 \(ticket) 不再适用任何服务时限\n"), "\(none.messages)")
    #expect(columns(ticket, terms) == ",,,,")
    let dry = estate.take("ticket", "number,severity\nWX-202610-0002,\n", "--dry-run")
    #expect(dry.messages.contains("finish by 2026-10-01 17:00"), "\(dry.messages)")
    #expect(columns("WX-202610-0002", terms).hasPrefix("10,"))
  }

  @Test("a change of the service levels changes no ticket, and what is done keeps what it was done by")
  func kept() throws {
    for _ in 0..<2 { _ = ran("ticket", "add", "kind=repair", "--at", "2026-10-01 09:00") }
    estate.take("sla", "kind,category,severity,respond_minutes,finish_minutes,callback_minutes\nrepair,,,5,50,500\n")
    _ = ran("ticket", "set", ticket, "summary=漏水")
    #expect(columns(ticket, terms) == "60,480,1440,2026-10-01 10:00,2026-10-01 17:00")
    move(ticket, [(["dispatch", "--assignee", "乙"], "09:05"), (["accept"], "09:20"), (["finish"], "11:00")])
    let late = ran("ticket", "set", ticket, "severity=urgent")
    #expect(
      late.messages.contains("ticket \(ticket) is finished and keeps the service level that it had\n"),
      "\(late.messages)")
    #expect(columns(ticket, "severity," + terms) == "urgent,60,480,1440,2026-10-01 10:00,2026-10-01 17:00")
    // Taken up again it is open: then it can be put right.
    move(ticket, [(["verify", "--result", "fail"], "11:30")])
    _ = ran("ticket", "set", ticket, "severity=")
    #expect(columns(ticket, terms) == "5,50,500,2026-10-01 09:05,2026-10-01 09:50")
    // History has no terms of its own.
    estate.take("ticket", "number,kind,created_at\nH-1,repair,2026-09-01 09:00\n")
    #expect(!ran("ticket", "set", "H-1", "severity=urgent").messages.contains("service level"))
  }

  @Test("suspended time counts under other terms as little as before")
  func suspended() {
    _ = ran("ticket", "add", "kind=repair", "--at", "2026-10-01 09:00")
    move(
      ticket,
      [(["dispatch", "--assignee", "乙"], "09:05"), (["accept"], "09:20"), (["suspend"], "10:00")])
    _ = ran("ticket", "set", ticket, "severity=urgent")
    // An hour of the two is over; where the clock stands there is no time.
    #expect(columns(ticket, "finish_minutes,respond_due_at,finish_due_at") == "120,2026-10-01 09:10,")
    move(ticket, [(["resume"], "14:00")])
    #expect(columns(ticket, "finish_due_at") == "2026-10-01 15:00")
    #expect(ran("db", "check").status == 0)
  }

  // MARK: Other hands

  @Test("work that was accepted goes on in other hands: an event, its state and clock as they were, its task with it")
  func hands() {
    _ = ran("ticket", "add", "kind=repair", "summary=漏水", "--at", "2026-10-01 09:00")
    move(ticket, [(["dispatch", "--department", "工程部", "--assignee", "乙"], "09:05"), (["accept"], "09:20")])
    for verb in [["dispatch", "--assignee", "丙"], ["refuse"]] {
      let refused = estate.run(["ticket", verb[0], ticket] + verb.dropFirst() + ["--at", "2026-10-01 10:00"])
      #expect(refused.status == 65)
      #expect(
        refused.messages.contains(
          "is accepted: \(verb[0]) is not legal now; legal: suspend, finish, cancel, invalidate")
          && refused.messages.hasSuffix(
            "\n  to hand it to somebody else: pm ticket set \(ticket) assignee=NAME (state and clock stay)\n"),
        "\(refused.messages)")
    }
    let early = ran("ticket", "set", ticket, "assignee=丙", "--at", "2026-10-01 09:10")
    #expect(early.status == 65)
    #expect(
      early.messages.hasPrefix(
        "assignee: ticket \(ticket): 2026-10-01 09:10 is before its last event at 2026-10-01 09:20\n  --at says when it was handed on\n"
      ),
      "\(early.messages)")
    #expect(ran("ticket", "set", ticket, "assignee=丙", "--at", "2026-10-01 10:00", "--actor", "主管").status == 0)
    #expect(
      columns(ticket, "state,assignee,accepted_at,respond_due_at") == "accepted,丙,2026-10-01 09:20,2026-10-01 10:00")
    let events = ran(
      "ticket-event", "list", "--ticket", ticket, "--columns", "serial,at,actor,move,from_state,to_state,changed"
    ).output
    #expect(
      events.contains("4,2026-10-01 10:00,主管,hand-on,accepted,accepted,\"{\"\"assignee\"\":\"\"丙\"\"}\"\n"), "\(events)"
    )
    #expect(ran("log", "due", "--as-of", "2026-10-01", "--for", "丙").output.contains("丙"))
    #expect(!ran("log", "due", "--as-of", "2026-10-01", "--for", "乙").output.contains("漏水"))
    // The same again is no event; suspended work can be handed on too, and goes on where it was.
    #expect(ran("ticket", "set", ticket, "assignee=丙").messages.contains("1 unchanged"))
    move(ticket, [(["suspend"], "11:00")])
    #expect(ran("ticket", "set", ticket, "assignee=乙", "--at", "2026-10-01 12:00").status == 0)
    move(ticket, [(["resume"], "13:00"), (["finish"], "14:00")])
    #expect(columns(ticket, "finish_due_at") == "2026-10-01 19:00")
    // What nobody works on any more is only put right.
    #expect(ran("ticket", "set", ticket, "department=秩序部", "--at", "2026-10-01 13:30").status == 0)
    #expect(ran("ticket-event", "list", "--ticket", ticket).output.split(separator: "\n").count == 9)
    #expect(ran("db", "check").status == 0)
  }

  @Test("a file hands on many at once, each with its event, and says which it cannot")
  func handsByFile() {
    for place in 1...2 {
      _ = ran("ticket", "add", "kind=repair", "--at", "2026-10-01 09:00")
      move(
        "WX-202610-000\(place)",
        [(["dispatch", "--assignee", "乙"], "09:0\(place)"), (["accept"], place == 1 ? "09:20" : "10:20")])
    }
    let file = "number,assignee\nWX-202610-0001,丙\nWX-202610-0002,丙\n"
    let late = estate.take("ticket", file, "--at", "2026-10-01 09:30")
    #expect(late.status == 65)
    #expect(late.messages.contains("input.csv:3:2: assignee: ticket WX-202610-0002"), "\(late.messages)")
    #expect(estate.take("ticket", file, "--at", "2026-10-01 10:30").status == 0)
    #expect(
      ran("ticket-event", "list", "--where", "move=hand-on", "--columns", "ticket,at").output
        == "ticket,at\nWX-202610-0001,2026-10-01 10:30\nWX-202610-0002,2026-10-01 10:30\n")
  }

  // MARK: Calls

  /// Finished at 10, called at 11 with a poor score, taken up again at 13, finished at 15.
  private func twoRounds() {
    _ = ran("ticket", "add", "kind=repair", "room=1-1-0101", "--at", "2026-10-01 09:00")
    move(ticket, [(["dispatch", "--assignee", "乙"], "09:05"), (["accept"], "09:20"), (["finish"], "10:00")])
    #expect(ran("callback", "add", "ticket=\(ticket)", "score=1", "--at", "2026-10-01 11:00").status == 0)
    move(ticket, [(["close"], "12:00"), (["reopen"], "13:00"), (["dispatch"], "13:05"), (["accept"], "13:10")])
  }

  private func satisfied() -> String {
    let rows = estate.table(["report", "kpi", "--period", "2026-10", "--as-of", "2026-11-01"]).rows
    let row = rows.first { $0["id"] == "repair_callback_satisfaction" }
    return "\(row?["numerator"] ?? "")/\(row?["denominator"] ?? "")"
  }

  @Test("a call of an earlier round can be corrected, and moves nothing; the figures read what it says now")
  func earlierCall() {
    twoRounds()
    let key = "\(ticket),2026-10-01 11:00"
    // In work again, and finished again.
    #expect(
      ran("callback", "set", key, "score=4", "comment=误记为1").messages
        == "set: 0 created, 1 updated, 0 unchanged, 0 rejected\n")
    #expect(satisfied() == "1/1")
    move(ticket, [(["finish"], "15:00")])
    #expect(ran("callback", "set", key, "score=2").status == 0)
    #expect(satisfied() == "0/1")
    #expect(estate.take("callback", "ticket,called_at,score\n\(ticket),2026-10-01 11:00,5\n").status == 0)
    #expect(satisfied() == "1/1")
    #expect(columns(ticket, "state") == "finished")
    #expect(ran("ticket-event", "list", "--ticket", ticket).output.split(separator: "\n").count == 11)
    // The call of this round is still to be made.
    #expect(ran("callback", "due", "--as-of", "2026-10-02").output.contains(ticket))
    #expect(ran("audit", "show", "callback", key).output.contains("score"))
    #expect(ran("db", "check").status == 0)
  }

  @Test("a call of an earlier round may be written down late, one between two rounds may not")
  func lateCall() {
    twoRounds()
    move(ticket, [(["finish"], "15:00")])
    func call(_ at: String) -> Ran {
      ran("callback", "add", "ticket=\(ticket)", "reached=no", "called_at=2026-10-01 \(at)")
    }
    #expect(call("10:30").status == 0)
    #expect(call("11:30").status == 0)
    for at in ["09:30", "13:07", "14:59"] {
      let refused = call(at)
      #expect(refused.status == 65)
      #expect(refused.messages.contains("the call is earlier than the ticket's finish"), "\(at): \(refused.messages)")
    }
    #expect(call("15:00").status == 0)
    #expect(columns(ticket, "state") == "finished")
    #expect(ran("db", "check").status == 0)
  }

  // MARK: What cannot be

  @Test(
    "what cannot be is refused by hand and in a file, with the column, and nothing is written",
    arguments: [
      (
        ["callback", "add", "ticket=WX-202610-0001", "called_at=2026-10-02 09:00", "score=4.5"],
        "callback", "ticket,called_at,score\nWX-202610-0001,2026-10-02 09:00,4.5",
        "score: \"4.5\" has too many decimals"
      ),
      (
        ["callback", "add", "ticket=WX-202610-0002", "called_at=2026-10-02 09:00"],
        "callback", "ticket,called_at\nWX-202610-0002,2026-10-02 09:00", "called_at: the ticket is not finished"
      ),
      (
        ["callback", "add", "ticket=WX-202610-0001", "called_at=2026-10-01 09:30"],
        "callback", "ticket,called_at\nWX-202610-0001,2026-10-01 09:30",
        "called_at: the call is earlier than the ticket's finish"
      ),
      (
        ["ticket", "finish", "WX-202610-0002", "--at", "2026-10-01 08:00"],
        "ticket", "number,kind,created_at,finished_at\nH-1,repair,2026-10-01 09:00,2026-10-01 08:00", "before"
      ),
      (
        ["ticket", "add", "kind=repair", "category=水店"],
        "ticket", "number,kind,created_at,category\nH-1,repair,2026-10-01 09:00,水店",
        "category: \"水店\" is no known category"
      ),
      (
        ["sla", "add", "kind=service", "finish_minutes=60", "calendar=STD"],
        "sla", "kind,finish_minutes,calendar\nservice,60,STD", "calendar: \"STD\" is no known calendar"
      ),
      (
        ["ticket", "add", "kind=repair", "cost=-0.01"],
        "ticket", "number,kind,created_at,cost\nH-1,repair,2026-10-01 09:00,-0.01", "cost: cost is below zero"
      ),
      (
        ["ticket", "finish", "WX-202610-0002", "--cost", "-5"],
        "ticket", "number,cost\nWX-202610-0002,-5", "cost: cost is below zero"
      ),
      (
        ["ticket", "set", "WX-202610-0002", "cost=-5"],
        "ticket", "number,kind,created_at,cost\nH-1,repair,2026-10-01 09:00,-5", "cost: cost is below zero"
      ),
      (
        ["target", "add", "org=HY", "year=2026", "kpi=callback_rate", "value=88"],
        "target", "org,year,kpi,value\nHY,2026,callback_rate,1.01", "value: the figure is a share: 88% is 0.88"
      ),
    ])
  func refused(words: [String], noun: String, file: String, said: String) throws {
    estate.take("category", "code,name\nSD,水电\n")
    for place in 1...2 {
      _ = ran("ticket", "add", "kind=repair", "--at", "2026-10-01 09:00")
      let moves = [(["dispatch", "--assignee", "乙"], "09:05"), (["accept"], "09:20"), (["finish"], "10:00")]
      move("WX-202610-000\(place)", Array(moves.prefix(place == 1 ? 3 : 2)))
    }
    let before = try estate.digest()
    let typed = estate.run(words)
    #expect(typed.status == 65, "\(typed.messages)")
    #expect(typed.messages.contains(said), "\(typed.messages)")
    let taken = estate.take(noun, file + "\n")
    #expect(taken.status == 65, "\(taken.messages)")
    #expect(taken.messages.contains(said) && taken.messages.contains("input.csv:2:"), "\(taken.messages)")
    #expect(try estate.digest() == before)
  }

  @Test("what is to come has not happened: refused by hand, and of a file with --strict, else pointed out")
  func toCome() throws {
    _ = ran("ticket", "add", "kind=repair", "--at", "2026-10-01 09:00")
    let before = try estate.digest()
    for words in [["add", "kind=repair"], ["dispatch", ticket, "--assignee", "乙"]] {
      let typed = estate.run(["ticket"] + words + ["--at", "2199-01-01 09:00"])
      #expect(typed.status == 64)
      #expect(typed.messages.contains("--at: an event cannot happen later than now"), "\(typed.messages)")
    }
    #expect(ran("ticket", "add", "kind=repair", "created_at=2199-01-01 09:00").status == 65)
    for column in ["dispatched_at", "accepted_at", "finished_at", "verified_at", "closed_at"] {
      let file = "number,kind,created_at,\(column)\nH-1,repair,2026-10-01 09:00,2199-01-01 09:00\n"
      let strict = estate.take("ticket", file, "--strict")
      #expect(strict.status == 65)
      #expect(
        strict.messages.contains("input.csv:2:4: \(column): \"2199-01-01 09:00\" is later than now"),
        "\(strict.messages)")
      #expect(estate.take("ticket", file, "--dry-run").messages.contains("\(column): warning: "))
    }
    #expect(try estate.digest() == before)
  }

  @Test(
    "a target is a share or a number that can be reached",
    arguments: [
      ("callback_rate", "1.01", "a share, from 0 to 1"), ("callback_rate", "88", "88% is 0.88"),
      ("callback_rate", "-0.1", "a share"), ("repair_grievance", "3%", "a share"),
      ("visits_per_assistant", "-1", "a number, not below 0"),
    ])
  func targets(id: String, value: String, said: String) throws {
    let refused = ran("setting", "set", "target.\(id)=\(value)")
    #expect(refused.status == 64)
    #expect(refused.messages.contains("is no such value") && refused.messages.contains(said), "\(refused.messages)")
    for value in ["0", "1"] { #expect(ran("setting", "set", "target.\(id)=\(value)").status == 0) }
    #expect(ran("setting", "set", "target.visits_per_assistant=25").status == 0)
    let unknown = ran("setting", "set", "target.callback_rates=0.9")
    #expect(
      unknown.status == 64 && unknown.messages.contains("did you mean \"target.callback_rate\"?"), "\(unknown.messages)"
    )
  }

  @Test("a paid service costs something")
  func fees() throws {
    _ = ran("fee", "add", "code=WXF", "name=维修费", "class=one-off")
    _ = ran("ticket", "add", "kind=service", "room=1-1-0101", "--at", "2026-10-01 09:00")
    let before = try estate.digest()
    for amount in ["-80", "0", "0.00"] {
      let refused = ran("ticket", "finish", "FW-202610-0001", "--fee", "WXF", "--amount=\(amount)")
      #expect(refused.status == 64)
      #expect(refused.messages.contains("--amount must be more than 0.00"), "\(refused.messages)")
    }
    #expect(try estate.digest() == before)
  }
}
