// Slips at the desk: what is said a second time, in one second, or under another name.
import Glibc
import Testing

@Suite("Slips at the desk")
struct DeskSlipTests {
  private let ticket = "WX-202610-0001"

  /// One repair, finished at a cost of 100.00.
  private func estate() -> Estate {
    let estate = Estate(Estate.twoCommunities)
    let steps = [
      ["ticket", "add", "kind=repair", "room=1-1-0101"], ["ticket", "dispatch", ticket, "--assignee", "甲"],
      ["ticket", "accept", ticket], ["ticket", "finish", ticket, "--cost", "100"],
    ]
    for (hour, words) in steps.enumerated() {
      let ran = estate.run(words + ["--at", "2026-10-01 \(hour + 10):00"])
      #expect(ran.status == 0 && !ran.messages.contains("warning"), "\(words): \(ran.messages)")
    }
    return estate
  }

  @Test("the cost of work done again takes the place of the first, and that is said", arguments: ["en", "zh"])
  func cost(language: String) {
    let estate = estate()
    estate.run("ticket", "verify", ticket, "--result", "fail", "--at", "2026-10-02 09:00")
    estate.run("ticket", "rework", ticket, "--at", "2026-10-02 09:00")
    let again = estate.run("ticket", "finish", ticket, "--cost", "30", "--at", "2026-10-02 10:00", "--lang", language)
    let said = [
      "en": """
      warning: ticket WX-202610-0001: cost 30.00 takes the place of 100.00
        where it comes on top: pm ticket set WX-202610-0001 cost=130.00

      """,
      "zh": """
      警告：工单 WX-202610-0001：费用 30.00 取代原来的 100.00
        如为另加的费用：pm ticket set WX-202610-0001 cost=130.00

      """,
    ]
    #expect(again.messages.hasPrefix(said[language] ?? "?"), "\(again.messages)")
    // The remedy is one.
    #expect(estate.run("ticket", "set", ticket, "cost=130.00").status == 0)
    #expect(estate.run("ticket", "list", "--columns", "cost").output == "cost\n130.00\n")
    estate.expectSound()
  }

  @Test("two calls written down one after the other are two; of one moment they are told how to be")
  func calls() {
    let estate = estate()
    for words in [["reached=no"], ["score=4"]] {
      let ran = estate.run(["callback", "add", "ticket=\(ticket)"] + words)
      #expect(ran.status == 0, "\(ran.messages)")
    }
    #expect(estate.run("callback", "list", "--columns", "reached,score").output == "reached,score\nno,\nyes,4\n")
    let known = ["callback", "add", "ticket=\(ticket)", "called_at=2026-10-05 10:00"]
    #expect(estate.run(known).status == 0)
    #expect(
      estate.run(known).messages == """
        pm: callback "WX-202610-0001,2026-10-05 10:00" exists already
          another one of the same minute: called_at with its seconds; to change this one: pm callback set

        """)
    #expect(
      estate.run(known + ["--lang", "zh"]).messages.contains("同一分钟的另一条请在 called_at 中写明秒数；修改此条请用 pm callback set"))
    #expect(estate.run("callback", "add", "ticket=\(ticket)", "called_at=2026-10-05 10:00:01").status == 0)
    let sheet = "ticket,called_at\n\(ticket),2026-10-06 10:00\n\(ticket),2026-10-06 10:00\n"
    let twice = estate.take("callback", sheet).messages
    #expect(twice.contains("leave one of the two rows out, or tell them apart by seconds of called_at\n"), "\(twice)")
    let chinese = estate.take("callback", sheet, "--lang", "zh").messages
    #expect(chinese.contains("请只保留其中一行，或在回访时间中写明秒数以区分\n"), "\(chinese)")
  }

  @Test("what a record is known by is not set, and that is said")
  func key() {
    let estate = estate()
    let ran = estate.run("ticket", "set", ticket, "number=W-1")
    #expect(ran.status == 65)
    #expect(ran.messages == "pm: number cannot be changed: the ticket is known by it\n  leave number=… out\n")
    let chinese = estate.run("ticket", "set", ticket, "工单号=W-1", "--lang", "zh").messages
    #expect(chinese == "pm: 工单号是工单的键，不能修改\n  请去掉 工单号=…\n", "\(chinese)")
  }

  @Test("a file is attached once, however its path is written")
  func attached() {
    let estate = estate()
    let path = estate.file("leak.jpg", "photo")
    let link = estate.folder + "/link.jpg"
    symlink("leak.jpg", link)
    defer { unlink(link) }
    let spelled = estate.folder + "/./leak.jpg"
    #expect(
      estate.run("ticket", "attach", ticket, path, spelled).messages
        == "ticket attach: 1 created, 0 updated, 1 unchanged\n")
    #expect(
      estate.run("ticket", "attach", ticket, spelled, link).messages
        == "ticket attach: 0 created, 0 updated, 2 unchanged\n")
    // Another one that looks the same is another one.
    let copy = estate.file("copy.jpg", "photo")
    #expect(
      estate.run("ticket", "attach", ticket, copy).messages
        == "ticket attach: 1 created, 0 updated, 0 unchanged\n")
    estate.file("leak.jpg", "photo, later")
    #expect(
      estate.run("ticket", "attach", ticket, link).messages
        == "ticket attach: 0 created, 1 updated, 0 unchanged\n")
  }
}
