// `pm bill waive`: let a customer off what is open on a bill.
import PMCore
import PMStore

/// `pm bill waive`: lower what is owed on a bill, with a reason and an approver.
enum BillWaive: Command {
  static let amount = Option(
    "amount", "AMOUNT", Words("How much is waived.", zh: "减免金额。"), parse: CorrectionOptions.amount)
  static let all = Flag("all", Words("Waive all that is open.", zh: "减免全部未缴金额。"))

  static let spec = CommandSpec(
    "bill waive",
    Words("Waive what is open on a bill, or a part of it.", zh: "减免账单未缴金额的全部或一部分。"),
    arguments: [CorrectionOptions.number],
    options: [amount, all, CorrectionOptions.reason, CorrectionOptions.approver],
    examples: [
      "pm bill waive B0000012 --amount 20.00 --reason \"lift out of order\" --approver wang",
      "pm bill waive B0000031 --all --reason goodwill --approver wang --as-of 2026-11-20",
    ],
    notes: [
      Words(
        "It counts from its date on: late fees run on what is left. A waived late fee is not posted again.",
        zh: "自减免之日起生效，违约金按余额计算；已减免的违约金不再计提。"),
      Words(
        "The same amount for the same reason on the same day takes --yes: it may be a command repeated by mistake.",
        zh: "同日以同一原因再次减免同一金额时须加 --yes，以防误重复执行。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    if arguments[all] == (arguments[amount] != nil) {
      throw Failure.usage("amount-or-all", Words("say either --amount or --all", zh: "请在 --amount 与 --all 中选择其一"))
    }
    try context.lower(.waive, by: arguments[amount], arguments, counted: "waived")
  }
}

extension Context {
  /// Waives or writes off `amount` of a bill, or all that is open on it.
  mutating func lower(
    _ kind: Correction, by amount: Money?, _ arguments: Arguments, counted: String
  ) throws {
    let code = try arguments.require(CorrectionOptions.number)
    let reason = try arguments.require(CorrectionOptions.reason)
    let approver = try requireApprover(arguments)
    if let amount { try confirmOnceMore(kind, of: code, by: amount, reason: reason) }
    let day = try today()
    let zone = try databaseZone()
    try write { context, database in
      let closings = try database.closings()
      let bill = try database.billToCorrect(
        code, on: day, closings, zone: zone, evenInvoiced: kind == .writeOff)
      if kind == .writeOff { try refuseDeposit(bill) }
      let part = amount ?? bill.open
      if bill.open.minor <= 0 || part > bill.open {
        throw Failure.refused(
          "more-than-open",
          Words("\(bill.name): only \(bill.open) is open", zh: "\(bill.name)：未缴金额仅 \(bill.open)"))
      }
      try database.adjust(
        NewAdjustment(
          bill: bill.id, fee: bill.fee, kind: kind, amount: part, on: day,
          reason: reason, approver: approver),
        run: database.entry)
      context.summary(context.spec.name, [(counted, 1)])
    }
  }
}
