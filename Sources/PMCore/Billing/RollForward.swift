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

  /// Adds each figure of another part of the books.
  package mutating func add(_ other: RollForward) throws(ArithmeticError) {
    opening = try opening.adding(other.opening)
    charged = try charged.adding(other.charged)
    late = try late.adding(other.late)
    received = try received.adding(other.received)
    waived = try waived.adding(other.waived)
    writtenOff = try writtenOff.adding(other.writtenOff)
  }

  /// Whether there is nothing to show.
  package var isEmpty: Bool { self == RollForward() }
}
