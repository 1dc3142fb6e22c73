// Bank collection: what may be collected, and what was sent and came back.
package import PMCore

/// An open bill of a customer with a mandate.
package struct CollectableBill: Sendable {
  package let bill: Int64
  package let open: Money
  package let customer: Int64
  package let customerCode: String
  package let roomCode: String
  /// The organisation of its room.
  package let org: Int64?
  package let account: String
  package let payer: String
  package let bank: String
  package let mandate: String
}

/// A line of a batch as it was sent.
package struct SentLine: Sendable {
  /// The line's number; 0 until it is kept.
  package var id: Int64 = 0
  package var serial: Int64
  package var customer: Int64
  package var customerCode: String
  package var roomCode: String
  package var account: String
  package var payer: String
  package var bank: String
  package var mandate: String
  package var amount: Money
  /// The bills and what is collected of each.
  package var bills: [(bill: Int64, customer: Int64, amount: Money)]

  /// The first line for a bill.
  package init(_ first: CollectableBill, serial: Int64) {
    self.serial = serial
    customer = first.customer
    customerCode = first.customerCode
    roomCode = first.roomCode
    account = first.account
    payer = first.payer
    bank = first.bank
    mandate = first.mandate
    amount = .zero
    bills = []
  }
}

/// A batch as it is kept.
package struct SentBatch: Sendable {
  package var id: Int64 = 0
  package var layout: String
  package var layoutDigest: String
  package var layoutText: String
  package var contract: String
  package var madeOn: Day
  package var company: Int64?
  package var count: Int64 = 0
  package var sum = Money.zero
  package var fileDigest = ""
  package var isReturned = false
  /// The day on which it was given up.
  package var cancelledOn: Day?
  package var returnDigest: String?

  package init(
    layout: String, layoutDigest: String, layoutText: String, contract: String, madeOn: Day,
    company: Int64?
  ) {
    self.layout = layout
    self.layoutDigest = layoutDigest
    self.layoutText = layoutText
    self.contract = contract
    self.madeOn = madeOn
    self.company = company
  }
}

extension Database {
  /// The open bills due by `day` that a bank may be asked for, in natural order of customer and
  /// room; not those that a batch without return has already.
  ///
  /// - Parameter fees: of these only; none: of any but deposits, which a mandate is not for.
  package func collectableBills(dueBy day: Day, orgs: [Int64]?, fees: [Int64]) throws
    -> [CollectableBill]
  {
    let isUnder = orgs.map { "room.community_id IN (\(sqlList($0)))" } ?? "1"
    let isOfFee = fees.isEmpty ? "bill.class <> 'deposit'" : "bill.fee_id IN (\(sqlList(fees)))"
    return try rows(
      """
      SELECT bill.id,
             \(Bill.open(of: "bill")),
             customer.id, customer.code, COALESCE(room.code, ''), room.community_id,
             customer.bank_account, customer.name, COALESCE(customer.bank_name, ''),
             customer.mandate
        FROM bill
        JOIN customer ON customer.id = bill.customer_id
        LEFT JOIN room ON room.id = bill.room_id
       WHERE \(Bill.isOpen(of: "bill"))
         AND bill.due_on <= ?1 AND customer.mandate <> '' AND customer.bank_account <> ''
         AND \(isUnder) AND \(isOfFee)
         AND NOT EXISTS (SELECT 1 FROM bank_item
                           JOIN bank_line ON bank_line.id = bank_item.line_id
                          WHERE bank_item.bill_id = bill.id AND bank_line.result = 'sent')
       ORDER BY customer.key, room.key, bill.id
      """, [.day(day)]
    ) { row in
      CollectableBill(
        bill: row.int64(0), open: row.money(1), customer: row.int64(2), customerCode: row.string(3),
        roomCode: row.string(4), org: row.optionalInt64(5), account: row.string(6),
        payer: row.string(7), bank: row.string(8), mandate: row.string(9))
    }
  }

  /// The batch that a bill is out with; nil of none.
  package func batchOut(with bill: Int64) throws -> Int64? {
    try scalar(
      """
      SELECT bank_line.batch_id FROM bank_item
        JOIN bank_line ON bank_line.id = bank_item.line_id
       WHERE bank_item.bill_id = ?1 AND bank_line.result = 'sent'
       LIMIT 1
      """, [.integer(bill)])
  }

  /// Keeps a batch with its lines under the numbers that they have.
  package func keep(_ batch: SentBatch, _ lines: [SentLine], run entry: Int64) throws {
    try run(
      """
      INSERT INTO bank_batch
        (id, layout, made_on, company_id, count, sum_minor, contract, layout_digest, layout_text,
         file_digest, run)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """,
      [
        .integer(batch.id), .text(batch.layout), .day(batch.madeOn),
        SQLValue(batch.company), .integer(batch.count), .money(batch.sum),
        .text(batch.contract), .text(batch.layoutDigest), .text(batch.layoutText),
        .text(batch.fileDigest), .integer(entry),
      ])
    var sent = try prepare(
      """
      INSERT INTO bank_line
        (id, batch_id, serial, customer_id, account, amount_minor, customer_code, room_code,
         payer, bank, mandate)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """)
    var asked = try prepare("INSERT INTO bank_item (line_id, bill_id, amount_minor) VALUES (?1, ?2, ?3)")
    for line in lines {
      try sent.bind([
        .integer(line.id), .integer(batch.id), .integer(line.serial), .integer(line.customer),
        .text(line.account), .money(line.amount), .text(line.customerCode),
        .text(line.roomCode), .text(line.payer), .text(line.bank), .text(line.mandate),
      ])
      try sent.run()
      for item in line.bills {
        try asked.bind([
          .integer(line.id), .integer(item.bill), .money(item.amount),
        ])
        try asked.run()
      }
    }
  }

  /// Gives a batch up: what was sent is nobody's any more, and its bills may be sent again.
  package func cancel(_ batch: Int64, on day: Day, reason: String, run entry: Int64) throws {
    try RowEditor(self, entry: entry).updateUncounted(
      BankBatch.record, row: batch,
      [
        ("state", "cancelled"), ("cancelled_on", .day(day)),
        ("reason", .text(reason)),
      ])
    try replace(
      in: BankLine.record, [("result", "'cancelled'")], where: "batch_id = ?1", [.integer(batch)],
      run: entry)
  }

  /// The batch with this number.
  package func sentBatch(_ id: Int64) throws -> SentBatch? {
    try first(
      """
      SELECT layout, layout_digest, layout_text, contract, made_on, company_id, count, sum_minor,
             file_digest, state, return_digest, cancelled_on
        FROM bank_batch
       WHERE id = ?1
      """, [.integer(id)]
    ) { row in
      var batch = SentBatch(
        layout: row.string(0), layoutDigest: row.string(1), layoutText: row.string(2),
        contract: row.string(3), madeOn: row.day(4), company: row.optionalInt64(5))
      batch.id = id
      batch.count = row.int64(6)
      batch.sum = row.money(7)
      batch.fileDigest = row.string(8)
      batch.isReturned = row.string(9) == "returned"
      batch.returnDigest = row.optionalString(10)
      batch.cancelledOn = row.optionalDay(11)
      return batch
    }
  }

  /// The lines of a batch in the order of its file.
  package func sentLines(of batch: Int64) throws -> [SentLine] {
    var bills: [Int64: [(bill: Int64, customer: Int64, amount: Money)]] = [:]
    try forEach(
      """
      SELECT bank_item.line_id, bank_item.bill_id, bill.customer_id, bank_item.amount_minor
        FROM bank_line
        JOIN bank_item ON bank_item.line_id = bank_line.id
        JOIN bill ON bill.id = bank_item.bill_id
       WHERE bank_line.batch_id = ?1
       ORDER BY bank_item.id
      """, [.integer(batch)]
    ) { row in
      bills[row.int64(0), default: []].append((row.int64(1), row.int64(2), row.money(3)))
    }
    return try rows(
      """
      SELECT id, serial, customer_id, customer_code, room_code, account, payer, bank, mandate,
             amount_minor
        FROM bank_line
       WHERE batch_id = ?1
       ORDER BY serial
      """, [.integer(batch)]
    ) { row in
      var line = SentLine(
        CollectableBill(
          bill: 0, open: .zero, customer: row.int64(2), customerCode: row.string(3),
          roomCode: row.string(4), org: nil, account: row.string(5), payer: row.string(6),
          bank: row.string(7), mandate: row.string(8)),
        serial: row.int64(1))
      line.id = row.int64(0)
      line.amount = row.money(9)
      line.bills = bills[line.id] ?? []
      return line
    }
  }

  /// Which batch of the layout in the month of `day` the batch `id` is, from 1.
  package func runInMonth(of layout: String, _ day: Day, before id: Int64) throws -> Int {
    let month = day.period
    return Int(
      try scalar(
        """
        SELECT count(*) FROM bank_batch
         WHERE layout = ?1 AND id < ?2 AND made_on BETWEEN ?3 AND ?4
        """,
        [
          .text(layout), .integer(id), .day(month.first),
          .day(month.last),
        ]) ?? 0) + 1
  }

  /// The batch of a line; nil where there is no such line.
  package func batch(ofLine line: Int64) throws -> Int64? {
    try scalar("SELECT batch_id FROM bank_line WHERE id = ?1", [.integer(line)])
  }

  /// The batch that this very file came back for.
  package func batch(returnedBy digest: String) throws -> Int64? {
    try scalar("SELECT id FROM bank_batch WHERE return_digest = ?1 ORDER BY id", [.text(digest)])
  }

  /// The batches of a layout that nothing came back for yet.
  package func openBatches(layout: String) throws -> [Int64] {
    try rows(
      "SELECT id FROM bank_batch WHERE state = 'open' AND layout = ?1 ORDER BY id",
      [.text(layout)]
    ) { $0.int64(0) }
  }

  /// How many batches of the scope, made in its period or before, nothing came back for.
  package func unreturnedBatches(_ scope: ClosingScope) throws -> Int {
    Int(
      try scalar(
        """
        SELECT count(*) FROM bank_batch
         WHERE state = 'open' AND made_on <= ?1 AND \(scope.holdsMoney("bank_batch"))
        """, [.day(scope.period.last)]) ?? 0)
  }
}
