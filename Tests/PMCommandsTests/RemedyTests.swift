// What is said to an administrator who took the wrong file, the wrong number or the wrong way.
import PMFormat
import Testing

@testable import PMCommands

@Suite("What an administrator is told") struct RemedyTests {
  private static let orgs = "code,kind,name,parent\nCO,company,公司,\nC1,centre,一,CO\nC2,centre,二,CO\nHY,community,花园,C1\nB1,building,一栋,HY\n"

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
    #expect(ran.messages.contains("is it for pm \(meant) import? Else mend the headings: pm \(record) columns"), "\(ran.messages)")
    #expect(!ran.messages.contains("--ignore-unknown") && ran.messages.split(separator: "\n").count == 2, "\(ran.messages)")
  }

  @Test("a heading or two that are wrong are told one by one")
  func slips() {
    let ran = Estate([("org", Self.orgs)]).take("room", "code,community,floor_aera,colour\nR1,HY,80,red\n")
    #expect(ran.messages.contains("did you mean floor_area?") && ran.messages.contains("unknown column \"colour\""), "\(ran.messages)")
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
      ran.messages == "pm.db: is a SQLite database, not a text file\n  export its records first: pm export records, with --db\n",
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
    #expect(estate.take("room", "code,community\n" + rows).messages == "import: 1200 created, 0 updated, 0 unchanged, 0 rejected\n")
  }

  @Test("a receipt's number names the payment")
  func receipts() {
    let estate = Estate(billed: [])
    let taken = estate.run("payment", "add", "room=A-1", "method=cash", "amount=5", "paid_on=2026-01-10", "--as-of", "2026-01-10")
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
    #expect(ran.messages.contains("warning: HY leaves centre C1 for C2: whoever is kept to C1 sees and bills it no more"), "\(ran.messages)")
    #expect(estate.run(as: "boss", ["org", "set", "C2", "parent="]).messages == "set: 0 created, 1 updated, 0 unchanged, 0 rejected\n")
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
    #expect(told("staff", "add", "code=S1", "name=甲", "login=x", "roles=clerk", "scope=ZZZZ").contains("those there are: pm org list"))
    #expect(told("customer", "add", "code=K1", "name=甲", "phone=12", "--strict").contains("write 11 digits, or area code, hyphen and number of a land line"))
    let cut = estate.file("cut.json", "[{\"code\": \"a1\"")
    #expect(told("room", "import", cut).contains("give it again as a whole: this was cut off"))
    let map = estate.file("map.json", "{\"columns\":{\"code\":\"房号\"}}")
    #expect(told("room", "import", estate.file("empty.csv", ""), "--map", map).contains("take the file again: this one is empty"))
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
