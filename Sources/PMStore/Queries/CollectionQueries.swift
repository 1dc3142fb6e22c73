// Collection: what was billed and received, and what of earlier arrears came in.
package import PMCore

/// The collection of one group.
package struct CollectionFigures: Sendable {
  package let group: ReportGroup
  /// Of the range's periods, less what was void, corrected or waived; no late fees, no deposits.
  package let billed: Int64
  /// On those bills, by posting date through as-of.
  package let received: Int64
  /// What was open of earlier periods before the range; no late fees, no deposits.
  package let opening: Int64
  /// Received on those earlier bills from the first day of the range through as-of.
  package let recovered: Int64
  /// Everything received within the range, for bills of whatever period, late fees included: the
  /// received of the roll-forward.
  package let posted: Int64
}

/// What a collection report is asked for.
package struct CollectionQuestion: Sendable {
  package let first: Day
  package let last: Day
  package let asOf: Day
  package let orgs: [Int64]?

  package init(from first: Day, to last: Day, asOf: Day, orgs: [Int64]?) {
    self.first = first
    self.last = last
    self.asOf = asOf
    self.orgs = orgs
  }
}

extension Database {
  /// The figures of each group with any.
  package func collection(
    _ question: CollectionQuestion, by groups: ReportGroups
  ) throws -> [CollectionFigures] {
    let column = "bill.\(groups.dimension.billColumn)"
    let scope = inScope(question.orgs, room: "bill.room_id")
    let collected = """
      bill.class <> 'late' AND bill.class <> 'deposit' AND bill.ended IS NULL
           AND NOT (bill.corrects_id IS NOT NULL AND bill.amount_minor < 0)
           AND bill.period BETWEEN ?1 AND ?2 AND \(scope)
      """
    let earlier = """
      bill.class <> 'late' AND bill.class <> 'deposit' AND bill.ended IS NOT 'void'
           AND bill.period < ?1 AND \(scope)
      """
    let allocated = "FROM allocation JOIN bill ON bill.id = allocation.bill_id"
    return try sums(
      groups,
      """
      WITH part(id, billed, received, opening, recovered, posted) AS (
        SELECT \(column), sum(bill.amount_minor - bill.waived_minor), 0, 0, 0, 0
          FROM bill
         WHERE \(collected)
         GROUP BY 1
        UNION ALL
        -- What a credit line took off a bill is neither billed nor, though it settles, received.
        SELECT \(column), sum(credit.amount_minor), sum(credit.amount_minor), 0, 0, 0
          FROM bill
          JOIN bill AS credit ON credit.corrects_id = bill.id AND credit.amount_minor < 0
         WHERE \(collected) AND credit.posted_on <= ?5
         GROUP BY 1
        UNION ALL
        SELECT \(column), 0, sum(allocation.amount_minor), 0, 0, 0
          \(allocated)
         WHERE \(collected) AND allocation.posted_on <= ?5
         GROUP BY 1
        UNION ALL
        SELECT \(column), 0, 0, sum(bill.amount_minor), 0, 0
          FROM bill
         WHERE \(earlier)
         GROUP BY 1
        UNION ALL
        SELECT \(column), 0, 0,
               -sum(CASE WHEN allocation.posted_on < ?3 THEN allocation.amount_minor ELSE 0 END),
               sum(CASE WHEN allocation.posted_on >= ?3 THEN allocation.amount_minor ELSE 0 END), 0
          \(allocated)
         WHERE \(earlier) AND allocation.posted_on <= max(?3, ?5)
         GROUP BY 1
        UNION ALL
        SELECT \(column), 0, 0, -sum(adjustment.amount_minor), 0, 0
          FROM adjustment JOIN bill ON bill.id = adjustment.bill_id
         WHERE \(earlier) AND \(Adjustment.changesOpen) AND adjustment.posted_on < ?3
         GROUP BY 1
        UNION ALL
        SELECT \(column), 0, 0, 0, 0, sum(allocation.amount_minor)
          \(allocated)
         WHERE bill.class <> 'deposit' AND allocation.posted_on BETWEEN ?3 AND ?4 AND \(scope)
         GROUP BY 1)
      SELECT id, sum(billed), sum(received), sum(opening), sum(recovered), sum(posted)
        FROM part
       GROUP BY id
       ORDER BY id
      """,
      [
        .period(question.first.period), .period(question.last.period),
        .day(question.first), .day(question.last),
        .day(question.asOf),
      ]
    ).map { row in
      CollectionFigures(
        group: row.group, billed: row.sums[0], received: row.sums[1], opening: row.sums[2],
        recovered: row.sums[3], posted: row.sums[4])
    }
  }
}
