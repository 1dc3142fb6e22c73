// What the desk refuses and counts: moments to come, nobody to go to, materials, paths of categories.
import PMStore
import Testing

@Suite("Clauses of the desk")
struct DeskClauseTests {
  private let estate = Estate(
    Estate.twoCommunities + [
      ("customer", "code,name,kind,phone,room,role\nK1,王小明,person,13900000001,1-1-0101,owner"),
      ("fee", "code,name,class\nWXF,维修费,one-off"),
    ])

  private func ran(_ words: String...) -> Ran { estate.run(words) }

  @Test("visits and calls that are yet to come are refused by hand and pointed out in files")
  func future() throws {
    estate.take("ticket", "number,kind,created_at,finished_at\nT1,repair,2026-10-01 09:00,2026-10-01 10:00\n")
    let before = try estate.digest()
    let visit = ran("visit", "add", "assistant=甲", "visited_at=2199-01-01 09:00", "room=1-1-0101")
    #expect(visit.status == 65)
    #expect(visit.messages.contains("visited_at: \"2199-01-01 09:00\" is later than now"), "\(visit.messages)")
    let call = ran("callback", "add", "ticket=T1", "called_at=2199-01-01 09:00", "score=5", "--lang", "zh")
    #expect(call.status == 65)
    #expect(call.messages.contains("晚于现在"), "\(call.messages)")
    #expect(try estate.digest() == before)
    let file = "assistant,visited_at,room\n甲,2199-01-01 09:00,1-1-0101\n"
    #expect(estate.take("visit", file, "--strict").status == 65)
    let taken = estate.take("visit", file)
    #expect(taken.status == 0)
    #expect(
      taken.messages.contains("input.csv:2:2: visited_at: warning: \"2199-01-01 09:00\" is later than now"),
      "\(taken.messages)")
  }

  @Test("a ticket is sent to somebody; one that lies with a department may go there again")
  func receivers() throws {
    for _ in 0..<2 { _ = ran("ticket", "add", "kind=repair", "--at", "2026-10-01 09:00") }
    let before = try estate.digest()
    let one = ran("ticket", "dispatch", "WX-202610-0001", "--at", "2026-10-01 09:05")
    #expect(one.status == 65)
    #expect(
      one.messages == "pm: ticket WX-202610-0001: it goes to nobody\n  say --department or --assignee\n")
    let two = ran("ticket", "dispatch", "--where", "state=new", "--department", "", "--lang", "zh")
    #expect(two.status == 65)
    #expect(two.messages.contains("工单 WX-202610-0001 等 2 张：未指明派给谁"), "\(two.messages)")
    #expect(
      ran("ticket", "dispatch", "--where", "state=new").messages.contains(
        "ticket WX-202610-0001 and 1 more: it goes to nobody"))
    #expect(try estate.digest() == before)
    _ = ran("ticket", "set", "WX-202610-0001", "department=工程部")
    #expect(ran("ticket", "dispatch", "WX-202610-0001", "--at", "2026-10-01 09:05").status == 0)
  }

  @Test("a material's amount is quantity × price to the fen; halves go up")
  func materials() throws {
    _ = ran("ticket", "add", "kind=repair", "--at", "2026-10-01 09:00")
    // 2.5 × 3.33 = 8.325, to the fen 8.33.
    let right = ran(
      "material", "add", "ticket=WX-202610-0001", "name=水管", "quantity=2.5", "price=3.33", "amount=8.33")
    #expect(right.status == 0, "\(right.messages)")
    let before = try estate.digest()
    for words in [["amount=8.32"], ["quantity=2"], ["price=3.34"]] {
      let wrong = estate.run(["material", "set", "WX-202610-0001,水管"] + words)
      #expect(wrong.status == 65)
      #expect(wrong.messages.contains("amount: is not quantity × price"), "\(wrong.messages)")
    }
    #expect(
      estate.take("material", "ticket,name,quantity,price,amount\nWX-202610-0001,阀,1,10,10.01\n").messages
        .contains("input.csv:2:5: amount"))
    #expect(try estate.digest() == before)
    // More than 64 bits of product.
    let large = ran(
      "material", "add", "ticket=WX-202610-0001", "name=缆", "quantity=100000", "price=1000000",
      "amount=100000000000.00")
    #expect(large.status == 0, "\(large.messages)")
    #expect(ran("material", "set", "WX-202610-0001,缆", "amount=100000000000.02").status == 65)
    #expect(ran("material", "add", "ticket=WX-202610-0001", "name=灯", "quantity=1", "price=7").status == 0)
    #expect(ran("db", "check").status == 0)
    let sheet = ran("ticket", "form", "WX-202610-0001", "--form", "dispatch", "--lang", "zh").output
    // Without an amount it is worked out.
    #expect(sheet.contains("7.00"), "\(sheet)")
  }

  @Test("a category may be said by its path, where that is one")
  func paths() {
    estate.take(
      "category",
      "code,name,parent\nSD,水电,\nSG,水管,SD\nQT1,其他,SD\nZJ,噪声,\nQT2,其他,ZJ\nLS,漏水,SG\n")
    for (said, stored) in [("水电/水管", "水管"), ("噪声/其他", "QT2"), ("水管/漏水", "漏水"), ("水电/水管/漏水", "漏水")] {
      let added = ran("ticket", "add", "kind=repair", "category=\(said)", "--at", "2026-10-01 09:00")
      #expect(added.status == 0, "\(said): \(added.messages)")
      let list = ran("ticket", "list", "--columns", "category", "--sort=-number", "--limit", "1").output
      #expect(list == "category\n\(stored)\n", "\(said)")
    }
    let wrong = ran("ticket", "add", "kind=repair", "category=水电/水官", "--at", "2026-10-01 09:00")
    #expect(wrong.status == 65)
    #expect(wrong.messages.contains("is no known category"))
    let file = "number,kind,category,created_at\nT1,repair,水电/水管,2026-09-01 09:00\n"
    #expect(estate.take("ticket", file).messages.contains("1 created"))
    #expect(estate.take("ticket", file).messages.contains("0 created, 0 updated, 1 unchanged"))
  }

  @Test("a heading of what pm works out itself is called so, not unknown")
  func computed() {
    let list = estate.take("ticket", "number,kind,created_at,respond_minutes\nT1,repair,2026-09-01 09:00,30\n")
    #expect(list.status == 65)
    #expect(
      list.messages.contains("input.csv:1:4: respond_minutes is worked out by pm and cannot be given"),
      "\(list.messages)")
    #expect(list.messages.contains("leave the column out, or pass over it with --ignore-unknown"))
    _ = ran("nonconformity", "add", "description=x", "owner=甲", "found_on=2026-10-01")
    let typed = ran("nonconformity", "set", "NC-202610-0001", "effective=yes")
    #expect(typed.messages.contains("effective is worked out by pm and cannot be given\n  leave it out\n"))
    let set = ran("nonconformity", "set", "NC-202610-0001", "effective=yes", "--lang", "zh")
    #expect(set.status == 65)
    #expect(set.messages.contains("effective 由系统得出，不能填写") && set.messages.contains("请去掉这一项"))
  }

  @Test("the callbacks that are due are those that the callback rate misses, after reopening too")
  func oneSet() {
    var random = Seeded(7)
    for share in ["1", "0.4"] {
      let estate = Estate()
      estate.run("setting", "set", "callback.share=\(share)", "callback.always=complaint")
      estate.run("sla", "add", "kind=repair", "callback_minutes=1440")
      var rows = "number,kind,severity,created_at,accepted_at,finished_at\n"
      for number in 1...30 {
        let kind = ["repair", "complaint", "service"][number % 3]
        let finish = random.next() % 4 == 0 ? "" : "2026-10-0\(1 + random.next() % 9) 10:00"
        rows += "T\(number),\(kind),,2026-10-01 08:00,2026-10-01 08:10,\(finish)\n"
      }
      estate.take("ticket", rows)
      for number in 1...30 where random.next() % 3 == 0 {
        let called = "called_at=2026-10-\(10 + random.next() % 8) 09:00"
        let call = estate.run(
          "callback", "add", "ticket=T\(number)", called, random.next() % 3 == 0 ? "reached=no" : "reached=yes")
        if call.status != 0 || random.next() % 2 == 0 { continue }
        // Taken up again and finished once more: the customer is to be asked anew.
        estate.run("ticket", "close", "T\(number)", "--at", "2026-10-18 09:00")
        for verb in ["reopen", "dispatch", "accept", "finish"] {
          let receiver = verb == "dispatch" ? ["--assignee", "甲"] : []
          let moved = estate.run(["ticket", verb, "T\(number)", "--at", "2026-10-19 10:00"] + receiver)
          #expect(moved.status == 0, "\(moved.messages)")
        }
        if random.next() % 2 == 0 {
          estate.run("callback", "add", "ticket=T\(number)", "called_at=2026-10-20 09:00")
        }
      }
      for day in ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-31"] {
        let due = estate.table(["callback", "due", "--as-of", day]).rows
          .filter { $0["overdue"] == "yes" || $0["call_by"] == "" }.compactMap { $0["ticket"] }
        let rows = estate.table([
          "report", "kpi", "--explain", "callback_rate", "--from", "2026-10-01", "--to", "2026-10-31", "--as-of", day,
        ]).rows
        func part(_ name: String) -> Set<String> {
          Set(rows.filter { $0["part"] == name }.compactMap { $0["key"] })
        }
        let missed = part("denominator").subtracting(part("numerator"))
        if share == "1" {
          #expect(Set(due) == missed, "\(day)")
        } else {
          // The list keeps to the sample; the rate counts all that is finished.
          #expect(Set(due).isSubset(of: missed), "\(day)")
        }
        let figures = estate.table(["report", "kpi", "--from", "2026-10-01", "--to", "2026-10-31", "--as-of", day]).rows
        let rate = figures.first { $0["id"] == "callback_rate" }
        #expect(rate?["numerator"] == "\(part("numerator").count)", "\(day)")
        #expect(rate?["denominator"] == "\(part("denominator").count)", "\(day)")
      }
    }
  }

  @Test("the measures that a rate counts are told by the key under which they are found")
  func measures() {
    estate.take("ticket", "number,kind,room,created_at\nT1,complaint,1-1-0101,2026-10-01 09:00\n")
    _ = ran("nonconformity", "add", "ticket=T1", "description=x", "owner=甲", "found_on=2026-10-01", "due_on=2026-10-20")
    _ = ran(
      "visit", "add", "assistant=乙", "visited_at=2026-10-02 09:30", "room=1-1-0101", "purpose=complaint",
      "measure=换泵", "due_on=2026-10-10", "carried_out_on=2026-10-09")
    let told = ran(
      "report", "kpi", "--explain", "complaint_measure_rate", "--period", "2026-10", "--as-of", "2026-11-01",
      "--format", "tsv"
    ).output.split(separator: "\n").dropFirst().map { $0.split(separator: "\t")[2...4].joined(separator: " ") }
    #expect(
      told == [
        "numerator measure 乙,2026-10-02 09:30", "denominator measure 乙,2026-10-02 09:30",
        "denominator measure NC-202610-0001",
      ])
    #expect(ran("visit", "show", "乙,2026-10-02 09:30").status == 0)
    #expect(ran("nonconformity", "show", "NC-202610-0001").status == 0)
  }

  @Test("a dispatch sheet names who lives in the room, and what is free, chargeable, used and to be paid")
  func sheets() throws {
    _ = ran("ticket", "add", "kind=repair", "room=1-1-0101", "summary=漏水13987654321", "--at", "2026-10-01 09:00")
    let ticket = "WX-202610-0001"
    let before = ran("ticket", "form", ticket, "--form", "dispatch").output
    for text in [
      "Customer: K1 王小明\n", "Phone: 139****0001\n", "Charge: ☐ free   ☐ chargeable\n", "漏水139****4321",
      "To pay: materials __________ · labour __________ · in all __________\n",
    ] {
      #expect(before.contains(text), "\(text): \(before)")
    }
    // Whole only where it is asked for: in a file of one's own, and the journal knows.
    let path = estate.file("sheet.html", "")
    let revealed = ran(
      "ticket", "form", ticket, "--form", "dispatch", "--reveal", "--format", "html", "--output", path)
    #expect(revealed.status == 0)
    #expect(ran("audit", "list").output.contains("ticket form"))
    let whole = ran("ticket", "form", ticket, "--form", "dispatch", "--reveal").output
    #expect(whole.contains("Phone: 13900000001\n") && whole.contains("漏水13987654321"))
    for (verb, at) in [("dispatch", "09:05"), ("accept", "09:10")] {
      let receiver = verb == "dispatch" ? ["--assignee", "甲"] : []
      estate.run(["ticket", verb, ticket, "--at", "2026-10-01 \(at)"] + receiver)
    }
    _ = ran("material", "add", "ticket=\(ticket)", "name=角阀", "quantity=2", "unit=个", "price=12.5", "amount=25")
    #expect(
      ran("ticket", "form", ticket, "--form", "dispatch").output.contains(
        "To pay: materials 25.00 · labour __________ · in all __________\n"))
    _ = ran("ticket", "finish", ticket, "--fee", "WXF", "--amount", "80", "--at", "2026-10-01 10:00")
    let after = ran("ticket", "form", ticket, "--form", "dispatch").output
    #expect(after.contains("Charge: chargeable: 维修费 80.00 (B0000001)\n"), "\(after)")
    // 80.00 − 25.00.
    #expect(after.contains("To pay: materials 25.00 · labour 55.00 · in all 80.00\n"), "\(after)")
    let intake = ran("ticket", "form", ticket, "--form", "intake", "--lang", "zh").output
    #expect(intake.contains("客户：K1 王小明\n") && intake.contains("收费：有偿：维修费 80.00（B0000001）\n"), "\(intake)")
    _ = ran("bill", "void", "B0000001", "--reason", "免费")
    #expect(ran("ticket", "form", ticket, "--form", "dispatch", "--lang", "zh").output.contains("收费：有偿：维修费\n"))
  }

  @Test("work sent back once is one rework, and a nonconformity tells how the first inspection came out")
  func sentBack() {
    _ = ran("ticket", "add", "kind=repair", "room=1-1-0101", "--at", "2026-10-01 09:00")
    let ticket = "WX-202610-0001"
    for (words, at) in [
      (["dispatch", "--assignee", "甲"], "09:05"), (["accept"], "09:10"), (["finish"], "10:00"),
      (["verify", "--result", "fail"], "10:30"), (["rework"], "10:40"), (["finish"], "11:00"),
      (["verify", "--result", "pass"], "11:30"), (["rework"], "12:00"), (["finish"], "13:00"),
    ] {
      let moved = estate.run(["ticket", words[0], ticket] + words.dropFirst() + ["--at", "2026-10-01 \(at)"])
      #expect(moved.status == 0, "\(words): \(moved.messages)")
    }
    // Failed once, and taken back once after it had passed.
    #expect(
      ran("ticket", "form", ticket, "--form", "evaluation", "--format", "md").output.contains(
        "| Rework | none | 2 | no |"))
    _ = ran("nonconformity", "add", "ticket=\(ticket)", "description=x", "owner=甲", "found_on=2026-10-01")
    let paper = ran("nonconformity", "form", "NC-202610-0001", "--lang", "zh").output
    #expect(paper.contains("首次验收：不合格 2026-10-01 10:30\n"), "\(paper)")
  }

  @Test("who may not reveal cannot ask for masked digits in free text, and finds words all the same")
  func searching() {
    _ = ran("ticket", "add", "kind=repair", "summary=漏水13987654321", "--at", "2026-10-01 09:00")
    estate.take("staff", "code,name,login,roles\nS1,总,tester,admin\nS2,析,sun,analyst\n")
    func find(_ condition: String, _ more: String...) -> Ran {
      estate.run(as: "sun", ["ticket", "list", "--columns", "summary", "--where", condition] + more)
    }
    #expect(find("summary~漏水").output == "summary\n漏水139****4321\n")
    for condition in [
      "summary~1398", "summary~139 8765", "summary~１３９", "summary=漏水13987654321", "summary<漏水1399", "detail~5",
    ] {
      let refused = find(condition)
      #expect(refused.status == 77)
      #expect(refused.messages.contains("would tell what is masked") && refused.messages.contains("by digits in"))
    }
    #expect(find("summary~8", "--lang", "zh").messages.contains("不能按摘要中的数字筛选"))
    #expect(estate.run("ticket", "list", "--columns", "number", "--where", "summary~1398").output.contains("WX-"))
  }

  @Test("free text that comes back masked is unchanged; what hides nothing is taken as it is")
  func returning() throws {
    estate.take(
      "ticket",
      "number,kind,summary,created_at\nT1,repair,漏水13987654321,2026-10-01 09:00\nT2,repair,打139****0001,2026-10-01 09:00\n"
    )
    let exported = ran("export", "records", "ticket").output
    #expect(exported.contains("漏水139****4321") && !exported.contains("13987654321"))
    let before = try estate.digest()
    #expect(estate.take("ticket", exported).messages.contains("0 created, 0 updated, 2 unchanged"))
    #expect(try estate.digest() == before)
    let edited = estate.take("ticket", "number,summary\nT1,漏水139****4321已修\n")
    #expect(edited.status == 65)
    #expect(
      edited.messages.contains("input.csv:2:2: summary: is masked and differs from the stored value"),
      "\(edited.messages)")
    #expect(try estate.digest() == before)
    #expect(estate.take("ticket", "number,summary\nT1,漏水已修\nT2,打139****0002\n").messages.contains("2 updated"))
    let shown = ran("audit", "show", "ticket", "T1", "--format", "csv").output
    #expect(shown.contains("漏水139****4321") && shown.contains("漏水已修"), "\(shown)")
    #expect(ran("audit", "show", "ticket", "T1", "--reveal").output.contains("漏水13987654321"))
  }
}
