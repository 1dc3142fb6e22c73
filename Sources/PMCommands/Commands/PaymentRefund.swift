// `pm payment refund`: prepayment paid back to a customer.
import PMCore
import PMStore

/// `pm payment refund`: pay back what a customer has left, never more.
enum PaymentRefund: Command {
  static let customer = Option("customer", "CODE", Words("Whose prepayment.", zh: "退款客户。"))
  static let company = Option(
    "company", "CODE", Words("Which company holds it, where several do.", zh: "预收所属公司（多家时必填）。"))
  static let amount = Option(
    "amount", "AMOUNT", Words("How much.", zh: "退款金额。"), parse: CorrectionOptions.amount)
  static let method = Option(
    "method", choices: Payment.methods.map(\.value), Words("How it is paid out.", zh: "退款方式。"))
  static let account = Option(
    "account", "ACCOUNT", Words("The payee's account; not for cash.", zh: "收款人账号，现金除外。"),
    parse: CorrectionOptions.filled)
  static let reference = Option(
    "reference", "TEXT",
    Words("The number of the transfer or voucher; kept once.", zh: "流水号或凭证号，不可重复。"),
    parse: CorrectionOptions.filled)
  static let reason = Option(
    "reason", "TEXT", Words("Why.", zh: "原因。"), parse: CorrectionOptions.filled)

  static let spec = CommandSpec(
    "payment refund",
    Words("Pay back what a customer has left of prepayment.", zh: "退还客户预收余额。"),
    options: [
      customer, amount, method, account, reference, CorrectionOptions.approver, reason, company,
    ],
    examples: [
      "pm payment refund --customer K1 --amount 80.00 --method bank --account 6222020200012345 --reference T-881 --approver wang --as-of 2026-11-20"
    ],
    notes: [
      Words(
        "Never more than the balance: free prepayment first, then what is kept for a fee, oldest first. The same reference again changes nothing.",
        zh: "不得超过余额：先退未指定用途的预收，再退指定收费项目的，均先进先出。同一流水号重复执行不再退款。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(customer)
    var asked = NewRefund(
      customer: 0, company: nil, amount: try arguments.require(amount),
      method: try arguments.require(method), account: try PayeeAccount.given(arguments, account, method),
      reference: try arguments.require(reference), approver: try context.requireApprover(arguments),
      reason: arguments[reason], refundedOn: try context.today())
    // The payee's account is personal: the journal says only that there was one.
    context.journalArguments =
      "--customer \(code) --amount \(asked.amount) --reference \(maskedPersons(asked.reference)) \(approverText(asked.approver))"
    let zone = try context.databaseZone()
    let companyCode = arguments[company]
    try context.write { context, database in
      asked.customer = try database.row(of: Customer.record, code: code, zone: zone)
      let closings = try database.closings()
      let day = asked.refundedOn
      let balances = try database.balances(of: asked.customer, on: day)
      asked.company =
        try companyCode.map { try database.row(of: Org.record, code: $0, zone: zone) }
        ?? onlyCompany(balances, closings)
      try closings.requireOpen(on: day, for: asked.company)
      if let kept = try database.refund(
        company: asked.company, method: asked.method, reference: asked.reference)
      {
        guard kept == asked else { throw otherContent }
        context.summary("payment refund", [("created", 0), ("unchanged", 1)])
        return
      }
      let left = balances.first { $0.company == asked.company }?.left ?? .zero
      if asked.amount > left {
        throw Failure.refused(
          "above-balance",
          Words("customer \(code) has \(left) left", zh: "客户 \(code) 的预收余额为 \(left)"))
      }
      try database.keep(asked, run: database.entry)
      context.summary("payment refund", [("created", 1), ("unchanged", 0)])
    }
  }

  /// The one company that holds money of the customer, or the one there is.
  private static func onlyCompany(
    _ balances: [(company: Int64?, left: Money)], _ closings: Closings
  ) throws -> Int64? {
    if balances.count > 1 {
      throw Failure.usage(
        "company-needed",
        Words("several companies hold prepayment: --company is required", zh: "多家公司持有预收，须用 --company 指定"))
    }
    return balances.first?.company ?? closings.orgs.company(of: nil)
  }

  static let otherContent = Failure.refused(
    "reference-used",
    Words("the reference is on another refund already", zh: "该流水号已用于另一笔退款"),
    hint: Words("pm refund list", zh: "请查看 pm refund list"))
}
