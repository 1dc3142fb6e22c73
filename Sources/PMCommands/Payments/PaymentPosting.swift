// Payments just written: whose they are, and what they pay.
import PMCore
import PMStore

/// Books the payments that an import has written.
final class PaymentPosting {
  private(set) var moved = 0
  /// The first warnings in the order of the file, and how many there are.
  private(set) var warnings: [RowFinding] = []
  private(set) var warned = 0
  /// The rows written, in order.
  private(set) var booked: [Int64] = []
  /// The customers found by an account or a phone; nil where neither was looked for.
  private(set) var compared: Set<Int64>?
  var unmatched = Unmatched.refuse
  private var matches: [String: Int] = [:]
  private var suspense = 0

  /// What the summary says of them beyond the rows.
  var told: [(String, Int)] {
    [("moved", moved)]
      + Payment.matches.compactMap { match in matches[match.value].map { ("by \(match.value)", $0) } }
      + (suspense > 0 ? [("in suspense", suspense)] : [])
  }

  /// Books them in order of (paid_on, place in the file); those without a payer are findings, or
  /// wait in suspense.
  ///
  /// What one customer pays touches no other's bills: customers are taken one after the other, which
  /// keeps the pages that are written few, and only their own payments go by date.
  func book(_ database: Database, _ job: RecordJob, _ findings: RowFindings) throws {
    (moved, warnings, warned, booked, matches, suspense) = (0, [], 0, [], [:], 0)
    guard let first = job.touched.map(\.id).min() else { return }
    let settlement = try Settlement(database, run: database.entry)
    let payers = try PaymentPayers(database, settlement.closings.orgs)
    defer { if let found = payers.compared { compared = found.union(compared ?? []) } }
    let booking = try PaymentBooking(settlement)
    var rows: [Row] = []
    let elsewhere =
      settlement.closings.orgs.hasSeveralCompanies ? try database.bookedElsewhere(from: first) : [:]
    for (payment, offset) in try recorded(database, job, from: first) {
      booked.append(payment.id)
      if let other = elsewhere[payment.id] {
        findings.add(Self.twice(job, offset, other))
        continue
      }
      switch try payers.payer(of: payment) {
      case .wrong(let column, let code, let words, let hint):
        findings.add(job.finding(at: offset, column, code, words, hint: hint))
      case .ofAnotherCompany(let column, let words, let hint):
        findings.add(job.finding(at: offset, column, "other-company", words, hint: hint))
      case .doubt(let doubt, let customers):
        let waits = unmatched == .suspense
        let finding = Self.finding(job, offset, doubt, customers, waits: waits)
        guard waits else {
          findings.add(finding)
          continue
        }
        suspense += 1
        warn(finding)
        try booking.keepInSuspense(payment, doubt: doubt)
      case .found(let payer, let ambiguous):
        if let ambiguous { warn(Self.ambiguous(job, offset, ambiguous)) }
        if let (place, owner) = try payers.stranger(in: payment) {
          warn(Self.stranger(job, offset, place, owner))
        }
        rows.append(Row(payment: payment, payer: payer, offset: offset))
      case .matched(let payer, let room, let bills, let key):
        var payment = payment
        payment.room = room
        payment.bills = bills
        matches[key, default: 0] += 1
        try database.keepMatch(payment.id, by: key, room: room)
        rows.append(Row(payment: payment, payer: payer, offset: offset))
      }
    }
    if !findings.isEmpty { return }
    rows.sort { left, right in
      if left.payer != right.payer { return left.payer < right.payer }
      if left.payment.paidOn != right.payment.paidOn {
        return left.payment.paidOn < right.payment.paidOn
      }
      return left.offset < right.offset
    }
    for row in rows {
      do {
        try booking.book(row.payment, payer: row.payer)
      } catch let error as StoreError where error.isOutsideScope {
        findings.add(.outsideScope(error, at: row.offset))
      }
    }
    if !findings.isEmpty { return }
    try booking.finish()
    moved = settlement.moved
  }

  /// Keeps the first in the order of the file.
  private func warn(_ finding: RowFinding) {
    warned += 1
    let place = warnings.firstIndex { $0.offset > finding.offset } ?? warnings.count
    if place == Findings.shown { return }
    warnings.insert(finding, at: place)
    if warnings.count > Findings.shown { warnings.removeLast() }
  }

  private struct Row {
    let payment: RecordedPayment
    let payer: Int64
    let offset: Int
  }

  private func recorded(
    _ database: Database, _ job: RecordJob, from first: Int64
  ) throws -> [(payment: RecordedPayment, offset: Int)] {
    let touched = job.touched.sorted { $0.id < $1.id }
    var next = touched[...]
    var payments: [(payment: RecordedPayment, offset: Int)] = []
    payments.reserveCapacity(touched.count)
    for payment in try database.unbookedPayments(from: first) {
      while let row = next.first, row.id < payment.id { next = next.dropFirst() }
      if let row = next.first, row.id == payment.id { payments.append((payment, row.offset)) }
    }
    return payments
  }

  private static func ambiguous(_ job: RecordJob, _ offset: Int, _ code: String) -> RowFinding {
    job.finding(
      at: offset, "room", "several-payers",
      Words(
        "several occupants pay for this room; \(code) was taken",
        zh: "该房间有多名付费住户，按规则取 \(code)"))
  }

  private static func stranger(
    _ job: RecordJob, _ offset: Int, _ place: StrangeRoom, _ owner: String
  ) -> RowFinding {
    job.finding(
      at: offset, "room", "nothing-to-pay",
      Words(
        "\(place.customer) neither pays for room \(place.room) nor owes a bill on it, so that this pays none and waits as his prepayment",
        zh: "\(place.customer) 不是房间 \(place.room) 的付费住户，也没有该房间的欠费，本笔未冲抵任何账单，转为其预收"),
      hint: Words(
        "for the bills of \(owner), who pays there, leave out the customer; for his own, the room; first pm payment reverse",
        zh: "若代 \(owner)（该房间付费人）缴费，请不填客户；若缴其本人账单，请不填房号；已入账的先 pm payment reverse"))
  }

  /// The same transfer, booked for another company before.
  private static func twice(
    _ job: RecordJob, _ offset: Int, _ other: BookedElsewhere
  ) -> RowFinding {
    let number = Payment.number.kind.text(other.number, .standard)
    let words =
      other.company.map {
        Words("is booked for \($0) already as \(number)", zh: "已为 \($0) 入账：\(number)")
      } ?? Words("is booked already as \(number), of no company", zh: "已入账（未分公司）：\(number)")
    return job.finding(
      at: offset, "reference", "booked-for-another", words,
      hint: Words(
        "another transfer, or a share of it: give it a part or reference of its own; booked for the wrong company: pm payment reverse \(number)",
        zh: "若为另一笔款或同一笔款的另一部分，请填写不同的 part（分笔）或流水号；若入错公司：pm payment reverse \(number)"))
  }

  /// Why nobody was found for a payment.
  static func finding(
    _ job: RecordJob, _ offset: Int, _ doubt: PaymentDoubt, _ customers: [String], waits: Bool = false
  ) -> RowFinding {
    let names = customers.prefix(5).joined(separator: ", ")
    let (column, words): (String, Words) =
      switch doubt {
      case .several:
        ("customer", Words("several customers fit: \(names)", zh: "有多名客户相符：\(names)"))
      case .conflict:
        (
          "customer",
          Words("what it says fits different customers: \(names)", zh: "匹配依据指向不同客户：\(names)")
        )
      case .noPayer:
        ("room", Words("has no paying occupant on that day", zh: "当日没有付费住户"))
      case .otherCompany:
        (
          "company",
          Words(
            "what it says fits \(customers.first ?? "?"), of \(customers.dropFirst().joined(separator: ", "))",
            zh: "匹配到 \(customers.first ?? "?")，属于 \(customers.dropFirst().joined(separator: "、"))")
        )
      case .nobody: ("customer", Words("nobody fits what it says", zh: "没有相符的客户"))
      }
    return job.finding(
      at: offset, column, doubt == .noPayer ? "no-payer" : "unmatched-\(doubt.rawValue)", words,
      hint: waits
        ? Words("it waits for pm payment claim", zh: "已转待认领，请用 pm payment claim 认领")
        : Words("name the customer", zh: "请填写客户编号"))
  }
}
