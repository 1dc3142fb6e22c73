// The month's identity per fee: opening, charged, late, received, waived, written off, closing.
package import PMCore

extension Database {
  /// The figures of each fee with any of them in `period`, in natural order.
  ///
  /// Charged and late go by the bill's period; received, waived and written off by posting date.
  /// - Parameter orgs: count bills of rooms under these organisations only; nil: all.
  package func rollForward(
    of period: Period, orgs: [Int64]? = nil
  ) throws -> [(fee: String, figures: RollForward)] {
    let list = (orgs ?? []).map(String.init).joined(separator: ", ")
    let billed =
      orgs == nil ? "" : "JOIN room ON room.id = bill.room_id AND room.community_id IN (\(list))"
    let settled =
      orgs == nil
      ? "" : "JOIN bill ON bill.id = allocation.bill_id \(billed)"
    let adjusted = orgs == nil ? "" : "JOIN bill ON bill.id = adjustment.bill_id \(billed)"
    return try rows(
      """
      WITH figures AS (
        SELECT bill.fee_id,
               sum(CASE WHEN bill.period < ?1 THEN bill.amount_minor ELSE 0 END) AS opening,
               sum(CASE WHEN bill.period = ?1 AND bill.class <> 'late' THEN bill.amount_minor ELSE 0 END)
                 AS charged,
               sum(CASE WHEN bill.period = ?1 AND bill.class = 'late' THEN bill.amount_minor ELSE 0 END)
                 AS late,
               0 AS received, 0 AS waived, 0 AS written_off
          FROM bill \(billed)
         WHERE bill.period <= ?1 AND bill.ended IS NOT 'void'
         GROUP BY bill.fee_id
        UNION ALL
        SELECT allocation.fee_id,
               -sum(CASE WHEN allocation.posted_on < ?2 THEN allocation.amount_minor ELSE 0 END), 0, 0,
               sum(CASE WHEN allocation.posted_on >= ?2 THEN allocation.amount_minor ELSE 0 END), 0, 0
          FROM allocation \(settled)
         WHERE allocation.posted_on <= ?3
         GROUP BY allocation.fee_id
        UNION ALL
        SELECT adjustment.fee_id,
               -sum(CASE WHEN adjustment.posted_on < ?2 THEN adjustment.amount_minor ELSE 0 END), 0, 0, 0,
               sum(CASE WHEN adjustment.posted_on >= ?2 AND \(Adjustment.isWaiver)
                        THEN adjustment.amount_minor ELSE 0 END),
               sum(CASE WHEN adjustment.posted_on >= ?2 AND \(Adjustment.isWriteOff)
                        THEN adjustment.amount_minor ELSE 0 END)
          FROM adjustment \(adjusted)
         WHERE adjustment.posted_on <= ?3 AND \(Adjustment.changesOpen)
         GROUP BY adjustment.fee_id)
      SELECT fee.code, sum(opening), sum(charged), sum(late), sum(received), sum(waived),
             sum(written_off)
        FROM figures
        JOIN fee ON fee.id = figures.fee_id
       GROUP BY fee.id
       ORDER BY fee.key
      """,
      [
        .integer(Int64(period.index)), .integer(Int64(period.first.number)),
        .integer(Int64(period.last.number)),
      ]
    ) { row in
      var figures = RollForward()
      figures.opening = row.money(1)
      figures.charged = row.money(2)
      figures.late = row.money(3)
      figures.received = row.money(4)
      figures.waived = row.money(5)
      figures.writtenOff = row.money(6)
      return (row.string(0), figures)
    }.filter { !$0.figures.isEmpty }
  }
}
