// What must hold of lines by blocks: each is what the blocks of its tariff make of its quantity.
import PMCore

extension Database {
  /// Lends the lines of meters by blocks whose amount no version of their tariff makes of their
  /// quantity, with what was billed to the meter in the year before where blocks count a year.
  ///
  /// Asked in one pass over these lines; what else may have been behind one (a factor, another
  /// household, another rounding of the fee) is looked for only where today's records do not make it.
  /// Tariffs whose blocks were edited in place are left to `bill explain`.
  package func forEachWrongTieredLine(_ body: (String) throws -> Void) throws {
    let book = try billingBook()
    let edited = Set(
      try rows(
        "SELECT DISTINCT t.code FROM history AS h JOIN tariff AS t ON t.id = h.row_id WHERE h.record = 'tariff'"
      ) { $0.string(0) })
    var blocks: [String: [Tiers]] = [:]
    for tariff in book.rules.tariffs where !edited.contains(tariff.code) {
      let tiers = tariff.versions.compactMap { $0.method == .tiered ? $0.tiers : nil }
      if !tiers.isEmpty, tiers.count == tariff.versions.count { blocks[tariff.code] = tiers }
    }
    if blocks.isEmpty { return }
    let other = OtherInputs(self)
    var lines = try prepare(
      """
      SELECT bill.id, bill.fee_id, bill.tariff, bill.quantity, bill.amount_minor, bill."to", bill.meter_id,
             bill.run, bill.room_id, room.household_size, meter.multiplier, meter.year_used, meter.installed_on
        FROM bill
        JOIN room ON room.id = bill.room_id
        JOIN meter ON meter.id = bill.meter_id
       WHERE bill.class = 'metered' AND bill.opening = 0 AND bill.corrects_id IS NULL
         AND bill.meter_id IS NOT NULL AND bill.quantity IS NOT NULL AND bill.price IS NULL
       ORDER BY bill.id
      """)
    while try lines.step() {
      guard let tiers = lines.optionalString(2).flatMap({ blocks[$0] }), let place = book.feePlaces[lines.int64(1)]
      else { continue }
      let fee = book.rules.fees[place].rule
      let quantity = Quantity(units: lines.int64(3)).ratio
      let amount = lines.int64(4)
      var before = Ratio.zero
      if tiers.contains(where: { $0.reset == .year }) {
        before = try other.billedBefore(
          lines.int64(0), meter: lines.int64(6), fee: fee.id, through: lines.day(5), run: lines.int64(7))
        if let used = lines.optionalInt64(11), lines.day(12).civil.year == lines.day(5).civil.year {
          before = try before.plus(Quantity(units: used).ratio)
        }
      }
      // A usage of more decimals than a line shows may come out by one step otherwise.
      let step = lines.int64(10) % 10_000 == 0 ? 0 : fee.step
      func makes(_ persons: Int64?) -> Bool {
        tiers.contains { tiers in
          guard
            let cost = try? tiers.cost(of: quantity, before: tiers.reset == .year ? before : .zero, persons: persons),
            let money = try? cost.money(fee.rounding, step: fee.step)
          else { return true }
          return abs(money.minor - amount) <= step
        }
      }
      if makes(lines.optionalInt64(9)) { continue }
      let room = lines.int64(8)
      if try other.multiplies(room: room, fee: fee.id) || other.hasEdited(fee: fee.id, meter: lines.int64(6)) {
        continue
      }
      if try other.households(of: room).contains(where: makes) { continue }
      try body(Bill.number.kind.text(lines.int64(0), .standard))
    }
  }
}

/// What may be behind a line besides today's records.
private struct OtherInputs {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// What was billed to a meter in the calendar year up to a day, before a line was made.
  func billedBefore(_ line: Int64, meter: Int64, fee: Int64, through day: Day, run: Int64) throws -> Ratio {
    guard let first = Day(year: day.civil.year, month: 1, day: 1) else { return .zero }
    let sum = try database.scalar(
      """
      SELECT sum(quantity)
        FROM bill
       WHERE meter_id = ?1 AND "to" BETWEEN ?2 AND ?3 AND fee_id = ?4 AND principal_id IS NULL AND id < ?5
         AND (ended IS NOT 'void'
              OR NOT EXISTS (SELECT 1 FROM adjustment AS v
                              WHERE v.bill_id = bill.id AND v.kind = 'void' AND v.run < ?6))
      """,
      [
        .integer(meter), .day(first), .day(day), .integer(fee), .integer(line),
        .integer(run),
      ])
    return Quantity(units: sum ?? 0).ratio
  }

  /// Whether a charge of the fee multiplies the lines of a room, or replaces them by a sum, or did once.
  func multiplies(room: Int64, fee: Int64) throws -> Bool {
    try database.scalar(
      """
      SELECT 1 FROM charge AS x
       WHERE x.fee_id = ?2 AND (x.room_id = ?1 OR x.scope_id IS NOT NULL) AND \(Check.isOdd)
       LIMIT 1
      """, [.integer(room), .integer(fee)]) != nil
  }

  /// Whether the rounding of the fee or what the meter begins with was another once.
  func hasEdited(fee: Int64, meter: Int64) throws -> Bool {
    try database.scalar(
      """
      SELECT 1 FROM history
       WHERE record = 'fee' AND row_id = ?1
         AND (json_type(old, '$.rounding') IS NOT NULL OR json_type(old, '$.rounding_to') IS NOT NULL)
          OR record = 'meter' AND row_id = ?2
         AND (json_type(old, '$.year_used') IS NOT NULL OR json_type(old, '$.installed_on') IS NOT NULL
              OR json_type(old, '$.multiplier') IS NOT NULL)
       LIMIT 1
      """, [.integer(fee), .integer(meter)]) != nil
  }

  /// How many people live in a room, or did; nil where it is not known.
  func households(of room: Int64) throws -> [Int64?] {
    try database.rows(
      """
      SELECT household_size FROM room_version WHERE room_id = ?1
      UNION
      SELECT old ->> '$.household_size' FROM history
       WHERE record = 'room' AND row_id = ?1 AND json_type(old, '$.household_size') IS NOT NULL
      UNION
      SELECT h.old ->> '$.household_size'
        FROM room_version AS v CROSS JOIN history AS h ON h.record = 'room_version' AND h.row_id = v.id
       WHERE v.room_id = ?1 AND json_type(h.old, '$.household_size') IS NOT NULL
       ORDER BY 1
      """, [.integer(room)]
    ) { $0.optionalInt64(0) }
  }
}
