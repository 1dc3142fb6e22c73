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
    Check(
      name: "ticket-moves",
      words: Words("Each move of a ticket was legal in the state that it was in", zh: "工单的每次流转在其原状态下均合法"),
      sql: """
        SELECT DISTINCT t.number
          FROM ticket_event AS e
          JOIN ticket AS t ON t.id = e.ticket_id
         WHERE CASE e.move
                 WHEN 'add' THEN e.serial <> 1 OR e.from_state IS NOT NULL OR e.to_state <> 'new'
                 WHEN 'hand-on' THEN e.from_state IS NOT e.to_state
                 ELSE e.move || ' ' || coalesce(e.from_state, '') || ' ' || e.to_state NOT IN (\(legalMoves)) END
         ORDER BY t.key
        """),
    Check(
      name: "escalation-levels",
      words: Words(
        "An overdue ticket was raised level by level, once each, and a message queued of it",
        zh: "超时工单逐级升级，每级一次，且均有通知"),
      sql: """
        SELECT DISTINCT t.number
          FROM (SELECT *, lag(level, 1, 0) OVER levels AS level_before,
                       lag(raised_at) OVER levels AS raised_before, lag(run) OVER levels AS run_before
                  FROM escalation
                WINDOW levels AS (PARTITION BY ticket_id ORDER BY level)) AS e
          JOIN ticket AS t ON t.id = e.ticket_id
         WHERE e.level <> e.level_before + 1 OR e.raised_at < e.raised_before OR e.run <= e.run_before
            OR e.due_at >= e.raised_at
            OR NOT EXISTS (SELECT 1 FROM notice AS n
                            WHERE n.template = 'escalation' AND n.ticket_id = e.ticket_id
                              AND n.level = e.level AND n.org_id = e.org_id)
         ORDER BY t.key
        """),
  ]

  /// Every legal move with where it comes from and leads to, as a list of SQL.
  private static let legalMoves = TicketLife.rules.flatMap { rule in
    rule.from.map { "'\(rule.move.rawValue) \($0.rawValue) \(rule.to.rawValue)'" }.sorted()
  }.joined(separator: ", ")
}

extension Database {
  /// Lends the tickets whose due times are not what their clock makes of the terms that they keep,
  /// without the times in which it stood still.
  ///
  /// A calendar is asked about while a ticket is open, since its days may have changed afterwards;
  /// one round the clock where it ever stood still or began anew, since `ticket-due-times` knows the
  /// others. A failed inspection is reckoned in as soon as work goes on.
  package func forEachWrongDueTime(_ body: (String) throws -> Void) throws {
    let settings = try self.settings()
    // Times of other zones' calendars cannot be made again.
    let isOneZone =
      try scalar(
        "SELECT 1 FROM journal WHERE command = 'setting set' AND instr(arguments, 'zone=') > 0 LIMIT 1") == nil
    let condition = """
      t.state NOT IN ('suspended', 'rework', 'closed', 'cancelled', 'invalid')
         AND CASE WHEN t.calendar IS NOT NULL THEN \(isOneZone ? 1 : 0) AND t.finished_at IS NULL AND t.closed_at IS NULL
                  ELSE EXISTS (SELECT 1 FROM ticket_event AS e
                                WHERE e.ticket_id = t.id AND e.move IN ('suspend', 'rework', 'reopen')) END
         -- Somebody has set the times from which its clock was reckoned.
         AND NOT EXISTS (SELECT 1 FROM history AS h
                           JOIN journal AS j ON j.id = h.journal_id AND j.command IN ('ticket set', 'ticket import')
                          WHERE h.record = 'ticket' AND h.row_id = t.id
                            AND (json_type(h.old, '$.created_at') IS NOT NULL
                                 OR json_type(h.old, '$.accepted_at') IS NOT NULL))
      """
    let clocks = try serviceClocks(zone: settings.zone)
    let pauses = try clockPauses(ofTicketsWhere: condition)
    for ticket in try tickets(where: condition) {
      guard let terms = ticket.terms else { continue }
      let due = clocks.dueTimes(terms, ticket, pauses[ticket.id] ?? [])
      if due.respond != ticket.respondDueAt || due.finish != ticket.finishDueAt { try body(ticket.number) }
    }
  }
}
