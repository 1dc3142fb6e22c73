// A customer's account: what was billed to him and what he paid, in order of days.
package import PMCore

/// One entry of a statement of account.
package struct AccountEntry: Equatable, Sendable {
  package enum Kind: String, Sendable {
    case bill, late
    /// A line that corrects another one.
    case correction
    case payment
    /// A payment taken back.
    case reversal
    /// Prepayment from another system or from another customer, and to another customer.
    case prepaid, carried
    case refund
    /// What a deposit paid.
    case deduction
    /// What prepayment paid, and what a negative line settled, where money is told by what it paid.
    case offset, netting
    /// A waiver or write-off, or one taken back.
    case adjustment
  }

  package let day: Day
  package let kind: Kind
  /// The number of the bill or payment.
  package let number: Int64
  package let room: String?
  /// Of a bill the fee's name, of a payment or refund its method, of an adjustment its kind.
  package let text: String
  /// Of a bill that which it is about; of a late line that of its principal.
  package let period: Period?
  /// What it raises the balance by; negative: lowers it.
  package let amount: Money
}

/// Who a statement is for.
package struct AccountHolder: Equatable, Sendable {
  package let code: String
  package let name: String
  package let phone: String?
  package let address: String?
  /// The rooms that he holds or that were billed to him, in natural order.
  package let rooms: [String]
  /// The community of the first of them.
  package let community: Int64?
  /// Whose account with him it is, where there are several companies.
  package let company: Int64?
}

extension Database {
  /// Bills are dated by the day of issue, everything else by its value date. A waiver that a correction
  /// took back is dated by the correction, as its line is: nothing enters a month that is closed.
  ///
  /// Void bills, bills of 0.00 and deposits paid back are no entries; deposits held are not in the
  /// balance. Which payment settled which bill does not show: a payment lowers the balance by its
  /// whole sum, and what no bill took is a credit in the balance.
  ///
  /// Each entry names the organisation in whose books it stands: for a bill that of its room, for money
  /// the one for which it was booked.
  ///
  /// - Parameters:
  ///   - isHis: of whom, said of a column; SQL.
  ///   - isWhole: of whose money all counts that is held by `orgs`; SQL.
  ///   - isHere: whether money lies within, by its room, company and customer; SQL.
  private static func entries(
    _ isHis: (String) -> String, isWhole: (String) -> String,
    isHere: (_ room: String, _ company: String, _ customer: String) -> String
  ) -> String {
    let place = "(SELECT community_id FROM room WHERE id = bill.room_id)"
    let billed = isHere("bill.room_id", "NULL", "bill.customer_id")
    func paid(_ table: String, _ customer: String, room: String = "NULL") -> String {
      let company = table == "prepayment" || table == "source" ? Prepayment.holder(of: table) : "\(table).company_id"
      return "\(isWhole("\(table).\(customer)")) AND \(isHere(room, company, "\(table).\(customer)"))"
    }
    let payment = paid("payment", "payer_id", room: "coalesce(payment.room_id, payment.payer_room_id)")
    return """
      SELECT bill.customer_id AS holder_id, bill.issued_on AS day,
             CASE WHEN bill.principal_id IS NOT NULL THEN 'late'
                  WHEN \(Bill.isCorrection("bill")) THEN 'correction' ELSE 'bill' END AS kind,
             bill.id AS number, bill.room_id, fee.name AS text,
             CASE WHEN bill.principal_id IS NULL THEN \(Bill.periodMeant("bill"))
                  ELSE \(Bill.periodMeant("principal")) END AS period,
             bill.amount_minor AS amount_minor,
             \(place) AS org_id
        FROM bill
        JOIN fee ON fee.id = bill.fee_id
        LEFT JOIN bill AS principal ON principal.id = bill.principal_id
       WHERE \(isHis("bill.customer_id")) AND bill.ended IS NOT 'void' AND bill.amount_minor <> 0
         AND \(billed)
      UNION ALL
      SELECT payer_id, paid_on, 'payment', id, room_id, method, NULL, -amount_minor, company_id
        FROM payment
       WHERE \(isHis("payer_id")) AND \(payment)
      UNION ALL
      SELECT payer_id, reversed_on, 'reversal', id, room_id, method, NULL, amount_minor, company_id
        FROM payment
       WHERE \(isHis("payer_id")) AND reversed_on IS NOT NULL AND \(payment)
      UNION ALL
      SELECT customer_id, paid_on, 'prepaid', id, NULL, '', NULL, -amount_minor,
             \(Prepayment.holder(of: "prepayment"))
        FROM prepayment
       WHERE \(isHis("customer_id")) AND payment_id IS NULL AND bill_id IS NULL AND source_id IS NULL
         AND \(paid("prepayment", "customer_id"))
      UNION ALL
      SELECT customer_id, posted_on, 'prepaid', id, NULL, '', NULL, -amount_minor,
             \(Prepayment.holder(of: "prepayment"))
        FROM prepayment
       WHERE \(isHis("customer_id")) AND source_id IS NOT NULL AND \(paid("prepayment", "customer_id"))
      UNION ALL
      SELECT source.customer_id, y.posted_on, 'carried', y.id, NULL, '', NULL, y.amount_minor,
             \(Prepayment.holder(of: "source"))
        FROM prepayment AS source
        JOIN prepayment AS y ON y.source_id = source.id
       WHERE \(isHis("source.customer_id")) AND \(paid("source", "customer_id"))
      UNION ALL
      SELECT customer_id, refunded_on, 'refund', id, NULL, method, NULL, amount_minor, company_id
        FROM refund
       WHERE \(isHis("customer_id")) AND deposit_id IS NULL AND \(paid("refund", "customer_id"))
      UNION ALL
      SELECT bill.customer_id, deducted_on, 'deduction', deduction.id, bill.room_id, fee.name, NULL,
             -deduction.amount_minor, \(place)
        FROM deduction
        JOIN deposit ON deposit.id = deduction.deposit_id
        JOIN bill ON bill.id = deduction.bill_id
        JOIN fee ON fee.id = deposit.fee_id
       WHERE \(isHis("bill.customer_id")) AND \(isWhole("bill.customer_id")) AND \(billed)
      UNION ALL
      SELECT bill.customer_id,
             CASE WHEN adjustment.amount_minor < 0 AND adjustment.payment_id IS NULL
                  THEN adjustment.posted_on ELSE adjustment.value_on END,
             'adjustment', adjustment.id, bill.room_id,
             adjustment.kind, bill.period, -adjustment.amount_minor, \(place)
        FROM adjustment
        JOIN bill ON bill.id = adjustment.bill_id
       WHERE \(isHis("bill.customer_id")) AND \(Adjustment.changesOpen) AND \(billed)
      """
  }

  /// What settled the bills within, for customers whose balance is only what they owe there.
  ///
  /// A payment that paid both here and elsewhere may be hidden; what it paid here is shown.
  private static func settled(_ isHis: (String) -> String, _ orgs: [Int64]) -> String {
    """
    SELECT bill.customer_id AS holder_id,
           CASE WHEN allocation.kind IN ('reversal', 'netting') THEN allocation.posted_on
                ELSE allocation.value_on END AS day,
           CASE WHEN allocation.kind = 'deposit' THEN 'deduction'
                WHEN allocation.kind = 'reversal' AND allocation.payment_id IS NULL THEN 'offset'
                ELSE allocation.kind END AS kind,
           coalesce(allocation.deduction_id, allocation.payment_id, allocation.prepayment_id, bill.id) AS number,
           bill.room_id, coalesce(p.method, fee.name, '') AS text, NULL AS period,
           -sum(allocation.amount_minor) AS amount_minor, room.community_id AS org_id
      FROM allocation
      JOIN bill ON bill.id = allocation.bill_id
      JOIN room ON room.id = bill.room_id
      LEFT JOIN main.payment AS p ON p.id = allocation.payment_id
      LEFT JOIN deduction ON deduction.id = allocation.deduction_id
      LEFT JOIN deposit ON deposit.id = deduction.deposit_id
      LEFT JOIN fee ON fee.id = deposit.fee_id
     WHERE \(isHis("bill.customer_id")) AND bill.ended IS NOT 'void' AND \(inScope(orgs, room: "bill.room_id"))
     GROUP BY 1, 2, 3, 4, bill.room_id
    HAVING sum(allocation.amount_minor) <> 0
    """
  }

  /// Lends the account of each customer from `first` through `last`, in the order given: who he is,
  /// his balance before, and his entries, bills first on each day. Where there are several companies
  /// he has one with each that he has to do with, in their order.
  ///
  /// All accounts come out of one walk through what was booked: one by one each would take a walk of
  /// its own.
  ///
  /// - Parameter orgs: what stands under these only; nil: everything. Less than a company sees of a
  ///   customer of elsewhere, too, his bills and what settled them: what he has to his credit may be
  ///   for any of his places.
  package func forEachAccount(
    of holders: [Int64], orgs: [Int64]? = nil, from first: Day, through last: Day,
    _ body: (AccountHolder, Money, [AccountEntry]) throws -> Void
  ) throws {
    let asked: SQLValue = .list(holders)
    let tree = try orgTree()
    let entries = try accountEntries(of: asked, orgs: orgs, tree)
    func company(of org: Int64?) -> Int64? { tree.hasSeveralCompanies ? tree.company(of: org) : nil }
    var openings: [Int64: [Int64?: Money]] = [:]
    try forEach(
      """
      SELECT holder_id, org_id, sum(amount_minor) FROM (\(entries))
       WHERE day < ?2
       GROUP BY holder_id, org_id
       ORDER BY holder_id, org_id
      """, [asked, .day(first)]
    ) { row in
      let (holder, whose) = (row.int64(0), company(of: row.optionalInt64(1)))
      let sum = try (openings[holder]?[whose] ?? .zero).adding(row.money(2))
      openings[holder, default: [:]][whose] = sum
    }
    let people = try accountPeople(asked, orgs)
    var rows = try prepare(
      """
      SELECT day, entry.kind, entry.number, room.code, text, period, amount_minor, entry.holder_id,
             entry.org_id
        FROM (\(entries)) AS entry
        JOIN (SELECT value AS holder_id, min(key) AS place FROM json_each(?1) GROUP BY value) AS asked
          ON asked.holder_id = entry.holder_id
        LEFT JOIN room ON room.id = room_id
       WHERE day BETWEEN ?2 AND ?3
       ORDER BY asked.place, day, entry.kind NOT IN ('bill', 'correction', 'late'), entry.kind, entry.number
      """)
    try rows.bind([asked, .day(first), .day(last)])
    var hasRow = try rows.step()
    var done: Set<Int64> = []
    for id in holders where done.insert(id).inserted {
      var accounts: [Int64?: [AccountEntry]] = [:]
      while hasRow, rows.int64(7) == id {
        accounts[company(of: rows.optionalInt64(8)), default: []].append(
          AccountEntry(
            day: rows.day(0), kind: try rows.word(1),
            number: rows.int64(2), room: rows.optionalString(3), text: rows.string(4),
            period: rows.optionalPeriod(5), amount: rows.money(6)))
        hasRow = try rows.step()
      }
      guard let person = people[id] else { throw StoreError("an account of nobody") }
      for (whose, opening) in openings[id] ?? [:] where opening != .zero && accounts[whose] == nil {
        accounts[whose] = []
      }
      if accounts.isEmpty { accounts[company(of: person.rooms.first?.community)] = [] }
      for whose in tree.companies.map({ Int64?.some($0) }) + [nil] {
        guard let entries = accounts[whose] else { continue }
        let rooms = person.rooms.filter { company(of: $0.community) == whose }
        try body(
          AccountHolder(
            code: person.code, name: person.name, phone: person.phone, address: person.address,
            rooms: rooms.map(\.code), community: rooms.first?.community, company: whose),
          openings[id]?[whose] ?? .zero, entries)
      }
    }
  }

  /// The entries of all who are asked for in `?1`, as SQL.
  private func accountEntries(of asked: SQLValue, orgs: [Int64]?, _ tree: OrgTree) throws -> String {
    func isAsked(_ customer: String) -> String { "\(customer) IN (SELECT value FROM json_each(?1))" }
    guard let orgs else { return Self.entries(isAsked, isWhole: { _ in "1" }, isHere: { _, _, _ in "1" }) }
    let isHere = { isHeld(orgs, tree, room: $0, company: $1, customer: $2, ofFew: true) }
    let places = CustomerPlaces(of: orgs, in: tree)
    let shared =
      orgs.contains(where: tree.companies.contains)
      ? []
      : try rows(
        "SELECT id FROM customer AS t WHERE \(isAsked("t.id")) AND \(places.isElsewhere("t.id")) ORDER BY id", [asked]
      ) {
        $0.int64(0)
      }
    let list = sqlList(shared)
    return Self.entries(isAsked, isWhole: { "\($0) NOT IN (\(list))" }, isHere: isHere)
      + "\nUNION ALL SELECT * FROM (\(Self.settled({ "\($0) IN (\(list))" }, orgs)))"
  }

  /// Everybody who was billed, paid or holds a prepayment; with `orgs` those billed for rooms there.
  /// In natural order.
  package func accountHolders(orgs: [Int64]?) throws -> [Int64] {
    let money =
      orgs == nil
      ? """
       UNION SELECT payer_id FROM payment
       UNION SELECT customer_id FROM prepayment
      """ : ""
    return try rows(
      """
      SELECT id
        FROM customer
       WHERE id IN (SELECT customer_id FROM bill WHERE \(inScope(orgs, room: "room_id"))\(money))
       ORDER BY key
      """
    ) { $0.int64(0) }
  }

  /// Who a customer is, and his rooms in natural order.
  private struct AccountPerson {
    let code: String
    let name: String
    let phone: String?
    let address: String?
    let rooms: [(code: String, community: Int64?)]
  }

  /// Who the customers are, and their rooms.
  private func accountPeople(_ asked: SQLValue, _ orgs: [Int64]?) throws -> [Int64: AccountPerson] {
    let isAsked = "customer_id IN (SELECT value FROM json_each(?1))"
    var rooms: [Int64: [(code: String, community: Int64?)]] = [:]
    try forEach(
      """
      SELECT held.customer_id, room.code, room.community_id
        FROM (SELECT customer_id, room_id FROM bill WHERE \(isAsked)
              UNION SELECT customer_id, room_id FROM occupancy WHERE \(isAsked)) AS held
        JOIN room ON room.id = held.room_id
       WHERE \(inScope(orgs, room: "room.id"))
       ORDER BY room.key
      """, [asked]
    ) { row in
      rooms[row.int64(0), default: []].append((row.string(1), row.optionalInt64(2)))
    }
    var people: [Int64: AccountPerson] = [:]
    try forEach(
      """
      SELECT id, code, name, phone, address FROM customer
       WHERE id IN (SELECT value FROM json_each(?1))
       ORDER BY id
      """, [asked]
    ) { row in
      people[row.int64(0)] = AccountPerson(
        code: row.string(1), name: row.string(2), phone: row.optionalString(3),
        address: row.optionalString(4), rooms: rooms[row.int64(0)] ?? [])
    }
    return people
  }
}
