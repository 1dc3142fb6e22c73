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
  case numerator, denominator, undecided
}

/// What stands above or below the line: rows of a fact, counted or summed.
package struct MetricSide: Sendable, Hashable {
  package let fact: MetricFact
  /// An SQL condition on the fact's columns; empty for all rows.
  package let predicate: String
  /// The column that is added up; nil where rows are counted.
  package let column: String?
  /// Whether the tally is taken times the months of the range.
  package private(set) var isTimesMonths = false

  /// The rows of `fact` of which `predicate` holds.
  package static func count(_ fact: MetricFact, _ predicate: String = "") -> MetricSide {
    MetricSide(fact: fact, predicate: predicate, column: nil)
  }

  /// The sum of `column` over the rows of `fact` of which `predicate` holds.
  package static func sum(
    _ column: String, _ fact: MetricFact, _ predicate: String = ""
  ) -> MetricSide {
    MetricSide(fact: fact, predicate: predicate, column: column)
  }

  private init(fact: MetricFact, predicate: String, column: String?) {
    self.fact = fact
    self.predicate = predicate
    self.column = column
  }

  /// This side times the months of the range, a part of a month by its days.
  package var timesMonths: MetricSide {
    var copy = self
    copy.isTimesMonths = true
    return copy
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
