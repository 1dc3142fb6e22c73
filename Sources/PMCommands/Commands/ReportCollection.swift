// `pm report collection`: how much of what was billed came in, and how much of earlier arrears.
import PMCore
import PMFormat
import PMStore

/// `pm report collection`: billed, received and rate; earlier arrears, recovered and rate.
enum ReportCollection: Command {
  static let spec = CommandSpec(
    "report collection",
    Words("Billed, received and rate; arrears recovered.", zh: "收缴率与清欠率：应收、实收、清欠。"),
    options: [ReportOptions.from, ReportOptions.to, ReportOptions.period, ReportOptions.by],
    examples: [
      "pm report collection --period 2026-10 --as-of 2026-11-20",
      "pm report collection --from 2026-08-01 --to 2026-10-31 --by community --format html",
    ],
    notes: [
      Words(
        "Bills by period, without late fees and deposits, less void, corrected and waived; received by posting date through --as-of.",
        zh: "应收按账期，不含违约金与押金，扣除作废、更正与减免；实收按记账日期计至 --as-of。"),
      Words(
        "opening: open of earlier periods before the range, without late fees, too; recovered: received on it since. posted: all receipts within the range, late fees included, as in report rollforward.",
        zh: "opening 为期初往期欠费（同样不含违约金），recovered 为此后收回；posted 为期内全部实收（含违约金），与 report rollforward 一致。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let range = try ReportOptions.range(arguments)
    let dimension = arguments[ReportOptions.by] ?? .fee
    let question = CollectionQuestion(
      from: range.first, to: range.last, asOf: try context.today(), orgs: try context.scopeOrgs())
    let database = try context.openForReading()
    var report = Report(
      title: context.words("Collection", "收缴率报表"),
      parameters: context.rangeParameters(range.first, range.last, asOf: question.asOf) + context.scopeParameter,
      fields: context.groupColumns(dimension) + [
        context.column("billed", "应收", .money), context.column("received", "实收", .money),
        context.column("rate", "收缴率", .fixed(scale: 4)), context.column("opening", "期初往欠", .money),
        context.column("recovered", "清欠", .money), context.column("recovery_rate", "清欠率", .fixed(scale: 4)),
        context.column("posted", "期内实收合计", .money),
      ])
    var points: [Chart.Point] = []
    for figures in try database.collection(question, by: database.groups(by: dimension)) {
      let rate = try rate(figures.received, of: figures.billed)
      if case .decimal(let units) = rate { points.append(figures.group.point(units)) }
      report.rows.append([
        .plain(figures.group.code), .text(figures.group.name), .money(figures.billed),
        .money(figures.received), rate, .money(figures.opening), .money(figures.recovered),
        try PMCommands.rate(figures.recovered, of: figures.opening), .money(figures.posted),
      ])
    }
    // Four decimals are percent with two.
    report.heading.charts = ReportOptions.bars(
      context.words("Collection rate, in percent", "收缴率，百分比"), points, unit: "%")
    try report.addTotal(of: ["billed", "received", "opening", "recovered", "posted"], context)
    try report.addTotalRate("rate", "received", of: "billed")
    try report.addTotalRate("recovery_rate", "recovered", of: "opening")
    try context.show(report)
  }
}
