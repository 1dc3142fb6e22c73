// What must hold of payments as they come in: suspense, claims, earmarks, receipts, reviews.
import PMCore

extension Check {
  static let cash = [
    Check(
      name: "suspense-untouched",
      words: Words(
        "A payment in suspense has paid nothing, any other has a payer and a run",
        zh: "待认领收款未作任何核销；其余收款均有付款人"),
      sql: """
        SELECT \(label(Payment.record))
          FROM payment AS t
         WHERE t.payer_id IS NULL
               AND (t.run IS NOT NULL OR t.allocated_minor <> 0 OR t.matched_by IS NOT NULL
                    OR t.doubt IS NULL OR t.posted_on IS NULL
                    OR EXISTS (SELECT 1 FROM prepayment AS y WHERE y.payment_id = t.id)
                    OR EXISTS (SELECT 1 FROM allocation AS a WHERE a.payment_id = t.id))
            OR t.payer_id IS NOT NULL AND t.run IS NULL
         ORDER BY t.id
        """),
    Check(
      name: "claim-dated",
      words: Words("A claim has its day, and is of a payment that had to wait", zh: "认领均有日期，且原为待认领收款"),
      sql: """
        SELECT \(label(Payment.record))
          FROM payment AS t
         WHERE (t.matched_by IS 'claim') <> (t.claimed_on IS NOT NULL)
            OR t.matched_by IS 'claim' AND t.doubt IS NULL
            OR t.matched_by IS NOT 'claim' AND t.doubt IS NOT NULL AND t.payer_id IS NOT NULL
         ORDER BY t.id
        """),
    Check(
      name: "earmark-kept",
      words: Words(
        "Money for a fee or a window of periods pays no other bills", zh: "限定费用或账期的款项未冲抵其他账单"),
      sql: """
        SELECT \(label(Allocation.record))
          FROM allocation AS t
          JOIN bill AS b ON b.id = t.bill_id
          LEFT JOIN bill AS o ON o.id = b.principal_id
          LEFT JOIN payment AS p ON p.id = t.payment_id
          LEFT JOIN prepayment AS y ON y.id = t.prepayment_id
         WHERE coalesce(p.fee_id, y.fee_id, b.fee_id) <> b.fee_id
            OR coalesce(o.period, b.period) < coalesce(p.for_from, y.for_from, 0)
            OR coalesce(o.period, b.period) > coalesce(p.for_to, y.for_to, o.period, b.period)
         ORDER BY t.id
        """),
    Check(
      name: "earmark-handed-on",
      words: Words(
        "What is left of a payment is kept for what the payment was for", zh: "余额沿用原收款的限用范围"),
      sql: """
        SELECT \(label(Prepayment.record))
          FROM prepayment AS t
          LEFT JOIN payment AS p ON p.id = t.payment_id
          LEFT JOIN prepayment AS s ON s.id = t.source_id
         WHERE p.id IS NOT NULL
               AND (t.fee_id IS NOT p.fee_id OR t.for_from IS NOT p.for_from
                    OR t.for_to IS NOT p.for_to)
            OR s.id IS NOT NULL
               AND (t.fee_id IS NOT s.fee_id OR t.for_from IS NOT s.for_from
                    OR t.for_to IS NOT s.for_to)
         ORDER BY t.id
        """),
    Check(
      name: "designated-debtor",
      words: Words(
        "Bills that a payment names are owed by its payer", zh: "收款指定的账单均为付款人所欠"),
      sql: """
        SELECT DISTINCT \(label(Payment.record))
          FROM payment AS t
          JOIN json_each('["' || replace(t.bill, ',', '","') || '"]') AS named
          LEFT JOIN bill AS b ON b.id = CAST(substr(named.value, 2) AS INTEGER)
         WHERE t.bill IS NOT NULL AND b.customer_id IS NOT t.payer_id
         ORDER BY t.id
        """),
    Check(
      name: "counter-receipt",
      words: Words("A payment taken at the counter has a receipt number", zh: "柜台收款均有收据号"),
      sql: """
        SELECT \(label(Payment.record))
          FROM payment AS t
         WHERE t.counter = 1 AND NOT EXISTS (SELECT 1 FROM receipt AS r WHERE r.payment_id = t.id)
         ORDER BY t.id
        """),
    Check(
      name: "review-sums",
      words: Words(
        "A review is of the count and sum of its receipts, by somebody else than the cashier",
        zh: "复核的笔数与金额等于其收据之和，复核人非收银员"),
      sql: """
        SELECT \(label(CashReview.record))
          FROM cash_review AS t
          LEFT JOIN (SELECT review_id, count(*) AS count, sum(amount_minor) AS sum,
                            min(paid_on) AS first, max(paid_on) AS last, min(cashier) AS cashier,
                            count(DISTINCT cashier) AS cashiers
                       FROM payment
                      WHERE method = 'cash' AND counter = 1
                      GROUP BY review_id) AS p ON p.review_id = t.id
         WHERE t.count IS NOT p.count OR t.sum_minor IS NOT p.sum OR t.paid_on IS NOT p.first
            OR t.paid_on IS NOT p.last OR t.cashier IS NOT p.cashier OR p.cashiers IS NOT 1
            OR lower(t.reviewer) = lower(t.cashier)
         ORDER BY t.id
        """),
  ]
}
