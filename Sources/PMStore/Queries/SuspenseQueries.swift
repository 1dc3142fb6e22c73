// Payments that wait until somebody is found for them, and their claim.
package import PMCore

/// A bill that a payment names, with what decides whether it may.
package struct NamedBill: Sendable {
  package let id: Int64
  package let customer: Int64
  package let customerCode: String
  package let room: Int64?
  package let roomCode: String?
  package let fee: Int64
  package let feeCode: String
  package let period: Period
  package let community: Int64?
  package let isVoid: Bool
  package let isCredit: Bool
}

/// A payment as a claim sees it.
package struct ClaimedPayment: Sendable {
  package let payer: Int64?
  package let payerCode: String?
  package let room: Int64?
  package let isReversed: Bool
  package let key: String?
}

extension Database {
  /// The bill in row `id`, as a payment names it.
  package func namedBill(_ id: Int64) throws -> NamedBill? {
    try first(
      """
      SELECT bill.customer_id, customer.code, bill.room_id, room.code, bill.fee_id, fee.code,
             COALESCE(principal.period, bill.period), room.community_id, bill.ended IS 'void', bill.amount_minor <= 0
        FROM \(seenTable("bill")) AS bill
        JOIN customer ON customer.id = bill.customer_id
        JOIN fee ON fee.id = bill.fee_id
        LEFT JOIN room ON room.id = bill.room_id
        LEFT JOIN bill AS principal ON principal.id = bill.principal_id
       WHERE bill.id = ?1
      """, [.integer(id)]
    ) { row in
      NamedBill(
        id: id, customer: row.int64(0), customerCode: row.string(1), room: row.optionalInt64(2),
        roomCode: row.optionalString(3), fee: row.int64(4), feeCode: row.string(5),
        period: row.period(6), community: row.optionalInt64(7), isVoid: row.flag(8),
        isCredit: row.flag(9))
    }
  }

  /// Keeps that nobody was found for a payment: it is posted all the same.
  package func keepInSuspense(_ payment: Int64, doubt: PaymentDoubt, postedOn: Day) throws {
    try run(
      "UPDATE payment SET posted_on = ?2, doubt = ?3 WHERE id = ?1",
      [.integer(payment), .day(postedOn), .text(doubt.kept)])
  }

  /// Keeps how the payer of a payment was found.
  package func keepMatch(_ payment: Int64, by key: String, room: Int64?) throws {
    try run(
      "UPDATE payment SET matched_by = ?2, payer_room_id = ?3 WHERE id = ?1",
      [.integer(payment), .text(key), SQLValue(room)])
  }

  /// What a claim has to know of the payment in row `id`.
  package func claimedPayment(_ id: Int64) throws -> ClaimedPayment? {
    try first(
      """
      SELECT payer_id, customer.code, COALESCE(payer_room_id, room_id), reversed_on IS NOT NULL,
             matched_by
        FROM payment
        LEFT JOIN customer ON customer.id = payer_id
       WHERE payment.id = ?1
      """, [.integer(id)]
    ) { row in
      ClaimedPayment(
        payer: row.optionalInt64(0), payerCode: row.optionalString(1), room: row.optionalInt64(2),
        isReversed: row.flag(3), key: row.optionalString(4))
    }
  }

  /// Keeps that a payment was claimed on `day`.
  package func keepClaim(_ payment: Int64, room: Int64?, on day: Day, run entry: Int64) throws {
    try RowEditor(self, entry: entry).updateUncounted(
      Payment.record, row: payment,
      [
        ("matched_by", "claim"), ("payer_room", SQLValue(room)),
        ("claimed_on", .day(day)),
      ])
  }
}
