// One transfer in suspense that turns out to be of several customers.
package import PMCore

/// What one customer paid of a transfer.
package struct ClaimPart: Hashable, Sendable {
  /// Why the whole transfer is reversed.
  package static let reason = "split by claim"

  package let customer: Int64
  package let amount: Money

  package init(customer: Int64, amount: Money) {
    self.customer = customer
    self.amount = amount
  }
}

extension Database {
  /// The parts that a transfer was split into when it was claimed, in order.
  package func claimedParts(of payment: Int64) throws -> [ClaimPart] {
    try rows(
      """
      SELECT part.payer_id, part.amount_minor
        FROM payment AS whole
        JOIN payment AS part ON part.company_id IS whole.company_id AND part.method = whole.method
         AND part.account IS whole.account AND part.reference IS whole.reference
       WHERE whole.id = ?1 AND part.id > whole.id AND part.matched_by = 'claim'
       ORDER BY part.part
      """, [.integer(payment)]
    ) { ClaimPart(customer: $0.int64(0), amount: $0.money(1)) }
  }

  /// Adds the parts of a transfer, claimed on `day`, as payments of their own, under its reference and
  /// of its day; their numbers in order.
  package func addParts(
    _ parts: [ClaimPart], of payment: Int64, on day: Day, run entry: Int64
  ) throws -> [Int64] {
    let names = [
      "company", "method", "account", "reference", "paid_on", "cashier", "note", "payer_name",
      "payer_account", "doubt",
    ]
    let columns = names.map { Payment.record.column($0)?.sqlName ?? $0 }
    let kept = try first(
      "SELECT \(columns.joined(separator: ", ")) FROM payment WHERE id = ?1", [.integer(payment)]
    ) { row -> [(String, SQLValue)] in
      var values: [(String, SQLValue)] = []
      for place in names.indices { values.append((names[place], row.value(place))) }
      return values
    }
    guard let kept else { return [] }
    let last =
      try scalar(
        """
        SELECT max(part.part)
          FROM payment AS whole
          JOIN payment AS part ON part.company_id IS whole.company_id AND part.method = whole.method
           AND part.account IS whole.account AND part.reference IS whole.reference
         WHERE whole.id = ?1
        """, [.integer(payment)]) ?? 1
    let editor = RowEditor(self, entry: entry)
    return try parts.enumerated().map { place, part in
      try editor.insertUncounted(
        Payment.record,
        kept + [
          ("part", .integer(last + 1 + Int64(place))), ("customer", .integer(part.customer)),
          ("amount", .money(part.amount)), ("matched_by", "claim"),
          ("claimed_on", .day(day)),
        ])
    }
  }
}
