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
        "The credit settles the bill itself, then other open lines of the same customer, room and fee; the rest is prepayment. Late fees on what is credited are taken back by the next late run, paid or not.",
        zh: "红字先冲抵原账单，再冲抵同一客户、房间、费用的其他未缴账单，余额转预收。已冲减部分的违约金无论是否已缴，均在下次 bill late 时冲回。"),
      Words("A bill run never bills a corrected line again.", zh: "已更正的账单不会被 bill run 再次出账。"),
      Words(
        "The same --amount for the same reason on the same day takes --yes.",
        zh: "同日以同一原因再次冲减同一金额时须加 --yes。"),
      Words(
        "What was waived on the bill is waived on the new line of the same customer, by the same approver.",
        zh: "原账单的减免按原批准人转到同一客户的新账单。"),
      Words(
        "A wrong reading: credit the bill whole, give the right reading, then run it again with --reissue.",
        zh: "读数有误：先全额冲减账单，录入正确读数，再用 --reissue 重新出账。"),
      Words(
        "A line carried over with its room is billed anew to who took it on, once what the leaver paid of it is credited, too.",
        zh: "随房间转移的欠费，须先冲减原客户已缴部分，再重新出账给接手客户。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(CorrectionOptions.number)
    let reason = try arguments.require(CorrectionOptions.reason)
    let anew = arguments[reissue]
    if anew, arguments[amount] != nil {
      throw Failure.usage(
        "contradiction",
        Words("--reissue credits the whole bill: --amount does not apply", zh: "--reissue 冲减整张账单，不能使用 --amount"))
    }
    if arguments[debtor] != nil, !anew {
      throw Failure.usage("missing-option", Words("--debtor needs --reissue", zh: "--debtor 须与 --reissue 同用"))
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
      // A line partly carried over is "corrected", yet the part that stayed with the leaver can still be credited.
      let isDone = bill.ended == .corrected
      if bill.isReissued ? anew || isDone : isDone && !anew { throw try corrected(bill, database) }
      let credit = try credit(on: bill, arguments[amount])
      if credit == .zero, !anew {
        throw Failure.refused(
          "nothing-to-credit", Words("\(bill.name) is of 0.00", zh: "\(bill.name) 金额为 0.00"))
      }
      let writer = try BillWriter(database, run: run)
      if credit != .zero { try writer.append(NewBill(crediting: credit, of: bill, on: day)) }
      let lines = anew ? try newLines(bill, arguments[debtor], day, zone, database) : []
      if credit != .zero { try context.warnOfBatches(with: [bill], database) }
      if anew, !isDone, bill.credited != .zero {
        context.note(
          Words(
            "\(bill.credited) credited before on \(bill.name) comes back: the new line is for the whole bill",
            zh: "\(bill.name) 此前冲减的 \(bill.credited) 恢复应收：新账单取代整张账单"))
      }
      let posted = try lines.map { (id: try writer.append($0), line: $0) }
      try writer.finish()
      if try credit == bill.remaining { try database.end(bill.id, as: .corrected, run: run) }
      try database.adjust(
        NewAdjustment(
          bill: bill.id, fee: bill.fee, kind: .adjust, amount: credit, on: day,
          reason: reason),
        run: run)
      try context.carryWaivers(of: bill, to: posted, on: day, database)
      try database.settleNegativeLines(run: run)
      context.summary(
        "bill adjust", [("credited", credit == .zero ? 0 : 1), ("reissued", lines.count)])
    }
  }

  /// What is to be credited.
  private static func credit(on bill: CorrectedBill, _ asked: Money?) throws -> Money {
    if bill.principal != nil {
      throw Failure.refused(
        "late-line", Words("\(bill.name) is a late fee", zh: "\(bill.name) 是违约金"),
        hint: Words("waive it: pm bill waive \(bill.name)", zh: "请用 pm bill waive \(bill.name) 减免"))
    }
    let rest = try bill.remaining
    if let asked, asked > rest {
      throw Failure.refused(
        "more-than-billed",
        Words("\(bill.name): only \(rest) is left to credit", zh: "\(bill.name)：可冲减金额仅 \(rest)"))
    }
    return asked ?? rest
  }

  /// The refusal of a bill that is done with, and the way on.
  private static func corrected(_ bill: CorrectedBill, _ database: Database) throws -> Failure {
    let inPlace = try database.lineInPlace(of: bill.id).map { Bill.number.kind.text($0, .standard) }
    return Failure.refused(
      "already-corrected",
      Words("\(bill.name) has been corrected already", zh: "\(bill.name) 已更正"),
      hint: inPlace.map {
        Words("correct the line in its place: pm bill adjust \($0)", zh: "请更正替代它的账单：pm bill adjust \($0)")
      } ?? Words("to bill it anew, add --reissue", zh: "如需重新出账，请加 --reissue"))
  }

  /// The lines that take the place of the bill, posted on `day`.
  private static func newLines(
    _ bill: CorrectedBill, _ debtor: String?, _ day: Day, _ zone: Zone, _ database: Database
  ) throws -> [NewBill] {
    if let other = try database.besideCarried(bill) {
      throw Failure.refused(
        "carried-line",
        Words(
          "\(bill.name) was carried over with its room, and \(other) still stands for the same days",
          zh: "\(bill.name) 系随房间转移的欠费，\(other) 仍计同一期间"),
        hint: Words(
          "take that off first: pm bill adjust \(other); or credit only the difference: pm bill adjust \(bill.name) --amount AMOUNT",
          zh: "请先冲减 \(other)：pm bill adjust \(other)；或仅冲减差额：pm bill adjust \(bill.name) --amount 金额"))
    }
    // The records do not know who took it on: by them it would be the leaver's again.
    let heir = try database.comesOfCarried(bill.id) ? bill.customer : nil
    let named = try debtor.map { try database.row(of: Customer.record, code: $0, zone: zone) }
    let customer = named ?? heir
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
    if let credit = lines.first(where: \.amount.isNegative) {
      throw Failure.refused(
        "nothing-to-owe",
        Words(
          "today's records make a credit of \(-credit.amount) in its place",
          zh: "按现有资料应为红字 \(-credit.amount)"),
        hint: Words(
          "the reading before was too high: correct its bill and it first",
          zh: "上次读数偏高：请先更正其账单与读数"))
    }
    return lines
  }
}

extension Context {
  /// Lets the customer off on the new lines what he was let off on the bill: it was promised to him,
  /// and approved. Where somebody else is to pay, nothing was promised, which is told.
  fileprivate func carryWaivers(
    of bill: CorrectedBill, to lines: [(id: Int64, line: NewBill)], on day: Day,
    _ database: Database
  ) throws {
    let waivers = lines.isEmpty ? [] : try database.waivers(of: bill.id)
    if waivers.isEmpty { return }
    let open = lines.filter { $0.line.customer == bill.customer }
    let sum = try waivers.reduce(Money.zero) { try $0.adding($1.amount) }
    if open.isEmpty {
      return warn(
        Words(
          "\(sum) was waived on \(bill.name); the new line is somebody else's, and nothing is waived on it",
          zh: "\(bill.name) 已减免 \(sum)；新账单由他人付款，未作减免"))
    }
    var carried = Money.zero
    for part in carriedWaivers(waivers.map(\.amount), over: open.map(\.line.amount)) {
      let waiver = waivers[part.waiver]
      try database.adjust(
        NewAdjustment(
          bill: open[part.line].id, fee: bill.fee, kind: .waive, amount: part.amount, on: day,
          reason: "\(bill.name): \(waiver.reason)", approver: waiver.approver),
        run: database.entry)
      carried = try carried.adding(part.amount)
    }
    note(
      Words(
        "\(carried) of the \(sum) waived on \(bill.name) is waived on the new line",
        zh: "\(bill.name) 减免的 \(sum) 中有 \(carried) 转到新账单"))
  }
}

extension Database {
  /// The line that stands for the same days as one that went over with its room, which therefore
  /// cannot be billed anew.
  func besideCarried(_ bill: CorrectedBill) throws -> String? {
    guard try isCarried(bill.id) else { return nil }
    return try lineBeside(bill.id).map { Bill.number.kind.text($0, .standard) }
  }
}
