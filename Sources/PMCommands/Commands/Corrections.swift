// What the commands that correct bills and payments share: their options and what they refuse.
import PMCore
import PMStore

/// Options and arguments of corrections.
enum CorrectionOptions {
  static let number = Argument("NUMBER", Words("A bill's number.", zh: "账单号。"))
  static let reason = Option(
    "reason", "TEXT", Words("Why; kept with the correction.", zh: "原因，随更正保存。"), parse: filled)
  static let approver = Option(
    "approver", "NAME",
    Words(
      "Who approved it: a manager or admin with a login, by login, code or name; nobody who does it himself.",
      zh: "批准人（登录名、工号或姓名）：须为有登录名的 manager 或 admin，且非经办人本人。"),
    parse: filled)

  /// The text without blanks around it; nil where nothing is left.
  @Sendable static func filled(_ text: String) -> String? {
    let words = withoutBlanks(text)
    return words.isEmpty ? nil : words
  }

  /// An amount of money above zero.
  @Sendable static func amount(_ text: String) -> Money? {
    Money(text).flatMap { $0.minor > 0 ? $0 : nil }
  }
}

extension Context {
  /// The approver, who must not be the one who asks.
  mutating func requireApprover(_ arguments: Arguments) throws -> String {
    let approver = withoutBlanks(try arguments.require(CorrectionOptions.approver))
    if try isOneself(approver) { throw sameEyes }
    try requireApproval(by: approver)
    return approver
  }

  /// Asks before the very same is done once more on one day: nothing tells a second call from the
  /// first one repeated.
  mutating func confirmOnceMore(
    _ kind: Correction, of bill: String, by amount: Money, reason: String
  ) throws {
    let (day, zone, database) = try (today(), databaseZone(), openForReading())
    guard let row = try? database.knownRow(of: Bill.record, code: bill, zone: zone),
      let same = try database.sameAdjustment(of: row, kind, by: amount, on: day, reason: reason)
    else { return }
    let number = Adjustment.record.column("number")?.kind.text(same, .standard) ?? ""
    try confirm(
      Words(
        "\(bill): \(amount) for the same reason was booked on \(day) already as \(number); once more",
        zh: "\(bill)：\(day) 已以同一原因登记 \(amount)（\(number)），将再登记一次"))
  }
}

extension Database {
  /// The bill with this number, fit to be corrected on `day`: not void, no credit, not invoiced, the
  /// books of its room open.
  func billToCorrect(
    _ code: String, on day: Day, _ closings: Closings, zone: Zone, evenInvoiced: Bool = false
  ) throws -> CorrectedBill {
    try billToCorrect(
      try row(of: Bill.record, code: code, zone: zone), on: day, closings, evenInvoiced: evenInvoiced)
  }

  /// The bill in row `id`, fit to be corrected on `day`.
  func billToCorrect(
    _ id: Int64, on day: Day, _ closings: Closings, evenInvoiced: Bool = false
  ) throws -> CorrectedBill {
    let bill = try correctedBill(id).orLost("a bill")
    try closings.requireOpen(on: day, for: bill.org)
    let name = bill.name
    if bill.ended == .void {
      throw Failure.refused("bill-void", Words("\(name) is void", zh: "\(name) 已作废"))
    }
    if bill.amount.isNegative {
      throw Failure.refused(
        "a-credit", Words("\(name) is a credit line", zh: "\(name) 是红字账单"),
        hint: Words("correct the bill that it belongs to", zh: "请更正其对应的账单"))
    }
    if !evenInvoiced, let invoice = bill.invoice {
      throw Failure.refused(
        "invoiced", Words("\(name) is on tax invoice \(invoice)", zh: "\(name) 已开发票 \(invoice)"),
        hint: Words("book its red-letter invoice first", zh: "请先登记红字发票"))
    }
    return bill
  }
}

/// Refuses what is no correction of a deposit: it is voided or waived as long as it is not paid, and
/// given back afterwards.
func refuseDeposit(_ bill: CorrectedBill) throws {
  if bill.kind != .fee(.deposit) { return }
  throw Failure.refused(
    "a-deposit", Words("\(bill.name) asks for a deposit", zh: "\(bill.name) 为押金账单"),
    hint: Words(
      "waive what is not paid: pm bill waive \(bill.name); give back what is: pm deposit refund",
      zh: "未收部分请用 pm bill waive \(bill.name) 减免；已收部分请用 pm deposit refund 退还"))
}

extension CorrectedBill {
  /// Its number as people know it.
  var name: String { Bill.number.kind.text(id, .standard) }
}
