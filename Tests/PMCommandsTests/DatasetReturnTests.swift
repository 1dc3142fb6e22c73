// `export dataset` and back: what may be imported at all comes into an empty database unchanged.
import Glibc
import PMCommands
import PMCore
import PMFormat
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

  @Test("every register and all history come back byte for byte, in the order that help gives")
  func back() throws {
    let estate = estate()
    let (whole, again) = (estate.folder + "/whole", estate.folder + "/again")
    defer {
      remove(whole)
      remove(again)
    }
    #expect(estate.run("export", "dataset", whole, "--reveal").status == 0)
    let fresh = Estate()
    for noun in Self.order {
      let path = "\(whole)/\(noun).csv"
      #expect(try bytes(path).count { $0 == 0x0A } > 1, "nothing of \(noun) in the estate")
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
