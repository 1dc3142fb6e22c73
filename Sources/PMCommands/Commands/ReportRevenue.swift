// `pm report revenue`: what was charged, with the tax in it.
import PMCore
import PMFormat
import PMStore

/// `pm report revenue`: amount, tax and net by fee and tax rate.
enum ReportRevenue: Command {
  static let spec = CommandSpec(
    "report revenue",
    Words("Revenue by fee: amount, tax, net.", zh: "收入报表：按收费项目列含税金额、税额、不含税金额。"),
    options: [ReportOptions.from, ReportOptions.to, ReportOptions.period, ReportOptions.by],
    examples: [
      "pm report revenue --from 2026-10-01 --to 2026-10-31",
      "pm report revenue --period 2026-10 --by community",
    ],
    notes: [
      Words(
        "Bills and late fees by posting date; no deposits, and nothing that is collected for others.",
        zh: "账单与违约金按记账日期计；不含押金与代收代付。")
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let range = try ReportOptions.range(arguments)
    let orgs = try context.scopeOrgs()
    let database = try context.openForReading()
    let dimension = arguments[ReportOptions.by]
    let rows =
      try dimension.map {
        try database.revenue(
          from: range.first, through: range.last, orgs: orgs, by: database.groups(by: $0))
      } ?? database.revenue(from: range.first, through: range.last, orgs: orgs)
    var report = Report(
      title: context.words("Revenue", "收入报表"),
      parameters: context.rangeParameters(range.first, range.last) + context.scopeParameter,
      fields: context.groupColumns(dimension ?? .fee)
        + (dimension == nil ? [context.column("tax_rate", "税率", .decimal(scale: 8))] : []) + [
          context.column("lines", "笔数", .integer), context.column("amount", "含税金额", .money),
          context.column("tax", "税额", .money), context.column("net", "不含税金额", .money),
        ] + (dimension == nil ? [context.column("tax_method", "计税方式", .plain)] : []))
    var points: [Chart.Point] = []
    var (amount, tax) = (Money.zero, Money.zero)
    for row in rows {
      let net = try row.amount.adding(-row.tax)
      (amount, tax) = (try amount.adding(row.amount), try tax.adding(row.tax))
      report.rows.append(
        [.plain(row.group.code), .text(row.group.name)]
          + (row.taxRate.map { [.decimal($0.units)] } ?? []) + [
            .integer(row.lines), .money(row.amount.minor), .money(row.tax.minor), .money(net.minor),
          ] + (row.taxMethod.map { [.plain($0)] } ?? []))
      points.append(row.group.point(net.minor))
    }
    report.heading.parameters += [
      (context.words("Amount", "含税金额"), amount.description),
      (context.words("Tax", "税额"), tax.description),
      (context.words("Net", "不含税金额"), try amount.adding(-tax).description),
    ]
    report.heading.charts = ReportOptions.bars(context.words("Net", "不含税金额"), points)
    try report.addTotal(of: ["lines", "amount", "tax", "net"], context)
    try context.show(report)
  }
}
