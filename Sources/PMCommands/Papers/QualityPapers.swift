// Nonconformity report and service quality evaluation.
import PMCore
import PMFormat
import PMStore

extension TicketPapers {
  /// What was not as it should be, and what was done so that it does not come again.
  func nonconformity(_ row: PaperRow, room: Int64?) throws -> Paper {
    var paper = try blank(.nonconformity, number: row["number"], room: room)
    paper.fields =
      ["found_on", "ticket", "department", "disposition", "owner", "due_on", "done_on"].map {
        row.field($0)
      } + (try inspection(ofTicket: row["ticket"]))
    paper.boxes =
      ["description", "root_cause", "correction", "corrective_action", "preventive_action"].map {
        row.field($0)
      }
    paper.boxes.append(
      Paper.Field(
        words("Verification of effectiveness", "效果验证（措施是否有效）"),
        [
          row["effective"].isEmpty
            ? ""
            : isEffective(row) ? words("effective", "有效") : words("without effect", "无效"),
          row["verified_by"], row["verified_on"],
          row["reopened_as"].isEmpty
            ? "" : words("reopened as \(row["reopened_as"])", "重新开立 \(row["reopened_as"])"),
        ].filter { !$0.isEmpty }.joined(separator: words(", ", "，"))))
    paper.signatures = signatures([
      ("Owner", "责任人"), ("Verified by", "验证人"), ("Approved by", "审批人"),
    ])
    return paper
  }

  private func isEffective(_ row: PaperRow) -> Bool { row["effective"] == words("yes", "是") }

  /// How the first inspection of the ticket's work came out, where there was one.
  func inspection(ofTicket number: String) throws -> [Paper.Field] {
    let id = try database.scalar("SELECT id FROM ticket WHERE key = ?1", [.text(NaturalKey.of(number))])
    guard let id, let row = try rows(Ticket.record, where: "t.id = ?1", id).first,
      !row["verify_result"].isEmpty
    else { return [] }
    let text = [row["verify_result"], row["verified_at"]].filter { !$0.isEmpty }
    return [Paper.Field(words("First inspection", "首次验收"), text.joined(separator: " "))]
  }

  /// The service against its standards, criterion by criterion.
  func evaluation(_ ticket: StoredTicket, _ row: PaperRow) throws -> Paper {
    var paper = try blank(.evaluation, number: ticket.number, room: ticket.room)
    paper.fields =
      try parties(ticket, row)
      + ["created_at", "department", "assignee", "closed_at"].map { row.field($0) }
      + inspections(of: ticket)
    if let rule = try procedure(of: ticket) {
      paper.boxes = [
        Paper.Field(words("Expected result", "预期结果"), rule["expected"]),
        Paper.Field(words("How it is judged", "判定方法"), rule["judged_by"]),
        Paper.Field(words("What the result feeds", "输出去向"), rule["feeds"]),
      ].filter { !$0.value.isEmpty }
    }
    paper.boxes.append(Paper.Field(words("Judgement and proposals", "综合评价与改进建议"), ""))
    paper.columns = [
      Paper.Column(words("Criterion", "评价项目")), Paper.Column(words("Standard", "标准")),
      Paper.Column(words("Actual", "实际")), Paper.Column(words("Met", "是否达标")),
    ]
    let criteria = try criteria(of: ticket, row)
    paper.rows = criteria.map { item in
      let met = item.met.map { $0 ? words("yes", "是") : words("no", "否") } ?? "—"
      return [item.name, item.standard, item.actual, met]
    }
    let judged = criteria.compactMap(\.met)
    let met = judged.filter { $0 }.count
    paper.sums = [
      Paper.Field(
        words("Standards met", "达标情况"),
        words("\(met) of \(judged.count) judged", "已评价 \(judged.count) 项，达标 \(met) 项"))
    ]
    paper.signatures = signatures([
      ("Evaluated by", "评价人"), ("Department", "责任部门"), ("Approved by", "审批人"),
    ])
    return paper
  }

  /// One criterion of the evaluation; `met` is nil where it cannot be judged.
  private struct Criterion {
    let name: String
    let standard: String
    let actual: String
    let met: Bool?
  }

  private func criteria(of ticket: StoredTicket, _ row: PaperRow) throws -> [Criterion] {
    let due = clocks.dueTimes(of: ticket)
    let calls = try rows(Callback.record, where: "t.ticket_id = ?1 AND t.reached = 1", ticket.id)
    let score = calls.last { !$0["score"].isEmpty }?["score"] ?? ""
    let reworks = try database.reworks(ofTicket: ticket.id)
    let isFinished = ticket.finishedAt != nil
    func within(_ moment: Instant?, _ limit: Instant?) -> Bool? {
      guard let moment, let limit else { return nil }
      // Service levels count to the minute.
      return moment.seconds < limit.seconds + 60
    }
    return [
      Criterion(
        name: words("Response", "响应"), standard: words("by ", "不迟于 ") + text(due.respond),
        actual: text(ticket.acceptedAt), met: within(ticket.acceptedAt, due.respond)),
      Criterion(
        name: words("Finish", "完成"), standard: words("by ", "不迟于 ") + text(due.finish),
        actual: text(ticket.finishedAt), met: within(ticket.finishedAt, due.finish)),
      Criterion(
        name: words("First inspection", "首次验收"), standard: words("pass", "合格"),
        actual: row["verify_result"], met: ticket.verifyResult.map { $0 == "pass" }),
      Criterion(
        name: words("Rework", "返工"), standard: words("none", "无"), actual: "\(reworks)",
        met: isFinished ? reworks == 0 : nil),
      Criterion(
        name: words("Callback", "回访"), standard: words("customer reached", "已接通"),
        actual: calls.last?["called_at"] ?? "", met: isFinished ? !calls.isEmpty : nil),
      Criterion(
        name: words("Satisfaction", "客户评分"), standard: words("4 or 5", "4 分及以上"), actual: score,
        met: score.isEmpty ? nil : score == "4" || score == "5"),
    ].map { item in
      item.standard.hasSuffix(" ")
        ? Criterion(name: item.name, standard: "—", actual: item.actual, met: item.met) : item
    }
  }
}
