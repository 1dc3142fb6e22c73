// `pm room merge`: several rooms become one.
import PMCore
import PMStore

/// `pm room merge`: the rooms end the day before, the one that comes of them begins.
enum RoomMerge: Command {
  static let rooms = Argument("ROOM", Words("The rooms, two or more.", zh: "两个或以上房号。"), .oneOrMore)
  static let into = Option("into", "CODE", Words("The new room.", zh: "新房号。"))

  static let spec = CommandSpec(
    "room merge",
    Words("Merge rooms; their arrears stay on them.", zh: "合并房间；欠费留在原房间。"),
    arguments: [rooms], options: [into, RoomMove.on, RoomEnding.area] + DayReadings.all,
    examples: [
      "pm room merge S-01 S-02 --into S-0102 --on 2026-11-01 --readings readings.csv"
    ],
    notes: [
      Words(
        "The rooms must have the same owners: transfer first. Charges and meters end the day before.",
        zh: "各房间业主须相同，否则请先办理过户。收费与仪表于前一日终止。"),
      Words("The floor area is the sum, or --area with --reason.", zh: "建筑面积为合计，或用 --area 并填 --reason。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let into = try Room.record.newCode(arguments.require(into), at: "--into")
    let codes = arguments.all(rooms)
    if codes.count < 2 { throw twoRooms }
    try context.end("merge", codes, arguments) { ending, rooms in
      if Set(rooms.map(\.id)).count < rooms.count { throw twoRooms }
      let known = try rooms.map { try ending.hasEnded($0, into: into) }
      var sum = Quantity.zero
      for room in rooms { sum = try sum.adding(room.area) }
      let area = arguments[RoomEnding.area] ?? sum
      if known.allSatisfy({ $0 }) {
        if arguments.isGiven(RoomEnding.area) {
          try ending.requireSame(
            area, of: into, as: Words("the rooms were merged", zh: "房间合并"))
        }
        return ending.editor.leave()
      }
      if let place = known.firstIndex(of: true) {
        throw Failure.refused(
          "room-ended",
          Words("room \(rooms[place].code) has ended", zh: "房间 \(rooms[place].code) 已终止"))
      }
      guard let first = rooms.first else { return }
      if let other = rooms.first(where: { $0.community != first.community }) {
        throw Failure.refused(
          "other-community",
          Words("room \(other.code) lies in another community", zh: "房间 \(other.code) 属于另一楼盘"))
      }
      try ending.checkAreas(area, sum, reason: arguments[DayReadings.reason])
      let owners = try ending.owners(of: first)
      for room in rooms.dropFirst() {
        let others = try ending.owners(of: room)
        if Set(others.map(\.customer)) != Set(owners.map(\.customer)) {
          throw Failure.refused(
            "owners-differ",
            Words(
              "rooms \(first.code) and \(room.code) have different owners",
              zh: "房间 \(first.code) 与 \(room.code) 的业主不同"),
            hint: Words("transfer one of them first: pm room transfer", zh: "请先办理过户：pm room transfer"))
        }
      }
      for room in rooms { try ending.end(room, into: into) }
      try ending.begin(into, area: area, of: first, owners: owners)
    }
  }

  private static var twoRooms: Failure {
    Failure.usage("two-rooms", Words("name two rooms or more, each once", zh: "请填写两个或以上不同的房号"))
  }
}
