// Payments that can hardly be meant so: cash taken twice, money for a room that its payer has nothing of.
package import PMCore

/// A room that who pays has nothing to pay for.
package struct StrangeRoom: Sendable {
  package let room: String
  package let customer: String
}

extension Database {
  /// The earlier payment that this one of the counter repeats: cash of the same payer, room, fee, day
  /// and sum, neither under a reference of its own; nil of none.
  package func samePayment(as payment: Int64) throws -> Int64? {
    // Cash without a reference goes by the number of its receipt.
    let isUnnamed = { (row: String) in
      "\(row).reference = (SELECT printf('R%07d', id) FROM receipt WHERE payment_id = \(row).id)"
    }
    return try scalar(
      """
      SELECT earlier.id
        FROM payment AS new
        JOIN payment AS earlier
          ON earlier.payer_id = new.payer_id AND earlier.id < new.id AND earlier.run <> new.run
         AND earlier.paid_on = new.paid_on AND earlier.amount_minor = new.amount_minor
         AND earlier.room_id IS new.room_id AND earlier.fee_id IS new.fee_id
         AND earlier.company_id IS new.company_id AND earlier.method = 'cash'
         AND earlier.reversed_on IS NULL AND \(isUnnamed("earlier"))
       WHERE new.id = ?1 AND new.method = 'cash' AND \(isUnnamed("new"))
       ORDER BY earlier.id DESC
       LIMIT 1
      """, [.integer(payment)])
  }

  /// The last adjustment of a bill of this kind, sum, day and reason; nil of none.
  package func sameAdjustment(
    of bill: Int64, _ kind: Correction, by amount: Money, on day: Day, reason: String
  ) throws -> Int64? {
    try scalar(
      """
      SELECT id FROM adjustment
       WHERE bill_id = ?1 AND kind = ?2 AND amount_minor = ?3 AND posted_on = ?4 AND reason = ?5
       ORDER BY id DESC
       LIMIT 1
      """,
      [
        .integer(bill), .text(kind.rawValue), .money(amount), .day(day),
        .text(reason),
      ])
  }
}

/// Finds customers who pay for rooms that they have nothing to pay for.
package final class StrangeRooms {
  private var find: Statement

  package init(_ database: Database) throws {
    find = try database.prepare(
      """
      SELECT room.code, customer.code
        FROM room JOIN customer ON customer.id = ?2
       WHERE room.id = ?1
         AND NOT EXISTS (SELECT 1 FROM occupancy
                          WHERE room_id = ?1 AND customer_id = ?2 AND pays = 1
                            AND coalesce("to", ?3) >= ?3 - 31)
         AND NOT EXISTS (SELECT 1 FROM bill
                          WHERE customer_id = ?2 AND room_id = ?1 AND \(Bill.isOpen(of: "bill")))
      """)
  }

  /// The codes of a room and of a customer who neither owes a bill on it nor pays for it on `day`,
  /// nor will, nor did in the month before: rent is paid ahead, and what is left when one has gone.
  package func strange(_ room: Int64, of customer: Int64, on day: Day) throws -> StrangeRoom? {
    try find.bind(1, room)
    try find.bind(2, customer)
    try find.bind(3, Int64(day.number))
    defer { find.reset() }
    return try find.step() ? StrangeRoom(room: find.string(0), customer: find.string(1)) : nil
  }
}
