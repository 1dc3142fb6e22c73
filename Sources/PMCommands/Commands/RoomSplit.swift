// `pm room split`: one room becomes several.
import PMCore
import PMStore

/// `pm room split`: the room ends the day before, those that come of it begin.
enum RoomSplit: Command {
  static let into = Option(
    "into", "A=AREA,B=AREA", Words("The new rooms with their floor areas.", zh: "新房间及其建筑面积。"),
    parse: parts(_:))

  static let spec = CommandSpec(
    "room split",
    Words("Split a room; its arrears stay on it.", zh: "拆分房间；欠费留在原房间。"),
    arguments: [RoomMove.room], options: [into, RoomMove.on] + DayReadings.all,
    examples: [
      "pm room split S-01 --into S-01A=30,S-01B=26.4 --on 2026-11-01 --no-reading --reason '商铺分割'"
    ],
    notes: [
      Words(
        "Charges end and meters are removed the day before; owners go on in the new rooms, which need charges and meters of their own.",
        zh: "收费于前一日终止、仪表拆除；业主沿用，新房间需另设收费与仪表。"),
      Words("The areas add up, or --reason says why not.", zh: "面积之和须与原面积相等，否则须填 --reason。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let parts = try arguments.require(into).map { part in
      (code: try Room.record.newCode(part.code, at: "--into"), area: part.area)
    }
    if Set(parts.map(\.code)).count < parts.count {
      throw Failure.usage("two-rooms", Words("--into: name each room once", zh: "--into：每个房号只填一次"))
    }
    let code = try arguments.require(RoomMove.room)
    try context.end("split", [code], arguments) { ending, rooms in
      let successor = parts.map(\.code).joined(separator: " ")
      guard let room = rooms.first else { return }
      if try ending.hasEnded(room, into: successor) {
        for part in parts {
          try ending.requireSame(
            part.area, of: part.code,
            as: Words("room \(room.code) was split", zh: "房间 \(room.code) 拆分"))
        }
        return ending.editor.leave()
      }
      var sum = Quantity.zero
      for part in parts { sum = try sum.adding(part.area) }
      try ending.checkAreas(sum, room.area, reason: arguments[DayReadings.reason])
      let owners = try ending.owners(of: room)
      try ending.end(room, into: successor)
      for part in parts {
        try ending.begin(part.code, area: part.area, of: room, owners: owners)
      }
    }
  }

  /// `A=30,B=26.4` as rooms; at least two.
  private static func parts(_ text: String) -> [(code: String, area: Quantity)]? {
    var parts: [(code: String, area: Quantity)] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let equals = word.lastIndex(of: "="), equals > word.startIndex,
        let area = Quantity(String(word[word.index(after: equals)...])), area >= .zero
      else { return nil }
      let code = String(word[..<equals])
      if parts.contains(where: { $0.code == code }) { return nil }
      parts.append((code, area))
    }
    return parts.count > 1 ? parts : nil
  }
}
