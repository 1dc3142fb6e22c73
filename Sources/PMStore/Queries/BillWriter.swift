// Bill lines into the table, twenty a step, numbered in the order in which they come.
package import PMCore

/// Posts bill lines of one run; their numbers rise in the order of `append`.
///
/// A line of 0.00 is paid from the start, because nothing is open on it.
package final class BillWriter {
  private static let columns = [
    "id", "room_id", "customer_id", "fee_id", "class", "period", "\"from\"", "\"to\"", "quantity",
    "price", "amount_minor", "tax_minor", "tax_rate", "issued_on", "due_on", "posted_on",
    "meter_id", "tariff", "principal_id", "corrects_id", "run", "ticket_id",
    "deposit_id", "tax_method",
  ]

  private let database: Database
  private let run: Int64
  private var demands: [DepositDemand] = []
  private let taxMethods: [Int64: String]
  private var pending: [NewBill] = []
  private var nextNumber: Int64
  private var batch: Statement
  private var one: Statement
  package private(set) var count = 0

  /// - Parameter run: the journal entry of the command.
  package init(_ database: Database, run: Int64) throws {
    self.database = database
    self.run = run
    taxMethods = try database.taxMethods()
    nextNumber = try database.nextNumber(of: Bill.record)
    one = try database.prepareInsert(into: "bill", Self.columns, rows: 1)
    batch = try database.prepareInsert(into: "bill", Self.columns, rows: Database.bulkRows)
    pending.reserveCapacity(Database.bulkRows)
  }

  /// Posts a line, at the latest with `finish`; its number.
  @discardableResult
  package func append(_ bill: NewBill) throws -> Int64 {
    pending.append(bill)
    count += 1
    let number = nextNumber + Int64(pending.count) - 1
    if let demand = DepositDemand(bill, number: number) { demands.append(demand) }
    if pending.count == Database.bulkRows {
      for (place, bill) in pending.enumerated() {
        try bind(bill, number: nextNumber + Int64(place), to: &batch, at: place * Self.columns.count)
      }
      try batch.run()
      nextNumber += Int64(pending.count)
      pending.removeAll(keepingCapacity: true)
    }
    return number
  }

  /// Posts the lines that are still waiting.
  package func finish() throws {
    for bill in pending {
      try bind(bill, number: nextNumber, to: &one, at: 0)
      try one.run()
      nextNumber += 1
    }
    pending.removeAll()
    if !demands.isEmpty { try database.keepDeposits(demands, run: run) }
    demands = []
  }

  private func bind(
    _ bill: NewBill, number: Int64, to statement: inout Statement, at base: Int
  ) throws {
    try statement.bind(base + 1, number)
    try statement.bind(base + 2, bill.room)
    try statement.bind(base + 3, bill.customer)
    try statement.bind(base + 4, bill.fee)
    try statement.bind(base + 5, bill.kind.rawValue)
    try statement.bind(base + 6, Int64(bill.period.index))
    try statement.bind(base + 7, Int64(bill.from.number))
    try statement.bind(base + 8, Int64(bill.to.number))
    try statement.bind(base + 9, bill.quantity?.units)
    try statement.bind(base + 10, bill.price?.units)
    try statement.bind(base + 11, bill.amount.minor)
    try statement.bind(base + 12, bill.tax.minor)
    try statement.bind(base + 13, bill.taxRate.units)
    try statement.bind(base + 14, Int64(bill.issuedOn.number))
    try statement.bind(base + 15, Int64(bill.dueOn.number))
    try statement.bind(base + 16, Int64(bill.postedOn.number))
    try statement.bind(base + 17, bill.meter)
    try statement.bind(base + 18, bill.tariff)
    try statement.bind(base + 19, bill.principal)
    try statement.bind(base + 20, bill.corrects)
    try statement.bind(base + 21, run)
    try statement.bind(base + 22, bill.ticket)
    try statement.bind(base + 23, bill.deposit)
    try statement.bind(base + 24, taxMethods[bill.fee] ?? TaxMethod.taxed.rawValue)
  }
}

extension Database {
  /// Whether the room has a line of this fee and period from `day` on that a second one would clash
  /// with; lines of meters do not.
  package func hasLine(fee: Int64, room: Int64, period: Period, from day: Day) throws -> Bool {
    try scalar(
      """
      SELECT 1 FROM bill
       WHERE period = ?1 AND room_id = ?2 AND fee_id = ?3 AND meter_id IS NULL AND "from" = ?4
         AND \(Bill.isOfRun)
       LIMIT 1
      """,
      [
        .period(period), .integer(room), .integer(fee), .day(day),
      ]) != nil
  }

  /// How the lines of each fee are taxed, as the stored word; a deposit never is.
  func taxMethods() throws -> [Int64: String] {
    var methods: [Int64: String] = [:]
    try forEach("SELECT id, iif(class = 'deposit', 'untaxed', tax_method) FROM fee ORDER BY id") {
      methods[$0.int64(0)] = $0.string(1)
    }
    return methods
  }
}
