// The declarations of the key figures, the value of one, and which service level holds.
import PMCore
import Testing

@Suite("Key figures")
struct MetricsTests {
  @Test("the catalogue names each figure once, in both languages")
  func names() {
    #expect(Set(Metric.catalogue.map(\.id)).count == Metric.catalogue.count)
    for metric in Metric.catalogue {
      #expect(metric.names.en != metric.names.zh, "\(metric.id)")
      #expect(metric.id.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber }, "\(metric.id)")
    }
  }

  @Test("predicates use the fact's columns and plain SQL only", arguments: Metric.catalogue.indices)
  func predicates(place: Int) {
    let metric = Metric.catalogue[place]
    let sides: [MetricSide?] = [
      metric.numerator, metric.denominator, metric.populationBase, metric.undecided,
    ]
    for side in sides.compactMap({ $0 }) {
      let known = Set(side.fact.columns.map(\.name))
      // Every other piece between quotes is a text.
      let outside = side.predicate.split(separator: "'", omittingEmptySubsequences: false)
        .enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined(separator: " ")
      let words = outside.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
      for word in words
      where !["AND", "OR", "NOT", "IS", "NULL", "IN"].contains(word) && Int(word) == nil {
        #expect(known.contains(word), "\(metric.id): \(word)")
      }
      if let column = side.column { #expect(known.contains(column), "\(metric.id): \(column)") }
    }
  }

  @Test(
    "a value is rounded half up from the exact ratio; met compares the exact ratio",
    arguments: [
      // numerator, denominator, target, at least, value in ten-thousandths, met
      (1, 8, "0.125", true, 1250, true),
      (1, 3, "0.3333", true, 3333, true),
      (2, 3, "0.6667", true, 6667, false),  // 0.66666… is below what it is printed as
      (2, 3, "0.6667", false, 6667, true),
      (1, 20_000, "0.0001", true, 1, false),  // half of a ten-thousandth goes up
      (22, 25, "0.88", true, 8800, true),
      (3, 100, "0.03", false, 300, true),
    ])
  func value(row: (Int64, Int64, String, Bool, Int64, Bool)) throws {
    let target = Rate(row.2)
    let metric = Metric(
      "x", "x", .count(.ticket), over: .count(.ticket), row.3 ? .atLeast(target) : .atMost(target))
    let figure = MetricFigure(
      group: "all", metric: metric, numerator: MetricTally(row.0),
      denominator: MetricTally(row.1), undecided: nil)
    #expect(try figure.value() == row.4)
    #expect(try figure.isMet() == row.5)
  }

  @Test("without a denominator there is no value, without a goal nothing to meet")
  func empty() throws {
    let metric = Metric("x", "x", .count(.ticket), over: .count(.ticket), .atLeast(nil))
    for (below, value) in [(0, nil), (2, 5000)] as [(Int64, Int64?)] {
      let figure = MetricFigure(
        group: "all", metric: metric, numerator: MetricTally(1),
        denominator: MetricTally(below), undecided: nil)
      #expect(try figure.value() == value)
      #expect(try figure.isMet() == nil)
    }
  }

  @Test(
    "months are covered days by the days of each month",
    arguments: [
      ("2026-10-01", "2026-10-31", "1"), ("2026-10-01", "2026-10-19", "0.6129"),
      ("2026-01-16", "2026-03-15", "2"), ("2024-02-29", "2024-02-29", "0.0345"),
      ("2026-12-01", "2027-01-31", "2"),
    ])
  func months(row: (String, String, String)) throws {
    let span = MetricSpan(
      label: "all", first: try #require(Day(row.0)), last: try #require(Day(row.1)))
    let months = MetricTally(1, times: try span.monthCount())
    #expect(try months.text() == row.2)
  }

  @Test("a setting gives a goal its value")
  func goal() throws {
    let callbacks = try #require(Metric.catalogue.first { $0.id == "callback_rate" })
    let aimed = callbacks.aiming(by: Settings(["target.callback_rate": "0.95"]))
    #expect(aimed.goal.value == Rate("0.95"))
    #expect(callbacks.aiming(by: Settings()).goal.value == Rate("1"))
  }

  @Test(
    "the most specific service level holds",
    arguments: [
      // kind, category, severity → minutes to respond
      ("service", "", "", 1), ("repair", "门窗", "normal", 2), ("repair", "门窗", "high", 4),
      ("service", "水电", "high", 5),  // category outweighs severity and kind together
      ("repair", "水电", "high", 6), ("service", "门窗", "high", 3),
      ("repair", "水电房", "normal", 2),  // a category as a whole string
    ])
  func levels(row: (String, String, String, Int64)) {
    func word(_ text: String) -> String? { text.isEmpty ? nil : text }
    func level(_ kind: String, _ category: String, _ severity: String, _ minutes: Int64)
      -> ServiceRow
    {
      ServiceRow(
        kind: word(kind), category: word(category), severity: word(severity),
        terms: ServiceTerms(respond: minutes, finish: nil, callback: nil, calendar: nil))
    }
    let levels = [
      level("", "", "", 1), level("repair", "", "", 2), level("", "", "high", 3),
      level("repair", "", "high", 4), level("", "水电", "", 5), level("repair", "水电", "high", 6),
    ]
    let terms = serviceTerms(of: levels, kind: row.0, category: word(row.1), severity: word(row.2))
    #expect(terms?.respondMinutes == row.3)
  }
}
