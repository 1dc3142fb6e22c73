// A room, and the owner that a room sheet carries on the same row.

/// A room: what is lived in, let, and charged.
package enum Room {
  package static let kinds = [
    Choice("residence", "住宅", "别墅", "宿舍"), Choice("shop", "商铺", "店铺"),
    Choice("office", "办公", "写字楼"), Choice("parking", "车位", "车库"),
    Choice("storage", "储藏室", "储藏间"), Choice("public", "公共", "公共区域"),
  ]
  package static let finishes = [
    Choice("shell", "毛坯", "毛坯房"), Choice("furnished", "精装", "精装修", "装修"),
  ]
  package static let statuses = [
    Choice("unsold", "未售", "未销售"), Choice("sold", "已售"), Choice("delivered", "已交房", "已交付", "未入住", "已装修", "装修中"),
    Choice("occupied", "已入住", "自住"), Choice("let", "已出租", "出租"), Choice("vacant", "空置", "空闲"),
  ]

  /// A floor area above this is told: one point too few.
  package static let largestArea = Quantity(units: 1_000_000_000)

  package static let record: RecordType = .init(
    "room", zh: "房间", key: ["code"],
    Words("Rooms: residences, shops, offices, parking spaces.", zh: "房间：住宅、商铺、办公、车位。"),
    .code(
      "code", zh: "房号",
      aliases: [
        "房屋", "房屋编号", "房屋编码", "房间", "房间号", "房间编号", "房间编码", "房间代码", "门牌", "门牌号", "室号", "房产编号", "room",
      ],
      Words("As people write it: 1-2-0101.", zh: "如 1-2-0101。")),
    .reference(
      "community", to: Org.record, zh: "楼盘", aliases: ["小区", "小区名称", "项目", "项目名称"],
      required: true,
      Words("Its org of kind community; centre and company are above that.", zh: "类型为楼盘的组织；其上为管理中心与公司。")
    ).fixed.restricted("kind = 'community'"),
    .text(
      "building", zh: "楼栋", aliases: ["楼栋号", "楼栋编号", "楼号", "楼宇", "栋", "栋号", "幢"], limit: 64,
      Words(
        "As people say it; where the building is an org of its own, its code or name.",
        zh: "楼栋的叫法；楼宇另建为组织时填其编码或名称。")
    ).verbatim,
    .text("unit", zh: "单元", aliases: ["单元号", "单元编号"], limit: 64).verbatim,
    .integer("floor", -20...500, zh: "楼层", aliases: ["房屋楼层", "所在楼层", "层"]),
    .text("number", zh: "房间序号", aliases: ["房间号码"], limit: 64).verbatim,
    .choice(
      "kind", kinds, zh: "房屋类型", aliases: ["房间类型", "物业类型", "用途"], default: "residence"),
    .decimal(
      "floor_area", scale: 4, zh: "建筑面积", aliases: ["房屋面积", "面积", "计费面积", "收费面积"], "m²"),
    .decimal("usable_area", scale: 4, zh: "使用面积", aliases: ["室内面积", "套内面积"], "m²"),
    .choice("finish", finishes, zh: "装修标准", aliases: ["装修状况", "交房标准"]),
    .date("delivered_on", zh: "交付日期", aliases: ["交房日期", "入伙日期", "收楼日期"]),
    .choice(
      "status", statuses, zh: "房屋状态", aliases: ["出售情况", "居住情况", "出租情况"], default: "unsold"),
    .integer("household_size", 0...1000, zh: "居住人数", aliases: ["人口", "家庭人数"]),
    .text("note", zh: "备注", aliases: ["摘要", "说明"]),
    .text(
      "product", zh: "产品类型", aliases: ["产品"], limit: 64,
      Words("What was built: high-rise, villa, …", zh: "高层、洋房、别墅等。")
    ).hidden,
    .date(
      "ended_on", zh: "终止日期",
      Words("The last day of a room that was split or merged.", zh: "房间拆分或合并前的最后一天。")
    ).hidden,
    .text(
      "successor", zh: "后续房间",
      Words("The rooms that came of it, parted by blanks.", zh: "拆分或合并后的房间，以空格分隔。")
    ).verbatim.hidden
  )
  .cross(
    CrossCheck(
      "ended_on", code: "room-in-use",
      Words("comes before the end of a charge or a meter of the room", zh: "早于该房间某项收费或仪表的结束日期"),
      remedy: Words(
        "pm room split and pm room merge end a room with its charges and meters",
        zh: "pm room split、pm room merge 会连同收费与仪表一并终止房间"),
      whereGiven: true,
      sql: """
        SELECT touched.id
          FROM touched
          JOIN room ON room.id = touched.id
         WHERE room.ended_on IS NOT NULL
           AND (EXISTS (SELECT 1 FROM charge
                         WHERE room_id = room.id AND ("to" IS NULL OR "to" > room.ended_on))
                OR EXISTS (SELECT 1 FROM meter
                            WHERE room_id = room.id AND (removed_on IS NULL OR removed_on > room.ended_on)))
        """)
  )
  .part(
    RecordPart(
      record: { Customer.record },
      sources: [
        ("code", .column(ownerCode)), ("name", .column(ownerName)),
        ("phone", .column(.phone("owner_phone", zh: "业主电话", aliases: phoneAliases))),
        (
          "id_number",
          .column(.idNumber("owner_id_number", zh: "证件号码", aliases: ["身份证", "身份证号", "身份证号码"]))
        ),
        ("kind", .constant("person")), ("stage", .constant("owner")),
      ],
      presence: ["owner_code", "owner_name"], repeatsCarrier: false)
  )
  .part(
    RecordPart(
      record: { Occupancy.record },
      sources: [
        ("room", .shared("code")), ("customer", .column(ownerCode)), ("role", .constant("owner")),
        ("from", .column(.date("owner_from", zh: "业主起始日期", aliases: ["购房日期"], sinceEver: true, since))),
      ],
      presence: ["owner_code", "owner_name"], repeatsCarrier: false))

  package static let ownerCode = Column.code(
    "owner_code", zh: "业主编号", aliases: ["客户编号", "客户代码"], required: false)
  package static let ownerName = Column.text(
    "owner_name", zh: "业主", aliases: ["业主名称", "业主姓名", "户名", "姓名", "客户名称", "客户名"],
    limit: 200)
  private static let since = Words(
    "Empty, or left out: the ownership that stands already; of a new owner, since ever.",
    zh: "为空或无此列：沿用现有业主关系；新业主则不限起始日期。")
  private static let phoneAliases = ["手机号", "手机号码", "手机", "联系电话", "业主联系方式", "电话"]
}
