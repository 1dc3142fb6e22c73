// Key figures out of the database.
package import PMCore

extension Database {
  /// The figures that `question` asks for: by group in natural order, what stands in none last,
  /// and within a group in the order of the catalogue.
  ///
  /// - Parameter scans: whether a fact may be scanned where that is faster than its statement;
  ///   both give the same.
  package func figures(_ question: MetricQuestion, scans: Bool = true) throws -> [MetricFigure] {
    let question = try prepared(question)
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

extension Database {
  /// The question with what the facts need to know of this database: its working calendars,
  /// whether tickets keep terms of their own, and whether they were moved after as-of.
  package func prepared(_ question: MetricQuestion) throws -> MetricQuestion {
    var prepared = question
    prepared.calendars = try workCalendars()
    prepared.hasLiveTickets = try scalar("SELECT 1 FROM ticket_event LIMIT 1") != nil
    prepared.firstLaterEvent = try firstEvent(since: question.end)
    prepared.ofTickets = try question.orgs.map { TicketPlaces(of: $0, in: try orgTree()).isOf("t") }
    if let orgs = question.orgs, !orgs.isEmpty {
      prepared.orgCodes = try rows(
        """
        SELECT code FROM org
         WHERE id IN (\(sqlList(orgs)))
         ORDER BY key
        """
      ) { $0.string(0) }
    }
    return prepared
  }
}

extension MetricSide.Factor {
  fileprivate func of(months: Ratio) throws(ArithmeticError) -> Ratio {
    switch self {
    case .one: .one
    case .months: months
    case .quarters: try months.times(Ratio(1, over: 3))
    }
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
        func tally(_ part: MetricPart) throws(ArithmeticError) -> MetricTally? {
          guard let side = metric.side(part, question.base) else { return nil }
          let isWhole = question.dimension(of: side.fact) == nil
          let count = sums[Key(metric: metric.id, part: part)]?[isWhole ? Self.whole : group] ?? 0
          return MetricTally(
            count, times: try side.factor.of(months: factor), isMoney: side.isMoney)
        }
        figures.append(
          MetricFigure(
            group: group, metric: question.aimed(metric, in: group),
            numerator: try tally(.numerator) ?? MetricTally(0),
            denominator: try tally(.denominator) ?? MetricTally(0),
            undecided: try tally(.undecided)?.count, halves: try tally(.halves)?.count))
      }
    }
    return figures
  }
}
