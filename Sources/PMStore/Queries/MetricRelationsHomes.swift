// The facts of homes: households, handovers and their defects, product types.
import PMCore

extension MetricRelations {
  /// Six months, and a week to spare: no half year is longer.
  private static let longestHalfYear = 190

  // MARK: Households

  /// Each room with versions as it was on the last day of each span.
  private var version: With {
    let from = dialect.quoted("from")
    return (
      "version(label, room_id, status, household_size)",
      """
      SELECT label, room_id, status, household_size
        FROM (
          SELECT span.label, v.room_id, v.status, v.household_size,
            ROW_NUMBER() OVER (PARTITION BY span.label, v.room_id ORDER BY v.\(from) DESC) AS place
          FROM span JOIN \(table("room_version")) AS v ON v.\(from) <= span.last_day
        ) AS ranked
        WHERE place = 1
      """
    )
  }

  /// The households of each span; a room with versions counts as it was, one without as its row says.
  private var household: With {
    let status = "COALESCE(w.status, r.status)"
    return (
      "household(label, room_id, status, people)",
      """
      SELECT span.label, r.id, \(status),
          CASE WHEN r.id IN (SELECT v.room_id FROM \(table("room_version")) AS v)
            THEN w.household_size ELSE r.household_size END
        FROM span
          JOIN \(table("room")) AS r ON r.kind = 'residence' AND \(isThere)
          LEFT JOIN version AS w ON w.label = span.label AND w.room_id = r.id
        WHERE r.delivered_on <= span.last_day
          OR (r.delivered_on IS NULL AND \(status) IN ('delivered', 'occupied', 'let', 'vacant'))
      """
    )
  }

  private var isThere: String { "(r.ended_on IS NULL OR r.ended_on >= span.last_day)" }

  var households: MetricSource {
    var withs = [span, version, household, contact] + pastIfAny + [drawing]
    var from = """
      FROM household AS h
        JOIN \(table("room")) AS r ON r.id = h.room_id
        LEFT JOIN contact AS k ON k.label = h.label AND k.room_id = h.room_id
        LEFT JOIN drawing AS d ON d.label = h.label AND d.room_id = h.room_id
      """
    addPlaces(.household, room: nil, to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [
        ("occupied", "CASE WHEN h.status IN ('occupied', 'let') THEN 1 ELSE 0 END"),
        ("people", "h.people"),
        ("contacted", "CASE WHEN k.room_id IS NULL THEN 0 ELSE 1 END"),
        ("drawn_right", "1 - COALESCE(d.defects, 0)"),
      ],
      dimensions: placeDimensions(label: "h.label"), from: from,
      row: MetricSource.Row(key: "r.code", order: "r.key", room: "r.code", at: "r.delivered_on"))
  }

  /// The drawing defects of rooms found in each span, at or after the handover.
  private var drawing: With {
    (
      "drawing(label, room_id, defects)",
      """
      SELECT span.label, t.room_id, COUNT(*) FROM span
          JOIN \(table("ticket")) AS t ON t.occasion = 'drawing'
            AND t.created_at >= span.start_at AND t.created_at < span.stop_at
          JOIN \(table("room")) AS r ON r.id = t.room_id\(joinPast)
        WHERE NOT (\(isOut))
          AND (r.delivered_on IS NULL OR t.created_at >= \(start("r.delivered_on")))
        GROUP BY span.label, t.room_id
      """
    )
  }

  /// The rooms of which a callback reached the customer in each span.
  private var called: With {
    (
      "called(label, room_id)",
      """
      SELECT DISTINCT span.label, t.room_id FROM span
          JOIN \(table("callback")) AS c
            ON c.called_at >= span.start_at AND c.called_at < span.stop_at AND c.reached = 1
          JOIN \(table("ticket")) AS t ON t.id = c.ticket_id
        WHERE t.room_id IS NOT NULL
      """
    )
  }

  /// The rooms that were visited, or of which a callback reached the customer, in each span.
  private var contact: With {
    (
      "contact(label, room_id)",
      """
      SELECT span.label, v.room_id FROM span
          JOIN \(table("visit")) AS v
            ON v.visited_at >= span.start_at AND v.visited_at < span.stop_at
        WHERE v.room_id IS NOT NULL
        UNION
        SELECT span.label, t.room_id FROM span
          JOIN \(table("callback")) AS c
            ON c.called_at >= span.start_at AND c.called_at < span.stop_at AND c.reached = 1
          JOIN \(table("ticket")) AS t ON t.id = c.ticket_id
        WHERE t.room_id IS NOT NULL
      """
    )
  }

  /// Product types: one row for each of a place, where places are told apart.
  var products: MetricSource {
    var withs = [span, version, household, called]
    var from = """
      FROM household AS h
        JOIN \(table("room")) AS r ON r.id = h.room_id
        LEFT JOIN called AS k ON k.label = h.label AND k.room_id = h.room_id
      """
    addPlaces(.product, room: nil, to: &withs, &from)
    let place = groupedPlace(.product)
    withs.append(
      (
        "product",
        """
        SELECT h.label, \(place.map { "\($0) AS place, " } ?? "")r.product AS name,
            COUNT(k.room_id) AS called
          \(from)
          WHERE r.product IS NOT NULL
          GROUP BY h.label, \(place.map { "\($0), " } ?? "")r.product
        """
      ))
    return MetricSource(
      withs: withs, columns: [("called", "d.called")], dimensions: groupedDimensions("d"),
      from: "FROM product AS d",
      row: MetricSource.Row(key: "d.name", order: "d.name", room: "NULL", at: "NULL"))
  }

  // MARK: Handovers

  /// The months in which homes of the range were handed over, each with the six months later.
  private var handoverMonth: With {
    let first = question.first.adding(-Self.longestHalfYear).period
    let last = max(min(question.last, question.asOf).period, first)
    let rows = (first.index...last.index).map { index in
      let month = Period(index: index)
      let later = month.adding(6)
      return "(\(month.first.number), \(month.last.number), \(later.first.number),"
        + " \(later.last.number))"
    }
    return (
      "handover_month(first_day, last_day, half_first, half_last)",
      "VALUES " + rows.joined(separator: ",\n    ")
    )
  }

  /// Residences of which the handover, the 46th day after it or the half year's end lies in a span.
  private var home: With {
    func flag(_ day: String, _ name: String) -> String {
      "CASE WHEN \(day) >= d.first_day AND \(day) <= d.stop_day THEN 1 ELSE 0 END AS \(name)"
    }
    // A half year ends on the same day of the month, or on the month's last one.
    let ends = "m.half_first + (r.delivered_on - m.first_day)"
    return (
      "home",
      """
      SELECT d.label, d.room_id, d.delivered_on, d.ends_on,
          \(flag("d.delivered_on", "handed_over")),
          \(flag("d.delivered_on + 46", "day_46")),
          \(flag("d.ends_on", "half_year"))
        FROM (
          SELECT span.label, span.first_day, span.stop_day, r.id AS room_id, r.delivered_on,
            CASE WHEN \(ends) > m.half_last THEN m.half_last ELSE \(ends) END AS ends_on
          FROM span
            JOIN \(table("room")) AS r ON r.kind = 'residence' AND \(isThere)
              AND r.delivered_on <= span.stop_day
              AND r.delivered_on >= span.first_day - \(Self.longestHalfYear)
            JOIN handover_month AS m
              ON m.first_day <= r.delivered_on AND m.last_day >= r.delivered_on
        ) AS d
      """
    )
  }

  private static let flags = [
    ("handed_over", "h.handed_over"), ("day_46", "h.day_46"), ("half_year", "h.half_year"),
  ]

  var homes: MetricSource {
    var withs = [span, handoverMonth, home]
    var from = "FROM home AS h\n  JOIN \(table("room")) AS r ON r.id = h.room_id"
    addPlaces(.home, room: nil, to: &withs, &from)
    return MetricSource(
      withs: withs,
      columns: [
        ("batch", "(SELECT MAX(code) FROM \(table("org")) AS named WHERE named.id = r.community_id)")
      ] + Self.flags + [("halves", "CASE WHEN r.finish = 'shell' THEN 1 ELSE 2 END")],
      dimensions: placeDimensions(label: "h.label"), from: from,
      row: MetricSource.Row(key: "r.code", order: "r.key", room: "r.code", at: "h.delivered_on"))
  }

  var defects: MetricSource {
    var withs = [span, handoverMonth, home]
    // The homes are few, the tickets many: SQLite keeps this order of a CROSS JOIN.
    var from = """
      FROM home AS h
        CROSS JOIN \(table("ticket")) AS t
        JOIN \(table("room")) AS r ON r.id = h.room_id
      """
    addPlaces(.defect, room: nil, to: &withs, &from)
    addPast(to: &withs, &from)
    from += """

      WHERE t.room_id = h.room_id AND t.kind = 'repair' AND t.created_at < \(end)
        AND NOT (\(isOut))
      """
    let day46 = start("h.delivered_on + 46")
    return MetricSource(
      withs: withs,
      columns: [("occasion", "t.occasion")] + Self.flags + [
        (
          "open_46",
          """
          CASE WHEN t.created_at < \(day46)
                AND (\(finishedAt) IS NULL OR \(finishedAt) >= \(day46)) THEN 1 ELSE 0 END
          """
        ),
        (
          "early",
          """
          CASE WHEN t.created_at >= \(start("h.delivered_on"))
                AND t.created_at < \(start("h.ends_on + 1")) THEN 1 ELSE 0 END
          """
        ),
      ],
      dimensions: placeDimensions(label: "h.label"), from: from,
      row: MetricSource.Row(key: "t.number", order: "t.key", room: "r.code", at: "t.created_at"))
  }
}
