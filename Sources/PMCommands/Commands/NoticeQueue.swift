// `pm notice queue`: put a message into the outbox, once.
import PMCore
import PMStore

/// `pm notice queue FIELD=VALUE…`.
enum NoticeQueue: Command {
  static let spec = CommandSpec(
    "notice queue", Words("Put a message into the outbox.", zh: "登记一条待发通知。"),
    arguments: [RecordEdit.fields],
    examples: [
      "pm notice queue template=activity customer=C000001 text='周六上午社区义诊'",
      "pm notice queue template=visit staff=员工甲 ticket=TS-202610-0001 text=请今日上门",
    ],
    notes: [
      Words(
        "To an org, a staff member or a customer. The same message to the same receiver is queued once a day, and not again while it waits.",
        zh: "接收方为 org、staff 或 customer。同一内容发给同一接收方，每日只登记一次，待发期间不再登记。")
    ],
    changes: true)

  /// What pm fills in itself.
  private static let own: Set = [
    "number", "level", "queued_at", "state", "attempts", "sent_at", "failure", "acknowledged_at",
  ]

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let words = arguments.all(RecordEdit.fields)
    let row = try context.write { context, database in
      let zone = try context.databaseZone()
      for (name, _) in try RecordEdit.pairs(words) where own.contains(name) {
        throw Failure.refused(
          "not-by-hand", Words("\(name) is given by pm", zh: "\(name) 由系统填写，不能手工填写"))
      }
      let draft = try RecordDraft(Notice.record, words, database, zone: zone)
      func value(_ name: String) -> SQLValue {
        draft.values.first { $0.column.name == name }?.value ?? .null
      }
      let receivers = ["org", "staff", "customer"].filter { value($0) != .null }
      if receivers.count != 1 {
        throw Failure.refused(
          "which-receiver",
          Words(
            "a message goes to one of org, staff and customer",
            zh: "接收方须为 org、staff、customer 之一"))
      }
      for name in ["template", "text"] where value(name) == .null {
        throw Failure.refused("required", Words("\(name) is missing", zh: "缺少 \(name)"))
      }
      let at = try context.eventTime()
      let day = zone.day(of: at)
      let said = draft.values.map { ($0.column.sqlName, $0.value) }
      if try database.alike(said, from: zone.start(of: day), until: zone.start(of: day.adding(1)))
        != nil
      {
        context.summary("notice queue", [("created", 0), ("unchanged", 1)])
        return Int64?.none
      }
      let row = try database.queueNotice(
        said + [
          ("queued_at", .integer(at.seconds)), ("state", .text("queued")),
          ("attempts", .integer(0)),
          ("run", .integer(context.entry?.id ?? 0)),
        ])
      context.summary("notice queue", [("created", 1), ("unchanged", 0)])
      return row
    }
    guard let row, !context.common.dryRun else { return }
    var query = RecordQuery(
      Notice.record,
      columns: ["number", "template", "org", "staff", "customer", "ticket", "state"]
        .compactMap { Notice.record.column($0) })
    query.conditions = [("t.id = ?1", [.integer(row)])]
    try context.openForReading()
    try context.list(query)
  }
}
