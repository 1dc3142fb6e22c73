// Everything that is booked, as one statement.
import PMCore

extension LedgerQuery {
  /// The columns of the statement, in their order; what a part has no use for is NULL.
  enum Field {
    static let day = 0
    static let rank = 1
    static let number = 2
    static let part = 3
    static let amount = 4
    static let bill = 5
    static let fee = 6
    static let room = 7
    static let customer = 8
    static let period = 9
    static let dueOn = 10
    static let tax = 11
    static let valueOn = 12
    static let method = 13
    /// Whose prepayment it comes out of.
    static let holder = 14
    static let deposit = 15
    /// Whether the bill was taken over from another system.
    static let isOpening = 16
    static let isLate = 17
    /// The part's place in its document.
    static let place = 18
    /// The organisation in whose books it stands.
    static let org = 19

    /// Their names, `columns[place]` that of each.
    static let columns = """
      day, rank, number, part, amount_minor, bill, fee, room, customer, period, due_on, tax_minor,
      value_on, method, holder, deposit, is_opening, is_late, place, org
      """
  }

  /// What a row is of its document.
  enum Part: String {
    case bill
    /// A payment, or its reversal; then the bills that it paid, and what stayed with customers.
    case receipt, payment, rest
    /// Prepayment that came with no payment, and what was carried over to another customer.
    case opening, carry
    /// Prepayment or a credit against a bill, and prepayment given back by a bill.
    case offset, netting, reversal
    case waive
    case reverseWaive = "reverse-waive"
    case writeOff = "write-off"
    case recover
    /// Of prepayment.
    case refund
    /// A deduction, and the others that move a deposit.
    case deposit
    case depositRefund = "deposit-refund"
    case openingDeposit = "opening-deposit"
  }

  /// Everything booked; a payment's row comes before the bills it paid and before what was left.
  ///
  /// Rank 1 is bills, 2 payments, 3 opening prepayment, 4 offsets and netting, 5 payments reversed,
  /// 6 waivers and write-offs, 7 refunds, 8 deposits that were taken over.
  static func sql(_ tree: OrgTree) -> String {
    // With one company there is nothing to look up.
    let several = tree.hasSeveralCompanies
    let ofBill = several ? "(SELECT community_id FROM room WHERE id = b.room_id)" : "NULL"
    let ofPart =
      several
      ? """
      CASE WHEN a.payment_id IS NOT NULL
                     THEN coalesce((SELECT company_id FROM payment WHERE id = a.payment_id), \(ofBill))
                    WHEN y.id IS NOT NULL THEN \(Prepayment.holder(of: "y"))
                    ELSE \(ofBill) END
      """ : "NULL"
    // From `bill` through `due_on`: of a bill, of a customer alone, of none.
    let billColumns = """
      b.id, b.fee_id, b.room_id, b.customer_id, b.period, coalesce(p.due_on, b.due_on)
      """
    let ofCustomer = { (customer: String) in "NULL, NULL, NULL, \(customer), NULL, NULL" }
    let noBill = ofCustomer("NULL")
    return """
      WITH event(\(Field.columns)) AS (
        SELECT b.posted_on, 1, b.id, 'bill', b.amount_minor, \(billColumns), b.tax_minor,
               NULL, b.tax_method, NULL, NULL, b.opening, b.principal_id IS NOT NULL, 0, \(ofBill)
          FROM bill AS b
          LEFT JOIN bill AS p ON p.id = b.principal_id
         WHERE b.ended IS NOT 'void'
        UNION ALL
        SELECT coalesce(posted_on, paid_on), 2, id, 'receipt', amount_minor, \(noBill), NULL,
               paid_on, method, NULL, NULL, NULL, NULL, 0, company_id
          FROM payment
        UNION ALL
        SELECT reversed_on, 5, id, 'receipt', -amount_minor, \(noBill), NULL,
               paid_on, method, NULL, NULL, NULL, NULL, 0, company_id
          FROM payment
         WHERE reversed_on IS NOT NULL
        UNION ALL
        SELECT a.posted_on,
               CASE WHEN a.payment_id IS NULL THEN 4 WHEN a.kind = 'reversal' THEN 5 ELSE 2 END,
               coalesce(a.payment_id, a.id),
               CASE WHEN a.payment_id IS NULL THEN a.kind ELSE 'payment' END,
               a.amount_minor, \(billColumns), NULL, a.value_on, NULL,
               coalesce(y.customer_id, b.customer_id), deduction.deposit_id, NULL,
               b.principal_id IS NOT NULL, a.id, \(ofPart)
          FROM allocation AS a
          JOIN bill AS b ON b.id = a.bill_id
          LEFT JOIN deduction ON deduction.id = a.deduction_id
          LEFT JOIN bill AS p ON p.id = b.principal_id
          LEFT JOIN prepayment AS y ON y.id = a.prepayment_id
        UNION ALL
        SELECT posted_on, CASE WHEN payment_id IS NULL THEN 3 ELSE 2 END, coalesce(payment_id, id),
               CASE WHEN payment_id IS NULL THEN 'opening' ELSE 'rest' END, amount_minor,
               \(ofCustomer("customer_id")), NULL, NULL, NULL, NULL, NULL, NULL, NULL, \(Int64.max),
               company_id
          FROM prepayment
         WHERE bill_id IS NULL AND source_id IS NULL
        UNION ALL
        SELECT y.posted_on, 3, y.id, 'carry', y.amount_minor, \(ofCustomer("y.customer_id")), NULL,
               y.paid_on, NULL, source.customer_id, NULL, NULL, NULL, 0,
               \(Prepayment.holder(of: "source"))
          FROM prepayment AS y
          JOIN prepayment AS source ON source.id = y.source_id
        UNION ALL
        SELECT w.posted_on, 5, w.payment_id, 'rest', -w.amount_minor,
               \(ofCustomer("y.customer_id")), NULL, NULL, NULL, NULL, NULL, NULL, NULL, \(Int64.max),
               \(Prepayment.holder(of: "y"))
          FROM withdrawal AS w
          JOIN prepayment AS y ON y.id = w.prepayment_id
         WHERE w.kind = 'reversal'
        UNION ALL
        SELECT adjustment.posted_on, 6, adjustment.id, adjustment.kind, adjustment.amount_minor,
               \(billColumns), NULL, adjustment.value_on, NULL, NULL, NULL, NULL,
               b.principal_id IS NOT NULL, 0, \(ofBill)
          FROM adjustment
          JOIN bill AS b ON b.id = adjustment.bill_id
          LEFT JOIN bill AS p ON p.id = b.principal_id
         WHERE \(Adjustment.changesOpen)
        UNION ALL
        SELECT posted_on, 7, id, iif(deposit_id IS NULL, 'refund', 'deposit-refund'), amount_minor,
               \(ofCustomer("customer_id")), NULL, refunded_on, method, NULL, deposit_id, NULL, NULL,
               0, company_id
          FROM refund
        UNION ALL
        SELECT posted_on, 8, id, 'opening-deposit', amount_minor, \(ofCustomer("customer_id")), NULL,
               NULL, NULL, NULL, id, NULL, NULL, 0, company_id
          FROM deposit
         WHERE bill_id IS NULL)
      SELECT * FROM event
       WHERE day BETWEEN ?1 AND ?2
       ORDER BY day, rank, number, place
      """
  }
}
