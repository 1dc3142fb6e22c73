// Bill lines: the worked figures of the small example, and what must hold for any line.
import PMCore
import Testing

/// What a test needs to compute lines of one charge; the example's values unless changed.
struct LineCase {
  var fee = FeeRule(id: 1, taxRate: Rate(units: 6_000_000))
  var charge: ChargeRule
  var tariffs: [TariffVersion]
  var room = BilledRoom(id: 1, versions: [RoomVersion()])
  var holdings: [Holding]
  var except: [DaySpan] = []

  init(from: String = "2026-08-01", to: String? = nil, _ method: Method, _ price: String?) throws {
    charge = ChargeRule(id: 1, from: try day(from), to: try to.map(day), payer: .owner)
    let price = try price.map { try need(Price($0)) }
    tariffs = [TariffVersion(id: 1, validFrom: try day("2020-01-01"), method: method, price: price)]
    holdings = [
      Holding(customer: 1, order: 1, role: .owner, span: try span("2024-05-01", "9999-12-31"))
    ]
  }

  /// Ownership passes from customer 2 to customer 11 on 2026-10-16.
  mutating func sell() throws {
    holdings = [
      Holding(customer: 2, order: 2, role: .owner, span: try span("2024-05-01", "2026-10-15")),
      Holding(customer: 11, order: 11, role: .owner, span: try span("2026-10-16", "9999-12-31")),
    ]
  }

  mutating func measure(floor: String? = nil, usable: String? = nil, persons: Int64? = nil) throws {
    room = BilledRoom(
      id: 1,
      versions: [
        RoomVersion(
          floorArea: try floor.map { try need(Quantity($0)) },
          usableArea: try usable.map { try need(Quantity($0)) }, householdSize: persons)
      ], floor: room.floor, developer: room.developer)
  }

  func run(_ period: String) throws -> LineBatch {
    var batch = LineBatch()
    recurringLines(
      charge: charge, fee: fee, tariffs: tariffs, room: room, occupancies: holdings,
      dates: RunDates(period: try need(Period(period))), except: except, into: &batch)
    return batch
  }

  func meter(
    _ from: String, _ to: String, _ quantity: String, before: String = "0"
  ) throws -> LineBatch {
    var batch = LineBatch()
    let interval = UsageInterval(
      meter: 5, span: try span(from, to), quantity: try exact(quantity), before: try exact(before))
    usageLine(
      interval, charge: charge, fee: fee, tariffs: tariffs, room: room, occupancies: holdings,
      dates: RunDates(period: interval.span.to.period), into: &batch)
    return batch
  }
}

/// A line as a test writes it down: debtor, days, quantity, price, amount, tax.
private func shown(_ line: BillLine) -> String {
  "\(line.customer) \(line.from)…\(line.to) \(line.quantity) \(line.price?.description ?? "–") "
    + "\(line.amount) \(line.tax)"
}

@Suite struct BillingLineTests {
  @Test("price × area is rounded once: 89.37 × 2.80 = 250.236")
  func area() throws {
    var row = try LineCase(.perArea, "2.80")
    try row.measure(floor: "89.37")
    row.charge.dueDay = 15
    let batch = try row.run("2026-10")
    #expect(batch.lines.map(shown) == ["1 2026-10-01…2026-10-31 1 2.8 250.24 14.16"])
    #expect(batch.findings.isEmpty)
    let line = try need(batch.lines.first)
    #expect(try line.issuedOn == day("2026-10-01"))
    #expect(try line.dueOn == day("2026-10-15"))
    #expect(try line.working.exact.ratio == exact("250.236"))
  }

  @Test("a sale splits the line, and the buyer takes the residue: 287 × 15/31 = 138.871")
  func sale() throws {
    var row = try LineCase(.perArea, "2.80")
    try row.measure(floor: "102.50")
    try row.sell()
    let batch = try row.run("2026-10")
    #expect(
      batch.lines.map(shown) == [
        "2 2026-10-01…2026-10-15 0.4839 2.8 138.87 7.86",
        "11 2026-10-16…2026-10-31 0.5161 2.8 148.13 8.38",
      ])
    // per head, whole, to 0.1: 6.70 × 15/31 = 3.242 → 3.20; the rest 3.50
    var heads = try LineCase(.perHead, "3.35")
    heads.fee.step = 10
    heads.tariffs[0].proration = .whole
    try heads.measure(persons: 2)
    try heads.sell()
    #expect(
      try heads.run("2026-10").lines.map(shown) == [
        "2 2026-10-01…2026-10-15 0.4839 3.35 3.20 0.18",
        "11 2026-10-16…2026-10-31 0.5161 3.35 3.50 0.20",
      ])
  }

  @Test("each tariff version rounds alone: 153.327 and 171.097")
  func newTariff() throws {
    var row = try LineCase(.perArea, "6.50")
    try row.measure(floor: "56.40", usable: "48.75")
    row.tariffs[0].basis = .usable
    var next = row.tariffs[0]
    next.id = 2
    next.validFrom = try day("2026-10-16")
    next.price = Price("6.80")
    row.tariffs.append(next)
    let batch = try row.run("2026-10")
    #expect(
      batch.lines.map(shown) == [
        "1 2026-10-01…2026-10-15 0.4839 6.5 153.33 8.68",
        "1 2026-10-16…2026-10-31 0.5161 6.8 171.10 9.68",
      ])
    #expect(batch.lines.map(\.tariff) == [1, 2])
    #expect(batch.lines.map(\.working.residue.minor) == [0, 0])
  }

  @Test("three heads at 3.35 come to 10.10 at steps of 0.1")
  func heads() throws {
    var row = try LineCase(.perHead, "3.35")
    row.fee.step = 10
    row.tariffs[0].proration = .whole
    try row.measure(persons: 3)
    #expect(
      try row.run("2026-09").lines.map(shown) == ["1 2026-09-01…2026-09-30 1 3.35 10.10 0.57"])
  }

  @Test("a quarter in advance from the 20th with half months: (½ + 1 + 1) × 300")
  func halfMonths() throws {
    var row = try LineCase(from: "2026-08-20", .fixed, "300")
    row.fee.taxRate = Rate(units: 9_000_000)
    row.tariffs[0].proration = .half
    row.charge.cycle = 3
    #expect(
      try row.run("2026-08").lines.map(shown) == ["1 2026-08-20…2026-10-31 2.5 300 750.00 61.93"])
    #expect(try row.run("2026-09").lines.isEmpty)
    // from the 17th of October: 15 days, a half; the override sum 260 × ½
    var late = try LineCase(from: "2026-10-17", .fixed, "300")
    late.fee.taxRate = Rate(units: 9_000_000)
    late.tariffs[0].proration = .half
    late.charge.amount = try yuan("260")
    #expect(
      try late.run("2026-10").lines.map(shown) == ["1 2026-10-17…2026-10-31 0.5 260 130.00 10.73"])
  }

  @Test("a quarter in arrears with a price override: 8.25 × 210 × 3")
  func quarterInArrears() throws {
    var row = try LineCase(.perArea, "2.80")
    try row.measure(floor: "210")
    row.charge.price = Price("8.25")
    row.charge.cycle = 3
    row.charge.timing = .arrears
    row.charge.dueDay = 31
    let lines = try row.run("2026-10").lines
    #expect(lines.map(shown) == ["1 2026-08-01…2026-10-31 3 8.25 5197.50 294.20"])
    #expect(try lines.first?.dueOn == day("2026-11-30"))
  }

  @Test("the factor applies once: 88.25 × 2.80 × 0.7 = 172.97; a vacant room has its own")
  func factors() throws {
    var row = try LineCase(.perArea, "2.80")
    try row.measure(floor: "88.25")
    row.charge.factor = Rate(units: 70_000_000)
    #expect(try row.run("2026-08").lines.map(\.amount) == [yuan("172.97")])
    row.charge.factor = Rate(units: 100_000_000)
    row.charge.vacantFactor = Rate(units: 50_000_000)
    let area = try need(Quantity("100"))
    row.room = BilledRoom(
      id: 1,
      versions: [
        RoomVersion(floorArea: area),
        RoomVersion(validFrom: try day("2026-08-16"), floorArea: area, isVacant: true),
      ])
    // 280 × 15/31 = 135.484; 280 × 16/31 × 0.5 = 72.258: a room version splits as a tariff does
    #expect(try row.run("2026-08").lines.map(\.amount) == [yuan("135.48"), yuan("72.26")])
  }

  @Test("a formula gives the amount of the line, with its own months")
  func formula() throws {
    var row = try LineCase(.formula, nil)
    row.tariffs[0].formula = try Formula(
      "(if(floor > 2, 20, 12) + max(0, area - 100) * 0.05) * months")
    row.room.floor = 3
    try row.measure(floor: "131.20")
    #expect(try row.run("2026-08").lines.map(shown) == ["1 2026-08-01…2026-08-31 1 – 21.56 1.22"])
    try row.sell()
    // 21.56 × 15/31 = 10.432 → 10.43; the rest 11.13
    #expect(try row.run("2026-10").lines.map(\.amount) == [yuan("10.43"), yuan("11.13")])
    row.tariffs[0].formula = try Formula("1 / (area - 131.2)")
    let batch = try row.run("2026-10")
    #expect(batch.lines.isEmpty)
    #expect(batch.findings.map(\.reason) == [.formula(.arithmetic(.divisionByZero))])
    #expect(try batch.findings.map(\.span) == [span("2026-10-01", "2026-10-31")])
  }

  @Test("a charge with a quantity of its own needs no meter; the minimum holds")
  func ownQuantity() throws {
    var row = try LineCase(.perUnit, "1.5")
    #expect(try row.run("2026-08").findings.map(\.reason) == [.noQuantity])
    row.charge.quantity = Quantity("7")
    #expect(try row.run("2026-08").lines.map(shown) == ["1 2026-08-01…2026-08-31 7 1.5 10.50 0.59"])
    row.tariffs[0].minimum = Quantity("10")
    #expect(
      try row.run("2026-08").lines.map(shown) == ["1 2026-08-01…2026-08-31 10 1.5 15.00 0.85"])
    row.tariffs[0].method = .tiered
    row.tariffs[0].tiers = try Tiers("5:1 *:2")
    row.fee.kind = .metered
    #expect(try row.run("2026-08").lines.map(shown) == ["1 2026-08-01…2026-08-31 10 – 15.00 0.85"])
    row.charge.quantity = nil
    #expect(try row.run("2026-08").lines.isEmpty)
    #expect(try row.run("2026-08").findings.isEmpty)
  }

  @Test("days without debtor or tariff are findings, and only the others are covered")
  func gaps() throws {
    var row = try LineCase(.fixed, "310")
    row.holdings[0].span = try span("2026-10-11", "9999-12-31")
    var batch = try row.run("2026-10")
    #expect(batch.lines.map(shown) == ["1 2026-10-11…2026-10-31 0.6774 310 210.00 11.89"])
    #expect(batch.findings.map(\.reason) == [.noDebtor])
    #expect(try batch.findings.map(\.span) == [span("2026-10-01", "2026-10-10")])
    #expect(batch.findings[0].reason.kind == .open)
    // whole: the month counts once for the 21 covered days
    row.tariffs[0].proration = .whole
    #expect(try row.run("2026-10").lines.map(\.amount) == [yuan("310")])
    // not delivered before the 11th: expected, not open
    row.room.deliveredFrom = try day("2026-10-11")
    #expect(try row.run("2026-10").findings.map(\.reason.kind) == [.expected])
    // the developer owes what nobody else does
    row.room.developer = 99
    #expect(try row.run("2026-10").lines.map(\.customer) == [99, 1])
    row.tariffs[0].validFrom = try day("2026-11-01")
    batch = try row.run("2026-10")
    #expect(batch.findings.map(\.reason) == [.noTariff])
    #expect(batch.lines.isEmpty)
  }

  @Test("half a month goes to its parts in proportion to their days")
  func splitHalf() throws {
    var row = try LineCase(from: "2026-10-10", to: "2026-10-20", .fixed, "300")
    row.tariffs[0].proration = .half
    try row.sell()
    // 11 days: ½ = 150.00; 150 × 6/11 = 81.818, the rest 68.18
    #expect(
      try row.run("2026-10").lines.map(shown) == [
        "2 2026-10-10…2026-10-15 0.2727 300 81.82 4.63",
        "11 2026-10-16…2026-10-20 0.2273 300 68.18 3.86",
      ])
  }

  @Test("days that a nearer charge governs are neither billed nor missed")
  func exceptions() throws {
    var row = try LineCase(.fixed, "310")
    row.except = [try span("2026-10-11", "2026-10-20")]
    let batch = try row.run("2026-10")
    #expect(batch.lines.map(\.amount.minor) == [10000, 11000])
    #expect(batch.findings.isEmpty)
    row.except = [try span("2026-01-01", "9999-12-31")]
    #expect(try row.run("2026-10").lines.isEmpty)
  }

  @Test("of two owners the rule's choice is named")
  func ambiguity() throws {
    var row = try LineCase(.fixed, "310")
    row.holdings.append(
      Holding(customer: 3, order: 3, role: .owner, span: try span("2026-01-01", "9999-12-31")))
    let batch = try row.run("2026-10")
    #expect(batch.lines.map(\.customer) == [3])
    #expect(batch.findings.map(\.reason) == [.ambiguousPayer(3)])
    #expect(batch.findings[0].reason.kind == .warning)
  }

  @Test("what the room does not tell, or what is too large, is a finding and no trap")
  func refusals() throws {
    #expect(try LineCase(.perArea, "2").run("2026-10").findings.map(\.reason) == [.noArea])
    #expect(try LineCase(.perHead, "2").run("2026-10").findings.map(\.reason) == [.noHouseholdSize])
    #expect(try LineCase(.fixed, nil).run("2026-10").findings.map(\.reason) == [.noPrice])
    #expect(FindingReason.noPrice.words.en == "neither tariff nor charge has a price")
    var bare = try LineCase(.tiered, nil)
    bare.fee.kind = .recurring
    bare.charge.quantity = Quantity("7")
    #expect(
      try bare.run("2026-10").findings.map(\.reason.words.en) == ["the tariff has no tiers"])
    bare.tariffs[0].method = .formula
    #expect(
      try bare.run("2026-10").findings.map(\.reason.words.en) == ["the tariff has no formula"])
    var row = try LineCase(.perArea, "2")
    row.tariffs[0].price = Price(units: .max)
    row.room = BilledRoom(
      id: 1, versions: [RoomVersion(floorArea: Quantity(units: .max))])
    row.charge.factor = Rate(units: .max)
    #expect(try row.run("2026-10").findings.map(\.reason) == [.arithmetic(.overflow)])
    #expect(try row.run("2026-10").lines.isEmpty)
    row.charge.amount = Money(minor: .max)
    #expect(try row.run("2026-10").findings.map(\.reason) == [.arithmetic(.overflow)])
  }

  @Test("metered lines bill the usage by the day of the later reading")
  func metered() throws {
    var water = try LineCase(.tiered, nil)
    water.fee = FeeRule(id: 2, kind: .metered, taxRate: Rate(units: 3_000_000))
    water.tariffs[0].tiers = try Tiers("60:3.00 90:4.50 *:6.00")
    water.tariffs[0].tiers?.reset = .year
    water.charge.timing = .arrears
    water.charge.dueDay = 20
    let line = try need(
      water.meter("2026-10-01", "2026-10-31", "41", before: "67").lines.first)
    #expect(shown(line) == "1 2026-10-01…2026-10-31 41 – 211.50 6.16")
    #expect(try line.dueOn == day("2026-11-20"))
    #expect(line.meter == 5)
    try water.sell()
    let sold = try water.meter("2026-10-01", "2026-10-31", "9")
    #expect(sold.lines.map(shown) == ["11 2026-10-01…2026-10-31 9 – 27.00 0.79"])
    #expect(sold.findings.map(\.reason) == [.intervalSpansDebtors])
    #expect(
      try water.meter("2026-10-01", "2026-10-31", "-2").lines.map(\.amount) == [yuan("-6.00")])
    #expect(try water.meter("2026-10-01", "2026-10-31", "0").lines.map(\.amount.minor) == [0])
  }

  @Test("minimum, multiplier and sewage: 10 × 0.538, 422 × 0.538, 41 × 0.8 × 1.36 = 44.608")
  func otherUsage() throws {
    var power = try LineCase(.perUnit, "0.538")
    power.fee = FeeRule(id: 3, kind: .metered, taxRate: Rate(units: 13_000_000))
    power.tariffs[0].minimum = Quantity("10")
    func line(_ row: LineCase, _ usage: String) throws -> [String] {
      try row.meter("2026-10-01", "2026-10-31", usage).lines.map(shown)
    }
    #expect(try line(power, "8") == ["1 2026-10-01…2026-10-31 10 0.538 5.38 0.62"])
    #expect(try line(power, "422") == ["1 2026-10-01…2026-10-31 422 0.538 227.04 26.12"])
    #expect(try line(power, "-5") == ["1 2026-10-01…2026-10-31 -5 0.538 -2.69 -0.31"])
    var sewage = try LineCase(.derived, "1.36")
    sewage.fee = FeeRule(id: 4, kind: .metered)
    sewage.tariffs[0].share = Rate("0.8")
    #expect(try line(sewage, "41") == ["1 2026-10-01…2026-10-31 32.8 1.36 44.61 0.00"])
    #expect(try line(sewage, "9.3333") == ["1 2026-10-01…2026-10-31 7.4666 1.36 10.15 0.00"])
    var flat = power
    flat.charge.amount = try yuan("30")
    #expect(try line(flat, "41") == ["1 2026-10-01…2026-10-31 41 30 30.00 3.45"])
    var formula = power
    formula.tariffs[0].method = .formula
    formula.tariffs[0].formula = try Formula("tier(quantity, 20:0.5, *:1) + days_in_month * 0")
    #expect(isBilledByUsage(formula.charge, formula.fee, formula.tariffs[0]))
    let interval = try need(formula.meter("2026-10-01", "2026-10-31", "41").lines.first)
    let inputs = formulaInputs(
      of: interval, charge: formula.charge, tariff: formula.tariffs[0], room: formula.room)
    #expect(inputs.named.map(\.name) == ["quantity", "price", "months", "days", "days_in_month"])
    #expect(try inputs.quantity == exact("41") && inputs.months == .one)
    #expect(try line(formula, "41") == ["1 2026-10-01…2026-10-31 41 0.538 31.00 3.57"])
  }

  @Test("a share is posted as apportioned, with its part of the usage: 411 × 0.75 = 308.25")
  func shared() throws {
    var row = try LineCase(.perUnit, "0.75")
    row.fee = FeeRule(id: 5, kind: .shared, taxRate: Rate(units: 13_000_000))
    row.charge.factor = Rate(units: 70_000_000)  // not applied
    let total = try sharedTotal(exact("411"), tariff: row.tariffs[0], fee: row.fee)
    #expect(try total == yuan("308.25"))
    let part = try shareOfUsage(exact("411"), weight: 893_700, of: 6_915_100)
    var batch = LineBatch()
    sharedLine(
      try yuan("39.84"),
      UsageInterval(meter: 9, span: try span("2026-10-01", "2026-10-31"), quantity: part),
      charge: row.charge, fee: row.fee, tariffs: row.tariffs, room: row.room,
      occupancies: row.holdings, dates: RunDates(period: try need(Period("2026-10"))), into: &batch)
    #expect(batch.lines.map(shown) == ["1 2026-10-01…2026-10-31 53.1172 0.75 39.84 4.58"])
    #expect(try row.run("2026-10").lines.isEmpty)
  }

  struct UsageCase: Sendable {
    let earlier: String
    var earlierMark = ReadingMark.actual
    let later: String
    var mark = ReadingMark.actual
    var digits: Int? = 5
    var most: String? = "200"
    var multiplier = "1"
    let usage: String?
    var kind = ReadingKind.plain
    var fault: UsageFault?
  }

  @Test(
    "readings give a usage, a rollover, a credit or a reason to refuse",
    arguments: [
      UsageCase(earlier: "99991.5", later: "12.5", usage: "21", kind: .rollover),
      UsageCase(
        earlier: "99996", later: "8", mark: .rollover, most: nil, usage: "12", kind: .rollover),
      UsageCase(earlier: "322.7", later: "334.45", multiplier: "40", usage: "470"),
      UsageCase(earlier: "7", later: "16.3333", usage: "9.3333"),
      UsageCase(earlier: "143", earlierMark: .estimated, later: "140", usage: "-3", kind: .credit),
      UsageCase(
        earlier: "99999", earlierMark: .estimated, later: "1", mark: .rollover, usage: "2",
        kind: .rollover),
      UsageCase(earlier: "99996", later: "8", most: nil, usage: nil, fault: .falling),
      UsageCase(earlier: "99700", later: "8", usage: nil, fault: .falling),  // 308 > 200
      UsageCase(  // 21 × 10 = 210 > 200: compared after the multiplier
        earlier: "99991.5", later: "12.5", multiplier: "10", usage: nil, fault: .falling),
      UsageCase(earlier: "10", later: "9", digits: nil, usage: nil, fault: .falling),
      UsageCase(earlier: "10", later: "11", mark: .rollover, usage: nil, fault: .noRollover),
      UsageCase(
        earlier: "10", later: "9", mark: .rollover, digits: nil, usage: nil, fault: .noRollover),
      UsageCase(earlier: "10", later: "100000", usage: nil, fault: .beyondDial),
      UsageCase(earlier: "10", later: "-1", usage: nil, fault: .beyondDial),
    ])
  func readings(row: UsageCase) throws {
    let since = try day("2026-08-31")
    let meter = MeterRule(
      multiplier: try need(Quantity(row.multiplier)), digits: row.digits,
      maxUsage: try row.most.map { try need(Quantity($0)) })
    let earlier = MeterReading(since, try need(Quantity(row.earlier)), row.earlierMark)
    let later = MeterReading(since.adding(30), try need(Quantity(row.later)), row.mark)
    do {
      let found = try usage(from: earlier, to: later, meter)
      #expect(try found.quantity == exact(try need(row.usage)))
      #expect(found.kind == row.kind)
    } catch let fault as UsageFault {
      #expect(fault == row.fault)
    }
    #expect(throws: UsageFault.notLater) { try usage(from: later, to: earlier, meter) }
  }

  @Test(
    "a reading is suspect that falls, jumps, or stands still where people live",
    arguments: [
      ("-1", ["5"], true, true), ("31", ["9", "10", "11"], true, true),
      ("30", ["9", "10", "11"], true, false),  // not over 3 × 10
      ("31", ["10", "10"], true, false),  // two intervals are no average
      ("4", ["1", "1", "1"], true, false),  // not over the minimum jump of 5
      ("0", ["9", "10", "11"], true, true), ("0", ["9", "10", "11"], false, false),
      ("0", ["1", "1"], true, false), ("0", [], true, false),
    ] as [(String, [String], Bool, Bool)])
  func suspects(usage: String, history: [String], isInhabited: Bool, expected: Bool) throws {
    let rule = SuspectRule(minimumJump: try exact("5"))
    let found = try isSuspect(
      exact(usage), after: history.map(exact), isInhabited: isInhabited, rule)
    #expect(found == expected)
  }

  @Test("parts add up to the whole line, however often the room changes hands")
  func partsAddUp() throws {
    var seeded = Seeded(2026)
    let methods: [Method] = [.perArea, .fixed, .perHead]
    for _ in 0..<400 {
      var row = try LineCase(
        from: "2026-01-01", methods.randomElement(using: &seeded) ?? .fixed, "1")
      row.tariffs[0].price = Price(units: Int64.random(in: 0...2_000_000_000, using: &seeded))
      row.tariffs[0].proration = Proration.allCases.randomElement(using: &seeded) ?? .daily
      row.charge.factor = Rate(units: Int64.random(in: 1...100_000_000, using: &seeded))
      row.charge.cycle = [1, 3, 6, 12].randomElement(using: &seeded) ?? 1
      row.fee.rounding = Rounding.allCases.randomElement(using: &seeded) ?? .halfUp
      row.fee.step = [1, 10, 100].randomElement(using: &seeded) ?? 1
      row.room = BilledRoom(
        id: 1,
        versions: [
          RoomVersion(
            floorArea: Quantity(units: Int64.random(in: 0...5_000_000, using: &seeded)),
            householdSize: Int64.random(in: 0...9, using: &seeded))
        ])
      let whole = try need(row.run("2026-01").lines.first)
      let days = whole.to.days(since: whole.from)
      var from = try day("2020-01-01")
      row.holdings = []
      for customer in 1...Int64.random(in: 2...6, using: &seeded) {
        let to = whole.from.adding(Int.random(in: 0..<days, using: &seeded))
        guard let held = DaySpan(from, to) else { continue }
        row.holdings.append(Holding(customer: customer, order: customer, role: .owner, span: held))
        from = to.adding(1)
      }
      let last = try need(DaySpan(from, .distantFuture))
      row.holdings.append(Holding(customer: 99, order: 99, role: .owner, span: last))
      let parts = try row.run("2026-01").lines
      #expect(parts.count == row.holdings.count || parts.count == row.holdings.count - 1)
      #expect(parts.reduce(0) { $0 + $1.amount.minor } == whole.amount.minor)
      row.holdings.shuffle(using: &seeded)
      #expect(try row.run("2026-01").lines == parts)
    }
  }
}
