// `pm payment add`: money taken at the counter, with its receipt number.
import PMCore
import PMFormat
import PMStore

/// `pm payment add FIELD=VALUE…`: one payment, or one for several rooms in parts.
enum PaymentAdd: Command {
  static let fields = Argument(
    "FIELD=VALUE",
    Words(
      "A column and its value; a + alone begins the next part.", zh: "列与值；单独的 + 之后为下一分笔。"),
    .oneOrMore)
  static let total = Option(
    "total", "AMOUNT", Words("What the parts must add up to.", zh: "各分笔合计应等于此金额。"),
    parse: CorrectionOptions.amount)

  static let spec = CommandSpec(
    "payment add",
    Words("Take a payment at the counter; prints its receipt number.", zh: "柜台收款，给出收据号。"),
    arguments: [fields], options: [total],
    examples: [
      "pm payment add room=1-1-0101 method=cash amount=300.00",
      "pm payment add method=bank reference=T881 room=1-1-0101 amount=300.00 + room=1-1-0102 amount=250.00 --total 550.00",
      "pm payment add customer=K001 method=wechat reference=W7 amount=1200 fee=WYF for_from=2027-01 for_to=2027-12",
    ],
    notes: [
      Words(
        "paid_on is today (--as-of) and cashier the actor where they are left out. Later parts take over paid_on, method, account, reference, cashier, note and company.",
        zh: "未填 paid_on 时为当日（--as-of），未填 cashier 时为操作人。后续分笔沿用 paid_on、method、account、reference、cashier、note、company。"),
      Words(
        "Where there are several companies, company= is that of the room or the bill, else the one to which all that the customer has and owes belongs.",
        zh: "系统中有多家公司时，未填 company 则取房间或账单所属公司，否则取该客户全部房产与欠费所属的唯一公司。"),
      Words(
        "Cash without a reference is kept under its receipt number. With a reference, the same again changes nothing; another amount is refused.",
        zh: "现金未填流水号时以收据号为流水号。有流水号时重复执行不再入账，内容不同则拒收。"),
      Words(
        "Which bills it pays first: pm payment import --help. The same cash of one day without a reference is told, as it may be taken twice.",
        zh: "冲抵先后见 pm payment import --help。同日同额且未填流水号的现金会提示，以防重复收款。"),
      Words(
        "paid_on later than today and than the month after the last one billed takes --yes.",
        zh: "paid_on 晚于今天且晚于最近出账月的次月时须加 --yes。"),
      Words(
        "bill=B0000012,B0000013 or period=2026-10 says what is paid first; fee, for_from and for_to what alone may be paid.",
        zh: "bill=B0000012,B0000013 或 period=2026-10 指定优先冲抵；fee、for_from、for_to 限定仅可冲抵的账单。"),
      Words(
        "Cash taken here is reviewed before a close: pm payment review.",
        zh: "在此收取的现金须在结账前复核：pm payment review。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    var slip = try CounterSlip(arguments.all(fields))
    let database = try context.openForReading()
    for cashier in slip.cashiers { try context.requireOwnCash(of: cashier) }
    let known = try slip.fill(
      database, day: context.today(), cashier: context.actor, total: arguments[total])
    try requireConsent(slip, &context)
    let completion = try PaymentCompletion(database)
    let posting = PaymentPosting()
    let day = try context.today()
    var twins: [(new: Int64, old: Int64)] = []
    var hooks = ImportHooks()
    completion.receipt = try database.nextReceipt()
    hooks.began = { completion.receipt = try $0.nextReceipt() }
    hooks.supply = PaymentCompletion.supplied
    hooks.complete = { job, cells, start, offset in
      try completion.complete(job, &cells, start, offset)
    }
    hooks.wantsTouched = true
    hooks.written = { database, job, findings in
      try posting.book(database, job, findings)
      if findings.isEmpty {
        try database.issueReceipts(
          ofCounter: posting.booked, first: completion.receipt ?? "", on: day,
          run: database.entry)
        twins = try posting.booked.compactMap { new in
          try database.samePayment(as: new).map { (new, $0) }
        }
      }
    }
    hooks.told = { posting.told }
    hooks.compared = { completion.compared.map { $0.union(posting.compared ?? []) } ?? posting.compared }
    try context.importRows(
      of: try slip.source(), into: Payment.record, ImportOptions(), try database.settings(),
      verb: "payment add", hooks: hooks)
    for warning in posting.warnings {
      context.warn(
        Finding(
          warning.code, warning.words, hint: warning.hint, at: Place(columnName: warning.columnName)))
    }
    for (new, old) in twins { context.warn(same(new, as: old)) }
    if context.common.dryRun { return }
    if !posting.booked.isEmpty {
      let numbers = posting.booked.map { Payment.number.kind.text($0, .standard) }.joined(separator: ", ")
      context.standing = Words(
        "the payment is booked as \(numbers): do not take it again; pm payment receipt prints the receipt",
        zh: "该笔收款已入账（\(numbers)），请勿重复收款；可用 pm payment receipt 打印收据")
    }
    try context.showPayments(posting.booked.isEmpty ? known : posting.booked)
  }

  /// What is said of cash that was taken the same day already.
  private static func same(_ new: Int64, as old: Int64) -> Words {
    let (new, old) = (
      Payment.number.kind.text(new, .standard), Payment.number.kind.text(old, .standard)
    )
    return Words(
      "\(new) is the same as \(old) of that day; taken once only: pm payment reverse \(new) --reason TEXT",
      zh: "\(new) 与当日的 \(old) 相同；若只收了一次：pm payment reverse \(new) --reason 原因")
  }

  /// Asks before money is booked for a day on which nobody can have paid it; as in `bill late` a month
  /// may be rehearsed before it is over.
  private static func requireConsent(_ slip: CounterSlip, _ context: inout Context) throws {
    guard let day = slip.days.max() else { return }
    let today = try context.clockDay()
    if day <= today { return }
    let last = try context.openForReading().lastBilledPeriod()
    if let last, day.period <= last.adding(1) { return }
    try context.confirm(
      Words(
        "a payment of \(day): today is \(today); money that came in has an earlier paid_on",
        zh: "收款日期 \(day)：今天是 \(today)，已收款项的 paid_on 不会晚于今天"))
  }
}

extension Context {
  /// Shows payments with their receipts and what they paid.
  fileprivate mutating func showPayments(_ rows: [Int64]) throws {
    let names = [
      "number", "receipt", "part", "payer", "room", "paid_on", "method", "amount", "allocated",
      "reference",
    ]
    var query = RecordQuery(
      Payment.record, columns: names.compactMap { Payment.record.column($0) })
    query.restrictions = ["t.id IN (\(sqlList(rows)))"]
    try openForReading()
    try list(query)
  }
}
