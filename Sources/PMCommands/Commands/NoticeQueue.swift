// `pm notice queue`: put a message into the outbox, once: to one receiver, or to many customers.
import PMCore
import PMStore

/// `pm notice queue FIELD=VALUE…`.
enum NoticeQueue: Command {
  static let filter = Option(
    "where", "FIELD=VALUE", Words("To each customer like this.", zh: "发给符合条件的每位客户。"),
    repeatable: true)
  static let birthday = Flag(
    "birthday", Words("To each customer whose birthday it is.", zh: "发给当天生日的每位客户。"))

  static let spec = CommandSpec(
    "notice queue", Words("Put a message into the outbox.", zh: "登记待发通知。"),
    arguments: [RecordEdit.fields], options: [filter, birthday],
    examples: [
      "pm notice queue template=activity customer=C000001 text='周六上午社区义诊'",
      "pm notice queue template=visit staff=员工甲 ticket=TS-202610-0001 text=请今日上门",
      "pm notice queue template=arrears --where stage=owner text='{name}：截至{date}，{rooms} 欠费 {arrears} 元，最早应于 {due} 缴清'",
      "pm notice queue template=birthday --birthday text='{name}，生日快乐'",
    ],
    notes: [
      Words(
        "To an org, a staff member or a customer. The same message to the same receiver is queued once a day, and not again while it waits.",
        zh: "接收方为 org、staff 或 customer。同一内容发给同一接收方，每日只登记一次，待发期间不再登记。"),
      Words(
        "'given up' counts identical messages that have failed notice.attempts times; pm help notice send says how to send them.",
        zh: "“放弃”为内容相同、且发送失败已达 notice.attempts 次的通知；如何再次发送见 pm help notice send。"),
      Words(
        "With --where or --birthday it goes to all such customers. In messages to customers these words are filled in for each: {name}, {code}, {rooms}, {arrears} and {due} (what is owed and since when; who owes nothing is passed over), {prepaid} (what he has paid ahead, not taken off {arrears}), {date}.",
        zh:
          "用 --where 或 --birthday 群发给客户。发给客户（包括单个客户）的正文，变量逐人替换：{name}、{code}、{rooms}、{arrears} 与 {due}（欠费金额与最早应缴日；不欠费者略过）、{prepaid}（预收余额，{arrears} 未扣除）、{date}。"
      ),
    ],
    changes: true, takesScope: true)

  /// What pm fills in itself.
  private static let own: Set = [
    "number", "level", "queued_at", "state", "attempts", "sent_at", "failure", "acknowledged_at",
  ]

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let words = arguments.all(RecordEdit.fields)
    let run = try context.write { context, database -> Int64? in
      for (name, _) in try RecordEdit.pairs(words) where own.contains(name) {
        throw Failure.refused(
          "not-by-hand", Words("\(name) is given by pm", zh: "\(name) 由系统填写，不能手工填写"))
      }
      let draft = try RecordDraft(Notice.record, words, database, zone: context.databaseZone())
      try context.requireColleague(in: draft.values, database)
      try context.warnOfStrangers(draft.values, database)
      for name in ["template", "text"] where draft[name] == .null {
        throw Failure.refused("required", Words("\(name) is missing", zh: "缺少 \(name)"))
      }
      let isQueued =
        try arguments.isGiven(filter) || arguments[birthday]
        ? queueMany(draft, arguments, &context, database) : queueOne(draft, &context, database)
      return isQueued ? try database.entry : nil
    }
    if let run, !context.common.dryRun { try show(run, &context) }
  }

  /// Queues a message to each customer who is asked for; whether there is any.
  private static func queueMany(
    _ draft: RecordDraft, _ arguments: Arguments, _ context: inout Context, _ database: Database
  ) throws -> Bool {
    guard draft.receivers.isEmpty, draft["ticket"] == .null else {
      throw Failure.refused(
        "which-receiver",
        Words(
          "a message to many customers names no receiver and no ticket",
          zh: "群发通知不能另外指定接收方或工单"))
    }
    let audience = NoticeAudience(
      filters: try arguments.conditions(filter), isBirthday: arguments[birthday], template: try draft.template)
    let outcome = try audience.queue(draft.values, at: context.eventTime(), &context, database)
    context.summary(
      "notice queue",
      [
        ("created", outcome.queued), ("unchanged", outcome.unchanged),
        ("skipped", outcome.skipped), ("given up", outcome.givenUp),
      ])
    return outcome.queued > 0
  }

  /// Queues a message to one receiver; whether it was not there already.
  private static func queueOne(
    _ draft: RecordDraft, _ context: inout Context, _ database: Database
  ) throws -> Bool {
    if draft.receivers.count != 1 {
      throw Failure.refused(
        "which-receiver",
        Words("a message goes to one of org, staff and customer", zh: "接收方须为 org、staff、customer 之一"))
    }
    let zone = try context.databaseZone()
    let at = try context.eventTime()
    let day = zone.day(of: at)
    guard let values = try filled(draft.values, draft.template, on: day, zone, &context, database) else {
      return false
    }
    let said = values.map { ($0.column.sqlName, $0.value) }
    if let isGivenUp = try database.isAlikeGivenUp(
      said, from: zone.start(of: day), until: zone.start(of: day.adding(1)),
      attempts: database.settings().noticeAttempts)
    {
      context.summary(
        "notice queue", [("created", 0), ("unchanged", 1), ("given up", isGivenUp ? 1 : 0)])
      return false
    }
    _ = try database.queueNotice(
      said + [
        ("queued_at", .instant(at)), ("state", .text("queued")), ("attempts", .integer(0)),
        ("run", .integer(database.entry)),
      ])
    context.summary("notice queue", [("created", 1), ("unchanged", 0), ("given up", 0)])
    return true
  }

  /// Shows the messages that an entry of the journal queued.
  private static func show(_ run: Int64, _ context: inout Context) throws {
    let names = ["number", "template", "org", "staff", "customer", "ticket", "state"]
    var query = RecordQuery(Notice.record, columns: names.compactMap { Notice.record.column($0) })
    query.condition = ("t.run = ?1", [.integer(run)])
    try context.openForReading()
    try context.list(query)
  }

  /// The values of a message to one receiver, its text filled in; nil where it is for who owes, and
  /// he owes nothing.
  private static func filled(
    _ values: [TypedValue], _ template: NoticeTemplate, on day: Day, _ zone: Zone, _ context: inout Context,
    _ database: Database
  ) throws -> [TypedValue]? {
    if !template.isFilledIn { return values }
    guard let code = values.first(where: { $0.column.name == "customer" && $0.value != .null })?.text,
      let customer = try database.addressee(code, on: day)
    else {
      throw Failure.refused(
        "only-for-customers",
        Words("words in braces are filled in for customers only", zh: "大括号变量只能用于发给客户的通知"),
        hint: Words(
          "write out what the text is to say, or send it to a customer", zh: "请把正文写完整，或改为发给客户"))
    }
    guard let text = try NoticeFilling(template, on: day, database).text(for: customer) else {
      context.summary("notice queue", [("created", 0), ("unchanged", 0), ("skipped", 1), ("given up", 0)])
      return nil
    }
    return try values.map { $0.column.name == "text" ? try database.typed($0.column, text, zone: zone) : $0 }
  }
}

extension RecordDraft {
  /// What was said of a column; nothing for one that was left out.
  fileprivate subscript(name: String) -> SQLValue {
    values.first { $0.column.name == name }?.value ?? .null
  }

  /// The columns that say to whom the message goes.
  fileprivate var receivers: [String] { ["org", "staff", "customer"].filter { self[$0] != .null } }

  fileprivate var template: NoticeTemplate {
    get throws { try NoticeTemplate(values.first { $0.column.name == "text" }?.text ?? "") }
  }
}
