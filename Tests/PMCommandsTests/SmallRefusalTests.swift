// Small things that were taken without a word: moments to come, live formulas, heads of a lost journal.
import PMFormat
import Testing

@testable import PMCommands

@Suite struct SmallRefusalTests {
  @Test("TSV for spreadsheets has no live formula, and comes back as it was")
  func tabs() throws {
    let estate = Estate(billed: [])
    let name = "name==HYPERLINK(\"x\")"
    #expect(estate.run("org", "set", "HY", name).status == 0)
    let digest = try estate.digest()
    let words = ["export", "records", "org", "--columns", "code,name", "--format", "tsv"]
    #expect(estate.run(words).output.contains("HY\t\"=HYPERLINK("))
    let guarded = estate.run(words + ["--excel"])
    #expect(guarded.output.contains("HY\t\"'=HYPERLINK("), "\(guarded.output)")
    let back = estate.run("org", "import", estate.file("orgs.tsv", guarded.output))
    #expect(back.status == 0, "\(back.messages)")
    #expect(try estate.digest() == digest)
  }

  @Test("TSV for spreadsheets is guarded in every list")
  func lists() {
    let estate = Estate(billed: [])
    estate.run("org", "set", "HY", "name==1+1")
    let ran = estate.run("org", "list", "--columns", "code,name", "--format", "tsv", "--excel")
    #expect(ran.output.hasPrefix("\u{FEFF}code\tname\r\n"), "\(ran.output)")
    #expect(ran.output.contains("HY\t'=1+1\r\n"), "\(ran.output)")
  }

  @Test("a rejects file for spreadsheets is guarded once, and comes back as it was")
  func rejects() throws {
    let estate = Estate(billed: [])
    let path = estate.file("rejects.csv", "")
    for text in ["code,kind,name\nN1,robot,=1+1\n", "\u{FEFF}code,kind,name\r\nN1,robot,'=1+1\r\n"] {
      let ran = estate.run(
        "org", "import", estate.file("orgs.csv", text), "--keep-going", "--rejects", path, "--excel")
      #expect(ran.status == 1, "\(ran.messages)")
      let file = try MappedFile(path: path)
      let written = withExtendedLifetime(file) { String(decoding: file.bytes, as: UTF8.self) }
      #expect(written.hasPrefix("\u{FEFF}code,kind,name,_line,_reason\r\nN1,robot,'=1+1,2,"), "\(written)")
      #expect(written.hasSuffix("\r\n"))
    }
  }

  @Test("an owner's phone is warned about where the file has no column for his name, too")
  func nameless() throws {
    let estate = Estate(billed: [])
    let text = "code,community,owner_phone\nA-9,HY,13977770001\nA-8,HY,\n"
    let ran = estate.run("room", "import", estate.file("rooms.csv", text))
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(
      ran.messages.contains("rooms.csv:2:3: owner_phone: warning: is given without an owner's name and was not taken"),
      "\(ran.messages)")
    #expect(!ran.messages.contains("rooms.csv:3"))
    let digest = try estate.digest()
    let strict = estate.run("room", "import", estate.file("more.csv", text.replacing("A-", with: "A-7")), "--strict")
    #expect(strict.status == 65)
    #expect(try estate.digest() == digest)
  }

  @Test("where a file is shifted by a column, what stood in it is told without whose it is, as data too")
  func shifted() {
    let estate = Estate(billed: [])
    let path = estate.file("rooms.csv", "code,community,floor,floor_area\nA-9,HY,13912345678,11010519491231002X\n")
    let ran = estate.run("room", "import", path)
    #expect(ran.status == 65)
    #expect(ran.messages.contains("\"139****5678\" is out of range"), "\(ran.messages)")
    #expect(ran.messages.contains("\"110***********002X\" is not a decimal number"), "\(ran.messages)")
    let json = estate.run("room", "import", path, "--format", "json")
    #expect(json.messages.contains("\"value\":\"139****5678\""), "\(json.messages)")
    let batch = estate.run(["batch"], input: #"{"words":["room","set","A-1","floor=13912345678"]}"# + "\n")
    #expect(batch.output.contains("\"value\":\"139****5678\""), "\(batch.output)")
  }

  @Test(
    "nothing happens later than now, whether the command has a use for the moment or not",
    arguments: [["room", "set", "A-1", "note=x"], ["customer", "add", "code=N1", "name=x"]])
  func moments(words: [String]) throws {
    let estate = Estate(billed: [])
    let digest = try estate.digest()
    let ran = estate.run(words + ["--at", "2999-01-01 10:00"])
    #expect(ran.status == 64)
    #expect(ran.messages.contains("--at: an event cannot happen later than now"), "\(ran.messages)")
    #expect(try estate.digest() == digest)
    #expect(estate.run(words + ["--at", "2026-01-01 10:00"]).status == 0)
  }

  @Test("a head of what a restore replaced is told to be gone, or to be another")
  func heads() throws {
    let estate = Estate(billed: [])
    let copy = estate.folder + "/copy.db"
    estate.run("db", "backup", copy)
    var heads: [String] = []
    for note in ["x", "y"] {
      estate.run("room", "set", "A-1", "note=\(note)")
      heads.append(estate.run("audit", "head").output)
    }
    #expect(estate.run("db", "restore", copy, "--yes").status == 0)
    let another = estate.run("audit", "verify", "--anchor", heads[0])
    #expect(another.status == 1)
    #expect(
      another.messages.contains("has another hash than the one kept: the journal was rebuilt, or a backup restored"),
      "\(another.messages)")
    // However it was printed or quoted.
    for format in ["table", "csv", "tsv", "json", "jsonl", "md", "html"] {
      let head = estate.run("audit", "head", "--format", format).output
      #expect(estate.run("audit", "verify", "--anchor", head).status == 0, "\(head)")
    }
    let (count, hash) = (heads[0].split(separator: "\n")[1].split(separator: ",")[0], heads[0].suffix(65).dropLast())
    for line in [
      "> \(count),\(hash)", "Nov 23 06:00 pm: \(count) \(hash)\r\n", "\(count):\(hash.uppercased())",
      "条数 \(count)，摘要 \(hash)。",
    ] {
      #expect(estate.run("audit", "verify", "--anchor", line).messages == another.messages, "\(line)")
    }
    for line in ["\(hash)", "\(count),\(hash.dropLast())", ""] {
      #expect(estate.run("audit", "verify", "--anchor", line).status == 64, "\(line)")
    }
    let gone = estate.run("audit", "verify", "--anchor", heads[1])
    #expect(
      gone.messages.contains(
        "is not there: entries are missing at the end, cut off or gone with a restore\n  what a restore replaced is kept as"
      ),
      "\(gone.messages)")
  }
}
