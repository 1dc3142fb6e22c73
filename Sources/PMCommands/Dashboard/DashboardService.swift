// The dashboard's view of the service desk: what is overdue, why tickets come, and when.
import PMCore
import PMFormat
import PMStore

extension Dashboard {
  /// The tickets that are overdue at as-of, the longest first.
  func overdue() throws -> Report {
    let due = try database.dueTickets(
      at: question.end, before: question.end, zone: question.zone,
      daysToJudge: database.settings().daysToJudge, where: scope)
    var report = part(
      Words("Overdue", zh: "超时工单"),
      fields: [
        context.column("number", "工单号", .plain), context.column("kind", "类型", .plain),
        context.column("severity", "严重程度", .text), context.column("room", "房号", .plain),
        context.column("department", "部门", .text), context.column("assignee", "处理人", .text),
        context.column("what", "事项", .plain), context.column("due_at", "期限", .plain),
        context.column("days_overdue", "超时天数", .fixed(scale: 1)), context.column("level", "已升级", .integer),
      ])
    let shown = due.prefix(20)
    let rooms = try database.roomCodes(shown.compactMap(\.ticket.room))
    for item in shown {
      let seconds = question.end.seconds - item.deadline.due.seconds
      report.rows.append([
        .plain(item.ticket.number), .plain(word(item.ticket.kind, Ticket.kinds)),
        .plain(item.ticket.severity.map { Ticket.severity($0)[context.language] } ?? ""),
        .plain(item.ticket.room.flatMap { rooms[$0] } ?? ""),
        .text(item.ticket.department ?? ""), .text(item.ticket.assignee ?? ""),
        .plain(words(item.deadline.kind.rawValue, item.deadline.kind.zh)),
        .plain(question.zone.text(item.deadline.due)),
        .decimal(try Ratio(seconds, over: 86_400).rounded(.halfUp, scale: 1)),
        .integer(Int64(item.level)),
      ])
    }
    if due.count > shown.count {
      report.heading.notes = [
        words(
          "the \(shown.count) longest of \(due.count); all of them: pm ticket due",
          "共 \(due.count) 项，仅列超时最久的 \(shown.count) 项；全部：pm ticket due")
      ]
    }
    return report
  }

  /// A word of a choice in the language of the page.
  private func word(_ value: String, _ choices: [Choice]) -> String {
    guard context.language == .chinese else { return value }
    return choices.first { $0.value == value }?.zh ?? value
  }

  /// The causes of the range's tickets, or their categories where no cause was found; of what key
  /// figures count.
  func causes() throws -> Report {
    var pivot = try database.pivot(.count, rows: .cause, columns: nil, counted: true, question)
    var dimension = PivotDimension.cause
    if pivot.rows(.cause).allSatisfy({ $0.isEmpty }) {
      dimension = .category
      pivot = try database.pivot(.count, rows: .category, columns: nil, counted: true, question)
    }
    let title =
      dimension == .cause
      ? Words("Causes", zh: "原因分析") : Words("Categories", zh: "类别分析")
    let ranking = PivotRanking(pivot, dimension)
    if ranking.total == 0 { return part(title, notes: [words("no tickets", "无工单")]) }
    return part(
      title,
      charts: [
        Chart(
          title: words("Tickets, and the running share", "工单数与累计占比"),
          TicketReport.pareto(ranking, of: dimension, first: 12, context))
      ])
  }

  /// When tickets come: weekdays by hours.
  func hours() throws -> Report {
    let pivot = try database.pivot(.count, rows: .weekday, columns: .hour, question)
    let rows = pivot.rows(.weekday)
    let columns = pivot.columns(.hour)
    let title = Words("Weekdays and hours", zh: "星期与时段")
    if rows.isEmpty { return part(title, notes: [words("no tickets", "无工单")]) }
    let cells = rows.map { row in
      columns.map { column -> Int64? in
        let count = pivot[row, column].above
        return count > 0 ? count : nil
      }
    }
    return part(
      title,
      charts: [
        Chart(
          title: words("Tickets by the hour they were received", "按受理时段的工单数"),
          .heat(
            rows: rows.map { TicketReport.label($0, of: .weekday, context) }, columns: columns,
            cells: cells))
      ])
  }
}
