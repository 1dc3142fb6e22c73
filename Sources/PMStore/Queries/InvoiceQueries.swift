// Tax invoices: what is to be invoiced, and the numbers that came back.
package import PMCore

/// A line that is to be invoiced.
package struct InvoiceRequest: Sendable {
  package let customer: String
  /// The invoice title, else the customer's name.
  package let title: String
  package let taxID: String?
  package let email: String?
  package let bill: Int64
  package let room: String?
  package let fee: String
  package let feeName: String
  package let isLate: Bool
  package let period: Period
  package let from: Day
  package let to: Day
  package let method: TaxMethod
  package let rate: Rate
  /// What is asked for: the amount less credit lines and waivers.
  package let gross: Money
  package let tax: Money
}

/// Which lines are wanted.
package struct InvoiceQuestion: Sendable {
  package var first: Day
  package var last: Day
  package var customer: Int64?
  /// Only lines on which nothing is open.
  package var paidOnly: Bool
  package var orgs: [Int64]?

  package init(from first: Day, to last: Day, customer: Int64?, paidOnly: Bool, orgs: [Int64]?) {
    self.first = first
    self.last = last
    self.customer = customer
    self.paidOnly = paidOnly
    self.orgs = orgs
  }
}

extension Database {
  /// Lends each line that is not invoiced yet, by customer and number, by posting date; a negative
  /// one with it, as far as it corrects no other: what corrects is taken off there.
  package func forEachInvoiceRequest(
    _ question: InvoiceQuestion, _ body: (InvoiceRequest) throws -> Void
  ) throws {
    let isPaid =
      question.paidOnly
      ? "bill.paid_minor + bill.waived_minor + bill.written_off_minor = bill.amount_minor" : "1"
    try forEach(
      """
      SELECT customer.code, COALESCE(customer.invoice_title, customer.name), customer.tax_id,
             customer.invoice_email, bill.id, room.code, fee.code, fee.name,
             bill.principal_id IS NOT NULL, bill.period, bill."from", bill."to", bill.tax_method,
             bill.tax_rate, \(Self.grossColumns)
        FROM bill
        JOIN customer ON customer.id = bill.customer_id
        JOIN fee ON fee.id = bill.fee_id
        LEFT JOIN room ON room.id = bill.room_id
       WHERE bill.posted_on BETWEEN ?1 AND ?2 AND bill.invoice_no IS NULL
         AND (bill.amount_minor > 0 OR bill.corrects_id IS NULL) AND bill.ended IS NOT 'void' AND \(Invoice.isOurs("bill"))
         AND (?3 IS NULL OR bill.customer_id = ?3)
         AND \(isPaid) AND \(inScope(question.orgs, room: "bill.room_id"))
       ORDER BY customer.key, bill.id
      """,
      [
        .day(question.first), .day(question.last),
        SQLValue(question.customer),
      ]
    ) { row in
      let sums = try Self.gross(row, 14, rate: row.rate(13))
      if sums.gross == .zero { return }
      try body(
        InvoiceRequest(
          customer: row.string(0), title: row.string(1), taxID: row.optionalString(2),
          email: row.optionalString(3), bill: row.int64(4), room: row.optionalString(5),
          fee: row.string(6), feeName: row.string(7), isLate: row.flag(8),
          period: row.period(9), from: row.day(10), to: row.day(11),
          method: try row.word(12), rate: row.rate(13),
          gross: sums.gross, tax: sums.tax))
    }
  }

  /// Amount, tax, what was waived, and the credit lines' amount and tax of the row `bill`, as SQL.
  private static let grossColumns = """
    bill.amount_minor, bill.tax_minor, bill.waived_minor,
             (SELECT COALESCE(sum(c.amount_minor), 0) FROM bill AS c
               WHERE c.corrects_id = bill.id AND c.amount_minor < 0 AND c.ended IS NOT 'void'),
             (SELECT COALESCE(sum(c.tax_minor), 0) FROM bill AS c
               WHERE c.corrects_id = bill.id AND c.amount_minor < 0 AND c.ended IS NOT 'void')
    """

  /// What is to be invoiced of the row whose `grossColumns` begin at `column`.
  ///
  /// The tax follows what was waived in proportion, half up: nothing is taxed that nobody owes.
  private static func gross(
    _ row: borrowing Statement, _ column: Int, rate: Rate
  ) throws -> (gross: Money, tax: Money) {
    let whole = try row.money(column).adding(row.money(column + 3))
    let tax = try row.money(column + 1).adding(row.money(column + 4))
    let waived = row.money(column + 2)
    let gross = try whole.adding(-waived)
    if waived == .zero || whole <= .zero { return (gross, tax) }
    return (gross, try taxShare(tax, on: gross, of: whole))
  }

  /// The bill in row `id` as the numbers of its invoices are booked on it.
  package func invoicedBill(_ id: Int64) throws -> InvoicedBill? {
    let found = try first(
      """
      SELECT bill.customer_id, bill.invoice_no, bill.invoiced_on, bill.ended IS 'void',
             \(Invoice.isOurs("bill")) AND (bill.amount_minor > 0 OR bill.corrects_id IS NULL),
             bill.tax_rate, \(Self.grossColumns)
        FROM bill WHERE bill.id = ?1
      """, [.integer(id)]
    ) { row in
      (
        bill: InvoicedBill(
          customer: row.int64(0), invoice: row.optionalString(1),
          invoicedOn: row.optionalDay(2), isVoid: row.flag(3),
          isOurs: row.flag(4), gross: row.money(6)),
        credited: row.money(9), waived: row.money(8)
      )
    }
    guard let found else { return nil }
    var bill = found.bill
    bill.gross = try bill.gross.adding(found.credited).adding(-found.waived)
    return bill
  }

  /// The invoice in row `id`; nil if there is none.
  package func keptInvoice(_ id: Int64) throws -> KeptInvoice? {
    try first(
      """
      SELECT bill_id, invoice_no, invoice_kind, invoiced_on, red_letter_of, amount_minor
        FROM invoice WHERE id = ?1
      """, [.integer(id)]
    ) { row in
      KeptInvoice(
        bill: row.int64(0), number: row.string(1), kind: row.string(2), on: row.day(3),
        redLetterOf: row.optionalString(4), amount: row.optionalMoney(5))
    }
  }

  /// Whether the number stands for bills of another customer already.
  package func isOthers(invoice number: String, customer: Int64) throws -> Bool {
    try scalar(
      """
      SELECT 1 FROM invoice
        JOIN bill ON bill.id = invoice.bill_id
       WHERE invoice.invoice_no = ?1 AND bill.customer_id <> ?2
       LIMIT 1
      """, [.text(number), .integer(customer)]) != nil
  }

  /// Books the number on its bill, or takes it off; what the bill said before is kept.
  package func bookInvoice(_ id: Int64, _ invoice: KeptInvoice, run entry: Int64) throws {
    let isRed = invoice.redLetterOf != nil
    try RowEditor(self, entry: entry).updateUncounted(
      Bill.record, row: invoice.bill,
      [
        ("invoice_no", isRed ? .null : .text(invoice.number)),
        ("invoice_kind", isRed ? .null : .text(invoice.kind)),
        ("invoiced_on", isRed ? .null : .day(invoice.on)),
      ])
    try run(
      "UPDATE invoice SET run = ?2 WHERE id = ?1", [.integer(id), .integer(entry)])
  }
}

/// A bill with what decides whether an invoice may be booked on it.
package struct InvoicedBill: Sendable {
  package let customer: Int64
  package let invoice: String?
  package let invoicedOn: Day?
  package let isVoid: Bool
  /// Whether we invoice it at all.
  package let isOurs: Bool
  /// What is asked for.
  package fileprivate(set) var gross: Money
}

/// An invoice for one bill as it was given.
package struct KeptInvoice: Sendable {
  package let bill: Int64
  package let number: String
  package let kind: String
  package let on: Day
  package let redLetterOf: String?
  package let amount: Money?
}
