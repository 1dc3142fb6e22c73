// Everything that is booked, as one statement.
import PMCore

extension LedgerQuery {
  /// Everything booked; a payment's row comes before the bills it paid and before what was left.
  ///
  /// Rank 1 is bills, 2 payments, 3 opening prepayment, 4 offsets and netting, 5 payments reversed,
  /// 6 waivers and write-offs, 7 refunds, 8 deposits that were taken over.
  ///
  /// 0 day, 1 rank, 2 number, 3 part, 4 amount, 5 bill, 6 fee, 7 room, 8 customer, 9 period,
  /// 10 due, 11 tax, 12 value date, 13 method, 14 whose prepayment, or which deposit
  /// (of a bill: whether it was taken over from another system), 15 whether the bill is a late
  /// line, 16 the part's place in its document, 17 the organisation in whose books it stands.
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
    let billColumns = """
      b.id, b.fee_id, b.room_id, b.customer_id, b.period, coalesce(p.due_on, b.due_on)
      """
    return """
      WITH event AS (
        SELECT b.posted_on AS day, 1 AS rank, b.id AS number,
               'bill' AS part, b.amount_minor, \(billColumns), b.tax_minor, 0, b.tax_method,
               b.opening, b.principal_id IS NOT NULL, 0 AS place, \(ofBill)
          FROM bill AS b
          LEFT JOIN bill AS p ON p.id = b.principal_id
         WHERE b.ended IS NOT 'void'
        UNION ALL
        SELECT coalesce(posted_on, paid_on), 2, id, 'receipt', amount_minor, 0, 0, NULL, 0, 0, 0,
               0, paid_on, method, 0, 0, 0, company_id
          FROM payment
        UNION ALL
        SELECT reversed_on, 5, id, 'receipt', -amount_minor, 0, 0, NULL, 0, 0, 0,
               0, paid_on, method, 0, 0, 0, company_id
          FROM payment
         WHERE reversed_on IS NOT NULL
        UNION ALL
        SELECT a.posted_on,
               CASE WHEN a.payment_id IS NULL THEN 4 WHEN a.kind = 'reversal' THEN 5 ELSE 2 END,
               coalesce(a.payment_id, a.id),
               CASE WHEN a.payment_id IS NULL THEN a.kind ELSE 'payment' END,
               a.amount_minor, \(billColumns), 0, a.value_on, NULL,
               coalesce(deduction.deposit_id, y.customer_id, b.customer_id),
               b.principal_id IS NOT NULL, a.id, \(ofPart)
          FROM allocation AS a
          JOIN bill AS b ON b.id = a.bill_id
          LEFT JOIN deduction ON deduction.id = a.deduction_id
          LEFT JOIN bill AS p ON p.id = b.principal_id
          LEFT JOIN prepayment AS y ON y.id = a.prepayment_id
        UNION ALL
        SELECT posted_on, CASE WHEN payment_id IS NULL THEN 3 ELSE 2 END,
               coalesce(payment_id, id), CASE WHEN payment_id IS NULL THEN 'opening' ELSE 'rest' END,
               amount_minor, 0, 0, NULL, customer_id, 0, 0, 0, 0, NULL, 0, 0, \(Int64.max), company_id
          FROM prepayment
         WHERE bill_id IS NULL AND source_id IS NULL
        UNION ALL
        SELECT y.posted_on, 3, y.id, 'carry', y.amount_minor, 0, 0, NULL, y.customer_id, 0, 0, 0,
               y.paid_on, NULL, source.customer_id, 0, 0, \(Prepayment.holder(of: "source"))
          FROM prepayment AS y
          JOIN prepayment AS source ON source.id = y.source_id
        UNION ALL
        SELECT w.posted_on, 5, w.payment_id, 'rest', -w.amount_minor, 0, 0, NULL, y.customer_id,
               0, 0, 0, 0, NULL, 0, 0, \(Int64.max), \(Prepayment.holder(of: "y"))
          FROM withdrawal AS w
          JOIN prepayment AS y ON y.id = w.prepayment_id
         WHERE w.kind = 'reversal'
        UNION ALL
        SELECT adjustment.posted_on, 6, adjustment.id, adjustment.kind, adjustment.amount_minor,
               \(billColumns), 0, adjustment.value_on, NULL, 0, b.principal_id IS NOT NULL, 0,
               \(ofBill)
          FROM adjustment
          JOIN bill AS b ON b.id = adjustment.bill_id
          LEFT JOIN bill AS p ON p.id = b.principal_id
         WHERE \(Adjustment.changesOpen)
        UNION ALL
        SELECT posted_on, 7, id, iif(deposit_id IS NULL, 'refund', 'deposit-refund'), amount_minor,
               0, 0, NULL, customer_id, 0, 0, 0, refunded_on, method, coalesce(deposit_id, 0), 0, 0,
               company_id
          FROM refund
        UNION ALL
        SELECT posted_on, 8, id, 'opening-deposit', amount_minor, 0, 0, NULL, customer_id, 0, 0, 0,
               0, NULL, 0, 0, 0, company_id
          FROM deposit
         WHERE bill_id IS NULL)
      SELECT * FROM event
       WHERE day BETWEEN ?1 AND ?2
       ORDER BY day, rank, number, place
      """
  }
}
