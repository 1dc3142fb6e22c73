// What the ledger books, out of the tables, in the order of posting.
package import PMCore

/// A run through everything that is booked, in the order of posting date and number.
///
/// A part of a negative line that was settled goes to the customer's prepayment, and what it paid
/// comes out of there: his prepayment shows no more in the end than what he may still use.
package struct LedgerQuery {
  private let database: Database
  private let first: Day
  private let last: Day
  private let company: Int64?
  private let tree: OrgTree
  private let fees: [Int64: LedgerFee]
  private let prepayments = Prepayment.record.serial
  private let allocations = Allocation.record.serial
  private let adjustments = Adjustment.record.serial

  /// - Parameters:
  ///   - first: the first posting date that counts.
  ///   - last: the last one.
  ///   - company: the books of this one only; nil: of all.
  package init(
    _ database: Database, from first: Day, through last: Day, company: Int64? = nil
  ) throws {
    self.database = database
    self.first = first
    self.last = last
    self.company = company
    tree = try database.orgTree()
    var fees: [Int64: LedgerFee] = [:]
    try database.forEach("SELECT id, code, class, tax_method, account FROM fee ORDER BY id") {
      row in
      fees[row.int64(0)] = LedgerFee(
        code: row.string(1), kind: try row.word(2), taxMethod: try row.word(3),
        account: row.optionalString(4))
    }
    self.fees = fees
  }

  /// Lends each account that the entries may use, parents left out, with the type of each.
  package func forEachAccount(
    _ body: (LedgerAccount, LedgerAccountType) throws -> Void
  ) throws {
    func lend(_ account: LedgerAccount, own: LedgerAccountType = .revenue) throws {
      try body(account, LedgerAccounts.type(of: account, own: own))
    }
    var lateFees: Set<Int64> = []
    try database.forEach(
      "SELECT DISTINCT fee_id FROM bill WHERE principal_id IS NOT NULL ORDER BY 1"
    ) { lateFees.insert($0.int64(0)) }
    let billed = try database.rows(
      """
      SELECT fee.id, used.tax_method
        FROM (SELECT fee_id, tax_method FROM bill UNION SELECT fee_id, 'untaxed' FROM deposit) AS used
        JOIN fee ON fee.id = used.fee_id
       ORDER BY fee.key, used.tax_method
      """
    ) { row throws(StoreError) in
      (id: row.int64(0), taxMethod: try row.word(1, as: TaxMethod.self))
    }
    for (id, taxMethod) in billed {
      guard let fee = fees[id]?.taxed(by: taxMethod) else { continue }
      try lend(fee.receivable)
      try lend(fee.counterpart, own: fee.accountType)
      if fee.isDeposit { try lend(fee.depositDue) }
      if lateFees.contains(id) { try lend(fee.lateIncome, own: fee.accountType) }
    }
    for (loss, condition) in [
      (LedgerLoss.waived, Adjustment.isWaiver), (.badDebt, Adjustment.isWriteOff),
    ] {
      let adjusted = try database.rows(
        """
        SELECT DISTINCT fee.id
          FROM adjustment JOIN fee ON fee.id = adjustment.fee_id
         WHERE \(condition)
         ORDER BY fee.key
        """
      ) { $0.int64(0) }
      for id in adjusted { if let fee = fees[id] { try lend(loss.account(of: fee)) } }
    }
    try database.forEach(
      "SELECT method FROM payment UNION SELECT method FROM refund ORDER BY method"
    ) { row in
      try lend(LedgerAccounts.cash(row.string(0)))
    }
    try database.forEach(
      """
      SELECT DISTINCT customer.code, held.org_id
        FROM (SELECT y.customer_id, \(Prepayment.holder(of: "y")) AS org_id
                FROM prepayment AS y
              UNION
              SELECT bill.customer_id, room.community_id
                FROM allocation JOIN bill ON bill.id = allocation.bill_id
                LEFT JOIN room ON room.id = bill.room_id
               WHERE allocation.kind = 'netting') AS held
        JOIN customer ON customer.id = held.customer_id
       ORDER BY customer.key, held.org_id
      """
    ) { try lend(LedgerHolder($0.string(0), company: companyCode(of: $0.optionalInt64(1))).account) }
    for account in [LedgerAccounts.tax, LedgerAccounts.suspense, LedgerAccounts.opening] {
      try lend(account)
    }
  }

  /// The company in whose books something of `org` stands; nil while there are no companies.
  private func companyCode(of org: Int64?) -> String? {
    tree.company(of: org).flatMap { tree.code(of: $0) }
  }

  /// What was posted after the last day: how many entries, and the day of the first.
  package func later() throws -> (count: Int, first: Day)? {
    var later: (count: Int, first: Day)?
    let rest = try LedgerQuery(
      database, from: last.adding(1), through: .distantFuture, company: company)
    try rest.forEachEvent { day, _, _ in later = ((later?.count ?? 0) + 1, later?.first ?? day) }
    return later
  }

  /// Lends each event with its posting date and its company's code; none is kept.
  package func forEachEvent(_ body: (Day, String?, LedgerEvent) throws -> Void) throws {
    let seeks = try Seeks(database)
    var rows = try database.prepare(Self.sql(tree))
    try rows.bind([.day(first), .day(last)])
    var receipt: Receipt?
    while try rows.step() {
      let org = rows.optionalInt64(Field.org)
      if let company, tree.company(of: org) != company { continue }
      if let open = receipt, !open.isContinued(by: rows) {
        try body(open.day, open.company, open.event)
        receipt = nil
      }
      let itsCompany = companyCode(of: org)
      switch try rows.word(Field.part, as: Part.self) {
      case .receipt, .payment, .rest:
        var open = receipt ?? Receipt(rows, company: itsCompany)
        try gather(rows, into: &open, seeks)
        receipt = open
      default: try body(rows.day(Field.day), itsCompany, try event(of: rows, itsCompany, seeks))
      }
    }
    if let receipt { try body(receipt.day, receipt.company, receipt.event) }
  }

  /// Adds a row of a payment to what was gathered of it.
  private func gather(
    _ row: borrowing Statement, into receipt: inout Receipt, _ seeks: Seeks
  ) throws {
    switch try row.word(Field.part, as: Part.self) {
    case .receipt:
      receipt.method = row.string(Field.method)
      receipt.amount = row.money(Field.amount)
      receipt.paidOn = row.day(Field.valueOn)
    case .rest:
      receipt.prepaid.append(
        (try holder(row, Field.customer, receipt.company, seeks), row.money(Field.amount)))
    default: receipt.settlements.append(try settlement(row, seeks))
    }
  }

  /// The event of a row that is a document of its own.
  private func event(
    of row: borrowing Statement, _ company: String?, _ seeks: Seeks
  ) throws -> LedgerEvent {
    let (number, amount) = (row.int64(Field.number), row.money(Field.amount))
    switch try row.word(Field.part, as: Part.self) {
    case .bill:
      return .bill(
        try bill(row, seeks), amount: amount, tax: row.money(Field.tax),
        isOpening: row.flag(Field.isOpening))
    case .waive, .reverseWaive:
      return .adjustment(number: name(adjustments, number), .waived, try settlement(row, seeks))
    case .writeOff, .recover:
      return .adjustment(number: name(adjustments, number), .badDebt, try settlement(row, seeks))
    case .offset:
      return try settlementEvent(row, .offset, company, seeks)
    case .netting:
      return try settlementEvent(row, .netting, company, seeks)
    case .reversal:
      return try settlementEvent(row, .reversal, company, seeks)
    case .opening:
      return .opening(
        number: name(prepayments, number), try holder(row, Field.customer, company, seeks),
        amount: amount)
    case .carry:
      return .carry(
        number: name(prepayments, number), from: try holder(row, Field.holder, company, seeks),
        to: try holder(row, Field.customer, company, seeks), amount: amount)
    case .refund:
      return .refund(
        number: name(Refund.number.kind, number), method: row.string(Field.method), amount: amount,
        prepaid: [(try holder(row, Field.customer, company, seeks), amount)])
    case .deposit:
      return try depositEvent(
        row, name(allocations, number), .deduction(try settlement(row, seeks)), seeks)
    case .depositRefund:
      return try depositEvent(
        row, name(Refund.number.kind, number), .refund(row.string(Field.method)), seeks)
    case .openingDeposit:
      return try depositEvent(row, name(Deposit.number.kind, number), .opening, seeks)
    case .receipt, .payment, .rest: throw StoreError("a part of a payment alone")
    }
  }

  private func name(_ kind: (any CellKind)?, _ number: Int64) -> String {
    kind?.text(number, .standard) ?? ""
  }

  private func holder(
    _ row: borrowing Statement, _ column: Int, _ company: String?, _ seeks: Seeks
  ) throws -> LedgerHolder {
    LedgerHolder(try seeks.customers.code(row.int64(column)), company: company)
  }

  private func settlement(
    _ row: borrowing Statement, _ seeks: Seeks
  ) throws -> LedgerSettlement {
    LedgerSettlement(
      bill: try bill(row, seeks), amount: row.money(Field.amount), valueOn: row.day(Field.valueOn))
  }

  private func settlementEvent(
    _ row: borrowing Statement, _ kind: LedgerSettlement.Kind, _ company: String?, _ seeks: Seeks
  ) throws -> LedgerEvent {
    .settlement(
      number: name(allocations, row.int64(Field.number)), kind,
      try holder(row, Field.holder, company, seeks), try settlement(row, seeks))
  }

  /// What leaves a deposit, or is there when the books are opened.
  private func depositEvent(
    _ row: borrowing Statement, _ code: String, _ move: LedgerDeposit.Move, _ seeks: Seeks
  ) throws -> LedgerEvent {
    let id = row.int64(Field.deposit)
    guard let held = try seeks.deposits.deposit(id), let fee = fees[held.fee] else {
      throw StoreError("a deposit without a fee")
    }
    return .deposit(
      LedgerDeposit(
        code: code, deposit: name(Deposit.number.kind, id), fee: fee,
        customer: try seeks.customers.code(held.customer), amount: row.money(Field.amount),
        move: move))
  }

  private func bill(_ row: borrowing Statement, _ seeks: Seeks) throws -> LedgerBill {
    guard var fee = fees[row.int64(Field.fee)] else { throw StoreError("a bill without a fee") }
    // A bill keeps the method by which it was taxed, whatever its fee says today.
    if try row.word(Field.part, as: Part.self) == .bill {
      fee = fee.taxed(by: try row.word(Field.method))
    }
    let id = row.int64(Field.bill)
    return LedgerBill(
      number: name(Bill.number.kind, id), fee: fee,
      room: try row.optionalInt64(Field.room).map { try seeks.rooms.code($0) },
      customer: try seeks.customers.code(row.int64(Field.customer)),
      period: row.period(Field.period), dueOn: row.day(Field.dueOn),
      isLate: row.flag(Field.isLate),
      deposit: fee.isDeposit ? try seeks.deposits.number(ofBill: id) : nil)
  }
}

/// What is looked up beside the rows.
private struct Seeks {
  let rooms: CodeSeek
  let customers: CodeSeek
  let deposits: DepositSeek

  init(_ database: Database) throws {
    rooms = try CodeSeek(database, table: "room")
    customers = try CodeSeek(database, table: "customer")
    deposits = try DepositSeek(database)
  }
}

/// A payment while its parts are gathered.
private struct Receipt {
  let day: Day
  let rank: Int64
  let number: Int64
  let company: String?
  var method = ""
  var amount = Money.zero
  var paidOn: Day?
  var settlements: [LedgerSettlement] = []
  var prepaid: [(holder: LedgerHolder, amount: Money)] = []

  /// The payment of a row, nothing of it gathered yet.
  init(_ row: borrowing Statement, company: String?) {
    day = row.day(LedgerQuery.Field.day)
    rank = row.int64(LedgerQuery.Field.rank)
    number = row.int64(LedgerQuery.Field.number)
    self.company = company
  }

  /// Whether a row is of the same payment.
  func isContinued(by row: borrowing Statement) -> Bool {
    day == row.day(LedgerQuery.Field.day) && rank == row.int64(LedgerQuery.Field.rank)
      && number == row.int64(LedgerQuery.Field.number)
  }

  var event: LedgerEvent {
    .receipt(
      number: Payment.number.kind.text(number, .standard), method: method, amount: amount,
      paidOn: paidOn, settlements: settlements, prepaid: prepaid)
  }
}
