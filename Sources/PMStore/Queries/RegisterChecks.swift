// What must hold of the registers and between them and the bills: places, meters, people, files.
import PMCore

extension Check {
  static let registers = places + occupancies + meters + successions + papers + people

  /// What `CrossCheck.tree` refuses.
  private static func tree(of table: String, _ words: Words) -> Check {
    Check(
      name: "\(table)-tree", words: words,
      sql: """
        \(CrossCheck.ancestors(in: table))
        SELECT DISTINCT t.code FROM up JOIN \(table) AS t ON t.id = up.start
         WHERE up.node = up.start
         ORDER BY t.key
        """)
  }

  private static let places = [
    tree(of: "org", Words("No organisation stands under itself", zh: "组织不在自己之下")),
    tree(of: "category", Words("No category stands under itself", zh: "类别不在自己之下")),
    Check(
      name: "room-ended",
      words: Words("A room that ended has no charge and no meter any more", zh: "已终止的房间不再有收费与仪表"),
      sql: """
        SELECT t.code
          FROM room AS t
         WHERE t.ended_on IS NOT NULL
           AND (EXISTS (SELECT 1 FROM charge AS c
                         WHERE c.room_id = t.id AND (c."to" IS NULL OR c."to" > t.ended_on))
                OR EXISTS (SELECT 1 FROM meter AS m
                            WHERE m.room_id = t.id AND (m.removed_on IS NULL OR m.removed_on > t.ended_on)))
         ORDER BY t.key
        """),
  ]

  private static let meters = [
    tree(of: "meter", Words("No meter is its own main meter", zh: "仪表不是自己的总表")),
    Check(
      name: "meter-usage",
      words: Words("A usage is the difference of two readings", zh: "用量等于两次读数之差"),
      sql: """
        SELECT meter.code || ' ' || date(r.read_on * 86400, 'unixepoch')
          FROM (SELECT *, lag(reading) OVER (PARTITION BY meter_id ORDER BY read_on) AS earlier
                  FROM reading) AS r
          JOIN meter ON meter.id = r.meter_id
         WHERE \(Meter.isOtherUsage)
         ORDER BY meter.key, r.read_on
        """),
    Check(
      name: "meter-removed",
      words: Words("No meter is read after the day of its removal", zh: "仪表拆除后没有读数"),
      sql: "SELECT code FROM meter WHERE \(Meter.isReadLater) ORDER BY key"),
    Check(
      name: "meter-bills",
      words: Words("A line of a meter ends on one of its readings", zh: "抄表账单止于该表的一次抄表"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE t.meter_id IS NOT NULL AND t.ended IS NULL AND t.corrects_id IS NULL
           AND t.principal_id IS NULL AND t.opening = 0
           AND NOT EXISTS (SELECT 1 FROM reading AS r WHERE r.meter_id = t.meter_id AND r.read_on = t."to")
         ORDER BY t.id
        """),
    Check(
      name: "meter-quantity",
      words: Words(
        "A line of a meter bills the usage of its days, or the tariff's minimum",
        zh: "抄表账单的数量等于该区间用量或最低用量"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
          JOIN meter ON meter.id = t.meter_id AND meter.fee_id = t.fee_id
         WHERE t.class = 'metered' AND t.ended IS NULL AND t.corrects_id IS NULL
           AND t.principal_id IS NULL AND t.opening = 0
           AND t.quantity IS NOT (SELECT sum(usage) FROM reading
                                   WHERE meter_id = t.meter_id AND read_on BETWEEN t."from" AND t."to")
           AND NOT EXISTS (SELECT 1 FROM tariff
                            WHERE code = t.tariff AND minimum = t.quantity)
         ORDER BY t.id
        """),
    Check(
      name: "meter-once",
      words: Words("No day of a meter is billed twice to a room", zh: "同一仪表的用量不重复计费"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
         WHERE t.meter_id IS NOT NULL AND t.ended IS NULL AND t.corrects_id IS NULL
           AND t.principal_id IS NULL
           AND EXISTS (SELECT 1 FROM bill AS o
                        WHERE o.meter_id = t.meter_id AND o.fee_id = t.fee_id AND o.room_id IS t.room_id
                          AND o.id < t.id AND o.ended IS NULL AND o.corrects_id IS NULL
                          AND o.principal_id IS NULL AND o."from" <= t."to" AND o."to" >= t."from")
         ORDER BY t.id
        """),
    Check(
      name: "share-bills",
      words: Words("A share is billed as it was apportioned", zh: "公摊按分摊结果出账"),
      sql: """
        SELECT \(label(Bill.record))
          FROM bill AS t
          JOIN share AS s ON s.period = t.period AND s.meter_id = t.meter_id AND s.room_id = t.room_id
                         AND s."from" = t."from"
         WHERE t.class = 'shared' AND t.ended IS NULL AND t.corrects_id IS NULL
           AND t.principal_id IS NULL AND t.amount_minor <> s.amount_minor
         ORDER BY t.id
        """),
    Check(
      name: "share-sums",
      words: Words("The shares of a meter add up to its usage × the price", zh: "各户公摊之和等于用量乘单价"),
      // Each quantity is rounded by itself, the sum by its fee: to a yuan at the most.
      sql: """
        SELECT DISTINCT meter.code
          FROM (SELECT meter_id, sum(amount_minor) AS amount, sum(quantity) AS quantity, price, count(*) AS rooms
                  FROM share
                 WHERE price IS NOT NULL
                 GROUP BY meter_id, period, "from", price) AS t
          JOIN meter ON meter.id = t.meter_id
         WHERE abs(t.amount * 1e10 - t.quantity * 1.0 * t.price) > 100 * 1e10 + t.rooms * t.price
         ORDER BY meter.key
        """),
    Check(
      name: "share-once",
      words: Words("No day of a shared meter is apportioned twice", zh: "同一公摊表的用量不重复分摊"),
      sql: """
        WITH spread AS (SELECT DISTINCT meter_id, period, "from", "to" FROM share)
        SELECT DISTINCT meter.code
          FROM spread AS t
          JOIN spread AS o ON o.meter_id = t.meter_id AND o."from" <= t."to" AND o."to" >= t."from"
          JOIN meter ON meter.id = t.meter_id
         WHERE (o.period, o."from", o."to") < (t.period, t."from", t."to")
         ORDER BY meter.key
        """),
  ]

  private static let papers = [
    Check(
      name: "posting-dates",
      words: Words("Money is posted on its value date or later", zh: "记账日期不早于业务日期"),
      sql: """
        SELECT \(label(Allocation.record)) FROM allocation AS t WHERE t.posted_on < t.value_on
        UNION ALL
        SELECT \(label(Payment.record)) FROM payment AS t WHERE t.posted_on < t.paid_on
        UNION ALL
        SELECT \(label(Adjustment.record)) FROM adjustment AS t WHERE t.posted_on < t.value_on
        """),
    Check(
      name: "closing-order",
      words: Words("No period is open before one that is closed", zh: "已结账期之前没有反结账期"),
      sql: """
        SELECT printf('%04d-%02d', t.period / 12, t.period % 12 + 1)
          FROM closing AS t
         WHERE t.reopened_on IS NOT NULL
           AND EXISTS (SELECT 1 FROM closing AS later
                        WHERE later.org_id IS t.org_id AND later.period > t.period
                          AND later.reopened_on IS NULL)
         ORDER BY t.period
        """),
    Check(
      name: "callback-order",
      words: Words("Nobody is called back before his ticket came", zh: "回访不早于工单登记"),
      sql: """
        SELECT ticket.number
          FROM callback AS t JOIN ticket ON ticket.id = t.ticket_id
         WHERE t.called_at < ticket.created_at
         ORDER BY ticket.key
        """),
    Check(
      name: "callback-answer",
      words: Words(
        "Only who was reached gives a score, and no ticket follows from itself",
        zh: "接通的回访才有评分，后续工单不是所回访的工单"),
      sql: """
        SELECT ticket.number
          FROM callback AS t JOIN ticket ON ticket.id = t.ticket_id
         WHERE t.reached = 0 AND t.score IS NOT NULL OR t.follow_up_id = t.ticket_id
         ORDER BY ticket.key
        """),
    Check(
      name: "material-amount",
      words: Words("The amount of a material is quantity × price", zh: "用料金额等于数量 × 单价"),
      sql: """
        SELECT ticket.number || ' ' || t.name
          FROM material AS t JOIN ticket ON ticket.id = t.ticket_id
         WHERE \(Material.isWrong)
         ORDER BY t.key
        """),
    Check(
      name: "quality-order",
      words: Words(
        "Measures are found, done and verified in this order, and not by their owner",
        zh: "不合格先发现、后完成、再验证，且不由责任人验证"),
      sql: """
        SELECT t.number
          FROM nonconformity AS t
         WHERE t.done_on < t.found_on OR t.verified_on < t.done_on
            OR t.verified_on IS NOT NULL AND t.done_on IS NULL OR t.verified_by = t.owner
         ORDER BY t.key
        """),
  ]

  private static let people = [
    Check(
      name: "staff-logins", words: Words("A login belongs to one member of staff", zh: "登录名不重复"),
      sql: """
        SELECT t.code FROM staff AS t
         WHERE EXISTS (SELECT 1 FROM staff AS o WHERE o.login = t.login AND o.id < t.id)
         ORDER BY t.key
        """),
    Check(
      name: "staff-admin",
      words: Words("Where anybody has a login there is an admin", zh: "有登录名时至少有一名管理员"),
      sql: """
        SELECT 'staff'
         WHERE EXISTS (SELECT 1 FROM staff WHERE login IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM staff WHERE \(Staff.administers))
        """),
    Check(
      name: "survey-scope",
      words: Words("Answers come from rooms in their survey's scope", zh: "答卷房间在调查范围内"),
      sql: """
        \(Answer.underScopes)
        SELECT (SELECT code FROM survey WHERE id = t.survey_id) || ' '
               || (SELECT code FROM room WHERE id = t.room_id)
          FROM answer AS t
         WHERE \(Answer.isOutside)
         ORDER BY t.key
        """),
  ]
}

extension Database {
  /// Lends the records whose stored key, by which they are found and ordered, is not that of their code;
  /// of a payment: of company, method, account, reference and part, by which a statement pays once.
  package func forEachChangedKey(_ body: (String) throws -> Void) throws {
    for record in Records.all where record.serial == nil && record.key.count == 1 {
      guard let column = record.column(record.key[0]), !column.storesInteger else { continue }
      try forEach("SELECT \(column.quoted), key FROM \(record.table) ORDER BY key") { row in
        let code = row.string(0)
        if NaturalKey.of(code) != row.string(1) { try body("\(record.name) \(code)") }
      }
    }
    try forEach(
      """
      SELECT org.code, method, account, reference, part, payment.key, payment.id
        FROM payment LEFT JOIN org ON org.id = payment.company_id
       ORDER BY payment.id
      """
    ) { row in
      var key = NaturalKey()
      for place in 0..<4 { withBytes(of: row.optionalString(place) ?? "") { key.append($0) } }
      key.append(number: row.int64(4))
      if key.text != row.string(5) {
        try body("payment \(Payment.number.kind.text(row.int64(6), .standard))")
      }
    }
  }
}
