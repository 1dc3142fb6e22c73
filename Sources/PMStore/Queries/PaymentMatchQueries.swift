// Whose a payment is that names nobody: by bill, room, mandate, account or phone.
package import PMCore

/// Why nobody was found for a payment.
package enum PaymentDoubt: String, Sendable {
  case nobody, several, conflict
  case noPayer = "no-payer"
  /// Somebody was, of another company than the one that got the money.
  case otherCompany = "other-company"

  /// How a payment keeps it that waits for a claim: one of `Payment.doubts`.
  var kept: String { self == .otherCompany ? Self.nobody.rawValue : rawValue }
}

/// What matching came to.
package enum PaymentMatch: Sendable {
  /// - Parameters:
  ///   - room: the one room that its text names.
  ///   - bills: the bills that its text names.
  ///   - key: one of `Payment.matches`.
  case found(payer: Int64, room: Int64?, bills: [Int64], key: String)
  /// Why nobody was found, and the codes of the customers that might be meant; of another company,
  /// the code of the room or customer that it fits with those of its companies.
  case doubt(PaymentDoubt, customers: [String])
}

/// Finds the customers of payments, with what it needs of the tables read once.
///
/// The surest key that finds anybody decides, and none of the others may speak against it: where
/// two customers remain, or two keys disagree, nobody is guessed. An account or phone of somebody
/// who holds the room that is named is no contradiction.
package final class PaymentMatcher {
  private let database: Database
  private let orgs: OrgTree
  private let payers: RoomPayers
  private var rooms: Statement
  private var debtors: Statement
  private var holders: Statement
  private var customers: [String: [String: [Int64]]] = [:]
  /// The customers found by an account or a phone; nil where neither was looked for.
  package private(set) var compared: Set<Int64>?
  private var communities: Statement
  /// The companies with which a customer has anything, once they were asked for.
  private var companies: [Int64: Set<Int64>] = [:]

  package init(_ database: Database) throws {
    self.database = database
    orgs = try database.orgTree()
    payers = try RoomPayers(database)
    // Who is kept to a part must not learn whose an account is by paying from it.
    let (room, bill) = (try database.seenTable("room"), try database.seenTable("bill"))
    rooms = try database.prepare("SELECT id, community_id FROM \(room) WHERE key = ?1")
    debtors = try database.prepare(
      """
      SELECT bill.customer_id, room.community_id
        FROM \(bill) AS bill
        LEFT JOIN room ON room.id = bill.room_id
       WHERE bill.id = ?1 AND bill.ended IS NULL AND bill.amount_minor > 0
      """)
    communities = try database.prepare(
      """
      SELECT community_id FROM \(room)
       WHERE id IN (SELECT room_id FROM occupancy WHERE customer_id = ?1
                    UNION
                    SELECT room_id FROM \(bill) WHERE customer_id = ?1)
      UNION
      SELECT company_id FROM payment WHERE payer_id = ?1 AND reversed_on IS NULL
      """)
    holders = try database.prepare(
      """
      SELECT customer_id FROM occupancy
       WHERE room_id = ?1 AND ("from" IS NULL OR "from" <= ?2) AND ("to" IS NULL OR "to" >= ?2)
      """)
  }

  /// Whose the payment is by `traces`.
  package func match(_ traces: PaymentTraces, on day: Day, company: Int64?) throws -> PaymentMatch {
    let text = StatementText(note: traces.note, reference: traces.reference)
    var named: [Int64] = []
    var voices: [(key: String, customers: Set<Int64>)] = []
    var billed: Set<Int64> = []
    for number in text.bills {
      guard let debtor = try debtor(of: number, company) else { continue }
      billed.insert(debtor)
      named.append(number)
    }
    voices.append(("bill", billed))
    var (housed, held): (Set<Int64>, Set<Int64>) = ([], [])
    var places: [Int64] = []
    var foreign: [String] = []
    for word in text.words {
      guard let (room, other) = try room(called: word, company) else { continue }
      if let other {
        if foreign.isEmpty { foreign = [word, other] }
        continue
      }
      places.append(room)
      if let payer = try payers.payer(ofRoom: room, on: day) { housed.insert(payer.customer) }
      held.formUnion(try holders(of: room, on: day))
    }
    if !places.isEmpty, housed.isEmpty { return .doubt(.noPayer, customers: []) }
    voices.append(("room", housed))
    voices.append(("mandate", try traces.mandate.map { try known("mandate", $0) } ?? []))
    voices.append(("account", try traces.account.map { try known("bank_account", $0) } ?? []))
    var called: Set<Int64> = []
    for phone in text.phones + (traces.phone.map { [$0] } ?? []) {
      called.formUnion(try known("phone", phone).union(known("phone2", phone)))
    }
    voices.append(("phone", called))
    let found = try decide(voices.filter { !$0.customers.isEmpty }, held, places, named)
    if case .doubt(.nobody, _) = found, !foreign.isEmpty {
      return .doubt(.otherCompany, customers: foreign)
    }
    if case .found(let payer, _, _, let key) = found, key != "bill", key != "room",
      let others = try companies(of: payer, without: company)
    {
      return .doubt(.otherCompany, customers: try codes([payer]) + others)
    }
    return found
  }

  private func decide(
    _ voices: [(key: String, customers: Set<Int64>)], _ held: Set<Int64>, _ places: [Int64],
    _ bills: [Int64]
  ) throws -> PaymentMatch {
    guard let first = voices.first else { return .doubt(.nobody, customers: []) }
    var left = first.customers
    for voice in voices.dropFirst() {
      let both = left.intersection(voice.customers)
      if both.isEmpty {
        if !held.isDisjoint(with: voice.customers) { continue }
        return .doubt(.conflict, customers: try codes(left.union(voice.customers)))
      }
      left = both
    }
    guard left.count == 1, let payer = left.first else {
      return .doubt(.several, customers: try codes(left))
    }
    return .found(
      payer: payer, room: places.count == 1 ? places.first : nil, bills: bills, key: first.key)
  }

  private func debtor(of number: Int64, _ company: Int64?) throws -> Int64? {
    try debtors.bind(1, number)
    defer { debtors.reset() }
    guard try debtors.step(), isOurs(debtors.optionalInt64(1), company) else { return nil }
    return debtors.int64(0)
  }

  /// The room of this code, with the code of its company where that is another one.
  private func room(called code: String, _ company: Int64?) throws -> (Int64, other: String?)? {
    try rooms.bind(1, NaturalKey.of(code))
    defer { rooms.reset() }
    guard try rooms.step() else { return nil }
    let community = rooms.optionalInt64(1)
    if isOurs(community, company) { return (rooms.int64(0), nil) }
    return (rooms.int64(0), orgs.company(of: community).flatMap { orgs.code(of: $0) } ?? "-")
  }

  /// The codes of the companies with which a customer has homes, bills or payments, where `company`
  /// is none of them; nil of who has nothing anywhere.
  private func companies(of customer: Int64, without company: Int64?) throws -> [String]? {
    guard orgs.hasSeveralCompanies, let company else { return nil }
    if companies[customer] == nil {
      var found: Set<Int64> = []
      try communities.bind(1, customer)
      defer { communities.reset() }
      while try communities.step() {
        if let its = orgs.company(of: communities.optionalInt64(0)) { found.insert(its) }
      }
      companies[customer] = found
    }
    let found = companies[customer] ?? []
    if found.isEmpty || found.contains(company) { return nil }
    return orgs.companies.filter(found.contains).compactMap { orgs.code(of: $0) }
  }

  /// A payment pays the bills of its company only.
  private func isOurs(_ community: Int64?, _ company: Int64?) -> Bool {
    guard orgs.hasSeveralCompanies, let company else { return true }
    return orgs.company(of: community) == company
  }

  private func holders(of room: Int64, on day: Day) throws -> Set<Int64> {
    try holders.bind(1, room)
    try holders.bind(2, Int64(day.number))
    defer { holders.reset() }
    var found: Set<Int64> = []
    while try holders.step() { found.insert(holders.int64(0)) }
    return found
  }

  /// The customers with this value in a column of theirs; each column is read once.
  private func known(_ column: String, _ value: String) throws -> Set<Int64> {
    let isPhone = column.hasPrefix("phone")
    if customers[column] == nil {
      var values: [String: [Int64]] = [:]
      let table = try database.seenTable("customer")
      try database.forEach(
        "SELECT \(column), id FROM \(table) WHERE \(column) IS NOT NULL ORDER BY id"
      ) { row in
        let value = isPhone ? PhoneKind.plain(row.string(0)) : row.string(0)
        values[value, default: []].append(row.int64(1))
      }
      customers[column] = values
    }
    let found = Set(customers[column]?[isPhone ? PhoneKind.plain(value) : value] ?? [])
    if Customer.record.column(column)?.isPersonal ?? true {
      if compared == nil { compared = [] }
      compared?.formUnion(found)
    }
    return found
  }

  private func codes(_ customers: Set<Int64>) throws -> [String] {
    let list = sqlList(customers.sorted())
    return try database.rows("SELECT code FROM customer WHERE id IN (\(list)) ORDER BY key") {
      $0.string(0)
    }
  }
}
