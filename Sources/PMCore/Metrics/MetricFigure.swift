// A key figure worked out: exact tallies, the value to four decimals, and whether the goal is met.

/// What was counted for one side in one group.
package struct MetricTally: Sendable, Hashable {
  package var count: Int64
  /// One, or the months of the range.
  package var factor: Ratio
  package var isMoney: Bool

  package init(_ count: Int64, times factor: Ratio = .one, isMoney: Bool = false) {
    self.count = count
    self.factor = factor
    self.isMoney = isMoney
  }

  /// The tally, exactly; amounts in minor units.
  package func exact() throws(ArithmeticError) -> Ratio { try Ratio(count).times(factor) }

  /// As printed: counts plain, amounts with two decimals, months to four at most.
  package func text() throws(ArithmeticError) -> String {
    if isMoney { return Money(minor: count).description }
    return decimalText(try exact().rounded(.halfUp, scale: 4), scale: 4, trimmed: true)
  }
}

/// One key figure of one group.
package struct MetricFigure: Sendable {
  package let group: String
  package let metric: Metric
  package let numerator: MetricTally
  package let denominator: MetricTally
  /// How many cases could not be judged yet, where the figure shows it.
  package let undecided: Int64?
  /// The halves of the goal that the rows below the line make, where some have only one.
  package let halves: Int64?

  package init(
    group: String, metric: Metric, numerator: MetricTally, denominator: MetricTally,
    undecided: Int64?, halves: Int64? = nil
  ) {
    self.group = group
    self.metric = metric
    self.numerator = numerator
    self.denominator = denominator
    self.undecided = undecided
    self.halves = halves
  }

  /// What the group should reach, exactly: the goal, less where it holds rows with half of it.
  package func target() throws(ArithmeticError) -> Ratio? {
    guard let goal = metric.goal.value?.ratio else { return nil }
    guard let halves, denominator.count > 0 else { return goal }
    return try goal.times(Ratio(halves, over: 2 * denominator.count))
  }

  /// The target as printed, in units of a rate, halves up.
  package func targetUnits() throws(ArithmeticError) -> Int64? {
    guard let target = try target() else { return nil }
    return try target.rounded(.halfUp, scale: Rate.scale)
  }

  /// The value, exactly; nil where nothing stands below the line.
  package func exact() throws(ArithmeticError) -> Ratio? {
    let below = try denominator.exact()
    if below.numerator == 0 { return nil }
    return try numerator.exact().divided(by: below)
  }

  /// The value in units of four decimals, halves up.
  package func value() throws(ArithmeticError) -> Int64? {
    guard let exact = try exact() else { return nil }
    return try exact.rounded(.halfUp, scale: 4)
  }

  /// Whether the exact value reaches its goal; nil without a value or a goal.
  package func isMet() throws(ArithmeticError) -> Bool? {
    guard let exact = try exact(), let target = try target() else { return nil }
    let order = try exact.compared(to: target)
    return metric.goal.direction == .atLeast ? order >= 0 : order <= 0
  }
}
