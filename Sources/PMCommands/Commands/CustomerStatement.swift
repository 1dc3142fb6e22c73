// `pm customer statement`: a customer's account over a range of days.
import PMCore
import PMFormat
import PMStore

/// `pm customer statement CODE…`: opening, bills, payments, late fees, closing.
enum CustomerStatement: Command {
  static let code = Argument("CODE", Words("Customers' codes.", zh: "客户编号。"), .any)
  static let all = Flag(
    "all", Words("For everybody with an account in these days.", zh: "全部在此期间有往来或余额的客户。"))

  static let spec = CommandSpec(
    "customer statement",
    Words("Print a statement of account.", zh: "打印客户对账单。"),
    arguments: [code], options: [ReportOptions.from, ReportOptions.to, ReportOptions.period, all],
    examples: [
      "pm customer statement Y001 --from 2026-08-01 --to 2026-11-30 --lang zh",
      "pm customer statement Y001 Y002 --from 2026-01-01 --to 2026-12-31 --format html --output statements.html",
      "pm customer statement --scope YG --period 2026-10 --lang zh --output statements.html",
    ],
    notes: [
      Words(
        "Bills by the day of issue, payments by their own day; the balance is what is owed less what was paid ahead.",
        zh: "账单按出账日期，收款按收款日期；余额为欠费减预收。"),
      Words(
        "The customer gets one paper from each company with which he has an account. With --scope, or printed by somebody with a scope, the paper says what it covers if that is less than the company.",
        zh: "客户与几家公司有往来即有几份对账单，一家一份。指定 --scope 或由限定范围的人员打印，且范围小于公司时，注明所含范围。"),
      Words(
        "If the customer also has places outside the scope, such a paper covers only the bills of the scope and what paid them. Its balance is what he owes there; prepayment is on the statement of the whole company.",
        zh: "客户在范围之外另有房产或往来时，此类对账单只列范围内的账单及其核销，余额即其在该范围内的欠费；预收余额见公司的完整对账单。"),
      Words("Phones and other numbers of people are masked without --reveal.", zh: "电话等个人号码默认遮盖，--reveal 显示。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.requirePaperFormat()
    let range = try ReportOptions.range(arguments)
    let asked = try holders(arguments, &context)
    let reveals = try context.mayReveal(
      Customer.record.columns, of: RecordQuery(rows: asked, of: Customer.record))
    let database = try context.openForReading()
    let settings = try database.settings()
    let issuers = try database.issuers()
    let tree = try database.orgTree()
    let orgs = try context.scopeOrgs()
    let kept = try context.scopeCode().map {
      (code: $0, org: try database.row(of: Org.record, code: $0, zone: .standard))
    }
    /// What a paper of this company is kept to, where that is less than the company.
    func scope(_ company: Int64?) -> String? {
      guard let (code, org) = kept else { return nil }
      if tree.chain(from: company).contains(org) { return nil }
      return issuers.name(of: org).map { "\($0) (\(code))" } ?? code
    }
    let words = PaperWords(language: context.language, reveals: reveals)
    let shown = context
    func phones(_ phone: String?) -> String? { shown.shownPhone(phone, reveals) }
    // Those who were named get a paper also where there is nothing on it.
    let skipsEmpty = arguments.all(code).isEmpty
    try context.papers(title: words("Statements", "对账单"), reveals: reveals) { add in
      try database.forEachAccount(of: asked, orgs: orgs, from: range.first, through: range.last) {
        holder, opening, entries in
        if skipsEmpty, entries.isEmpty, opening == .zero { return }
        let company = holder.company ?? tree.company(of: holder.community)
        try add(
          AccountStatement(
            holder: holder, issuer: company.flatMap(issuers.name(of:)) ?? settings["title"],
            scope: scope(company), first: range.first, last: range.last, opening: opening, entries: entries,
            currency: settings["currency"],
            contact: settings["paper.contact"], phone: phones(holder.phone)
          ).paper(words))
      }
    }
  }

  /// Whose accounts are asked for.
  private static func holders(
    _ arguments: Arguments, _ context: inout Context
  ) throws -> [Int64] {
    let codes = arguments.all(code)
    // A scope may stand beside codes: it keeps a clerk to his own part.
    if codes.isEmpty, !arguments[all], context.common.scope == nil {
      throw Failure.usage(
        "nobody-named", Words("say for whom: CODE, --scope or --all", zh: "请指明对象：客户编号、--scope 或 --all"))
    }
    if !codes.isEmpty, arguments[all] {
      throw Failure.usage(
        "conflicting-options", Words("give CODE or --all", zh: "客户编号与 --all 只能给一个"))
    }
    let (database, zone) = (try context.openForReading(), try context.databaseZone())
    if codes.isEmpty { return try database.accountHolders(orgs: context.scopeOrgs()) }
    return try codes.map { try database.row(of: Customer.record, code: $0, zone: zone) }
  }
}
