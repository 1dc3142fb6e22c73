// `pm bill notice`: demand notices (催缴单) for what is overdue, and how they were delivered.
import PMCore
import PMFormat
import PMStore

/// `pm bill notice`: print demand notices, one a customer and room; `--delivered` keeps their delivery.
enum BillNotice: Command {
  static let room = Option("room", "CODE", Words("For this room.", zh: "仅此房间。"))
  static let customer = Option("customer", "CODE", Words("For this customer.", zh: "仅此客户。"))
  static let all = Flag("all", Words("For everybody.", zh: "全部客户。"))
  static let delivered = Option(
    "delivered", choices: Delivery.ways.map(\.value),
    Words("Print nothing: keep that the notices were delivered so.", zh: "不打印，登记催缴单已按此方式送达。"))
  static let deliveredOn = Option(
    "on", "DATE", Words("The day of delivery (default --as-of).", zh: "送达日期（默认 --as-of）。"),
    parse: Day.init(_:))
  static let deliveredBy = Option(
    "by", "NAME", Words("Who delivered them (default: who asks).", zh: "送达人（默认为操作人）。"))

  static let spec = CommandSpec(
    "bill notice",
    Words("Print demand notices for what is overdue.", zh: "打印催缴单，登记送达。"),
    options: [room, customer, all, delivered, deliveredOn, deliveredBy],
    examples: [
      "pm bill notice --room 1-2-0101 --as-of 2026-11-20 --lang zh",
      "pm bill notice --scope YG --as-of 2026-11-20 --lang zh --format html --output notices.html",
      "pm bill notice --all --as-of 2026-11-20 --delivered door --on 2026-11-21 --by 张工",
    ],
    notes: [
      Words(
        "One page a customer and room; together they are report arrears of the day. The term is the setting notice.term_days.",
        zh: "每位客户每个房间一页，合计即当日 report arrears；缴费期由设置 notice.term_days 决定。"),
      Words(
        "Prepayment is shown but not subtracted. Run pm payment offset first; what is left then is earmarked for other bills.",
        zh: "预收余额一并列出但不扣除。请先运行 pm payment offset；此后剩余的是限用于其他账单的预收。"),
      Words(
        "Somebody with a scope prints, and marks as delivered, only what stands under it, also with --all.",
        zh: "限定范围的人员只打印和登记其范围内的催缴单，--all 亦然。"),
      Words("Phones and other numbers of people are masked without --reveal.", zh: "电话等个人号码默认遮盖，--reveal 显示。"),
    ],
    changes: true, takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let ways = [
      arguments.isGiven(room), arguments.isGiven(customer), context.common.scope != nil, arguments[all],
    ]
    guard ways.contains(true) else {
      throw Failure.usage(
        "nobody-named",
        Words("say for whom: --room, --customer, --scope or --all", zh: "请指明对象：--room、--customer、--scope 或 --all"))
    }
    if arguments[all], ways.filter({ $0 }).count > 1 {
      throw Failure.usage("conflicting-options", Words("--all stands alone", zh: "--all 不能与其他对象并用"))
    }
    let day = try context.today()
    if let how = arguments[delivered] {
      return try keepDelivery(arguments, how, asOf: day, &context)
    }
    for option in [deliveredOn.name, deliveredBy.name] where arguments.isGiven(option) {
      throw Failure.usage(
        "delivered-missing", Words("--\(option) goes with --delivered", zh: "--\(option) 须与 --delivered 并用"))
    }
    try printNotices(arguments, asOf: day, &context)
  }

  private static func printNotices(
    _ arguments: Arguments, asOf day: Day, _ context: inout Context
  ) throws {
    try context.requirePaperFormat()
    let selection = try Selection(arguments, &context)
    var debtors: [Int64] = []
    if context.common.reveal {
      try selection.forEachDemand(context.openForReading(), asOf: day) { debtors.append($0.customer) }
    }
    let reveals = try context.mayReveal(
      Customer.record.columns, of: RecordQuery(rows: debtors, of: Customer.record))
    let database = try context.openForReading()
    let settings = try database.settings()
    let issuers = try database.issuers()
    let (tree, held) = try (database.orgTree(), database.prepaidByCustomer(asOf: day, orgs: selection.orgs))
    let words = PaperWords(language: context.language, reveals: reveals)
    let shown = context
    var count = 0
    try context.papers(title: words("Payment reminders", "催缴单"), reveals: reveals) { add in
      try selection.forEachDemand(database, asOf: day) { demand in
        let company = tree.company(of: demand.community).flatMap { tree.code(of: $0) }
        let prepaid = try (held[demand.customerCode] ?? []).reduce(Money.zero) { sum, part in
          part.company == nil || company == nil || part.company == company
            ? try sum.adding(part.amount) : sum
        }
        let notice = DemandNotice(
          demand: demand, issuer: issuers.issuer(community: demand.community), asOf: day,
          prepaid: prepaid, termDays: settings.noticeTermDays, currency: settings["currency"],
          contact: settings["paper.contact"], phone: shown.shownPhone(demand.phone, reveals))
        try add(try notice.paper(words))
        count += 1
      }
    }
    context.summary("bill notice", [("papers", count)])
  }

  private static func keepDelivery(
    _ arguments: Arguments, _ how: String, asOf day: Day, _ context: inout Context
  ) throws {
    let on = arguments[deliveredOn] ?? day
    if on < day {
      throw Failure.refused(
        "before-the-notice",
        Words("delivered on \(on), before the notice of \(day)", zh: "送达日期 \(on) 早于催缴截至日 \(day)"))
    }
    let person = arguments[deliveredBy] ?? context.actor
    try context.write { context, database in
      let selection = try Selection(arguments, &context)
      var demands: [Demand] = []
      try selection.forEachDemand(database, asOf: day) { demands.append($0) }
      var created = 0
      for demand in demands
      where try database.keepDelivery(
        of: demand, asOf: day, on: on, how: how, by: person, run: database.entry)
      {
        created += 1
      }
      context.summary(
        "bill notice", [("created", created), ("unchanged", demands.count - created)])
    }
  }

  /// For whom notices are asked.
  private struct Selection {
    let orgs: [Int64]?
    let room: Int64?
    let customer: Int64?

    init(_ arguments: Arguments, _ context: inout Context) throws {
      let zone = try context.databaseZone()
      let database = try context.database
      orgs = try context.scopeOrgs()
      room = try arguments[BillNotice.room].map { try database.row(of: Room.record, code: $0, zone: zone) }
      customer = try arguments[BillNotice.customer].map {
        try database.row(of: Customer.record, code: $0, zone: zone)
      }
    }

    /// Those who owe something; a credit is nothing to remind of.
    func forEachDemand(_ database: Database, asOf day: Day, _ body: (Demand) throws -> Void) throws {
      try database.forEachDemand(asOf: day, orgs: orgs, room: room, customer: customer) { demand in
        if try demand.total().minor > 0 { try body(demand) }
      }
    }
  }
}
