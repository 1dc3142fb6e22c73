// The groups of a pivot from the greatest to the least, for a Pareto.

/// Groups with what each counts: the greatest first, and last what has no label, however much it is.
///
/// What nobody has filled in is no cause among others, but it is part of the whole.
package struct PivotRanking: Sendable {
  /// The groups that have a label; among equals the natural order stays.
  package let named: [(label: String, count: Int64)]
  /// What has none.
  package let blank: Int64
  package let total: Int64

  package init(_ pivot: Pivot, _ dimension: PivotDimension) {
    named = pivot.rows(dimension).filter { !$0.isEmpty }
      .map { (label: $0, count: pivot.total(row: $0).above) }.filter { $0.count > 0 }
      .enumerated()
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
      .map(\.element)
    blank = pivot.total(row: "").above
    total = pivot.total.above
  }

  /// The first groups, and what all the others make together.
  package func foremost(
    _ limit: Int
  ) -> (shown: [(label: String, count: Int64)], others: Int, rest: Int64) {
    let shown = Array(named.prefix(limit))
    return (
      shown, named.count - shown.count, total - blank - shown.reduce(0) { $0 + $1.count }
    )
  }
}
