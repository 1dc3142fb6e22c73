// `pm meter apportion` by every basis, with vacant rooms, sub-meters and overrides.
import Testing

@Suite("Apportionment")
struct ApportionTests {
  /// Three rooms under HY share meter G1, which used 100 at 1.00.
  private func estate(basis: String, charges: String? = nil) -> Estate {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,花园\n"),
      (
        "room",
        """
        code,community,floor_area,usable_area,status,household_size,owner_code,owner_name
        1-01,HY,100,80,occupied,3,K1,业主甲
        1-02,HY,50,40,vacant,1,K2,业主乙
        1-03,HY,50,30,occupied,2,K3,业主丙

        """
      ),
      ("fee", "code,name,class\nGTF,公摊电费,shared\nDF,电费,metered\n"),
      ("tariff", "code,fee,valid_from,method,price,basis\nG1,GTF,2020-01-01,per_unit,1.00,\(basis)\n"),
      ("charge", charges ?? "scope,fee,tariff,from\nHY,GTF,G1,2026-01-01\n"),
      ("meter", "code,scope,fee,installed_on,initial\nG1,HY,GTF,2026-09-30,0\n"),
      (
        "meter",
        """
        code,room,fee,installed_on,initial,parent
        D1,1-01,DF,2026-09-30,0,G1
        D2,1-02,DF,2026-09-30,0,G1
        D3,1-03,DF,2026-09-30,0,G1

        """
      ),
      (
        "meter read",
        "meter,read_on,reading\nG1,2026-10-31,100\nD1,2026-10-31,10\nD2,2026-10-31,0\nD3,2026-10-31,30\n"
      ),
    ])
    return estate
  }

  private func shares(_ estate: Estate) -> String {
    estate.run("share", "list", "--columns", "room,quantity,amount").output
      .split(separator: "\n").dropFirst().joined(separator: " ")
  }

  @Test(
    "each basis spreads by its own weight, and the parts are the whole",
    arguments: [
      ("floor", "1-01,50,50.00 1-02,25,25.00 1-03,25,25.00"),
      // 80 : 40 : 30
      ("usable", "1-01,53.3333,53.33 1-02,26.6667,26.67 1-03,20,20.00"),
      // 3 : 1 : 2
      ("head", "1-01,50,50.00 1-02,16.6667,16.67 1-03,33.3333,33.33"),
      ("household", "1-01,33.3333,33.34 1-02,33.3333,33.33 1-03,33.3333,33.33"),
      ("equal", "1-01,33.3333,33.34 1-02,33.3333,33.33 1-03,33.3333,33.33"),
      // 10 : 0 : 30
      ("usage", "1-01,25,25.00 1-02,0,0.00 1-03,75,75.00"),
    ])
  func bases(basis: String, expected: String) {
    let estate = estate(basis: basis)
    #expect(
      estate.run("meter", "apportion", "--period", "2026-10").messages
        == "meter apportion: 3 created, 0 unchanged\n")
    #expect(shares(estate) == expected)
  }

  @Test("by weight the quantity of each room's charge counts")
  func weights() {
    let estate = estate(
      basis: "weight",
      charges: """
        room,fee,tariff,from,quantity
        1-01,GTF,G1,2026-01-01,1.5
        1-02,GTF,G1,2026-01-01,0.5
        1-03,GTF,G1,2026-01-01,2

        """)
    estate.run("meter", "apportion", "--period", "2026-10")
    #expect(shares(estate) == "1-01,37.5,37.50 1-02,12.5,12.50 1-03,50,50.00")
  }

  @Test(
    "a vacant room counts by its vacant_factor, and with 0 is left out",
    arguments: [
      // 100 : 25 : 50
      ("0.5", "1-01,57.1429,57.14 1-02,14.2857,14.29 1-03,28.5714,28.57"),
      ("0", "1-01,66.6667,66.67 1-03,33.3333,33.33"),
      ("1", "1-01,50,50.00 1-02,25,25.00 1-03,25,25.00"),
    ])
  func vacant(factor: String, expected: String) {
    let estate = estate(
      basis: "floor",
      charges: "scope,fee,tariff,from,vacant_factor\nHY,GTF,G1,2026-01-01,\(factor)\n")
    estate.run("meter", "apportion", "--period", "2026-10")
    #expect(shares(estate) == expected)
  }

  @Test("areas and vacancy are those of the day of the later reading")
  func versions() {
    let estate = estate(basis: "floor")
    estate.run("room", "set", "1-02", "floor_area=100", "--effective", "2026-10-31")
    estate.run("room", "set", "1-03", "floor_area=500", "--effective", "2026-11-01")
    estate.run("meter", "apportion", "--period", "2026-10")
    // 100 : 100 : 50
    #expect(shares(estate) == "1-01,40,40.00 1-02,40,40.00 1-03,20,20.00")
  }

  @Test("--net leaves out what the sub-meters used")
  func net() {
    let estate = estate(basis: "floor")
    estate.run("meter", "apportion", "--period", "2026-10", "--net")
    // 100 − 40
    #expect(shares(estate) == "1-01,30,30.00 1-02,15,15.00 1-03,15,15.00")
    estate.take("meter read", "meter,read_on,reading\nD3,2026-10-31,95\n")
    let more = estate.run("meter", "apportion", "--period", "2026-10", "--net")
    #expect(more.status == 65)
    #expect(more.messages == "pm: meter G1: its sub-meters used more than it did\n")
  }

  @Test("a meter that was spread net stays so, in the next month too, until --gross")
  func staysNet() {
    let estate = estate(basis: "floor")
    estate.run("meter", "apportion", "--period", "2026-10", "--net")
    let again = estate.run("meter", "apportion", "--period", "2026-10")
    #expect(
      again.messages == """
        meter G1: net of its sub-meters, as before
        meter apportion: 0 created, 3 unchanged

        """)
    // 60 − 20, by 100 : 50 : 50
    estate.take("meter read", "meter,read_on,reading\nG1,2026-11-30,160\nD1,2026-11-30,30\n")
    estate.run("meter", "apportion", "--period", "2026-11")
    let november = ["share", "list", "--period", "2026-11", "--columns", "room,amount"]
    #expect(estate.run(november).output == "room,amount\n1-01,20.00\n1-02,10.00\n1-03,10.00\n")
    let both = estate.run("meter", "apportion", "--period", "2026-11", "--net", "--gross")
    #expect(both.status == 64)
    #expect(both.messages.contains("give --net or --gross"))
    estate.run("meter", "apportion", "--period", "2026-11", "--gross")
    #expect(estate.run(november).output == "room,amount\n1-01,30.00\n1-02,15.00\n1-03,15.00\n")
  }

  @Test("a sum is spread to the fen by the meter's basis, and stays until another is given")
  func amount() {
    let estate = estate(basis: "floor")
    let plain = ["meter", "apportion", "--period", "2026-10"]
    let spread = { (sum: String) in estate.run(plain + ["--meter", "G1", "--amount", sum]) }
    // 100.01 by 100 : 50 : 50 is 50.005, 25.0025 and 25.0025: the fen left goes to the first.
    #expect(spread("100.01").messages == "meter apportion: 3 created, 0 unchanged\n")
    #expect(shares(estate) == "1-01,50,50.01 1-02,25,25.00 1-03,25,25.00")
    let again = "meter G1: the sum of 100.01, as before\nmeter apportion: 0 created, 3 unchanged\n"
    #expect(estate.run(plain).messages == again)
    // By usage × price, 100 × 1.00, and back.
    estate.run(plain + ["--gross"])
    #expect(shares(estate) == "1-01,50,50.00 1-02,25,25.00 1-03,25,25.00")
    #expect(spread("100.01").messages.hasPrefix("meter apportion: 3 created"))
    estate.run("bill", "run", "--period", "2026-10", "--as-of", "2026-11-01")
    #expect(
      estate.run("bill", "list", "--columns", "room,quantity,price,amount").output
        == "room,quantity,price,amount\n1-01,50,,50.01\n1-02,25,,25.00\n1-03,25,,25.00\n")
    #expect(spread("100.01").messages == "meter apportion: 0 created, 3 unchanged\n")
    #expect(estate.run(plain).messages == again)
    let other = spread("100.02")
    #expect(other.status == 65)
    #expect(
      other.messages
        == "pm: meter G1: its shares of 2026-10 are billed already; void the bills first, or take them off with pm bill adjust\n"
    )
    let explained = estate.run("bill", "explain", "B0000001").output
    for step in [
      "usage,usage of the meter,100\n", "total,to be spread,\"100.01, the sum given\"\n",
      "exact,exact amount,50.005\n", "cut,cut to the fen,50.00\n", "residue,of the fen left over,\"0.01 of 0.01;",
      "amount,amount,50.01\n",
    ] {
      #expect(explained.contains(step), "\(explained)")
    }
    #expect(!explained.contains("\nprice,"))
    #expect(estate.rollforward("GTF", "2026-10").hasPrefix("0.00,100.01,"))
    estate.expectSound()
  }

  @Test("shares whose bills are taken off, in their own month too, are spread and billed anew")
  func spreadAnew() throws {
    let estate = estate(basis: "floor")
    let spread = ["meter", "apportion", "--period", "2026-10"]
    estate.run(spread)
    estate.run("bill", "run", "--period", "2026-10", "--as-of", "2026-10-31")
    let bills = (1...3).map { "B000000\($0)" }
    func adjust(_ more: String...) {
      for bill in bills {
        let words = ["bill", "adjust", bill, "--reason", "misread", "--as-of", "2026-10-31"]
        #expect(estate.run(words + more).status == 0)
      }
    }
    let right = "meter,read_on,reading\nG1,2026-10-31,80\n"
    #expect(estate.take("meter read", right).messages.contains("is billed: B0000001, B0000002, B0000003\n"))
    adjust()
    #expect(estate.take("meter read", right).status == 0)
    #expect(estate.run(spread).messages == "meter apportion: 3 created, 0 unchanged\n")
    adjust("--reissue")
    // 80.00 by 100 : 50 : 50.
    #expect(
      try estate.rows(
        "SELECT amount_minor FROM bill WHERE corrects_id IS NOT NULL AND amount_minor > 0 ORDER BY id")
        == ["4000", "2000", "2000"])
    let again = estate.run(spread)
    #expect(again.messages == "meter apportion: 0 created, 3 unchanged\n")
    estate.expectSound()
  }

  @Test("a sum is spread over all days of the meter in the period, as one")
  func amountOfDays() {
    let estate = estate(basis: "floor")
    estate.take("meter read", "meter,read_on,reading\nG1,2026-10-16,30\n")
    let plain = ["meter", "apportion", "--period", "2026-10"]
    #expect(estate.run(plain).messages.hasPrefix("meter apportion: 6 created"))
    let days = {
      estate.run("share", "list", "--where", "room=1-02", "--columns", "from,to,amount").output
        .split(separator: "\n").dropFirst().joined(separator: " ")
    }
    #expect(days() == "2026-10-01,2026-10-16,7.50 2026-10-17,2026-10-31,17.50")
    estate.run(plain + ["--meter", "G1", "--amount", "80"])
    #expect(days() == "2026-10-01,2026-10-31,20.00")
    #expect(estate.run(plain).messages.contains("0 created, 3 unchanged"))
    estate.run(plain + ["--gross"])
    #expect(days() == "2026-10-01,2026-10-16,7.50 2026-10-17,2026-10-31,17.50")
    estate.expectSound()
  }

  @Test(
    "a sum needs its meter, a reading, and no word on sub-meters",
    arguments: [
      (["--amount", "5"], 64, "--meter CODE is required"),
      (["--meter", "G1", "--amount", "5", "--net"], 64, "give --amount, or --net or --gross"),
      (["--meter", "G1", "--amount", "5", "--gross"], 64, "give --amount, or --net or --gross"),
      (["--meter", "G1", "--amount", "0"], 64, "--amount"),
      (
        ["--meter", "G1", "--amount", "5"], 65,
        "pm: meter G1 has no reading in 2026-11\n  read it first: pm meter read\n"
      ),
    ])
  func amountRefused(options: [String], status: Int32, words: String) {
    let ran = estate(basis: "floor").run(["meter", "apportion", "--period", "2026-11"] + options)
    #expect(ran.status == status)
    #expect(ran.messages.contains(words), "\(ran.messages)")
  }

  @Test("what is spread whole although sub-meters are charged besides is told")
  func chargedTwice() {
    let estate = estate(basis: "floor")
    let spread = ["meter", "apportion", "--period", "2026-10"]
    #expect(!estate.run(spread + ["--dry-run"]).messages.contains("sub-meter"))
    estate.take("tariff", "code,fee,valid_from,method,price\nD,DF,2020-01-01,per_unit,0.6\n")
    estate.take("charge", "scope,fee,tariff,from\nHY,DF,D,2026-01-01\n")
    // D1 and D3 used something, D2 nothing.
    #expect(
      estate.run(spread).messages == """
        meter G1: spread whole, though 2 sub-meters are charged besides, so that their usage is charged twice: --net leaves it out
        meter apportion: 3 created, 0 unchanged

        """)
    #expect(estate.run(spread + ["--net"]).messages == "meter apportion: 3 created, 0 unchanged\n")
  }

  @Test("the halves of a room that is split later bear nothing of the months before")
  func splitLater() {
    let estate = estate(basis: "floor")
    let split = estate.run(
      "room", "split", "1-03", "--into", "1-03A=30,1-03B=20", "--on", "2026-11-01", "--no-reading",
      "--reason", "测试", "--as-of", "2026-11-01")
    #expect(split.status == 0, "\(split.messages)")
    estate.run("meter", "apportion", "--period", "2026-10")
    // 100 : 50 : 50, the room as it was
    #expect(shares(estate) == "1-01,50,50.00 1-02,25,25.00 1-03,25,25.00")
    let billed = estate.run("bill", "run", "--period", "2026-10", "--as-of", "2026-11-01")
    #expect(billed.messages.contains("3 created"), "\(billed.messages)")
  }

  @Test("a main meter replaced in the month goes on net of its sub-meters, and by their usage")
  func replaced() {
    // In October net: 100 − 40.
    let estate = estate(basis: "floor")
    estate.run("meter", "apportion", "--period", "2026-10", "--net")
    estate.run("bill", "run", "--period", "2026-10", "--quiet")
    let replace = ["meter", "replace", "G1", "--new", "G2", "--on", "2026-11-16", "--final", "150", "--initial", "0"]
    #expect(estate.run(replace).status == 0)
    estate.take(
      "meter read",
      "meter,read_on,reading\nG2,2026-11-30,60\nD1,2026-11-30,70\nD2,2026-11-30,8\nD3,2026-11-30,32\n")
    // G1 used 50 and G2 60; behind them 60 + 8 + 2 = 70: all 60 of G2, and 10 of G1's.
    #expect(
      estate.run("meter", "apportion", "--period", "2026-11").messages == """
        meter G1: net of its sub-meters, as before
        meter G2: net of its sub-meters, as before
        meter apportion: 6 created, 0 unchanged

        """)
    let november = {
      estate.run("share", "list", "--period", "2026-11", "--columns", "meter,room,amount").output
        .split(separator: "\n").dropFirst().joined(separator: " ")
    }
    // 40 by 100 : 50 : 50.
    #expect(
      november()
        == "G1,1-01,20.00 G1,1-02,10.00 G1,1-03,10.00 G2,1-01,0.00 G2,1-02,0.00 G2,1-03,0.00")
    #expect(estate.run("meter", "apportion", "--period", "2026-11", "--meter", "G1").messages.contains("0 created, 3"))
    estate.run("bill", "run", "--period", "2026-11", "--quiet")
    let explained = estate.run("bill", "explain", estate.bill("1-01", "GTF", "2026-11")).output
    #expect(explained.contains(",less its sub-meters,50 − 10 = 40\n"), "\(explained)")
    estate.expectSound()
  }

  @Test("by usage the rooms' own meters weigh both halves of the month of a replacement")
  func replacedByUsage() {
    let estate = estate(basis: "usage")
    estate.run("meter", "replace", "G1", "--new", "G2", "--on", "2026-11-16", "--final", "150", "--initial", "0")
    estate.take(
      "meter read",
      "meter,read_on,reading\nG2,2026-11-30,60\nD1,2026-11-30,70\nD2,2026-11-30,8\nD3,2026-11-30,42\n")
    estate.run("meter", "apportion", "--period", "2026-11")
    // 60 : 8 : 12 of 50, and of 60.
    #expect(
      shares(estate)
        == "1-01,37.5,37.50 1-02,5,5.00 1-03,7.5,7.50 1-01,45,45.00 1-02,6,6.00 1-03,9,9.00")
  }

  @Test("another basis than the tariff's needs --override and a reason")
  func override() {
    let estate = estate(basis: "floor")
    let refused = estate.run("meter", "apportion", "--period", "2026-10", "--basis", "equal")
    #expect(refused.status == 65)
    #expect(
      refused.messages == """
        pm: meter G1: the tariff spreads by floor, not equal
          correct the tariff, or spread with --override --reason TEXT

        """)
    #expect(
      estate.run("meter", "apportion", "--period", "2026-10", "--basis", "equal", "--override").status
        == 64)
    #expect(
      estate.run(
        "meter", "apportion", "--period", "2026-10", "--basis", "equal", "--override", "--reason", "决议"
      ).status == 0)
    #expect(shares(estate) == "1-01,33.3333,33.34 1-02,33.3333,33.33 1-03,33.3333,33.33")
    #expect(estate.run("meter", "apportion", "--period", "2026-10", "--basis", "hed").status == 64)
  }

  @Test("the share of a room that changed hands goes to the owner on the later reading")
  func ownerChange() {
    let estate = estate(basis: "floor")
    estate.take("customer", "code,name\nK9,新业主\n")
    let move = estate.run(
      "room", "transfer", "1-01", "--to", "K9", "--on", "2026-10-16", "--no-reading", "--reason", "测试")
    #expect(move.status == 0)
    estate.run("meter", "apportion", "--period", "2026-10")
    estate.run("bill", "run", "--period", "2026-10")
    #expect(
      estate.run("bill", "list", "--where", "room=1-01", "--columns", "customer,amount").output
        == "customer,amount\nK9,50.00\n")
  }
}
