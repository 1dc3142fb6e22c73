// `pm report kpi`: the key figures of a range of days.
import PMCore
import PMFormat
import PMStore

/// `pm report kpi`: numerator, denominator, value, target and whether it is met.
enum ReportKpi: Command {
  static let by = Option(
    "by", of: MetricDimension.self, Words("A group for each of these.", zh: "按此分组。"))
  static let base = Option(
    "base", of: MetricBase.self,
    Words("What complaints are counted against.", zh: "有效投诉率的分母：户数或人口。"),
    default: .households)
  static let sql = Option(
    "sql", of: MetricDialect.self,
    Words("Print the statements instead, for an engine of this kind.", zh: "只输出此方言的 SQL 语句。"))

  static let explain = Option(
    "explain", "ID", Words("List the very rows that this figure counts.", zh: "列出该指标分子、分母的逐条明细。"),
    choices: Metric.catalogue.map(\.id)
  ) { id in Metric.catalogue.contains { $0.id == id } ? id : nil }

  static let spec = CommandSpec(
    "report kpi", Words("Key figures of service and collection.", zh: "服务与收费指标。"),
    options: [
      ReportOptions.from, ReportOptions.to, ReportOptions.period, by, base,
      TicketReport.category, explain, sql,
    ],
    examples: [
      "pm report kpi --from 2026-10-01 --to 2026-10-31 --as-of 2026-11-20",
      "pm report kpi --period 2026-10 --by community --format html --output kpi.html",
      "pm report kpi --period 2026-10 --explain callback_rate",
      "pm report kpi --period 2026-10 --sql sqlite",
      "pm report kpi --period 2026-10 --by centre --sql postgresql",
    ],
    notes: [
      Words(
        "Tickets count by the day they were created, callbacks by the day of the call, bills by"
          + " period; what happened after --as-of does not count.",
        zh: "工单按受理日计，回访按回访日计，账单按账期计；--as-of 之后发生的不计。"),
      Words(
        "--as-of a day that is not over: as it stands now; another day: as at its end.",
        zh: "--as-of 为当天时按当前时刻计，其他日期按当日终了计。"),
      Words(
        "--by centre and --by community count only tickets with a room there; --scope also those without"
          + " one that are of the part.",
        zh: "--by centre、--by community 只计有房间的工单；--scope 还计入属于该范围的无房间工单。"),
      Words(
        "Targets: of the organisation and year (pm target), else the setting target.callback_rate.",
        zh: "目标值：先取组织与年度的目标（pm target），再取设置项 target.callback_rate。"),
      Words(
        "In CSV, TSV and JSON the key of a figure is id; name is its name in the catalogue, Chinese"
          + " in every language. Tables, Markdown and HTML name figures in the language of --lang.",
        zh: "CSV、TSV 与 JSON 中以 id 为指标代号；name 为目录中的固定名称，各语言均为中文。表格、Markdown 与 HTML"
          + " 按 --lang 显示名称。"),
      Words(
        "Due times count in working hours where the service level names a calendar, and stand still"
          + " while a ticket is suspended; a ticket keeps the terms of the day it was added: its"
          + " minutes. An open one counts them by the calendar as it is now, so that a holiday put in"
          + " late moves its due time.",
        zh: "服务时限指定工作日历的按工作时间计，挂起期间停计；工单沿用登记时的时限（分钟数），未完成的按日历现状计算："
          + "补录节假日会改变其期限。"),
      Words(
        "--sql sqlite reads the database as it is; postgresql and spark read a dataset of pm export"
          + " dataset, loaded under its names (Scripts/load-postgresql, Scripts/query-spark), and with"
          + " --scope count tickets with a room there. The counts are taken times the months where the"
          + " figure is one a month, times the quarters where it is one a quarter.",
        zh: "--sql sqlite 直接读取数据库；postgresql、spark 读取 pm export dataset 导出并按原名载入的数据集"
          + "（Scripts/load-postgresql、Scripts/query-spark）；使用 --scope 时仅计有房间的工单。按月计的指标，分母须再乘月数；按季计的再乘季数。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    var question = try TicketReport.question(arguments, &context, database)
    question.dimension = arguments[by]
    question.base = arguments[base] ?? .households
    if question.spans.count > 1200 {
      throw Failure.usage("range-too-long", Words("--by month takes 1200 months at most", zh: "--by month 最多 1200 个月"))
    }
    if let id = arguments[explain], let metric = Metric.catalogue.first(where: { $0.id == id }) {
      return try explain(metric, question, database, &context)
    }
    if let dialect = arguments[sql] {
      let prepared = try database.prepared(question)
      let statements = MetricFact.allCases.map { prepared.sql($0, dialect) }.filter { !$0.isEmpty }
      return try context.print(text: statements.map { $0 + ";\n" }.joined(separator: "\n"))
    }
    try context.show(try report(database.figures(question), question, context))
  }

  // MARK: The report

  private static func report(
    _ figures: [MetricFigure], _ question: MetricQuestion, _ context: Context
  ) throws -> Report {
    let language = context.language
    // The machine formats are the same in every language; there the name is the official one.
    let names: Language = context.format.isForPeople ? language : .chinese
    let dimension = question.dimension?.title ?? Words("group", zh: "分组")
    var report = Report(
      title: context.words("Key figures", "指标报表"),
      parameters: context.rangeParameters(question.first, question.last, asOf: question.asOf),
      fields: [
        context.column("group", dimension.zh, question.dimension?.isOfCodes == true ? .code : .text),
        context.column("id", "代号", .plain),
        context.column("name", "指标", .text), context.column("numerator", "分子", .figure),
        context.column("denominator", "分母", .figure), context.column("value", "值", .fixed(scale: 4)),
        context.column("target", "目标", .decimal(scale: 8)), context.column("met", "达标", .boolean),
        context.column("undecided", "未判定", .integer),
      ])
    for figure in figures {
      report.rows.append([
        .text(label(figure.group, question, context)), .plain(figure.metric.id), .text(figure.metric.names[names]),
        .plain(try figure.numerator.text()), .plain(try figure.denominator.text()),
        try figure.value().map { .decimal($0) } ?? .null,
        try figure.targetUnits().map { .decimal($0) } ?? .null,
        try figure.isMet().map { .boolean($0) } ?? .null,
        figure.undecided.map { .integer($0) } ?? .null,
      ])
    }
    report.heading.charts = try charts(figures, question, context)
    if figures.contains(where: { ($0.undecided ?? 0) > 0 }) {
      report.heading.notes.append(
        context.words("undecided: complaints not judged yet", "未判定：尚未判定是否有效的投诉"))
    }
    return report
  }

  /// What people read for a group.
  private static func label(
    _ group: String, _ question: MetricQuestion, _ context: Context
  ) -> String {
    guard let dimension = question.dimension else {
      return context.format.isForPeople ? context.words(group, "全部") : group
    }
    return TicketReport.label(group, of: PivotDimension(rawValue: dimension.rawValue), context)
  }

  /// One chart of all figures; told apart, one of each figure over the groups.
  private static func charts(
    _ figures: [MetricFigure], _ question: MetricQuestion, _ context: Context
  ) throws -> [Chart] {
    let language = context.language
    /// The target of all of these; nothing where they have none, or not the same.
    func goal(_ figures: [MetricFigure]) throws -> String {
      let targets = Set(try figures.map { try $0.targetUnits() })
      guard let metric = figures.first?.metric, targets.count == 1, let target = targets.first,
        let units = target
      else { return "" }
      let text = decimalText(units, scale: metric.isShare ? 6 : Rate.scale, trimmed: true)
      return " (\(metric.goal.direction == .atLeast ? "≥" : "≤") \(text)\(metric.isShare ? "%" : ""))"
    }
    func points(
      _ figures: [MetricFigure], _ label: (MetricFigure) throws -> String
    ) throws -> [Chart.Point] {
      // Four decimals are percent with two.
      try figures.compactMap { figure in
        try figure.value().map {
          Chart.Point(
            try label(figure), $0, goal: figure.goalUnits, isCode: question.dimension?.isOfCodes == true)
        }
      }
    }
    if question.dimension == nil {
      let all = try points(figures.filter(\.metric.isShare)) { $0.metric.names[language] + (try goal([$0])) }
      if all.isEmpty { return [] }
      return [
        Chart(
          title: context.words("Value (target), in percent", "值（目标），百分比"), scale: 2, unit: "%",
          goalName: context.words("target", "目标"), .bar(all))
      ]
    }
    return try question.answerable.compactMap { metric in
      let shown = try figures.filter { figure in
        try figure.metric.id == metric.id && figure.value() != nil
      }
      let own = try points(shown) { Self.label($0.group, question, context) }
      if own.isEmpty || own.count > ReportOptions.mostBars { return nil }
      return Chart(
        title: metric.names[language] + (try goal(shown)), scale: metric.isShare ? 2 : 4,
        unit: metric.isShare ? "%" : "", goalName: context.words("target", "目标"), .bar(own))
    }
  }
}
