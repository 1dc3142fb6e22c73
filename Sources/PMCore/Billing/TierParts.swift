// The working of a tiered line: what falls into each block, and what it costs.

/// What one block contributes to a line.
package struct TierPart: Equatable, Sendable {
  package let block: TierBlock
  /// The block's bounds after widening; nil above is without end.
  package let lower: Ratio
  package let upper: Ratio?
  /// What of the line's quantity falls into the block; negative for a credit.
  package let quantity: Ratio
  /// In yuan.
  package let cost: Ratio
}

extension Tiers {
  /// The blocks that `cost(of:before:persons:)` is the sum of, without those that add nothing.
  package func parts(of quantity: Ratio, before: Ratio, persons: Int64?) throws(ArithmeticError)
    -> [TierPart]
  {
    if quantity.numerator == 0 { return [] }
    let start = reset == .year ? before : .zero
    let end = try start.plus(quantity)
    let place = reset == .period && end.isNegative ? end.negated : end
    var wider = Ratio.zero
    if let heads, let persons, persons > heads {
      wider = try perHead.ratio.times(Ratio(persons).minus(Ratio(heads)))
    }
    var parts: [TierPart] = []
    var lower = Ratio.zero
    for block in blocks {
      var upper: Ratio?
      if let bound = block.upTo { upper = try bound.ratio.plus(wider) }
      if mode == .graduated {
        let (first, last) = (try share(start, lower, upper), try share(end, lower, upper))
        let part = try last.minus(first)
        let flats = try Ratio(last.sign).minus(Ratio(first.sign))
        let cost = try (block.isFlat ? flats : part).times(block.price.ratio)
        if part.numerator != 0 {
          parts.append(
            TierPart(block: block, lower: lower, upper: upper, quantity: part, cost: cost))
        }
      } else if try isWithin(place, upper) {
        let count = block.isFlat ? Ratio(quantity.sign) : quantity
        let cost = try count.times(block.price.ratio)
        return [TierPart(block: block, lower: lower, upper: upper, quantity: quantity, cost: cost)]
      }
      lower = upper ?? lower
    }
    return parts
  }

  /// How much of 0 to `total` lies between the bounds; of a negative total, as a negative number.
  private func share(_ total: Ratio, _ lower: Ratio, _ upper: Ratio?) throws(ArithmeticError)
    -> Ratio
  {
    if total.isNegative { return try share(total.negated, lower, upper).negated }
    if try total.compared(to: lower) <= 0 { return .zero }
    if try isWithin(total, upper) { return try total.minus(lower) }
    return try (upper ?? total).minus(lower)
  }

  private func isWithin(_ place: Ratio, _ upper: Ratio?) throws(ArithmeticError) -> Bool {
    guard let upper else { return true }
    return try place.compared(to: upper) <= 0
  }
}

extension Ratio {
  /// −1, 0 or 1.
  fileprivate var sign: Int64 { numerator == 0 ? 0 : (isNegative ? -1 : 1) }
}
