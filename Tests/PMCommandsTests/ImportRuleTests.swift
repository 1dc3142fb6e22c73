// The rules of every import: what is updated, what is left alone, whose owner is whose.
import PMCommands
import Testing

private let orgs = "code,kind,name,parent\nHY,community,花园,\nCS,community,城市,\n"

@Suite("Imports")
struct ImportRuleTests {
  private func summary(_ ran: Ran) -> String {
    ran.messages.split(separator: "\n").last.map(String.init) ?? ""
  }

  @Test("a second import changes nothing and leaves no entry in the journal")
  func twice() throws {
    let estate = Estate([("org", orgs)])
    let rooms = "code,community,floor_area,owner_name,owner_phone\n1-1,HY,80,张三,13900000001\n1-2,HY,80,李四,\n"
    #expect(
      summary(estate.take("room", rooms))
        == "import: 2 created, 0 updated, 0 unchanged, 0 rejected, 2 customers created, 2 occupancies created")
    let digest = try estate.digest()
    #expect(
      summary(estate.take("room", rooms))
        == "import: 0 created, 0 updated, 2 unchanged, 0 rejected, 0 customers created, 2 customers unchanged, 0 occupancies created, 2 occupancies unchanged"
    )
    #expect(try estate.digest() == digest)
  }

  @Test("only the columns of the file are updated; an empty cell clears")
  func columnsOfTheFile() {
    let estate = Estate([("org", orgs)])
    estate.take("room", "code,community,floor_area,note\n1-1,HY,80,a\n1-2,HY,90,b\n")
    let ran = estate.take("room", "code,note\n1-1,\n1-2,b\n")
    #expect(summary(ran) == "import: 0 created, 1 updated, 1 unchanged, 0 rejected")
    #expect(
      estate.run("room", "list", "--columns", "code,floor_area,note").output
        == "code,floor_area,note\n1-1,80,\n1-2,90,b\n")
  }

  @Test("--insert-only leaves the old rows, --update-only makes none")
  func modes() {
    let estate = Estate([("org", orgs)])
    estate.take("room", "code,community,note\n1-1,HY,a\n")
    let more = "code,community,note,owner_name\n1-1,HY,x,张三\n1-2,HY,y,李四\n"
    #expect(
      summary(estate.take("room", more, "--update-only"))
        == "import: 0 created, 1 updated, 0 unchanged, 0 rejected, 1 skipped, 0 customers created, 2 customers skipped")
    #expect(
      summary(estate.take("room", "code,community,note\n1-1,HY,z\n1-2,HY,y\n", "--insert-only"))
        == "import: 1 created, 0 updated, 0 unchanged, 0 rejected, 1 skipped")
    #expect(
      estate.run("room", "list", "--columns", "code,note").output == "code,note\n1-1,x\n1-2,y\n")
    #expect(estate.run("room", "import", "x", "--insert-only", "--update-only").status == 64)
  }

  @Test("rows may refer to each other in any order")
  func selfReferences() {
    let estate = Estate()
    let ran = estate.take(
      "org", "code,kind,name,parent\nZ,building,z,HY\nHY,community,花园,CO\nCO,company,公司,\n")
    #expect(summary(ran) == "import: 3 created, 0 updated, 0 unchanged, 0 rejected")
    #expect(
      estate.run("org", "list", "--columns", "code,parent").output
        == "code,parent\nCO,\nHY,CO\nZ,HY\n")
    let cycle = estate.take("org", "code,parent\nCO,Z\n")
    #expect(cycle.status == 65)
    #expect(cycle.messages.hasPrefix("input.csv:2:2: parent: the organisation would be its own ancestor\n"))
    estate.take("fee", "code,name,class\nSF,水费,metered\n")
    let meters = estate.take(
      "meter", "code,scope,fee,installed_on,parent\nM1,HY,SF,2026-01-01,M2\nM2,HY,SF,2026-01-01,M1\n")
    #expect(
      meters.messages.hasPrefix("input.csv:2:5: parent: the meter would be its own main meter\n"))
    let kept = estate.take("org", "code,kind,parent,name\nCO,company,Z,公司\nN,company,,新\n", "--keep-going")
    #expect(kept.status == 1)
    #expect(summary(kept) == "import: 1 created, 0 updated, 0 unchanged, 1 rejected")
  }

  @Test("codes are listed in natural order, whatever the order of the file")
  func naturalOrder() throws {
    let codes = (1...12).flatMap { building in (1...12).map { "\(building)-\($0)" } }
    let long = codes.map { "同一前缀很长很长的房号-\($0)" }
    var digests: Set<String> = []
    for order in [long, long.reversed(), long.sorted()] {
      let estate = Estate([("org", orgs)])
      estate.take("room", "code,community\n" + order.map { "\($0),HY\n" }.joined())
      #expect(
        estate.run("room", "list", "--columns", "code").output
          == "code\n" + long.map { $0 + "\n" }.joined())
      digests.insert(estate.run("room", "list", "--format", "json").output)
    }
    #expect(digests.count == 1)
  }

  @Test("a room's code is composed of its parts")
  func composed() {
    let estate = Estate([("org", orgs)])
    estate.take("room", "楼栋,单元,房间序号,小区\n1,2,0101,HY\n3,,商1,HY\n")
    #expect(estate.run("room", "list", "--columns", "code").output == "code\n1-2-0101\n3-商1\n")
    estate.run("setting", "set", "room.code={community}-{building}-{number}")
    #expect(estate.take("room", "building,number\n1,9\n", "--constant", "community=HY").status == 0)
    #expect(
      estate.run("room", "list", "--where", "code~HY", "--columns", "code,community").output
        == "code,community\nHY-1-9,HY\n")
  }

  @Test("a customer's rows with different rooms agree, and make one customer")
  func repeatedCustomer() {
    let estate = Estate([("org", orgs), ("room", "code,community\n1-1,HY\n1-2,HY\n")])
    let file = "code,name,phone,room,from\nK1,甲,13900000001,1-1,2024-01-01\nK1,甲,13900000001,1-2,2024-01-01\n"
    #expect(
      summary(estate.take("customer", file))
        == "import: 1 created, 0 updated, 0 unchanged, 0 rejected, 2 occupancies created")
    // Without a role the occupant is the owner, said or not.
    let said = "code,name,room,role,from,to\nK1,甲,1-1,owner,2024-01-01,2025-01-01\n"
    #expect(
      summary(estate.take("customer", said))
        == "import: 0 created, 0 updated, 1 unchanged, 0 rejected, 0 occupancies created, 1 occupancy updated")
    #expect(
      estate.run("occupancy", "list", "--columns", "room,role,from,to").output
        == "room,role,from,to\n1-1,owner,2024-01-01,2025-01-01\n1-2,owner,2024-01-01,\n")
  }

  @Test("settings are listed and changed, and take only what they can be")
  func settings() {
    let estate = Estate()
    #expect(estate.run("setting", "set", "meter.suspect=hold").messages == "set: 1 updated, 0 unchanged\n")
    #expect(estate.run("setting", "set", "meter.suspect=hold").messages == "set: 0 updated, 1 unchanged\n")
    #expect(estate.run("setting", "list").output.contains("\nmeter.suspect,hold,bill,"))
    // What there is to set is listed, also where nothing is set; a list of it says what was set.
    let names = ["form.intake", "form.monthly", "target.callback_rate", "title"]
    func listed() -> [String] {
      estate.run("setting", "list").output.split(separator: "\n").map(String.init)
    }
    for name in names { #expect(listed().contains { $0.hasPrefix(name + ",,,") }, "\(name)") }
    estate.run("setting", "set", "form.intake=QR-01|B/1|3 years", "target.callback_rate=0.9")
    #expect(listed().contains { $0.hasPrefix("form.intake,QR-01|B/1|3 years,,") })
    #expect(listed().contains { $0.hasPrefix("target.callback_rate,0.9,,") })
    let all = listed().dropFirst().compactMap { $0.split(separator: ",").first.map(String.init) }
    #expect(all.count == Set(all).count && all.count > 40, "\(all)")
    let help = estate.run("help", "setting", "list", "--lang", "zh").output.filter { !$0.isWhitespace }
    #expect(help.contains("列出全部设置：包括表单版本（form.）与指标目标值（target.），未设置的为空。"))
    let wrong = estate.run("setting", "set", "meter.suspec=hold")
    #expect(wrong.status == 64)
    #expect(wrong.messages.hasPrefix("pm: there is no setting \"meter.suspec\"\n  did you mean \"meter.suspect\"?\n"))
    #expect(estate.run("setting", "set", "meter.suspect=maybe").status == 64)
  }
}

@Suite("Owners on a room sheet")
struct ImportOwnerTests {
  /// Name, ID number, phone of the rows of a sheet, and the codes that they get.
  struct Sheet: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rows: [String]
    let codes: [String]

    init(_ name: String, _ rows: [String], _ codes: [String]) {
      testDescription = name
      self.rows = rows
      self.codes = codes
    }
  }

  static let header = "code,community,owner_code,owner_name,owner_phone,owner_id_number\n"
  static let sheets = [
    Sheet("the ID number first", ["1-1,HY,,甲改名,,110101199003070118"], ["K1"]),
    Sheet("else name and phone", ["1-1,HY,,乙,13910000002,"], ["K2"]),
    Sheet("else the name in the room", ["1-9,HY,,丙,,"], ["K3"]),
    Sheet("a new phone of a name in the room", ["1-9,HY,,丙,13910000033,"], ["K3"]),
    Sheet("another room's name is another person", ["1-1,HY,,丙,,"], ["C000001"]),
    Sheet("new ones in the order of the file", ["1-3,HY,,新,13910000005,", "1-2,HY,,新二,,"], ["C000001", "C000002"]),
    Sheet(
      "one person in two rooms", ["1-1,HY,,新,13910000005,", "1-2,HY,,新,13910000005,"],
      ["C000001", "C000001"]),
    Sheet(
      "a code in the file is taken, before and after",
      ["1-1,HY,,新,13910000005,", "1-2,HY,K7,新,13910000005,"], ["K7", "K7"]),
    Sheet("a given code is not made again", ["1-1,HY,,新,,", "1-2,HY,C000001,别人,,"], ["C000002", "C000001"]),
    Sheet(
      "a placeholder is nobody's phone",
      ["1-1,HY,,新,18999999999,111111111111111111", "1-2,HY,,新,18999999999,111111111111111111"],
      ["C000001", "C000002"]),
    Sheet(
      "father and son of one name and phone",
      ["1-1,HY,,新,13910000005,11010119900307002X", "1-2,HY,,新,13910000005,110101199003070038"],
      ["C000001", "C000002"]),
  ]

  @Test("each owner is matched or made, and the second import makes nobody", arguments: sheets)
  func matched(sheet: Sheet) throws {
    let estate = Estate([
      ("org", orgs), ("room", "code,community\n1-9,HY\n"),
      (
        "customer",
        "code,name,phone,id_number,room\nK1,甲,13910000001,110101199003070118,\nK2,乙,13910000002,,\nK3,丙,13910000003,,1-9\n"
      ),
    ])
    let text = Self.header + sheet.rows.map { $0 + "\n" }.joined()
    let ran = estate.take("room", text)
    #expect(ran.status == 0, "\(ran.messages)")
    let rooms = sheet.rows.map { String($0.prefix(3)) }
    let found = rooms.map { room in
      estate.run("occupancy", "list", "--where", "room=\(room)", "--columns", "customer").output
        .split(separator: "\n").dropFirst().first.map(String.init) ?? ""
    }
    #expect(found == sheet.codes)
    let digest = try estate.digest(without: ["journal"])
    #expect(estate.take("room", text).messages.contains("0 created, 0 updated"))
    #expect(try estate.digest(without: ["journal"]) == digest)
  }

  @Test(
    "an owner who stands there is no second one where the sheet does not say since when",
    arguments: [
      ("code,owner_code,owner_name,owner_phone\n1-1,K1,甲,13910000009\n1-2,K1,甲,\n", "1 customer updated"),
      ("code,owner_name,owner_phone\n1-1,甲,13910000001\n1-2,甲,13910000001\n", "1 customer unchanged"),
      ("code,owner_name,owner_phone\n1-1,甲,13910000009\n", "1 customer updated"),
      ("code,owner_code,owner_name,owner_from\n1-1,K1,甲,\n1-2,K1,甲,2020-05-01\n", "1 customer unchanged"),
    ])
  func standing(file: String, told: String) throws {
    let estate = Estate([
      ("org", orgs),
      (
        "room",
        """
        code,community,owner_code,owner_name,owner_phone,owner_from
        1-1,HY,K1,甲,13910000001,2020-05-01
        1-2,HY,K1,甲,13910000001,2020-05-01
        1-3,HY,K3,丙,,2020-05-01
        """
      ),
    ])
    let owners = ["occupancy", "list", "--columns", "room,customer,from,to"]
    let before = estate.run(owners).output
    let ran = estate.take("room", file)
    #expect(ran.status == 0 && ran.messages.contains("0 occupancies created"), "\(ran.messages)")
    #expect(ran.messages.contains(told) && !ran.messages.contains("occupancies updated"), "\(ran.messages)")
    #expect(estate.run(owners).output == before)
    // Whoever left comes back as another ownership, and so does somebody else.
    #expect(estate.run("occupancy", "set", "1-3,K3,owner,2020-05-01", "to=2023-04-30").status == 0)
    #expect(
      estate.take("room", "code,owner_code,owner_name\n1-3,K3,丙\n1-1,K3,丙\n").messages.contains("2 occupancies created")
    )
    let digest = try estate.digest()
    #expect(
      estate.take("room", "code,owner_code,owner_name\n1-3,K3,丙\n1-1,K3,丙\n").messages.contains(
        "2 occupancies unchanged"))
    #expect(try estate.digest() == digest)
  }

  @Test("two candidates are named, and nothing is written")
  func two() throws {
    let estate = Estate([
      ("org", orgs), ("customer", "code,name,phone\nK8,丁,13910000009\nK9,丁,13910000009\n"),
    ])
    let digest = try estate.digest(without: ["journal"])
    let ran = estate.take("room", Self.header + "1-1,HY,,丁,13910000009,\n")
    #expect(ran.status == 65)
    #expect(ran.messages.hasPrefix("input.csv:2:4: owner_name: could be K8 or K9\n  say which in owner_code\n"))
    #expect(try estate.digest(without: ["journal"]) == digest)
  }

  @Test("rows of one owner that disagree name both lines")
  func disagree() {
    let estate = Estate([("org", orgs)])
    let ran = estate.take(
      "room",
      Self.header + "1-1,HY,,新,13910000005,110101199003070118\n1-2,HY,,新,13910000006,110101199003070118\n")
    #expect(ran.status == 65)
    #expect(
      ran.messages.hasPrefix(
        "input.csv:2:5: owner_phone: differs from line 3, which means the same customer\n"))
    #expect(
      ran.messages.contains(
        "input.csv:3:5: owner_phone: differs from line 2, which means the same customer\n"))
  }
}

@Suite("Rules across columns that a file does not have")
struct StoredRuleTests {
  @Test("an update of one date is held against the stored other one")
  func order() throws {
    let estate = Estate(BillRunTests.estate)
    estate.take("customer", "code,name,room,role,from\nK9,租户,1-01,tenant,2026-05-01\n")
    let before = try estate.digest()
    let set = estate.run("occupancy", "set", "1-01,K9,tenant,2026-05-01", "to=2026-04-30")
    #expect(set.status == 65)
    #expect(set.messages == "to: to is before from\npm: nothing was written\n")
    #expect(try estate.digest() == before)
    #expect(estate.run("occupancy", "set", "1-01,K9,tenant,2026-05-01", "to=2026-05-31").status == 0)
  }

  @Test("a row that gives neither room nor scope is refused though the file has only one of them")
  func one() {
    let estate = Estate(BillRunTests.estate)
    let take = estate.take("charge", "room,fee,tariff,from\n,WYF,W1,2026-01-01\n")
    #expect(take.status == 65)
    #expect(
      take.messages.hasPrefix("input.csv:2:1: room: exactly one of room and scope must be given\n"))
  }
}

@Suite("pm init")
struct InitTests {
  @Test("a dry run creates nothing; a folder that is not there cannot hold a database")
  func refuses() {
    let estate = Estate()
    let there = estate.run("init", "--dry-run")
    #expect(there.status == 73)
    let path = estate.folder + "/other.db"
    #expect(estate.run("init", "--db", path, "--dry-run").messages == "would create other.db\n")
    #expect(estate.run("db", "info", "--db", path).status == 66)
    let nowhere = estate.run("init", "--db", estate.folder + "/none/x.db")
    #expect(nowhere.status == 73)
    #expect(
      nowhere.messages == """
        none/x.db: cannot create the database: no such folder
          check the directory and its permissions

        """)
  }
}
