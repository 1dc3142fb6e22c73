// `pm report prepayment`: what customers have paid ahead and no bill has taken.
import PMCore
import PMFormat
import PMStore

/// `pm report prepayment`: the balance of each customer and earmark, or the sums by company or place.
enum ReportPrepayment: Command {
  static let spec = CommandSpec(
    "report prepayment",
    Words("Prepayment by customer and earmark.", zh: "预收款余额：按客户与专项费用。"),
    options: [ReportOptions.by],
    examples: [
      "pm report prepayment --as-of 2026-11-20",
      "pm report prepayment --as-of 2026-11-20 --by company",
      "pm report prepayment --as-of 2026-11-20 --format html --output prepayment.html",
    ],
    notes: [
      Words(
        "By posting date. An empty fee is prepayment for any bill.", zh: "按记账日期计。费用为空即未指定用途。"),
      Words(
        "--by company: the balances of liabilities:prepayment:COMPANY in the ledger. A centre, community or building has what was paid for its rooms, and of what was paid for none that of customers whose homes all lie there; the rest is in the row without a group.",
        zh:
          "--by company 与账簿 liabilities:prepayment:公司 一致。管理中心、楼盘、楼宇含为其房间所收的预收；未指明房间的，归入客户全部房产所在之处；其余列于无分组的一行。"
      ),
      Words(
        "--scope below a company also has what its company holds for customers with a home there, or with none at all.",
        zh: "--scope 为公司以下组织时，含其公司为在此有房产或尚无房产的客户所持的预收。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let day = try context.today()
    let orgs = try context.scopeOrgs()
    let database = try context.openForReading()
    var report = Report(
      title: context.words("Prepayment", "预收款余额表"),
      parameters: [(context.words("As of", "截至"), "\(day)")] + context.scopeParameter, fields: [])
    if let dimension = arguments[ReportOptions.by] {
      report.fields = context.groupColumns(dimension) + amounts(context)
      var points: [Chart.Point] = []
      for row in try database.prepaid(asOf: day, orgs: orgs, by: database.groups(by: dimension)) {
        let balance = try row.paid.adding(-row.used)
        report.rows.append([
          .plain(row.group.code), .text(row.group.name), .money(row.paid.minor),
          .money(row.used.minor), .money(balance.minor),
        ])
        points.append(row.group.point(balance.minor))
      }
      report.heading.charts = ReportOptions.bars(context.words("Balance", "余额"), points)
    } else {
      try fill(&report, try database.prepaid(asOf: day, orgs: orgs), context)
    }
    try report.addTotal(of: ["paid", "used", "balance"], context)
    try context.show(report)
  }

  private static func amounts(_ context: Context) -> [OutputField] {
    [
      context.column("paid", "预收", .money), context.column("used", "已用", .money),
      context.column("balance", "余额", .money),
    ]
  }

  /// A row for each customer, earmark and company, and the sums by earmark over them.
  private static func fill(
    _ report: inout Report, _ rows: [PrepaymentRow], _ context: Context
  ) throws {
    report.fields =
      [
        context.column("customer", "客户编号", .plain), context.column("name", "客户名称", .text),
        context.column("fee", "专项费用", .plain),
      ] + amounts(context) + [
        context.column("oldest", "最早收款日", .plain),
        context.column("for_from", "限用起始账期", .plain), context.column("for_to", "限用截止账期", .plain),
        context.column("company", "公司", .plain),
      ]
    var total = Money.zero
    var earmarks: [(fee: String, sum: Money)] = []
    for row in rows {
      let balance = try row.paid.adding(-row.used)
      total = try total.adding(balance)
      let fee = row.fee ?? ""
      if let place = earmarks.firstIndex(where: { $0.fee == fee }) {
        earmarks[place].sum = try earmarks[place].sum.adding(balance)
      } else {
        earmarks.append((fee, balance))
      }
      report.rows.append([
        .plain(row.customer), .text(row.name), row.fee.map { .plain($0) } ?? .null,
        .money(row.paid.minor), .money(row.used.minor), .money(balance.minor), .plain("\(row.oldest)"),
        row.from.map { .plain("\($0)") } ?? .null, row.to.map { .plain("\($0)") } ?? .null,
        row.company.map { .plain($0) } ?? .null,
      ])
    }
    earmarks.sort { NaturalKey.of($0.fee) < NaturalKey.of($1.fee) }
    let free = context.words("free", "未指定")
    report.heading.parameters.append((context.words("Total", "合计"), total.description))
    for (fee, sum) in earmarks {
      report.heading.parameters.append((fee.isEmpty ? free : fee, sum.description))
    }
    report.heading.charts = ReportOptions.bars(
      context.words("By earmark", "按用途"),
      earmarks.map { Chart.Point($0.fee.isEmpty ? free : $0.fee, $0.sum.minor) })
  }
}
