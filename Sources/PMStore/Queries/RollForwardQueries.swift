// The month's identity per fee: opening, charged, late, received, waived, written off, closing.
package import PMCore

extension Database {
  /// The figures of each fee with any of them in `period`, in natural order; deposits have a section
  /// of their own.
  ///
  /// Charged and late go by the bill's period; received, waived and written off by posting date.
  /// - Parameter orgs: count bills of rooms under these organisations only; nil: all.
  package func rollForward(
    of period: Period, deposits: Bool = false, orgs: [Int64]? = nil
  ) throws -> [(fee: String, figures: RollForward)] {
    var found: [(fee: String, figures: RollForward)] = []
    try forEachRollForward(of: period, deposits: deposits, orgs: orgs, by: nil) { found.append(($1, $2)) }
    return found.filter { !$0.figures.isEmpty }
  }

  /// The figures of each fee within each group, in natural order of both.
  package func rollForward(
    of period: Period, deposits: Bool = false, orgs: [Int64]?, by groups: ReportGroups
  ) throws -> [(group: ReportGroup, fee: String, figures: RollForward)] {
    var fees: [String] = []
    var sums: [[Int: RollForward]] = []
    try forEachRollForward(
      of: period, deposits: deposits, orgs: orgs, by: groups.dimension.billColumn
    ) {
      member, fee, figures in
      if fees.last != fee {
        fees.append(fee)
        sums.append([:])
      }
      let place = groups.place(of: member)
      try sums[fees.count - 1][place, default: RollForward()].add(figures)
    }
    var found: [(group: ReportGroup, fee: String, figures: RollForward)] = []
    for (place, group) in groups.all.enumerated() {
      for (number, fee) in fees.enumerated() {
        if let figures = sums[number][place], !figures.isEmpty { found.append((group, fee, figures)) }
      }
    }
    return found
  }

  /// Lends the figures of each fee, in natural order, and within it of each value of a bill's
  /// column; nil for no column.
  private func forEachRollForward(
    of period: Period, deposits: Bool, orgs: [Int64]?, by column: String?,
    _ body: (Int64?, String, RollForward) throws -> Void
  ) throws {
    let member = column.map { "bill.\($0)" } ?? "NULL"
    let scope = inScope(orgs, room: "bill.room_id")
    // What was settled names its fee itself.
    let needsBill = orgs != nil || column != nil
    let settled = needsBill ? "JOIN bill ON bill.id = allocation.bill_id" : ""
    let adjusted = needsBill ? "JOIN bill ON bill.id = adjustment.bill_id" : ""
    try forEach(
      """
      WITH figures AS (
        SELECT \(member) AS member, bill.fee_id AS fee_id,
               sum(CASE WHEN bill.period < ?1 THEN bill.amount_minor ELSE 0 END) AS opening,
               sum(CASE WHEN bill.period = ?1 AND bill.class <> 'late' THEN bill.amount_minor ELSE 0 END)
                 AS charged,
               sum(CASE WHEN bill.period = ?1 AND bill.class = 'late' THEN bill.amount_minor ELSE 0 END)
                 AS late,
               0 AS received, 0 AS waived, 0 AS written_off
          FROM bill
         WHERE bill.period <= ?1 AND bill.ended IS NOT 'void' AND \(scope)
         GROUP BY 1, 2
        UNION ALL
        SELECT \(member), allocation.fee_id,
               -sum(CASE WHEN allocation.posted_on < ?2 THEN allocation.amount_minor ELSE 0 END), 0, 0,
               sum(CASE WHEN allocation.posted_on >= ?2 THEN allocation.amount_minor ELSE 0 END), 0, 0
          FROM allocation \(settled)
         WHERE allocation.posted_on <= ?3 AND \(scope)
         GROUP BY 1, 2
        UNION ALL
        SELECT \(member), adjustment.fee_id,
               -sum(CASE WHEN adjustment.posted_on < ?2 THEN adjustment.amount_minor ELSE 0 END), 0, 0, 0,
               sum(CASE WHEN adjustment.posted_on >= ?2 AND \(Adjustment.isWaiver)
                        THEN adjustment.amount_minor ELSE 0 END),
               sum(CASE WHEN adjustment.posted_on >= ?2 AND \(Adjustment.isWriteOff)
                        THEN adjustment.amount_minor ELSE 0 END)
          FROM adjustment \(adjusted)
         WHERE adjustment.posted_on <= ?3 AND \(Adjustment.changesOpen) AND \(scope)
         GROUP BY 1, 2)
      SELECT member, fee.code, sum(opening), sum(charged), sum(late), sum(received), sum(waived),
             sum(written_off)
        FROM figures
        JOIN fee ON fee.id = figures.fee_id
       WHERE (fee.class = 'deposit') = ?4
       GROUP BY fee.id, member
       ORDER BY fee.key, member
      """,
      [
        .period(period), .day(period.first),
        .day(period.last), .flag(deposits),
      ]
    ) { row in
      var figures = RollForward()
      figures.opening = row.money(2)
      figures.charged = row.money(3)
      figures.late = row.money(4)
      figures.received = row.money(5)
      figures.waived = row.money(6)
      figures.writtenOff = row.money(7)
      try body(row.optionalInt64(0), row.string(1), figures)
    }
  }
}
