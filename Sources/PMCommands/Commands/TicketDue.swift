// `pm ticket due`: what is overdue, or soon will be.
import PMCore
import PMFormat
import PMStore

/// `pm ticket due`: response, finish and judgement that are overdue or due within a time.
enum TicketDue: Command {
  static let within = Option(
    "within", "TIME",
    Words("Also what falls due within 90m, 4h or 2d; a number alone is minutes.", zh: "并列出此时间内到期的：90m、4h、2d；只写数字为分钟。"),
    parse: { minutes($0) })

  static let person = Option(
    "for", "NAME",
    Words("Only what lies with this department or person.", zh: "仅列此部门、处理人或首问责任人的工单。"),
    compared: true)

  static let spec = CommandSpec(
    "ticket due", Words("What is overdue, or soon will be.", zh: "列出已超时或即将到期的工单。"),
    options: [within, person],
    examples: [
      "pm ticket due --as-of 2026-10-31", "pm ticket due --within 4h --for 工程部 --format table",
    ],
    notes: [
      Words(
        "A ticket keeps the service level that was in force when it was created; where its kind, category or severity is put right while it is open, it has the one of that, counted from its creation. Suspended time does not count. What it keeps are minutes: where its calendar is changed while it is open, its due time moves with it.",
        zh: "工单沿用登记时的服务时限；未完成前更正类型、类别或严重程度的，改用相应时限，仍自受理时起计。挂起时间不计。沿用的是分钟数：未完成前修改工作日历，期限随之变动。"),
      Words(
        "--as-of a day that is not over: as it stands now; another day: as at its end.",
        zh: "--as-of 为当天时按当前时刻计，其他日期按当日终了计。"),
      Words(
        "minutes_left are minutes of the wall clock until due_at, nights and holidays included; below zero: overdue since.",
        zh: "minutes_left（剩余分钟）为距期限的自然分钟数，含夜间与节假日；负数为已超时的分钟数。"),
      Words(
        "Finished complaints nobody has judged are listed after complaint.judge_days.",
        zh: "已完成而未判定是否有效的投诉，过 complaint.judge_days 天后列出。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let now = try context.serviceMoment()
    let limit = now.adding(minutes: arguments[within] ?? 0)
    var due = try database.dueTickets(
      at: now, before: limit, zone: zone, daysToJudge: try database.settings().daysToJudge,
      where: try context.scopeCondition(of: Ticket.record) ?? "1")
    if let name = arguments[person] {
      func holders(_ ticket: StoredTicket) -> [String?] {
        [ticket.department, ticket.assignee, ticket.firstContact]
      }
      let names = try context.names(
        sameAs: name, or: due.flatMap { holders($0.ticket) }, database)
      due = due.filter { item in
        holders(item.ticket).contains { $0.map(names.contains) ?? false }
      }
    }
    let rooms = try database.roomCodes(due.compactMap(\.ticket.room))
    let sink = try context.sink([
      context.column("number", "工单号", .plain), context.column("kind", "类型", .plain),
      context.column("severity", "严重程度", .text),
      context.column("room", "房号", .plain), context.column("department", "部门", .text),
      context.column("assignee", "处理人", .text),
      context.column("first_contact", "首问责任人", .text), context.column("state", "状态", .plain),
      context.column("what", "事项", .plain), context.column("due_at", "期限", .plain),
      context.column("minutes_left", "剩余分钟（自然时间）", .integer), context.column("overdue", "超时", .boolean),
      context.column("level", "已升级", .integer),
    ])
    for item in due {
      let ticket = item.ticket
      sink.text(ticket.number)
      sink.text(context.label(ticket.kind, of: Ticket.kinds))
      sink.text(orNull: ticket.severity.map { context.label($0, of: Ticket.severities) })
      sink.text(orNull: ticket.room.flatMap { rooms[$0] })
      sink.text(orNull: ticket.department)
      sink.text(orNull: ticket.assignee)
      sink.text(orNull: ticket.firstContact)
      sink.text(context.label(item.state.rawValue, of: Ticket.states))
      sink.text(context.label(item.deadline.kind.rawValue, item.deadline.kind.zh))
      sink.text(zone.text(item.deadline.due))
      sink.integer((item.deadline.due.seconds - now.seconds) / 60)
      sink.boolean(item.deadline.due < now)
      sink.integer(Int64(item.level))
      try sink.endRow()
    }
  }
}

extension Database {
  /// The codes of rooms by their rows.
  func roomCodes(_ rooms: [Int64]) throws -> [Int64: String] {
    var codes: [Int64: String] = [:]
    for room in Set(rooms).sorted() {
      codes[room] = try code(of: Room.record, room)
    }
    return codes
  }
}
