// What is doubtful about tickets just written: people who live elsewhere.
package import PMCore

extension Database {
  /// Of these tickets those whose customer does not live in their room on the day that they came;
  /// none where nobody keeps who lives where.
  package func customersElsewhere(
    tickets ids: [Int64], zone: Zone
  ) throws -> [(ticket: String, customer: String, room: String, day: Day)] {
    try ids.compactMap { id in
      try first(
        """
        SELECT t.number, customer.code, room.code, t.created_at
          FROM ticket AS t
          JOIN customer ON customer.id = t.customer_id
          JOIN room ON room.id = t.room_id
         WHERE t.id = ?1 AND EXISTS (SELECT 1 FROM occupancy)
           AND NOT EXISTS (
             SELECT 1 FROM occupancy AS o
              WHERE o.room_id = t.room_id AND o.customer_id = t.customer_id
                AND COALESCE(o."from" * 86400 <= t.created_at + ?2, 1)
                AND COALESCE(t.created_at + ?2 < (o."to" + 1) * 86400, 1))
        """, [.integer(id), .integer(Int64(zone.offsetSeconds))]
      ) { row in
        (
          row.string(0), row.string(1), row.string(2),
          zone.day(of: row.instant(3))
        )
      }
    }
  }
}
