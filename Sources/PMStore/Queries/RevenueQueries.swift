// Revenue: what was charged, by fee, with the tax in it.
package import PMCore

/// What was charged of a group (and tax rate).
package struct RevenueRow: Sendable {
  package let group: ReportGroup
  /// Nil where the rows of a group are added up whatever their rate.
  package let taxRate: Rate?
  /// How it is taxed; nil like the rate.
  package let taxMethod: String?
  package let lines: Int64
  package let amount: Money
  package let tax: Money
}

extension Database {
  /// That a bill is revenue: no deposit, not collected for somebody else, and not taken over from
  /// another system.
  private static let isRevenue = """
    bill.class <> 'deposit' AND bill.opening = 0 AND bill.ended IS NOT 'void'
         AND bill.posted_on BETWEEN ?1 AND ?2
         AND bill.tax_method <> 'agency'
         AND bill.fee_id NOT IN (SELECT id FROM fee WHERE class = 'deposit')
    """

  /// What was charged by fee and tax rate in the days by posting date, late fees with their fee.
  package func revenue(
    from first: Day, through last: Day, orgs: [Int64]?
  ) throws -> [RevenueRow] {
    try rows(
      """
      SELECT fee.code, fee.name, line.tax_rate, count(*), sum(line.amount_minor), sum(line.tax_minor),
             line.tax_method
        FROM (SELECT fee_id, tax_method, tax_rate, amount_minor, tax_minor
                FROM bill
               WHERE \(Self.isRevenue) AND \(inScope(orgs, room: "bill.room_id"))) AS line
        JOIN fee ON fee.id = line.fee_id
       GROUP BY fee.id, line.tax_method, line.tax_rate
       ORDER BY fee.key, line.tax_method, line.tax_rate
      """, [.day(first), .day(last)]
    ) { row in
      RevenueRow(
        group: ReportGroup(code: row.string(0), name: row.string(1)),
        taxRate: row.rate(2), taxMethod: row.string(6), lines: row.int64(3), amount: row.money(4),
        tax: row.money(5))
    }
  }

  /// What was charged by group in the days by posting date.
  package func revenue(
    from first: Day, through last: Day, orgs: [Int64]?, by groups: ReportGroups
  ) throws -> [RevenueRow] {
    let column = "bill.\(groups.dimension.billColumn)"
    return try sums(
      groups,
      """
      SELECT \(column), count(*), sum(amount_minor), sum(tax_minor)
        FROM bill
       WHERE \(Self.isRevenue) AND \(inScope(orgs, room: "bill.room_id"))
       GROUP BY \(column)
       ORDER BY \(column)
      """, [.day(first), .day(last)]
    ).map { row in
      RevenueRow(
        group: row.group, taxRate: nil, taxMethod: nil, lines: row.sums[0], amount: Money(minor: row.sums[1]),
        tax: Money(minor: row.sums[2]))
    }
  }
}
