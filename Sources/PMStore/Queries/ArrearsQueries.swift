// Arrears: what was owed on a day, by room, customer and fee.
package import PMCore

/// What a customer owes for a fee of a room.
package struct ArrearsRow: Sendable {
  package let room: String?
  package let customer: String
  package let fee: String
  package let principal: Money
  package let lateFee: Money
  /// Of the lines that are still open; for a late line its principal's.
  package let oldestDueOn: Day
}

/// The bills and what was open of each on a day, as SQL.
enum OpenLines {
  /// A common table expression `line` with room_id, customer_id, fee_id, bill_id, is_late, due_on and
  /// open_minor: what was open on day ?1 of the lines that were due by then.
  ///
  /// Bills due on or before the day, and late lines dated on or before it, which have the due_on of their
  /// principal. Open on the day is what is open now plus what was settled with a later value date
  /// (`later`, few rows or none).
  /// - Parameters:
  ///   - orgs: lines of rooms under these organisations only; nil: all.
  ///   - includesIssued: also lines that were issued by that day and fall due later.
  ///   - condition: a further condition on the row `bill`, as SQL.
  static func sql(_ orgs: [Int64]?, includesIssued: Bool = false, where condition: String = "1") -> String {
    """
    later AS MATERIALIZED (
      SELECT bill_id, sum(amount_minor) AS amount_minor
        FROM (SELECT bill_id, amount_minor FROM allocation WHERE value_on > ?1
              UNION ALL
              SELECT bill_id, amount_minor FROM adjustment
               WHERE value_on > ?1 AND \(Adjustment.changesOpen))
       GROUP BY bill_id),
    line AS (
      SELECT bill.id AS bill_id, bill.room_id, bill.customer_id, bill.fee_id,
             bill.principal_id IS NOT NULL AS is_late,
             COALESCE(principal.due_on, bill.due_on) AS due_on,
             \(Bill.open(of: "bill")) + COALESCE(later.amount_minor, 0) AS open_minor
        FROM bill
        LEFT JOIN bill AS principal ON principal.id = bill.principal_id
        LEFT JOIN later ON later.bill_id = bill.id
       WHERE (bill.due_on <= ?1\(includesIssued ? " OR bill.issued_on <= ?1" : ""))
         AND bill.ended IS NOT 'void' AND \(inScope(orgs, room: "bill.room_id")) AND \(condition))
    """
  }
}

extension Database {
  /// Lends the arrears as of `day` to `body`, in natural order of room, customer and fee.
  ///
  /// - Parameter orgs: lines of rooms under these organisations only; nil: all.
  package func forEachArrears(
    asOf day: Day, orgs: [Int64]? = nil, _ body: (ArrearsRow) throws -> Void
  ) throws {
    try forEach(
      """
      WITH \(OpenLines.sql(orgs)),
      sums AS (
        SELECT room_id, customer_id, fee_id,
               sum(CASE WHEN is_late THEN 0 ELSE open_minor END) AS principal,
               sum(CASE WHEN is_late THEN open_minor ELSE 0 END) AS late_fee,
               min(due_on) AS oldest
          FROM line
         WHERE open_minor <> 0
         GROUP BY room_id, customer_id, fee_id)
      SELECT room.code, customer.code, fee.code, principal, late_fee, oldest
        FROM sums
        LEFT JOIN room ON room.id = room_id
        JOIN customer ON customer.id = customer_id
        JOIN fee ON fee.id = fee_id
       WHERE principal <> 0 OR late_fee <> 0
       ORDER BY room.key, customer.key, fee.key
      """, [.day(day)]
    ) { row in
      try body(
        ArrearsRow(
          room: row.optionalString(0), customer: row.string(1), fee: row.string(2),
          principal: row.money(3), lateFee: row.money(4), oldestDueOn: row.day(5)))
    }
  }
}
