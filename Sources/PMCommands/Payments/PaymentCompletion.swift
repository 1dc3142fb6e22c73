// What a payment's row leaves to pm: company, reference, and whether anybody can be found for it.
import PMCore
import PMFormat
import PMStore

/// Fills in a payment's company and reference, which are part of its key.
final class PaymentCompletion {
  /// Columns that are filled in where the file has none of them.
  static let supplied = ["company", "account", "reference", "part"]

  var source: ImportSource?
  var unmatched = Unmatched.refuse
  /// The key of cash at the counter that has no reference: the number of its receipt.
  var receipt: String?
  private let orgs: OrgTree
  private let hasCompanyless: Bool
  /// The customers found by an account or a phone; nil where neither was looked for.
  var compared: Set<Int64>? { matcher.compared }
  private let matcher: PaymentMatcher
  private let companies: PaymentCompany
  private var communityOfRoom: Statement
  private var booked: Statement
  private var digest: String?
  private var key = NaturalKey()

  init(_ database: Database) throws {
    orgs = try database.orgTree()
    companies = try PaymentCompany(database, orgs)
    matcher = try PaymentMatcher(database)
    hasCompanyless =
      try database.scalar("SELECT 1 FROM payment WHERE company_id IS NULL LIMIT 1") != nil
    communityOfRoom = try database.prepare("SELECT community_id FROM room WHERE key = ?1")
    booked = try database.prepare(
      "SELECT payer_account IS NOT NULL, payer_phone IS NOT NULL FROM payment WHERE key = ?1")
  }

  func complete(
    _ job: RecordJob, _ cells: inout [Cell], _ start: Int, _ offset: Int
  ) throws -> RowFinding? {
    func place(_ name: String) -> Int? { job.plan.slot(of: name).map { start + $0 } }
    func isEmpty(_ name: String) -> Bool { place(name).map { cells[$0].isNull } ?? true }
    let room = place("room").map { cells[$0] } ?? .null
    if let reference = place("reference"), cells[reference].isNull {
      guard let method = place("method"), case .text(let word) = cells[method], word.equals("cash")
      else {
        return job.finding(
          at: offset, "reference", "required",
          Words("is empty, which only cash may be", zh: "为空，只有现金可以不填流水号"),
          hint: Words("fill in the number of the transfer", zh: "请填写交易流水号"))
      }
      cells[reference] = job.keep(receipt ?? "cash-\(fileDigest)-\(offset)")
    }
    let namesNobody = room.isNull && isEmpty("customer") && isEmpty("bill")
    if let finding = try fillCompany(job, &cells, start, room: room, offset) {
      return namesNobody && unmatched == .refuse ? nobodyNamed(job, offset) ?? finding : finding
    }
    for (name, held) in [("payer_account", \Held.account), ("payer_phone", \Held.phone)] {
      guard let hidden = place(name), case .masked = cells[hidden],
        try job.withKey(cells, from: start, self.held)?[keyPath: held] != true
      else { continue }
      // The bank hides it: there is nothing to keep.
      cells[hidden] = .null
    }
    if namesNobody, unmatched == .refuse, try job.withKey(cells, from: start, held) == nil {
      return try refusal(job, cells, start, offset)
    }
    return nil
  }

  /// Why the row of nobody cannot be booked; nil where somebody is found for it.
  private func refusal(
    _ job: RecordJob, _ cells: [Cell], _ start: Int, _ offset: Int
  ) throws -> RowFinding? {
    func text(_ name: String) -> String? {
      guard let slot = job.plan.slot(of: name), case .text(let bytes) = cells[start + slot] else {
        return nil
      }
      return bytes.text
    }
    guard let slot = job.plan.slot(of: "paid_on"), let day = cells[start + slot].integer else {
      return nil
    }
    let traces = PaymentTraces(
      reference: text("reference"), note: text("note"), mandate: text("mandate"),
      account: text("payer_account"), phone: text("payer_phone"))
    let company = text("company").flatMap { code in
      orgs.companies.first { orgs.code(of: $0) == code }
    }
    let found = try matcher.match(
      traces, on: Day(number: Int32(truncatingIfNeeded: day)), company: company)
    guard case .doubt(let doubt, let customers) = found else { return nil }
    return doubt == .nobody
      ? nobodyNamed(job, offset) : PaymentPosting.finding(job, offset, doubt, customers)
  }

  private func nobodyNamed(_ job: RecordJob, _ offset: Int) -> RowFinding? {
    job.finding(
      at: offset, "customer", "nobody-named",
      Words("neither a customer nor a room is named", zh: "客户与房号均未填写"),
      hint: Words("fill in customer, room or both", zh: "请填写客户编号、房号或两者"))
  }

  private func fillCompany(
    _ job: RecordJob, _ cells: inout [Cell], _ start: Int, room: Cell, _ offset: Int
  ) throws -> RowFinding? {
    guard let slot = job.plan.slot(of: "company"), cells[start + slot].isNull else { return nil }
    // What was booked before there were companies is still the same payment.
    if hasCompanyless, try job.withKey(cells, from: start, held) != nil { return nil }
    let place = start + slot
    guard orgs.hasSeveralCompanies else {
      if let only = orgs.companies.first, let code = orgs.code(of: only) {
        cells[place] = job.keep(code)
      }
      return nil
    }
    guard case .text(let code) = room else {
      func cell(_ name: String) -> Cell { job.plan.slot(of: name).map { cells[start + $0] } ?? .null }
      let (bill, customer) = (cell("bill"), cell("customer"))
      if try companies.keepEarlier(job, &cells, start, slot: slot, customer: customer) { return nil }
      let hint = Words("fill in the company or the room", zh: "请填写公司或房号")
      switch try companies.answer(bill: bill, customer: customer) {
      case .one(let code):
        cells[place] = job.keep(code)
        return nil
      case .several(let codes):
        return job.finding(
          at: offset, "company", "company-needed",
          Words(
            "is empty, and what the customer has or owes belongs to several: \(codes.joined(separator: ", "))",
            zh: "为空，而该客户的房产或欠费分属多家公司：\(codes.joined(separator: "、"))"),
          hint: hint)
      case .unknown:
        return job.finding(
          at: offset, "company", "company-needed",
          Words("is empty, and there are several companies", zh: "为空，而系统中有多家公司"), hint: hint)
      }
    }
    if let org = try community(ofRoom: code), let company = orgs.company(of: org),
      let name = orgs.code(of: company)
    {
      cells[place] = job.keep(name)
    }
    return nil
  }

  /// Which personal values a booked payment holds.
  private struct Held {
    let account: Bool
    let phone: Bool
  }

  /// What the payment with this key holds; nil where there is no such payment.
  private func held(_ key: Bytes) throws -> Held? {
    try booked.bind(1, key)
    defer { booked.reset() }
    guard try booked.step() else { return nil }
    return Held(account: booked.flag(0), phone: booked.flag(1))
  }

  private func community(ofRoom code: Bytes) throws -> Int64? {
    key.removeAll()
    key.append(code)
    try key.withKeyBytes { try communityOfRoom.bind(1, $0) }
    defer { communityOfRoom.reset() }
    return try communityOfRoom.step() ? communityOfRoom.optionalInt64(0) : nil
  }

  /// Tells files apart: the first 80 bits of the SHA-256.
  private var fileDigest: String {
    if let digest { return digest }
    let read = String((source.map { SHA256.hex(of: $0.text.bytes) } ?? "").prefix(20))
    digest = read
    return read
  }
}
