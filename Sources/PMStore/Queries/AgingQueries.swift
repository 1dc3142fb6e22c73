// Arrears by age: how long ago what is open on a day fell due.
package import PMCore

/// What is open, by how long it has been due.
package struct AgingFigures: Sendable {
  /// Issued, and due after the day.
  package let notDue: Money
  /// 0–30, 31–90, 91–365 and over 365 days overdue.
  package let overdue: [Money]

  /// - Parameter sums: not due, then by age, in fen.
  init(_ sums: [Int64]) {
    notDue = Money(minor: sums[0])
    overdue = sums[1...].map(Money.init(minor:))
  }

  /// What is due: what `report arrears` shows.
  package func arrears() throws(ArithmeticError) -> Money {
    var sum = Money.zero
    for part in overdue { sum = try sum.adding(part) }
    return sum
  }
}

extension Database {
  private static let agingColumns = """
    sum(CASE WHEN due_on > ?1 THEN open_minor ELSE 0 END),
             sum(CASE WHEN ?1 - due_on BETWEEN 0 AND 30 THEN open_minor ELSE 0 END),
             sum(CASE WHEN ?1 - due_on BETWEEN 31 AND 90 THEN open_minor ELSE 0 END),
             sum(CASE WHEN ?1 - due_on BETWEEN 91 AND 365 THEN open_minor ELSE 0 END),
             sum(CASE WHEN ?1 - due_on > 365 THEN open_minor ELSE 0 END)
    """

  /// What was open on `day` by age, for each room and customer, in natural order.
  package func forEachAging(
    asOf day: Day, orgs: [Int64]?,
    _ body: (_ room: String?, _ customer: String, _ name: String, AgingFigures) throws -> Void
  ) throws {
    try forEach(
      """
      WITH \(OpenLines.sql(orgs, includesIssued: true)),
      sums AS (
        SELECT room_id, customer_id,
               \(Self.agingColumns)
          FROM line
         WHERE open_minor <> 0
         GROUP BY room_id, customer_id)
      SELECT room.code, customer.code, customer.name, sums.*
        FROM sums
        LEFT JOIN room ON room.id = room_id
        JOIN customer ON customer.id = customer_id
       ORDER BY room.key, customer.key
      """, [.day(day)]
    ) { row in
      let sums = (5..<10).map { row.int64($0) }
      if sums.allSatisfy({ $0 == 0 }) { return }
      try body(row.optionalString(0), row.string(1), row.string(2), AgingFigures(sums))
    }
  }

  /// What was open on `day` by age, for each group.
  package func aging(
    asOf day: Day, orgs: [Int64]?, by groups: ReportGroups
  ) throws -> [(group: ReportGroup, figures: AgingFigures)] {
    let column = groups.dimension.billColumn
    return try sums(
      groups,
      """
      WITH \(OpenLines.sql(orgs, includesIssued: true))
      SELECT \(column), \(Self.agingColumns)
        FROM line
       WHERE open_minor <> 0
       GROUP BY \(column)
       ORDER BY \(column)
      """, [.day(day)]
    ).map { ($0.group, AgingFigures($0.sums)) }
  }
}
