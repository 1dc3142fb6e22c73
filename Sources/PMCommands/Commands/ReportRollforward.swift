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
    options: [period], examples: [
      "pm report rollforward --period 2026-10", "pm report rollforward --period 2026-10 --scope YG",
    ],
    notes: [
      Words(
        "Received goes by posting date; each closing is the next period's opening.",
        zh: "实收按记账日期计；本期期末即下期期初。")
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let period = try arguments.require(period)
    let language = context.language
    func field(_ name: String, _ zh: String, _ kind: OutputField.Kind = .money) -> OutputField {
      OutputField(name: name, title: Words(name, zh: zh)[language], kind: kind)
    }
    var report = Report(
      title: Words("Roll-forward of receivables", zh: "应收滚动表")[language],
      parameters: [(Words("Period", zh: "账期")[language], "\(period)")] + context.scopeParameter,
      fields: [
        field("fee", "费用编码", .plain), field("opening", "期初"), field("charged", "本期应收"),
        field("late", "违约金"), field("received", "实收"), field("waived", "减免"),
        field("written_off", "坏账"), field("closing", "期末"),
      ])
    let orgs = try context.scopeOrgs()
    for (fee, figures) in try context.openForReading().rollForward(of: period, orgs: orgs) {
      report.rows.append([
        .plain(fee), .money(figures.opening.minor), .money(figures.charged.minor),
        .money(figures.late.minor), .money(figures.received.minor), .money(figures.waived.minor),
        .money(figures.writtenOff.minor), .money(try figures.closing().minor),
      ])
    }
    try context.show(report)
  }
}
