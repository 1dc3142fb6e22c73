// Laws of late fees over random bills, policies and payments, summed day by day in plain integers.
import PMCore
import TestSupport
import Testing

@Suite("laws of late fees")
struct LateLawTests {
  /// A fee's policy: rate in 1/100 000 000, days of grace, cap in hundredths of the principal.
  private static let policies: [(fee: String, rate: Int, grace: Int, cap: Int?, row: String)] = [
    ("FA", 50_000, 0, 100, "LA,0.0005,0,1"), ("FB", 300_000, 10, 5, "LB,0.003,10,0.05"),
    ("FC", 33_333, 3, nil, "LC,0.00033333,3,"),
  ]
  private static let first = Day(year: 2026, month: 1, day: 1) ?? .distantPast

  /// Five rooms of one owner each with bills of all fees for three months.
  private func estate(_ seed: UInt64) -> Estate {
    var dice = Dice(seed)
    var policies = "code,daily_rate,grace_days,cap\n"
    var fees = "code,name,class,late_policy,rounding_to\n"
    var tariffs = "code,fee,valid_from,method,price\n"
    var rooms = "code,community,status,owner_code,owner_name\n"
    var charges = "room,fee,tariff,from,due_day,amount\n"
    for policy in Self.policies {
      policies += policy.row + "\n"
      fees += "\(policy.fee),\(policy.fee),recurring,\(policy.row.prefix(2)),1\n"
      tariffs += "T\(policy.fee),\(policy.fee),2020-01-01,fixed,1\n"
    }
    for room in 1...5 {
      rooms += "A-\(room),HY,occupied,K\(room),Owner \(room)\n"
      for policy in Self.policies {
        charges +=
          "A-\(room),\(policy.fee),T\(policy.fee),2026-01-01,\(1 + dice.roll(31)),"
          + "\(decimal(100 + dice.roll(90_000)))\n"
      }
    }
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,Garden\n"), ("late-policy", policies), ("fee", fees),
      ("tariff", tariffs), ("room", rooms), ("charge", charges),
    ])
    for month in 1...3 {
      estate.run("bill", "run", "--period", "2026-0\(month)", "--as-of", "2026-0\(month)-01", "--quiet")
    }
    return estate
  }

  /// The late lines of each principal together.
  private func posted(_ estate: Estate) throws -> [String] {
    try estate.rows(
      """
      SELECT principal_id, sum(amount_minor) FROM bill
       WHERE principal_id IS NOT NULL AND ended IS NOT 'void' GROUP BY 1 HAVING sum(amount_minor) <> 0 ORDER BY 1
      """)
  }

  /// F of each principal, by the book: each day's outstanding × rate, capped, rounded once.
  private func owed(_ estate: Estate, _ asOf: Day) throws -> [String] {
    var reductions: [Int: [(day: Int, amount: Int)]] = [:]
    for row in try estate.rows(
      """
      SELECT bill_id, value_on, amount_minor FROM allocation
      UNION ALL
      SELECT bill_id, value_on, amount_minor FROM adjustment
       WHERE kind IN ('waive', 'reverse-waive', 'write-off', 'recover')
      """)
    {
      let cells = row.split(separator: ",").compactMap { Int($0) }
      reductions[cells[0], default: []].append((cells[1], cells[2]))
    }
    return try estate.rows(
      """
      SELECT bill.id, amount_minor, due_on, fee.code FROM bill JOIN fee ON fee.id = fee_id
       WHERE principal_id IS NULL AND amount_minor > 0 AND ended IS NOT 'void' ORDER BY bill.id
      """
    ).compactMap { row in
      let cells = row.split(separator: ",").map(String.init)
      guard let id = Int(cells[0]), let amount = Int(cells[1]), let due = Int(cells[2]),
        let policy = Self.policies.first(where: { $0.fee == cells[3] })
      else { return nil }
      var sum = 0
      var day = due + policy.grace + 1
      while day <= Int(asOf.number) {
        let settled = reductions[id, default: []].filter { $0.day < day }.reduce(0) { $0 + $1.amount }
        sum += max(0, amount - settled) * policy.rate
        day += 1
      }
      var fee = (sum * 2 + 100_000_000) / 200_000_000
      if let cap = policy.cap { fee = min(fee, (amount * cap * 2 + 100) / 200) }
      return fee == 0 ? nil : "\(id),\(fee)"
    }
  }

  private func late(_ estate: Estate, _ day: Day) {
    let ran = estate.run("bill", "late", "--as-of", "\(day)")
    #expect(ran.status == 0, "\(ran.messages)")
  }

  @Test("daily runs, a few runs and one run come to the same fee of each principal", arguments: 1...4)
  func runs(seed: Int) throws {
    var dice = Dice(UInt64(seed))
    let last = Self.first.adding(95 + dice.roll(60))
    let estates = (0..<3).map { _ in estate(UInt64(seed)) }
    for estate in estates { estate.pay("77.77", by: "K1", on: "2026-02-05", reference: "R1") }
    for number in Int(Self.first.number) + 91...Int(last.number) {
      let day = Day(number: Int32(number))
      late(estates[0], day)
      if day == last || dice.happens(1, of: 9) { late(estates[1], day) }
    }
    late(estates[2], last)
    let expected = try owed(estates[2], last)
    for estate in estates { #expect(try posted(estate) == expected, "seed \(seed)") }
    #expect(expected.count >= 40)
  }

  @Test(
    "with payments, reversals, waivers and offsets between, each fee is still the sum of its late lines",
    arguments: 1...(isThorough ? 6 : 3))
  func events(seed: Int) throws {
    var dice = Dice(UInt64(seed))
    let estate = estate(UInt64(seed))
    var day = Self.first.adding(20)
    for step in 0..<40 {
      day = day.adding(dice.roll(5))
      let bill = "B\(1 + dice.roll(45))"
      switch dice.roll(8) {
      case 0...3:
        // A third of them with a date long past.
        let paid = dice.happens(1, of: 3) ? day.adding(-dice.roll(60)) : day
        estate.pay(
          decimal(1 + dice.roll(60_000)), by: "K\(1 + dice.roll(5))",
          on: "\(max(paid, Self.first))", fee: dice.pick(["", "", "FA", "FC"]), reference: "R\(step)")
      case 4:
        estate.run(
          "payment", "reverse", "P\(1 + dice.roll(12))", "--reason", "law", "--as-of", "\(day)")
      case 5:
        estate.run(
          "bill", "waive", bill, "--amount", decimal(1 + dice.roll(4_000)), "--reason", "law",
          "--approver", "wang", "--as-of", "\(day)")
      case 6:
        estate.run(
          "bill", "write-off", bill, "--reason", "law", "--approver", "wang", "--as-of", "\(day)")
      default: estate.run("payment", "offset", "--as-of", "\(day)")
      }
      guard dice.happens(1, of: 2) else { continue }
      late(estate, day)
      #expect(try posted(estate) == owed(estate, day), "seed \(seed), \(day)")
      // The same day once more: nothing. A day before: nothing on a bill with a later late line.
      let digest = try estate.digest()
      late(estate, day)
      #expect(try estate.digest() == digest, "seed \(seed), \(day)")
      let last = try estate.rows("SELECT max(id) FROM bill").first ?? "0"
      late(estate, day.adding(-1 - dice.roll(30)))
      let behind = try estate.rows(
        """
        SELECT new.id FROM bill AS new JOIN bill AS later ON later.principal_id = new.principal_id
         WHERE new.id > \(last) AND later."to" > new."to"
        """)
      #expect(behind == [], "seed \(seed), \(day)")
      // Whatever it was, today's run puts it right.
      late(estate, day)
      #expect(try posted(estate) == owed(estate, day), "seed \(seed), \(day)")
    }
    estate.expectSound()
  }
}
