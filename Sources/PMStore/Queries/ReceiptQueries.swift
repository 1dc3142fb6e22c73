// Receipts: what a payment paid, and the number that its paper got.
package import PMCore

/// A part of a payment that paid a bill.
package struct ReceiptLine: Equatable, Sendable {
  package let bill: Int64
  package let fee: String
  package let period: Period
  package let room: String?
  package let isLate: Bool
  /// Whether the bill corrects another one; then the period is that one's.
  package let isCorrection: Bool
  package let amount: Money
}

/// A payment as its receipt shows it.
package struct PaidReceipt: Equatable, Sendable {
  package let payment: Int64
  package let room: String?
  package let community: Int64?
  package let customerCode: String
  package let name: String
  package let paidOn: Day
  package let method: String
  package let reference: String?
  package let cashier: String?
  package let amount: Money
  package let reversedOn: Day?
  /// Bills in the order in which they were paid.
  package var lines: [ReceiptLine] = []
  /// What no bill took, with the fee and periods that it is earmarked to.
  package var kept: [(fee: String?, from: Period?, to: Period?, amount: Money)] = []

  package static func == (left: PaidReceipt, right: PaidReceipt) -> Bool {
    left.payment == right.payment && left.lines == right.lines
  }
}

/// The number of a receipt, and how often it was printed again.
package struct ReceiptNumber: Equatable, Sendable {
  package let number: Int64
  package let issuedOn: Day
  package let copies: Int64
}

extension Database {
  /// What each of these payments paid when it was booked; those for whom nobody was found are left
  /// out.
  ///
  /// Asked for all at once: the parts of one payment are found by a walk through all parts.
  package func paidReceipts(_ payments: [Int64]) throws -> [Int64: PaidReceipt] {
    let asked: [SQLValue] = [.list(payments)]
    let isAsked = "IN (SELECT value FROM json_each(?1))"
    var receipts: [Int64: PaidReceipt] = [:]
    try forEach(
      """
      SELECT room.code, room.community_id, customer.code, customer.name, payment.paid_on,
             payment.method, payment.reference,
             coalesce((SELECT name FROM staff WHERE login = payment.cashier ORDER BY key LIMIT 1),
                      (SELECT name FROM staff WHERE code = payment.cashier), payment.cashier),
             payment.amount_minor,
             payment.reversed_on, payment.id
        FROM payment
        JOIN customer ON customer.id = payment.payer_id
        LEFT JOIN room ON room.id = COALESCE(payment.room_id, payment.payer_room_id)
       WHERE payment.id \(isAsked)
       ORDER BY payment.id
      """, asked
    ) { row in
      receipts[row.int64(10)] = PaidReceipt(
        payment: row.int64(10), room: row.optionalString(0), community: row.optionalInt64(1),
        customerCode: row.string(2), name: row.string(3), paidOn: row.day(4), method: row.string(5),
        reference: row.optionalString(6), cashier: row.optionalString(7), amount: row.money(8),
        reversedOn: row.optionalDay(9))
    }
    try forEach(
      """
      SELECT bill.id, fee.name, \(Bill.periodMeant("bill")), room.code,
             bill.principal_id IS NOT NULL, allocation.amount_minor, allocation.payment_id,
             \(Bill.isCorrection("bill"))
        FROM allocation
        JOIN bill ON bill.id = allocation.bill_id
        JOIN fee ON fee.id = bill.fee_id
        LEFT JOIN room ON room.id = bill.room_id
       WHERE allocation.payment_id \(isAsked) AND allocation.kind = 'payment'
       ORDER BY allocation.id
      """, asked
    ) { row in
      receipts[row.int64(6)]?.lines.append(
        ReceiptLine(
          bill: row.int64(0), fee: row.string(1), period: row.period(2), room: row.optionalString(3),
          isLate: row.flag(4), isCorrection: row.flag(7), amount: row.money(5)))
    }
    try forEach(
      """
      SELECT fee.name, prepayment.amount_minor, for_from, for_to, prepayment.payment_id
        FROM prepayment
        LEFT JOIN fee ON fee.id = prepayment.fee_id
       WHERE prepayment.payment_id \(isAsked)
       ORDER BY prepayment.id
      """, asked
    ) { row in
      receipts[row.int64(4)]?.kept.append(
        (
          fee: row.optionalString(0), from: row.optionalPeriod(2), to: row.optionalPeriod(3),
          amount: row.money(1)
        ))
    }
    return receipts
  }

  /// The payments of a day that somebody was found for and that stand, in order of their numbers.
  package func payments(on day: Day) throws -> [Int64] {
    try rows(
      """
      SELECT id FROM \(seenTable("payment"))
       WHERE paid_on = ?1 AND payer_id IS NOT NULL AND reversed_on IS NULL
       ORDER BY id
      """, [.day(day)]
    ) { $0.int64(0) }
  }

  /// Gives the payment's receipt its number when it is printed first, unless the counter gave it
  /// one, and counts each copy after.
  package func numberReceipt(of payment: Int64, on day: Day, run entry: Int64) throws -> ReceiptNumber {
    let known = try first(
      "SELECT id, issued_on, copies, printed FROM receipt WHERE payment_id = ?1", [.integer(payment)]
    ) { row in
      (
        ReceiptNumber(number: row.int64(0), issuedOn: row.day(1), copies: row.int64(2)),
        isPrinted: row.flag(3)
      )
    }
    if let (known, isPrinted) = known {
      // Where the counter gave the number, this is the first paper.
      let copies = isPrinted ? known.copies &+ 1 : known.copies
      try RowEditor(self, entry: entry).updateUncounted(
        Receipt.record, row: known.number,
        [("printed", 1), ("copies", .integer(copies)), ("run", .integer(entry))])
      return ReceiptNumber(number: known.number, issuedOn: known.issuedOn, copies: copies)
    }
    let number = try nextNumber(of: Receipt.record)
    try run(
      "INSERT INTO receipt (id, payment_id, issued_on, copies, run) VALUES (?1, ?2, ?3, 0, ?4)",
      [.integer(number), .integer(payment), .day(day), .integer(entry)])
    return ReceiptNumber(number: number, issuedOn: day, copies: 0)
  }
}
