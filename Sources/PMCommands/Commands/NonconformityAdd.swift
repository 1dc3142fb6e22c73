// `pm nonconformity add`: write down what was not as it should be; pm gives the number.
import PMCore
import PMFormat
import PMStore

/// `pm nonconformity add FIELD=VALUE…`.
enum NonconformityAdd: Command {
  static let series = "NC"

  static let spec = CommandSpec(
    "nonconformity add",
    Words("Write down a nonconformity.", zh: "登记一项不合格。"), arguments: [RecordEdit.fields],
    examples: [
      "pm nonconformity add ticket=TS-202610-0001 description=投诉超时未回复 owner=员工甲 due_on=2026-12-15",
      "pm nonconformity add description=巡查漏项 department=秩序部 owner=员工乙 found_on=2026-10-20",
    ],
    notes: [
      Words(
        "The number is given: month of found_on, serial without gaps (NC-202610-0001). found_on is the day of --at where it is left out.",
        zh: "编号自动生成：发现月份与连续流水号（NC-202610-0001）。found_on 默认为 --at 当日。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let words = arguments.all(RecordEdit.fields)
    let number = try context.write { context, database in
      let zone = try context.databaseZone()
      var draft = try RecordDraft(Nonconformity.record, words, database, zone: zone)
      let today = zone.day(of: try context.eventTime())
      draft.setIfEmpty("found_on", .day(today))
      let foundOn = Day(number: Int32(truncatingIfNeeded: draft.integer("found_on") ?? 0))
      if foundOn > zone.day(of: context.now()) {
        throw Failure(
          .badData, "found-in-the-future",
          Words("\(foundOn) is later than today", zh: "\(foundOn) 晚于今天"),
          at: Place(columnName: "found_on"))
      }
      try context.requireColleague(in: draft.values, database)
      try context.warnOfStrangers(draft.values, database)
      let editor = try RowEditor(database, entry: database.entry)
      let number = try draft.insert(database, editor, series: series, month: foundOn)
      context.summary("nonconformity add", [("created", 1)])
      return number
    }
    try context.showNumber(
      number, of: Nonconformity.record, ["number", "found_on", "ticket", "owner", "due_on"])
  }
}

extension Context {
  /// Shows the record that was just added; nothing of a dry run is there.
  mutating func showNumber(_ number: String, of record: RecordType, _ names: [String]) throws {
    if common.dryRun { return }
    var query = RecordQuery(record, columns: names.compactMap { record.column($0) })
    query.condition = ("t.number = ?1", [.text(number)])
    try openForReading()
    try list(query)
  }
}
