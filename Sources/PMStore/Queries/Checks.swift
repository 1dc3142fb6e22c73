// What must always hold in a database, each as one statement that finds what is at fault.
package import PMCore

/// A rule that every database keeps, whatever was done to it by pm's commands.
package struct Check: Sendable {
  /// Names the rule, kebab-case and stable.
  package let name: String
  /// What holds.
  package let words: Words
  /// A SELECT of the names, as people know them, of what is at fault.
  let sql: String

  /// All of them, in the order in which they are looked at.
  package static let all: [Check] =
    structure + documents + journalled + money + payers + cash + corrections + deposits + bills + amounts
    + invoices + bank + tickets + service + registers

  /// Those that hold whatever the tables are.
  package static let ofAnyVersion = structure.filter {
    ["sqlite-integrity", "references"].contains($0.name)
  }

  private static let structure = [
    Check(
      name: "sqlite-integrity", words: Words("The file is whole", zh: "数据库文件完整"),
      sql: "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
    Check(
      name: "references", words: Words("What is referred to is there", zh: "引用的记录都存在"),
      sql: """
        SELECT DISTINCT "table" || ' → ' || "parent"
          FROM pragma_foreign_key_check
         ORDER BY 1
        """),
    Check(
      name: "run-in-journal",
      words: Words("Each bill's run is in the journal", zh: "每张账单的批次都在日志中"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE t.run NOT IN (SELECT id FROM journal)
         ORDER BY t.id
        """),
  ]

  private static let money = [
    Check(
      name: "bill-paid",
      words: Words("What is paid of a bill is the sum of its allocations", zh: "账单已缴等于其核销之和"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
          LEFT JOIN (SELECT bill_id, sum(amount_minor) AS settled FROM allocation GROUP BY bill_id) AS a
            ON a.bill_id = t.id
         WHERE t.paid_minor <> coalesce(a.settled, 0)
         ORDER BY t.id
        """),
    Check(
      name: "bill-settled-within",
      words: Words("No more of a bill is settled than its amount", zh: "账单的核销、减免与坏账不超过其金额"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE t.paid_minor + t.waived_minor + t.written_off_minor
               NOT BETWEEN min(t.amount_minor, 0) AND max(t.amount_minor, 0)
         ORDER BY t.id
        """),
    Check(
      name: "payment-used",
      words: Words("A payment is what it settled and what was left of it", zh: "收款等于其核销与转预收之和"),
      sql: """
        SELECT \(label(Payment.record))
          FROM payment AS t
          LEFT JOIN (SELECT payment_id, sum(amount_minor) AS settled FROM allocation
                      WHERE payment_id IS NOT NULL GROUP BY payment_id) AS a ON a.payment_id = t.id
          LEFT JOIN (SELECT payment_id, sum(amount_minor) AS kept FROM prepayment
                      WHERE payment_id IS NOT NULL GROUP BY payment_id) AS y ON y.payment_id = t.id
          LEFT JOIN (SELECT payment_id, sum(amount_minor) AS withdrawn FROM withdrawal
                      WHERE payment_id IS NOT NULL GROUP BY payment_id) AS w ON w.payment_id = t.id
         WHERE t.allocated_minor <> coalesce(a.settled, 0)
            OR (t.run IS NOT NULL OR t.reversed_on IS NOT NULL)
               AND CASE WHEN t.reversed_on IS NULL THEN t.amount_minor ELSE 0 END
                   <> coalesce(a.settled, 0) + coalesce(y.kept, 0) - coalesce(w.withdrawn, 0)
         ORDER BY t.id
        """),
    Check(
      name: "prepayment-left",
      words: Words(
        "What is left of a prepayment is what no bill, refund or reversal has taken",
        zh: "预收余额等于预收减去核销、退款与冲销"),
      sql: """
        SELECT \(label(Prepayment.record))
          FROM prepayment AS t
          LEFT JOIN (SELECT prepayment_id, sum(amount_minor) AS taken FROM allocation
                      WHERE prepayment_id IS NOT NULL GROUP BY prepayment_id) AS a
            ON a.prepayment_id = t.id
          LEFT JOIN (SELECT prepayment_id, sum(amount_minor) AS withdrawn FROM withdrawal
                      GROUP BY prepayment_id) AS w ON w.prepayment_id = t.id
         WHERE t.left_minor <> t.amount_minor - coalesce(a.taken, 0) - coalesce(w.withdrawn, 0)
                 - coalesce((SELECT sum(amount_minor) FROM prepayment AS carried
                              WHERE carried.source_id = t.id), 0)
            OR t.left_minor < 0
         ORDER BY t.id
        """),
    Check(
      name: "netting-balanced",
      words: Words(
        "What negative lines gave was taken by other lines or kept as prepayment",
        zh: "红字冲抵的金额等于被冲账单与转预收之和"),
      sql: """
        SELECT 'run ' || run
          FROM (SELECT run, amount_minor FROM allocation WHERE kind = 'netting'
                UNION ALL
                SELECT run, amount_minor FROM prepayment WHERE bill_id IS NOT NULL)
         GROUP BY run
        HAVING sum(amount_minor) <> 0
         ORDER BY run
        """),
  ]

  private static let bills = [
    Check(
      name: "late-principal",
      words: Words(
        "A late fee is on a bill of the same room, customer and fee, which is no late fee",
        zh: "违约金所依账单为同一房间、客户与费用，且本身不是违约金"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t JOIN bill AS p ON p.id = t.principal_id
         WHERE p.principal_id IS NOT NULL OR p.customer_id <> t.customer_id
            OR p.fee_id <> t.fee_id OR p.room_id IS NOT t.room_id
         ORDER BY t.id
        """),
    Check(
      name: "bill-dates",
      words: Words("A bill ends after it begins and is due after it is issued", zh: "账单起止与期限先后正确"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE t."to" < t."from" OR t.due_on < t.issued_on AND t.principal_id IS NULL
               AND t.corrects_id IS NULL
         ORDER BY t.id
        """),
  ]

  private static let service = [
    Check(
      name: "ticket-events",
      words: Words(
        "The events of a ticket follow one another and end in its state", zh: "工单事件前后相接，且与现状态一致"),
      sql: """
        SELECT number FROM (
          SELECT t.number, t.key, t.state, e.to_state, e.from_state, e.at, e.serial,
                 lag(e.serial, 1, 0) OVER moves AS serial_before,
                 lag(e.at) OVER moves AS at_before, lag(e.to_state) OVER moves AS state_before,
                 lead(e.serial) OVER moves IS NULL AS is_last,
                 e.latest, max(e.at) OVER (ORDER BY e.id) AS latest_at
            FROM ticket_event AS e JOIN ticket AS t ON t.id = e.ticket_id
          WINDOW moves AS (PARTITION BY e.ticket_id ORDER BY e.serial))
         WHERE serial <> serial_before + 1 OR at < at_before OR from_state IS NOT coalesce(state_before, from_state)
            OR is_last AND state IS NOT to_state OR latest < latest_at
         GROUP BY number
         ORDER BY key
        """),
    Check(
      name: "ticket-due-times",
      words: Words(
        "Due times follow from the terms a ticket keeps, and stand still with its clock",
        zh: "应完成时间出自工单自身时限，挂起时停计"),
      sql: """
        SELECT number
          FROM ticket AS t
         WHERE t.respond_minutes IS NULL AND t.respond_due_at IS NOT NULL
            OR t.finish_minutes IS NULL AND t.finish_due_at IS NOT NULL
            OR t.calendar IS NULL AND t.created_at >= 0
               AND (t.respond_due_at <> t.created_at / 60 * 60 + t.respond_minutes * 60
                 OR t.finish_due_at <> t.created_at / 60 * 60 + t.finish_minutes * 60)
               AND EXISTS (SELECT 1 FROM ticket_event WHERE ticket_id = t.id AND move = 'add')
               AND NOT EXISTS (SELECT 1 FROM ticket_event
                                WHERE ticket_id = t.id AND move IN ('suspend', 'fail', 'rework', 'reopen'))
            OR t.state = 'suspended'
               AND (SELECT max(at) FROM ticket_event WHERE ticket_id = t.id) < max(
                 COALESCE(t.finish_due_at, 0), CASE WHEN t.accepted_at IS NULL THEN COALESCE(t.respond_due_at, 0) ELSE 0 END)
            OR t.respond_minutes IS NOT NULL AND t.calendar IS NULL AND t.accepted_at IS NOT NULL
               AND t.respond_due_at IS NULL
         ORDER BY key
        """),
    Check(
      name: "ticket-numbers",
      words: Words("Numbers that pm gave have no gaps", zh: "自动生成的工单号连续无缺号"),
      sql: """
        SELECT number FROM (
          SELECT number, key, id AS ticket, CAST(substr(number, 11) AS INTEGER) AS serial,
                 lag(CAST(substr(number, 11) AS INTEGER), 1, 0) OVER (
                   PARTITION BY substr(number, 1, 10) ORDER BY key) AS serial_before
            FROM ticket
           WHERE number GLOB '[A-Z][A-Z]-[0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]*')
         WHERE serial <> serial_before + 1
           AND EXISTS (SELECT 1 FROM ticket_event AS e
                        WHERE e.ticket_id = ticket AND e.serial = 1 AND e.move = 'add')
         ORDER BY key
        """),
    Check(
      name: "notice-states",
      words: Words(
        "A message was handed over and seen when its state says so", zh: "通知的发送与确认记录与其状态一致"),
      sql: """
        SELECT \(label(Notice.record))
          FROM notice AS t
         WHERE t.state = 'sent' AND t.sent_at IS NULL
            OR t.state = 'failed' AND t.failure IS NULL
            OR t.state IN ('sent', 'failed') AND t.attempts = 0
            OR t.state = 'queued' AND t.attempts > 0
            OR (t.state = 'acknowledged') <> (t.acknowledged_at IS NOT NULL)
            OR t.acknowledged_at < t.queued_at
         ORDER BY t.id
        """),
    Check(
      name: "quality-numbers",
      words: Words(
        "Nonconformities and log entries are numbered without gaps", zh: "不合格与日志编号连续无缺号"),
      sql: """
        SELECT number FROM (
          SELECT number, key, CAST(substr(number, 11) AS INTEGER) AS serial,
                 lag(CAST(substr(number, 11) AS INTEGER), 1, 0) OVER (
                   PARTITION BY substr(number, 1, 10) ORDER BY key) AS serial_before
            FROM (SELECT number, key FROM nonconformity UNION ALL SELECT number, key FROM log))
         WHERE serial <> serial_before + 1
         ORDER BY key
        """),
  ]

  /// The number of row `t` as people know it, as SQL.
  static func label(_ record: RecordType) -> String {
    guard let number = record.number else { return "t.key" }
    return "printf('\(number.prefix)%0\(number.width)d', t.id)"
  }
}

extension Database {
  /// Lends the name of each thing at fault against a rule.
  package func forEachFault(of check: Check, _ body: (String) throws -> Void) throws {
    try forEach(check.sql) { try body($0.string(0)) }
  }
}
