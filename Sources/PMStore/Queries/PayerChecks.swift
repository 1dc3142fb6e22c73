// What must hold between money and whose it is, and of the days on which it is booked.
import PMCore

extension Check {
  static let payers = [
    Check(
      name: "paid-by-debtor",
      words: Words("A bill is paid with the money of its debtor", zh: "账单均以其付款人的款项核销"),
      sql: """
        SELECT \(label(Allocation.record))
          FROM allocation AS t
          JOIN bill ON bill.id = t.bill_id
          LEFT JOIN payment AS p ON p.id = t.payment_id
          LEFT JOIN prepayment AS y ON y.id = t.prepayment_id
         WHERE coalesce(p.payer_id, y.customer_id) <> bill.customer_id
            OR (t.kind = 'payment') <> (p.id IS NOT NULL AND t.kind <> 'reversal')
            OR (t.kind = 'offset') <> (y.id IS NOT NULL AND t.kind <> 'reversal')
         ORDER BY t.id
        """),
    Check(
      name: "payer-named",
      words: Words("A payment is booked for the customer that it names", zh: "收款记入其所填客户名下"),
      sql: """
        SELECT \(label(Payment.record))
          FROM payment AS t
         WHERE t.payer_id IS NOT NULL AND t.customer_id <> t.payer_id
         ORDER BY t.id
        """),
    Check(
      name: "prepayment-owner",
      words: Words(
        "Prepayment is of whoever paid it, was credited it, brought it along or took it over with a room",
        zh: "预收款属于缴款人、红字账单客户、期初客户或随房间承接的人"),
      sql: """
        SELECT \(label(Prepayment.record))
          FROM prepayment AS t
          LEFT JOIN payment AS p ON p.id = t.payment_id
          LEFT JOIN bill AS b ON b.id = t.bill_id
          LEFT JOIN prepayment AS s ON s.id = t.source_id
          LEFT JOIN opening_payment AS o ON o.prepayment_id = t.id
         WHERE (p.id IS NOT NULL) + (b.id IS NOT NULL) + (s.id IS NOT NULL) + (o.id IS NOT NULL) <> 1
            OR t.customer_id <> coalesce(p.payer_id, b.customer_id, o.customer_id, t.customer_id)
            OR t.company_id IS NOT p.company_id AND p.id IS NOT NULL
            OR t.amount_minor <> o.amount_minor
            OR s.id IS NOT NULL
               AND (t.company_id IS NOT s.company_id OR t.paid_on <> s.paid_on
                    OR NOT EXISTS (SELECT 1 FROM move AS m
                                    WHERE m.run = t.run AND m.customer_id IN (t.customer_id, s.customer_id)))
         ORDER BY t.id
        """),
    Check(
      name: "opening-bill-made",
      words: Words(
        "What was taken over of bills is the bill that was made of it", zh: "期初欠费与由其生成的账单一致"),
      sql: """
        SELECT \(label(Bill.record))
          FROM opening_bill AS o JOIN bill AS t ON t.id = o.bill_id
         WHERE (o.customer_id, o.room_id, o.fee_id, o.period, o.amount_minor, o.tax_minor, o.due_on)
               IS NOT (t.customer_id, t.room_id, t.fee_id, t.period, t.amount_minor, t.tax_minor, t.due_on)
         ORDER BY t.id
        """),
    Check(
      name: "allocation-fee",
      words: Words("What settles a bill is counted to the bill's fee", zh: "核销与调整均计入账单的费用"),
      sql: """
        SELECT \(label(Allocation.record))
          FROM allocation AS t JOIN bill ON bill.id = t.bill_id
         WHERE t.fee_id <> bill.fee_id
        UNION ALL
        SELECT \(label(Adjustment.record))
          FROM adjustment AS t JOIN bill ON bill.id = t.bill_id
         WHERE t.fee_id <> bill.fee_id
        """),
    Check(
      name: "posted-when",
      words: Words(
        "Money is posted on its value date, or on the first day after a closed period", zh: "款项以业务日期记账，已结账的记入其后首日"),
      sql: """
        WITH opened(day) AS MATERIALIZED (SELECT DISTINCT \(firstDay("period + 1")) FROM closing)
        SELECT \(label(Payment.record))
          FROM payment AS t
         WHERE t.posted_on <> t.paid_on AND t.posted_on NOT IN (SELECT day FROM opened)
               -- The parts of a transfer that was split come in with the claim.
               AND t.posted_on IS NOT t.claimed_on
        UNION ALL
        SELECT \(label(Allocation.record))
          FROM allocation AS t JOIN payment AS p ON p.id = t.payment_id
         WHERE iif(t.kind = 'payment',
                   t.value_on <> p.paid_on
                   OR t.posted_on <> p.posted_on AND t.posted_on NOT IN (SELECT day FROM opened),
                   t.posted_on IS NOT p.reversed_on)
        UNION ALL
        SELECT \(label(Allocation.record))
          FROM allocation AS t
          JOIN prepayment AS y ON y.id = t.prepayment_id
          JOIN bill ON bill.id = t.bill_id
         WHERE t.kind = 'offset' AND t.value_on <> max(y.paid_on, min(bill.due_on, t.posted_on))
        UNION ALL
        SELECT \(label(Prepayment.record))
          FROM prepayment AS t JOIN payment AS p ON p.id = t.payment_id
         WHERE t.paid_on <> p.paid_on
            OR t.posted_on <> p.posted_on AND t.posted_on NOT IN (SELECT day FROM opened)
        UNION ALL
        SELECT 'run ' || run
          FROM allocation
         WHERE kind = 'offset'
         GROUP BY run
        HAVING min(posted_on) <> max(posted_on)
        """),
  ]
}
