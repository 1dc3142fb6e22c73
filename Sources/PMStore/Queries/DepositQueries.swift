// Deposits: kept with their demands, deducted from, refunded; never below zero.
package import PMCore

/// A bill of class deposit that was just posted.
struct DepositDemand {
  let bill: Int64
  let room: Int64?
  let customer: Int64
  let fee: Int64
  let amount: Money
  let issuedOn: Day
  let postedOn: Day

  /// Nil where the line is no demand: of another class, of 0.00, or a credit.
  init?(_ bill: NewBill, number: Int64) {
    guard bill.kind == .fee(.deposit), bill.amount > .zero, bill.principal == nil else {
      return nil
    }
    self.bill = number
    room = bill.room
    customer = bill.customer
    fee = bill.fee
    amount = bill.amount
    issuedOn = bill.issuedOn
    postedOn = bill.postedOn
  }
}

/// A deposit with what decides what may be done with it.
package struct HeldDeposit: Equatable, Sendable {
  package let id: Int64
  package let customer: Int64
  package let room: Int64?
  package let fee: Int64
  package let feeCode: String
  package let company: Int64?
  /// The community of its room.
  package let org: Int64?
  package let reference: String?
  package let bill: Int64?
  package let balance: Money

  /// Where it is booked: its room's community, else its company.
  package var place: Int64? { org ?? company }
}

/// What was taken, or asked for, under a slip.
package struct TakenDeposit: Sendable {
  package let id: Int64
  package let amount: Money
  package let bill: Int64?
  package let isPaid: Bool
  package let isVoid: Bool
}

/// A deduction about to be kept.
package struct NewDeduction: Equatable, Sendable {
  package var deposit: Int64
  package var amount: Money
  package var on: Day
  package var reference: String?
  package var reason: String
  package var approver: String

  package init(
    deposit: Int64, amount: Money, on day: Day, reference: String?, reason: String, approver: String
  ) {
    self.deposit = deposit
    self.amount = amount
    on = day
    self.reference = reference
    self.reason = reason
    self.approver = approver
  }
}

extension Database {
  /// Keeps a deposit for each demand.
  func keepDeposits(_ demands: [DepositDemand], run entry: Int64) throws {
    let tree = try orgTree()
    var insert = try prepare(
      """
      INSERT INTO deposit
        (customer_id, room_id, fee_id, taken_on, amount_minor, bill_id, company_id, posted_on, run)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """)
    for demand in demands {
      let place: Int64? = try demand.room.flatMap { try community(ofRoom: $0) }
      try insert.bind(1, demand.customer)
      try insert.bind(2, demand.room)
      try insert.bind(3, demand.fee)
      try insert.bind(4, Int64(demand.issuedOn.number))
      try insert.bind(5, demand.amount.minor)
      try insert.bind(6, demand.bill)
      try insert.bind(7, tree.company(of: place))
      try insert.bind(8, Int64(demand.postedOn.number))
      try insert.bind(9, entry)
      try insert.run()
    }
  }

  /// The deposit in row `id`.
  package func heldDeposit(_ id: Int64) throws -> HeldDeposit? {
    try first(
      """
      SELECT t.customer_id, t.room_id, t.fee_id, fee.code, t.company_id, room.community_id, t.reference,
             t.bill_id, \(Deposit.balanceSQL)
        FROM deposit AS t
        JOIN fee ON fee.id = t.fee_id
        LEFT JOIN room ON room.id = t.room_id
       WHERE t.id = ?1
      """, [.integer(id)]
    ) { row in
      HeldDeposit(
        id: id, customer: row.int64(0), room: row.optionalInt64(1), fee: row.int64(2),
        feeCode: row.string(3), company: row.optionalInt64(4), org: row.optionalInt64(5),
        reference: row.optionalString(6), bill: row.optionalInt64(7), balance: row.money(8))
    }
  }

  /// What is held of the deposits that a customer gave for a room.
  package func held(of customer: Int64, forRoom room: Int64) throws -> Money {
    Money(
      minor: try scalar(
        "SELECT sum(\(Deposit.balanceSQL)) FROM deposit AS t WHERE t.customer_id = ?1 AND t.room_id = ?2",
        [.integer(customer), .integer(room)]) ?? 0)
  }

  /// The least that was held of a deposit at the end of `day` and of any day after, by posting
  /// dates: what leaves it on that day must leave enough for what left it later.
  package func heldOf(_ deposit: Int64, on day: Day) throws -> Money {
    Money(
      minor: try scalar(
        """
        WITH move AS MATERIALIZED (
          SELECT posted_on, amount_minor FROM (\(Self.depositMoves)) WHERE deposit_id = ?1)
        SELECT min(held)
          FROM (SELECT (SELECT coalesce(sum(amount_minor), 0) FROM move WHERE posted_on <= on_day) AS held
                  FROM (SELECT ?2 AS on_day UNION SELECT posted_on FROM move WHERE posted_on > ?2))
        """, [.integer(deposit), .day(day)]) ?? 0)
  }

  /// Everything that moved a deposit: deposit, posting date, what it came to hold, and what kind of
  /// move it was, as SQL.
  static let depositMoves = """
    SELECT deposit.id AS deposit_id, allocation.posted_on AS posted_on,
           allocation.amount_minor AS amount_minor, 'received' AS move
      FROM deposit
      JOIN allocation ON allocation.bill_id = deposit.bill_id
    UNION ALL
    SELECT id, posted_on, amount_minor, 'received'
      FROM deposit
     WHERE bill_id IS NULL
    UNION ALL
    SELECT deposit_id, posted_on, -amount_minor, 'deducted'
      FROM deduction
    UNION ALL
    SELECT deposit_id, posted_on, -amount_minor, 'refunded'
      FROM refund
     WHERE deposit_id IS NOT NULL
    """

  /// The numbers of the deposits, among those that the bills of these rows asked for, of which less
  /// came in than was deducted and refunded.
  package func overdrawnDeposits(run entry: Int64) throws -> [Int64] {
    try rows(
      """
      SELECT t.id
        FROM deposit AS t
       WHERE t.bill_id IN (SELECT bill_id FROM allocation WHERE run = ?1)
         AND \(Deposit.balanceSQL) < 0
       ORDER BY t.id
      """, [.integer(entry)]
    ) { $0.int64(0) }
  }

  /// The numbers of the receipts that were printed for the money of a deposit, and of the payments
  /// without one.
  package func receipts(ofDeposit id: Int64) throws -> (printed: [Int64], missing: [Int64]) {
    let payments = try rows(
      """
      SELECT DISTINCT payment.id, receipt.id
        FROM deposit
        JOIN allocation ON allocation.bill_id = deposit.bill_id
        LEFT JOIN prepayment ON prepayment.id = allocation.prepayment_id
        JOIN payment ON payment.id = COALESCE(allocation.payment_id, prepayment.payment_id)
        LEFT JOIN receipt ON receipt.payment_id = payment.id
       WHERE deposit.id = ?1 AND payment.reversed_on IS NULL
       ORDER BY payment.id
      """, [.integer(id)]
    ) { (payment: $0.int64(0), receipt: $0.optionalInt64(1)) }
    return (payments.compactMap(\.receipt), payments.filter { $0.receipt == nil }.map(\.payment))
  }

  /// The deposit of this fee, customer and room that was taken under `reference`.
  package func deposit(
    fee: Int64, customer: Int64, room: Int64?, reference: String
  ) throws -> TakenDeposit? {
    try first(
      """
      SELECT t.id, t.amount_minor, t.bill_id, \(Deposit.receivedSQL) > 0, bill.ended IS NOT NULL
        FROM deposit AS t
        LEFT JOIN bill ON bill.id = t.bill_id
       WHERE t.fee_id = ?1 AND t.customer_id = ?2 AND t.room_id IS ?3 AND t.reference = ?4
      """, [.integer(fee), .integer(customer), SQLValue(room), .text(reference)]
    ) { row in
      TakenDeposit(
        id: row.int64(0), amount: row.money(1), bill: row.optionalInt64(2), isPaid: row.flag(3),
        isVoid: row.flag(4))
    }
  }

  /// Keeps under which slip the deposit of `bill` was taken; its number.
  package func nameDeposit(ofBill bill: Int64, reference: String) throws -> Int64 {
    try run(
      "UPDATE deposit SET reference = ?2 WHERE bill_id = ?1", [.integer(bill), .text(reference)])
    return try scalar("SELECT id FROM deposit WHERE bill_id = ?1", [.integer(bill)]) ?? 0
  }
}
