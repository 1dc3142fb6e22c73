// `pm meter replace`: a meter is taken down at its final reading, and another takes its place.
import PMCore
import PMStore

/// `pm meter replace`: the old meter's last interval is billed like any other, the new one goes on.
enum MeterReplace: Command {
  static let old = Argument("METER", Words("The meter that is taken down.", zh: "被换下的仪表。"))
  static let new = Option("new", "CODE", Words("The meter that takes its place.", zh: "新表表号。"))
  static let on = Option("on", "DATE", Words("The day of it.", zh: "更换日期。"), parse: Day.init(_:))
  static let final = Option(
    "final", "READING", Words("What the old meter showed.", zh: "旧表止码。"), parse: Quantity.init(_:))
  static let initial = Option(
    "initial", "READING", Words("What the new meter shows.", zh: "新表起码。"), parse: Quantity.init(_:))
  static let digits = Option(
    "digits", "N", Words("Digits of the new dial, where they differ.", zh: "新表位数（不同时填写）。"), in: 1...12)
  static let rollover = Flag(
    "rollover", Words("The old dial turned over before it was taken down.", zh: "旧表在换下前已翻转。"))

  static let spec = CommandSpec(
    "meter replace",
    Words("Replace a meter at its final reading.", zh: "更换仪表：旧表按止码结清，新表接续。"),
    arguments: [old], options: [new, on, final, initial, digits, rollover],
    examples: [
      "pm meter replace W-01 --new W-01B --on 2026-11-16 --final 60.5 --initial 0"
    ],
    notes: [
      Words(
        "The new meter has the old one's room or scope, fee, multiplier and main meter; sub-meters follow. Blocks of the year go on: what the old one used this year is the new one's year_used.",
        zh: "新表沿用旧表的房间或范围、费用、倍率与总表；分表随之改挂。按年阶梯连续：旧表当年用量计入新表的 year_used。"),
      Words(
        "Blocks of the period (tier_reset=period) and the tariff's minimum do not go on: they hold for one interval, and the old meter's and the new one's are two.",
        zh: "按期阶梯（tier_reset=period）与最低用量不连续：二者按每段抄表区间计，旧表与新表各为一段。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let oldCode = try arguments.require(old)
    let newCode = try Meter.record.newCode(arguments.require(new), at: "--new")
    let day = try arguments.require(on)
    let final = try arguments.require(final)
    let initial = try arguments.require(initial)
    try context.write { context, database in
      let editor = try RowEditor(database, entry: database.entry)
      let id = try database.row(of: Meter.record, code: oldCode, zone: .standard)
      let meter = try database.meterToReplace(id)
      if let removed = meter.removedOn, removed != day {
        throw Failure.refused(
          "meter-removed",
          Words("meter \(oldCode) was removed on \(removed)", zh: "表 \(oldCode) 已于 \(removed) 拆除"))
      }
      if day < meter.installedOn {
        throw Failure.refused(
          "before-installation",
          Words(
            "meter \(oldCode) was installed on \(meter.installedOn)",
            zh: "表 \(oldCode) 于 \(meter.installedOn) 才安装"))
      }
      try close(meter, oldCode, on: day, final, arguments[rollover], editor, database)
      try open(newCode, in: meter, on: day, initial, arguments[digits], editor, database)
      context.hasChanged = editor.hasChanged
      if editor.hasChanged { try database.closings().requireOpen(on: day, for: meter.org) }
      context.summary(
        "replace",
        [("created", editor.created), ("updated", editor.updated), ("unchanged", editor.unchanged)])
    }
  }

  /// Takes the final reading and removes the meter.
  private static func close(
    _ meter: ReplacedMeter, _ code: String, on day: Day, _ final: Quantity, _ rolled: Bool,
    _ editor: RowEditor, _ database: Database
  ) throws {
    let number = SQLValue.day(day)
    try database.requireUnread(meter.id, after: day)
    let stored = try database.first(
      "SELECT reading FROM reading WHERE meter_id = ?1 AND read_on = ?2", [.integer(meter.id), number]
    ) { $0.quantity(0) }
    if let stored, stored != final {
      throw Failure.refused(
        "other-reading",
        Words(
          "meter \(code) showed \(stored) on \(day), not \(final)", zh: "表 \(code) 在 \(day) 的读数为 \(stored)，而非 \(final)"),
        hint: Words("correct the reading first: pm meter read", zh: "请先用 pm meter read 更正读数"))
    }
    if stored != nil {
      editor.leave()
    } else if day > meter.installedOn {
      let reading = try editor.insert(
        Reading.record,
        [
          ("meter", .integer(meter.id)), ("read_on", number), ("reading", .quantity(final)),
          ("kind", rolled ? "rollover" : "actual"),
        ])
      var refused: ReadingFault?
      try database.settleReadings(
        [reading], database.settings().suspectRule, run: editor.entry,
        refuse: { refused = refused ?? $0 })
      if let fault = refused {
        throw Failure(
          .badData, fault.code,
          Words("\"\(fault.shown)\" \(fault.words.en)", zh: "“\(fault.shown)”\(fault.words.zh)"),
          hint: fault.hint, at: Place(columnName: "--final"))
      }
    }
    try editor.update(Meter.record, row: meter.id, [("removed_on", number)])
  }

  /// Puts the new meter in the old one's place.
  private static func open(
    _ code: String, in old: ReplacedMeter, on day: Day, _ initial: Quantity, _ digits: Int?,
    _ editor: RowEditor, _ database: Database
  ) throws {
    if let known = try database.scalar("SELECT id FROM meter WHERE key = ?1", [.text(NaturalKey.of(code))]) {
      let same = try database.scalar(
        """
        SELECT 1 FROM meter
         WHERE id = ?1 AND replaces_id = ?2 AND installed_on = ?3 AND initial = ?4
        """,
        [
          .integer(known), .integer(old.id), .day(day), .quantity(initial),
        ])
      guard same == nil else { return editor.leave() }
      throw Failure.refused(
        "exists", Words("meter \"\(code)\" exists already", zh: "仪表“\(code)”已存在"))
    }
    let used = try database.usedInYear(of: old.id, through: day)
    let id = try editor.insert(
      Meter.record,
      [
        ("code", .text(code)), ("room", SQLValue(old.room)), ("scope", SQLValue(old.scope)),
        ("kind", SQLValue(old.kind)), ("fee", .integer(old.fee)),
        ("multiplier", .integer(old.multiplier)),
        ("digits", SQLValue(digits.map { Int64($0) } ?? old.digits)),
        ("max_usage", SQLValue(old.maxUsage)), ("installed_on", .day(day)),
        ("initial", .quantity(initial)), ("parent", SQLValue(old.parent)),
        ("year_used", used == .zero ? .null : .quantity(used)), ("replaces", .integer(old.id)),
      ])
    let behind = try database.rows(
      "SELECT id FROM meter WHERE parent_id = ?1 AND removed_on IS NULL ORDER BY key",
      [.integer(old.id)]
    ) { $0.int64(0) }
    for meter in behind {
      try editor.update(Meter.record, row: meter, [("parent", .integer(id))])
    }
  }
}

extension Database {
  /// Refuses to remove a meter on a day after which it was read.
  func requireUnread(_ meter: Int64, after day: Day) throws {
    guard
      let code = try text(
        """
        SELECT code FROM meter
         WHERE id = ?1 AND EXISTS (SELECT 1 FROM reading WHERE meter_id = meter.id AND read_on > ?2)
        """, [.integer(meter), .day(day)])
    else { return }
    throw Failure.refused(
      "read-later", Words("meter \(code) was read after \(day)", zh: "表 \(code) 在 \(day) 之后仍有读数"),
      hint: Words("its last reading is of the day on which it goes", zh: "末次读数应为拆除当日的读数"))
  }
}
