// What handover, move-in, move-out and transfer have in common: one room, one day, one transaction.
import PMCore
import PMStore

/// A move in the making, inside its transaction.
struct RoomMove {
  static let room = Argument("ROOM", Words("The room's code.", zh: "房号。"))
  static let on = Option("on", "DATE", Words("The day of it.", zh: "发生日期。"), parse: Day.init(_:))
  static let customer = Option("customer", "CODE", Words("Who.", zh: "客户编号。"))

  let database: Database
  let editor: RowEditor
  let id: Int64
  let code: String
  let community: Int64?
  let status: String
  let day: Day
  /// The last day of which the command knows: that of the move or its own, whichever is later.
  let known: Day
  /// The journal entry of the command.
  let entry: Int64
  /// Who comes, or who leaves.
  var who: Int64?
  var notes: [Words] = []
  var warnings: [Words] = []
  /// What the summary counts beyond rows.
  var counts: [(String, Int)] = []

  /// Gives the room new values from `day` on, counted as one change of the room.
  func setRoom(from day: Day, _ values: [(String, SQLValue)]) throws -> Bool {
    try database.version(room: id, from: day, values, by: editor)
  }

  /// The row of the customer with this code.
  func customer(_ code: String) throws -> Int64 {
    try database.row(of: Customer.record, code: code, zone: .standard)
  }

  /// Ends an occupancy, which holds on `last`, with that day.
  func end(_ holder: RoomHolder, on last: Day) throws {
    let isNew = try editor.update(
      Occupancy.record, row: holder.id, [("to", .day(last))])
    if isNew { try part(from: holder.customer, after: last) }
  }

  /// Adds an occupancy from `day` on, unless the customer holds the room in that role already.
  func begin(_ customer: Int64, role: String, pays: Bool) throws {
    let held = try database.holders(ofRoom: id).first {
      $0.customer == customer && $0.role == role && $0.holds(on: day)
    }
    if let held {
      if held.from == day {
        try editor.update(Occupancy.record, row: held.id, [("pays", .flag(pays))])
      } else {
        editor.leave()
      }
      return
    }
    try editor.insert(
      Occupancy.record,
      [
        ("room", .integer(id)), ("customer", .integer(customer)), ("role", .text(role)),
        ("from", .day(day)), ("pays", .flag(pays)),
      ])
    try greet(customer, as: role)
  }

  /// Warns of bills that went to somebody who does not owe those days any more.
  mutating func warnOfMisbilled(since day: Day) throws {
    for line in try database.misbilled(room: id, since: day) { warnings.append(line.words) }
  }
}

extension MisbilledLine {
  /// `B0000012 of WYF 2026-10 (300.00) went to K1; by these records K2 owes it`.
  var words: Words {
    let number = Bill.number.kind.text(bill, .standard)
    guard let owedBy else {
      return Words(
        "\(number) of \(fee) \(period) (\(amount)) went to \(billedTo); now nobody owes days of it",
        zh: "\(number)（\(fee) \(period)，\(amount)）已向 \(billedTo) 出账；现其中部分日期无人承担")
    }
    return Words(
      "\(number) of \(fee) \(period) (\(amount)) went to \(billedTo); now \(owedBy) owes days of it",
      zh: "\(number)（\(fee) \(period)，\(amount)）已向 \(billedTo) 出账；现应由 \(owedBy) 承担其中部分日期")
  }
}

extension Context {
  /// Runs a move of the room as one transaction, with readings, journal entry and summary.
  ///
  /// - Parameter readingDays: the days of which one must have a reading of each meter; nil asks none.
  mutating func move(
    _ verb: String, _ arguments: Arguments, readingDays: (Day) -> [Day],
    _ body: (inout RoomMove) throws -> Void
  ) throws {
    let code = try arguments.require(RoomMove.room)
    let day = try arguments.require(RoomMove.on)
    _ = try openForReading().row(of: Room.record, code: code, zone: .standard)
    let readings = try DayReadings(arguments, &self)
    try write { context, database in
      var move = try database.move(
        code, day, known: max(day, context.today()), entry: database.entry)
      let read = try readings.take(
        &context, database, room: (move.id, move.code), on: readingDays(day))
      try body(&move)
      let isChanged = move.editor.hasChanged || read > 0 || move.counts.contains { $0.1 > 0 }
      context.hasChanged = isChanged
      if isChanged {
        // What is carried over later is posted where the books are open.
        let changesTheDay =
          move.editor.hasChanged || read > 0
          || move.counts.contains { $0.0 != "carried bills" && $0.1 > 0 }
        if changesTheDay { try database.closings().requireOpen(on: day, for: move.community) }
        try database.keepMove(
          verb, room: move.id, customer: move.who, on: day, reason: arguments[DayReadings.reason],
          run: move.entry)
      }
      for note in move.notes { context.note(note) }
      for warning in move.warnings { context.warn(warning) }
      context.summary(
        verb,
        [
          ("created", move.editor.created), ("updated", move.editor.updated),
          ("unchanged", move.editor.unchanged), ("readings", read),
        ] + move.counts)
    }
  }
}

extension Database {
  /// The room with this code, which must not have ended.
  func move(_ code: String, _ day: Day, known: Day, entry: Int64) throws -> RoomMove {
    let id = try row(of: Room.record, code: code, zone: .standard)
    let found = try first(
      "SELECT code, community_id, status, ended_on, successor FROM room WHERE id = ?1", [.integer(id)]
    ) { row in
      (
        code: row.string(0), community: row.optionalInt64(1), status: row.string(2),
        ended: row.optionalInt64(3), successor: row.optionalString(4) ?? ""
      )
    }
    guard let found else { throw Failure.fault("a room went away") }
    if let ended = found.ended {
      let last = Day(number: Int32(truncatingIfNeeded: ended))
      throw Failure.refused(
        "room-ended", Words("room \(found.code) ended on \(last)", zh: "房间 \(found.code) 已于 \(last) 终止"),
        hint: Words("it became \(found.successor)", zh: "后续房间：\(found.successor)"))
    }
    let before = try scalar(
      """
      SELECT max(ended_on) FROM room
       WHERE ended_on IS NOT NULL AND instr(' ' || successor || ' ', ' ' || ?1 || ' ') > 0
      """, [.text(found.code)])
    if let before, day.number <= before {
      let first = Day(number: Int32(truncatingIfNeeded: before)).adding(1)
      throw Failure.refused(
        "not-there-yet",
        Words(
          "room \(found.code) is there from \(first) on only",
          zh: "房间 \(found.code) 自 \(first) 起才存在"))
    }
    return RoomMove(
      database: self, editor: RowEditor(self, entry: entry), id: id, code: found.code,
      community: found.community, status: found.status, day: day, known: known, entry: entry)
  }
}
