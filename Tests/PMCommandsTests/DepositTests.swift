// Deposits: demanded, taken, deducted, refunded, taken over; what is held is what is owed back.
import PMCommands
import Testing

extension Estate {
  /// The rooms of `MoneyEstate` with a deposit fee and a one-off fee taxed at 0.06.
  static func withDeposits(billed periods: [String] = []) -> Estate {
    let estate = Estate(billed: periods)
    estate.take(
      "fee",
      """
      code,name,class,tax_method,tax_rate,priority
      YJ,Fit-out deposit,deposit,untaxed,0,50
      PCF,Damage,one-off,taxed,0.06,60

      """)
    return estate
  }

  /// Takes a deposit of 2000.00 for A-1 in cash on 2026-01-10, its receipt printed.
  func takeDeposit(_ reference: String = "S-1") {
    run(
      "deposit", "take", "--room", "A-1", "--fee", "YJ", "--amount", "2000", "--method", "cash",
      "--reference", reference, "--as-of", "2026-01-10", "--actor", "li")
    run("payment", "receipt", "P0000001", "--as-of", "2026-01-10")
  }

  /// The one row of `report deposits`, after number and fee.
  func held(_ day: String, _ options: String...) -> [String] {
    run(["report", "deposits", "--as-of", day, "--all"] + options).output.split(separator: "\n")
      .dropFirst().map(String.init)
  }
}

@Suite("deposits")
struct DepositTests {
  private let by = ["--reason", "lift door", "--approver", "wang"]
  private let take = [
    "deposit", "take", "--room", "A-1", "--fee", "YJ", "--amount", "2000", "--reference", "S-1",
    "--as-of", "2026-01-10",
  ]

  @Test("a demand is an untaxed bill of class deposit, paid like any other, and held from then on")
  func demand() throws {
    let estate = Estate.withDeposits()
    let ran = estate.run(take + ["--demand", "--due-on", "2026-01-31"])
    #expect(ran.messages == "deposit take: 1 demanded, 0 received, 0 unchanged\n", "\(ran.messages)")
    #expect(
      estate.run("bill", "list", "--columns", "room,customer,fee,class,amount,tax,due_on,state").output
        == "room,customer,fee,class,amount,tax,due_on,state\nA-1,K1,YJ,deposit,2000.00,0.00,2026-01-31,open\n"
    )
    let digest = try estate.digest()
    #expect(
      estate.run(take + ["--demand", "--due-on", "2026-01-31"]).messages
        == "deposit take: 0 demanded, 0 received, 1 unchanged\n")
    #expect(try estate.digest() == digest)
    #expect(
      estate.held("2026-01-10")
        == ["DP0000001,YJ,A-1,K1,One,2026-01-10,2000.00,0.00,0.00,0.00,0.00"])
    #expect(estate.run("deposit", "list", "--columns", "state").output == "state\ndemanded\n")
    // Overdue, it bears no late fee.
    #expect(estate.run("bill", "late", "--as-of", "2026-06-30").messages.hasPrefix("late: 0 created"))
    estate.pay("1500", by: "K1", on: "2026-02-05", fee: "YJ")
    #expect(
      estate.run("deposit", "list", "--columns", "state,received,balance").output
        == "state,received,balance\npart-paid,1500.00,1500.00\n")
    estate.pay("500", by: "K1", on: "2026-02-06")
    #expect(estate.run("deposit", "list", "--columns", "state").output == "state\nheld\n")
    #expect(
      estate.held("2026-02-06")
        == ["DP0000001,YJ,A-1,K1,One,2026-01-10,2000.00,2000.00,0.00,0.00,2000.00"])
    #expect(
      estate.held("2026-02-05", "--by", "fee") == ["YJ,Fit-out deposit,2000.00,1500.00,0.00,0.00,1500.00"])
    estate.expectSound()
  }

  @Test("taken at the counter it is received at once, and pays nothing else")
  func counter() throws {
    let estate = Estate.withDeposits(billed: ["2026-01"])
    let ran = estate.run(take + ["--method", "cash"])
    #expect(ran.messages == "deposit take: 1 demanded, 1 received, 0 unchanged\n", "\(ran.messages)")
    // The rent of A-1 is open all the same.
    #expect(try estate.settled() == ["A-1,YJ,deposit,200000,200000"])
    let digest = try estate.digest()
    #expect(estate.run(take + ["--method", "cash"]).messages == "deposit take: 0 demanded, 0 received, 1 unchanged\n")
    #expect(try estate.digest() == digest)
    var other = take
    other[7] = "2500"
    let refused = estate.run(other + ["--method", "cash"])
    #expect(refused.status == 65 && refused.messages.contains("the reference is on another deposit already: DP0000001"))
    estate.expectSound()
  }

  @Test("a demand is paid at the counter under its slip, once")
  func demandThenCounter() throws {
    let estate = Estate.withDeposits()
    estate.run(take + ["--demand"])
    #expect(
      estate.run(take + ["--method", "wechat"]).messages == "deposit take: 0 demanded, 1 received, 0 unchanged\n")
    #expect(
      estate.run(take + ["--method", "wechat"]).messages == "deposit take: 0 demanded, 0 received, 1 unchanged\n")
    let other = estate.run(take + ["--method", "cash"])
    #expect(other.status == 65 && other.messages.contains("DP0000001 has been paid already"))
    // A reference that another payment has is taken by nobody else.
    estate.pay("10", by: "K2", on: "2026-01-05", reference: "S-2")
    let used = estate.run([
      "deposit", "take", "--customer", "K2", "--fee", "YJ", "--amount", "5", "--reference", "S-2",
      "--method", "bank", "--as-of", "2026-01-11",
    ])
    #expect(used.status == 65 && used.messages.contains("the reference is on another payment already"))
    #expect(try estate.rows("SELECT count(*) FROM deposit") == ["1"])
    estate.expectSound()
  }

  @Test("a charge on a deposit fee asks once, whole, on its first day")
  func charged() throws {
    let estate = Estate.withDeposits()
    estate.take("tariff", "code,fee,valid_from,method,price\nD,YJ,2020-01-01,fixed,2000\nO,PCF,2020-01-01,fixed,30\n")
    estate.take("charge", "room,fee,tariff,from\nA-1,YJ,D,2026-01-15\nA-1,PCF,O,2026-02-20\n")
    for month in ["01", "02", "03"] { estate.run("bill", "run", "--period", "2026-" + month) }
    // Not 2000.00 × 17 ÷ 31, and not again in February.
    #expect(
      try estate.rows(
        "SELECT fee.code, period - 24312, \"to\" - \"from\", amount_minor, tax_minor FROM bill JOIN fee ON fee.id = fee_id WHERE fee.code IN ('YJ', 'PCF') ORDER BY bill.id"
      ) == ["YJ,0,0,200000,0", "PCF,1,0,3000,170"])
    #expect(estate.held("2026-01-31").count == 1)
    estate.expectSound()
  }

  @Test("money paid ahead for fees is no deposit, unless it is earmarked to it or asked for")
  func offset() throws {
    let estate = Estate.withDeposits()
    estate.run(take + ["--demand"])
    estate.pay("700", by: "K1", for: "A-3", on: "2026-01-05")
    estate.pay("300", by: "K1", on: "2026-01-06", fee: "PCF")
    #expect(estate.run("payment", "offset", "--as-of", "2026-01-31").messages == "offset: 0 offset\n")
    #expect(estate.run("bill", "list", "--columns", "paid").output == "paid\n0.00\n")
    // 700.00 are free, 300.00 are kept for PCF.
    #expect(estate.run("payment", "offset", "--fee", "YJ", "--as-of", "2026-01-31").messages == "offset: 1 offset\n")
    #expect(estate.run("bill", "list", "--columns", "paid").output == "paid\n700.00\n")
    #expect(estate.run("payment", "offset", "--fee", "YJ", "--as-of", "2026-01-31").messages == "offset: 0 offset\n")
    // Paid ahead for the deposit itself.
    let other = Estate.withDeposits()
    other.pay("500", by: "K1", on: "2026-01-05", fee: "YJ")
    other.run(take + ["--demand"])
    #expect(other.run("payment", "offset", "--as-of", "2026-01-31").messages == "offset: 1 offset\n")
    #expect(other.held("2026-01-31", "--by", "fee") == ["YJ,Fit-out deposit,2000.00,500.00,0.00,0.00,500.00"])
    #expect(other.run("payment", "offset", "--fee", "YY").status == 66)
    estate.expectSound()
    other.expectSound()
  }

  @Test("a bank is asked for a deposit only where its fee is named")
  func bank() {
    let estate = Estate.withDeposits(billed: ["2026-01"])
    estate.take("customer", "code,name,bank_name,bank_account,mandate\nK1,One,Bank,6222020000000000001,M1\n")
    estate.run(take + ["--demand"])
    func batch(_ options: String...) -> String {
      estate.run(
        [
          "bank", "batch", "--layout", bankLayout("plain"), "--as-of", "2026-01-31", "--output",
          estate.place("out.csv"),
        ] + options
      )
      .messages
    }
    // 300.00 and 100.00; A-2: 100.00.
    #expect(batch().contains("bank batch: 1 batch, 3 lines, 3 bills"))
    #expect(batch("--fee", "YJ").contains("bank batch: 1 batch, 1 line, 1 bill"))
  }

  @Test("a deduction is an ordinary bill, taxed, paid from the deposit")
  func deduct() throws {
    let estate = Estate.withDeposits()
    estate.takeDeposit()
    let words =
      ["deposit", "deduct", "DP0000001", "--fee", "PCF", "--amount", "350", "--reference", "DS-7"] + by
    let ran = estate.run(words + ["--as-of", "2026-01-20"])
    #expect(ran.messages == "deposit deduct: 1 created, 0 unchanged\n", "\(ran.messages)")
    // 350.00 × 0.06 ÷ 1.06 = 19.811… → 19.81.
    #expect(
      estate.run("bill", "list", "--where", "fee=PCF", "--columns", "room,customer,class,amount,tax,paid,state,deposit")
        .output
        == "room,customer,class,amount,tax,paid,state,deposit\nA-1,K1,one-off,350.00,19.81,350.00,paid,DP0000001\n")
    let digest = try estate.digest()
    #expect(estate.run(words + ["--as-of", "2026-01-20"]).messages == "deposit deduct: 0 created, 1 unchanged\n")
    #expect(try estate.digest() == digest)
    let other = estate.run(words + ["--as-of", "2026-01-21"])
    #expect(other.status == 65 && other.messages.contains("the reference is on another deduction already"))
    #expect(estate.held("2026-01-19").map { $0.hasSuffix("2000.00,0.00,0.00,2000.00") } == [true])
    #expect(estate.held("2026-01-20") == ["DP0000001,YJ,A-1,K1,One,2026-01-10,2000.00,2000.00,350.00,0.00,1650.00"])
    // What it paid is received in the roll-forward of its fee; revenue and tax are the bill's.
    #expect(estate.rollforward("PCF", "2026-01") == "0.00,350.00,0.00,350.00,0.00,0.00,0.00")
    let revenue = estate.table(["report", "revenue", "--period", "2026-01"])
    #expect(revenue.value("net", where: "group", is: "PCF") == "330.19")
    // A run of the month leaves the deduction alone, and the customer's account shows it paid.
    #expect(estate.run("bill", "run", "--period", "2026-01").messages.contains("5 created"))
    let account = estate.run("customer", "statement", "K1", "--from", "2026-01-01", "--to", "2026-01-31")
    #expect(account.output.contains("Paid from deposit, Fit-out deposit"), "\(account.messages)")
    estate.expectSound()
  }

  @Test("a deduction stands in the way of no other bill, and nobody else comes to owe it")
  func besides() {
    let estate = Estate.withDeposits()
    estate.takeDeposit()
    let words = ["deposit", "deduct", "DP0000001", "--fee", "WYF", "--amount", "350", "--reference", "DS-8"] + by
    #expect(estate.run(words + ["--as-of", "2026-01-20"]).status == 0)
    let opened = estate.run(
      ["bill", "open", "-"],
      input: """
        room,customer,fee,period,from,amount,due_on,reference
        A-1,K1,WYF,2026-01,2026-01-20,30.00,2026-01-31,OLD-1

        """)
    #expect(opened.messages.contains("1 created"), "\(opened.messages)")
    estate.take("customer", "code,name\nK9,Nine\n")
    let move = estate.run("room", "transfer", "A-1", "--to", "K9", "--on", "2026-01-15")
    #expect(move.status == 0 && !move.messages.contains("went to K1"), "\(move.messages)")
  }

  @Test("arrears are paid from a deposit too")
  func arrears() throws {
    let estate = Estate.withDeposits(billed: ["2026-01"])
    estate.takeDeposit()
    let bill = estate.bill("A-1", "WYF", "2026-01")
    let words = ["deposit", "deduct", "DP0000001", "--bill", bill, "--reference", "M-1"] + by
    #expect(estate.run(words + ["--as-of", "2026-02-02"]).messages == "deposit deduct: 1 created, 0 unchanged\n")
    #expect(estate.run(words + ["--as-of", "2026-02-02"]).messages == "deposit deduct: 0 created, 1 unchanged\n")
    #expect(
      estate.run("deduction", "list", "--columns", "deposit,amount").output == "deposit,amount\nDP0000001,300.00\n")
    #expect(
      estate.run(
        ["deposit", "deduct", "DP0000001", "--bill", bill, "--reference", "M-2"] + by + ["--as-of", "2026-02-02"]
      ).messages.contains("only 0.00 is open"))
    let another = estate.bill("A-3", "WYF", "2026-01")
    #expect(
      estate.run(
        ["deposit", "deduct", "DP0000001", "--bill", another, "--reference", "M-3"] + by + ["--as-of", "2026-02-02"]
      )
      .messages.contains("\(another) is no ordinary bill of the deposit's customer"))
    estate.expectSound()
  }

  @Test("a refund names the receipt, and never takes more than is held")
  func refund() throws {
    let estate = Estate.withDeposits()
    estate.takeDeposit()
    let words = [
      "deposit", "refund", "DP0000001", "--method", "bank", "--payee-account", "6222020200012345",
      "--reference", "T-9", "--approver", "wang", "--as-of", "2026-03-01",
    ]
    let bare = estate.run(words)
    #expect(bare.status == 64 && bare.messages.contains("its receipts: R0000001"), "\(bare.messages)")
    let wrong = estate.run(words + ["--receipt", "R0000002"])
    #expect(wrong.status == 65 && wrong.messages.contains("R0000002 is no receipt of this deposit"))
    let above = estate.run(words + ["--receipt", "R1", "--amount", "2000.01"])
    #expect(above.status == 65 && above.messages.contains("DP0000001: only 2000.00 is held on 2026-03-01"))
    let early = estate.run(Array(words.dropLast()) + ["2026-01-09", "--receipt", "R0000001"])
    #expect(early.messages.contains("only 0.00 is held on 2026-01-09"))
    let good = words + ["--receipt", "R0000001", "--amount", "1200"]
    #expect(estate.run(good).messages == "deposit refund: 1 created, 0 unchanged\n")
    let digest = try estate.digest()
    #expect(estate.run(good).messages == "deposit refund: 0 created, 1 unchanged\n")
    #expect(try estate.digest() == digest)
    #expect(
      estate.run(words + ["--receipt", "R0000001", "--amount", "1201"]).messages.contains(
        "the reference is on another refund already"))
    // The same words for prepayment are another refund.
    #expect(
      estate.run(
        "payment", "refund", "--customer", "K1", "--amount", "1200", "--method", "bank", "--account",
        "6222020200012345", "--reference", "T-9", "--approver", "wang", "--as-of", "2026-03-01"
      ).messages.contains("the reference is on another refund already"))
    // What is left, without an amount.
    let rest = [
      "deposit", "refund", "DP0000001", "--method", "cash", "--reference", "V-1", "--receipt", "R0000001", "--approver",
      "wang", "--as-of", "2026-03-02",
    ]
    #expect(estate.run(rest).status == 0)
    #expect(estate.held("2026-03-02") == ["DP0000001,YJ,A-1,K1,One,2026-01-10,2000.00,2000.00,0.00,2000.00,0.00"])
    #expect(estate.run("report", "deposits", "--as-of", "2026-03-02").output.split(separator: "\n").count == 1)
    #expect(estate.run("deposit", "list", "--columns", "state").output == "state\nclosed\n")
    #expect(
      estate.run("refund", "list", "--columns", "amount,account,deposit,receipt").output
        == "amount,account,deposit,receipt\n1200.00,6222********2345,DP0000001,R0000001\n800.00,,DP0000001,R0000001\n")
    var more = rest
    more[6] = "V-2"
    #expect(estate.run(more).messages.contains("nothing is held of DP0000001"))
    // Paid back in the day's cash; no credit on the customer's account.
    let cash = estate.table(["report", "cash", "--from", "2026-03-01", "--to", "2026-03-02"])
    #expect(cash.sum("paid_back") == 200_000)
    let account = estate.run("customer", "statement", "K1", "--from", "2026-01-01", "--to", "2026-03-31")
    #expect(account.output.contains("Balance due to us: ¥0.00"), "\(account.output)")
    estate.expectSound()
  }

  @Test("without a printed receipt there is nothing to hand back yet")
  func noReceipt() {
    let estate = Estate.withDeposits()
    estate.run(take + ["--demand"])
    estate.pay("2000", by: "K1", on: "2026-01-10")
    let ran = estate.run(
      "deposit", "refund", "DP0000001", "--method", "cash", "--reference", "V-1", "--approver", "wang",
      "--as-of", "2026-03-01")
    #expect(ran.status == 65 && ran.messages.contains("no receipt was printed for P0000001"))
    #expect(ran.messages.contains("pm payment receipt P0000001"))
  }
}
