// Bills as they are corrected: what stands in the way, and the adjustments that are kept.
package import PMCore

/// How a bill is adjusted; the words are those of `Adjustment.kinds`.
package enum Correction: String, Sendable {
  case waive
  case reverseWaive = "reverse-waive"
  case writeOff = "write-off"
  case recover
  case void
  case adjust

  /// The column of the bill that keeps the sum, if there is one.
  var column: String? {
    switch self {
    case .waive, .reverseWaive: "waived_minor"
    case .writeOff, .recover: "written_off_minor"
    case .void, .adjust: nil
    }
  }
}

/// An adjustment about to be kept.
package struct NewAdjustment: Sendable {
  package var bill: Int64
  package var fee: Int64
  package var kind: Correction
  /// Negative where something is taken back.
  package var amount: Money
  package var valueOn: Day
  package var postedOn: Day
  package var reason: String
  package var approver: String?
  package var payment: Int64?

  package init(
    bill: Int64, fee: Int64, kind: Correction, amount: Money, valueOn: Day, postedOn: Day,
    reason: String, approver: String? = nil, payment: Int64? = nil
  ) {
    self.bill = bill
    self.fee = fee
    self.kind = kind
    self.amount = amount
    self.valueOn = valueOn
    self.postedOn = postedOn
    self.reason = reason
    self.approver = approver
    self.payment = payment
  }

  /// One that counts from the day on which it is posted.
  package init(
    bill: Int64, fee: Int64, kind: Correction, amount: Money, on day: Day, reason: String,
    approver: String? = nil
  ) {
    self.init(
      bill: bill, fee: fee, kind: kind, amount: amount, valueOn: day, postedOn: day,
      reason: reason, approver: approver)
  }
}

extension Database {
  /// Keeps an adjustment and brings the bill's sums up to it.
  ///
  /// The table's constraint keeps a bill from being settled beyond its amount.
  package func adjust(_ new: NewAdjustment, run entry: Int64) throws {
    if let column = new.kind.column {
      try run(
        "UPDATE bill SET \(column) = \(column) + ?1 WHERE id = ?2",
        [.money(new.amount), .integer(new.bill)])
    }
    try run(
      """
      INSERT INTO adjustment
        (bill_id, kind, fee_id, amount_minor, value_on, posted_on, reason, approver, payment_id, run)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """,
      [
        .integer(new.bill), .text(new.kind.rawValue), .integer(new.fee),
        .money(new.amount), .day(new.valueOn),
        .day(new.postedOn), .text(new.reason), SQLValue(new.approver),
        SQLValue(new.payment), .integer(entry),
      ])
  }
}

extension Settlement {
  /// Keeps an adjustment of this run.
  package func adjust(_ new: NewAdjustment) throws { try database.adjust(new, run: run) }
}

/// A bill with all that decides whether it may be corrected.
package struct CorrectedBill: Sendable {
  package let id: Int64
  package let room: Int64?
  /// The community of its room.
  package let org: Int64?
  package let customer: Int64
  package let fee: Int64
  package let kind: BillClass
  package let period: Period
  package let from: Day
  package let to: Day
  package let quantity: Quantity?
  package let price: Price?
  package let amount: Money
  package let tax: Money
  package let taxRate: Rate
  package let paid: Money
  package let waived: Money
  package let writtenOff: Money
  /// What is still owed.
  package let open: Money
  package let principal: Int64?
  package let ended: BillEnd?
  package let corrects: Int64?
  package let invoice: String?
  package let meter: Int64?
  package let tariff: String?
  /// What credit lines have taken off already; not negative.
  package let credited: Money
  /// The tax that went with it.
  package let creditedTax: Money
  /// Whether a line stands in its place already.
  package let isReissued: Bool
  package let dueOn: Day

  /// What decides how much tax a credit takes along.
  package var sum: CreditedSum {
    CreditedSum(
      amount: amount, tax: tax, rate: taxRate, credited: credited, creditedTax: creditedTax)
  }
  /// What no credit line has taken off yet.
  package var remaining: Money { get throws(ArithmeticError) { try sum.remaining() } }
  /// Whether anything was paid, let off or given up.
  package var isSettled: Bool { paid != .zero || waived != .zero || writtenOff != .zero }
}

extension Database {
  /// The bill in row `id`.
  package func correctedBill(_ id: Int64) throws -> CorrectedBill? {
    try correctedBills("bill.id = ?1", id).first
  }

  /// The late lines on the bill in row `id` that are not void, in order of number.
  package func lateLines(of id: Int64) throws -> [CorrectedBill] {
    try correctedBills("bill.principal_id = ?1 AND bill.ended IS NOT 'void'", id)
  }

  private func correctedBills(_ condition: String, _ id: Int64) throws -> [CorrectedBill] {
    try rows(
      """
      SELECT bill.id, room_id, room.community_id, customer_id, fee_id, class, period, "from", "to",
             quantity, price, amount_minor, tax_minor, tax_rate, paid_minor, waived_minor,
             written_off_minor, principal_id, ended, corrects_id, invoice_no, meter_id, tariff,
             (SELECT sum(amount_minor) FROM bill AS c
               WHERE c.corrects_id = bill.id AND c.amount_minor < 0 AND c.ended IS NOT 'void'),
             (SELECT sum(tax_minor) FROM bill AS c
               WHERE c.corrects_id = bill.id AND c.amount_minor < 0 AND c.ended IS NOT 'void'),
             EXISTS (SELECT 1 FROM bill AS c
                      WHERE c.corrects_id = bill.id AND c.amount_minor >= 0 AND c.ended IS NOT 'void'),
             bill.due_on, \(Bill.open(of: "bill"))
        FROM bill
        LEFT JOIN room ON room.id = bill.room_id
       WHERE \(condition)
       ORDER BY bill.id
      """, [.integer(id)]
    ) { row throws(StoreError) in
      CorrectedBill(
        id: row.int64(0), room: row.optionalInt64(1), org: row.optionalInt64(2),
        customer: row.int64(3), fee: row.int64(4), kind: try row.word(5), period: row.period(6),
        from: row.day(7), to: row.day(8),
        quantity: row.optionalQuantity(9),
        price: row.optionalPrice(10), amount: row.money(11),
        tax: row.money(12), taxRate: row.rate(13), paid: row.money(14),
        waived: row.money(15), writtenOff: row.money(16), open: row.money(27), principal: row.optionalInt64(17),
        ended: try row.optionalWord(18), corrects: row.optionalInt64(19),
        invoice: row.optionalString(20), meter: row.optionalInt64(21),
        tariff: row.optionalString(22),
        credited: -row.money(23), creditedTax: -row.money(24), isReissued: row.flag(25),
        dueOn: row.day(26))
    }
  }

  /// The last line that stands in the place of the bill in row `id`.
  package func lineInPlace(of id: Int64) throws -> Int64? {
    try scalar(
      """
      SELECT max(id) FROM bill
       WHERE corrects_id = ?1 AND amount_minor >= 0 AND ended IS NOT 'void'
      """, [.integer(id)])
  }

  /// What was waived on the bill in row `id`, taken back since or not, with its reason and approver.
  package func waivers(of id: Int64) throws -> [(amount: Money, reason: String, approver: String?)] {
    try rows(
      """
      SELECT amount_minor, reason, approver FROM adjustment
       WHERE bill_id = ?1 AND kind = 'waive'
       ORDER BY id
      """, [.integer(id)]
    ) { (amount: $0.money(0), reason: $0.string(1), approver: $0.optionalString(2)) }
  }

  /// Whether the line was settled, in the end, by money of customers: payments and prepayment,
  /// as opposed to negative lines.
  package func isPaidWithMoney(_ bill: Int64) throws -> Bool {
    let sum = try scalar(
      "SELECT sum(amount_minor) FROM allocation WHERE bill_id = ?1 AND kind <> 'netting'",
      [.integer(bill)])
    return (sum ?? 0) != 0
  }

  /// Ends a bill as `void` or `corrected`.
  package func end(_ bill: Int64, as ended: BillEnd, run entry: Int64) throws {
    try RowEditor(self, entry: entry).updateUncounted(
      Bill.record, row: bill, [("ended", .text(ended.rawValue))])
  }
}
