// `pm deposit take`: a deposit asked for, or taken at the counter.
import PMCore
import PMStore

/// `pm deposit take`: ask for a deposit with --demand, or take it at once with --method.
enum DepositTake: Command {
  static let customer = Option(
    "customer", "CODE", Words("Who pays it; else the room's paying occupant.", zh: "交款客户；不填取房间付费住户。"))
  static let room = Option("room", "CODE", Words("For which room.", zh: "房号。"))
  static let fee = Option("fee", "CODE", Words("A fee of class deposit.", zh: "押金类收费项目。"))
  static let amount = Option(
    "amount", "AMOUNT", Words("How much.", zh: "押金金额。"), parse: CorrectionOptions.amount)
  static let reference = Option(
    "reference", "NUMBER",
    Words("The number of the slip, contract or transfer; kept once.", zh: "押金单、合同或流水号，不可重复。"),
    parse: CorrectionOptions.filled)
  static let demand = Flag(
    "demand", Words("Ask for it only; it is paid like any bill.", zh: "仅列应收，由收款冲抵。"))
  static let dueOn = Option(
    "due-on", "DATE", Words("By when, with --demand.", zh: "缴费期限，与 --demand 同用。"), parse: Day.init(_:))
  static let method = Option(
    "method", choices: Payment.methods.map(\.value), Words("How it is paid now.", zh: "收款方式。"))
  static let account = Option(
    "account", "NAME", Words("Our account that it came to.", zh: "收款账户。"),
    parse: CorrectionOptions.filled)

  static let spec = CommandSpec(
    "deposit take",
    Words("Take a deposit at the counter, or ask for it.", zh: "收取押金，或列为应收。"),
    options: [customer, room, fee, amount, reference, demand, dueOn, method, account],
    examples: [
      "pm deposit take --room 1-1-0101 --fee YJ --amount 2000 --method cash --reference YJ-001 --as-of 2026-11-20",
      "pm deposit take --room 1-1-0101 --fee YJ --amount 2000 --demand --due-on 2026-11-30 --reference YJ-002",
    ],
    notes: [
      Words(
        "A demand is an untaxed bill of class deposit; what comes in on it is owed back. The same reference again changes nothing; with --method it pays the demand under it.",
        zh: "押金应收为不征税的押金类账单，收到即为负债。同一凭证号重复执行不再收取；对已列应收的凭证号加 --method 即为收款。"),
      Words("Money for several things: pm payment import, with the deposit's fee.", zh: "多项合并收款请用 pm payment import。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let asked = try Asked(arguments)
    let day = try context.today()
    let zone = try context.databaseZone()
    try context.write { context, database in
      let run = try database.entry
      let target = try Target(asked, on: day, zone: zone, database)
      try database.closings().requireOpen(on: day, for: target.place)
      var (demanded, received) = (0, 0)
      var bill: Int64?
      if let kept = try database.deposit(
        fee: target.fee.id, customer: target.customer, room: target.room, reference: asked.reference)
      {
        bill = try unpaidBill(of: kept, asked, target, database)
      } else {
        let made = try demandBill(asked, target, on: day, run: run, database)
        _ = try database.nameDeposit(ofBill: made, reference: asked.reference)
        (bill, demanded) = (made, 1)
      }
      if let bill, let method = asked.method {
        try refuseTwice(asked, target, method, database)
        _ = try database.pay(
          asked.amount, forDemand: bill, of: target.customer, room: target.room, fee: target.fee.id,
          company: target.company, method: method, account: asked.account,
          reference: asked.reference, cashier: context.actor, on: day, run: run)
        received = 1
      }
      context.summary(
        "deposit take",
        [
          ("demanded", demanded), ("received", received),
          ("unchanged", demanded + received == 0 ? 1 : 0),
        ])
    }
  }

  /// The bill of a deposit that is kept under the reference already, where it is still to be paid;
  /// nil where nothing is to do.
  private static func unpaidBill(
    of kept: TakenDeposit, _ asked: Asked, _ target: Target, _ database: Database
  ) throws -> Int64? {
    let name = Deposit.number.kind.text(kept.id, .standard)
    if kept.isVoid || kept.bill == nil || kept.amount != asked.amount {
      throw Failure.refused(
        "reference-used",
        Words(
          "the reference is on another deposit already: \(name)", zh: "该凭证号已用于另一笔押金：\(name)"),
        hint: Words("pm deposit show \(name)", zh: "请查看 pm deposit show \(name)"))
    }
    guard let method = asked.method else { return nil }
    if !kept.isPaid { return kept.bill }
    if try database.hasPayment(
      company: target.company, method: method, account: asked.account, reference: asked.reference)
    {
      return nil
    }
    throw Failure.refused(
      "paid-already", Words("\(name) has been paid already", zh: "\(name) 已收款"))
  }

  private static func refuseTwice(
    _ asked: Asked, _ target: Target, _ method: String, _ database: Database
  ) throws {
    if try database.hasPayment(
      company: target.company, method: method, account: asked.account, reference: asked.reference)
    {
      throw Failure.refused(
        "reference-used",
        Words("the reference is on another payment already", zh: "该流水号已用于另一笔收款"),
        hint: Words("pm payment list", zh: "请查看 pm payment list"))
    }
  }

  private static func demandBill(
    _ asked: Asked, _ target: Target, on day: Day, run: Int64, _ database: Database
  ) throws -> Int64 {
    let due = try asked.dueOn ?? day.adding(database.settings().leastDaysToPay)
    if due < day {
      throw Failure.usage(
        "due-before-demand", Words("--due-on \(due) is before \(day)", zh: "--due-on \(due) 早于 \(day)"))
    }
    if let room = target.room,
      try database.hasLine(fee: target.fee.id, room: room, period: day.period, from: day)
    {
      throw Failure.refused(
        "demanded-already",
        Words(
          "room \(asked.room ?? "") has a demand for \(asked.fee) of \(day) already",
          zh: "房间 \(asked.room ?? "") 在 \(day) 已有 \(asked.fee) 应收"),
        hint: Words("pm deposit list --room \(asked.room ?? "")", zh: "请查看 pm deposit list --room \(asked.room ?? "")"))
    }
    let writer = try BillWriter(database, run: run)
    let number = try writer.append(
      try NewBill(
        once: asked.amount, target.fee, room: target.room, customer: target.customer, on: day,
        dueOn: due))
    try writer.finish()
    return number
  }
}

/// What the options ask for.
private struct Asked {
  let customer: String?
  let room: String?
  let fee: String
  let amount: Money
  let reference: String
  let dueOn: Day?
  /// Nil where it is only demanded.
  let method: String?
  let account: String?

  init(_ arguments: Arguments) throws {
    customer = arguments[DepositTake.customer]
    room = arguments[DepositTake.room]
    fee = try arguments.require(DepositTake.fee)
    amount = try arguments.require(DepositTake.amount)
    reference = try arguments.require(DepositTake.reference)
    dueOn = arguments[DepositTake.dueOn]
    method = arguments[DepositTake.method]
    account = arguments[DepositTake.account]
    if customer == nil, room == nil {
      throw Failure.usage(
        "nobody-named", Words("name --customer, --room or both", zh: "请用 --customer、--room 或两者指定"))
    }
    if arguments[DepositTake.demand] == (method != nil) {
      throw Failure.usage(
        "demand-or-method",
        Words("say either --demand or --method", zh: "请在 --demand 与 --method 中选择其一"))
    }
    if dueOn != nil, method != nil {
      throw Failure.usage(
        "contradiction", Words("--due-on is for --demand", zh: "--due-on 须与 --demand 同用"))
    }
  }
}

/// Whose deposit, for what, in whose books.
private struct Target {
  let customer: Int64
  let room: Int64?
  let fee: FeeRule
  let company: Int64?
  let place: Int64?

  init(_ asked: Asked, on day: Day, zone: Zone, _ database: Database) throws {
    room = try asked.room.map { try database.row(of: Room.record, code: $0, zone: zone) }
    fee = try database.fee(try database.row(of: Fee.record, code: asked.fee, zone: zone))
    guard fee.kind == .deposit else {
      throw Failure.refused(
        "no-deposit-fee",
        Words("fee \(asked.fee) is not of class deposit", zh: "收费项目 \(asked.fee) 不是押金类"))
    }
    if let code = asked.customer {
      customer = try database.row(of: Customer.record, code: code, zone: zone)
    } else if let room, let payer = try RoomPayers(database).payer(ofRoom: room, on: day) {
      customer = payer.customer
    } else {
      throw Failure.refused(
        "no-payer",
        Words(
          "room \(asked.room ?? "") has no paying occupant on \(day)",
          zh: "房间 \(asked.room ?? "") 在 \(day) 没有付费住户"),
        hint: Words("name --customer", zh: "请用 --customer 指定"))
    }
    let tree = try database.orgTree()
    let community = try room.flatMap { try database.community(ofRoom: $0) }
    company = tree.company(of: community)
    if company == nil, tree.hasSeveralCompanies {
      throw Failure.usage(
        "room-needed",
        Words("there are several companies: --room is required", zh: "系统中有多家公司，须用 --room 指定"))
    }
    place = community ?? company
  }
}
