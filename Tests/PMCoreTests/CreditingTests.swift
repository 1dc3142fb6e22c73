// What a credit takes off a bill, with its tax, and what becomes of waivers.
import PMCore
import Testing

@Suite struct CreditingTests {
  private static func yuan(_ text: String) -> Money { Money(text) ?? Money(minor: .min) }

  /// The bill's amount, tax, rate, what was credited before with its tax, the credit, its tax.
  static let taxes: [(String, String, String, String, String, String, String)] = [
    // 106.00 contains 6.00; half of it contains half.
    ("106.00", "6.00", "0.06", "0.00", "0.00", "106.00", "6.00"),
    ("106.00", "6.00", "0.06", "0.00", "0.00", "53.00", "3.00"),
    // 10.00 × 0.06 ÷ 1.06 = 0.566… → 0.57, three times over; the rest takes what is left.
    ("40.00", "2.26", "0.06", "0.00", "0.00", "10.00", "0.57"),
    ("40.00", "2.26", "0.06", "30.00", "1.71", "10.00", "0.55"),
    // Never more than is left, nor less than nothing of it.
    ("0.30", "0.02", "0.06", "0.16", "0.02", "0.10", "0.00"),
    // Taxed on a part of it only: 5.00 of 50.00, so a tenth of the tax for a tenth of the sum.
    ("50.00", "0.28", "0.06", "0.00", "0.00", "25.00", "0.14"),
    // Without tax.
    ("50.00", "0.00", "0", "0.00", "0.00", "20.00", "0.00"),
    ("0.00", "0.00", "0.06", "0.00", "0.00", "0.00", "0.00"),
  ]

  @Test("a credit takes its tax along, the last one all that is left", arguments: taxes.indices)
  func tax(_ place: Int) throws {
    let (amount, tax, rate, credited, creditedTax, credit, expected) = Self.taxes[place]
    let sum = CreditedSum(
      amount: Self.yuan(amount), tax: Self.yuan(tax), rate: try #require(Rate(rate)),
      credited: Self.yuan(credited), creditedTax: Self.yuan(creditedTax))
    #expect(try sum.tax(on: Self.yuan(credit)) == Self.yuan(expected))
  }

  @Test("credits of a bill in random parts take its tax off, to the fen")
  func parts() throws {
    var random = Seeded(29)
    for _ in 0..<500 {
      let amount = Money(minor: Int64(random.next() % 100_000) + 1)
      let rate = Rate(units: Int64(random.next() % 20_000_000))
      let tax = try includedTax(in: amount, rate: rate)
      var (credited, creditedTax) = (Money.zero, Money.zero)
      while credited < amount {
        let sum = CreditedSum(
          amount: amount, tax: tax, rate: rate, credited: credited, creditedTax: creditedTax)
        let left = try sum.remaining()
        let credit = Money(minor: Int64(random.next() % UInt64(left.minor)) + 1)
        let part = try sum.tax(on: credit)
        #expect(part >= .zero)
        credited = try credited.adding(credit)
        creditedTax = try creditedTax.adding(part)
      }
      #expect(creditedTax == tax)
    }
  }

  @Test("sums beyond 64 bits are an error, not a trap")
  func overflow() {
    let sum = CreditedSum(
      amount: Money(minor: .max), tax: .zero, rate: .zero, credited: Money(minor: -1))
    #expect(throws: ArithmeticError.self) { try sum.remaining() }
    #expect(throws: ArithmeticError.self) { try sum.tax(on: Money(minor: 1)) }
  }

  /// What was let off, the lines in the bill's place, and what goes where.
  static let waivers: [([Int64], [Int64], [(Int, Int, Int64)])] = [
    ([], [100], []),
    ([30], [], []),
    ([30], [100], [(0, 0, 30)]),
    ([30], [20], [(0, 0, 20)]),
    // Over two lines, and none of a line of nothing.
    ([30], [20, 0, 50], [(0, 0, 20), (0, 2, 10)]),
    // The second goes on where the first ended.
    ([30, 40], [50, 50], [(0, 0, 30), (1, 0, 20), (1, 1, 20)]),
    // What was taken back since lets nothing off.
    ([-30, 10], [50], [(1, 0, 10)]),
  ]

  @Test("waivers fill the lines in their order", arguments: waivers.indices)
  func carried(_ place: Int) {
    let (waivers, lines, expected) = Self.waivers[place]
    let parts = carriedWaivers(
      waivers.map { Money(minor: $0) }, over: lines.map { Money(minor: $0) })
    #expect(
      parts == expected.map { CarriedWaiver(waiver: $0, line: $1, amount: Money(minor: $2)) })
  }

  @Test("each class and end of a bill is one that the table takes")
  func words() {
    #expect(Bill.classes.map { BillClass(rawValue: $0.value)?.rawValue } == Bill.classes.map(\.value))
    #expect(Set(Bill.classes.map(\.value)) == Set(FeeClass.allCases.map(\.rawValue) + ["late"]))
    #expect(BillClass(rawValue: "latest") == nil)
  }
}
