// What must hold of deposits: their demands, what is held of them, what came out.
import PMCore

extension Check {
  static let deposits = [
    Check(
      name: "deposit-of-demand",
      words: Words(
        "Each demand has its deposit, of the same customer, room, fee and amount",
        zh: "每张押金账单有对应押金，客户、房间、费用与金额一致"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
          LEFT JOIN deposit AS d ON d.bill_id = t.id
         WHERE (t.class = 'deposit' AND t.amount_minor > 0) <> (d.id IS NOT NULL)
            OR d.id IS NOT NULL
               AND (d.customer_id <> t.customer_id OR d.room_id IS NOT t.room_id
                    OR d.fee_id <> t.fee_id OR d.amount_minor <> t.amount_minor)
         ORDER BY t.id
        """),
    Check(
      name: "deposit-balance",
      words: Words(
        "What is held of a deposit is what came in less deductions and refunds, never below zero",
        zh: "押金余额等于已收减去抵扣与退还，且不为负"),
      sql: """
        SELECT \(label(Deposit.record))
          FROM deposit AS t
          LEFT JOIN (SELECT deposit_id, sum(amount_minor) AS taken FROM deduction GROUP BY deposit_id) AS k
            ON k.deposit_id = t.id
          LEFT JOIN (SELECT deposit_id, sum(amount_minor) AS paid_back FROM refund
                      WHERE deposit_id IS NOT NULL GROUP BY deposit_id) AS r ON r.deposit_id = t.id
         WHERE t.deducted_minor <> coalesce(k.taken, 0) OR t.refunded_minor <> coalesce(r.paid_back, 0)
            OR \(Deposit.balanceSQL) < 0
         ORDER BY t.id
        """),
    Check(
      name: "deduction-paid",
      words: Words(
        "A deduction is what it paid of a bill of the deposit's customer", zh: "押金抵扣等于其所冲抵的同一客户账单金额"),
      sql: """
        SELECT \(label(Deduction.record))
          FROM deduction AS t
          JOIN deposit AS d ON d.id = t.deposit_id
          JOIN bill ON bill.id = t.bill_id
          LEFT JOIN (SELECT deduction_id, bill_id, sum(amount_minor) AS paid FROM allocation
                      WHERE deduction_id IS NOT NULL GROUP BY deduction_id, bill_id) AS a
            ON a.deduction_id = t.id AND a.bill_id = t.bill_id
         WHERE t.amount_minor <> coalesce(a.paid, 0) OR bill.customer_id <> d.customer_id
            OR bill.class = 'deposit'
        UNION ALL
        SELECT \(label(Allocation.record))
          FROM allocation AS t
         WHERE (t.kind = 'deposit') <> (t.deduction_id IS NOT NULL)
         ORDER BY 1
        """),
    Check(
      name: "deposit-untaxed",
      words: Words("A demand bears no tax, no late fee and no credit line", zh: "押金账单不征税、不计违约金、不以红字更正"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE t.class = 'deposit'
           AND (t.tax_minor <> 0 OR t.corrects_id IS NOT NULL OR t.written_off_minor <> 0
                OR EXISTS (SELECT 1 FROM bill AS late WHERE late.principal_id = t.id))
         ORDER BY t.id
        """),
    Check(
      name: "opening-deposit-made",
      words: Words(
        "What was taken over of deposits is the deposit that was made of it", zh: "期初押金与由其生成的押金一致"),
      sql: """
        SELECT customer.code
          FROM opening_deposit AS o
          JOIN customer ON customer.id = o.customer_id
          LEFT JOIN deposit AS d ON d.id = o.deposit_id
         WHERE d.amount_minor IS NOT o.amount_minor OR d.customer_id IS NOT o.customer_id
            OR d.bill_id IS NOT NULL
        UNION ALL
        SELECT \(label(Deposit.record))
          FROM deposit AS t
         WHERE t.bill_id IS NULL AND t.id NOT IN (SELECT deposit_id FROM opening_deposit WHERE deposit_id IS NOT NULL)
         ORDER BY 1
        """),
  ]
}
