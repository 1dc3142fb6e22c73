// Closing a period: what still stands in the way, and a digest of what was closed.
package import PMCore

/// Which books are closed: a period of one organisation and what is under it, or of everything.
package struct ClosingScope: Sendable {
  package let period: Period
  package let org: Int64?
  /// The organisation and what is under it; nil: everything.
  package let orgs: [Int64]?

  package init(_ period: Period, org: Int64?, in tree: OrgTree) {
    self.period = period
    self.org = org
    orgs = org.map { tree.under($0) }
  }

  /// That the organisation in the column `column` belongs to the scope, as SQL.
  func holds(_ column: String) -> String {
    orgs.map { "\(column) IN (\(sqlList($0)))" } ?? "1"
  }

  /// That a bill's room belongs to the scope, as SQL; `bill` is in the statement.
  var holdsBill: String {
    orgs == nil
      ? "1"
      : "EXISTS (SELECT 1 FROM room WHERE room.id = bill.room_id AND \(holds("room.community_id")))"
  }

  /// That the room in the column `column` belongs to the scope, as SQL.
  func holdsRoom(_ column: String) -> String {
    "EXISTS (SELECT 1 FROM room WHERE room.id = \(column) AND \(holds("room.community_id")))"
  }

  /// That a payment or prepayment in row `alias` belongs to the scope, as SQL.
  func holdsMoney(_ alias: String) -> String {
    orgs == nil ? "1" : holds("\(alias).company_id")
  }
}

/// The share of a room in the cost of a meter's days.
package struct ShareKey: Hashable, Sendable {
  package let room: Int64
  package let fee: Int64
  package let meter: Int64?
  package let from: Day

  package init(room: Int64, fee: Int64, meter: Int64?, from: Day) {
    self.room = room
    self.fee = fee
    self.meter = meter
    self.from = from
  }
}

/// What is to be looked at before a close.
package struct CloseCounts: Sendable {
  /// Bills of the period.
  package var bills = 0
  package var suspectReadings = 0
  /// Payments that nobody has been found for.
  package var suspense = 0
  /// Cash of the counter that nobody has reviewed.
  package var unreviewed = 0
}

extension Database {
  /// Counts what the checklist of a close is about.
  package func closeCounts(_ scope: ClosingScope) throws -> CloseCounts {
    let period = SQLValue.period(scope.period)
    let last = SQLValue.day(scope.period.last)
    var counts = CloseCounts()
    counts.bills = Int(
      try scalar("SELECT count(*) FROM bill WHERE period = ?1 AND \(scope.holdsBill)", [period])
        ?? 0)
    counts.suspectReadings = Int(
      try scalar(
        """
        SELECT count(*)
          FROM reading
          JOIN meter ON meter.id = reading.meter_id
          LEFT JOIN room ON room.id = meter.room_id
         WHERE reading.suspect = 1 AND reading.read_on <= ?1
           AND \(scope.holds("COALESCE(room.community_id, meter.scope_id)"))
        """, [last]) ?? 0)
    counts.suspense = Int(
      try scalar(
        """
        SELECT count(*) FROM payment
         WHERE \(Payment.isSuspense("payment")) AND paid_on <= ?1 AND \(scope.holdsMoney("payment"))
        """, [last]) ?? 0)
    counts.unreviewed = Int(
      try scalar(
        """
        SELECT count(*) FROM payment
         WHERE \(Payment.isUnreviewed("payment")) AND paid_on <= ?1
           AND (\(scope.holdsMoney("payment")) OR \(scope.holdsRoom("payment.room_id")))
        """, [last]) ?? 0)
    return counts
  }

  /// The shares of the period that no bill charges to anybody; without those of excused rooms.
  package func unbilledShares(_ scope: ClosingScope) throws -> Set<ShareKey> {
    var shares: Set<ShareKey> = []
    try forEach(
      """
      SELECT share.room_id, meter.fee_id, share.meter_id, share."from"
        FROM share
        JOIN meter ON meter.id = share.meter_id
       WHERE share.period = ?1 AND share.amount_minor <> 0 AND \(scope.holdsRoom("share.room_id"))
         AND NOT EXISTS (SELECT 1 FROM excuse
                          WHERE excuse.period = share.period AND excuse.room_id = share.room_id
                            AND excuse.fee_id = meter.fee_id)
      EXCEPT
      SELECT room_id, fee_id, meter_id, "from"
        FROM bill
       WHERE period = ?1 AND class = 'shared' AND ended IS NOT 'void'
       ORDER BY 1, 2, 3, 4
      """, [.period(scope.period)]
    ) { row in
      shares.insert(
        ShareKey(room: row.int64(0), fee: row.int64(1), meter: row.int64(2), from: row.day(3)))
    }
    return shares
  }

  /// The earliest period before this one that has bills and is not closed; nil where there is none.
  package func earliestOpenPeriod(
    before scope: ClosingScope, after closed: Period?
  ) throws -> Period? {
    try scalar(
      """
      SELECT min(period) FROM bill
       WHERE period < ?1 AND period > ?2 AND \(scope.holdsBill)
      """,
      [.period(scope.period), .integer(Int64(closed?.index ?? -1))]
    ).map { Period(index: Int32(truncatingIfNeeded: $0)) }
  }

  /// The digest that was kept when the period was closed; nil where it is open.
  package func closing(_ scope: ClosingScope) throws -> String? {
    try text(
      "SELECT digest FROM closing WHERE period = ?1 AND org_id IS ?2",
      [.period(scope.period), SQLValue(scope.org)])
  }

  /// Whether the very period of the scope was closed, and not opened again.
  package func isClosed(_ scope: ClosingScope) throws -> Bool {
    try scalar(
      "SELECT 1 FROM closing WHERE period = ?1 AND org_id IS ?2 AND reopened_on IS NULL",
      [.period(scope.period), SQLValue(scope.org)]) != nil
  }

  /// The row that tells of the very period of the scope; nil where it was never closed.
  private func closingRow(_ scope: ClosingScope) throws -> Int64? {
    try scalar(
      "SELECT id FROM closing WHERE period = ?1 AND org_id IS ?2",
      [.period(scope.period), SQLValue(scope.org)])
  }

  /// Marks the period as open again; its digest stays.
  package func reopen(
    _ scope: ClosingScope, on day: Day, reason: String, run entry: Int64
  ) throws {
    guard let row = try closingRow(scope) else { return }
    try RowEditor(self, entry: entry).updateUncounted(
      Closing.record, row: row,
      [("reopened_on", .day(day)), ("reopened_why", .text(reason))])
  }

  /// Keeps that the period is closed; closed again, what the first close said is kept as well.
  package func keepClosing(
    _ scope: ClosingScope, on day: Day, digest: String, run entry: Int64
  ) throws {
    let editor = RowEditor(self, entry: entry)
    let values: [(String, SQLValue)] = [
      ("closed_on", .day(day)), ("reopened_on", .null), ("digest", .text(digest)),
      ("run", .integer(entry)),
    ]
    if let row = try closingRow(scope) {
      try editor.updateUncounted(Closing.record, row: row, values)
    } else {
      try editor.insertUncounted(
        Closing.record,
        [("period", .period(scope.period)), ("org", SQLValue(scope.org))] + values)
    }
  }

  /// The closed periods whose state is no longer what was closed.
  package func changedClosings() throws -> [String] {
    let tree = try orgTree()
    let kept = try rows(
      "SELECT period, org_id, digest FROM closing WHERE reopened_on IS NULL ORDER BY id"
    ) { (period: $0.period(0), org: $0.optionalInt64(1), digest: $0.string(2)) }
    return try kept.compactMap { closing in
      let scope = ClosingScope(closing.period, org: closing.org, in: tree)
      if try closingDigest(scope) == closing.digest { return nil }
      return "\(closing.period) \(closing.org.flatMap { tree.code(of: $0) } ?? "")"
    }
  }

  /// The SHA-256 of the closed state: the period's bills, and what is posted in it of payments,
  /// allocations and prepayment, each row in order of its number.
  ///
  /// What later bookings change on these rows (what is paid, what is left) is not in it.
  package func closingDigest(_ scope: ClosingScope) throws -> String {
    var hash = SHA256()
    let (first, last) = (scope.period.first.number, scope.period.last.number)
    let posted = "posted_on BETWEEN \(first) AND \(last)"
    let statements = [
      """
      SELECT 'bill', bill.id, room_id, customer_id, fee_id, class, period, "from", "to", quantity,
             price, amount_minor, tax_minor, tax_rate, due_on, principal_id, corrects_id, meter_id
        FROM bill
       WHERE period = \(scope.period.index) AND \(scope.holdsBill)
       ORDER BY bill.id
      """,
      """
      SELECT 'payment', key, customer_id, room_id, fee_id, company_id, payer_id, paid_on, posted_on,
             method, account, reference, part, amount_minor
        FROM payment
       WHERE \(posted) AND \(scope.holdsMoney("payment"))
       ORDER BY id
      """,
      """
      SELECT 'allocation', allocation.id, bill_id, kind, payment_id, prepayment_id,
             allocation.fee_id, allocation.amount_minor, value_on, allocation.posted_on, deduction_id
        FROM allocation
        JOIN bill ON bill.id = allocation.bill_id
       WHERE allocation.\(posted) AND \(scope.holdsBill)
       ORDER BY allocation.id
      """,
      """
      SELECT 'prepayment', id, customer_id, company_id, fee_id, payment_id, bill_id, paid_on,
             posted_on, amount_minor, for_from, for_to
        FROM prepayment
       WHERE \(posted) AND \(scope.holdsMoney("prepayment"))
       ORDER BY id
      """,
      """
      SELECT 'adjustment', adjustment.id, bill_id, kind, adjustment.amount_minor, value_on,
             adjustment.posted_on, reason, approver
        FROM adjustment
        JOIN bill ON bill.id = adjustment.bill_id
       WHERE adjustment.\(posted) AND \(scope.holdsBill)
       ORDER BY adjustment.id
      """,
      """
      SELECT 'refund', id, customer_id, company_id, method, amount_minor, account, reference, posted_on,
             deposit_id, receipt
        FROM refund
       WHERE \(posted) AND \(scope.holdsMoney("refund"))
       ORDER BY id
      """,
      """
      SELECT 'withdrawal', withdrawal.id, prepayment_id, kind, withdrawal.amount_minor,
             withdrawal.posted_on
        FROM withdrawal
        JOIN prepayment ON prepayment.id = withdrawal.prepayment_id
       WHERE withdrawal.\(posted) AND \(scope.holdsMoney("prepayment"))
       ORDER BY withdrawal.id
      """,
      """
      SELECT 'deposit', id, customer_id, room_id, fee_id, company_id, bill_id, amount_minor, reference,
             posted_on
        FROM deposit
       WHERE \(posted) AND \(scope.holdsMoney("deposit"))
       ORDER BY id
      """,
      """
      SELECT 'deduction', deduction.id, deposit_id, deduction.bill_id, deduction.amount_minor, reason,
             approver, deduction.posted_on
        FROM deduction
        JOIN deposit ON deposit.id = deduction.deposit_id
       WHERE deduction.\(posted) AND \(scope.holdsMoney("deposit"))
       ORDER BY deduction.id
      """,
    ]
    for sql in statements {
      try forEach(sql) { row in
        var line = ""
        for column in 0..<row.columnCount {
          // A length in front keeps a value from moving over the border of two columns.
          if let text = row.optionalString(column) { line += "\(text.utf8.count):\(text)" }
          line += column + 1 == row.columnCount ? "\n" : ";"
        }
        hash.update(line)
      }
    }
    return hash.hex()
  }
}
