// `pm deposit refund`: a deposit, or what is left of it, goes back.
import PMCore
import PMStore

/// `pm deposit refund`: pay back what is held, against the receipt.
enum DepositRefund: Command {
  static let amount = Option(
    "amount", "AMOUNT", Words("How much; else all that is held.", zh: "退还金额；不填为全部余额。"),
    parse: CorrectionOptions.amount)
  static let payeeAccount = Option(
    "payee-account", "ACCOUNT", Words("The payee's account; not for cash.", zh: "收款人账号，现金除外。"),
    parse: CorrectionOptions.filled)
  static let receipt = Option(
    "receipt", "NUMBER",
    Words("The receipt that is handed back.", zh: "收回的押金收据号。"),
    parse: CorrectionOptions.filled)

  static let spec = CommandSpec(
    "deposit refund",
    Words("Pay a deposit back, against its receipt.", zh: "凭收据退还押金。"),
    arguments: [DepositDeduct.number],
    options: [
      amount, PaymentRefund.method, payeeAccount, PaymentRefund.reference, receipt,
      CorrectionOptions.approver, PaymentRefund.reason,
    ],
    examples: [
      "pm deposit refund DP0000001 --receipt R0000001 --method bank --payee-account 6222020200012345 --reference T-900 --approver wang",
      "pm deposit refund DP0000001 --amount 500 --receipt R0000001 --method cash --reference V-12 --approver wang --as-of 2026-11-20",
    ],
    notes: [
      Words(
        "Never more than is held. The receipt is one that was printed for money of this deposit, or the number that it came with from another system. The same reference again changes nothing.",
        zh: "不得超过在押余额。收据须为该押金款项已打印的收据，期初转入的为原收据号。同一流水号重复执行不再退还。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(DepositDeduct.number)
    let day = try context.today()
    let method = try arguments.require(PaymentRefund.method)
    let reference = try arguments.require(PaymentRefund.reference)
    let approver = try context.requireApprover(arguments)
    let account = try PayeeAccount.given(arguments, payeeAccount, PaymentRefund.method)
    // The payee's account is personal: the journal says only that there was one.
    context.journalArguments =
      code + (arguments[amount].map { " --amount \($0)" } ?? "")
      + " --reference \(maskedPersons(reference)) \(approverText(approver))"
    let zone = try context.databaseZone()
    try context.write { context, database in
      let deposit = try database.depositToUse(code, on: day, database.closings(), zone: zone)
      let given = arguments[receipt].map { deposit.bill == nil ? $0 : receiptNumber($0) }
      let kept = try database.refund(
        company: deposit.company, method: method, reference: reference)
      var asked = NewRefund(
        customer: deposit.customer, company: deposit.company,
        amount: arguments[amount] ?? kept?.amount ?? deposit.balance, method: method,
        account: account, reference: reference, approver: approver,
        reason: arguments[PaymentRefund.reason], refundedOn: day)
      asked.deposit = deposit.id
      asked.receipt = given
      if let kept {
        guard kept == asked else { throw PaymentRefund.otherContent }
        context.summary("deposit refund", [("created", 0), ("unchanged", 1)])
        return
      }
      if asked.amount == .zero {
        throw Failure.refused(
          "nothing-held", Words("nothing is held of \(code)", zh: "\(code) 已无在押余额"))
      }
      try database.requireHeld(asked.amount, deposit, on: day)
      try requireReceipt(given, of: deposit, database)
      try database.keep(asked, run: database.entry)
      context.summary("deposit refund", [("created", 1), ("unchanged", 0)])
    }
  }

  /// `R12` as it is printed: `R0000012`.
  private static func receiptNumber(_ text: String) -> String {
    guard text.first == "R" || text.first == "r", let number = Int64(text.dropFirst()), number > 0
    else { return text }
    return Receipt.number.kind.text(number, .standard)
  }

  /// Refuses a receipt that is not the deposit's, and none where there is one.
  private static func requireReceipt(
    _ given: String?, of deposit: HeldDeposit, _ database: Database
  ) throws {
    let found = try database.receipts(ofDeposit: deposit.id)
    var papers = found.printed.map { Receipt.number.kind.text($0, .standard) }
    if deposit.bill == nil, let reference = deposit.reference { papers.append(reference) }
    if let given, papers.contains(given) { return }
    let list = papers.joined(separator: ", ")
    if let given, !papers.isEmpty {
      throw Failure.refused(
        "not-its-receipt",
        Words("\(given) is no receipt of this deposit", zh: "\(given) 不是该押金的收据"),
        hint: Words("its receipts: \(list)", zh: "该押金的收据：\(list)"))
    }
    if !papers.isEmpty {
      throw Failure.usage(
        "receipt-needed", Words("a refund names the receipt: --receipt", zh: "退还押金须用 --receipt 注明收据"),
        hint: Words("its receipts: \(list)", zh: "该押金的收据：\(list)"))
    }
    if let missing = found.missing.first.map({ Payment.record.numberText($0) }) {
      throw Failure.refused(
        "no-receipt",
        Words("no receipt was printed for \(missing)", zh: "\(missing) 尚未开具收据"),
        hint: Words("pm payment receipt \(missing)", zh: "请先 pm payment receipt \(missing)"))
    }
    // It came in without a payment of ours, so that there is no receipt to hand back.
    if let given {
      throw Failure.refused(
        "not-its-receipt",
        Words("\(given) is no receipt of this deposit", zh: "\(given) 不是该押金的收据"))
    }
  }
}
