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
        "Share and cumulative share are of all tickets of the range, also with --top.",
        zh: "占比与累计占比按范围内全部工单计算，--top 不影响。")
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let dimension = arguments[by] ?? .category
    let database = try context.openForReading()
    let question = try TicketReport.question(arguments, &context, database)
    let pivot = try database.pivot(
      .count, rows: dimension, columns: nil, kind: arguments[TicketReport.kind], question)
    var report = TicketReport.report(Words("Focus", zh: "焦点问题"), question, context)
    report.fields = [
      TicketReport.field("rank", "名次", .integer, context),
      TicketReport.field(dimension.rawValue, dimension.title.zh, .text, context),
      TicketReport.field("count", "工单数", .integer, context),
      TicketReport.field("share", "占比", .fixed(scale: 4), context),
      TicketReport.field("cumulative", "累计占比", .fixed(scale: 4), context),
    ]
    // The natural order stays among equals.
    let ranked = pivot.rows(dimension).map { ($0, pivot.total(row: $0).above) }
      .filter { $0.1 > 0 }.enumerated()
      .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map(\.element)
    var sum: Int64 = 0
    var points: [Chart.Point] = []
    for (place, (label, count)) in ranked.prefix(arguments[top] ?? .max).enumerated() {
      sum += count
      func share(_ part: Int64) throws -> OutputValue {
        .decimal(try Ratio(part, over: pivot.total.above).rounded(.halfUp, scale: 4))
      }
      report.rows.append([
        .integer(Int64(place + 1)), .text(label), .integer(count), try share(count),
        try share(sum),
      ])
      if points.count < 20 { points.append(Chart.Point(label.isEmpty ? "-" : label, count)) }
    }
    if !points.isEmpty {
      report.heading.charts = [Chart(title: dimension.title[context.language], .pareto(points, rest: pivot.total.above - points.map(\.value).reduce(0, +)))]
    }
    try context.show(report)
  }
}
