// What leaves a deposit: deductions that pay a bill, refunds; and what comes in at the counter.
package import PMCore

extension Database {
  /// The deduction that was kept under this reference, and the fee and sum of its bill.
  package func deduction(
    from deposit: Int64, reference: String
  ) throws -> (deduction: NewDeduction, bill: Int64, fee: Int64)? {
    try first(
      """
      SELECT deduction.amount_minor, deducted_on, reason, approver, bill_id, bill.fee_id
        FROM deduction
        JOIN bill ON bill.id = deduction.bill_id
       WHERE deduction.deposit_id = ?1 AND reference = ?2
      """, [.integer(deposit), .text(reference)]
    ) { row in
      (
        NewDeduction(
          deposit: deposit, amount: row.money(0), on: row.day(1), reference: reference,
          reason: row.string(2), approver: row.string(3)),
        row.int64(4), row.int64(5)
      )
    }
  }

  /// Keeps a deduction and pays `bill` with it.
  package func keep(_ deduction: NewDeduction, paying bill: Int64, fee: Int64, run entry: Int64) throws {
    let day = SQLValue.day(deduction.on)
    try run(
      """
      INSERT INTO deduction
        (deposit_id, bill_id, amount_minor, deducted_on, reference, reason, approver, posted_on, run)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?4, ?8)
      """,
      [
        .integer(deduction.deposit), .integer(bill), .money(deduction.amount), day,
        SQLValue(deduction.reference), .text(deduction.reason), .text(deduction.approver),
        .integer(entry),
      ])
    let number = lastInsertRowID
    try run(
      "UPDATE deposit SET deducted_minor = deducted_minor + ?1 WHERE id = ?2",
      [.money(deduction.amount), .integer(deduction.deposit)])
    try Settlement(self, run: entry).settle(
      bill, fee: fee, deduction.amount, from: .deduction(number), valueOn: deduction.on,
      postedOn: deduction.on)
  }

  /// Books what was paid for a deposit at the counter on the bill that asks for it, and nothing else,
  /// and numbers its receipt; the number of the payment.
  package func pay(
    _ amount: Money, forDemand bill: Int64, of customer: Int64, room: Int64?, fee: Int64,
    company: Int64?, method: String, account: String?, reference: String, cashier: String,
    on day: Day, run entry: Int64
  ) throws -> Int64 {
    let id = try RowEditor(self, entry: entry).insertUncounted(
      Payment.record,
      [
        ("company", SQLValue(company)), ("method", .text(method)), ("account", SQLValue(account)),
        ("reference", .text(reference)), ("part", 1), ("customer", .integer(customer)),
        ("room", SQLValue(room)), ("fee", .integer(fee)), ("paid_on", .day(day)),
        ("amount", .money(amount)), ("cashier", .text(cashier)),
      ])
    let booking = try PaymentBooking(Settlement(self, run: entry))
    try booking.book(
      RecordedPayment(
        id: id, customer: customer, room: room, fee: fee, company: company, paidOn: day,
        amount: amount), payer: customer, only: [bill])
    try booking.finish()
    try issueReceipts(ofCounter: [id], first: "", on: day, run: entry)
    return id
  }

  /// Whether a payment was booked under this company, method, account and reference.
  package func hasPayment(
    company: Int64?, method: String, account: String?, reference: String
  ) throws -> Bool {
    try scalar(
      """
      SELECT 1 FROM payment
       WHERE company_id IS ?1 AND method = ?2 AND account IS ?3 AND reference = ?4
       LIMIT 1
      """, [SQLValue(company), .text(method), SQLValue(account), .text(reference)]) != nil
  }

  /// Makes deposits of these opening rows; how many.
  package func openDeposits(_ ids: [Int64], run entry: Int64) throws -> Int {
    let wanted = Set(ids)
    let tree = try orgTree()
    let rows = try self.rows(
      """
      SELECT o.id, o.customer_id, o.room_id, o.fee_id, o.paid_on, o.amount_minor, o.reference,
             o.company_id, room.community_id
        FROM opening_deposit AS o
        LEFT JOIN room ON room.id = o.room_id
       WHERE o.deposit_id IS NULL
       ORDER BY o.key
      """
    ) { row in (values: (0..<7).map { row.value($0) }, company: row.optionalInt64(7), org: row.optionalInt64(8)) }
    var count = 0
    for row in rows {
      guard case .integer(let id) = row.values[0], wanted.contains(id) else { continue }
      try run(
        """
        INSERT INTO deposit
          (customer_id, room_id, fee_id, taken_on, amount_minor, reference, posted_on, company_id, run)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?4, ?7, ?8)
        """,
        Array(row.values[1...]) + [SQLValue(row.company ?? tree.company(of: row.org)), .integer(entry)])
      try run(
        "UPDATE opening_deposit SET deposit_id = ?2 WHERE id = ?1", [row.values[0], .integer(lastInsertRowID)])
      count += 1
    }
    return count
  }
}
