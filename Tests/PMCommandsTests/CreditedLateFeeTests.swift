// Late fees on what is credited, of bills that are paid, waived, or neither.
import PMCommands
import Testing

@Suite("late fees on credited bills")
struct CreditedLateFeeTests {
  @Test("late fees on what is credited go back to who has paid them as to who has not")
  func lateFees() throws {
    // 300.00 due 01-31, 0.0005 a day; 100.00 of it is credited in March.
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.run("bill", "late", "--as-of", "2026-03-02")
    // 300 × 0.0005 × 30
    estate.pay("304.50", by: "K2", on: "2026-03-02")
    let unpaid = estate.bill("A-1", "WYF", "2026-01")
    for number in [number, unpaid] {
      #expect(estate.adjust(number, "2026-03-05", "--amount", "100").status == 0)
    }
    #expect(
      estate.run("bill", "late", "--as-of", "2026-03-06").messages == "late: 3 created, 2 lowered\n")
    let sums = """
      SELECT sum(amount_minor) FROM bill WHERE class = 'late' AND principal_id = CAST(substr(?, 2) AS INTEGER)
      """
    // 200 × 0.0005 × 30, paid on 03-02; and × 34, not paid.
    for (number, sum) in [(number, "300"), (unpaid, "340")] {
      #expect(
        try estate.rows(sums.replacing("?", with: "'\(number)'")) == [sum], "\(number)")
    }
    #expect(try estate.prepaid() == ["K2,,10000", "K2,,150"])
    // As of the days between, too, only 200.00 were owed.
    #expect(estate.arrears("A-3", "2026-02-10") == ["A-3,K2,WYF,200.00,0.00,2026-01-31,10"])
    #expect(
      estate.run("bill", "late", "--as-of", "2026-03-06").messages == "late: 0 created, 0 lowered\n")
    let explained = estate.run("bill", "explain", try estate.lastBill())
    #expect(explained.status == 0, "\(explained.messages)")
    estate.expectSound()
    // The payment bounces: the 200.00 that are right were never paid, and of 300.00 that are open
    // again 100.00 are to his credit since the day of the payment.
    estate.run("payment", "reverse", "P0000001", "--reason", "bounced", "--as-of", "2026-03-10")
    estate.run("payment", "offset", "--as-of", "2026-03-10")
    estate.run("bill", "late", "--as-of", "2026-03-10")
    // 200 × 0.0005 × 38
    #expect(try estate.rows(sums.replacing("?", with: "'\(number)'")) == ["380"])
    estate.expectSound()
  }

  @Test("what was waived after its due date and then credited bears no late fee for the days between")
  func lateFeesWaived() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.run(
      "bill", "waive", number, "--amount", "100", "--reason", "lift", "--approver", "wang", "--as-of",
      "2026-02-10")
    estate.adjust(number, "2026-02-20")
    estate.run("bill", "late", "--as-of", "2026-03-02")
    #expect(try estate.lateLines().allSatisfy { !$0.hasPrefix("A-3") })
    #expect(estate.arrears("A-3", "2026-02-05") == [])
    estate.expectSound()
  }

  @Test("all late fees come back where a paid bill is billed anew")
  func lateFeesReissued() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.run("bill", "late", "--as-of", "2026-03-02")
    estate.pay("304.50", by: "K2", on: "2026-03-02")
    #expect(estate.adjust(number, "2026-03-05", "--reissue").status == 0)
    estate.run("bill", "late", "--as-of", "2026-03-06")
    // The new line is paid by the credit, from the day of the money on.
    #expect(estate.arrears("A-3", "2026-03-06") == [])
    #expect(try estate.prepaid() == ["K2,,450"])
    estate.expectSound()
  }
}
