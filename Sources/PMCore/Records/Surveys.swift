// Satisfaction surveys: the campaign, and what each room answered.

/// A survey campaign.
package enum Survey {
  package static let record: RecordType = .init(
    "survey", zh: "满意度调查", key: ["code"],
    Words("Survey campaigns.", zh: "满意度调查活动。"),
    .code("code", zh: "调查编码", aliases: ["编码", "编号"]),
    .text("name", zh: "调查名称", aliases: ["名称"], required: true, limit: 200),
    .reference(
      "scope", to: Org.record, zh: "范围", aliases: ["楼盘", "小区"],
      Words("The organisation whose rooms are asked.", zh: "被调查房间所属的组织。")),
    .date("from", zh: "开始日期", aliases: ["开始时间"], required: true),
    .date("to", zh: "结束日期", aliases: ["结束时间"], required: true),
    .decimal("target", scale: 4, zh: "目标值", Words("A ratio: 0.85.", zh: "比率：0.85。")),
    .text("note", zh: "备注", aliases: ["说明"])
  )
  .rule(.order("from", "to"))
  .rule(
    RowRule(
      "target", code: "not-a-ratio",
      Words("target is above 1; a share of 85% is 0.85", zh: "目标值大于 1；85% 请写 0.85")
    ) { cells in
      cells.first?.integer.map { $0 <= 10_000 } ?? true
    }
  )
  .cross(
    CrossCheck(
      "scope", code: "answers-outside",
      Words("rooms outside this scope have answered already", zh: "已有该范围以外的房间答卷"),
      sql: """
        \(Answer.underScopes)
        SELECT touched.id FROM touched
         WHERE EXISTS (SELECT 1 FROM answer AS t WHERE t.survey_id = touched.id AND \(Answer.isOutside))
        """))
}

/// What a room answered in one dimension of a survey.
package enum Answer {
  package static let dimensions = [
    Choice("overall", "总体满意度", "总体"), Choice("loyalty", "忠诚度"), Choice("repurchase", "再购买"),
    Choice("recommend", "推荐"), Choice("complaint_handling", "投诉处理"),
    Choice("property_service", "物业服务"), Choice("repair", "维修"), Choice("security", "秩序安全"),
    Choice("cleaning", "清洁绿化"), Choice("sales", "销售服务"), Choice("design", "规划设计"),
    Choice("quality", "工程质量"),
  ]

  package static let record: RecordType = .init(
    "answer", zh: "调查答卷", key: ["survey", "room", "dimension"],
    Words("Answers to surveys, by room and dimension.", zh: "调查答卷（按房间和维度）。"),
    .reference("survey", to: Survey.record, zh: "调查编码", aliases: ["调查"], required: true),
    .reference(
      "room", to: Room.record, zh: "房号", aliases: ["房屋", "房屋编号", "房间", "房间号"], required: true),
    .choice("dimension", dimensions, zh: "维度", aliases: ["项目"], required: true),
    .integer("score", 1...5, zh: "评分", aliases: ["分数", "满意度"], required: true),
    .date("answered_on", zh: "答卷日期").pastOnly,
    .text("department", zh: "责任部门", aliases: ["部门"], limit: 200),
    .text("comment", zh: "意见", limit: 2000)
  )
  .cross(
    CrossCheck(
      "room", code: "outside-the-survey",
      Words("lies outside the survey's scope, and is not asked", zh: "不在该调查的范围内，不能答卷"),
      sql: """
        \(underScopes)
        SELECT t.id FROM touched JOIN answer AS t ON t.id = touched.id WHERE \(isOutside)
        """))

  /// Of each survey's scope the organisations in it, as a WITH.
  package static let underScopes = """
    WITH RECURSIVE inside(scope, org, depth) AS (
      SELECT DISTINCT scope_id, scope_id, 0 FROM survey WHERE scope_id IS NOT NULL
      UNION ALL
      SELECT inside.scope, org.id, depth + 1
        FROM inside JOIN org ON org.parent_id = inside.org
       WHERE depth < 64)
    """

  /// That the answer in row `t` comes from a room outside its survey's scope, after `underScopes`.
  package static let isOutside = """
    EXISTS (SELECT 1 FROM survey AS s JOIN room AS r ON r.id = t.room_id
             WHERE s.id = t.survey_id AND s.scope_id IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM inside
                                WHERE inside.scope = s.scope_id AND inside.org = r.community_id))
    """
}
