// Late fees, offsets and negative lines, from files to bills.
import PMCommands
import Testing

@Suite("late fees and offsets")
struct MoneyLateTests {
  @Test("300.00 due on 01-31 costs 4.50 by 03-02; 100.00 paid on 02-11 makes it 3.55")
  func example() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("300", by: "K1", for: "A-1", on: "2026-01-10", fee: "WYF")
    estate.pay("300", by: "K3", for: "A-2", on: "2026-01-10")
    let late = estate.run("bill", "late", "--as-of", "2026-03-02")
    #expect(late.messages == "late: 1 created, 0 lowered\n")
    #expect(try estate.lateLines() == ["A-3,41,450,0"])
    #expect(
      try estate.rows(
        "SELECT period, \"from\" = \"to\", due_on = \"to\", tax_minor, principal_id IS NOT NULL FROM bill WHERE class = 'late'"
      ) == ["24314,1,1,25,1"])
    let again = estate.run("bill", "late", "--as-of", "2026-03-02")
    #expect(again.messages == "late: 0 created, 0 lowered\n")
    // Booked late: the fee falls to 3.55, and the difference settles the first line.
    estate.pay("100", by: "K2", on: "2026-02-11")
    let lowered = estate.run("bill", "late", "--as-of", "2026-03-02")
    #expect(lowered.messages == "late: 1 created, 1 lowered\n")
    #expect(try estate.lateLines() == ["A-3,41,450,95", "A-3,41,-95,-95"])
    try estate.expectBalanced()
  }

  @Test("a lowered fee that was paid already becomes prepayment")
  func loweredAfterPaid() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.run("bill", "late", "--as-of", "2026-03-02")
    estate.pay("304.50", by: "K2", on: "2026-03-02")
    estate.pay("1", by: "K2", on: "2026-01-05")
    #expect(try estate.prepaid() == ["K2,,100"])
    estate.run("payment", "offset", "--as-of", "2026-03-02")
    #expect(
      estate.run("bill", "late", "--as-of", "2026-03-02").messages == "late: 0 created, 0 lowered\n"
    )
    // The bill itself was paid on 03-02; an older payment that is booked now is only prepayment.
    #expect(try estate.settled() == ["A-3,WYF,recurring,30000,30000", "A-3,WYF,late,450,450"])
    try estate.expectBalanced()
  }

  @Test("daily runs add up to one run")
  func daily() throws {
    let daily = Estate(billed: ["2026-01"])
    let once = Estate(billed: ["2026-01"])
    for estate in [daily, once] { estate.pay("77.77", by: "K2", on: "2026-02-05") }
    for day in 1...28 {
      daily.run("bill", "late", "--as-of", "2026-02-" + (day < 10 ? "0" : "") + "\(day)")
    }
    once.run("bill", "late", "--as-of", "2026-02-28")
    let sum =
      "SELECT principal_id, sum(amount_minor) FROM bill WHERE class = 'late' GROUP BY 1 ORDER BY 1"
    #expect(try daily.rows(sum) == once.rows(sum))
    #expect(try once.rows(sum).count == 3)
  }

  @Test("an earlier day posts nothing for a bill with a later line")
  func earlier() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.run("bill", "late", "--as-of", "2026-03-02")
    let digest = try estate.digest()
    #expect(
      estate.run("bill", "late", "--as-of", "2026-02-10").messages == "late: 0 created, 0 lowered\n"
    )
    #expect(try estate.digest() == digest)
  }

  @Test("a dry run says what it would do and does nothing")
  func dryRun() throws {
    let estate = Estate(billed: ["2026-01"])
    let digest = try estate.digest()
    let ran = estate.run(
      "bill", "late", "--as-of", "2026-03-02", "--dry-run", "--detailed-exit-code")
    #expect(ran.status == 3)
    #expect(ran.messages == "late: 3 created, 0 lowered (dry run, rolled back)\n")
    #expect(try estate.digest() == digest)
  }

  @Test("money held since before the due date bears no late fee")
  func offsetValueDate() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("650", by: "K2", on: "2026-01-10")
    estate.run("bill", "run", "--period", "2026-02")
    let offset = estate.run("payment", "offset", "--as-of", "2026-03-20")
    #expect(offset.messages == "offset: 1 offset\n")
    // Value date 02-28, the due date; posted on 03-20.
    #expect(
      try estate.rows(
        "SELECT value_on, posted_on, amount_minor FROM allocation WHERE kind = 'offset'")
        == ["20512,20532,30000"])
    let digest = try estate.digest()
    #expect(
      estate.run("payment", "offset", "--as-of", "2026-03-20").messages == "offset: 0 offset\n")
    #expect(try estate.digest() == digest)
    estate.run("bill", "late", "--as-of", "2026-03-20")
    #expect(try estate.lateLines().contains { $0.hasPrefix("A-3") } == false)
    #expect(try estate.prepaid() == ["K2,,5000"])
    try estate.expectBalanced()
  }

  @Test("earmarked prepayment goes first, then the free one, each oldest first")
  func offsetOrder() throws {
    let estate = Estate(billed: [])
    estate.pay("10", by: "K2", on: "2026-01-03")
    estate.pay("20", by: "K2", on: "2026-01-02")
    estate.pay("30", by: "K2", on: "2026-01-04", fee: "WYF")
    estate.pay("40", by: "K2", on: "2026-01-01", fee: "TCF")
    estate.pay("900", by: "K2", on: "2026-02-01")
    estate.run("bill", "run", "--period", "2026-01")
    estate.run("payment", "offset", "--as-of", "2026-01-20")
    #expect(
      try estate.rows("SELECT amount_minor FROM allocation ORDER BY id") == [
        "3000", "2000", "1000",
      ])
    #expect(try estate.prepaid() == ["K2,TCF,4000", "K2,,90000"])
  }

  @Test("a credit settles the same customer, room and fee; its rest is prepayment")
  func credit() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.take("fee", "code,name,class\nSF,Water,metered\n")
    estate.take("tariff", "code,fee,valid_from,method,price\nT3,SF,2020-01-01,per_unit,2\n")
    estate.take("charge", "room,fee,tariff,from,payer\nA-1,SF,T3,2026-01-01,owner\n")
    estate.take("meter", "code,room,kind,fee,installed_on,initial\nW-1,A-1,water,SF,2025-12-31,0\n")
    estate.take("meter read", "meter,read_on,reading,kind\nW-1,2026-01-31,50,estimated\n")
    estate.run("bill", "run", "--period", "2026-01")
    estate.pay("80", by: "K1", on: "2026-02-01", fee: "SF")
    // 50 were estimated, 20 used: 60.00 back, of which 20.00 settle what is open.
    estate.take("meter read", "meter,read_on,reading,kind\nW-1,2026-02-20,20,actual\n")
    estate.run("bill", "run", "--period", "2026-02")
    #expect(
      try estate.settled() == ["A-1,SF,metered,10000,10000", "A-1,SF,metered,-6000,-6000"])
    #expect(try estate.prepaid() == ["K1,,4000"])
    #expect(
      try estate.rows("SELECT kind, amount_minor, value_on FROM allocation WHERE kind = 'netting'")
        == ["netting,2000,20504", "netting,-6000,20504"])
    let report = estate.run("report", "rollforward", "--period", "2026-02").output
    #expect(report.contains("SF,100.00,-60.00,0.00,40.00,0.00,0.00,0.00\n"), "\(report)")
    try estate.expectBalanced()
  }

  @Test("late fees of a year typed wrong are asked about, those of a month that is rehearsed are not")
  func yearTypedWrong() throws {
    let estate = Estate(billed: ["2026-01"])
    func late(_ day: String, _ options: String...) -> Ran {
      estate.run(as: "tester", ["bill", "late", "--as-of", day] + options, today: "2026-02-20")
    }
    let digest = try estate.digest()
    let ran = late("2027-02-28")
    #expect(ran.status == 64)
    #expect(
      ran.messages
        == "pm: late fees through 2027-02-28: today is 2026-02-20, and 2026-01 the last month billed\n  say --yes where nobody can be asked\n  see pm bill late --help\n"
    )
    // The month after the next is as far.
    #expect(late("2026-03-01").status == 64)
    #expect(late("2027-02-28", "--dry-run").messages.contains("late: 3 created"))
    let batch = estate.run(
      as: "tester", ["batch"], today: "2026-02-20",
      input: #"["bill", "late", "--as-of", "2027-02-28"]"#)
    #expect(batch.output.contains(#""status":64"#) && batch.output.contains("needs-yes"), "\(batch.output)")
    #expect(try estate.digest() == digest)
    #expect(late("2026-02-28").messages.hasSuffix("late: 3 created, 0 lowered\n"))
    let meant = late("2027-02-28", "--yes")
    #expect(meant.status == 0, "\(meant.messages)")
    #expect(meant.messages.hasPrefix("warning: --as-of 2027-02-28 is later than today, 2026-02-20\nlate: 3 created"))
  }

  @Test("arrears of a day past leave out what was settled later")
  func arrears() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.pay("100", by: "K2", on: "2026-02-11")
    estate.run("bill", "late", "--as-of", "2026-03-02")
    let header = "room,customer,fee,principal,late_fee,oldest_due_on,days_overdue\n"
    func arrears(_ day: String) -> [String] {
      estate.run("report", "arrears", "--as-of", day).output.split(separator: "\n").map(String.init)
        .filter { $0.hasPrefix("A-3") }
    }
    #expect(arrears("2026-02-10") == ["A-3,K2,WYF,300.00,0.00,2026-01-31,10"])
    #expect(arrears("2026-02-11") == ["A-3,K2,WYF,200.00,0.00,2026-01-31,11"])
    #expect(arrears("2026-03-02") == ["A-3,K2,WYF,200.00,3.55,2026-01-31,30"])
    #expect(estate.run("report", "arrears", "--as-of", "2026-01-01").output == header)
    #expect(
      estate.run("report", "arrears", "--as-of", "2026-01-01", "--format", "json").output == "[]\n")
    let chinese = estate.run("report", "arrears", "--as-of", "2026-03-02", "--lang", "zh").output
    #expect(chinese.hasPrefix("房号,客户编号,费用编码,本金,违约金,最早缴费期限,逾期天数\n"))
  }
}
