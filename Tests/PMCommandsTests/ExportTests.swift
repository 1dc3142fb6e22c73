// What `export records` writes imports again as the same database.
import PMCommands
import PMCore
import PMStore
import Testing

@Suite struct ExportTests {
  /// Every row of every exported record, whole, by noun.
  private func rows(_ sample: ExportSample, on name: String) throws -> [String] {
    try ExportSample.estate.map {
      try sample.done("export", "records", $0.noun, "--reveal", on: name)
    }
  }

  @Test("an export into a fresh database gives the same database", arguments: ["csv", "tsv", "json", "jsonl"])
  func identity(_ format: String) throws {
    let sample = ExportSample()
    try sample.fill()
    try sample.done("init", on: "other.db")
    for (noun, _) in ExportSample.estate {
      let file = sample.file("\(noun)-out.\(format)")
      try sample.done("export", "records", noun, "--reveal", "--output", file)
      try sample.done(noun, "import", file, on: "other.db")
    }
    #expect(try rows(sample, on: "other.db") == rows(sample, on: "pm.db"))
    // Again over itself: nothing changes.
    for (noun, _) in ExportSample.estate {
      let ran = sample.pm(noun, "import", sample.file("\(noun)-out.\(format)"))
      #expect(ran.messages.contains("0 created, 0 updated"), "\(noun): \(ran.messages)")
    }
  }

  @Test("a masked export over the same database changes nothing, and is refused by another")
  func masked() throws {
    let sample = ExportSample()
    try sample.fill()
    let file = sample.file("masked.csv")
    try sample.done("export", "records", "customer", "--output", file)
    let text = try sample.done("export", "records", "customer")
    #expect(text.contains("139****0001") && !text.contains("13900010001"))
    #expect(!text.contains("440106198001010016") && !text.contains("6222021234567890"))
    let again = sample.pm("customer", "import", file)
    #expect(again.messages.contains("0 created, 0 updated, 3 unchanged"), "\(again.messages)")
    try sample.done("init", on: "other.db")
    let other = sample.pm("customer", "import", file, on: "other.db")
    #expect(other.status == 65)
    #expect(!other.messages.contains("139****"))
  }

  @Test("a revealed file is its owner's alone, and the journal knows of it")
  func revealed() throws {
    let sample = ExportSample()
    try sample.fill()
    let before = try sample.journal()
    try sample.done("export", "records", "customer", "--reveal", "--output", sample.file("all.csv"))
    #expect(sample.mode(of: "all.csv") == 0o600)
    #expect(try sample.journal() == before + ["export records"])
    try sample.done("export", "records", "customer", "--output", sample.file("some.csv"))
    try sample.done("org", "list", "--reveal", "--columns", "code")
    #expect(try sample.journal().count == before.count + 1)
    // The notes of rooms are free text, and may hold a phone.
    try sample.done("room", "list", "--reveal")
    #expect(try sample.journal() == before + ["export records", "room list"])
  }

  @Test("rows come in natural order, and only the columns that an import takes")
  func order() throws {
    let sample = ExportSample()
    try sample.fill()
    let text = try sample.done("export", "records", "room")
    #expect(
      text.split(separator: "\n").map { String($0.prefix { $0 != "," }) }
        == ["code", "1-1-0101", "1-2-0101", "1-10-0101"])
    #expect(try sample.done("export", "records", "ticket").hasPrefix("number,kind,"))
    #expect(
      try sample.done("export", "records", "room", "--columns", "code,状态", "--where", "状态=空置")
        == "code,status\n1-10-0101,vacant\n")
  }

  @Test("an unknown record gets the nearest suggested")
  func unknown() throws {
    let ran = ExportSample().pm("export", "records", "rooms")
    #expect(ran.status == 64)
    #expect(ran.messages.contains("did you mean \"room\"?"))
  }
}

extension ExportSample {
  /// The commands in the journal, oldest first.
  func journal() throws -> [String] {
    let database = try Database.open(file("pm.db"), mode: .readOnly, lockWait: .seconds(5))
    return try database.rows("SELECT command FROM journal ORDER BY id") { $0.string(0) }
  }
}
