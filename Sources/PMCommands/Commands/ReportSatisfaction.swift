// `pm report satisfaction`: what customers said when they were called back.
import PMCore
import PMFormat
import PMStore

/// `pm report satisfaction`: scores of callbacks by department, person, month or any property.
enum ReportSatisfaction: Command {
  static let by = TicketReport.by(.department)

  static let spec = CommandSpec(
    "report satisfaction", Words("Scores of callbacks.", zh: "回访满意度。"),
    options: [by] + TicketReport.choice,
    examples: [
      "pm report satisfaction --period 2026-10 --by assignee",
      "pm report satisfaction --by month --kind repair --from 2026-01-01 --to 2026-12-31",
    ],
    notes: [
      Words(
        "Callbacks count by their own day; only those that reached the customer have a score.",
        zh: "回访按回访日计；只有接通的回访才有评分。")
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let dimension = arguments[by] ?? .department
    let database = try context.openForReading()
    let question = try TicketReport.question(arguments, &context, database)
    let groups = try database.scores(
      by: dimension, kind: arguments[TicketReport.kind], question)
    var report = TicketReport.report(Words("Satisfaction", zh: "满意度"), question, context)
    report.fields = [
      context.column(dimension.rawValue, dimension.title.zh, .text), context.column("calls", "回访数", .integer),
      context.column("reached", "接通数", .integer), context.column("scored", "评分数", .integer),
      context.column("mean", "平均分", .fixed(scale: 2)), context.column("satisfied", "满意率", .fixed(scale: 4)),
      context.column("dissatisfied", "不满意率", .fixed(scale: 4)),
    ]
    report.fields += (1...5).map { context.column("score_\($0)", "\($0) 分", .integer) }
    func satisfied(_ tally: ScoreTally) throws -> OutputValue {
      try rate(tally.scores[3] + tally.scores[4], of: tally.scored)
    }
    func row(_ label: String, _ tally: ScoreTally) throws -> [OutputValue] {
      [
        .text(label), .integer(tally.calls), .integer(tally.reached), .integer(tally.scored),
        try rate(tally.sum, of: tally.scored, scale: 2), try satisfied(tally),
        try rate(tally.scores[0] + tally.scores[1], of: tally.scored),
      ] + tally.scores.map { .integer($0) }
    }
    var points: [Chart.Point] = []
    var total = ScoreTally()
    for (label, tally) in groups {
      let shown = TicketReport.label(label, of: dimension, context)
      total.add(tally)
      report.rows.append(try row(shown, tally))
      if case .decimal(let share) = try satisfied(tally) { points.append(Chart.Point(shown, share)) }
    }
    if !groups.isEmpty { report.total = try row(context.words("Total", "合计"), total) }
    // Four decimals are percent with two.
    report.heading.charts = ReportOptions.bars(
      context.words("Scored 4 or 5, in percent", "4–5 分占比，百分比"), points, unit: "%")
    try context.show(report)
  }
}
