// `pm callback due`: finished tickets whose customers must still be called.
import PMCore
import PMFormat
import PMStore

/// `pm callback due`.
enum CallbackDue: Command {
  static let spec = CommandSpec(
    "callback due", Words("Finished tickets still to be called back.", zh: "列出已完成、尚待回访的工单。"),
    examples: ["pm callback due --as-of 2026-10-31", "pm callback due --format table"],
    notes: [
      Words(
        "Every ticket of the kinds and severities in callback.always, and the share callback.share of all others.",
        zh: "callback.always 中的类型与严重程度全部回访，其余按 callback.share 的比例回访。"),
      Words(
        "It does not matter whether a ticket was judged valid. A reopened ticket must be called again after it is finished again. With callback.share below 1 this list shows only the sampled tickets; the key figure callback_rate still counts all.",
        zh: "无论是否判定有效，都须回访。重开的工单再次完成后须再次回访。callback.share 小于 1 时，本列表只列抽中的工单，指标 callback_rate 仍计全部。"),
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let now = try context.serviceMoment()
    let due = try database.dueCallbacks(
      at: now, zone: zone, rule: try database.settings().callbackRule,
      where: try context.scopeCondition(of: Ticket.record) ?? "1")
    let sink = try context.sink([
      context.column("ticket", "工单号", .plain), context.column("kind", "类型", .plain),
      context.column("severity", "严重程度", .text),
      context.column("room", "房号", .plain), context.column("customer", "客户编号", .plain),
      context.column("first_contact", "首问责任人", .text), context.column("finished_at", "完成时间", .plain),
      context.column("call_by", "回访期限", .plain), context.column("overdue", "超时", .boolean),
      context.column("attempts", "未接通次数", .integer), context.column("reason", "回访依据", .text),
    ])
    for item in due {
      sink.text(item.number)
      sink.text(context.label(item.kind, of: Ticket.kinds))
      sink.text(orNull: item.severity.map { context.label($0, of: Ticket.severities) })
      sink.text(orNull: item.room)
      sink.text(orNull: item.customer)
      sink.text(orNull: item.firstContact)
      sink.text(zone.text(item.finishedAt))
      sink.text(orNull: item.callBy.map(zone.text))
      sink.boolean(item.callBy.map { $0 < now } ?? false)
      sink.integer(item.attempts)
      sink.text(context.label(item.reason.en, item.reason.zh))
      try sink.endRow()
    }
  }
}
