// The facts of the key figures as SQL over pm's records: what all of them are made with.
import PMCore

/// Makes each fact's rows: days as day numbers, moments as seconds of UTC, amounts in minor units.
///
/// Over pm's own tables as they stand; over an exported dataset through named queries that give its
/// tables the same form.
struct MetricRelations {
  let question: MetricQuestion
  let dialect: MetricDialect

  func source(_ fact: MetricFact) -> MetricSource {
    switch fact {
    case .ticket: tickets
    case .callback: callbacks
    case .household: households
    case .home: homes
    case .defect: defects
    case .product: products
    case .bill: bills
    case .arrears: arrears
    case .respondent: respondents
    case .visit: visits
    case .measure: measures
    case .activity: activities
    case .centre: centres
    case .customer: customers
    }
  }

  typealias With = (name: String, sql: String)

  // MARK: Names

  func table(_ name: String) -> String { dialect.table(name) }

  /// The code of a room; Spark wants an aggregate wherever one value is asked for.
  func code(of room: String) -> String {
    "(SELECT MAX(code) FROM \(table("room")) AS named WHERE named.id = \(room))"
  }

  // MARK: Time

  var end: String { "\(question.end.seconds)" }
  var endMinute: String { "\(question.end.seconds / 60)" }

  /// The minute of a moment, from 1970 on.
  func minute(_ moment: String) -> String { dialect.divided(moment, by: 60) }

  /// The moment at which a day begins.
  func start(_ day: String) -> String { "((\(day)) * 86400 - \(question.zone.offsetSeconds))" }

  /// The range, or its months: moments, last day and periods.
  var span: With {
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

  // MARK: Places

  /// The condition on the ticket `t` that it is of the part; nil for all. What tells so of a ticket
  /// without a room is not all in a dataset: there its rooms alone tell.
  var ofTickets: String? { dialect.isOwn ? question.ofTickets : nil }

  /// Joins rooms and the organisation where the question tells rooms apart or is limited to some.
  func addPlaces(
    _ fact: MetricFact, room: String?, to withs: inout [With], _ from: inout String
  ) {
    let isTold = question.dimension(of: fact)?.isOfRoom ?? false
    // Tickets are kept to the part already, those of no room, too.
    let isKept = question.orgs == nil || ofTickets != nil && [.ticket, .callback].contains(fact)
    guard isTold || !isKept else { return }
    withs.append(place)
    let join = isKept ? "LEFT JOIN" : "JOIN"
    if let room { from += "\n  \(join) \(table("room")) AS r ON r.id = \(room)" }
    from += "\n  \(join) place AS p ON p.id = r.community_id"
  }

  /// The communities with the centre, company and group that they stand under.
  var place: With { ("place", offices + "\n    WHERE o.kind = 'community'" + scope("o.id")) }

  /// Every organisation with the centre, company and group that it is or stands under.
  var site: With { ("site", offices + "\n    WHERE 1 = 1" + scope("o.id")) }

  private var offices: String {
    func nearest(_ kind: String) -> String {
      "CASE '\(kind)' WHEN o.kind THEN o.code WHEN p1.kind THEN p1.code WHEN p2.kind THEN p2.code"
        + " WHEN p3.kind THEN p3.code WHEN p4.kind THEN p4.code END"
    }
    let org = table("org")
    return """
      SELECT o.id, o.kind, o.code, o.code AS community,
          \(nearest("centre")) AS centre,
          \(nearest("company")) AS company,
          \(nearest("group")) AS org_group
        FROM \(org) AS o
        LEFT JOIN \(org) AS p1 ON p1.id = o.parent_id
        LEFT JOIN \(org) AS p2 ON p2.id = p1.parent_id
        LEFT JOIN \(org) AS p3 ON p3.id = p2.parent_id
        LEFT JOIN \(org) AS p4 ON p4.id = p3.parent_id
      """
  }

  private func scope(_ org: String) -> String {
    guard let orgs = question.orgs else { return "" }
    let names = dialect.isOwn ? orgs.map(String.init) : question.orgCodes.map(dialect.literal)
    return names.isEmpty ? " AND 1 = 0" : " AND \(org) IN (\(names.joined(separator: ", ")))"
  }

  /// The expressions for what is known of a row's room and span.
  func placeDimensions(label: String = "span.label") -> [MetricDimension: String] {
    officeDimensions(label: label).merging([
      .community: "p.community", .building: "p.community || '/' || COALESCE(r.building, '')",
      .product: "r.product", .finish: "r.finish",
    ]) { first, _ in first }
  }

  func officeDimensions(label: String = "span.label") -> [MetricDimension: String] {
    [
      .centre: "p.centre", .company: "p.company", .group: "p.org_group",
      .month: label, .quarter: label, .year: label,
    ]
  }

  /// The same for rows that a named query has grouped: `alias` holds label and place.
  func groupedDimensions(_ alias: String) -> [MetricDimension: String] {
    let place = "\(alias).place"
    return [
      .community: place, .centre: place, .company: place, .group: place,
      .month: "\(alias).label", .quarter: "\(alias).label", .year: "\(alias).label",
    ]
  }

  /// The expression of the place by which a named query groups its rows; nil where it does not.
  func groupedPlace(_ fact: MetricFact) -> String? {
    guard let dimension = question.dimension(of: fact), dimension.isOfRoom else { return nil }
    return placeDimensions()[dimension]
  }
}
