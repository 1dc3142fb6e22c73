// `pm report awards`: communities ranked by the key figures that they reached in a year.
import PMCore
import PMFormat
import PMStore

/// `pm report awards`: the target of each figure is the threshold.
enum ReportAwards: Command {
  static let year = Option(
    "year", "YYYY", Words("The year of the awards.", zh: "评选年度。"), in: 1900...9998)
  static let kpi = Option(
    "kpi", "ID", Words("A figure that counts; repeat for several (all with a target).", zh: "参评指标，可重复（默认为全部有目标的指标）。"),
    repeatable: true, choices: Metric.catalogue.map(\.id)
  ) { id in Metric.catalogue.contains { $0.id == id } ? id : nil }

  static let spec = CommandSpec(
    "report awards", Words("Communities ranked by the targets they reached.", zh: "年度评优：楼盘按达标情况排名。"),
    options: [year, kpi],
    examples: [
      "pm report awards --year 2026",
      "pm report awards --year 2026 --kpi callback_rate --kpi repair_timeliness --scope CO1",
    ],
    notes: [
      Words(
        "Ranked by figures that reach their target, then by the fewest that miss it; equals share a rank.",
        zh: "先按达标数、再按未达标数最少排名；相同者并列。"),
      Words(
        "award: every chosen figure has a value and a target, and reaches it.",
        zh: "award：所选指标均有值、有目标且全部达标。"),
    ], takesScope: true)

  private struct Standing {
    let community: String
    var values: [String: MetricFigure] = [:]
    var met = 0
    var missed = 0
  }

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let year = try arguments.require(year)
    guard let first = Day(year: year, month: 1, day: 1), let last = Day(year: year, month: 12, day: 31)
    else { return }
    let database = try context.openForReading()
    var question = try TicketReport.question(from: first, to: last, &context, database)
    question.dimension = .community
    let chosen = Set(arguments.all(kpi))
    question.metrics = question.answerable.filter { chosen.isEmpty || chosen.contains($0.id) }

    var standings: [Standing] = []
    for figure in try database.figures(question) where !figure.group.isEmpty {
      if standings.last?.community != figure.group {
        standings.append(Standing(community: figure.group))
      }
      let isMet = try figure.isMet()
      standings[standings.count - 1].values[figure.metric.id] = figure
      if isMet == true { standings[standings.count - 1].met += 1 }
      if isMet == false { standings[standings.count - 1].missed += 1 }
    }
    // Without a choice those figures count for which somebody has a target.
    let metrics = question.metrics.filter { metric in
      !chosen.isEmpty || standings.contains { $0.values[metric.id]?.metric.goal.value != nil }
    }
    let ranked = standings.enumerated().sorted { left, right in
      (right.element.met, left.element.missed, left.offset)
        < (left.element.met, right.element.missed, right.offset)
    }.map(\.element)
    try context.show(report(ranked, metrics, question, context))
  }

  private static func report(
    _ ranked: [Standing], _ metrics: [Metric], _ question: MetricQuestion, _ context: Context
  ) throws -> Report {
    var report = TicketReport.report(Words("Awards", zh: "年度评优"), question, context)
    report.fields = [
      context.column("rank", "名次", .integer), context.column("community", "楼盘", .code),
      context.column("met", "达标", .integer), context.column("missed", "未达标", .integer),
      context.column("award", "获奖", .boolean),
    ]
    report.fields += metrics.map {
      OutputField(name: $0.id, title: $0.names[context.language], kind: .fixed(scale: 4))
    }
    var rank = 0
    for (place, standing) in ranked.enumerated() {
      let above = place > 0 ? ranked[place - 1] : nil
      if above?.met != standing.met || above?.missed != standing.missed { rank = place + 1 }
      report.rows.append(
        [
          .integer(Int64(rank)), .text(standing.community), .integer(Int64(standing.met)),
          .integer(Int64(standing.missed)),
          .boolean(!metrics.isEmpty && standing.met == metrics.count),
        ]
          + (try metrics.map { metric in
            try standing.values[metric.id]?.value().map { .decimal($0) } ?? .null
          }))
    }
    if context.format.isForPeople {
      // A column in which nothing stands takes the room of others.
      let silent = try metrics.filter { metric in
        try ranked.allSatisfy { try $0.values[metric.id]?.value() == nil }
      }
      report = report.withoutEmpty(Set(silent.map(\.id)))
      if !silent.isEmpty {
        report.heading.notes.append(
          context.words("Nothing to count: ", "无数据：")
            + silent.map { $0.names[context.language] }.joined(separator: context.words(", ", "、")))
      }
    }
    if !ranked.isEmpty, ranked.count <= ReportOptions.mostBars {
      report.heading.charts = [
        Chart(
          title: context.words("Targets reached", "达标数"),
          .bar(ranked.map { Chart.Point($0.community, Int64($0.met), isCode: true) }))
      ]
    }
    return report
  }
}
