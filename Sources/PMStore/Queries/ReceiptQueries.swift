// Receipts: what a payment paid, and the number that its paper got.
package import PMCore

/// A part of a payment that paid a bill.
package struct ReceiptLine: Equatable, Sendable {
  package let bill: Int64
  package let fee: String
  package let period: Period
  package let room: String?
  package let isLate: Bool
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
  /// What the payment in row `id` paid when it was booked; nil where nobody was found for it.
  package func paidReceipt(_ id: Int64) throws -> PaidReceipt? {
    let found = try first(
      """
      SELECT room.code, room.community_id, customer.code, customer.name, payment.paid_on,
             payment.method, payment.reference, payment.cashier, payment.amount_minor,
             payment.reversed_on
        FROM payment
        JOIN customer ON customer.id = payment.payer_id
        LEFT JOIN room ON room.id = COALESCE(payment.room_id, payment.payer_room_id)
       WHERE payment.id = ?1
      """, [.integer(id)]
    ) { row in
      PaidReceipt(
        payment: id, room: row.optionalString(0), community: row.optionalInt64(1),
        customerCode: row.string(2), name: row.string(3), paidOn: row.day(4), method: row.string(5),
        reference: row.optionalString(6), cashier: row.optionalString(7), amount: row.money(8),
        reversedOn: row.isNull(9) ? nil : row.day(9))
    }
    guard var receipt = found else { return nil }
    receipt.lines = try rows(
      """
      SELECT bill.id, fee.name, bill.period, room.code, bill.principal_id IS NOT NULL,
             allocation.amount_minor
        FROM allocation
        JOIN bill ON bill.id = allocation.bill_id
        JOIN fee ON fee.id = bill.fee_id
        LEFT JOIN room ON room.id = bill.room_id
       WHERE allocation.payment_id = ?1 AND allocation.kind = 'payment'
       ORDER BY allocation.id
      """, [.integer(id)]
    ) { row in
      ReceiptLine(
        bill: row.int64(0), fee: row.string(1), period: row.period(2), room: row.optionalString(3),
        isLate: row.int64(4) != 0, amount: row.money(5))
    }
    receipt.kept = try rows(
      """
      SELECT fee.name, prepayment.amount_minor, for_from, for_to
        FROM prepayment
        LEFT JOIN fee ON fee.id = prepayment.fee_id
       WHERE prepayment.payment_id = ?1
       ORDER BY prepayment.id
      """, [.integer(id)]
    ) { row in
      (
        fee: row.optionalString(0), from: row.optionalPeriod(2), to: row.optionalPeriod(3),
        amount: row.money(1)
      )
    }
    return receipt
  }

  /// The payments of a day that somebody was found for and that stand, in order of their numbers.
  package func payments(on day: Day) throws -> [Int64] {
    try rows(
      """
      SELECT id FROM payment
       WHERE paid_on = ?1 AND payer_id IS NOT NULL AND reversed_on IS NULL
       ORDER BY id
      """, [.integer(Int64(day.number))]
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
        isPrinted: row.int64(3) != 0
      )
    }
    if let (known, isPrinted) = known {
      if !isPrinted {
        // The counter gave the number; this is the first paper.
        try run(
          "UPDATE receipt SET printed = 1, run = ?2 WHERE id = ?1",
          [.integer(known.number), .integer(entry)])
        return known
      }
      try run(
        "UPDATE receipt SET copies = copies + 1, run = ?2 WHERE id = ?1",
        [.integer(known.number), .integer(entry)])
      var old = JSONObjectText()
      old.add("copies", .integer(known.copies))
      var history = try HistoryWriter(self, entry: entry)
      try history.append(record: "receipt", row: known.number, old: old.text)
      return ReceiptNumber(number: known.number, issuedOn: known.issuedOn, copies: known.copies &+ 1)
    }
    let number = (try scalar("SELECT max(id) FROM receipt") ?? 0) + 1
    try run(
      "INSERT INTO receipt (id, payment_id, issued_on, copies, run) VALUES (?1, ?2, ?3, 0, ?4)",
      [.integer(number), .integer(payment), .integer(Int64(day.number)), .integer(entry)])
    return ReceiptNumber(number: number, issuedOn: day, copies: 0)
  }
}
