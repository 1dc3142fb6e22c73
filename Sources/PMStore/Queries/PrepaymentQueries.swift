// What waits as prepayment: by customer and earmark, and by group.
package import PMCore

/// What is left of a customer's prepayment for a fee, or of the free one, in one company.
package struct PrepaymentRow: Sendable {
  package let customer: String
  package let name: String
  /// The fee that it is earmarked to; nil: free.
  package let fee: String?
  /// The window of periods that it is kept for.
  package let from: Period?
  package let to: Period?
  package fileprivate(set) var paid: Money
  package fileprivate(set) var used: Money
  package fileprivate(set) var oldest: Day
  /// The company that holds it; nil while there are no companies.
  package let company: String?

  fileprivate func isLike(_ other: PrepaymentRow) -> Bool {
    fee == other.fee && from == other.from && to == other.to && company == other.company
  }
}

/// The prepayment of a group.
package struct PrepaymentSum: Sendable {
  package let group: ReportGroup
  package var paid: Money
  package var used: Money
}

extension Database {
  /// Each prepayment posted by ?1 with what was used of it, as SQL: the room it was paid for or is
  /// left of, and the organisation that holds it.
  ///
  /// What was carried over is looked up where it came from.
  private func prepaidParts(_ orgs: [Int64]?, _ tree: OrgTree) -> String {
    """
    WITH used AS MATERIALIZED (
      SELECT prepayment_id, sum(amount_minor) AS amount_minor
        FROM (SELECT prepayment_id, amount_minor, posted_on FROM allocation
              UNION ALL
              SELECT prepayment_id, amount_minor, posted_on FROM withdrawal
              UNION ALL
              SELECT source_id, amount_minor, posted_on FROM prepayment)
       WHERE prepayment_id IS NOT NULL AND posted_on <= ?1
       GROUP BY prepayment_id),
    part AS MATERIALIZED (
      SELECT y.customer_id, y.fee_id, y.for_from, y.for_to, y.paid_on, y.amount_minor AS paid,
             COALESCE(used.amount_minor, 0) AS used, \(Prepayment.holder(of: "y")) AS org_id,
             (WITH RECURSIVE origin(id, source_id, payment_id, bill_id) AS (
                SELECT y.id, y.source_id, y.payment_id, y.bill_id
                UNION ALL
                SELECT s.id, s.source_id, s.payment_id, s.bill_id
                  FROM origin JOIN prepayment AS s ON s.id = origin.source_id)
              SELECT COALESCE(payment.room_id, payment.payer_room_id, bill.room_id)
                FROM origin
                LEFT JOIN payment ON payment.id = origin.payment_id
                LEFT JOIN bill ON bill.id = origin.bill_id
               WHERE origin.source_id IS NULL) AS room_id
        FROM prepayment AS y
        LEFT JOIN used ON used.prepayment_id = y.id
       WHERE y.posted_on <= ?1),
    held AS (SELECT * FROM part
              WHERE \(isHeld(orgs, tree, room: "room_id", company: "org_id", customer: "part.customer_id")))
    """
  }

  /// What customers had left on `day` by posting dates, in natural order of customer and fee.
  ///
  /// - Parameter orgs: under these organisations only; nil: all.
  package func prepaid(asOf day: Day, orgs: [Int64]?) throws -> [PrepaymentRow] {
    let tree = try orgTree()
    var found: [PrepaymentRow] = []
    try forEach(
      """
      \(prepaidParts(orgs, tree))
      SELECT customer.code, customer.name, fee.code, sum(paid), sum(used),
             min(CASE WHEN paid > used THEN paid_on END), for_from, for_to, org_id
        FROM held
        JOIN customer ON customer.id = customer_id
        LEFT JOIN fee ON fee.id = fee_id
       GROUP BY customer_id, fee_id, for_from, for_to, org_id
      HAVING sum(paid) <> sum(used)
       ORDER BY customer.key, fee.key, for_from, for_to, org_id
      """, [.day(day)]
    ) { row in
      let part = PrepaymentRow(
        customer: row.string(0), name: row.string(1), fee: row.optionalString(2),
        from: row.optionalPeriod(6), to: row.optionalPeriod(7), paid: row.money(3),
        used: row.money(4), oldest: row.day(5),
        company: tree.company(of: row.optionalInt64(8)).flatMap { tree.code(of: $0) })
      // Two communities of one company are one holder.
      var place = found.count
      while place > 0, found[place - 1].customer == part.customer {
        place -= 1
        guard found[place].isLike(part) else { continue }
        found[place].paid = try found[place].paid.adding(part.paid)
        found[place].used = try found[place].used.adding(part.used)
        found[place].oldest = min(found[place].oldest, part.oldest)
        return
      }
      found.append(part)
    }
    return found
  }

  /// What customers had left on `day` by posting dates, by code, with the company that holds it.
  package func prepaidByCustomer(
    asOf day: Day, orgs: [Int64]? = nil
  ) throws -> [String: [(company: String?, amount: Money)]] {
    try Dictionary(grouping: prepaid(asOf: day, orgs: orgs), by: \.customer).mapValues { rows in
      try rows.map { ($0.company, try $0.paid.adding(-$0.used)) }
    }
  }

  /// What was left on `day`, added up by group.
  ///
  /// A part of a company has what was paid for its rooms; what was paid for none, that of the
  /// customers whose homes all lie there. What is left over belongs to none.
  package func prepaid(
    asOf day: Day, orgs: [Int64]?, by groups: ReportGroups
  ) throws -> [PrepaymentSum] {
    let tree = try orgTree()
    let homes = try homes(groups)
    let companies = try companies()
    var sums: [String: PrepaymentSum] = [:]
    try forEach(
      """
      \(prepaidParts(orgs, tree))
      SELECT customer_id, fee_id, room_id, org_id, sum(paid), sum(used)
        FROM held
       GROUP BY customer_id, fee_id, room_id, org_id
       ORDER BY customer_id, fee_id, room_id, org_id
      """, [.day(day)]
    ) { row in
      let (customer, room) = (row.int64(0), row.optionalInt64(2))
      let company = tree.company(of: row.optionalInt64(3))
      let group: ReportGroup =
        switch groups.dimension {
        case .customer: groups.all[groups.place(of: customer)]
        case .fee: groups.all[groups.place(of: row.optionalInt64(1))]
        case .company where company != nil:
          company.flatMap { companies[$0] } ?? ReportGroup(code: "", name: "")
        case .company, .centre, .community, .building, .room:
          groups.all[
            room.map { groups.place(of: $0) } ?? homes[Home(customer: customer, company: company)]
              ?? groups.all.count - 1]
        }
      var sum = sums[group.code] ?? PrepaymentSum(group: group, paid: .zero, used: .zero)
      sum.paid = try sum.paid.adding(row.money(4))
      sum.used = try sum.used.adding(row.money(5))
      sums[group.code] = sum
    }
    return sums.values.filter { $0.paid != $0.used }
      .map { (key: ($0.group.isNone ? 1 : 0, NaturalKey.of($0.group.code)), sum: $0) }
      .sorted { $0.key < $1.key }.map(\.sum)
  }

  /// A customer in the books of a company.
  private struct Home: Hashable {
    let customer: Int64
    let company: Int64?
  }

  /// The group in which all homes of a customer lie that are of one company.
  private func homes(_ groups: ReportGroups) throws -> [Home: Int] {
    let tree = try orgTree()
    var places: [Home: Int] = [:]
    try forEach(
      """
      SELECT DISTINCT occupancy.customer_id, room.id, room.community_id
        FROM occupancy JOIN room ON room.id = occupancy.room_id
       ORDER BY occupancy.customer_id, room.id
      """
    ) { row in
      let home = Home(customer: row.int64(0), company: tree.company(of: row.int64(2)))
      let place = groups.place(of: row.int64(1))
      places[home] = places[home] ?? place == place ? place : groups.all.count - 1
    }
    return places
  }

  private func companies() throws -> [Int64: ReportGroup] {
    var found: [Int64: ReportGroup] = [:]
    try forEach("SELECT id, code, name FROM org WHERE kind = 'company' ORDER BY key") { row in
      found[row.int64(0)] = ReportGroup(code: row.string(1), name: row.string(2))
    }
    return found
  }
}
