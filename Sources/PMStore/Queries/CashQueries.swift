// Money as it came in: by day, method and cashier; and what of it waits as prepayment.
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

/// What is left of a customer's prepayment for a fee, or of the free one.
package struct PrepaymentRow: Sendable {
  package let customer: String
  package let name: String
  /// The fee that it is earmarked to; nil: free.
  package let fee: String?
  /// The window of periods that it is kept for.
  package let from: Period?
  package let to: Period?
  package let paid: Money
  package let used: Money
  package let oldest: Day
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
    let companies = orgs.map { "company_id IN (\($0.map(String.init).joined(separator: ", ")))" } ?? "1"
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
      """, [.integer(Int64(first.number)), .integer(Int64(last.number))]
    ) { row in
      CashRow(
        day: row.day(0), method: row.string(1), cashier: row.optionalString(2),
        count: row.int64(3), received: row.money(4), paidBack: row.money(5))
    }
  }

  /// What customers had left on `day` by posting dates, in natural order of customer and fee.
  package func prepaid(asOf day: Day) throws -> [PrepaymentRow] {
    try rows(
      """
      WITH used AS MATERIALIZED (
        SELECT prepayment_id, sum(amount_minor) AS amount_minor
          FROM (SELECT prepayment_id, amount_minor, posted_on FROM allocation
                UNION ALL
                SELECT prepayment_id, amount_minor, posted_on FROM withdrawal
                UNION ALL
                SELECT source_id, amount_minor, posted_on FROM prepayment)
         WHERE prepayment_id IS NOT NULL AND posted_on <= ?1
         GROUP BY prepayment_id),
      sums AS (
        SELECT customer_id, fee_id, for_from, for_to, sum(prepayment.amount_minor) AS paid,
               sum(COALESCE(used.amount_minor, 0)) AS used,
               min(CASE WHEN prepayment.amount_minor > COALESCE(used.amount_minor, 0)
                        THEN paid_on END) AS oldest
          FROM prepayment
          LEFT JOIN used ON used.prepayment_id = prepayment.id
         WHERE posted_on <= ?1
         GROUP BY customer_id, fee_id, for_from, for_to)
      SELECT customer.code, customer.name, fee.code, paid, used, oldest, for_from, for_to
        FROM sums
        JOIN customer ON customer.id = customer_id
        LEFT JOIN fee ON fee.id = fee_id
       WHERE paid <> used
       ORDER BY customer.key, fee.key, for_from, for_to
      """, [.integer(Int64(day.number))]
    ) { row in
      PrepaymentRow(
        customer: row.string(0), name: row.string(1), fee: row.optionalString(2),
        from: row.optionalPeriod(6), to: row.optionalPeriod(7), paid: row.money(3), used: row.money(4), oldest: row.day(5))
    }
  }
}
