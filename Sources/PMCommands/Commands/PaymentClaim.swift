// `pm payment claim`: a payment that waited in suspense gets its customer.
import PMCore
import PMStore

/// `pm payment claim NUMBER`: book a payment in suspense.
enum PaymentClaim: Command {
  static let number = Argument("NUMBER", Words("A payment's number.", zh: "收款号。"))
  static let customer = Option("customer", "CODE", Words("Whose bills it pays.", zh: "冲抵其账单的客户。"))
  static let room = Option(
    "room", "CODE",
    Words("For this room; alone, its paying occupant is the payer.", zh: "所付房间；单独使用时付款人为其付费住户。"))
  static let bill = Option(
    "bill", "NUMBERS", Words("Bills to pay first: B0000012,B0000013.", zh: "优先冲抵的账单：B0000012,B0000013。"))

  static let spec = CommandSpec(
    "payment claim",
    Words("Book a payment that waits in suspense.", zh: "认领待认领的收款并入账。"),
    arguments: [number], options: [customer, room, bill, part],
    examples: [
      "pm payment claim P0000012 --room 1-1-0101 --as-of 2026-11-20",
      "pm payment claim P0000012 --customer Y006 --bill B0000034",
      "pm payment claim P0000012 --part K001=600.00 --part K002=400.00 --as-of 2026-11-20",
    ],
    notes: [
      Words(
        "What waits: pm payment list --where state=suspense --columns number,paid_on,amount,doubt,payer_name,note.",
        zh: "待认领清单：pm payment list --where state=suspense --columns number,paid_on,amount,doubt,payer_name,note。"),
      Words(
        "For late fees and arrears it was paid on the statement's day; it is posted on that day too, or on the first open one. The same statement again books nothing. Money of nobody goes back by pm payment reverse.",
        zh: "违约金与欠费按对账单日期计算；记账日期为该日，已结账时为首个未结账日。再次导入同一对账单不重复入账。无人认领而退回的用 pm payment reverse。"),
      Words(
        "Of one transfer for several customers: --part for each. The transfer is taken back and its parts are posted in its place, on --as-of; for late fees and arrears they are of the statement's day.",
        zh: "一笔款属于多名客户时：每人一个 --part。原款于 --as-of 冲回并以各分笔代之；违约金与欠费仍按对账单日期计算。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(number)
    let day = try context.today()
    let zone = try context.databaseZone()
    try requireNames(arguments)
    try context.write { context, database in
      let id = try database.row(of: Payment.record, code: code, zone: zone)
      if arguments.isGiven(part) {
        return try claimParts(arguments.all(part), of: id, on: day, &context, database)
      }
      let name = Payment.number.kind.text(id, .standard)
      let claimed = try database.claimedPayment(id).orLost("a payment")
      var payment = try database.recordedPayment(id).orLost("a payment")
      if claimed.isReversed {
        throw Failure.refused("reversed", Words("\(name) was reversed", zh: "\(name) 已冲销"))
      }
      if day < payment.paidOn {
        throw Failure.refused(
          "before-the-payment",
          Words("\(name) came on \(payment.paidOn), after \(day)", zh: "\(name) 收于 \(payment.paidOn)，晚于 \(day)"))
      }
      let settlement = try Settlement(database, run: database.entry)
      try settlement.closings.requireOpen(on: day, for: payment.company)
      payment.customer = try arguments[customer].map {
        try database.row(of: Customer.record, code: $0, zone: zone)
      }
      payment.room = try arguments[room].map {
        try database.row(of: Room.record, code: $0, zone: zone)
      }
      payment.bills = try arguments[bill].map(numbers) ?? []
      let payer = try payer(of: payment, PaymentPayers(database, settlement.closings.orgs), context)
      if let known = claimed.payer {
        guard claimed.key == "claim", known == payer,
          payment.room == nil || payment.room == claimed.room
        else { throw booked(name, for: claimed.payerCode) }
        return context.summary("payment claim", [("claimed", 0), ("unchanged", 1)])
      }
      let booking = try PaymentBooking(settlement, keepsReplaced: true)
      try booking.book(payment, payer: payer)
      try booking.finish()
      try database.keepClaim(id, room: payment.room, on: day, run: database.entry)
      context.summary(
        "payment claim", [("claimed", 1), ("unchanged", 0), ("moved", settlement.moved)])
    }
  }

  /// Refuses options that say nothing of whose it is, or say it twice.
  private static func requireNames(_ arguments: Arguments) throws {
    let isWhole = arguments[customer] != nil || arguments[room] != nil || arguments[bill] != nil
    if arguments.isGiven(part), isWhole {
      throw Failure.usage(
        "contradiction",
        Words(
          "--part names the customers: no --customer, --room or --bill beside it",
          zh: "--part 已指明客户，不能再用 --customer、--room 或 --bill"))
    }
    if !arguments.isGiven(part), !isWhole {
      throw Failure.usage(
        "nothing-named", Words("say whose it is: --customer, --room or --bill", zh: "请指定 --customer、--room 或 --bill"))
    }
  }

  private static func booked(_ name: String, for payer: String?) -> Failure {
    Failure.refused(
      "already-booked",
      Words("\(name) is booked for \(payer ?? "?")", zh: "\(name) 已为 \(payer ?? "?") 入账"),
      hint: Words("a wrong booking: pm payment reverse", zh: "入账有误请用 pm payment reverse"))
  }

  private static func payer(
    of payment: RecordedPayment, _ payers: PaymentPayers, _ context: Context
  ) throws -> Int64 {
    switch try payers.payer(of: payment) {
    case .found(let payer, let ambiguous):
      if let ambiguous {
        context.warn(
          Words(
            "several occupants pay for this room; \(ambiguous) was taken",
            zh: "该房间有多名付费住户，按规则取 \(ambiguous)"))
      }
      return payer
    case .ofAnotherCompany(_, let words, _):
      throw Failure.refused(
        "other-company", words,
        hint: Words(
          "pm payment reverse and book it for that company, or --customer alone: then it is his prepayment with its own",
          zh: "请用 pm payment reverse 冲销后为该公司重新入账；或仅用 --customer，作为其在本公司的预收"))
    case .wrong(_, let code, let words, let hint): throw Failure.refused(code, words, hint: hint)
    case .doubt, .matched:
      throw Failure.refused(
        "no-payer", Words("the room has no paying occupant on that day", zh: "该房间当日没有付费住户"),
        hint: Words("name the customer", zh: "请填写客户编号"))
    }
  }

  private static func numbers(_ text: String) throws -> [Int64] {
    guard let column = Payment.record.column("bill"), let kind = column.kind as? SerialListKind else { return [] }
    if case .text(let list)? = column.stored(text) { return kind.numbers(in: list) }
    throw Failure.usage(
      "not-bills", Words("--bill: \"\(text)\" are no bill numbers", zh: "--bill：“\(text)”不是账单号"),
      hint: Words("write B0000012,B0000013", zh: "写法：B0000012,B0000013"))
  }
}
