// `pm report aging`: how old the arrears are.
import PMCore
import PMFormat
import PMStore

/// `pm report aging`: what is open, by how many days it is overdue.
enum ReportAging: Command {
  static let spec = CommandSpec(
    "report aging",
    Words("Arrears by age: 0–30, 31–90, 91–365 days and over.", zh: "账龄分析：0–30、31–90、91–365 天及一年以上。"),
    options: [ReportOptions.by],
    examples: [
      "pm report aging --as-of 2026-11-20",
      "pm report aging --as-of 2026-11-20 --by community --format html --output aging.html",
    ],
    notes: [
      Words(
        "By room and customer; overdue is what report arrears shows. Not due: issued by the day, due later.",
        zh: "默认按房间与客户；overdue 即 report arrears 的欠费；not_due 为已出账、未到缴费期限的部分。")
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let day = try context.today()
    let orgs = try context.scopeOrgs()
    let database = try context.openForReading()
    let ages = [
      context.column("not_due", "未到期", .money), context.column("days_0_30", "0–30 天", .money),
      context.column("days_31_90", "31–90 天", .money), context.column("days_91_365", "91–365 天", .money),
      context.column("days_over_365", "365 天以上", .money), context.column("overdue", "欠费合计", .money),
      context.column("open", "未缴合计", .money),
    ]
    var report = Report(
      title: context.words("Arrears by age", "账龄分析表"),
      parameters: [(context.words("As of", "截至"), "\(day)")] + context.scopeParameter, fields: [])
    var total = [Int64](repeating: 0, count: ages.count)
    func values(_ figures: AgingFigures) throws -> [OutputValue] {
      let arrears = try figures.arrears()
      let amounts = [figures.notDue] + figures.overdue + [arrears, try arrears.adding(figures.notDue)]
      for (place, amount) in amounts.enumerated() {
        total[place] = try Money(minor: total[place]).adding(amount).minor
      }
      return amounts.map { .money($0.minor) }
    }
    if let dimension = arguments[ReportOptions.by] {
      report.fields = context.groupColumns(dimension) + ages
      var points: [Chart.Point] = []
      for (group, figures) in try database.aging(
        asOf: day, orgs: orgs, by: database.groups(by: dimension))
      {
        report.rows.append([.plain(group.code), .text(group.name)] + (try values(figures)))
        points.append(group.point(try figures.arrears().minor))
      }
      report.heading.charts = ReportOptions.bars(context.words("Overdue", "欠费合计"), points)
    } else {
      report.fields =
        [
          context.column("room", "房号", .plain), context.column("customer", "客户编号", .plain),
          context.column("name", "客户名称", .text),
        ] + ages
      try database.forEachAging(asOf: day, orgs: orgs) { room, customer, name, figures in
        report.rows.append(
          [room.map { .plain($0) } ?? .null, .plain(customer), .text(name)] + (try values(figures)))
      }
    }
    report.heading.charts.insert(
      Chart(
        title: context.words("What is open, by age", "未缴金额账龄分布"), scale: 2,
        .bar(zip(ages, total).prefix(5).map { Chart.Point($0.title, $1) })), at: 0)
    report.heading.parameters.append(
      (context.words("Overdue", "欠费合计"), Money(minor: total[5]).description))
    try report.addTotal(of: Set(ages.map(\.name)), context)
    try context.show(report)
  }
}
