// `pm meter confirm`: somebody has looked at a suspect reading, and it is right.
import PMCore
import PMStore

/// `pm meter confirm`: takes the mark off a suspect reading.
enum MeterConfirm: Command {
  static let meter = Argument("METER", Words("The meter.", zh: "表号。"))
  static let day = Argument("DATE", Words("The day of the reading.", zh: "抄表日期。"))

  static let spec = CommandSpec(
    "meter confirm",
    Words("Confirm a suspect reading.", zh: "确认可疑读数。"),
    arguments: [meter, day], options: [DayReadings.reason],
    examples: ["pm meter confirm W-01 2026-10-31 --reason '装修用水'"],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(meter)
    let text = try arguments.require(day)
    guard let day = Day(text) else {
      throw Failure.usage(
        "not-a-date", Words("\"\(text)\" is no date such as 2026-10-31", zh: "“\(text)”不是日期，如 2026-10-31"))
    }
    try context.write { context, database in
      let id = try database.row(of: Meter.record, code: code, zone: .standard)
      let reading = try database.scalar(
        "SELECT id FROM reading WHERE meter_id = ?1 AND read_on = ?2",
        [.integer(id), .day(day)])
      guard let reading else {
        throw Failure(
          .notFound, "no-reading",
          Words("meter \(code) was not read on \(day)", zh: "表 \(code) 在 \(day) 没有读数"),
          hint: Words("pm reading list --where meter=\(code)"))
      }
      let editor = try RowEditor(database, entry: database.entry)
      let isSuspect =
        try database.scalar(
          "SELECT suspect FROM reading WHERE id = ?1", [.integer(reading)]) == 1
      if isSuspect {
        let note = arguments[DayReadings.reason].map { [("note", SQLValue.text($0))] } ?? []
        try editor.update(Reading.record, row: reading, [("suspect", 0)] + note)
      } else {
        editor.leave()
      }
      context.hasChanged = editor.hasChanged
      context.summary("confirm", [("updated", editor.updated), ("unchanged", editor.unchanged)])
    }
  }
}
