// What service work is measured by: categories, procedures, and the visits of assistants.

/// A node of the tree of ticket categories.
package enum Category {
  package static let record: RecordType = .init(
    "category", zh: "工单类别", key: ["code"],
    Words("The tree of ticket categories.", zh: "工单类别树。"),
    .code("code", zh: "类别编码", aliases: ["编码", "编号"]),
    .reference("parent", to: Category.record, zh: "上级类别", aliases: ["上级"]),
    .choice("kind", Ticket.kinds, zh: "工单类型", Words("Empty: any kind.", zh: "空：任何类型。")),
    .text("name", zh: "类别名称", aliases: ["名称", "类别"], required: true, limit: 200)
  )
  .cross(.tree(of: "category", Words("the category would be its own ancestor", zh: "类别不能成为自己的上级")))
  .cross(
    CrossCheck(
      "kind", code: "category-kind",
      Words("another kind than the category above", zh: "工单类型与上级类别不一致"),
      sql: """
        WITH RECURSIVE up(start, node, depth) AS (
          SELECT id, parent_id, 1 FROM category WHERE kind IS NOT NULL AND parent_id IS NOT NULL
          UNION ALL
          SELECT up.start, c.parent_id, depth + 1 FROM up JOIN category AS c ON c.id = up.node
           WHERE c.kind IS NULL AND c.parent_id IS NOT NULL AND depth < 64),
        wrong(start) AS (
          SELECT up.start
            FROM up
            JOIN category AS low ON low.id = up.start
            JOIN category AS high ON high.id = up.node
           WHERE low.kind <> high.kind)
        SELECT id FROM touched
         WHERE id IN (SELECT start FROM wrong)
            OR id IN (SELECT node FROM up WHERE start IN (SELECT start FROM wrong))
        """)
  )

  /// The names from the top of the tree down to the category of ticket `t`, as SQL: 水电/水管/漏水.
  ///
  /// Eight levels at most: SQLite lets no recursive query look at the row that it is asked for.
  package static let pathSQL: String = {
    let above = 1...7
    let names = above.reversed().map { "COALESCE(c\($0).name || '/', '')" } + ["c0.name"]
    let joins = above.map { "LEFT JOIN category AS c\($0) ON c\($0).id = c\($0 - 1).parent_id" }
    let path = """
      SELECT \(names.joined(separator: " || "))
        FROM category AS c0
        \(joins.joined(separator: "\n  "))
      """
    // A code is one category, a name may be several.
    return """
      COALESCE(
        (\(path) WHERE c0.code = t.category),
        (\(path) WHERE c0.name = t.category ORDER BY c0.key LIMIT 1))
      """
  }()
}

/// How tickets of a kind are worked on, and what they need before they are closed.
package enum Procedure {
  package static let record: RecordType = .init(
    "procedure", zh: "作业程序", key: ["kind"],
    Words("Procedures: what must be done, and how it is judged.", zh: "作业程序：做什么、如何判定。"),
    .choice("kind", Ticket.kinds, zh: "工单类型", aliases: ["类型"], required: true),
    .text("name", zh: "程序名称", aliases: ["名称"], limit: 200),
    .boolean(
      "verify", zh: "须验收", default: false,
      Words("Closed only after it was verified.", zh: "验收合格后方可关闭。")),
    .boolean(
      "callback", zh: "须回访", default: false,
      Words("Closed only after the customer was reached.", zh: "回访到客户后方可关闭。")),
    .text("steps", zh: "作业要求", aliases: ["必须做什么"], Words("What must be done.", zh: "必须做什么。")),
    .text("expected", zh: "预期结果", Words("The expected result.", zh: "预期结果。")),
    .text("judged_by", zh: "判定方法", Words("How it is judged.", zh: "如何判定。")),
    .text("feeds", zh: "输出去向", Words("What the result feeds.", zh: "结果用于何处。")),
    .text("document", zh: "文件编号", limit: 100).verbatim,
    .text("version", zh: "版本", limit: 40))
}

/// A visit of an assistant to a customer or a room.
package enum Visit {
  package static let purposes = [
    Choice("courtesy", "礼节性走访"), Choice("handover", "入伙走访"), Choice("complaint", "投诉走访"),
    Choice("repair", "维修走访"), Choice("arrears", "催费走访"), Choice("survey", "满意度走访"),
    Choice("festival", "节日走访"), Choice("other", "其他"),
  ]

  package static let record: RecordType = .init(
    "visit", zh: "走访", key: ["assistant", "visited_at"],
    Words("Visits of assistants, and what came of them.", zh: "助理走访及措施落实。"),
    .text("assistant", zh: "助理", aliases: ["走访人"], required: true, limit: 200).naming(.staff),
    .instant("visited_at", zh: "走访时间", required: true).past,
    .reference("room", to: Room.record, zh: "房号", aliases: ["房屋", "房间"]),
    .reference("customer", to: Customer.record, zh: "客户编号", aliases: ["业主编号"]),
    .choice("purpose", purposes, zh: "走访目的", default: "courtesy"),
    .integer("score", 1...5, zh: "评分", aliases: ["满意度"]),
    .text("comment", zh: "客户意见", aliases: ["意见"], limit: 2000),
    .text("measure", zh: "措施", limit: 2000, Words("What was promised.", zh: "答应采取的措施。")),
    .date("due_on", zh: "措施期限"),
    .date("carried_out_on", zh: "落实日期", aliases: ["完成日期"]).past,
    .reference(
      "ticket", to: Ticket.record, zh: "工单号", Words("What followed from it.", zh: "由此产生的工单。"))
  )
  .cross(
    CrossCheck(
      "room", code: "nobody-visited",
      Words("neither a room nor a customer is named", zh: "房号与客户均未填写"),
      sql: """
        SELECT v.id FROM touched JOIN visit AS v ON v.id = touched.id
         WHERE v.room_id IS NULL AND v.customer_id IS NULL
        """)
  )
  .cross(
    CrossCheck(
      "carried_out_on", code: "carried-out-before-the-visit",
      Words("carried out on a day before the visit", zh: "落实日期早于走访日期"),
      sql: """
        SELECT v.id FROM touched JOIN visit AS v ON v.id = touched.id
         WHERE v.carried_out_on < (v.visited_at - 43200) / 86400
        """)
  )
  .index("(room_id, visited_at)")
}
