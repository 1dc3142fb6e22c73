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
        code: row.string(1), kind: row.string(2), taxMethod: row.string(3),
        account: row.optionalString(4))
    }
    self.fees = fees
  }

  /// Lends each account that the entries may use, parents left out, with the letter of its type.
  package func forEachAccount(_ body: (LedgerAccount, Character) throws -> Void) throws {
    func lend(_ account: LedgerAccount, own: Character = "R") throws {
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
    ) { (id: $0.int64(0), taxMethod: $0.string(1)) }
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
    let rooms = try CodeSeek(database, table: "room")
    let customers = try CodeSeek(database, table: "customer")
    let deposits = try DepositSeek(database)
    var rows = try database.prepare(Self.sql(tree))
    try rows.bind([.day(first), .day(last)])
    var receipt: Receipt?
    while try rows.step() {
      let org = rows.optionalInt64(17)
      if let company, tree.company(of: org) != company { continue }
      let itsCompany = companyCode(of: org)
      let day = rows.day(0)
      let part = rows.string(3)
      let rank = rows.int64(1)
      if let open = receipt, open.day != day || open.number != rows.int64(2) || rank != open.rank {
        try body(open.day, open.company, open.event)
        receipt = nil
      }
      let amount = rows.money(4)
      func holder(_ customer: Int64) throws -> LedgerHolder {
        LedgerHolder(try customers.code(customer), company: itsCompany)
      }
      switch part {
      case "bill":
        try body(
          day, itsCompany,
          .bill(
            try bill(rows, rooms, customers, deposits), amount: amount, tax: rows.money(11),
            isOpening: rows.flag(14)))
      case "waive", "reverse-waive", "write-off", "recover":
        let loss = part.hasSuffix("waive") ? LedgerLoss.waived : .badDebt
        try body(
          day, itsCompany,
          .adjustment(
            number: adjustments?.text(rows.int64(2), .standard) ?? "", loss,
            LedgerSettlement(
              bill: try bill(rows, rooms, customers, deposits), amount: amount,
              valueOn: rows.day(12))))
      case "deposit", "deposit-refund", "opening-deposit":
        try body(day, itsCompany, .deposit(try deposit(rows, rooms, customers, deposits)))
      case "refund":
        try body(
          day, itsCompany,
          .refund(
            number: Refund.number.kind.text(rows.int64(2), .standard), method: rows.string(13),
            amount: amount, prepaid: [(try holder(rows.int64(8)), amount)]))
      case "receipt", "payment", "rest":
        var open = receipt ?? Receipt(day: day, rank: rank, number: rows.int64(2), company: itsCompany)
        if part == "receipt" {
          open.method = rows.string(13)
          open.amount = amount
          open.paidOn = rows.day(12)
        } else if part == "rest" {
          open.prepaid.append((try holder(rows.int64(8)), amount))
        } else {
          open.settlements.append(
            LedgerSettlement(
              bill: try bill(rows, rooms, customers, deposits), amount: amount,
              valueOn: rows.day(12)))
        }
        receipt = open
      case "opening":
        try body(
          day, itsCompany,
          .opening(
            number: prepayments?.text(rows.int64(2), .standard) ?? "",
            try holder(rows.int64(8)), amount: amount))
      case "carry":
        try body(
          day, itsCompany,
          .carry(
            number: prepayments?.text(rows.int64(2), .standard) ?? "",
            from: try holder(rows.int64(14)), to: try holder(rows.int64(8)), amount: amount))
      default:
        try body(
          day, itsCompany,
          .settlement(
            number: allocations?.text(rows.int64(2), .standard) ?? "", kind: part,
            try holder(rows.int64(14)),
            LedgerSettlement(
              bill: try bill(rows, rooms, customers, deposits), amount: amount,
              valueOn: rows.day(12))))
      }
    }
    if let receipt { try body(receipt.day, receipt.company, receipt.event) }
  }

  /// What leaves a deposit, or is there when the books are opened.
  private func deposit(
    _ row: borrowing Statement, _ rooms: CodeSeek, _ customers: CodeSeek, _ deposits: DepositSeek
  ) throws -> LedgerDeposit {
    let (part, number, amount) = (row.string(3), row.int64(2), row.money(4))
    let id = part == "opening-deposit" ? number : row.int64(14)
    guard let held = try deposits.deposit(id), let fee = fees[held.fee] else {
      throw StoreError("a deposit without a fee")
    }
    let (code, move): (String, LedgerDeposit.Move) =
      switch part {
      case "deposit":
        (
          allocations?.text(number, .standard) ?? "",
          .deduction(
            LedgerSettlement(
              bill: try bill(row, rooms, customers, deposits), amount: amount, valueOn: row.day(12)))
        )
      case "deposit-refund":
        (Refund.number.kind.text(number, .standard), .refund(row.string(13)))
      default: (Deposit.number.kind.text(number, .standard), .opening)
      }
    return LedgerDeposit(
      code: code, deposit: Deposit.number.kind.text(id, .standard), fee: fee,
      customer: try customers.code(held.customer), amount: amount, move: move)
  }

  private func bill(
    _ row: borrowing Statement, _ rooms: CodeSeek, _ customers: CodeSeek, _ deposits: DepositSeek
  ) throws -> LedgerBill {
    guard var fee = fees[row.int64(6)] else { throw StoreError("a bill without a fee") }
    // A bill keeps the method by which it was taxed, whatever its fee says today.
    if row.string(3) == "bill" { fee = fee.taxed(by: row.string(13)) }
    return LedgerBill(
      number: Bill.number.kind.text(row.int64(5), .standard), fee: fee,
      room: try row.optionalInt64(7).map { try rooms.code($0) },
      customer: try customers.code(row.int64(8)),
      period: row.period(9),
      dueOn: row.day(10), isLate: row.flag(15),
      deposit: fee.isDeposit ? try deposits.number(ofBill: row.int64(5)) : nil)
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

  init(day: Day, rank: Int64, number: Int64, company: String?) {
    self.day = day
    self.rank = rank
    self.number = number
    self.company = company
  }

  var event: LedgerEvent {
    .receipt(
      number: Payment.number.kind.text(number, .standard), method: method, amount: amount,
      paidOn: paidOn, settlements: settlements, prepaid: prepaid)
  }
}
