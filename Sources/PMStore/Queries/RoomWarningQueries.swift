// What somebody should look at in rooms: odd areas, owned ones that stand as unsold, charges that were not renewed.
package import PMCore

/// A fee that rooms which ended had by a charge of their own.
package struct EndedFee: Sendable {
  package let id: Int64
  package let code: String
  /// The first of those rooms.
  package let room: String
}

/// A room that can hardly be meant as it stands.
package struct DoubtfulRoom: Sendable {
  package let id: Int64
  package let code: String
  /// A floor area of nothing to speak of, or one too large to be meant; nil where it is an ordinary one.
  package let oddArea: Quantity?
  /// Whether it has an owner and a day of delivery and yet stands as unsold.
  package let isUnsold: Bool
}

extension Database {
  /// Those of the rooms from `first` through `last` that can hardly be meant as they stand, in natural
  /// order.
  package func doubtfulRooms(from first: Int64, through last: Int64) throws -> [DoubtfulRoom] {
    let isOdd = "room.floor_area NOT BETWEEN 1 AND \(Room.largestArea.units)"
    return try rows(
      """
      SELECT room.id, room.code, CASE WHEN \(isOdd) THEN room.floor_area END, \(Self.isUnsoldWithOwner)
        FROM room
       WHERE room.id BETWEEN ?1 AND ?2 AND (\(isOdd) OR \(Self.isUnsoldWithOwner))
       ORDER BY room.key
      """, [.integer(first), .integer(last)]
    ) {
      DoubtfulRoom(
        id: $0.int64(0), code: $0.string(1), oddArea: $0.optionalQuantity(2),
        isUnsold: $0.flag(3))
    }
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
        """, [.integer(room), .day(day)]
      ) { $0.int64(0) })
  }

  /// The fees that these rooms have by charges of their own which go on after `last`.
  package func ownFees(ofRooms rooms: [Int64], after last: Day) throws -> [EndedFee] {
    let list = sqlList(rooms)
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
      """, [.day(last)]
    ) { EndedFee(id: $0.int64(0), code: $0.string(1), room: $0.string(2)) }
  }

  /// The codes of the customers whom the command with this journal entry gave another name.
  package func renamedCustomers(run: Int64) throws -> [String] {
    try rows(
      """
      SELECT customer.code
        FROM history
        JOIN customer ON customer.id = history.row_id
       WHERE history.journal_id = ?1 AND history.record = 'customer' AND json_type(history.old, '$.name') = 'text'
       ORDER BY customer.key
      """, [.integer(run)]
    ) { $0.string(0) }
  }

  /// The organisations whose charges a room bears, as a list for SQL: its community with all above,
  /// and its building.
  func scopes(over room: Int64, _ tree: OrgTree) throws -> String {
    let community = try community(ofRoom: room)
    let buildings = try rows(
      """
      SELECT org.id FROM org JOIN room ON room.id = ?1
       WHERE org.kind = 'building' AND org.parent_id IS room.community_id
         AND room.building IN (org.code, org.name)
      """, [.integer(room)]
    ) { $0.int64(0) }
    return sqlList(tree.chain(from: community) + buildings)
  }
}
