// `pm log done`: a task of the log is done.
import PMCore
import PMStore

/// `pm log done NUMBER…`.
enum LogDone: Command {
  static let numbers = Argument("NUMBER", Words("Entries of the log.", zh: "日志号。"), .oneOrMore)
  static let result = Option("result", "TEXT", Words("What came of it.", zh: "工作成果。"))

  static let spec = CommandSpec(
    "log done", Words("Say that tasks of the log are done.", zh: "登记日志事项已完成。"),
    arguments: [numbers], options: [result],
    examples: [
      "pm log done RZ-202610-0001",
      "pm log done RZ-202610-0001 RZ-202610-0002 --result 已更换门机 --at '2026-10-20 17:00'",
    ],
    notes: [Words("What was done already keeps its day.", zh: "已完成的事项保持原完成日期。")],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.write { context, database in
      let zone = try context.databaseZone()
      let day = zone.day(of: try context.eventTime())
      let editor = try RowEditor(database, entry: database.entry)
      for number in arguments.all(numbers) {
        let row = try database.row(of: WorkLog.record, code: number, zone: zone)
        let entry = try database.logEntry(row).orLost("an entry of the log")
        if entry.doneOn != nil {
          editor.leave()
          continue
        }
        if day < zone.day(of: entry.at) {
          throw Failure.refused(
            "done-before-begun",
            Words("\(number): \(day) is before the entry", zh: "\(number)：\(day) 早于登记日期"))
        }
        var set: [(String, SQLValue)] = [("done_on", .day(day))]
        if let text = arguments[result] { set.append(("output", .text(text))) }
        try editor.update(WorkLog.record, row: row, set)
      }
      context.summary("log done", [("updated", editor.updated), ("unchanged", editor.unchanged)])
    }
  }
}
