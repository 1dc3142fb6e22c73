// Blocks of quantity at prices of their own, and what a quantity costs by them, exactly.

/// How blocks apply.
package enum TierMode: String, Sendable, CaseIterable {
  /// Each block's part at the block's price.
  case graduated
  /// The whole quantity at the price of the block it falls in.
  case slab
}

/// What the thresholds count.
package enum TierReset: String, Sendable, CaseIterable {
  /// One billed interval, as given.
  case period
  /// The calendar year of the later reading.
  case year
}

/// One block: from the bound of the block before (not included) to its own (included).
package struct TierBlock: Equatable, Sendable {
  /// Nil in the last block, which has no end.
  package var upTo: Quantity?
  /// The unit price, or the sum of a flat block.
  package var price: Price
  /// Whether the block costs `price` once, as soon as the quantity passes its lower bound.
  package var isFlat: Bool
}

/// The blocks of a tariff version, and how they apply.
package struct Tiers: Equatable, Sendable {
  package var blocks: [TierBlock]
  package var mode = TierMode.graduated
  package var reset = TierReset.period
  /// Households above this many persons have wider blocks; nil: all the same.
  package var heads: Int64?
  /// By how much each threshold widens for a person above `heads`.
  package var perHead = Quantity.zero

  /// Reads `180:5.00 260:7.00 *:9.00`; a flat block is `20:=30.00`.
  package init(_ text: String) throws(RuleError) {
    blocks = try parseBlocks(text)
  }

  /// What is added to every threshold for a household of `persons`.
  package func widening(for persons: Int64?) throws(ArithmeticError) -> Ratio {
    guard let heads, let persons, persons > heads else { return .zero }
    return try perHead.ratio.times(Ratio(persons).minus(Ratio(heads)))
  }

  /// What `quantity` costs in yuan when `before` was counted already (zero with `period`).
  ///
  /// With `year` a graduated line is T(before + quantity) − T(before), so that a credit runs back
  /// through the blocks, and a slab is priced by the block of before + quantity. With `period`,
  /// T(−quantity) = −T(quantity).
  package func cost(of quantity: Ratio, before: Ratio, persons: Int64?)
    throws(ArithmeticError) -> Ratio
  {
    if quantity.numerator == 0 { return .zero }
    let wider = try widening(for: persons)
    switch (mode, reset) {
    case (.graduated, .period): return try graduated(quantity, wider)
    case (.graduated, .year):
      return try graduated(before.plus(quantity), wider).minus(graduated(before, wider))
    case (.slab, .period):
      return try slab(quantity, at: quantity.isNegative ? quantity.negated : quantity, wider)
    case (.slab, .year): return try slab(quantity, at: before.plus(quantity), wider)
    }
  }

  /// T(quantity): each block's part at its price; T(−q) = −T(q).
  private func graduated(_ quantity: Ratio, _ wider: Ratio) throws(ArithmeticError) -> Ratio {
    if quantity.isNegative { return try graduated(quantity.negated, wider).negated }
    var sum = Ratio.zero
    var lower = Ratio.zero
    for block in blocks {
      if try quantity.compared(to: lower) <= 0 { break }
      let upper = try top(of: block, quantity, wider)
      let part = block.isFlat ? .one : try upper.minus(lower)
      sum = try sum.plus(part.times(block.price.ratio))
      lower = upper
    }
    return sum
  }

  /// `quantity` at the price of the block that `place` falls in; a flat block's sum, with its sign.
  private func slab(_ quantity: Ratio, at place: Ratio, _ wider: Ratio)
    throws(ArithmeticError) -> Ratio
  {
    for block in blocks where try place.compared(to: top(of: block, place, wider)) <= 0 {
      if !block.isFlat { return try quantity.times(block.price.ratio) }
      return quantity.isNegative ? block.price.ratio.negated : block.price.ratio
    }
    return .zero
  }

  /// The upper bound of `block`, or `quantity` where that is less.
  private func top(of block: TierBlock, _ quantity: Ratio, _ wider: Ratio)
    throws(ArithmeticError) -> Ratio
  {
    guard let bound = block.upTo else { return quantity }
    let upper = try bound.ratio.plus(wider)
    return try quantity.compared(to: upper) <= 0 ? quantity : upper
  }
}
