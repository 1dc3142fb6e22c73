// What must hold between who lives where, the status of rooms, and whom their bills go to.
import PMCore

extension Check {
  static let occupancies = [
    Check(
      name: "bill-debtor",
      words: Words(
        "A line is owed by whom its charge named among those known to hold the room then",
        zh: "账单付款人为出账时按收费标准与入住关系应付款的人"),
      sql: debtorSQL),
    Check(
      name: "room-version",
      words: Words("A room is as its last version says", zh: "房间资料与其最后一个版本一致"),
      sql: """
        SELECT t.code
          FROM room AS t
          JOIN room_version AS v ON v.room_id = t.id
         WHERE v."from" = (SELECT max("from") FROM room_version WHERE room_id = t.id)
           AND (v.floor_area, v.usable_area, v.household_size, v.status)
               IS NOT (t.floor_area, t.usable_area, t.household_size, t.status)
         ORDER BY t.key
        """),
    Check(
      name: "room-status",
      words: Words(
        "A room into which somebody has moved is occupied or let until anything else is said",
        zh: "有人迁入后房间为已入住或已出租，直至另有登记"),
      sql: statusSQL),
  ]

  /// Rooms whose last move was a move-in that stands, with nothing said since of their status or of
  /// who lives there. Whoever moves in beside a tenant leaves the status as it is.
  private static let statusSQL = """
    SELECT t.code
      FROM room AS t
      JOIN move AS m ON m.id = (SELECT max(id) FROM move WHERE room_id = t.id)
     WHERE m.kind = 'move-in' AND t.status NOT IN ('occupied', 'let') AND t.ended_on IS NULL
       AND NOT EXISTS (SELECT 1 FROM occupancy AS o
                        WHERE o.room_id = t.id AND o.role = 'tenant' AND o.customer_id <> m.customer_id
                          AND o."from" <= m.moved_on AND coalesce(o."to", m.moved_on) >= m.moved_on)
       AND NOT EXISTS (SELECT 1 FROM room_version AS v
                        WHERE v.room_id = t.id AND v."from" > m.moved_on)
       AND NOT EXISTS (SELECT 1 FROM history AS h
                        WHERE h.record = 'room' AND h.row_id = t.id AND h.journal_id > m.run
                          AND json_type(h.old, '$.status') IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM occupancy AS o
                        WHERE o.room_id = t.id
                          AND (o.run > m.run
                               OR EXISTS (SELECT 1 FROM history AS h
                                           WHERE h.record = 'occupancy' AND h.row_id = o.id
                                             AND h.journal_id > m.run)))
     ORDER BY t.key
    """

  /// The lines of runs against the rule of the payer, by what was recorded when each was made.
  ///
  /// A line has one debtor on all its days, and one by usage that of its last: so the last day is
  /// asked about. Occupancies and charges that came later do not count, and where values were
  /// replaced later the old ones do; so a sale that is recorded after the bill leaves it as it was.
  /// Where the room has no charge of its own, any payer that a scope's charge of the fee names
  /// will do.
  private static let debtorSQL = """
    WITH RECURSIVE up(start, id, depth) AS (
      SELECT id, id, 0 FROM org
      UNION ALL
      SELECT up.start, org.parent_id, up.depth + 1
        FROM up JOIN org ON org.id = up.id
       WHERE org.parent_id IS NOT NULL AND up.depth < 64),
    developer AS MATERIALIZED (
      SELECT up.start AS community_id, org.developer_id AS customer_id, min(up.depth)
        FROM up JOIN org ON org.id = up.id
       WHERE org.developer_id IS NOT NULL
       GROUP BY up.start),
    -- Before this entry other developers may have been named.
    developers(settled) AS MATERIALIZED (
      SELECT coalesce(max(journal_id), 0)
        FROM history
       WHERE record = 'org' AND (json_type(old, '$.developer_id') IS NOT NULL
                                 OR json_type(old, '$.parent_id') IS NOT NULL)),
    scoped(fee_id, payer) AS MATERIALIZED (
      SELECT fee_id, payer FROM charge WHERE scope_id IS NOT NULL
      UNION
      SELECT charge.fee_id, h.old ->> '$.payer'
        FROM charge JOIN history AS h ON h.record = 'charge' AND h.row_id = charge.id
       WHERE charge.scope_id IS NOT NULL AND json_type(h.old, '$.payer') IS NOT NULL),
    line AS (
      SELECT bill.id, bill.room_id, bill.customer_id, bill.fee_id, bill.run, bill."to" AS day,
             developers.settled, developer.customer_id AS developer_id
        FROM bill
        JOIN room ON room.id = bill.room_id
        JOIN developers
        LEFT JOIN developer ON developer.community_id = room.community_id
       WHERE bill.class IN ('recurring', 'metered', 'shared') AND bill.opening = 0
         AND \(Bill.isOriginal(of: "bill"))),
    charged AS (
      SELECT t.*, (
          SELECT \(then("charge", "payer"))
            FROM charge AS x
           WHERE x.room_id = t.room_id AND x.fee_id = t.fee_id AND x.run <= t.run
             AND x."from" <= t.day AND \(then("charge", "to")) >= t.day
           LIMIT 1) AS payer
        FROM line AS t)
    SELECT \(label(Bill.record))
      FROM charged AS t
     WHERE CASE WHEN t.payer IS NOT NULL THEN t.customer_id IS NOT \(debtor("t.payer"))
                ELSE NOT EXISTS (SELECT 1 FROM scoped AS s
                                  WHERE s.fee_id = t.fee_id
                                    AND t.customer_id IS \(debtor("s.payer"))) END
     ORDER BY t.id
    """

  /// Whom the rule names for line `t` where `payer` is to pay.
  private static func debtor(_ payer: String) -> String {
    let developer = "iif(t.run < t.settled, t.customer_id, t.developer_id)"
    return """
      CASE \(payer)
        WHEN 'owner' THEN coalesce(\(holder("'owner'")), \(developer))
        WHEN 'tenant' THEN coalesce(\(holder("'tenant'")), \(holder("'owner'")), \(developer))
        WHEN 'occupant'
          THEN coalesce(\(holder("'tenant', 'resident'")), \(holder("'owner'")), \(developer))
        ELSE \(developer) END
      """
  }

  /// Of those known to hold the room of line `t` on its day in one of the roles, and to pay, the
  /// latest; among several the smallest code.
  private static func holder(_ roles: String) -> String {
    """
    (SELECT o.customer_id
       FROM (SELECT \(then("occupancy", "customer_id")) AS customer_id,
                    \(then("occupancy", "from")) AS "from", \(then("occupancy", "to")) AS "to",
                    \(then("occupancy", "role")) AS role, \(then("occupancy", "pays")) AS pays
               FROM occupancy AS x
              WHERE x.room_id = t.room_id AND x.run <= t.run) AS o
       JOIN customer ON customer.id = o.customer_id
      WHERE o.pays = 1 AND o.role IN (\(roles)) AND o."from" <= t.day AND o."to" >= t.day
      ORDER BY o."from" DESC, customer.key
      LIMIT 1)
    """
  }

  /// What row `x` of a record had in a column when line `t` was made; an open end is far away.
  private static func then(_ record: String, _ column: String) -> String {
    let open = "9223372036854775807"
    return """
      coalesce((SELECT coalesce(h.old ->> '$.\(column)', \(open))
                  FROM history AS h
                 WHERE h.record = '\(record)' AND h.row_id = x.id AND h.journal_id > t.run
                   AND json_type(h.old, '$.\(column)') IS NOT NULL
                 ORDER BY h.rowid LIMIT 1), x."\(column)", \(open))
      """
  }
}
