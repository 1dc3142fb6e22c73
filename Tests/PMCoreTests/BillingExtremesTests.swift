// Extreme values: whatever the records hold, a line, an error or a finding comes out, never a trap.
import PMCore
import Testing

@Suite struct BillingExtremesTests {
  /// Mostly the ends of the range, sometimes anything.
  private func extreme(_ seeded: inout Seeded) -> Int64 {
    let edges: [Int64] = [.min, .min + 1, -1, 0, 1, 9_999, 100_000_000, .max - 1, .max]
    if Bool.random(using: &seeded) { return edges.randomElement(using: &seeded) ?? 0 }
    return Int64.random(in: .min ... .max, using: &seeded)
  }

  @Test("no price, area, factor, quantity or reading makes a computation trap")
  func survives() throws {
    var seeded = Seeded(404)
    for _ in 0..<3000 {
      var row = try LineCase(
        from: "2026-01-10", Method.allCases.randomElement(using: &seeded) ?? .fixed, "1")
      row.fee.kind = Bool.random(using: &seeded) ? .metered : .recurring
      row.fee.taxRate = Rate(units: extreme(&seeded))
      row.fee.rounding = Rounding.allCases.randomElement(using: &seeded) ?? .up
      row.charge.cycle = [1, 3, 0, -1, .max].randomElement(using: &seeded) ?? 1
      row.charge.dueDay = [nil, -1, 0, 31, .max].randomElement(using: &seeded) ?? nil
      row.charge.factor = Rate(units: extreme(&seeded))
      if Bool.random(using: &seeded) { row.charge.amount = Money(minor: extreme(&seeded)) }
      if Bool.random(using: &seeded) { row.charge.quantity = Quantity(units: extreme(&seeded)) }
      row.tariffs[0].price = Price(units: extreme(&seeded))
      row.tariffs[0].minimum = Quantity(units: extreme(&seeded))
      row.tariffs[0].share = Rate(units: extreme(&seeded))
      row.tariffs[0].proration = Proration.allCases.randomElement(using: &seeded) ?? .daily
      var tiers = try Tiers("922337203685477.5807:=92233720368 *:92233720368.5")
      tiers.mode = Bool.random(using: &seeded) ? .slab : .graduated
      tiers.reset = Bool.random(using: &seeded) ? .year : .period
      tiers.heads = extreme(&seeded)
      tiers.perHead = Quantity(units: extreme(&seeded))
      row.tariffs[0].tiers = tiers
      row.tariffs[0].formula = try Formula(
        "round(area * price / quantity, 8) + tier(quantity, 5:1, *:price) - max(area, months)")
      row.room = BilledRoom(
        id: 1,
        versions: [
          RoomVersion(
            floorArea: Quantity(units: extreme(&seeded)), householdSize: extreme(&seeded))
        ])
      try row.sell()
      _ = try row.run("2026-10")
      var batch = LineBatch()
      let quantity = Ratio(lowest: Int128(extreme(&seeded)) * 10_001, 100_000_000)
      usageLine(
        UsageInterval(
          meter: 1, span: try span("2026-10-01", "2026-10-31"), quantity: quantity,
          before: Ratio(extreme(&seeded), over: 10_000)),
        charge: row.charge, fee: row.fee, tariffs: row.tariffs, room: row.room,
        occupancies: row.holdings, dates: RunDates(period: try need(Period("2026-10"))),
        into: &batch)
      #expect(batch.lines.count <= 1)
      _ = try? tiers.parts(of: quantity, before: quantity, persons: extreme(&seeded))
      let since = try day("2026-01-01")
      _ = try? usage(
        from: MeterReading(since, Quantity(units: extreme(&seeded)), .estimated),
        to: MeterReading(since.adding(9), Quantity(units: extreme(&seeded))),
        MeterRule(
          multiplier: Quantity(units: extreme(&seeded)), digits: 12,
          maxUsage: Quantity(units: extreme(&seeded))))
      _ = try? lateFee(
        principal: Money(minor: extreme(&seeded)), dueOn: since,
        policy: LateTerms(
          dailyRate: Rate(units: extreme(&seeded)),
          graceDays: Int(extreme(&seeded)), cap: Rate(units: extreme(&seeded))),
        reductions: [Reduction(since.adding(5), Money(minor: extreme(&seeded)))],
        asOf: since.adding(90))
      _ = try? apportion(
        Money(minor: extreme(&seeded)), over: [extreme(&seeded), .max, extreme(&seeded), 1])
      _ = allocate(
        Money(minor: extreme(&seeded)),
        to: [
          OpenLine(
            id: 1, dueOn: since, priority: 1, number: 1, open: Money(minor: extreme(&seeded)))
        ])
    }
  }
}
