// What money is kept for: a fee, a window of periods, both, or nothing in particular.

/// What a payment may pay, and what its rest is kept for.
package struct Earmark: Hashable, Sendable {
  /// Only lines of this fee; nil: of any.
  package var fee: Int64?
  /// Only lines of this period and later.
  package var from: Period?
  /// Only lines of this period and earlier.
  package var to: Period?

  package init(fee: Int64? = nil, from: Period? = nil, to: Period? = nil) {
    self.fee = fee
    self.from = from
    self.to = to
  }

  /// Whether a line of `fee` and `period` may be paid.
  package func covers(fee: Int64, period: Period) -> Bool {
    if let own = self.fee, own != fee { return false }
    if let from, period < from { return false }
    if let to, period > to { return false }
    return true
  }

  /// How narrow it is: what may be used for little is used first.
  ///
  /// A fee and a window come before a fee alone, that before a window alone, and free money last.
  package var rank: Int {
    let isWindow = from != nil || to != nil
    return switch (fee != nil, isWindow) {
    case (true, true): 0
    case (true, false): 1
    case (false, true): 2
    case (false, false): 3
    }
  }

  package static let ranks = 0...3
}
