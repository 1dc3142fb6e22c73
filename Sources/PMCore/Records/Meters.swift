// Meters and their readings.

/// A meter on a room, or a shared one of an organisation.
package enum Meter {
  package static let record: RecordType = .init(
    "meter", zh: "仪表", key: ["code"],
    Words("Meters of rooms and shared meters.", zh: "房间仪表与公摊仪表。"),
    .code("code", zh: "表号", aliases: ["水表号", "电表号", "气表号", "计费表名称", "仪表编号", "meter"]),
    .reference("room", to: Room.record, zh: "房号", aliases: ["房屋", "房屋编号", "房间", "房间号"]),
    .reference("scope", to: Org.record, zh: "范围"),
    .text("kind", zh: "仪表类型", aliases: ["表类型"], limit: 64),
    .reference("fee", to: Fee.record, zh: "费用编码", aliases: ["收费项目", "费用项"], required: true),
    .decimal(
      "multiplier", scale: 4, minimum: 1, zh: "倍率", aliases: ["水表倍数", "电表倍数"], default: Quantity.unitsOfOne,
      Words("usage = (later − earlier) × multiplier.", zh: "用量 =（本次 − 上次）× 倍率。")),
    .integer(
      "digits", 1...12, zh: "表盘位数",
      Words("Before the point; empty: the dial never turns over.", zh: "整数位数；空：表盘不翻转。")),
    .decimal(
      "max_usage", scale: 4, zh: "最大用量",
      Words("The largest usage, after the multiplier, that a rollover may give.", zh: "翻转时允许的最大用量（乘倍率后）。")),
    .date("installed_on", zh: "安装日期", required: true),
    .decimal(
      "initial", scale: 4, zh: "初始读数", default: 0,
      Words("What it showed on installed_on.", zh: "安装当日的读数。")),
    .reference(
      "parent", to: Meter.record, zh: "总表",
      Words("The main meter behind which it stands.", zh: "其上级总表。")),
    .date("removed_on", zh: "拆除日期").hidden,
    .decimal(
      "year_used", scale: 4, minimum: .min, zh: "年内已用量",
      Words(
        "What was used before installed_on in the calendar year of it, for blocks of the year.",
        zh: "安装日之前当年已用量，用于按年阶梯。")
    ).hidden,
    .reference(
      "replaces", to: Meter.record, zh: "所替换仪表",
      Words("The meter that stood in its place before.", zh: "此前装在同一位置的仪表。")
    ).hidden
  )
  .rule(.exactlyOne("room", "scope"))
  .rule(.order("installed_on", "removed_on"))
  .cross(.tree(of: "meter", Words("the meter would be its own main meter", zh: "仪表不能成为自己的总表")))
  .cross(
    CrossCheck(
      "multiplier", code: "meter-read",
      Words("is not the multiplier or the initial reading that its readings count by", zh: "与已有抄表用量所依据的倍率或初始读数不符"),
      remedy: Words(
        "a multiplier that changes on a day is a new meter's: pm meter replace", zh: "倍率自某日起变更请换表：pm meter replace"),
      sql: """
        SELECT DISTINCT touched.id, iif(r.earlier IS NULL, 'initial', 'multiplier')
          FROM touched
          JOIN meter ON meter.id = touched.id
          JOIN (SELECT *, lag(reading) OVER (PARTITION BY meter_id ORDER BY read_on) AS earlier
                  FROM reading
                 WHERE meter_id IN (SELECT id FROM touched)) AS r ON r.meter_id = meter.id
         WHERE \(isOtherUsage)
        """)
  )
  .cross(
    CrossCheck(
      "removed_on", code: "read-later",
      Words("is a day after which the meter was read", zh: "之后该表仍有读数"),
      remedy: Words("give the day of its last reading", zh: "请填写末次抄表日期"), whereGiven: true,
      sql: """
        SELECT meter.id
          FROM touched
          JOIN meter ON meter.id = touched.id
         WHERE \(isReadLater)
        """)
  )
  .cross(
    CrossCheck(
      "removed_on", code: "room-ended",
      Words("comes after the last day of the room", zh: "晚于房间的终止日期"),
      remedy: Words(
        "remove the meter by that day: pm meter set CODE removed_on=DAY",
        zh: "请在该日之前拆除仪表：pm meter set CODE removed_on=日期"),
      sql: """
        SELECT meter.id
          FROM touched
          JOIN meter ON meter.id = touched.id
          JOIN room ON room.id = meter.room_id
         WHERE room.ended_on IS NOT NULL AND (meter.removed_on IS NULL OR meter.removed_on > room.ended_on)
        """)
  )
  .index("(room_id)")
  .index("(parent_id) WHERE parent_id IS NOT NULL")
  .index("(replaces_id) WHERE replaces_id IS NOT NULL")
}

extension Meter {
  /// Whether a row of meter has a reading of a day after its removal.
  package static let isReadLater =
    "EXISTS (SELECT 1 FROM reading WHERE meter_id = meter.id AND read_on > meter.removed_on)"

  /// Whether a row `r` of reading, with the one `earlier`, has another usage than its `meter` gives.
  package static let isOtherUsage =
    "r.usage IS NOT NULL AND r.kind <> 'rollover' AND r.reading >= coalesce(r.earlier, meter.initial)"
    + " AND abs(r.usage * 10000 - (r.reading - coalesce(r.earlier, meter.initial)) * meter.multiplier) >= 10000"
}

/// What a meter showed on a day.
package enum Reading {
  package static let kinds = [
    Choice("actual", "实抄", "实际"), Choice("estimated", "估抄", "估计"), Choice("rollover", "翻转", "翻表"),
  ]

  package static let record: RecordType = .init(
    "reading", zh: "抄表记录", key: ["meter", "read_on"],
    Words("Meter readings; they come in by pm meter read.", zh: "抄表记录，由 pm meter read 录入。"),
    .reference(
      "meter", to: Meter.record, zh: "表号", aliases: ["水表号", "电表号", "气表号", "计费表名称", "仪表编号"],
      required: true),
    .date("read_on", zh: "抄表日期", aliases: ["本期读表时间", "抄表时间"], required: true).past,
    .decimal(
      "reading", scale: 4, zh: "读数",
      aliases: ["本期度数", "本期读数", "本月读数", "本期止码", "本月抄见数"], required: true),
    .choice("kind", kinds, zh: "抄表方式", default: "actual"),
    .text("note", zh: "备注", aliases: ["摘要", "说明"]),
    .decimal("usage", scale: 4, minimum: .min, zh: "用量").managed,
    .boolean("suspect", zh: "可疑", default: false).managed
  ).document.index("(meter_id, read_on)")
}
