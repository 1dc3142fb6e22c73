// `pm report usage`: what each meter used, and what was lost between main and sub-meters.
import PMCore
import PMFormat
import PMStore

/// `pm report usage`: usage by meter; of a main meter also the sum of its sub-meters and the loss.
enum ReportUsage: Command {
  static let spec = CommandSpec(
    "report usage",
    Words("What each meter used; the loss of main meters.", zh: "用量表：各表用量及总表损耗。"),
    options: [ReportOptions.period, ReportOptions.from, ReportOptions.to],
    examples: ["pm report usage --period 2026-10", "pm report usage --from 2026-01-01 --to 2026-06-30 --format html"],
    notes: [
      Words(
        "Counted are intervals that end in the range. loss = main_usage − sub_usage; loss_rate = loss ÷ main_usage, which holds the meter that was replaced, too.",
        zh: "计入在此期间结束的区间。损耗 = 总表用量 − 分表用量；损耗率 = 损耗 ÷ 总表用量。更换过的总表与前一只合计。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let range = try ReportOptions.range(arguments)
    let rows = try context.openForReading().meterUsage(from: range.first, through: range.last)
    let heading = ReportHeading(
      title: context.words("Usage", "用量表"),
      parameters: [(context.words("Days", "期间"), "\(range.first) – \(range.last)")])
    let sink = try context.sink(
      [
        context.column("meter", "表号", .plain), context.column("place", "房号或范围", .plain),
        context.column("fee", "费用编码", .plain),
        context.column("parent", "总表", .plain), context.column("from", "开始日期", .plain),
        context.column("to", "结束日期", .plain),
        context.column("usage", "用量", .decimal(scale: 4)), context.column("main_usage", "总表用量", .decimal(scale: 4)),
        context.column("sub_meters", "分表数", .integer),
        context.column("sub_usage", "分表用量", .decimal(scale: 4)), context.column("loss", "损耗", .decimal(scale: 4)),
        context.column("loss_rate", "损耗率", .decimal(scale: 4)),
      ], heading: heading)
    for row in rows {
      sink.text(row.meter)
      sink.text(row.place)
      sink.text(row.fee)
      sink.text(orNull: row.parent)
      sink.text(orNull: row.from.map { "\($0)" })
      sink.text(orNull: row.to.map { "\($0)" })
      sink.decimal(row.usage.units)
      if row.subMeters == 0 {
        for _ in 0..<5 { sink.null() }
      } else {
        let (loss, overflow) = row.mainUsage.units.subtractingReportingOverflow(row.subUsage.units)
        if overflow { throw ArithmeticError.overflow }
        sink.decimal(row.mainUsage.units)
        sink.integer(row.subMeters)
        sink.decimal(row.subUsage.units)
        sink.decimal(loss)
        if row.mainUsage.units > 0 {
          sink.decimal(try Ratio(loss, over: row.mainUsage.units).rounded(.halfUp, scale: 4))
        } else {
          sink.null()
        }
      }
      try sink.endRow()
    }
  }
}
