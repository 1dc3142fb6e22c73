// `pm export invoice-requests`: what the program that issues tax invoices has to be told.
import PMCore
import PMFormat
import PMStore

/// `pm export invoice-requests`: lines not yet invoiced, by customer, with net, rate and tax.
enum ExportInvoiceRequests: Command {
  static let customer = Option(
    "customer", "CODE", Words("Only of this customer.", zh: "只列此客户。"))
  static let paid = Flag("paid", Words("Only lines on which nothing is open.", zh: "只列已结清的账单。"))

  static let spec = CommandSpec(
    "export invoice-requests",
    Words("Write the lines that are to be invoiced.", zh: "导出待开票明细。"),
    options: [ReportOptions.from, ReportOptions.to, ReportOptions.period, customer, paid],
    examples: [
      "pm export invoice-requests --period 2026-10 --output requests.csv",
      "pm export invoice-requests --period 2026-10 --paid --reveal --output requests.csv",
    ],
    notes: [
      Words(
        "By posting date. Deposits, untaxed lines and what is collected for others are left out; credit lines and waivers are taken off, and a line that is negative of itself (a late fee taken back, a meter that was estimated too high) is negative here. The numbers come back by pm bill invoice.",
        zh: "按记账日期。不含押金、不征税与代收代付；已扣除红字与减免；自身为负的账单（冲回的违约金、多估的抄表）列为负数。发票号由 pm bill invoice 登记。"),
      Words(
        "Tax numbers and e-mails are masked. With --reveal they are whole, and the file is readable by its owner only.",
        zh: "税号与邮箱默认掩码。加 --reveal 为完整值，文件仅属主可读。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let range = try ReportOptions.range(arguments)
    let orgs = try context.scopeOrgs()
    let zone = try context.databaseZone()
    let question = InvoiceQuestion(
      from: range.first, to: range.last,
      customer: try arguments[customer].map {
        try context.openForReading().row(of: Customer.record, code: $0, zone: zone)
      }, paidOnly: arguments[paid], orgs: orgs)
    var bills: [Int64] = []
    if context.common.reveal {
      try context.openForReading().forEachInvoiceRequest(question) { bills.append($0.bill) }
    }
    let reveals = try context.mayReveal(
      Customer.record.columns, of: RecordQuery(rows: bills, of: Bill.record))
    let database = try context.openForReading()
    let sink = try context.sink(
      [
        context.column("customer", "客户编号", .plain), context.column("title", "发票抬头", .text),
        context.column("tax_id", "税号", .text), context.column("email", "收票邮箱", .text),
        context.column("bill", "账单号", .plain), context.column("room", "房号", .plain),
        context.column("fee", "费用编码", .plain), context.column("item", "项目名称", .text),
        context.column("period", "账期", .plain), context.column("from", "开始日期", .plain),
        context.column("to", "结束日期", .plain), context.column("tax_method", "计税方式", .plain),
        context.column("net", "不含税金额", .money), context.column("tax_rate", "税率", .decimal(scale: 8)),
        context.column("tax", "税额", .money), context.column("gross", "价税合计", .money),
      ], isPrivate: reveals)
    try database.forEachInvoiceRequest(question) { row in
      let net = try row.gross.adding(-row.tax)
      try sink.row([
        .plain(row.customer), .text(row.title),
        row.taxID.map { .text(reveals ? $0 : masked($0, head: 3, tail: 4)) } ?? .null,
        row.email.map { .text(reveals ? $0 : maskedEmail($0)) } ?? .null,
        .plain(Bill.number.kind.text(row.bill, .standard)), row.room.map { .plain($0) } ?? .null,
        .plain(row.fee),
        .text(row.isLate ? row.feeName + context.words(", late fee", "违约金") : row.feeName),
        .plain("\(row.period)"), .plain("\(row.from)"), .plain("\(row.to)"),
        .plain(row.method.rawValue), .money(net.minor), .decimal(row.rate.units),
        .money(row.tax.minor), .money(row.gross.minor),
      ])
    }
  }

  /// `z***@example.com`.
  private static func maskedEmail(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@") else { return masked(text, head: 1, tail: 0) }
    return masked(String(text[..<at]), head: 1, tail: 0) + text[at...]
  }
}
