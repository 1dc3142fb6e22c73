// What somebody should look at in rooms: odd areas, two tenants who pay, charges that were not renewed.
package import PMCore

/// A fee that rooms which ended had by a charge of their own.
package struct EndedFee: Sendable {
  package let id: Int64
  package let code: String
  /// The first of those rooms.
  package let room: String
}

extension Database {
  /// The rooms that have no floor area to speak of, or one too large to be meant, in natural order.
  package func oddAreas() throws -> [(id: Int64, code: String, area: Quantity)] {
    try rows(
      """
      SELECT id, code, floor_area FROM room
       WHERE floor_area = 0 OR floor_area > \(Room.largestArea.units)
       ORDER BY key
      """
    ) { (id: $0.int64(0), code: $0.string(1), area: Quantity(units: $0.int64(2))) }
  }

  /// The fees that are charged on a room by its area, its own charges and those of scopes.
  package func feesByArea(on room: Int64, _ tree: OrgTree) throws -> [String] {
    try rows(
      """
      SELECT DISTINCT fee.code
        FROM charge JOIN fee ON fee.id = charge.fee_id
       WHERE (charge.room_id = ?1 OR charge.scope_id IN (\(try scopes(over: room, tree))))
         AND charge.amount_minor IS NULL
         AND EXISTS (SELECT 1 FROM tariff
                      WHERE tariff.code = charge.tariff AND tariff.method = 'per_area')
       ORDER BY fee.key
      """, [.integer(room)]
    ) { $0.string(0) }
  }

  /// The fees that are charged on a room from `day` on, its own charges and those of scopes.
  package func feesCharged(on room: Int64, from day: Day, _ tree: OrgTree) throws -> Set<Int64> {
    Set(
      try rows(
        """
        SELECT fee_id FROM charge
         WHERE (room_id = ?1 OR scope_id IN (\(try scopes(over: room, tree))))
           AND ("to" IS NULL OR "to" >= ?2)
        """, [.integer(room), .integer(Int64(day.number))]
      ) { $0.int64(0) })
  }

  /// The fees that these rooms have by charges of their own which go on after `last`.
  package func ownFees(ofRooms rooms: [Int64], after last: Day) throws -> [EndedFee] {
    let list = rooms.map(String.init).joined(separator: ", ")
    return try rows(
      """
      SELECT fee.id, fee.code, min(room.code)
        FROM charge
        JOIN fee ON fee.id = charge.fee_id
        JOIN room ON room.id = charge.room_id
       WHERE charge.room_id IN (\(list)) AND (charge."to" IS NULL OR charge."to" > ?1)
         AND fee.class NOT IN ('one-off', 'deposit')
       GROUP BY fee.id
       ORDER BY fee.key
      """, [.integer(Int64(last.number))]
    ) { EndedFee(id: $0.int64(0), code: $0.string(1), room: $0.string(2)) }
  }

  /// Who pays as a tenant for a room on days on which one of `occupancies` does, too; each once, in
  /// order of the rooms.
  package func payingTenants(
    among occupancies: Set<Int64>
  ) throws -> [(room: String, customer: String, last: Day?)] {
    if occupancies.isEmpty { return [] }
    return try rows(
      """
      SELECT later.id, earlier.id, room.code, customer.code, earlier."to"
        FROM occupancy AS later
        JOIN occupancy AS earlier ON earlier.room_id = later.room_id
         AND (earlier."from" < later."from"
              OR earlier."from" = later."from" AND earlier.id < later.id)
         AND (earlier."to" IS NULL OR earlier."to" >= later."from")
        JOIN room ON room.id = later.room_id
        JOIN customer ON customer.id = earlier.customer_id
       WHERE later.role = 'tenant' AND earlier.role = 'tenant' AND later.pays = 1
         AND earlier.pays = 1 AND earlier.customer_id <> later.customer_id
       ORDER BY room.key, later.id, earlier.id
      """
    ) { row in
      (
        ids: [row.int64(0), row.int64(1)],
        told: (room: row.string(2), customer: row.string(3), last: row.optionalDay(4))
      )
    }
    .filter { !occupancies.isDisjoint(with: $0.ids) }.map(\.told)
  }

  /// The organisations whose charges a room bears, as a list for SQL: its community with all above,
  /// and its building.
  private func scopes(over room: Int64, _ tree: OrgTree) throws -> String {
    let community = try scalar("SELECT community_id FROM room WHERE id = ?1", [.integer(room)])
    let buildings = try rows(
      """
      SELECT org.id FROM org JOIN room ON room.id = ?1
       WHERE org.kind = 'building' AND org.parent_id IS room.community_id
         AND room.building IN (org.code, org.name)
      """, [.integer(room)]
    ) { $0.int64(0) }
    return (tree.chain(from: community) + buildings).map(String.init).joined(separator: ", ")
  }
}
