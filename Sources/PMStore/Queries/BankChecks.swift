// What must hold of bank collection: batches, their lines, and what came back.
import PMCore

extension Check {
  static let bank = [
    Check(
      name: "bank-batch-whole",
      words: Words(
        "A batch has the lines and the sum that it was sent with", zh: "托收批次的笔数与金额等于其明细"),
      sql: """
        SELECT \(label(BankBatch.record))
          FROM bank_batch AS t
          LEFT JOIN (SELECT batch_id, count(*) AS lines, max(serial) AS last, sum(amount_minor) AS amount
                       FROM bank_line GROUP BY batch_id) AS l ON l.batch_id = t.id
         WHERE t.count <> coalesce(l.lines, 0) OR t.count <> coalesce(l.last, 0)
            OR t.sum_minor <> coalesce(l.amount, 0)
         ORDER BY t.id
        """),
    Check(
      name: "bank-line-whole",
      words: Words("A line of a batch is what it asks for each of its bills", zh: "托收明细的金额等于所含账单之和"),
      sql: """
        SELECT \(label(BankLine.record))
          FROM bank_line AS t
          LEFT JOIN (SELECT line_id, sum(amount_minor) AS amount FROM bank_item GROUP BY line_id) AS i
            ON i.line_id = t.id
         WHERE t.amount_minor <> coalesce(i.amount, 0)
         ORDER BY t.id
        """),
    Check(
      name: "bank-line-answered",
      words: Words(
        "Lines wait while their batch is out, and are answered or given up with it",
        zh: "批次未回盘时明细待回，回盘或撤销后明细随之了结"),
      sql: """
        SELECT \(label(BankLine.record))
          FROM bank_line AS t JOIN bank_batch AS b ON b.id = t.batch_id
         WHERE (t.result = 'sent') <> (b.state = 'open')
            OR (t.result = 'cancelled') <> (b.state = 'cancelled')
         ORDER BY t.id
        """),
    Check(
      name: "bank-batch-dated",
      words: Words(
        "A batch came back or was given up on a day not before it was made",
        zh: "批次的回盘或撤销日期不早于报盘日期"),
      sql: """
        SELECT \(label(BankBatch.record))
          FROM bank_batch AS t
         WHERE (t.returned_on IS NOT NULL) <> (t.state = 'returned')
            OR (t.cancelled_on IS NOT NULL) <> (t.state = 'cancelled')
            OR min(coalesce(t.returned_on, t.made_on), coalesce(t.cancelled_on, t.made_on)) < t.made_on
         ORDER BY t.id
        """),
    Check(
      name: "bank-collected",
      words: Words(
        "What a batch collected is the sum of its good lines and of the payments booked for it",
        zh: "批次托收成功金额等于成功明细之和，也等于其入账收款之和"),
      sql: """
        SELECT \(label(BankBatch.record))
          FROM bank_batch AS t
          LEFT JOIN (SELECT batch_id, sum(amount_minor) AS amount FROM bank_line
                      WHERE result = 'done' GROUP BY batch_id) AS l ON l.batch_id = t.id
          LEFT JOIN (SELECT account, substr(reference, 1, instr(reference, '/') - 1) AS batch,
                            sum(amount_minor) AS amount
                       FROM payment WHERE method = 'collection' GROUP BY 1, 2) AS p
            ON p.account = t.contract AND p.batch = \(label(BankBatch.record))
         WHERE t.collected_minor <> coalesce(l.amount, 0) OR t.collected_minor <> coalesce(p.amount, 0)
         ORDER BY t.id
        """),
    Check(
      name: "bank-bill-once",
      words: Words("A bill is out in one batch at a time", zh: "同一账单不同时在两个未回盘批次中"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bank_line JOIN bank_item ON bank_item.line_id = bank_line.id
          JOIN bill AS t ON t.id = bank_item.bill_id
         WHERE bank_line.result = 'sent'
         GROUP BY t.id
        HAVING count(*) > 1
         ORDER BY t.id
        """),
  ]
}
