// What must hold of corrections: waivers, write-offs, voids, credit lines, refunds, reversals.
import PMCore

extension Check {
  static let corrections = [
    Check(
      name: "bill-adjusted",
      words: Words(
        "What was waived and written off of a bill is the sum of its adjustments",
        zh: "账单减免与坏账等于其调整之和"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
          LEFT JOIN (SELECT bill_id, sum(iif(\(Adjustment.isWaiver), amount_minor, 0)) AS waived,
                            sum(iif(\(Adjustment.isWriteOff), amount_minor, 0)) AS written_off
                       FROM adjustment GROUP BY bill_id) AS a ON a.bill_id = t.id
         WHERE t.waived_minor <> coalesce(a.waived, 0)
            OR t.written_off_minor <> coalesce(a.written_off, 0)
         ORDER BY t.id
        """),
    Check(
      name: "adjustment-approved",
      words: Words("Waivers and write-offs name who approved them", zh: "减免与坏账均有批准人"),
      sql: """
        SELECT \(label(Adjustment.record))
          FROM adjustment AS t
         WHERE t.kind IN ('waive', 'write-off') AND t.approver IS NULL
         ORDER BY t.id
        """),
    Check(
      name: "void-unsettled",
      words: Words("A void bill has nothing settled in the end", zh: "作废账单最终未核销、未减免"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE t.ended = 'void'
           AND (t.waived_minor <> 0 OR t.written_off_minor <> 0
                OR t.paid_minor <> 0 AND t.principal_id IS NULL)
         ORDER BY t.id
        """),
    Check(
      name: "void-explained",
      words: Words("A bill is void by an adjustment that says why", zh: "作废账单均有作废记录"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE (t.ended IS 'void')
               <> EXISTS (SELECT 1 FROM adjustment AS a WHERE a.bill_id = t.id AND a.kind = 'void')
         ORDER BY t.id
        """),
    Check(
      name: "credit-within",
      words: Words(
        "Credit lines take no more off a bill than its amount, and its tax with it",
        zh: "红字更正不超过原账单金额，税额同步冲减"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
          JOIN (SELECT corrects_id, sum(amount_minor) AS amount, sum(tax_minor) AS tax
                  FROM bill
                 WHERE corrects_id IS NOT NULL AND amount_minor < 0 AND ended IS NOT 'void'
                 GROUP BY corrects_id) AS c ON c.corrects_id = t.id
         WHERE t.amount_minor + c.amount < 0 OR t.tax_minor + c.tax < 0
            OR (t.ended IS 'corrected') <> (t.amount_minor + c.amount = 0)
            OR t.ended IS 'corrected' AND t.tax_minor + c.tax <> 0
         ORDER BY t.id
        """),
    Check(
      name: "refund-parts",
      words: Words(
        "A refund is what it took out of prepayment, or of a deposit", zh: "退款等于其预收支取之和，或由押金退还"),
      sql: """
        SELECT \(label(Refund.record))
          FROM refund AS t
          LEFT JOIN (SELECT refund_id, sum(amount_minor) AS taken FROM withdrawal
                      WHERE refund_id IS NOT NULL GROUP BY refund_id) AS w ON w.refund_id = t.id
         WHERE iif(t.deposit_id IS NULL, t.amount_minor, 0) <> coalesce(w.taken, 0)
         ORDER BY t.id
        """),
    Check(
      name: "reversal-whole",
      words: Words("A reversed payment settles nothing any more", zh: "已冲销的收款不再核销任何账单"),
      sql: """
        SELECT \(label(Payment.record))
          FROM payment AS t
         WHERE t.id IN (
           SELECT reversed.id
             FROM allocation AS a
             LEFT JOIN prepayment ON prepayment.id = a.prepayment_id
             JOIN payment AS reversed
               ON reversed.id = COALESCE(a.payment_id, prepayment.payment_id)
            WHERE reversed.reversed_on IS NOT NULL
            GROUP BY reversed.id, a.bill_id
           HAVING sum(a.amount_minor) <> 0)
         ORDER BY t.id
        """),
  ]
}
