// What tickets say of themselves, against the moves that they made here.
import PMCore

extension Check {
  static let tickets = [
    Check(
      name: "ticket-times",
      words: Words(
        "The times of a ticket and its first inspection are those of its moves",
        zh: "工单的各时间与首次验收结果出自其流转"),
      // Imported history brought its own; of what goes on here the moves that it made count.
      sql: """
        WITH moves AS (
          SELECT ticket_id, max(serial = 1 AND move = 'add') AS is_whole,
                 max(CASE WHEN move IN ('dispatch', 'refuse') THEN serial END) AS sent,
                 min(CASE WHEN move = 'accept' THEN serial END) AS taken,
                 max(CASE WHEN move IN ('finish', 'fail', 'rework', 'reopen') THEN serial END) AS done,
                 min(CASE WHEN move IN ('verify', 'fail') THEN serial END) AS seen,
                 max(CASE WHEN move IN ('close', 'reopen') THEN serial END) AS ended
            FROM ticket_event
           GROUP BY ticket_id)
        SELECT t.number
          FROM moves AS m
          JOIN ticket AS t ON t.id = m.ticket_id
          LEFT JOIN ticket_event AS sent ON sent.ticket_id = t.id AND sent.serial = m.sent
          LEFT JOIN ticket_event AS taken ON taken.ticket_id = t.id AND taken.serial = m.taken
          LEFT JOIN ticket_event AS done ON done.ticket_id = t.id AND done.serial = m.done
          LEFT JOIN ticket_event AS seen ON seen.ticket_id = t.id AND seen.serial = m.seen
          LEFT JOIN ticket_event AS ended ON ended.ticket_id = t.id AND ended.serial = m.ended
         WHERE (m.is_whole OR m.sent IS NOT NULL)
               AND t.dispatched_at IS NOT CASE sent.move WHEN 'dispatch' THEN sent.at END
            OR m.is_whole AND t.accepted_at IS NOT taken.at
            OR (m.is_whole OR m.done IS NOT NULL)
               AND t.finished_at IS NOT CASE done.move WHEN 'finish' THEN done.at END
            OR m.is_whole AND t.verified_at IS NOT seen.at
            OR m.is_whole AND t.verify_result IS NOT CASE seen.move WHEN 'verify' THEN 'pass' ELSE seen.move END
            OR (m.is_whole OR m.ended IS NOT NULL)
               AND t.closed_at IS NOT CASE ended.move WHEN 'close' THEN ended.at END
         ORDER BY t.key
        """),
    Check(
      name: "ticket-cost",
      words: Words(
        "A ticket that came in here costs what was last said of it", zh: "在本系统登记的工单，费用为最后登记的费用"),
      sql: """
        WITH said AS (
          SELECT ticket_id, serial, run,
                 CASE WHEN json_valid(changed) THEN json_extract(changed, '$.cost') END AS cost
            FROM ticket_event
           WHERE changed LIKE '%"cost":%')
        SELECT t.number
          FROM ticket AS t
          JOIN ticket_event AS came ON came.ticket_id = t.id AND came.serial = 1 AND came.move = 'add'
          LEFT JOIN said ON said.ticket_id = t.id AND said.serial = (
            SELECT max(serial) FROM said WHERE ticket_id = t.id AND cost IS NOT NULL)
         WHERE t.cost_minor IS NOT CAST(replace(nullif(said.cost, ''), '.', '') AS INTEGER)
           AND NOT EXISTS (SELECT 1 FROM history AS h
                            WHERE h.record = 'ticket' AND h.row_id = t.id
                              AND h.journal_id > coalesce(said.run, 0)
                              AND json_type(h.old, '$.cost_minor') IS NOT NULL)
         ORDER BY t.key
        """),
    Check(
      name: "ticket-calls",
      words: Words("Each call that moved a ticket is there", zh: "使工单转为“已回访”的回访均有记录"),
      sql: """
        SELECT DISTINCT t.number
          FROM ticket_event AS e
          JOIN ticket AS t ON t.id = e.ticket_id
         WHERE e.move = 'callback'
           AND NOT EXISTS (SELECT 1 FROM callback AS c
                            WHERE c.ticket_id = e.ticket_id AND c.called_at = e.at)
         ORDER BY t.key
        """),
  ]
}
