// Intake form, dispatch sheet, complaint record and callback record.
import PMCore
import PMFormat
import PMStore

extension TicketPapers {
  /// What the desk took down, and to whom it goes.
  func intake(_ ticket: StoredTicket, _ row: PaperRow) throws -> Paper {
    var paper = try blank(.intake, number: ticket.number, room: ticket.room)
    let due = clocks.dueTimes(of: ticket)
    paper.fields =
      try parties(ticket, row) + [
        row.field("channel"), row.field("created_at"), row.field("first_contact"),
        Paper.Field(words("Respond by", "应响应时间"), text(due.respond)),
        Paper.Field(words("Finish by", "应完成时间"), text(due.finish)), try charge(ticket, row),
      ]
    paper.boxes = [
      Paper.Field(words("What the customer says", "客户诉求"), matter(row)),
      Paper.Field(
        words("Assigned to", "受理意见（转办部门）"),
        [row["department"], row["assignee"]].filter { !$0.isEmpty }.joined(separator: " ")),
    ]
    paper.signatures = signatures([("Taken down by", "受理人"), ("Supervisor", "主管")])
    return paper
  }

  /// What has to be done, what was done and what it took.
  func dispatch(_ ticket: StoredTicket, _ row: PaperRow) throws -> Paper {
    var paper = try blank(.dispatch, number: ticket.number, room: ticket.room)
    let due = clocks.dueTimes(of: ticket)
    // What was accepted before a reopening is not what was dispatched after it.
    let isOutdated =
      try database.scalar(
        "SELECT dispatched_at > accepted_at FROM ticket WHERE id = ?1", [.integer(ticket.id)]) == 1
    let again = try database.scalar(
      """
      SELECT max(e.at) FROM ticket_event AS e JOIN ticket AS t ON t.id = e.ticket_id
       WHERE t.id = ?1 AND e.move = 'accept' AND e.at >= t.dispatched_at
      """, [.integer(ticket.id)])
    paper.fields =
      try parties(ticket, row) + [
        row.field("department"), row.field("assignee"), row.field("dispatched_at"),
        isOutdated
          ? Paper.Field(row.field("accepted_at").name, text(again.map { Instant(seconds: $0) }))
          : row.field("accepted_at"),
        Paper.Field(words("Finish by", "应完成时间"), text(due.finish)),
        row.field("finished_at"),
      ] + inspections(of: ticket) + [try charge(ticket, row)]
    let rule = try procedure(of: ticket)
    paper.boxes = [Paper.Field(words("Task", "任务内容"), matter(row))]
    if let rule, !rule["steps"].isEmpty || !rule["expected"].isEmpty {
      paper.boxes.append(
        Paper.Field(
          words("What must be done and come of it", "作业要求与预期结果"),
          [rule["steps"], rule["expected"]].filter { !$0.isEmpty }.joined(separator: "\n")))
    }
    paper.boxes.append(Paper.Field(words("Work done", "处理情况"), row["measure"]))
    let materials = try listMaterials(of: ticket, on: &paper)
    paper.closing = [try settlement(of: ticket, materials: materials)]
    if !row["cost"].isEmpty {
      paper.closing.append(words("Cost to the company: ", "公司承担费用：") + row["cost"])
    }
    paper.signatures = signatures([
      ("Dispatched by", "派工人"), ("Worked by", "处理人"), ("Customer", "客户验收"),
    ])
    return paper
  }

  /// What was complained of, why, what was done, and every step of the way.
  func complaint(_ ticket: StoredTicket, _ row: PaperRow) throws -> Paper {
    if ticket.kind != "complaint" {
      throw Failure.refused(
        "not-a-complaint",
        Words("\(ticket.number) is no complaint", zh: "\(ticket.number) 不是投诉"),
        hint: Words("other forms: --form intake, dispatch …", zh: "其他表单：--form intake、dispatch 等"))
    }
    var paper = try blank(.complaint, number: ticket.number, room: ticket.room)
    paper.fields =
      try parties(ticket, row)
      + [
        "channel", "created_at", "first_contact", "accepted_at", "finished_at", "closed_at",
        "valid", "responsible", "cost",
      ].map { row.field($0) }
    paper.boxes = [
      Paper.Field(words("Complaint", "投诉内容"), matter(row)),
      Paper.Field(words("Cause", "原因分析"), row["cause"]),
      Paper.Field(words("Measures", "处理措施"), row["measure"]),
    ]
    paper.columns = [
      Paper.Column(words("Time", "时间")), Paper.Column(words("Step", "处理过程")),
      Paper.Column(words("By", "操作人")), Paper.Column(words("Remark", "备注")),
    ]
    paper.rows = try rows(TicketEvent.record, where: "t.ticket_id = ?1", ticket.id).map { event in
      ["at", "move", "actor", "remark"].map { event[$0] }
    }
    if paper.rows.isEmpty { paper.columns = [] }
    let cases = try database.nonconformities(ofTicket: ticket.id).map(\.number)
    if !cases.isEmpty {
      paper.closing = [
        words("Nonconformities: ", "相关不合格编号：") + cases.joined(separator: words(", ", "、"))
      ]
    }
    paper.signatures = signatures([
      ("Handled by", "处理人"), ("Customer", "客户"), ("Approved by", "审批人"),
    ])
    return paper
  }

  /// When the work was finished; of work that was taken up again, when it was the last time.
  private func lastFinish(of ticket: StoredTicket, _ row: PaperRow) throws -> Paper.Field {
    let field = row.field("finished_at")
    if !field.value.isEmpty { return field }
    let last = try database.scalar(
      "SELECT max(at) FROM ticket_event WHERE ticket_id = ?1 AND move = 'finish'",
      [.integer(ticket.id)])
    return Paper.Field(field.name, text(last.map { Instant(seconds: $0) }))
  }

  /// Every call to the customer, or room to write them down.
  func callback(_ ticket: StoredTicket, _ row: PaperRow) throws -> Paper {
    var paper = try blank(.callback, number: ticket.number, room: ticket.room)
    let inspections = try inspections(of: ticket)
    paper.fields =
      try parties(ticket, row)
      + ["department", "assignee"].map { row.field($0) } + [try lastFinish(of: ticket, row)]
      + (try inspection(ofTicket: ticket.number)) + inspections
    paper.boxes = [
      Paper.Field(words("Matter", "事项"), matter(row)),
      Paper.Field(words("What was done", "处理情况"), row["measure"]),
    ]
    let names = ["called_at", "method", "reached", "score", "comment", "staff"]
    let calls = try rows(Callback.record, where: "t.ticket_id = ?1", ticket.id)
    paper.columns = [
      Paper.Column(words("Called at", "回访时间")), Paper.Column(words("Method", "方式")),
      Paper.Column(words("Reached", "是否接通")),
      Paper.Column(words("Score 1–5", "评分（1–5）"), isNumeric: true),
      Paper.Column(words("What the customer said", "客户意见")), Paper.Column(words("By", "回访人")),
    ]
    paper.rows =
      calls.isEmpty
      ? Array(repeating: names.map { _ in "" }, count: 3)
      : calls.map { call in names.map { call[$0] } }
    paper.signatures = signatures([("Called by", "回访人"), ("Supervisor", "主管")])
    return paper
  }
}
