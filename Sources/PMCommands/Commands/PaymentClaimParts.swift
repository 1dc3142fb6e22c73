// `pm payment claim --part`: a transfer in suspense that several customers paid together.
import PMCore
import PMStore

extension PaymentClaim {
  static let part = Option(
    "part", "CUSTOMER=AMOUNT",
    Words("Of a transfer for several customers: what one of them paid.", zh: "一笔款属于多名客户时，其中一名所付金额。"),
    repeatable: true)

  /// Takes the transfer back on `day` and books its parts on that day instead, each of the day on
  /// which the transfer came.
  static func claimParts(
    _ words: [String], of id: Int64, on day: Day, _ context: inout Context, _ database: Database
  ) throws {
    let name = Payment.number.kind.text(id, .standard)
    let claimed = try database.claimedPayment(id).orLost("a payment")
    let whole = try database.bookedPayment(id).orLost("a payment")
    let zone = try context.databaseZone()
    let parts = try words.map { try parsed($0, zone, database) }
    if claimed.isReversed, try database.claimedParts(of: id) == parts {
      return context.summary("payment claim", [("claimed", 0), ("unchanged", parts.count)])
    }
    try requireSuspense(claimed, whole, name, on: day)
    let sum = try parts.reduce(Money.zero) { try $0.adding($1.amount) }
    if sum != whole.amount {
      throw Failure.refused(
        "parts-differ",
        Words("the parts add up to \(sum), not \(whole.amount)", zh: "各分笔合计 \(sum)，不等于 \(whole.amount)"))
    }
    let run = try database.entry
    let settlement = try Settlement(database, run: run)
    try settlement.closings.requireOpen(on: day, for: whole.company)
    _ = try settlement.reverse(whole, on: day, reason: ClaimPart.reason) { _ in }
    let booking = try PaymentBooking(settlement)
    let numbers = try database.addParts(parts, of: id, on: day, run: run)
    for (number, part) in zip(numbers, parts) {
      guard var payment = try database.recordedPayment(number) else { continue }
      payment.postedOn = day
      try booking.book(payment, payer: part.customer)
    }
    try booking.finish()
    context.summary("payment claim", [("claimed", parts.count), ("unchanged", 0)])
  }

  private static func requireSuspense(
    _ claimed: ClaimedPayment, _ whole: BookedPayment, _ name: String, on day: Day
  ) throws {
    if claimed.isReversed {
      throw Failure.refused("reversed", Words("\(name) was reversed", zh: "\(name) 已冲销"))
    }
    if let payer = claimed.payerCode {
      throw Failure.refused(
        "already-booked", Words("\(name) is booked for \(payer)", zh: "\(name) 已为 \(payer) 入账"),
        hint: Words("a wrong booking: pm payment reverse", zh: "入账有误请用 pm payment reverse"))
    }
    if day < whole.postedOn ?? whole.paidOn {
      throw Failure.refused(
        "before-the-payment",
        Words("\(name) came on \(whole.paidOn), after \(day)", zh: "\(name) 收于 \(whole.paidOn)，晚于 \(day)"))
    }
  }

  private static func parsed(_ word: String, _ zone: Zone, _ database: Database) throws -> ClaimPart {
    let halves = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard halves.count == 2, let amount = CorrectionOptions.amount(halves[1]) else {
      throw Failure.usage(
        "not-a-part", Words("--part: \"\(word)\" is not CUSTOMER=AMOUNT", zh: "--part：“\(word)”不是 客户编号=金额"),
        hint: Words("write --part K001=600.00 --part K002=400.00", zh: "写法：--part K001=600.00 --part K002=400.00"))
    }
    return ClaimPart(
      customer: try database.row(of: Customer.record, code: halves[0], zone: zone), amount: amount)
  }
}
