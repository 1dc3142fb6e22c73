// A key figure (KPI) as data: what is counted above and below the line, and what it should reach.

/// A key figure, declared once.
package struct Metric: Sendable {
  /// The one name in commands, settings and files: `callback_rate`.
  package let id: String
  package let names: Words
  package let numerator: MetricSide
  package let denominator: MetricSide
  /// The denominator under `--base population`, where it is another one.
  package private(set) var populationBase: MetricSide?
  /// Cases that could not be judged yet, shown beside the figure.
  package private(set) var undecided: MetricSide?
  /// The halves of the goal that the rows below the line make: two for a whole one, one for a home
  /// of which only half as much is to be expected. Nil where each row has the whole goal.
  package private(set) var halves: MetricSide?
  /// Whether the value is a share of something, shown in percent; else a plain number.
  package private(set) var isShare = true
  package private(set) var goal: MetricGoal

  package init(
    _ id: String, _ names: Words, _ numerator: MetricSide, over denominator: MetricSide,
    _ goal: MetricGoal
  ) {
    self.id = id
    self.names = names
    self.numerator = numerator
    self.denominator = denominator
    self.goal = goal
  }

  /// This figure, over `side` where `--base population` is asked for.
  package func perPerson(_ side: MetricSide) -> Metric { with { $0.populationBase = side } }

  /// This figure, with the cases of `side` shown beside it.
  package func beside(_ side: MetricSide) -> Metric { with { $0.undecided = side } }

  /// This figure, its goal halved for the rows of which `side` adds up one instead of two.
  package func halved(by side: MetricSide) -> Metric { with { $0.halves = side } }

  /// This figure, a number of something instead of a share.
  package var plain: Metric { with { $0.isShare = false } }

  /// This figure with the goal that the settings give it.
  package func aiming(by settings: Settings) -> Metric {
    aiming(at: Rate(settings["target.\(id)"]))
  }

  /// This figure with another goal, where there is one.
  package func aiming(at value: Rate?) -> Metric {
    guard let value else { return self }
    return with { $0.goal = MetricGoal(direction: goal.direction, value: value) }
  }

  /// What the value is divided by, for one base.
  package func denominator(_ base: MetricBase) -> MetricSide {
    base == .population ? populationBase ?? denominator : denominator
  }

  /// What is tallied for a part, for one base; nil where the figure has no such part.
  package func side(_ part: MetricPart, _ base: MetricBase) -> MetricSide? {
    switch part {
    case .numerator: numerator
    case .denominator: denominator(base)
    case .undecided: undecided
    case .halves: halves
    }
  }

  /// Whether the figure can be told apart by `dimension`.
  package func has(_ dimension: MetricDimension) -> Bool {
    numerator.fact.dimensions.contains(dimension)
  }

  private func with(_ change: (inout Metric) -> Void) -> Metric {
    var copy = self
    change(&copy)
    return copy
  }
}

/// A part of a figure that is tallied.
package enum MetricPart: String, CaseIterable, Sendable {
  case numerator, denominator, undecided, halves

  /// The parts whose rows people look at.
  package static let shown: [MetricPart] = [.numerator, .denominator, .undecided]
}

/// What stands above or below the line: rows of a fact, counted or summed.
package struct MetricSide: Sendable, Hashable {
  /// What a row adds.
  package enum Tally: Sendable, Hashable {
    /// One.
    case rows
    /// What its column holds.
    case sum(String)
    /// One for each value of the column, however many rows have it.
    case distinct(String)
  }

  /// What the tally is taken times.
  package enum Factor: Sendable, Hashable {
    case one
    /// The months of the range, a part of a month by its days.
    case months
    /// A third of the months.
    case quarters
  }

  package let fact: MetricFact
  /// An SQL condition on the fact's columns; empty for all rows.
  package let predicate: String
  package let tally: Tally
  package private(set) var factor = Factor.one

  /// The rows of `fact` of which `predicate` holds.
  package static func count(_ fact: MetricFact, _ predicate: String = "") -> MetricSide {
    MetricSide(fact: fact, predicate: predicate, tally: .rows)
  }

  /// The sum of `column` over the rows of `fact` of which `predicate` holds.
  package static func sum(
    _ column: String, _ fact: MetricFact, _ predicate: String = ""
  ) -> MetricSide {
    MetricSide(fact: fact, predicate: predicate, tally: .sum(column))
  }

  /// The different values of `column` among the rows of `fact` of which `predicate` holds.
  package static func distinct(
    _ column: String, _ fact: MetricFact, _ predicate: String = ""
  ) -> MetricSide {
    MetricSide(fact: fact, predicate: predicate, tally: .distinct(column))
  }

  private init(fact: MetricFact, predicate: String, tally: Tally) {
    self.fact = fact
    self.predicate = predicate
    self.tally = tally
  }

  /// This side times the months, or the quarters, of the range.
  package func times(_ factor: Factor) -> MetricSide {
    var copy = self
    copy.factor = factor
    return copy
  }

  /// The column that is added up or told apart; nil where rows are counted.
  package var column: String? {
    switch tally {
    case .rows: nil
    case .sum(let column), .distinct(let column): column
    }
  }

  /// Whether the tally is an amount in minor units.
  package var isMoney: Bool { column?.hasSuffix("_minor") ?? false }
}

/// What a figure should reach, and from which side.
package struct MetricGoal: Sendable, Hashable {
  package enum Direction: Sendable { case atLeast, atMost }

  package let direction: Direction
  /// Nil where only a setting says.
  package let value: Rate?

  package static func atLeast(_ value: Rate?) -> MetricGoal {
    MetricGoal(direction: .atLeast, value: value)
  }
  package static func atMost(_ value: Rate?) -> MetricGoal {
    MetricGoal(direction: .atMost, value: value)
  }
}

/// What complaints are counted against.
package enum MetricBase: String, CaseIterable, Sendable {
  case households, population
}
