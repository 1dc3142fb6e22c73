// How each command of pm is called with success in `CanaryEstate`: a new command gets its line here.
import Testing

/// A command line that succeeds in the estate of the canaries.
struct Invocation: CustomTestStringConvertible {
  /// The noun and verb.
  let command: String
  /// What follows them; `{}` is the folder.
  let words: String
  /// What `{}/in.csv` holds.
  let file: String
  /// What is run before.
  let before: String

  var testDescription: String { "pm \(command) \(words)" }

  private init(_ command: String, _ words: String = "", file: String = "", before: String = "") {
    self.command = command
    self.words = words
    self.file = file
    self.before = before
  }

  /// The commands of their own; the generic verbs are called by `CanaryTests` without being asked.
  static let all: [Invocation] = [
    Invocation("customer statement", "K1 --from 2026-08-01 --to 2026-10-31"),
    Invocation("room handover", "A-2 --on 2026-10-10 --no-reading --reason x"),
    Invocation("room move-in", "A-1 --customer T9 --role tenant --on 2026-10-10 --no-reading --reason x"),
    Invocation("room move-out", "A-1 --customer K1 --on 2026-11-10 --no-reading --reason x"),
    Invocation("room transfer", "A-1 --to T9 --on 2026-11-10 --no-reading --reason x"),
    Invocation("room split", "S-1 --into S-1A=30,S-1B=29 --on 2026-11-01"),
    Invocation("room merge", "M-1 M-2 --into M-9 --on 2026-11-01"),
    Invocation("room set", "A-1 note=x"),
    Invocation("ticket add", "kind=repair room=A-1 customer=K1 summary=x contact=13987654321 --at 2026-10-06T09:00"),
    Invocation("ticket dispatch", "WX-202610-0001 --assignee x --at 2026-10-06T09:00"),
    Invocation("ticket accept", "WX-202610-0002 --at 2026-10-06T09:00"),
    Invocation("ticket refuse", "WX-202610-0003 --remark x --at 2026-10-06T09:00"),
    Invocation("ticket suspend", "WX-202610-0004 --remark x --at 2026-10-06T09:00"),
    Invocation("ticket resume", "WX-202610-0005 --at 2026-10-06T09:00"),
    Invocation("ticket finish", "WX-202610-0004 --cause x --measure y --at 2026-10-06T09:00"),
    Invocation("ticket verify", "WX-202610-0006 --result pass --at 2026-10-06T09:00"),
    Invocation("ticket rework", "WX-202610-0007 --at 2026-10-06T09:00 --remark x"),
    Invocation("ticket close", "WX-202610-0008 --at 2026-10-06T09:00"),
    Invocation("ticket reopen", "WX-202610-0009 --at 2026-10-06T09:00 --remark x"),
    Invocation("ticket cancel", "WX-202610-0001 --remark x --at 2026-10-06T09:00"),
    Invocation("ticket invalidate", "TI-2 --remark x --at 2026-10-06T09:00"),
    Invocation("ticket due", "--as-of 2026-11-20"),
    Invocation("ticket escalate", "--as-of 2026-11-20"),
    Invocation("ticket clusters", "--from 2026-10-01 --to 2026-10-31"),
    Invocation("ticket attach", "TI-1 {}/in.csv --at 2026-10-06T09:00", file: "x"),
    Invocation("ticket form", "TI-1 --form intake"),
    Invocation("callback due", "--as-of 2026-11-20"),
    Invocation("meter read", "{}/in.csv", file: "meter,read_on,reading\nMA,2026-10-31,12\n"),
    Invocation("meter apportion", "--period 2026-09"),
    Invocation("meter replace", "MX --new MX2 --on 2026-10-16 --final 5001 --initial 0"),
    Invocation("meter check"),
    Invocation("meter confirm", "MX 2026-09-30 --reason x"),
    Invocation("bill run", "--period 2026-10 --as-of 2026-10-01"),
    Invocation("bill explain", "B0000003"),
    Invocation("bill late", "--as-of 2026-11-20"),
    Invocation("bill waive", "B0000009 --amount 1.00 --reason x --approver wang"),
    Invocation("bill write-off", "B0000010 --reason x --approver wang"),
    Invocation("bill void", "B0000010 --reason x --as-of 2026-09-30"),
    Invocation("bill adjust", "B0000006 --reason x --as-of 2026-10-10"),
    Invocation("bill excuse", "--room A-1 --fee SF --period 2026-10 --reason x"),
    Invocation("bill close", "--period 2026-08 --as-of 2026-11-20"),
    Invocation("bill reopen", "--period 2026-08 --reason x", before: "bill close --period 2026-08 --as-of 2026-11-20"),
    Invocation(
      "bill open", "{}/in.csv",
      file:
        "room,customer,fee,period,from,to,amount,tax,due_on,late_posted,reference\nA-3,K3,WYF,2026-06,2026-06-01,2026-06-30,10.00,0.50,2026-06-30,0,OLD1\n"
    ),
    Invocation("bill notice", "--room A-2 --as-of 2026-10-20"),
    Invocation("report kpi", "--from 2026-10-01 --to 2026-10-31"),
    Invocation("report tickets", "--from 2026-10-01 --to 2026-10-31"),
    Invocation("report focus", "--from 2026-10-01 --to 2026-10-31"),
    Invocation("report pivot", "--rows category --cols kind --from 2026-10-01 --to 2026-10-31"),
    Invocation("report satisfaction", "--from 2026-10-01 --to 2026-10-31"),
    Invocation("report survey", "MYD"),
    Invocation("report workload", "--period 2026-10"),
    Invocation("report awards", "--year 2026"),
    Invocation("report arrears", "--as-of 2026-11-20"),
    Invocation("report rollforward", "--period 2026-09"),
    Invocation("report usage", "--period 2026-09"),
    Invocation("report aging", "--as-of 2026-11-20"),
    Invocation("report collection", "--period 2026-09"),
    Invocation("report cash", "--period 2026-09"),
    Invocation("report revenue", "--period 2026-09"),
    Invocation("report prepayment"),
    Invocation("report occupancy"),
    Invocation("export records", "customer"),
    Invocation("export ledger", "--for hledger"),
    Invocation(
      "payment import", "{}/in.csv",
      file: "customer,room,paid_on,method,amount,reference\nK2,A-2,2026-10-05,bank,5.00,R77\n"),
    Invocation("payment offset", "--as-of 2026-10-20"),
    Invocation("payment reverse", "P0000002 --reason x"),
    Invocation(
      "payment refund",
      "--customer K1 --amount 10.00 --method bank --account 6222029876543210987 --reference T1 --approver wang --as-of 2026-10-20"
    ),
    Invocation("payment receipt", "P0000001 --as-of 2026-10-20"),
    Invocation(
      "payment open", "{}/in.csv", file: "customer,fee,amount,paid_on,reference\nK3,WYF,10.00,2026-06-30,OLD2\n"),
    Invocation("bank batch", "--again N0000001 --output {}/again.csv"),
    Invocation(
      "bank return", "{}/in.csv --batch N0000001 --as-of 2026-10-23",
      file:
        "1,6222029876543210987,300.00,done,2026-10-22\n2,6222029876543210987,0.75,done,2026-10-22\n3,6222029876543210987,2.25,done,2026-10-22\n4,6222029876543210988,20.00,insufficient,2026-10-22\n5,6222029876543210988,300.00,account,2026-10-22\n6,6222029876543210988,300.00,done,2026-10-22\n7,6222029876543210988,6.75,done,2026-10-22\n8,6222029876543210988,2.25,done,2026-10-22\ntotal,8,932.00\n"
    ),
    Invocation("occupancy set", "A-1,K1,owner, pays=no"),
    Invocation("setting list"),
    Invocation("setting set", "title=x"),
    Invocation("nonconformity add", "description=x owner=y found_on=2026-10-06"),
    Invocation("nonconformity done", "NC-202610-0001 --at 2026-10-20T09:00"),
    Invocation("nonconformity verify", "NC-202610-0002 --effective yes --by S1 --at 2026-10-21T09:00"),
    Invocation("nonconformity form", "NC-202610-0001"),
    Invocation("log add", "kind=duty subject=x at=2026-10-19T20:00 staff=y"),
    Invocation("log due", "--as-of 2026-11-20"),
    Invocation("log done", "RZ-202610-0001 --result x --at 2026-10-21T09:00"),
    Invocation("log handover", "--from 甲 --to 乙 --at 2026-10-20T09:00"),
    Invocation("init", "--db {}/other.db"),
    Invocation("db check"),
    Invocation("db backup", "{}/copy.db"),
    Invocation("db info"),
    Invocation("db migrate"),
    Invocation("db restore", "{}/master.db --yes"),
    Invocation("audit list"),
    Invocation("audit show", "customer K1"),
    Invocation("audit verify"),
    Invocation("audit head"),
    Invocation("schema", "customer"),
    Invocation("staff rights"),
    Invocation("version"),
    Invocation("completion", "bash"),
    Invocation("payment add", "room=A-3 method=cash amount=5.00 --as-of 2026-10-20"),
    Invocation("payment claim", "P0000003 --customer K3 --as-of 2026-10-20"),
    Invocation("payment review"),
    Invocation("report dashboard", "--period 2026-10 --as-of 2026-11-20"),
    Invocation("bank cancel", "N0000001 --reason x --as-of 2026-10-25"),
    Invocation("export dataset", "{}/set"),
    Invocation(
      "bill invoice", "{}/in.csv",
      file: "bill,invoice_no,invoice_kind,invoiced_on,amount\nB0000006,26440000000123456789,ordinary,2026-10-10,\n"),
    Invocation("export invoice-requests", "--period 2026-09"),
    Invocation(
      "deposit take",
      "--room A-1 --fee YJ --amount 50.00 --method bank --account 建行 --reference YJ-1 --as-of 2026-10-20"),
    Invocation(
      "deposit open", "{}/in.csv",
      file: "customer,room,fee,paid_on,amount,reference\nK1,A-1,YJ,2026-06-30,100.00,OLD4\n"),
    Invocation(
      "deposit deduct",
      "DP0000001 --fee WX --amount 5.00 --reference DS-1 --reason x --approver wang --as-of 2026-10-20",
      before: "deposit open {}/deposits.csv"),
    Invocation(
      "deposit refund",
      "DP0000001 --receipt OLD3 --method bank --payee-account 6222029876543210987 --reference T2 --approver wang --as-of 2026-10-20",
      before: "deposit open {}/deposits.csv"),
    Invocation("report deposits", "--as-of 2026-11-20", before: "deposit open {}/deposits.csv"),
    Invocation("notice queue", "template=visit customer=K1 text=x13987654321"),
    Invocation("notice ack", "N0000001", before: "notice queue template=visit customer=K1 text=x"),
    Invocation("notice send", "--via /bin/true", before: "notice queue template=visit customer=K1 text=x"),
    Invocation("batch", file: #"{"words":["customer","show","K1"]}"#),
  ]
}
