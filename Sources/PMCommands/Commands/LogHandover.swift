// `pm log handover`: what a shift leaves open goes to the next one.
import PMCore
import PMFormat
import PMStore

/// `pm log handover --from NAME --to NAME`.
enum LogHandover: Command {
  static let from = Option("from", "NAME", Words("Who goes off duty.", zh: "交班人。"), compared: true)
  static let to = Option("to", "NAME", Words("Who comes on duty.", zh: "接班人。"))
  static let kind = Option(
    "kind", choices: ["duty", "work"], Words("Which log.", zh: "日志类型。"), default: "duty")

  static let spec = CommandSpec(
    "log handover",
    Words("Hand what a shift leaves open to the next.", zh: "把未完成事项移交下一班。"),
    options: [from, to, kind],
    examples: [
      "pm log handover --from 员工甲 --to 员工乙",
      "pm log handover --from 员工甲 --to 员工乙 --kind work --at '2026-10-20 20:00' --dry-run",
    ],
    notes: [
      Words(
        "Shows what was handed over. Who had it before stays in the history.", zh: "列出移交的事项；此前的承办人留存于历史记录。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let (giver, taker) = (try arguments.require(from), try arguments.require(to))
    let samePerson = Failure.usage(
      "same-person", Words("--from and --to are the same person", zh: "--from 与 --to 不能相同"))
    if giver == taker || taker.isEmpty { throw samePerson }
    let log = arguments[kind] ?? "duty"
    let (entries, day) = try context.write { context, database in
      let at = try context.eventTime()
      let zone = try context.databaseZone()
      let all = try database.openLog(
        on: zone.day(of: at), dueBy: nil, before: Instant(seconds: at.seconds &+ 1), scope: nil)
      let givers = try context.names(sameAs: giver, or: all.map(\.holder), database)
      if givers.contains(taker) { throw samePerson }
      let open = all.filter { $0.kind == log && givers.contains($0.holder) }
      if let column = WorkLog.record.column("handed_to") {
        try context.warnOfStrangers(
          [TypedValue(column, .text(taker), text: taker)], database)
      }
      let editor = try RowEditor(database, entry: database.entry)
      for entry in open {
        try editor.update(WorkLog.record, row: entry.id, [("handed_to", .text(taker))])
      }
      context.summary("log handover", [("updated", editor.updated)])
      return (try open.compactMap { try database.logEntry($0.id) }, zone.day(of: at))
    }
    try context.openForReading()
    try context.showLog(entries, asOf: day)
  }
}
