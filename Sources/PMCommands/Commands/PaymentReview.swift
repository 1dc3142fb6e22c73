// `pm payment review`: somebody else counts the cash of a cashier's day.
import PMCore
import PMFormat
import PMStore

/// `pm payment review`: keep that the cash of a day was counted; without a count, what waits.
enum PaymentReview: Command {
  static let day = Option(
    "on", "DATE", Words("The day of the receipts.", zh: "收款日期。"), parse: Day.init(_:))
  static let cashier = Option(
    "cashier", "NAME", Words("Whose receipts: login, code or name.", zh: "收银员（登录名、工号或姓名）。"),
    compared: true)
  static let company = Option(
    "company", "CODE", Words("Of which company, where there are several.", zh: "所属公司（多家时必填）。"))
  static let count = Option(
    "count", "N", Words("How many receipts were counted.", zh: "清点的收据张数。"), in: 1...1_000_000)
  static let sum = Option(
    "sum", "AMOUNT", Words("How much cash was counted.", zh: "清点的现金金额。"),
    parse: CorrectionOptions.amount)

  static let spec = CommandSpec(
    "payment review",
    Words("Review the cash that a cashier took on a day.", zh: "复核收银员当日的现金收款。"),
    options: [day, cashier, count, sum, company],
    examples: [
      "pm payment review",
      "pm payment review --on 2026-11-20 --cashier li --count 3 --sum 450.00 --actor wang",
    ],
    notes: [
      Words(
        "Count and sum must be those of the receipts; the reviewer (the actor) is kept and must be neither the cashier nor who wrote the receipts down. Without --count and --sum it lists what waits.",
        zh: "张数与金额须与收据一致；复核人（操作人）记录在案，且不得为收银员本人或录入收据者。不带 --count、--sum 时列出待复核项。"),
      Words(
        "A close waits for cash taken by pm payment add and pm deposit take. What an import brings was counted where it was taken, and is not reviewed again.",
        zh: "结账前须复核由 pm payment add、pm deposit take 收取的现金。导入的收款已在原收款处清点，不再复核。"),
      Words(
        "What a cashier takes after the review is reviewed for itself; a reversed receipt is not counted.",
        zh: "复核之后新收的现金另行复核；已冲销的不计。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    guard let count = arguments[count], let sum = arguments[sum] else {
      if arguments[count] != nil || arguments[sum] != nil {
        throw Failure.usage(
          "count-and-sum", Words("give both --count and --sum", zh: "--count 与 --sum 须同时给出"))
      }
      return try list(arguments, &context)
    }
    let (day, cashier) = (try arguments.require(day), try arguments.require(cashier))
    try requireOtherEyes(than: cashier, &context)
    let today = try context.today()
    let zone = try context.databaseZone()
    try context.write { context, database in
      let org = try arguments[company].map { try database.row(of: Org.record, code: $0, zone: zone) }
      let waiting = try database.unreviewedCash(on: day, cashier: cashier)
        .filter { org == nil || $0.company == org }
      if Set(waiting.map(\.company)).count > 1 {
        throw Failure.usage(
          "company-needed",
          Words("he took cash for several companies: --company is required", zh: "该收银员为多家公司收款，须用 --company 指定"))
      }
      if waiting.isEmpty {
        let last = try database.lastReview(on: day, cashier: cashier, company: org)
        guard let last, last.count == Int64(count), last.sum == sum else { throw nothing(of: cashier, on: day) }
        return context.summary("payment review", [("reviewed", 0), ("unchanged", Int(last.count))])
      }
      try requireAgreed(waiting, Int64(count), sum, of: cashier, on: day)
      for writer in try database.writers(ofCashOn: day, cashier: cashier) {
        try requireOtherEyes(thanWriter: writer, &context)
      }
      for cash in waiting {
        try database.keepReview(cash, by: context.actor, on: today, run: database.entry)
      }
      context.summary("payment review", [("reviewed", count), ("unchanged", 0)])
    }
  }

  /// Refuses the cashier himself, and one named as who counted who may not review cash.
  private static func requireOtherEyes(than cashier: String, _ context: inout Context) throws {
    if try context.isOneself(cashier) {
      throw Failure.refused(
        "four-eyes",
        Words(
          "\(cashier) took this cash: the reviewer must be somebody else than the cashier",
          zh: "\(cashier) 为该笔现金的收银员，复核人不得为收银员本人"),
        hint: Words(
          "the reviewer is who runs pm: let somebody else with the right collect run it (pm help roles), or an admin or manager who names who counted with --actor NAME",
          zh:
            "复核人即运行 pm 的人：请由其他有 collect 权限的人员执行（见 pm help roles），或由 admin、manager 以 --actor 姓名 指明清点人"
        ))
    }
    // Who runs it was asked for the right already; whom he names as the one who counted is now.
    if let name = context.common.actor, context.authority?.member != nil {
      let database = try context.database
      let reviewer = try context.staff(called: name, database)
      try context.requireStanding(of: reviewer, called: name, .collect, Words("review cash", zh: "复核现金"))
    }
  }

  /// Refuses who wrote the receipts down himself, in whose name ever: he would review his own work.
  private static func requireOtherEyes(thanWriter writer: String, _ context: inout Context) throws {
    guard context.authority?.member != nil else { return }
    // The journal says "li for wang" of what li did in wang's name.
    let words = writer.split(separator: " ", maxSplits: 2)
    let names = words.count == 3 && words[1] == "for" ? [words[0], words[2]] : [writer[...]]
    for name in names where try context.isOneself(String(name)) {
      throw Failure.refused(
        "four-eyes",
        Words(
          "\(name) wrote this cash down: the reviewer must be somebody else", zh: "该笔现金由 \(name) 录入，复核人不得为同一人"),
        hint: Words(
          "let somebody else with the right collect run it (pm help roles)",
          zh: "请由其他有 collect 权限的人员执行（见 pm help roles）"))
    }
  }

  private static func nothing(of cashier: String, on day: Day) -> Failure {
    Failure.refused(
      "nothing-to-review",
      Words("no cash of \(cashier) on \(day) waits for a review", zh: "\(cashier) 在 \(day) 没有待复核的现金收款"),
      hint: Words("pm payment review", zh: "待复核清单：pm payment review"))
  }

  /// Refuses a count that is not that of the receipts.
  private static func requireAgreed(
    _ waiting: [CashCount], _ count: Int64, _ sum: Money, of cashier: String, on day: Day
  ) throws {
    let counted = waiting.reduce(0) { $0 + $1.count }
    let total = try waiting.reduce(Money.zero) { try $0.adding($1.sum) }
    if counted != count || total != sum {
      throw Failure.refused(
        "does-not-agree",
        Words(
          "the receipts of \(cashier) on \(day) are \(counted) of \(total), not \(count) of \(sum)",
          zh: "\(cashier) 在 \(day) 的收据为 \(counted) 张 \(total)，而非 \(count) 张 \(sum)"),
        hint: Words("pm payment list --where cashier=…", zh: "请核对 pm payment list --where cashier=…"))
    }
  }

  /// What waits for a review.
  private static func list(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    let rows = try database.unreviewedCash(on: arguments[day], cashier: arguments[cashier])
    let orgs = try database.orgTree()
    var report = Report(
      title: context.words("Cash to be reviewed", "待复核现金"), parameters: [],
      fields: [
        context.column("day", "收款日期", .plain), context.column("cashier", "收银员", .text),
        context.column("company", "公司", .text), context.column("count", "笔数", .integer),
        context.column("sum", "金额合计", .money),
      ])
    for row in rows {
      report.rows.append([
        .plain("\(row.day)"), .text(row.cashier),
        .text(row.company.flatMap { orgs.code(of: $0) } ?? ""), .integer(row.count),
        .money(row.sum.minor),
      ])
    }
    try context.show(report)
  }
}
