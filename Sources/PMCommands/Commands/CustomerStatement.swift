// `pm customer statement`: a customer's account over a range of days.
import PMCore
import PMFormat
import PMStore

/// `pm customer statement CODE…`: opening, bills, payments, late fees, closing.
enum CustomerStatement: Command {
  static let code = Argument("CODE", Words("Customers' codes.", zh: "客户编号。"), .oneOrMore)

  static let spec = CommandSpec(
    "customer statement",
    Words("Print a statement of account.", zh: "打印客户对账单。"),
    arguments: [code], options: [ReportOptions.from, ReportOptions.to, ReportOptions.period],
    examples: [
      "pm customer statement Y001 --from 2026-08-01 --to 2026-11-30 --lang zh",
      "pm customer statement Y001 Y002 --from 2026-01-01 --to 2026-12-31 --format html --output statements.html",
    ],
    notes: [
      Words(
        "Bills by the day of issue, payments by their own day; the balance is what is owed less what was paid ahead.",
        zh: "账单按出账日期，收款按收款日期；余额为欠费减预收。"),
      Words("Phones are masked without --reveal.", zh: "电话默认遮盖，--reveal 显示。"),
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    _ = try context.papersAreHTML()
    let range = try ReportOptions.range(arguments)
    let reveals = try context.mayReveal(Customer.record.columns)
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let settings = try database.settings()
    let issuers = try database.issuers()
    let words = PaperWords(language: context.language)
    let papers = try arguments.all(code).map { code -> Paper in
      let row = try database.row(of: Customer.record, code: code, zone: zone)
      guard let holder = try database.accountHolder(row) else {
        throw Failure.fault("a customer was lost")
      }
      return try AccountStatement(
        holder: holder, issuer: issuers.issuer(community: holder.community), first: range.first,
        last: range.last, opening: database.accountBalance(of: row, before: range.first),
        entries: database.accountEntries(of: row, from: range.first, through: range.last),
        currency: settings["currency"], contact: settings["paper.contact"],
        phone: context.shownPhone(holder.phone, reveals)
      ).paper(words)
    }
    try context.papers(title: words("Statements", "对账单"), isPrivate: reveals) { add in
      for paper in papers { try add(paper) }
    }
  }
}
