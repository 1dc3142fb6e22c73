// What a ticket leaves behind on its way: events, escalations, attachments, materials, notices.

/// One move of a ticket.
package enum TicketEvent {
  package static let moves = TicketMove.allCases.map { Choice($0.rawValue, $0.zh) }

  package static let record: RecordType = .init(
    "ticket-event", zh: "工单事件", key: ["ticket", "serial"],
    Words("The moves of tickets, in order.", zh: "工单流转记录。"),
    .reference("ticket", to: Ticket.record, zh: "工单号", required: true),
    .integer("serial", 1...1_000_000, zh: "序号", required: true),
    .instant("at", zh: "时间", required: true),
    .text("actor", zh: "操作人", required: true, limit: 200).naming(.staff),
    .choice("move", moves, zh: "动作", required: true),
    .choice("from_state", Ticket.states, zh: "原状态"),
    .choice("to_state", Ticket.states, zh: "新状态", required: true),
    .text("remark", zh: "备注", limit: 4096),
    // The contact is among them; moments have ten digits, telephones have eleven.
    Column(
      "changed", "变更内容", [], ContactKind(limit: 65_536, least: 11),
      Words("The columns that the move set, as JSON.", zh: "本次写入的列（JSON）。")),
    .integer("run", 0...(.max), zh: "批次", required: true).hidden,
    .instant(
      "latest", zh: "至此最晚时间", required: true,
      Words(
        "The latest time of all events up to this one, in the order in which they were entered.",
        zh: "按登记顺序，至本条为止全部事件的最晚时间。")
    ).hidden
  ).document.filtered(by: "ticket").index("(ticket_id, serial)")
}

/// A level of the organisation to which an overdue ticket was raised.
package enum Escalation {
  package static let record: RecordType = .init(
    "escalation", zh: "升级记录", key: ["ticket", "level"],
    Words("Overdue tickets raised up the organisation.", zh: "超时工单逐级升级记录。"),
    .reference("ticket", to: Ticket.record, zh: "工单号", required: true),
    .integer("level", 1...64, zh: "级别", required: true),
    .reference("org", to: Org.record, zh: "升级至", required: true),
    .instant("raised_at", zh: "升级时间", required: true),
    .instant("due_at", zh: "应完成时间", required: true),
    .integer("run", 0...(.max), zh: "批次", required: true).hidden
  ).document.filtered(by: "ticket").index("(ticket_id, level)")
}

/// A message waiting in the outbox.
package enum Notice {
  package static let states = [
    Choice("queued", "待发送"), Choice("sent", "已发送"), Choice("failed", "发送失败"),
    Choice("acknowledged", "已确认"),
  ]
  package static let record: RecordType = .init(
    "notice", zh: "通知", key: ["number"],
    Words("Messages in the outbox.", zh: "待发与已发的通知。"),
    .serial("number", prefix: "N", width: 7, zh: "通知号"),
    .text("template", zh: "模板", required: true, limit: 100),
    .reference("org", to: Org.record, zh: "接收组织"),
    .text("staff", zh: "接收人", limit: 200).naming(.staff),
    .reference("customer", to: Customer.record, zh: "接收客户", aliases: ["客户编号"]),
    .reference("ticket", to: Ticket.record, zh: "工单号"),
    .integer("level", 1...64, zh: "级别"),
    .text(
      "text", zh: "内容", limit: 2000,
      Words("What it says; empty where the template says it all.", zh: "正文；模板自带内容时为空。")
    ).hidden,
    .instant("queued_at", zh: "入队时间", required: true),
    .choice("state", states, zh: "状态", required: true, default: "queued"),
    .integer(
      "attempts", 0...1_000_000, zh: "发送次数", required: true, default: 0,
      Words("How often it was handed over.", zh: "已提交发送程序的次数。")
    ),
    .instant("sent_at", zh: "发送时间").hidden,
    .text("failure", zh: "失败原因", limit: 200),
    .instant("acknowledged_at", zh: "确认时间").hidden,
    .integer("run", 0...(.max), zh: "批次", required: true).hidden
  ).document.filtered(by: "ticket")
    .index("UNIQUE (template, ticket_id, level) WHERE ticket_id IS NOT NULL AND level IS NOT NULL")
}

/// A file that belongs to a ticket: where it lies and what it holds.
package enum Attachment {
  package static let record: RecordType = .init(
    "attachment", zh: "附件", key: ["ticket", "path"],
    Words("Files of tickets, by path and digest.", zh: "工单附件：路径与摘要值。"),
    .reference("ticket", to: Ticket.record, zh: "工单号", required: true),
    .text("path", zh: "路径", required: true, limit: 1000),
    .text("digest", zh: "摘要值", required: true, limit: 64, Words("SHA-256.", zh: "SHA-256。")).verbatim,
    .integer("size", 0...(.max), zh: "字节数", required: true),
    .text("note", zh: "备注", limit: 1000),
    .instant("attached_at", zh: "添加时间", required: true),
    .integer("run", 0...(.max), zh: "批次", required: true).hidden
  ).document.filtered(by: "ticket").index("(ticket_id)")
}

/// What a repair used up.
package enum Material {
  package static let record: RecordType = .init(
    "material", zh: "用料", key: ["ticket", "name"],
    Words("Materials used on tickets.", zh: "工单用料。"),
    .reference("ticket", to: Ticket.record, zh: "工单号", aliases: ["单号"], required: true),
    .text("name", zh: "材料名称", aliases: ["名称"], required: true, limit: 200),
    .decimal("quantity", scale: 4, zh: "数量", required: true),
    .text("unit", zh: "单位", limit: 20),
    .decimal("price", scale: 8, zh: "单价"),
    .money(
      "amount", minimum: 0, zh: "金额",
      Words(
        "Quantity × price, where it was given; papers work it out where it was not.",
        zh: "数量 × 单价；未填写时由单据计算。")),
    .text("note", zh: "备注", limit: 1000)
  )
  .cross(
    CrossCheck(
      "amount", code: "not-quantity-times-price",
      Words("is not quantity × price", zh: "不等于数量 × 单价"),
      sql: "SELECT t.id FROM touched JOIN material AS t ON t.id = touched.id WHERE \(isWrong)")
  )
  .index("(ticket_id)")

  /// That the amount in row `t` is not quantity × price to the fen, halves up; without a price or
  /// without an amount there is nothing to compare.
  package static let isWrong = """
    t.amount_minor IS NOT NULL AND t.price IS NOT NULL
    AND (t.quantity * t.price - t.amount_minor * 10000000000 >= 5000000000
         OR t.amount_minor * 10000000000 - t.quantity * t.price > 5000000000)
    """
}
