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
  /// asked about, and the first one where anybody came or went in between. Occupancies and charges
  /// that came later do not count, and where values were replaced later the old ones do; so a sale
  /// that is recorded after the bill leaves it as it was. Where the room has no charge of its own, the
  /// payer is one whom a charge above it names that held on the day. Before parents of organisations
  /// or the place of the room changed, that of any scope will do.
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
    -- Before this entry other developers may have been named, and organisations stood elsewhere.
    developers(settled) AS MATERIALIZED (
      SELECT coalesce(max(journal_id), 0)
        FROM history
       WHERE record = 'org' AND (json_type(old, '$.developer_id') IS NOT NULL
                                 OR json_type(old, '$.parent_id') IS NOT NULL)),
    -- The rooms of which something was replaced; NULL where a charge of a scope was.
    changed(room_id) AS MATERIALIZED (
      SELECT x.room_id FROM history AS h JOIN occupancy AS x ON x.id = h.row_id WHERE h.record = 'occupancy'
      UNION
      SELECT x.room_id FROM history AS h JOIN charge AS x ON x.id = h.row_id WHERE h.record = 'charge'),
    -- Each charge of a scope by the communities below it; of a building by its community and names.
    scoped AS MATERIALIZED (
      SELECT charge.id, charge.fee_id, up.start AS community_id, NULL AS building, NULL AS name
        FROM charge JOIN up ON up.id = charge.scope_id
       WHERE charge.scope_id IS NOT NULL
      UNION ALL
      SELECT charge.id, charge.fee_id, org.parent_id, org.code, org.name
        FROM charge JOIN org ON org.id = charge.scope_id
       WHERE org.kind = 'building' AND org.parent_id IS NOT NULL),
    line AS (
      SELECT bill.id, bill.room_id, bill.customer_id, bill.fee_id, bill.run, bill."to" AS day,
             iif(bill.class = 'recurring' AND bill.meter_id IS NULL
                 AND bill.tariff NOT IN (SELECT code FROM tariff WHERE method = 'derived'),
                 bill."from", bill."to") AS first_day,
             developers.settled, developer.customer_id AS developer_id, room.community_id, room.building,
             coalesce(bill.room_id IN (SELECT room_id FROM changed), 1) AS is_changed
        FROM bill
        JOIN room ON room.id = bill.room_id
        JOIN developers
        LEFT JOIN developer ON developer.community_id = room.community_id
       WHERE bill.class IN ('recurring', 'metered', 'shared') AND bill.opening = 0
         AND \(Bill.isOriginal(of: "bill"))),
    dated AS (
      SELECT id, room_id, customer_id, fee_id, run, day, settled, developer_id, community_id, building, is_changed
        FROM line
      UNION ALL
      SELECT id, room_id, customer_id, fee_id, run, first_day, settled, developer_id, community_id, building,
             is_changed
        FROM line AS t
       WHERE first_day < day
         AND EXISTS (SELECT 1 FROM occupancy AS x
                      WHERE x.room_id = t.room_id
                        AND (x."from" > t.first_day AND x."from" <= t.day
                             OR x."to" >= t.first_day AND x."to" < t.day
                             OR t.is_changed
                                AND EXISTS (SELECT 1 FROM history AS h
                                             WHERE h.record = 'occupancy' AND h.row_id = x.id
                                               AND h.journal_id > t.run)))),
    charged AS (
      SELECT t.*, (
          SELECT \(then("charge", "payer"))
            FROM charge AS x
           WHERE x.room_id = t.room_id AND x.fee_id = t.fee_id AND x.run <= t.run
             AND x."from" <= t.day AND \(then("charge", "to")) >= t.day
           LIMIT 1) AS payer
        FROM dated AS t)
    SELECT DISTINCT \(label(Bill.record))
      FROM charged AS t
     WHERE CASE WHEN t.payer IS NOT NULL THEN t.customer_id IS NOT \(debtor("t.payer"))
                ELSE NOT EXISTS (SELECT 1 FROM scoped AS s JOIN charge AS x ON x.id = s.id
                                  WHERE s.fee_id = t.fee_id
                                    AND (s.community_id = t.community_id
                                         AND (s.building IS NULL OR t.building IN (s.building, s.name))
                                         OR t.run < t.settled OR \(hasMoved))
                                    AND x.run <= t.run AND x."from" <= t.day
                                    AND \(then("charge", "to")) >= t.day
                                    AND t.customer_id IS \(debtor(then("charge", "payer")))) END
     ORDER BY t.id
    """

  /// That the room of line `t` was put into another community or building since.
  private static let hasMoved = """
    EXISTS (SELECT 1 FROM history AS h
             WHERE h.record = 'room' AND h.row_id = t.room_id AND h.journal_id > t.run
               AND (json_type(h.old, '$.community_id') IS NOT NULL OR json_type(h.old, '$.building') IS NOT NULL))
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
      coalesce(iif(t.is_changed,
                   (SELECT coalesce(h.old ->> '$.\(column)', \(open))
                      FROM history AS h
                     WHERE h.record = '\(record)' AND h.row_id = x.id AND h.journal_id > t.run
                       AND json_type(h.old, '$.\(column)') IS NOT NULL
                     ORDER BY h.rowid LIMIT 1),
                   NULL), x."\(column)", \(open))
      """
  }
}
