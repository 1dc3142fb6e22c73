// `pm payment import`: money that came in, allocated when it is booked.
import PMCore
import PMFormat
import PMStore

/// `pm payment import`: book payments and pay open bills with them.
enum PaymentImport: Command {
  static let unmatched = Option(
    "unmatched", of: Unmatched.self,
    Words(
      "What becomes of payments that match no customer; a map may say it.",
      zh: "未匹配到客户的收款如何处理；映射文件也可指定。"))

  static let spec = CommandSpec(
    "payment import",
    Words("Book payments and pay open bills with them.", zh: "导入收款并冲抵未缴账单。"),
    arguments: [ImportOptions.file], options: ImportOptions.all + [unmatched],
    examples: [
      "pm payment import payments.csv", "pm payment import payments.csv --dry-run",
      "pm payment import bill.csv --map Samples/maps/wechat-payments.json --constant company=CO1",
    ],
    notes: [
      Words(
        "A reference is booked once; the same reference with other content is refused. What is left is prepayment.",
        zh: "同一流水号只入账一次，内容不同则拒收。余额转为预收。"),
      Words(
        "Bills are paid by due date, a late fee with its principal's; on one day by the priority of the fee, principal before late fee (setting allocation.order), number.",
        zh: "账单按缴费期限先后冲抵，违约金随其本金的期限；同一期限内依次按收费项目的冲抵次序、先本金后违约金（设置 allocation.order）、账单号。"),
      Words(
        "Paid first: the bills in `bill`, then those of `period`. With `fee`, `for_from` or `for_to` nothing else is paid, and the rest waits for them.",
        zh: "先冲抵 bill 所列账单，再冲抵 period 账期的账单。填写 fee、for_from 或 for_to 时仅冲抵所限账单，余额同此限用。"),
      Words(
        "A row that names nobody is matched by bill number or room in its text, mandate, payer's account or phone; where two customers fit, nobody is guessed. With suspense it waits for pm payment claim.",
        zh: "未写明客户的行依次按附言中的账单号或房号、托收合同号、付款账号、电话匹配；多名客户相符时不猜测。选 suspense 时进入待认领，由 pm payment claim 认领。"),
      Words(
        "An empty company is that of the room or the bill, else the one to which all that the customer has and owes belongs; a statement of one company takes --constant company=CODE.",
        zh: "未填公司时取房间或账单所属公司，否则取该客户全部房产与欠费所属的唯一公司；整份对账单同属一家公司时用 --constant company=编码。"),
      Words("Layout: pm payment columns.", zh: "列说明：pm payment columns。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let options = try ImportOptions(arguments)
    if options.mode == .updateOnly {
      throw Failure.usage(
        "contradiction",
        Words(
          "payments are never updated: --update-only does not apply",
          zh: "收款不可更新，不能使用 --update-only"))
    }
    let completion = try PaymentCompletion(context.openForReading())
    let posting = PaymentPosting()
    var hooks = ImportHooks()
    let given = arguments[unmatched]
    completion.unmatched = given ?? .refuse
    hooks.mapped = { completion.unmatched = given ?? $0.unmatched ?? .refuse }
    hooks.opened = { source in
      completion.source = source
      posting.unmatched = completion.unmatched
    }
    hooks.supply = PaymentCompletion.supplied
    hooks.complete = { job, cells, start, offset in
      try completion.complete(job, &cells, start, offset)
    }
    hooks.wantsTouched = true
    hooks.written = { database, job, findings in try posting.book(database, job, findings) }
    hooks.told = { posting.told }
    hooks.compared = { completion.compared.map { $0.union(posting.compared ?? []) } ?? posting.compared }
    try context.importFile(
      try arguments.require(ImportOptions.file), into: Payment.record, options, hooks: hooks)
    guard let source = completion.source else { return }
    var warnings = Findings(posting.warnings.map { $0.finding(in: source) })
    warnings.addUntold(posting.warned - warnings.count)
    context.messages.say(warnings, .warning)
  }
}

/// What becomes of a payment for which nobody is found.
enum Unmatched: String, CaseIterable {
  case refuse, suspense
}
