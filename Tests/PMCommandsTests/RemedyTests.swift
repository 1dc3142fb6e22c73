// What is said to an administrator who took the wrong file, the wrong number or the wrong way.
import PMFormat
import Testing

@testable import PMCommands

@Suite("What an administrator is told") struct RemedyTests {
  private static let orgs =
    "code,kind,name,parent\nCO,company,公司,\nC1,centre,一,CO\nC2,centre,二,CO\nHY,community,花园,C1\nB1,building,一栋,HY\n"

  @Test(
    "a file for another record is told as one, instead of heading by heading",
    arguments: [
      ("room", "code,name,class,priority,rate\nWYF,物业费,recurring,1,\n", "fee"),
      ("customer", "编码,名称,费用类别,优先级,税率\nWYF,物业费,recurring,1,\n", "fee"),
      ("fee", "room,fee,tariff,from,payer,timing\nR1,WYF,T1,2026-01-01,owner,advance\n", "charge"),
    ])
  func wrongFile(record: String, text: String, meant: String) {
    let estate = Estate([("org", Self.orgs)])
    let ran = estate.take(record, text)
    #expect(ran.status == 65)
    #expect(ran.messages.contains("headings are columns of \(record)"), "\(ran.messages)")
    #expect(
      ran.messages.contains("is it for pm \(meant) import? Else mend the headings: pm \(record) columns"),
      "\(ran.messages)")
    #expect(
      !ran.messages.contains("--ignore-unknown") && ran.messages.split(separator: "\n").count == 2, "\(ran.messages)")
  }

  @Test("a heading or two that are wrong are told one by one")
  func slips() {
    let ran = Estate([("org", Self.orgs)]).take("room", "code,community,floor_aera,colour\nR1,HY,80,red\n")
    #expect(
      ran.messages.contains("did you mean floor_area?") && ran.messages.contains("unknown column \"colour\""),
      "\(ran.messages)")
  }

  @Test(
    "a heading that is near a column gets it suggested, one with as much that is not gets none, and both may be passed over",
    arguments: [
      (
        "floor_aera", "did you mean floor_area? Else pass over unknown columns with --ignore-unknown",
        "是否为 floor_area？否则用 --ignore-unknown 忽略未知列"
      ),
      ("房屋状太", "did you mean 房屋状态? Else pass over", "是否为 房屋状态？否则用"),
      ("序号", "mend the heading, or pass over unknown columns with --ignore-unknown", "请改正列名，或用 --ignore-unknown 忽略未知列"),
    ])
  func headings(heading: String, en: String, zh: String) {
    let estate = Estate([("org", Self.orgs)])
    let file = "code,community,\(heading)\nR1,HY,1\n"
    for (language, hint) in [("en", en), ("zh", zh)] {
      let ran = estate.take("room", file, "--lang", language)
      #expect(ran.status == 65 && ran.messages.contains("\n  \(hint)"), "\(ran.messages)")
    }
    #expect(estate.take("room", file, "--ignore-unknown").status == 0)
  }

  @Test("a heading that shares half of its characters with a column is none of it")
  func meterHeadings() {
    let ran = Estate().take("meter read", "meter,read_on,reading,抄表类型\nM1,2026-01-31,5,实抄\n")
    #expect(ran.status == 65 && !ran.messages.contains("抄表日期"), "\(ran.messages)")
  }

  @Test(
    "the name of a value goes before another's alias that is as near",
    arguments: [("入住", "did you mean 已入住?"), ("ocupied", "did you mean occupied?"), ("销售", "one of unsold, sold")])
  func values(value: String, hint: String) {
    let ran = Estate([("org", Self.orgs)]).take("room", "房号,小区,房屋状态\nR1,HY,\(value)\n")
    #expect(ran.status == 65 && ran.messages.contains(hint) && !ran.messages.contains("未"), "\(ran.messages)")
  }

  @Test(
    "a file that is no text is named for what it is",
    arguments: [
      ([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0], "input: is a program, not a text file\n  name a CSV, TSV or JSON file\n"),
      (Array("%PDF-1.7\n%\u{E2}".utf8), "input: is a PDF, not a text file\n  name a CSV, TSV or JSON file\n"),
      ([0x89, 0x50, 0x4E, 0x47, 13, 10], "input: is a picture, not a text file\n  name a CSV, TSV or JSON file\n"),
      ([0x1F, 0x8B, 8, 0], "input: is packed, not a text file\n  unpack it first\n"),
    ] as [([UInt8], String)])
  func binary(bytes: [UInt8], told: String) {
    let estate = Estate()
    let ran = estate.run("room", "import", estate.file("input", bytes))
    #expect(ran.status == 65 && ran.messages == told, "\(ran.messages)")
  }

  @Test("a database is no file to import")
  func database() {
    let estate = Estate()
    let ran = estate.run("room", "import", estate.database)
    #expect(ran.status == 65)
    #expect(
      ran.messages
        == "pm.db: is a SQLite database, not a text file\n  export its records first: pm export records, with --db\n",
      "\(ran.messages)")
  }

  @Test("what is wrong with a file comes before what is doubtful in it, and its count last")
  func order() {
    let estate = Estate([("org", Self.orgs)])
    let rows = (1...60).map { "K\($0),甲,110101199003077777,x\n" }.joined()
    let refused = estate.take("customer", "code,name,id_number,rating\n" + rows)
    let lines = refused.messages.split(separator: "\n").filter { !$0.hasPrefix("  ") }
    let firstWarning = lines.firstIndex { $0.contains("warning: ") } ?? -1
    #expect(firstWarning == 51 && lines[50] == "and 10 more findings", "\(refused.messages)")
    #expect(lines.suffix(2).first == "warning: 10 more warnings", "\(lines.suffix(2))")
    #expect(lines.last == "input.csv: 60 rows refused, nothing was imported")
    let kept = estate.take("customer", "code,name,id_number,rating\nK0,甲,110101199003077777,\n" + rows, "--keep-going")
    let told = kept.messages.split(separator: "\n").filter { !$0.hasPrefix("  ") }
    #expect(kept.status == 1 && told.firstIndex { $0.contains("warning: ") } == 51, "\(kept.messages)")
    #expect(told.last == "import: 1 created, 0 updated, 0 unchanged, 60 rejected")
  }

  @Test("counts have no blanks in them")
  func plain() {
    let estate = Estate([("org", Self.orgs)])
    let rows = (1...1200).map { "R\($0),HY\n" }.joined()
    #expect(
      estate.take("room", "code,community\n" + rows).messages
        == "import: 1200 created, 0 updated, 0 unchanged, 0 rejected\n")
  }

  @Test("a receipt's number names the payment")
  func receipts() {
    let estate = Estate(billed: [])
    let taken = estate.run(
      "payment", "add", "room=A-1", "method=cash", "amount=5", "paid_on=2026-01-10", "--as-of", "2026-01-10")
    #expect(taken.status == 0, "\(taken.messages)")
    let ran = estate.run("payment", "receipt", "R0000001")
    #expect(ran.status == 66 && ran.messages.contains("R0000001 is the receipt of payment P0000001"), "\(ran.messages)")
    #expect(!estate.run("payment", "receipt", "R0000009").messages.contains("is the receipt of"))
  }

  @Test("whoever takes his own role as admin, and lets a community leave its centre, is told")
  func leaving() {
    let estate = Estate([("org", Self.orgs)])
    estate.take("staff", "code,name,login,roles\nS1,甲,boss,admin\nS2,乙,wang,admin\n")
    let ran = estate.run(as: "boss", ["org", "set", "HY", "parent=C2"])
    #expect(ran.status == 0)
    #expect(
      ran.messages.contains("warning: HY leaves centre C1 for C2: whoever is kept to C1 sees and bills it no more"),
      "\(ran.messages)")
    #expect(
      estate.run(as: "boss", ["org", "set", "C2", "parent="]).messages
        == "set: 0 created, 1 updated, 0 unchanged, 0 rejected\n")
    let out = estate.run(as: "boss", ["org", "set", "HY", "parent=CO"])
    #expect(out.messages.contains("HY leaves centre C2, and is in none: "), "\(out.messages)")
    #expect(!estate.run(as: "boss", ["org", "set", "HY", "parent=C1"]).messages.contains("leaves"))
    let own = estate.run(as: "boss", ["staff", "set", "S1", "roles=clerk"])
    #expect(own.status == 0)
    #expect(own.messages.contains("warning: you are no admin any more, from the next command on"), "\(own.messages)")
    #expect(own.messages.contains("wang is, and can make you one again: pm staff set S1 roles=…"), "\(own.messages)")
    #expect(!estate.run(as: "wang", ["staff", "set", "S1", "roles=admin"]).messages.contains("warning"))
    #expect(estate.run(as: "wang", ["staff", "add", "--help"]).output.contains("roles='clerk service' scope=…"))
  }

  @Test("each refusal says what to do")
  func remedies() {
    let estate = Estate([("org", Self.orgs)])
    func told(_ words: String...) -> String { estate.run(words).messages }
    #expect(
      told("staff", "add", "code=S1", "name=甲", "login=x", "roles=clerk", "scope=ZZZZ").contains(
        "those there are: pm org list"))
    #expect(
      told("customer", "add", "code=K1", "name=甲", "phone=12", "--strict").contains(
        "write 11 digits, or area code, hyphen and number of a land line"))
    let cut = estate.file("cut.json", "[{\"code\": \"a1\"")
    #expect(told("room", "import", cut).contains("give it again as a whole: this was cut off"))
    let map = estate.file("map.json", "{\"columns\":{\"code\":\"房号\"}}")
    #expect(
      told("room", "import", estate.file("empty.csv", ""), "--map", map).contains(
        "take the file again: this one is empty"))
  }

  @Test("a header that is to stand behind the end of the file is told with the lines that there are")
  func headerRow() {
    let estate = Estate([("org", Self.orgs)])
    let map = estate.file("map.json", "{\"header_row\":25,\"columns\":{\"code\":\"房号\"}}")
    for text in ["房号\n1-1", "房号\n1-1\n"] {
      let file = estate.file("rooms.csv", text)
      let told = estate.run("room", "import", file, "--map", map).messages
      #expect(
        told
          == "rooms.csv: the headings are to be in line 25, and the file has 2\n  mend --header-row, or header_row of the map\n"
      )
      let zh = estate.run("room", "import", file, "--header-row", "3", "--lang", "zh").messages
      #expect(zh == "rooms.csv: 标题行应为第 3 行，而文件只有 2 行\n  请改正 --header-row，或映射中的 header_row\n")
    }
  }

  @Test("dates, numbers and amounts of the command line may be full-width, as in files; names may not become others")
  func fullWidth() {
    let estate = Estate(billed: [])
    #expect(estate.run("bill", "run", "--period", "２０２６－０１").messages.contains("created"))
    #expect(
      estate.run("bill", "list", "--period=２０２６-01", "--columns", "number", "--limit", "１").output
        == "number\nB0000001\n")
    let bill = estate.run("bill", "list", "--columns", "number,amount").output
    #expect(bill.contains("B0000001"))
    let waive = [
      "bill", "waive", "B0000001", "--amount", "１０．５", "--reason", "ＡＢ", "--approver", "boss", "--as-of", "２０２６-01-０５",
    ]
    let ran = estate.run(waive)
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(estate.run("adjustment", "list", "--columns", "amount,reason").output == "amount,reason\n10.50,ＡＢ\n")
  }

  @Test("why an output cannot be created is told in the reader's language")
  func systemReason() {
    let estate = Estate([("org", Self.orgs)])
    let words = ["org", "list", "--output", "/nowhere/at/all.csv"]
    #expect(estate.run(words).messages.contains("cannot create the output: No such file or directory"))
    let zh = estate.run(words + ["--lang", "zh"]).messages
    #expect(zh.contains("无法创建输出：没有此文件或目录") && !zh.contains("No such"), "\(zh)")
  }

  @Test("a manager of a part is told to close his part; the Chinese count stands in front")
  func closing() {
    let estate = Estate(billed: [])
    estate.run("payment", "add", "room=A-1", "method=cash", "amount=5", "paid_on=2026-01-10", "--as-of", "2026-01-10")
    let waiting = estate.run("bill", "close", "--period", "2026-01", "--as-of", "2026-02-03", "--lang", "zh")
    #expect(waiting.messages.contains("1 项未复核的现金收款：请运行 pm payment review\n"), "\(waiting.messages)")
    estate.take("staff", "code,name,login,roles,scope\nS1,甲,boss,admin,\nS2,乙,wang,manager,HY\n")
    let ran = estate.run(as: "wang", ["bill", "close", "--period", "2026-01", "--as-of", "2026-02-03"])
    #expect(ran.status == 77 && ran.messages.contains("close your own: --org HY"), "\(ran.messages)")
    #expect(ran.messages.contains("without --org all of 2026-01 is closed, and you are kept to HY"), "\(ran.messages)")
  }
}
