// How many rooms stand in which status.
package import PMCore

/// The rooms of one kind in a group.
package struct RoomStatusRow: Sendable {
  package let group: ReportGroup
  package let kind: String
  /// How many, by status, in the order of `Room.statuses`.
  package let counts: [Int64]
  /// The floor area of all of them, and of those occupied or let.
  package let area: Quantity
  package let occupiedArea: Quantity

  package func count(of status: String) -> Int64 {
    zip(Room.statuses, counts).first { $0.0.value == status }?.1 ?? 0
  }
  package var rooms: Int64 { counts.reduce(0, +) }
  /// Those that were handed over: not unsold, not merely sold.
  package var handedOver: Int64 { rooms - count(of: "unsold") - count(of: "sold") }
  package var occupied: Int64 { count(of: "occupied") + count(of: "let") }
}

extension Database {
  /// Rooms that have an owner and a day of delivery and yet stand as unsold, which no run bills; in
  /// natural order.
  package func unsoldWithOwner() throws -> [String] {
    try rows("SELECT code FROM room WHERE \(Self.isUnsoldWithOwner) ORDER BY key") { $0.string(0) }
  }

  /// Whether a room is such a one.
  static let isUnsoldWithOwner = """
    (room.status = 'unsold' AND room.delivered_on IS NOT NULL AND room.ended_on IS NULL
     AND EXISTS (SELECT 1 FROM occupancy
                  WHERE occupancy.room_id = room.id AND occupancy.role = 'owner'
                    AND (occupancy."to" IS NULL OR occupancy."to" >= room.delivered_on)))
    """

  /// The rooms of each group and kind on a day, in natural order of the group, then of the kinds.
  package func roomStatuses(
    asOf day: Day, orgs: [Int64]?, by groups: ReportGroups
  ) throws -> [RoomStatusRow] {
    let counts = Room.statuses.map { "sum(status = '\($0.value)')" }.joined(separator: ", ")
    var found: [(order: [Int], row: RoomStatusRow)] = []
    for (order, kind) in Room.kinds.enumerated() {
      // By room, since only its row knows the group; then added up.
      let sums = try sums(
        groups,
        """
        WITH dated AS (
          SELECT room.id, COALESCE(version.status, room.status) AS status,
                 CASE WHEN version.id IS NULL THEN room.floor_area ELSE version.floor_area END
                   AS floor_area
            FROM room
            LEFT JOIN room_version AS version ON version.id =
              (SELECT id FROM room_version AS v
                WHERE v.room_id = room.id AND v."from" <= ?2 ORDER BY v."from" DESC LIMIT 1)
           WHERE room.kind = ?1 AND (room.ended_on IS NULL OR room.ended_on >= ?2)
             AND \(inScope(orgs, room: "room.id")))
        SELECT id, \(counts), sum(COALESCE(floor_area, 0)),
               sum(CASE WHEN status IN ('occupied', 'let') THEN COALESCE(floor_area, 0) ELSE 0 END)
          FROM dated
         GROUP BY id
         ORDER BY id
        """, [.text(kind.value), .day(day)])
      for row in sums {
        let place = groups.all.firstIndex(of: row.group) ?? 0
        let last = Room.statuses.count
        found.append(
          (
            [place, order],
            RoomStatusRow(
              group: row.group, kind: kind.value, counts: Array(row.sums[..<last]),
              area: Quantity(units: row.sums[last]), occupiedArea: Quantity(units: row.sums[last + 1]))
          ))
      }
    }
    return found.sorted { $0.order.lexicographicallyPrecedes($1.order) }.map(\.row)
  }
}
