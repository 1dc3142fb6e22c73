// Every value that a command replaced is kept, and shown by `pm audit show`.
import PMCommands
import PMStore
import Testing

extension Estate {
  /// Column, old and new value of each row that `audit show` lists.
  func shown(_ words: String...) -> [String] { listed(words, last: 3) }

  /// The same behind the command that replaced it, and the record and code that it shows.
  func replaced(_ words: String...) -> [String] { listed(words, last: 6) }

  private func listed(_ words: [String], last count: Int) -> [String] {
    run(["audit", "show"] + words + ["--format", "tsv"]).output.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).suffix(count).joined(separator: "|")
    }
  }

  /// Checks the seals, and every rule of `pm db check`; then that a value changed behind the program's
  /// back is found.
  func expectSealed(_ location: SourceLocation = #_sourceLocation) throws {
    #expect(run("audit", "verify").status == 0, sourceLocation: location)
    expectSound(location)
    let store = try Database.open(database, mode: .readWrite, lockWait: .seconds(5))
    try store.execute(
      """
      DROP TRIGGER history_no_update;
      UPDATE history SET old = '{"run":7}' WHERE rowid = (SELECT max(rowid) FROM history)
      """)
    #expect(run("audit", "verify").messages.contains("replaced other values"), sourceLocation: location)
  }
}

@Suite("Replaced values")
struct ReplacedValueTests {
  private let estate = Estate(Estate.twoCommunities)

  @Test("a setting is kept with each value that it had")
  func settings() {
    #expect(estate.run("setting", "set", "callback.share=0.5", "mode=group").status == 0)
    #expect(estate.run("setting", "set", "callback.share=0.25").status == 0)
    #expect(estate.run("setting", "set", "callback.share=0.25").messages.contains("1 unchanged"))
    #expect(estate.shown("setting", "callback.share") == ["callback.share||0.5", "callback.share|0.5|0.25"])
    #expect(estate.shown("setting", "mode") == ["mode|centre|group"])
    let entry =
      estate.run("audit", "list", "--command", "setting set", "--format", "csv").output
      .split(separator: "\n").dropFirst().first?.split(separator: ",").first.map(String.init) ?? ""
    #expect(estate.shown(entry) == ["callback.share||0.5", "mode|centre|group"])
    #expect(estate.run("audit", "verify").status == 0 && estate.run("db", "check").status == 0)
    #expect(estate.run("audit", "show", "setting", "callback.shar").messages.contains("callback.share"))
  }

  @Test("what a paid service is billed as, and a file that has changed")
  func tickets() {
    estate.take("customer", "code,name,kind\nC1,甲,person\n")
    estate.take("fee", "code,name,class,tax_rate,priority\nFW,有偿服务,one-off,0,4\n")
    let path = estate.file("a.txt", "one")
    for words in [
      ["ticket", "add", "kind=service", "room=1-1-0101", "customer=C1", "summary=x", "--at", "2026-10-01 09:00"],
      ["ticket", "attach", "FW-202610-0001", path, "--at", "2026-10-01 09:10"],
    ] { #expect(estate.run(words).status == 0) }
    estate.file("a.txt", "three")
    #expect(estate.run("ticket", "attach", "FW-202610-0001", path, "--at", "2026-10-01 09:20").status == 0)
    let columns = Set(estate.shown("attachment", "FW-202610-0001,\(path)").map { String($0.prefix { $0 != "|" }) })
    #expect(columns == ["digest", "size", "attached_at", "run"])
    for words in [
      ["dispatch", "FW-202610-0001", "--department", "X"], ["accept", "FW-202610-0001"],
      ["finish", "FW-202610-0001", "--fee", "FW", "--amount", "50"],
    ] {
      let ran = estate.run(["ticket"] + words + ["--at", "2026-10-01 10:00"])
      #expect(ran.status == 0, "\(ran.messages)")
    }
    #expect(estate.shown("ticket", "FW-202610-0001").contains("fee||FW"))
  }
}

@Suite("Replaced values of documents")
struct ReplacedDocumentTests {
  @Test("a period that was closed again, by its period, whatever the organisation")
  func closing() throws {
    let estate = Estate(billed: ["2026-01"])
    func close(_ day: String, _ org: String...) {
      let ran = estate.run(["bill", "close", "--period", "2026-01", "--as-of", day] + org)
      #expect(ran.messages == "close: 1 closed, 0 unchanged\n", "\(ran.messages)")
    }
    close("2026-02-03")
    #expect(estate.replaced("closing", "2026-01").isEmpty)
    let first = try estate.rows("SELECT digest, run FROM closing")[0].split(separator: ",").map(String.init)
    let reopen = estate.run(
      "bill", "reopen", "--period", "2026-01", "--reason", "call 13800000001", "--as-of", "2026-02-04")
    #expect(reopen.status == 0, "\(reopen.messages)")
    estate.pay("100", by: "K2", on: "2026-01-20")
    close("2026-02-05", "--org", "CO")
    close("2026-02-06")
    let last = try estate.rows("SELECT digest, run FROM closing WHERE org_id IS NULL")[0].split(separator: ",").map(
      String.init)
    #expect(first[0] != last[0])
    let expected = [
      "bill reopen|closing|2026-01,|reopened_on||2026-02-04",
      "bill reopen|closing|2026-01,|reopened_why||call 138****0001",
      "bill close|closing|2026-01,|closed_on|2026-02-03|2026-02-06",
      "bill close|closing|2026-01,|reopened_on|2026-02-04|",
      "bill close|closing|2026-01,|digest|\(first[0])|\(last[0])",
      "bill close|closing|2026-01,|run|\(first[1])|\(last[1])",
    ]
    #expect(estate.replaced("closing", "2026-01,") == expected)
    #expect(estate.replaced("closing", "2026-01") == expected)
    #expect(estate.replaced("2026-01") == expected)
    let rows = estate.run("audit", "show", "2026-01", "--format", "csv").output.split(separator: "\n").dropFirst()
    #expect(rows.allSatisfy { $0.split(separator: ",")[2] == "tester" })
    try estate.expectSealed()
  }

  @Test("a payment: claimed, reviewed, reversed, its receipt printed again")
  func payments() throws {
    let estate = Estate(billed: ["2026-01"])
    estate.statement("2026-02-10,100,R1,hello,,,")
    #expect(estate.run("payment", "claim", "P0000001", "--room", "A-3", "--as-of", "2026-03-03").status == 0)
    let claimed = estate.replaced("P0000001")
    #expect(
      claimed.prefix(2) == [
        "payment claim|payment|P0000001|payer||K2", "payment claim|payment|P0000001|allocated|0.00|100.00",
      ])
    #expect(
      claimed.suffix(3) == [
        "payment claim|payment|P0000001|matched_by||claim", "payment claim|payment|P0000001|payer_room||A-3",
        "payment claim|payment|P0000001|claimed_on||2026-03-03",
      ])
    #expect(estate.run("payment", "reverse", "P0000001", "--reason", "bounced", "--as-of", "2026-03-05").status == 0)
    #expect(
      estate.replaced("payment", "P0000001").suffix(3) == [
        "payment reverse|payment|P0000001|reversed_on||2026-03-05",
        "payment reverse|payment|P0000001|reversed_why||bounced",
        "payment reverse|payment|P0000001|allocated|100.00|0.00",
      ])
    // Money that comes with its payer replaces nothing.
    estate.counter("room=A-3", "method=cash", "amount=10", on: "2026-03-10")
    #expect(estate.replaced("P0000002").isEmpty)
    let review = estate.run(
      "payment", "review", "--on", "2026-03-10", "--cashier", "li", "--count", "1", "--sum", "10", "--actor",
      "wang", "--as-of", "2026-03-11")
    #expect(review.status == 0, "\(review.messages)")
    #expect(estate.replaced("P0000002") == ["payment review|payment|P0000002|review||V0000001"])
    for _ in 1...3 { #expect(estate.run("payment", "receipt", "P0000002", "--as-of", "2026-03-12").status == 0) }
    #expect(
      estate.shown("R0000001").filter { !$0.hasPrefix("run|") } == ["printed|no|yes", "copies|0|1", "copies|1|2"])
    try estate.expectSealed()
  }

  @Test("a bill that ended, as void or corrected")
  func bills() throws {
    let estate = Estate(billed: ["2026-01"])
    let (void, corrected) = (estate.bill("A-3", "WYF", "2026-01"), estate.bill("A-1", "WYF", "2026-01"))
    #expect(estate.run("bill", "void", void, "--reason", "x", "--as-of", "2026-02-01").status == 0)
    #expect(estate.run("bill", "adjust", corrected, "--reason", "x", "--as-of", "2026-02-01").status == 0)
    #expect(estate.replaced(void) == ["bill void|bill|\(void)|ended||void"])
    #expect(estate.replaced(corrected) == ["bill adjust|bill|\(corrected)|ended||corrected"])
    try estate.expectSealed()
  }

  @Test("a batch that came back or was given up, and its lines")
  func batches() throws {
    let estate = Estate.withMandates()
    estate.batch("plain", "--fee", "WYF")
    let back = """
      1,6222021001116245702,300.00,done,2026-02-09
      2,6228480402564890018,300.00,done,2026-02-09
      3,6222021001116245702,300.00,closed 13800000001,2026-02-09
      total,3,900.00

      """
    let ran = estate.bring(Array(back.utf8))
    #expect(ran.messages == "bank return: 2 payments, 1 failed, 0 unchanged, 0 moved\n", "\(ran.messages)")
    #expect(
      estate.replaced("bank-batch", "N0000001").dropLast() == [
        "bank return|bank-batch|N0000001|state|open|returned",
        "bank return|bank-batch|N0000001|returned_on||2026-02-10",
        "bank return|bank-batch|N0000001|collected|0.00|600.00",
      ])
    #expect(estate.replaced("L0000002") == ["bank return|bank-line|L0000002|result|sent|done"])
    #expect(
      estate.replaced("L0000003") == [
        "bank return|bank-line|L0000003|result|sent|failed",
        "bank return|bank-line|L0000003|reason||closed 138****0001",
      ])
    estate.batch("plain", "--fee", "WYF")
    #expect(estate.run("bank", "cancel", "N0000002", "--reason", "lost", "--as-of", "2026-02-20").status == 0)
    #expect(
      estate.replaced("bank-batch", "N0000002") == [
        "bank cancel|bank-batch|N0000002|state|open|cancelled",
        "bank cancel|bank-batch|N0000002|cancelled_on||2026-02-20",
        "bank cancel|bank-batch|N0000002|reason||lost",
      ])
    #expect(estate.replaced("L0000004") == ["bank cancel|bank-line|L0000004|result|sent|cancelled"])
    try estate.expectSealed()
  }

  @Test("a version of a room that followed a correction of the room, by the room's code")
  func versions() throws {
    let estate = Estate(Estate.twoCommunities)
    for room in ["1-1-0101", "9-1-0101"] {
      #expect(
        estate.run("room", "set", room, "floor_area=90", "household_size=4", "--effective", "2026-06-01").status == 0)
    }
    #expect(estate.run("room", "set", "1-1-0101", "floor_area=95", "status=vacant").status == 0)
    // The room itself goes before its versions.
    #expect(
      estate.replaced("1-1-0101").suffix(2) == [
        "room set|room-version|1-1-0101,2026-06-01|floor_area|90|95",
        "room set|room-version|1-1-0101,2026-06-01|status|occupied|vacant",
      ])
    #expect(estate.replaced("1-1-0101").contains("room set|room|1-1-0101|floor_area|90|95"))
    #expect(estate.replaced("room-version", "9-1-0101").isEmpty)
    #expect(estate.run("room", "set", "1-1-0101", "floor_area=96", "--effective", "2026-06-01").status == 0)
    #expect(estate.shown("room-version", "1-1-0101,2026-06-01").last == "floor_area|95|96")
    try estate.expectSealed()
  }

  @Test("what a reading came to, where the one before it was corrected")
  func readings() throws {
    let estate = Estate(BillRunTests.estate)
    estate.take("meter", "code,room,fee,installed_on,initial,max_usage\nW1,1-01,SF,2026-06-30,50,30\n")
    estate.take("meter read", "meter,read_on,reading\nW1,2026-07-31,55\nW1,2026-08-31,60\n")
    #expect(estate.replaced("reading", "W1").isEmpty)
    #expect(estate.take("meter read", "meter,read_on,reading\nW1,2026-07-31,51\n").status == 0)
    #expect(
      estate.replaced("W1") == [
        "meter read|reading|W1,2026-07-31|reading|55|51", "meter read|reading|W1,2026-07-31|usage|5|1",
        "meter read|reading|W1,2026-08-31|usage|5|9",
      ])
    // A suspect one that was confirmed and comes again.
    estate.take("meter read", "meter,read_on,reading\nW1,2026-08-31,95\n")
    #expect(estate.shown("reading", "W1,2026-08-31").suffix(3) == ["reading|60|95", "usage|9|44", "suspect|no|yes"])
    try estate.expectSealed()
  }

  @Test("the times at which a ticket is due, over a pause")
  func dueTimes() throws {
    let estate = Estate(Estate.twoCommunities)
    estate.take("sla", "kind,respond_minutes,finish_minutes\nrepair,30,120\n")
    for words in [
      ["add", "kind=repair", "room=1-1-0101", "summary=x", "--at", "2026-10-01 09:00"],
      ["dispatch", "WX-202610-0001", "--department", "X", "--at", "2026-10-01 09:05"],
      ["accept", "WX-202610-0001", "--at", "2026-10-01 09:10"],
      ["suspend", "WX-202610-0001", "--remark", "parts", "--at", "2026-10-01 10:00"],
      ["resume", "WX-202610-0001", "--at", "2026-10-01 13:00"],
    ] {
      let ran = estate.run(["ticket"] + words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    #expect(
      estate.shown("ticket", "WX-202610-0001").filter { $0.hasPrefix("finish_due_at") } == [
        "finish_due_at|2026-10-01 11:00|", "finish_due_at||2026-10-01 14:00",
      ])
    try estate.expectSealed()
  }
}
