// People and rooms: who holds a room, which of its meters were read, what a leaver has left.
package import PMCore

/// An occupancy with the code of who it is.
package struct RoomHolder: Sendable {
  package let id: Int64
  package let customer: Int64
  package let code: String
  package let role: String
  package let from: Day
  /// The last day; nil where no end is known.
  package let to: Day?
  package let pays: Bool

  /// Whether it holds on `day`.
  package func holds(on day: Day) -> Bool { from <= day && (to.map { $0 >= day } ?? true) }
}

extension Database {
  /// The occupancies of a room, by customer in natural order.
  package func holders(ofRoom room: Int64) throws -> [RoomHolder] {
    try rows(
      """
      SELECT o.id, o.customer_id, customer.code, o.role, o."from", o."to", o.pays
        FROM occupancy AS o
        JOIN customer ON customer.id = o.customer_id
       WHERE o.room_id = ?1
       ORDER BY o.key
      """, [.integer(room)]
    ) { row in
      RoomHolder(
        id: row.int64(0), customer: row.int64(1), code: row.string(2), role: row.string(3),
        from: row.day(4), to: row.optionalDay(5), pays: row.flag(6))
    }
  }

  /// The roles in which a customer holds any room after `last`.
  package func rolesHeld(by customer: Int64, after last: Day) throws -> Set<String> {
    Set(
      try rows(
        """
        SELECT DISTINCT role FROM occupancy
         WHERE customer_id = ?1 AND ("to" IS NULL OR "to" > ?2)
         ORDER BY role
        """, [.integer(customer), .day(last)]
      ) { $0.string(0) })
  }

  /// The codes of the room's meters that stood on the last of `days` and were read on none of them.
  package func unreadMeters(ofRoom room: Int64, on days: [Day]) throws -> [String] {
    guard let last = days.max() else { return [] }
    let list = days.map { "\($0.number)" }.joined(separator: ", ")
    return try rows(
      """
      SELECT meter.code
        FROM meter
       WHERE meter.room_id = ?1 AND meter.installed_on < ?2
         AND (meter.removed_on IS NULL OR meter.removed_on >= ?2)
         AND NOT EXISTS (SELECT 1 FROM reading
                          WHERE reading.meter_id = meter.id AND reading.read_on IN (\(list)))
         AND meter.installed_on NOT IN (\(list))
       ORDER BY meter.key
      """, [.integer(room), .day(last)]
    ) { $0.string(0) }
  }

  /// What the customer still owes on the room.
  package func owed(by customer: Int64, onRoom room: Int64) throws -> Money {
    let sum = try scalar(
      """
      SELECT sum(\(Bill.open(of: "bill")))
        FROM bill
       WHERE customer_id = ?1 AND room_id = ?2 AND \(Bill.isOpen(of: "bill"))
      """, [.integer(customer), .integer(room)])
    return Money(minor: sum ?? 0)
  }

  /// What anybody still owes on the room.
  package func owed(onRoom room: Int64) throws -> Money {
    let sum = try scalar(
      """
      SELECT sum(\(Bill.open(of: "bill")))
        FROM bill
       WHERE room_id = ?1 AND \(Bill.isOpen(of: "bill"))
      """, [.integer(room)])
    return Money(minor: sum ?? 0)
  }

  /// What is left of the customer's prepayment.
  package func prepaid(by customer: Int64) throws -> Money {
    Money(
      minor: try scalar(
        "SELECT sum(left_minor) FROM prepayment WHERE customer_id = ?1 AND left_minor > 0",
        [.integer(customer)]) ?? 0)
  }
}

extension Database {
  /// Keeps that something happened to a room.
  package func keepMove(
    _ kind: String, room: Int64, customer: Int64?, on day: Day, reason: String?, run entry: Int64
  ) throws {
    try run(
      """
      INSERT INTO move (kind, room_id, customer_id, moved_on, reason, run)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .text(kind), .integer(room), SQLValue(customer), .day(day),
        SQLValue(reason), .integer(entry),
      ])
  }
}

extension Settlement {
  /// Carries what is left of a leaver's prepayment over to another customer.
  ///
  /// Taken is what was paid for the room, and everything where the leaver holds no other room after
  /// `day`. The old row is emptied against a new one that names it and keeps value date and earmark.
  package func carryPrepayment(
    from leaver: Int64, to customer: Int64, room: Int64, on day: Day
  ) throws -> (parts: Int, amount: Money) {
    let holdsOthers =
      try database.scalar(
        """
        SELECT 1 FROM occupancy
         WHERE customer_id = ?1 AND room_id <> ?2 AND ("to" IS NULL OR "to" > ?3)
         LIMIT 1
        """, [.integer(leaver), .integer(room), .day(day)]) != nil
    let rows = try database.rows(
      """
      SELECT p.id, p.company_id, p.fee_id, p.paid_on, p.left_minor, p.for_from, p.for_to
        FROM prepayment AS p
        LEFT JOIN payment ON payment.id = p.payment_id
        LEFT JOIN bill ON bill.id = p.bill_id
       WHERE p.customer_id = ?1 AND p.left_minor > 0 AND p.paid_on <= ?3
         AND (?4 = 0 OR COALESCE(payment.room_id, payment.payer_room_id, bill.room_id) = ?2)
       ORDER BY p.id
      """,
      [
        .integer(leaver), .integer(room), .day(day),
        .flag(holdsOthers),
      ]
    ) { row in
      (
        id: row.int64(0), company: row.optionalInt64(1), fee: row.optionalInt64(2),
        paidOn: row.day(3), left: row.money(4), from: row.optionalInt64(5), to: row.optionalInt64(6)
      )
    }
    var sum = Money.zero
    for row in rows {
      try database.run(
        "UPDATE prepayment SET left_minor = 0 WHERE id = ?1", [.integer(row.id)])
      try database.run(
        """
        INSERT INTO prepayment
          (customer_id, company_id, fee_id, source_id, paid_on, posted_on, amount_minor, left_minor, run,
           for_from, for_to)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10)
        """,
        [
          .integer(customer), SQLValue(row.company), SQLValue(row.fee), .integer(row.id),
          .day(row.paidOn), .day(max(day, row.paidOn)),
          .money(row.left), .integer(run), SQLValue(row.from), SQLValue(row.to),
        ])
      sum = try sum.adding(row.left)
    }
    return (rows.count, sum)
  }
}
