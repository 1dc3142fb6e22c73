// `pm bank cancel`: a batch whose return never comes.
import PMCore
import PMStore

/// `pm bank cancel`: give a batch up, so that its bills may be batched again.
enum BankCancel: Command {
  static let number = Argument("NUMBER", Words("The batch.", zh: "报盘批次。"))

  static let spec = CommandSpec(
    "bank cancel",
    Words("Give up a batch whose return never comes.", zh: "撤销未回盘的托收批次。"),
    arguments: [number], options: [CorrectionOptions.reason],
    examples: [
      "pm bank cancel N0000001 --reason \"the bank never took the file\" --as-of 2026-11-20"
    ],
    notes: [
      Words(
        "Its bills may be batched again. Make sure that the bank collects nothing: a return that comes later is refused.",
        zh: "其账单可再次报盘。请先确认银行不再扣款：此后的回盘将被拒收。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let number = try arguments.require(number)
    let reason = try arguments.require(CorrectionOptions.reason)
    let day = try context.today()
    let zone = try context.databaseZone()
    try context.write { context, database in
      let id = try database.row(of: BankBatch.record, code: number, zone: zone)
      let batch = try database.sentBatch(id).orLost("a batch")
      let name = BankBatch.number.kind.text(id, .standard)
      if batch.isReturned {
        throw Failure.refused(
          "already-returned", Words("\(name) has come back", zh: "\(name) 已回盘"),
          hint: Words(
            "take back what it paid: pm payment reverse NUMBER", zh: "如需冲回收款，请用 pm payment reverse NUMBER"))
      }
      if batch.cancelledOn != nil {
        return context.summary("bank cancel", [("cancelled", 0), ("unchanged", 1)])
      }
      try BankReturn.requireNotBefore(batch, day, name)
      try database.cancel(id, on: day, reason: reason, run: database.entry)
      context.summary("bank cancel", [("cancelled", 1), ("unchanged", 0)])
    }
  }
}
