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
  /// The line that it corrects, which it settles before any other.
  package let corrects: Int64?
  package let postedOn: Day
}

extension Settlement {
  /// Settles the negative lines that this run made; called once its bills are written.
  ///
  /// Each is set against the open lines of the same customer, room and fee (a late line: of the same
  /// principal) in the order of allocation; the rest becomes the customer's prepayment. All of it is
  /// dated the line's last day, but posted with a correction on the day of that, however long the
  /// days go on that it is about. A correction settles its own line first, as if that part had
  /// never been owed; then it takes back what was let off of it; what was paid of it is dated when
  /// it was paid, and until that day the credit stands in its place, so that late fees are as if
  /// nobody had ever owed it. The negative line itself is settled with the same sum, so that a
  /// netting between two lines adds nothing to what was received, and its rest takes it off.
  package func settleNegativeLines() throws {
    for credit in try openCredits() {
      let bills = try openBills(beside: credit)
      let org = needsOrgs ? try credit.room.flatMap { try database.community(ofRoom: $0) } : nil
      // A correction is posted on its own date, whatever days it is about.
      let postedOn = closings.postingDay(
        for: credit.corrects == nil ? credit.to : credit.postedOn, org: org)
      let dates = try dates(of: credit)
      if postedOn != credit.to { moved += 1 }
      var left = credit.left.minor
      func settleOpen(_ bills: [OpenBill], valueOn: Day) throws {
        for bill in bills where left > 0 {
          let part = min(left, bill.line.open.minor)
          try settle(
            bill.line.id, fee: bill.fee, Money(minor: part), from: .netting, valueOn: valueOn,
            postedOn: postedOn)
          left -= part
        }
      }
      let isOwn = { (bill: OpenBill) in bill.line.id == credit.corrects || credit.principal != nil }
      try settleOpen(bills.filter(isOwn), valueOn: dates.own)
      left -= try takeBack(
        Money(minor: left), by: credit, valueOn: dates.own, postedOn: postedOn)
      if left > 0, let own = credit.corrects, dates.own < dates.rest {
        // Taken off first: nothing may be settled beyond its amount.
        for (part, day) in [(-left, dates.rest), (left, dates.own)] {
          try settle(
            own, fee: credit.fee, Money(minor: part), from: .netting, valueOn: day,
            postedOn: postedOn)
        }
      }
      try settleOpen(bills.filter { !isOwn($0) }, valueOn: dates.rest)
      try settle(
        credit.id, fee: credit.fee, -credit.left, from: .netting, valueOn: dates.own,
        postedOn: postedOn)
      if left > 0 {
        try keep(
          Money(minor: left), for: credit.customer, company: closings.orgs.company(of: org),
          bill: credit.id, paidOn: dates.rest, postedOn: postedOn)
      }
    }
  }

  /// Takes back what was waived or written off of the very lines that the credit is about: nobody is
  /// given as money what he was let off before. It is dated when he was let off, like what was paid.
  private func takeBack(_ amount: Money, by credit: Credit, valueOn: Day, postedOn: Day) throws
    -> Int64
  {
    guard let about = credit.principal ?? credit.corrects, amount.minor > 0 else { return 0 }
    let column = credit.principal == nil ? "id" : "principal_id"
    let lines = try database.rows(
      """
      SELECT id, waived_minor, written_off_minor,
             (SELECT max(value_on) FROM adjustment
               WHERE bill_id = bill.id AND kind IN ('waive', 'write-off'))
        FROM bill
       WHERE \(column) = ?1 AND ended IS NOT 'void' AND (waived_minor > 0 OR written_off_minor > 0)
       ORDER BY id
      """, [.integer(about)]
    ) { (id: $0.int64(0), waived: $0.int64(1), writtenOff: $0.int64(2), letOffOn: $0.day(3)) }
    var left = amount.minor
    for line in lines {
      for (kind, given) in [(Correction.reverseWaive, line.waived), (.recover, line.writtenOff)] {
        let part = Money(minor: min(left, given))
        if part.minor <= 0 { continue }
        try adjust(
          NewAdjustment(
            bill: line.id, fee: credit.fee, kind: kind, amount: -part,
            valueOn: max(valueOn, min(line.letOffOn, postedOn)), postedOn: postedOn,
            reason: "netting"))
        try settle(
          line.id, fee: credit.fee, part, from: .netting, valueOn: valueOn, postedOn: postedOn)
        left -= part.minor
      }
    }
    return amount.minor - left
  }

  /// The value dates of a credit: of what it settles of its own line, and of the rest, which has the
  /// last day on which money came that still pays the line, and none after the credit's own.
  private func dates(of credit: Credit) throws -> (own: Day, rest: Day) {
    guard let corrected = credit.corrects else { return (credit.to, credit.to) }
    let found = try database.first(
      """
      SELECT due_on, (SELECT value_on FROM allocation
                       WHERE bill_id = bill.id AND kind <> 'netting'
                       GROUP BY value_on HAVING sum(amount_minor) > 0
                       ORDER BY value_on DESC LIMIT 1)
        FROM bill
       WHERE id = ?1
      """, [.integer(corrected)]
    ) { row in (due: row.day(0), paid: row.optionalDay(1)) }
    let own = min(credit.to, found?.due ?? credit.to, credit.postedOn)
    return (own, max(own, min(found?.paid ?? own, credit.postedOn)))
  }

  private func openCredits() throws -> [Credit] {
    try database.rows(
      """
      SELECT id, customer_id, room_id, fee_id, principal_id, "to",
             paid_minor + waived_minor + written_off_minor - amount_minor, corrects_id, posted_on
        FROM bill
       WHERE run = ?1 AND \(Bill.isOpenCredit)
       ORDER BY id
      """, [.integer(run)]
    ) { row in
      Credit(
        id: row.int64(0), customer: row.int64(1), room: row.optionalInt64(2), fee: row.int64(3),
        principal: row.optionalInt64(4), to: row.day(5), left: row.money(6),
        corrects: row.optionalInt64(7), postedOn: row.day(8))
    }
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
