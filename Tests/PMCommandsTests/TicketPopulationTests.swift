// Who counts at the desk: cancelled complaints, calls still due, rooms asked, duplicates, open bills.
import PMStore
import Testing

@Suite("Ticket populations")
struct TicketPopulationTests {
  private let estate = Estate(
    Estate.twoCommunities + [
      ("customer", "code,name,kind,phone,room,role\nK1,王小明,person,13900000001,1-1-0101,owner"),
      ("fee", "code,name,class\nWXF,维修费,one-off"),
      ("survey", "code,name,scope,from,to\nS1,满意度,HY,2026-10-01,2026-10-31\nS2,满意度,C,2026-10-01,2026-10-31"),
    ])

  private func complain(_ count: Int) {
    for _ in 0..<count {
      estate.run("ticket", "add", "kind=complaint", "room=1-1-0101", "--at", "2026-10-01 09:00")
    }
  }

  private func finish(_ ticket: String, _ options: String...) {
    for (verb, at) in [("dispatch", "10:00"), ("accept", "11:00"), ("finish", "12:00")] {
      let ran = estate.run(
        ["ticket", verb, ticket, "--at", "2026-10-01 \(at)"]
          + (verb == "finish" ? options : verb == "dispatch" ? ["--assignee", "甲"] : []))
      #expect(ran.status == 0, "\(ran.messages)")
    }
  }

  @Test("a room outside its scope is not asked; such answers are refused, told and not counted")
  func scopes() throws {
    let refused = estate.take(
      "answer",
      "survey,room,dimension,score\nS1,1-1-0101,overall,5\nS1,9-1-0101,overall,1\nS2,9-1-0101,overall,4\n")
    #expect(refused.status == 65)
    #expect(
      refused.messages.contains("input.csv:3:2: room: lies outside the survey's scope, and is not asked"),
      "\(refused.messages)")
    let typed = estate.run(
      "answer", "add", "survey=S1", "room=9-1-0101", "dimension=overall", "score=1", "--lang", "zh")
    #expect(typed.status == 65)
    #expect(typed.messages.contains("不在该调查的范围内，不能答卷"), "\(typed.messages)")
    estate.take(
      "answer",
      "survey,room,dimension,score\nS1,1-1-0101,overall,5\nS2,9-1-0101,overall,4\n")
    let narrowed = estate.run("survey", "set", "S2", "scope=HY")
    #expect(narrowed.status == 65)
    #expect(narrowed.messages.contains("scope: rooms outside this scope have answered already"))
    #expect(estate.run("db", "check").status == 0)
    // What came in by another way is told, and does not count: one of one room, content.
    let database = try Database.open(estate.database, mode: .readWrite, lockWait: .seconds(5))
    try database.execute(
      "UPDATE answer SET survey_id = (SELECT id FROM survey WHERE code = 'S1')")
    let check = estate.run("db", "check")
    #expect(check.status == 1)
    #expect(
      check.output.contains("survey-scope") && check.messages.contains("S1 9-1-0101"),
      "\(check.messages)")
    let report = estate.run("report", "survey", "S1", "--format", "csv").output
    #expect(report.contains("all,1,1,1.0000,1,1,1.0000"), "\(report)")
    #expect(report.contains("overall,1,1,1.0000,1,1,1.0000"), "\(report)")
    let figures = estate.run(
      "report", "kpi", "--period", "2026-10", "--as-of", "2026-11-01", "--format", "csv"
    ).output.split(separator: "\n")
    #expect(figures.contains { $0.hasPrefix("all,customer_satisfaction,") && $0.contains(",1,1,1.0000,") })
  }

  @Test("received is valid, invalid, unjudged and cancelled before it was judged")
  func months() {
    complain(5)
    estate.run("ticket", "set", "TS-202610-0001", "valid=yes")
    estate.run("ticket", "invalidate", "TS-202610-0002", "--at", "2026-10-01 10:00")
    estate.run(
      "ticket", "cancel", "TS-202610-0003", "--duplicate-of", "TS-202610-0001", "--at",
      "2026-10-01 10:00")
    estate.run("ticket", "cancel", "TS-202610-0004", "--at", "2026-10-01 10:00")
    let month = estate.run(
      "report", "tickets", "--period", "2026-10", "--kind", "complaint", "--as-of", "2026-11-01",
      "--format", "csv")
    // 5 = 1 + 1 + 1 + 2.
    #expect(month.output.contains("total,5,1,1,1,2,"), "\(month.output)")
    let figures = estate.run(
      "report", "kpi", "--period", "2026-10", "--as-of", "2026-11-01", "--format", "csv"
    ).output.split(separator: "\n")
    #expect(figures.contains { $0.contains("complaint_handling_rate") && $0.hasSuffix(",1") })
  }

  @Test("a finished ticket is to be called back, valid or not, as the callback rate counts it")
  func calls() {
    complain(2)
    finish("TS-202610-0001")
    finish("TS-202610-0002")
    estate.run("ticket", "invalidate", "TS-202610-0002", "--at", "2026-10-01 13:00")
    let due = estate.run("callback", "due", "--as-of", "2026-11-01").output
    #expect(due.contains("TS-202610-0001") && due.contains("TS-202610-0002"))
    let figures = estate.run(
      "report", "kpi", "--period", "2026-10", "--as-of", "2026-11-01", "--format", "csv"
    ).output.split(separator: "\n")
    #expect(figures.contains { $0.contains("callback_rate") && $0.contains(",0,2,0.0000,") })
    let call = estate.run(
      "callback", "add", "ticket=TS-202610-0002", "score=3", "--at", "2026-10-02 09:00")
    #expect(call.status == 0, "\(call.messages)")
    #expect(!estate.run("callback", "due", "--as-of", "2026-11-01").output.contains("TS-202610-0002"))
    let unreached = estate.run(
      "callback", "add", "ticket=TS-202610-0001", "reached=否", "score=3", "--at", "2026-10-02 09:00")
    #expect(unreached.status == 65)
    #expect(unreached.messages.contains("nobody was reached who could have given a score"))
    #expect(unreached.messages.contains("leave score out, or say reached=yes"))
  }

  @Test("what was judged invalid is judged anew only once it is open again")
  func judged() throws {
    complain(1)
    estate.run("ticket", "invalidate", "TS-202610-0001", "--at", "2026-10-01 10:00")
    let before = try estate.digest()
    for word in ["valid=yes", "valid="] {
      let refused = estate.run("ticket", "set", "TS-202610-0001", word)
      #expect(refused.status == 65)
      #expect(refused.messages.contains("valid: TS-202610-0001 was judged invalid"))
      #expect(refused.messages.contains("pm ticket reopen TS-202610-0001 opens it again, to be judged anew"))
    }
    #expect(try estate.digest() == before)
    estate.run("ticket", "reopen", "TS-202610-0001", "--at", "2026-10-01 11:00")
    #expect(estate.run("ticket", "set", "TS-202610-0001", "valid=yes").status == 0)
  }

  @Test("two tickets are not each other's duplicates; one that is opened again is nobody's")
  func duplicates() {
    complain(2)
    let (one, two) = ("TS-202610-0001", "TS-202610-0002")
    estate.run("ticket", "cancel", one, "--duplicate-of", two, "--at", "2026-10-01 10:00")
    let refused = estate.run(
      "ticket", "cancel", two, "--duplicate-of", one, "--at", "2026-10-01 10:00")
    #expect(refused.status == 65)
    #expect(
      refused.messages.contains("ticket \(one) is a duplicate of \(two) already"),
      "\(refused.messages)")
    #expect(refused.messages.contains("one of them must stand: pm ticket reopen \(one)"))
    estate.run("ticket", "reopen", one, "--at", "2026-10-01 11:00")
    #expect(
      estate.run("ticket", "list", "--columns", "number,duplicate_of").output
        == "number,duplicate_of\n\(one),\n\(two),\n")
    #expect(
      estate.run("ticket", "cancel", two, "--duplicate-of", one, "--at", "2026-10-01 12:00").status
        == 0)
  }

  @Test("a ticket that is taken back names the open bill of its paid service")
  func bills() {
    complain(1)
    let ticket = "TS-202610-0001"
    finish(ticket, "--fee", "WXF", "--amount", "80")
    let ran = estate.run("ticket", "invalidate", ticket, "--at", "2026-10-01 13:00")
    #expect(ran.status == 0)
    let words = "ticket \(ticket): bill B0000001 of 80.00 is still open; if it is not owed: pm bill void B0000001"
    #expect(ran.messages.contains(words), "\(ran.messages)")
    estate.run("bill", "void", "B0000001", "--reason", "无效")
    let again = estate.run("ticket", "reopen", ticket, "--at", "2026-10-01 14:00")
    #expect(again.status == 0)
    #expect(!again.messages.contains("still open"))
  }

  @Test("a service level cannot finish before it responds")
  func levels() {
    let refused = estate.run("sla", "add", "kind=repair", "respond_minutes=60", "finish_minutes=30")
    #expect(refused.status == 65)
    #expect(refused.messages.contains("finish_minutes is less than respond_minutes"))
    #expect(
      estate.run("sla", "add", "kind=repair", "respond_minutes=60", "finish_minutes=60").status == 0)
  }
}
