// `pm ticket add`: take a call down; pm gives the number and starts the clock.
import PMCore
import PMFormat
import PMStore

/// `pm ticket add FIELD=VALUE…`.
enum TicketAdd: Command {
  static let spec = CommandSpec(
    "ticket add",
    Words(
      "Take down a complaint, repair, suggestion, service or enquiry.", zh: "登记投诉、报修、建议、服务或咨询。"),
    arguments: [RecordEdit.fields], options: [TicketMoves.remark],
    examples: [
      "pm ticket add kind=repair room=1-1-0101 category=水电 channel=phone summary=厨房漏水",
      "pm ticket add kind=complaint severity=high summary=夜间施工 --at '2026-10-01 22:30'",
    ],
    notes: [
      Words(
        "The number is given: prefix by kind, month of created_at, serial without gaps (TS-202610-0001).",
        zh: "工单号自动生成：类型前缀、受理月份、连续流水号（TS-202610-0001）。"),
      Words(
        "Who takes the call (first_contact, else the actor) owns the reply until the ticket is closed.",
        zh: "接待人（first_contact，默认操作人）为首问责任人，负责答复直至关闭。"),
      Words(
        "Without a room and a customer it is of the part of the organisation whose desk took it down, or to whose department somebody dispatches it; of all parts where nothing tells.",
        zh: "未填房间与客户的工单归受理人所在范围，派往其他部门后归该部门所在范围；均无法判断的，各范围可见。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let words = arguments.all(RecordEdit.fields)
    let added = try context.write { context, database in
      let zone = try context.databaseZone()
      var draft = try TicketDraft(words, database, zone: zone)
      let at = try draft.createdAt ?? context.eventTime()
      if at > context.now() {
        throw Failure(
          .badData, "at-in-the-future",
          Words("\(zone.text(at)) is later than now", zh: "\(zone.text(at)) 晚于现在"),
          at: Place(columnName: "created_at"))
      }
      draft.set("created_at", .instant(at), text: zone.text(at))
      draft.setIfEmpty("first_contact", context.actor)
      let number = try draft.number(database, at: at, zone: zone)
      let id = try database.insertTicket(number: number, draft.values)
      let mover = try TicketMover(
        database, zone: zone, actor: context.actor, run: database.entry)
      let remark = try TicketMoves.remark(arguments, database, zone)
      try mover.begin(id, at: at, remark: remark, values: draft.values)
      for cluster in try database.clusters(around: id, least: database.settings().leastCluster) {
        context.warn(
          Words(
            "\(cluster.tickets.count) tickets on \(cluster.cause) in \(cluster.place) within a day",
            zh: "\(cluster.place) 一日内有 \(cluster.tickets.count) 张“\(cluster.cause)”工单"))
      }
      try context.warnOfStrangers(draft.values, database)
      for doubt in try database.doubts(ofNew: id, number: number, draft, zone: zone) {
        context.warn(doubt)
      }
      context.summary("ticket add", [("created", 1)])
      return id
    }
    if context.common.dryRun { return }
    var query = RecordQuery(
      Ticket.record,
      columns: ["number", "kind", "state", "first_contact", "respond_due_at", "finish_due_at"]
        .compactMap { Ticket.record.column($0) })
    query.condition = ("t.id = ?1", [.integer(added)])
    try context.openForReading()
    try context.list(query)
  }
}

/// A ticket as it was typed.
struct TicketDraft {
  private(set) var values: [TypedValue] = []

  /// The prefix of each kind's numbers.
  static let prefixes = [
    "complaint": "TS", "repair": "WX", "suggestion": "JY", "service": "FW", "enquiry": "ZX",
  ]

  /// What only history may bring along.
  private static let times: Set = [
    "dispatched_at", "accepted_at", "finished_at", "verified_at", "verify_result", "closed_at",
    "state",
  ]

  init(_ words: [String], _ database: Database, zone: Zone) throws {
    let reader = FilterReader(Ticket.record, database, zone: zone, for: nil)
    for (name, text) in try RecordEdit.pairs(words) {
      let column = try reader.column(name)
      if column.isManaged || !column.isStored || Self.times.contains(column.name) {
        throw Failure.refused(
          "not-by-hand",
          Words(
            "\(column.name) comes from the moves of the ticket", zh: "\(column.zh)由工单流转产生，不能填写"),
          hint: Words("history comes in with pm ticket import", zh: "历史工单请用 pm ticket import"))
      }
      var value = try database.typed(column, text, zone: zone)
      if column.name == "category", !value.text.isEmpty {
        if let word = try database.categoryPaths()[value.text] {
          value = TypedValue(column, .text(word), text: word)
        }
        try database.requireCategory(value.text)
      }
      values.removeAll { $0.column.name == column.name }
      values.append(value)
    }
    if let category = self["category"]?.text, !category.isEmpty, let kind = self["kind"]?.text {
      try database.requireCategory(category, of: kind)
    }
    guard let kind = self["kind"], kind.value != .null else {
      throw Failure.refused(
        "required", Words("kind is missing", zh: "缺少工单类型 kind"),
        hint: Words(
          "kind=complaint, repair, suggestion, service or enquiry",
          zh: "kind=complaint、repair、suggestion、service 或 enquiry"))
    }
    try values.refuse(by: Ticket.record.rules)
  }

  subscript(name: String) -> TypedValue? { values.first { $0.column.name == name } }

  var createdAt: Instant? {
    guard case .integer(let seconds)? = self["created_at"]?.value else { return nil }
    return Instant(seconds: seconds)
  }

  mutating func set(_ name: String, _ value: SQLValue, text: String) {
    guard let column = Ticket.record.column(name) else { return }
    values.removeAll { $0.column.name == name }
    values.append(TypedValue(column, value, text: text))
  }

  mutating func setIfEmpty(_ name: String, _ text: String) {
    if self[name].map({ $0.value == .null }) ?? true { set(name, .text(text), text: text) }
  }

  /// The next number of the series; a typed one must not leave a gap in it.
  mutating func number(_ database: Database, at: Instant, zone: Zone) throws -> String {
    let month = zone.day(of: at).period
    let series =
      "\(Self.prefixes[self["kind"]?.text ?? ""] ?? "FW")-\(padded(month.year, 4))\(padded(month.month, 2))-"
    let next = series + padded(Int(try database.lastTicketSerial(series) + 1), 4)
    let typed = self["number"]?.text ?? ""
    values.removeAll { $0.column.name == "number" }
    if typed.isEmpty || typed == next { return next }
    if try database.scalar("SELECT 1 FROM ticket WHERE key = ?1", [.text(NaturalKey.of(typed))])
      != nil
    {
      throw Failure.refused(
        "exists", Words("ticket \"\(typed)\" exists already", zh: "工单“\(typed)”已存在"),
        hint: Words("leave number out: the next is \(next)", zh: "不必填工单号，下一号为 \(next)"))
    }
    if TicketDraft.prefixes.values.contains(where: { typed.hasPrefix($0 + "-") }) {
      throw Failure.refused(
        "number-gap",
        Words("number: \(typed) is not the next of its series", zh: "工单号 \(typed) 不是下一号"),
        hint: Words("leave number out: the next is \(next)", zh: "不必填工单号，下一号为 \(next)"))
    }
    return typed
  }
}
