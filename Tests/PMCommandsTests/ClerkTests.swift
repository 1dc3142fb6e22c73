// A call at the desk, typed as a newcomer would: what is left out is filled in, slips are told.
import Testing

@Suite("The clerk at the desk")
struct ClerkTests {
  private let estate = Estate(
    Estate.twoCommunities + [
      ("customer", "code,name,kind,phone,room,role\nK1,王小明,person,13900000001,1-1-0101,owner"),
      (
        "procedure",
        "kind,name,steps,expected,judged_by,feeds,document,version\n"
          + "complaint,投诉处理程序,先致歉再处理,客户满意,回访评分,月度报告,QP-19,A/2"
      ),
    ])

  private func number(_ ran: Ran) -> String {
    #expect(ran.status == 0, "\(ran.messages)")
    return ran.output.split(separator: "\n").last.map { String($0.prefix { $0 != "," }) } ?? ""
  }

  private func take(_ words: String...) -> String {
    number(estate.run(["ticket", "add", "kind=complaint", "room=1-1-0101"] + words))
  }

  @Test("a call back is made now, by who writes it down, unless another time or person is named")
  func callback() {
    let ticket = take("--at", "2026-10-01 09:00")
    for (verb, at) in [("dispatch", "09:05"), ("accept", "09:10"), ("finish", "10:00")] {
      let receiver = verb == "dispatch" ? ["--assignee", "员工丁"] : []
      #expect(estate.run(["ticket", verb, ticket, "--at", "2026-10-01 \(at)"] + receiver).status == 0)
    }
    let missed = estate.run(
      "callback", "add", "ticket=\(ticket)", "reached=no", "--at", "2026-10-01 11:00")
    #expect(missed.status == 0, "\(missed.messages)")
    let named = estate.run(
      "callback", "add", "单号=\(ticket)", "回访时间=2026-10-01 12:00", "score=4", "staff=员工丁")
    #expect(named.status == 0, "\(named.messages)")
    let now = estate.run("callback", "add", "ticket=\(ticket)", "score=5")
    #expect(now.status == 0, "\(now.messages)")
    let calls = estate.run(
      "callback", "list", "--columns", "called_at,reached,score,staff", "--limit", "2")
    #expect(
      calls.output
        == "called_at,reached,score,staff\n2026-10-01 11:00,no,,tester\n2026-10-01 12:00,yes,4,员工丁\n")
    #expect(estate.run("callback", "list").output.split(separator: "\n").count == 4)
    let early = estate.run(
      "callback", "add", "ticket=\(ticket)", "score=5", "--at", "2026-10-01 09:30")
    #expect(early.status == 65)
    #expect(early.messages.contains("the call is earlier than the ticket's finish"))
  }

  @Test("a department or a person that nobody knows is pointed out, and taken as typed")
  func strangers() {
    let ticket = take("--at", "2026-10-01 09:00", "department=客服部")
    #expect(!estate.run("ticket", "dispatch", ticket, "--department", "工程").messages.contains("known"))
    estate.take("org", "code,kind,name,parent\nGCB,department,工程部,C\nKFB,department,客服部,C")
    estate.take("staff", "code,name\nE1,员工乙")
    let slip = estate.run(
      "ticket", "dispatch", ticket, "--department", "工程", "--assignee", "员工丁")
    #expect(slip.status == 0)
    #expect(slip.messages.contains("工程 is no known department; did you mean \"工程部\"?"))
    #expect(slip.messages.contains("员工丁 is no known staff member; did you mean \"员工乙\"?"))
    let right = estate.run(
      "ticket", "dispatch", ticket, "--department", "GCB", "--assignee", "员工乙")
    #expect(!right.messages.contains("known"))
    let chinese = estate.run(
      "ticket", "add", "kind=repair", "department=保安部门", "--lang", "zh")
    #expect(chinese.messages.contains("“保安部门”不是已有的部门"))
  }

  @Test("each paper names the procedure that its ticket follows; the evaluation says how it is judged")
  func procedures() {
    let ticket = take("--at", "2026-10-01 09:00")
    for form in ["intake", "dispatch", "complaint", "callback", "evaluation"] {
      let paper = estate.run("ticket", "form", ticket, "--form", form, "--format", "md", "--lang", "zh")
      #expect(paper.status == 0, "\(paper.messages)")
      #expect(paper.output.contains("投诉处理程序 QP-19 A/2"), "\(form)")
    }
    let evaluation = estate.run("ticket", "form", ticket, "--form", "evaluation", "--format", "md").output
    for words in ["客户满意", "回访评分", "月度报告"] { #expect(evaluation.contains(words), "\(words)") }
    let other = number(estate.run("ticket", "add", "kind=repair"))
    #expect(
      !estate.run("ticket", "form", other, "--form", "intake", "--format", "md").output
        .contains("Procedure"))
  }
}
