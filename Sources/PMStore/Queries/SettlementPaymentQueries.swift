// Payments onto bills: who pays, what is paid, and what is kept as prepayment.
package import PMCore

/// A payment that was just recorded.
package struct RecordedPayment: Sendable {
  package let id: Int64
  package var customer: Int64?
  package var room: Int64?
  package let company: Int64?
  package let paidOn: Day
  package let amount: Money
  /// What it may pay, and what its rest is kept for.
  package var earmark: Earmark
  /// The bills that it pays first, in this order.
  package var bills: [Int64] = []
  /// The period whose bills it pays next.
  package var period: Period?
  /// The posting date that it got when it came in and waited; nil where it comes in now.
  package var postedOn: Day?
  /// What may tell whose it is where it names nobody.
  package var traces = PaymentTraces()

  package init(
    id: Int64, customer: Int64?, room: Int64?, fee: Int64?, company: Int64?, paidOn: Day,
    amount: Money
  ) {
    self.id = id
    self.customer = customer
    self.room = room
    self.company = company
    self.paidOn = paidOn
    self.amount = amount
    earmark = Earmark(fee: fee)
  }
}

/// Who pays where only the room is known.
package struct RoomPayer: Sendable {
  package let customer: Int64
  package let code: String
  /// Whether several could have been meant.
  package let isAmbiguous: Bool
}

/// Finds the paying occupant of rooms.
package final class RoomPayers {
  private var holdings: Statement

  package init(_ database: Database) throws {
    holdings = try database.prepare(
      """
      SELECT o.customer_id, o.role, o."from", o."to", o.pays, customer.code
        FROM occupancy AS o
        JOIN customer ON customer.id = o.customer_id
       WHERE o.room_id = ?1
       ORDER BY customer.key, o.id
      """)
  }

  /// The paying tenant or resident of the day, else the paying owner; nil where there is none.
  package func payer(ofRoom room: Int64, on day: Day) throws -> RoomPayer? {
    try holdings.bind(1, room)
    defer { holdings.reset() }
    var found: [Holding] = []
    var codes: [Int64: String] = [:]
    while try holdings.step() {
      let from = holdings.optionalDay(2) ?? .distantPast
      let to = holdings.optionalDay(3) ?? .distantFuture
      guard let role = OccupancyRole(rawValue: holdings.string(1)), let span = DaySpan(from, to)
      else { continue }
      codes[holdings.int64(0)] = holdings.string(5)
      found.append(
        Holding(
          customer: holdings.int64(0), order: Int64(found.count), role: role, span: span,
          pays: holdings.flag(4)))
    }
    let debtor = debtor(on: day, payer: .occupant, occupancies: found, developer: nil)
    guard let customer = debtor.customer else { return nil }
    return RoomPayer(
      customer: customer, code: codes[customer] ?? "?", isAmbiguous: debtor.isAmbiguous)
  }
}

extension Database {
  /// The payments from row `first` on that nobody has booked yet, in order of their rows.
  package func unbookedPayments(from first: Int64) throws -> [RecordedPayment] {
    try recordedPayments("id >= ?1 AND run IS NULL", first)
  }

  /// The payment in row `id`.
  package func recordedPayment(_ id: Int64) throws -> RecordedPayment? {
    try recordedPayments("id = ?1", id).first
  }

  private func recordedPayments(_ condition: String, _ id: Int64) throws -> [RecordedPayment] {
    let numbers = Payment.record.column("bill")?.kind as? SerialListKind
    return try rows(
      """
      SELECT id, customer_id, room_id, fee_id, company_id, paid_on, amount_minor, bill, period,
             for_from, for_to, posted_on, reference, note, mandate, payer_account, payer_phone
        FROM payment
       WHERE \(condition)
       ORDER BY id
      """, [.integer(id)]
    ) { row in
      var payment = RecordedPayment(
        id: row.int64(0), customer: row.optionalInt64(1), room: row.optionalInt64(2),
        fee: row.optionalInt64(3), company: row.optionalInt64(4), paidOn: row.day(5),
        amount: row.money(6))
      payment.bills = row.optionalString(7).flatMap { numbers?.numbers(in: $0) } ?? []
      payment.period = row.optionalPeriod(8)
      payment.earmark.from = row.optionalPeriod(9)
      payment.earmark.to = row.optionalPeriod(10)
      payment.postedOn = row.optionalDay(11)
      payment.traces = PaymentTraces(
        reference: row.optionalString(12), note: row.optionalString(13),
        mandate: row.optionalString(14), account: row.optionalString(15),
        phone: row.optionalString(16))
      return payment
    }
  }
}

/// Books payments on the bills of their payers.
package final class PaymentBooking {
  private let settlement: Settlement
  private let keepsReplaced: Bool
  private var orgOfRoom: Statement
  private var booked: [Booked] = []

  private struct Booked {
    let payment: Int64
    let payer: Int64
    let postedOn: Day
    let allocated: Int64
  }

  /// - Parameter keepsReplaced: whether the payments stood in the books before, so that what was
  ///   written of them is kept; those that this very command took have nothing to replace.
  package init(_ settlement: Settlement, keepsReplaced: Bool = false) throws {
    self.settlement = settlement
    self.keepsReplaced = keepsReplaced
    orgOfRoom = try settlement.database.prepare("SELECT community_id FROM room WHERE id = ?1")
  }

  /// Pays the open lines of `payer` that the payment is for; the rest becomes his prepayment.
  ///
  /// The bills that it names come first, then those of its period, then the others in the order of
  /// allocation, then what was written off.
  ///
  /// - Parameter only: the bills that the money was asked for, and no others.
  package func book(_ payment: RecordedPayment, payer: Int64, only: Set<Int64>? = nil) throws {
    let isMeant = { (bill: OpenBill) in
      (only?.contains(bill.line.id) ?? true)
        && payment.earmark.covers(fee: bill.fee, period: bill.period)
    }
    let closings = settlement.closings
    let postedOn = max(
      payment.postedOn ?? .distantPast,
      try closings.postingDay(for: payment.paidOn, org: org(of: payment)))
    if postedOn != payment.paidOn { settlement.moved += 1 }
    let company = closings.orgs.hasSeveralCompanies ? payment.company : nil
    let bills = try settlement.openBills(
      customer: payer, room: payment.room, fee: payment.earmark.fee, company: company
    ).filter(isMeant)
    let lost = try settlement.writtenOffBills(
      customer: payer, room: payment.room, fee: payment.earmark.fee, company: company
    ).filter(isMeant)
    var left = payment.amount.minor
    func pay(_ bills: [OpenBill]) throws {
      for bill in bills where left > 0 {
        let part = min(left, bill.line.open.minor)
        try settlement.settle(
          bill.line.id, fee: bill.fee, Money(minor: part), from: .payment(payment.id),
          valueOn: payment.paidOn,
          postedOn: max(postedOn, closings.postingDay(for: payment.paidOn, org: bill.org)))
        left -= part
      }
    }
    for number in payment.bills {
      let isNamed = { (bill: OpenBill) in bill.line.id == number }
      try pay(bills.filter(isNamed))
      left -= try recover(Money(minor: left), of: payment, lost.filter(isNamed), postedOn: postedOn)
    }
    let others = bills.filter { !payment.bills.contains($0.line.id) }
    try pay(others.filter { $0.period == payment.period })
    try pay(others.filter { $0.period != payment.period })
    left -= try recover(
      Money(minor: left), of: payment, lost.filter { !payment.bills.contains($0.line.id) },
      postedOn: postedOn)
    booked.append(
      Booked(
        payment: payment.id, payer: payer, postedOn: payment.postedOn ?? postedOn,
        allocated: payment.amount.minor - left))
    if left > 0 {
      try settlement.keep(
        Money(minor: left), for: payer, company: payment.company, earmark: payment.earmark,
        payment: payment.id, paidOn: payment.paidOn, postedOn: postedOn)
    }
  }

  /// Keeps that nobody was found for a payment; it is posted like any other.
  package func keepInSuspense(_ payment: RecordedPayment, doubt: PaymentDoubt) throws {
    let postedOn = try settlement.closings.postingDay(for: payment.paidOn, org: org(of: payment))
    if postedOn != payment.paidOn { settlement.moved += 1 }
    try settlement.database.keepInSuspense(payment.id, doubt: doubt, postedOn: postedOn)
  }

  /// Writes into the payments what became of them, in order of their rows.
  package func finish() throws {
    booked.sort { $0.payment < $1.payment }
    defer { booked = [] }
    if keepsReplaced {
      let editor = RowEditor(settlement.database, entry: settlement.run)
      for row in booked {
        try editor.updateUncounted(
          Payment.record, row: row.payment,
          [
            ("payer", .integer(row.payer)), ("posted_on", .day(row.postedOn)),
            ("allocated", .integer(row.allocated)), ("run", .integer(settlement.run)),
          ])
      }
      return
    }
    var update = try settlement.database.prepare(
      "UPDATE payment SET payer_id = ?1, posted_on = ?2, allocated_minor = ?3, run = ?4 WHERE id = ?5"
    )
    for row in booked {
      try update.bind(1, row.payer)
      try update.bind(2, Int64(row.postedOn.number))
      try update.bind(3, row.allocated)
      try update.bind(4, settlement.run)
      try update.bind(5, row.payment)
      try update.run()
    }
  }

  /// Pays lines that were written off, as far as `amount` goes: what is paid of them is owed again.
  private func recover(
    _ amount: Money, of payment: RecordedPayment, _ bills: [OpenBill], postedOn: Day
  ) throws -> Int64 {
    var left = amount.minor
    for bill in bills where left > 0 {
      let part = Money(minor: min(left, bill.line.open.minor))
      let postedOn = max(postedOn, settlement.closings.postingDay(for: payment.paidOn, org: bill.org))
      try settlement.adjust(
        NewAdjustment(
          bill: bill.line.id, fee: bill.fee, kind: .recover, amount: -part,
          valueOn: payment.paidOn, postedOn: postedOn, reason: "payment", payment: payment.id))
      try settlement.settle(
        bill.line.id, fee: bill.fee, part, from: .payment(payment.id), valueOn: payment.paidOn,
        postedOn: postedOn)
      left -= part.minor
    }
    return amount.minor - left
  }

  /// Where the payment belongs: its room's community, else its company.
  private func org(of payment: RecordedPayment) throws -> Int64? {
    guard settlement.needsOrgs, let room = payment.room else { return payment.company }
    try orgOfRoom.bind(1, room)
    defer { orgOfRoom.reset() }
    return try orgOfRoom.step() ? orgOfRoom.optionalInt64(0) ?? payment.company : payment.company
  }
}
