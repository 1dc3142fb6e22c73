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
      """, [.integer(leaver), .integer(room), .day(day)]
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

  /// Whether the line in row `id`, or one in whose place it stands, went over with its room.
  package func comesOfCarried(_ id: Int64) throws -> Bool {
    try scalar(
      """
      \(Self.linesBefore)
      SELECT 1 FROM up WHERE corrects_id IS NOT NULL AND run IN (SELECT run FROM move) LIMIT 1
      """, [.integer(id)]) != nil
  }

  /// Another line that stands for the days of the line in row `id`, of the same bill in the end:
  /// what a leaver keeps of what went over with his room, or what went over another time.
  package func lineBeside(_ id: Int64) throws -> Int64? {
    try scalar(
      """
      \(Self.linesBefore),
        family(id) AS (
          SELECT id FROM up WHERE corrects_id IS NULL
          UNION ALL
          SELECT bill.id FROM family JOIN bill ON bill.corrects_id = family.id)
      SELECT min(bill.id)
        FROM family
        JOIN bill ON bill.id = family.id
        JOIN bill AS this ON this.id = ?1
       WHERE bill.id <> ?1 AND bill.ended IS NULL AND bill.amount_minor >= 0
         AND bill."from" <= this."to" AND bill."to" >= this."from"
      """, [.integer(id)])
  }

  /// A line and those in whose place it stands, back to the bill that corrects none, as SQL.
  private static let linesBefore = """
    WITH RECURSIVE
      up(id, corrects_id, run) AS (
        SELECT id, corrects_id, run FROM bill WHERE id = ?1
        UNION ALL
        SELECT bill.id, bill.corrects_id, bill.run FROM up JOIN bill ON bill.id = up.corrects_id)
    """
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
