// `pm report arrears`: who owes what on a day.
import PMCore
import PMFormat
import PMStore

/// `pm report arrears`: per room, customer and fee, what is due and not paid.
enum ReportArrears: Command {
  static let spec = CommandSpec(
    "report arrears",
    Words("What is due and not paid, by room, customer and fee.", zh: "欠费表：按房间、客户、收费项目。"),
    examples: [
      "pm report arrears --as-of 2026-11-20", "pm report arrears --as-of 2026-11-20 --format html",
    ],
    notes: [
      Words(
        "Payments count by their value date; a late fee has its principal's due date.",
        zh: "收款按起息日计；违约金按其本金的缴费期限计。"),
      Words(
        "It is none of the books: bills count from the day they are issued. At the end of a month report rollforward and the ledger also have what was billed for the month and issues later, and payments by the day they were posted.",
        zh: "欠费表不是账簿：账单自开出日起计。月末的应收滚动表与账簿另含为当月出账而开出日在后的账单，且收款按记账日期计。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let day = try context.today()
    let heading = ReportHeading(
      title: context.words("Arrears", "欠费表"),
      parameters: [(context.words("As of", "截至"), "\(day)")] + context.scopeParameter)
    let fields: [OutputField] = [
      context.column("room", "房号", .plain), context.column("customer", "客户编号", .plain),
      context.column("fee", "费用编码", .plain), context.column("principal", "本金", .money),
      context.column("late_fee", "违约金", .money), context.column("oldest_due_on", "最早缴费期限", .plain),
      context.column("days_overdue", "逾期天数", .integer),
    ]
    let orgs = try context.scopeOrgs()
    let database = try context.openForReading()
    let sink = try context.sink(fields, heading: heading)
    var (principal, lateFee) = (Money.zero, Money.zero)
    var hasRows = false
    try database.forEachArrears(asOf: day, orgs: orgs) { row in
      sink.text(orNull: row.room)
      sink.text(row.customer)
      sink.text(row.fee)
      sink.money(row.principal.minor)
      sink.money(row.lateFee.minor)
      sink.text("\(row.oldestDueOn)")
      sink.integer(Int64(day.days(since: row.oldestDueOn)))
      try sink.endRow()
      principal = try principal.adding(row.principal)
      lateFee = try lateFee.adding(row.lateFee)
      hasRows = true
    }
    if hasRows {
      try sink.total(
        [.text(context.words("Total", "合计")), .null, .null, .money(principal.minor), .money(lateFee.minor)])
    }
  }
}
