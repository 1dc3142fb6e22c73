// Meters: which readings are suspect, what was used in a period, what takes a meter's place.
package import PMCore

/// A reading that somebody should look at.
package struct SuspectRow: Sendable {
  package let meter: String
  package let place: String
  package let fee: String
  package let readOn: Day
  package let reading: Quantity
  package let kind: String
  package let usage: Quantity
  /// Of the intervals before, four decimals; nil where there is none.
  package let average: Quantity?
  package let intervals: Int64
  /// Whether the usage is over three times the average of at least three intervals.
  package let isJump: Bool
  /// Whether the usage is over the meter's largest one.
  package let isHuge: Bool
}

/// What a meter used in a period, and what the meters behind it used.
package struct MeterUsageRow: Sendable {
  package let meter: String
  /// The room, else the organisation.
  package let place: String
  package let isShared: Bool
  package let fee: String
  package let parent: String?
  package let from: Day?
  package let to: Day?
  package let usage: Quantity
  /// With that of the meter which it replaced.
  package let mainUsage: Quantity
  /// How many meters stand behind it; their usage is that of the same period.
  package let subMeters: Int64
  package let subUsage: Quantity
}

extension Database {
  /// The suspect readings up to `day`, by meter and day.
  package func suspectReadings(through day: Day) throws -> [SuspectRow] {
    var suspects = try prepare(
      """
      SELECT meter.id, meter.code, COALESCE(room.code, org.code, ''), fee.code,
             reading.read_on, reading.reading, reading.kind, reading.usage, meter.max_usage
        FROM reading
        JOIN meter ON meter.id = reading.meter_id
        JOIN fee ON fee.id = meter.fee_id
        LEFT JOIN room ON room.id = meter.room_id
        LEFT JOIN org ON org.id = meter.scope_id
       WHERE reading.suspect = 1 AND reading.read_on <= ?1
       ORDER BY meter.key, reading.read_on
      """)
    try suspects.bind(1, Int64(day.number))
    var found: [SuspectRow] = []
    while try suspects.step() {
      let before = try first(
        "SELECT count(usage), sum(usage) FROM reading WHERE meter_id = ?1 AND read_on < ?2",
        [.integer(suspects.int64(0)), .integer(suspects.int64(4))]
      ) { (count: $0.int64(0), sum: $0.optionalInt64(1) ?? 0) }
      let count = before?.count ?? 0
      let usage = suspects.optionalInt64(7) ?? 0
      let exact = Ratio(before?.sum ?? 0, over: max(count, 1))
      let average = try exact.rounded(.halfUp, scale: 0)
      let isJump = try count >= 3 && Ratio(usage).compared(to: exact.times(Ratio(3))) > 0
      found.append(
        SuspectRow(
          meter: suspects.string(1), place: suspects.string(2), fee: suspects.string(3),
          readOn: suspects.day(4), reading: suspects.quantity(5),
          kind: suspects.string(6), usage: Quantity(units: usage),
          average: count == 0 ? nil : Quantity(units: average), intervals: count,
          isJump: isJump, isHuge: suspects.optionalInt64(8).map { usage > $0 } ?? false))
    }
    return found
  }

  /// The usage of each meter with an interval that ends from `first` through `last`, by meter.
  package func meterUsage(from first: Day, through last: Day) throws -> [MeterUsageRow] {
    try rows(
      """
      WITH used AS (
        SELECT r.meter_id, sum(r.usage) AS usage, max(r.read_on) AS last_on,
               min(COALESCE((SELECT max(read_on) FROM reading
                              WHERE meter_id = r.meter_id AND read_on < r.read_on),
                            meter.installed_on)) AS before_on
          FROM reading AS r
          JOIN meter ON meter.id = r.meter_id
         WHERE r.read_on BETWEEN ?1 AND ?2
         GROUP BY r.meter_id),
      behind AS (
        SELECT sub.parent_id AS meter_id, count(*) AS meters, sum(used.usage) AS usage
          FROM meter AS sub
          JOIN used ON used.meter_id = sub.id
         WHERE sub.parent_id IS NOT NULL
         GROUP BY sub.parent_id)
      SELECT meter.code, COALESCE(room.code, org.code, ''), meter.room_id IS NULL, fee.code,
             parent.code, used.before_on + 1, used.last_on,
             used.usage,
             used.usage
               + COALESCE((SELECT usage FROM used AS old WHERE old.meter_id = meter.replaces_id), 0),
             COALESCE(behind.meters, 0), COALESCE(behind.usage, 0)
        FROM meter
        JOIN used ON used.meter_id = meter.id
        JOIN fee ON fee.id = meter.fee_id
        LEFT JOIN behind ON behind.meter_id = meter.id
        LEFT JOIN meter AS parent ON parent.id = meter.parent_id
        LEFT JOIN room ON room.id = meter.room_id
        LEFT JOIN org ON org.id = meter.scope_id
       ORDER BY meter.key
      """, [.day(first), .day(last)]
    ) { row in
      MeterUsageRow(
        meter: row.string(0), place: row.string(1), isShared: row.flag(2),
        fee: row.string(3), parent: row.optionalString(4), from: row.day(5), to: row.day(6),
        usage: row.quantity(7), mainUsage: row.quantity(8),
        subMeters: row.int64(9), subUsage: row.quantity(10))
    }
  }

  /// What a meter used in the calendar year of `day` through that day, by its readings, with what
  /// it brought along from before its first day in that year.
  package func usedInYear(of meter: Int64, through day: Day) throws -> Quantity {
    guard let first = Day(year: day.civil.year, month: 1, day: 1) else { return .zero }
    let sum = try scalar(
      """
      SELECT COALESCE((SELECT sum(usage) FROM reading
                        WHERE meter_id = ?1 AND read_on BETWEEN ?2 AND ?3), 0)
             + CASE WHEN installed_on BETWEEN ?2 AND ?3 THEN COALESCE(year_used, 0) ELSE 0 END
        FROM meter
       WHERE id = ?1
      """,
      [.integer(meter), .day(first), .day(day)])
    return Quantity(units: sum ?? 0)
  }
}

/// A meter that is to be replaced, with what its successor takes over.
package struct ReplacedMeter: Sendable {
  package let id: Int64
  package let room: Int64?
  package let scope: Int64?
  package let kind: String?
  package let fee: Int64
  package let multiplier: Int64
  package let digits: Int64?
  package let maxUsage: Int64?
  package let installedOn: Day
  package let removedOn: Day?
  package let parent: Int64?
  /// The community of its room, else its scope.
  package let org: Int64?
}

extension Database {
  /// The meter in this row.
  package func meterToReplace(_ id: Int64) throws -> ReplacedMeter {
    let found = try first(
      """
      SELECT room_id, scope_id, meter.kind, fee_id, multiplier, digits, max_usage, installed_on,
             removed_on, parent_id, COALESCE(room.community_id, scope_id)
        FROM meter
        LEFT JOIN room ON room.id = meter.room_id
       WHERE meter.id = ?1
      """, [.integer(id)]
    ) { row in
      ReplacedMeter(
        id: id, room: row.optionalInt64(0), scope: row.optionalInt64(1),
        kind: row.optionalString(2), fee: row.int64(3), multiplier: row.int64(4),
        digits: row.optionalInt64(5), maxUsage: row.optionalInt64(6), installedOn: row.day(7),
        removedOn: row.optionalDay(8), parent: row.optionalInt64(9),
        org: row.optionalInt64(10))
    }
    guard let found else { throw StoreError("the meter is not there") }
    return found
  }
}
