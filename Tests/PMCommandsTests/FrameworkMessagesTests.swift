// What is said on standard error, what is shown on standard output, and the status that follows.
import PMCommands
import PMCore
import Testing

@Suite("Messages")
struct FrameworkMessagesTests {
  @Test("findings name file, line, column and remedy; the first fifty are shown")
  func findings() {
    let ran = run(["fail", "findings"])
    let lines = ran.messages.split(separator: "\n")
    #expect(ran.status == 1)
    #expect(lines.count == 101)
    #expect(lines[0] == "rooms.csv:2:4: floor_area: \"12O.5\" is not a decimal number")
    #expect(lines[1] == "  it has the letter O")
    #expect(lines[100] == "and 10 more findings")
  }

  @Test("under --format json every finding is one JSON object a line")
  func jsonFindings() {
    let ran = run(["fail", "findings", "--format", "json"])
    let lines = ran.messages.split(separator: "\n")
    #expect(lines.count == 51)
    #expect(
      lines[0] == #"{"severity":"error","file":"rooms.csv","line":2,"column":4,"#
        + #""column_name":"floor_area","heading":null,"code":"not-a-number","value":"12O.5","#
        + #""message":"\"12O.5\" is not a decimal number","hint":"it has the letter O"}"#)
  }

  @Test("a usage error is a JSON object, too")
  func jsonUsage() {
    let ran = run(["crate", "pack", "--format=json"])
    #expect(
      ran.messages == #"{"severity":"error","file":null,"line":null,"column":null,"#
        + #""column_name":null,"heading":null,"code":"missing-argument","value":null,"#
        + #""message":"CODE is missing","hint":"usage: pm crate pack CODE [THING…] [options]\n"#
        + #"see pm crate pack --help"}"# + "\n")
    #expect(ran.status == 64)
  }

  @Test("a failure shows none of the rows that came before it")
  func failure() {
    let ran = run(["fail", "late"])
    #expect(ran.output == "")
    #expect(ran.messages == "pm: 2026-10 is closed\n  reopen it: pm bill reopen\n")
    #expect(ran.status == 65)
    #expect(
      run(["fail", "late", "--lang", "zh"]).messages
        == "pm: 2026-10 已结账\n  请反结账：pm bill reopen\n")
  }

  @Test("what nobody expected is a fault of pm, said in a line")
  func fault() {
    let ran = run(["fail", "strangely"])
    #expect(ran.status == 70)
    #expect(ran.messages == "pm: unexpected error of type Strange\n")
  }

  @Test("the summary counts in groups of three; --quiet leaves only warnings")
  func summary() {
    let ran = run(["crate", "lid", "open"])
    #expect(
      ran.messages == """
        warning: one lid is stuck
        lids were oiled
        lid open: 1204 created, 12 unchanged, 0 rejected

        """)
    #expect(ran.output == "")
    #expect(run(["crate", "lid", "open", "-q"]).messages == "warning: one lid is stuck\n")
    #expect(
      run(["crate", "lid", "open", "--dry-run", "-q", "--format", "json"]).output
        == #"{"command":"lid open","created":1204,"unchanged":12,"rejected":0,"dry_run":true}"#
        + "\n")
  }

  @Test(
    "into a pipe rows are CSV; a format is taken at its word",
    arguments: [
      ([], "code,size\nA-1,2\n"),
      (["--lang", "zh"], "编码,size\nA-1,2\n"),
      (["--format", "tsv"], "code\tsize\nA-1\t2\n"),
      (["--format", "jsonl"], "{\"code\":\"A-1\",\"size\":2}\n"),
    ])
  func formats(options: [String], expected: String) {
    #expect(run(["crate", "lid"] + options).output == expected)
  }

  @Test(
    "an event's moment is read with and without an offset",
    arguments: [
      ("2026-10-01 19:17", 1_790_853_420), ("2026-10-01T19:17:05", 1_790_853_425),
      ("2026-10-01 11:17Z", 1_790_853_420), ("2026-10-01T19:17+08:00", 1_790_853_420),
      ("2026-10-01", nil), ("2026-10-01 24:00", nil), ("2026-10-01 19:17:60", nil),
      ("2026-02-30 10:00", nil), ("2026-10-01 19:17 ", nil), ("", nil),
    ] as [(String, Int64?)])
  func eventTime(text: String, seconds: Int64?) {
    #expect(EventTime(text)?.instant(in: .standard).seconds == seconds)
  }
}
