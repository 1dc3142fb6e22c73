// Customer service: tickets, callbacks and the times within which they must be handled.

/// A complaint, repair, suggestion, service or enquiry.
package enum Ticket {
  package static let kinds = [
    Choice("complaint", "投诉"), Choice("repair", "报修", "维修"), Choice("suggestion", "建议"),
    Choice("service", "服务"), Choice("enquiry", "咨询"),
  ]
  package static let channels = [
    Choice("phone", "电话"), Choice("visit", "来访"), Choice("web", "网站", "网络"), Choice("app", "APP", "微信"),
    Choice("letter", "信函"), Choice("staff", "员工"),
  ]
  package static let states = [
    Choice("new", "新建"), Choice("dispatched", "已派工"), Choice("accepted", "已接单"),
    Choice("suspended", "挂起"), Choice("finished", "已完成"), Choice("rework", "返工"),
    Choice("verified", "已验收"), Choice("called-back", "已回访"), Choice("closed", "已关闭"),
    Choice("refused", "退回"), Choice("reopened", "重开"), Choice("cancelled", "已取消"),
    Choice("invalid", "无效"),
  ]
  package static let occasions = [
    Choice("handover", "集中交付", "入伙", "交付"), Choice("open-day", "开放日"),
    Choice("drawing", "一户一图", "图纸不符"), Choice("sales", "销售"),
  ]
  package static let results = [Choice("pass", "合格"), Choice("fail", "不合格")]

  /// The severities that papers know in both languages; others may be used as well.
  package static let severities = [
    Choice("low", "低"), Choice("normal", "一般"), Choice("high", "高"), Choice("urgent", "紧急"),
    Choice("critical", "重大"),
  ]

  /// A severity in both languages; one of the house's own is the same in both.
  package static func severity(_ text: String) -> Words {
    Words(text, zh: severities.first { $0.value == text }?.zh ?? text)
  }

  package static let record: RecordType = .init(
    "ticket", zh: "工单", key: ["number"],
    Words("Tickets: complaints, repairs, suggestions, services, enquiries.", zh: "工单：投诉、报修、建议、服务、咨询。"),
    .code("number", zh: "工单号", aliases: ["单号", "编号", "ticket"]),
    .choice("kind", kinds, zh: "工单类型", aliases: ["类型"], required: true),
    .text("category", zh: "类别", aliases: ["分类"], limit: 200),
    .text(
      "category_path", zh: "类别路径", limit: 2000,
      Words("From the top of the category tree down: 水电/水管.", zh: "自类别树顶层向下：水电/水管。")
    ).computed(Category.pathSQL).hidden,
    .choice("channel", channels, zh: "渠道", aliases: ["来源"]),
    .reference("room", to: Room.record, zh: "房号", aliases: ["房屋", "房屋编号", "房间", "房间号"]),
    .reference("customer", to: Customer.record, zh: "客户编号", aliases: ["业主编号"]),
    .text("summary", zh: "摘要", aliases: ["内容", "事项"], limit: 1000),
    .text("severity", zh: "严重程度", aliases: ["级别"], limit: 64).naming(.severity),
    .instant("created_at", zh: "受理时间", aliases: ["登记时间", "报修时间"], required: true).past,
    .instant("dispatched_at", zh: "派工时间").past,
    .instant("accepted_at", zh: "接单时间", aliases: ["响应时间"]).past,
    .instant("finished_at", zh: "完成时间").past,
    .instant("verified_at", zh: "验收时间").past,
    .choice("verify_result", results, zh: "验收结果"),
    .instant("closed_at", zh: "关闭时间").past,
    .boolean("valid", zh: "有效", aliases: ["是否有效"], Words("Empty: not judged yet.", zh: "空：尚未判定。")),
    .text("department", zh: "部门", limit: 200).naming(.department),
    .text("assignee", zh: "处理人", limit: 200).naming(.staff),
    .text("responsible", zh: "责任方", limit: 200).naming(.either),
    .choice(
      "state", states, zh: "状态",
      Words(
        "Of tickets that pm has moved; empty in imported history (current_state). --where state= asks for the current one.",
        zh: "由 pm 流转的工单的状态；导入的历史为空（见 current_state）。--where state= 按当前状态筛选。")
    ).hidden,
    .choice(
      "current_state", states, zh: "当前状态",
      Words("The state, or what the times of imported history amount to.", zh: "状态；导入的历史由各时间推出。")
    ).computed(TicketState.sql).hidden,
    .text("detail", zh: "详情", limit: 20_000).hidden,
    .contact("contact", zh: "联系人").hidden,
    .text("first_contact", zh: "首问责任人", limit: 200).naming(.staff).hidden,
    .text("cause", zh: "原因", limit: 1000).hidden,
    .text("measure", zh: "措施", limit: 1000).hidden,
    .money("cost", zh: "费用").hidden,
    .reference(
      "fee", to: Fee.record, zh: "费用编码", Words("What a paid service is billed as.", zh: "有偿服务按此费用出账。")
    ).hidden,
    .reference("parent", to: Ticket.record, zh: "上级工单").hidden,
    .reference("duplicate_of", to: Ticket.record, zh: "重复于").hidden,
    .choice(
      "occasion", occasions, zh: "场合",
      Words("The occasion that it came of; empty in daily service.", zh: "来自何种场合；日常服务为空。")
    ).hidden,
    .integer("respond_minutes", 0...5_256_000, zh: "响应时限").managed.hidden,
    .integer("finish_minutes", 0...5_256_000, zh: "完成时限").managed.hidden,
    .integer("callback_minutes", 0...5_256_000, zh: "回访时限").managed.hidden,
    .text("calendar", zh: "工作日历", limit: 64).verbatim.managed.hidden,
    .instant("respond_due_at", zh: "应响应时间").managed.hidden,
    .instant("finish_due_at", zh: "应完成时间").managed.hidden
  )
  .rule(.notNegative("cost", zh: "费用"))
  .rule(.order("created_at", "dispatched_at"))
  .rule(.order("created_at", "accepted_at"))
  .rule(.order("created_at", "finished_at"))
  .rule(.order("created_at", "verified_at"))
  .rule(.order("created_at", "closed_at"))
  .index("(created_at)")
  .index("(created_at) WHERE finished_at IS NULL AND closed_at IS NULL")
  .index("(room_id, occasion) WHERE occasion IS NOT NULL")
}

/// A call to the customer after a ticket was finished.
package enum Callback {
  package static let methods = [
    Choice("phone", "电话"), Choice("visit", "上门"), Choice("sms", "短信"), Choice("app", "APP", "微信"),
    Choice("letter", "信函"),
  ]

  package static let record: RecordType = .init(
    "callback", zh: "回访", key: ["ticket", "called_at"],
    Words("Callbacks on tickets and what the customer said.", zh: "工单回访与客户评价。"),
    .reference("ticket", to: Ticket.record, zh: "工单号", aliases: ["单号"], required: true),
    .instant("called_at", zh: "回访时间", required: true).past,
    .choice("method", methods, zh: "回访方式", default: "phone"),
    .boolean("reached", zh: "是否接通", aliases: ["接通"], default: true),
    .integer("score", 1...5, zh: "评分", aliases: ["满意度"]),
    .text("comment", zh: "意见", aliases: ["客户意见"], limit: 2000),
    .text("staff", zh: "回访人", limit: 200).naming(.staff),
    .reference(
      "follow_up", to: Ticket.record, zh: "后续工单", Words("The ticket that followed.", zh: "由此产生的工单。")
    ).hidden
  )
  .cross(
    CrossCheck(
      "called_at", code: "called-before-the-ticket",
      Words("the call is earlier than its ticket", zh: "回访时间早于工单受理时间"),
      sql: """
        SELECT c.id FROM touched
          JOIN callback AS c ON c.id = touched.id
          JOIN ticket AS t ON t.id = c.ticket_id
         WHERE c.called_at < t.created_at
        """)
  )
  .cross(
    CrossCheck(
      "score", code: "score-unreached",
      Words("nobody was reached who could have given a score", zh: "未接通的回访不能有评分"),
      sql: """
        SELECT c.id FROM touched JOIN callback AS c ON c.id = touched.id
         WHERE c.reached = 0 AND c.score IS NOT NULL
        """)
  )
  .cross(
    CrossCheck(
      "follow_up", code: "follows-itself",
      Words("a ticket does not follow from itself", zh: "后续工单不能是所回访的工单本身"),
      sql: """
        SELECT c.id FROM touched JOIN callback AS c ON c.id = touched.id
         WHERE c.follow_up_id = c.ticket_id
        """)
  )
  .index("(ticket_id, reached, called_at)")
}

/// How fast tickets of a kind, category and severity must be handled; the most specific row rules.
package enum ServiceLevel {
  package static let record: RecordType = .init(
    "sla", zh: "服务时限", key: ["kind", "category", "severity"],
    Words("Service levels: respond, finish and call back within.", zh: "服务时限：响应、完成、回访。"),
    .choice("kind", Ticket.kinds, zh: "工单类型"),
    .text(
      "category", zh: "类别", limit: 200,
      Words(
        "As tickets name it, whole: one of 水电 is not for 水管 below it.",
        zh: "与工单类别完全一致才适用：水电的时限不适用于其下级水管。")),
    .text("severity", zh: "严重程度", limit: 64),
    .integer("respond_minutes", 0...5_256_000, zh: "响应时限", Words("Minutes.", zh: "分钟。")),
    .integer("finish_minutes", 0...5_256_000, zh: "完成时限", Words("Minutes.", zh: "分钟。")),
    .integer("callback_minutes", 0...5_256_000, zh: "回访时限", Words("Minutes.", zh: "分钟。")),
    .text("calendar", zh: "日历", limit: 64, Words("Empty: round the clock.", zh: "空：全天候计时。"))
      .among("code", of: Calendar.record)
  )
  .rule(
    RowRule(
      "finish_minutes", "respond_minutes", code: "finishes-before-it-responds",
      Words("finish_minutes is less than respond_minutes", zh: "完成时限短于响应时限")
    ) { cells in
      guard let finish = cells.first?.integer, let respond = cells.last?.integer else { return true }
      return finish >= respond
    })
}
