// Settling bills: which lines are open, and money booked on them in the order of allocation.
package import PMCore

/// A line of which something is owed, with what decides how it may be paid.
package struct OpenBill: Sendable {
  package var line: OpenLine
  /// The line's own due date; `line.dueOn` is its principal's.
  package var ownDueOn: Day
  package var fee: Int64
  package var period: Period
  /// The organisation of its room, where that matters.
  package var org: Int64?
  package var room: Int64?
  /// Whether it asks for a deposit.
  package var isDeposit: Bool
}

/// Books money on bills for one command, with statements that are prepared once.
///
/// Every booking goes through `settle`, and constraints of the tables keep each bill, payment and
/// prepayment from being used beyond its amount.
package final class Settlement {
  let database: Database
  let run: Int64
  package let closings: Closings
  private let order: AllocationOrder
  private let priorities: [Int64: Int64]
  /// Whether the organisation of each bill matters.
  let needsOrgs: Bool

  private var ofCustomer: Statement
  private var ofRoom: Statement
  private var ofPrincipal: Statement
  private var writtenOff: Statement
  private let hasWrittenOff: Bool
  private var pay: Statement
  private var allocation: Statement
  private var prepayment: Statement

  /// How many entries were posted later than their value date because its period is closed.
  package internal(set) var moved = 0
  /// How many parts were booked on bills.
  package private(set) var allocations = 0

  package init(_ database: Database, run: Int64) throws {
    self.database = database
    self.run = run
    closings = try database.closings()
    order = try database.settings().lateFeesFirst ? .lateFirst : .principalFirst
    needsOrgs = closings.differByOrg || closings.orgs.hasSeveralCompanies
    var priorities: [Int64: Int64] = [:]
    try database.forEach("SELECT id, priority FROM fee ORDER BY id") { row in
      priorities[row.int64(0)] = row.int64(1)
    }
    self.priorities = priorities
    ofCustomer = try Self.openBills(database, "bill.customer_id = ?1", orgs: needsOrgs)
    ofRoom = try Self.openBills(
      database, "bill.customer_id = ?1 AND bill.room_id IS ?2", orgs: needsOrgs)
    ofPrincipal = try Self.openBills(database, "bill.principal_id = ?1", orgs: needsOrgs)
    let isWrittenOff = Bill.isWrittenOff(of: "bill")
    hasWrittenOff = try database.scalar("SELECT 1 FROM bill WHERE \(isWrittenOff) LIMIT 1") != nil
    writtenOff = try Self.openBills(
      database, "bill.customer_id = ?1", orgs: needsOrgs, open: "bill.written_off_minor",
      where: isWrittenOff)
    pay = try database.prepare("UPDATE bill SET paid_minor = paid_minor + ?1 WHERE id = ?2")
    allocation = try database.prepare(
      """
      INSERT INTO allocation
        (bill_id, kind, payment_id, prepayment_id, fee_id, amount_minor, value_on, posted_on, run,
         deduction_id)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """)
    prepayment = try database.prepare(
      """
      INSERT INTO prepayment
        (customer_id, company_id, fee_id, payment_id, bill_id, paid_on, posted_on, amount_minor,
         left_minor, run, for_from, for_to)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11)
      """)
  }

  private static func openBills(
    _ database: Database, _ condition: String, orgs: Bool,
    open: String = Bill.open(of: "bill"),
    where isOpen: String = Bill.isOpen(of: "bill")
  ) throws -> Statement {
    try database.prepare(
      """
      SELECT bill.id, COALESCE(principal.due_on, bill.due_on), bill.due_on, bill.fee_id,
             bill.principal_id IS NOT NULL,
             \(open),
             \(orgs ? "room.community_id" : "NULL"), bill.room_id,
             COALESCE(principal.period, bill.period),
             bill.class = 'deposit'
        FROM bill
        LEFT JOIN bill AS principal ON principal.id = bill.principal_id
      \(orgs ? "  LEFT JOIN room ON room.id = bill.room_id" : "")
       WHERE \(condition) AND \(isOpen)
      """)
  }

  // MARK: Open lines

  /// The open lines of a customer in the order of allocation: of one room, one fee, one company,
  /// where these are given.
  func openBills(
    customer: Int64, room: Int64? = nil, fee: Int64? = nil, company: Int64? = nil
  ) throws -> [OpenBill] {
    if let room {
      try ofRoom.bind(1, customer)
      try ofRoom.bind(2, room)
      return try read(&ofRoom, fee: fee, company: company)
    }
    try ofCustomer.bind(1, customer)
    return try read(&ofCustomer, fee: fee, company: company)
  }

  /// The lines of a customer of which something was written off, in the order of allocation; what
  /// is open on each is what was written off.
  func writtenOffBills(
    customer: Int64, room: Int64?, fee: Int64?, company: Int64?
  ) throws -> [OpenBill] {
    if !hasWrittenOff { return [] }
    try writtenOff.bind(1, customer)
    return try read(&writtenOff, fee: fee, company: company)
      .filter { room == nil || $0.room == room }
  }

  /// The open lines that a negative line settles.
  func openBills(beside credit: Credit) throws -> [OpenBill] {
    if let principal = credit.principal {
      try ofPrincipal.bind(1, principal)
      return try read(&ofPrincipal, fee: nil, company: nil)
    }
    try ofRoom.bind(1, credit.customer)
    try ofRoom.bind(2, credit.room)
    return try read(&ofRoom, fee: credit.fee, company: nil)
  }

  private func read(
    _ statement: inout Statement, fee: Int64?, company: Int64?
  ) throws -> [OpenBill] {
    defer { statement.reset() }
    var bills: [OpenBill] = []
    while try statement.step() {
      let itsFee = statement.int64(3)
      if let fee, fee != itsFee { continue }
      let org = statement.optionalInt64(6)
      if let company, let its = closings.orgs.company(of: org), its != company { continue }
      bills.append(
        OpenBill(
          line: OpenLine(
            id: statement.int64(0), dueOn: statement.day(1), priority: priorities[itsFee] ?? 0,
            isLate: statement.flag(4), number: statement.int64(0), open: statement.money(5)),
          ownDueOn: statement.day(2), fee: itsFee, period: statement.period(8), org: org,
          room: statement.optionalInt64(7), isDeposit: statement.flag(9)))
    }
    bills.sort { order.precedes($0.line, $1.line) }
    return bills
  }

  // MARK: Booking

  /// Where money comes from that settles a bill.
  enum Source {
    case payment(Int64)
    case prepayment(Int64)
    case netting
    /// What was deducted from a deposit.
    case deduction(Int64)
    /// The counter-entry of a part of a payment, or of a prepayment.
    case reversal(payment: Int64?, prepayment: Int64?)
  }

  /// Books `amount` on a bill; negative on the negative line that is settled.
  func settle(
    _ bill: Int64, fee: Int64, _ amount: Money, from source: Source, valueOn: Day, postedOn: Day
  ) throws {
    try pay.bind(1, amount.minor)
    try pay.bind(2, bill)
    try pay.run()
    var deduction: Int64?
    if case .deduction(let id) = source { deduction = id }
    let (kind, payment, prepayment): (String, Int64?, Int64?) =
      switch source {
      case .payment(let id): ("payment", id, nil)
      case .prepayment(let id): ("offset", nil, id)
      case .netting: ("netting", nil, nil)
      case .deduction: ("deposit", nil, nil)
      case .reversal(let payment, let prepayment): ("reversal", payment, prepayment)
      }
    try allocation.bind(1, bill)
    try allocation.bind(2, kind)
    try allocation.bind(3, payment)
    try allocation.bind(4, prepayment)
    try allocation.bind(5, fee)
    try allocation.bind(6, amount.minor)
    try allocation.bind(7, Int64(valueOn.number))
    try allocation.bind(8, Int64(postedOn.number))
    try allocation.bind(9, run)
    try allocation.bind(10, deduction)
    try allocation.run()
    allocations += 1
  }

  /// Keeps `amount` for a customer: the rest of a payment, or of a negative line.
  func keep(
    _ amount: Money, for customer: Int64, company: Int64?, earmark: Earmark = Earmark(),
    payment: Int64? = nil, bill: Int64? = nil, paidOn: Day, postedOn: Day
  ) throws {
    try prepayment.bind(1, customer)
    try prepayment.bind(2, company)
    try prepayment.bind(3, earmark.fee)
    try prepayment.bind(4, payment)
    try prepayment.bind(5, bill)
    try prepayment.bind(6, Int64(paidOn.number))
    try prepayment.bind(7, Int64(postedOn.number))
    try prepayment.bind(8, amount.minor)
    try prepayment.bind(9, run)
    try prepayment.bind(10, earmark.from.map { Int64($0.index) })
    try prepayment.bind(11, earmark.to.map { Int64($0.index) })
    try prepayment.run()
  }
}
