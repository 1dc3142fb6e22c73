// `pm report rollforward`: a month's opening, what came and went, its closing.
import PMCore
import PMFormat
import PMStore

/// `pm report rollforward`: per fee, how the arrears of a period came about.
enum ReportRollforward: Command {
  static let period = Option(
    "period", "YYYY-MM", Words("The period.", zh: "账期。"), parse: Period.init(_:))
  static let section = Option(
    "section", choices: ["receivables", "deposits"],
    Words("Which section: deposits are none of the receivables.", zh: "哪一部分：押金单列。"),
    default: "receivables")
  static let spec = CommandSpec(
    "report rollforward",
    Words("Per fee: opening, charged, received, closing.", zh: "应收滚动表：按收费项目列期初、应收、实收、期末。"),
    options: [period, section, ReportOptions.by],
    examples: [
      "pm report rollforward --period 2026-10", "pm report rollforward --period 2026-10 --scope YG",
      "pm report rollforward --period 2026-10 --by centre",
      "pm report rollforward --period 2026-10 --section deposits",
    ],
    notes: [
      Words(
        "Received goes by posting date; each closing is the next period's opening.",
        zh: "实收按记账日期计；本期期末即下期期初。"),
      Words(
        "--by: a row for each fee within each company, centre, community …",
        zh: "--by：按公司、管理中心、楼盘等分列，每项费用一行。"),
      Words(
        "Demands of deposits stand in a section of their own, in table and HTML below the receivables; what is held: pm report deposits.",
        zh: "押金应收单列，表格与 HTML 中列于应收之后；在押余额见 pm report deposits。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let period = try arguments.require(period)
    let orgs = try context.scopeOrgs()
    // By fee it is told apart in any case.
    let dimension = arguments[ReportOptions.by].flatMap { $0 == .fee ? nil : $0 }
    if arguments[section] == "deposits" {
      return try context.show(
        table(of: period, deposits: true, orgs: orgs, by: dimension, &context))
    }
    var report = try table(of: period, deposits: false, orgs: orgs, by: dimension, &context)
    let deposits = try table(of: period, deposits: true, orgs: orgs, by: dimension, &context)
    if !deposits.rows.isEmpty { report.sections = [deposits] }
    try context.show(report)
  }

  /// One of the two sections.
  private static func table(
    of period: Period, deposits: Bool, orgs: [Int64]?, by dimension: ReportDimension?,
    _ context: inout Context
  ) throws -> Report {
    var report = Report(
      title: deposits
        ? context.words("Roll-forward of deposits asked for", "押金应收滚动表")
        : context.words("Roll-forward of receivables", "应收滚动表"),
      parameters: [(context.words("Period", "账期"), "\(period)")] + context.scopeParameter,
      fields: (dimension.map { context.groupColumns($0) } ?? []) + [
        context.column("fee", "费用编码", .plain), context.column("opening", "期初", .money),
        context.column("charged", "本期应收", .money), context.column("late", "违约金", .money),
        context.column("received", "实收", .money), context.column("waived", "减免", .money),
        context.column("written_off", "坏账", .money), context.column("closing", "期末", .money),
      ])
    let database = try context.openForReading()
    if let dimension {
      let groups = try database.groups(by: dimension)
      for row in try database.rollForward(of: period, deposits: deposits, orgs: orgs, by: groups) {
        report.rows.append(
          [.plain(row.group.code), .text(row.group.name)] + (try cells(row.fee, row.figures)))
      }
    } else {
      for (fee, figures) in try database.rollForward(of: period, deposits: deposits, orgs: orgs) {
        report.rows.append(try cells(fee, figures))
      }
    }
    try report.addTotal(
      of: ["opening", "charged", "late", "received", "waived", "written_off", "closing"], context)
    return report
  }

  private static func cells(_ fee: String, _ figures: RollForward) throws -> [OutputValue] {
    [
      .plain(fee), .money(figures.opening.minor), .money(figures.charged.minor),
      .money(figures.late.minor), .money(figures.received.minor), .money(figures.waived.minor),
      .money(figures.writtenOff.minor), .money(try figures.closing().minor),
    ]
  }
}
