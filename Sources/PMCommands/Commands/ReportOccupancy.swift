// `pm report occupancy`: which rooms are sold, handed over, lived in.
import PMCore
import PMFormat
import PMStore

/// `pm report occupancy`: rooms by kind and status, and how many are lived in.
enum ReportOccupancy: Command {
  static let by = Option(
    "by", choices: ["company", "centre", "community", "building"],
    Words("A group for each of these.", zh: "按此分组。"), default: "community")

  static let spec = CommandSpec(
    "report occupancy",
    Words("Rooms by kind and status, and how many are lived in.", zh: "入住率：按房屋类型与状态。"),
    options: [by],
    examples: [
      "pm report occupancy --as-of 2026-11-20",
      "pm report occupancy --by building --format html --output rooms.html",
    ],
    notes: [
      Words(
        "occupied_rate: occupied and let of those handed over, that is neither unsold nor only sold.",
        zh: "occupied_rate：已入住与已出租占已交付（非未售、非仅已售）的比例。")
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let dimension = arguments[by].flatMap(ReportDimension.init(rawValue:)) ?? .community
    let orgs = try context.scopeOrgs()
    let day = try context.today()
    let database = try context.openForReading()
    let rows = try database.roomStatuses(asOf: day, orgs: orgs, by: database.groups(by: dimension))
    var report = Report(
      title: context.words("Rooms and occupancy", "房屋入住情况表"),
      parameters: [(context.words("As of", "截至"), "\(day)")] + context.scopeParameter,
      fields: context.groupColumns(dimension) + [
        context.column("kind", "房屋类型", .plain), context.column("rooms", "套数", .integer),
      ] + Room.statuses.map { context.column($0.value, $0.zh, .integer) } + [
        context.column("handed_over", "已交付合计", .integer),
        context.column("occupied_rate", "入住率", .fixed(scale: 4)),
        context.column("floor_area", "建筑面积", .decimal(scale: 4)),
        context.column("occupied_area", "入住面积", .decimal(scale: 4)),
      ])
    var points: [Chart.Point] = []
    let isForPeople = context.format.isForPeople
    for row in rows {
      let choice = Room.kinds.first { $0.value == row.kind }
      let kind = isForPeople && context.language == .chinese ? choice?.zh ?? row.kind : row.kind
      let rate = try rate(row.occupied, of: row.handedOver)
      if row.kind == "residence", case .decimal(let units) = rate {
        points.append(row.group.point(units))
      }
      report.rows.append(
        [.plain(row.group.code), .text(row.group.name), .plain(kind), .integer(row.rooms)]
          + row.counts.map { .integer($0) } + [
            .integer(row.handedOver), rate, .decimal(row.area.units), .decimal(row.occupiedArea.units),
          ])
    }
    report.heading.charts = ReportOptions.bars(
      context.words("Residences lived in, in percent", "住宅入住率，百分比"), points, unit: "%")
    try context.show(report)
  }
}
