// What every command shows to people who are kept to a part: nothing of what lies elsewhere.
import Glibc
import PMCommands
import PMCore
import PMFormat
import Testing

/// The estate of the canaries, to which a centre of another company has been added: all its codes
/// begin with ZQ, and all its texts hold 龘. Nobody who is kept to HY has anything to do there.
@Suite struct FenceReachTests {
  private static let elsewhere: [(command: String, text: String)] = [
    (
      "org import",
      """
      code,kind,name,parent
      ZQC,company,龘公司,
      ZQS,centre,龘中心,ZQC
      ZQH,community,龘园,ZQS
      ZQD,department,龘部,ZQS

      """
    ),
    (
      "room import",
      """
      code,community,building,kind,floor_area,status,delivered_on,owner_code,owner_name,note
      ZQ-1,ZQH,Z,residence,100,occupied,2026-01-01,ZQK1,龘甲,龘
      ZQ-2,ZQH,Z,residence,100,occupied,2026-01-01,ZQK2,龘乙,龘

      """
    ),
    (
      "customer import",
      """
      code,name,tags,bank_name,bank_account,mandate
      ZQK1,龘甲,龘,龘行,6222029876543210111,龘HT
      ZQK2,龘乙,龘,,,

      """
    ),
    (
      "charge import",
      """
      room,fee,tariff,from,payer,timing
      ZQ-1,WYF,T1,2026-08-01,owner,advance
      ZQ-2,WYF,T1,2026-08-01,owner,advance
      ZQ-1,SF,T2,2026-08-01,owner,arrears
      ZQ-1,GT,T3,2026-08-01,owner,arrears

      """
    ),
    (
      "meter import",
      """
      code,room,scope,fee,installed_on,initial
      ZQM,ZQ-1,,SF,2026-08-01,0
      ZQG,,ZQH,GT,2026-08-01,0

      """
    ),
    (
      "meter read",
      """
      meter,read_on,reading,note
      ZQM,2026-08-31,5,龘
      ZQG,2026-08-31,40,龘
      ZQM,2026-09-30,5000,龘
      ZQG,2026-09-30,90,龘

      """
    ),
    (
      "ticket import",
      """
      number,kind,category,channel,room,customer,contact,summary,cause,department,assignee,created_at,accepted_at,finished_at,valid
      ZQT1,repair,龘类,phone,ZQ-1,ZQK1,龘,龘灯,龘因,龘部,龘工,2026-10-03 09:00,2026-10-03 09:20,2026-10-03 12:00,yes
      ZQT2,complaint,龘类,phone,ZQ-2,ZQK2,龘,龘吵,龘因,龘部,龘工,2026-10-03 09:00,,,yes
      ZQT3,complaint,龘类,phone,ZQ-1,ZQK1,龘,龘吵,龘因,龘部,龘工,2026-10-03 09:30,,,yes

      """
    ),
    (
      "callback import",
      """
      ticket,called_at,method,reached,score,comment,staff
      ZQT1,2026-10-04 09:00,phone,yes,5,龘,龘工

      """
    ),
    (
      "visit import",
      """
      assistant,visited_at,room,customer,comment,measure
      龘工,2026-10-06 09:00,ZQ-1,ZQK1,龘,龘

      """
    ),
    (
      "survey import",
      """
      code,name,from,to,scope
      ZQY,龘调查,2026-10-01,2026-10-31,ZQH

      """
    ),
    (
      "answer import",
      """
      survey,room,dimension,score,comment
      ZQY,ZQ-1,overall,5,龘

      """
    ),
    (
      "activity import",
      """
      code,name,org
      ZQA,龘义诊,ZQH

      """
    ),
    (
      "target import",
      """
      org,year,kpi,value
      ZQH,2026,collection_rate,0.95

      """
    ),
    ("meter apportion --period 2026-08", ""),
    ("bill run --period 2026-08 --as-of 2026-08-01", ""),
    ("bill run --period 2026-09 --as-of 2026-09-01", ""),
    (
      "payment import",
      """
      customer,room,paid_on,method,amount,reference
      ZQK1,ZQ-1,2026-09-05,bank,700.00,ZQR1
      ZQK2,ZQ-2,2026-09-06,cash,100.00,ZQR2

      """
    ),
    ("bill late --as-of 2026-10-15", ""),
    (
      "payment import --unmatched suspense",
      """
      company,paid_on,method,amount,reference,payer_name
      ZQC,2026-10-08,bank,1.00,ZQR9,龘路人

      """
    ),
    ("payment add room=ZQ-2 method=cash amount=5.00 --as-of 2026-10-26 --actor 龘收", ""),
    ("payment receipt P0000004 --as-of 2026-10-20", ""),
    ("deposit open {}/far.csv", ""),
    ("ticket add kind=repair room=ZQ-1 customer=ZQK1 summary=龘 --at 2026-10-05T01:00", ""),
    ("ticket escalate --as-of 2026-11-20", ""),
    ("nonconformity add description=龘 owner=龘工 department=龘部 found_on=2026-10-05 due_on=2026-10-20", ""),
    ("log add kind=duty subject=龘 text=龘 at=2026-10-19T20:00 staff=龘工 due_on=2026-10-20", ""),
    ("notice queue template=龘 customer=ZQK1 text=龘", ""),
    ("bank batch --layout {}/plain.json --as-of 2026-10-21 --output {}/zq.csv", ""),
    (
      "staff import",
      """
      code,name,login,roles,scope,department
      S8,总,boss,admin,,
      S9,内员,li,admin manager clerk cashier service,HY,
      ZQ9,龘工,qian,clerk,ZQH,ZQD
      S7,内分析,sun,analyst,HY,

      """
    ),
  ]

  private let sample: ExportSample

  init() throws {
    sample = ExportSample()
    try CanaryEstate.fill(sample)
    try sample.write(
      "customer,room,fee,paid_on,amount,reference\nZQK1,ZQ-1,YJ,2026-06-30,100.00,ZQOLD\n", to: "far.csv")
    for (command, text) in Self.elsewhere {
      if !text.isEmpty { try sample.write(text, to: "in.csv") }
      let ran = sample.pm(
        CanaryEstate.words(command, sample) + (text.isEmpty ? [] : [sample.file("in.csv")]) + ["--quiet"])
      #expect(ran.status == 0, "\(command): \(ran.messages)")
    }
    for name in ["far.csv", "zq.csv", "batch.csv"] { unlink(sample.file(name)) }
    #expect(pm(["db", "backup", sample.file("master.db")], as: "boss").status == 0)
  }

  private func pm(_ words: [String], as user: String, input: String = "") -> Ran {
    let output = MemoryDestination()
    let messages = MemoryDestination()
    let status = runCommandLine(
      words, registry: .pm, environment: Environment(["PM_DB": sample.file("pm.db"), "USER": user]),
      input: .sent(Array(input.utf8)), output: .memory(output), messages: .memory(messages))
    return Ran(status: status, output: output.text, messages: messages.text)
  }

  /// What a command line says, and writes into files.
  private func reach(_ line: String, _ words: [String], as user: String, input: String = "") throws -> (
    status: Int32, all: String
  ) {
    let ran = pm(words, as: user, input: input)
    #expect(ran.status < 128 && ran.status != 70, "\(line): \(ran.status) \(ran.messages)")
    var all = ran.output + ran.messages
    for name in try sample.takeFiles() { all += name.text }
    return (ran.status, all)
  }

  private static func marks(in text: String) -> Bool { text.contains("ZQ") || text.contains("龘") }

  @Test("no command shows a word of elsewhere", arguments: ["li", "sun"])
  func commands(user: String) throws {
    let specs = Registry.pm.groups.filter { !$0.isHidden }.flatMap { $0.commands() }.map(\.spec)
    var done = 0
    var seen = 0
    for invocation in Invocation.all {
      let spec = try #require(specs.first { $0.name == invocation.command })
      let words =
        invocation.command.split(separator: " ").map(String.init) + CanaryEstate.words(invocation.words, sample)
      for who in spec.changes ? [user] : [user, "boss"] {
        if !invocation.file.isEmpty { try sample.write(invocation.file, to: "in.csv") }
        if !invocation.before.isEmpty { _ = pm(CanaryEstate.words(invocation.before, sample), as: "boss") }
        let (status, all) = try reach(invocation.testDescription, words, as: who, input: invocation.file)
        if who == user {
          #expect(!Self.marks(in: all), "\(who): \(invocation): \(all)")
          if status < 2 { done += 1 }
        } else if Self.marks(in: all) {
          seen += 1
        }
        if spec.changes || !invocation.before.isEmpty { try sample.restore() }
      }
    }
    // What is refused shows nothing, and what there is none of: both would prove little.
    #expect(done >= (user == "li" ? 80 : 30), "\(done) of \(Invocation.all.count) were allowed")
    #expect(seen >= 18, "\(seen) would show what lies elsewhere")
  }

  @Test("no record is listed or exported with a word of elsewhere", arguments: ["li", "sun"])
  func records(user: String) throws {
    var seen = 0
    for record in Records.all {
      for words in [[record.name, "list", "--columns", "*"], ["export", "records", record.name]] {
        let all = try reach(record.name, words, as: user).all
        #expect(!Self.marks(in: all), "\(words): \(all)")
        if Self.marks(in: try reach(record.name, words, as: "boss").all) { seen += 1 }
      }
    }
    #expect(seen >= 50, "\(seen) would show what lies elsewhere")
  }
}
