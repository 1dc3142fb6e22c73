// What charts, Paretos and papers of the desk say: targets that differ, work that counts, the last
// inspection, the time to answer.
import Testing

@Suite("Sheets of the desk")
struct DeskSheetTests {
  private let estate = Estate(Estate.twoCommunities)

  private func ran(_ words: String...) -> Ran { estate.run(words) }

  /// Moves of one ticket on the first of October, each with its hour.
  private func move(_ number: String, _ moves: [(words: [String], at: String)]) {
    for (words, at) in moves {
      let ran = estate.run(["ticket", words[0], number] + words.dropFirst() + ["--at", "2026-10-01 \(at)"])
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
  }

  @Test("the heading of a chart says the target of its groups, and none where they differ")
  func headings() {
    estate.take(
      "ticket",
      """
      number,kind,room,created_at,finished_at,valid
      TS-1,complaint,1-1-0101,2026-10-05 10:00,2026-10-05 11:00,yes
      TS-2,complaint,9-1-0101,2026-10-05 10:00,,yes
      """)
    func page() -> String {
      ran(
        "report", "kpi", "--period", "2026-10", "--as-of", "2026-11-20", "--by", "community",
        "--format", "html"
      ).output
    }
    #expect(page().contains("Complaints handled (≥ 100%)"))
    for community in ["HY", "GC"] {
      _ = ran("target", "add", "org=\(community)", "year=2026", "kpi=complaint_handling_rate", "value=0.95")
      let shown = page()
      #expect(!shown.contains("Complaints handled (≥ 100%)"))
      #expect(shown.contains("Complaints handled (≥ 95%)") == (community == "GC"), "\(community)")
      #expect(shown.contains("Complaints handled"))
    }
  }

  @Test("what was cancelled or no case at all is no cause of anything")
  func causes() {
    estate.take(
      "ticket",
      """
      number,kind,category,cause,created_at,state,valid
      A1,repair,水电,老化,2026-10-05 10:00,,
      A2,repair,水电,老化,2026-10-05 10:00,,
      A3,complaint,噪音,骚扰电话,2026-10-05 10:00,cancelled,
      A4,complaint,噪音,骚扰电话,2026-10-05 11:00,cancelled,
      A5,complaint,噪音,骚扰电话,2026-10-05 12:00,,no
      A6,repair,水电,外墙,2026-10-05 12:00,invalid,
      """)
    let range = ["--period", "2026-10", "--as-of", "2026-11-20", "--format"]
    #expect(
      estate.run(["report", "focus", "--by", "cause"] + range + ["csv"]).output
        == "rank,cause,count,share,cumulative\n1,老化,2,1.0000,1.0000\n")
    let board = estate.run(["report", "dashboard"] + range + ["html"]).output
    #expect(board.contains("老化 2") && !board.contains("骚扰电话"))
    // A pivot of counts has all of them.
    #expect(
      estate.run(["report", "pivot", "--rows", "cause", "--measure", "count"] + range + ["csv"]).output
        == "cause,total\n外墙,1\n老化,2\n骚扰电话,3\ntotal,6\n")
    for (language, words) in [("en", "neither invalid"), ("zh", "无效（含重复）与取消的不计")] {
      #expect(ran("report", "focus", "--help", "--lang", language).output.contains(words))
    }
  }

  @Test("papers show the last inspection and how often the work was sent back; history as it came")
  func inspections() {
    _ = ran("ticket", "add", "kind=repair", "room=1-1-0101", "summary=漏水", "--at", "2026-10-01 09:00")
    let ticket = "WX-202610-0001"
    move(
      ticket,
      [
        (["dispatch", "--assignee", "甲"], "09:05"), (["accept"], "09:10"), (["finish"], "13:00"),
      ])
    func paper(_ form: String, _ number: String = "WX-202610-0001") -> String {
      ran("ticket", "form", number, "--form", form, "--lang", "zh").output
    }
    for form in ["dispatch", "callback", "evaluation"] { #expect(!paper(form).contains("末次验收")) }
    move(ticket, [(["verify", "--result", "fail"], "14:00")])
    #expect(paper("dispatch").contains("末次验收：2026-10-01 14:00 不合格\n返工：1 次\n"))
    move(
      ticket,
      [(["rework"], "14:30"), (["finish"], "19:00"), (["verify", "--result", "pass"], "20:00")])
    for form in ["dispatch", "callback", "evaluation"] {
      let text = paper(form)
      #expect(text.contains("末次验收：2026-10-01 20:00 合格\n返工：1 次\n"), "\(form): \(text)")
      #expect(form == "callback" || !text.contains("2026-10-01 14:00"), "\(form): \(text)")
    }
    #expect(paper("evaluation").contains("首次验收"))
    #expect(
      ran("ticket", "form", ticket, "--form", "callback").output
        .contains("Last inspection: 2026-10-01 20:00 pass\nSent back: once\n"))
    estate.take(
      "ticket",
      "number,kind,created_at,finished_at,verified_at,verify_result\nH-1,repair,2026-09-01 09:00,2026-09-01 10:00,2026-09-01 11:00,pass\n"
    )
    let history = paper("callback", "H-1")
    #expect(history.contains("首次验收：合格 2026-09-01 11:00") && !history.contains("末次验收"))
  }

  @Test("the time to answer stands once it was answered, however long the work is suspended")
  func answered() {
    estate.take("sla", "kind,respond_minutes,finish_minutes\nrepair,60,480\n")
    _ = ran("ticket", "add", "kind=repair", "summary=漏水", "room=1-1-0101", "--at", "2026-10-01 09:10")
    let ticket = "WX-202610-0001"
    func due() -> String {
      String(
        ran("ticket", "list", "--columns", "respond_due_at,finish_due_at").output
          .split(separator: "\n").last ?? "")
    }
    #expect(due() == "2026-10-01 10:10,2026-10-01 17:10")
    move(
      ticket,
      [(["dispatch", "--assignee", "甲"], "09:20"), (["accept"], "09:40"), (["suspend"], "10:00")])
    #expect(due() == "2026-10-01 10:10,")
    #expect(
      ran("report", "kpi", "--period", "2026-10", "--as-of", "2026-11-20").status == 0)
    move(ticket, [(["resume"], "15:00")])
    // 17:10 and the five hours; the answer was due at 10:10 all the time.
    #expect(due() == "2026-10-01 10:10,2026-10-01 22:10")
    #expect(
      ran("ticket", "form", ticket, "--form", "evaluation", "--format", "md").output
        .contains("| Response | by 2026-10-01 10:10 | 2026-10-01 09:40 | yes |"))
    move(ticket, [(["finish"], "16:00")])
    move(ticket, [(["verify", "--result", "fail"], "16:20"), (["rework"], "16:30")])
    #expect(due() == "2026-10-01 10:10,2026-10-01 22:10")
    #expect(ran("db", "check").status == 0)
  }
}
