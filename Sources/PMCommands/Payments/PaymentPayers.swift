// Whose bills a payment pays: by the bills it names, its customer, its room, or what it says.
import PMCore
import PMStore

/// Finds the customers of payments, with statements that are prepared once.
final class PaymentPayers {
  enum Answer {
    /// The customer, and the code taken where several might have been meant.
    case found(Int64, ambiguous: String?)
    case matched(Int64, room: Int64?, bills: [Int64], key: String)
    case doubt(PaymentDoubt, customers: [String])
    case wrong(column: String, code: String, Words, hint: Words?)
    /// What the column says is of another company than the one that got the money.
    case ofAnotherCompany(column: String, Words, hint: Words?)
  }

  private let database: Database
  private let orgs: OrgTree
  private let occupants: RoomPayers
  private var rooms: Statement
  private var strangers: StrangeRooms?
  private var matcher: PaymentMatcher?
  /// The customers found by an account or a phone; nil where neither was looked for.
  var compared: Set<Int64>? { matcher?.compared }

  init(_ database: Database, _ orgs: OrgTree) throws {
    self.database = database
    self.orgs = orgs
    occupants = try RoomPayers(database)
    rooms = try database.prepare("SELECT code, community_id FROM room WHERE id = ?1")
  }

  func payer(of payment: RecordedPayment) throws -> Answer {
    if let room = payment.room, let company = payment.company, orgs.hasSeveralCompanies,
      let place = try roomOfAnother(room, than: company)
    {
      let own = orgs.code(of: company) ?? "-"
      return .ofAnotherCompany(
        column: "room",
        Words(
          "\(place.code) is of \(place.company), not of \(own)", zh: "\(place.code) 属于 \(place.company)，不属于 \(own)"),
        hint: Words(
          "write the company \(place.company), or only the customer: then it is his prepayment with \(own)",
          zh: "请填写公司 \(place.company)；或仅填写客户，作为其在 \(own) 的预收"))
    }
    if !payment.bills.isEmpty { return try debtor(of: payment) }
    if let customer = payment.customer { return .found(customer, ambiguous: nil) }
    guard let room = payment.room else {
      let matcher = try self.matcher ?? PaymentMatcher(database)
      self.matcher = matcher
      switch try matcher.match(payment.traces, on: payment.paidOn, company: payment.company) {
      case .found(let payer, let room, let bills, let key):
        return .matched(payer, room: room, bills: bills, key: key)
      case .doubt(let doubt, let customers): return .doubt(doubt, customers: customers)
      }
    }
    guard let found = try occupants.payer(ofRoom: room, on: payment.paidOn) else {
      return .doubt(.noPayer, customers: [])
    }
    return .found(found.customer, ambiguous: found.isAmbiguous ? found.code : nil)
  }

  /// Whom else the room's bills are for, where the payment names a room and a customer who has nothing
  /// to pay on it: it pays no bill at all then.
  func stranger(in payment: RecordedPayment) throws -> (place: StrangeRoom, payer: String)? {
    guard let room = payment.room, let customer = payment.customer, payment.bills.isEmpty else {
      return nil
    }
    let strangers = try self.strangers ?? StrangeRooms(database)
    self.strangers = strangers
    guard let place = try strangers.strange(room, of: customer, on: payment.paidOn),
      let payer = try occupants.payer(ofRoom: room, on: payment.paidOn)
    else { return nil }
    return (place, payer.code)
  }

  /// The codes of a room and its company, where that is not `company`.
  private func roomOfAnother(
    _ room: Int64, than company: Int64
  ) throws -> (code: String, company: String)? {
    try rooms.bind(1, room)
    defer { rooms.reset() }
    guard try rooms.step(), let other = orgs.company(of: rooms.optionalInt64(1)), other != company
    else { return nil }
    return (rooms.string(0), orgs.code(of: other) ?? "-")
  }

  /// Who owes the bills that the payment names.
  private func debtor(of payment: RecordedPayment) throws -> Answer {
    var debtor: Int64?
    for number in payment.bills {
      let name = Bill.number.kind.text(number, .standard)
      func wrong(_ code: String, _ words: Words, _ hint: Words? = nil) -> Answer {
        .wrong(column: "bill", code: code, words, hint: hint)
      }
      guard let bill = try database.namedBill(number) else {
        return wrong("unknown-bill", Words("there is no bill \(name)", zh: "没有账单 \(name)"))
      }
      if bill.isVoid { return wrong("bill-void", Words("\(name) is void", zh: "\(name) 已作废")) }
      if bill.isCredit {
        return wrong("a-credit", Words("\(name) is a credit line", zh: "\(name) 是红字账单"))
      }
      let owner = bill.customerCode
      if let customer = payment.customer, customer != bill.customer {
        return wrong(
          "other-debtor", Words("\(name) is owed by \(owner)", zh: "\(name) 的应缴人是 \(owner)"),
          Words("name the customer whose bills are paid", zh: "请填写所缴账单的客户"))
      }
      if let debtor, debtor != bill.customer {
        return wrong(
          "several-debtors",
          Words("\(name) is owed by \(owner), the others are not", zh: "\(name) 的应缴人是 \(owner)，与其他账单不同"),
          Words("one part of the payment for each customer", zh: "请按客户分笔填写"))
      }
      if let room = payment.room, room != bill.room {
        let place = bill.roomCode ?? "-"
        return wrong("other-room", Words("\(name) is on room \(place)", zh: "\(name) 属于房间 \(place)"))
      }
      if !payment.earmark.covers(fee: bill.fee, period: bill.period) {
        return wrong(
          "outside-earmark",
          Words(
            "\(name) is \(bill.feeCode) of \(bill.period), which this payment is not for",
            zh: "\(name) 为 \(bill.period) 的 \(bill.feeCode)，不在本笔收款限用范围内"))
      }
      if orgs.hasSeveralCompanies, orgs.company(of: bill.community) != payment.company {
        return .ofAnotherCompany(
          column: "bill", Words("\(name) is of another company", zh: "\(name) 属于另一家公司"), hint: nil)
      }
      debtor = bill.customer
    }
    guard let debtor else { return .doubt(.nobody, customers: []) }
    return .found(debtor, ambiguous: nil)
  }
}
