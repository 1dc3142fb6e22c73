// What happened to rooms and the people in them, one row a move.

/// A handover, move-in, move-out, transfer, split or merge, with its reason.
package enum Move {
  package static let kinds = [
    Choice("handover", "入伙"), Choice("move-in", "迁入"), Choice("move-out", "迁出"),
    Choice("transfer", "过户"), Choice("split", "拆分"), Choice("merge", "合并"),
  ]

  package static let record: RecordType = .init(
    "move", zh: "入住变动", key: ["number"],
    Words("Moves of rooms, with the reasons given.", zh: "房间入伙、迁入、迁出、过户、拆分、合并及其原因。"),
    .serial("number", prefix: "M", width: 7, zh: "变动号"),
    .choice("kind", kinds, zh: "变动类型", required: true),
    .reference("room", to: Room.record, zh: "房号", required: true),
    .reference(
      "customer", to: Customer.record, zh: "客户编号",
      Words("Who came; of a move-out who left.", zh: "迁入方；迁出时为迁出方。")),
    .date("moved_on", zh: "变动日期", required: true),
    .text(
      "reason", zh: "原因",
      Words("Why no reading was taken, or the areas differ.", zh: "未抄表或面积不符的原因。")),
    .integer("run", 0...(.max), zh: "批次", required: true)
  ).document.filtered(by: "room", "customer").index("(room_id)")
}
