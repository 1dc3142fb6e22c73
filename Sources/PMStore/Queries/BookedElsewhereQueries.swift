// Payments that another company has booked already: one statement imported for two companies.

/// The payment that says the same for another company.
package struct BookedElsewhere: Sendable {
  package let number: Int64
  /// Its company's code; nil where it has none.
  package let company: String?
}

extension Database {
  /// Of the payments from row `first` on, by row, those of which another company had the same before:
  /// the same method, reference, part, day and amount, and not two accounts.
  ///
  /// What was reversed is gone, except where it was reversed to be taken in parts.
  package func bookedElsewhere(from first: Int64) throws -> [Int64: BookedElsewhere] {
    var found: [Int64: BookedElsewhere] = [:]
    try forEach(
      """
      WITH new AS MATERIALIZED (
        SELECT id, company_id, method, account, reference, part, paid_on, amount_minor
          FROM payment
         WHERE id >= ?1 AND run IS NULL)
      SELECT new.id, old.id, org.code
        FROM payment AS old
        CROSS JOIN new ON new.reference = old.reference AND new.amount_minor = old.amount_minor
         AND new.paid_on = old.paid_on AND new.method = old.method AND new.part = old.part
         AND new.company_id IS NOT old.company_id
         AND (new.account IS NULL OR old.account IS NULL OR new.account = old.account)
        LEFT JOIN org ON org.id = old.company_id
       WHERE old.id < ?1
         AND (old.reversed_on IS NULL OR old.reversed_why = '\(ClaimPart.reason)')
       ORDER BY new.id, old.id
      """, [.integer(first)]
    ) { row in
      if found[row.int64(0)] == nil {
        found[row.int64(0)] = BookedElsewhere(
          number: row.int64(1), company: row.optionalString(2))
      }
    }
    return found
  }
}
