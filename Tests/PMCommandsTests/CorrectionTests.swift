// Corrections of bills: waivers, write-offs, voids, credit lines, excuses, reopening.
import PMCommands
import Testing

extension Estate {
  /// Checks every rule of `pm db check`.
  func expectSound(_ location: SourceLocation = #_sourceLocation) {
    let ran = run("db", "check", "--format", "csv")
    #expect(ran.status == 0, "\(ran.messages)", sourceLocation: location)
  }

  /// The roll-forward of a fee, after its code.
  func rollforward(_ fee: String, _ period: String) -> String {
    let output = run("report", "rollforward", "--period", period).output
    return output.split(separator: "\n").first { $0.hasPrefix(fee + ",") }
      .map { String($0.dropFirst(fee.count + 1)) } ?? ""
  }

  /// The states of bills, by number.
  func states() -> [String] {
    run("bill", "list", "--columns", "state").output.split(separator: "\n").dropFirst().map(
      String.init)
  }

  /// The arrears of a room.
  func arrears(_ room: String, _ day: String) -> [String] {
    run("report", "arrears", "--as-of", day).output.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix(room + ",") }
  }

  /// The number of the bill of this room, fee and period.
  func bill(_ room: String, _ fee: String, _ period: String) -> String {
    let ran = run(
      "bill", "list", "--period", period, "--room", room, "--fee", fee, "--columns", "number",
      "--where", "amount>0")
    return ran.output.split(separator: "\n").dropFirst().first.map(String.init) ?? "none"
  }
}

@Suite("corrections of bills")
struct CorrectionTests {
  private let by = ["--reason", "goodwill", "--approver", "wang"]

  @Test("a waiver lowers arrears by its date, late fees from it on, and stands in its period")
  func waive() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    let ran = estate.run(
      ["bill", "waive", number, "--amount", "100", "--as-of", "2026-02-11"] + by)
    #expect(ran.status == 0 && ran.messages == "bill waive: 1 waived\n", "\(ran.messages)")
    // As if 100.00 had been paid on 02-11: SPEC's example.
    estate.run("bill", "late", "--as-of", "2026-03-02")
    #expect(try estate.lateLines().contains("A-3,41,355,0"))
    #expect(estate.arrears("A-3", "2026-02-10") == ["A-3,K2,WYF,300.00,0.00,2026-01-31,10"])
    #expect(estate.arrears("A-3", "2026-02-11") == ["A-3,K2,WYF,200.00,0.00,2026-01-31,11"])
    #expect(estate.rollforward("WYF", "2026-02") == "900.00,0.00,0.00,0.00,100.00,0.00,800.00")
    #expect(estate.rollforward("WYF", "2026-03").hasPrefix("800.00,"))
    estate.expectSound()
  }

  @Test("a waived late fee is not posted again, and lowering it later gives nobody money")
  func waiveLate() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.run("bill", "late", "--as-of", "2026-03-02")
    let late = try #require(
      estate.run("bill", "list", "--room", "A-3", "--where", "class=late", "--columns", "number")
        .output.split(separator: "\n").last)
    #expect(
      estate.run(["bill", "waive", String(late), "--all", "--as-of", "2026-03-02"] + by).status == 0
    )
    #expect(
      estate.run("bill", "late", "--as-of", "2026-03-02").messages == "late: 0 created, 0 lowered\n"
    )
    // A payment of 02-11 that is booked now lowers F by 0.95: that much was never to be waived.
    estate.pay("100", by: "K2", on: "2026-02-11")
    #expect(
      estate.run("bill", "late", "--as-of", "2026-03-02").messages == "late: 1 created, 1 lowered\n"
    )
    #expect(try estate.prepaid() == [])
    #expect(
      try estate.rows("SELECT kind, amount_minor FROM adjustment ORDER BY id")
        == ["waive,450", "reverse-waive,-95"])
    estate.expectSound()
  }

  @Test("what was written off bears no late fee; a payment that finds nothing open recovers it")
  func writeOff() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.pay("100", by: "K2", on: "2026-02-11")
    #expect(estate.run(["bill", "write-off", number, "--as-of", "2026-02-11"] + by).status == 0)
    estate.run("bill", "late", "--as-of", "2026-03-02")
    #expect(try estate.lateLines().contains("A-3,41,165,0"))
    #expect(estate.rollforward("WYF", "2026-02") == "900.00,0.00,0.00,100.00,0.00,200.00,600.00")
    // 1.65 of late fee is open, 50.00 recovered; the rest of the bill stays written off.
    estate.pay("51.65", by: "K2", on: "2026-03-05")
    #expect(estate.rollforward("WYF", "2026-03").contains(",51.65,0.00,-50.00,"))
    #expect(try estate.prepaid() == [])
    #expect(
      try estate.rows("SELECT paid_minor, written_off_minor FROM bill WHERE written_off_minor > 0")
        == ["15000,15000"])
    #expect(
      estate.run("bill", "late", "--as-of", "2026-03-20").messages.contains("late: 2 created"))
    estate.expectSound()
    // The payment bounces: what it recovered is a bad debt again.
    #expect(
      estate.run("payment", "reverse", "P0000002", "--reason", "bounced", "--as-of", "2026-03-21")
        .status == 0)
    #expect(
      try estate.rows("SELECT paid_minor, written_off_minor FROM bill WHERE written_off_minor > 0")
        == ["10000,20000"])
    estate.expectSound()
  }

  @Test(
    "what may not be corrected is refused, and nothing is written",
    arguments: [
      (
        ["bill", "waive", "B1", "--amount", "300.01", "--reason", "x", "--approver", "w"],
        "only 300.00 is open"
      ),
      (["bill", "waive", "B1", "--all", "--reason", "x", "--approver", "Tester"], "somebody else"),
      (["bill", "waive", "B1", "--all", "--reason", " ", "--approver", "w"], "--reason"),
      (["bill", "waive", "B1", "--reason", "x", "--approver", "w"], "say either"),
      (["bill", "waive", "B1", "--amount", "0", "--reason", "x", "--approver", "w"], "--amount"),
      (["bill", "waive", "B99", "--all", "--reason", "x", "--approver", "w"], "there is no bill"),
      (["bill", "write-off", "B1", "--reason", "x"], "--approver"),
      (["bill", "void", "B1"], "--reason"),
      (["bill", "adjust", "B1", "--reason", "x", "--amount", "300.01"], "only 300.00 is left"),
      (["bill", "adjust", "B1", "--reason", "x", "--debtor", "K2"], "needs --reissue"),
      (["bill", "adjust", "B1", "--reason", "x", "--reissue", "--amount", "1"], "does not apply"),
      (
        [
          "bill", "excuse", "--room", "A-1", "--fee", "WYF", "--period", "2026-01", "--reason", "x",
        ], "no open finding"
      ),
      (["bill", "reopen", "--period", "2026-01", "--reason", "x"], "not closed"),
      (["payment", "reverse", "P1", "--reason", "x"], "there is no payment"),
      (
        [
          "payment", "refund", "--customer", "K1", "--amount", "1", "--method", "bank", "--account",
          "622202", "--reference", "R", "--approver", "w",
        ], "0.00 left"
      ),
    ])
  func refusals(_ words: [String], _ message: String) throws {
    let estate = Estate(billed: ["2026-01"])
    let digest = try estate.digest()
    let line = words.map { $0 == "B1" ? estate.bill("A-1", "WYF", "2026-01") : $0 }
    let ran = estate.run(line + ["--as-of", "2026-02-11"])
    #expect(ran.status == 65 || ran.status == 64 || ran.status == 66)
    #expect(ran.messages.contains(message), "\(ran.messages)")
    #expect(try estate.digest() == digest)
  }

  @Test("a void bill is gone, its late fee with it, and the next run bills it again")
  func void() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.run("bill", "late", "--as-of", "2026-03-02")
    let ran = estate.run("bill", "void", number, "--reason", "wrong", "--as-of", "2026-03-03")
    #expect(ran.messages == "bill void: 2 voided\n")
    #expect(estate.states().filter { $0 == "void" }.count == 2)
    #expect(estate.arrears("A-3", "2026-03-03") == [])
    #expect(estate.run("bill", "void", number, "--reason", "wrong").messages.contains("is void"))
    #expect(
      estate.run("bill", "run", "--period", "2026-01").messages.hasPrefix("bill run: 1 created"))
    #expect(
      estate.run("bill", "late", "--as-of", "2026-03-02").messages == "late: 1 created, 0 lowered\n"
    )
    estate.expectSound()
    // What is paid, or in a closed period, is not voided.
    estate.pay("1", by: "K2", on: "2026-03-03")
    let again = estate.bill("A-3", "WYF", "2026-01")
    #expect(again != number || !again.isEmpty)
    let paid = try #require(
      try estate.rows("SELECT printf('B%07d', id) FROM bill WHERE paid_minor > 0").first)
    #expect(estate.run("bill", "void", paid, "--reason", "x").messages.contains("has been paid"))
    estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-03-05")
    let closed = estate.run("bill", "void", estate.bill("A-1", "WYF", "2026-01"), "--reason", "x")
    #expect(closed.status == 65 && closed.messages.contains("2026-01 is closed"))
  }

  @Test("a void frees the reading that it billed")
  func voidFreesReading() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("fee", "code,name,class\nSF,Water,metered\n")
    estate.take("tariff", "code,fee,valid_from,method,price\nT3,SF,2020-01-01,per_unit,2\n")
    estate.take("charge", "room,fee,tariff,from,payer\nA-1,SF,T3,2026-01-01,owner\n")
    estate.take("meter", "code,room,kind,fee,installed_on,initial\nW-1,A-1,water,SF,2025-12-31,0\n")
    estate.take("meter read", "meter,read_on,reading\nW-1,2026-01-31,50\n")
    estate.run("bill", "run", "--period", "2026-01")
    let changed = "meter,read_on,reading\nW-1,2026-01-31,20\n"
    #expect(estate.take("meter read", changed).status == 65)
    estate.run(
      "bill", "void", estate.bill("A-1", "SF", "2026-01"), "--reason", "misread", "--as-of",
      "2026-02-05")
    #expect(estate.take("meter read", changed).status == 0)
    #expect(
      estate.run("bill", "run", "--period", "2026-01").messages.hasPrefix("bill run: 1 created"))
    #expect(
      try estate.rows("SELECT amount_minor FROM bill WHERE class = 'metered' ORDER BY id") == [
        "10000", "4000",
      ])
    estate.expectSound()
  }

  @Test("after the close a bill is credited in the open period and billed anew to whom it belongs")
  func adjust() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    estate.pay("100", by: "K2", on: "2026-02-05")
    estate.run("bill", "late", "--as-of", "2026-02-20")
    estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-20")
    let ran = estate.run(
      "bill", "adjust", number, "--reason", "sold", "--reissue", "--debtor", "K1", "--as-of",
      "2026-02-25")
    #expect(ran.messages == "bill adjust: 1 credited, 1 reissued\n")
    #expect(
      try estate.rows(
        """
        SELECT customer.code, period - 24312, amount_minor, tax_minor, paid_minor, "from" - 20454, due_on - 20509
          FROM bill JOIN customer ON customer.id = customer_id WHERE corrects_id IS NOT NULL ORDER BY bill.id
        """) == ["K2,1,-30000,-1698,-30000,0,0", "K1,1,30000,1698,0,0,0"])
    // 200.00 were open; the 100.00 paid first cover the late fee, the rest is his again.
    #expect(estate.states().filter { $0 == "corrected" }.count == 1)
    let late = try estate.rows(
      "SELECT sum(amount_minor) FROM bill WHERE class = 'late' AND room_id = (SELECT id FROM room WHERE code = 'A-3')"
    )
    #expect(
      estate.run("bill", "late", "--as-of", "2026-02-25").messages.contains("1 lowered"), "\(late)")
    #expect(estate.arrears("A-3", "2026-02-25") == ["A-3,K1,WYF,300.00,0.00,2026-02-25,0"])
    #expect(estate.run("bill", "adjust", number, "--reason", "sold", "--reissue").status == 65)
    #expect(
      estate.run("bill", "run", "--period", "2026-02").messages.hasPrefix("bill run: 5 created"))
    // January stands as it was closed; February chains on it.
    #expect(estate.rollforward("WYF", "2026-01") == "0.00,900.00,0.00,0.00,0.00,0.00,900.00")
    #expect(estate.rollforward("WYF", "2026-02").hasPrefix("900.00,"))
    // 2.25 of it paid the late fee, which came back whole: nothing of the 300.00 was ever his to pay.
    #expect(try estate.prepaid() == ["K2,,9775", "K2,,225"])
    estate.expectSound()
  }

  @Test("a line that took another's place is corrected again in a later month, as of its own days")
  func adjustAgain() throws {
    let estate = Estate(billed: ["2026-01"])
    let first = estate.bill("A-3", "WYF", "2026-01")
    func reissue(_ number: String, _ day: String) -> String {
      estate.run("bill", "adjust", number, "--reason", "agreed", "--reissue", "--as-of", day).messages
    }
    let amounts = {
      try estate.rows(
        """
        SELECT period - 24312, "from" - 20454, "to" - "from", amount_minor
          FROM bill WHERE corrects_id IS NOT NULL ORDER BY id
        """)
    }
    let agree = { (sum: String) in
      estate.take(
        "charge",
        "room,fee,tariff,from,payer,timing,amount\nA-3,WYF,T1,2026-01-01,owner,advance,\(sum)\n")
    }
    // 300.00 a month by the tariff; then 330.00 agreed for the room, then 285.00.
    #expect(agree("330").status == 0)
    #expect(reissue(first, "2026-02-10") == "bill adjust: 1 credited, 1 reissued\n")
    #expect(try amounts() == ["1,0,30,-30000", "1,0,30,33000"])
    #expect(agree("285").status == 0)
    let second = estate.bill("A-3", "WYF", "2026-02")
    #expect(reissue(second, "2026-03-10") == "bill adjust: 1 credited, 1 reissued\n")
    #expect(try amounts().suffix(2) == ["2,0,30,-33000", "2,0,30,28500"])
    #expect(reissue(second, "2026-03-11").contains("has been corrected already"))
    let third = estate.bill("A-3", "WYF", "2026-03")
    let explained = estate.run("bill", "explain", third)
    #expect(explained.output.contains("\namount_a_month,fixed sum a month,285.00\n") && explained.messages.isEmpty)
    #expect(
      estate.run("bill", "run", "--period", "2026-01").messages.hasPrefix("bill run: 0 created"))
    #expect(estate.arrears("A-3", "2026-03-11").map { $0.hasPrefix("A-3,K2,WYF,285.00,") } == [true])
    estate.expectSound()
  }

  @Test("in an open period a corrected line is not billed again; credits never exceed the bill")
  func adjustParts() throws {
    let estate = Estate(billed: ["2026-01"])
    let number = estate.bill("A-3", "WYF", "2026-01")
    func credit(_ amount: String) -> Ran {
      estate.run(
        "bill", "adjust", number, "--reason", "x", "--amount", amount, "--as-of", "2026-02-01")
    }
    #expect(credit("0.01").status == 0)
    #expect(credit("99.99").status == 0)
    #expect(credit("200.01").status == 65)
    #expect(estate.arrears("A-3", "2026-02-01") == ["A-3,K2,WYF,200.00,0.00,2026-01-31,1"])
    #expect(credit("200").status == 0)
    #expect(estate.states().contains("corrected"))
    #expect(
      estate.run("bill", "run", "--period", "2026-01").messages.hasPrefix("bill run: 0 created"))
    // The records were right after all: the same line again, now due later.
    #expect(
      estate.run("bill", "adjust", number, "--reason", "x", "--reissue", "--as-of", "2026-02-02")
        .messages
        == "bill adjust: 0 credited, 1 reissued\n")
    #expect(estate.arrears("A-3", "2026-02-02") == ["A-3,K2,WYF,300.00,0.00,2026-02-02,0"])
    #expect(
      estate.run("bill", "run", "--period", "2026-01").messages.hasPrefix("bill run: 0 created"))
    estate.expectSound()
  }

  @Test("an excused finding stops neither run nor close")
  func excuse() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("fee", "code,name,class\nSF,Water,metered\n")
    estate.take("tariff", "code,fee,valid_from,method,price\nT3,SF,2020-01-01,per_unit,2\n")
    estate.take("charge", "room,fee,tariff,from,payer\nA-1,SF,T3,2026-01-01,owner\n")
    estate.take("meter", "code,room,kind,fee,installed_on,initial\nW-1,A-1,water,SF,2025-12-31,0\n")
    #expect(estate.run("bill", "run", "--period", "2026-01").status == 1)
    #expect(estate.run("bill", "close", "--period", "2026-01").status == 65)
    let words = [
      "bill", "excuse", "--room", "A-1", "--fee", "SF", "--period", "2026-01", "--reason", "locked",
    ]
    #expect(estate.run(words).messages == "bill excuse: 1 created, 0 unchanged\n")
    #expect(estate.run(words).messages == "bill excuse: 0 created, 1 unchanged\n")
    let run = estate.run("bill", "run", "--period", "2026-01")
    #expect(run.status == 0)
    #expect(run.messages.contains("excused: room A-1, fee SF"), "\(run.messages)")
    #expect(run.messages.contains("0 open findings, 1 excused"), "\(run.messages)")
    #expect(estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-05").status == 0)
    #expect(estate.run("excuse", "list").output.contains("E00001,2026-01,A-1,SF,locked"))
    estate.expectSound()
  }

  @Test("only the last closed period opens again, and it closes again")
  func reopen() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    func close(_ period: String) -> Ran {
      estate.run("bill", "close", "--period", period, "--as-of", "2026-03-05")
    }
    func reopen(_ period: String) -> Ran {
      estate.run("bill", "reopen", "--period", period, "--reason", "x", "--as-of", "2026-03-06")
    }
    #expect(close("2026-01").status == 0 && close("2026-02").status == 0)
    #expect(reopen("2026-01").messages.contains("2026-02 is closed after it"))
    #expect(reopen("2026-02").messages == "bill reopen: 1 reopened\n")
    #expect(reopen("2026-02").status == 65)
    #expect(estate.run("bill", "late", "--as-of", "2026-02-10").status == 0)
    #expect(close("2026-02").status == 0)
    #expect(estate.run("bill", "late", "--as-of", "2026-02-11").status == 65)
    #expect(try estate.rows("SELECT count(*), count(reopened_on) FROM closing") == ["2,0"])
    estate.expectSound()
  }

  @Test("what was credited of a bill is neither billed nor received in the collection rate")
  func collected() {
    let words = ["--period", "2026-01", "--as-of", "2026-02-28"]
    func rates(_ estate: Estate) -> [String?] {
      let row = estate.table(["report", "collection", "--by", "fee"] + words).rows.first { $0["group"] == "WYF" }
      let kpi = estate.table(["report", "kpi", "--from", "2026-01-01", "--to", "2026-01-31", "--as-of", "2026-02-28"])
      return ["billed", "received"].map { row?[$0] }
        + ["numerator", "denominator"].map { kpi.value($0, where: "id", is: "collection_rate") }
    }
    // WYF 300.00 of A-1, A-2 and A-3; TCF 100.00 of A-1 and A-2.
    let estate = Estate(billed: ["2026-01"])
    let credit = ["bill", "adjust", "B0000002", "--amount", "20", "--reason", "x", "--as-of", "2026-02-10"]
    #expect(estate.run(credit).status == 0)
    #expect(rates(estate) == ["880.00", "0.00", "0.00", "1080.00"])
    estate.pay("280", by: "K1", for: "A-1", on: "2026-02-11", fee: "WYF")
    #expect(rates(estate) == ["880.00", "280.00", "280.00", "1080.00"])
    // Paid before: 20.00 of the 300.00 go back to prepayment.
    let paid = Estate(billed: ["2026-01"])
    paid.pay("300", by: "K1", for: "A-1", on: "2026-01-20", fee: "WYF")
    #expect(paid.run(credit).status == 0)
    #expect(rates(paid) == ["880.00", "280.00", "280.00", "1080.00"])
  }
}
