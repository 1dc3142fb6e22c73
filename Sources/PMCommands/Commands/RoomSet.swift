// `pm room set`: correct a room, or give it new values from a day on.
import PMCore
import PMStore

/// `pm room set`: without --effective a correction, with it a version.
enum RoomSet: Command {
  static let effective = Option(
    "effective", "DATE",
    Words(
      "From that day on: areas, household_size and status get a version.",
      zh: "自该日起生效：面积、居住人数、状态形成新版本。"), parse: Day.init(_:))
  private static let edit = RecordEdit(record: Room.record)

  static let spec = CommandSpec(
    "room set", Words("Correct one room, or change it from a day on.", zh: "更正房间资料，或自某日起变更。"),
    arguments: [RecordShow.code, RecordEdit.fields], options: [effective, ImportOptions.strict],
    examples: [
      "pm room set 1-2-0101 note=靠近出口",
      "pm room set 1-2-0101 floor_area=92.5 --effective 2026-10-16",
    ],
    notes: [
      Words(
        "A version splits bill lines at its day, as a new tariff version does; list them with pm room-version list.",
        zh: "新版本在生效日拆分账单行，与收费标准新版本相同；用 pm room-version list 查看。"),
      Words(
        "A metered line is never split: all of it goes by what is in force on the day of its later reading. To split it, read the meter on the day before.",
        zh: "抄表账单不拆分：整段按后一次抄表日有效的资料与标准计费；如需分段，请在变更前一日抄表。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    guard let day = arguments[effective] else { return try edit.change(arguments, &context) }
    let code = try arguments.require(RecordShow.code)
    let values = try values(arguments)
    try context.write { context, database in
      let move = try database.move(code, day, known: day, entry: database.entry)
      let isChanged = try move.setRoom(from: day, values)
      if isChanged { try database.closings().requireOpen(on: day, for: move.community) }
      for line in try isChanged ? database.madeBefore(room: move.id, from: day) : [] { context.warn(line) }
      for case ("floor_area", .integer(let units)) in isChanged ? values : [] {
        let warning = try areaWarning(
          database, room: move.id, code: move.code, Quantity(units: units))
        if let warning { context.warn(warning) }
      }
      context.hasChanged = isChanged
      context.summary("set", [("updated", isChanged ? 1 : 0), ("unchanged", isChanged ? 0 : 1)])
    }
  }

  /// The values typed, in the form that is stored.
  private static func values(_ arguments: Arguments) throws -> [(String, SQLValue)] {
    let record = Room.record
    let names = HeaderNames(record.columns)
    return try RecordEdit.pairs(arguments.all(RecordEdit.fields)).map { name, text in
      guard let place = names[name] else {
        throw Failure.unknown(
          "unknown-column", Words("room has no column \"\(name)\"", zh: "房间没有“\(name)”列"), word: name,
          among: RoomVersions.columns)
      }
      let column = record.columns[place]
      guard RoomVersions.columns.contains(column.name) else {
        throw Failure.usage(
          "no-version",
          Words(
            "\(column.name) has no versions: --effective takes \(RoomVersions.columns.joined(separator: ", "))",
            zh: "\(column.zh) 没有版本：--effective 只用于 \(RoomVersions.columns.joined(separator: "、"))"))
      }
      return (column.name, try column.typed(text))
    }
  }
}

extension Database {
  /// What to say of bills that were made before the room was changed from `day` on.
  func madeBefore(room: Int64, from day: Day) throws -> [Words] {
    try rows(
      """
      SELECT bill.id, fee.code, bill.period, bill.amount_minor
        FROM bill JOIN fee ON fee.id = bill.fee_id
       WHERE bill.room_id = ?1 AND bill."to" >= ?2 AND bill.ended IS NULL
         AND bill.class = 'recurring' AND bill.principal_id IS NULL AND bill.corrects_id IS NULL
       ORDER BY bill.id
      """, [.integer(room), .day(day)]
    ) { row in
      let number = Bill.number.kind.text(row.int64(0), .standard)
      let period = row.period(2)
      return Words(
        "\(number) of \(row.string(1)) \(period) (\(row.money(3))) was made before this change: pm bill adjust \(number) --reissue",
        zh: "\(number)（\(row.string(1)) \(period)，\(row.money(3))）在此变更之前已出账：pm bill adjust \(number) --reissue")
    }
  }
}
