// Arrears that go over to another customer with a room.
package import PMCore

extension Database {
  /// The numbers of the open lines of a customer on a room that were billed by `day`, without late
  /// fees and deposits.
  package func arrearsToCarry(from leaver: Int64, room: Int64, by day: Day) throws -> [Int64] {
    try rows(
      """
      SELECT id
        FROM bill
       WHERE customer_id = ?1 AND room_id = ?2 AND \(Bill.isOpen(of: "bill"))
         AND class <> 'late' AND class <> 'deposit' AND issued_on <= ?3 AND posted_on <= ?3
       ORDER BY id
      """, [.integer(leaver), .integer(room), .integer(Int64(day.number))]
    ) { $0.int64(0) }
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
