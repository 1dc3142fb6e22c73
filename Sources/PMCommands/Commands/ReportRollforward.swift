// `pm report rollforward`: a month's opening, what came and went, its closing.
import PMCore
import PMFormat
import PMStore

/// `pm report rollforward`: per fee, how the arrears of a period came about.
enum ReportRollforward: Command {
  static let period = Option(
    "period", "YYYY-MM", Words("The period.", zh: "账期。"), parse: Period.init(_:))
  static let spec = CommandSpec(
    "report rollforward",
    Words("Per fee: opening, charged, received, closing.", zh: "应收滚动表：按收费项目列期初、应收、实收、期末。"),
    options: [period, ReportOptions.by],
    examples: [
      "pm report rollforward --period 2026-10", "pm report rollforward --period 2026-10 --scope YG",
      "pm report rollforward --period 2026-10 --by centre",
    ],
    notes: [
      Words(
        "Received goes by posting date; each closing is the next period's opening.",
        zh: "实收按记账日期计；本期期末即下期期初。"),
      Words(
        "--by: a row for each fee within each company, centre, community …",
        zh: "--by：按公司、管理中心、楼盘等分列，每项费用一行。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let period = try arguments.require(period)
    // By fee it is told apart in any case.
    let dimension = arguments[ReportOptions.by].flatMap { $0 == .fee ? nil : $0 }
    var report = Report(
      title: context.words("Roll-forward of receivables", "应收滚动表"),
      parameters: [(context.words("Period", "账期"), "\(period)")] + context.scopeParameter,
      fields: (dimension.map { context.groupColumns($0) } ?? []) + [
        context.column("fee", "费用编码", .plain), context.column("opening", "期初"),
        context.column("charged", "本期应收"), context.column("late", "违约金"),
        context.column("received", "实收"), context.column("waived", "减免"),
        context.column("written_off", "坏账"), context.column("closing", "期末"),
      ])
    let orgs = try context.scopeOrgs()
    let database = try context.openForReading()
    if let dimension {
      let groups = try database.groups(by: dimension)
      for row in try database.rollForward(of: period, orgs: orgs, by: groups) {
        report.rows.append(
          [.plain(row.group.code), .text(row.group.name)] + (try cells(row.fee, row.figures)))
      }
    } else {
      for (fee, figures) in try database.rollForward(of: period, orgs: orgs) {
        report.rows.append(try cells(fee, figures))
      }
    }
    try context.show(report)
  }

  private static func cells(_ fee: String, _ figures: RollForward) throws -> [OutputValue] {
    [
      .plain(fee), .money(figures.opening.minor), .money(figures.charged.minor),
      .money(figures.late.minor), .money(figures.received.minor), .money(figures.waived.minor),
      .money(figures.writtenOff.minor), .money(try figures.closing().minor),
    ]
  }
}
