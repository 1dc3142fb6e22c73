// The facts of visits, surveys and customers out of pm's own tables.
import PMCore

extension SQLiteMetrics {
  /// The rooms that were visited, or of which a callback reached the customer, in each span.
  var contact: (name: String, sql: String) {
    (
      "contact(label, room_id)",
      """
      SELECT span.label, v.room_id FROM span
          JOIN visit AS v ON v.visited_at >= span.start_at AND v.visited_at < span.stop_at
        WHERE v.room_id IS NOT NULL
        UNION
        SELECT span.label, t.room_id FROM span
          JOIN callback AS c ON c.called_at >= span.start_at AND c.called_at < span.stop_at
            AND c.reached = 1
          JOIN ticket AS t ON t.id = c.ticket_id
        WHERE t.room_id IS NOT NULL
      """
    )
  }

  /// Rooms that answered: one row for each survey and room, dated by its last answer.
  var respondents: MetricSource {
    func score(_ dimension: String) -> String {
      "MAX(CASE WHEN n.dimension = '\(dimension)' THEN n.score END) AS \(dimension)"
    }
    var withs = [span]
    withs.append(
      (
        "respondent",
        """
        SELECT n.survey_id, n.room_id, MAX(COALESCE(n.answered_on, s."to")) AS day,
            \(score("overall")), \(score("repurchase")), \(score("recommend"))
          FROM answer AS n JOIN survey AS s ON s.id = n.survey_id
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
      dimensions: placeDimensions, from: from,
      row: MetricSource.Row(
        key: "(SELECT code FROM survey WHERE survey.id = w.survey_id)",
        order: "(SELECT key FROM room WHERE room.id = w.room_id)", room: code(of: "w.room_id"),
        at: "w.day"))
  }

  var visits: MetricSource {
    visits(
      .visit, "v.visited_at >= span.start_at AND v.visited_at < span.stop_at",
      ("score", "v.score"), at: "v.visited_at")
  }

  var measures: MetricSource {
    visits(
      .measure, "v.due_on >= span.first_day AND v.due_on <= span.stop_day",
      ("done", "CASE WHEN v.carried_out_on <= \(question.asOf.number) THEN 1 ELSE 0 END"),
      at: "v.due_on")
  }

  private func visits(
    _ fact: MetricFact, _ condition: String, _ column: (name: String, sql: String), at: String
  ) -> MetricSource {
    var withs = [span]
    var from = """
      FROM span
        JOIN visit AS v ON \(condition)
      """
    addPlaces(fact, room: "v.room_id", to: &withs, &from)
    return MetricSource(
      withs: withs, columns: [("purpose", "v.purpose"), column],
      dimensions: placeDimensions.merging([.person: "v.assistant"]) { first, _ in first },
      from: from,
      row: MetricSource.Row(
        key: "v.assistant", order: "v.key", room: code(of: "v.room_id"), at: at))
  }

  /// Customers at the beginning of each span, of the rooms in the scope.
  ///
  /// One with several rooms is there as long as one of them is; `"to"` is the last day.
  var customers: MetricSource {
    var withs = [span]
    var rooms = ""
    if question.orgs != nil {
      withs.append(place)
      rooms = """

            JOIN room AS r ON r.id = o.room_id
            JOIN place AS p ON p.id = r.community_id
        """
    }
    func holds(_ start: String, _ stop: String) -> String {
      "MAX(CASE WHEN o.\"from\" \(start) AND (o.\"to\" IS NULL OR o.\"to\" \(stop)) THEN 1 ELSE 0 END)"
    }
    withs.append(
      (
        "held",
        """
        SELECT span.label, o.customer_id,
            \(holds("< span.first_day", ">= span.first_day")) AS before,
            \(holds("<= span.stop_day", "> span.stop_day")) AS still
          FROM span
            JOIN occupancy AS o ON span.first_day <= span.stop_day\(rooms)
          GROUP BY span.label, o.customer_id
        """
      ))
    return MetricSource(
      withs: withs, columns: [("gone", "1 - h.still")],
      dimensions: [.month: "span.label", .quarter: "span.label", .year: "span.label"],
      from: "FROM span\n  JOIN held AS h ON h.label = span.label AND h.before = 1",
      row: MetricSource.Row(
        key: "(SELECT code FROM customer WHERE customer.id = h.customer_id)",
        order: "(SELECT key FROM customer WHERE customer.id = h.customer_id)", room: "NULL",
        at: "NULL"))
  }
}
