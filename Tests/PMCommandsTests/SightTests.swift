// What a person may not see is answered like what is not there: same status, same words.
import PMCore
import PMStore
import Testing

@testable import PMCommands

@Suite struct SightTests {
  /// What is in a place of others, and what is nowhere but as far from the codes of his own.
  private static let codes: [(mark: String, hidden: String, unknown: String)] = [
    ("ROOM", "RB1", "RC1"), ("CUSTOMER", "KB1", "KC1"), ("TICKET", "TB1", "TC1"), ("METER", "MB1", "MC1"),
    ("BILL", "B0000005", "B0000995"), ("PAYMENT", "P0000002", "P0000992"), ("ORG", "HB1", "HC1"),
    ("DEPOSIT", "DP0000001", "DP0000991"), ("NOTICE", "N0000001", "N0000991"), ("BATCH", "N0000001", "N0000991"),
    ("SURVEY", "SVB", "SVC"), ("NONCON", "NC-202610-0001", "NC-202610-0991"),
    ("ENTRY", "RZ-202610-0001", "RZ-202610-0991"),
  ]

  /// Every command of its own that names a record which lies in a place; the marks are replaced by
  /// codes. The generic verbs are asked without being listed.
  private static let commands: [String] = [
    "ticket show TICKET", "ticket dispatch TICKET --department x", "ticket accept TICKET",
    "ticket refuse TICKET --remark x", "ticket suspend TICKET --remark x", "ticket resume TICKET",
    "ticket finish TICKET --cause x --measure y", "ticket verify TICKET --result pass",
    "ticket rework TICKET --remark x", "ticket close TICKET", "ticket reopen TICKET --remark x",
    "ticket cancel TICKET --remark x", "ticket invalidate TICKET --remark x",
    "ticket attach TICKET FILE", "ticket form TICKET --form intake",
    "ticket add kind=repair room=ROOM summary=x", "ticket add kind=repair room=RA1 customer=CUSTOMER summary=x",
    "callback add ticket=TICKET called_at=2026-10-05T09:00 method=phone reached=yes",
    "callback show TICKET,2026-10-05T09:00",
    "bill show BILL", "bill explain BILL", "bill waive BILL --all --reason x --approver wang",
    "bill write-off BILL --reason x --approver wang", "bill void BILL --reason x", "bill adjust BILL --reason x",
    "bill excuse --room ROOM --fee WYF --period 2026-10 --reason x", "bill run --period 2026-11 --room ROOM",
    "bill notice --room ROOM", "bill notice --customer CUSTOMER", "bill run --period 2026-11 --scope ORG",
    "bill close --period 2026-09 --org ORG", "bill reopen --period 2026-09 --org ORG --reason x",
    "payment show PAYMENT", "payment reverse PAYMENT --reason x", "payment claim PAYMENT --customer KA1",
    "payment receipt PAYMENT", "payment add room=ROOM method=cash amount=5.00",
    "payment add customer=CUSTOMER room=RA1 method=cash amount=5.00",
    "payment refund --customer CUSTOMER --amount 1.00 --method cash --reference T1 --approver wang",
    "deposit show DEPOSIT", "deposit take --room ROOM --fee YJ --amount 5.00 --method cash --reference X",
    "deposit take --room RA1 --customer CUSTOMER --fee YJ --amount 5.00 --method cash --reference X",
    "deposit deduct DEPOSIT --bill B0000001 --reference X --reason x --approver wang",
    "deposit deduct DEPOSIT --fee PCF --amount 1.00 --reference X --reason x --approver wang",
    "deposit refund DEPOSIT --method cash --reference X --receipt Y --approver wang",
    "meter show METER", "meter set METER max_usage=9", "meter confirm METER 2026-10-31 --reason x",
    "meter replace METER --new MN --on 2026-11-02 --final 9 --initial 0",
    "meter add code=MN room=ROOM fee=SF installed_on=2026-01-01 initial=0",
    "room show ROOM", "room set ROOM note=x", "room set ROOM floor_area=9 --effective 2026-11-01",
    "room handover ROOM --on 2026-11-01 --no-reading --reason x",
    "room move-in ROOM --customer LEAD --role tenant --on 2026-11-01 --no-reading --reason x",
    "room move-in RA1 --customer CUSTOMER --role tenant --on 2026-11-01 --no-reading --reason x",
    "room move-out ROOM --customer KA1 --on 2026-11-01 --no-reading --reason x",
    "room move-out RA1 --customer CUSTOMER --on 2026-11-01 --no-reading --reason x",
    "room transfer ROOM --to LEAD --on 2026-11-01 --no-reading --reason x",
    "room transfer RA1 --to CUSTOMER --on 2026-11-01 --no-reading --reason x",
    "room split ROOM --into N1=50,N2=50 --on 2026-11-01", "room merge RA1 ROOM --into N1 --on 2026-11-01",
    "customer show CUSTOMER", "customer set CUSTOMER note=x",
    "customer statement CUSTOMER --from 2026-09-01 --to 2026-10-31",
    "occupancy add room=ROOM customer=KA1 role=tenant from=2026-10-01",
    "occupancy add room=RA1 customer=CUSTOMER role=tenant from=2026-10-01",
    "occupancy set ROOM,CUSTOMER,owner, pays=no", "occupancy show ROOM,CUSTOMER,owner,",
    "charge add room=ROOM fee=WYF tariff=T1 from=2026-12-01 payer=owner",
    "notice show NOTICE", "notice ack NOTICE", "notice queue template=x customer=CUSTOMER text=x",
    "org show ORG", "room list --scope ORG", "bill list --scope ORG",
    "report arrears --scope ORG", "report kpi --from 2026-10-01 --to 2026-10-31 --scope ORG",
    "room list --where community=ORG", "bill list --where room=ROOM",
    "ticket accept --where room=ROOM", "export records bill --scope ORG",
    "ticket dispatch --where room=ROOM --department x", "ticket refuse --where room=ROOM --remark x",
    "ticket suspend --where room=ROOM --remark x", "ticket resume --where room=ROOM",
    "ticket finish --where room=ROOM --cause x --measure y",
    "ticket verify --where room=ROOM --result pass", "ticket rework --where room=ROOM --remark x",
    "ticket close --where room=ROOM", "ticket reopen --where room=ROOM --remark x",
    "ticket cancel --where room=ROOM --remark x", "ticket invalidate --where room=ROOM --remark x",
    "ticket form --where room=ROOM --form intake", "ticket cancel TA1 --duplicate-of TICKET --remark x",
    "ticket escalate --scope ORG --as-of 2026-11-20", "ticket due --scope ORG --as-of 2026-11-20",
    "callback due --scope ORG --as-of 2026-11-20", "log due --scope ORG --as-of 2026-11-20",
    "customer statement --scope ORG --period 2026-10", "bill notice --scope ORG --as-of 2026-11-20",
    "notice queue template=x text=x --scope ORG",
    "notice queue template=x text=x --where customer=CUSTOMER",
    "export invoice-requests --scope ORG --period 2026-09",
    "export invoice-requests --customer CUSTOMER --period 2026-09", "export ledger --company ORG",
    "export records bill --where room=ROOM",
    "report tickets --from 2026-10-01 --to 2026-10-31 --scope ORG",
    "report focus --from 2026-10-01 --to 2026-10-31 --scope ORG",
    "report pivot --rows category --cols kind --from 2026-10-01 --to 2026-10-31 --scope ORG",
    "report satisfaction --from 2026-10-01 --to 2026-10-31 --scope ORG",
    "report workload --period 2026-10 --scope ORG", "report awards --year 2026 --scope ORG",
    "report rollforward --period 2026-10 --scope ORG", "report aging --as-of 2026-11-20 --scope ORG",
    "report collection --period 2026-10 --scope ORG", "report cash --period 2026-10 --scope ORG",
    "report revenue --period 2026-10 --scope ORG", "report prepayment --scope ORG",
    "report deposits --scope ORG", "report occupancy --scope ORG",
    "report dashboard --period 2026-10 --as-of 2026-11-20 --scope ORG", "report survey SURVEY",
    "room transfer RA1 --to LEAD --from CUSTOMER --on 2026-11-01 --no-reading --reason x",
    "room move-out RA1 --customer KA1 --to CUSTOMER --on 2026-11-01 --no-reading --reason x",
    "payment claim P0000001 --customer CUSTOMER", "payment claim P0000001 --customer KA1 --room ROOM",
    "payment claim P0000001 --part CUSTOMER=5.00", "payment claim P0000001 --customer KA1 --bill BILL",
    "payment review --on 2026-10-20 --cashier x --count 1 --sum 1.00 --company ORG",
    "payment refund --customer KA1 --company ORG --amount 1.00 --method cash --reference T1 --approver wang",
    "nonconformity verify NONCON --effective yes --by wang", "nonconformity form NONCON",
    "nonconformity done NONCON",
    "nonconformity add ticket=TICKET description=x owner=y found_on=2026-10-06",
    "log add kind=duty subject=x staff=y ticket=TICKET at=2026-10-06T09:00", "log done ENTRY --result x",
    "meter apportion --period 2026-10 --meter METER",
    "deposit deduct DP0000002 --bill BILL --reference X --reason x --approver wang",
    "bill adjust B0000001 --debtor CUSTOMER --reissue --reason x", "bank return FILE --batch BATCH",
    "bank cancel BATCH --reason x", "bank batch --again BATCH", "bank batch --layout LAYOUT --scope ORG",
  ]

  /// The place of elsewhere with a deposit and a message, and one who may do all of the desk's work within A1.
  private func estate() -> Estate {
    let estate = FenceTests().group()
    for words in [
      ["fee", "add", "code=YJ", "name=押金", "class=deposit", "priority=50", "tax_method=untaxed"],
      ["fee", "add", "code=PCF", "name=赔偿", "class=one-off", "priority=60"],
      ["deposit", "take", "--room", "RB1", "--fee", "YJ", "--amount", "9.00", "--method", "cash", "--reference", "D1"],
      ["notice", "queue", "template=x", "customer=KB1", "text=x"],
      ["deposit", "take", "--room", "RA1", "--fee", "YJ", "--amount", "9.00", "--method", "cash", "--reference", "D2"],
      ["staff", "add", "code=S9", "name=内全", "login=ma", "roles=clerk cashier service manager", "scope=A1"],
      ["survey", "add", "code=SVB", "name=外查", "from=2026-10-01", "to=2026-10-31", "scope=HB1"],
      ["nonconformity", "add", "ticket=TB1", "description=外", "owner=外员", "found_on=2026-10-06"],
      ["log", "add", "kind=duty", "subject=外", "staff=外员", "ticket=TB1", "at=2026-10-06T09:00"],
      ["customer", "set", "KB1", "bank_name=外行", "bank_account=6222029876543210988", "mandate=HT2"],
      [
        "bank", "batch", "--layout", Self.layout, "--scope", "B", "--as-of", "2026-11-05", "--output",
        estate.file("batch.csv", ""),
      ],
    ] {
      let ran = estate.run(as: "boss", words)
      #expect(ran.status == 0, "\(words): \(ran.messages)")
    }
    return estate
  }

  private static let layout =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Samples/bank/plain.json"

  @Test("a record elsewhere is answered as one that does not exist")
  func unseen() throws {
    let estate = estate()
    let file = estate.file("note.txt", "x")
    let before = try estate.digest()
    for command in Self.commands {
      var (hidden, unknown) = (command, command)
      for code in Self.codes {
        hidden = hidden.replacing(code.mark, with: code.hidden)
        unknown = unknown.replacing(code.mark, with: code.unknown)
      }
      func ask(_ command: String) -> Ran {
        estate.run(
          as: "ma",
          command.split(separator: " ").map { $0 == "FILE" ? file : $0 == "LAYOUT" ? Self.layout : String($0) })
      }
      let (first, second) = (ask(hidden), ask(unknown))
      var words = first.messages
      for code in Self.codes { words = words.replacing(code.hidden, with: code.unknown) }
      #expect(
        first.status == 66 || first.status == 65 || first.status == 0 && hidden.contains("--where"),
        "\(hidden): \(first.status) \(first.messages)")
      #expect(
        first.status == second.status,
        "\(hidden): \(first.status) \(first.messages), not \(second.status) \(second.messages)")
      #expect(words == second.messages, "\(hidden)")
      #expect(first.output == second.output, "\(hidden)")
    }
    #expect(try estate.digest() == before)
  }

  // MARK: All of them

  /// Options and arguments that name nothing which lies in a place.
  private static let plain: Set = [
    "DATE", "INSTANT", "PERIOD", "YYYY", "YYYY-MM", "TIME", "SECONDS", "N", "M2", "AMOUNT", "SUM", "READING",
    "TEXT", "TITLE", "NAME", "ACCOUNT", "FILE", "DIR", "PROGRAM", "COLUMN=VALUE", "A,B,…", "A,-B,…",
    "COUNT:HASH", "BASIS", "ID", "SHELL", "WORD", "SCHEMA", "NOUN",
  ]

  /// What looks like a code and is none of a place, with the reason.
  private static let elsewhere: [String: String] = [
    "--fee": "fees belong to everybody", "--reference": "a number of the bank's, not of a record",
    "--receipt": "a number on paper, which the deposit must have",
  ]

  /// The options and arguments of a command that may name something of elsewhere.
  private func names(of spec: CommandSpec) -> [String] {
    spec.arguments.map(\.name).filter { !Self.plain.contains($0) }
      + spec.shownOptions.filter { option in
        guard let placeholder = option.placeholder, option.choices.isEmpty else { return false }
        return !Self.plain.contains(placeholder) && !placeholder.contains("|")
          && Self.elsewhere["--\(option.name)"] == nil
      }.map { "--\($0.name)" }
  }

  /// The commands that somebody with a scope may run at all.
  private var specs: [CommandSpec] {
    Registry.pm.groups.filter { !$0.isHidden }.flatMap { $0.commands() }.map(\.spec)
      .filter { !$0.isHidden && $0.access.scope != .no }
  }

  private func isGeneric(_ spec: CommandSpec) -> Bool {
    let noun = String(spec.name.prefix { $0 != " " })
    return Records.named(noun)?.commands().contains { $0.spec.name == spec.name && $0.spec.summary == spec.summary }
      == true
  }

  @Test("every command that takes a code is asked for one of elsewhere")
  func complete() {
    let marks = Self.codes.map(\.mark)
    for spec in specs where !isGeneric(spec) {
      let lines = Self.commands.filter { $0.hasPrefix(spec.name + " ") }
        .map { $0.dropFirst(spec.name.count + 1).split(separator: " ").map(String.init) }
      for name in names(of: spec) where Self.unasked[spec.name + " " + name] == nil {
        let isAsked = lines.contains { words in
          let place = name.hasPrefix("--") ? words.firstIndex(of: name).map { $0 + 1 } : 0
          let end = name.hasPrefix("--") ? place.map { $0 + 1 } : words.firstIndex { $0.hasPrefix("--") } ?? words.count
          guard let place, let end, end <= words.count else { return false }
          return words[place..<end].contains { word in marks.contains { word.contains($0) } }
        }
        #expect(isAsked, "pm \(spec.name) \(name) has no line in SightTests.commands")
      }
    }
  }

  /// What is not asked in the list above, with the reason.
  private static let unasked = [
    "room split --into": "new codes: `taken`", "room merge --into": "a new code: `taken`",
    "meter replace --new": "a new code: `taken`",
  ]

  /// Of a record: a code of elsewhere and one of nowhere, by what a reference names.
  private func codes(of record: RecordType) -> (hidden: String, unknown: String)? {
    Self.codes.first { $0.mark == record.name.uppercased() }.map { ($0.hidden, $0.unknown) }
  }

  private func expectSame(
    _ estate: Estate, _ words: (String) -> [String], _ codes: (hidden: String, unknown: String),
    input: ((String) -> String)? = nil, evenHints: Bool = true
  ) {
    let (first, second) = (
      estate.run(as: "ma", words(codes.hidden), input: input?(codes.hidden)),
      estate.run(as: "ma", words(codes.unknown), input: input?(codes.unknown))
    )
    func said(_ ran: Ran) -> String {
      let lines = ran.messages.split(separator: "\n")
      return lines.filter { evenHints || !$0.contains("did you mean") }.joined(separator: "\n")
    }
    #expect(first.status == second.status, "\(words(codes.hidden)): \(first.messages)\(second.messages)")
    #expect(said(first).replacing(codes.hidden, with: codes.unknown) == said(second), "\(words(codes.hidden))")
    #expect(first.output == second.output, "\(words(codes.hidden))")
    // Else something else was refused first, and nothing was asked.
    #expect(
      second.status == 0 || second.messages.contains(codes.unknown), "\(words(codes.unknown)): \(second.messages)")
  }

  /// What a required column holds, so that nothing is missing; of references what is one's own.
  private func filler(_ column: Column) -> String {
    if let target = column.target?() {
      return ["room": "RA1", "customer": "KA1", "ticket": "TA1", "fee": "WYF", "org": "HA1", "survey": "SVB"][
        target.name] ?? "x"
    }
    if let choice = column.kind.choices.first { return choice.value }
    return switch column.kind.shape {
    case .date: "2026-10-06"
    case .instant: "2026-10-06T09:00"
    case .integer, .decimal, .money: "1"
    default: "Z9"
    }
  }

  @Test("generic verbs answer a reference to elsewhere as one to nothing")
  func references() throws {
    let estate = estate()
    let before = try estate.digest()
    for spec in specs where isGeneric(spec) || spec.name.hasSuffix(" add") {
      guard let record = Records.named(String(spec.name.prefix { $0 != " " })) else { continue }
      for column in record.columns where column.isReference && !column.isManaged {
        guard let target = column.target?(), let codes = codes(of: target) else { continue }
        let needed = record.columns.filter {
          $0.name != column.name && !$0.isManaged && $0.isStored && ($0.isRequired || record.key.contains($0.name))
        }
        let others = needed.map { ",\($0.name)" }.joined()
        let values = needed.map { "," + filler($0) }.joined()
        switch spec.verb {
        case "add":
          expectSame(
            estate,
            { code in [record.name, "add", "\(column.name)=\(code)"] + needed.map { "\($0.name)=\(filler($0))" } },
            codes)
        case "list": expectSame(estate, { [record.name, "list", "--where", "\(column.name)=\($0)"] }, codes)
        case "import":
          expectSame(
            estate, { _ in [record.name, "import", "-"] }, codes, input: { "\(column.name)\(others)\n\($0)\(values)\n" }
          )
        default: break
        }
      }
    }
    #expect(try estate.digest() == before)
  }

  @Test("no row of elsewhere is shown or changed by its code")
  func shown() throws {
    let estate = estate()
    let before = try estate.digest()
    var asked: Set<String> = []
    for record in Records.all where ScopeFence.tables.contains(record.table) && record.verbs.contains(.show) {
      func keys(_ user: String) -> Set<String> {
        let ran = estate.run(
          as: user, [record.name, "list", "--columns", record.key.joined(separator: ","), "--format", "csv"])
        return Set(ran.output.split(separator: "\n").dropFirst().map(String.init))
      }
      for hidden in keys("boss").subtracting(keys("ma")) {
        let unknown = Self.codes.reduce(hidden) { $0.replacing($1.hidden, with: $1.unknown) }
        let commas = hidden.filter { $0 == "," }
        let codes = (hidden, unknown == hidden ? "\(hidden.prefix(1))0000999\(commas)" : unknown)
        let ran = estate.run(as: "ma", [record.name, "show", hidden])
        #expect(ran.status == 66 && ran.output.isEmpty, "\(record.name) show \(hidden): \(ran.messages)")
        #expect(!ran.messages.contains("外"), "\(ran.messages)")
        expectSame(estate, { [record.name, "show", $0] }, codes, evenHints: false)
        if specs.contains(where: { $0.name == "\(record.name) set" }),
          let column = record.columns.first(where: {
            !record.key.contains($0.name) && $0.isStored && !$0.isManaged && !$0.isReference
          })
        {
          expectSame(estate, { [record.name, "set", $0, "\(column.name)="] }, codes, evenHints: false)
        }
        asked.insert(record.name)
      }
    }
    #expect(asked.count >= 14, "\(asked.sorted())")
    #expect(try estate.digest() == before)
  }

  @Test(
    "of a code that is taken elsewhere nothing is told but that",
    arguments: [
      (["room", "add", "code=%", "community=HA1", "kind=residence"], "room", "RB1"),
      (["customer", "add", "code=%", "name=丁"], "customer", "KB1"),
      (["customer", "add", "code=%", "name=外丙"], "customer", "KB1"),
      (["meter", "add", "code=%", "room=RA1", "fee=SF", "installed_on=2026-01-01", "initial=0"], "meter", "MB1"),
      (
        ["meter", "replace", "MA1", "--new", "%", "--on", "2026-11-02", "--final", "9", "--initial", "0"], "meter",
        "MB1"
      ),
      (["room", "split", "RA1", "--into", "%=50,RN=50", "--on", "2026-11-01"], "room", "RB1"),
      (["ticket", "add", "kind=repair", "room=RA1", "summary=x", "number=%"], "ticket", "TB1"),
    ])
  func taken(words: [String], noun: String, code: String) throws {
    let estate = estate()
    let before = try estate.digest()
    let ran = estate.run(as: "ma", words.map { $0.replacing("%", with: code) })
    #expect(ran.status == 65, "\(ran.messages)")
    #expect(ran.messages.contains("\(noun) \"\(code)\" exists already"), "\(ran.messages)")
    #expect(!ran.messages.contains("外"))
    if words[1] == "add", noun != "ticket" { #expect(ran.messages.contains("choose another code"), "\(ran.messages)") }
    #expect(try estate.digest() == before)
  }
}
