// The month's identity: what was owed, what came on top, what was settled, what is owed now.

/// The figures of one fee (or of all) in one period.
package struct RollForward: Equatable, Sendable {
  package var opening = Money.zero
  package var charged = Money.zero
  package var late = Money.zero
  package var received = Money.zero
  package var waived = Money.zero
  package var writtenOff = Money.zero

  package init() {}

  /// opening + charged + late − received − waived − written off.
  package func closing() throws(ArithmeticError) -> Money {
    try opening.adding(charged).adding(late)
      .adding(-received).adding(-waived).adding(-writtenOff)
  }

  /// Whether there is nothing to show.
  package var isEmpty: Bool { self == RollForward() }
}
