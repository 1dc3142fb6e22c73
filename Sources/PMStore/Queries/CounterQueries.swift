// The counter: payments taken there, their receipts, and the review of the cash among them.
package import PMCore

/// Cash of one cashier and day that nobody has reviewed, or that a review was about.
package struct CashCount: Equatable, Sendable {
  package let day: Day
  package let cashier: String
  package let company: Int64?
  package let count: Int64
  package let sum: Money

  package init(day: Day, cashier: String, company: Int64?, count: Int64, sum: Money) {
    self.day = day
    self.cashier = cashier
    self.company = company
    self.count = count
    self.sum = sum
  }
}

extension Database {
  /// The payment under this reference, with what it was booked with.
  package func counterPayment(
    method: String, account: String?, reference: String, part: Int64
  ) throws -> (id: Int64, paidOn: Day, cashier: String?)? {
    try first(
      """
      SELECT id, paid_on, cashier FROM payment
       WHERE method = ?1 AND account IS ?2 AND reference = ?3 AND part = ?4
       ORDER BY id
       LIMIT 1
      """, [.text(method), SQLValue(account), .text(reference), .integer(part)]
    ) { row in (row.int64(0), row.day(1), row.optionalString(2)) }
  }

  /// The number that the next receipt will have.
  package func nextReceipt() throws -> String {
    Receipt.number.kind.text(try nextNumber(of: Receipt.record), .standard)
  }

  /// Numbers the receipts of payments just taken; their papers are printed later.
  ///
  /// - Parameter first: the reference of cash that goes by its receipt: such comes first.
  package func issueReceipts(
    ofCounter payments: [Int64], first: String, on day: Day, run entry: Int64
  ) throws {
    let list = sqlList(payments)
    try run("UPDATE payment SET counter = 1 WHERE id IN (\(list))", [])
    let ordered = try rows(
      "SELECT id FROM payment WHERE id IN (\(list)) ORDER BY reference IS NOT ?1, id",
      [.text(first)]
    ) { $0.int64(0) }
    for payment in ordered {
      try run(
        """
        INSERT INTO receipt (id, payment_id, issued_on, copies, printed, run)
        VALUES (?1, ?2, ?3, 0, 0, ?4)
        """, [.integer(nextNumber(of: Receipt.record)), .integer(payment), .day(day), .integer(entry)])
    }
  }

  /// What a cashier stands under on receipts: login, code and name alike, where they are his alone.
  private func names(ofCashier name: String) throws -> SQLValue {
    let people = try staff(called: name)
    let isOne = people.count < 2 || people[0].login == name || people[0].code == name
    let names = try isOne ? names(sameAs: name).sorted() : [name]
    return .list(names)
  }

  /// Cash of the counter that nobody has reviewed, of this day and cashier where they are given.
  package func unreviewedCash(on day: Day? = nil, cashier: String? = nil) throws -> [CashCount] {
    try rows(
      """
      SELECT paid_on, coalesce(cashier, ''), company_id, count(*), sum(amount_minor)
        FROM payment
       WHERE \(Payment.isUnreviewed("payment"))
         AND (?1 IS NULL OR paid_on = ?1)
         AND (?2 IS NULL OR cashier IN (SELECT value FROM json_each(?2)))
       GROUP BY paid_on, cashier, company_id
       ORDER BY paid_on, cashier, company_id
      """, [.day(day), cashier.map(names(ofCashier:)) ?? .null]
    ) { row in
      CashCount(
        day: row.day(0), cashier: row.string(1), company: row.optionalInt64(2),
        count: row.int64(3), sum: row.money(4))
    }
  }

  /// Whom the journal names for cash of this day and cashier that nobody reviewed.
  package func writers(ofCashOn day: Day, cashier: String) throws -> [String] {
    try rows(
      """
      SELECT DISTINCT journal.actor
        FROM payment
        JOIN journal ON journal.id = payment.run
       WHERE \(Payment.isUnreviewed("payment"))
         AND paid_on = ?1 AND cashier IN (SELECT value FROM json_each(?2))
       ORDER BY 1
      """, [.day(day), names(ofCashier: cashier)]
    ) { $0.string(0) }
  }

  /// The last review of this day and cashier, under whichever of his names.
  package func lastReview(on day: Day, cashier: String, company: Int64?) throws -> CashCount? {
    try first(
      """
      SELECT company_id, sum(count), sum(sum_minor) FROM cash_review
       WHERE paid_on = ?1 AND cashier IN (SELECT value FROM json_each(?2))
         AND (?3 IS NULL OR company_id = ?3)
       GROUP BY run
       ORDER BY run DESC
       LIMIT 1
      """, [.day(day), names(ofCashier: cashier), SQLValue(company)]
    ) { row in
      CashCount(
        day: day, cashier: cashier, company: row.optionalInt64(0), count: row.int64(1),
        sum: row.money(2))
    }
  }

  /// Keeps that somebody counted this cash.
  package func keepReview(
    _ cash: CashCount, by reviewer: String, on day: Day, run entry: Int64
  ) throws {
    let paidOn = SQLValue.day(cash.day)
    try run(
      """
      INSERT INTO cash_review (paid_on, cashier, company_id, count, sum_minor, reviewed_on, reviewer, run)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        paidOn, .text(cash.cashier), SQLValue(cash.company), .integer(cash.count),
        .money(cash.sum), .day(day), .text(reviewer), .integer(entry),
      ])
    try replace(
      in: Payment.record, [("review", "?4")],
      where: """
        \(Payment.isUnreviewed("payment")) AND paid_on = ?1 AND cashier = ?2 AND company_id IS ?3
        """, [paidOn, .text(cash.cashier), SQLValue(cash.company), .integer(lastInsertRowID)], run: entry)
  }
}
