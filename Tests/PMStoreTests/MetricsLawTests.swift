// The key figures against a second, naive working of them, over random histories.
import PMCore
import PMStore
import TestSupport
import Testing

@Suite("Key figures over random histories")
struct MetricsLawTests {
  /// A question about the history: the range and as-of fall anywhere around it.
  private func question(
    _ history: MetricsHistory, _ random: inout Seeded, by dimension: MetricDimension? = nil
  ) -> MetricQuestion {
    let first = history.origin.adding(Int.random(in: -5...40, using: &random))
    let last = first.adding(Int.random(in: 0...50, using: &random))
    return MetricQuestion(
      Metric.catalogue, from: first, to: last,
      asOf: last.adding(Int.random(in: -20...20, using: &random)), zone: history.zone,
      by: dimension, base: random.chance(50) ? .households : .population)
  }

  private func printed(_ figures: [MetricFigure]) throws -> [String] {
    try figures.map {
      let value = try $0.value().map { "\($0)" } ?? ""
      return "\($0.group) \($0.metric.id) \(try $0.numerator.text()) \(try $0.denominator.text())"
        + " \(value) \(try $0.isMet().map { "\($0)" } ?? "") \($0.undecided.map { "\($0)" } ?? "")"
    }
  }

  @Test("every figure is what its words say", arguments: seeds(24, many: 120))
  func whole(seed: UInt64) throws {
    let history = try MetricsHistory(seed: seed)
    let database = try history.database()
    var random = Seeded(seed &+ 1_000_003)
    for _ in 0..<3 {
      let asked = question(history, &random)
      let expected = try history.naive(
        from: asked.first, to: asked.last, asOf: asked.asOf, base: asked.base)
      let figures = try database.figures(asked)
      #expect(figures.map(\.metric.id) == Metric.catalogue.map(\.id))
      for figure in figures {
        let found = NaiveFigure(
          numerator: try figure.numerator.text(), denominator: try figure.denominator.text())
        #expect(found == expected[figure.metric.id], "seed \(seed): \(figure.metric.id)")
      }
    }
  }

  @Test(
    "over years each engine's statement gives what the scan gives, whole weeks in one step",
    arguments: seeds(8, many: 40))
  func years(seed: UInt64) throws {
    let history = try MetricsHistory(seed: seed)
    let database = try history.database()
    var random = Seeded(seed &+ 99)
    for _ in 0..<2 {
      // The exceptions of the calendar lie in the first weeks after the origin.
      let first = history.origin.adding(-Int.random(in: 0...4000, using: &random))
      let last = history.origin.adding(Int.random(in: 5...60, using: &random))
      let asked = MetricQuestion(
        Metric.catalogue, from: first, to: last, asOf: last.adding(Int.random(in: 0...4000, using: &random)),
        zone: history.zone)
      #expect(
        try printed(database.figures(asked, scans: false)) == printed(database.figures(asked)), "\(first) \(asked.asOf)"
      )
    }
  }

  @Test("a statement about thousands of years is no longer than one about ten")
  func longest() throws {
    let history = try MetricsHistory(seed: 1)
    let database = try history.database()
    func length(_ first: Day, _ asOf: Day) throws -> Int {
      try database.prepared(
        MetricQuestion(Metric.catalogue, from: first, to: first.adding(30), asOf: asOf, zone: history.zone)
      ).sql(.ticket).utf8.count
    }
    let years = try length(history.origin.adding(-2000), history.origin.adding(2000))
    let longest = try length(.distantPast, .distantFuture)
    #expect(longest < years + 2000, "\(years) \(longest)")
  }

  @Test("the histories have cases on both sides of every figure, and tell the sides apart")
  func telling() throws {
    var told: Set<String> = []
    for seed in 0..<120 as Range<UInt64> {
      let history = try MetricsHistory(seed: seed)
      var random = Seeded(seed &+ 1_000_003)
      let asked = question(history, &random)
      let figures = try history.naive(
        from: asked.first, to: asked.last, asOf: asked.asOf, base: asked.base)
      for (id, figure) in figures {
        let isEmpty = [figure.numerator, figure.denominator].contains { ["0", "0.00"].contains($0) }
        if !isEmpty, figure.numerator != figure.denominator { told.insert(id) }
      }
    }
    #expect(told == Set(Metric.catalogue.map(\.id)))
  }

  @Test("the histories have tickets that were judged, finished and cancelled otherwise before")
  func movedSince() throws {
    var changed = [0, 0, 0]
    for seed in 0..<120 as Range<UInt64> {
      let history = try MetricsHistory(seed: seed)
      let end = history.zone.start(of: history.origin.adding(20)).seconds
      for (now, then) in zip(history.cases, history.stood(before: end).cases)
      where now.created < end {
        if now.valid != then.valid { changed[0] += 1 }
        if now.finished != then.finished, then.finished != nil { changed[1] += 1 }
        if now.state == "cancelled", then.state != "cancelled" { changed[2] += 1 }
      }
    }
    #expect(changed.allSatisfy { $0 > 3 }, "\(changed)")
  }

  @Test("groups are what the same figures give for each alone", arguments: seeds(8, many: 40))
  func groups(seed: UInt64) throws {
    let history = try MetricsHistory(seed: seed)
    let database = try history.database()
    var random = Seeded(seed &+ 7)
    func compare(
      _ asked: MetricQuestion, _ group: String,
      ticket: (MetricsHistory.Case) -> Bool = { _ in true },
      house: (MetricsHistory.House) -> Bool = { _ in true },
      org: (Int) -> Bool = { _ in true }, everywhere: Bool = true, span: MetricSpan? = nil
    ) throws {
      let expected = try history.naive(
        from: span?.first ?? asked.first, to: span?.last ?? asked.last, asOf: asked.asOf,
        base: asked.base, ticket: ticket, house: house, org: org, everywhere: everywhere)
      for figure in try database.figures(asked) where figure.group == group {
        let found = NaiveFigure(
          numerator: try figure.numerator.text(), denominator: try figure.denominator.text())
        #expect(found == expected[figure.metric.id], "seed \(seed): \(group) \(figure.metric.id)")
      }
    }
    func house(of ticket: MetricsHistory.Case) -> String {
      ticket.house.map { history.houses[$0].community } ?? ""
    }
    for community in ["A1", "A2", "A10"] {
      try compare(
        question(history, &random, by: .community), community,
        ticket: { house(of: $0) == community }, house: { $0.community == community },
        everywhere: false)
    }
    try compare(
      question(history, &random, by: .centre), "T", ticket: { ["A1", "A10"].contains(house(of: $0)) },
      house: { $0.community != "A2" }, org: { [2, 3, 5].contains($0) }, everywhere: false)
    try compare(
      question(history, &random, by: .company), "C", ticket: { !house(of: $0).isEmpty },
      everywhere: false)
    for product in ["高层", "洋房"] {
      try compare(
        question(history, &random, by: .product), product,
        ticket: { $0.house.map { history.houses[$0].product == product } ?? false },
        house: { $0.product == product }, everywhere: false)
    }
    try compare(
      question(history, &random, by: .finish), "shell",
      ticket: { $0.house.map { history.houses[$0].finish == "shell" } ?? false },
      house: { $0.finish == "shell" }, everywhere: false)
    for building in ["1", "10"] {
      try compare(
        question(history, &random, by: .building), "A1/" + building,
        ticket: { ticket in
          ticket.house.map { history.houses[$0] }.map { $0.community == "A1" && $0.building == building } ?? false
        }, house: { $0.community == "A1" && $0.building == building }, everywhere: false)
    }
    // Of what tells tickets alone apart, the figures that count homes or money keep all of them.
    let traits: [(MetricDimension, String, (MetricsHistory.Case) -> String?)] = [
      (.kind, "repair", \.kind), (.assignee, "", \.assignee), (.assignee, "员工10", \.assignee),
      (.category, "水电", \.category), (.category, "", \.category), (.channel, "phone", \.channel),
      (.severity, "high", \.severity), (.department, "工程部", \.department),
      (.department, "", \.department), (.responsible, "施工方", \.responsible),
    ]
    for (dimension, group, trait) in traits {
      try compare(
        question(history, &random, by: dimension), group, ticket: { trait($0) ?? "" == group })
    }
    for figure in try database.figures(question(history, &random, by: .group)) {
      // The history has no group: nothing stands in one.
      #expect(figure.group.isEmpty, "seed \(seed): \(figure.group)")
    }
    let byMonth = question(history, &random, by: .month)
    for span in byMonth.spans { try compare(byMonth, span.label, span: span) }
    for dimension in [MetricDimension.quarter, .year] {
      let byTime = question(history, &random, by: dimension)
      for span in byTime.spans { try compare(byTime, span.label, span: span) }
    }
  }

  @Test(
    "the scan of tickets gives what the printed statement gives",
    arguments: seeds(10, many: 50))
  func scan(seed: UInt64) throws {
    let history = try MetricsHistory(seed: seed)
    let database = try history.database()
    var random = Seeded(seed &+ 99)
    for dimension in [nil] + MetricDimension.allCases.map(Optional.some) {
      var asked = question(history, &random, by: dimension)
      if random.chance(30) { asked.orgs = random.pick([[3], [4, 5], []]) }
      let scanned = try printed(database.figures(asked))
      let stated = try printed(database.figures(asked, scans: false))
      #expect(scanned == stated, "seed \(seed) by \(dimension?.rawValue ?? "nothing")")
    }
  }

  @Test("the rows of a figure add up to both of its sides", arguments: seeds(4, many: 40))
  func rows(seed: UInt64) throws {
    let history = try MetricsHistory(seed: seed)
    let database = try history.database()
    var random = Seeded(seed &+ 4_711)
    for dimension in [nil] + MetricDimension.allCases.map(Optional.some) {
      var asked = question(history, &random, by: dimension)
      if random.chance(30) { asked.orgs = random.pick([[3], [4, 5], []]) }
      let figures = try database.figures(asked)
      for metric in asked.answerable {
        var sums: [MetricPart: Int64] = [:]
        try database.forEachRow(of: metric, asked) { sums[$0.part, default: 0] += $0.amount }
        let own = figures.filter { $0.metric.id == metric.id }
        let place = "seed \(seed): \(metric.id) by \(dimension?.rawValue ?? "nothing")"
        #expect(sums[.numerator] ?? 0 == own.reduce(0) { $0 + $1.numerator.count }, "\(place)")
        let isTold = dimension.map { metric.denominator(asked.base).fact.dimensions.contains($0) }
        if isTold ?? true {
          #expect(sums[.denominator] ?? 0 == own.reduce(0) { $0 + $1.denominator.count }, "\(place)")
        }
      }
    }
  }

  @Test("groups stand in natural order, what stands in none last")
  func order() throws {
    for seed in 0..<20 as Range<UInt64> {
      let history = try MetricsHistory(seed: seed)
      var random = Seeded(seed)
      var asked = question(history, &random, by: .assignee)
      asked.first = history.origin
      asked.last = history.origin.adding(60)
      let groups = try history.database().figures(asked).map(\.group)
      let told = groups.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
      #expect(told == ["员工9", "员工10", ""].filter { told.contains($0) }, "seed \(seed)")
    }
  }
}
