// The facts of the key figures out of pm's own tables.
import PMCore

/// Makes each fact's rows in SQLite: days as day numbers, moments as seconds of UTC.
struct SQLiteMetrics {
  let question: MetricQuestion

  func source(_ fact: MetricFact) -> MetricSource {
    switch fact {
    case .ticket: tickets
    case .callback: callbacks
    case .household: households
    case .bill: bills
    case .respondent: respondents
    case .visit: visits
    case .measure: measures
    case .customer: customers
    }
  }

  // MARK: Facts

  private var tickets: MetricSource {
    var withs = [span, level]
    let isDone = "t.finished_at < \(end)"
    let isReached = """
      EXISTS (
            SELECT 1 FROM callback AS c
            WHERE c.ticket_id = t.id AND c.reached = 1 AND c.called_at < \(end))
      """
    let columns = [
      ("kind", "t.kind"),
      ("valid", "t.valid"),
      (
        "counted",
        "CASE WHEN t.valid = 0 OR t.state = 'cancelled' OR t.state = 'invalid' THEN 0 ELSE 1 END"
      ),
      ("response", within("t.accepted_at", "respond_minutes")),
      ("handling", within("t.finished_at", "finish_minutes")),
      ("finished", "CASE WHEN \(isDone) THEN 1 ELSE 0 END"),
      ("called_back", "CASE WHEN \(isDone) AND \(isReached) THEN 1 ELSE 0 END"),
      (
        "callback_due",
        """
        CASE WHEN \(isDone) AND (v.callback_minutes IS NULL
              OR t.finished_at / 60 + v.callback_minutes < \(endMinute)) THEN 1 ELSE 0 END
        """
      ),
      ("verified", "CASE WHEN t.verified_at < \(end) THEN t.verify_result END"),
      (
        "leak",
        "CASE WHEN t.category LIKE '%渗漏%' OR LOWER(t.category) LIKE '%leak%' THEN 1 ELSE 0 END"
      ),
    ]
    var from = """
      FROM span
        JOIN ticket AS t ON t.created_at >= span.start_at AND t.created_at < span.stop_at
        LEFT JOIN level AS v
          ON v.kind = \(ruled("kind")) AND v.category = \(ruled("category"))
          AND v.severity = \(ruled("severity"))
      """
    addPlaces(.ticket, room: "t.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs, columns: columns, dimensions: ticketDimensions, from: from,
      row: MetricSource.Row(
        key: "t.number", order: "t.key", room: code(of: "t.room_id"), at: "t.created_at"))
  }

  private var callbacks: MetricSource {
    var withs = [span]
    var from = """
      FROM span
        JOIN callback AS c ON c.called_at >= span.start_at AND c.called_at < span.stop_at
        JOIN ticket AS t ON t.id = c.ticket_id
      """
    addPlaces(.callback, room: "t.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [("kind", "t.kind"), ("reached", "c.reached"), ("score", "c.score")],
      dimensions: ticketDimensions, from: from,
      row: MetricSource.Row(
        key: "t.number", order: "c.key", room: code(of: "t.room_id"), at: "c.called_at"))
  }

  private var households: MetricSource {
    var withs = [span, contact]
    // A room with versions counts as it was on the last day; one without as its row says.
    func version(_ column: String) -> String {
      """
      (SELECT v.\(column) FROM room_version AS v
            WHERE v.room_id = r.id AND v."from" <= span.last_day
            ORDER BY v."from" DESC LIMIT 1)
      """
    }
    let status = "coalesce(\(version("status")), r.status)"
    var from = """
      FROM span
        JOIN room AS r ON r.kind = 'residence'
          AND (r.ended_on IS NULL OR r.ended_on >= span.last_day)
          AND (r.delivered_on <= span.last_day
          OR (r.delivered_on IS NULL AND \(status) IN ('delivered', 'occupied', 'let', 'vacant')))
        LEFT JOIN contact AS k ON k.label = span.label AND k.room_id = r.id
      """
    addPlaces(.household, room: nil, to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [
        ("occupied", "CASE WHEN \(status) IN ('occupied', 'let') THEN 1 ELSE 0 END"),
        (
          "people",
          """
          CASE WHEN EXISTS (SELECT 1 FROM room_version AS v WHERE v.room_id = r.id)
                THEN \(version("household_size")) ELSE r.household_size END
          """
        ),
        ("contacted", "CASE WHEN k.room_id IS NULL THEN 0 ELSE 1 END"),
      ],
      dimensions: placeDimensions, from: from,
      row: MetricSource.Row(key: "r.code", order: "r.key", room: "r.code", at: "r.delivered_on"))
  }

  private var bills: MetricSource {
    var withs = [span]
    var from = """
      FROM span
        JOIN bill AS b ON b.period >= span.first_period AND b.period <= span.last_period
      """
    addPlaces(.bill, room: "b.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [
        ("class", "b.class"),
        (
          "cancelled",
          """
          CASE WHEN b.ended IS NOT NULL OR (b.corrects_id IS NOT NULL AND b.amount_minor < 0)
                THEN 1 ELSE 0 END
          """
        ),
        ("due_minor", "b.amount_minor - b.waived_minor"),
        (
          "received_minor",
          """
          (
                SELECT SUM(a.amount_minor) FROM allocation AS a
                WHERE a.bill_id = b.id AND a.posted_on <= \(question.asOf.number))
          """
        ),
      ],
      dimensions: placeDimensions, from: from,
      row: MetricSource.Row(
        key: "b.id", order: "b.id", room: code(of: "b.room_id"), at: "b.period"))
  }

  // MARK: Parts

  func code(of room: String) -> String {
    "(SELECT code FROM room WHERE room.id = \(room))"
  }

  var end: String { "\(question.end.seconds)" }
  private var endMinute: String { "\(question.end.seconds / 60)" }

  /// The range, or its months: moments, last day and periods.
  var span: (name: String, sql: String) {
    let rows = question.spans.map { span in
      let start = question.zone.start(of: span.first).seconds
      let stop = question.stop(of: span.last).seconds
      return "('\(span.label)', \(start), \(stop), \(span.last.number),"
        + " \(span.first.period.index), \(span.last.period.index),"
        + " \(span.first.number), \(min(span.last, question.asOf).number))"
    }
    return (
      "span(label, start_at, stop_at, last_day, first_period, last_period, first_day, stop_day)",
      "VALUES " + rows.joined(separator: ",\n    ")
    )
  }

  /// The service level of each combination of what its rows name, '' standing for all else.
  ///
  /// Category outweighs severity, severity outweighs kind; an empty cell matches all.
  private var level: (name: String, sql: String) {
    let words = ["kind", "category", "severity"]
    let values = words.map { word in
      """
      (SELECT \(word) FROM sla WHERE \(word) IS NOT NULL UNION SELECT '') AS \(word)_value
      """
    }
    let matches = words.map { "(l.\($0) IS NULL OR l.\($0) = \($0)_value.\($0))" }
    return (
      "level",
      """
      SELECT kind, category, severity, respond_minutes, finish_minutes, callback_minutes
        FROM (
          SELECT kind_value.kind, category_value.category, severity_value.severity,
            l.respond_minutes, l.finish_minutes, l.callback_minutes,
            ROW_NUMBER() OVER (
              PARTITION BY kind_value.kind, category_value.category, severity_value.severity
              ORDER BY l.category IS NULL, l.severity IS NULL, l.kind IS NULL) AS place
          FROM \(values.joined(separator: "\n    CROSS JOIN "))
          JOIN sla AS l ON \(matches.joined(separator: "\n      AND "))
        ) AS ranked
        WHERE place = 1
      """
    )
  }

  /// The ticket's `column` as the service levels know it.
  private func ruled(_ column: String) -> String {
    "CASE WHEN t.\(column) IN (SELECT \(column) FROM level) THEN t.\(column) ELSE '' END"
  }

  /// Within, late or open: done by as-of, or past the time that the service level gives.
  private func within(_ moment: String, _ minutes: String) -> String {
    """
    CASE
          WHEN v.\(minutes) IS NULL THEN 'open'
          WHEN \(moment) < \(end) AND \(moment) / 60 - t.created_at / 60 <= v.\(minutes) THEN 'within'
          WHEN \(moment) < \(end) OR t.created_at / 60 + v.\(minutes) < \(endMinute) THEN 'late'
          ELSE 'open' END
    """
  }

  /// Joins rooms and the organisation where the question tells places apart or is limited to some.
  func addPlaces(
    _ fact: MetricFact, room: String?, to withs: inout [(name: String, sql: String)],
    _ from: inout String
  ) {
    let places: Set<MetricDimension> = [.community, .centre, .company, .group, .building]
    let isTold = question.dimension(of: fact).map { places.contains($0) } ?? false
    guard isTold || question.orgs != nil else { return }
    withs.append(place)
    let join = question.orgs == nil ? "LEFT JOIN" : "JOIN"
    if let room { from += "\n  \(join) room AS r ON r.id = \(room)" }
    from += "\n  \(join) place AS p ON p.id = r.community_id"
  }

  /// The communities with the centre and company that they stand under.
  var place: (name: String, sql: String) {
    func nearest(_ kind: String) -> String {
      "CASE '\(kind)' WHEN p1.kind THEN p1.code WHEN p2.kind THEN p2.code WHEN p3.kind THEN p3.code"
        + " WHEN p4.kind THEN p4.code END"
    }
    var sql = """
      SELECT o.id, o.code AS community,
          \(nearest("centre")) AS centre,
          \(nearest("company")) AS company,
          \(nearest("group")) AS org_group
        FROM org AS o
        LEFT JOIN org AS p1 ON p1.id = o.parent_id
        LEFT JOIN org AS p2 ON p2.id = p1.parent_id
        LEFT JOIN org AS p3 ON p3.id = p2.parent_id
        LEFT JOIN org AS p4 ON p4.id = p3.parent_id
        WHERE o.kind = 'community'
      """
    if let orgs = question.orgs {
      sql += " AND o.id IN (\(orgs.map(String.init).joined(separator: ", ")))"
    }
    return ("place", sql)
  }

  var placeDimensions: [MetricDimension: String] {
    [
      .community: "p.community", .centre: "p.centre", .company: "p.company",
      .group: "p.org_group", .month: "span.label", .quarter: "span.label", .year: "span.label",
      .building: "p.community || '/' || COALESCE(r.building, '')",
    ]
  }

  private var ticketDimensions: [MetricDimension: String] {
    placeDimensions.merging([
      .department: "t.department", .assignee: "t.assignee", .person: "t.assignee",
      .responsible: "t.responsible",
      .category: "t.category", .channel: "t.channel", .kind: "t.kind", .severity: "t.severity",
    ]) { first, _ in first }
  }
}
