// `pm log add`: write down what was done, or has to be done; pm gives the number.
import PMCore
import PMFormat
import PMStore

/// `pm log add FIELD=VALUE…`.
enum LogAdd: Command {
  static let series = "RZ"

  static let spec = CommandSpec(
    "log add", Words("Write an entry of the work log or duty log.", zh: "登记工作日志或值班记录。"),
    arguments: [RecordEdit.fields],
    examples: [
      "pm log add subject=巡查配电房 department=工程部 --actor 员工甲",
      "pm log add kind=duty subject=三号梯停运待修 ticket=WX-202610-0001 due_on=2026-10-20 --at '2026-10-18 09:00' --actor 员工甲",
    ],
    notes: [
      Words(
        "at and staff are --at and the actor where they are left out. The number holds its month: RZ-202610-0001.",
        zh: "at、staff 缺省为 --at 与操作人。编号含月份：RZ-202610-0001。"),
      Words(
        "Tickets write the log too: who accepts one has a task until it is finished (setting log.tickets).",
        zh: "工单也会自动登记：接单即生成事项，完成即了结（设置 log.tickets）。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let words = arguments.all(RecordEdit.fields)
    let number = try context.write { context, database in
      let zone = try context.databaseZone()
      var draft = try RecordDraft(WorkLog.record, words, database, zone: zone)
      draft.setIfEmpty("at", .instant(try context.eventTime()))
      draft.setIfEmpty("staff", .text(context.actor))
      draft.setIfEmpty("kind", .text("work"))
      let at = Instant(seconds: draft.integer("at") ?? 0)
      if at > context.now() {
        throw Failure(
          .badData, "at-in-the-future",
          Words("\(zone.text(at)) is later than now", zh: "\(zone.text(at)) 晚于现在"),
          at: Place(columnName: "at"))
      }
      if let dueOn = draft.integer("due_on"), dueOn < Int64(zone.day(of: at).number) {
        throw Failure(
          .badData, "ends-before-it-starts",
          Words("due_on is before the day of at", zh: "due_on 早于 at 当日"), at: Place(columnName: "due_on"))
      }
      try context.requireColleague(in: draft.values, database)
      try context.warnOfStrangers(draft.values, database)
      let editor = try RowEditor(database, entry: database.entry)
      let number = try draft.insert(database, editor, series: series, month: zone.day(of: at))
      context.summary("log add", [("created", 1)])
      return number
    }
    try context.showNumber(number, of: WorkLog.record, ["number", "kind", "at", "staff", "due_on"])
  }
}
