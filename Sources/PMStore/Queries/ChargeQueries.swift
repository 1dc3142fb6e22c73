// Charges and tariffs just written: how far they reach, and what was billed before.
package import PMCore

/// A charge that begins before its tariff does.
package struct EarlyCharge: Sendable {
  /// The room, else the scope.
  package let place: String
  package let fee: String
  package let tariff: String
  package let from: Day
}

/// A charge that begins in a month that is closed, of which nothing was billed there.
package struct LateCharge: Sendable {
  /// The room, else the scope.
  package let place: String
  package let fee: String
  package let from: Day
  /// The last closed period of it.
  package let closed: Period
}

extension Database {
  /// The scopes among these charges, in order, with how many rooms lie under each.
  package func scopesCharged(
    by charges: [Int64]
  ) throws -> [(scope: String, fee: String, rooms: Int)] {
    if try scalar("SELECT 1 FROM charge WHERE scope_id IS NOT NULL LIMIT 1") == nil { return [] }
    let ids = Set(charges)
    let scopes = try rows(
      """
      SELECT charge.id, charge.scope_id, org.code, fee.code, org.kind, org.parent_id, org.name
        FROM charge
        JOIN org ON org.id = charge.scope_id
        JOIN fee ON fee.id = charge.fee_id
       ORDER BY charge.key
      """
    ) { row in
      (
        id: row.int64(0), org: row.int64(1), code: row.string(2), fee: row.string(3),
        kind: row.string(4), parent: row.optionalInt64(5), name: row.string(6)
      )
    }.filter { ids.contains($0.id) }
    if scopes.isEmpty { return [] }
    let tree = try orgTree()
    return try scopes.map { scope in
      let rooms: Int64?
      if scope.kind == "building" {
        rooms = try scalar(
          "SELECT count(*) FROM room WHERE community_id IS ?1 AND building IN (?2, ?3) AND ended_on IS NULL",
          [SQLValue(scope.parent), .text(scope.code), .text(scope.name)])
      } else {
        let list = sqlList(tree.under(scope.org))
        rooms = try scalar(
          "SELECT count(*) FROM room WHERE community_id IN (\(list)) AND ended_on IS NULL")
      }
      return (scope.code, scope.fee, Int(rooms ?? 0))
    }
  }

  /// Those of these charges on whose first day their tariff has no version, in order.
  package func chargesBeforeTheirTariff(_ charges: [Int64]) throws -> [EarlyCharge] {
    let ids = Set(charges)
    if ids.isEmpty { return [] }
    return try rows(
      """
      SELECT charge.id, COALESCE(room.code, org.code), fee.code, charge.tariff, charge."from"
        FROM charge
        JOIN fee ON fee.id = charge.fee_id
        LEFT JOIN room ON room.id = charge.room_id
        LEFT JOIN org ON org.id = charge.scope_id
       WHERE charge."from" > ?1
         AND charge."from" < (SELECT min(valid_from) FROM tariff WHERE tariff.code = charge.tariff)
       ORDER BY charge.key
      """, [.day(Day.distantPast)]
    ) { row in
      (
        row.int64(0),
        EarlyCharge(
          place: row.string(1), fee: row.string(2), tariff: row.string(3), from: row.day(4))
      )
    }.filter { ids.contains($0.0) }.map(\.1)
  }

  /// Those of these charges that begin in a closed month and were not billed in any, in order.
  package func chargesInClosedPeriods(_ charges: [Int64]) throws -> [LateCharge] {
    let ids = Set(charges)
    guard !ids.isEmpty, try hasClosings else { return [] }
    let closings = try closings()
    let late = try rows(
      """
      SELECT charge.id, COALESCE(room.code, org.code), fee.code, charge."from",
             COALESCE(room.community_id, charge.scope_id), charge."to", charge.fee_id, charge.room_id
        FROM charge
        JOIN fee ON fee.id = charge.fee_id
        LEFT JOIN room ON room.id = charge.room_id
        LEFT JOIN org ON org.id = charge.scope_id
       ORDER BY charge.key
      """
    ) { row in
      (
        id: row.int64(0), place: row.string(1), fee: row.string(2), from: row.day(3),
        org: row.optionalInt64(4), to: row.optionalDay(5) ?? Day.distantFuture,
        billed: [row.int64(6), row.optionalInt64(7) ?? 0]
      )
    }.filter { ids.contains($0.id) && closings.isClosed($0.from.period, for: $0.org) }
    if late.isEmpty { return [] }
    // The last day billed in closed periods, by fee and room, and by fee alone (room 0).
    var billed: [[Int64]: Day] = [:]
    try forEach(
      """
      SELECT bill.fee_id, bill.room_id, room.community_id, bill.period, max(bill."to")
        FROM bill
        LEFT JOIN room ON room.id = bill.room_id
       WHERE bill.ended IS NOT 'void'
       GROUP BY 1, 2, 4
       ORDER BY 1, 2, 4
      """
    ) { row in
      guard closings.isClosed(row.period(3), for: row.optionalInt64(2)) else { return }
      for room in [row.int64(1), 0] {
        let key = [row.int64(0), room]
        billed[key] = max(billed[key] ?? .distantPast, row.day(4))
      }
    }
    return late.compactMap { charge in
      guard let closed = closings.lastClosed(for: charge.org),
        (billed[charge.billed] ?? .distantPast) < charge.from
      else { return nil }
      return LateCharge(
        place: charge.place, fee: charge.fee, from: charge.from, closed: min(closed, charge.to.period))
    }
  }
}

/// Bills that were made before their tariff version was written.
package struct OutdatedBills: Sendable {
  package let tariff: String
  package let validFrom: Day
  package let count: Int
  package let first: Period
}

extension Database {
  /// For each of these tariff versions with bills of its days already: how many, and from when on.
  package func billsOlder(than versions: [Int64]) throws -> [OutdatedBills] {
    if versions.isEmpty { return [] }
    // Each bill seeks its version; the other way round there is no index on bills.
    return try rows(
      """
      SELECT tariff.code, tariff.valid_from, count(*), min(bill.period)
        FROM bill
       CROSS JOIN tariff ON tariff.code = bill.tariff
         AND tariff.valid_from = (SELECT max(valid_from) FROM tariff AS version
                                   WHERE version.code = bill.tariff AND valid_from <= bill."to")
       WHERE bill.ended IS NULL AND bill.principal_id IS NULL
         AND tariff.id IN (\(sqlList(versions)))
       GROUP BY tariff.id
       ORDER BY tariff.key
      """
    ) { row in
      OutdatedBills(
        tariff: row.string(0), validFrom: row.day(1), count: Int(row.int64(2)),
        first: row.period(3))
    }
  }

  /// For each of these fees with bills at another tax rate than its own, which no tariff version
  /// said: how many, and from when on.
  package func billsAtOtherRates(
    ofFees fees: [Int64]
  ) throws -> [(fee: String, count: Int, first: Period)] {
    if fees.isEmpty { return [] }
    return try rows(
      """
      SELECT fee.code, count(*), min(bill.period)
        FROM fee
        JOIN bill ON bill.fee_id = fee.id
       WHERE fee.id IN (\(sqlList(fees)))
         AND fee.tax_method IN ('taxed', 'difference') AND bill.tax_method = fee.tax_method
         AND bill.tax_rate <> fee.tax_rate AND bill.tariff IS NOT NULL
         AND bill.ended IS NULL AND bill.principal_id IS NULL
         AND (SELECT tax_rate FROM tariff
               WHERE code = bill.tariff AND valid_from <= bill."to"
               ORDER BY valid_from DESC LIMIT 1) IS NULL
       GROUP BY fee.id
       ORDER BY fee.key
      """
    ) { (fee: $0.string(0), count: Int($0.int64(1)), first: $0.period(2)) }
  }
}
