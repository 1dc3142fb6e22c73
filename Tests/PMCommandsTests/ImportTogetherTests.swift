// Rows that mean one record, headings as they stand in the file, and names in the place of codes.
import PMCommands
import Testing

@Suite("Rows of one record")
struct ImportTogetherTests {
  private static let orgs = "code,kind,name,parent\nHY,community,花园,\nCS,community,城市,\n"

  private func estate() -> Estate { Estate([("org", Self.orgs)]) }

  /// What is said, without the remedies and the last lines.
  private func findings(_ ran: Ran) -> [String] {
    ran.messages.split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("  ") && !$0.contains("refused, nothing") && !$0.hasPrefix("import:") }
  }

  @Test("two rows of one key fall together, and each names the other")
  func fallTogether() {
    let estate = estate()
    let rooms = "code,community,owner_name\n1-1,HY,张三\n1-2,HY,李四\n1-1,HY,王五\n"
    let path = estate.file("bad.csv", "")
    let ran = estate.take("room", rooms, "--keep-going", "--rejects", path)
    #expect(
      findings(ran) == [
        "input.csv:2:1: code: the same room as in line 4",
        "input.csv:4:1: code: the same room as in line 2",
      ])
    #expect(
      ran.messages.hasSuffix(
        "import: 1 created, 0 updated, 0 unchanged, 2 rejected, 1 customer created, 1 occupancy created\n"))
    #expect(estate.run("room", "list", "--columns", "code").output == "code\n1-2\n")
    // The mended file makes one owner, not two.
    estate.file("bad.csv", "code,community,owner_name\n1-1,HY,王五\n")
    #expect(estate.run("room", "import", path).status == 0)
    #expect(
      estate.run("occupancy", "list", "--columns", "room", "--where", "room=1-1").output == "room\n1-1\n")
  }

  @Test("two readings of one meter and day name each other, and what they share")
  func readings() {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,Garden\n"), ("fee", "code,name,class\nSF,Water,metered\n"),
      ("room", "code,community\nA-1,HY\n"),
      ("meter", "code,room,fee,installed_on,initial\nW,A-1,SF,2026-08-31,0\n"),
    ])
    let file = "meter,read_on,reading\nW,2026-09-30,20\nW,2026/9/30,21\n"
    #expect(
      estate.take("meter read", file).messages == """
        input.csv:2:1: meter: the same reading (meter, read_on) as in line 3
          leave one of the two rows out
        input.csv:3:1: meter: the same reading (meter, read_on) as in line 2
          leave one of the two rows out
        input.csv: 2 rows refused, nothing was imported
          mend the file, or import the good rows with --keep-going --rejects FILE

        """)
    #expect(
      estate.take("meter read", file, "--lang", "zh").messages.hasPrefix(
        "input.csv:2:1: meter: 与第 3 行为同一抄表记录（表号、抄表日期）\n"))
  }

  @Test("a third row of the key falls, too, and each is told once")
  func three() {
    let ran = estate().take("room", "code,community\n1-1,HY\n1-1,HY\n1-1,HY\n", "--keep-going")
    #expect(
      findings(ran) == [
        "input.csv:2:1: code: the same room as in line 3",
        "input.csv:3:1: code: the same room as in line 2",
        "input.csv:4:1: code: the same room as in line 3",
      ])
    #expect(ran.messages.contains("0 created, 0 updated, 0 unchanged, 3 rejected"))
  }

  @Test("a second row is told also where another cell of the first is bad")
  func badAndRepeated() {
    let ran = estate().take("room", "code,community,floor_area\n1-1,HY,12O\n1-1,HY,90\n1-2,XX,1\n1-2,HY,1\n")
    #expect(
      findings(ran) == [
        "input.csv:2:1: code: the same room as in line 3",
        "input.csv:2:3: floor_area: \"12O\" is not a decimal number",
        "input.csv:3:1: code: the same room as in line 2",
        "input.csv:4:1: code: the same room as in line 5",
        "input.csv:4:2: community: \"XX\" is no known community",
        "input.csv:5:1: code: the same room as in line 4",
      ])
  }

  @Test("two payments under one reference are told by their reference")
  func payments() {
    let estate = estate()
    estate.take("room", "code,community,owner_name\n1-1,HY,张三\n")
    let ran = estate.take(
      "payment",
      "room,paid_on,method,amount,交易单号\n1-1,2026-10-01,bank,5,R1\n1-1,2026-10-02,bank,x,R1\n1-1,2026-10-02,bank,7,R2\n")
    #expect(
      findings(ran) == [
        "input.csv:2:5: 交易单号 (reference): the same payment as in line 3",
        "input.csv:3:4: amount: \"x\" is not a decimal number",
        "input.csv:3:5: 交易单号 (reference): the same payment as in line 2",
      ])
  }

  @Test(
    "what one row of an owner leaves empty, another one says",
    arguments: [
      ("K1,张三,,13900000001\n", "K1,张三,110101199003077715,\n"),
      ("K1,张三,110101199003077715,\n", "K1,张三,,13900000001\n"),
    ])
  func blanks(first: String, second: String) throws {
    let estate = estate()
    let heading = "code,community,owner_code,owner_name,owner_id_number,owner_phone\n"
    let rooms = heading + "1-1,HY," + first + "1-2,HY," + second
    #expect(estate.take("room", rooms).status == 0)
    #expect(
      estate.run("customer", "list", "--columns", "code,name,id_number,phone", "--reveal").output
        == "code,name,id_number,phone\nK1,张三,110101199003077715,13900000001\n")
    let digest = try estate.digest()
    #expect(estate.take("room", rooms).status == 0)
    #expect(try estate.digest() == digest)
  }

  @Test("an owner without a code whose rows fill each other's gaps is one customer")
  func blanksWithoutCode() {
    let estate = estate()
    let rooms = """
      房号,小区,业主,手机号,身份证
      1-1,HY,张三,13900000001,
      1-2,HY,张三,13900000001,110101199003077715

      """
    #expect(estate.take("room", rooms).status == 0)
    #expect(
      estate.run("customer", "list", "--columns", "code,id_number", "--reveal").output
        == "code,id_number\nC000001,110101199003077715\n")
  }

  @Test("rows that contradict each other fall together, and with them the rows that agree with one")
  func contradictions() {
    let estate = estate()
    estate.take("room", "code,community\n1-1,HY\n1-2,HY\n1-3,HY\n1-4,HY\n")
    let customers = """
      code,name,birthday,room,role,from
      K1,张三,1990-01-01,1-1,owner,2026-01-01
      K1,张三,1990-01-01,1-2,owner,2026-01-01
      K1,张三,1991-01-01,1-3,owner,2026-01-01
      K2,李四,,1-4,owner,2026-01-01

      """
    let ran = estate.take("customer", customers, "--keep-going")
    #expect(
      findings(ran) == [
        "input.csv:2:3: birthday: differs from line 4, which means the same customer",
        "input.csv:3: agrees with line 2, which another row contradicts",
        "input.csv:4:3: birthday: differs from line 2, which means the same customer",
      ])
    #expect(estate.run("customer", "list", "--columns", "code").output == "code\nK2\n")
  }

  @Test("the summary counts rooms, owners and occupancies apart, in both languages")
  func summary() {
    let rooms = "code,community,owner_name\n1-1,HY,张三\n1-2,HY,李四\n"
    let estate = estate()
    #expect(
      estate.take("room", rooms, "--dry-run", "--lang", "zh").messages
        == "import: 新增 2，更新 0，未变 0，拒收 0，客户新增 2，入住关系新增 2（试运行，已回滚）\n")
    #expect(
      estate.take("room", rooms, "--format", "json").output
        == #"{"command":"import","created":2,"updated":0,"unchanged":0,"rejected":0,"customer_created":2,"occupancy_created":2,"dry_run":false}"#
        + "\n")
    #expect(
      estate.take("room", rooms).messages
        == "import: 0 created, 0 updated, 2 unchanged, 0 rejected, 0 customers created, 2 customers unchanged, 0 occupancies created, 2 occupancies unchanged\n"
    )
  }

  @Test("a message names the heading of the file, and pm's column where it has another name")
  func headings() {
    let ran = estate().take(
      "room", "*房号,小区,建筑面积（㎡）,floor\n1-1,HY,大,x\n")
    #expect(
      findings(ran) == [
        "input.csv:2:3: 建筑面积（㎡） (floor_area): \"大\" is not a decimal number",
        "input.csv:2:4: floor: \"x\" is not a decimal number",
      ])
    let json = estate().take("room", "房号,小区,面积\n1-1,HY,大\n", "--format", "json")
    #expect(json.messages.contains(#""column_name":"floor_area","heading":"面积","#))
  }

  @Test(
    "a name in the place of a code is answered with the code",
    arguments: [
      ("城市", "write the code: 城市 is the name of CS"), ("东方明珠", ""),
      ("HX", "did you mean HY?"), ("花圆", "write the code: 花园 is the name of HY"),
    ])
  func names(typed: String, hint: String) {
    let estate = estate()
    let ran = estate.take("room", "code,community\n1-1,\(typed)\n")
    #expect(ran.status == 65)
    #expect(hint.isEmpty ? !ran.messages.contains("  write the") : ran.messages.contains("  " + hint + "\n"))
    let list = estate.run("room", "list", "--scope", typed)
    #expect(list.status == 66)
    let quoted = hint.replacing("mean HY", with: "mean \"HY\"")
    #expect(hint.isEmpty || list.messages.contains("  " + quoted + "\n"))
  }

  @Test("two customers of the name that was typed are both named")
  func twoOfOneName() {
    let estate = estate()
    estate.take("customer", "code,name\nK1,张三\nK2,张三\n")
    #expect(
      estate.run("customer", "show", "张三").messages == """
        pm: there is no customer "张三"
          write the code: 张三 is the name of K1, K2

        """)
  }

  @Test(
    "a rate that is no fraction is answered with the fraction",
    arguments: [
      ("6%", "write it as a fraction: 0.06"), ("6.5％", "write it as a fraction: 0.065"),
      ("600%", "write a fraction, such as 0.06 for 6 %"), ("six", "write a fraction, such as 0.06 for 6 %"),
      ("6", "write a fraction from 0 to 1, such as 0.06 for 6 %"),
    ])
  func rates(typed: String, hint: String) {
    let ran = Estate().run("fee", "add", "code=X", "name=x", "class=recurring", "tax_rate=" + typed)
    #expect(ran.status == 65)
    #expect(ran.messages.contains("  " + hint + "\n"))
  }

  @Test("a sum that may be negative is answered with one that is")
  func sums() {
    let ran = estate().take("ticket", "number,kind,created_at,cost\nWX-202610-0001,repair,2026-10-01 09:00,x\n")
    #expect(ran.messages.contains("  write digits with an optional minus and decimals, such as -12.50\n"))
  }

  @Test("days to come are let pass with a warning that names them and today; --strict refuses them")
  func future() {
    let estate = estate()
    estate.take("room", "code,community,status,owner_name\n1-1,HY,occupied,张三\n")
    estate.take("fee", "code,name,class\nSF,水费,metered\n")
    estate.take("meter", "code,room,fee,installed_on\nW1,1-1,SF,2026-01-01\n")
    let readings = "meter,抄表日期,reading\nW1,2199-01-31,5\n"
    let warning = "input.csv:2:2: 抄表日期 (read_on): warning: \"2199-01-31\" is later than today, 2"
    let read = estate.take("meter read", readings)
    #expect(read.status == 0)
    #expect(read.messages.contains(warning))
    #expect(estate.take("meter read", readings).messages.contains("1 unchanged"))
    let strict = estate.take("meter read", readings, "--strict")
    #expect(strict.status == 65)
    #expect(strict.messages.hasPrefix(warning.split(separator: "warning: ").joined()))
    let paid = estate.take("payment", "room,paid_on,method,amount,reference\n1-1,2199-01-31,bank,5,R1\n")
    #expect(paid.status == 0)
    #expect(paid.messages.contains("paid_on: warning: \"2199-01-31\" is later than today, 2"))
    let typed = estate.run("payment", "add", "room=1-1", "paid_on=2199-01-31", "method=cash", "amount=5", "--yes")
    #expect(typed.messages.contains("paid_on: warning: \"2199-01-31\" is later than today, 2"))
    for words in [["bill", "late"], ["payment", "offset"], ["bill", "run", "--period", "2026-10"]] {
      let ran = estate.run(words + ["--as-of", "2199-02-01"])
      #expect(ran.messages.hasPrefix("warning: --as-of 2199-02-01 is later than today, 2"))
    }
    #expect(!estate.run("report", "arrears", "--as-of", "2199-02-01").messages.contains("today"))
    let rehearsal = estate.run(as: "tester", ["bill", "late", "--as-of", "2026-02-01"], today: "2026-01-31")
    #expect(rehearsal.messages.hasPrefix("warning: --as-of 2026-02-01 is later than today, 2026-01-31\n"))
    let wrong = estate.run(as: "tester", ["bill", "late"], today: "soon")
    #expect(wrong.status == 64)
    #expect(wrong.messages.hasPrefix("pm: $PM_TODAY is no date such as 2026-10-31\n"))
    #expect(!estate.run("bill", "late", "--as-of", "2026-10-31").messages.contains("today"))
  }

  @Test("a room with an owner and a day of delivery that stands as unsold is told, with the remedy")
  func unsold() {
    let estate = estate()
    let one = estate.take(
      "room", "code,community,delivered_on,owner_name\n1-1,HY,2026-01-01,张三\n1-2,HY,2026-01-01,\n1-3,HY,,李四\n")
    #expect(
      one.messages.contains(
        "warning: room 1-1 has an owner and a day of delivery but stands as unsold, so that nothing is billed: pm room set 1-1 status=delivered\n"
      ))
    estate.take("room", "code,community,delivered_on,owner_name\n1-4,HY,2026-01-01,张三\n")
    estate.take("fee", "code,name,class\nWYF,物业费,recurring\n")
    estate.take("tariff", "code,fee,valid_from,method,price\nT,WYF,2020-01-01,fixed,5\n")
    estate.take("charge", "scope,fee,tariff,from\nHY,WYF,T,2026-01-01\n")
    #expect(
      estate.run("bill", "run", "--period", "2026-02").messages.contains(
        "warning: 2 rooms have an owner and a day of delivery but stand as unsold, so that nothing is billed (1-1, 1-4): give the column status, or pm room set 1-1 status=delivered\n"
      ))
    for room in ["1-1", "1-4"] { estate.run("room", "set", room, "status=delivered") }
    #expect(!estate.run("bill", "run", "--period", "2026-02").messages.contains("unsold"))
  }
}
