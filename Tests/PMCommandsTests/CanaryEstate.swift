// An estate in which every command of pm has something to do, and whose people have known secrets.
import Glibc
import PMCommands
import TestSupport
import Testing

/// Personal values that nobody else has, and the estate that they are put into by import.
enum CanaryEstate {
  static let phones = ["13987654321", "13912348765", "02087651234", "13876549012", "13812340987"]
  static let identity = "440106199001010013"
  static let accounts = ["6222029876543210987", "6222029876543210988", "6222029876543210999"]
  static let taxNumbers = ["91350100M000100Y43"]
  static let mails = ["canary.person@secret.example", "canary.invoice@secret.example"]

  /// What must not be found: each value, and what its mask hides of it.
  static let secrets: [String] =
    phones + [identity] + accounts + taxNumbers + mails + taxNumbers.map { middle($0, 3, 4) }
    + phones.map { middle($0, 3, 4) + last(phone: $0) }
    + [middle(identity, 3, 4)] + accounts.map { middle($0, 4, 4) } + ["canary.person", "canary.invoice"]

  private static func middle(_ text: String, _ head: Int, _ tail: Int) -> String {
    String(text.dropFirst(head).dropLast(tail))
  }
  private static func last(phone: String) -> String { String(phone.suffix(4)) }

  /// The files that are imported in order: the command, and what it reads.
  static let files: [(command: String, text: String)] = [
    (
      "org import",
      "code,kind,name,parent\nCO,company,公司,\nHY,community,花园,CO\nDEP,department,工程部,CO\n"
    ),
    ("late-policy import", "code,daily_rate,grace_days,cap\nLP,0.0005,0,1\n"),
    (
      "fee import",
      """
      code,name,class,tax_rate,priority,late_policy
      WYF,物业费,recurring,0.06,1,LP
      SF,水费,metered,0.03,2,
      GT,公摊,shared,0,3,
      WX,维修,one-off,0,4,
      YJ,押金,deposit,0,5,

      """
    ),
    (
      "tariff import",
      """
      code,fee,valid_from,method,price
      T1,WYF,2020-01-01,fixed,300
      T2,SF,2020-01-01,per_unit,2
      T3,GT,2020-01-01,per_unit,1

      """
    ),
    (
      "room import",
      """
      code,community,building,kind,floor_area,status,delivered_on,owner_code,owner_name,owner_phone,owner_id_number
      A-1,HY,A,residence,100,occupied,2026-01-01,K1,业主甲,13987654321,440106199001010013
      A-2,HY,A,residence,100,vacant,,K2,业主乙,13912348765,
      A-3,HY,A,residence,100,occupied,2026-01-01,K3,业主丙,,
      S-1,HY,S,residence,59,vacant,,K1,业主甲,13987654321,440106199001010013
      M-1,HY,S,residence,30,vacant,,K3,业主丙,,
      M-2,HY,S,residence,29,vacant,,K3,业主丙,,

      """
    ),
    (
      "customer import",
      """
      code,name,phone,phone2,id_number,email,invoice_email,bank_name,bank_account,mandate,tax_id
      K1,业主甲,13987654321,02087651234,440106199001010013,canary.person@secret.example,canary.invoice@secret.example,中国银行,6222029876543210987,HT1,91350100M000100Y43
      K2,业主乙,13912348765,,,,,中国银行,6222029876543210988,HT2,
      T9,租客丁,13700007777,,,,,,,,

      """
    ),
    (
      "charge import",
      """
      room,fee,tariff,from,payer,timing
      A-1,WYF,T1,2026-08-01,owner,advance
      A-2,WYF,T1,2026-08-01,owner,advance
      A-3,WYF,T1,2026-08-01,owner,advance
      A-1,SF,T2,2026-08-01,owner,arrears
      A-1,GT,T3,2026-08-01,owner,arrears
      A-2,GT,T3,2026-08-01,owner,arrears

      """
    ),
    (
      "meter import",
      """
      code,room,scope,fee,installed_on,initial
      MA,A-1,,SF,2026-08-01,0
      MG,,HY,GT,2026-08-01,0
      MX,A-3,,SF,2026-08-01,0

      """
    ),
    (
      "meter read",
      """
      meter,read_on,reading
      MA,2026-08-31,5
      MG,2026-08-31,40
      MA,2026-09-30,9
      MG,2026-09-30,90
      MX,2026-09-30,5000

      """
    ),
    (
      "sla import",
      "kind,category,severity,respond_minutes,finish_minutes,callback_minutes\nrepair,,,60,600,4000\n"
    ),
    (
      "staff import",
      "code,name,roles,phone\nS1,员工甲,clerk,13876549012\n"
    ),
    (
      "ticket import",
      """
      number,kind,category,channel,room,customer,contact,summary,detail,cause,created_at,accepted_at,finished_at,valid
      TI-1,repair,水电,phone,A-1,K1,甲 13987654321,灯坏了请打13987654321,身份证440106199001010013,问13912348765,2026-10-03 09:00,2026-10-03 09:20,2026-10-03 12:00,
      TI-2,complaint,噪音,phone,A-1,K1,,吵，找13876549012,,13987654321楼上,2026-10-03 09:00,,,yes
      TI-3,complaint,噪音,phone,A-1,K1,,吵,,13987654321楼上,2026-10-03 09:30,,,yes
      TI-4,complaint,噪音,phone,A-2,K2,,吵,,13987654321楼上,2026-10-03 10:00,,,yes

      """
    ),
    (
      "callback import",
      "ticket,called_at,method,reached,score,comment,staff\nTI-1,2026-10-04 09:00,phone,yes,5,好 再打13812340987,客服\n"
    ),
    (
      "visit import",
      "assistant,visited_at,room,customer,comment,measure\n甲,2026-10-06 09:00,A-1,K1,找13876549012,回13987654321\n"
    ),
    ("survey import", "code,name,from,to,scope\nMYD,调查,2026-10-01,2026-10-31,HY\n"),
    ("answer import", "survey,room,dimension,score,comment\nMYD,A-1,overall,5,电13987654321\nMYD,A-2,overall,3,\n"),
  ]

  /// What follows the files, a command a line.
  static let commands = """
    meter apportion --period 2026-08
    bill run --period 2026-08 --as-of 2026-08-01
    payment import {}/paid.csv
    bill run --period 2026-09 --as-of 2026-09-01
    bill late --as-of 2026-10-15
    payment import {}/stray.csv --unmatched suspense
    ticket add kind=repair room=A-1 customer=K1 summary=x contact=13987654321 --at 2026-10-05T01:00
    ticket add kind=repair room=A-1 customer=K1 summary=x --at 2026-10-05T02:00
    ticket add kind=repair room=A-1 customer=K1 summary=x --at 2026-10-05T03:00
    ticket add kind=repair room=A-1 customer=K1 summary=x --at 2026-10-05T04:00
    ticket add kind=repair room=A-1 customer=K1 summary=x --at 2026-10-05T05:00
    ticket add kind=repair room=A-1 customer=K1 summary=x --at 2026-10-05T06:00
    ticket add kind=repair room=A-1 customer=K1 summary=x --at 2026-10-05T07:00
    ticket add kind=repair room=A-1 customer=K1 summary=x --at 2026-10-05T08:00
    ticket add kind=repair room=A-1 customer=K1 summary=x --at 2026-10-05T09:00
    ticket dispatch WX-202610-0002 --assignee 甲 --remark 先打13987654321 --at 2026-10-05T10:00
    ticket dispatch WX-202610-0003 --assignee 甲 --at 2026-10-05T10:00
    ticket dispatch WX-202610-0004 --assignee 甲 --at 2026-10-05T10:00
    ticket dispatch WX-202610-0005 --assignee 甲 --at 2026-10-05T10:00
    ticket dispatch WX-202610-0006 --assignee 甲 --at 2026-10-05T10:00
    ticket dispatch WX-202610-0007 --assignee 甲 --at 2026-10-05T10:00
    ticket dispatch WX-202610-0008 --assignee 甲 --at 2026-10-05T10:00
    ticket accept WX-202610-0004 --at 2026-10-05T10:10
    ticket accept WX-202610-0005 --at 2026-10-05T10:10
    ticket accept WX-202610-0006 --at 2026-10-05T10:10
    ticket accept WX-202610-0007 --at 2026-10-05T10:10
    ticket accept WX-202610-0008 --at 2026-10-05T10:10
    ticket suspend WX-202610-0005 --remark x --at 2026-10-05T10:20
    ticket finish WX-202610-0006 --at 2026-10-05T11:00 --cause x --measure y
    ticket finish WX-202610-0007 --at 2026-10-05T11:00 --cause x --measure y
    ticket finish WX-202610-0008 --at 2026-10-05T11:00 --cause x --measure y
    ticket verify WX-202610-0007 --result fail --at 2026-10-05T12:00
    ticket verify WX-202610-0008 --result pass --at 2026-10-05T12:00
    ticket cancel WX-202610-0009 --remark x --at 2026-10-05T12:00
    nonconformity add ticket=TI-2 description=业主13987654321称未修 owner=甲 found_on=2026-10-05 due_on=2026-10-20
    nonconformity add description=y owner=乙 found_on=2026-10-05 due_on=2026-10-20
    nonconformity set NC-202610-0001 root_cause=打错13912348765 correction=b corrective_action=c
    nonconformity set NC-202610-0002 root_cause=a correction=b corrective_action=c
    nonconformity done NC-202610-0002 --at 2026-10-18T09:00
    log add kind=duty subject=回电13987654321 text=证件440106199001010013 at=2026-10-19T20:00 staff=甲 due_on=2026-10-20
    customer set K2 phone=13900008888
    customer set K2 phone=13912348765
    bank batch --layout {}/plain.json --as-of 2026-10-20 --output {}/batch.csv
    """

  /// Makes the estate in `sample`.
  static func fill(_ sample: ExportSample) throws {
    try kept.fill(sample.path, as: "canary") { try make(sample) }
  }

  private static let kept = KeptFolders()

  private static func make(_ sample: ExportSample) throws {
    try sample.done("init")
    for (command, text) in files { try take(sample, command, text) }
    try sample.write(
      "customer,room,paid_on,method,amount,reference\nK1,A-1,2026-09-05,bank,700.00,R1\nK3,A-3,2026-09-06,cash,100.00,R2\n",
      to: "paid.csv")
    try sample.write(
      "paid_on,method,amount,reference,payer_name,payer_account,payer_phone\n2026-10-08,bank,1.00,R9,路人,6222029876543210999,13812340987\n",
      to: "stray.csv")
    try sample.write(
      "customer,room,fee,paid_on,amount,reference\nK1,A-1,YJ,2026-06-30,100.00,OLD3\n", to: "deposits.csv")
    try sample.write(text(of: "Samples/bank/plain.json"), to: "plain.json")
    for line in commands.split(separator: "\n") {
      let ran = sample.pm(words(String(line), sample) + ["--quiet"])
      #expect(ran.status == 0, "\(line): \(ran.messages)")
    }
  }

  private static func take(_ sample: ExportSample, _ command: String, _ text: String) throws {
    try sample.write(text, to: "in.csv")
    let ran = sample.pm(words(command, sample) + [sample.file("in.csv"), "--quiet"])
    #expect(ran.status == 0, "\(command): \(ran.messages)")
  }

  /// The words of a line; `{}` is the folder, and a date and time are written without a blank.
  static func words(_ line: String, _ sample: ExportSample) -> [String] {
    line.split(separator: " ").map { word in
      word.split(separator: "{}", omittingEmptySubsequences: false).joined(separator: sample.path)
    }
  }

  /// A file of the repository.
  private static func text(of path: String) -> String {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    guard let file = fopen(root + "/" + path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
