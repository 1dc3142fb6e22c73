// `pm room move-out`: somebody leaves a room; what he owes and what he has prepaid is looked after.
import PMCore
import PMStore

/// `pm room move-out`: the last day of an occupancy.
enum RoomMoveOut: Command {
  static let to = Option(
    "to", "CODE", Words("Who gets arrears or a prepayment that is carried over.", zh: "欠费或预收转给的客户。"))
  static let status = Option(
    "status", choices: ["vacant", "occupied", "let", "delivered"],
    Words(
      "What the room is afterwards; vacant when the last tenant or the owner goes.",
      zh: "此后的房屋状态；最后的租户或业主迁出则为空置。"))

  static let spec = CommandSpec(
    "room move-out",
    Words("Let somebody move out; the day is the last one.", zh: "办理迁出；所填日期为最后一天。"),
    arguments: [RoomMove.room],
    options: [RoomMove.customer, RoomMove.on, LeaverMoney.arrears, LeaverMoney.prepayment, to, status]
      + DayReadings.all,
    examples: [
      "pm room move-out 1-2-0101 --customer K9 --on 2026-10-31 --readings readings.csv --arrears settle",
      "pm room move-out 1-2-0101 --customer K9 --on 2026-10-31 --prepayment carry --to K1",
    ],
    notes: [
      Words(
        "The meters are read on the last day, so that the leaver owes what was used until then.",
        zh: "各表以最后一天的读数为准，此前用量由迁出方承担。"),
      Words(
        "--arrears carry credits what is open of each bill on the room and bills it to the new debtor, due anew; late fees through that day and deposits stay where they are.",
        zh: "--arrears carry 将该房间每张账单的未缴部分红冲后转由新付款人承担，缴费期限重新起算；截至当日的违约金与押金不随转移。"),
      RoomStage.note,
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(RoomMove.customer)
    try context.move("move-out", arguments, readingDays: { [$0] }) { move in
      let customer = try move.customer(code)
      move.who = customer
      let held = try move.database.holders(ofRoom: move.id).filter {
        $0.customer == customer && $0.holds(on: move.day)
      }
      if held.isEmpty {
        throw Failure.refused(
          "not-there",
          Words(
            "\(code) does not hold room \(move.code) on \(move.day)",
            zh: "\(code) 在 \(move.day) 并未持有房间 \(move.code)"))
      }
      for holder in held { try move.end(holder, on: move.day) }
      let status = try arguments[status] ?? move.statusAfter(held.map(\.role))
      if let status {
        _ = try move.setRoom(from: move.day.adding(1), [("status", .text(status))])
      }
      let heir = try arguments[to].map { try move.customer($0) }
      try move.settle(arguments, of: (customer, code), heir: heir)
      if move.editor.hasChanged { try move.warnOfMisbilled(since: move.day.adding(1)) }
    }
  }
}

extension RoomMove {
  /// What the room is once those who held it in `roles` are gone; nil where it stays what it is.
  fileprivate func statusAfter(_ roles: [String]) throws -> String? {
    let next = day.adding(1)
    let lives = try database.holders(ofRoom: id).contains {
      ($0.role == "tenant" || $0.role == "resident") && $0.holds(on: next)
    }
    if lives { return nil }
    if roles.contains("tenant") || roles.contains("owner") { return "vacant" }
    return nil
  }
}
