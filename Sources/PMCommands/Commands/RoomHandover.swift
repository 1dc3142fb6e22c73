// `pm room handover`: 入伙 — the room is handed to its owner.
import PMCore
import PMStore

/// `pm room handover`: the day from which the room counts as delivered.
enum RoomHandover: Command {
  static let spec = CommandSpec(
    "room handover",
    Words("Hand a room over to its owner (入伙).", zh: "办理房间入伙（交付）。"),
    arguments: [RoomMove.room], options: [RoomMove.on] + DayReadings.all,
    examples: [
      "pm room handover 1-2-0101 --on 2026-10-16 --readings readings.csv",
      "pm room handover 1-2-0101 --on 2026-10-16 --no-reading --reason '表未装'",
    ],
    notes: [
      Words(
        "The room gets delivered_on, and the status delivered where it was unsold or sold.",
        zh: "写入交付日期；原为未售或已售的，状态改为已交房。"),
      Words(
        "A reading dated the day before bills the usage until then to whoever held the room.",
        zh: "前一日的读数使此前用量计给原持有人。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.move("handover", arguments, readingDays: { [$0.adding(-1), $0] }) { move in
      let stored = try move.database.scalar(
        "SELECT delivered_on FROM room WHERE id = ?1", [.integer(move.id)])
      if let stored, stored != Int64(move.day.number) {
        let day = Day(number: Int32(truncatingIfNeeded: stored))
        throw Failure.refused(
          "delivered-before",
          Words("room \(move.code) was handed over on \(day)", zh: "房间 \(move.code) 已于 \(day) 交付"),
          hint: Words(
            "correct a wrong date with pm room set \(move.code) delivered_on=\(move.day)",
            zh: "日期有误请用 pm room set \(move.code) delivered_on=\(move.day) 更正"))
      }
      try move.editor.update(
        Room.record, row: move.id, [("delivered_on", .day(move.day))])
      if move.status == "unsold" || move.status == "sold" {
        _ = try move.setRoom(from: move.day, [("status", "delivered")])
      }
    }
  }
}
