// `pm report cash`: what came in each day, by method and cashier.
import PMCore
import PMFormat
import PMStore

/// `pm report cash`: the receipts of each day by method and cashier.
enum ReportCash: Command {
  static let spec = CommandSpec(
    "report cash",
    Words("Daily receipts by method and cashier.", zh: "收款日报：按日、收款方式、收银员。"),
    options: [ReportOptions.from, ReportOptions.to, ReportOptions.period],
    examples: [
      "pm report cash --from 2026-10-01 --to 2026-10-31",
      "pm report cash --period 2026-10 --format html --output cash.html",
    ],
    notes: [
      Words(
        "By posting date: money of a closed month counts in the first open one.",
        zh: "按记账日期：补录已结账月份的收款计入首个未结账月。"),
      Words(
        "paid_back: payments reversed and prepayment refunded that day.", zh: "paid_back：当日冲销的收款与退还的预收。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let range = try ReportOptions.range(arguments)
    let orgs = try context.scopeOrgs()
    let rows = try context.openForReading().cash(from: range.first, through: range.last, orgs: orgs)
    var report = Report(
      title: context.words("Daily receipts", "收款日报表"),
      parameters: context.rangeParameters(range.first, range.last) + context.scopeParameter,
      fields: [
        context.column("day", "日期", .plain), context.column("method", "收款方式", .plain),
        context.column("cashier", "收银员", .text), context.column("payments", "笔数", .integer),
        context.column("received", "收款", .money), context.column("paid_back", "退款与冲销", .money),
        context.column("net", "净额", .money),
      ])
    var total = Money.zero
    var days: [(day: Day, amount: Money)] = []
    var methods: [String: Money] = [:]
    for row in rows {
      let net = try row.received.adding(-row.paidBack)
      total = try total.adding(net)
      methods[row.method] = try (methods[row.method] ?? .zero).adding(net)
      if let last = days.last, last.day == row.day {
        days[days.count - 1].amount = try last.amount.adding(net)
      } else {
        days.append((row.day, net))
      }
      report.rows.append([
        .plain("\(row.day)"), .plain(context.method(row.method)), row.cashier.map { .text($0) } ?? .null,
        .integer(row.count), .money(row.received.minor), .money(row.paidBack.minor),
        .money(net.minor),
      ])
    }
    report.heading.parameters.append((context.words("Total", "合计"), total.description))
    report.heading.charts =
      ReportOptions.bars(
        context.words("By day", "按日"), days.map { Chart.Point("\($0.day)", $0.amount.minor) })
      + ReportOptions.bars(
        context.words("By method", "按收款方式"),
        Payment.methods.compactMap { choice in
          methods[choice.value].map {
            Chart.Point(Words(choice.value, zh: choice.zh)[context.language], $0.minor)
          }
        })
    try report.addTotal(of: ["payments", "received", "paid_back", "net"], context)
    try context.show(report)
  }
}

extension Context {
  /// A way of paying as people read it; the machine formats keep the English word.
  func method(_ value: String) -> String {
    guard format.isForPeople, language == .chinese else { return value }
    return Payment.methods.first { $0.value == value }?.zh ?? value
  }
}
