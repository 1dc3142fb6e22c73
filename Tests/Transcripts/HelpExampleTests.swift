// What help shows as an example can be typed as it stands: each is run, over the samples.
import Testing

@Suite("Examples of help")
struct HelpExampleTests {
  /// Three months of the samples, and the names that examples use: in every example the same estate.
  private static let world = """
    set -e
    pm init --mode centre --name 示例服务中心
    for pair in org:orgs late-policy:late-policies fee:fees; do pm ${pair%:*} import Samples/${pair#*:}.csv; done
    pm fee add code=YJ name=押金 class=deposit tax_method=untaxed
    pm fee add code=PCF name=赔偿 class=one-off
    pm fee add code=WXF name=维修费 class=one-off tax_rate=0.06
    for pair in tariff:tariffs room:rooms-1 room:rooms-2 customer:customers; do
      pm ${pair%:*} import Samples/${pair#*:}.csv
    done
    for code in K1 K2 K9 K001 K002; do pm customer add code=$code name=客户$code; done
    pm org set YG developer=D001
    pm charge import Samples/charges.csv && pm meter import Samples/meters.csv
    for period in 2026-08 2026-09 2026-10; do
      # A meter that was not read in October: a finding to excuse.
      grep -v '^W-07,2026-10' Samples/readings-$period.csv > month.csv
      pm meter read month.csv
      pm meter apportion --period $period
      [ $period = 2026-10 ] || pm bill run --period $period
    done
    pm payment import Samples/payments-2026-09.csv
    for pair in sla:sla survey:surveys answer:answers; do pm ${pair%:*} import Samples/${pair#*:}.csv; done
    pm category add code=SD name=水电
    pm procedure add kind=complaint name=投诉程序 verify=yes
    pm calendar add code=STD monday=08:30-17:30
    pm calendar-day add calendar=STD date=2026-10-01 kind=holiday
    pm target add org=YG year=2026 kpi=callback_rate value=0.95
    pm activity add code=HD1 name=义诊 org=YG held_on=2026-10-01
    for pair in S1=王芳 S2=员工丙 S3=wang; do pm staff add code=${pair%=*} name=${pair#*=}; done
    pm visit add assistant=员工丁 visited_at='2026-10-15 10:00' room=1-1-0101
    pm ticket add kind=repair category=水电 room=1-2-0101 --at '2026-10-01 09:00'
    pm ticket add kind=complaint room=1-1-0101 customer=Y001 --at '2026-10-01 10:00'
    pm ticket add kind=service room=1-1-0101 --at '2026-10-01 10:00'
    pm material add ticket=WX-202610-0001 name=灯管 quantity=1
    """

  /// The moves of a ticket up to one of them.
  private static func moves(_ number: String, _ verbs: String) -> String {
    let words = [
      "dispatch": "--assignee 甲 --at '2026-10-01 10:05'", "accept": "--at '2026-10-01 10:10'",
      "suspend": "--at '2026-10-01 10:20'", "finish": "--at '2026-10-01 10:30'",
      "verify": "--result pass --at '2026-10-01 11:00'", "close": "--at '2026-10-01 12:00'",
    ]
    return verbs.split(separator: " ").map { "pm ticket \($0) \(number) \(words[String($0)] ?? "")" }
      .joined(separator: "; ")
  }

  /// A file of readings, or another of rows below a heading.
  private static func file(_ name: String, _ rows: String...) -> String {
    "printf '\(rows.joined(separator: "\\n"))\\n' > \(name)"
  }
  private static func readings(_ rows: String...) -> String {
    "printf 'meter,read_on,reading\\n\(rows.joined(separator: "\\n"))\\n' > readings.csv"
  }

  private static let (wx, fw) = ("WX-202610-0001", "FW-202610-0001")
  private static let mandate =
    file("m.csv", "code,bank_name,bank_account,mandate", "Y001,中国农业银行,6222020200012345,M1")
    + "; pm customer import m.csv"
  private static let batch =
    mandate + "; pm bank batch --layout Samples/bank/abc.json --as-of 2026-11-10 --output abc.csv"
  private static let suspense =
    file("s.csv", "paid_on,method,amount,reference,note", "2026-10-05,bank,10.00,X1,x", "2026-10-06,bank,1000.00,X2,x")
    + "; pm payment import s.csv --unmatched suspense"
  private static let nonconformity =
    "pm nonconformity add ticket=TS-202610-0001 description=x owner=员工甲 found_on=2026-10-20 root_cause=a correction=b corrective_action=c"
  private static let closed = """
    pm bill excuse --room 1-2-0101 --fee SF --period 2026-10 --reason x; pm bill run --period 2026-10
    for period in 2026-08 2026-09; do pm bill close --period $period --as-of 2026-11-20; done
    """
  private static func deposit(_ room: String) -> String {
    "pm deposit take --room \(room) --fee YJ --amount 2000 --method cash --reference YJ-009 --as-of 2026-11-18"
  }

  /// What must have happened before an example that begins so.
  private static let before: [(begins: String, done: String)] = [
    ("pm room handover", "pm room set 1-2-0101 delivered_on= status=sold; " + readings("W-07,2026-10-16,350")),
    ("pm room move-in", readings("W-07,2026-10-15,350")),
    (
      "pm room move-out",
      "pm room move-in 1-2-0101 --customer K9 --role tenant --on 2026-09-01 --no-reading --reason x; "
        + readings("W-07,2026-10-31,403")
    ),
    ("pm room move-out 1-2-0101 --customer K9 --on 2026-10-31 --prepayment", "pm meter read readings.csv"),
    ("pm room transfer", readings("W-07,2026-10-15,350")),
    (
      "pm room merge",
      "pm room transfer S-02 --to $(pm occupancy list --where room=S-01 --columns customer | tail -1) --on 2026-10-31 --no-reading --reason x; "
        + readings("W-S02,2026-10-31,339.75", "E-S01,2026-10-31,346.6")
    ),
    ("pm ticket accept", moves(wx, "dispatch")), ("pm ticket refuse", moves(wx, "dispatch")),
    ("pm ticket suspend", moves(wx, "dispatch accept")),
    ("pm ticket resume", moves(wx, "dispatch accept suspend")),
    ("pm ticket finish", moves(fw, "dispatch accept") + "; " + moves(wx, "dispatch accept")),
    ("pm ticket verify", moves(wx, "dispatch accept finish")),
    ("pm ticket rework", moves(wx, "dispatch accept finish verify")),
    ("pm ticket close", moves(wx, "dispatch accept finish")),
    ("pm ticket reopen", moves(wx, "dispatch accept finish close")),
    ("pm callback add", moves(wx, "dispatch accept finish")),
    (
      "pm callback import",
      moves(wx, "dispatch accept finish") + "; pm callback add ticket=\(wx) called_at='2026-10-02 10:00'"
    ),
    ("pm ticket attach", "mkdir photos; echo x > photos/leak.jpg"),
    ("pm meter read", readings("W-01,2026-11-20,50")),
    ("pm bill run --apply", "pm bill run --period 2026-10 --plan plan.jsonl"),
    ("pm bill void", "pm payment reverse P0000003 --reason x"), ("pm bill close", closed),
    ("pm bill reopen", closed + "\npm bill close --period 2026-10 --as-of 2026-11-20"),
    ("pm audit show closing", closed + "\npm bill close --period 2026-10 --as-of 2026-11-20"),
    ("pm audit show P0000012", suspense + "; pm payment claim P0000012 --customer Y001"),
    (
      "pm bill open",
      file(
        "arrears.csv", "room,customer,fee,period,from,to,amount,tax,due_on,late_posted,reference",
        "1-1-0101,Y001,WYF,2026-06,2026-06-01,2026-06-30,10.00,0.50,2026-06-30,0,OLD1")
    ),
    ("pm payment open", file("prepaid.csv", "customer,fee,amount,paid_on,reference", "Y001,WYF,10.00,2026-06-30,OLD2")),
    (
      "pm deposit open",
      file("deposits.csv", "customer,room,fee,paid_on,amount,reference", "Y001,1-1-0101,YJ,2026-06-30,100.00,OLD4")
    ),
    (
      "pm bill invoice",
      file(
        "invoices.csv", "bill,invoice_no,invoice_kind,invoiced_on,amount",
        "B0000006,26440000000123456789,ordinary,2026-10-10,")
    ),
    (
      "pm bill invoice red-letter.csv",
      "pm bill invoice invoices.csv; "
        + file(
          "red-letter.csv", "bill,invoice_no,invoice_kind,invoiced_on,red_letter_of,amount",
          "B0000006,26440000000123456790,ordinary,2026-10-11,26440000000123456789,-232.36")
    ),
    ("pm payment import bill.csv", "cp Samples/statements/wechat-2026-10.csv bill.csv"),
    ("pm export dataset", "mkdir data"), ("pm db", "mkdir backup"),
    ("pm db restore", "pm db backup backup/pm-2026-11-20.db"), ("pm init", "rm pm.db*"),
    ("pm occupancy set", "pm occupancy add room=1-2-0101 customer=K1 role=owner from=2024-06-01"),
    (
      "pm payment review --on",
      "for i in 1 2 3; do pm payment add room=1-1-0101 method=cash amount=150.00 --as-of 2026-11-20 --actor li; done"
    ),
    ("pm payment claim", suspense), ("pm payment receipt", suspense + "; pm payment claim P0000012 --customer Y001"),
    ("pm payment reverse", suspense + "; pm payment claim P0000012 --customer Y001"),
    (
      "pm payment refund",
      "pm payment add customer=K1 method=bank account=建行 reference=Z1 amount=100 --as-of 2026-11-01"
    ),
    ("pm deposit deduct DP0000001 --fee", deposit("1-1-0101")),
    ("pm deposit deduct DP0000001 --bill", deposit("1-1-0102")), ("pm deposit refund", deposit("1-1-0101")),
    ("pm bank batch --again", batch), ("pm bank cancel", batch),
    ("pm bank return abc.txt", batch + "; printf '%-22s%11s%s\\n' 6222020200012345 1214.85 Y > abc.txt"),
    (
      "pm bank return back.txt",
      mandate
        + "; pm bank batch --layout Samples/bank/jinronglian.json --totals t.txt --as-of 2026-11-10 --output back.txt; LC_ALL=C sed -i s/X/Y/ back.txt"
    ),
    ("pm nonconformity done", nonconformity), ("pm nonconformity form", nonconformity),
    ("pm nonconformity verify", "\(nonconformity); \(nonconformity)"),
    (
      "pm nonconformity verify",
      "for number in 1 2; do pm nonconformity done NC-202610-000$number --at '2026-11-10 17:00'; done"
    ),
    ("pm log done", "for i in 1 2; do pm log add subject=x staff=y at='2026-10-19 20:00'; done"),
    (
      "pm notice send",
      "printf '#!/bin/sh\\ncat > /dev/null\\n' > send-sms; chmod +x send-sms; pm notice queue template=x customer=Y001 text=x"
    ),
    (
      "pm notice ack", "for i in 1 2; do pm notice queue template=x customer=Y001 text=$i --at '2026-10-20 09:00'; done"
    ),
    ("pm batch", "echo '{\"words\":[\"version\"]}' > requests.jsonl"),
  ]

  /// Forms to be filled in (`show CODE`, `add code=…`) are no commands yet.
  private static func isForm(_ example: String) -> Bool {
    let words = example.split(separator: " ")
    return example.contains("…")
      || words.count > 3 && ["show", "set"].contains(words[2])
        && words[3].allSatisfy { $0.isUppercase || $0 == "_" || $0 == "," }
  }

  /// The noun, where the example imports a file of it that an export can have written.
  private static func exported(_ words: [Substring]) -> String? {
    guard words.count > 3, words[2] == "import", words[3].hasSuffix(".csv"),
      words[3].hasPrefix(words[1].prefix(4))
    else { return nil }
    return "pm export records \(words[1]) --output \(words[3])"
  }

  @Test("each example of help does something, and ends with 0, or with 1 and findings")
  func all() throws {
    let world = try Workplace()
    defer { world.remove() }
    let today = ["PM_TODAY": "2026-11-25"]
    let made = try world.sh(Self.world, environment: today)
    try #require(made.status == 0, "\(made.messages)")
    let manual = try world.sh("pm help manual").output
    var (isShell, examples) = (false, [String]())
    for line in manual.split(separator: "\n").map(String.init) {
      if line.hasPrefix("```") { isShell.toggle() } else if isShell { examples.append(line) }
    }
    examples = examples.filter { !Self.isForm($0) }
    #expect(examples.count > 350)
    for example in examples {
      let words = example.split(separator: " ")
      // In a pipe the last command is what it is an example of.
      let command = example.split(separator: "|").last.map { $0.drop { $0 == " " } } ?? ""
      var steps = ["true"] + Self.before.filter { command.hasPrefix($0.begins) }.map(\.done)
      if let export = Self.exported(words) { steps.append(export) }
      let place = try Workplace()
      defer { place.remove() }
      let ran = try place.sh(
        """
        cp \(world.path)/pm.db* .
        { \(steps.joined(separator: "\n")); } > before.txt 2>&1
        \(example.replacing(" /backup/", with: " backup/").replacing(" /data/", with: " data/"))
        """, environment: today)
      #expect(ran.status <= 1, "\(example): \(ran.status) \(ran.messages)")
    }
  }
}
