// Room after room with everything that a run bills it by: tables merged in the order of the rooms.
package import PMCore

/// Rows of another table that belong to rooms, read in the order of the rooms.
private final class RoomRows {
  private(set) var row: Statement
  /// The room of the row; nil at the end.
  private(set) var room: Int64?

  init(_ database: Database, _ sql: String, _ values: [SQLValue] = []) throws {
    row = try database.prepare(sql)
    try row.bind(values)
    try advance()
  }

  func advance() throws { room = try row.step() ? row.int64(0) : nil }

  /// Lends the rows of `room` in turn.
  func take(_ room: Int64, _ body: (borrowing Statement) throws -> Void) throws {
    while self.room == room {
      try body(row)
      try advance()
    }
  }
}

/// Reads the rooms of a run one by one, in natural order.
///
/// Every table is read once, in the order of the rooms' keys, so that a run of a million rooms holds
/// one of them in memory.
package final class RoomRuns {
  private let book: BillingBook
  private let period: Period
  private let holdsSuspect: Bool
  private var rooms: Statement
  private let occupancies: RoomRows
  private let charges: RoomRows
  private let meters: RoomRows
  private let shares: RoomRows
  private let versions: RoomRows
  private var posted: Statement
  private let hasPosted: Bool
  private var usedInYear: Statement
  private var scopes: [ScopeKey: Scope] = [:]

  /// The organisations over a room, innermost first, and the charges on them.
  private struct Scope {
    var line: [Int64]
    var charges: [RoomCharge] = []
  }

  private struct ScopeKey: Hashable {
    let community: Int64
    let building: String?
  }

  /// - Parameters:
  ///   - room: only this room.
  ///   - bill: what was billed before is what was billed before this bill, and nothing counts as
  ///     posted: the state in which the bill was made.
  package init(
    _ database: Database, _ book: BillingBook, _ period: Period, holdsSuspect: Bool,
    room: Int64? = nil, before bill: Int64? = nil
  ) throws {
    let only = { (column: String) in room.map { "\(column) = \($0)" } ?? "1" }
    self.book = book
    self.period = period
    self.holdsSuspect = holdsSuspect
    rooms = try database.prepare(
      """
      SELECT id, community_id, building, floor, floor_area, usable_area, household_size, status,
             delivered_on, ended_on
        FROM room
       WHERE \(only("id"))
       ORDER BY key
      """)
    occupancies = try RoomRows(
      database,
      """
      SELECT room_id, customer_id, role, "from", "to", pays
        FROM occupancy
       WHERE \(only("room_id"))
       ORDER BY key
      """)
    versions = try RoomRows(
      database,
      """
      SELECT room_id, "from", floor_area, usable_area, household_size, status
        FROM room_version
       WHERE \(only("room_id"))
       ORDER BY key
      """)
    charges = try RoomRows(
      database,
      ChargeColumns.sql(
        room == nil ? "charge.room_id IS NOT NULL" : only("charge.room_id"), "charge.room_id"))
    let days: [SQLValue] = [.day(period.first), .day(period.last)]
    meters = try RoomRows(database, Self.meterSQL(only("meter.room_id")), days)
    shares = try RoomRows(
      database,
      """
      SELECT share.room_id, share.meter_id, meter.fee_id, share."from", share."to", share.quantity,
             share.amount_minor, share.price IS NOT NULL
        FROM share
        JOIN room ON room.id = share.room_id
        JOIN meter ON meter.id = share.meter_id
       WHERE share.period = ?1 AND \(only("share.room_id"))
       ORDER BY room.key, meter.key
      """, [.period(period)])
    let month = Int64(period.index)
    // By way of the corrections, which have an index and are few; bills are many.
    let hasCorrected =
      try database.scalar(
        """
        SELECT 1 FROM bill AS correction JOIN bill ON bill.id = correction.corrects_id
         WHERE correction.corrects_id > 0 AND bill.period = ?1 AND bill.ended = 'corrected'
         LIMIT 1
        """, [.integer(month)]) != nil
    // By the condition of the unique index, or each room would read the whole month; corrected
    // lines, which the index leaves out, are rare.
    let counts = hasCorrected ? "ended IS NOT 'void' AND \(Bill.isOriginal)" : Bill.isOfRun
    posted = try database.prepare(
      """
      SELECT fee_id, meter_id, "from", "to", quantity
        FROM bill
       WHERE period = ?1 AND room_id = ?2 AND \(counts)
       ORDER BY fee_id, COALESCE(meter_id, 0), "from"
      """)
    try posted.bind(1, month)
    hasPosted =
      try bill == nil
      && (hasCorrected
        || database.scalar(
          "SELECT 1 FROM bill WHERE period = ?1 AND \(Bill.isOfRun) LIMIT 1",
          [.integer(month)]) != nil)
    usedInYear = try database.prepare(
      """
      SELECT sum(quantity)
        FROM bill
       WHERE meter_id = ?1 AND "to" BETWEEN ?2 AND ?3
         AND fee_id = ?4 AND ended IS NOT 'void' AND principal_id IS NULL
         AND \(bill.map { "id < \($0)" } ?? "1")
      """)
  }

  /// Meters of rooms with their readings of the period and the reading before each.
  private static func meterSQL(_ condition: String) -> String {
    """
    SELECT meter.room_id, meter.id, meter.fee_id, meter.multiplier, meter.digits, meter.max_usage,
           meter.installed_on, meter.initial, meter.year_used,
           later.read_on, later.reading, later.kind, later.suspect,
           earlier.read_on, earlier.reading, earlier.kind, meter.removed_on,
           EXISTS (SELECT 1 FROM meter AS sub WHERE sub.parent_id = meter.id)
      FROM meter
      JOIN room ON room.id = meter.room_id
      LEFT JOIN reading AS later ON later.meter_id = meter.id AND later.read_on BETWEEN ?1 AND ?2
      LEFT JOIN reading AS earlier ON earlier.id =
           (SELECT id FROM reading
             WHERE meter_id = meter.id AND read_on < later.read_on
             ORDER BY read_on DESC LIMIT 1)
     WHERE meter.installed_on <= ?2
       AND \(condition)
     ORDER BY room.key, meter.key, later.read_on
    """
  }

  /// Fills `run` with the next room; false where there is none.
  package func next(into run: inout RoomRun) throws -> Bool {
    guard try rooms.step() else { return false }
    let id = rooms.int64(0)
    let community = rooms.int64(1)
    run.room = try room(id, community)
    run.holdings.removeAll(keepingCapacity: true)
    try occupancies.take(id) { row in
      let span = DaySpan(row.day(3), row.optionalDay(4) ?? .distantFuture)
      guard let span else { return }
      // Rows of a room come in the natural order of the customers' codes.
      run.holdings.append(
        Holding(
          customer: row.int64(1), order: Int64(run.holdings.count), role: try row.word(2), span: span,
          pays: row.flag(5)))
    }
    run.charges.removeAll(keepingCapacity: true)
    try charges.take(id) { row in
      if let charge = try ChargeColumns.charge(row, book) { run.charges.append(charge) }
    }
    let scope = scope(of: community, rooms.optionalString(2))
    run.scopes = scope.line
    if !scope.charges.isEmpty {
      run.charges += scope.charges
      run.charges.sort {
        ($0.fee, $0.distance, $0.rule.from.number) < ($1.fee, $1.distance, $1.rule.from.number)
      }
    }
    if let ended = rooms.optionalDay(9) { end(&run.charges, on: ended) }
    run.room.joinVersions(heedingVacancy: run.charges.contains { $0.rule.vacantFactor != nil })
    run.meters.removeAll(keepingCapacity: true)
    try meters.take(id) { row in if let meter = try meter(row) { run.meters.append(meter) } }
    run.shares.removeAll(keepingCapacity: true)
    try shares.take(id) { row in if let share = share(row) { run.shares.append(share) } }
    run.posted.removeAll(keepingCapacity: true)
    if hasPosted { try readPosted(id, &run) }
    return true
  }

  /// Cuts the charges of a room that ended after its last day.
  private func end(_ charges: inout [RoomCharge], on last: Day) {
    charges = charges.compactMap { charge in
      if charge.rule.from > last { return nil }
      var rule = charge.rule
      rule.to = min(rule.to, last)
      return RoomCharge(
        rule: rule, fee: charge.fee, tariff: charge.tariff, distance: charge.distance)
    }
  }

  private func version(_ row: borrowing Statement, _ first: Int, from: Day) -> RoomVersion {
    var version = RoomVersion(
      validFrom: from, floorArea: row.optionalQuantity(first),
      usableArea: row.optionalQuantity(first + 1),
      householdSize: row.optionalInt64(first + 2))
    version.isVacant = row.string(first + 3) == "vacant"
    return version
  }

  private func room(_ id: Int64, _ community: Int64) throws -> BilledRoom {
    let status = rooms.string(7)
    var stored: [RoomVersion] = []
    try versions.take(id) { row in stored.append(version(row, 2, from: row.day(1))) }
    // The last version is what the room's own row says: corrections are made there.
    let current = version(rooms, 4, from: stored.popLast()?.validFrom ?? .distantPast)
    var room = BilledRoom(
      id: id, versions: stored + [current], floor: rooms.optionalInt64(3),
      developer: book.developers[community])
    if let delivered = rooms.optionalDay(8) {
      room.deliveredFrom = status == "unsold" ? .distantFuture : delivered
    } else if status == "unsold" || status == "sold" {
      room.deliveredFrom = .distantFuture
    }
    return room
  }

  /// The room's building, community and their ancestors, with their charges; looked up once each.
  private func scope(of community: Int64, _ building: String?) -> Scope {
    let key = ScopeKey(community: community, building: book.buildings.isEmpty ? nil : building)
    if let known = scopes[key] { return known }
    var scope = Scope(line: book.ancestors[community] ?? [community])
    if let building,
      let node = book.buildings.first(where: { $0.parent == community && $0.names.contains(building) })
    {
      scope.line.insert(node.id, at: 0)
    }
    for (place, organisation) in scope.line.enumerated() {
      for charge in book.scopeCharges[organisation] ?? [] {
        scope.charges.append(
          RoomCharge(rule: charge.rule, fee: charge.fee, tariff: charge.tariff, distance: place + 1))
      }
    }
    scopes[key] = scope
    return scope
  }

  private func meter(_ row: borrowing Statement) throws -> RoomMeter? {
    guard let fee = book.feePlaces[row.int64(2)] else { return nil }
    let rule = MeterRule(
      multiplier: row.quantity(3), digits: row.optionalInt64(4).map { Int($0) },
      maxUsage: row.optionalQuantity(5))
    var later: MeterReading?
    var earlier: MeterReading?
    var before = Ratio.zero
    if !row.isNull(9) {
      let readOn = row.day(9)
      later = MeterReading(
        readOn, row.quantity(10), try row.word(11))
      if row.isNull(13) {
        earlier = MeterReading(row.day(6), row.quantity(7))
      } else {
        earlier = MeterReading(
          row.day(13), row.quantity(14),
          try row.word(15))
      }
      before = try billedInYear(row.int64(1), row.int64(2), readOn)
      // What was used before the meter's first day counts in the year of that day only.
      if let used = row.optionalInt64(8), row.day(6).civil.year == readOn.civil.year {
        before = try before.plus(Quantity(units: used).ratio)
      }
    }
    return RoomMeter(
      meter: row.int64(1), fee: fee, rule: rule, earlier: earlier, later: later,
      isHeld: holdsSuspect && row.optionalInt64(12) == 1, before: before,
      isRemoved: row.optionalDay(16).map { $0 <= period.last } ?? false, isMain: row.flag(17))
  }

  /// What is billed to a meter in the calendar year of `day`.
  private func billedInYear(_ meter: Int64, _ fee: Int64, _ day: Day) throws -> Ratio {
    guard countsYears, let first = Day(year: day.civil.year, month: 1, day: 1) else { return .zero }
    try usedInYear.bind(1, meter)
    try usedInYear.bind(2, Int64(first.number))
    try usedInYear.bind(3, Int64(day.number))
    try usedInYear.bind(4, fee)
    defer { usedInYear.reset() }
    return try usedInYear.step() ? usedInYear.quantity(0).ratio : .zero
  }

  /// Whether any tariff has blocks of the year: only then is it asked what was billed in it before.
  private lazy var countsYears = book.rules.tariffs.contains { tariff in
    tariff.versions.contains { $0.tiers?.reset == .year }
  }

  private func share(_ row: borrowing Statement) -> RoomShare? {
    guard let fee = book.feePlaces[row.int64(2)],
      let span = DaySpan(row.day(3), row.day(4))
    else { return nil }
    return RoomShare(
      fee: fee,
      interval: UsageInterval(
        meter: row.int64(1), span: span, quantity: row.quantity(5).ratio),
      amount: row.money(6), isPriced: row.flag(7))
  }

  private func readPosted(_ room: Int64, _ run: inout RoomRun) throws {
    try posted.bind(2, room)
    defer { posted.reset() }
    while try posted.step() {
      guard let span = DaySpan(posted.day(2), posted.day(3)) else { continue }
      run.posted.append(
        PostedLine(
          fee: posted.int64(0), meter: posted.optionalInt64(1), span: span,
          quantity: posted.optionalQuantity(4)))
    }
  }
}
