// The facts of people: surveys, visits, measures, activities, and customers who stay or leave.
import PMCore

extension MetricRelations {
  /// Rooms that answered: one row for each survey and room, dated by its last answer up to as-of.
  var respondents: MetricSource {
    func score(_ dimension: String) -> String {
      "MAX(CASE WHEN n.dimension = '\(dimension)' THEN n.score END) AS \(dimension)"
    }
    // An answer that does not say when was given on the last day of its survey.
    let day = "COALESCE(n.answered_on, s.\(dialect.quoted("to")))"
    var withs = [span]
    withs.append(
      (
        "respondent",
        """
        SELECT n.survey_id, n.room_id, MAX(\(day)) AS day,
            \(score("overall")), \(score("repurchase")), \(score("recommend"))
          FROM \(table("answer")) AS n JOIN \(table("survey")) AS s ON s.id = n.survey_id
            LEFT JOIN \(table("room")) AS q ON q.id = n.room_id
            LEFT JOIN \(table("org")) AS o ON o.id = q.community_id
            LEFT JOIN \(table("org")) AS p1 ON p1.id = o.parent_id
            LEFT JOIN \(table("org")) AS p2 ON p2.id = p1.parent_id
            LEFT JOIN \(table("org")) AS p3 ON p3.id = p2.parent_id
            LEFT JOIN \(table("org")) AS p4 ON p4.id = p3.parent_id
          WHERE \(day) <= \(question.asOf.number)
            AND (s.scope_id IS NULL OR s.scope_id IN (o.id, p1.id, p2.id, p3.id, p4.id))
          GROUP BY n.survey_id, n.room_id
        """
      ))
    var from = """
      FROM span
        JOIN respondent AS w ON w.day >= span.first_day AND w.day <= span.stop_day
      """
    addPlaces(.respondent, room: "w.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [
        ("overall", "w.overall"), ("repurchase", "w.repurchase"), ("recommend", "w.recommend"),
      ],
      dimensions: placeDimensions(), from: from,
      row: MetricSource.Row(
        key: "(SELECT code FROM survey WHERE survey.id = w.survey_id)",
        order: "(SELECT key FROM room WHERE room.id = w.room_id)", room: code(of: "w.room_id"),
        at: "w.day"))
  }

  // MARK: Visits

  var visits: MetricSource {
    let zone = question.zone
    let months = MetricSpan.parts(from: question.first, to: question.last).map { month in
      "('\(month.label)', \(zone.start(of: month.first).seconds),"
        + " \(zone.start(of: month.last.adding(1)).seconds))"
    }
    let visited = "COALESCE(\(code(of: "v.room_id")), \(customerCode("v.customer_id")))"
    var withs: [With] = [
      span,
      ("visit_month(label, start_at, stop_at)", "VALUES " + months.joined(separator: ",\n    ")),
    ]
    var from = """
      FROM span
        JOIN \(table("visit")) AS v
          ON v.visited_at >= span.start_at AND v.visited_at < span.stop_at
        JOIN visit_month AS m ON v.visited_at >= m.start_at AND v.visited_at < m.stop_at
      """
    addPlaces(.visit, room: "v.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [
        ("purpose", "v.purpose"), ("score", "v.score"), ("assistant", "v.assistant"),
        ("household", "v.assistant || ' ' || m.label || ' ' || \(visited)"),
      ],
      dimensions: placeDimensions().merging([.person: "v.assistant"]) { first, _ in first },
      from: from,
      row: MetricSource.Row(
        key: "v.assistant", order: "v.key", room: code(of: "v.room_id"), at: "v.visited_at"))
  }

  private func customerCode(_ customer: String) -> String {
    "(SELECT MAX(code) FROM \(table("customer")) AS named WHERE named.id = \(customer))"
  }

  /// What was promised on visits, and what was to correct nonconformities of tickets.
  var measures: MetricSource {
    var withs: [With] = [
      span,
      (
        "measure(number, visited_at, person, room_id, purpose, due_on, done_on)",
        """
        SELECT NULL, v.visited_at, v.assistant, v.room_id, v.purpose, v.due_on, v.carried_out_on
          FROM \(table("visit")) AS v WHERE v.due_on IS NOT NULL
          UNION ALL
          SELECT n.number, NULL, n.owner, t.room_id, CASE WHEN t.kind = 'complaint' THEN 'complaint' ELSE 'other' END,
            n.due_on, CASE WHEN n.effective = 1 THEN n.verified_on END
          FROM \(table("nonconformity")) AS n JOIN \(table("ticket")) AS t ON t.id = n.ticket_id
          WHERE n.due_on IS NOT NULL
        """
      ),
    ]
    var from = """
      FROM span
        JOIN measure AS n ON n.due_on >= span.first_day AND n.due_on <= span.stop_day
      """
    addPlaces(.measure, room: "n.room_id", to: &withs, &from)
    let key = "COALESCE(n.number, n.person || ',' || \(minuteText("n.visited_at")))"
    return MetricSource(
      withs: withs,
      columns: [
        ("purpose", "n.purpose"),
        ("done", "CASE WHEN n.done_on <= \(question.asOf.number) THEN 1 ELSE 0 END"),
      ],
      dimensions: placeDimensions().merging([.person: "n.person"]) { first, _ in first },
      from: from,
      row: MetricSource.Row(
        key: key, order: "n.due_on || ' ' || \(key)", room: code(of: "n.room_id"), at: "n.due_on"))
  }

  /// A moment as people type it in the key of a visit; only pm itself names rows.
  private func minuteText(_ moment: String) -> String {
    "strftime('%Y-%m-%d %H:%M', \(moment) + \(question.zone.offsetSeconds), 'unixepoch')"
  }

  // MARK: Centres

  var activities: MetricSource {
    let join = question.orgs == nil ? "LEFT JOIN" : "JOIN"
    return MetricSource(
      withs: [span, site], columns: [("participants", "y.participants")],
      dimensions: officeDimensions(),
      from: """
        FROM span
          JOIN \(table("activity")) AS y
            ON y.held_on >= span.first_day AND y.held_on <= span.stop_day
          \(join) site AS p ON p.id = y.org_id
        """,
      row: MetricSource.Row(key: "y.code", order: "y.key", room: "NULL", at: "y.held_on"))
  }

  var centres: MetricSource {
    MetricSource(
      withs: [span, site], columns: [("code", "p.code")], dimensions: officeDimensions(),
      from: "FROM span\n  JOIN site AS p ON p.kind = 'centre'",
      row: MetricSource.Row(key: "p.code", order: "p.code", room: "NULL", at: "NULL"))
  }

  // MARK: Customers

  /// Customers at the beginning of each span, of the rooms in the scope and, told apart, of a place.
  ///
  /// One with several rooms is there as long as one of them is; `"to"` is the last day.
  var customers: MetricSource {
    let (first, last) = ("o.\(dialect.quoted("from"))", "o.\(dialect.quoted("to"))")
    func holds(_ start: String, _ stop: String) -> String {
      "MAX(CASE WHEN \(first) \(start) AND (\(last) IS NULL OR \(last) \(stop)) THEN 1 ELSE 0 END)"
    }
    var withs = [span]
    var from = """
      FROM span
        JOIN \(table("occupancy")) AS o ON span.first_day <= span.stop_day
      """
    addPlaces(.customer, room: "o.room_id", to: &withs, &from)
    let place = groupedPlace(.customer)
    withs.append(
      (
        "held",
        """
        SELECT span.label, \(place.map { "\($0) AS place, " } ?? "")o.customer_id,
            \(holds("< span.first_day", ">= span.first_day")) AS before,
            \(holds("<= span.stop_day", "> span.stop_day")) AS still
          \(from)
          GROUP BY span.label, \(place.map { "\($0), " } ?? "")o.customer_id
        """
      ))
    return MetricSource(
      withs: withs, columns: [("gone", "1 - h.still")], dimensions: groupedDimensions("h"),
      from: "FROM span\n  JOIN held AS h ON h.label = span.label AND h.before = 1",
      row: MetricSource.Row(
        key: "(SELECT code FROM customer WHERE customer.id = h.customer_id)",
        order: "(SELECT key FROM customer WHERE customer.id = h.customer_id)", room: "NULL",
        at: "NULL"))
  }
}
