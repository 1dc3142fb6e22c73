// Prepayment and deposits paid back: what may be refunded, and the refund with the parts that it takes.
package import PMCore

/// A refund about to be kept.
package struct NewRefund: Equatable, Sendable {
  package var customer: Int64
  package var company: Int64?
  package var amount: Money
  package var method: String
  package var account: String?
  package var reference: String
  package var approver: String
  package var reason: String?
  package var refundedOn: Day
  /// The deposit that it comes out of; nil: prepayment.
  package var deposit: Int64?
  /// The receipt of the deposit that was handed back.
  package var receipt: String?

  package init(
    customer: Int64, company: Int64?, amount: Money, method: String, account: String?,
    reference: String, approver: String, reason: String?, refundedOn: Day
  ) {
    self.customer = customer
    self.company = company
    self.amount = amount
    self.method = method
    self.account = account
    self.reference = reference
    self.approver = approver
    self.reason = reason
    self.refundedOn = refundedOn
  }
}

extension Database {
  /// The refund that was kept under this company, method and reference.
  package func refund(company: Int64?, method: String, reference: String) throws -> NewRefund? {
    try first(
      """
      SELECT customer_id, amount_minor, account, approver, reason, refunded_on, deposit_id, receipt
        FROM refund
       WHERE COALESCE(company_id, 0) = ?1 AND method = ?2 AND reference = ?3
      """, [.integer(company ?? 0), .text(method), .text(reference)]
    ) { row in
      var refund = NewRefund(
        customer: row.int64(0), company: company, amount: row.money(1), method: method,
        account: row.optionalString(2), reference: reference, approver: row.string(3),
        reason: row.optionalString(4), refundedOn: row.day(5))
      refund.deposit = row.optionalInt64(6)
      refund.receipt = row.optionalString(7)
      return refund
    }
  }

  /// What a customer has left, by company, of prepayment paid on or before `day`.
  package func balances(of customer: Int64, on day: Day) throws -> [(company: Int64?, left: Money)] {
    try rows(
      """
      SELECT company_id, sum(left_minor)
        FROM prepayment
       WHERE customer_id = ?1 AND left_minor > 0 AND paid_on <= ?2
       GROUP BY company_id
       ORDER BY company_id
      """, [.integer(customer), .day(day)]
    ) { ($0.optionalInt64(0), $0.money(1)) }
  }

  /// Keeps a refund and takes it out of its deposit, or out of the customer's prepayments: free ones
  /// first, then those earmarked to a fee, each oldest first.
  package func keep(_ refund: NewRefund, run entry: Int64) throws {
    let day = SQLValue.day(refund.refundedOn)
    try run(
      """
      INSERT INTO refund
        (customer_id, company_id, refunded_on, method, amount_minor, account, reference, approver,
         reason, posted_on, run, deposit_id, receipt)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?3, ?10, ?11, ?12)
      """,
      [
        .integer(refund.customer), SQLValue(refund.company), day, .text(refund.method),
        .money(refund.amount), SQLValue(refund.account), .text(refund.reference),
        .text(refund.approver), SQLValue(refund.reason), .integer(entry), SQLValue(refund.deposit),
        SQLValue(refund.receipt),
      ])
    if let deposit = refund.deposit {
      return try run(
        "UPDATE deposit SET refunded_minor = refunded_minor + ?1 WHERE id = ?2",
        [.money(refund.amount), .integer(deposit)])
    }
    let number = lastInsertRowID
    let prepayments = try rows(
      """
      SELECT id, left_minor
        FROM prepayment
       WHERE customer_id = ?1 AND company_id IS ?2 AND left_minor > 0 AND paid_on <= ?3
       ORDER BY fee_id IS NOT NULL OR for_from IS NOT NULL OR for_to IS NOT NULL, paid_on, id
      """, [.integer(refund.customer), SQLValue(refund.company), day]
    ) { (id: $0.int64(0), left: $0.int64(1)) }
    var left = refund.amount.minor
    for prepayment in prepayments where left > 0 {
      let part = min(left, prepayment.left)
      try run(
        """
        INSERT INTO withdrawal (prepayment_id, kind, refund_id, amount_minor, posted_on, run)
        VALUES (?1, 'refund', ?2, ?3, ?4, ?5)
        """, [.integer(prepayment.id), .integer(number), .integer(part), day, .integer(entry)])
      try run(
        "UPDATE prepayment SET left_minor = left_minor - ?1 WHERE id = ?2",
        [.integer(part), .integer(prepayment.id)])
      left -= part
    }
  }
}
