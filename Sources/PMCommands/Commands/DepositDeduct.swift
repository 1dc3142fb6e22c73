// `pm deposit deduct`: damage, a lost card, arrears: paid out of a deposit.
import PMCore
import PMStore

/// `pm deposit deduct`: make an ordinary bill and pay it from the deposit, or pay an open one.
enum DepositDeduct: Command {
  static let number = Argument("NUMBER", Words("A deposit's number.", zh: "押金号。"))
  static let fee = Option("fee", "CODE", Words("Bill this fee.", zh: "按此收费项目出账。"))
  static let bill = Option(
    "bill", "NUMBER", Words("Pay this open bill of the customer instead.", zh: "改为冲抵该客户的此张未缴账单。"))
  static let amount = Option(
    "amount", "AMOUNT", Words("How much.", zh: "抵扣金额。"), parse: CorrectionOptions.amount)
  static let reference = Option(
    "reference", "TEXT",
    Words("The number of the assessment or form; kept once.", zh: "定损单或审批单号，不可重复。"),
    parse: CorrectionOptions.filled)

  static let spec = CommandSpec(
    "deposit deduct",
    Words("Pay a bill out of a deposit.", zh: "以押金抵扣费用。"),
    arguments: [number],
    options: [fee, bill, amount, reference, CorrectionOptions.reason, CorrectionOptions.approver],
    examples: [
      "pm deposit deduct DP0000001 --fee PCF --amount 350.00 --reference DS-07 --reason \"lift door scratched\" --approver wang",
      "pm deposit deduct DP0000001 --bill B0000012 --reference DS-08 --reason \"moved out\" --approver wang --as-of 2026-11-20",
    ],
    notes: [
      Words(
        "With --fee the customer gets an ordinary bill, taxed as its fee is, which is paid at once. Never more than is held; the same reference again changes nothing.",
        zh: "用 --fee 时为该客户开立一张普通账单（按收费项目计税）并随即由押金付清。不得超过在押余额；同一凭证号重复执行不再抵扣。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(number)
    let reference = try arguments.require(reference)
    let reason = try arguments.require(CorrectionOptions.reason)
    let approver = try context.requireApprover(arguments)
    if (arguments[fee] == nil) == (arguments[bill] == nil) {
      throw Failure.usage("fee-or-bill", Words("say either --fee or --bill", zh: "请在 --fee 与 --bill 中选择其一"))
    }
    let given = arguments[bill] == nil ? try arguments.require(amount) : arguments[amount]
    let day = try context.today()
    let zone = try context.databaseZone()
    try context.write { context, database in
      let run = try database.entry
      let closings = try database.closings()
      let deposit = try database.depositToUse(code, on: day, closings, zone: zone)
      if let kept = try database.deduction(from: deposit.id, reference: reference) {
        let bill = try arguments[bill].map { try database.row(of: Bill.record, code: $0, zone: zone) }
        let fee = try arguments[fee].map { try database.row(of: Fee.record, code: $0, zone: zone) }
        let same = NewDeduction(
          deposit: deposit.id, amount: given ?? kept.deduction.amount, on: day, reference: reference,
          reason: reason, approver: approver)
        guard kept.deduction == same, bill ?? kept.bill == kept.bill, fee ?? kept.fee == kept.fee
        else {
          throw Failure.refused(
            "reference-used",
            Words("the reference is on another deduction already", zh: "该凭证号已用于另一笔抵扣"),
            hint: Words("pm deduction list", zh: "请查看 pm deduction list"))
        }
        context.summary("deposit deduct", [("created", 0), ("unchanged", 1)])
        return
      }
      let debt = try arguments[bill].map {
        try openDebt($0, of: deposit, given, on: day, closings, zone: zone, database)
      }
      let sum = debt?.amount ?? given ?? .zero
      try database.requireHeld(sum, deposit, on: day)
      let paid =
        try debt.map { (bill: $0.bill, fee: $0.fee) }
        ?? newBill(arguments.require(fee), sum, from: deposit, on: day, zone: zone, run: run, database)
      try database.keep(
        NewDeduction(
          deposit: deposit.id, amount: sum, on: day, reference: reference, reason: reason,
          approver: approver),
        paying: paid.bill, fee: paid.fee, run: run)
      context.summary("deposit deduct", [("created", 1), ("unchanged", 0)])
    }
  }

  /// An open bill of the deposit's customer, and how much of it is to be paid.
  private static func openDebt(
    _ code: String, of deposit: HeldDeposit, _ given: Money?, on day: Day, _ closings: Closings,
    zone: Zone, _ database: Database
  ) throws -> (bill: Int64, fee: Int64, amount: Money) {
    let bill = try database.billToCorrect(code, on: day, closings, zone: zone, evenInvoiced: true)
    if bill.customer != deposit.customer || bill.kind == .fee(.deposit) {
      throw Failure.refused(
        "not-payable-from-it",
        Words(
          "\(bill.name) is no ordinary bill of the deposit's customer", zh: "\(bill.name) 不是该押金客户的普通账单"))
    }
    let part = given ?? bill.open
    if bill.open.minor <= 0 || part > bill.open {
      throw Failure.refused(
        "more-than-open",
        Words("\(bill.name): only \(bill.open) is open", zh: "\(bill.name)：未缴金额仅 \(bill.open)"))
    }
    return (bill.id, bill.fee, part)
  }

  /// Makes the bill that the deposit pays.
  private static func newBill(
    _ code: String, _ amount: Money, from deposit: HeldDeposit, on day: Day, zone: Zone, run: Int64,
    _ database: Database
  ) throws -> (bill: Int64, fee: Int64) {
    let fee = try database.fee(try database.row(of: Fee.record, code: code, zone: zone))
    if fee.kind == .deposit {
      throw Failure.refused(
        "a-deposit-fee", Words("fee \(code) is a deposit itself", zh: "收费项目 \(code) 本身为押金"),
        hint: Words("name the fee of what is charged", zh: "请指定实际收取的收费项目"))
    }
    var bill = try NewBill(
      once: amount, fee, room: deposit.room, customer: deposit.customer, on: day, dueOn: day)
    bill.deposit = deposit.id
    let writer = try BillWriter(database, run: run)
    let number = try writer.append(bill)
    try writer.finish()
    return (number, fee.id)
  }
}

extension Database {
  /// The deposit with this number, its books open on `day`.
  func depositToUse(
    _ code: String, on day: Day, _ closings: Closings, zone: Zone
  ) throws -> HeldDeposit {
    let deposit = try heldDeposit(row(of: Deposit.record, code: code, zone: zone)).orLost("a deposit")
    try closings.requireOpen(on: day, for: deposit.place)
    return deposit
  }

  /// Refuses more than is held of the deposit, on `day` and now.
  func requireHeld(_ amount: Money, _ deposit: HeldDeposit, on day: Day) throws {
    let held = try min(deposit.balance, heldOf(deposit.id, on: day))
    if amount <= held { return }
    let name = Deposit.number.kind.text(deposit.id, .standard)
    throw Failure.refused(
      "above-deposit",
      Words("\(name): only \(held) is held on \(day)", zh: "\(name)：\(day) 在押余额仅 \(held)"))
  }
}
