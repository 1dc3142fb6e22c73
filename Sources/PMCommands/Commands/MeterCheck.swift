// `pm meter check`: which readings somebody should look at before the month is closed.
import PMCore
import PMFormat
import PMStore

/// `pm meter check`: suspect readings, each with its usage and the average before it.
enum MeterCheck: Command {
  static let spec = CommandSpec(
    "meter check",
    Words("List suspect readings with usage and average.", zh: "列出可疑读数及其用量与平均用量。"),
    examples: ["pm meter check", "pm meter check --as-of 2026-10-31 --format table"],
    notes: [
      Words(
        "Suspect: below zero; over the meter's max_usage; a small fall that only max_usage takes for a rollover; over three times the average of three intervals or more; zero where somebody lives and used some before.",
        zh: "可疑：为负；超过该表 max_usage；小幅倒退而仅凭 max_usage 视为翻转；超过至少三期平均用量的三倍；有人居住且以往有用量而本期为零。"),
      Words(
        "Exit status 1 while there are any. Read anew, or confirm with pm meter confirm.",
        zh: "有可疑读数时退出码为 1。请重抄，或用 pm meter confirm 确认。"),
    ], ends: [.findings])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let day = context.common.asOf ?? .distantFuture
    let rows = try context.openForReading().suspectReadings(through: day)
    let language = context.language
    let sink = try context.sink([
      context.column("meter", "表号", .plain), context.column("place", "房号或范围", .plain),
      context.column("fee", "费用编码", .plain),
      context.column("read_on", "抄表日期", .plain), context.column("reading", "读数", .decimal(scale: 4)),
      context.column("kind", "抄表方式", .plain),
      context.column("usage", "用量", .decimal(scale: 4)), context.column("average", "平均用量", .decimal(scale: 4)),
      context.column("intervals", "以往期数", .integer),
      context.column("why", "原因", .text),
    ])
    for row in rows {
      sink.text(row.meter)
      sink.text(row.place)
      sink.text(row.fee)
      sink.text("\(row.readOn)")
      sink.decimal(row.reading.units)
      sink.text(row.kind)
      sink.decimal(row.usage.units)
      sink.decimal(orNull: row.average?.units)
      sink.integer(row.intervals)
      sink.text(why(row)[language])
      try sink.endRow()
    }
    if !rows.isEmpty { context.exit = .findings }
  }

  private static func why(_ row: SuspectRow) -> Words {
    if row.usage < .zero { return Words("negative", zh: "负用量") }
    if row.usage == .zero { return Words("zero", zh: "零用量") }
    if row.isHuge { return Words("over max_usage", zh: "超过最大用量") }
    return row.isJump ? Words("jump", zh: "突增") : Words("rollover in doubt", zh: "翻转存疑")
  }
}
