// What is said when a room, a charge or a late policy is changed after bills were made by it.
import PMCommands
import Testing

@Suite("Bills that a change has overtaken")
struct OvertakenTests {
  @Test("a charge that is ended inside billed days names each bill, what it would be, and a remedy that works")
  func ended() throws {
    let estate = Estate(billed: ["2026-01", "2026-02"])
    let bills = try estate.rows("SELECT printf('B%07d', id) FROM bill WHERE room_id = 3 ORDER BY id")
    let set = ["charge", "set", "A-3,,WYF,2026-01-01", "to=2026-01-15"]
    let ran = estate.run(set)
    // 300.00 × 15 ÷ 31.
    #expect(
      ran.messages == """
        warning: \(bills[0]) of WYF 2026-01 (300.00) was made before this change and stays as made; by today's records it is 145.16: pm bill adjust \(bills[0]) --reissue --reason TEXT
        warning: \(bills[1]) of WYF 2026-02 (300.00) was made before this change and stays as made; today's records make no such line: pm bill adjust \(bills[1]) --reason TEXT
        set: 0 created, 1 updated, 0 unchanged, 0 rejected

        """)
    #expect(!estate.run(set).messages.contains("warning"))
    for words in [["--reissue"], []] {
      let bill = words.isEmpty ? bills[1] : bills[0]
      #expect(estate.run(["bill", "adjust", bill, "--reason", "left", "--as-of", "2026-02-10"] + words).status == 0)
    }
    #expect(
      try estate.rows("SELECT sum(amount_minor) FROM bill WHERE room_id = 3") == ["14516"])
    #expect(estate.run("db", "check").status == 0)
  }

  @Test("a payer and a factor of a file are told; a due day and days to come are not")
  func charges() {
    let estate = Estate(billed: ["2026-01"])
    let file = "room,fee,tariff,from,payer,factor\nA-2,WYF,T1,2026-01-01,owner,\nA-3,WYF,T1,2026-01-01,owner,0.5\n"
    let ran = estate.take("charge", file, "--lang", "zh")
    #expect(
      ran.messages.contains("（WYF 2026-01，300.00）在此变更之前已出账，仍按原样不变；按现有资料应为 300.00，应缴人 K1：pm bill adjust B"),
      "\(ran.messages)")
    #expect(ran.messages.contains("按现有资料应为 150.00：pm bill adjust B"), "\(ran.messages)")
    let other = Estate(billed: ["2026-01"])
    for change in ["due_day=10", "to=2026-01-31", "to=2026-12-31"] {
      let ran = other.run("charge", "set", "A-3,,WYF,2026-01-01", change)
      #expect(ran.messages == "set: 0 created, 1 updated, 0 unchanged, 0 rejected\n")
    }
    let zh = other.run("charge", "set", "A-3,,WYF,2026-01-01", "to=2026-01-01", "--lang", "zh")
    #expect(zh.messages.contains("按现有资料应为 9.68：pm bill adjust"), "\(zh.messages)")
    let none = Estate(billed: ["2026-02"])
    let gone = none.run("charge", "set", "A-3,,WYF,2026-01-01", "to=2026-01-31", "--lang", "zh")
    #expect(gone.messages.contains("按现有资料不应有此账单：pm bill adjust"), "\(gone.messages)")
  }

  @Test("an area put right is told of the fees that go by it, typed or out of a file, and nothing else is")
  func areas() {
    let estate = Estate(BillRunTests.estate)
    estate.take("charge", "scope,fee,tariff,from\nHY,WYF,W1,2026-01-01\n")
    estate.run("bill", "run", "--period", "2026-01")
    for change in ["household_size=5", "status=vacant", "note=x"] {
      #expect(!estate.run("room", "set", "1-01", change).messages.contains("warning"), "\(change)")
    }
    let told =
      "B0000001 of WYF 2026-01 (200.00) was made before this change and stays as made; by today's records it is 180.00: pm bill adjust B0000001 --reissue --reason TEXT"
    #expect(estate.run("room", "set", "1-01", "floor_area=90", "--dry-run").messages.contains(told))
    let file = estate.take("room", "code,floor_area\n1-01,90\n1-02,50\n")
    #expect(file.messages.contains(told) && !file.messages.contains("B0000002"), "\(file.messages)")
    // What a bill was corrected to is what it should be.
    estate.run("bill", "adjust", "B0000001", "--amount", "20", "--reason", "area", "--as-of", "2026-02-01")
    #expect(!estate.run("room", "set", "1-01", "household_size=4").messages.contains("warning"))
  }

  @Test("of more than a hundred bills the latest are compared, and the others counted")
  func many() {
    let estate = Estate(BillRunTests.estate)
    let rooms = (1...101).map { "X-\($0),GC,10,occupied,K3,业主丙\n" }.joined()
    estate.take("room", "code,community,floor_area,status,owner_code,owner_name\n" + rooms)
    estate.take("charge", "scope,fee,tariff,from\nGC,WYF,W1,2026-01-01\n")
    estate.run("bill", "run", "--period", "2026-01")
    let ran = estate.run("charge", "set", ",GC,WYF,2026-01-01", "factor=0.5")
    let lines = ran.messages.split(separator: "\n")
    #expect(lines.filter { $0.contains("stays as made") }.count == 50)
    #expect(
      lines.contains(
        "warning: older bills that were not compared with this change: 2; pm bill explain NUMBER shows what today's records make of one"
      ),
      "\(lines.suffix(4))")
    let zh = estate.run("charge", "set", ",GC,WYF,2026-01-01", "factor=0.6", "--lang", "zh")
    #expect(zh.messages.contains("未与此变更比对的较早账单：2 笔；可用 pm bill explain"))
  }

  // MARK: Late fees

  @Test("terms of late fees that change say what they charge anew, which the next late run does")
  func terms() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.run("bill", "late", "--as-of", "2026-02-10")
    estate.pay("301.50", by: "K2", for: "A-3", on: "2026-02-10")
    func on(_ day: String, _ words: String...) -> Ran { estate.run(as: "tester", words, today: day) }
    let set = on("2026-02-11", "late-policy", "set", "LP", "daily_rate=0.001")
    // 300.00 × 0.0005 × 11 of two, × 10 of the one that was paid; twice that by the new rate.
    #expect(
      set.messages.hasPrefix(
        "warning: WYF: pm bill late charges the late fees of 3 bills, paid or not, anew from their first day by these terms: through 2026-02-11 9.60 in place of 4.80; to have them for later bills only, set the old terms again and let new charges name another fee with a late policy of its own\n"
      ),
      "\(set.messages)")
    #expect(!on("2026-02-11", "late-policy", "set", "LP", "daily_rate=0.001").messages.contains("warning"))
    let asOf = on("2026-02-20", "late-policy", "set", "LP", "daily_rate=0.0005", "--as-of", "2026-02-11", "--dry-run")
    #expect(asOf.messages.contains("through 2026-02-11 4.80 in place of 9.60"), "\(asOf.messages)")
    estate.run("bill", "late", "--as-of", "2026-02-11")
    func posted() throws -> [String] {
      try estate.rows("SELECT sum(amount_minor) FROM bill WHERE principal_id IS NOT NULL")
    }
    #expect(try posted() == ["960"])
    // Back again: the old terms, and what was charged too much is taken back.
    let back = on(
      "2026-02-11", "late-policy", "import", estate.file("p.csv", "code,daily_rate\nLP,0.0005\n"), "--lang", "zh")
    #expect(
      back.messages.contains("WYF：pm bill late 将按新规则从首日起重算 3 笔账单（不论是否缴清）的违约金：截至 2026-02-11 应计 4.80，原为 9.60"),
      "\(back.messages)")
    estate.run("bill", "late", "--as-of", "2026-02-12")
    #expect(try posted() == ["510"])
    #expect(estate.run("db", "check").status == 0)
  }

  @Test("another policy of a fee is told, too; none, and terms of nothing overdue, are not")
  func policies() {
    let estate = Estate(billed: ["2026-01"])
    func on(_ day: String, _ words: String...) -> String {
      estate.run(as: "tester", words, today: day).messages
    }
    #expect(!on("2026-01-31", "late-policy", "set", "LP", "daily_rate=0.002").contains("warning"))
    #expect(!on("2026-02-10", "fee", "set", "WYF", "late_policy=").contains("warning"))
    // 300.00 × 0.002 × 10 of three.
    let again = on("2026-02-10", "fee", "set", "WYF", "late_policy=LP")
    #expect(again.contains("through 2026-02-10 18.00 in place of 0.00"), "\(again)")
    #expect(!on("2026-02-10", "late-policy", "add", "code=L2", "daily_rate=0.003").contains("warning"))
  }
}
