// Key figures out of the database.
package import PMCore

extension Database {
  /// The figures that `question` asks for: by group in natural order, what stands in none last,
  /// and within a group in the order of the catalogue.
  ///
  /// - Parameter scans: whether a fact may be scanned where that is faster than its statement;
  ///   both give the same.
  package func figures(_ question: MetricQuestion, scans: Bool = true) throws -> [MetricFigure] {
    var tallies = MetricTallies(question)
    for fact in MetricFact.allCases {
      let columns = question.tallies(of: fact)
      if columns.isEmpty { continue }
      if scans, try scan(fact, question, into: &tallies) { continue }
      try forEach(question.sql(fact)) { row in
        for (place, column) in columns.enumerated() {
          try tallies.add(row.int64(place + 1), to: column, group: row.string(0))
        }
      }
    }
    return try tallies.figures()
  }
}

/// What was tallied for each part of each figure in each group.
struct MetricTallies {
  /// The group of a fact that is not told apart.
  static let whole = "all"

  private struct Key: Hashable {
    let metric: String
    let part: MetricPart
  }

  private let question: MetricQuestion
  private var sums: [Key: [String: Int64]] = [:]
  private var groups: Set<String> = []

  init(_ question: MetricQuestion) {
    self.question = question
    switch question.dimension {
    case nil: groups = [Self.whole]
    case .month, .quarter, .year: groups = Set(question.spans.map(\.label))
    default: break
    }
  }

  mutating func add(
    _ count: Int64, to column: MetricTallyColumn, group: String
  ) throws(ArithmeticError) {
    let key = Key(metric: column.metric.id, part: column.part)
    // NULL and the empty text are one group.
    let (sum, overflow) = (sums[key]?[group] ?? 0).addingReportingOverflow(count)
    if overflow { throw .overflow }
    sums[key, default: [:]][group] = sum
    if question.dimension(of: column.side.fact) != nil { groups.insert(group) }
  }

  func figures() throws(ArithmeticError) -> [MetricFigure] {
    let ordered = groups.map { ($0, [$0.isEmpty ? 1 : 0] + Array(NaturalKey.of($0).utf8)) }
      .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    var months: [String: Ratio] = [:]
    for span in question.spans { months[span.label] = try span.monthCount() }
    var figures: [MetricFigure] = []
    for group in ordered {
      let factor = months[question.dimension?.months == nil ? Self.whole : group] ?? .one
      for metric in question.answerable {
        func tally(_ part: MetricPart) -> MetricTally? {
          guard let side = metric.side(part, question.base) else { return nil }
          let isWhole = question.dimension(of: side.fact) == nil
          let count = sums[Key(metric: metric.id, part: part)]?[isWhole ? Self.whole : group] ?? 0
          return MetricTally(
            count, times: side.isTimesMonths ? factor : .one, isMoney: side.isMoney)
        }
        figures.append(
          MetricFigure(
            group: group, metric: question.aimed(metric, in: group),
            numerator: tally(.numerator) ?? MetricTally(0),
            denominator: tally(.denominator) ?? MetricTally(0),
            undecided: tally(.undecided)?.count))
      }
    }
    return figures
  }
}
