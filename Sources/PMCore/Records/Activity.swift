// Community events: what a centre held for its customers, and how many came.

/// An event that a management centre or community held.
package enum Activity {
  package static let record: RecordType = .init(
    "activity", zh: "社区活动", key: ["code"],
    Words("Community events, held by centres.", zh: "社区互动活动。"),
    .code("code", zh: "活动编码", aliases: ["编码", "编号"]),
    .text("name", zh: "活动名称", aliases: ["名称", "主题"], required: true, limit: 200),
    .reference(
      "org", to: Org.record, zh: "组织编码", aliases: ["组织", "管理中心", "楼盘"], required: true,
      Words("The centre or community that held it.", zh: "举办活动的管理中心或楼盘。")),
    .date(
      "held_on", zh: "举办日期", aliases: ["日期", "活动日期"], Words("Empty: planned.", zh: "空：计划中。")),
    .integer("participants", 0...10_000_000, zh: "参加人数", aliases: ["人数"]),
    .text("place", zh: "地点", limit: 200),
    .text("staff", zh: "负责人", limit: 200).naming(.staff),
    .text("note", zh: "备注", aliases: ["说明"])
  ).index("(held_on)")
}
