// `pm bill write-off`: give up what is open on a bill.
import PMCore
import PMStore

/// `pm bill write-off`: the rest of a bill is a bad debt.
enum BillWriteOff: Command {
  static let spec = CommandSpec(
    "bill write-off",
    Words("Give up what is open on a bill as a bad debt.", zh: "将账单未缴余额核销为坏账。"),
    arguments: [CorrectionOptions.number],
    options: [CorrectionOptions.reason, CorrectionOptions.approver],
    examples: [
      "pm bill write-off B0000012 --reason \"company dissolved\" --approver wang --as-of 2026-11-20"
    ],
    notes: [
      Words(
        "No late fee runs on it from that day on. A payment that finds nothing else open takes back what it pays.",
        zh: "自核销之日起不再计违约金。此后的收款在无其他未缴账单时冲回相应坏账。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.lower(.writeOff, by: nil, arguments, counted: "written off")
  }
}
