// The return of a batch: results kept, and what was collected booked on the bills of its lines.
package import PMCore

/// What came back for a line of a batch.
package struct LineResult: Sendable {
  package let line: SentLine
  /// One of `BankLine.results`, not `sent`.
  package let result: String
  package let reason: String?
  package let paidOn: Day

  package init(line: SentLine, result: String, reason: String?, paidOn: Day) {
    self.line = line
    self.result = result
    self.reason = reason
    self.paidOn = paidOn
  }
}

/// What a return did.
package struct ReturnCounts: Sendable {
  package var payments = 0
  package var done = 0
  package var failed = 0
  package var collected = Money.zero
  /// Entries posted later than their value date, because its period is closed.
  package var moved = 0
}

extension Database {
  /// Books the return of a batch: each line that was collected is a payment of each customer whose
  /// bills are in it, on these bills only; what they no longer need becomes prepayment.
  package func book(
    _ results: [LineResult], of batch: SentBatch, returnDigest: String, on day: Day, run entry: Int64
  ) throws -> ReturnCounts {
    var counts = ReturnCounts()
    let settlement = try Settlement(self, run: entry)
    let booking = try PaymentBooking(settlement)
    let company = try batch.company.flatMap { try code(of: Org.record, $0) }
    try keep(results, run: entry)
    for result in results {
      guard result.result == "done" else {
        counts.failed += 1
        continue
      }
      counts.done += 1
      counts.collected = try counts.collected.adding(result.line.amount)
      for (part, share) in try shares(of: result.line).enumerated() {
        let payment = try keepCollected(
          share, part: part + 1, result, batch, company: company)
        try booking.book(payment, payer: share.customer, only: Set(share.bills))
        counts.payments += 1
      }
    }
    try booking.finish()
    counts.moved = settlement.moved
    try RowEditor(self, entry: entry).updateUncounted(
      BankBatch.record, row: batch.id,
      [
        ("state", "returned"), ("returned_on", .day(day)),
        ("collected", .money(counts.collected)), ("return_digest", .text(returnDigest)),
      ])
    return counts
  }

  /// Writes what came back into the lines, those with one answer at once: a batch may have 10⁵ lines,
  /// and a bank has few answers.
  private func keep(_ results: [LineResult], run entry: Int64) throws {
    let groups = Dictionary(grouping: results) { [$0.result, $0.reason] }
    for group in groups.values.sorted(by: { $0[0].line.id < $1[0].line.id }) {
      try replace(
        in: BankLine.record, [("result", "?2"), ("reason", "?3")],
        where: "id IN (SELECT value FROM json_each(?1))",
        [.list(group.map(\.line.id)), .text(group[0].result), SQLValue(group[0].reason)], run: entry)
    }
  }

  /// What a line collects of one customer.
  private struct CollectedShare {
    let customer: Int64
    var amount: Money
    var bills: [Int64]
  }

  private func shares(of line: SentLine) throws -> [CollectedShare] {
    var shares: [CollectedShare] = []
    for item in line.bills {
      if let place = shares.firstIndex(where: { $0.customer == item.customer }) {
        shares[place].amount = try shares[place].amount.adding(item.amount)
        shares[place].bills.append(item.bill)
      } else {
        shares.append(
          CollectedShare(customer: item.customer, amount: item.amount, bills: [item.bill]))
      }
    }
    return shares
  }

  private func keepCollected(
    _ share: CollectedShare, part: Int, _ result: LineResult, _ batch: SentBatch, company: String?
  ) throws -> RecordedPayment {
    let reference =
      BankBatch.number.kind.text(batch.id, .standard) + "/" + String(result.line.serial)
    var key = NaturalKey()
    for text in [company ?? "", "collection", batch.contract, reference] {
      withBytes(of: text) { key.append($0) }
    }
    key.append(number: Int64(part))
    try run(
      """
      INSERT INTO payment
        (key, customer_id, paid_on, method, amount_minor, reference, account, part, company_id)
      VALUES (?1, ?2, ?3, 'collection', ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .text(key.text), .integer(share.customer),
        .day(result.paidOn), .money(share.amount), .text(reference),
        .text(batch.contract), .integer(Int64(part)), SQLValue(batch.company),
      ])
    return RecordedPayment(
      id: lastInsertRowID, customer: share.customer, room: nil,
      fee: nil, company: batch.company, paidOn: result.paidOn, amount: share.amount)
  }
}
