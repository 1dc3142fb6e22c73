// A posted line beside what the records of today make of it.
package import PMCore

/// A bill as it was posted, with the codes that it names.
package struct PostedBill: Sendable {
  package let id: Int64
  package let room: (id: Int64, code: String)?
  package let customer: String
  package let fee: (id: Int64, code: String)
  package let kind: BillClass
  package let meter: Int64?
  package let period: Period
  package let from: Day
  package let to: Day
  package let amount: Money
  package let tax: Money
  package let issuedOn: Day
  package let dueOn: Day
  package let principal: Int64?
}

extension Bill {
  /// That the bill in row `alias` corrects another one, as SQL; what went over with a room does not.
  static func isCorrection(_ alias: String) -> String {
    "(\(alias).corrects_id IS NOT NULL AND \(alias).run NOT IN (SELECT run FROM move))"
  }

  /// The period that the bill in row `alias` is about, as SQL: of a correction, which counts in its
  /// own month, that of the line that it corrects in the end.
  static func periodMeant(_ alias: String) -> String {
    """
    CASE WHEN \(alias).corrects_id IS NULL THEN \(alias).period ELSE
      (WITH RECURSIVE up(corrects_id, period) AS (
         SELECT \(alias).corrects_id, \(alias).period
         UNION ALL
         SELECT b.corrects_id, b.period FROM up JOIN bill AS b ON b.id = up.corrects_id)
       SELECT period FROM up WHERE corrects_id IS NULL) END
    """
  }
}

extension Database {
  /// The bill with this number.
  package func postedBill(_ id: Int64) throws -> PostedBill? {
    try first(
      """
      SELECT bill.room_id, room.code, customer.code, bill.fee_id, fee.code, bill.class, bill.meter_id,
             bill.period, bill."from", bill."to", bill.amount_minor, bill.tax_minor, bill.issued_on,
             bill.due_on, bill.principal_id
        FROM bill
        LEFT JOIN room ON room.id = bill.room_id
        JOIN customer ON customer.id = bill.customer_id
        JOIN fee ON fee.id = bill.fee_id
       WHERE bill.id = ?1
      """, [.integer(id)]
    ) { row throws(StoreError) in
      PostedBill(
        id: id, room: row.isNull(0) ? nil : (row.int64(0), row.string(1)), customer: row.string(2),
        fee: (row.int64(3), row.string(4)), kind: try row.word(5), meter: row.optionalInt64(6),
        period: row.period(7), from: row.day(8),
        to: row.day(9), amount: row.money(10), tax: row.money(11),
        issuedOn: row.day(12), dueOn: row.day(13), principal: row.optionalInt64(14))
    }
  }

  /// The line at the start of a chain of corrections, and its period: what takes its place counts in
  /// the months of the corrections, but is made as in that one. A bill that corrects none is its own.
  func origin(of bill: Int64, _ period: Period) throws -> (bill: Int64, period: Period) {
    try first(
      """
      WITH RECURSIVE up(id, corrects_id, period) AS (
        SELECT id, corrects_id, period FROM bill WHERE id = ?1
        UNION ALL
        SELECT bill.id, bill.corrects_id, bill.period FROM up JOIN bill ON bill.id = up.corrects_id)
      SELECT id, period FROM up WHERE corrects_id IS NULL
      """, [.integer(bill)]
    ) { row in
      (bill: row.int64(0), period: row.period(1))
    } ?? (bill, period)
  }

  /// The line that today's records make in the place of `bill`, with its steps; nil where they make
  /// none.
  package func recomputed(_ bill: PostedBill, minimumDays: Int) throws -> (
    line: BillLine, steps: [ExplainedStep]
  )? {
    guard let room = bill.room else { return nil }
    let (first, period) = try origin(of: bill.id, bill.period)
    let book = try billingBook()
    let (run, batch) = try linesAnew(
      ofRoom: room.id, RunDates(period: period, minimumDays: minimumDays), book, before: first)
    let line = batch.lines.first {
      $0.fee == bill.fee.id && $0.meter == bill.meter && $0.from == bill.from
    }
    return line.map { ($0, run.explanation(of: $0, book.rules)) }
  }

  /// The lines that today's records make in the place of `bill`, each with its fee and tariff code;
  /// several where its days have come to several debtors or tariff versions.
  package func reissued(
    _ bill: CorrectedBill, minimumDays: Int
  ) throws -> [(line: BillLine, fee: BookFee, tariff: String)] {
    guard let room = bill.room else { return [] }
    let (first, period) = try origin(of: bill.id, bill.period)
    let book = try billingBook()
    let (_, batch) = try linesAnew(
      ofRoom: room, RunDates(period: period, minimumDays: minimumDays), book, before: first)
    return batch.lines.compactMap { line in
      guard line.fee == bill.fee, line.meter == bill.meter, line.from >= bill.from,
        line.from <= bill.to, let place = book.feePlaces[line.fee]
      else { return nil }
      return (line, book.rules.fees[place], book.tariffCodes[line.tariff] ?? "")
    }
  }

  /// All lines of the room in a period, as if nothing of it were posted, with the findings and what
  /// they were made from.
  ///
  /// - Parameter bill: the usage of the year before a line is what was billed before this bill.
  func linesAnew(
    ofRoom room: Int64, _ dates: RunDates, _ book: BillingBook, before bill: Int64
  ) throws -> (run: RoomRun, batch: LineBatch) {
    let rooms = try RoomRuns(
      self, book, dates.period, holdsSuspect: false, room: room, before: bill)
    var run = RoomRun()
    var batch = LineBatch()
    if try rooms.next(into: &run) { run.lines(book.rules, dates, into: &batch) }
    return (run, batch)
  }
}
