// `pm report tickets`: the month of the service desk.
import PMCore
import PMFormat
import PMStore

/// `pm report tickets`: received, valid, handled, open and overdue, against the year before.
enum ReportTickets: Command {
  static let by = TicketReport.by(.category)

  static let spec = CommandSpec(
    "report tickets", Words("The monthly report on complaints and repairs.", zh: "投诉与报修月报。"),
    options: [by] + TicketReport.choice,
    examples: [
      "pm report tickets --period 2026-10 --kind complaint --as-of 2026-11-20",
      "pm report tickets --by month --from 2026-01-01 --to 2026-12-31 --format html --output year.html",
    ],
    notes: [
      Words(
        "The cohort is what was created in the range; handled, open and overdue are as of --as-of.",
        zh: "统计范围内受理的工单；已处理、未结与超时以 --as-of 为准。"),
      Words(
        "received = valid + invalid + unjudged + cancelled; cancelled: before it was judged, as a duplicate or taken back.",
        zh: "受理 = 有效 + 无效 + 未判定 + 取消；取消指判定前撤回或重复登记。"),
      Words(
        "--as-of a day that is not over: as it stands now; another day: as at its end.",
        zh: "--as-of 为当天时按当前时刻计，其他日期按当日终了计。"),
      Words(
        "year_before: received in the same days one year earlier.", zh: "year_before：上年同期受理数。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let dimension = arguments[by] ?? .category
    let kind = arguments[TicketReport.kind]
    let database = try context.openForReading()
    let question = try TicketReport.question(arguments, &context, database)
    let tallies = try tallies(by: dimension, kind: kind, question, database)
    var report = TicketReport.report(Words("Tickets", zh: "工单月报"), question, context)
    report.fields = fields(dimension, context)
    try fill(&report, with: tallies, by: dimension, context)
    if kind == nil, try tallies.total().unjudged > 0 {
      report.heading.notes.append(
        context.words("only complaints have to be judged", "仅投诉须判定是否有效，其他类型可不判定"))
    }
    if kind == "complaint", context.format.isForPeople {
      try makeForm(of: &report, question, database, context)
    }
    try context.show(report)
  }

  /// What was received by group, and in the same days a year earlier.
  private struct Tallies {
    var now: [String: DeskTally] = [:]
    var before: [String: Int64] = [:]

    func total() throws -> DeskTally {
      var total = DeskTally()
      for tally in now.values { try total.add(tally) }
      return total
    }
  }

  private static func tallies(
    by dimension: PivotDimension, kind: String?, _ question: MetricQuestion, _ database: Database
  ) throws -> Tallies {
    var earlier = question
    earlier.first = question.first.yearBefore
    earlier.last = question.last.yearBefore
    var tallies = Tallies()
    for (label, tally) in try database.desk(by: dimension, kind: kind, earlier) {
      let label = later(label, dimension)
      tallies.before[label] = tally.received
      tallies.now[label] = DeskTally()
    }
    for (label, tally) in try database.desk(by: dimension, kind: kind, question) { tallies.now[label] = tally }
    return tallies
  }

  private static func fields(_ dimension: PivotDimension, _ context: Context) -> [OutputField] {
    [
      context.column(dimension.rawValue, dimension.title.zh, .text), context.column("received", "受理", .integer),
      context.column("valid", "有效", .integer), context.column("invalid", "无效", .integer),
      context.column("unjudged", "未判定", .integer), context.column("cancelled", "取消", .integer),
      context.column("handled", "已处理", .integer), context.column("open", "未结", .integer),
      context.column("overdue", "超时未结", .integer), context.column("mean_hours", "平均处理小时", .fixed(scale: 2)),
      context.column("year_before", "上年同期", .integer),
    ]
  }

  /// Adds the rows, their total and the chart over time.
  private static func fill(
    _ report: inout Report, with tallies: Tallies, by dimension: PivotDimension, _ context: Context
  ) throws {
    func row(_ label: String, _ tally: DeskTally, _ before: Int64) throws -> [OutputValue] {
      [
        .text(label), .integer(tally.received), .integer(tally.valid), .integer(tally.invalid),
        .integer(tally.unjudged), .integer(tally.cancelled),
        .integer(tally.handled), .integer(tally.open), .integer(tally.overdue),
        try tally.meanHours().map { .decimal($0) } ?? .null, .integer(before),
      ]
    }
    func shown(_ label: String) -> String { TicketReport.label(label, of: dimension, context) }
    let labels = dimension.ordered(tallies.now.keys)
    if labels.isEmpty { return }
    for label in labels {
      report.rows.append(
        try row(shown(label), tallies.now[label] ?? DeskTally(), tallies.before[label] ?? 0))
    }
    report.rows.append(
      try row(context.label("total", "合计"), tallies.total(), tallies.before.values.reduce(0, +)))
    if !dimension.isTime || labels.count > ReportOptions.mostBars { return }
    report.heading.charts = [
      Chart(
        title: context.words("Received, and the year before", "受理数与上年同期"),
        .trend(
          labels: labels.map(shown),
          lines: [
            Chart.Line(context.words("received", "受理"), labels.map { tallies.now[$0]?.received ?? 0 }),
            Chart.Line(context.words("year before", "上年同期"), labels.map { tallies.before[$0] ?? 0 }),
          ]))
    ]
  }

  /// As complaints it is a paper of the quality system, with number and version.
  private static func makeForm(
    of report: inout Report, _ question: MetricQuestion, _ database: Database, _ context: Context
  ) throws {
    let form = QualityForm.monthly
    report.heading.title = form.title[context.language]
    let part = try question.scope.flatMap {
      try database.text("SELECT name FROM org WHERE code = ?1", [.text($0)])
    }
    let issuer = try part ?? database.issuer(ofRoom: nil)
    if !issuer.isEmpty {
      report.heading.parameters.insert((context.words("Issued by", "编制单位"), issuer), at: 0)
    }
    report.heading.notes.append(
      context.words(
        "Prepared by, date: ____________    Approved by, date: ____________",
        "编制人、日期：____________    审批人、日期：____________"))
    report.heading.notes += form.footer(try database.settings(), context.language)
      .split(separator: "\n").map(String.init)
  }

  /// A label of the year before as this year's, where labels name years.
  private static func later(_ label: String, _ dimension: PivotDimension) -> String {
    switch dimension {
    case .month: Period(label).map { $0.adding(12).description } ?? label
    case .week: Int(label.prefix(4)).map { padded($0 + 1, 4) + label.dropFirst(4) } ?? label
    default: label
    }
  }
}
