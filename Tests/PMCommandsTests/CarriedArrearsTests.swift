// Arrears that go over to the new debtor with a room: line by line, to the day and the fen.
import Testing

@Suite("arrears carried over")
struct CarriedArrearsTests {
  private func estate() -> Estate {
    let estate = Estate(billed: ["2026-10"])
    estate.take("customer", "code,name\nK9,Nine\n")
    return estate
  }

  private let carry = [
    "room", "transfer", "A-1", "--to", "K9", "--on", "2026-11-16", "--arrears", "carry",
    "--no-reading", "--reason", "sold", "--as-of", "2026-11-16",
  ]

  @Test("what is open of each line is credited and billed to the heir; late fees stay to the day")
  func transfer() throws {
    let estate = estate()
    estate.pay("100", by: "K1", for: "A-1", on: "2026-11-01", fee: "WYF")
    estate.run("bill", "late", "--as-of", "2026-11-10")
    let moved = estate.run(carry)
    #expect(
      moved.messages.hasSuffix("transfer: 1 created, 1 updated, 0 unchanged, 0 readings, 2 carried bills\n"),
      "\(moved.messages)")
    #expect(moved.messages.contains("K1 owes 1.05 on room A-1"))
    // 100.00 × 0.09 ÷ 1.09 = 8.256… → 8.26; 200.00 × 0.06 ÷ 1.06 = 11.320… → 11.32.
    #expect(
      estate.run(
        "bill", "list", "--where", "period=2026-11", "--where", "class!=late", "--columns",
        "number,customer,fee,from,amount,tax,due_on,state,corrects"
      ).output
        == """
        number,customer,fee,from,amount,tax,due_on,state,corrects
        B0000009,K1,TCF,2026-10-01,-100.00,-8.26,2026-11-16,paid,B0000001
        B0000010,K9,TCF,2026-10-01,100.00,8.26,2026-11-16,open,B0000001
        B0000011,K1,WYF,2026-10-01,-200.00,-11.32,2026-11-16,paid,B0000002
        B0000012,K9,WYF,2026-10-01,200.00,11.32,2026-11-16,open,B0000002

        """)
    let digest = try estate.digest()
    #expect(estate.run(carry).messages.hasSuffix("0 created, 0 updated, 2 unchanged, 0 readings, 0 carried bills\n"))
    #expect(try estate.digest() == digest)
    // K1: 300 × 0.0005 for 1 November and 200 × 0.0005 × 15 to the 16th = 1.65;
    // K9: 200 × 0.0005 × 14 from the 17th to the 30th = 1.40.
    estate.run("bill", "late", "--as-of", "2026-11-30")
    #expect(
      estate.run("report", "arrears", "--as-of", "2026-11-30").output.split(separator: "\n")
        .filter { $0.hasPrefix("A-1,") } == [
          "A-1,K1,WYF,0.00,1.65,2026-10-31,30", "A-1,K9,TCF,100.00,0.00,2026-11-16,14",
          "A-1,K9,WYF,200.00,1.40,2026-11-16,14",
        ])
    let explained = estate.run("bill", "explain", "B0000012")
    #expect(
      explained.output.contains("B0000002: 300.00 (carried over)") && explained.output.contains("amount,amount,200.00"),
      "\(explained.output)")
    #expect(explained.messages == "")
    let anew = estate.run("bill", "adjust", "B0000012", "--reissue", "--reason", "x", "--as-of", "2026-11-30")
    #expect(anew.status == 65 && anew.messages.contains("B0000012 was carried over with its room"))
    // October is not billed again, to nobody.
    #expect(estate.run("bill", "run", "--period", "2026-10").messages.hasPrefix("bill run: 0 created"))
    estate.expectSound()
  }

  @Test("an invoiced line is not carried over, nor anything to nobody, nor what is billed later")
  func refused() throws {
    let estate = estate()
    estate.take("bill invoice", "bill,invoice_no,invoice_kind,invoiced_on\nB0000001,20012345,special,2026-11-01\n")
    let digest = try estate.digest()
    let invoiced = estate.run(carry)
    #expect(invoiced.status == 65 && invoiced.messages.contains("B0000001 is on tax invoice 20012345"))
    let nobody = estate.run(
      "room", "move-out", "A-2", "--customer", "K3", "--on", "2026-11-16", "--arrears", "carry",
      "--no-reading", "--reason", "left")
    #expect(nobody.status == 64 && nobody.messages.contains("--arrears carry needs --to CODE"))
    #expect(try estate.digest() == digest)
    estate.run("bill", "run", "--period", "2026-12")
    let out = estate.run(
      "room", "move-out", "A-2", "--customer", "K3", "--on", "2026-11-16", "--arrears", "carry",
      "--to", "K1", "--no-reading", "--reason", "left", "--as-of", "2026-11-16")
    #expect(out.messages.hasSuffix("1 carried bill\n"), "\(out.messages)")
    #expect(
      try estate.rows(
        "SELECT customer.code, sum(amount_minor - paid_minor) FROM bill JOIN customer ON customer.id = customer_id JOIN room ON room.id = room_id JOIN fee ON fee.id = fee_id WHERE room.code = 'A-2' AND fee.code = 'WYF' AND amount_minor > 0 GROUP BY 1 ORDER BY 1"
      ) == ["K1,30000", "K3,30000"])
    estate.expectSound()
  }

  @Test("a bill in arrears that was issued after the last day goes over, too, and is due anew")
  func arrears() throws {
    let estate = Estate(billed: [])
    estate.take("tariff", "code,fee,valid_from,method,price\nT3,TCF,2020-01-01,fixed,50\n")
    estate.take("charge", "room,fee,tariff,from,payer,timing,due_day\nA-3,TCF,T3,2026-08-01,owner,arrears,10\n")
    for period in ["2026-08", "2026-09"] {
      estate.run("bill", "run", "--period", period, "--fee", "TCF", "--room", "A-3", "--quiet")
    }
    let carry = [
      "room", "move-out", "A-3", "--customer", "K2", "--on", "2026-10-31", "--arrears", "carry",
      "--to", "K1", "--no-reading", "--reason", "left", "--as-of", "2026-11-02",
    ]
    #expect(estate.run(carry).messages.hasSuffix("2 carried bills\n"))
    // Issued on 1 November and posted in October: known on the 2nd, carried as of its day of issue.
    estate.run("bill", "run", "--period", "2026-10", "--fee", "TCF", "--room", "A-3", "--quiet")
    #expect(estate.run(carry).messages.hasSuffix("0 created, 0 updated, 1 unchanged, 0 readings, 1 carried bill\n"))
    // Due on the 10th after the period, but none before the 2nd on which it was carried.
    #expect(
      estate.run("bill", "list", "--where", "corrects!=", "--columns", "customer,from,amount,issued_on,due_on,state")
        .output
          == """
          customer,from,amount,issued_on,due_on,state
          K2,2026-08-01,-50.00,2026-10-31,2026-10-31,paid
          K1,2026-08-01,50.00,2026-10-31,2026-11-02,open
          K2,2026-09-01,-50.00,2026-10-31,2026-10-31,paid
          K1,2026-09-01,50.00,2026-10-31,2026-11-02,open
          K2,2026-10-01,-50.00,2026-11-01,2026-11-01,paid
          K1,2026-10-01,50.00,2026-11-01,2026-11-10,open

          """)
    let digest = try estate.digest()
    #expect(estate.run(carry).messages.hasSuffix("0 carried bills\n"))
    #expect(try estate.digest() == digest)
    estate.expectSound()
  }
}
