// The dashboard's view of collection and of surveys.
import PMCore
import PMFormat
import PMStore

extension Dashboard {
  /// Billed and received, by month through the year, and by community in the range.
  func collection() throws -> Report {
    let metrics = question.metrics.filter { $0.id == "collection_rate" }
    var months = year
    months.metrics = metrics
    var places = question
    places.metrics = metrics
    places.dimension = .community
    let monthly = try database.figures(months)
    let communities = try database.figures(places)
    var report = part(
      Words("Collection", zh: "收缴"),
      fields: [
        OutputField(name: "group", title: words("Community", "楼盘"), kind: .plain),
        context.column("billed", "应收", .money),
        context.column("received", "实收", .money), context.column("rate", "收缴率", .fixed(scale: 4)),
        context.column("target", "目标", .decimal(scale: 8)), context.column("met", "达标", .boolean),
      ])
    for figure in communities where figure.denominator.count != 0 || figure.numerator.count != 0 {
      report.rows.append([
        .plain(figure.group), .money(figure.denominator.count), .money(figure.numerator.count),
        try figure.value().map { .decimal($0) } ?? .null,
        figure.metric.goal.value.map { .decimal($0.units) } ?? .null,
        try figure.isMet().map { .boolean($0) } ?? .null,
      ])
    }
    let labels = monthly.map(\.group)
    if monthly.contains(where: { $0.denominator.count != 0 }) {
      report.heading.charts.append(
        Chart(
          title: words("Billed and received, by period", "应收与实收，按账期"), scale: 2,
          .trend(
            labels: labels,
            lines: [
              Chart.Line(words("billed", "应收"), monthly.map(\.denominator.count)),
              Chart.Line(words("received", "实收"), monthly.map(\.numerator.count)),
            ])))
    }
    let rates = try communities.compactMap { figure in
      try figure.value().map {
        Chart.Point(figure.group.isEmpty ? "–" : figure.group, $0, goal: figure.goalUnits, isCode: true)
      }
    }
    if !rates.isEmpty, rates.count <= 40 {
      report.heading.charts.append(
        Chart(
          title: words("Collection rate", "收缴率"), scale: 2, unit: "%", goalName: target,
          .bar(rates)))
    }
    if report.rows.isEmpty {
      report.fields = []
      report.heading.notes = [words("no bills", "无账单")]
    }
    return report.withoutEmpty(["target", "met"])
  }

  /// The columns of a survey that a page has room for.
  private static let surveyed: Set = [
    "dimension", "responded", "response_rate", "answers", "share", "target", "met", "last_year",
    "change", "group", "comparable",
  ]

  /// The surveys that began in the twelve months through the range, the latest first.
  func surveys() throws -> [Report] {
    let surveys = try database.surveys(
      from: year.first, through: min(question.last, question.asOf), orgs: question.orgs)
    return try surveys.prefix(3).map { id in
      try ReportSurvey.report(id, by: .dimension, asOf: question.asOf, database, context)
        .keeping(Self.surveyed)
    }
  }
}
