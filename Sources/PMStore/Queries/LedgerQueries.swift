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
  private let fees: [Int64: LedgerFee]
  private let prepayments = Prepayment.record.serial
  private let allocations = Allocation.record.serial
  private let adjustments = Adjustment.record.serial

  /// - Parameters:
  ///   - first: the first posting date that counts.
  ///   - last: the last one.
  package init(_ database: Database, from first: Day, through last: Day) throws {
    self.database = database
    self.first = first
    self.last = last
    var fees: [Int64: LedgerFee] = [:]
    try database.forEach("SELECT id, code, class, tax_method, account FROM fee ORDER BY id") {
      row in
      fees[row.int64(0)] = LedgerFee(
        code: row.string(1), kind: row.string(2), taxMethod: row.string(3),
        account: row.optionalString(4))
    }
    self.fees = fees
  }

  /// Lends each account that the entries may use, parents left out.
  package func forEachAccount(_ body: (LedgerAccount) throws -> Void) throws {
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
      try body(fee.receivable)
      try body(fee.counterpart)
      if fee.isDeposit { try body(fee.depositDue) }
      if lateFees.contains(id) { try body(fee.lateIncome) }
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
      for id in adjusted { if let fee = fees[id] { try body(loss.account(of: fee)) } }
    }
    try database.forEach(
      "SELECT method FROM payment UNION SELECT method FROM refund ORDER BY method"
    ) { row in
      try body(LedgerAccounts.cash(row.string(0)))
    }
    try database.forEach(
      """
      SELECT customer.code
        FROM customer
       WHERE id IN (SELECT customer_id FROM prepayment)
          OR id IN (SELECT bill.customer_id
                      FROM allocation JOIN bill ON bill.id = allocation.bill_id
                     WHERE allocation.kind = 'netting')
       ORDER BY customer.key
      """
    ) { try body(LedgerAccounts.prepayment($0.string(0))) }
    for account in [LedgerAccounts.tax, LedgerAccounts.suspense, LedgerAccounts.opening] {
      try body(account)
    }
  }

  /// Lends each event with its posting date; none is kept.
  package func forEachEvent(_ body: (Day, LedgerEvent) throws -> Void) throws {
    let rooms = try CodeSeek(database, table: "room")
    let customers = try CodeSeek(database, table: "customer")
    let deposits = try DepositSeek(database)
    var rows = try database.prepare(Self.sql)
    try rows.bind([.integer(Int64(first.number)), .integer(Int64(last.number))])
    var receipt: Receipt?
    while try rows.step() {
      let day = rows.day(0)
      let part = rows.string(3)
      let rank = rows.int64(1)
      if let open = receipt, open.day != day || open.number != rows.int64(2) || rank != open.rank {
        try body(open.day, open.event)
        receipt = nil
      }
      let amount = Money(minor: rows.int64(4))
      switch part {
      case "bill":
        try body(
          day,
          .bill(
            try bill(rows, rooms, customers, deposits), amount: amount, tax: Money(minor: rows.int64(11)),
            isOpening: rows.int64(14) != 0))
      case "waive", "reverse-waive", "write-off", "recover":
        let loss = part.hasSuffix("waive") ? LedgerLoss.waived : .badDebt
        try body(
          day,
          .adjustment(
            number: adjustments?.text(rows.int64(2), .standard) ?? "", loss,
            LedgerSettlement(
              bill: try bill(rows, rooms, customers, deposits), amount: amount,
              valueOn: rows.day(12))))
      case "deposit", "deposit-refund", "opening-deposit":
        try body(day, .deposit(try deposit(rows, rooms, customers, deposits)))
      case "refund":
        try body(
          day,
          .refund(
            number: Refund.number.kind.text(rows.int64(2), .standard), method: rows.string(13),
            amount: amount, prepaid: [(try customers.code(rows.int64(8)), amount)]))
      case "receipt", "payment", "rest":
        var open = receipt ?? Receipt(day: day, rank: rank, number: rows.int64(2))
        if part == "receipt" {
          open.method = rows.string(13)
          open.amount = amount
          open.paidOn = rows.day(12)
        } else if part == "rest" {
          open.prepaid.append((try customers.code(rows.int64(8)), amount))
        } else {
          open.settlements.append(
            LedgerSettlement(
              bill: try bill(rows, rooms, customers, deposits), amount: amount,
              valueOn: rows.day(12)))
        }
        receipt = open
      case "opening":
        try body(
          day,
          .opening(
            number: prepayments?.text(rows.int64(2), .standard) ?? "",
            customer: try customers.code(rows.int64(8)), amount: amount))
      case "carry":
        try body(
          day,
          .carry(
            number: prepayments?.text(rows.int64(2), .standard) ?? "",
            from: try customers.code(rows.int64(14)), to: try customers.code(rows.int64(8)),
            amount: amount))
      default:
        try body(
          day,
          .settlement(
            number: allocations?.text(rows.int64(2), .standard) ?? "", kind: part,
            customer: try customers.code(rows.int64(14)),
            LedgerSettlement(
              bill: try bill(rows, rooms, customers, deposits), amount: amount,
              valueOn: rows.day(12))))
      }
    }
    if let receipt { try body(receipt.day, receipt.event) }
  }

  /// What leaves a deposit, or is there when the books are opened.
  private func deposit(
    _ row: borrowing Statement, _ rooms: CodeSeek, _ customers: CodeSeek, _ deposits: DepositSeek
  ) throws -> LedgerDeposit {
    let (part, number, amount) = (row.string(3), row.int64(2), Money(minor: row.int64(4)))
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
      period: Period(index: Int32(truncatingIfNeeded: row.int64(9))),
      dueOn: row.day(10), isLate: row.int64(15) != 0,
      deposit: fee.isDeposit ? try deposits.number(ofBill: row.int64(5)) : nil)
  }

  /// Everything booked; a payment's row comes before the bills it paid and before what was left.
  ///
  /// Rank 1 is bills, 2 payments, 3 opening prepayment, 4 offsets and netting, 5 payments reversed,
  /// 6 waivers and write-offs, 7 refunds, 8 deposits that were taken over.
  ///
  /// 0 day, 1 rank, 2 number, 3 part, 4 amount, 5 bill, 6 fee, 7 room, 8 customer, 9 period,
  /// 10 due, 11 tax, 12 value date, 13 method, 14 whose prepayment, or which deposit
  /// (of a bill: whether it was taken over from another system), 15 whether the bill is a late
  /// line, 16 the part's place in its document.
  private static var sql: String {
    let billColumns = """
      b.id, b.fee_id, b.room_id, b.customer_id, b.period, coalesce(p.due_on, b.due_on)
      """
    return """
      WITH event AS (
        SELECT b.posted_on AS day, 1 AS rank, b.id AS number,
               'bill' AS part, b.amount_minor, \(billColumns), b.tax_minor, 0, b.tax_method,
               b.opening, b.principal_id IS NOT NULL, 0 AS place
          FROM bill AS b
          LEFT JOIN bill AS p ON p.id = b.principal_id
         WHERE b.ended IS NOT 'void'
        UNION ALL
        SELECT coalesce(posted_on, paid_on), 2, id, 'receipt', amount_minor, 0, 0, NULL, 0, 0, 0,
               0, paid_on, method, 0, 0, 0
          FROM payment
        UNION ALL
        SELECT reversed_on, 5, id, 'receipt', -amount_minor, 0, 0, NULL, 0, 0, 0,
               0, paid_on, method, 0, 0, 0
          FROM payment
         WHERE reversed_on IS NOT NULL
        UNION ALL
        SELECT a.posted_on,
               CASE WHEN a.payment_id IS NULL THEN 4 WHEN a.kind = 'reversal' THEN 5 ELSE 2 END,
               coalesce(a.payment_id, a.id),
               CASE WHEN a.payment_id IS NULL THEN a.kind ELSE 'payment' END,
               a.amount_minor, \(billColumns), 0, a.value_on, NULL,
               coalesce(deduction.deposit_id, y.customer_id, b.customer_id),
               b.principal_id IS NOT NULL, a.id
          FROM allocation AS a
          JOIN bill AS b ON b.id = a.bill_id
          LEFT JOIN deduction ON deduction.id = a.deduction_id
          LEFT JOIN bill AS p ON p.id = b.principal_id
          LEFT JOIN prepayment AS y ON y.id = a.prepayment_id
        UNION ALL
        SELECT posted_on, CASE WHEN payment_id IS NULL THEN 3 ELSE 2 END,
               coalesce(payment_id, id), CASE WHEN payment_id IS NULL THEN 'opening' ELSE 'rest' END,
               amount_minor, 0, 0, NULL, customer_id, 0, 0, 0, 0, NULL, 0, 0, \(Int64.max)
          FROM prepayment
         WHERE bill_id IS NULL AND source_id IS NULL
        UNION ALL
        SELECT y.posted_on, 3, y.id, 'carry', y.amount_minor, 0, 0, NULL, y.customer_id, 0, 0, 0,
               y.paid_on, NULL, source.customer_id, 0, 0
          FROM prepayment AS y
          JOIN prepayment AS source ON source.id = y.source_id
        UNION ALL
        SELECT w.posted_on, 5, w.payment_id, 'rest', -w.amount_minor, 0, 0, NULL, y.customer_id,
               0, 0, 0, 0, NULL, 0, 0, \(Int64.max)
          FROM withdrawal AS w
          JOIN prepayment AS y ON y.id = w.prepayment_id
         WHERE w.kind = 'reversal'
        UNION ALL
        SELECT adjustment.posted_on, 6, adjustment.id, adjustment.kind, adjustment.amount_minor,
               \(billColumns), 0, adjustment.value_on, NULL, 0, b.principal_id IS NOT NULL, 0
          FROM adjustment
          JOIN bill AS b ON b.id = adjustment.bill_id
          LEFT JOIN bill AS p ON p.id = b.principal_id
         WHERE \(Adjustment.changesOpen)
        UNION ALL
        SELECT posted_on, 7, id, iif(deposit_id IS NULL, 'refund', 'deposit-refund'), amount_minor,
               0, 0, NULL, customer_id, 0, 0, 0, refunded_on, method, coalesce(deposit_id, 0), 0, 0
          FROM refund
        UNION ALL
        SELECT posted_on, 8, id, 'opening-deposit', amount_minor, 0, 0, NULL, customer_id, 0, 0, 0,
               0, NULL, 0, 0, 0
          FROM deposit
         WHERE bill_id IS NULL)
      SELECT * FROM event
       WHERE day BETWEEN ?1 AND ?2
       ORDER BY day, rank, number, place
      """
  }
}

/// A payment while its parts are gathered.
private struct Receipt {
  let day: Day
  let rank: Int64
  let number: Int64
  var method = ""
  var amount = Money.zero
  var paidOn: Day?
  var settlements: [LedgerSettlement] = []
  var prepaid: [(customer: String, amount: Money)] = []

  init(day: Day, rank: Int64, number: Int64) {
    self.day = day
    self.rank = rank
    self.number = number
  }

  var event: LedgerEvent {
    .receipt(
      number: Payment.number.kind.text(number, .standard), method: method, amount: amount,
      paidOn: paidOn, settlements: settlements, prepaid: prepaid)
  }
}

/// Deposits, sought one by one.
private final class DepositSeek {
  private var ofBill: Statement
  private var ofNumber: Statement

  init(_ database: Database) throws {
    ofBill = try database.prepare("SELECT id FROM deposit WHERE bill_id = ?1")
    ofNumber = try database.prepare("SELECT fee_id, customer_id FROM deposit WHERE id = ?1")
  }

  /// The number of the deposit that a bill asks for.
  func number(ofBill bill: Int64) throws -> String? {
    try ofBill.bind(1, bill)
    defer { ofBill.reset() }
    return try ofBill.step() ? Deposit.number.kind.text(ofBill.int64(0), .standard) : nil
  }

  func deposit(_ id: Int64) throws -> (fee: Int64, customer: Int64)? {
    try ofNumber.bind(1, id)
    defer { ofNumber.reset() }
    return try ofNumber.step() ? (ofNumber.int64(0), ofNumber.int64(1)) : nil
  }
}

/// The codes of a table's rows, sought one by one; the last one is remembered.
private final class CodeSeek {
  private var statement: Statement
  private var last: (id: Int64, code: String)?

  init(_ database: Database, table: String) throws {
    statement = try database.prepare("SELECT code FROM \(table) WHERE id = ?1")
  }

  func code(_ id: Int64) throws -> String {
    if let last, last.id == id { return last.code }
    try statement.bind(1, id)
    defer { statement.reset() }
    let code = try statement.step() ? statement.string(0) : ""
    last = (id, code)
    return code
  }
}
