// A wrong reading is put right whatever became of its bill: credit, reading, billed anew.
import PMCommands
import Testing

@Suite("wrong readings")
struct WrongReadingTests {
  /// Water at 2.00 on A-2, let to K3 who pays for it; 100 was typed for 10: 200.00 for 20.00.
  private func estate() -> Estate {
    let estate = Estate(billed: ["2026-01"])
    estate.take("fee", "code,name,class\nSF,Water,metered\n")
    estate.take("tariff", "code,fee,valid_from,method,price\nT3,SF,2020-01-01,per_unit,2\n")
    estate.take("charge", "room,fee,tariff,from,payer\nA-2,SF,T3,2026-01-01,occupant\n")
    estate.take("meter", "code,room,kind,fee,installed_on,initial\nW-1,A-2,water,SF,2025-12-31,0\n")
    read(estate, "2026-01-31", 100)
    estate.run("bill", "run", "--period", "2026-01", "--quiet")
    return estate
  }

  @discardableResult
  private func read(_ estate: Estate, _ day: String, _ reading: Int, _ kind: String = "actual") -> Ran {
    estate.take("meter read", "meter,read_on,reading,kind\nW-1,\(day),\(reading),\(kind)\n")
  }

  @discardableResult
  private func adjust(_ estate: Estate, _ number: String, _ more: String...) -> Ran {
    estate.run(["bill", "adjust", number, "--reason", "misread", "--as-of", "2026-02-10"] + more)
  }

  /// The messages lead: what refuses the reading names the bill and the way.
  private func expectWay(_ estate: Estate, from number: String) {
    let refused = read(estate, "2026-01-31", 10)
    #expect(refused.status == 65)
    #expect(
      refused.messages.contains(
        """
        lies in an interval that is billed: \(number)
          pm bill void \(number); where it is paid, corrected or its month closed: pm bill adjust \(number), then give the reading, then pm bill adjust \(number) --reissue

        """), "\(refused.messages)")
    #expect(adjust(estate, number).messages == "bill adjust: 1 credited, 0 reissued\n")
    let taken = read(estate, "2026-01-31", 10)
    #expect(
      taken.status == 0
        && taken.messages.contains(
          "meter W-1, 2026-01-31: \(number) was credited and is not billed anew yet: pm bill adjust \(number) --reissue"
        ),
      "\(taken.messages)")
    #expect(adjust(estate, number, "--reissue").messages == "bill adjust: 0 credited, 1 reissued\n")
    // Billed again, it is as firm as before.
    #expect(read(estate, "2026-01-31", 11).status == 65)
  }

  /// 10 × 2.00 in the place of January's line; February goes on from the right reading.
  private func expectRight(_ estate: Estate, february: Int = 25) throws {
    #expect(
      try estate.rows(
        """
        SELECT sum(quantity) / 10000, sum(amount_minor) FROM bill
         WHERE class = 'metered' AND "to" = (SELECT min(read_on) FROM reading)
        """) == ["10,2000"])
    #expect(read(estate, "2026-02-28", february).status == 0)
    #expect(
      estate.run("bill", "run", "--period", "2026-02", "--fee", "SF").messages
        .hasPrefix("bill run: 1 created"))
    #expect(
      estate.run("bill", "list", "--where", "to=2026-02-28", "--fee", "SF", "--columns", "quantity,amount").output
        == "quantity,amount\n15,30.00\n")
    estate.expectSound()
  }

  @Test("of a paid bill: the money is the customer's again and pays the right line")
  func paid() throws {
    let estate = estate()
    // With January's 300.00 of the other fee.
    estate.pay("500", by: "K3", on: "2026-02-05")
    let number = estate.bill("A-2", "SF", "2026-01")
    #expect(
      estate.run("bill", "void", number, "--reason", "x").messages.contains("correct it: pm bill adjust \(number)"))
    expectWay(estate, from: number)
    estate.run("payment", "offset", "--as-of", "2026-02-10")
    #expect(!estate.arrears("A-2", "2026-02-28").contains { $0.contains("SF") })
    try expectRight(estate)
  }

  @Test("of a bill that was billed anew by the same reading")
  func adjusted() throws {
    let estate = estate()
    adjust(estate, estate.bill("A-2", "SF", "2026-01"), "--reissue")
    expectWay(estate, from: estate.bill("A-2", "SF", "2026-02"))
    #expect(estate.arrears("A-2", "2026-02-28").contains { $0.hasPrefix("A-2,K3,SF,20.00,") })
    try expectRight(estate)
  }

  @Test("of a closed month, which stays as it was closed")
  func closed() throws {
    let estate = estate()
    let close = ["bill", "close", "--period", "2026-01", "--as-of", "2026-02-08"]
    #expect(estate.run(close).status == 0)
    let number = estate.bill("A-2", "SF", "2026-01")
    #expect(
      estate.run("bill", "void", number, "--reason", "x").messages.contains("pm bill adjust NUMBER"))
    expectWay(estate, from: number)
    #expect(estate.rollforward("SF", "2026-01") == "0.00,200.00,0.00,0.00,0.00,0.00,200.00")
    #expect(estate.rollforward("SF", "2026-02") == "200.00,-180.00,0.00,0.00,0.00,0.00,20.00")
    try expectRight(estate)
  }

  @Test("both intervals of a wrong reading are named, and both are put right")
  func between() throws {
    let estate = estate()
    read(estate, "2026-02-28", 125)
    estate.run("bill", "run", "--period", "2026-02", "--fee", "SF", "--quiet")
    let (first, second) = (estate.bill("A-2", "SF", "2026-01"), estate.bill("A-2", "SF", "2026-02"))
    #expect(read(estate, "2026-01-31", 10).messages.contains("that is billed: \(first), \(second)\n"))
    adjust(estate, first)
    #expect(read(estate, "2026-01-31", 10).messages.contains("that is billed: \(second)\n"))
    adjust(estate, second)
    let taken = estate.take(
      "meter read", "meter,read_on,reading\nW-1,2026-01-31,10\nW-1,2026-02-28,25\n")
    #expect(taken.status == 0)
    for number in [first, second] {
      #expect(taken.messages.contains("\(number) was credited"), "\(taken.messages)")
      #expect(adjust(estate, number, "--reissue").status == 0)
    }
    // 10 and 15 at 2.00.
    #expect(
      try estate.rows(
        "SELECT amount_minor FROM bill WHERE corrects_id IS NOT NULL AND amount_minor > 0 ORDER BY id")
        == ["2000", "3000"])
    estate.expectSound()
  }

  @Test("a tenant who has left in the middle of a month that is billed owes what he used")
  func movedOut() throws {
    let estate = estate()
    let number = estate.bill("A-2", "SF", "2026-01")
    let readings = estate.file("r.csv", "meter,read_on,reading\nW-1,2026-01-20,60\n")
    let move = ["room", "move-out", "A-2", "--customer", "K3", "--on", "2026-01-20", "--readings", readings]
    #expect(estate.run(move).messages.contains("that is billed: \(number)\n"))
    adjust(estate, number)
    let moved = estate.run(move)
    #expect(moved.status == 0 && moved.messages.contains("pm bill adjust \(number) --reissue"), "\(moved.messages)")
    #expect(adjust(estate, number, "--reissue").messages == "bill adjust: 0 credited, 2 reissued\n")
    #expect(
      estate.run(
        "bill", "list", "--fee", "SF", "--period", "2026-02", "--where", "amount>0", "--columns",
        "customer,from,to,amount"
      ).output == """
        customer,from,to,amount
        K3,2026-01-01,2026-01-20,120.00
        K1,2026-01-21,2026-01-31,80.00

        """)
    estate.expectSound()
  }

  @Test("a line that would be a credit is no line in a bill's place: the estimate before it comes first")
  func estimated() throws {
    let estate = Estate(billed: [])
    estate.take("fee", "code,name,class\nSF,Water,metered\n")
    estate.take("tariff", "code,fee,valid_from,method,price\nT3,SF,2020-01-01,per_unit,2\n")
    estate.take("charge", "room,fee,tariff,from,payer\nA-2,SF,T3,2026-01-01,occupant\n")
    estate.take("meter", "code,room,kind,fee,installed_on,initial\nW-1,A-2,water,SF,2025-12-31,0\n")
    read(estate, "2026-01-31", 50, "estimated")
    read(estate, "2026-02-28", 60)
    for period in ["2026-01", "2026-02"] {
      estate.run("bill", "run", "--period", period, "--fee", "SF", "--quiet")
    }
    let number = estate.bill("A-2", "SF", "2026-02")
    adjust(estate, number)
    #expect(read(estate, "2026-02-28", 40).status == 0)
    let refused = adjust(estate, number, "--reissue")
    #expect(refused.status == 65)
    #expect(
      refused.messages == """
        pm: today's records make a credit of 20.00 in its place
          the reading before was too high: correct its bill and it first

        """)
    let first = estate.bill("A-2", "SF", "2026-01")
    adjust(estate, first)
    #expect(read(estate, "2026-01-31", 30, "estimated").status == 0)
    for number in [first, number] { #expect(adjust(estate, number, "--reissue").status == 0) }
    // 30 and 10 at 2.00.
    #expect(
      try estate.rows(
        "SELECT amount_minor FROM bill WHERE corrects_id IS NOT NULL AND amount_minor > 0 ORDER BY id")
        == ["6000", "2000"])
    estate.expectSound()
  }
}
