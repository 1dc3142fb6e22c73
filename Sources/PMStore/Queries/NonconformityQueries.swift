// Nonconformities as their verbs and papers see them.
package import PMCore

/// A nonconformity out of the database.
package struct StoredNonconformity: Sendable {
  package let id: Int64
  package let number: String
  package let ticket: Int64?
  package let foundOn: Day
  package let description: String
  package let department: String?
  package let disposition: String?
  package let rootCause: String?
  package let correction: String?
  package let correctiveAction: String?
  package let preventiveAction: String?
  package let owner: String
  package let dueOn: Day?
  package let doneOn: Day?
  package let verifiedBy: String?
  package let verifiedOn: Day?
  package let effective: Bool?
  /// The number of the one that follows it.
  package let reopenedAs: String?
}

extension Database {
  /// The nonconformity in row `id`.
  package func nonconformity(_ id: Int64) throws -> StoredNonconformity? {
    try nonconformities("n.id = ?1", id).first
  }

  /// Those of `rows` whose measures were judged already.
  package func verifiedNonconformities(_ rows: [Int64]) throws -> [(id: Int64, number: String)] {
    try self.rows(
      """
      SELECT id, number
        FROM nonconformity
       WHERE effective IS NOT NULL AND id IN (\(sqlList(rows)))
       ORDER BY key
      """
    ) { ($0.int64(0), $0.string(1)) }
  }

  /// The nonconformities of a ticket, in the order of their numbers.
  package func nonconformities(ofTicket ticket: Int64) throws -> [StoredNonconformity] {
    try nonconformities("n.ticket_id = ?1", ticket)
  }

  private func nonconformities(
    _ condition: String, _ value: Int64
  ) throws -> [StoredNonconformity] {
    try rows(
      """
      SELECT n.id, n.number, n.ticket_id, n.found_on, n.description, n.department, n.disposition,
             n.root_cause, n.correction, n.corrective_action, n.preventive_action, n.owner,
             n.due_on, n.done_on, n.verified_by, n.verified_on, n.effective, next.number
        FROM nonconformity AS n
        LEFT JOIN nonconformity AS next ON next.id = n.reopened_as_id
       WHERE \(condition)
       ORDER BY n.key
      """, [.integer(value)]
    ) { row in
      StoredNonconformity(
        id: row.int64(0), number: row.string(1), ticket: row.optionalInt64(2),
        foundOn: row.day(3), description: row.string(4), department: row.optionalString(5),
        disposition: row.optionalString(6), rootCause: row.optionalString(7),
        correction: row.optionalString(8), correctiveAction: row.optionalString(9),
        preventiveAction: row.optionalString(10), owner: row.string(11),
        dueOn: row.optionalDay(12), doneOn: row.optionalDay(13),
        verifiedBy: row.optionalString(14),
        verifiedOn: row.optionalDay(15),
        effective: row.optionalFlag(16), reopenedAs: row.optionalString(17))
    }
  }
}
