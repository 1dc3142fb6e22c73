// What rooms were like before: areas, household size and status in dated versions.

/// A room's values from a day on; the last version holds what the room's own row says.
///
/// A room without versions has always been as its row says.
package enum RoomVersions {
  /// The columns of a room that have versions.
  package static let columns = ["floor_area", "usable_area", "household_size", "status"]

  package static let record: RecordType = .init(
    "room-version", zh: "房间版本", key: ["room", "from"],
    Words(
      "What rooms were like from which day on; pm room set --effective writes it.",
      zh: "房间自何日起的面积、人数与状态，由 pm room set --effective 写入。"),
    .reference("room", to: Room.record, zh: "房号", required: true),
    .date("from", zh: "生效日期", sinceEver: true),
    .decimal("floor_area", scale: 4, zh: "建筑面积", "m²"),
    .decimal("usable_area", scale: 4, zh: "使用面积", "m²"),
    .integer("household_size", 0...1000, zh: "居住人数"),
    .choice("status", Room.statuses, zh: "房屋状态", required: true)
  ).document.filtered(by: "room").index("(room_id, \"from\")")
}
