// `pm ticket clusters`: several tickets on one cause in one building within a day.
import PMCore
import PMFormat
import PMStore

/// `pm ticket clusters`: early warning of mass events.
enum TicketClusters: Command {
  static let hours = Option(
    "hours", "N", Words("Width of the window.", zh: "时间窗口（小时）。"), in: 1...8760, default: 24)
  static let least = Option(
    "least", "N",
    Words("So many tickets are a cluster (cluster.least).", zh: "达到此数即为集中事件（cluster.least）。"),
    in: 2...10_000)

  static let spec = CommandSpec(
    "ticket clusters",
    Words("Several tickets on one cause in one building within a day.", zh: "同楼同因一日内集中出现的工单。"),
    options: [ReportOptions.from, ReportOptions.to, ReportOptions.period, hours, least],
    examples: [
      "pm ticket clusters --period 2026-10",
      "pm ticket clusters --from 2026-10-01 --to 2026-10-31 --least 2 --hours 48",
    ],
    notes: [
      Words(
        "The cause, where it is known, else the category. Duplicates, cancelled and invalid tickets do not count.",
        zh: "按原因归并，未知时按类别；重复、取消与无效的工单不计。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let range = try ReportOptions.range(arguments)
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let least = try arguments[least] ?? database.settings().leastCluster
    let clusters = try database.clusters(
      from: zone.start(of: range.first), until: zone.start(of: range.last.adding(1)),
      hours: Int64(arguments[hours] ?? 24), least: least)
    let sink = try context.sink([
      context.column("place", "楼宇", .text), context.column("cause", "原因", .text),
      context.column("tickets", "工单数", .integer),
      context.column("first", "最早", .plain), context.column("last", "最晚", .plain),
      context.column("numbers", "工单号", .code),
    ])
    for cluster in clusters {
      sink.text(cluster.place)
      sink.text(cluster.cause)
      sink.integer(Int64(cluster.tickets.count))
      sink.text(zone.text(cluster.first))
      sink.text(zone.text(cluster.last))
      sink.text(cluster.tickets.joined(separator: " "))
      try sink.endRow()
    }
  }
}
