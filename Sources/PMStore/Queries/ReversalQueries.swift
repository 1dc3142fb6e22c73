// Taking a payment back: counter-entries for everything that came of it.
package import PMCore

/// A booked payment with what decides whether it may be reversed.
package struct BookedPayment: Sendable {
  package let id: Int64
  package let room: Int64?
  package let company: Int64?
  package let paidOn: Day
  package let postedOn: Day?
  package let amount: Money
  package let reversedOn: Day?
}

/// A part of a payment or prepayment that still settles a bill.
private struct SettledPart {
  let bill: Int64
  let fee: Int64
  let amount: Money
  let valueOn: Day
  let org: Int64?
}

/// What a reversal did.
package struct ReversalCounts: Equatable, Sendable {
  /// Parts of the payment that paid bills.
  package var allocations = 0
  /// Parts of its prepayment that had paid bills.
  package var offsets = 0
}

extension Database {
  /// The payment in row `id`.
  package func bookedPayment(_ id: Int64) throws -> BookedPayment? {
    try first(
      """
      SELECT room_id, company_id, paid_on, posted_on, amount_minor, reversed_on
        FROM payment
       WHERE id = ?1
      """, [.integer(id)]
    ) { row in
      BookedPayment(
        id: id, room: row.optionalInt64(0), company: row.optionalInt64(1), paidOn: row.day(2),
        postedOn: row.optionalDay(3), amount: row.money(4),
        reversedOn: row.optionalDay(5))
    }
  }

  /// The customers to whom something of what a payment left was carried over.
  package func carriedOver(of payment: Int64) throws -> [String] {
    try rows(
      """
      SELECT DISTINCT customer.code
        FROM prepayment AS carried
        JOIN prepayment AS source ON source.id = carried.source_id
        JOIN customer ON customer.id = carried.customer_id
       WHERE source.payment_id = ?1
       ORDER BY customer.key
      """, [.integer(payment)]
    ) { $0.string(0) }
  }

  /// The numbers of the refunds that were paid out of what a payment left.
  package func refunds(of payment: Int64) throws -> [Int64] {
    try rows(
      """
      SELECT DISTINCT withdrawal.refund_id
        FROM withdrawal
        JOIN prepayment ON prepayment.id = withdrawal.prepayment_id
       WHERE prepayment.payment_id = ?1 AND withdrawal.refund_id IS NOT NULL
       ORDER BY 1
      """, [.integer(payment)]
    ) { $0.int64(0) }
  }
}

extension Settlement {
  /// Takes a payment back: its parts, what its prepayment paid (newest first), and the rest.
  ///
  /// Every counter-entry has the value date of what it takes back, so that late fees are as if the
  /// payment had never been, and is posted on `day`.
  ///
  /// - Parameter refuse: told of the organisation of each bill that changes; it throws where the
  ///   books are closed.
  package func reverse(
    _ payment: BookedPayment, on day: Day, reason: String, refuse: (Int64?) throws -> Void
  ) throws -> ReversalCounts {
    var counts = ReversalCounts()
    let prepayments = try database.rows(
      "SELECT id, amount_minor FROM prepayment WHERE payment_id = ?1 ORDER BY id DESC",
      [.integer(payment.id)]
    ) { (id: $0.int64(0), amount: $0.money(1)) }
    for prepayment in prepayments {
      for part in try parts("prepayment_id", prepayment.id) {
        try refuse(part.org)
        try settle(
          part.bill, fee: part.fee, -part.amount,
          from: .reversal(payment: nil, prepayment: prepayment.id), valueOn: part.valueOn,
          postedOn: day)
        counts.offsets += 1
      }
      try database.run(
        """
        INSERT INTO withdrawal (prepayment_id, kind, payment_id, amount_minor, posted_on, run)
        VALUES (?1, 'reversal', ?2, ?3, ?4, ?5)
        """,
        [
          .integer(prepayment.id), .integer(payment.id), .money(prepayment.amount),
          .day(day), .integer(run),
        ])
      try database.run(
        "UPDATE prepayment SET left_minor = 0 WHERE id = ?1", [.integer(prepayment.id)])
    }
    for part in try parts("payment_id", payment.id) {
      try refuse(part.org)
      try settle(
        part.bill, fee: part.fee, -part.amount,
        from: .reversal(payment: payment.id, prepayment: nil),
        valueOn: part.valueOn, postedOn: day)
      counts.allocations += 1
    }
    try giveUpAgain(payment.id, on: day, reason: reason)
    try RowEditor(database, entry: run).updateUncounted(
      Payment.record, row: payment.id,
      [
        ("reversed_on", .day(day)), ("reversed_why", .text(reason)),
        ("allocated", 0),
      ])
    return counts
  }

  /// What still stands of a payment or prepayment, newest first.
  private func parts(_ column: String, _ id: Int64) throws -> [SettledPart] {
    try database.rows(
      """
      SELECT a.bill_id, a.fee_id, sum(a.amount_minor), a.value_on, room.community_id
        FROM allocation AS a
        JOIN bill ON bill.id = a.bill_id
        LEFT JOIN room ON room.id = bill.room_id
       WHERE a.\(column) = ?1
       GROUP BY a.bill_id, a.value_on
      HAVING sum(a.amount_minor) <> 0
       ORDER BY max(a.id) DESC
      """, [.integer(id)]
    ) { row in
      SettledPart(
        bill: row.int64(0), fee: row.int64(1), amount: row.money(2), valueOn: row.day(3),
        org: row.optionalInt64(4))
    }
  }

  /// What the payment had recovered of lines written off is written off again.
  private func giveUpAgain(_ payment: Int64, on day: Day, reason: String) throws {
    let recovered = try database.rows(
      """
      SELECT bill_id, fee_id, sum(amount_minor), value_on
        FROM adjustment
       WHERE payment_id = ?1 AND kind = 'recover'
       GROUP BY bill_id, value_on
      HAVING sum(amount_minor) <> 0
       ORDER BY bill_id, value_on
      """, [.integer(payment)]
    ) { (bill: $0.int64(0), fee: $0.int64(1), amount: $0.money(2), valueOn: $0.day(3)) }
    for row in recovered {
      try adjust(
        NewAdjustment(
          bill: row.bill, fee: row.fee, kind: .recover, amount: -row.amount, valueOn: row.valueOn,
          postedOn: day, reason: reason, payment: payment))
    }
  }
}
