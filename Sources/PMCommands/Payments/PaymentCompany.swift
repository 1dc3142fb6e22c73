// Which company a payment is for that names neither a room nor a company.
import PMCore
import PMStore

/// Finds the company of a payment by the bill or the customer that it names.
final class PaymentCompany {
  enum Answer {
    case one(String)
    /// The customer's homes and debts belong to these companies.
    case several([String])
    case unknown
  }

  private let database: Database
  private let orgs: OrgTree
  private let bills = Payment.record.column("bill")?.kind as? SerialListKind
  private var customers: Statement
  private var communities: Statement
  private var booked: Statement
  private var key = NaturalKey()

  init(_ database: Database, _ orgs: OrgTree) throws {
    self.database = database
    self.orgs = orgs
    customers = try database.prepare(
      "SELECT id FROM \(try database.seenTable("customer")) WHERE key = ?1")
    communities = try database.prepare(
      """
      SELECT DISTINCT community_id FROM room
       WHERE id IN (SELECT room_id FROM occupancy WHERE customer_id = ?1
                    UNION
                    SELECT room_id FROM bill WHERE customer_id = ?1 AND \(Bill.isOpen))
       ORDER BY community_id
      """)
    booked = try database.prepare("SELECT customer_id FROM payment WHERE key = ?1")
  }

  /// The one company of what the cells name.
  func answer(bill: Cell, customer: Cell) throws -> Answer {
    if case .text(let text) = bill, let number = bills?.numbers(in: text.text).first {
      let company = try database.namedBill(number).flatMap { orgs.company(of: $0.community) }
      if let code = company.flatMap({ orgs.code(of: $0) }) { return .one(code) }
    }
    guard let customer = try id(ofCustomer: customer) else { return .unknown }
    var companies: Set<Int64> = []
    try communities.bind(1, customer)
    defer { communities.reset() }
    while try communities.step() {
      if let company = orgs.company(of: communities.optionalInt64(0)) { companies.insert(company) }
    }
    let codes = orgs.companies.filter(companies.contains).compactMap { orgs.code(of: $0) }
    if codes.count == 1 { return .one(codes[0]) }
    return codes.isEmpty ? .unknown : .several(codes)
  }

  /// The company in which this customer's payment is booked already: it stays there wherever he has
  /// moved since. Fills the cell in `slot`, or leaves it empty.
  func keepEarlier(
    _ job: RecordJob, _ cells: inout [Cell], _ start: Int, slot: Int, customer: Cell
  ) throws -> Bool {
    guard let customer = try id(ofCustomer: customer) else { return false }
    for company in orgs.companies {
      guard let code = orgs.code(of: company) else { continue }
      cells[start + slot] = job.keep(code)
      let isHis = try job.withKey(cells, from: start) { key in
        try booked.bind(1, key)
        defer { booked.reset() }
        return try booked.step() && booked.optionalInt64(0) == customer
      }
      if isHis { return true }
    }
    cells[start + slot] = .null
    return false
  }

  private func id(ofCustomer cell: Cell) throws -> Int64? {
    guard case .text(let code) = cell else { return nil }
    key.removeAll()
    key.append(code)
    try key.withKeyBytes { try customers.bind(1, $0) }
    defer { customers.reset() }
    return try customers.step() ? customers.int64(0) : nil
  }
}
