// The facts of tickets and callbacks: what was done, and whether it was done in time.
import PMCore

extension MetricRelations {
  var tickets: MetricSource {
    var withs = [span, level]
    let isDone = "\(finishedAt) < \(end)"
    let isReached = """
      EXISTS (
            SELECT 1 FROM \(table("callback")) AS c
            WHERE c.ticket_id = t.id AND c.reached = 1 AND c.called_at < \(end)
              AND c.called_at >= \(finishedAt))
      """
    let columns = [
      ("kind", "t.kind"),
      ("valid", valid),
      ("counted", "CASE WHEN \(isOut) THEN 0 ELSE 1 END"),
      ("response", within("t.accepted_at", "respond", "wa")),
      ("handling", within(finishedAt, "finish", "wf")),
      ("responded", "CASE WHEN t.accepted_at < \(end) OR \(isDone) THEN 1 ELSE 0 END"),
      ("finished", "CASE WHEN \(isDone) THEN 1 ELSE 0 END"),
      ("called_back", "CASE WHEN \(isDone) AND \(isReached) THEN 1 ELSE 0 END"),
      ("callback_due", "CASE WHEN \(isDone) AND (\(isCallbackOver)) THEN 1 ELSE 0 END"),
      ("verified", "CASE WHEN t.verified_at < \(end) THEN t.verify_result END"),
      (
        "leak",
        "CASE WHEN t.category LIKE '%渗漏%' OR LOWER(t.category) LIKE '%leak%' THEN 1 ELSE 0 END"
      ),
      ("occasion", "t.occasion"),
    ]
    var from = """
      FROM span
        JOIN \(table("ticket")) AS t
          ON t.created_at >= span.start_at AND t.created_at < span.stop_at\(kept)
        LEFT JOIN level AS v
          ON v.kind = \(ruled("kind")) AND v.category = \(ruled("category"))
          AND v.severity = \(ruled("severity"))
      """
    addPast(to: &withs, &from)
    if hasLive {
      from += """

          LEFT JOIN \(table("ticket_event")) AS live ON live.ticket_id = t.id AND live.serial = 1
        """
    }
    if hasCalendars {
      withs.append(workday)
      for (alias, moment) in [
        ("wc", "t.created_at"), ("wa", "t.accepted_at"), ("wf", finishedAt),
      ] {
        from += """

            LEFT JOIN workday AS \(alias)
              ON \(alias).calendar = \(own("calendar")) AND \(isWorkday(alias, moment))
          """
      }
    }
    addPlaces(.ticket, room: "t.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs, columns: columns, dimensions: ticketDimensions, from: from,
      row: MetricSource.Row(
        key: "t.number", order: "t.key", room: code(of: "t.room_id"), at: "t.created_at"))
  }

  var callbacks: MetricSource {
    var withs = [span]
    var from = """
      FROM span
        JOIN \(table("callback")) AS c
          ON c.called_at >= span.start_at AND c.called_at < span.stop_at
        JOIN \(table("ticket")) AS t ON t.id = c.ticket_id\(kept)
      """
    addPlaces(.callback, room: "t.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [
        ("kind", "t.kind"), ("reached", "c.reached"), ("score", "c.score"),
        ("occasion", "t.occasion"),
      ],
      dimensions: ticketDimensions, from: from,
      row: MetricSource.Row(
        key: "t.number", order: "c.key", room: code(of: "t.room_id"), at: "c.called_at"))
  }

  /// Keeps to tickets of a part, and of some categories, where only those are asked for.
  private var kept: String {
    let part = ofTickets.map { "\n          AND (\($0))" } ?? ""
    guard let categories = question.categories else { return part }
    let words = categories.map { word in
      "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
    return part + "\n          AND t.category IN (\(words.joined(separator: ", ")))"
  }

  private var ticketDimensions: [MetricDimension: String] {
    placeDimensions().merging([
      .department: "t.department", .assignee: "t.assignee", .person: "t.assignee",
      .responsible: "t.responsible",
      .category: "t.category", .channel: "t.channel", .kind: "t.kind", .severity: "t.severity",
    ]) { first, _ in first }
  }

  // MARK: Terms

  /// Whether there may be tickets with terms and due times of their own.
  private var hasLive: Bool { !dialect.isOwn || question.hasLiveTickets }
  var hasCalendars: Bool { !question.calendars.isEmpty }

  /// What holds for a ticket: of a live one what it keeps, of imported history the row of now.
  private func own(_ column: String) -> String {
    guard hasLive else { return "v.\(column)" }
    return "CASE WHEN live.ticket_id IS NULL THEN v.\(column) ELSE t.\(column) END"
  }

  /// The service level of each combination of what its rows name, '' standing for all else.
  ///
  /// Category outweighs severity, severity outweighs kind; an empty cell matches all.
  private var level: With {
    let words = ["kind", "category", "severity"]
    let values = words.map { word in
      """
      (SELECT \(word) FROM \(table("sla")) WHERE \(word) IS NOT NULL UNION SELECT '') AS \(word)_value
      """
    }
    let matches = words.map { "(l.\($0) IS NULL OR l.\($0) = \($0)_value.\($0))" }
    return (
      "level",
      """
      SELECT kind, category, severity, respond_minutes, finish_minutes, callback_minutes, calendar
        FROM (
          SELECT kind_value.kind, category_value.category, severity_value.severity,
            l.respond_minutes, l.finish_minutes, l.callback_minutes, l.calendar,
            ROW_NUMBER() OVER (
              PARTITION BY kind_value.kind, category_value.category, severity_value.severity
              ORDER BY l.category IS NULL, l.severity IS NULL, l.kind IS NULL) AS place
          FROM \(values.joined(separator: "\n    CROSS JOIN "))
          JOIN \(table("sla")) AS l ON \(matches.joined(separator: "\n      AND "))
        ) AS ranked
        WHERE place = 1
      """
    )
  }

  /// The ticket's `column` as the service levels know it.
  private func ruled(_ column: String) -> String {
    "CASE WHEN t.\(column) IN (SELECT \(column) FROM level) THEN t.\(column) ELSE '' END"
  }

  /// Within, late or open: done by as-of, or past the time that the terms give.
  ///
  /// - Parameter day: the row of the working day on which it was done.
  private func within(_ moment: String, _ term: String, _ day: String) -> String {
    let minutes = "v.\(term)_minutes"
    let done = minute(moment)
    let created = minute("t.created_at")
    var cases: [String] = []
    if hasLive {
      let due = minute("t.\(term)_due_at")
      cases += [
        "live.ticket_id IS NOT NULL AND t.\(term)_due_at IS NULL THEN 'open'",
        "live.ticket_id IS NOT NULL AND \(moment) < \(end) AND \(done) <= \(due) THEN 'within'",
        "live.ticket_id IS NOT NULL AND (\(moment) < \(end) OR \(due) < \(endMinute)) THEN 'late'",
        "live.ticket_id IS NOT NULL THEN 'open'",
      ]
    }
    cases.append("\(minutes) IS NULL THEN 'open'")
    if hasCalendars {
      // Done by the due time: fewer than all minutes were over a minute earlier.
      let worked = worked("wc", created)
      let before = workedBefore(day, done)
      let onClock = "wc.day IS NOT NULL AND \(minutes) > 0"
      cases += [
        "\(onClock) AND \(moment) < \(end) AND \(before) - \(worked) < \(minutes) THEN 'within'",
        "\(onClock) AND (\(moment) < \(end) OR wc.at_end - \(worked) >= \(minutes)) THEN 'late'",
        "\(onClock) THEN 'open'",
      ]
    }
    cases += [
      "\(moment) < \(end) AND \(done) - \(created) <= \(minutes) THEN 'within'",
      "\(moment) < \(end) OR \(created) + \(minutes) < \(endMinute) THEN 'late'",
    ]
    return "CASE\n" + cases.map { "          WHEN \($0)\n" }.joined() + "          ELSE 'open' END"
  }

  /// That the time within which a finished ticket is called back is over, or there is none.
  private var isCallbackOver: String {
    let minutes = own("callback_minutes")
    let finished = minute(finishedAt)
    let plain = "\(finished) + \(minutes) < \(endMinute)"
    guard hasCalendars else { return "\(minutes) IS NULL OR \(plain)" }
    return """
      \(minutes) IS NULL OR CASE WHEN wf.day IS NOT NULL AND \(minutes) > 0
              THEN wf.at_end - \(worked("wf", finished)) >= \(minutes) ELSE \(plain) END
      """
  }
}
