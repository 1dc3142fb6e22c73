// What the desk points out or refuses as it is typed: repairs nowhere, calls
// to nobody, what has not come yet.
import PMStore
import Testing

@Suite("Doubts at the desk")
struct DeskDoubtTests {
  private let estate = Estate(
    Estate.twoCommunities + [
      ("customer", "code,name\nK1,甲\nK2,乙\n"),
      (
        "occupancy",
        "room,customer,role,from,to\n1-1-0101,K1,owner,2024-05-01,\n9-1-0101,K2,tenant,2024-05-01,2026-09-30\n"
      ),
      ("sla", "kind,severity,respond_minutes,finish_minutes\nrepair,,60,480\nrepair,加急,10,120\n"),
    ])

  private func ran(_ words: String...) -> Ran { estate.run(words) }

  private func add(_ words: String...) -> Ran {
    estate.run(["ticket", "add"] + words + ["--at", "2026-10-01 09:00"])
  }

  // MARK: Where and what

  @Test("a repair nowhere and of nothing is pointed out; one place or word is enough")
  func bare() {
    #expect(
      add("kind=repair").messages.hasPrefix(
        """
        warning: ticket WX-202610-0001: nobody knows where: pm ticket set WX-202610-0001 room=…
        warning: ticket WX-202610-0001: nobody knows what: pm ticket set WX-202610-0001 summary=…

        """))
    for word in ["room=1-1-0101", "summary=大堂漏水", "customer=K1"] {
      #expect(!add("kind=repair", word).messages.contains("nobody knows"), "\(word)")
    }
    #expect(!add("kind=enquiry").messages.contains("nobody knows"))
  }

  @Test("a customer who does not live in the room on that day is pointed out, but not in history")
  func elsewhere() {
    func warned(_ ran: Ran) -> Bool { ran.messages.contains("is no occupant of room") }
    #expect(!warned(add("kind=repair", "room=1-1-0101", "customer=K1")))
    let other = add("kind=repair", "room=1-1-0101", "customer=K2")
    #expect(other.status == 0)
    #expect(
      other.messages.contains(
        "warning: ticket WX-202610-0002: customer K2 is no occupant of room 1-1-0101 on 2026-10-01\n"))
    // K2 moved out the day before.
    #expect(warned(add("kind=repair", "room=9-1-0101", "customer=K2")))
    #expect(
      !warned(estate.run("ticket", "add", "kind=repair", "room=9-1-0101", "customer=K2", "--at", "2026-09-30 23:59")))
    let set = ran("ticket", "set", "WX-202610-0001", "customer=K2", "--lang", "zh")
    #expect(set.messages.contains("工单 WX-202610-0001：客户 K2 在 2026-10-01 不是房间 1-1-0101 的住户\n"), "\(set.messages)")
    #expect(!warned(ran("ticket", "set", "WX-202610-0001", "summary=x")))
    let history = estate.take(
      "ticket", "number,kind,room,customer,created_at\nH1,repair,1-1-0101,K2,2026-09-01 09:00\n")
    #expect(history.messages == "import: 1 created, 0 updated, 0 unchanged, 0 rejected\n")
  }

  // MARK: Calls

  @Test("nobody who was not reached gives a score, and no ticket follows from itself, typed or out of a file")
  func calls() {
    estate.take(
      "ticket",
      "number,kind,created_at,finished_at\nH1,repair,2026-09-01 09:00,2026-09-01 10:00\nH2,repair,2026-09-03 09:00,\n")
    let header = "ticket,called_at,reached,score,follow_up\n"
    for (row, message) in [
      ("H1,2026-09-02 09:00,no,4,", "score: nobody was reached who could have given a score"),
      ("H1,2026-09-02 09:00,yes,4,H1", "follow_up: a ticket does not follow from itself"),
    ] {
      let refused = estate.take("callback", header + row)
      #expect(refused.status == 65)
      #expect(refused.messages.contains(message), "\(refused.messages)")
    }
    let typed = ran("callback", "add", "ticket=H1", "follow_up=H1", "--at", "2026-09-02 09:00", "--lang", "zh")
    #expect(typed.status == 65 && typed.messages.contains("后续工单不能是所回访的工单本身"), "\(typed.messages)")
    #expect(estate.take("callback", header + "H1,2026-09-02 09:00,no,,\nH1,2026-09-03 09:00,yes,4,H2\n").status == 0)
    #expect(ran("callback", "set", "H1,2026-09-03 09:00", "reached=no").status == 65)
    #expect(ran("db", "check").status == 0)
  }

  // MARK: Words of refusals

  @Test(
    "a refused choice lists what there is, unless it is nearly one of them; a whole number says from where to where")
  func hints() {
    func refusal(_ channel: String) -> String {
      estate.take(
        "ticket", "number,kind,channel,created_at\nH1,repair,\(channel),2026-09-01 09:00\n", "--lang", "zh"
      ).messages
    }
    for word in ["来信", "电邮"] {
      let text = refusal(word)
      #expect(text.contains("应为以下之一：phone 电话、visit 来访") && !text.contains("是否为"), "\(text)")
      #expect(add("kind=repair", "channel=\(word)", "--lang", "zh").messages.contains("以下之一：phone 电话"))
    }
    #expect(refusal("phnoe").contains("是否为 phone？"))
    #expect(refusal("vis").contains("是否为 visit？"))
    let score = estate.take("callback", "ticket,called_at,score\nH1,2026-09-02 09:00,4.5\n", "--lang", "zh").messages
    #expect(score.contains("应为 1 到 5 的整数"), "\(score)")
    #expect(
      estate.take("callback", "ticket,called_at,score\nH1,2026-09-02 09:00,4.5\n").messages
        .contains("write a whole number from 1 to 5"))
  }

  // MARK: What has not come yet

  @Test("nothing is raised on a day that has not come, and a list as of a day knows no later raise")
  func raises() throws {
    _ = add("kind=repair", "room=1-1-0101", "summary=漏水")
    let before = try estate.digest()
    let early = estate.run(as: "tester", ["ticket", "escalate", "--as-of", "2026-10-03"], today: "2026-10-02")
    #expect(early.status == 64)
    #expect(
      early.messages.contains("pm: --as-of 2026-10-03: nothing can be raised later than today\n"), "\(early.messages)")
    #expect(try estate.digest() == before)
    func level(_ day: String) -> String? {
      estate.table(["ticket", "due", "--as-of", day]).rows.first?["level"]
    }
    #expect(ran("ticket", "escalate", "--as-of", "2026-10-05").status == 0)
    #expect(level("2026-10-04") == "0" && level("2026-10-05") == "1")
    let board = ran("report", "dashboard", "--period", "2026-10", "--as-of", "2026-10-04", "--format", "table").output
    #expect(board.split(separator: "\n").contains { $0.hasPrefix("WX-202610-0001") && $0.hasSuffix(" 0") }, "\(board)")
    // Asked again as of an earlier day the level stays: it was raised already.
    #expect(ran("ticket", "escalate", "--as-of", "2026-10-04").messages == "ticket escalate: 0 created, 1 unchanged\n")
    // Today is not over: a raise is one of now, and seen at once.
    let today = try estate.rows("SELECT count(*) FROM escalation WHERE raised_at > unixepoch()")
    #expect(today == ["0"])
  }

  // MARK: Terms

  @Test("a nonconformity opened again has as many days as the first one; a task is not due before it was written down")
  func terms() {
    for (due, said, kept) in [
      ("due_on=2026-10-15", "reopened as NC-202611-0001, due on 2026-11-24\n", "2026-11-24"),
      ("due_on=", "warning: NC-202611-0002 has no due_on: pm nonconformity set NC-202611-0002 due_on=DATE\n", "\"\""),
    ] {
      let added = estate.run(
        "nonconformity", "add", "description=x", "owner=甲", "root_cause=a", "correction=b",
        "corrective_action=c", "found_on=2026-10-01", due)
      let number = String(added.output.split(separator: "\n").last?.prefix(14) ?? "")
      #expect(ran("nonconformity", "done", number, "--at", "2026-10-10 09:00").status == 0)
      // Fourteen days from the tenth of November.
      let verified = ran(
        "nonconformity", "verify", number, "--effective", "no", "--by", "乙", "--at", "2026-11-10 09:00")
      #expect(verified.messages.contains(said), "\(verified.messages)")
      let last = ran("nonconformity", "list", "--columns", "due_on").output.split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(last.dropLast().last.map(String.init) == kept, "\(last)")
    }
    let early = ran("log", "add", "subject=x", "due_on=2026-10-04", "--at", "2026-10-05 09:00", "--lang", "zh")
    #expect(early.status == 65)
    #expect(early.messages.contains("due_on 早于 at 当日"), "\(early.messages)")
    #expect(
      ran("log", "add", "subject=x", "due_on=2026-10-04", "--at", "2026-10-05 09:00").messages
        .contains("due_on is before the day of at"))
    #expect(ran("log", "add", "subject=x", "due_on=2026-10-05", "--at", "2026-10-05 09:00").status == 0)
  }
}
