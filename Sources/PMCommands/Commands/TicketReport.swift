// What the reports on tickets have in common: the question, its options and the heading.
import PMCore
import PMFormat
import PMStore

/// The frame of pivot, focus, satisfaction and the monthly report.
enum TicketReport {
  static let kind = Option(
    "kind", choices: Ticket.kinds.map(\.value), Words("Only tickets of this kind.", zh: "只计此类工单。"))

  static let category = Option(
    "category", "NAME",
    Words("Only tickets of this category and of all below it.", zh: "只计此类别及其下级类别的工单。"),
    compared: true)

  /// Which tickets, and of which days: what all of these reports can be asked.
  static let choice: [any OptionSpec] = [
    kind, category, ReportOptions.from, ReportOptions.to, ReportOptions.period,
  ]

  /// The property that a report has a row for each of.
  static func by(_ usual: PivotDimension) -> Option<PivotDimension> {
    Option(
      "by", of: PivotDimension.self, Words("A row for each of these.", zh: "按此分组。"),
      default: usual)
  }

  /// The categories that `--category` stands for: itself and all below it in the tree.
  static func categories(_ arguments: Arguments, _ database: Database) throws -> [String]? {
    guard let word = arguments[category] else { return nil }
    let found = try database.categories(under: word)
    if !found.isEmpty { return found }
    // Where there is no tree, any text may be a category.
    try database.requireCategory(word)
    return [word]
  }

  /// The question of the key figures, over the range and scope that were asked for.
  static func question(
    _ arguments: Arguments, _ context: inout Context, _ database: borrowing Database
  ) throws -> MetricQuestion {
    let range = try ReportOptions.range(arguments)
    var question = try question(from: range.first, to: range.last, &context, database)
    question.categories = try categories(arguments, database)
    return question
  }

  static func question(
    from first: Day, to last: Day, _ context: inout Context, _ database: borrowing Database
  ) throws -> MetricQuestion {
    let settings = try database.settings()
    var question = MetricQuestion(
      Metric.catalogue.map { $0.aiming(by: settings) }, from: first, to: last,
      asOf: try context.today(), zone: try context.databaseZone())
    if try context.isUnderWay(question.asOf) { question.now = context.now() }
    (question.scope, question.orgs) = (try context.scopeCode(), try context.scopeOrgs())
    question.targets = try database.metricTargets()
    return question
  }

  /// A report without rows, headed by its range.
  static func report(_ title: Words, _ question: MetricQuestion, _ context: Context) -> Report {
    Report(
      title: title[context.language],
      parameters: context.rangeParameters(question.first, question.last, asOf: question.asOf),
      fields: [])
  }

  /// The Pareto of a ranking: its first groups, all the others as one bar, and what has no label.
  static func pareto(
    _ ranking: PivotRanking, of dimension: PivotDimension, first: Int, _ context: Context
  ) -> Chart.Figure {
    let (shown, others, rest) = ranking.foremost(first)
    var points = shown.map { Chart.Point(label($0.label, of: dimension, context), $0.count) }
    if rest > 0 {
      let words = context.words(others == 1 ? "(1 other)" : "(\(others) others)", "（其他 \(others) 项）")
      points.append(Chart.Point(words, rest, isRest: true))
    }
    if ranking.blank > 0 {
      points.append(Chart.Point(blank[context.language], ranking.blank, isRest: true))
    }
    return .pareto(points)
  }

  /// What people read where nothing was filled in.
  static let blank = Words("(not filled in)", zh: "（未填写）")

  /// The label of a group; machines find an empty cell where nothing was filled in.
  ///
  /// - Parameter dimension: whose choices people read in their language.
  static func label(
    _ text: String, of dimension: PivotDimension? = nil, _ context: Context
  ) -> String {
    if text.isEmpty, context.format.isForPeople { return blank[context.language] }
    if dimension == .weekday, context.format.isForPeople, let day = Int(text),
      weekdays.indices.contains(day - 1)
    {
      return weekdays[day - 1][context.language]
    }
    return context.label(text, of: dimension?.choices ?? [])
  }

  /// Monday first.
  private static let weekdays = [
    Words("Mon", zh: "周一"), Words("Tue", zh: "周二"), Words("Wed", zh: "周三"),
    Words("Thu", zh: "周四"), Words("Fri", zh: "周五"), Words("Sat", zh: "周六"),
    Words("Sun", zh: "周日"),
  ]
}
