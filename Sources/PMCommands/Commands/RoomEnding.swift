// What split and merge do to the rooms that end: charges, meters and occupancies end with them.
import PMCore
import PMStore

/// A room that ends, with what its successors take over.
struct EndingRoom {
  let id: Int64
  let code: String
  let community: Int64?
  let area: Quantity
  let endedOn: Day?
  let successor: String?
  /// Columns that the rooms that come of it take over.
  let inherited: [(String, SQLValue)]
  let isDelivered: Bool
}

/// Ends rooms and makes those that come of them, in one transaction.
struct RoomEnding {
  static let area = Option(
    "area", "M2", Words("The floor area, where it is not the sum.", zh: "建筑面积（与合计不同时填写）。"),
    parse: Quantity.init(_:))
  private static let inherited = ["building", "unit", "floor", "kind", "finish", "status"]

  let database: Database
  let editor: RowEditor
  /// The first day of the new rooms.
  let day: Day
  var warnings: [Words] = []
  /// The rooms that come of it.
  private(set) var begun: [(id: Int64, code: String)] = []
  var last: Day { day.adding(-1) }

  /// The room with this code, ended or not.
  func room(_ code: String) throws -> EndingRoom {
    let id = try database.row(of: Room.record, code: code, zone: .standard)
    let columns = Self.inherited.map { "\"\($0)\"" }.joined(separator: ", ")
    let found = try database.first(
      """
      SELECT code, community_id, floor_area, ended_on, successor,
             delivered_on IS NOT NULL OR status NOT IN ('unsold', 'sold'), \(columns)
        FROM room
       WHERE id = ?1
      """, [.integer(id)]
    ) { row in
      EndingRoom(
        id: id, code: row.string(0), community: row.optionalInt64(1),
        area: Quantity(units: row.optionalInt64(2) ?? 0),
        endedOn: row.optionalDay(3),
        successor: row.optionalString(4),
        inherited: Self.inherited.enumerated().map { ($1, row.value($0 + 6)) },
        isDelivered: row.flag(5))
    }
    guard let found else { throw Failure.fault("a room went away") }
    return found
  }

  /// Whether the room has ended just so before; one that ended otherwise is refused.
  func hasEnded(_ room: EndingRoom, into successor: String) throws -> Bool {
    guard let ended = room.endedOn else { return false }
    if ended == last, room.successor == successor { return true }
    throw Failure.refused(
      "room-ended", Words("room \(room.code) ended on \(ended)", zh: "房间 \(room.code) 已于 \(ended) 终止"),
      hint: Words("it became \(room.successor ?? "")", zh: "后续房间：\(room.successor ?? "")"))
  }

  /// Refuses another area than that with which the room came of it before.
  func requireSame(_ area: Quantity, of code: String, as verb: Words) throws {
    let id = try database.row(of: Room.record, code: code, zone: .standard)
    let before = Quantity(
      units: try database.scalar(
        """
        SELECT COALESCE(
          (SELECT floor_area FROM room_version WHERE room_id = ?1 AND "from" <= ?2
            ORDER BY "from" DESC LIMIT 1),
          (SELECT floor_area FROM room WHERE id = ?1))
        """, [.integer(id), .day(day)]) ?? 0)
    if before == area { return }
    throw Failure.refused(
      "done-otherwise",
      Words(
        "\(verb.en) with \(code)=\(before), not \(area)",
        zh: "\(verb.zh)时为 \(code)=\(before)，而非 \(area)"),
      hint: Words(
        "correct the area: pm room set \(code) floor_area=\(area)",
        zh: "如需更正面积：pm room set \(code) floor_area=\(area)"))
  }

  /// Ends the room with its charges, meters and occupancies; arrears stay where they are.
  func end(_ room: EndingRoom, into successor: String) throws {
    let number = SQLValue.day(last)
    for (record, column) in [(Charge.record, "to"), (Occupancy.record, "to")] {
      let rows = try database.rows(
        """
        SELECT id FROM \(record.table)
         WHERE room_id = ?1 AND "from" <= ?2 AND ("to" IS NULL OR "to" > ?2)
         ORDER BY key
        """, [.integer(room.id), number]
      ) { $0.int64(0) }
      for row in rows { try editor.update(record, row: row, [(column, number)]) }
    }
    let meters = try database.rows(
      "SELECT id FROM meter WHERE room_id = ?1 AND installed_on <= ?2 AND removed_on IS NULL ORDER BY key",
      [.integer(room.id), number]
    ) { $0.int64(0) }
    for meter in meters {
      try database.requireUnread(meter, after: last)
      try editor.update(Meter.record, row: meter, [("removed_on", number)])
    }
    try editor.update(
      Room.record, row: room.id, [("ended_on", number), ("successor", .text(successor))])
  }

  /// Makes a room that comes of `origin`, held by `owners` from its first day.
  mutating func begin(_ code: String, area: Quantity, of origin: EndingRoom, owners: [RoomHolder]) throws {
    if try database.scalar("SELECT 1 FROM room WHERE key = ?1", [.text(NaturalKey.of(code))]) != nil {
      throw Failure.refused("exists", Words("room \"\(code)\" exists already", zh: "房间“\(code)”已存在"))
    }
    let first = SQLValue.day(day)
    let id = try editor.insert(
      Room.record,
      [
        ("code", .text(code)), ("community", SQLValue(origin.community)),
        ("floor_area", .quantity(area)), ("delivered_on", origin.isDelivered ? first : .null),
      ] + origin.inherited)
    begun.append((id, code))
    for owner in owners {
      try editor.insert(
        Occupancy.record,
        [
          ("room", .integer(id)), ("customer", .integer(owner.customer)), ("role", "owner"),
          ("from", first), ("pays", .flag(owner.pays)),
        ])
    }
  }

  /// Warns of fees that the old rooms had by charges of their own and that a new one has not.
  mutating func warnOfMissingCharges(_ fees: [EndedFee]) throws {
    if fees.isEmpty || begun.isEmpty { return }
    let tree = try database.orgTree()
    let charged = try begun.map { try database.feesCharged(on: $0.id, from: day, tree) }
    for fee in fees {
      let without = zip(begun, charged).filter { !$1.contains(fee.id) }.map(\.0.code)
      guard let first = without.first else { continue }
      let remedy = "pm charge add room=\(first) fee=\(fee.code) from=\(day) tariff=…"
      warnings.append(
        Words(
          "\(fee.code), charged on room \(fee.room), is not charged on \(without.joined(separator: ", ")) yet: \(remedy)",
          zh: "房间 \(fee.room) 原收 \(fee.code)，\(without.joined(separator: "、")) 尚未设置：\(remedy)"))
    }
  }

  /// The owners of the room on its last day, by customer.
  func owners(of room: EndingRoom) throws -> [RoomHolder] {
    try database.holders(ofRoom: room.id).filter { $0.role == "owner" && $0.holds(on: last) }
  }

  /// Others who live there on the last day and must move into one of the new rooms.
  func others(in room: EndingRoom) throws -> [RoomHolder] {
    try database.holders(ofRoom: room.id).filter { $0.role != "owner" && $0.holds(on: last) }
  }

  /// Refuses areas that do not add up; where a reason is given, which may be one for something else,
  /// warns of them.
  mutating func checkAreas(_ parts: Quantity, _ whole: Quantity, reason: String?) throws {
    if parts == whole { return }
    let words = Words(
      "the areas differ: \(parts) m² of \(whole) m²", zh: "面积不符：\(parts) m²，应为 \(whole) m²")
    if reason?.isEmpty == false { return warnings.append(words) }
    throw Failure.refused(
      "areas-differ", words,
      hint: Words("say why with --reason TEXT", zh: "请用 --reason TEXT 说明原因"))
  }
}

extension Context {
  /// Runs a split or merge as one transaction.
  mutating func end(
    _ verb: String, _ codes: [String], _ arguments: Arguments,
    _ body: (inout RoomEnding, [EndingRoom]) throws -> Void
  ) throws {
    let day = try arguments.require(RoomMove.on)
    for code in codes {
      _ = try openForReading().row(of: Room.record, code: code, zone: .standard)
    }
    let readings = try DayReadings(arguments, &self)
    try write { context, database in
      let editor = try RowEditor(database, entry: database.entry)
      var ending = RoomEnding(database: database, editor: editor, day: day)
      let rooms = try codes.map { try ending.room($0) }
      var read = 0
      for (place, room) in rooms.enumerated() where room.endedOn == nil {
        if place == 0 {
          read = try readings.take(
            &context, database, room: (room.id, room.code), on: [ending.last])
        } else {
          try readings.require(database, room: (room.id, room.code), on: [ending.last])
        }
      }
      let fees = try database.ownFees(
        ofRooms: rooms.filter { $0.endedOn == nil }.map(\.id), after: ending.last)
      try body(&ending, rooms)
      try ending.warnOfMissingCharges(fees)
      for warning in ending.warnings { context.warn(warning) }
      context.hasChanged = editor.hasChanged || read > 0
      if editor.hasChanged {
        for room in rooms {
          try database.keepMove(
            verb, room: room.id, customer: nil, on: day, reason: arguments[DayReadings.reason],
            run: database.entry)
          try database.closings().requireOpen(on: day, for: room.community)
          let owed = try database.owed(onRoom: room.id)
          if owed != .zero {
            context.note(
              Words("\(owed) is still owed on room \(room.code)", zh: "房间 \(room.code) 尚有欠费 \(owed)"))
          }
          for warning in try database.madeBefore(room: room.id, from: day) { context.warn(warning) }
          for other in try ending.others(in: room) {
            context.note(
              Words(
                "\(other.code) (\(other.role)) held room \(room.code): pm room move-in",
                zh: "\(other.code)（\(other.role)）原住房间 \(room.code)：请办理 pm room move-in"))
          }
        }
      }
      context.summary(
        verb,
        [
          ("created", editor.created), ("updated", editor.updated), ("unchanged", editor.unchanged),
          ("readings", read),
        ])
    }
  }
}
