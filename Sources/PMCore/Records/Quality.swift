// What quality work leaves behind: nonconformities, and the log of work and duty.

/// Something that was not as it should be, and what was done so that it does not come again.
package enum Nonconformity {
  package static let dispositions = [
    Choice("rework", "返工"), Choice("repair", "返修"), Choice("concession", "让步接收"),
    Choice("replace", "更换"), Choice("compensate", "赔偿"), Choice("explain", "解释说明"),
    Choice("other", "其他"),
  ]

  package static let record: RecordType = .init(
    "nonconformity", zh: "不合格", key: ["number"],
    Words("Nonconformities and corrective actions.", zh: "不合格及其纠正、预防措施。"),
    .code("number", zh: "不合格编号", aliases: ["编号", "单号"]),
    .date("found_on", zh: "发现日期", required: true),
    .reference("ticket", to: Ticket.record, zh: "工单号", aliases: ["单号"]),
    .text("description", zh: "不合格描述", aliases: ["描述", "事实"], required: true, limit: 4096),
    .text("department", zh: "责任部门", aliases: ["部门"], limit: 200).naming(.department),
    .choice("disposition", dispositions, zh: "处置方式", aliases: ["处置"]),
    .text("root_cause", zh: "根本原因", aliases: ["原因"], limit: 4096),
    .text(
      "correction", zh: "纠正", limit: 4096, Words("What mended this case.", zh: "对本次不合格的处置。")),
    .text(
      "corrective_action", zh: "纠正措施", limit: 4096,
      Words("What removes the cause.", zh: "消除原因的措施。")),
    .text(
      "preventive_action", zh: "预防措施", limit: 4096,
      Words("What keeps it from happening elsewhere.", zh: "防止在别处发生的措施。")),
    .text("owner", zh: "责任人", aliases: ["负责人"], required: true, limit: 200).naming(.staff),
    .date("due_on", zh: "完成期限", aliases: ["期限"]),
    .date("done_on", zh: "完成日期").managed,
    .text("verified_by", zh: "验证人", limit: 200, Words("Never the owner.", zh: "不得为责任人本人。"))
      .naming(.staff).managed,
    .date("verified_on", zh: "验证日期").managed,
    .boolean("effective", zh: "是否有效", Words("Empty: not verified yet.", zh: "空：尚未验证。")).managed,
    .reference(
      "reopened_as", to: Nonconformity.record, zh: "重开为",
      Words("The one that follows where the measures had no effect.", zh: "措施无效时重新开立的编号。")
    ).managed
  )
  .having([.list, .show, .set, .columns])
  .rule(.order("found_on", "due_on"))
  .cross(
    CrossCheck(
      "owner", code: "verified-by-owner",
      Words("the owner is who verified it", zh: "责任人与验证人不能是同一人"),
      sql: """
        SELECT n.id FROM touched JOIN nonconformity AS n ON n.id = touched.id
         WHERE n.owner = n.verified_by
        """)
  )
  .index("(ticket_id)")
}

/// What somebody did or has to do: the work log of a department, the duty log of a shift.
package enum WorkLog {
  package static let kinds = [Choice("work", "工作日志", "工作"), Choice("duty", "值班记录", "值班")]

  package static let record: RecordType = .init(
    "log", zh: "工作日志", key: ["number"],
    Words("Work log and duty log.", zh: "工作日志与值班记录。"),
    .code("number", zh: "日志号", aliases: ["编号"]),
    .choice("kind", kinds, zh: "日志类型", aliases: ["类型"], required: true, default: "work"),
    .instant("at", zh: "时间", required: true),
    .text("staff", zh: "记录人", aliases: ["值班人"], required: true, limit: 200).naming(.staff),
    .text("department", zh: "部门", limit: 200).naming(.department),
    .text("subject", zh: "事项", aliases: ["主题"], required: true, limit: 1000),
    .text("text", zh: "内容", aliases: ["记录"], limit: 20_000),
    .reference(
      "ticket", to: Ticket.record, zh: "工单号", aliases: ["来源工单"],
      Words("Where the task comes from.", zh: "任务来源。")),
    .date("due_on", zh: "期限", aliases: ["完成期限"]),
    .date("done_on", zh: "完成日期"),
    .text("output", zh: "输出", limit: 1000, Words("What came of it.", zh: "工作成果。")),
    .text(
      "handed_to", zh: "交接给", aliases: ["接班人"], limit: 200,
      Words("Who has it now, after a hand-over.", zh: "交接后的承办人。")
    ).naming(.staff),
    .choice(
      "origin", [Choice("hand", "手工"), Choice("ticket", "工单")], zh: "登记方式", default: "hand",
      Words("Written by hand, or by the moves of a ticket.", zh: "手工登记，或由工单流转产生。")
    ).managed.hidden
  )
  .having([.list, .show, .set, .columns])
  .index("(at)")
  .index("(due_on) WHERE done_on IS NULL")
  .index("(ticket_id)")
}
