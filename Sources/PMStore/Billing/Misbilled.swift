// Bills of a room whose debtor is another one by the records of today.
package import PMCore

/// A bill, and who would have been billed by what is known now.
package struct MisbilledLine: Sendable {
  package let bill: Int64
  package let fee: String
  package let period: Period
  package let days: DaySpan
  package let amount: Money
  package let billedTo: String
  /// Nil where nobody owes some of the days.
  package let owedBy: String?
}

extension Database {
  /// The room's bills that reach to `day` or later and were billed to somebody who, by the records
  /// of today, owes those days no more; in order of number.
  ///
  /// The period of each bill is worked out again; a line that nobody's records make any more tells
  /// nothing about its debtor and is left out.
  package func misbilled(room: Int64, since day: Day = .distantPast) throws -> [MisbilledLine] {
    let bills = try rows(
      """
      SELECT bill.id, fee.id, fee.code, bill.period, bill."from", bill."to", bill.amount_minor,
             bill.customer_id, customer.code, bill.meter_id
        FROM bill
        JOIN fee ON fee.id = bill.fee_id
        JOIN customer ON customer.id = bill.customer_id
       WHERE bill.room_id = ?1 AND bill."to" >= ?2 AND bill.ended IS NULL AND bill.opening = 0
         AND \(Bill.isOriginal(of: "bill"))
       ORDER BY bill.id
      """, [.integer(room), .day(day)]
    ) { row in
      (
        id: row.int64(0), fee: (id: row.int64(1), code: row.string(2)), period: row.period(3),
        from: row.day(4), to: row.day(5), amount: row.money(6),
        customer: (id: row.int64(7), code: row.string(8)), meter: row.optionalInt64(9)
      )
    }
    if bills.isEmpty { return [] }
    let book = try billingBook()
    var found: [MisbilledLine] = []
    var computed: [Period: LineBatch] = [:]
    for bill in bills {
      guard let span = DaySpan(bill.from, bill.to) else { continue }
      let batch =
        try computed[bill.period]
        ?? linesAnew(ofRoom: room, RunDates(period: bill.period), book, before: .max).batch
      computed[bill.period] = batch
      let other = batch.lines.first { line in
        line.fee == bill.fee.id && line.meter == bill.meter && line.customer != bill.customer.id
          && DaySpan(max(line.from, day), line.to)?.intersection(span) != nil
      }
      let gap = batch.findings.contains { finding in
        finding.fee == bill.fee.id && finding.meter == bill.meter
          && (finding.reason == .noDebtor || finding.reason == .notDelivered)
          && DaySpan(max(finding.span.from, day), finding.span.to)?.intersection(span) != nil
      }
      if other == nil, !gap { continue }
      found.append(
        MisbilledLine(
          bill: bill.id, fee: bill.fee.code, period: bill.period, days: span, amount: bill.amount,
          billedTo: bill.customer.code,
          owedBy: try other.flatMap { try code(of: Customer.record, $0.customer) }))
    }
    return found
  }
}
