// Working calendars: hours by weekday, holidays and make-up workdays.

/// The hours in which a centre works.
package enum Calendar {
  package static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  package static let record: RecordType = .init(
    "calendar", zh: "工作日历", key: ["code"],
    Words("Working calendars: hours by weekday.", zh: "工作日历：每周工作时间。"),
    .code("code", zh: "日历编码", aliases: ["编码", "日历"]),
    .text("name", zh: "日历名称", aliases: ["名称"], limit: 200),
    .hours("monday", zh: "周一", aliases: ["星期一"], hours),
    .hours("tuesday", zh: "周二", aliases: ["星期二"], hours),
    .hours("wednesday", zh: "周三", aliases: ["星期三"], hours),
    .hours("thursday", zh: "周四", aliases: ["星期四"], hours),
    .hours("friday", zh: "周五", aliases: ["星期五"], hours),
    .hours("saturday", zh: "周六", aliases: ["星期六"], hours),
    .hours("sunday", zh: "周日", aliases: ["星期日"], hours)
  )
  .cross(
    CrossCheck(
      "code", code: "calendar-without-hours",
      Words("the calendar has no working hours", zh: "日历没有任何工作时间"),
      sql: """
        SELECT c.id FROM touched JOIN calendar AS c ON c.id = touched.id
         WHERE \(weekdays.map { "COALESCE(c.\($0), '-') = '-'" }.joined(separator: " AND "))
        """)
  )
  .part(
    RecordPart(
      record: { CalendarDay.record },
      sources: [
        ("calendar", .shared("code")), ("date", .column(CalendarDay.date)),
        ("kind", .column(CalendarDay.kind)), ("hours", .column(CalendarDay.hours)),
        ("remark", .column(CalendarDay.remark)),
      ],
      presence: ["date"], repeatsCarrier: true))

  private static let hours = Words(
    "Such as 08:30-12:00 13:30-17:30; empty is a day off.", zh: "如 08:30-12:00 13:30-17:30；空为休息。")
}

/// A day that differs from its weekday.
package enum CalendarDay {
  package static let date = Column.date("date", zh: "日期", aliases: ["节假日"], required: true)
  package static let kind = Column.choice(
    "kind", [Choice("holiday", "节假日", "休息", "放假"), Choice("workday", "调休上班", "补班", "上班")],
    zh: "日期类型", aliases: ["类型"], required: true, default: "holiday")
  package static let hours = Column.hours(
    "hours", zh: "工作时间",
    Words("Of a workday; empty takes the first weekday's.", zh: "补班日的时间；空则同首个工作日。"))
  package static let remark = Column.text("remark", zh: "说明", aliases: ["备注"], limit: 200)

  package static let record: RecordType = .init(
    "calendar-day", zh: "日历特例", key: ["calendar", "date"],
    Words("Holidays and make-up workdays.", zh: "节假日与调休上班日。"),
    .reference("calendar", to: Calendar.record, zh: "日历编码", aliases: ["日历"], required: true),
    date, kind, hours, remark)
}
