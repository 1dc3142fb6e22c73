// The ways out of wrong bills: none is a circle, none loses a month or a promise.
import PMCommands
import Testing

@Suite("ways out of wrong bills")
struct CorrectionWayTests {
  @Test("a line in the place of another is not voided, but billed anew or taken off")
  func voidReissued() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    #expect(estate.adjust(number, "2026-01-10", "--reissue").status == 0)
    let anew = try estate.lastBill()
    let digest = try estate.digest()
    let void = estate.run("bill", "void", anew, "--reason", "y", "--as-of", "2026-01-11")
    #expect(void.status == 65)
    #expect(
      void.messages == """
        pm: \(anew) stands in the place of \(number), and no run would bill its days again
          bill it anew: pm bill adjust \(anew) --reissue; take it off: the same without --reissue

        """)
    #expect(try estate.digest() == digest)
    #expect(
      estate.adjust(anew, "2026-01-11", "--reissue").messages
        == "bill adjust: 1 credited, 1 reissued\n")
    #expect(
      estate.run("bill", "run", "--period", "2026-01").messages.hasPrefix("bill run: 0 created"))
    #expect(estate.arrears("A-3", "2026-01-31") == ["A-3,K2,WYF,300.00,0.00,2026-01-31,0"])
    estate.expectSound()
  }

  @Test("a bill with a credit line is not voided: the rest is taken off, and nothing is given away")
  func voidCredited() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.pay("300", by: "K2", on: "2026-01-20")
    #expect(estate.adjust(number, "2026-02-01", "--amount", "270").status == 0)
    estate.run("payment", "reverse", "P0000001", "--reason", "bounced", "--as-of", "2026-02-02")
    func void() -> Ran { estate.run("bill", "void", number, "--reason", "y", "--as-of", "2026-02-03") }
    let digest = try estate.digest()
    #expect(void().status == 65)
    #expect(
      void().messages == """
        pm: \(number) has a credit line, which would stay
          take the rest off too: pm bill adjust \(number)

        """)
    #expect(try estate.digest() == digest)
    #expect(estate.adjust(number, "2026-02-03").messages == "bill adjust: 1 credited, 0 reissued\n")
    #expect(
      void().messages == """
        pm: \(number) has a credit line, which would stay
          it is taken off whole; to bill it anew: pm bill adjust \(number) --reissue

        """)
    // 270.00 to his credit pay what the reversal opened again; 30.00 were taken off it.
    estate.run("payment", "offset", "--as-of", "2026-02-03")
    #expect(estate.arrears("A-3", "2026-02-03") == [])
    #expect(try estate.prepaid() == [])
    estate.expectSound()
  }

  @Test("who corrects a corrected bill again is led to the line in its place")
  func correctedAgain() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.adjust(number, "2026-01-10")
    #expect(
      estate.adjust(number, "2026-01-11").messages
        == "pm: \(number) has been corrected already\n  to bill it anew, add --reissue\n")
    estate.adjust(number, "2026-01-11", "--reissue")
    #expect(
      estate.adjust(number, "2026-01-12", "--reissue").messages == """
        pm: \(number) has been corrected already
          correct the line in its place: pm bill adjust \(try estate.lastBill())

        """)
  }

  @Test(
    "a waiver goes over to the line in the bill's place, by its approver, paid in part or not",
    arguments: [(paid: false, prepaid: [String]()), (paid: true, prepaid: ["K2,,5000"])])
  func waiver(paid: Bool, prepaid: [String]) throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.run(
      "bill", "waive", number, "--amount", "100", "--reason", "lift", "--approver", "wang", "--as-of",
      "2026-01-10")
    if paid { estate.pay("200", by: "K2", on: "2026-01-12") }
    estate.take(
      "charge",
      "room,fee,tariff,from,payer,timing,amount\nA-3,WYF,T1,2026-01-01,owner,advance,250\n")
    let ran = estate.adjust(number, "2026-01-15", "--reissue")
    #expect(
      ran.messages == """
        100.00 of the 100.00 waived on \(number) is waived on the new line
        bill adjust: 1 credited, 1 reissued

        """)
    // 250.00 less the 100.00.
    #expect(
      estate.arrears("A-3", "2026-01-31") == (paid ? [] : ["A-3,K2,WYF,150.00,0.00,2026-01-31,0"]))
    #expect(try estate.prepaid() == prepaid)
    #expect(
      try estate.rows(
        "SELECT kind, amount_minor, reason, approver FROM adjustment WHERE kind <> 'adjust' ORDER BY id")
        == [
          "waive,10000,lift,wang", "waive,10000,\(number): lift,wang", "reverse-waive,-10000,netting,",
        ])
    let statement = estate.run(
      "customer", "statement", "K2", "--from", "2026-01-01", "--to", "2026-01-31")
    #expect(statement.output.contains("Waiver taken back"), "\(statement.output)")
    // Once more: it goes on with the line.
    #expect(estate.adjust(try estate.lastBill(), "2026-01-16", "--reissue").messages.contains("100.00 of the 100.00"))
    #expect(estate.rollforward("WYF", "2026-01").contains(",100.00,0.00,"))
    // Nobody can say later that somebody else approved it, or more of it.
    try estate.expectFound(
      paid
        ? Damage("approvers-kept", "UPDATE adjustment SET approver = 'li' WHERE id = 3", names: "J0000003")
        : Damage(
          "approvers-kept", "UPDATE adjustment SET amount_minor = 9999 WHERE id = 1", names: "J0000003",
          besides: ["bill-adjusted"]))
  }

  @Test("where somebody else is to pay, nothing was promised, and it is told; no more is waived than is billed")
  func waiverElsewhere() throws {
    let estate = Estate(billed: ["2026-01"])
    for (room, debtor) in [("A-3", "K1"), ("A-1", nil)] as [(String, String?)] {
      let number = estate.bill(room, "WYF", "2026-01")
      estate.run(
        "bill", "waive", number, "--amount", "100", "--reason", "lift", "--approver", "wang",
        "--as-of", "2026-01-10")
      if let debtor {
        let ran = estate.adjust(number, "2026-01-15", "--reissue", "--debtor", debtor)
        #expect(
          ran.messages.contains(
            "100.00 was waived on \(number); the new line is somebody else's, and nothing is waived on it"),
          "\(ran.messages)")
      } else {
        estate.take(
          "charge",
          "room,fee,tariff,from,payer,timing,amount\n\(room),WYF,T1,2026-01-01,owner,advance,60\n")
        #expect(
          estate.adjust(number, "2026-01-15", "--reissue").messages.contains("60.00 of the 100.00"))
      }
    }
    #expect(
      estate.arrears("A-3", "2026-01-31") == ["A-3,K1,WYF,300.00,0.00,2026-01-31,0"])
    #expect(!estate.arrears("A-1", "2026-01-31").contains { $0.contains("WYF") })
    estate.expectSound()
  }

  @Test("what was credited before and comes back with the new line is told")
  func creditBack() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    #expect(estate.adjust(number, "2026-01-10", "--amount", "150").messages == "bill adjust: 1 credited, 0 reissued\n")
    #expect(
      estate.adjust(number, "2026-01-11", "--reissue").messages == """
        150.00 credited before on \(number) comes back: the new line is for the whole bill
        bill adjust: 1 credited, 1 reissued

        """)
    #expect(estate.arrears("A-3", "2026-01-31") == ["A-3,K2,WYF,300.00,0.00,2026-01-31,0"])
    // Credited whole to be billed anew, nothing comes back that was promised.
    let anew = try estate.lastBill()
    estate.adjust(anew, "2026-01-12")
    #expect(estate.adjust(anew, "2026-01-12", "--reissue").messages == "bill adjust: 0 credited, 1 reissued\n")
    estate.expectSound()
  }
}
