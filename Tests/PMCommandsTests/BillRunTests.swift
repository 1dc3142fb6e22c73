// `pm bill run`, `pm meter read` and `pm meter apportion` from files to bills.
import Testing

@Suite("Billing a period")
struct BillRunTests {
  /// One community, three rooms, an owner each.
  static let estate: [(String, String)] = [
    ("org", "code,kind,name,parent\nCO,company,公司,\nHY,community,花园,CO\nGC,community,广场,CO\n"),
    (
      "room",
      """
      code,community,building,number,floor_area,status,household_size,owner_code,owner_name
      1-01,HY,1,01,100,occupied,3,K1,业主甲
      1-02,HY,1,02,50,occupied,2,K2,业主乙
      2-01,GC,2,01,80,occupied,1,K3,业主丙

      """
    ),
    (
      "fee",
      """
      code,name,class,tax_rate
      WYF,物业费,recurring,0.06
      SF,水费,metered,0.03
      PWF,污水费,metered,0
      GTF,公摊电费,shared,0.13

      """
    ),
    (
      "tariff",
      """
      code,fee,valid_from,method,price,basis,tiers,tier_reset,share
      W1,WYF,2020-01-01,per_area,2.00,floor,,,
      S1,SF,2020-01-01,tiered,,,10:1.00 *:2.00,year,
      P1,PWF,2020-01-01,derived,1.00,SF,,,0.5
      G1,GTF,2020-01-01,per_unit,1.00,,,,

      """
    ),
  ]

  @Test("a charge on a scope bills every room under it, and the room's own charge wins")
  func scopes() {
    let estate = Estate(Self.estate)
    estate.take(
      "charge",
      """
      room,scope,fee,tariff,from,price
      ,CO,WYF,W1,2026-01-01,
      ,HY,WYF,W1,2026-01-01,3.00
      1-02,,WYF,W1,2026-10-11,4.00

      """)
    let run = estate.run("bill", "run", "--period", "2026-10")
    #expect(run.messages == "bill run: 4 created, 0 not billable yet, 0 open findings\n")
    let list = estate.run("bill", "list", "--columns", "room,from,to,price,amount")
    // 50 × 3.00 × 10/31 = 48.387; 50 × 4.00 × 21/31 = 135.483
    #expect(
      list.output == """
        room,from,to,price,amount
        1-01,2026-10-01,2026-10-31,3,300.00
        1-02,2026-10-01,2026-10-10,3,48.39
        1-02,2026-10-11,2026-10-31,4,135.48
        2-01,2026-10-01,2026-10-31,2,160.00

        """)
  }

  @Test("a second run posts nothing and leaves no journal entry")
  func again() throws {
    let estate = Estate(Self.estate)
    estate.take("charge", "scope,fee,tariff,from\nCO,WYF,W1,2026-01-01\n")
    estate.run("bill", "run", "--period", "2026-10")
    let before = try estate.digest()
    let run = estate.run("bill", "run", "--period", "2026-10")
    #expect(run.status == 0)
    #expect(run.messages == "bill run: 0 created, 0 not billable yet, 0 open findings\n")
    #expect(try estate.digest() == before)
  }

  @Test("what cannot be billed is listed with its reason, the rest is billed, exit 1 each time")
  func findings() {
    let estate = Estate(Self.estate)
    estate.take("room", "code,community,status,floor_area\n3-01,HY,occupied,70\n3-02,HY,unsold,60\n")
    estate.take(
      "charge",
      """
      room,fee,tariff,from
      1-01,WYF,W1,2026-01-01
      1-01,SF,S1,2026-01-01
      3-01,WYF,W1,2026-01-01
      3-02,WYF,W1,2026-01-01

      """)
    let listed = """
      pm: room 1-01, fee SF, 2026-10-01 – 2026-10-31: the room has no meter for this fee
      pm: room 3-01, fee WYF, 2026-10-01 – 2026-10-31: nobody owes these days: the room has no paying owner or tenant then, and its community no developer: pm occupancy add

      """
    let run = estate.run("bill", "run", "--period", "2026-10")
    #expect(run.status == 1)
    #expect(run.messages == listed + "bill run: 1 created, 1 not billable yet, 2 open findings\n")
    let again = estate.run("bill", "run", "--period", "2026-10")
    #expect(again.status == 1)
    #expect(again.messages == listed + "bill run: 0 created, 1 not billable yet, 2 open findings\n")
  }

  @Test("days billed before are not billed again when the owner turns out to have changed")
  func billedOtherwise() {
    let estate = Estate(Self.estate)
    estate.take("charge", "room,fee,tariff,from\n1-01,WYF,W1,2026-01-01\n")
    estate.run("bill", "run", "--period", "2026-10")
    estate.take("customer", "code,name,room,role,from\nK9,新业主,1-01,owner,2026-10-16\n")
    let run = estate.run("bill", "run", "--period", "2026-10")
    #expect(run.status == 0)
    #expect(
      run.messages == """
        warning: room 1-01, fee WYF, 2026-10-16 – 2026-10-31: several could pay; the latest start, then \
        the smallest code, decided: K9
        warning: room 1-01, fee WYF, 2026-10-16 – 2026-10-31: some of these days were billed before, by \
        other facts
        bill run: 0 created, 0 not billable yet, 0 open findings

        """)
  }

  @Test("water of the year runs through its blocks, sewage follows it, in one run or in several")
  func derived() {
    let estate = Estate(Self.estate)
    estate.take(
      "charge",
      """
      room,fee,tariff,from,timing
      1-01,SF,S1,2026-01-01,arrears
      1-01,PWF,P1,2026-01-01,arrears

      """)
    estate.take("meter", "code,room,fee,installed_on,initial\nW1,1-01,SF,2026-08-31,0\n")
    estate.take("meter read", "meter,read_on,reading\nW1,2026-09-30,8\nW1,2026-10-31,14\n")
    estate.run("bill", "run", "--period", "2026-09")
    estate.run("bill", "run", "--period", "2026-10")
    let list = estate.run("bill", "list", "--columns", "fee,from,quantity,amount")
    // 8 × 1.00; then 2 × 1.00 + 4 × 2.00 = 10.00; sewage half of 8 and of 6
    #expect(
      list.output == """
        fee,from,quantity,amount
        PWF,2026-09-01,4,4.00
        SF,2026-09-01,8,8.00
        PWF,2026-10-01,3,3.00
        SF,2026-10-01,6,10.00

        """)
  }

  @Test("a reading that falls is refused with its place, and nothing is written")
  func fallingReading() throws {
    let estate = Estate(Self.estate)
    estate.take("meter", "code,room,fee,installed_on,initial\nW1,1-01,SF,2026-08-31,10\n")
    let before = try estate.digest()
    let read = estate.take("meter read", "meter,read_on,reading\nW1,2026-09-30,12\nW1,2026-10-31,11\n")
    #expect(read.status == 65)
    #expect(
      read.messages == """
        input.csv:3:3: reading: "11" is below the reading before, and no rollover within max_usage
          the reading before is 12 of 2026-09-30
        input.csv: 1 row refused, nothing was imported
          mend the file, or import the good rows with --keep-going --rejects FILE

        """)
    #expect(try estate.digest() == before)
  }

  @Test("a reading whose interval is billed cannot be changed")
  func billedReading() {
    let estate = Estate(Self.estate)
    estate.take("charge", "room,fee,tariff,from\n1-01,SF,S1,2026-01-01\n")
    estate.take("meter", "code,room,fee,installed_on,initial\nW1,1-01,SF,2026-09-30,0\n")
    estate.take("meter read", "meter,read_on,reading\nW1,2026-10-31,5\n")
    estate.run("bill", "run", "--period", "2026-10")
    let change = estate.take("meter read", "meter,read_on,reading\nW1,2026-10-31,6\n")
    #expect(change.status == 65)
    #expect(change.messages.hasPrefix("input.csv:2:3: reading: \"6\" lies in an interval that is billed: B0000001\n"))
  }

  @Test("shares of a shared meter add up to the fen, and may be replaced until they are billed")
  func shares() {
    let estate = Estate(Self.estate)
    estate.take("charge", "scope,fee,tariff,from\nHY,GTF,G1,2026-01-01\n")
    estate.take("meter", "code,scope,fee,installed_on,initial\nG1,HY,GTF,2026-09-30,0\n")
    estate.take("meter read", "meter,read_on,reading\nG1,2026-10-31,10\n")
    let first = estate.run("meter", "apportion", "--period", "2026-10")
    #expect(first.messages == "meter apportion: 2 created, 0 unchanged\n")
    #expect(
      estate.run("meter", "apportion", "--period", "2026-10").messages
        == "meter apportion: 0 created, 2 unchanged\n")
    // 10.00 over 100 and 50 m²: 6.666 and 3.333; the fen left goes to the larger remainder.
    #expect(
      estate.run("share", "list", "--columns", "room,quantity,amount").output == """
        room,quantity,amount
        1-01,6.6667,6.67
        1-02,3.3333,3.33

        """)
    let other = estate.run("meter", "apportion", "--period", "2026-10", "--basis", "usable")
    #expect(other.status == 65)
    #expect(other.messages.hasPrefix("pm: meter G1: the tariff spreads by floor, not usable\n"))
    estate.run("bill", "run", "--period", "2026-10")
    estate.take("room", "code,community,floor_area\n1-01,HY,150\n")
    let late = estate.run("meter", "apportion", "--period", "2026-10")
    #expect(late.status == 65)
    #expect(
      late.messages
        == "pm: meter G1: its shares of 2026-10 are billed already; void the bills first, or take them off with pm bill adjust\n"
    )
  }
}

@Suite("--scope")
struct ScopeTests {
  @Test("lists keep to the rooms under an organisation; commands without a place refuse the option")
  func lists() {
    let estate = Estate(BillRunTests.estate)
    #expect(
      estate.run("room", "list", "--columns", "code", "--scope", "HY").output == "code\n1-01\n1-02\n")
    #expect(
      estate.run("occupancy", "list", "--columns", "customer", "--scope", "GC").output == "customer\nK3\n")
    #expect(estate.run("room", "list", "--scope", "NN").status == 66)
    let fees = estate.run("fee", "list", "--scope", "HY")
    #expect(fees.status == 64)
    #expect(fees.messages == "pm: pm fee list takes no --scope\n")
  }
}
