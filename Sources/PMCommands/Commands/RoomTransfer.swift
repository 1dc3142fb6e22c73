// `pm room transfer`: 过户 — the room has another owner from a day on.
import PMCore
import PMStore

/// `pm room transfer`: the old owner's occupancy ends the day before, the new one's begins.
enum RoomTransfer: Command {
  static let to = Option("to", "CODE", Words("The new owner.", zh: "新业主编号。"))
  static let from = Option(
    "from", "CODE",
    Words("The owner who leaves, where there are several; else all do.", zh: "有多名业主时转让的一方；不填则全部。"))

  static let spec = CommandSpec(
    "room transfer",
    Words("Transfer a room to a new owner (过户).", zh: "办理房间过户。"),
    arguments: [RoomMove.room],
    options: [to, from, RoomMove.on, LeaverMoney.arrears, LeaverMoney.prepayment] + DayReadings.all,
    examples: [
      "pm room transfer 1-2-0101 --to K9 --on 2026-10-16 --readings readings.csv",
      "pm room transfer 1-2-0101 --to K9 --on 2026-10-16 --arrears settle --prepayment carry --no-reading --reason '无表'",
    ],
    notes: [
      Words(
        "Charges go on and follow their payer: from that day they are the new owner's.",
        zh: "收费设置不变，按付款方规则自该日起由新业主承担。"),
      Words(
        "A reading dated the day before bills the usage until then to the old owner; one of the day itself bills it to the new one.",
        zh: "前一日的读数使此前用量计给原业主；当日的读数则计给新业主。"),
      Words(
        "--arrears carry credits what is open of each bill on the room and bills it to the new debtor, due anew; late fees through that day and deposits stay where they are.",
        zh: "--arrears carry 将该房间每张账单的未缴部分红冲后转由新付款人承担，缴费期限重新起算；截至当日的违约金与押金不随转移。"),
      RoomStage.note,
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(to)
    try context.move("transfer", arguments, readingDays: { [$0.adding(-1), $0] }) { move in
      let heir = try move.customer(code)
      move.who = heir
      let last = move.day.adding(-1)
      let owners = try move.database.holders(ofRoom: move.id).filter { $0.role == "owner" }
      if let later = owners.first(where: { $0.from > move.day || $0.from == move.day && $0.customer != heir }) {
        throw Failure.refused(
          "later-owner",
          Words(
            "\(later.code) owns room \(move.code) from \(later.from)",
            zh: "房间 \(move.code) 自 \(later.from) 起归 \(later.code) 所有"))
      }
      let leaving = owners.filter {
        $0.customer != heir && $0.holds(on: last) && (arguments[from].map { $0 } ?? $0.code) == $0.code
      }
      if leaving.isEmpty {
        throw Failure.refused(
          "no-owner",
          Words("nobody owns room \(move.code) the day before", zh: "前一日房间 \(move.code) 没有可转让的业主"),
          hint: Words(
            "a first owner comes with pm room move-in --role owner",
            zh: "首任业主请用 pm room move-in --role owner"))
      }
      for owner in leaving { try move.end(owner, on: last) }
      try move.begin(heir, role: "owner", pays: true)
      for owner in leaving {
        try move.settle(arguments, of: (owner.customer, owner.code), heir: heir)
      }
      if move.editor.hasChanged { try move.warnOfMisbilled(since: move.day) }
    }
  }
}
