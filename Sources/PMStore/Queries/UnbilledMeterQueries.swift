// Meters of rooms that are read, though no charge bills what they show.
package import PMCore

/// A reading with a usage that its room has no charge for.
package struct UnbilledMeter: Sendable {
  package let meter: String
  package let room: String
  package let fee: String
  package let readOn: Day
}

extension Database {
  /// Those of these readings that no charge will bill, in order of meter and day; not those of meters
  /// with others behind them, of what is apportioned, or of rooms that nobody has been given yet.
  package func readWithoutCharge(_ readings: Set<Int64>) throws -> [UnbilledMeter] {
    guard let first = readings.min(), let last = readings.max() else { return [] }
    let isInForce = #""from" <= reading.read_on AND coalesce("to", reading.read_on) >= reading.read_on"#
    let found = try rows(
      """
      SELECT reading.id, meter.code, room.code, fee.code, reading.read_on, room.id, fee.id
        FROM reading
        JOIN meter ON meter.id = reading.meter_id
        JOIN room ON room.id = meter.room_id
        JOIN fee ON fee.id = meter.fee_id
       WHERE reading.id BETWEEN ?1 AND ?2 AND reading.usage > 0 AND fee.class = 'metered'
         AND (CASE WHEN room.status = 'unsold' OR room.status = 'sold' AND room.delivered_on IS NULL
                   THEN 0 ELSE coalesce(room.delivered_on, 0) <= reading.read_on END
              OR EXISTS (SELECT 1 FROM occupancy
                          WHERE room_id = room.id AND pays = 1 AND \(isInForce)))
         AND NOT EXISTS (SELECT 1 FROM meter AS sub WHERE sub.parent_id = meter.id)
         AND NOT EXISTS (SELECT 1 FROM charge
                          WHERE room_id = room.id AND fee_id = fee.id AND \(isInForce))
       ORDER BY meter.key, reading.read_on
      """, [.integer(first), .integer(last)]
    ) { row in
      (
        id: row.int64(0),
        meter: UnbilledMeter(
          meter: row.string(1), room: row.string(2), fee: row.string(3), readOn: row.day(4)),
        room: row.int64(5), fee: row.int64(6)
      )
    }.filter { readings.contains($0.id) }
    if found.isEmpty { return [] }
    let isOnScope = try Set(
      rows("SELECT DISTINCT fee_id FROM charge WHERE scope_id IS NOT NULL ORDER BY 1") { $0.int64(0) })
    let tree = try orgTree()
    return try found.filter { read in
      try !isOnScope.contains(read.fee)
        || scalar(
          """
          SELECT 1 FROM charge
           WHERE scope_id IN (\(try scopes(over: read.room, tree))) AND fee_id = ?1
             AND "from" <= ?2 AND coalesce("to", ?2) >= ?2
           LIMIT 1
          """, [.integer(read.fee), .day(read.meter.readOn)]) == nil
    }.map(\.meter)
  }
}
