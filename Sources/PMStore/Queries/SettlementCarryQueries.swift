// Arrears that go over to another customer with a room.
package import PMCore

extension Database {
  /// The open lines of a customer on a room that were issued by `day`, without late fees and
  /// deposits; each with the day by which it was issued and posted.
  package func arrearsToCarry(
    from leaver: Int64, room: Int64, by day: Day
  ) throws -> [(id: Int64, issuedOn: Day)] {
    try rows(
      """
      SELECT id, max(issued_on, posted_on)
        FROM bill
       WHERE customer_id = ?1 AND room_id = ?2 AND \(Bill.isOpen(of: "bill"))
         AND class <> 'late' AND class <> 'deposit' AND issued_on <= ?3 AND posted_on <= ?3
       ORDER BY id
      """, [.integer(leaver), .integer(room), .integer(Int64(day.number))]
    ) { ($0.int64(0), $0.day(1)) }
  }

  /// Whether the line in row `id` is what somebody who left a room owed there before.
  package func isCarried(_ id: Int64) throws -> Bool {
    try scalar(
      """
      SELECT 1 FROM bill
       WHERE id = ?1 AND corrects_id IS NOT NULL AND run IN (SELECT run FROM move)
      """, [.integer(id)]) != nil
  }
}

extension Settlement {
  /// Takes what is open of a line off it by its own credit line, both from `day` on: it bears late
  /// fees through that day.
  package func net(_ bill: CorrectedBill, by credit: Int64, on day: Day) throws {
    for (line, amount) in [(bill.id, bill.open), (credit, -bill.open)] {
      try settle(line, fee: bill.fee, amount, from: .netting, valueOn: day, postedOn: day)
    }
  }
}
