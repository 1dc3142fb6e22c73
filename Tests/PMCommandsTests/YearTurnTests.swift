// A company that comes over from another system in the middle of a year, by hand: blocks of the year
// that go on, and tax rates that change.
import Testing

@Suite("Within a year")
struct YearTurnTests {
  /// Water by the steps of Beijing (5.00 up to 180 m³ a year, 7.00 to 260, 9.00 beyond), service
  /// 300.00 a month at 6 %, at 9 % from July on.
  private func estate() -> Estate {
    Estate([
      ("org", "code,kind,name\nHY,community,Garden\n"),
      ("fee", "code,name,class,tax_rate\nSF,Water,metered,0.03\nWYF,Service,recurring,0.06\n"),
      (
        "tariff",
        """
        code,fee,valid_from,method,price,tiers,tier_reset,tax_rate
        BJ,SF,2020-01-01,tiered,,180:5.00 260:7.00 *:9.00,year,
        T,WYF,2020-01-01,fixed,300,,,
        T,WYF,2026-07-01,fixed,300,,,0.09

        """
      ),
      ("room", "code,community,status,owner_code,owner_name\nA-1,HY,occupied,K1,One\nA-2,HY,occupied,K2,Two\n"),
      ("charge", "room,fee,tariff,from,timing\nA-1,SF,BJ,2026-07-01,arrears\n"),
      (
        "meter",
        "code,room,fee,installed_on,initial,year_used\nW1,A-1,SF,2026-06-30,512,171\n"
      ),
    ])
  }

  private func water(_ estate: Estate, _ period: String) -> [String] {
    estate.run("bill", "run", "--period", period, "--fee", "SF", "--quiet")
    return estate.run(
      "bill", "list", "--period", period, "--columns", "meter,quantity,amount"
    ).output.split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("171 m³ of the other system count in the blocks of this year, over a replacement too")
  func yearUsed() {
    let estate = estate()
    estate.take("meter read", "meter,read_on,reading\nW1,2026-07-31,525\nW1,2026-08-31,545\n")
    // 171 + 13 = 184: 9 × 5.00 + 4 × 7.00 = 45.00 + 28.00.
    #expect(water(estate, "2026-07") == ["W1,13,73.00"])
    // 184 + 20 = 204: 20 × 7.00.
    #expect(water(estate, "2026-08") == ["W1,20,140.00"])
    estate.run("meter", "replace", "W1", "--new", "W2", "--on", "2026-09-20", "--final", "560", "--initial", "3")
    #expect(
      estate.run("meter", "list", "--where", "code=W2", "--columns", "year_used").output
        == "year_used\n219\n")
    estate.take("meter read", "meter,read_on,reading\nW2,2026-09-30,48\nW2,2026-10-31,58\nW2,2027-01-31,78\n")
    // W1: 204 + 15 = 219: 15 × 7.00. W2: 219 + 45 = 264: 41 × 7.00 + 4 × 9.00 = 287.00 + 36.00.
    #expect(water(estate, "2026-09") == ["W1,15,105.00", "W2,45,323.00"])
    let explained = estate.run("bill", "explain", "B0000004").output
    for step in ["used_before,used before in the year,219\n", "41 × 7 = 287\n", "4 × 9 = 36\n"] {
      #expect(explained.contains(step), "\(explained)")
    }
    // A final reading that is mended after the replacement tells what the new meter must bring along.
    let mended = estate.take("meter read", "meter,read_on,reading\nW1,2026-09-20,561\n", "--dry-run")
    #expect(mended.status == 65 && mended.messages.contains("lies in an interval that is billed"))
    // 264 + 10: 10 × 9.00. The new year begins at nothing: 20 × 5.00.
    #expect(water(estate, "2026-10") == ["W2,10,90.00"])
    #expect(water(estate, "2027-01") == ["W2,20,100.00"])
    estate.expectSound()
  }

  @Test("a final reading mended after the replacement tells what the new meter must go on from")
  func mendedFinal() {
    let estate = estate()
    estate.run("meter", "replace", "W1", "--new", "W2", "--on", "2026-07-20", "--final", "522", "--initial", "0")
    // 171 + 10 were brought along; it was 171 + 12.
    let read = { (final: String) in
      estate.take("meter read", "meter,read_on,reading\nW1,2026-07-20,\(final)\n").messages
    }
    let done = "meter read: 0 created, 1 updated, 0 unchanged, 0 rejected\n"
    #expect(
      read("524")
        == "warning: meter W1: used 183 in the year of its replacement, but W2 goes on from 181: pm meter set W2 year_used=183\n"
        + done)
    #expect(estate.run("meter", "set", "W2", "year_used=183").status == 0)
    #expect(read("522").contains("but W2 goes on from 183"))
    #expect(read("524") == done)
  }

  @Test("blocks of a period begin anew with each meter")
  func periodBlocks() {
    let estate = estate()
    estate.take("tariff", "code,fee,valid_from,method,tiers,minimum\nP,SF,2020-01-01,tiered,5:1.00 *:2.00,2\n")
    estate.take("charge", "room,fee,tariff,from,timing\nA-2,SF,P,2026-07-01,arrears\n")
    estate.take("meter", "code,room,fee,installed_on,initial\nV1,A-2,SF,2026-06-30,0\n")
    estate.run("meter", "replace", "V1", "--new", "V2", "--on", "2026-07-20", "--final", "1", "--initial", "0")
    estate.take("meter read", "meter,read_on,reading\nV2,2026-07-31,7\n")
    estate.run("bill", "run", "--period", "2026-07", "--room", "A-2", "--quiet")
    // V1: at least 2, × 1.00. V2: 5 × 1.00 + 2 × 2.00, as if V1 had never been.
    #expect(
      estate.run("bill", "list", "--columns", "meter,quantity,amount").output
        == "meter,quantity,amount\nV1,2,2.00\nV2,7,9.00\n")
    estate.expectSound()
  }

  @Test("a fee's rate set over bills at another one is told, and taken")
  func feeRate() {
    let estate = estate()
    estate.take("charge", "room,fee,tariff,from\nA-1,WYF,T,2026-05-01\n")
    for period in ["2026-05", "2026-06", "2026-07"] {
      estate.run("bill", "run", "--period", period, "--fee", "WYF", "--quiet")
    }
    // May and June took the fee's 6 %; July's rate is the tariff's own.
    #expect(
      estate.run("fee", "set", "WYF", "tax_rate=0.05").messages == """
        warning: WYF: 2 bills from 2026-05 on bear another tax rate and keep it, but reissued would take this one: a rate that changes on a day belongs in a tariff version, with its valid_from and tax_rate
        set: 0 created, 1 updated, 0 unchanged, 0 rejected

        """)
    #expect(!estate.run("fee", "set", "WYF", "tax_rate=0.06").messages.contains("warning"))
  }

  @Test("a rate that changes in July taxes what is of July on; corrections before it keep the old one")
  func taxRates() {
    let estate = estate()
    estate.take("charge", "room,fee,tariff,from,cycle\nA-1,WYF,T,2026-06-01,3\nA-2,WYF,T,2026-06-01,1\n")
    for period in ["2026-06", "2026-07"] {
      estate.run("bill", "run", "--period", period, "--fee", "WYF", "--quiet")
    }
    let list = ["bill", "list", "--columns", "room,from,to,amount,tax,tax_rate"]
    // 300.00 × 0.06 ÷ 1.06 = 16.981…; 600.00 × 0.09 ÷ 1.09 = 49.541…; 300.00 × 0.09 ÷ 1.09 = 24.770…
    #expect(
      estate.run(list).output == """
        room,from,to,amount,tax,tax_rate
        A-1,2026-06-01,2026-06-30,300.00,16.98,0.06
        A-1,2026-07-01,2026-08-31,600.00,49.54,0.09
        A-2,2026-06-01,2026-06-30,300.00,16.98,0.06
        A-2,2026-07-01,2026-07-31,300.00,24.77,0.09

        """)
    // June is corrected in August: 330.00 × 0.06 ÷ 1.06 = 18.679…
    estate.run("bill", "close", "--period", "2026-06", "--as-of", "2026-07-01")
    estate.take("charge", "room,fee,tariff,from,cycle,amount\nA-2,WYF,T,2026-06-01,1,330\n")
    let adjusted = estate.run(
      "bill", "adjust", estate.bill("A-2", "WYF", "2026-06"), "--reissue", "--reason", "x", "--as-of",
      "2026-08-05")
    #expect(adjusted.messages == "bill adjust: 1 credited, 1 reissued\n")
    #expect(
      estate.run(list + ["--period", "2026-08"]).output == """
        room,from,to,amount,tax,tax_rate
        A-2,2026-06-01,2026-06-30,-300.00,-16.98,0.06
        A-2,2026-06-01,2026-06-30,330.00,18.68,0.06

        """)
    let revenue = { (month: String) in
      estate.run("report", "revenue", "--from", "2026-\(month)-01", "--to", "2026-\(month)-28").output
        .split(separator: "\n").dropFirst().map(String.init)
    }
    // Posted in June: 300 + 600 + 300; in July the one of A-2; in August 330 − 300 at the old rate.
    #expect(revenue("07") == ["WYF,Service,0.09,1,300.00,24.77,275.23,taxed"])
    #expect(revenue("08") == ["WYF,Service,0.06,2,30.00,1.70,28.30,taxed"])
    // To be invoiced of A-2: June as corrected at 6 %, July at 9 %.
    let requests = estate.run(
      "export", "invoice-requests", "--from", "2026-06-01", "--to", "2026-08-31", "--customer", "K2")
    #expect(requests.output.contains(",taxed,275.23,0.09,24.77,300.00\n"), "\(requests.output)")
    #expect(requests.output.contains(",taxed,311.32,0.06,18.68,330.00\n"), "\(requests.output)")
    estate.expectSound()
  }
}
