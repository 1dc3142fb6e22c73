// What is asked of the key figures: which ones, over which days, told apart by what.
package import PMCore

/// A question about key figures.
package struct MetricQuestion: Sendable {
  package var metrics: [Metric]
  package var first: Day
  package var last: Day
  package var asOf: Day
  /// The moment of as-of where that day is not over yet; nil for its end.
  package var now: Instant?
  package var zone: Zone
  package var dimension: MetricDimension?
  package var base: MetricBase
  /// The organisations whose communities count; nil for all, also for what stands in none.
  package var orgs: [Int64]?
  /// The code of the organisation that `orgs` are of.
  package var scope: String?
  /// The codes of `orgs`, for statements over datasets.
  package var orgCodes: [String] = []
  /// The condition on the ticket `t` that it is of `orgs`; nil for all.
  var ofTickets: String?
  /// The working calendars by which service levels count.
  package var calendars: [String: WorkCalendar] = [:]
  /// Whether there are tickets that keep terms and due times of their own.
  package var hasLiveTickets = false
  /// The first event from which on tickets may have been moved after as-of; nil where none was.
  package var firstLaterEvent: Int64?
  /// The categories whose tickets count, and the callbacks on them; nil for all.
  package var categories: [String]?
  /// The goals by organisation and year.
  package var targets = MetricTargets()

  package init(
    _ metrics: [Metric], from first: Day, to last: Day, asOf: Day, zone: Zone,
    by dimension: MetricDimension? = nil, base: MetricBase = .households,
    orgs: [Int64]? = nil
  ) {
    self.metrics = metrics
    self.first = first
    self.last = last
    self.asOf = asOf
    self.zone = zone
    self.dimension = dimension
    self.base = base
    self.orgs = orgs
  }

  /// The whole range, or its months, quarters or years where they are told apart.
  package var spans: [MetricSpan] {
    dimension?.months.map { MetricSpan.parts(of: $0, from: first, to: last) }
      ?? [MetricSpan(label: "all", first: first, last: last)]
  }

  /// `metric` with the goal that the targets set for the organisation and year of `group`.
  func aimed(_ metric: Metric, in group: String) -> Metric {
    let org: String? =
      switch dimension {
      case .community, .centre, .company, .group: group
      case .building: group.split(separator: "/").first.map(String.init)
      default: scope
      }
    let span = dimension?.months == nil ? nil : spans.first { $0.label == group }
    let year = (span?.last ?? last).period.year
    return metric.aiming(at: targets.value(metric.id, org: org, year: Int64(year)))
  }

  /// The figures that can be told apart as asked.
  package var answerable: [Metric] {
    guard let dimension else { return metrics }
    return metrics.filter { $0.has(dimension) }
  }

  /// The columns that the figures take from `fact`, in the order of the catalogue.
  package func tallies(of fact: MetricFact) -> [MetricTallyColumn] {
    var columns: [MetricTallyColumn] = []
    for metric in answerable {
      for part in MetricPart.allCases {
        guard let side = metric.side(part, base), side.fact == fact else { continue }
        columns.append(MetricTallyColumn(metric: metric, part: part, side: side))
      }
    }
    return columns
  }

  /// The dimension by which `fact` is told apart; nil where it lacks it and counts whole.
  package func dimension(of fact: MetricFact) -> MetricDimension? {
    dimension.flatMap { fact.dimensions.contains($0) ? $0 : nil }
  }

  /// The first moment after `day` or after as-of: what happened later does not count yet.
  package func stop(of day: Day) -> Instant { min(zone.start(of: day.adding(1)), end) }

  /// The first moment after as-of, or after the second that it is now.
  package var end: Instant {
    let over = zone.start(of: asOf.adding(1))
    return now.map { min(over, Instant(seconds: $0.seconds + 1)) } ?? over
  }
}

/// A column of a statement: one side of one figure.
package struct MetricTallyColumn: Sendable {
  package let metric: Metric
  package let part: MetricPart
  package let side: MetricSide
}
