// Blocks of the year over replaced and taken-over meters, and charges that meet.
import Testing

@Suite("Meters and charges")
struct MeterLifeTests {
  private func estate() -> Estate {
    Estate(
      BillRunTests.estate + [
        ("charge", "room,fee,tariff,from,timing\n1-01,SF,S1,2025-01-01,arrears\n")
      ])
  }

  private func lines(_ estate: Estate) -> String {
    estate.run("bill", "list", "--columns", "meter,quantity,amount").output
      .split(separator: "\n").dropFirst().joined(separator: " ")
  }

  @Test("what another system billed this year counts into the blocks of this year, not of the next")
  func yearUsed() {
    let estate = estate()
    estate.take("meter", "code,room,fee,installed_on,initial,year_used\nW1,1-01,SF,2026-06-30,50,8\n")
    estate.take("meter read", "meter,read_on,reading\nW1,2026-07-31,55\nW1,2027-01-31,60\n")
    estate.run("bill", "run", "--period", "2026-07")
    estate.run("bill", "run", "--period", "2027-01")
    // 8 used: 2 × 1.00 + 3 × 2.00; the new year begins at nothing: 5 × 1.00
    #expect(lines(estate) == "W1,5,8.00 W1,5,5.00")
  }

  @Test("blocks of the year go on over a replacement in the middle of a month")
  func replacement() {
    let estate = estate()
    estate.take("meter", "code,room,fee,installed_on,initial\nW1,1-01,SF,2026-08-31,0\n")
    estate.take("meter read", "meter,read_on,reading\nW1,2026-09-30,6\n")
    estate.run("bill", "run", "--period", "2026-09")
    let replace = estate.run(
      "meter", "replace", "W1", "--new", "W2", "--on", "2026-10-15", "--final", "9", "--initial", "100")
    #expect(replace.messages == "replace: 2 created, 1 updated, 0 unchanged\n")
    estate.take("meter read", "meter,read_on,reading\nW2,2026-10-31,104\n")
    estate.run("bill", "run", "--period", "2026-10")
    // 6 and 3 in the first block; of 4 more one in the first, three in the second.
    #expect(lines(estate) == "W1,6,6.00 W1,3,3.00 W2,4,7.00")
    #expect(estate.run("bill", "run", "--period", "2026-10").status == 0)
  }

  @Test("a suspect reading is told by what makes it one")
  func whySuspect() {
    let estate = estate()
    estate.take(
      "meter",
      """
      code,room,fee,digits,max_usage,installed_on,initial
      W1,1-01,SF,5,50,2026-08-31,0
      W2,1-02,SF,5,99950,2026-08-31,500

      """)
    // Over max_usage after one interval; a fall of 100 that only max_usage takes for a rollover.
    estate.take(
      "meter read",
      """
      meter,read_on,reading
      W1,2026-09-30,10
      W1,2026-10-31,100
      W2,2026-09-30,400

      """)
    let all = estate.run("meter", "check").output.split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).suffix(4).joined(separator: ",") }
    #expect(all == ["90,10,1,over max_usage", "99900,,0,rollover in doubt"])
  }

  @Test("a final reading that falls, and a meter read later, are refused whole")
  func refusedReplacement() throws {
    let estate = estate()
    estate.take("meter", "code,room,fee,installed_on,initial\nW1,1-01,SF,2026-08-31,10\n")
    estate.take("meter read", "meter,read_on,reading\nW1,2026-09-30,16\n")
    let before = try estate.digest()
    for (day, final, code) in [
      ("2026-10-15", "15", "below the reading before"), ("2026-09-15", "12", "was read after"),
      ("2026-08-01", "12", "was installed on"),
    ] {
      let run = estate.run(
        "meter", "replace", "W1", "--new", "W2", "--on", day, "--final", final, "--initial", "0")
      #expect(run.status == 65)
      #expect(run.messages.contains(code))
      #expect(try estate.digest() == before)
    }
  }

  @Test(
    "charges on one fee and room may follow each other, but not meet",
    arguments: [
      ("1-02,WYF,W1,2026-01-01,2026-06-30\n1-02,WYF,W1,2026-07-01,\n", 0),
      ("1-02,WYF,W1,2026-01-01,2026-07-01\n1-02,WYF,W1,2026-07-01,\n", 65),
      ("1-02,WYF,W1,,\n1-02,WYF,W1,2026-07-01,2026-07-31\n", 65),
      ("1-02,WYF,W1,2026-01-01,\n2-01,WYF,W1,2026-01-01,\n", 0),
    ])
  func overlaps(rows: String, status: Int32) {
    let estate = Estate(BillRunTests.estate)
    let take = estate.take("charge", "room,fee,tariff,from,to\n" + rows)
    #expect(take.status == status)
    if status != 0 { #expect(take.messages.contains("overlaps another one for this fee")) }
  }

  @Test("a scope may be charged beside its rooms, and twice on days apart only")
  func scopes() {
    let estate = Estate(BillRunTests.estate)
    let take = estate.take(
      "charge", "room,scope,fee,tariff,from\n,CO,WYF,W1,2026-01-01\n,HY,WYF,W1,2026-01-01\n1-01,,WYF,W1,2026-01-01\n")
    #expect(
      take.messages == """
        WYF on CO touches 3 rooms
        WYF on HY touches 2 rooms
        import: 3 created, 0 updated, 0 unchanged, 0 rejected

        """)
    #expect(estate.take("charge", "scope,fee,tariff,from\nHY,WYF,W1,2026-05-01\n").status == 65)
  }
}
