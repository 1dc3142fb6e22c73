// `pm report dashboard`: what a manager wants to see at once, on one page.
import PMCore
import PMFormat
import PMStore

/// `pm report dashboard`: key figures against target, trends, causes, hours, overdue, collection.
enum ReportDashboard: Command {
  static let spec = CommandSpec(
    "report dashboard",
    Words("Key figures, trends, overdue tickets and collection on one page.", zh: "管理看板：指标、趋势、超时工单与收缴，一页总览。"),
    options: [ReportOptions.from, ReportOptions.to, ReportOptions.period],
    examples: [
      "pm report dashboard --period 2026-10 --as-of 2026-11-20 --format html --output dashboard.html",
      "pm report dashboard --period 2026-10 --scope YG --lang zh",
    ],
    notes: [
      Words(
        "As HTML (one file, also for A4) or as a table with bars. Without a range: the month of --as-of.",
        zh: "格式：HTML（单个文件，可打印于 A4）或带条形的表格。未给范围时为 --as-of 所在月份。"),
      Words(
        "With --as-of today: as it stands now; with another day: as at its end.",
        zh: "--as-of 为当天时按当前时刻计，其他日期按当日终了计。"),
      Words(
        "Trends are of the twelve months that end with the range, beside the same months a year earlier.",
        zh: "趋势为截至范围末月的十二个月，并列上年同期。"),
      Words(
        "Causes (categories, where no cause is known) leave out invalid and cancelled tickets;"
          + " weekdays and hours count all tickets.",
        zh: "原因分析（没有原因时为类别分析）不计无效与取消的工单；星期与时段计全部工单。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try requireFormat(&context)
    let isGiven =
      [ReportOptions.from, ReportOptions.to].contains { arguments.isGiven($0) }
      || arguments.isGiven(ReportOptions.period)
    let month = try context.today().period
    let range = isGiven ? try ReportOptions.range(arguments) : (month.first, month.last)
    let database = try context.openForReading()
    let question = try TicketReport.question(from: range.0, to: range.1, &context, database)
    let board = Dashboard(
      database: database, question: question, context: context,
      scope: try context.scopeCondition(of: Ticket.record) ?? "1")
    try context.show(board.report())
  }

  /// HTML or a table, into a pipe too: a dashboard has no one table of rows.
  private static func requireFormat(_ context: inout Context) throws {
    if context.common.format == nil, context.format == .csv, context.common.output == nil {
      context.common.format = .table
    }
    switch context.format {
    case .html, .table: break
    case .csv, .tsv, .json, .jsonl, .md:
      throw Failure.usage(
        "dashboard-format",
        Words(
          "a dashboard comes as html or table, not as \(context.format.rawValue)",
          zh: "看板只有 html 与 table 格式，没有 \(context.format.rawValue)"),
        hint: Words(
          "for programs: report kpi, pivot, focus, tickets, collection",
          zh: "供程序读取请用 report kpi、pivot、focus、tickets、collection"))
    }
  }
}
