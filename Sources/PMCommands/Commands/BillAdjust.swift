// `pm bill adjust`: a bill corrected by a credit line and, if asked, a new line.
import PMCore
import PMStore

/// `pm bill adjust`: credit a bill in the open period and, if asked, bill it anew.
enum BillAdjust: Command {
  static let reissue = Flag(
    "reissue", Words("Bill it anew from today's records.", zh: "按现有资料重新出账。"))
  static let debtor = Option(
    "debtor", "CODE", Words("Who is to pay the new line.", zh: "新账单的付款人。"))
  static let amount = Option(
    "amount", "AMOUNT", Words("Credit only this much.", zh: "仅冲减此金额。"),
    parse: CorrectionOptions.amount)

  static let spec = CommandSpec(
    "bill adjust",
    Words("Correct a bill by a credit line, also after the close.", zh: "以红字更正账单，结账后亦可。"),
    arguments: [CorrectionOptions.number],
    options: [CorrectionOptions.reason, reissue, debtor, amount],
    examples: [
      "pm bill adjust B0000012 --reason \"wrong area\" --reissue --as-of 2026-11-20",
      "pm bill adjust B0000012 --reason \"sold in September\" --reissue --debtor K2",
      "pm bill adjust B0000012 --reason \"billed twice\" --amount 20.00",
    ],
    notes: [
      Words(
        "The credit settles the bill itself, then other open lines of the same customer, room and fee; the rest is prepayment. Late fees on what is credited are taken back by the next late run.",
        zh: "红字先冲抵原账单，再冲抵同一客户、房间、费用的其他未缴账单，余额转预收。已冲减部分的违约金在下次 bill late 时冲回。"),
      Words("A bill run never bills a corrected line again.", zh: "已更正的账单不会被 bill run 再次出账。"),
      Words(
        "The same --amount for the same reason on the same day takes --yes.",
        zh: "同日以同一原因再次冲减同一金额时须加 --yes。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(CorrectionOptions.number)
    let reason = try arguments.require(CorrectionOptions.reason)
    let anew = arguments[reissue]
    if anew, arguments[amount] != nil {
      throw Failure.usage(
        "contradiction", "--reissue credits the whole bill: --amount does not apply",
        "--reissue 冲减整张账单，不能使用 --amount")
    }
    if arguments[debtor] != nil, !anew {
      throw Failure.usage("missing-option", "--debtor needs --reissue", "--debtor 须与 --reissue 同用")
    }
    if let part = arguments[amount] {
      try context.confirmOnceMore(.adjust, of: code, by: part, reason: reason)
    }
    let day = try context.today()
    let zone = try context.databaseZone()
    try context.write { context, database in
      let run = try database.entry
      let bill = try database.billToCorrect(code, on: day, database.closings(), zone: zone)
      try refuseDeposit(bill)
      let credit = try credit(on: bill, arguments[amount], anew)
      let writer = try BillWriter(database, run: run)
      if credit != .zero { try writer.append(NewBill(crediting: credit, of: bill, on: day)) }
      let lines = anew ? try newLines(bill, arguments[debtor], day, zone, database) : []
      for line in lines { try writer.append(line) }
      try writer.finish()
      if credit == bill.remaining { try database.end(bill.id, as: "corrected", run: run) }
      try database.adjust(
        NewAdjustment(
          bill: bill.id, fee: bill.fee, kind: .adjust, amount: credit, valueOn: day, postedOn: day,
          reason: reason),
        run: run)
      try database.settleNegativeLines(run: run)
      context.summary(
        "bill adjust", [("credited", credit == .zero ? 0 : 1), ("reissued", lines.count)])
    }
  }

  /// What is to be credited.
  private static func credit(on bill: CorrectedBill, _ asked: Money?, _ anew: Bool) throws -> Money
  {
    if bill.principal != nil {
      throw Failure.refused(
        "late-line", Words("\(bill.name) is a late fee", zh: "\(bill.name) 是违约金"),
        hint: Words("waive it: pm bill waive \(bill.name)", zh: "请用 pm bill waive \(bill.name) 减免"))
    }
    if bill.isReissued || (bill.ended == "corrected" && !anew) {
      throw Failure.refused(
        "already-corrected",
        Words("\(bill.name) has been corrected already", zh: "\(bill.name) 已更正"))
    }
    let rest = bill.remaining
    if let asked, asked > rest {
      throw Failure.refused(
        "more-than-billed",
        Words("\(bill.name): only \(rest) is left to credit", zh: "\(bill.name)：可冲减金额仅 \(rest)"))
    }
    if rest == .zero, !anew {
      throw Failure.refused(
        "nothing-to-credit", Words("\(bill.name) is of 0.00", zh: "\(bill.name) 金额为 0.00"))
    }
    return asked ?? rest
  }

  /// The lines that take the place of the bill, posted on `day`.
  private static func newLines(
    _ bill: CorrectedBill, _ debtor: String?, _ day: Day, _ zone: Zone, _ database: Database
  ) throws -> [NewBill] {
    if try database.isCarried(bill.id) {
      throw Failure.refused(
        "carried-line",
        Words("\(bill.name) was carried over with its room", zh: "\(bill.name) 系随房间转移的欠费"),
        hint: Words("leave out --reissue", zh: "请去掉 --reissue"))
    }
    let customer = try debtor.map { try database.row(of: Customer.record, code: $0, zone: zone) }
    let minimumDays = try database.settings().leastDaysToPay
    let lines = try database.reissued(bill, minimumDays: minimumDays).map { line, fee, tariff in
      var new = NewBill(line, fee, tariff)
      new.customer = customer ?? new.customer
      new.period = day.period
      new.issuedOn = day
      new.dueOn = max(line.dueOn, day.adding(minimumDays))
      new.postedOn = day
      new.corrects = bill.id
      return new
    }
    if lines.isEmpty {
      throw Failure.refused(
        "nothing-to-reissue",
        Words("today's records make no line in its place", zh: "按现有资料不会产生替代账单"),
        hint: Words("leave out --reissue", zh: "请去掉 --reissue"))
    }
    return lines
  }
}

extension CorrectedBill {
  /// What no credit line has taken off yet.
  var remaining: Money { Money(minor: amount.minor &- credited.minor) }
}

extension NewBill {
  /// The line that takes `credit` off a bill again, its tax with it.
  init(crediting credit: Money, of bill: CorrectedBill, on day: Day) throws {
    let isWhole = credit == bill.remaining
    let taxLeft = Money(minor: bill.tax.minor &- bill.creditedTax.minor)
    // Of a line that was taxed on a part of it only, the credit takes its share of the tax.
    let isPlain = try includedTax(in: bill.amount, rate: bill.taxRate) == bill.tax
    let part = try isPlain
      ? includedTax(in: credit, rate: bill.taxRate)
      : taxShare(bill.tax, on: credit, of: bill.amount)
    let tax = isWhole ? taxLeft : min(taxLeft, part)
    self.init(
      room: bill.room, customer: bill.customer, fee: bill.fee, kind: bill.kind, period: day.period,
      from: bill.from, to: bill.to, amount: -credit, tax: -tax, taxRate: bill.taxRate,
      issuedOn: day, dueOn: day, postedOn: day)
    if isWhole {
      quantity = bill.quantity.map { Quantity(units: 0 &- $0.units) }
      price = bill.price
    }
    meter = bill.meter
    tariff = bill.tariff
    corrects = bill.id
  }
}
