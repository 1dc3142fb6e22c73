// People who are kept to a part of the organisation see that part, and change nothing else.
import PMCore
import PMStore
import Testing

@testable import PMCommands

@Suite struct FenceTests {
  /// A group of two companies; A has the centres A1 and A2, B has B1, each with a community, a room,
  /// its owner, a developer without a home who has paid, a bill, a payment, a ticket and a meter; KAB
  /// lives in all of them, and pays with and without saying where. What lies outside A1 has 外 in its texts.
  func group(mode: String = "centre") -> Estate {
    let estate = Estate([
      (
        "org",
        """
        code,kind,name,parent
        G,group,集团,
        A,company,甲公司,G
        B,company,乙公司,G
        A1,centre,一中心,A
        A2,centre,二中心外,A
        B1,centre,三中心外,B
        HA1,community,一园,A1
        HA2,community,二园外,A2
        HB1,community,三园外,B1
        DA1,department,内工程部,A1
        DA2,department,外工程部,A2

        """
      ),
      ("fee", "code,name,class,priority\nWYF,物业费,recurring,1\nSF,水费,metered,2\n"),
      (
        "tariff",
        "code,fee,valid_from,method,price\nT1,WYF,2020-01-01,fixed,300\nT2,SF,2020-01-01,per_unit,2\n"
      ),
      (
        "room",
        """
        code,community,kind,floor_area,status,owner_code,owner_name,note
        RA1,HA1,residence,100,occupied,KA1,内甲,
        RA2,HA2,residence,100,occupied,KA2,外乙,外
        RB1,HB1,residence,100,occupied,KB1,外丙,外

        """
      ),
      ("customer", "code,name\nLEAD,意向\nKAB,处处\nKD1,内开发\nKD2,外开发\nKD3,外开发丙\n"),
      ("occupancy", "room,customer,role,pays\nRA1,KAB,resident,no\nRA2,KAB,resident,no\nRB1,KAB,resident,no\n"),
      (
        "charge",
        """
        room,fee,tariff,from,payer,timing
        RA1,WYF,T1,2026-01-01,owner,advance
        RA2,WYF,T1,2026-01-01,owner,advance
        RB1,WYF,T1,2026-01-01,owner,advance

        """
      ),
      (
        "meter",
        "code,room,fee,installed_on,initial\nMA1,RA1,SF,2026-01-01,0\nMA2,RA2,SF,2026-01-01,0\nMB1,RB1,SF,2026-01-01,0\n"
      ),
      (
        "meter read",
        "meter,read_on,reading,note\nMA1,2026-10-31,5,\nMA2,2026-10-31,6,外\nMB1,2026-10-31,7,外\n"
      ),
      (
        "ticket",
        """
        number,kind,channel,room,customer,summary,created_at
        TA1,repair,phone,RA1,KA1,内灯,2026-10-03 09:00
        TA2,repair,phone,RA2,KA2,外灯,2026-10-03 09:00
        TB1,complaint,phone,RB1,KB1,外吵,2026-10-03 09:00

        """
      ),
    ])
    estate.run("setting", "set", "mode=\(mode)")
    estate.run("bill", "run", "--period", "2026-09", "--as-of", "2026-09-01", "--quiet")
    for (room, customer) in [("RA1", "KA1"), ("RA2", "KA2"), ("RB1", "KB1")] {
      estate.pay("400.00", by: customer, for: room, on: "2026-09-05")
    }
    estate.run("bill", "run", "--period", "2026-10", "--as-of", "2026-10-01", "--quiet")
    // Two of the cashiers work for the same company.
    for (room, cashier) in [("RA1", "内收银"), ("RA2", "外收银"), ("RB1", "外收银丙")] {
      estate.run(
        "payment", "add", "room=\(room)", "paid_on=2026-10-07", "method=cash", "amount=1.00", "cashier=\(cashier)",
        "--as-of", "2026-10-07")
      let reviewed = estate.run(
        "payment", "review", "--on", "2026-10-07", "--cashier", cashier, "--count", "1", "--sum", "1.00",
        "--as-of", "2026-10-08")
      #expect(reviewed.status == 0, "\(reviewed.messages)")
    }
    for (community, developer) in [("HA1", "KD1"), ("HA2", "KD2"), ("HB1", "KD3")] {
      #expect(estate.run("org", "set", community, "developer=\(developer)").status == 0)
    }
    let paid = estate.take(
      "payment",
      """
      customer,room,company,paid_on,method,amount,reference,note
      KD1,,A,2026-09-08,bank,11.00,D1,
      KD2,,A,2026-09-08,bank,12.00,D2,外
      KD3,,B,2026-09-08,bank,13.00,D3,外
      KAB,RA1,A,2026-09-09,bank,21.00,S1,
      KAB,,A,2026-09-09,bank,22.00,S2,外
      KAB,,B,2026-09-09,bank,23.00,S3,外

      """)
    #expect(paid.status == 0, "\(paid.messages)")
    for customer in ["KD2", "KAB"] { estate.run("notice", "queue", "template=x", "customer=\(customer)", "text=外") }
    // Some are called by their login, before anybody can know whose it is.
    let people = [
      ("内员", "DA1", "内"), ("外员", "", "外"), ("路人", "DA2", "外"), ("li", "", "内"), ("qian", "", "外"), ("boss", "", "外"),
    ]
    for (staff, department, mark) in people {
      estate.run(
        "log", "add", "kind=duty", "subject=\(mark)", "at=1999-12-19 20:00", "staff=\(staff)",
        "department=\(department)")
      estate.run(
        "nonconformity", "add", "description=\(mark)", "owner=\(staff)", "department=\(department)",
        "found_on=1999-12-19")
    }
    let staff = estate.take(
      "staff",
      """
      code,name,login,roles,scope
      S1,总,boss,admin,
      S2,内员,li,clerk cashier service,A1
      S3,内经理,wang,manager,A1
      S4,公司经理,zhao,manager,A
      S5,外员,qian,clerk,B1
      S6,内分析,sun,analyst,A1

      """)
    #expect(staff.status == 0, "\(staff.messages)")
    return estate
  }

  private func codes(_ estate: Estate, _ words: [String], as user: String) -> [String] {
    let ran = estate.run(as: user, words)
    #expect(ran.status == 0, "\(words): \(ran.messages)")
    return ran.output.split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("who gives a code that is taken elsewhere is not told by whom", arguments: ["centre", "company", "group"])
  func taken(mode: String) {
    let estate = group(mode: mode)
    for room in ["RA2", "RB1"] {
      let ran = estate.run(
        as: "li", ["room", "import", "-"], input: "code,community,kind,floor_area\n\(room),HA1,residence,100\n")
      #expect(ran.status != 0)
      #expect(!ran.messages.contains("HA2") && !ran.messages.contains("HB1"), "\(room): \(ran.messages)")
    }
  }

  @Test("no list shows a row of elsewhere, and each shows the rows within")
  func lists() {
    let estate = group()
    for record in Records.all where record.verbs.contains(.list) && record.name != "staff" {
      let words = [record.name, "list", "--columns", "*"]
      let all = codes(estate, words, as: "boss")
      let own = codes(estate, words, as: "li")
      #expect(Set(own).isSubset(of: all), "\(record.name)")
      for row in own {
        for mark in ["外", "RA2", "RB1", "KA2", "KB1", "TA2", "TB1", "MA2", "MB1"] {
          #expect(!row.contains(mark), "\(record.name): \(row)")
        }
      }
      // Of three like rows there is one.
      if [
        "log", "nonconformity", "room", "bill", "payment", "ticket", "meter", "reading", "charge", "occupancy",
        "prepayment", "allocation", "cash-review",
      ]
      .contains(record.name) {
        #expect(!own.isEmpty && own.count * 3 == all.count, "\(record.name): \(own.count) of \(all.count)")
      }
    }
  }

  @Test(
    "rooms and customers are shared as far as the mode says, bills and tickets never",
    arguments: [
      ("centre", ["RA1"], ["KA1", "KAB", "KD1", "LEAD"]),
      ("company", ["RA1", "RA2"], ["KA1", "KA2", "KAB", "KD1", "KD2", "LEAD"]),
      ("group", ["RA1", "RA2", "RB1"], ["KA1", "KA2", "KAB", "KB1", "KD1", "KD2", "KD3", "LEAD"]),
    ])
  func modes(mode: String, rooms: [String], customers: [String]) {
    let estate = group(mode: mode)
    #expect(codes(estate, ["room", "list", "--columns", "code"], as: "li") == rooms)
    #expect(codes(estate, ["customer", "list", "--columns", "code"], as: "li") == customers)
    #expect(codes(estate, ["bill", "list", "--columns", "room"], as: "li") == ["RA1", "RA1"])
    #expect(codes(estate, ["ticket", "list", "--columns", "number"], as: "li") == ["TA1"])
    // Whoever answers for a company sees both of its centres in every mode.
    #expect(codes(estate, ["ticket", "list", "--columns", "number"], as: "zhao") == ["TA1", "TA2"])
  }

  @Test(
    "without a group above, companies are one group; what has a group of its own keeps to it",
    arguments: [
      ("centre", false, ["RA1"]), ("company", false, ["RA1", "RA2"]), ("group", false, ["RA1", "RA2", "RB1"]),
      ("group", true, ["RA1", "RA2"]),
    ])
  func groupless(mode: String, standsAlone: Bool, rooms: [String]) {
    let estate = group(mode: mode)
    #expect(estate.run(as: "boss", ["org", "set", "A", "parent="]).status == 0)
    if !standsAlone { #expect(estate.run(as: "boss", ["org", "set", "B", "parent="]).status == 0) }
    #expect(codes(estate, ["room", "list", "--columns", "code"], as: "li") == rooms)
    #expect(codes(estate, ["bill", "list", "--columns", "room"], as: "li") == ["RA1", "RA1"])
    // He who is within the group sees nothing of what stands beside it.
    if standsAlone { #expect(codes(estate, ["room", "list", "--columns", "code"], as: "qian") == ["RB1"]) }
  }

  @Test(
    "what lies elsewhere is not found",
    arguments: [
      ["room", "show", "RA2"], ["customer", "show", "KB1"], ["ticket", "show", "TA2"],
      ["bill", "show", "B0000002"], ["bill", "explain", "B0000002"], ["payment", "show", "P0000002"],
      ["customer", "statement", "KA2", "--from", "2026-09-01", "--to", "2026-10-31"], ["meter", "show", "MB1"],
      ["ticket", "form", "TB1", "--form", "intake"],
      ["org", "show", "HB1"], ["log", "show", "RZ-199912-0002"], ["log", "show", "RZ-199912-0003"],
      ["nonconformity", "show", "NC-199912-0002"], ["nonconformity", "form", "NC-199912-0003"],
      ["log", "show", "RZ-199912-0005"], ["nonconformity", "show", "NC-199912-0006"],
      ["cash-review", "show", "V0000002"], ["cash-review", "show", "V0000003"],
    ])
  func shows(words: [String]) {
    let estate = group()
    let ran = estate.run(as: "li", words)
    #expect(ran.status == 66, "\(words): \(ran.output)\(ran.messages)")
    #expect(!ran.messages.contains("外"))
    #expect(estate.run(as: "boss", words).status == 0, "\(words)")
  }

  @Test(
    "reports and books hold what lies within",
    arguments: [
      ["report", "arrears", "--as-of", "2026-11-20"], ["report", "rollforward", "--period", "2026-10"],
      ["report", "collection", "--period", "2026-10", "--by", "community"],
      ["report", "cash", "--period", "2026-09"], ["report", "occupancy", "--by", "community"],
      ["report", "kpi", "--from", "2026-10-01", "--to", "2026-10-31", "--by", "community"],
      ["report", "tickets", "--from", "2026-10-01", "--to", "2026-10-31"],
      ["report", "prepayment"], ["report", "usage", "--period", "2026-10"],
      ["report", "revenue", "--period", "2026-10", "--by", "community"],
      ["export", "ledger", "--for", "csv"], ["export", "records", "bill"], ["export", "records", "customer"],
      ["ticket", "due", "--as-of", "2026-11-20"], ["callback", "due", "--as-of", "2026-11-20"],
    ])
  func reports(words: [String]) {
    let estate = group()
    let all = estate.run(as: "boss", words)
    let own = estate.run(as: "wang", words)
    #expect(own.status == all.status, "\(words): \(own.messages)")
    for mark in ["外", "RA2", "RB1", "KA2", "KB1", "TA2", "TB1", "HA2", "HB1"] {
      #expect(!own.output.contains(mark), "\(words): \(own.output)")
    }
    // The same as asking for the part, where a report can be asked for one.
    let asked = estate.run(as: "boss", words + ["--scope", "A1"])
    if asked.status == all.status { #expect(asked.output == own.output, "\(words)") }
  }

  @Test(
    "what was paid for no room is seen where its customer or its company is",
    arguments: ["centre", "company", "group"])
  func paidAhead(mode: String) {
    let estate = group(mode: mode)
    let path = estate.file(
      "ahead.csv",
      """
      customer,company,paid_on,method,amount,reference
      KA1,A,2026-10-06,bank,50.00,R1
      KA2,A,2026-10-06,bank,50.00,R2
      KB1,B,2026-10-06,bank,50.00,R3
      LEAD,A,2026-10-06,bank,7.00,LA
      LEAD,B,2026-10-06,bank,9.00,LB

      """)
    let ran = estate.run(as: "boss", ["payment", "import", path])
    #expect(ran.status == 0, "\(ran.messages)")
    // The payments of his customers, and those of nobody's customers to his company.
    #expect(
      codes(
        estate, ["payment", "list", "--where", "paid_on=2026-10-06", "--columns", "customer,reference"], as: "wang")
        == ["LEAD,LA", "KA1,R1"])
    #expect(
      codes(
        estate, ["payment", "list", "--where", "paid_on=2026-10-06", "--columns", "reference", "--scope", "HA1"],
        as: "boss")
        == ["LA", "R1"])
    for words in [
      ["prepayment", "list"], ["export", "records", "prepayment"], ["report", "prepayment"],
      ["export", "ledger", "--for", "csv"],
    ] {
      let rows = codes(estate, words, as: "wang")
      for row in rows {
        for mark in ["KA2", "KB1", "外", "9.00"] { #expect(!row.contains(mark), "\(words): \(row)") }
      }
      #expect(rows.contains { $0.contains("LEAD") && $0.contains("7.00") } || words[1] == "ledger", "\(words): \(rows)")
      #expect(rows.count < codes(estate, words, as: "boss").count, "\(words)")
    }
  }

  @Test(
    "what would change something elsewhere is refused, and nothing is changed",
    arguments: [
      (["room", "set", "RA2", "note=x"], "li"), (["customer", "set", "KA2", "note=x"], "li"),
      (["ticket", "dispatch", "TA2", "--department", "工程部", "--at", "2026-10-04 09:00"], "li"),
      (["ticket", "add", "kind=repair", "room=RB1", "summary=x", "--at", "2026-10-04 09:00"], "li"),
      (["bill", "waive", "B0000005", "--amount", "1.00", "--reason", "x", "--approver", "wang"], "li"),
      (["bill", "void", "B0000005", "--reason", "x", "--as-of", "2026-10-02"], "li"),
      (["bill", "late", "--as-of", "2026-11-20", "--scope", "B"], "li"),
      (["payment", "reverse", "P0000002", "--reason", "x"], "li"),
      (["meter", "set", "MA2", "max_usage=9"], "li"),
      (["occupancy", "set", "RA2,KA2,owner,", "pays=no"], "li"),
      (["charge", "add", "scope=A", "fee=WYF", "tariff=T1", "from=2026-11-01", "payer=owner"], "li"),
      (
        [
          "room", "move-in", "RA2", "--customer", "LEAD", "--role", "tenant", "--on", "2026-10-05", "--no-reading",
          "--reason", "x",
        ], "li"
      ),
      (["log", "set", "RZ-199912-0002", "text=x"], "li"), (["log", "done", "RZ-199912-0003", "--result", "x"], "li"),
      (["log", "add", "kind=duty", "subject=x", "staff=外员", "department=内工程部", "at=2026-10-19 20:00"], "li"),
      (["nonconformity", "set", "NC-199912-0002", "correction=x"], "li"),
      (["nonconformity", "set", "NC-199912-0001", "owner=外员"], "li"),
      (["bill", "close", "--period", "2026-09"], "wang"),
      (["bill", "close", "--period", "2026-09", "--org", "B"], "wang"),
    ])
  func writes(words: [String], user: String) throws {
    let estate = group()
    let before = try estate.digest()
    let ran = estate.run(as: user, words)
    #expect([64, 65, 66, 77].contains(ran.status), "\(words): \(ran.status) \(ran.messages)")
    #expect(!ran.messages.contains("外乙"), "\(ran.messages)")
    #expect(try estate.digest() == before, "\(words)")
  }

  @Test("messages go to colleagues within, and those to people elsewhere are not seen")
  func notices() throws {
    let estate = group()
    func queue(_ staff: String, as user: String) -> Ran {
      estate.run(as: user, ["notice", "queue", "template=x", "staff=\(staff)", "text=\(user)请回电"])
    }
    for staff in ["S5", "外员", "S1", "S4", "内经理", "临时工"] {
      #expect(queue(staff, as: "boss").status == 0, "\(staff)")
    }
    // Whoever is no staff on record stands nowhere.
    let seen = codes(estate, ["notice", "list", "--columns", "staff"], as: "wang")
    #expect(seen == ["内经理", "临时工"])
    let before = try estate.digest()
    for staff in ["总", "S4"] {
      let refused = queue(staff, as: "li")
      #expect(refused.status == 77, "\(staff): \(refused.messages)")
    }
    #expect(try estate.digest() == before)
    #expect(queue("内员", as: "wang").status == 0)
  }

  @Test("people and departments of elsewhere are as unknown as those that are nowhere")
  func strangers() {
    let estate = group()
    let names = ["外员", "S5", "qian", "外工程部", "DA2", "没有"]
    func told(_ words: (String) -> [String]) -> Set<String> {
      Set(
        names.map { name in
          let ran = estate.run(as: "li", words(name))
          #expect(ran.status == 0, "\(ran.messages)")
          // The nearest names are of those that he knows.
          #expect(!ran.messages.contains { $0 == "外" } || name.contains("外"), "\(ran.messages)")
          let told = ran.messages.prefix { $0 != ";" && $0 != "\n" }
          return told.split(separator: name, omittingEmptySubsequences: false).joined(separator: "…")
        })
    }
    for column in ["assignee", "department", "responsible"] {
      let typed = told { ["ticket", "add", "kind=repair", "room=RA1", "summary=x", "\(column)=\($0)", "--dry-run"] }
      #expect(typed.count == 1 && typed.first?.contains("… is no known") == true, "\(typed)")
      let imported = told {
        let text = "number,kind,room,summary,created_at,\(column)\nTA9,repair,RA1,x,2026-10-04 09:00,\($0)\n"
        return ["ticket", "import", estate.file("input.csv", text), "--dry-run"]
      }
      #expect(imported.count == 1 && imported.first?.contains("… is no known") == true, "\(imported)")
    }
    // What he knows he knows by code and by name, his company's people, too.
    for (column, names) in [("assignee", ["S2", "内员", "S4", "公司经理"]), ("department", ["DA1", "内工程部"])] {
      for name in names {
        let ran = estate.run(
          as: "li", ["ticket", "add", "kind=repair", "room=RA1", "summary=x", "\(column)=\(name)", "--dry-run"])
        #expect(ran.status == 0 && !ran.messages.contains("is no known"), "\(name): \(ran.messages)")
      }
    }
  }

  @Test("within his part a person works as everybody does")
  func works() throws {
    let estate = group()
    let commands: [[String]] = [
      ["room", "set", "RA1", "note=x"], ["customer", "add", "code=N1", "name=新"],
      ["occupancy", "add", "room=RA1", "customer=N1", "role=tenant", "from=2026-10-01"],
      ["ticket", "add", "kind=repair", "room=RA1", "customer=KA1", "summary=x", "--at", "2026-10-04 09:00"],
      ["bill", "run", "--period", "2026-11", "--as-of", "2026-11-01"],
      ["bill", "waive", "B0000001", "--amount", "1.00", "--reason", "x", "--approver", "wang"],
    ]
    for words in commands {
      let ran = estate.run(as: "li", words)
      let known = ran.status == 0 || ran.messages.contains("only 0.00 is open")
      #expect(known, "\(words): \(ran.status) \(ran.messages)")
    }
    // The run billed his rooms and no others.
    #expect(
      try estate.rows(
        "SELECT room.code FROM bill JOIN room ON room.id = room_id WHERE period = \(2026 * 12 + 10)")
        == ["RA1"])
    #expect(estate.run(as: "boss", ["db", "check"]).status == 0)
  }

  @Test("nobody who is kept to a part does what concerns the whole, or asks for more than his part")
  func whole() {
    let estate = group()
    for words in [
      ["fee", "set", "WYF", "name=x"], ["org", "set", "A1", "name=x"], ["audit", "list"], ["db", "check"],
    ] {
      let ran = estate.run(as: "wang", words)
      #expect(ran.status == 77, "\(words)")
      #expect(ran.messages.contains("concerns the whole database, and wang is kept to A1"), "\(ran.messages)")
      #expect(ran.messages.contains("ask somebody without a scope"))
    }
    let wide = estate.run(as: "wang", ["report", "arrears", "--scope", "A", "--as-of", "2026-11-20"])
    #expect(wide.status == 77)
    #expect(wide.messages.contains("leave --scope out"))
    #expect(wide.messages.contains("A is not part of A1, to which wang is kept"), "\(wide.messages)")
    #expect(estate.run(as: "wang", ["report", "arrears", "--scope", "HA1", "--as-of", "2026-11-20"]).status == 0)
  }

  @Test("in a stream each command has its own fence, whether it reads or writes")
  func stream() throws {
    let estate = group()
    let requests = [
      #"["room","list","--columns","code"]"#, #"["room","set","RB1","note=x"]"#,
      #"["room","set","RA1","note=x"]"#, #"["bill","late","--as-of","2026-11-20"]"#,
      #"["customer","list","--columns","code"]"#, #"["fee","set","WYF","name=x"]"#,
    ]
    let ran = estate.run(as: "li", ["batch"], input: requests.joined(separator: "\n") + "\n")
    let answers = ran.output.split(separator: "\n").map(String.init)
    #expect(answers.count == requests.count, "\(ran.output)")
    let statuses = answers.map { $0.split(separator: ",")[1] }
    #expect(
      statuses == ["\"status\":0", "\"status\":66", "\"status\":0", "\"status\":0", "\"status\":0", "\"status\":77"])
    #expect(answers.first?.contains("RB1") == false)
    #expect(answers[4].contains("KA1") && !answers[4].contains("KB1"), "\(answers[4])")
  }

  @Test("what is shared beyond a scope is shown masked: numbers are shown whole only within")
  func reveals() throws {
    let estate = group(mode: "group")
    for (code, number) in [("KA1", 1), ("KA2", 2), ("KB1", 3), ("LEAD", 4)] {
      #expect(estate.run(as: "boss", ["customer", "set", code, "phone=1390000000\(number)"]).status == 0)
    }
    let list = ["customer", "list", "--columns", "code,phone"]
    func phones(_ words: [String], as user: String) -> [String] {
      codes(estate, words, as: user).filter { $0.last != "," }
    }
    #expect(
      phones(list, as: "li") == ["KA1,139****0001", "KA2,139****0002", "KB1,139****0003", "LEAD,139****0004"])
    for words in [list, ["export", "records", "customer", "--columns", "code,phone"]] {
      #expect(phones(words + ["--reveal"], as: "li") == ["KA1,13900000001", "LEAD,13900000004"])
    }
    #expect(phones(list + ["--reveal"], as: "zhao") == ["KA1,13900000001", "KA2,13900000002", "LEAD,13900000004"])
    // Who knows a number finds whose it is, wherever it is shared.
    #expect(codes(estate, list + ["--where", "phone=13900000003"], as: "li") == ["KB1,139****0003"])
    let ran = estate.run(as: "li", ["customer", "show", "KB1", "--reveal"])
    #expect(ran.status == 66 && ran.output.isEmpty, "\(ran.output)")
    #expect(
      ran.messages.contains("outside A1, to which you are kept, nothing is shown with --reveal: leave it out"),
      "\(ran.messages)")
    // The stream goes on as before.
    let answers = estate.run(
      as: "li", ["batch"],
      input: #"["customer","show","KA1","--reveal"]"# + "\n" + #"["customer","list","--columns","code"]"# + "\n"
    ).output.split(separator: "\n")
    #expect(
      answers.count == 2 && answers.first?.contains("13900000001") == true && answers.last?.contains("KB1") == true)
  }

  @Test("whoever is told of something unknown is told how far he sees, whether it is elsewhere or nowhere")
  func unknown() {
    let estate = group()
    let asked: [(String) -> [String]] = [
      { ["room", "show", $0] }, { ["report", "arrears", "--as-of", "2026-11-20", "--scope", $0] },
      { ["ticket", "add", "kind=repair", "room=\($0)", "summary=x", "--at", "2026-10-04 09:00"] },
      { ["room", "import", estate.file("input.csv", "code,community,kind\nRN1,\($0),residence\n")] },
    ]
    for words in asked {
      for name in ["HB1", "RB1", "NOWHERE"] {
        let ran = estate.run(as: "li", words(name))
        #expect(ran.status == 66 || ran.status == 65, "\(words(name)): \(ran.status)")
        #expect(
          ran.messages.contains("you are kept to A1: what stands elsewhere is as unknown to you as what is nowhere"),
          "\(ran.messages)")
        #expect(!estate.run(as: "boss", words("NOWHERE")).messages.contains("kept to"))
      }
    }
  }

  @Test("every record with money says by more than its company where it belongs, or is held whole to the part")
  func money() {
    for record in Records.all where record.columns.contains(where: { $0.isStored && $0.kind.shape == .money }) {
      let targets = Set(record.columns.compactMap { $0.isStored ? $0.target?().name : nil })
      let places = targets.filter { name in
        name != "org" && name != record.name && Records.named(name).map { ScopeFence.tables.contains($0.table) } == true
      }
      #expect(
        !places.isEmpty || ["bank-batch", "cash-review", "fee", "tariff", "sla"].contains(record.name), "\(record.name)"
      )
    }
  }

  @Test("every table that refers to a place is fenced")
  func fenced() {
    let fenced = Set(ScopeFence.tables)
    for record in Records.all where record.name != "staff" {
      for column in record.columns {
        guard let target = column.target?(), column.isStored, column.name != "department" else { continue }
        if fenced.contains(target.table) {
          #expect(fenced.contains(record.table), "\(record.name).\(column.name)")
        }
      }
    }
  }
}
