// Late fees: every overdue bill with what lowered it and what was posted, in one ordered pass.
package import PMCore

/// A bill past its due date, with all that its late fee depends on.
package struct OverdueBill: Sendable {
  package var id: Int64
  package var room: Int64?
  package var customer: Int64
  package var fee: Int64
  package var dueOn: Day
  package var amount: Money
  /// In order of value date.
  package var reductions: [Reduction] = []
  /// The late fee that earlier runs posted.
  package var posted = Money.zero
  /// The date of the latest late line.
  package var lastPosted: Day?
}

/// What a late fee of one fee follows.
package struct LateRule: Sendable {
  package let terms: LateTerms
  /// The tax rate that the late line contains.
  package let taxRate: Rate
}

extension Database {
  /// The rules of the fees that have a late policy.
  package func lateRules() throws -> [Int64: LateRule] {
    var rules: [Int64: LateRule] = [:]
    try forEach(
      """
      SELECT fee.id, policy.daily_rate, policy.grace_days, policy.cap, fee.tax_rate, fee.tax_method
        FROM fee
        JOIN late_policy AS policy ON policy.id = fee.late_policy_id
       ORDER BY fee.id
      """
    ) { row in
      let terms = LateTerms(
        dailyRate: row.rate(1), graceDays: Int(row.int64(2)),
        cap: row.optionalRate(3))
      let isTaxed = try row.word(5, as: TaxMethod.self).hasRate
      rules[row.int64(0)] = LateRule(
        terms: terms, taxRate: isTaxed ? row.rate(4) : .zero)
    }
    return rules
  }

  /// The last period that a run billed: the end of the index that keeps a line from being billed twice.
  package func lastBilledPeriod() throws -> Period? {
    try scalar("SELECT max(period) FROM bill WHERE \(Bill.isOfRun)").map {
      Period(index: Int32(clamping: $0))
    }
  }

  /// Lends each bill due before `day` of these fees to `body`, in order of number.
  ///
  /// Three scans side by side, each in order of the bill: the bills, what lowered them (allocations
  /// merged with waivers and write-offs) and the late lines; the latter two by index. Bills that `body`
  /// posts are not visited.
  package func forEachOverdueBill(
    before day: Day, ofFees fees: Set<Int64>, _ body: (OverdueBill) throws -> Void
  ) throws {
    guard let last = try scalar("SELECT max(id) FROM bill") else { return }
    var bills = try prepare(
      """
      SELECT id, room_id, customer_id, fee_id, due_on, amount_minor
        FROM bill
       WHERE id <= ?1 AND due_on < ?2 AND amount_minor > 0 AND principal_id IS NULL
         AND class <> 'late' AND class <> 'deposit' AND ended IS NOT 'void'
       ORDER BY id
      """)
    try bills.bind(1, last)
    try bills.bind(2, Int64(day.number))
    var reductions = try SideRows(
      self,
      """
      SELECT bill_id, value_on, amount_minor FROM allocation
      UNION ALL
      SELECT bill_id, value_on, amount_minor FROM adjustment WHERE \(Adjustment.changesOpen)
       ORDER BY bill_id, value_on, amount_minor
      """)
    var lines = try SideRows(
      self,
      """
      SELECT principal_id, "to", amount_minor FROM bill
       WHERE principal_id IS NOT NULL AND id <= \(last) AND ended IS NOT 'void'
       ORDER BY principal_id, "to", amount_minor
      """)
    while try bills.step() {
      guard fees.contains(bills.int64(3)) else { continue }
      var bill = OverdueBill(
        id: bills.int64(0), room: bills.optionalInt64(1), customer: bills.int64(2),
        fee: bills.int64(3), dueOn: bills.day(4), amount: bills.money(5))
      try reductions.forEach(of: bill.id) { bill.reductions.append(Reduction($0.day(1), $0.money(2))) }
      try lines.forEach(of: bill.id) {
        bill.posted = try bill.posted.adding($0.money(2))
        bill.lastPosted = $0.day(1)
      }
      try body(bill)
    }
  }
}
