// What a demand notice says: the overdue lines of each customer and room, and who they are.
package import PMCore

/// What is due of one bill, with the late fees on it.
package struct DemandLine: Equatable, Sendable {
  package let fee: String
  /// Of a line that corrects another one that one's.
  package let period: Period
  package let isCorrection: Bool
  package let dueOn: Day
  /// What was billed.
  package let amount: Money
  /// What is still open of it, late fees left out.
  package let open: Money
  /// What is open of the late fees that were posted on it.
  package let lateFee: Money
}

/// What one customer owes for one room on a day.
package struct Demand: Equatable, Sendable {
  package let room: Int64?
  package let roomCode: String?
  package let community: Int64?
  package let customer: Int64
  package let customerCode: String
  package let name: String
  package let phone: String?
  /// By due date, then fee and number.
  package var lines: [DemandLine] = []

  package func principal() throws(ArithmeticError) -> Money {
    var sum = Money.zero
    for line in lines { sum = try sum.adding(line.open) }
    return sum
  }
  package func lateFees() throws(ArithmeticError) -> Money {
    var sum = Money.zero
    for line in lines { sum = try sum.adding(line.lateFee) }
    return sum
  }
  package func total() throws(ArithmeticError) -> Money { try principal().adding(lateFees()) }
}

extension Database {
  /// Lends what was due and open on `day` of each customer and room, in natural order of the rooms;
  /// together they are the arrears of that day.
  ///
  /// - Parameters:
  ///   - room: of this room only.
  ///   - customer: of this customer only.
  package func forEachDemand(
    asOf day: Day, orgs: [Int64]? = nil, room: Int64? = nil, customer: Int64? = nil,
    _ body: (Demand) throws -> Void
  ) throws {
    let condition =
      [room.map { "bill.room_id = \($0)" }, customer.map { "bill.customer_id = \($0)" }]
      .compactMap { $0 }.joined(separator: " AND ")
    var demand: Demand?
    try forEach(
      """
      WITH \(OpenLines.sql(orgs, where: condition.isEmpty ? "1" : condition)),
      sums AS (
        SELECT line.room_id, line.customer_id, COALESCE(bill.principal_id, bill.id) AS root,
               sum(CASE WHEN is_late THEN 0 ELSE open_minor END) AS principal,
               sum(CASE WHEN is_late THEN open_minor ELSE 0 END) AS late_fee
          FROM line
          JOIN bill ON bill.id = line.bill_id
         WHERE open_minor <> 0
         GROUP BY line.room_id, line.customer_id, root)
      SELECT sums.room_id, room.code, room.community_id, sums.customer_id, customer.code,
             customer.name, customer.phone, fee.name, \(Bill.periodMeant("root")), root.due_on,
             root.amount_minor, sums.principal, sums.late_fee, \(Bill.isCorrection("root"))
        FROM sums
        JOIN bill AS root ON root.id = sums.root
        JOIN fee ON fee.id = root.fee_id
        JOIN customer ON customer.id = sums.customer_id
        LEFT JOIN room ON room.id = sums.room_id
       WHERE sums.principal <> 0 OR sums.late_fee <> 0
       ORDER BY room.key, customer.key, root.due_on, fee.key, root.id
      """, [.day(day)]
    ) { row in
      let (room, customer) = (row.optionalInt64(0), row.int64(3))
      if let ready = demand, ready.room != room || ready.customer != customer {
        try body(ready)
        demand = nil
      }
      var current =
        demand
        ?? Demand(
          room: room, roomCode: row.optionalString(1), community: row.optionalInt64(2),
          customer: customer, customerCode: row.string(4), name: row.string(5),
          phone: row.optionalString(6))
      current.lines.append(
        DemandLine(
          fee: row.string(7), period: row.period(8), isCorrection: row.flag(13),
          dueOn: row.day(9), amount: row.money(10), open: row.money(11), lateFee: row.money(12)))
      demand = current
    }
    if let demand { try body(demand) }
  }

  /// Keeps that a notice was delivered; false where that is known already.
  package func keepDelivery(
    of demand: Demand, asOf day: Day, on delivered: Day, how: String, by person: String, run: Int64
  ) throws -> Bool {
    let values: [SQLValue] = [
      SQLValue(demand.room), .integer(demand.customer), .day(day), .text(how),
      .money(try demand.total()), .day(delivered), .text(person),
      .integer(run),
    ]
    let before = totalChanges
    try self.run(
      """
      INSERT INTO delivery (paper, room_id, customer_id, as_of, how, amount_minor, delivered_on,
                            delivered_by, run)
      SELECT 'demand-notice', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
       WHERE NOT EXISTS (SELECT 1 FROM delivery
                          WHERE customer_id = ?2 AND room_id IS ?1 AND as_of = ?3 AND how = ?4)
      """, values)
    return totalChanges != before
  }
}

/// Who issues a paper, told by the community of its room.
package struct Issuers: Sendable {
  private let tree: OrgTree
  private let names: [Int64: String]
  private let title: String

  init(_ database: Database) throws {
    tree = try database.orgTree()
    var names: [Int64: String] = [:]
    try database.forEach("SELECT id, name FROM org ORDER BY key") { row in
      names[row.int64(0)] = row.string(1)
    }
    self.names = names
    title = try database.settings()["title"]
  }

  /// The company of the community (of the database, where there is one only), else the title of the
  /// database, and the name of the community.
  package func issuer(community: Int64?) -> (company: String, community: String?) {
    let company = tree.company(of: community).flatMap { names[$0] } ?? title
    return (company, community.flatMap { names[$0] })
  }

  /// The name of an organisation.
  package func name(of org: Int64) -> String? { names[org] }
}

extension Database {
  /// Who issues papers.
  package func issuers() throws -> Issuers { try Issuers(self) }
}
