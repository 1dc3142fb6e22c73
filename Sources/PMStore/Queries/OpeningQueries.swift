// Opening balances: from the rows of another system to bills and prepayment.
package import PMCore

/// An opening row of which no bill can be made.
package struct OpeningClash: Sendable {
  /// The row of the opening bill.
  package let row: Int64
  package let column: String
  package let code: String
  package let words: Words
}

/// What was made of opening rows.
package struct OpeningCounts: Sendable {
  package var bills = 0
  package var lateLines = 0
  package var clashes: [OpeningClash] = []
}

private struct OpeningRow {
  let id: Int64
  let room: Int64?
  let customer: Int64
  let fee: Int64
  let kind: FeeClass
  let period: Period
  let from: Day
  let to: Day
  let amount: Money
  let tax: Money
  let dueOn: Day
  let latePosted: Money
  let rate: Rate
  let invoice: String?
}

extension Database {
  /// Whether any period is closed: then nothing opens any more.
  package var hasClosings: Bool {
    get throws { try scalar("SELECT 1 FROM closing LIMIT 1") != nil }
  }

  /// Makes bills of these opening rows, each with a late line where late fee was posted on it.
  ///
  /// The late line is dated the day its principal was due, so that late fees of any later day go on
  /// from it. Bills are posted in their period, whole against the opening balances.
  package func openBills(_ ids: [Int64], run: Int64) throws -> OpeningCounts {
    let wanted = Set(ids)
    let rows = try openingRows().filter { wanted.contains($0.id) }
    let writer = try BillWriter(self, run: run)
    var counts = OpeningCounts()
    var taken: Set<[Int64]> = []
    var made: [(row: OpeningRow, bill: Int64)] = []
    for row in rows {
      let key = [
        Int64(row.period.index), row.room ?? -1, row.fee, Int64(row.from.number),
      ]
      if let room = row.room,
        try !taken.insert(key).inserted
          || hasLine(fee: row.fee, room: room, period: row.period, from: row.from)
      {
        counts.clashes.append(
          OpeningClash(
            row: row.id, column: "period", code: "bill-exists",
            words: Words(
              "the room has a bill of this fee and period from that day already",
              zh: "该房间此费用此账期自该日起已有账单")))
        continue
      }
      if row.kind == .deposit, row.tax != .zero || row.latePosted != .zero {
        counts.clashes.append(
          OpeningClash(
            row: row.id, column: row.tax != .zero ? "tax" : "late_posted", code: "bare-deposit",
            words: Words("a deposit bears neither tax nor late fee", zh: "押金不征税，亦不计违约金")))
        continue
      }
      let number = try writer.append(row.bill)
      counts.bills += 1
      made.append((row, number))
      if row.latePosted > .zero {
        try writer.append(try row.late(on: number))
        counts.lateLines += 1
      }
    }
    try writer.finish()
    try self.run("UPDATE bill SET opening = 1 WHERE run = ?1", [.integer(run)])
    for (row, bill) in made {
      try self.run(
        "UPDATE opening_bill SET bill_id = ?2 WHERE id = ?1", [.integer(row.id), .integer(bill)])
      if let invoice = row.invoice {
        try self.run(
          "UPDATE bill SET invoice_no = ?2 WHERE id = ?1", [.integer(bill), .text(invoice)])
      }
    }
    return counts
  }

  private func openingRows() throws -> [OpeningRow] {
    try self.rows(
      """
      SELECT o.id, o.room_id, o.customer_id, o.fee_id, fee.class, o.period, o."from", o."to",
             o.amount_minor, o.tax_minor, o.due_on, o.late_posted_minor, fee.tax_rate,
             fee.tax_method, o.invoice_no
        FROM opening_bill AS o
        JOIN fee ON fee.id = o.fee_id
       WHERE o.bill_id IS NULL
       ORDER BY o.key
      """
    ) { row throws(StoreError) in
      let period = row.period(5)
      let hasRate = try row.word(13, as: TaxMethod.self).hasRate
      return OpeningRow(
        id: row.int64(0), room: row.optionalInt64(1), customer: row.int64(2), fee: row.int64(3),
        kind: try row.word(4), period: period, from: row.optionalDay(6) ?? period.first,
        to: row.optionalDay(7) ?? period.last, amount: row.money(8), tax: row.money(9),
        dueOn: row.day(10), latePosted: row.money(11),
        rate: hasRate ? row.rate(12) : .zero, invoice: row.optionalString(14))
    }
  }

  /// Makes prepayment of these opening rows; how many.
  package func openPrepayments(_ ids: [Int64], run: Int64) throws -> Int {
    let wanted = Set(ids)
    let company = try orgTree().company(of: nil)
    let rows = try self.rows(
      """
      SELECT id, customer_id, COALESCE(company_id, ?1), fee_id, paid_on, amount_minor,
             for_from, for_to
        FROM opening_payment
       WHERE prepayment_id IS NULL
       ORDER BY key
      """, [SQLValue(company)]
    ) { row in (0..<8).map { row.value($0) } }
    var count = 0
    for row in rows {
      guard case .integer(let id) = row[0], wanted.contains(id) else { continue }
      try self.run(
        """
        INSERT INTO prepayment
          (customer_id, company_id, fee_id, paid_on, posted_on, amount_minor, left_minor, for_from,
           for_to, run)
        VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?5, ?6, ?7, ?8)
        """, Array(row[1...]) + [.integer(run)])
      try self.run(
        "UPDATE opening_payment SET prepayment_id = ?2 WHERE id = ?1", [row[0], .integer(lastInsertRowID)])
      count += 1
    }
    return count
  }
}

extension OpeningRow {
  /// The bill that is made of the row.
  var bill: NewBill {
    NewBill(
      room: room, customer: customer, fee: fee, kind: .fee(kind), period: period, from: from, to: to,
      amount: amount, tax: tax, taxRate: rate, issuedOn: min(from, dueOn), dueOn: dueOn,
      postedOn: period.last)
  }

  /// The late fee that was posted on it.
  func late(on principal: Int64) throws -> NewBill {
    var bill = NewBill(
      room: room, customer: customer, fee: fee, kind: .late, period: period, from: dueOn,
      to: dueOn, amount: latePosted, tax: try includedTax(in: latePosted, rate: rate),
      taxRate: rate, issuedOn: dueOn, dueOn: dueOn, postedOn: period.last)
    bill.principal = principal
    return bill
  }
}
