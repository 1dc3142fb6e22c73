// Payments taken back and prepayment paid back.
import PMCommands
import Testing

@Suite("reversals and refunds")
struct ReversalTests {
  private func reverse(_ estate: Estate, _ number: String, on day: String = "2026-03-05") -> Ran {
    estate.run("payment", "reverse", number, "--reason", "bounced", "--as-of", day)
  }

  private func refund(
    _ estate: Estate, _ amount: String, reference: String = "T-1", on day: String = "2026-03-05"
  ) -> Ran {
    estate.run(
      "payment", "refund", "--customer", "K2", "--amount", amount, "--method", "bank", "--account",
      "6222 0202 0001 2345", "--approver", "wang", "--reference", reference, "--as-of", day)
  }

  @Test("a reversed payment never was for late fees, and is posted on its own date")
  func reverse() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("100", by: "K2", on: "2026-02-11")
    estate.run("bill", "late", "--as-of", "2026-03-02")
    #expect(try estate.lateLines().contains("A-3,41,355,0"))
    #expect(
      reverse(estate, "P0000001").messages
        == "payment reverse: 1 reversed, 1 allocation, 0 offsets\n")
    #expect(reverse(estate, "P0000001").status == 65)
    #expect(estate.arrears("A-3", "2026-03-05") == ["A-3,K2,WYF,300.00,3.55,2026-01-31,33"])
    #expect(estate.rollforward("WYF", "2026-02").contains(",100.00,0.00,0.00,"))
    #expect(estate.rollforward("WYF", "2026-03").contains(",-100.00,0.00,0.00,"))
    // F through 03-05 without the payment: 300 × 33 × 0.0005 = 4.95.
    estate.run("bill", "late", "--as-of", "2026-03-05")
    #expect(
      try estate.rows(
        "SELECT sum(amount_minor) FROM bill WHERE class = 'late' AND customer_id = (SELECT id FROM customer WHERE code = 'K2')"
      )
        == ["495"])
    #expect(
      try estate.rows("SELECT kind, amount_minor FROM allocation ORDER BY id")
        == ["payment,10000", "reversal,-10000"])
    estate.expectSound()
    try #require(
      estate.pay("100", by: "K2", on: "2026-02-11").messages.contains(
        "0 created, 0 updated, 1 unchanged"))
  }

  @Test("what its prepayment paid is taken back too, newest first")
  func reverseOffsets() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("1000", by: "K2", on: "2026-01-10")
    for period in ["2026-02", "2026-03"] { estate.run("bill", "run", "--period", period) }
    estate.run("payment", "offset", "--as-of", "2026-03-01")
    #expect(try estate.prepaid() == ["K2,,10000"])
    #expect(
      reverse(estate, "P0000001").messages
        == "payment reverse: 1 reversed, 1 allocation, 2 offsets\n")
    #expect(try estate.prepaid() == [])
    #expect(estate.arrears("A-3", "2026-03-31") == ["A-3,K2,WYF,900.00,0.00,2026-01-31,59"])
    #expect(
      try estate.rows(
        "SELECT kind, amount_minor, payment_id IS NULL FROM allocation WHERE amount_minor < 0 ORDER BY id"
      )
        == ["reversal,-30000,1", "reversal,-30000,1", "reversal,-30000,0"])
    estate.expectSound()
  }

  @Test("a corrected bill whose payment is reversed is open again, and its credit pays it")
  func reverseCorrected() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.pay("300", by: "K2", on: "2026-01-31")
    estate.run("bill", "adjust", number, "--reason", "x", "--as-of", "2026-02-10")
    #expect(try estate.prepaid() == ["K2,,30000"])
    #expect(reverse(estate, "P0000001").status == 0)
    #expect(estate.arrears("A-3", "2026-03-05") == ["A-3,K2,WYF,300.00,0.00,2026-01-31,33"])
    estate.run("payment", "offset", "--as-of", "2026-03-05")
    #expect(estate.arrears("A-3", "2026-03-05") == [])
    #expect(try estate.prepaid() == [])
    #expect(estate.run("bill", "late", "--as-of", "2026-03-05").messages.contains("0 lowered"))
    estate.expectSound()
  }

  @Test("what a correction gives back is dated by the money that still pays the bill")
  func correctReversed() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.pay("200", by: "K2", on: "2026-01-20")
    estate.pay("100", by: "K2", on: "2026-03-01")
    #expect(reverse(estate, "P0000002").status == 0)
    // 100.00 of the credit settle what is open; 150.00 were paid by the due date, 2026-01-31.
    estate.run("bill", "adjust", number, "--amount", "250", "--reason", "x", "--as-of", "2026-03-06")
    let kept = "SELECT amount_minor, date(paid_on * 86400, 'unixepoch') FROM prepayment WHERE payment_id IS NULL"
    #expect(try estate.rows(kept) == ["15000,2026-01-31"])
    estate.expectSound()
  }

  @Test("a correction before the day of the money itself gives back on its own day")
  func correctAhead() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.pay("300", by: "K2", on: "2026-05-01")
    estate.run("bill", "run", "--period", "2026-02")
    estate.run("bill", "adjust", number, "--amount", "90", "--reason", "x", "--as-of", "2026-03-06")
    #expect(
      try estate.rows("SELECT count(*) FROM allocation WHERE value_on > posted_on") == ["0"])
    estate.expectSound()
  }

  @Test("a refund comes out of prepayment, once, and never above the balance")
  func refunds() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("350", by: "K2", on: "2026-01-31", fee: "WYF")
    estate.pay("20", by: "K2", on: "2026-02-01")
    #expect(refund(estate, "70.01").messages.contains("customer K2 has 70.00 left"))
    #expect(refund(estate, "30").messages == "payment refund: 1 created, 0 unchanged\n")
    #expect(refund(estate, "30").messages == "payment refund: 0 created, 1 unchanged\n")
    #expect(refund(estate, "31").messages.contains("on another refund"))
    // The free one first.
    #expect(try estate.prepaid() == ["K2,WYF,4000"])
    #expect(refund(estate, "40", reference: "T-2").status == 0)
    #expect(refund(estate, "0.01", reference: "T-3").status == 65)
    #expect(reverse(estate, "P0000001").messages.contains("refunded in part: RF0000001, RF0000002"))
    // The account is personal: masked in lists, absent from the journal.
    #expect(estate.run("refund", "list").output.contains("6222********2345"))
    #expect(!estate.run("audit", "list").output.contains("0001 2345"))
    estate.expectSound()
  }

  @Test("a day in a closed period is refused")
  func closed() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("350", by: "K2", on: "2026-01-20")
    estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-05")
    #expect(reverse(estate, "P0000001", on: "2026-01-31").messages.contains("2026-01 is closed"))
    #expect(
      reverse(estate, "P0000001", on: "2026-01-10").messages.contains("was posted on 2026-01-20"))
    #expect(refund(estate, "1", on: "2026-01-31").messages.contains("2026-01 is closed"))
    let waived = estate.run(
      "bill", "waive", "B0000001", "--all", "--reason", "x", "--approver", "w", "--as-of",
      "2026-01-31")
    #expect(waived.messages.contains("2026-01 is closed"))
    #expect(reverse(estate, "P0000001", on: "2026-02-01").status == 0)
    #expect(estate.rollforward("WYF", "2026-01").hasSuffix("300.00,0.00,0.00,600.00"))
    #expect(estate.rollforward("WYF", "2026-02").hasSuffix("-300.00,0.00,0.00,900.00"))
    estate.expectSound()
  }
}
