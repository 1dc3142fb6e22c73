// `pm report workload`: what each person or department got done.
import PMCore
import PMFormat
import PMStore

/// `pm report workload`: tickets, hours, on time, mean score and log entries.
enum ReportWorkload: Command {
  static let by = Option(
    "by", of: WorkloadDimension.self, Words("A row for each of these.", zh: "按此分组。"),
    default: .assignee)

  static let spec = CommandSpec(
    "report workload",
    Words("What people and departments got done.", zh: "工作量：按处理人或部门。"),
    options: [by, ReportOptions.from, ReportOptions.to, ReportOptions.period],
    examples: [
      "pm report workload --period 2026-10",
      "pm report workload --from 2026-10-01 --to 2026-10-31 --by department --format html",
    ],
    notes: [
      Words(
        "Tickets count on the day they were finished, scores on the day of the callback, log entries on theirs. hours: from acceptance to finish, without the time in suspense.",
        zh: "工单按完成日计，评分按回访日计，日志按登记日计。工时：接单至完成，挂起时间不计。"),
      Words(
        "An entry of the log counts for who wrote it. With --scope only log entries on tickets there count.",
        zh: "日志计入记录人；用 --scope 时仅计与该范围工单有关的日志。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let dimension = arguments[by] ?? .assignee
    let range = try ReportOptions.range(arguments)
    let today = try context.today()
    let work = try context.openForReading().workload(
      by: dimension, from: range.first, through: range.last, asOf: today,
      zone: try context.databaseZone(), scope: try context.scopeCondition(of: Ticket.record))
    var report = Report(
      title: context.words("Workload", "工作量"),
      parameters: context.rangeParameters(range.first, range.last, asOf: today),
      fields: [
        context.column(dimension.rawValue, dimension == .assignee ? "处理人" : "部门", .text),
        context.column("tickets", "完成工单", .integer), context.column("hours", "工时", .fixed(scale: 2)),
        context.column("limited", "有时限", .integer), context.column("on_time", "按时", .integer),
        context.column("on_time_rate", "按时率", .fixed(scale: 4)), context.column("scored", "评分数", .integer),
        context.column("mean_score", "平均分", .fixed(scale: 2)), context.column("log_entries", "日志数", .integer),
        context.column("log_done", "已完成日志", .integer),
      ])
    var total = Workload()
    // Nobody's work comes last.
    let names = work.keys.sorted {
      ($0.isEmpty ? 1 : 0, NaturalKey.of($0)) < ($1.isEmpty ? 1 : 0, NaturalKey.of($1))
    }
    for name in names {
      let item = work[name] ?? Workload()
      total.add(item)
      report.rows.append(try row(TicketReport.label(name, context), item))
    }
    if !names.isEmpty { report.rows.append(try row(context.label("total", "合计"), total)) }
    try context.show(report)
  }

  private static func row(_ name: String, _ item: Workload) throws -> [OutputValue] {
    [
      .text(name), .integer(item.tickets),
      .decimal(try Ratio(item.minutes, over: 60).rounded(.halfUp, scale: 2)),
      .integer(item.limited), .integer(item.onTime),
      try rate(item.onTime, of: item.limited), .integer(item.scored),
      try rate(item.scores, of: item.scored, scale: 2), .integer(item.entries),
      .integer(item.done),
    ]
  }
}
