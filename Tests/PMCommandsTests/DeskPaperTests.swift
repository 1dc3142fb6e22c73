// Papers of the desk: who somebody is, whatever was typed for him; work that was taken up again; who
// signs the month.
import Testing

@Suite("Papers of the desk")
struct DeskPaperTests {
  private let estate = Estate(
    Estate.twoCommunities + [
      ("org", "code,kind,name,parent\nGC,department,工程部,HY\n"),
      ("staff", "code,name,login\nS1,王芳,\nS2,赵工,\nS3,陈静,\n"),
    ])
  private let ticket = "WX-202610-0001"

  private func ran(_ words: String...) -> Ran { estate.run(words) }

  private func move(_ words: [String], _ at: String, by actor: String) {
    let ran = estate.run(
      ["ticket", words[0], ticket] + words.dropFirst() + ["--at", "2026-10-01 \(at)", "--actor", actor])
    #expect(ran.status == 0, "\(words): \(ran.messages)")
  }

  private func form(_ name: String, _ language: String = "en") -> String {
    ran("ticket", "form", ticket, "--form", name, "--lang", language).output
  }

  @Test("papers name people and departments whom the desk calls by code")
  func names() {
    _ = ran("ticket", "add", "kind=repair", "room=1-1-0101", "--at", "2026-10-01 09:00", "--actor", "S1")
    move(["dispatch", "--department", "GC", "--assignee", "S2"], "09:05", by: "S1")
    move(["accept"], "09:10", by: "S2")
    move(["finish", "--responsible", "GC"], "10:00", by: "S2")
    #expect(form("intake").contains("First contact: 王芳\n") && form("intake").contains("  工程部 赵工\n"))
    #expect(form("dispatch", "zh").contains("部门：工程部\n处理人：赵工\n"), "\(form("dispatch", "zh"))")
    _ = ran("callback", "add", "ticket=\(ticket)", "score=5", "--at", "2026-10-01 11:00", "--actor", "S3")
    #expect(form("callback").contains("陈静\n") && !form("callback").contains("S3"))
    _ = ran(
      "nonconformity", "add", "ticket=\(ticket)", "description=x", "owner=S2", "department=GC", "found_on=2026-10-02",
      "root_cause=a", "correction=b", "corrective_action=c")
    _ = ran("nonconformity", "done", "NC-202610-0001", "--at", "2026-10-05 09:00")
    _ = ran("nonconformity", "verify", "NC-202610-0001", "--effective", "yes", "--by", "S3", "--at", "2026-10-06 09:00")
    let paper = ran("nonconformity", "form", "NC-202610-0001", "--lang", "zh").output
    #expect(
      paper.contains("责任部门：工程部\n") && paper.contains("责任人：赵工\n") && paper.contains("有效，陈静，2026-10-06"), "\(paper)")
    // What nobody is called stays as it was typed.
    _ = ran("ticket", "set", ticket, "assignee=老周")
    #expect(form("dispatch").contains("Assignee: 老周\n"))
  }

  @Test("a callback record tells when work that was taken up again was finished, and how it was inspected first")
  func again() {
    _ = ran("ticket", "add", "kind=repair", "room=1-1-0101", "--at", "2026-10-01 09:00")
    #expect(form("callback").contains("Finished at:\n") && !form("callback").contains("First inspection"))
    move(["dispatch", "--assignee", "赵工"], "09:05", by: "王芳")
    move(["accept"], "09:10", by: "赵工")
    move(["finish"], "10:00", by: "赵工")
    move(["verify", "--result", "fail"], "10:30", by: "王芳")
    #expect(
      form("callback").contains("Finished at: 2026-10-01 10:00\nFirst inspection: fail 2026-10-01 10:30\n"),
      "\(form("callback"))")
    move(["finish"], "11:00", by: "赵工")
    #expect(form("callback", "zh").contains("完成时间：2026-10-01 11:00\n首次验收：不合格 2026-10-01 10:30\n"))
    move(["close"], "12:00", by: "王芳")
    move(["reopen"], "13:00", by: "王芳")
    #expect(form("callback").contains("Finished at: 2026-10-01 11:00\n"))
  }

  @Test("the monthly report on complaints says whose it is, and has lines to be signed")
  func monthly() {
    estate.take("ticket", "number,kind,room,created_at\nT1,complaint,1-1-0101,2026-10-01 09:00\n")
    func report(_ more: String...) -> String {
      estate.run(["report", "tickets", "--period", "2026-10", "--as-of", "2026-11-01", "--format", "md"] + more).output
    }
    let month = report("--kind", "complaint", "--lang", "zh")
    #expect(month.contains("编制单位") && month.contains("公司"), "\(month)")
    #expect(month.contains("编制人、日期：") && month.contains("审批人、日期："), "\(month)")
    let part = report("--kind", "complaint", "--scope", "HY")
    #expect(part.contains("花园") && part.contains("Prepared by, date: "), "\(part)")
    #expect(!report().contains("Prepared by"))
  }
}
