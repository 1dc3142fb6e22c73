// Tenants whose room is kept as vacant.
package import PMCore

/// A tenant of a room that is vacant by the register.
package struct VacantHome: Sendable {
  package let room: String
  package let tenant: String
  package let from: Day
}

extension Database {
  /// Hands over each vacant room with a tenant of today or later, of those whom the command at work
  /// has written, in order of the rooms.
  ///
  /// - Parameters:
  ///   - last: occupancies after this row are its own.
  ///   - changed: those up to `last` that it has changed.
  package func eachVacantHome(
    after last: Int64, changed: [Int64], today: Day, _ body: (VacantHome) throws -> Void
  ) throws {
    var statement = try prepare(
      """
      WITH written(id) AS (
        SELECT id FROM occupancy WHERE id > ?1
        UNION ALL
        SELECT value FROM json_each(?2))
      SELECT room.code, customer.code, t."from"
        FROM written
       CROSS JOIN occupancy AS t ON t.id = written.id
       CROSS JOIN room ON room.id = t.room_id
       CROSS JOIN customer ON customer.id = t.customer_id
       WHERE t.role = 'tenant' AND coalesce(t."to", ?3) >= ?3
         AND room.status = 'vacant' AND room.ended_on IS NULL
       ORDER BY room.key, t.id
      """)
    try statement.bind([
      .integer(last), .list(changed),
      .day(today),
    ])
    while try statement.step() {
      try body(
        VacantHome(
          room: statement.string(0), tenant: statement.string(1), from: statement.day(2)))
    }
  }
}
