// `pm report focus`: the few causes behind most of the tickets.
import PMCore
import PMFormat
import PMStore

/// `pm report focus`: groups of tickets from the greatest to the least, with the running share.
enum ReportFocus: Command {
  static let by = Option(
    "by", of: PivotDimension.self, Words("What is ranked.", zh: "按此排序。"), default: .category)
  static let top = Option(
    "top", "N", Words("Only the first N.", zh: "只列前 N 项。"), in: 1...100_000)

  static let spec = CommandSpec(
    "report focus", Words("Pareto of categories, causes or departments.", zh: "焦点问题：帕累托分析。"),
    options: [by, top] + TicketReport.choice,
    examples: [
      "pm report focus --period 2026-10 --kind complaint",
      "pm report focus --by cause --from 2026-01-01 --to 2026-12-31 --top 10 --format html",
    ],
    notes: [
      Words(
        "Counts the tickets that key figures count: neither invalid (also as a duplicate) nor"
          + " cancelled. pm report pivot --measure count counts all of them.",
        zh: "只计指标所计的工单：无效（含重复）与取消的不计；pm report pivot --measure count 计全部工单。"),
      Words(
        "Share and cumulative share are of all tickets counted in the range, also with --top.",
        zh: "占比与累计占比按范围内所计全部工单计算，--top 不影响。"),
      Words(
        "Tickets without the property are the last row, without a rank; for people it says"
          + " \(TicketReport.blank.en).",
        zh: "未填写该项的工单列为末行，不排名次；供人阅读的格式注明“\(TicketReport.blank.zh)”。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let dimension = arguments[by] ?? .category
    let database = try context.openForReading()
    let question = try TicketReport.question(arguments, &context, database)
    let pivot = try database.pivot(
      .count, rows: dimension, columns: nil, kind: arguments[TicketReport.kind], counted: true,
      question)
    var report = TicketReport.report(Words("Focus", zh: "焦点问题"), question, context)
    report.fields = [
      context.column("rank", "名次", .integer),
      context.column(dimension.rawValue, dimension.title.zh, .text),
      context.column("count", "工单数", .integer),
      context.column("share", "占比", .fixed(scale: 4)),
      context.column("cumulative", "累计占比", .fixed(scale: 4)),
    ]
    let ranking = PivotRanking(pivot, dimension)
    var sum: Int64 = 0
    func add(_ rank: Int?, _ label: String, _ count: Int64) throws {
      sum += count
      report.rows.append([
        rank.map { .integer(Int64($0)) } ?? .null,
        .text(TicketReport.label(label, of: dimension, context)), .integer(count),
        try rate(count, of: ranking.total), try rate(sum, of: ranking.total),
      ])
    }
    let limit = arguments[top] ?? .max
    for (place, group) in ranking.named.prefix(limit).enumerated() {
      try add(place + 1, group.label, group.count)
    }
    if ranking.blank > 0, ranking.named.count < limit { try add(nil, "", ranking.blank) }
    if ranking.total > 0 {
      report.heading.charts = [
        Chart(
          title: dimension.title[context.language],
          TicketReport.pareto(ranking, of: dimension, first: min(limit, 20), context))
      ]
    }
    try context.show(report)
  }
}
