// Double entry: each event's postings add up to zero and stand where the books want them.
import PMCore
import Testing

@Suite struct LedgerTests {
  static let fee = LedgerFee(code: "WYF", kind: .recurring, taxMethod: .taxed, account: nil)
  static let day = Day(number: 20_000)

  static func bill(_ fee: LedgerFee = fee, late: Bool = false) -> LedgerBill {
    LedgerBill(
      number: "B0000007", fee: fee, room: "1-2-0101", customer: "K1", period: Period(index: 24_321),
      dueOn: day.adding(20), isLate: late)
  }

  static func settlement(_ minor: Int64) -> LedgerSettlement {
    LedgerSettlement(bill: bill(), amount: Money(minor: minor), valueOn: day.adding(-3))
  }

  /// An event and the postings it makes, as `account amount`.
  static let cases: [(LedgerEvent, [String])] = [
    (
      .bill(bill(), amount: Money(minor: 10_600), tax: Money(minor: 600)),
      ["assets:receivable:WYF 106.00", "income:WYF -100.00", "liabilities:tax:vat -6.00"]
    ),
    (
      .adjustment(number: "J1", .waived, settlement(2_000)),
      ["expenses:waived:WYF 20.00", "assets:receivable:WYF -20.00"]
    ),
    (
      .adjustment(number: "J2", .badDebt, settlement(-500)),
      ["expenses:bad-debt:WYF -5.00", "assets:receivable:WYF 5.00"]
    ),
    (
      .refund(
        number: "R1", method: "bank", amount: Money(minor: 700), prepaid: [(LedgerHolder("K1"), Money(minor: 700))]),
      ["liabilities:prepayment:K1 7.00", "assets:cash:bank -7.00"]
    ),
    (
      .receipt(
        number: "P1", method: "bank", amount: Money(minor: -400), paidOn: day,
        settlements: [settlement(-300)], prepaid: [(LedgerHolder("K1"), Money(minor: -100))]),
      [
        "assets:cash:bank -4.00", "assets:receivable:WYF 3.00", "liabilities:prepayment:K1 1.00",
      ]
    ),
    (
      .bill(bill(late: true), amount: Money(minor: -50), tax: Money(minor: -3)),
      ["assets:receivable:WYF -0.50", "income:late:WYF 0.47", "liabilities:tax:vat 0.03"]
    ),
    (
      .receipt(
        number: "P1", method: "bank", amount: Money(minor: 40_000), paidOn: day,
        settlements: [settlement(31_688)], prepaid: [(LedgerHolder("K1"), Money(minor: 8_000))]),
      [
        "assets:cash:bank 400.00", "assets:receivable:WYF -316.88", "liabilities:prepayment:K1 -80.00",
        "liabilities:suspense -3.12",
      ]
    ),
    (
      .receipt(
        number: "P1", method: "", amount: .zero, paidOn: nil, settlements: [settlement(312)],
        prepaid: []),
      ["assets:receivable:WYF -3.12", "liabilities:suspense 3.12"]
    ),
    (
      .opening(number: "Y1", LedgerHolder("K1"), amount: Money(minor: 100)),
      ["equity:opening 1.00", "liabilities:prepayment:K1 -1.00"]
    ),
    (
      .settlement(number: "A1", .offset, LedgerHolder("K1", company: "CO"), settlement(100)),
      ["liabilities:prepayment:CO:K1 1.00", "assets:receivable:WYF -1.00"]
    ),
    (
      .settlement(number: "A2", .netting, LedgerHolder("K1", company: "CO"), settlement(-100)),
      ["liabilities:prepayment:CO:K1 -1.00", "assets:receivable:WYF 1.00"]
    ),
  ]

  @Test("each event becomes one balanced transaction", arguments: cases.indices)
  func events(_ index: Int) throws {
    let (event, expected) = Self.cases[index]
    let entry = try event.entry(on: Self.day)
    #expect(
      entry.postings.map { "\($0.account.joined(separator: ":")) \($0.amount)" } == expected)
    #expect(entry.postings.reduce(0) { $0 + $1.amount.minor } == 0)
  }

  @Test("what is owed back or to others is no income")
  func counterparts() {
    let cases: [(FeeClass, TaxMethod, String?, String)] = [
      (.recurring, .taxed, nil, "income:X"),
      (.recurring, .taxed, "6001:物业费收入", "6001:物业费收入"),
      (.recurring, .taxed, "", "income:X"),
      (.deposit, .untaxed, nil, "liabilities:deposit:X"),
      (.metered, .agency, nil, "liabilities:agency:X"),
    ]
    for (kind, method, account, expected) in cases {
      let fee = LedgerFee(code: "X", kind: kind, taxMethod: method, account: account)
      #expect(fee.counterpart.joined(separator: ":") == expected)
    }
  }

  @Test("a receivable says which bill and when it was due, and the value date where it differs")
  func tags() throws {
    let entry = try LedgerEvent.settlement(
      number: "A1", .offset, LedgerHolder("K1", company: "CO"), Self.settlement(100)
    ).entry(on: Self.day)
    #expect(
      entry.postings[1].tags
        == [LedgerTag("bill", "B0000007"), LedgerTag("due", Self.day.adding(20).description)])
    #expect(
      entry.tags == [
        LedgerTag("room", "1-2-0101"), LedgerTag("customer", "K1"),
        LedgerTag("value", Self.day.adding(-3).description),
      ])
  }

  @Test("amounts beyond 64 bits are an error, not a trap")
  func overflow() {
    let event = LedgerEvent.bill(
      Self.bill(), amount: Money(minor: .max), tax: Money(minor: -5))
    #expect(throws: ArithmeticError.self) { try event.entry(on: Self.day) }
  }
}
