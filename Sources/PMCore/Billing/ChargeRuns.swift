// Cuts the days of a charge where its debtor, its tariff version or its room's version changes.

/// Days of a charge with one debtor, one tariff version and one version of the room.
struct ChargeRun: Sendable {
  var span: DaySpan
  let customer: Int64
  let isAmbiguous: Bool
  /// The places in the lists of versions.
  let tariff: Int
  let room: Int

  func continues(_ other: ChargeRun) -> Bool {
    other.customer == customer && other.isAmbiguous == isAmbiguous && other.tariff == tariff
      && other.room == room && other.span.to.adding(1) == span.from
  }
}

/// Days of a charge that cannot be billed.
struct ChargeGap: Sendable {
  var span: DaySpan
  let reason: FindingReason
}

/// The runs and gaps of a charge, in order; kept between charges so that nothing is allocated.
struct ChargeRuns: Sendable {
  private(set) var runs: [ChargeRun] = []
  private(set) var gaps: [ChargeGap] = []

  /// Cuts the days of `span` into runs and gaps.
  ///
  /// Days of `except` are governed by another charge: neither run nor gap.
  mutating func cut(
    _ span: DaySpan, _ payer: PayerRole, _ tariffs: [TariffVersion], _ room: BilledRoom,
    _ occupancies: [Holding], except: [DaySpan]
  ) {
    runs.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    var day = span.from
    while day <= span.to {
      var through = span.to
      if let skipped = excepted(day, except, &through) {
        day = skipped.adding(1)
        continue
      }
      let tariff = version(on: day, tariffs, \.validFrom, &through)
      let version = version(on: day, room.versions, \.validFrom, &through)
      let debtor = debtor(
        on: day, payer: payer, occupancies: occupancies, developer: room.developer)
      through = min(through, debtor.through)
      if debtor.customer == nil, day < room.deliveredFrom {
        through = min(through, room.deliveredFrom.adding(-1))
      }
      if let part = DaySpan(day, through) {
        if let tariff, let customer = debtor.customer {
          add(
            ChargeRun(
              span: part, customer: customer, isAmbiguous: debtor.isAmbiguous, tariff: tariff,
              room: version ?? 0))
        } else {
          let missing: FindingReason = day < room.deliveredFrom ? .notDelivered : .noDebtor
          add(ChargeGap(span: part, reason: tariff == nil ? .noTariff : missing))
        }
      }
      day = through.adding(1)
    }
  }

  private mutating func add(_ run: ChargeRun) {
    if let last = runs.last, run.continues(last), let joined = DaySpan(last.span.from, run.span.to) {
      runs[runs.count - 1].span = joined
    } else {
      runs.append(run)
    }
  }

  private mutating func add(_ gap: ChargeGap) {
    if let last = gaps.last, last.reason == gap.reason, last.span.to.adding(1) == gap.span.from,
      let joined = DaySpan(last.span.from, gap.span.to)
    {
      gaps[gaps.count - 1].span = joined
    } else {
      gaps.append(gap)
    }
  }
}

/// The last day of the exception that holds `day`, or nil; `through` is cut before the next one.
private func excepted(_ day: Day, _ except: [DaySpan], _ through: inout Day) -> Day? {
  var end: Day?
  for span in except {
    if span.contains(day) {
      end = max(end ?? span.to, span.to)
    } else if day < span.from {
      through = min(through, span.from.adding(-1))
    }
  }
  return end
}

/// The place of the version in force on `day`; `through` is cut before the next one.
func version<Version>(
  on day: Day, _ versions: [Version], _ validFrom: (Version) -> Day, _ through: inout Day
) -> Int? {
  var found: Int?
  for index in versions.indices {
    let start = validFrom(versions[index])
    if start <= day {
      found = index
    } else {
      through = min(through, start.adding(-1))
      break
    }
  }
  return found
}
