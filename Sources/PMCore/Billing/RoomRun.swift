// All that a run bills to one room: its own charges, those of its scopes, meters and shares.

/// A fee as a run knows it.
package struct BookFee: Sendable {
  package let rule: FeeRule
  package let code: String

  package init(rule: FeeRule, code: String) {
    self.rule = rule
    self.code = code
  }
}

/// A tariff with its versions, oldest first.
package struct BookTariff: Sendable {
  package let code: String
  package var versions: [TariffVersion] = []
  /// For each version of method `derived`, the place of the fee that it follows.
  package var follows: [Int?] = []
  /// For each version, the basis of apportionment of a shared fee.
  package var sharedBases: [ApportionmentBasis?] = []

  package init(code: String) { self.code = code }
}

/// A charge on a room, with the places of its fee and tariff in the book.
package struct RoomCharge: Sendable {
  package let rule: ChargeRule
  package let fee: Int
  package let tariff: Int
  /// How near to the room: 0 on the room itself, then its scopes from the innermost out.
  package let distance: Int

  package init(rule: ChargeRule, fee: Int, tariff: Int, distance: Int) {
    self.rule = rule
    self.fee = fee
    self.tariff = tariff
    self.distance = distance
  }
}

extension RoomCharge {
  /// Whether usage costs the same by both, leaving aside the versions of their tariff.
  fileprivate func isPriced(like other: RoomCharge) -> Bool {
    tariff == other.tariff && rule.price == other.rule.price && rule.amount == other.rule.amount
      && rule.factor == other.rule.factor
  }
}

/// What a run needs beside the rooms: small tables, read once. Fees are in natural order.
package struct RunBook: Sendable {
  package var fees: [BookFee] = []
  package var tariffs: [BookTariff] = []
  package init() {}
}

/// A meter of the room in the run's period, or one of its intervals that ends in the period.
package struct RoomMeter: Sendable {
  package let meter: Int64
  package let fee: Int
  package let rule: MeterRule
  package let earlier: MeterReading?
  /// Nil where the meter was not read in the period.
  package let later: MeterReading?
  /// Suspect, and the setting holds such back.
  package let isHeld: Bool
  /// What was billed to the meter before in the calendar year of the later reading.
  package let before: Ratio
  /// Taken down by the end of the period.
  package let isRemoved: Bool
  /// Whether other meters stand behind it, which may be billed in its place.
  package let isMain: Bool

  package init(
    meter: Int64, fee: Int, rule: MeterRule, earlier: MeterReading?, later: MeterReading?,
    isHeld: Bool, before: Ratio, isRemoved: Bool = false, isMain: Bool = false
  ) {
    self.isRemoved = isRemoved
    self.isMain = isMain
    self.meter = meter
    self.fee = fee
    self.rule = rule
    self.earlier = earlier
    self.later = later
    self.isHeld = isHeld
    self.before = before
  }
}

/// A share of a shared meter's cost that was apportioned to the room.
package struct RoomShare: Sendable {
  package let fee: Int
  package let interval: UsageInterval
  package let amount: Money
  /// Whether usage × price was spread, not a sum that was given.
  package let isPriced: Bool

  package init(fee: Int, interval: UsageInterval, amount: Money, isPriced: Bool) {
    self.fee = fee
    self.interval = interval
    self.amount = amount
    self.isPriced = isPriced
  }
}

/// A line of the period that an earlier run has posted.
package struct PostedLine: Sendable {
  package let fee: Int64
  package let meter: Int64?
  package let span: DaySpan
  package let quantity: Quantity?

  package init(fee: Int64, meter: Int64?, span: DaySpan, quantity: Quantity?) {
    self.fee = fee
    self.meter = meter
    self.span = span
    self.quantity = quantity
  }
}

/// One room with everything that a run bills it by; kept and filled again for each room.
package struct RoomRun: Sendable {
  package var room = BilledRoom(id: 0, versions: [])
  /// The organisations that the room lies under, innermost first: building, community, centre …
  package var scopes: [Int64] = []
  package var holdings: [Holding] = []
  /// In natural order of the fee; the room's own and those of its scopes.
  package var charges: [RoomCharge] = []
  /// In natural order of the meter, then by day.
  package var meters: [RoomMeter] = []
  package var shares: [RoomShare] = []
  package var posted: [PostedLine] = []

  package init() {}

  /// Adds to `batch` the room's lines that are not posted yet, by fee, first day and meter, and the
  /// findings of all.
  package func lines(_ book: RunBook, _ dates: RunDates, into batch: inout LineBatch) {
    let first = batch.lines.count
    for charge in charges {
      let tariff = book.tariffs[charge.tariff]
      let fee = book.fees[charge.fee].rule
      recurringLines(
        charge: fee.kind.isOnce ? charge.rule.once : charge.rule, fee: fee,
        tariffs: fee.kind.isOnce ? tariff.versions.map(\.whole) : tariff.versions, room: room,
        occupancies: holdings, dates: dates, except: nearerDays(charge), into: &batch)
    }
    if !meters.isEmpty || charges.contains(where: { needsMeter($0, book) }) {
      meteredLines(book, dates, &batch, first)
    }
    if !shares.isEmpty { sharedLines(book, dates, &batch) }
    derivedLines(book, dates, &batch, first)
    dropPosted(&batch, from: first)
    if batch.lines.count - first > 1 { sort(&batch, from: first, book) }
  }

  /// The days on which a charge nearer to the room governs the same fee.
  private func nearerDays(_ charge: RoomCharge) -> [DaySpan] {
    if charge.distance == 0 { return [] }
    return charges.compactMap { other in
      other.fee == charge.fee && other.distance < charge.distance ? other.rule.span : nil
    }
  }

  /// The charge for `fee` that governs on `day`: the nearest, then the latest.
  package func charge(for fee: Int, on day: Day) -> RoomCharge? {
    var best: RoomCharge?
    for charge in charges where charge.fee == fee {
      guard let span = charge.rule.span, span.contains(day) else { continue }
      if let found = best,
        (found.distance, -Int(found.rule.from.number)) <= (charge.distance, -Int(charge.rule.from.number))
      {
        continue
      }
      best = charge
    }
    return best
  }

  private func needsMeter(_ charge: RoomCharge, _ book: RunBook) -> Bool {
    book.fees[charge.fee].rule.kind == .metered
  }

  // MARK: Meters

  private func meteredLines(
    _ book: RunBook, _ dates: RunDates, _ batch: inout LineBatch, _ first: Int
  ) {
    for meter in meters {
      guard let later = meter.later, let earlier = meter.earlier else { continue }
      guard let span = DaySpan(earlier.readOn.adding(1), later.readOn) else { continue }
      let fee = book.fees[meter.fee].rule
      if isPosted(fee.id, meter.meter, span.from) { continue }
      let governing = charge(for: meter.fee, on: later.readOn)
      func find(_ reason: FindingReason) {
        batch.findings.append(
          BillFinding(
            charge: governing?.rule.id, room: room.id, fee: fee.id, meter: meter.meter, span: span,
            reason: reason))
      }
      guard let charge = governing else {
        if usesUnbilled(meter, fee, earlier, later) { find(.noCharge) }
        continue
      }
      if meter.isHeld {
        find(.suspectReading)
        continue
      }
      do {
        let used = try usage(from: earlier, to: later, meter.rule)
        // Intervals of the same meter and year earlier in this very run count as billed before.
        var before = meter.before
        for line in batch.lines[first...]
        where line.meter == meter.meter && line.fee == fee.id
          && line.to.civil.year == later.readOn.civil.year
        {
          before = try before.plus(line.quantity.ratio)
        }
        usageLine(
          UsageInterval(meter: meter.meter, span: span, quantity: used.quantity, before: before),
          charge: charge.rule, fee: fee, tariffs: book.tariffs[charge.tariff].versions, room: room,
          occupancies: holdings, dates: dates, into: &batch)
        // A new version of one tariff is found with the line.
        if let former = self.charge(for: meter.fee, on: span.from), !former.isPriced(like: charge) {
          find(.intervalSpansPrices)
        }
      } catch let fault as UsageFault {
        find(.usage(fault))
      } catch {
        find(.arithmetic(.overflow))
      }
    }
    for charge in charges where needsMeter(charge, book) { findUnread(charge, book, dates, &batch) }
  }

  /// Whether what a meter used is lost, as no charge bills it: not that of a meter with others
  /// behind it, nor of what is apportioned, nor before anybody has the room.
  private func usesUnbilled(
    _ meter: RoomMeter, _ fee: FeeRule, _ earlier: MeterReading, _ later: MeterReading
  ) -> Bool {
    if meter.isMain || fee.kind != .metered { return false }
    let day = later.readOn
    if day < room.deliveredFrom, !holdings.contains(where: { $0.pays && $0.span.contains(day) }) {
      return false
    }
    guard let used = try? usage(from: earlier, to: later, meter.rule) else { return false }
    return used.quantity.numerator > 0
  }

  /// Finds the meters of a charge that falls due, or their lack, where nothing was read.
  private func findUnread(
    _ charge: RoomCharge, _ book: RunBook, _ dates: RunDates, _ batch: inout LineBatch
  ) {
    let fee = book.fees[charge.fee].rule
    guard let span = charge.rule.billedSpan(in: dates.period), nearerDays(charge).isEmpty,
      let tariff = book.tariffs[charge.tariff].versions.last, tariff.method != .derived,
      isBilledByUsage(charge.rule, fee, tariff)
    else { return }
    let own = meters.filter { $0.fee == charge.fee }
    for meter in own where meter.later == nil && !meter.isRemoved {
      batch.findings.append(
        BillFinding(
          charge: charge.rule.id, room: room.id, fee: fee.id, meter: meter.meter, span: span,
          reason: .noReading))
    }
    if own.allSatisfy({ $0.isRemoved && $0.later == nil }) {
      batch.findings.append(
        BillFinding(
          charge: charge.rule.id, room: room.id, fee: fee.id, meter: nil, span: span,
          reason: own.isEmpty ? .noMeter : .meterRemoved))
    }
  }

  private func sharedLines(_ book: RunBook, _ dates: RunDates, _ batch: inout LineBatch) {
    for share in shares {
      guard let charge = charge(for: share.fee, on: share.interval.span.to) else { continue }
      let tariffs = book.tariffs[charge.tariff].versions
      sharedLine(
        share.amount, share.interval, charge: charge.rule, fee: book.fees[share.fee].rule,
        tariffs: share.isPriced ? tariffs : tariffs.map(\.unpriced), room: room,
        occupancies: holdings, dates: dates, into: &batch)
    }
  }

  /// One line for each line of the followed fee in the period, posted before or just made.
  private func derivedLines(
    _ book: RunBook, _ dates: RunDates, _ batch: inout LineBatch, _ first: Int
  ) {
    for charge in charges {
      let tariff = book.tariffs[charge.tariff]
      guard let place = tariff.follows.lastIndex(where: { $0 != nil }),
        let followed = tariff.follows[place]
      else { continue }
      let fee = book.fees[followed].rule.id
      var intervals: [UsageInterval] = []
      for line in batch.lines[first...] where line.fee == fee && line.meter != nil {
        guard let span = DaySpan(line.from, line.to) else { continue }
        intervals.append(
          UsageInterval(meter: line.meter, span: span, quantity: line.quantity.ratio))
      }
      for line in posted
      where line.fee == fee && !intervals.contains(where: { $0.span == line.span && $0.meter == line.meter }) {
        intervals.append(
          UsageInterval(meter: line.meter, span: line.span, quantity: line.quantity?.ratio ?? .zero))
      }
      for interval in intervals
      where self.charge(for: charge.fee, on: interval.span.to)?.rule.id == charge.rule.id
        && !isPosted(book.fees[charge.fee].rule.id, interval.meter, interval.span.from)
      {
        usageLine(
          interval, charge: charge.rule, fee: book.fees[charge.fee].rule, tariffs: tariff.versions,
          room: room, occupancies: holdings, dates: dates, into: &batch)
      }
    }
  }

  // MARK: Order

  private func isPosted(_ fee: Int64, _ meter: Int64?, _ from: Day) -> Bool {
    posted.contains { $0.fee == fee && $0.meter == meter && $0.span.from == from }
  }

  private func dropPosted(_ batch: inout LineBatch, from first: Int) {
    if posted.isEmpty { return }
    var kept = first
    for index in first..<batch.lines.count {
      let line = batch.lines[index]
      if isPosted(line.fee, line.meter, line.from) { continue }
      if let span = DaySpan(line.from, line.to),
        posted.contains(where: {
          $0.fee == line.fee && $0.meter == line.meter && $0.span.intersection(span) != nil
        })
      {
        batch.findings.append(
          BillFinding(
            charge: line.charge, room: line.room, fee: line.fee, meter: line.meter, span: span,
            reason: .billedOtherwise))
        continue
      }
      batch.lines[kept] = line
      kept += 1
    }
    batch.lines.removeSubrange(kept...)
  }

  /// By fee in natural order, first day, meter; lines mostly are in that order already.
  private func sort(_ batch: inout LineBatch, from first: Int, _ book: RunBook) {
    func rank(_ line: BillLine) -> (Int, Int32, Int) {
      (
        book.fees.firstIndex { $0.rule.id == line.fee } ?? 0, line.from.number,
        line.meter.flatMap { meter in meters.firstIndex { $0.meter == meter } } ?? -1
      )
    }
    var isSorted = true
    for index in first + 1..<batch.lines.count
    where rank(batch.lines[index]) < rank(batch.lines[index - 1]) {
      isSorted = false
    }
    if !isSorted { batch.lines[first...].sort { rank($0) < rank($1) } }
  }
}
