// A telephone, an ID number or a card number in every column of text of every record comes out whole
// nowhere; codes that only look like one come out as they are.
import Glibc
import PMCore
import PMFormat
import PMStore
import Testing

@testable import PMCommands

@Suite("Personal data in every text")
struct CanaryTextTests {
  private let sample: ExportSample

  init() throws {
    umask(0o022)
    sample = ExportSample()
    try CanaryEstate.fill(sample)
    try CanaryEstate.playAll(in: sample)
  }

  /// A number of a person for every column whose values are masked; but for logins: where there is one,
  /// whoever has none is nobody.
  struct Numbers: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let formats: [String]
    let columns: [(record: RecordType, column: Column, number: String)]
    /// Every such number begins like one of these, and nothing else does.
    let marks: [String]

    init(_ name: String, marks: [String], formats: [String], _ number: (Int) -> String) {
      testDescription = name
      self.marks = marks
      self.formats = formats
      columns = Records.all.flatMap { record in
        record.columns.filter { $0.isStored && $0.kind.mask != nil && $0.name != "login" }.map { (record, $0) }
      }.enumerated().map { ($1.0, $1.1, number($0)) }
    }

    static let phones = Numbers(
      "telephones", marks: ["139555"], formats: ["csv", "json", "html", "table", "md"]
    ) { "139555\(50_000 + $0 * 7)" }

    /// Column by column a resident's ID number, or the number of a bank card.
    static let papers = Numbers(
      "ID and card numbers", marks: ["4401061990", "62220298765"], formats: ["csv", "html"]
    ) { ($0 % 2 == 0 ? "4401061990" : "62220298765") + "\(10_000_000 + $0 * 7)" }

    /// The columns whose numbers are in a text.
    func leaks(in text: String) -> [String] {
      guard marks.contains(where: { text.contains($0) }) else { return [] }
      return columns.filter { text.contains($0.number) }.map { "\($0.record.name).\($0.column.name)" } + ["…"]
    }
  }

  /// Puts the numbers into all rows there are; the records that have rows.
  private func fill(_ numbers: Numbers = .phones) throws -> Set<String> {
    let database = try Database.open(sample.file("pm.db"), mode: .readWrite)
    let filled = try database.write { database in
      var filled: Set<String> = []
      for (record, column, number) in numbers.columns {
        // A unit of measure has no room for more.
        let isAlone =
          !(column.isProse || column.kind is ContactKind) || record.name == "material" && column.name == "unit"
        let text = isAlone ? "'\(number)'" : "'电' || id || '话\(number)'"
        try database.execute("UPDATE \(record.table) SET \(column.quoted) = \(text)")
        if try database.scalar("SELECT 1 FROM \(record.table) LIMIT 1") != nil { filled.insert(record.name) }
      }
      return .commit(filled)
    }
    unlink(sample.file("master.db"))
    // The approvers are not those whom the journal knows, which the copy says.
    #expect(sample.pm("db", "backup", sample.file("master.db")).status == 1)
    return filled
  }

  private func pm(_ words: [String], input: String = "") -> Ran {
    let output = MemoryDestination()
    let messages = MemoryDestination()
    let status = runCommandLine(
      words, registry: .pm, environment: Environment(["PM_DB": sample.file("pm.db"), "USER": "tester"]),
      input: .sent(Array(input.utf8)), output: .memory(output), messages: .memory(messages))
    return Ran(status: status, output: output.text, messages: messages.text)
  }

  private func expectMasked(_ ran: Ran, _ line: String, _ numbers: Numbers = .phones) throws {
    #expect(numbers.leaks(in: ran.output) == [], "\(line)")
    #expect(numbers.leaks(in: ran.messages) == [], "\(line): \(ran.messages)")
    // A file that was changed behind pm's back is no other's fault.
    let isChanged = ran.messages.contains("the bytes that it gave before") || ran.messages.contains("与原批次不同")
    #expect(ran.status < 128 && (ran.status != 70 || isChanged), "\(line): \(ran.status) \(ran.messages)")
    for name in sample.files() where !CanaryTests.whole.contains(name) {
      #expect(
        numbers.leaks(in: String(decoding: try sample.content(of: name), as: UTF8.self)) == [], "\(line): \(name)")
      unlink(sample.file(name))
    }
  }

  @Test(
    "lists, exports and papers of every record mask it, and what they show comes back unchanged",
    arguments: [Numbers.phones, .papers])
  func records(numbers: Numbers) throws {
    let filled = try fill(numbers)
    #expect(numbers.columns.count >= 110, "\(numbers.columns.count) columns")
    #expect(Set(numbers.columns.map(\.record.name)).subtracting(filled) == [], "no row to fill")
    for record in Records.all {
      var lines = [["export", "records", record.name]]
      if record.verbs.contains(.list) { lines.append([record.name, "list", "--columns", "*"]) }
      if record.verbs.contains(.show) {
        let keys = pm([
          record.name, "list", "--columns", record.key.joined(separator: ","), "--limit", "1", "--format", "csv",
        ])
        if let first = keys.output.split(separator: "\n").dropFirst().first {
          lines.append([record.name, "show", String(first)])
          lines.append(["audit", "show", record.name, String(first)])
        }
      }
      for line in lines {
        for format in numbers.formats {
          try expectMasked(pm(line + ["--format", format]), (line + [format]).joined(separator: " "), numbers)
        }
      }
      guard record.verbs.contains(.import) else { continue }
      let ran = pm([record.name, "import", "-"], input: pm(["export", "records", record.name]).output)
      try expectMasked(ran, "\(record.name) import", numbers)
      #expect(ran.status == 0 && ran.messages.contains(" 0 created, 0 updated"), "\(record.name): \(ran.messages)")
      try sample.restore()
    }
  }

  @Test("with --reveal every one of them is whole, and the journal has an entry for it")
  func revealed() throws {
    _ = try fill()
    for record in Records.all where record.verbs.contains(.list) {
      let expected = Numbers.phones.columns.filter { $0.record.name == record.name }
      if expected.isEmpty { continue }
      let before = pm(["audit", "head"]).output
      let ran = pm([record.name, "list", "--columns", "*", "--reveal"])
      for (_, column, number) in expected { #expect(ran.output.contains(number), "\(record.name).\(column.name)") }
      #expect(pm(["audit", "head"]).output != before, "\(record.name)")
    }
  }

  @Test("reports, due lists and papers show it whole with --reveal, in a file of one's own, and the journal tells")
  func revealedReports() throws {
    _ = try fill()
    for line in [
      "report prepayment", "report kpi --period 2026-10 --by assignee", "report cash --period 2026-09",
      "ticket due --as-of 2026-11-20", "log due --as-of 2026-11-20", "payment receipt P0000001 --as-of 2026-10-20",
      "customer statement K1 --from 2026-08-01 --to 2026-10-31",
    ] {
      let words = line.split(separator: " ").map(String.init)
      let before = pm(["audit", "head"]).output
      let ran = pm(words + ["--reveal"])
      #expect(ran.status == 0 && ran.output.contains(Numbers.phones.marks[0]), "\(line): \(ran.messages) \(ran.output)")
      #expect(pm(["audit", "head"]).output != before, "\(line)")
      #expect(pm(words + ["--reveal", "--output", sample.file("revealed.html")]).status == 0, "\(line)")
      #expect(sample.mode(of: "revealed.html") == 0o600, "\(line)")
    }
  }

  @Test("no command shows it, well or badly called, in words or in pictures")
  func commands() throws {
    _ = try fill()
    for invocation in Invocation.all {
      for manner in [
        [], ["--verbose", "--format", "html"], ["--format", "json"], ["--format", "table", "--lang", "zh"],
      ] {
        if !invocation.file.isEmpty { try sample.write(invocation.file, to: "in.csv") }
        if !invocation.before.isEmpty { _ = pm(CanaryEstate.words(invocation.before, sample)) }
        let words =
          invocation.command.split(separator: " ").map(String.init) + CanaryEstate.words(invocation.words, sample)
        try expectMasked(pm(words + manner, input: invocation.file), "\(invocation.testDescription) \(manner)")
        try sample.restore()
      }
    }
  }

  /// Reports by everything that they can be told apart by.
  private static let reports: [String] =
    MetricDimension.allCases.map { "kpi --from 2026-10-01 --to 2026-10-31 --by \($0.rawValue)" }
    + PivotDimension.allCases.flatMap { rows in
      ["pivot --rows \(rows.rawValue) --cols kind", "pivot --rows kind --cols \(rows.rawValue)"].map {
        $0 + " --period 2026-10"
      }
    }
    + ["tickets", "focus", "satisfaction"].flatMap { report in
      ["category", "department", "assignee", "responsible", "building"].map { "\(report) --period 2026-10 --by \($0)" }
    }
    + ["assignee", "department"].map { "workload --period 2026-10 --by \($0)" }
    + ["dimension", "department"].map { "survey MYD --by \($0)" }
    + ReportDimension.allCases.flatMap { by in
      [
        "collection --period 2026-09", "revenue --period 2026-09", "rollforward --period 2026-09",
        "aging --as-of 2026-11-20",
        "prepayment", "occupancy", "deposits --as-of 2026-11-20",
      ].map { $0 + " --by \(by.rawValue)" }
    }
    + Metric.catalogue.map { "kpi --period 2026-10 --explain \($0.id) --by person" }

  @Test("no report shows it, whatever its rows are told apart by, nor its charts")
  func reports() throws {
    _ = try fill()
    var shown = 0
    for report in Self.reports {
      for format in ["csv", "json", "html", "table"] {
        let words = ["report"] + report.split(separator: " ").map(String.init) + ["--format", format]
        let ran = pm(words)
        if ran.status == 0, ran.output.contains("139****") { shown += 1 }
        try expectMasked(ran, words.joined(separator: " "))
      }
    }
    #expect(shown >= 100, "\(shown) answers held a masked number")
  }
}
