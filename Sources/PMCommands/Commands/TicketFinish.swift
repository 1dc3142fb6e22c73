// `pm ticket finish`: the work is done; a paid service becomes a bill.
import PMCore
import PMStore

/// `pm ticket finish`.
enum TicketFinish: TicketMoving {
  static let fee = Option("fee", "CODE", Words("Bill this one-off fee.", zh: "按此一次性收费项目出账。"))
  static let amount = Option(
    "amount", "AMOUNT", Words("What the customer pays, tax included.", zh: "向客户收取的含税金额。"),
    parse: { Money($0) })
  static let fills: [TicketOption] = [.cause, .measure, .cost, .responsible]
  static let spec = declare(
    "finish", Words("Say that the work is done.", zh: "完成处理。"), options: [fee, amount],
    example: "FW-202610-0001 --measure 更换水龙头 --fee WXF --amount 80.00",
    notes: [
      Words(
        "--fee and --amount bill the paying occupant of the ticket's room, else its customer; who is of places beyond your scope, too, needs a room.",
        zh: "--fee 与 --amount 向工单房间的付费住户出账，无则向工单客户出账；客户同时属于管辖范围之外的，须先填房间。"),
      Words(
        "--cost is what the work cost in all: that of work done again takes the place of the first, which is said.",
        zh: "--cost 为累计费用：返工后再次填写会取代上一次，并给出提示。"),
      Words(
        "Materials: pm material add ticket=NUMBER name=…",
        zh: "用料：pm material add ticket=工单号 name=…"),
    ])

  static func move(_ arguments: Arguments) throws -> TicketMove {
    if arguments.isGiven(fee) != arguments.isGiven(amount) {
      throw Failure.usage(
        "fee-and-amount", Words("give --fee and --amount together", zh: "--fee 与 --amount 须同时给出"))
    }
    if let amount = arguments[amount], amount.minor <= 0 {
      throw Failure.usage(
        "out-of-range", Words("--amount must be more than 0.00", zh: "--amount 必须大于 0.00"))
    }
    return .finish
  }

  static func finish(
    _ tickets: [StoredTicket], at: Instant, _ arguments: Arguments, _ context: inout Context,
    _ database: Database
  ) throws {
    try warnOfReplacedCosts(context, database)
    guard let code = arguments[fee], let amount = arguments[amount] else { return }
    let zone = try context.databaseZone()
    let day = zone.day(of: at)
    let closings = try database.closings()
    let fee = try database.fee(try database.row(of: Fee.record, code: code, zone: zone))
    guard fee.kind == .oneOff else {
      throw Failure.refused(
        "not-one-off", Words("fee \(code) is not a one-off fee", zh: "收费项目 \(code) 不是一次性收费"))
    }
    let settings = try database.settings()
    let payers = try RoomPayers(database)
    let writer = try BillWriter(database, run: database.entry)
    let editor = try RowEditor(database, entry: database.entry)
    for ticket in tickets {
      try closings.requireOpen(
        on: day, for: ticket.room.flatMap { try database.community(ofRoom: $0) })
      try refuseBilled(ticket, fee.id, code, database)
      let customer = try debtor(of: ticket, on: day, payers, database)
      var bill = try NewBill(
        once: amount, fee, room: ticket.room, customer: customer, on: day,
        dueOn: day.adding(settings.leastDaysToPay))
      bill.ticket = ticket.id
      try writer.append(bill)
      try editor.updateUncounted(Ticket.record, row: ticket.id, [("fee", .integer(fee.id))])
    }
    try writer.finish()
    context.summary("bill", [("created", writer.count)])
  }

  /// Refuses a ticket whose work is billed already.
  private static func refuseBilled(
    _ ticket: StoredTicket, _ fee: Int64, _ code: String, _ database: Database
  ) throws {
    if try database.isBilled(ticket: ticket.id, fee: fee) {
      throw Failure.refused(
        "billed-already",
        Words(
          "ticket \(ticket.number): fee \(code) is billed already",
          zh: "工单 \(ticket.number)：费用 \(code) 已出账"),
        hint: Words(
          "leave --fee and --amount out; another amount: pm bill void or pm bill adjust",
          zh: "请去掉 --fee 与 --amount；金额有变请用 pm bill void 或 pm bill adjust"))
    }
  }

  /// Who pays for the work: the payer of the room, else the ticket's customer.
  private static func debtor(
    of ticket: StoredTicket, on day: Day, _ payers: RoomPayers, _ database: Database
  ) throws -> Int64 {
    let payer = try ticket.room.flatMap { try payers.payer(ofRoom: $0, on: day)?.customer }
    guard let customer = payer ?? ticket.customer else {
      throw Failure.refused(
        "no-debtor",
        Words(
          "ticket \(ticket.number): nobody to bill on \(day)",
          zh: "工单 \(ticket.number)：\(day) 无付款人"))
    }
    if try ticket.room == nil && database.isElsewhere(customer: customer) {
      throw Failure(
        .notPermitted, "room-needed",
        Words(
          "ticket \(ticket.number): its customer is of other places, too, and a bill without a room would be of none",
          zh: "工单 \(ticket.number)：客户同时属于其他项目，无房间的账单不属于任何一处"),
        hint: Words(
          "give the ticket a room first: pm ticket set \(ticket.number) room=CODE",
          zh: "请先为工单填写房间：pm ticket set \(ticket.number) room=房号"))
    }
    return customer
  }

  /// Says of work that was done again which cost it had the first time: both may be meant.
  private static func warnOfReplacedCosts(_ context: Context, _ database: Database) throws {
    for cost in try database.replacedCosts(run: database.entry) {
      let both = try cost.old.adding(cost.new)
      context.warn(
        Finding(
          "cost-replaced",
          Words(
            "ticket \(cost.number): cost \(cost.new) takes the place of \(cost.old)",
            zh: "工单 \(cost.number)：费用 \(cost.new) 取代原来的 \(cost.old)"),
          hint: Words(
            "where it comes on top: pm ticket set \(cost.number) cost=\(both)",
            zh: "如为另加的费用：pm ticket set \(cost.number) cost=\(both)")))
    }
  }
}
