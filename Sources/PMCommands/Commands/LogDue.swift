// `pm log due`: tasks of the log that are due and not done.
import PMCore
import PMFormat
import PMStore

/// `pm log due`.
enum LogDue: Command {
  static let person = Option(
    "for", "NAME", Words("Only what lies with this person or department.", zh: "仅列此人或部门承办的事项。"),
    compared: true)
  static let ahead = Option(
    "days", "N", Words("Also what falls due within N days.", zh: "并列出 N 天内到期的事项。"),
    in: 0...3660, default: 0)

  static let spec = CommandSpec(
    "log due", Words("Tasks of the log that are due and not done.", zh: "列出到期未完成的日志事项。"),
    options: [person, ahead],
    examples: ["pm log due --as-of 2026-10-31", "pm log due --for 工程部 --days 7 --format table"],
    notes: [
      Words(
        "A task lies with whom it was handed to, else with who wrote it.", zh: "事项由接班人承办；未交接的由记录人承办。")
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let day = try context.today()
    let zone = try context.databaseZone()
    let last = day.adding(arguments[ahead] ?? 0)
    let scope = try context.scopeCondition(of: Ticket.record)
    let database = try context.openForReading()
    var entries = try database.openLog(
      on: day, dueBy: last, before: zone.start(of: day.adding(1)), scope: scope)
    if let name = arguments[person] {
      let names = try context.names(
        sameAs: name, or: entries.flatMap { [$0.holder, $0.department] }, database)
      entries = entries.filter { entry in
        names.contains(entry.holder) || entry.department.map(names.contains) ?? false
      }
    }
    try context.showLog(entries, asOf: day)
  }
}

extension Context {
  /// Shows entries of the log with what is late.
  mutating func showLog(_ entries: [LogEntry], asOf day: Day) throws {
    let zone = try databaseZone()
    let sink = try sink([
      column("number", "日志号", .plain), column("kind", "类型", .plain), column("at", "时间", .plain),
      column("holder", "承办人", .text), column("department", "部门", .text),
      column("subject", "事项", .text), column("ticket", "工单号", .plain),
      column("due_on", "期限", .plain), column("days_overdue", "逾期天数", .integer),
    ])
    for entry in entries {
      sink.text(entry.number)
      sink.text(entry.kind)
      sink.text(zone.text(entry.at))
      sink.text(entry.holder)
      sink.text(orNull: entry.department)
      sink.text(entry.subject)
      sink.text(orNull: entry.ticket)
      sink.text(orNull: entry.dueOn.map { "\($0)" })
      sink.integer(orNull: entry.dueOn.map { Int64(max(0, day.days(since: $0))) })
      try sink.endRow()
    }
  }
}
