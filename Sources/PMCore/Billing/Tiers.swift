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

  /// What `quantity` costs in yuan when `before` was counted already (zero with `period`).
  ///
  /// With `year` a graduated line is T(before + quantity) − T(before), so that a credit runs back
  /// through the blocks, and a slab is priced by the block of before + quantity. With `period`,
  /// T(−quantity) = −T(quantity).
  package func cost(of quantity: Ratio, before: Ratio, persons: Int64?)
    throws(ArithmeticError) -> Ratio
  {
    if quantity.numerator == 0 { return .zero }
    let scale = try TierScale(quantity, before)
    let wider = try widening(for: persons, scale)
    let cost: Int128
    switch (mode, reset) {
    case (.graduated, .period): cost = try graduated(scale.quantity, wider, scale)
    case (.graduated, .year):
      let end = try checkedSum(scale.before, scale.quantity)
      cost = try checkedSum(
        graduated(end, wider, scale), 0 - graduated(scale.before, wider, scale))
    case (.slab, .period):
      cost = try slab(scale.quantity, at: Int128(scale.quantity.magnitude), wider, scale)
    case (.slab, .year):
      let end = try checkedSum(scale.before, scale.quantity)
      cost = try slab(scale.quantity, at: end, wider, scale)
    }
    return try scale.yuan(cost)
  }

  /// What is added to every threshold for a household of `persons`.
  private func widening(for persons: Int64?, _ scale: TierScale) throws(ArithmeticError) -> Int128 {
    guard let heads, let persons, persons > heads else { return 0 }
    return try checkedProduct(Int128(persons) - Int128(heads), scale.bound(perHead))
  }

  /// T(quantity): each block's part at its price; T(−q) = −T(q).
  private func graduated(_ quantity: Int128, _ wider: Int128, _ scale: TierScale)
    throws(ArithmeticError) -> Int128
  {
    if quantity < 0 { return try 0 - graduated(0 - quantity, wider, scale) }
    var total: Int128 = 0
    var lower: Int128 = 0
    for block in blocks {
      if quantity <= lower { break }
      let upper = try top(of: block, quantity, wider, scale)
      let part = block.isFlat ? scale.one : upper - lower
      total = try checkedSum(total, checkedProduct(part, Int128(block.price.units)))
      lower = upper
    }
    return total
  }

  /// `quantity` at the price of the block that `place` falls in; a flat block's sum, with its sign.
  private func slab(_ quantity: Int128, at place: Int128, _ wider: Int128, _ scale: TierScale)
    throws(ArithmeticError) -> Int128
  {
    for block in blocks where try place <= top(of: block, place, wider, scale) {
      let flat = quantity < 0 ? 0 - scale.one : scale.one
      return try checkedProduct(block.isFlat ? flat : quantity, Int128(block.price.units))
    }
    return 0
  }

  /// The upper bound of `block`, or `quantity` where that is less.
  private func top(
    of block: TierBlock, _ quantity: Int128, _ wider: Int128, _ scale: TierScale
  ) throws(ArithmeticError) -> Int128 {
    guard let bound = block.upTo else { return quantity }
    return min(quantity, try checkedSum(scale.bound(bound), wider))
  }
}

/// Quantities and bounds on one scale, so that blocks need no fractions.
private struct TierScale {
  /// How many units make 1: a common denominator of both quantities and four decimals.
  let one: Int128
  let quantity: Int128
  let before: Int128

  init(_ quantity: Ratio, _ before: Ratio) throws(ArithmeticError) {
    var one = Int128(Quantity.unitsOfOne)
    for denominator in [quantity.denominator, before.denominator] where one % denominator != 0 {
      one = try checkedProduct(one, denominator)
    }
    self.one = one
    self.quantity = try checkedProduct(quantity.numerator, one / quantity.denominator)
    self.before = try checkedProduct(before.numerator, one / before.denominator)
  }

  func bound(_ quantity: Quantity) throws(ArithmeticError) -> Int128 {
    try checkedProduct(Int128(quantity.units), one / Int128(Quantity.unitsOfOne))
  }

  /// A cost in prices × units as yuan.
  func yuan(_ cost: Int128) throws(ArithmeticError) -> Ratio {
    Ratio(lowest: cost, try checkedProduct(one, Int128(Price.unitsOfOne)))
  }
}
