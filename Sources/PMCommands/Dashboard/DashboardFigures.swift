// The dashboard's key figures: tiles against target, and their way through the year.
import PMCore
import PMFormat
import PMStore

extension Dashboard {
  /// A tile for each figure that has a value.
  func tiles(_ figures: [MetricFigure]) throws -> [Tile] {
    let before = try hasYearBefore(question) ? database.figures(question.yearBefore) : []
    let earlier = Dictionary(before.map { ($0.metric.id, $0) }) { first, _ in first }
    return try figures.compactMap { figure in
      guard let value = try figure.value() else { return nil }
      let counted =
        "\(try figure.numerator.text()) ÷ \(try figure.denominator.text())"
      var details = [counted]
      if let undecided = figure.undecided, undecided > 0 {
        details.append(words("\(undecided) not judged", "\(undecided) 件未判定"))
      }
      if figure.metric.id == "customer_loyalty" {
        details.append(words("4–5 on repurchase and recommend", "再购买与推荐均 4–5 分"))
      }
      if let then = try earlier[figure.metric.id]?.value() {
        details.append(words("year before ", "上年同期 ") + shown(then, figure.metric))
      }
      return Tile(
        name: figure.metric.names[context.language], value: shown(value, figure.metric),
        isMet: try figure.isMet(), verdict: try verdict(figure), details: details,
        share: figure.metric.isShare ? value : nil,
        goal: figure.metric.isShare ? figure.goalUnits : nil)
    }
  }

  /// Whether anything was recorded in the days a year earlier: zeros of a time before the books
  /// began say nothing.
  private func hasYearBefore(_ question: MetricQuestion) throws -> Bool {
    let before = question.yearBefore
    return try database.scalar(
      """
      SELECT EXISTS (SELECT 1 FROM ticket WHERE created_at >= ?1 AND created_at < ?2)
          OR EXISTS (SELECT 1 FROM bill WHERE period BETWEEN ?3 AND ?4)
      """,
      [
        .instant(before.zone.start(of: before.first)),
        .instant(before.zone.start(of: before.last.adding(1))),
        .period(before.first.period), .period(before.last.period),
      ]) == 1
  }

  /// Names the figures that have nothing to count, so that their absence is no riddle.
  func silent(_ figures: [MetricFigure]) throws -> [String] {
    let names = try figures.filter { try $0.value() == nil }.map {
      $0.metric.names[context.language]
    }
    if names.isEmpty { return [] }
    return [words("Nothing to count: ", "无数据：") + names.joined(separator: words(", ", "、"))]
  }

  private func verdict(_ figure: MetricFigure) throws -> String {
    guard let goal = figure.goalUnits, let isMet = try figure.isMet() else { return "" }
    let sign = figure.metric.goal.direction == .atLeast ? "≥" : "≤"
    return (isMet ? words("met", "达标") : words("not met", "未达标")) + " (\(sign) \(shown(goal, figure.metric)))"
  }

  /// A value of a figure: a share in percent, else the number.
  private func shown(_ units: Int64, _ metric: Metric) -> String {
    metric.isShare ? percent(units) : decimalText(units, scale: 4, trimmed: true)
  }

  /// Ten-thousandths as percent.
  func percent(_ units: Int64) -> String { decimalText(units, scale: 2, trimmed: true) + "%" }

  /// A chart of each figure by month, the year before dotted beside it.
  func trends() throws -> Report {
    let now = try byMonth(database.figures(year))
    let before = try hasYearBefore(year) ? byMonth(database.figures(year.yearBefore)) : [:]
    let months = year.spans.map(\.label)
    var charts = [try received()]
    for metric in year.answerable where metric.id != "collection_rate" {
      let figures = now[metric.id] ?? [:]
      let values = try months.map { try figures[$0]?.value() }
      // A line needs two points.
      guard values.compactMap(\.self).count > 1 else { continue }
      charts.append(
        Chart(
          title: metric.names[context.language], scale: metric.isShare ? 2 : 4,
          unit: metric.isShare ? "%" : "",
          goal: months.last.flatMap { figures[$0]?.goalUnits }, goalName: target,
          .trend(
            labels: months,
            lines: lines(values, try months.map { try before[metric.id]?[later($0)]?.value() }))))
    }
    return part(Words("Trends", zh: "趋势"), charts: charts)
  }

  /// Tickets received, by month.
  private func received() throws -> Chart {
    func counts(_ question: MetricQuestion) throws -> [String: Int64] {
      let pivot = try database.pivot(.count, rows: .month, columns: nil, question)
      return Dictionary(pivot.rows(.month).map { ($0, pivot.total(row: $0).above) }) { $1 }
    }
    let now = try counts(year)
    let before = try counts(year.yearBefore)
    let months = year.spans.map(\.label)
    return Chart(
      title: words("Tickets received", "受理工单数"),
      .trend(
        labels: months,
        lines: lines(
          months.map { now[$0] ?? 0 }, before.isEmpty ? [] : months.map { before[later($0)] ?? 0 }))
    )
  }

  private func lines(_ values: [Int64?], _ before: [Int64?]) -> [Chart.Line] {
    let now = Chart.Line(words("this year", "本年度"), values)
    if before.allSatisfy({ $0 == nil }) { return [now] }
    return [now, Chart.Line(words("year before", "上年同期"), before)]
  }

  /// The label of the same month a year earlier.
  private func later(_ month: String) -> String {
    Period(month).map { $0.adding(-12).description } ?? month
  }

  private func byMonth(_ figures: [MetricFigure]) -> [String: [String: MetricFigure]] {
    var found: [String: [String: MetricFigure]] = [:]
    for figure in figures { found[figure.metric.id, default: [:]][figure.group] = figure }
    return found
  }
}
