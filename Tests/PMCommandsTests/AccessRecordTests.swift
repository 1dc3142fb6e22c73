// Who looks at personal data leaves an entry that says at whom, and no option takes it away.
import PMStore
import Testing

@testable import PMCommands

@Suite struct AccessRecordTests {
  private static func estate() -> Estate {
    Estate([
      ("customer", "code,name,phone\nY001,甲,13900010001\nY002,乙,13900010002\n"),
      ("staff", "code,name,login,roles\nS1,王,root,admin\nS2,李,clerk,clerk\n"),
    ])
  }

  /// What the journal says of the commands after the first ones.
  private static func journal(_ estate: Estate, _ command: String) -> [String] {
    estate.run(as: "root", ["audit", "list", "--format", "csv"]).output.split(separator: "\n")
      .map(String.init).filter { $0.contains(",\(command),") }
  }

  @Test(
    "what is recorded cannot be tried",
    arguments: [
      ["customer", "list", "--reveal", "--dry-run"], ["customer", "show", "Y001", "--reveal", "-n"],
      ["export", "records", "customer", "--reveal", "--dry-run"], ["audit", "show", "Y001", "--reveal", "--dry-run"],
      ["customer", "statement", "Y001", "--period", "2026-10", "--reveal", "--dry-run"],
    ])
  func tried(words: [String]) throws {
    let estate = Self.estate()
    let before = try estate.digest()
    let ran = estate.run(as: "clerk", words)
    #expect(ran.status == 64 && ran.output == "", "\(ran.output)")
    #expect(ran.messages.contains("is recorded, and cannot be tried\n  leave --dry-run out"), "\(ran.messages)")
    let request = "[" + words.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    let answered = estate.run(as: "root", ["batch"], input: request)
    #expect(answered.status == 1 && !answered.output.contains("1390001"), "\(answered.output)")
    #expect(answered.output.contains("leave --dry-run out"))
    #expect(ran.messages.contains("a reveal is recorded, and cannot be tried"))
    #expect(try estate.digest() == before)
  }

  @Test("a personal column is compared on record, once a command and without its value")
  func compared() {
    let estate = Self.estate()
    let words = ["customer", "list", "--where", "phone=13900010002", "--columns", "code"]
    #expect(estate.run(as: "clerk", words).output == "code\nY002\n")
    #expect(estate.run(as: "clerk", words + ["--where", "note~139", "--reveal"]).status == 0)
    #expect(estate.run(as: "clerk", ["customer", "list", "--where=phone="]).status == 0)
    let entries = Self.journal(estate, "customer list")
    #expect(entries.count == 3, "\(entries)")
    #expect(entries[0].contains("--where phone=… --columns code"), "\(entries)")
    #expect(entries[1].contains("--where note~… --reveal"), "\(entries)")
    #expect(entries.allSatisfy { !$0.contains("=139") && !$0.contains("~139") && $0.contains("clerk") })
    // What is nobody's own is compared without a word.
    #expect(estate.run(as: "clerk", ["customer", "list", "--where", "code=Y001"]).status == 0)
    #expect(Self.journal(estate, "customer list").count == 3)
    let dry = estate.run(as: "clerk", words + ["--dry-run"])
    #expect(dry.status == 64 && dry.output == "")
    #expect(dry.messages.contains("leave --dry-run out"))
  }

  @Test("tickets and messages chosen by digits in free text are on record, whatever came of it")
  func chosen() {
    let estate = Self.estate()
    let none = ["ticket", "cancel", "--where", "summary~1390001", "--remark", "x"]
    _ = estate.run(as: "root", none)
    #expect(Self.journal(estate, "ticket cancel").first?.contains("--where summary~…") ?? false)
    _ = estate.run(as: "root", ["notice", "queue", "template=x", "--where", "phone=13900010009", "text=hello"])
    #expect(Self.journal(estate, "notice queue").first?.contains("--where phone=…") ?? false)
  }

  @Test("a choice by digits names whom it found, also where the command is refused for it")
  func refused() throws {
    let estate = Self.estate()
    for contact in ["13900010001", "13900010002"] {
      let words = [
        "ticket", "add", "kind=complaint", "contact=\(contact)", "summary=call \(contact)", "--at", "2026-10-01 09:00",
      ]
      #expect(estate.run(as: "root", words).status == 0)
    }
    func verify(_ condition: String) -> Ran {
      estate.run(as: "root", ["ticket", "verify", "--where", condition, "--result", "pass"])
    }
    // Neither can be verified, and the refusal names the one that was found.
    let before = estate.run(as: "root", ["ticket", "list"]).output
    #expect(verify("contact=13900010002").messages.contains("TS-202610-0002"))
    #expect(verify("summary~10002").status == 65)
    #expect(verify("contact=13900010009").status == 0)
    #expect(
      Self.seen(estate) == [
        "--where contact=… --result pass [TS-202610-0002]|1", "--where summary~… --result pass [TS-202610-0002]|1",
        "--where contact=… --result pass|0",
      ])
    #expect(estate.run(as: "root", ["ticket", "list"]).output == before)
    // In a stream, too, and the key stays for what is done.
    let request = #"{"key":"k","words":["ticket","verify","--where","contact=13900010001","--result","pass"]}"#
    #expect(estate.run(as: "root", ["batch"], input: request).output.contains(#""status":65"#))
    #expect(Self.seen(estate).last == "--where contact=… --result pass [TS-202610-0001]|1")
    // What is done has it in its own entry.
    let cancel = ["ticket", "cancel", "--where", "contact=13900010001", "--remark", "x"]
    #expect(estate.run(as: "root", cancel).status == 0)
    #expect(Self.seen(estate).last == "--where contact=… --remark=… [TS-202610-0001]|1")
    #expect(Self.journal(estate, "ticket cancel").count == 1)
    let queue = ["notice", "queue", "template=x", "--where", "phone=13900010001", "text=hello"]
    #expect(estate.run(as: "root", queue).status == 0)
    #expect(Self.seen(estate).last == "template=… --where phone=… text=… [Y001]|1")
    #expect(estate.run(as: "root", ["audit", "verify"]).status == 0)
  }

  @Test(
    "a refused import keeps whom it looked for, whether it found him or not",
    arguments: [("13900010001", " [Y001]|1"), ("13900019999", "|0")])
  func refusedImport(phone: String, seen: String) throws {
    let estate = Self.estate()
    let rows = "paid_on,method,amount,reference,payer_phone\n2026-10-01,bank,1.00,R1,\(phone)\n"
    let bad = "2026-10-01,bank,x,R2,\n"
    let words = ["payment", "import", "-"]
    #expect(estate.run(as: "root", words, input: rows + bad).status == 65)
    #expect(estate.run(as: "root", words + ["--dry-run"], input: rows + bad).status == 65)
    let suspense = ["--unmatched", "suspense"]
    #expect(estate.run(as: "root", words + suspense + ["--dry-run"], input: rows).status == 0)
    #expect(
      Self.seen(estate) == ["-", "- --dry-run", "- --unmatched suspense --dry-run"].map { $0 + seen })
    #expect(estate.run(as: "root", ["payment", "list"]).output.split(separator: "\n").count == 1)
    // What was kept in spite of others has it in its own entry.
    #expect(estate.run(as: "root", words + suspense + ["--keep-going"], input: rows + bad).status == 1)
    #expect(Self.seen(estate).last == "- --unmatched suspense --keep-going" + seen)
    #expect(Self.journal(estate, "payment import").count == 4)
    // Where nobody is looked for, nothing is kept.
    #expect(
      estate.run(
        as: "root", ["payment", "import", "-"], input: "customer,paid_on,method,amount\nY001,2026-10-01,cash,x\n"
      ).status == 65)
    #expect(Self.seen(estate).count == 4)
    #expect(estate.run(as: "root", ["audit", "verify"]).status == 0)
    #expect(!estate.run(as: "root", ["audit", "list"]).output.contains("139000"))
  }

  @Test("two owners of whom a room sheet may speak are on record")
  func twoOwners() {
    let estate = Self.estate()
    estate.run(as: "root", ["customer", "add", "code=Y003", "name=甲", "phone=13900010001"])
    estate.run(as: "root", ["org", "add", "code=HY", "kind=community", "name=x"])
    let rooms = "code,community,owner_name,owner_phone\nA-1,HY,甲,13900010001\n"
    #expect(estate.run(as: "root", ["room", "import", "-"], input: rooms).messages.contains("could be Y001 or Y003"))
    #expect(Self.seen(estate) == ["- [Y001 Y003]|2"])
  }

  @Test("an entry names whom it is about: codes and choices stand, all else is left out")
  func subjects() {
    let estate = Self.estate()
    for words in [
      ["--where", "code=Y001"], ["--where=编号=Y001"], ["--where", "code!=Y001"], ["--where", "stage=owner"],
      ["--where", "name=甲"], ["--where", "tags~13900010001"],
    ] {
      #expect(estate.run(as: "clerk", ["customer", "list", "--reveal"] + words).status == 0, "\(words)")
    }
    let entries = Self.journal(estate, "customer list")
    for (entry, text) in zip(
      entries,
      [
        "--where code=Y001", "--where=编号=Y001", "--where code!=Y001", "--where stage=owner", "--where name=…",
        "--where tags~…",
      ])
    { #expect(entry.contains("--reveal " + text), "\(entry)") }
    #expect(entries.count == 6)
    estate.run(as: "root", ["customer", "add", "code=Y003", "name=丙", "phone=13900010003", "note=x"])
    #expect(Self.journal(estate, "customer add").first?.contains("code=Y003 name=… phone=… note=…") ?? false)
  }

  @Test("a reveal of a list keeps how many were seen, and who, where they are few")
  func seen() {
    let estate = Self.estate()
    #expect(estate.run(as: "clerk", ["customer", "list", "--reveal"]).status == 0)
    #expect(estate.run(as: "clerk", ["customer", "list", "--where", "phone=13900010002"]).status == 0)
    #expect(estate.run(as: "clerk", ["customer", "show", "Y001", "--reveal", "--format", "table"]).status == 0)
    #expect(estate.run(as: "clerk", ["export", "records", "customer", "--reveal", "--limit", "1"]).status == 0)
    #expect(estate.run(as: "clerk", ["customer", "list", "--where", "phone=13900019999", "--reveal"]).status == 0)
    estate.run(
      as: "root", ["customer", "import", estate.file("one.csv", "code,name,phone\n13900010005,戊,13900010005\n")])
    #expect(estate.run(as: "clerk", ["customer", "list", "--reveal", "--where", "phone=13900010005"]).status == 0)
    let more = (1...30).map { "Z\($0),丁\($0),139000200\($0 + 10)\n" }.joined()
    estate.run(as: "root", ["customer", "import", estate.file("more.csv", "code,name,phone\n" + more)])
    #expect(estate.run(as: "clerk", ["customer", "list", "--reveal", "--sort=-code"]).status == 0)
    #expect(
      estate.run(as: "clerk", ["customer", "list", "--reveal", "--where", "code~Z2", "--columns", "name,phone"]).status
        == 0)
    #expect(
      Self.seen(estate) == [
        "--reveal [Y001 Y002]|2", "--where phone=… [Y002]|1", "Y001 --reveal [Y001]|1",
        "customer --reveal --limit 1 [Y001]|1",
        "--where phone=… --reveal|0", "--reveal --where phone=… [139****0005]|1", "--reveal --sort=-code|33",
        "--reveal --where code~Z2 --columns name,phone [Z2 Z20 Z21 Z22 Z23 Z24 Z25 Z26 Z27 Z28 Z29]|11",
      ])
    #expect(!estate.run(as: "root", ["audit", "list", "--format", "json"]).output.contains("139000"))
  }

  @Test("a dry run that compares personal data is recorded, and changes nothing else")
  func trial() throws {
    let estate = Self.estate()
    func trials(_ command: String) -> [String] { Self.journal(estate, command).filter { $0.contains("--dry-run") } }
    let before = estate.run(as: "root", ["customer", "list", "--columns", "*", "--reveal"]).output
    for phone in ["13900010001", "13900010009"] {
      let ran = estate.run(as: "clerk", ["customer", "set", "Y001", "phone=\(phone)", "--dry-run"])
      #expect(ran.status == 0 && ran.messages.contains("(dry run, rolled back)"), "\(ran.messages)")
    }
    let tried = trials("customer set")
    #expect(tried.count == 2, "\(tried)")
    // It says whom, and counts nothing as done.
    #expect(
      tried.allSatisfy { $0.contains(",clerk,customer set,Y001 phone=… --dry-run [Y001],\"{\"\"seen\"\":1}\",") },
      "\(tried)")
    let sheet = estate.file("c.csv", "code,name,phone\nY001,甲,13900010001\nY002,乙,13900010003\n")
    #expect(estate.run(as: "clerk", ["customer", "import", sheet, "-n", "--detailed-exit-code"]).status == 3)
    #expect(Self.journal(estate, "customer import").last?.contains("c.csv -n --detailed-exit-code") ?? false)
    // An owner is found by what the file says of him.
    estate.run(as: "root", ["org", "add", "code=HY", "kind=community", "name=x"])
    let rooms = estate.file("r.csv", "code,community,owner_name,owner_phone\nA-1,HY,甲,13900010001\n")
    #expect(estate.run(as: "clerk", ["room", "import", rooms, "--dry-run"]).messages.contains("1 customer unchanged"))
    #expect(trials("room import").count == 1)
    #expect(estate.run(as: "root", ["customer", "list", "--columns", "*", "--reveal"]).output == before)
    // What nobody is asked about, or has no personal data in it, is not.
    let digest = try estate.digest()
    for words in [
      ["customer", "add", "code=Y009", "name=x", "phone=13900010009"], ["customer", "set", "Y001", "note=x"],
      ["org", "set", "HY", "name=y"],
    ] {
      #expect(estate.run(as: "clerk", words + ["--dry-run"]).status == (words[0] == "org" ? 77 : 0))
    }
    #expect(try estate.digest() == digest)
    #expect(estate.run(as: "root", ["audit", "verify"]).status == 0)
  }

  @Test("papers say whose they are, where a list of people stands in them")
  func papers() {
    let estate = Estate(billed: ["2026-01"])
    let dataset = estate.folder + "/data"
    for words in [
      ["bill", "notice", "--all", "--as-of", "2026-06-01"], ["customer", "statement", "--all", "--period", "2026-01"],
      ["export", "invoice-requests", "--period", "2026-01"], ["export", "dataset", dataset],
    ] {
      let ran = estate.run(words + ["--reveal"])
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    #expect(
      Self.seen(estate) == [
        "--all --as-of 2026-06-01 --reveal [K1 K2 K3]|3", "--all --period 2026-01 --reveal [K1 K2 K3]|3",
        "--period 2026-01 --reveal [B0000001 B0000002 B0000003 B0000004 B0000005]|5", "data --reveal [K1 K2 K3]|3",
      ])
  }

  /// What each entry about people says was asked and seen.
  private static func seen(_ estate: Estate) -> [String] {
    estate.run(as: "root", ["audit", "list", "--format", "tsv"]).output.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count > 5,
        let count = fields[5].split(separator: "\"seen\":").dropFirst().first?.prefix(while: \.isNumber)
      else { return nil }
      return "\(fields[4])|\(count)"
    }
  }

  @Test(
    "whoever takes the last admin away is told by which column",
    arguments: [("roles=clerk", "roles"), ("login=", "login"), ("scope=HY", "scope"), ("to=2999-12-31", "to")])
  func lastAdmin(change: String, column: String) {
    let estate = Self.estate()
    estate.run(as: "root", ["org", "add", "code=HY", "kind=community", "name=x"])
    let ran = estate.run(as: "root", ["staff", "set", "S1", change])
    #expect(
      ran.status == 65 && ran.messages.hasPrefix("\(column): nobody would be left to administer"), "\(ran.messages)")
    // Of a file the row that was one, whatever stands before it.
    let file = "code,name,login,roles,scope,to\nS0,甲,jia,clerk,,\nS1,王,root,admin,,\n"
      .replacing(
        "root,admin,,",
        with: [
          "roles": "root,clerk,,", "login": ",admin,,", "scope": "root,admin,HY,", "to": "root,admin,,2999-12-31",
        ][column] ?? "")
    let taken = estate.run(as: "root", ["staff", "import", estate.file("staff.csv", file)])
    let at = ["login": 3, "roles": 4, "scope": 5, "to": 6][column] ?? 0
    #expect(taken.messages.contains("staff.csv:3:\(at): \(column): nobody would be left"), "\(taken.messages)")
  }

  @Test("nobody can put off the day from which somebody administers")
  func lockedOut() throws {
    let estate = Self.estate()
    let message = "nobody could administer before a day to come: each admin begins later than today"
    let before = try estate.digest()
    let put = estate.run(as: "root", ["staff", "set", "S1", "from=2999-01-01"])
    #expect(put.status == 65 && put.messages.contains(message), "\(put.messages)")
    #expect(put.messages.contains("leave from= empty for one of them"))
    #expect(try estate.digest() == before)
    // With another admin of today it is no lock.
    #expect(estate.run(as: "root", ["staff", "add", "code=S3", "name=x", "login=zhao", "roles=admin"]).status == 0)
    #expect(estate.run(as: "root", ["staff", "set", "S1", "from=2999-01-01"]).status == 0)
    let fresh = Estate()
    let first = fresh.run("staff", "add", "code=S1", "name=x", "login=tester", "roles=admin", "from=2999-01-01")
    #expect(first.status == 65 && first.messages.contains(message), "\(first.messages)")
    #expect(
      fresh.run("staff", "add", "code=S1", "name=x", "login=tester", "roles=admin", "from=2020-01-01").messages
        .contains("warning") == false)
  }

  @Test("a first admin whom the system does not know is told, and taken")
  func unknownUser() {
    let estate = Estate()
    let ran = estate.run("staff", "add", "code=S1", "name=x", "login=nobody-there", "roles=admin")
    #expect(ran.status == 0)
    #expect(
      ran.messages.contains("nobody-there is admin now, and is not in this machine's /etc/passwd"), "\(ran.messages)")
    #expect(ran.messages.contains("make sure that somebody can log in as nobody-there where this database is used"))
    let known = Estate().run("staff", "add", "code=S1", "name=x", "login=root", "roles=admin")
    #expect(known.status == 0 && !known.messages.contains("/etc/passwd"), "\(known.messages)")
  }
}
