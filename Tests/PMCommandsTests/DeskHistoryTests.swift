// History that comes in with gaps: it is taken, its gaps are told, and it can be closed; severities
// that no service level knows.
import PMStore
import Testing

@Suite("History at the desk")
struct DeskHistoryTests {
  private let estate = Estate(
    Estate.twoCommunities + [("procedure", "kind,verify,callback\nrepair,yes,yes\n")])

  private func ran(_ words: String...) -> Ran { estate.run(words) }

  @Test("steps in another order than they are taken, and closed without what the procedure asks, are told")
  func gaps() {
    let taken = estate.take(
      "ticket",
      """
      number,kind,created_at,dispatched_at,accepted_at,finished_at,verify_result,closed_at
      H-1,repair,2026-09-01 09:00,,,2026-09-01 10:00,pass,2026-09-01 09:30
      H-2,repair,2026-09-01 09:00,,2026-09-01 11:00,2026-09-01 10:00,,
      H-3,repair,2026-09-01 09:00,2026-09-01 09:20,2026-09-01 09:10,,,
      H-4,repair,2026-09-01 09:00,2026-09-01 09:10,2026-09-01 09:20,2026-09-01 10:00,fail,2026-09-01 11:00
      H-5,repair,2026-09-01 09:00,2026-09-01 09:10,2026-09-01 09:20,2026-09-01 10:00,,2026-09-01 11:00
      H-6,repair,2026-09-01 09:00,2026-09-01 09:10,2026-09-01 09:20,2026-09-01 10:00,pass,2026-09-01 11:00
      H-7,enquiry,2026-09-01 09:00,2026-09-01 09:10,2026-09-01 09:10,2026-09-01 09:10,,2026-09-01 09:10
      H-8,repair,2026-09-01 09:00,2026-09-01 09:20,2026-09-01 09:10,,,
      """)
    #expect(
      taken.messages == """
        warning: 4 tickets accepted, finished or closed before the step that comes first: H-1, H-2, H-3, …
        warning: 2 tickets closed without the verification that their procedure asks for: H-4, H-5
        import: 8 created, 0 updated, 0 unchanged, 0 rejected

        """, "\(taken.messages)")
    #expect(!estate.take("ticket", "number,summary\nH-1,x\n").messages.contains("warning"))
    let one = estate.take("ticket", "number,verify_result\nH-4,\nH-5,pass\n", "--lang", "zh")
    #expect(one.messages.contains("1 张工单未按作业程序验收即关闭：H-4\n"), "\(one.messages)")
    #expect(ran("db", "check").status == 0)
  }

  @Test(
    "history is exempt from the steps of its procedure, and told when it is closed without; what goes on here is not")
  func closing() {
    estate.take(
      "ticket",
      "number,kind,created_at,finished_at\nH-1,repair,2026-09-01 09:00,2026-09-01 10:00\nH-2,repair,2026-09-01 09:00,2026-09-01 10:00\nH-3,repair,2026-09-01 09:00,2026-09-01 10:00\n"
    )
    _ = ran("callback", "add", "ticket=H-1", "called_at=2026-09-02 09:00", "score=5")
    // Called back without a verification: it could go nowhere.
    let closed = ran("ticket", "close", "H-1", "H-2", "--at", "2026-09-03 09:00")
    #expect(
      closed.messages == """
        warning: 2 tickets closed without the verification that their procedure asks for: H-1, H-2
        warning: 1 ticket closed without the callback that their procedure asks for: H-2
        ticket close: 2 updated

        """, "\(closed.messages)")
    #expect(ran("ticket", "verify", "H-3", "--result", "pass", "--at", "2026-09-02 09:00").status == 0)
    let refused = ran("ticket", "close", "H-3", "--at", "2026-09-03 09:00")
    #expect(
      refused.status == 65 && refused.messages.contains("before the customer is called back"), "\(refused.messages)")
    _ = ran("callback", "add", "ticket=H-3", "called_at=2026-09-04 09:00", "score=5")
    #expect(ran("ticket", "close", "H-3", "--at", "2026-09-05 09:00").messages == "ticket close: 1 updated\n")
    // Open history that is worked on here has all the steps before it.
    estate.take("ticket", "number,kind,created_at\nH-4,repair,2026-09-01 09:00\n")
    for verb in ["dispatch", "accept", "finish"] {
      let receiver = verb == "dispatch" ? ["--assignee", "乙"] : []
      #expect(estate.run(["ticket", verb, "H-4", "--at", "2026-09-06 09:00"] + receiver).status == 0)
    }
    #expect(ran("ticket", "close", "H-4").status == 65)
    #expect(ran("db", "check").status == 0)
  }

  @Test("a severity that no service level knows is pointed out where they tell severities apart")
  func severities() {
    #expect(!ran("ticket", "add", "kind=repair", "severity=urgnt").messages.contains("severity"))
    estate.take("sla", "kind,severity,finish_minutes\nrepair,urgent,60\nrepair,P1,30\n")
    let slip = ran("ticket", "add", "kind=repair", "severity=urgnt")
    #expect(slip.status == 0)
    #expect(slip.messages.contains("urgnt is no known severity; did you mean \"urgent\"?"), "\(slip.messages)")
    let chinese = ran("ticket", "add", "kind=repair", "severity=紧急", "--lang", "zh")
    #expect(chinese.messages.contains("“紧急”不是已有的严重程度；是否指 \"urgent\"？"), "\(chinese.messages)")
    for severity in ["P1", "high", "low", "urgent"] {
      #expect(!ran("ticket", "add", "kind=repair", "severity=\(severity)").messages.contains("no known"), "\(severity)")
    }
    let taken = estate.take(
      "ticket", "number,kind,created_at,severity\nH-1,repair,2026-09-01 09:00,hihg\nH-2,repair,2026-09-01 09:00,hihg\n")
    #expect(taken.messages.contains("2 rows: hihg is no known severity; did you mean \"high\"?"), "\(taken.messages)")
  }
}
