// Negative lines: what they settle in the run that makes them.
package import PMCore

/// A negative line that has not settled anything yet.
package struct Credit: Sendable {
  package let id: Int64
  package let customer: Int64
  package let room: Int64?
  package let fee: Int64
  /// The bill whose late fee it lowers, or nil for any other line.
  package let principal: Int64?
  package let to: Day
  /// What is still to be settled, above zero.
  package let left: Money
}

extension Settlement {
  /// Settles the negative lines that this run made; called once its bills are written.
  ///
  /// Each is set against the open lines of the same customer, room and fee (a late line: of the same
  /// principal) in the order of allocation; the rest becomes the customer's prepayment. All of it is
  /// dated the line's last day. The negative line itself is settled with the same sum, so that a
  /// netting between two lines adds nothing to what was received, and its rest takes it off.
  package func settleNegativeLines() throws {
    for credit in try openCredits() {
      let bills = try openBills(beside: credit)
      let org = needsOrgs ? try org(ofRoom: credit.room) : nil
      let postedOn = closings.postingDay(for: credit.to, org: org)
      if postedOn != credit.to { moved += 1 }
      var left = credit.left.minor
      for bill in bills where left > 0 {
        let part = min(left, bill.line.open.minor)
        try settle(
          bill.line.id, fee: bill.fee, Money(minor: part), from: .netting, valueOn: credit.to,
          postedOn: postedOn)
        left -= part
      }
      try settle(
        credit.id, fee: credit.fee, -credit.left, from: .netting, valueOn: credit.to,
        postedOn: postedOn)
      if left > 0 {
        try keep(
          Money(minor: left), for: credit.customer, company: closings.orgs.company(of: org),
          fee: nil, bill: credit.id, paidOn: credit.to, postedOn: postedOn)
      }
    }
  }

  private func openCredits() throws -> [Credit] {
    try database.rows(
      """
      SELECT id, customer_id, room_id, fee_id, principal_id, "to",
             paid_minor + waived_minor + written_off_minor - amount_minor
        FROM bill
       WHERE run = ?1 AND \(Bill.isOpenCredit)
       ORDER BY id
      """, [.integer(run)]
    ) { row in
      Credit(
        id: row.int64(0), customer: row.int64(1), room: row.optionalInt64(2), fee: row.int64(3),
        principal: row.optionalInt64(4), to: row.day(5), left: row.money(6))
    }
  }

  private func org(ofRoom room: Int64?) throws -> Int64? {
    guard let room else { return nil }
    return try database.scalar("SELECT community_id FROM room WHERE id = ?1", [.integer(room)])
  }
}

extension Database {
  /// Settles the negative lines that the run made: the last step of every run that posts bills.
  package func settleNegativeLines(run: Int64) throws {
    let first = try scalar(
      "SELECT 1 FROM bill WHERE run = ?1 AND \(Bill.isOpenCredit) LIMIT 1", [.integer(run)])
    if first != nil { try Settlement(self, run: run).settleNegativeLines() }
  }
}
