// `pm payment reverse`: a payment that was not, or did not stay.
import PMCore
import PMStore

/// `pm payment reverse`: take a payment back with counter-entries.
enum PaymentReverse: Command {
  static let number = Argument("NUMBER", Words("A payment's number.", zh: "收款号。"))

  static let spec = CommandSpec(
    "payment reverse",
    Words("Take a payment back with counter-entries.", zh: "冲销收款，以反向分录列示。"),
    arguments: [number], options: [CorrectionOptions.reason],
    examples: ["pm payment reverse P0000012 --reason \"cheque bounced\" --as-of 2026-11-20"],
    notes: [
      Words(
        "Posted on its own date; for arrears and late fees the payment never was: the next late run brings them back. What its prepayment paid is taken back too.",
        zh: "记账日期为冲销当日；欠费与违约金按未收款计算，下次 bill late 补计。由其预收冲抵的账单一并冲回。"),
      Words("Refused where some of it was refunded.", zh: "已部分退款的不可冲销。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(number)
    let reason = try arguments.require(CorrectionOptions.reason)
    let day = try context.today()
    let zone = try context.databaseZone()
    try context.write { context, database in
      let settlement = try Settlement(database, run: database.entry)
      let closings = settlement.closings
      let id = try database.row(of: Payment.record, code: code, zone: zone)
      let payment = try database.bookedPayment(id).orLost("a payment")
      let name = Payment.number.kind.text(id, .standard)
      if let done = payment.reversedOn {
        throw Failure.refused(
          "already-reversed", Words("\(name) was reversed on \(done)", zh: "\(name) 已于 \(done) 冲销"))
      }
      let posted = max(payment.postedOn ?? payment.paidOn, payment.paidOn)
      if day < posted {
        throw Failure.refused(
          "before-the-payment",
          Words(
            "\(name) was posted on \(posted), after \(day)", zh: "\(name) 记账于 \(posted)，晚于 \(day)"))
      }
      try closings.requireOpen(on: day, for: payment.company)
      try refuseRefunded(id, name, database)
      let counts = try settlement.reverse(payment, on: day, reason: reason) {
        try closings.requireOpen(on: day, for: $0)
      }
      try refuseUsedDeposits(name, database, run: database.entry)
      context.summary(
        "payment reverse",
        [("reversed", 1), ("allocations", counts.allocations), ("offsets", counts.offsets)])
    }
  }

  /// Refuses where a deposit that the payment was for has been used.
  private static func refuseUsedDeposits(_ name: String, _ database: Database, run: Int64) throws {
    let used = try database.overdrawnDeposits(run: run).map {
      Deposit.number.kind.text($0, .standard)
    }
    if used.isEmpty { return }
    let list = used.joined(separator: ", ")
    throw Failure.refused(
      "deposit-used",
      Words(
        "\(name) paid a deposit that was deducted from or refunded: \(list)",
        zh: "\(name) 所缴押金已抵扣或退还：\(list)"))
  }

  private static func refuseRefunded(_ id: Int64, _ name: String, _ database: Database) throws {
    let heirs = try database.carriedOver(of: id).joined(separator: ", ")
    if !heirs.isEmpty {
      throw Failure.refused(
        "carried-over",
        Words(
          "what was left of \(name) was carried over to \(heirs)", zh: "\(name) 的余额已转给 \(heirs)"))
    }
    let refunds = try database.refunds(of: id).map { Refund.number.kind.text($0, .standard) }
    if refunds.isEmpty { return }
    let list = refunds.joined(separator: ", ")
    throw Failure.refused(
      "refunded",
      Words("\(name) was refunded in part: \(list)", zh: "\(name) 已部分退款：\(list)"))
  }
}
