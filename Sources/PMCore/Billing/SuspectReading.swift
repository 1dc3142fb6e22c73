// Which readings somebody should look at before the month is closed.

/// What makes a usage suspect, beside its sign.
package struct SuspectRule: Equatable, Sendable {
  /// A jump counts only above this usage (setting `meter.min_jump`).
  package var minimumJump: Ratio
  /// A usage of zero counts where the average was above this (setting `meter.zero_above`).
  package var zeroAbove: Ratio

  package init(minimumJump: Ratio = .zero, zeroAbove: Ratio = .one) {
    self.minimumJump = minimumJump
    self.zeroAbove = zeroAbove
  }
}

/// Whether `usage` is suspect after the usages of `history`.
///
/// It is where it is negative; over 3 × the average of at least three intervals and over the minimum
/// jump; or zero where the average was over `zeroAbove` and somebody lives there.
///
/// - Parameters:
///   - history: the meter's earlier usages, in any order.
///   - isInhabited: whether the room is occupied or let.
package func isSuspect(
  _ usage: Ratio, after history: [Ratio], isInhabited: Bool, _ rule: SuspectRule
) throws(ArithmeticError) -> Bool {
  if usage.isNegative { return true }
  if history.isEmpty { return false }
  var sum = Ratio.zero
  for earlier in history { sum = try sum.plus(earlier) }
  let average = try sum.divided(by: Ratio(Int64(history.count)))
  if usage.numerator == 0 {
    if !isInhabited { return false }
    return try average.compared(to: rule.zeroAbove) > 0
  }
  if history.count < 3 { return false }
  if try usage.compared(to: rule.minimumJump) <= 0 { return false }
  return try usage.compared(to: average.times(Ratio(3))) > 0
}
