// `pm report deposits`: what is held for customers, and what is still asked for.
import PMCore
import PMFormat
import PMStore

/// `pm report deposits`: each deposit, or the sums by fee, room, customer or place.
enum ReportDeposits: Command {
  static let all = Flag(
    "all", Words("Also those that are closed: nothing held, nothing asked for.", zh: "含已结清的押金。"))

  static let spec = CommandSpec(
    "report deposits",
    Words("Deposits held: demanded, received, deducted, refunded.", zh: "押金台账：应收、已收、抵扣、退还、余额。"),
    options: [ReportOptions.by, all],
    examples: [
      "pm report deposits --as-of 2026-11-20",
      "pm report deposits --by fee --as-of 2026-11-20 --all",
    ],
    notes: [
      Words(
        "By posting date. The balance is what is owed back: the balance of liabilities:deposit in the ledger.",
        zh: "按记账日期计。余额即应退押金，与账簿 liabilities:deposit 余额一致。")
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let day = try context.today()
    let orgs = try context.scopeOrgs()
    let all = arguments[all]
    let database = try context.openForReading()
    let dimension = arguments[ReportOptions.by]
    var report = Report(
      title: context.words("Deposits", "押金台账"),
      parameters: [(context.words("As of", "截至"), "\(day)")] + context.scopeParameter,
      fields: dimension.map { context.groupColumns($0) } ?? [
        context.column("deposit", "押金号", .plain), context.column("fee", "费用编码", .plain),
        context.column("room", "房号", .plain), context.column("customer", "客户编号", .plain),
        context.column("name", "客户名称", .text), context.column("taken_on", "日期", .plain),
      ])
    report.fields += [
      context.column("demanded", "应收", .money), context.column("received", "已收", .money),
      context.column("deducted", "抵扣", .money), context.column("refunded", "退还", .money),
      context.column("balance", "余额", .money),
    ]
    var total = Money.zero
    var points: [Chart.Point] = []
    func add(_ head: [OutputValue], _ figures: DepositFigures, _ group: ReportGroup?) throws {
      let balance = try figures.balance()
      total = try total.adding(balance)
      report.rows.append(
        head + [
          .money(figures.demanded.minor), .money(figures.received.minor),
          .money(figures.deducted.minor), .money(figures.refunded.minor), .money(balance.minor),
        ])
      if let group { points.append(group.point(balance.minor)) }
    }
    if let dimension {
      for row in try database.deposits(
        asOf: day, all: all, orgs: orgs, by: database.groups(by: dimension))
      {
        try add([.plain(row.group.code), .text(row.group.name)], row.figures, row.group)
      }
    } else {
      for row in try database.deposits(asOf: day, all: all, orgs: orgs) {
        try add(
          [
            .plain(Deposit.number.kind.text(row.number, .standard)), .plain(row.fee),
            row.room.map { .plain($0) } ?? .null, .plain(row.customer), .text(row.name),
            .plain("\(row.takenOn)"),
          ], row.figures, nil)
      }
    }
    report.heading.parameters.append((context.words("Held", "在押合计"), total.description))
    report.heading.charts = ReportOptions.bars(context.words("Held", "在押余额"), points)
    try report.addTotal(
      of: ["demanded", "received", "deducted", "refunded", "balance"], context)
    try context.show(report)
  }
}
