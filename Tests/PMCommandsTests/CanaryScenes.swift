// What has to happen in `CanaryEstate` for every record to have a row: its generic verbs are then
// called on something.
import Testing

extension CanaryEstate {
  /// What makes rows of some nouns: a command, and what `{}/in.csv` holds for it.
  static let scenes: [(nouns: Set<String>, line: String, file: String)] = [
    (
      ["room-version", "move"], "room move-in A-1 --customer T9 --role tenant --on 2026-10-10 --no-reading --reason x",
      ""
    ),
    (["adjustment"], "bill waive B0000009 --amount 1.00 --reason x --approver wang", ""),
    (["excuse"], "bill excuse --room A-1 --fee SF --period 2026-10 --reason x", ""),
    (
      ["withdrawal", "refund"],
      "payment refund --customer K1 --amount 10.00 --method bank --account 6222029876543210987 --reference T1 --approver wang --as-of 2026-10-20",
      ""
    ),
    (["receipt"], "payment receipt P0000001 --as-of 2026-10-20", ""),
    (
      ["opening-bill"], "bill open {}/in.csv",
      "room,customer,fee,period,from,to,amount,tax,due_on,late_posted,reference\nA-3,K3,WYF,2026-06,2026-06-01,2026-06-30,10.00,0.50,2026-06-30,0,OLD1\n"
    ),
    (
      ["opening-payment"], "payment open {}/in.csv",
      "customer,fee,amount,paid_on,reference\nK3,WYF,10.00,2026-06-30,OLD2\n"
    ),
    (["deposit", "opening-deposit", "deduction"], "deposit open {}/deposits.csv", ""),
    (
      ["deduction"],
      "deposit deduct DP0000001 --fee WX --amount 5.00 --reference DS-1 --reason x --approver wang --as-of 2026-10-20",
      ""
    ),
    (["closing"], "bill close --period 2026-08 --as-of 2026-11-20", ""),
    (["cash-review"], "payment add room=A-2 method=cash amount=5.00 --as-of 2026-10-26 --actor li", ""),
    (
      ["cash-review"],
      "payment review --on 2026-10-26 --cashier li --count 1 --sum 5.00 --actor wang --as-of 2026-10-27", ""
    ),
    (["attachment"], "ticket attach TI-1 {}/in.csv --at 2026-10-06T09:00", "x"),
    (["escalation", "notice"], "ticket escalate --as-of 2026-11-20", ""),
    (
      ["invoice"], "bill invoice {}/in.csv",
      "bill,invoice_no,invoice_kind,invoiced_on\nB0000006,26440000000123456789,ordinary,2026-10-10\n"
    ),
    (["delivery"], "bill notice --room A-2 --as-of 2026-10-20 --delivered door --on 2026-10-20 --by x", ""),
    (["target"], "target import {}/in.csv", "org,year,kpi,value\nHY,2026,collection_rate,0.95\n"),
    (["procedure"], "procedure import {}/in.csv", "kind,name,steps\nrepair,报修,先看现场\n"),
    (["material"], "material import {}/in.csv", "ticket,name,quantity\nTI-1,灯泡,1\n"),
    (["category"], "category import {}/in.csv", "code,name\nSD,水电\n"),
    (["calendar", "calendar-day"], "calendar import {}/in.csv", "code,name,monday\nBG,办公,09:00-18:00\n"),
    (["calendar-day"], "calendar-day import {}/in.csv", "calendar,date,kind\nBG,2026-10-01,holiday\n"),
    (["activity"], "activity import {}/in.csv", "code,name,org\nHD1,义诊,HY\n"),
  ]

  /// Plays the scenes of a noun.
  static func play(_ noun: String, in sample: ExportSample) throws {
    for scene in scenes where scene.nouns.contains(noun) { try play(scene.line, scene.file, in: sample) }
  }

  /// Plays all scenes, each once; at last closes the periods.
  static func playAll(in sample: ExportSample) throws {
    let closing = scenes.filter { $0.nouns == ["closing"] }
    for scene in scenes where scene.nouns != ["closing"] { try play(scene.line, scene.file, in: sample) }
    for month in ["2026-06", "2026-07"] { try play("bill close --period \(month) --as-of 2026-11-20", "", in: sample) }
    for scene in closing { try play(scene.line, scene.file, in: sample) }
  }

  private static func play(_ line: String, _ file: String, in sample: ExportSample) throws {
    if !file.isEmpty { try sample.write(file, to: "in.csv") }
    let ran = sample.pm(words(line, sample))
    #expect(ran.status == 0, "\(line): \(ran.messages)")
  }
}
