// `pm report prepayment`: what customers have paid ahead and no bill has taken.
import PMCore
import PMFormat
import PMStore

/// `pm report prepayment`: the balance of each customer and earmark.
enum ReportPrepayment: Command {
  static let spec = CommandSpec(
    "report prepayment",
    Words("Prepayment by customer and earmark.", zh: "预收款余额：按客户与专项费用。"),
    examples: [
      "pm report prepayment --as-of 2026-11-20",
      "pm report prepayment --as-of 2026-11-20 --format html --output prepayment.html",
    ],
    notes: [
      Words(
        "By posting date. An empty fee is prepayment for any bill.", zh: "按记账日期计。费用为空即未指定用途。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let day = try context.today()
    let rows = try context.openForReading().prepaid(asOf: day)
    var report = Report(
      title: context.words("Prepayment", "预收款余额表"),
      parameters: [(context.words("As of", "截至"), "\(day)")],
      fields: [
        context.column("customer", "客户编号", .plain), context.column("name", "客户名称", .text),
        context.column("fee", "专项费用", .plain), context.column("paid", "预收"),
        context.column("used", "已用"), context.column("balance", "余额"),
        context.column("oldest", "最早收款日", .plain),
        context.column("for_from", "限用起始账期", .plain), context.column("for_to", "限用截止账期", .plain),
      ])
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
    try context.show(report)
  }
}
