// `export dataset` and back: what may be imported at all comes into an empty database unchanged.
import Glibc
import PMCommands
import PMCore
import PMFormat
import PMStore
import TestSupport
import Testing

@Suite("Datasets that come back")
struct DatasetReturnTests {
  /// The order in which files refer only to those before them; who may log in comes last, since
  /// from then on nobody else may; before them the category tree, which is newer than old tickets.
  private static let order = [
    "customer", "org", "late-policy", "fee", "tariff", "room", "occupancy", "charge", "meter",
    "calendar", "calendar-day", "sla", "procedure", "target", "ticket", "callback",
    "survey", "answer", "visit", "activity", "material", "category",
    "staff",
  ]

  private static let samples =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/") + "/Samples/"

  /// The samples, and a row or more of everything that they lack, with what is hard to carry.
  private func estate() -> Estate {
    let estate = Estate()
    for (noun, file) in [
      ("org", "orgs"), ("late-policy", "late-policies"), ("fee", "fees"), ("tariff", "tariffs"),
      ("room", "rooms-1"), ("room", "rooms-2"), ("customer", "customers"), ("charge", "charges"),
      ("meter", "meters"), ("sla", "sla"), ("ticket", "tickets"), ("callback", "callbacks"),
      ("survey", "surveys"), ("answer", "answers"),
    ] {
      let ran = estate.run(noun, "import", Self.samples + file + ".csv", "--quiet")
      #expect(ran.status == 0, "\(noun): \(ran.messages)")
    }
    for words in [
      ["org", "set", "YG", "developer=D001"],
      ["room", "set", "1-1-0101", "note=门前, \"老\"树\n两棵", "product=高层"],
      ["category", "add", "code=SD", "name=水电", "kind=repair"],
      ["category", "add", "code=SG", "name=水管", "kind=repair", "parent=SD"],
    ] {
      let ran = estate.run(words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    for (noun, text) in [
      ("calendar", "code,monday\nBG,08:30-12:00 13:30-17:30"),
      ("calendar-day", "calendar,date,kind,hours\nBG,2026-10-01,holiday,\nBG,2026-10-10,workday,09:00-12:00"),
      ("sla", "kind,severity,finish_minutes,calendar\nservice,高,30,BG"),
      ("procedure", "kind,name,verify,callback,steps\ncomplaint,投诉程序,yes,no,先致歉"),
      ("target", "org,year,kpi,value\nYG,2026,callback_rate,0.95"),
      ("visit", "assistant,visited_at,room,purpose,score\n助理甲,2026-09-02 10:00:07,1-1-0101,courtesy,"),
      ("activity", "code,name,org,held_on,participants\nHD-1,\"中秋, 游园\",YG,2026-09-20,120"),
      ("material", "ticket,name,quantity,unit,price\nWX-202610-0004,阀门,2,个,12.50"),
    ] {
      let ran = estate.take(noun, text)
      #expect(ran.status == 0, "\(noun): \(ran.messages)")
    }
    estate.take("staff", "code,name,login,roles\nE1,员工甲,tester,admin")
    return estate
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    let file = try MappedFile(path: path)
    return withExtendedLifetime(file) { Array(file.bytes) }
  }

  private func remove(_ folder: String) {
    for record in Records.all { unlink("\(folder)/\(record.name).csv") }
    unlink(folder + "/datapackage.json")
    rmdir(folder)
  }

  @Test(
    "every register and all history come back byte for byte, in the order that help gives, also guarded for a spreadsheet",
    arguments: [false, true])
  func back(forExcel: Bool) throws {
    let estate = estate()
    let (whole, again) = (estate.folder + "/whole", estate.folder + "/again")
    defer {
      remove(whole)
      remove(again)
    }
    #expect(estate.run("export", "dataset", whole, "--reveal").status == 0)
    let fresh = Estate()
    for noun in Self.order {
      var path = "\(whole)/\(noun).csv"
      #expect(try bytes(path).count { $0 == 0x0A } > 1, "nothing of \(noun) in the estate")
      if forExcel {
        path = estate.file(noun + ".csv", "")
        #expect(estate.run("export", "records", noun, "--excel", "--reveal", "--output", path).status == 0)
      }
      let ran = fresh.run(noun, "import", path, "--ignore-unknown", "--quiet")
      #expect(ran.status == 0, "\(noun): \(ran.messages)")
    }
    #expect(fresh.run("export", "dataset", again, "--reveal").status == 0)
    for noun in Self.order {
      #expect(try bytes("\(whole)/\(noun).csv") == bytes("\(again)/\(noun).csv"), "\(noun)")
    }
    #expect(fresh.run("db", "check").status == 0)
    // A second time nothing is new.
    for noun in Self.order {
      let ran = fresh.run(noun, "import", "\(whole)/\(noun).csv", "--ignore-unknown")
      #expect(ran.messages.contains("0 created, 0 updated"), "\(noun): \(ran.messages)")
    }
  }

  /// What a spreadsheet would run or make something else of; blanks around a text are nowhere kept.
  private static let payloads = [
    "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.example\",\"y\")", "=A1", "==", "=", "+1+1",
    "+86 138 0000 0000", "+8613800000000", "+", "-1+1", "-2+3+cmd|' /C calc'!A0", "-", "--1", "@SUM(1+1)", "@",
    "\u{FF1D}1+1", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}SUM(A1)", "=\"0123\"", "=\"汉字\"", "=\"\"", "'=1+1", "''=1+1",
    "'-1", "'@x", "'\u{FF1D}1", "=IMPORTXML(\"a\",\"b\")", "=1+1\nsecond line", "=,", "=\"a\",b", "-5.20", "+0", "-1e5",
    "=\"123456789012\"", "0123", "110105194912310021", "1-2", "3/12", "10/11/2026", "1E5",
  ]

  /// Texts that name something else, or that a row is known by.
  private static let names: Set<String> = [
    "tariff.basis", "sla.calendar", "sla.category", "sla.severity", "ticket.category", "ticket.calendar",
    "visit.assistant", "material.name",
  ]

  @Test("formulas in every text of every record go out guarded and come back as they were")
  func formulas() throws {
    #expect(Self.payloads.count >= 42)
    let estate = estate()
    // Each text of a row in each of these rounds is another one.
    for round in isThorough ? Array(Self.payloads.indices) : [0, 11, 23, 34] {
      let database = try Database.open(estate.database, mode: .readWrite)
      try database.write { database in
        for noun in Self.order {
          guard let record = Records.all.first(where: { $0.name == noun }) else { continue }
          for (place, column) in record.columns.enumerated() where column.isStored && column.name != "login" {
            guard let kind = column.kind as? TextKind, !Self.names.contains("\(noun).\(column.name)") else { continue }
            for (index, payload) in Self.payloads.enumerated() where payload.utf8.count <= kind.limit {
              try database.run(
                """
                UPDATE \(record.table) SET \(column.quoted) = ?1
                 WHERE (id + \(place + round)) % \(Self.payloads.count) = \(index)
                """, [.text(payload)])
            }
          }
        }
        return .commit(())
      }
      for noun in Self.order {
        let sheet = estate.run("export", "records", noun, "--excel", "--reveal")
        #expect(sheet.status == 0, "\(noun): \(sheet.messages)")
        let ran = estate.take(noun, sheet.output)
        #expect(ran.status == 0 && ran.messages.contains("0 created, 0 updated"), "\(noun): \(ran.messages)")
      }
    }
  }

  @Test("calls of before a reopening come back, too, and only so")
  func reopened() throws {
    let estate = Estate(Estate.twoCommunities)
    for (number, room) in [(1, "1-1-0101"), (2, "9-1-0101")] {
      let ticket = "WX-202610-000\(number)"
      let steps = [
        ["ticket", "add", "kind=repair", "room=\(room)"], ["ticket", "dispatch", ticket, "--assignee", "甲"],
        ["ticket", "accept", ticket], ["ticket", "finish", ticket],
        ["callback", "add", "ticket=\(ticket)", "score=2"], ["ticket", "close", ticket],
        ["ticket", "reopen", ticket],
      ]
      let again = [
        ["ticket", "dispatch", ticket, "--assignee", "乙"], ["ticket", "accept", ticket], ["ticket", "finish", ticket],
        ["callback", "add", "ticket=\(ticket)", "score=5"],
      ]
      for (hour, words) in (steps + (number == 1 ? [] : again)).enumerated() {
        let ran = estate.run(words + ["--at", "2026-10-01 \(hour + 10):00"])
        #expect(ran.status == 0, "\(words): \(ran.messages)")
      }
    }
    let (whole, again) = (estate.folder + "/whole", estate.folder + "/again")
    defer {
      remove(whole)
      remove(again)
    }
    #expect(estate.run("export", "dataset", whole, "--reveal").status == 0)
    let fresh = Estate()
    func taken(_ noun: String, _ words: String...) -> Ran {
      fresh.run([noun, "import", "\(whole)/\(noun).csv", "--ignore-unknown"] + words)
    }
    for noun in ["org", "room", "ticket"] { #expect(taken(noun).status == 0) }
    // At the desk the rule stays: who writes a call down calls once the work is finished.
    let typed = fresh.run("callback", "add", "ticket=WX-202610-0001", "called_at=2026-10-01 15:00")
    #expect(
      typed.status == 65 && typed.messages.contains("called_at: the ticket is not finished\n"), "\(typed.messages)")
    let calls = taken("callback")
    #expect(
      calls.messages == """
        warning: 2 calls before the work was finished, taken as made before a reopening, whose moves are not here: WX-202610-0001, WX-202610-0002
        import: 3 created, 0 updated, 0 unchanged, 0 rejected

        """, "\(calls.messages)")
    #expect(taken("callback").messages == "import: 0 created, 0 updated, 3 unchanged, 0 rejected\n")
    #expect(fresh.run("export", "dataset", again, "--reveal").status == 0)
    for noun in ["ticket", "callback"] {
      #expect(try bytes("\(whole)/\(noun).csv") == bytes("\(again)/\(noun).csv"), "\(noun)")
    }
    #expect(fresh.run("db", "check").status == 0)
    let due = ["callback", "due", "--as-of", "2026-10-02"]
    #expect(fresh.run(due).output == estate.run(due).output)
    // A sheet of an old system, which tells no states, is held against its times as ever.
    fresh.take("ticket", "number,kind,created_at\nH-1,repair,2026-09-01 09:00\n")
    let old = fresh.take("callback", "ticket,called_at\nH-1,2026-09-02 09:00\n", "--lang", "zh")
    #expect(old.status == 65 && old.messages.contains("工单尚未完成"), "\(old.messages)")
    fresh.take("ticket", "number,kind,created_at,state\nH-2,repair,2026-09-01 09:00,reopened\n")
    let chinese = fresh.take("callback", "ticket,called_at\nH-2,2026-09-02 09:00\n", "--lang", "zh")
    #expect(
      chinese.messages.contains("1 次回访早于工单完成，视为重开前的回访收下（其流转不在本库中）：H-2\n"), "\(chinese.messages)")
  }

  @Test("help names every record whose file comes back, and no others")
  func told() {
    let help = Estate().run("help", "export", "dataset").output
    let words = help.split { $0 == " " || $0 == "\n" || $0 == "," || $0 == "." }.map(String.init)
    for noun in Self.order { #expect(words.contains(noun), "\(noun)") }
    // Readings come back by meter read, payments by their statements: they are documents.
    let importable = Records.all.map(\.name).filter { noun in
      noun != "payment" && Registry.pm[noun]?.commands().contains { $0.spec.verb == "import" } ?? false
    }
    #expect(Set(importable) == Set(Self.order))
  }
}
