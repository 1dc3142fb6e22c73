// Money as it came in: by day, method and cashier.
package import PMCore

/// What one cashier took by one method on one day.
package struct CashRow: Sendable {
  /// The posting date.
  package let day: Day
  package let method: String
  package let cashier: String?
  /// How many payments.
  package let count: Int64
  package let received: Money
  /// Payments reversed and prepayment refunded.
  package let paidBack: Money
}

extension Database {
  /// What came in and was paid back from `first` through `last` by posting date, in order of day,
  /// method and cashier.
  ///
  /// A payment of nobody in particular counts by its own date.
  /// - Parameter orgs: payments for rooms under these organisations, and those that name no room
  ///   but a company among them; nil: all.
  package func cash(
    from first: Day, through last: Day, orgs: [Int64]?
  ) throws -> [CashRow] {
    let companies = orgs.map { "company_id IN (\(sqlList($0)))" } ?? "1"
    let scope =
      orgs == nil ? "1" : "CASE WHEN room_id IS NULL THEN \(companies) ELSE \(inScope(orgs, room: "room_id")) END"
    return try rows(
      """
      WITH part AS (
        SELECT COALESCE(posted_on, paid_on) AS day, method, cashier, 1 AS payments,
               amount_minor AS received, 0 AS paid_back
          FROM payment
         WHERE \(scope)
        UNION ALL
        SELECT reversed_on, method, cashier, 0, 0, amount_minor
          FROM payment
         WHERE reversed_on IS NOT NULL AND \(scope)
        UNION ALL
        SELECT posted_on, method, NULL, 0, 0, amount_minor
          FROM refund
         WHERE \(companies))
      SELECT day, method, cashier, sum(payments), sum(received), sum(paid_back)
        FROM part
       WHERE day BETWEEN ?1 AND ?2
       GROUP BY day, method, cashier
       ORDER BY day, method, cashier
      """, [.day(first), .day(last)]
    ) { row in
      CashRow(
        day: row.day(0), method: row.string(1), cashier: row.optionalString(2),
        count: row.int64(3), received: row.money(4), paidBack: row.money(5))
    }
  }
}
