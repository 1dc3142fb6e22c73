// What must hold where one meter or room takes another's place.
import PMCore

extension Check {
  static let successions = [
    Check(
      name: "meter-replaced",
      words: Words(
        "A meter that was replaced ends at its final reading, and the new one begins on that day",
        zh: "被更换的仪表止于其最后读数，新表自当日起用"),
      // Of those that `meter replace` took down and whose days nobody has put right since.
      sql: """
        WITH replaced AS MATERIALIZED (
          SELECT h.row_id AS id, max(h.journal_id) AS entry
            FROM history AS h JOIN journal AS j ON j.id = h.journal_id AND j.command = 'meter replace'
           WHERE h.record = 'meter' AND json_type(h.old, '$.removed_on') IS NOT NULL
           GROUP BY h.row_id)
        SELECT t.code
          FROM replaced
         CROSS JOIN meter AS old ON old.id = replaced.id
          JOIN meter AS t ON t.replaces_id = old.id
         WHERE (t.installed_on IS NOT old.removed_on
                OR old.removed_on > old.installed_on
                   AND NOT EXISTS (SELECT 1 FROM reading AS r
                                    WHERE r.meter_id = old.id AND r.read_on = old.removed_on)
                OR EXISTS (SELECT 1 FROM reading AS r
                            WHERE r.meter_id = old.id AND r.read_on > old.removed_on))
           AND NOT EXISTS (SELECT 1 FROM history AS h
                            WHERE h.record = 'meter' AND h.row_id IN (t.id, old.id) AND h.journal_id > replaced.entry
                              AND (json_type(h.old, '$.removed_on') IS NOT NULL
                                   OR json_type(h.old, '$.installed_on') IS NOT NULL
                                   OR json_type(h.old, '$.replaces_id') IS NOT NULL))
         ORDER BY t.key
        """),
    Check(
      name: "room-succession",
      words: Words(
        "A room that was split or merged ended the day before, and the areas add up or a reason is kept",
        zh: "拆分或合并的房间止于前一日，面积相符或留有原因"),
      // Areas are asked of where nobody has put them right since. Rooms are looked for by code once.
      sql: """
        WITH ended AS MATERIALIZED (
          SELECT m.run, m.kind, max(m.reason) AS reason, max(r.successor) AS successor,
                 sum(coalesce(r.floor_area, 0)) AS area,
                 max(r.ended_on IS NOT m.moved_on - 1 OR r.successor IS NULL) AS is_wrong,
                 max(\(isPutRight("r.id", since: "m.run"))) AS is_put_right,
                 group_concat(r.code, ' ') AS codes
            FROM move AS m JOIN room AS r ON r.id = m.room_id
           WHERE m.kind IN ('split', 'merge')
           GROUP BY m.run, m.kind),
        named AS (
          SELECT ended.run, w.value AS code
            FROM ended, json_each('[' || iif(ended.kind = 'merge', json_quote(ended.successor),
                   replace(json_quote(ended.successor), ' ', '","')) || ']') AS w
           WHERE ended.successor IS NOT NULL),
        begun AS MATERIALIZED (
          SELECT named.run, sum(coalesce(n.floor_area, 0)) AS area,
                 max(\(isPutRight("n.id", since: "named.run"))) AS is_put_right, count(*) AS rooms
            FROM named CROSS JOIN room AS n ON n.code = named.code
           GROUP BY named.run)
        SELECT ended.codes
          FROM ended
          LEFT JOIN begun ON begun.run = ended.run
         WHERE ended.is_wrong AND NOT ended.is_put_right
            OR ended.reason IS NULL AND NOT ended.is_put_right AND NOT begun.is_put_right
               AND begun.rooms = (SELECT count(*) FROM named WHERE named.run = ended.run)
               AND begun.area <> ended.area
         ORDER BY ended.run
        """),
  ]

  /// That the room in a column was given another area or end after an entry of the journal.
  private static func isPutRight(_ room: String, since entry: String) -> String {
    """
    EXISTS (SELECT 1 FROM history AS h
             WHERE h.record = 'room' AND h.row_id = \(room) AND h.journal_id > \(entry)
               AND (json_type(h.old, '$.floor_area') IS NOT NULL OR json_type(h.old, '$.ended_on') IS NOT NULL))
    OR EXISTS (SELECT 1 FROM room_version AS v WHERE v.room_id = \(room) AND v.floor_area IS NOT NULL)
    """
  }
}
