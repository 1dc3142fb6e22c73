// Tiers, formulas, cycles and payers: worked cases, and what is refused with its column.
import PMCore
import Testing

@Suite struct BillingRuleTests {
  @Test(
    "blocks price a quantity exactly",
    arguments: [
      // the year's 60 / 90: 67 used, 41 more: (90 − 67) × 4.50 + (108 − 90) × 6.00
      ("60:3.00 90:4.50 *:6.00", TierMode.graduated, TierReset.year, "67", "41", "211.5"),
      ("60:3.00 90:4.50 *:6.00", .graduated, .year, "21.5", "21", "63"),
      ("60:3.00 90:4.50 *:6.00", .graduated, .year, "108", "-41", "-211.5"),  // a credit runs back
      ("60:3.00 90:4.50 *:6.00", .graduated, .period, "0", "60", "180"),  // the bound belongs to it
      ("60:3.00 90:4.50 *:6.00", .graduated, .period, "0", "-70", "-225"),  // −T(70)
      ("5:6.00 10:8.00 *:12.50", .slab, .period, "0", "5", "30"),
      ("5:6.00 10:8.00 *:12.50", .slab, .period, "0", "6", "48"),
      ("5:6.00 10:8.00 *:12.50", .slab, .period, "0", "11", "137.5"),
      ("5:6.00 10:8.00 *:12.50", .slab, .period, "0", "-6", "-48"),
      ("5:6.00 10:8.00 *:12.50", .slab, .year, "4", "2", "16"),  // 2 × 8.00: block of 6
      ("4:=30.00 *:9.00", .graduated, .period, "0", "3", "30"),
      ("4:=30.00 *:9.00", .graduated, .period, "0", "4.5", "34.5"),
      ("4:=30.00 *:9.00", .graduated, .period, "0", "0", "0"),
      ("4:=30.00 *:9.00", .graduated, .year, "4", "1", "9"),
      ("4:1 *:=30", .graduated, .period, "0", "4", "4"),
      ("4:1 *:=30", .graduated, .period, "0", "4.0001", "34"),
    ] as [(String, TierMode, TierReset, String, String, String)])
  func pricesBlocks(
    text: String, mode: TierMode, reset: TierReset, before: String, quantity: String, cost: String
  ) throws {
    var tiers = try Tiers(text)
    tiers.mode = mode
    tiers.reset = reset
    #expect(
      try tiers.cost(of: exact(quantity), before: exact(before), persons: nil) == exact(cost))
    let parts = try tiers.parts(of: exact(quantity), before: exact(before), persons: nil)
    #expect(try parts.reduce(.zero) { try $0.plus($1.cost) } == exact(cost))
    #expect(try parts.reduce(.zero) { try $0.plus($1.quantity) } == exact(quantity))
  }

  @Test("thresholds widen for each person above the heads")
  func widens() throws {
    var tiers = try Tiers("20:3 30:4 *:6")
    tiers.heads = 4
    tiers.perHead = try need(Quantity("5"))
    // 6 persons: 30 and 40. 45 = 30 × 3 + 10 × 4 + 5 × 6
    #expect(try tiers.cost(of: exact("45"), before: .zero, persons: 6) == exact("160"))
    // 4 persons: 20 × 3 + 10 × 4 + 15 × 6
    #expect(try tiers.cost(of: exact("45"), before: .zero, persons: 4) == exact("190"))
    #expect(try tiers.cost(of: exact("45"), before: .zero, persons: nil) == exact("190"))
  }

  @Test("T(before + q) in steps is T in one, and no quantity is too odd or too large to be exact")
  func tiersAddUp() throws {
    var seeded = Seeded(5)
    var tiers = try Tiers("20:1.23 30.5:=4 70:0.66286875 *:9")
    let once = tiers
    tiers.reset = .year
    for _ in 0..<100 {
      var before = Ratio.zero
      var cost = Ratio.zero
      for _ in 0..<6 {
        let step = Ratio(
          Int64.random(in: -100_000...400_000, using: &seeded),
          over: [1, 3, 10_000, 700_000_000].randomElement(using: &seeded) ?? 1)
        cost = try cost.plus(tiers.cost(of: step, before: before, persons: nil))
        before = try before.plus(step)
      }
      #expect(try once.cost(of: before, before: .zero, persons: nil) == cost)
    }
    #expect(throws: ArithmeticError.overflow) {
      let odd = Ratio(lowest: Int128.max, 7)
      return try tiers.cost(of: odd, before: odd, persons: .max)
    }
  }

  @Test("blocks are written as they are read")
  func describesBlocks() throws {
    #expect(try Tiers(" 180:5.00  260:7 *:=9.50").description == "180:5 260:7 *:=9.5")
  }

  @Test(
    "wrong blocks are refused at their column",
    arguments: [
      ("", 1), ("180:5.00", 9), ("180:5.00 *:x", 12), ("180:5.00 170:6 *:7", 10), ("*:5 180:6", 5),
      ("x:5 *:6", 1), ("180 *:6", 1), ("0:5 *:6", 1), ("5:= *:6", 4), ("5:-1 *:6", 3),
    ] as [(String, Int)])
  func refusesBlocks(text: String, column: Int) {
    do {
      let tiers = try Tiers(text)
      Issue.record("read as \(tiers)")
    } catch {
      #expect(error.column == column)
      #expect(!error.message.en.isEmpty && !error.message.zh.isEmpty)
    }
  }

  static var inputs: FormulaInputs {
    get throws {
      var inputs = FormulaInputs()
      inputs.area = try exact("131.20")
      inputs.quantity = try exact("41")
      inputs.price = try exact("2.80")
      inputs.months = Ratio(15, over: 31)
      inputs.days = Ratio(15)
      inputs.daysInMonth = Ratio(31)
      inputs.householdSize = Ratio(3)
      inputs.floor = Ratio(3)
      inputs.custom = ["balcony_area": try exact("6.5")]
      return inputs
    }
  }

  @Test(
    "a formula has an exact value",
    arguments: [
      ("if(floor > 2, 20, 12) + max(0, area - 100) * 0.05", "21.56"),
      ("1 + 2 * 3 - 4 / 2", "5"), ("-(1 - 3) * -2", "-4"), ("(1 / 3) * 3", "1"),
      ("0.1 + 0.2", "0.3"), ("months / days * days_in_month", "1"), ("10 - 3 - 2", "5"),
      ("16 / 4 / 2", "2"), ("min(3, 2, 5) + max(-1, -2)", "1"), ("abs(-2.5)", "2.5"),
      ("floor(-2.5) + ceil(-2.5)", "-5"), ("floor(2.5) + ceil(2.5)", "5"), ("round(-2.5)", "-3"),
      ("round(2.345, 2)", "2.35"), ("round(1 / 3, 4)", "0.3333"), ("floor", "3"),
      ("tier(quantity, 20:1, 30:2, *:3)", "73"),  // 20 + 20 + 33
      ("tier(41, 20:1, 30:2, …:3) - tier(41, 20:1, 30:2, :3)", "0"),
      ("tier(-41, 20:1, 30:2, ...:3)", "-73"), ("tier(0, 4:=30, *:9)", "0"),
      ("tier(4.5, 4:=30, *:9)", "34.5"), ("tier(quantity, 10 * household_size:1, *:2)", "52"),
      ("balcony_area * 2", "13"), ("（１＋2）×3÷9", "1"),
      ("if(area >= 131.2, 1, 0) + if(1 != 1, 10, 0)", "1"),
      ("if(household_size = 3, 1, 0) + if(2 <= 1, 10, 0) + if((1 < 2), 100, 0)", "101"),
      ("if(floor > 2, 1, 1 / 0)", "1"),  // the other branch is not computed
    ] as [(String, String)])
  func evaluatesFormula(text: String, value: String) throws {
    let formula = try Formula(text, customNames: ["balcony_area"])
    #expect(try formula.value(Self.inputs) == exact(value))
    #expect(try Formula(text, customNames: nil).customNames == formula.customNames)
    #expect(formula.customNames == (text.contains("balcony") ? ["balcony_area"] : []))
  }

  @Test(
    "a formula that makes no sense is refused at its column",
    arguments: [
      ("", 1), ("1 +", 4), ("(1", 3), ("1 2", 3), ("aera * 2", 1), ("2 * aera", 5),
      ("sqrt(2)", 1), ("1 $ 2", 3), ("1.2.3", 1), ("2 * 1e3", 6), ("area > 2", 1),
      ("if(area, 1, 2)", 4), ("if(1 < 2 < 3, 1, 2)", 10), ("1 + (area > 2)", 5), ("abs(1, 2)", 1),
      ("min()", 5), ("round(1, 2, 3)", 1), ("tier(1, 20:1, 30:2)", 19), ("tier(1, *:1, 2:2)", 14),
      ("tier(1, 20:1, 10:2, *:3)", 15), ("tier(1)", 7), ("if(1 < 2, 3)", 12), ("-(1 < 2)", 2),
      ("0.123456789", 1), ("tier(1, 0:1, *:2)", 9),
    ] as [(String, Int)])
  func refusesFormula(text: String, column: Int) {
    do {
      _ = try Formula(text)
      Issue.record("accepted \(text)")
    } catch {
      #expect(error.column == column, "\(text): \(error.message.en)")
      #expect(!error.message.zh.isEmpty)
    }
  }

  @Test("depth and length of a formula are bounded, in every kind of nesting")
  func boundsFormula() {
    for (open, close) in [("(", ")"), ("-", ""), ("abs(", ")"), ("if(1<2,", ",0)")] {
      let deep =
        String(repeating: open, count: 5000) + "1" + String(repeating: close, count: 5000)
      #expect(throws: RuleError.self) { try Formula(deep) }
      let nested = String(repeating: open, count: 90) + "1" + String(repeating: close, count: 90)
      #expect(throws: Never.self) { try Formula(nested).value(FormulaInputs()) }
    }
    let long = "1" + String(repeating: "+1", count: 490)
    #expect(throws: Never.self) { try Formula(long).value(FormulaInputs()) }
  }

  @Test(
    "a formula without a value says why",
    arguments: [
      ("1 / 0", EvaluationError.arithmetic(.divisionByZero)),
      ("area / (days - days)", .arithmetic(.divisionByZero)),
      ("usable_area", .missing("usable_area")),
      ("balcony", .missing("balcony")), ("round(1, 9)", .digits), ("round(1, 0.5)", .digits),
      ("tier(quantity, 0 * 1:1, *:2)", .bounds),
      (
        "90000000000 * 90000000000 * 90000000000 * 90000000000 * 90000000000",
        .arithmetic(.overflow)
      ),
    ] as [(String, EvaluationError)])
  func failsFormula(text: String, error: EvaluationError) throws {
    let formula = try Formula(text, customNames: ["balcony"])
    #expect(throws: error) { try formula.value(Self.inputs) }
    #expect(!error.words.zh.isEmpty)
  }

  @Test(
    "a cycle is billed in its first month in advance, in its last in arrears",
    arguments: [
      // from 2026-08-20, quarters: Aug–Oct, Nov–Jan
      (3, Timing.advance, "2026-08", "2026-08-20", "2026-10-31"), (3, .advance, "2026-09", "", ""),
      (3, .arrears, "2026-10", "2026-08-20", "2026-10-31"), (3, .arrears, "2026-08", "", ""),
      (3, .advance, "2026-11", "2026-11-01", "2026-12-10"),  // cut at the end
      (3, .arrears, "2027-01", "2026-11-01", "2026-12-10"),  // its usual month, though it ended
      (3, .advance, "2027-02", "", ""), (1, .advance, "2026-07", "", ""),
      (1, .arrears, "2026-12", "2026-12-01", "2026-12-10"), (1, .arrears, "2027-01", "", ""),
      (12, .advance, "2026-08", "2026-08-20", "2026-12-10"), (12, .arrears, "2026-08", "", ""),
      (12, .arrears, "2027-07", "2026-08-20", "2026-12-10"),
    ] as [(Int, Timing, String, String, String)])
  func cycles(cycle: Int, timing: Timing, period: String, from: String, to: String) throws {
    var charge = ChargeRule(
      id: 1, from: try day("2026-08-20"), to: try day("2026-12-10"), payer: .owner)
    charge.cycle = cycle
    charge.timing = timing
    let billed = charge.billedSpan(in: try need(Period(period)))
    #expect(billed == (from.isEmpty ? nil : try span(from, to)))
  }

  @Test(
    "the due day is cut to its month and leaves the least time to pay",
    arguments: [
      ("2026-10", Timing.arrears, 31, nil, 0, "2026-11-01", "2026-11-30"),
      ("2026-08", .advance, 15, nil, 0, "2026-08-01", "2026-08-15"),
      ("2027-02", .advance, nil, nil, 0, "2027-02-01", "2027-02-28"),
      ("2026-12", .arrears, 10, nil, 0, "2027-01-01", "2027-01-10"),
      ("2026-08", .advance, 15, "2026-09-03", 0, "2026-09-03", "2026-09-03"),
      ("2026-08", .advance, 15, nil, 30, "2026-08-01", "2026-08-31"),
    ] as [(String, Timing, Int?, String?, Int, String, String)])
  func dueDays(
    period: String, timing: Timing, dueDay: Int?, asOf: String?, least: Int, issued: String,
    due: String
  ) throws {
    let dates = RunDates(
      period: try need(Period(period)), asOf: try asOf.map(day), minimumDays: least)
    #expect(try dates.issuedOn(timing) == day(issued))
    #expect(try dates.dueOn(timing, dueDay: dueDay) == day(due))
  }

  static var holders: [Holding] {
    get throws {
      [
        Holding(customer: 2, order: 2, role: .owner, span: try span("2024-05-01", "2026-10-15")),
        Holding(customer: 11, order: 11, role: .owner, span: try span("2026-10-16", "9999-12-31")),
        Holding(customer: 5, order: 5, role: .tenant, span: try span("2026-09-01", "2026-09-10")),
        Holding(
          customer: 6, order: 6, role: .resident, span: try span("2026-09-05", "2026-09-20")),
        Holding(
          customer: 7, order: 7, role: .tenant, span: try span("2026-11-01", "2026-11-30"),
          pays: false),
        Holding(customer: 8, order: 8, role: .agent, span: try span("2020-01-01", "9999-12-31")),
      ]
    }
  }

  @Test(
    "each day has its debtor by the payer role",
    arguments: [
      ("2026-10-15", PayerRole.owner, 2, false), ("2026-10-16", .owner, 11, false),
      ("2026-09-01", .tenant, 5, false), ("2026-09-15", .tenant, 2, false),  // no tenant: owner
      ("2026-09-05", .occupant, 6, true),  // tenant and resident: the later start
      ("2026-09-15", .occupant, 6, false), ("2026-09-21", .occupant, 2, false),
      ("2026-11-05", .tenant, 11, false),  // a tenant who does not pay
      ("2024-04-30", .owner, 99, false), ("2026-09-05", .developer, 99, false),
    ] as [(String, PayerRole, Int64, Bool)])
  func findsDebtor(on date: String, payer: PayerRole, customer: Int64, isAmbiguous: Bool) throws {
    let run = debtor(
      on: try day(date), payer: payer, occupancies: try Self.holders, developer: 99)
    #expect(run.customer == customer)
    #expect(run.isAmbiguous == isAmbiguous)
  }

  @Test("of two owners since the same day the smaller code pays; nobody is nil")
  func settlesTies() throws {
    let since = try span("2026-01-01", "9999-12-31")
    let pair = [
      Holding(customer: 1, order: 10, role: .owner, span: since),
      Holding(customer: 2, order: 9, role: .owner, span: since),
    ]
    for occupancies in [pair, pair.reversed()] {
      let run = debtor(
        on: since.from, payer: .owner, occupancies: occupancies, developer: nil)
      #expect(run.customer == 2 && run.isAmbiguous)
    }
    let early = debtor(
      on: since.from.adding(-1), payer: .owner, occupancies: pair, developer: nil)
    #expect(early.customer == nil)
    #expect(early.through == since.from.adding(-1))
  }
}
