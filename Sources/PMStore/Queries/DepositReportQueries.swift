// Deposits as they stood at the end of a day, one by one and by group.
package import PMCore

/// What a deposit, or a group of them, came to.
package struct DepositFigures: Equatable, Sendable {
  /// Asked for, less what was waived of it; of one taken over what was held.
  package var demanded: Money
  package var received: Money
  package var deducted: Money
  package var refunded: Money

  /// What is held.
  package func balance() throws(ArithmeticError) -> Money {
    try received.adding(-deducted).adding(-refunded)
  }

  init(_ sums: [Int64]) {
    demanded = Money(minor: sums[0])
    received = Money(minor: sums[1])
    deducted = Money(minor: sums[2])
    refunded = Money(minor: sums[3])
  }
}

/// One deposit at the end of a day.
package struct DepositRow: Sendable {
  package let number: Int64
  package let fee: String
  package let room: String?
  package let customer: String
  package let name: String
  package let takenOn: Day
  package let figures: DepositFigures
}

extension Database {
  /// The figures of each deposit at the end of ?1, by posting dates, as SQL: deposit_id, demanded,
  /// received, deducted, refunded.
  private static let depositFigures = """
    SELECT deposit_id, sum(demanded) AS demanded, sum(received) AS received,
           sum(deducted) AS deducted, sum(refunded) AS refunded
      FROM (SELECT id AS deposit_id, amount_minor AS demanded, 0 AS received, 0 AS deducted, 0 AS refunded
              FROM deposit
             WHERE posted_on <= ?1
            UNION ALL
            SELECT deposit.id, -adjustment.amount_minor, 0, 0, 0
              FROM deposit
              JOIN adjustment ON adjustment.bill_id = deposit.bill_id
             WHERE \(Adjustment.changesOpen) AND adjustment.posted_on <= ?1
            UNION ALL
            SELECT deposit_id, 0, iif(move = 'received', amount_minor, 0),
                   iif(move = 'deducted', -amount_minor, 0), iif(move = 'refunded', -amount_minor, 0)
              FROM (\(Database.depositMoves))
             WHERE posted_on <= ?1)
     GROUP BY deposit_id
    """

  /// That the deposit's demand was not void, and whether closed ones are wanted (?2), as SQL.
  private static let isShown = """
    NOT EXISTS (SELECT 1 FROM bill WHERE bill.id = deposit.bill_id AND bill.ended = 'void')
         AND (?2 OR demanded <> received OR received <> deducted + refunded)
    """

  /// Each deposit at the end of `day`, in natural order of fee, room and customer, then by number.
  ///
  /// - Parameters:
  ///   - all: those also of which nothing is held or asked for any more.
  ///   - orgs: of rooms under these organisations only; nil: all.
  package func deposits(asOf day: Day, all: Bool, orgs: [Int64]?) throws -> [DepositRow] {
    try rows(
      """
      SELECT deposit.id, fee.code, room.code, customer.code, customer.name, deposit.taken_on,
             demanded, received, deducted, refunded
        FROM (\(Self.depositFigures)) AS figures
        JOIN deposit ON deposit.id = figures.deposit_id
        JOIN fee ON fee.id = deposit.fee_id
        JOIN customer ON customer.id = deposit.customer_id
        LEFT JOIN room ON room.id = deposit.room_id
       WHERE \(Self.isShown) AND \(inScope(orgs, room: "deposit.room_id"))
       ORDER BY fee.key, room.key, customer.key, deposit.id
      """, [.day(day), .flag(all)]
    ) { row in
      DepositRow(
        number: row.int64(0), fee: row.string(1), room: row.optionalString(2),
        customer: row.string(3), name: row.string(4), takenOn: row.day(5),
        figures: DepositFigures((6..<10).map { row.int64($0) }))
    }
  }

  /// The deposits at the end of `day`, added up by group.
  package func deposits(
    asOf day: Day, all: Bool, orgs: [Int64]?, by groups: ReportGroups
  ) throws -> [(group: ReportGroup, figures: DepositFigures)] {
    let column = "deposit.\(groups.dimension.billColumn)"
    return try sums(
      groups,
      """
      SELECT \(column), sum(demanded), sum(received), sum(deducted), sum(refunded)
        FROM (\(Self.depositFigures)) AS figures
        JOIN deposit ON deposit.id = figures.deposit_id
       WHERE \(Self.isShown) AND \(inScope(orgs, room: "deposit.room_id"))
       GROUP BY \(column)
       ORDER BY \(column)
      """, [.day(day), .flag(all)]
    ).map { ($0.group, DepositFigures($0.sums)) }
  }
}
