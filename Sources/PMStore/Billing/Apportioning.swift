// Shared meters: what they used in a period, and how it is spread over the rooms.
package import PMCore

/// A shared meter with one interval that ends in the period.
package struct SharedInterval: Sendable {
  package let meter: Int64
  package let code: String
  package let scope: Int64
  package let fee: Int64
  package let span: DaySpan
  /// After the multiplier.
  package let usage: Ratio
  /// The sum to be spread in place of usage × price, over all of these days.
  package var amount: Money?
}

/// Why a shared meter could not be apportioned.
package struct ApportionFault: Error, Sendable {
  package let code: String
  package let words: Words

  package init(code: String, words: Words) {
    self.code = code
    self.words = words
  }
}

/// What a room bears of a shared meter's interval.
package struct ShareRow: Equatable, Sendable {
  package let room: Int64
  package let quantity: Quantity
  package let amount: Money

  package init(room: Int64, quantity: Quantity, amount: Money) {
    self.room = room
    self.quantity = quantity
    self.amount = amount
  }
}

/// The rooms that share a meter's interval, with their weights, in natural order.
package struct SharingRooms: Sendable {
  package var rooms: [Int64] = []
  /// In the units of the basis; of a vacant room times its charge's vacant_factor.
  package var weights: [Ratio] = []
  package var tariff: TariffVersion?
  package var basis: ApportionmentBasis = .floor
}

extension Database {
  /// What is to be spread in `period`: each interval of a shared meter that ends in it; those over
  /// which a sum is spread as one.
  ///
  /// - Parameters:
  ///   - meter: the code of the only meter.
  ///   - amount: the sum to be spread over all of its intervals.
  ///   - keepsAmounts: what a sum was spread over before goes by that sum again.
  package func sharedIntervals(
    _ period: Period, meter: String?, amount: Money? = nil, keepsAmounts: Bool = true
  ) throws -> [SharedInterval] {
    var spreads: [SharedInterval] = []
    for var interval in try usedIntervals(period, meter: meter) {
      interval.amount = try amount ?? (keepsAmounts ? givenAmount(interval, period) : nil)
      if interval.amount != nil, let last = spreads.last, last.meter == interval.meter,
        last.amount == interval.amount, let span = DaySpan(last.span.from, interval.span.to)
      {
        spreads[spreads.count - 1] = SharedInterval(
          meter: last.meter, code: last.code, scope: last.scope, fee: last.fee, span: span,
          usage: try last.usage.plus(interval.usage), amount: last.amount)
      } else {
        spreads.append(interval)
      }
    }
    return spreads
  }

  /// The intervals of `period` that used something, that rooms are charged for, and that were not
  /// spread yet.
  package func unspreadMeters(_ period: Period) throws -> [SharedInterval] {
    let left = try sharedIntervals(period, meter: nil).filter { interval in
      try interval.usage != .zero
        && scalar(
          "SELECT 1 FROM share WHERE period = ?1 AND meter_id = ?2 AND \"from\" <= ?3 AND \"to\" >= ?3 LIMIT 1",
          [.period(period), .integer(interval.meter), .day(interval.span.to)]) == nil
    }
    if left.isEmpty { return [] }
    return try zip(left, sharingRooms(left, period)).filter { $1.tariff?.price != nil }.map(\.0)
  }

  /// The sum that was given to be spread over the days of the interval; nil where none was.
  private func givenAmount(_ interval: SharedInterval, _ period: Period) throws -> Money? {
    try scalar(
      """
      SELECT sum(amount_minor) FROM share
       WHERE period = ?1 AND meter_id = ?2 AND "from" <= ?3 AND "to" >= ?4 AND price IS NULL
      """,
      [
        .period(period), .integer(interval.meter),
        .day(interval.span.from), .day(interval.span.to),
      ]
    ).map { Money(minor: $0) }
  }

  /// The intervals of shared meters that end in `period`; of one meter where its code is given.
  func usedIntervals(_ period: Period, meter: String?) throws -> [SharedInterval] {
    let days: [SQLValue] = [.day(period.first), .day(period.last)]
    var intervals: [SharedInterval] = []
    try forEach(
      """
      SELECT meter.id, meter.code, meter.scope_id, meter.fee_id, meter.multiplier, meter.digits,
             meter.max_usage, meter.installed_on, meter.initial,
             later.read_on, later.reading, later.kind, earlier.read_on, earlier.reading, earlier.kind
        FROM meter
        JOIN reading AS later ON later.meter_id = meter.id AND later.read_on BETWEEN ?1 AND ?2
        LEFT JOIN reading AS earlier ON earlier.id =
             (SELECT id FROM reading
               WHERE meter_id = meter.id AND read_on < later.read_on
               ORDER BY read_on DESC LIMIT 1)
       WHERE meter.scope_id IS NOT NULL AND (?3 IS NULL OR meter.code = ?3)
       ORDER BY meter.key, later.read_on
      """, days + [SQLValue(meter)]
    ) { row in
      let rule = MeterRule(
        multiplier: row.quantity(4), digits: row.optionalInt64(5).map { Int($0) },
        maxUsage: row.optionalQuantity(6))
      let later = try reading(row, 9)
      let earlier =
        try row.isNull(12) ? MeterReading(row.day(7), row.quantity(8)) : reading(row, 12)
      guard let span = DaySpan(earlier.readOn.adding(1), later.readOn) else { return }
      intervals.append(
        SharedInterval(
          meter: row.int64(0), code: row.string(1), scope: row.int64(2), fee: row.int64(3),
          span: span, usage: try usage(from: earlier, to: later, rule).quantity))
    }
    return intervals
  }

  /// The rooms under each interval's scope that have a charge for its fee on the later read_on and
  /// a weight by the tariff's basis; without those that are handed over later and have no debtor yet.
  ///
  /// A vacant room weighs what its charge's `vacant_factor` leaves of it; with 0 it is left out.
  ///
  /// - Parameter override: in place of the tariff's basis.
  package func sharingRooms(
    _ intervals: [SharedInterval], _ period: Period, override: ApportionmentBasis? = nil
  ) throws -> [SharingRooms] {
    let book = try billingBook()
    let rooms = try RoomRuns(self, book, period, holdsSuspect: false)
    var sharing = intervals.map { _ in SharingRooms() }
    let lines = try intervals.map { try replacementLine(of: $0, period) }
    var run = RoomRun()
    while try rooms.next(into: &run) {
      for (place, interval) in intervals.enumerated() where run.scopes.contains(interval.scope) {
        guard let fee = book.feePlaces[interval.fee],
          let charge = run.charge(for: fee, on: interval.span.to),
          let area = run.room.version(on: interval.span.to).floorArea, area > .zero,
          let version = book.rules.tariffs[charge.tariff].version(on: interval.span.to)
        else { continue }
        // Half of a room that is split later is not there yet, and nobody would be billed for it.
        let delivered = run.room.deliveredFrom
        if delivered > interval.span.to, delivered != .distantFuture,
          debtor(
            on: interval.span.to, payer: charge.rule.payer, occupancies: run.holdings,
            developer: run.room.developer
          ).customer == nil
        {
          continue
        }
        let tariff = book.rules.tariffs[charge.tariff].versions[version]
        if let known = sharing[place].tariff, known.id != tariff.id {
          throw ApportionFault(
            code: "several-tariffs",
            words: Words(
              "meter \(interval.code): its rooms are charged by different tariffs",
              zh: "表 \(interval.code)：各房间的收费标准不一致"))
        }
        sharing[place].tariff = tariff
        let basis = override ?? book.rules.tariffs[charge.tariff].sharedBases[version] ?? .floor
        sharing[place].basis = basis
        var weight = Ratio(try weight(basis, run, charge, lines[place]))
        if let factor = charge.rule.vacantFactor, run.room.version(on: interval.span.to).isVacant {
          if factor == .zero { continue }
          weight = try weight.times(factor.ratio)
        }
        sharing[place].rooms.append(run.room.id)
        sharing[place].weights.append(weight)
      }
    }
    return sharing
  }

  /// What a room weighs by `basis`.
  private func weight(
    _ basis: ApportionmentBasis, _ run: RoomRun, _ charge: RoomCharge, _ line: ReplacementLine
  ) throws -> Int64 {
    let version = run.room.version(on: line.interval.span.to)
    switch basis {
    case .floor: return version.floorArea?.units ?? 0
    case .usable: return version.usableArea?.units ?? 0
    case .household, .equal: return 1
    case .head: return version.householdSize ?? 0
    case .weight: return charge.rule.quantity?.units ?? 0
    case .usage: return try usedBehind(line, room: run.room.id).units
    }
  }

  /// How many sub-meters of a shared meter used something in its interval that is charged on its own.
  package func subMetersCharged(_ interval: SharedInterval) throws -> Int {
    let isCharged = #"fee_id = sub.fee_id AND "from" <= ?3 AND coalesce("to", ?3) >= ?2"#
    return Int(
      try scalar(
        """
        SELECT count(*) FROM meter AS sub
         WHERE sub.parent_id = ?1
           AND EXISTS (SELECT 1 FROM reading
                        WHERE meter_id = sub.id AND read_on BETWEEN ?2 AND ?3 AND usage <> 0)
           AND (EXISTS (SELECT 1 FROM charge WHERE room_id = sub.room_id AND \(isCharged))
                OR EXISTS (SELECT 1 FROM charge WHERE scope_id IS NOT NULL AND \(isCharged))
                OR sub.room_id IS NULL AND EXISTS (SELECT 1 FROM charge WHERE \(isCharged)))
        """,
        [
          .integer(interval.meter), .day(interval.span.from),
          .day(interval.span.to),
        ]) ?? 0)
  }

  /// Replaces the shares of the interval's days; how many rows were written, 0 where they were so
  /// already.
  ///
  /// - Parameter price: nil where a sum was given.
  package func replaceShares(
    _ interval: SharedInterval, _ period: Period, _ price: Price?, _ rows: [ShareRow],
    basis: ApportionmentBasis, isNet: Bool, reason: String?, run: Int64
  ) throws -> Int {
    let of: [SQLValue] = [
      .period(period), .integer(interval.meter),
      .day(interval.span.from), .day(interval.span.to),
    ]
    let meets = #"period = ?1 AND meter_id = ?2 AND "from" <= ?4 AND "to" >= ?3"#
    let stored = try self.rows(
      """
      SELECT room_id, quantity, amount_minor
        FROM share JOIN room ON room.id = share.room_id
       WHERE \(meets)
       ORDER BY room.key
      """, of
    ) { row in
      ShareRow(
        room: row.int64(0), quantity: row.quantity(1), amount: row.money(2))
    }
    let isBilled =
      try scalar(
        """
        SELECT 1 FROM bill
         WHERE \(meets) AND ended IS NULL AND class = 'shared'
           AND (corrects_id IS NULL OR amount_minor >= 0)
         LIMIT 1
        """, of) != nil
    // Before they are billed, it matters as well what makes them: a price, or a sum.
    let differs = isBilled ? "" : " OR (price IS NULL) <> \(price == nil ? 1 : 0)"
    if try stored == rows
      && scalar(
        #"SELECT 1 FROM share WHERE \#(meets) AND ("from" <> ?3 OR "to" <> ?4\#(differs)) LIMIT 1"#, of)
        == nil
    {
      return 0
    }
    if isBilled {
      throw ApportionFault(
        code: "shares-billed",
        words: Words(
          "meter \(interval.code): its shares of \(period) are billed already; void the bills first, or take them off with pm bill adjust",
          zh: "表 \(interval.code)：\(period) 的公摊已出账，请先作废账单，或用 pm bill adjust 全额冲减"))
    }
    try self.run("DELETE FROM share WHERE \(meets)", of)
    var insert = try prepare(
      """
      INSERT INTO share (key, period, meter_id, room_id, "from", "to", quantity, price, amount_minor, run, reason,
                         basis, net)
      SELECT ?1 || char(1) || meter.key || char(1) || room.key || char(1) || ?12,
             ?2, meter.id, room.id, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?13, ?14
        FROM meter, room
       WHERE meter.id = ?3 AND room.id = ?4
      """)
    for row in rows {
      try insert.bind([
        .text(NaturalKey.of(number: Int64(period.index))), of[0], .integer(interval.meter), .integer(row.room), of[2],
        of[3], .quantity(row.quantity), .price(price),
        .money(row.amount), .integer(run), SQLValue(reason),
        .text(NaturalKey.of(number: Int64(interval.span.from.number))), .text(basis.rawValue),
        .flag(isNet),
      ])
      try insert.run()
    }
    return rows.count
  }
}

extension BookTariff {
  /// The place of the version in force on `day`.
  package func version(on day: Day) -> Int? { versions.lastIndex { $0.validFrom <= day } }
}

private func reading(_ row: borrowing Statement, _ first: Int) throws -> MeterReading {
  MeterReading(
    row.day(first), row.quantity(first + 1),
    try row.word(first + 2))
}
