// Personal data that was put in by import comes out unmasked nowhere but where it is meant to.
import Glibc
import PMCore
import PMFormat
import PMStore
import TestSupport
import Testing

@testable import PMCommands

@Suite("Personal data")
struct CanaryTests {
  private let sample: ExportSample

  init() throws {
    umask(0o022)
    sample = ExportSample()
    try CanaryEstate.fill(sample)
    try sample.done("db", "backup", sample.file("master.db"))
  }

  /// Runs a command line; what `-` reads is `input`.
  private func pm(_ words: [String], input: String = "") -> Ran {
    let output = MemoryDestination()
    let messages = MemoryDestination()
    let status = runCommandLine(
      words, registry: .pm, environment: Environment(["PM_DB": sample.file("pm.db"), "USER": "tester"]),
      input: .sent(Array(input.utf8)), output: .memory(output), messages: .memory(messages))
    return Ran(status: status, output: output.text, messages: messages.text)
  }

  /// The files whose purpose the data is.
  static let whole: Set = ["batch.csv", "again.csv", "rejects.csv", "revealed.csv", "revealed.jsonl", "sent.jsonl"]

  private func expectMasked(_ ran: Ran, _ line: String) throws {
    for secret in CanaryEstate.secrets {
      #expect(!ran.output.contains(secret), "\(line): \(secret) on standard output")
      #expect(!ran.messages.contains(secret), "\(line): \(secret) in a message: \(ran.messages)")
    }
    #expect(ran.status < 128 && ran.status != 70, "\(line): \(ran.status) \(ran.messages)")
    for name in sample.files() where !Self.whole.contains(name) {
      let text = String(decoding: try sample.content(of: name), as: UTF8.self)
      for secret in CanaryEstate.secrets { #expect(!text.contains(secret), "\(line): \(secret) in \(name)") }
      unlink(sample.file(name))
    }
  }

  private func expectMaskedJournal(_ line: String) throws {
    let entries = try Database.open(sample.file("pm.db"), mode: .readOnly).rows(
      "SELECT actor || ' ' || command || ' ' || arguments || ' ' || counts FROM journal"
    ) { $0.string(0) }.joined(separator: "\n")
    for secret in CanaryEstate.secrets { #expect(!entries.contains(secret), "\(line): \(secret) in the journal") }
  }

  /// What is put behind a command line, so that it talks in every way it can.
  private static let manners = [
    ["--verbose", "--format", "json"], ["--format", "html"], ["--lang", "zh", "--format", "table", "--verbose"],
  ]

  /// Calls one command line in every manner, and in ways that fail.
  private func call(_ command: String, _ words: [String], file: String, before: [String] = [], changes: Bool) throws {
    let line = ([command] + words).joined(separator: " ")
    let start = command.split(separator: " ").map(String.init)
    func go(_ typed: [String]) throws -> Ran {
      for name in ["again.csv", "copy.db", "other.db", "missing.db", "ZZZ-404.db"] { unlink(sample.file(name)) }
      if !file.isEmpty { try sample.write(file, to: "in.csv") }
      if !before.isEmpty { #expect(pm(before).status == 0, "\(before)") }
      let ran = pm(typed, input: file)
      try expectMasked(ran, typed.joined(separator: " "))
      if changes {
        try expectMaskedJournal(line)
        try sample.restore()
      }
      return ran
    }
    let ran = try go(start + words)
    #expect(ran.status == 0 || ran.status == 1 && ran.messages.contains("open finding"), "\(line): \(ran.messages)")
    for manner in Self.manners { _ = try go(start + words + manner) }
    let failed = try go(start + words + ["--no-such-option"])
    #expect(failed.status == 64, "\(line) --no-such-option")
    _ = try go(start + words + ["--db", sample.file("missing.db"), "--format", "json", "--verbose"])
    if let place = words.firstIndex(where: { !$0.hasPrefix("-") }) {
      var wrong = words
      wrong[place] = words[place].hasPrefix("/") ? sample.file("ZZZ-404.db") : "ZZZ-404"
      _ = try go(start + wrong + ["--format", "json", "--verbose"])
      if isThorough { _ = try go(start + wrong) }
    }
  }

  @Test("every command of its own, well and badly called, shows nobody's data")
  func ownCommands() throws {
    let specs = Registry.pm.groups.filter { !$0.isHidden }.flatMap { $0.commands() }.map(\.spec)
    for invocation in Invocation.all {
      let spec = try #require(specs.first { $0.name == invocation.command }, "pm \(invocation.command)")
      try call(
        invocation.command, CanaryEstate.words(invocation.words, sample), file: invocation.file,
        before: CanaryEstate.words(invocation.before, sample), changes: spec.changes)
    }
  }

  @Test("every command is called, by itself or as a generic verb")
  func complete() {
    let own = Set(Invocation.all.map(\.command))
    for group in Registry.pm.groups where !group.isHidden {
      for spec in group.commands().map(\.spec) where !spec.isHidden && !own.contains(spec.name) {
        let isGeneric = Records.named(group.noun) != nil && RecordVerb(rawValue: spec.verb) != nil
        #expect(isGeneric, "pm \(spec.name) has no line in Invocations.swift")
      }
    }
  }

  @Test("the generic verbs of every record show nobody's data", arguments: Records.all.map(\.name))
  func genericVerbs(noun: String) throws {
    let record = try #require(Records.named(noun))
    let own = Set(Invocation.all.map(\.command))
    var left = Set(Registry.pm[noun]?.commands().map(\.spec.name) ?? []).subtracting(own)
    left = left.filter { name in RecordVerb.allCases.contains { name == "\(noun) \($0.rawValue)" } }
    func has(_ verb: String) -> Bool { left.remove("\(noun) \(verb)") != nil }
    defer { #expect(left == [], "not called: nothing is in the estate for them") }
    if CanaryEstate.scenes.contains(where: { $0.nouns.contains(noun) }) {
      try CanaryEstate.play(noun, in: sample)
      unlink(sample.file("master.db"))
      try sample.done("db", "backup", sample.file("master.db"))
    }
    if has("list") { try call("\(noun) list", ["--columns", "*"], file: "", changes: false) }
    if has("columns") { try call("\(noun) columns", [], file: "", changes: false) }
    let keys = pm([noun, "list", "--columns", record.key.joined(separator: ","), "--limit", "1", "--format", "csv"])
    guard let first = keys.output.split(separator: "\n").dropFirst().first.map(String.init) else { return }
    if has("show") { try call("\(noun) show", [first], file: "", changes: false) }
    let exported = pm(["export", "records", noun]).output
    let rows = exported.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let texts = record.columns.first {
      ["note", "comment", "remark", "tags", "name"].contains($0.name) && $0.kind is TextKind
        && !record.key.contains($0.name)
    }
    // Where there is no text to change, what a row has anyway.
    let same =
      rows.count < 2
      ? nil : zip(rows[0], rows[1]).first { !record.key.contains($0) && !$1.isEmpty && !$1.contains("*") }
    if let field = texts.map({ "\($0.name)=x" }) ?? same.map({ "\($0)=\($1)" }), has("set") {
      try call("\(noun) set", [first, field], file: "", changes: true)
    }
    if has("import") { try call("\(noun) import", [sample.file("in.csv")], file: exported, changes: true) }
    if has("add") {
      // The same again, under another code where there is one.
      let pairs = zip(rows[0], rows[1]).filter { !$0.1.isEmpty && !$0.1.contains("*") }.map { name, value in
        "\(name)=\(name == "code" || name == "number" ? "ZZ-9" : value)"
      }
      let words = [noun, "add"] + pairs
      for manner in Self.manners {
        try expectMasked(pm(words + manner), words.joined(separator: " "))
        try expectMaskedJournal(words.joined(separator: " "))
      }
    }
  }

  @Test("a number in a name, an address or whoever a ticket is with is masked, found again and imported unchanged")
  func everyWord() throws {
    let phone = CanaryEstate.phones[0]
    for words in [
      [
        "customer", "set", "K1", "name=甲\(phone)", "wechat=\(phone)", "address=电\(phone)",
        "mandate=\(CanaryEstate.accounts[0])", "invoice_title=王\(CanaryEstate.identity)", "bank_name=行\(phone)",
      ],
      ["org", "set", "HY", "name=园\(phone)"], ["staff", "set", "S1", "name=员\(phone)"],
      [
        "ticket", "set", "TI-2", "category=噪\(phone)", "responsible=责\(phone)", "assignee=工\(phone)",
        "department=部\(phone)",
      ],
      ["log", "add", "kind=duty", "subject=x", "staff=值\(phone)", "department=部\(phone)", "at=2026-10-19T20:00"],
      ["nonconformity", "add", "description=x", "owner=责\(phone)", "department=部\(phone)", "found_on=2026-10-06"],
    ] {
      let ran = pm(words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
      try expectMasked(ran, words.joined(separator: " "))
    }
    for noun in ["customer", "org", "staff", "ticket", "log", "nonconformity"] {
      for words in [
        [noun, "list", "--columns", "*"], [noun, "list", "--columns", "*", "--format", "html"],
        ["export", "records", noun],
      ] {
        let ran = pm(words)
        try expectMasked(ran, words.joined(separator: " "))
        #expect(ran.output.contains("139****4321"), "\(words): \(ran.output)")
      }
      if Records.named(noun)?.verbs.contains(.import) != true { continue }
      let ran = pm([noun, "import", "-"], input: pm(["export", "records", noun]).output)
      #expect(ran.status == 0 && ran.messages.contains(" 0 created, 0 updated"), "\(noun): \(ran.messages)")
    }
    #expect(pm(["customer", "list", "--where", "name=甲\(phone)", "--columns", "code"]).output == "code\nK1\n")
    #expect(pm(["customer", "list", "--where", "name=业主乙", "--columns", "name"]).output == "name\n业主乙\n")
    #expect(
      pm(["customer", "list", "--reveal", "--columns", "name,wechat", "--where", "code=K1"]).output.contains(
        "甲\(phone),\(phone)"))
  }

  /// Files and words that hold personal data and are refused, or taken with a remark.
  private static let bad: [(words: [String], file: String)] = [
    (["customer", "import", "{}"], "code,phone\nK1,13987654321x\n"),
    (
      ["customer", "import", "{}", "--rejects", "{rejects}"],
      "code,phone,id_number\nK1,13987654321x,440106199001010013QQ\nK2,1.3987654321E+10,\n"
    ),
    (["customer", "import", "{}", "--strict"], "code,id_number\nK1,440106199001010019\nK2,44010619900101001\n"),
    (["customer", "import", "{}"], "code,id_number\nK1,440106199001010019\n"),
    (["customer", "import", "{}"], "code,bank_account\nK1,6222029876543210987?\n"),
    (["customer", "import", "{}", "--strict"], "code,email\nK1,canary.person@secret.example@\n"),
    (["customer", "import", "{}"], "code,phone\nK1,139****4322\n"),
    (["customer", "import", "{}"], "code,name,phone\nK7,甲,13987654321\nK7,甲,13912348765\n"),
    (["customer", "import", "{}"], "code,phone,13987654321\nK1,13987654321,x\n"),
    (
      ["customer", "import", "{}", "--keep-going", "--rejects", "{rejects}"], "code,phone,kind\nK1,13987654321,robot\n"
    ),
    (["customer", "import", "{}", "--input-format", "jsonl"], "{\"code\":\"K1\",\"phone\":\"13987654321x\"}\n"),
    (["customer", "import", "{}", "--input-format", "jsonl"], "{\"code\":\"K1\",\"phone\":[\"13987654321\"]}\n"),
    (["room", "import", "{}"], "code,community,owner_name,owner_phone\nA-1,HY,别人,13987654321x\n"),
    (
      ["room", "import", "{}"],
      "code,community,owner_name,owner_phone,owner_id_number\nA-9,HY,业主甲,13987654321,440106199001010013\nA-8,HY,,13987654321,\n"
    ),
    (
      ["ticket", "import", "{}"], "number,kind,room,contact,created_at\nTI-9,robot,A-1,甲 13987654321,2026-10-04 09:00\n"
    ),
    // Files whose columns are shifted, and values under another's name.
    (
      ["room", "import", "{}"],
      "code,community,floor,floor_area,household_size\nA-1,HY,13987654321,440106199001010013,6222029876543210987\n"
    ),
    (["room", "import", "{}"], "code,community,delivered_on,status\nA-1,13987654321,13987654321,440106199001010013\n"),
    (
      ["customer", "import", "{}"],
      "code,name,rating,birthday,kind\nK1,客,6222029876543210987,13987654321,440106199001010013\n"
    ),
    (
      ["customer", "import", "{}"],
      "code,source,tags\nK1,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx 13987654321源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源源,13987654321\n"
    ),
    (["customer", "set", "K1", "rating=6222029876543210987"], ""),
    (["customer", "set", "K1", "source=139 8765 4321", "colour=13987654321"], ""),
    (["customer", "list", "--where", "birthday=13987654321"], ""),
    (["customer", "list", "--where", "source~1398"], ""),
    (["meter", "read", "{}"], "meter,read_on,reading\n13987654321,6222029876543210987,440106199001010013\n"),
    (
      ["payment", "import", "{}"],
      "room,paid_on,method,amount,reference\n13987654321,13987654321,440106199001010013,6222029876543210987,X1\n"
    ),
    (["payment", "add", "room=13987654321", "method=cash", "amount=440106199001010013"], ""),
    (["batch"], #"{"words":["room","set","A-1","floor=13987654321"]}"# + "\n"),
    (["staff", "import", "{}"], "code,name,phone,roles\nS9,x,13876549012x,boss\n"),
    (["customer", "add", "code=K1", "name=x", "phone=13987654321"], ""),
    (["customer", "add", "code=K8", "name=x", "phone=13987654321", "id_number=440106199001010019"], ""),
    (["customer", "set", "K1", "phone=13987654321x"], ""),
    (["customer", "set", "K1", "phone=13912348765", "email=canary.person@secret.example"], ""),
    (["customer", "set", "K1", "phone=13987654321", "colour=x"], ""),
    (["customer", "list", "--where", "phone=13987654321"], ""),
    (["customer", "list", "--where=phone=13987654321"], ""),
    (["customer", "list", "--where", "phone = 13987654321"], ""),
    (["customer", "list", "--where", "phone!=13987654321"], ""),
    (["customer", "list", "--where", "phone ~ 13987654321"], ""), (["customer", "list", "--where", "13987654321"], ""),
    (["customer", "list", "13987654321"], ""), (["customer", "set", "K1", "13987654321"], ""),
    (["customer", "set", "K1", "phone:13987654321"], ""),
    (["customer", "set", "K1", "note=x", "--actor", "甲 13987654321"], ""),
    (["customer", "set", "K1", "--dry-run", "--detailed-exit-code", "phone=13987654322"], ""),
    (["customer", "set", "K1", "--dry-run", "--detailed-exit-code", "phone=13987654321x"], ""),
    (["customer", "import", "-", "--constant", "note=13987654321"], "code,name\nK9,x\n"),
    (["ticket", "accept", "--where", "contact=13987654321", "--at", "2026-10-06T09:00"], ""),
    (
      [
        "ticket", "dispatch", "WX-202610-0001", "--assignee", "甲 13987654321", "--department=乙13912348765", "--at",
        "2026-10-06T09:00",
      ], ""
    ),
    (
      [
        "ticket", "finish", "WX-202610-0004", "--cause", "x", "--measure", "回13987654321", "--responsible",
        "丙 13987654321", "--at", "2026-10-06T09:00",
      ], ""
    ),
    (
      [
        "payment", "add", "room=A-3", "method=cash", "amount=5.00", "note=找13987654321", "payer_phone=13987654321",
        "--as-of", "2026-10-20",
      ], ""
    ),
    (["export", "records", "customer", "--where", "phone=13987654321"], ""),
    (
      ["batch"],
      #"{"words":["customer","set","K1","phone=13987654321x"]}"# + "\n"
        + #"{"words":["customer","list","--where","phone~13987654321"]}"# + "\n"
        + #"{"words":["customer","set","K1","note=找13987654321"]}"# + "\n"
    ),
    (["customer", "list", "--where", "phone~13987654321"], ""),
    (["customer", "list", "--where", "id_number>440106199001010013"], ""),
    (["customer", "list", "--where", "phon=13987654321"], ""),
    (["customer", "list", "--where", "bank_account=6222029876543210987"], ""),
    (
      [
        "payment", "refund", "--customer", "K1", "--amount", "99999", "--method", "bank", "--account",
        "6222029876543210987", "--reference", "T9", "--approver", "wang", "--as-of", "2026-10-20",
      ], ""
    ),
    (
      [
        "payment", "refund", "--customer", "K1", "--amount", "1.00", "--method", "bank",
        "--account=6222029876543210987", "--reference", "T9", "--approver", "tester", "--as-of", "2026-10-20",
      ], ""
    ),
    (
      [
        "payment", "refund", "--customer", "K1", "--amount", "1.00", "--method", "bank",
        "--account=6222029876543210987x?", "--reference", "T9", "--approver", "wang", "--as-of", "2026-10-20",
      ], ""
    ),
    (
      [
        "payment", "refund", "--customer", "K1", "--amount", "1.00", "--method", "bank",
        "--account=6222029876543210987", "--reference=6222029876543210987", "--approver", "wang", "--as-of",
        "2026-10-20",
      ], ""
    ),
    (
      [
        "deposit", "refund", "DP0000001", "--receipt", "OLD3", "--method", "bank", "--payee-account",
        "6222029876543210987", "--reference", "13987654321", "--approver", "wang", "--as-of", "2026-10-20",
      ], ""
    ),
    (
      ["bank", "return", "{}", "--batch", "N0000001", "--as-of", "2026-10-23"],
      "1,6222029876543210988,300.00,done,2026-10-22\ntotal,1,300.00\n"
    ),
    (["bank", "return", "{}", "--batch", "N0000001", "--as-of", "2026-10-23"], "6222029876543210987 300.00 done\n"),
    (
      ["bank", "return", "{}", "--batch", "N0000001", "--as-of", "2026-10-23"],
      "6222029876543210987,1,300.00,done,2026-10-22\n"
    ),
    (["audit", "show", "customer", "K2"], ""), (["audit", "show", "customer", "K2", "--format", "json"], ""),
    (["audit", "list"], ""), (["db", "check", "--verbose"], ""),
    (["bill", "notice", "--all", "--as-of", "2026-11-20", "--format", "html"], ""),
    (["payment", "receipt", "P0000001", "--as-of", "2026-10-20", "--format", "html"], ""),
    (["customer", "statement", "K1", "--from", "2026-08-01", "--to", "2026-10-31", "--format", "html"], ""),
    (["ticket", "form", "TI-1", "--form", "dispatch", "--format", "html"], ""),
    (["export", "records", "ticket"], ""), (["export", "records", "bank-line"], ""),
    (["export", "records", "refund"], ""),
    (["export", "ledger", "--for", "beancount"], ""),
  ]

  @Test("refusals and remarks about personal data do not repeat it")
  func badly() throws {
    for (words, file) in Self.bad {
      for manner in [[], ["--verbose", "--lang", "zh"], ["--format", "json"]]
      where !words.contains("--format") || manner.isEmpty {
        if !file.isEmpty { try sample.write(file, to: "in.csv") }
        let typed =
          words.map { $0 == "{}" ? sample.file("in.csv") : $0 == "{rejects}" ? sample.file("rejects.csv") : $0 }
          + manner
        try expectMasked(pm(typed, input: file), typed.joined(separator: " "))
        try expectMaskedJournal(typed.joined(separator: " "))
        if words.contains("{rejects}") {
          #expect(String(decoding: try sample.content(of: "rejects.csv"), as: UTF8.self).contains("13987654321"))
          #expect(sample.mode(of: "rejects.csv") == 0o600)
          unlink(sample.file("rejects.csv"))
        }
        try sample.restore()
      }
    }
  }

  @Test("who asks with --reveal sees it whole, in a file of his own, and the journal says that he did")
  func revealed() throws {
    let ran = pm(["customer", "list", "--columns", "*", "--reveal", "--where", "phone=13987654321"])
    for value in [CanaryEstate.phones[0], CanaryEstate.phones[2], CanaryEstate.identity, CanaryEstate.accounts[0]]
      + CanaryEstate.mails
    {
      #expect(ran.output.contains(value), "\(value)")
    }
    try expectMaskedJournal("customer list --reveal")
    let equals = pm(["customer", "list", "--reveal", "--where=phone=13987654321"])
    #expect(equals.status == 0)
    let exported = pm(["export", "records", "customer", "--reveal", "--output", sample.file("revealed.csv")])
    #expect(exported.status == 0)
    #expect(sample.mode(of: "revealed.csv") == 0o600)
    try expectMaskedJournal("export records --reveal")
    let entries = pm(["audit", "list"]).output.split(separator: "\n").suffix(3)
    #expect(entries.count { $0.contains(",customer list,") && $0.contains("--reveal") } == 2, "\(entries)")
    #expect(entries.last?.contains(",export records,customer --reveal") == true, "\(entries)")
    let shown = pm(["audit", "show", "customer", "K2", "--reveal"])
    #expect(shown.output.contains("13912348765") && shown.output.contains("13900008888"))
  }

  @Test("databases, backups, exports and files with whole data are their owner's alone under any umask")
  func modes() throws {
    #expect(sample.mode(of: "master.db") == 0o400)
    for name in ["pm.db", "batch.csv", "pm.db.lock"] { #expect(sample.mode(of: name) == 0o600, "\(name)") }
    for (words, name) in [
      (["export", "records", "room"], "rooms.csv"), (["export", "ledger", "--for", "hledger"], "ledger.journal"),
      (["customer", "list", "--reveal"], "revealed.csv"), (["bank", "batch", "--again", "N0000001"], "again.csv"),
    ] {
      #expect(pm(words + ["--output", sample.file(name)]).status == 0, "\(words)")
      #expect(sample.mode(of: name) == 0o600, "\(name)")
    }
    #expect(pm(["ticket", "add", "kind=repair", "summary=x"]).status == 0)
    #expect(sample.mode(of: "pm.db-wal") == 0o600)
  }
}

@Suite("Masks of personal data")
struct MaskTests {
  @Test(
    "masks keep what tells people apart and hide the rest",
    arguments: [
      ("customer", "email", "canary.person@secret.example", "c****@secret.example"),
      ("customer", "invoice_email", "no mail", "n******"),
      ("ticket", "contact", "甲 13987654321 转 12", "甲 139****4321 转 12"),
      ("ticket", "contact", "0755-26661234", "0755-****1234"), ("ticket", "contact", "王先生", "王先生"),
      ("ticket", "contact", "1234567", "123****"), ("ticket", "contact", "26661234", "266*****"),
      ("customer", "wechat", "13987654321", "139****4321"), ("customer", "wechat", "wx_26661234", "wx_266*****"),
      ("customer", "name", "张三13987654321", "张三139****4321"), ("customer", "name", "张三", "张三"),
      ("ticket", "category", "电010-266-1234", "电010-266-****"),
      ("ticket", "contact", "甲 138 2222 0001", "甲 138 **** 0001"),
      ("ticket-event", "changed", "{\"contact\":\"甲 138-2222-0001\"}", "{\"contact\":\"甲 138-****-0001\"}"),
    ])
  func masks(noun: String, column: String, text: String, shown: String) {
    #expect(Records.named(noun)?.column(column)?.kind.mask?(text) == shown)
  }
}
