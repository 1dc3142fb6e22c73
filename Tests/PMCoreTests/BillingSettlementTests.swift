// Tax, apportionment, late fees and allocation: worked cases and laws.
import PMCore
import Testing

@Suite struct BillingSettlementTests {
  @Test(
    "tax is what the amount contains, half up to the fen and symmetric in sign",
    arguments: [
      ("250.24", "0.06", "14.16"),  // 250.24 × 0.06 ÷ 1.06 = 14.1645
      ("148.13", "0.06", "8.38"),  // 8.3847
      ("750.00", "0.09", "61.93"),  // 61.9266
      ("23.39", "0", "0.00"), ("0.00", "0.06", "0.00"),
      ("-4.49", "0.06", "-0.25"),  // −0.2542
      ("0.53", "0.06", "0.03"), ("1.09", "0.09", "0.09"),
    ] as [(String, String, String)])
  func containsTax(amount: String, rate: String, tax: String) throws {
    let rate = try need(Rate(rate))
    let amount = try yuan(amount)
    #expect(try includedTax(in: amount, rate: rate) == yuan(tax))
    #expect(try includedTax(in: -amount, rate: rate) == -yuan(tax))
  }

  @Test("a tax rate of −1 or less is an error, and the largest amount is none")
  func taxAtTheEdges() throws {
    #expect(throws: ArithmeticError.overflow) {
      try includedTax(in: Money(minor: 1), rate: Rate(units: -100_000_000))
    }
    let most = try includedTax(in: Money(minor: .max), rate: Rate(units: .max))
    #expect(most.minor > 0)
  }

  @Test(
    "the fen left over go to the largest remainders",
    arguments: [
      // 9231 − 8820 = 411 × 0.75 = 308.25 over 691.51 m², rooms in natural order
      (
        30825,
        [893700, 1_025_000, 1_200_800, 666_600, 1_432_500, 882_500, 125_000, 125_000, 564_000],
        [3984, 4569, 5353, 2971, 6386, 3934, 557, 557, 2514]
      ),
      (100, [1, 1, 1], [34, 33, 33]),  // equal remainders: the first gets it
      (-100, [1, 1, 1], [-34, -33, -33]),
      (5, [0, 3, 0], [0, 5, 0]), (0, [1, 2], [0, 0]), (1, [2, 3, 3], [0, 1, 0]),
    ] as [(Int64, [Int64], [Int64])])
  func apportions(total: Int64, weights: [Int64], parts: [Int64]) throws {
    #expect(try apportion(Money(minor: total), over: weights).map(\.minor) == parts)
  }

  @Test("no weight to go by is an error")
  func refusesNoWeights() {
    #expect(throws: ArithmeticError.divisionByZero) {
      try apportion(Money(minor: 1), over: [0, 0])
    }
    #expect(throws: ArithmeticError.divisionByZero) { try apportion(Money(minor: 1), over: []) }
    #expect(throws: ArithmeticError.overflow) { try apportion(Money(minor: 1), over: [2, -1]) }
  }

  @Test("parts add up to the total, and each is within a fen of its exact share")
  func conserves() throws {
    var seeded = Seeded(20_261_031)
    for round in 0..<400 {
      let limit: Int64 = round % 4 == 0 ? .max : 1_000_000
      let total = Money(minor: Int64.random(in: -limit...limit, using: &seeded))
      let weights = (0..<Int.random(in: 1...30, using: &seeded)).map { _ in
        Int64.random(in: 0...limit, using: &seeded)
      }
      let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
      if sum == 0 { continue }
      let parts = try apportion(total, over: weights)
      #expect(parts.reduce(Int128(0)) { $0 + Int128($1.minor) } == Int128(total.minor))
      for (part, weight) in zip(parts, weights) {
        let share = (Int128(total.minor.magnitude) * Int128(weight)) / sum
        #expect((0...1).contains(Int128(part.minor.magnitude) - share))
      }
    }
  }

  struct LateCase: Sendable {
    let principal: String
    let due: String
    let rate: String
    var grace = 0
    var cap: String?
    var paid: [(String, String)] = []
    let asOf: String
    let fee: String
  }

  @Test(
    "a late fee counts each overdue day on what is owed at its start",
    arguments: [
      // 300 × 0.0005 × 30
      LateCase(
        principal: "300", due: "2026-01-31", rate: "0.0005", asOf: "2026-03-02", fee: "4.50"),
      // (300 × 11 + 200 × 19) × 0.0005
      LateCase(
        principal: "300", due: "2026-01-31", rate: "0.0005", paid: [("2026-02-11", "100")],
        asOf: "2026-03-02", fee: "3.55"),
      // 250.24 × 0.0005 × 36 = 4.504
      LateCase(
        principal: "250.24", due: "2026-10-15", rate: "0.0005", cap: "1", asOf: "2026-11-20",
        fee: "4.50"),
      // 64.50 × 0.003 × 51 = 9.87, at most 64.50 × 0.05 = 3.225
      LateCase(
        principal: "64.50", due: "2026-09-20", rate: "0.003", grace: 10, cap: "0.05",
        asOf: "2026-11-20", fee: "3.23"),
      // 367.36 × 0.0005 × 71 = 13.041
      LateCase(
        principal: "367.36", due: "2026-09-10", rate: "0.0005", asOf: "2026-11-20", fee: "13.04"),
      // (367.36 × 45 + 21.56 × 26) × 0.0005 = 8.546
      LateCase(
        principal: "367.36", due: "2026-09-10", rate: "0.0005", paid: [("2026-10-25", "345.80")],
        asOf: "2026-11-20", fee: "8.55"),
      // 186.65 × 0.0005 × 26 = 2.426
      LateCase(
        principal: "186.65", due: "2026-08-15", rate: "0.0005", paid: [("2026-09-10", "186.65")],
        asOf: "2026-11-20", fee: "2.43"),
      // paid with value date the due date: none
      LateCase(
        principal: "186.65", due: "2026-10-15", rate: "0.0005", paid: [("2026-10-15", "186.65")],
        asOf: "2026-11-20", fee: "0"),
      // 135.04 × 0.0005 × 10 = 0.675
      LateCase(
        principal: "211.68", due: "2026-11-10", rate: "0.0005", paid: [("2026-11-10", "76.64")],
        asOf: "2026-11-20", fee: "0.68"),
      // not yet overdue, within grace, a negative line, overpaid
      LateCase(principal: "10", due: "2026-01-31", rate: "0.5", asOf: "2026-01-31", fee: "0"),
      LateCase(
        principal: "10", due: "2026-01-31", rate: "0.5", grace: 3, asOf: "2026-02-03", fee: "0"),
      LateCase(principal: "-10", due: "2026-01-31", rate: "0.5", asOf: "2026-12-31", fee: "0"),
      LateCase(
        principal: "10", due: "2026-01-31", rate: "0.01", paid: [("2026-01-01", "99")],
        asOf: "2026-12-31", fee: "0"),
    ])
  func countsLateDays(row: LateCase) throws {
    let cap = try row.cap.map { try need(Rate($0)) }
    let policy = LateTerms(dailyRate: try need(Rate(row.rate)), graceDays: row.grace, cap: cap)
    let reductions = try row.paid.map { Reduction(try day($0.0), try yuan($0.1)) }
    let fee = try lateFee(
      principal: yuan(row.principal), dueOn: day(row.due), policy: policy, reductions: reductions,
      asOf: day(row.asOf))
    #expect(try fee == yuan(row.fee))
  }

  @Test("a late fee shows its working: 45 days on the whole, 26 on the rest")
  func showsWorking() throws {
    let runs = overdueRuns(
      try yuan("367.36"), on: try span("2026-09-11", "2026-11-20"),
      [Reduction(try day("2026-10-25"), try yuan("345.80"))])
    #expect(runs.map(\.span.count) == [45, 26])
    #expect(runs.map(\.outstanding) == [36736, 2156])
  }

  @Test("a run posts the difference: nothing twice, less after a backdated payment, none behind")
  func postsDifferences() throws {
    let late = try day("2026-11-20")
    #expect(
      try latePosting(yuan("13.04"), posted: .zero, lastPosted: nil, asOf: late)?.minor == 1304)
    #expect(
      try latePosting(yuan("13.04"), posted: yuan("13.04"), lastPosted: late, asOf: late) == nil)
    let less = try latePosting(yuan("8.55"), posted: yuan("13.04"), lastPosted: late, asOf: late)
    #expect(less?.minor == -449)
    let behind = try latePosting(
      yuan("5.00"), posted: .zero, lastPosted: late, asOf: late.adding(-1))
    #expect(behind == nil)
  }

  @Test("posting every day or once comes to the same, in whatever order payments were booked")
  func telescopes() throws {
    var seeded = Seeded(7)
    let due = try day("2026-01-31")
    for _ in 0..<60 {
      let principal = Money(minor: Int64.random(in: 1...1_000_000, using: &seeded))
      let policy = LateTerms(
        dailyRate: Rate(units: Int64.random(in: 0...1_000_000, using: &seeded)),
        graceDays: Int.random(in: 0...15, using: &seeded),
        cap: Bool.random(using: &seeded) ? Rate(units: 5_000_000) : nil)
      var paid = (0..<Int.random(in: 0...4, using: &seeded)).map { _ in
        Reduction(
          due.adding(Int.random(in: -5...60, using: &seeded)),
          Money(minor: Int64.random(in: 1...max(1, principal.minor / 4), using: &seeded)))
      }
      func fee(_ asOf: Day) throws -> Money {
        try lateFee(
          principal: principal, dueOn: due, policy: policy, reductions: paid, asOf: asOf)
      }
      var posted = Money.zero
      for offset in 0...80 {
        let asOf = due.adding(offset)
        let more = try latePosting(fee(asOf), posted: posted, lastPosted: nil, asOf: asOf) ?? .zero
        #expect(more.minor >= 0)
        posted = try posted.adding(more)
      }
      #expect(try posted == fee(due.adding(80)))
      paid.shuffle(using: &seeded)
      #expect(try posted == fee(due.adding(80)))
    }
  }

  @Test("lines are paid by due date, priority, principal before late fee, number")
  func ordersLines() throws {
    func line(_ id: Int64, _ due: String, _ priority: Int64, late: Bool, _ number: Int64) throws
      -> OpenLine
    {
      OpenLine(
        id: id, dueOn: try day(due), priority: priority, isLate: late, number: number,
        open: Money(minor: 100))
    }
    let lines = [
      try line(1, "2026-08-15", 10, late: false, 5), try line(2, "2026-08-15", 10, late: false, 19),
      try line(3, "2026-08-15", 10, late: true, 140), try line(4, "2026-08-15", 60, late: false, 2),
      try line(5, "2026-08-25", 10, late: false, 1),
    ]
    var seeded = Seeded(3)
    for _ in 0..<20 {
      let mixed = lines.shuffled(using: &seeded)
      #expect(
        mixed.sorted(by: AllocationOrder.principalFirst.precedes).map(\.id) == [1, 2, 3, 4, 5])
      #expect(mixed.sorted(by: AllocationOrder.lateFirst.precedes).map(\.id) == [3, 1, 2, 4, 5])
    }
  }

  @Test("a payment goes as far as it goes, never beyond it or a line")
  func allocates() throws {
    var seeded = Seeded(11)
    let due = try day("2026-08-15")
    for _ in 0..<300 {
      let lines = (0..<Int64.random(in: 0...8, using: &seeded)).map { index in
        OpenLine(
          id: index, dueOn: due, priority: 1, number: index,
          open: Money(minor: Int64.random(in: -50...200, using: &seeded)))
      }
      let amount = Money(minor: Int64.random(in: -10...900, using: &seeded))
      let (paid, left) = allocate(amount, to: lines)
      let total = paid.reduce(0) { $0 + $1.amount.minor }
      #expect(total + left.minor == max(amount.minor, 0))
      #expect(left.minor == 0 || total == lines.reduce(0) { $0 + max($1.open.minor, 0) })
      for part in paid {
        let line = try need(lines.first { $0.id == part.id })
        #expect(part.amount.minor > 0 && part.amount <= line.open)
      }
    }
  }

  @Test("offsets use what is earmarked first, oldest first, each with its own value date")
  func offsets() throws {
    // K004: 1000.00 of 2026-09-10; WYF 2026-10 due 2026-10-15, offset on 2026-11-20
    let asOf = try day("2026-11-20")
    var money = [
      OpenPrepayment(id: 1, paidOn: try day("2026-09-10"), left: try yuan("538.74")),
      OpenPrepayment(id: 2, paidOn: try day("2026-10-20"), earmark: Earmark(fee: 7), left: try yuan("100.00")),
      OpenPrepayment(id: 3, paidOn: try day("2026-11-21"), earmark: Earmark(fee: 7), left: try yuan("900.00")),
      OpenPrepayment(id: 4, paidOn: try day("2026-01-01"), earmark: Earmark(fee: 8), left: try yuan("900.00")),
    ]
    let parts = offset(
      try yuan("186.65"), fee: 7, period: try #require(Period("2026-10")), dueOn: try day("2026-10-15"), asOf: asOf,
      prepayments: &money)
    #expect(
      try parts == [
        Offset(prepayment: 2, amount: yuan("100.00"), valueDate: day("2026-10-20")),
        Offset(prepayment: 1, amount: yuan("86.65"), valueDate: day("2026-10-15")),
      ])
    #expect(money.map(\.left.minor) == [45209, 0, 90000, 90000])
    #expect(
      offsetValueDate(paidOn: try day("2026-09-10"), dueOn: asOf.adding(9), asOf: asOf) == asOf)
  }

  @Test("a narrower earmark is used first, and none outside its fee and window")
  func windows() throws {
    func period(_ text: String) throws -> Period { try #require(Period(text)) }
    let paidOn = try day("2026-01-05")
    func money() throws -> [OpenPrepayment] {
      let marks = try [
        Earmark(), Earmark(from: period("2026-02"), to: period("2026-03")), Earmark(fee: 7),
        Earmark(fee: 7, from: period("2026-03")), Earmark(fee: 7, to: period("2026-01")),
        Earmark(fee: 8, from: period("2026-02"), to: period("2026-03")),
      ]
      return try marks.enumerated().map {
        OpenPrepayment(
          id: Int64($0.offset + 1), paidOn: paidOn, earmark: $0.element, left: try yuan("10.00"))
      }
    }
    // Period and the order in which 60.00 of fee 7 draws on them.
    for (text, order) in [
      ("2026-01", [5, 3, 1]), ("2026-02", [3, 2, 1]), ("2026-03", [4, 3, 2, 1]),
      ("2026-04", [4, 3, 1]),
    ] {
      var prepayments = try money()
      let parts = offset(
        try yuan("60.00"), fee: 7, period: try period(text), dueOn: try day("2026-04-30"),
        asOf: try day("2026-05-01"), prepayments: &prepayments)
      #expect(parts.map(\.prepayment) == order.map(Int64.init), "\(text)")
    }
  }

  @Test("closing is opening plus what came less what was settled")
  func rollsForward() throws {
    var figures = RollForward()
    figures.opening = try yuan("9325.40")
    figures.late = try yuan("124.39")
    figures.received = try yuan("5708.08")
    #expect(try figures.closing() == yuan("3741.71"))
    #expect(RollForward().isEmpty && !figures.isEmpty)
  }
}
