// `pm payment import`: money that came in, allocated when it is booked.
import PMCore
import PMFormat
import PMStore

/// `pm payment import`: book payments and pay open bills with them.
enum PaymentImport: Command {
  static let spec = CommandSpec(
    "payment import",
    Words("Book payments and pay open bills with them.", zh: "导入收款并冲抵未缴账单。"),
    arguments: [ImportOptions.file], options: ImportOptions.all,
    examples: ["pm payment import payments.csv", "pm payment import payments.csv --dry-run"],
    notes: [
      Words(
        "A reference is booked once; the same reference with other content is refused. What is left is prepayment.",
        zh: "同一流水号只入账一次，内容不同则拒收。余额转为预收。"),
      Words("Layout: pm payment columns.", zh: "列说明：pm payment columns。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let options = try ImportOptions(arguments)
    if options.mode == .updateOnly {
      throw Failure.usage(
        "contradiction",
        Words(
          "payments are never updated: --update-only does not apply",
          zh: "收款不可更新，不能使用 --update-only"))
    }
    let completion = try PaymentCompletion(context.openForReading())
    let posting = PaymentPosting()
    var hooks = ImportHooks()
    hooks.opened = { completion.source = $0 }
    hooks.supply = ["company", "account", "reference", "part"]
    hooks.complete = { job, cells, start, offset in
      try completion.complete(job, &cells, start, offset)
    }
    hooks.wantsTouched = true
    hooks.written = { database, job in try posting.book(database, job) }
    hooks.told = { [("moved", posting.moved)] }
    try context.importFile(
      try arguments.require(ImportOptions.file), into: Payment.record, options, hooks: hooks)
    guard let source = completion.source else { return }
    for warning in posting.warnings { context.warn(warning.finding(in: source)) }
  }
}

/// Fills in a payment's company and reference, which are part of its key.
private final class PaymentCompletion {
  var source: ImportSource?
  private let orgs: OrgTree
  private let hasCompanyless: Bool
  private var communityOfRoom: Statement
  private var booked: Statement
  private var digest: String?
  private var key = NaturalKey()

  init(_ database: Database) throws {
    orgs = try database.orgTree()
    hasCompanyless =
      try database.scalar("SELECT 1 FROM payment WHERE company_id IS NULL LIMIT 1") != nil
    communityOfRoom = try database.prepare("SELECT community_id FROM room WHERE key = ?1")
    booked = try database.prepare("SELECT 1 FROM payment WHERE key = ?1")
  }

  func complete(
    _ job: RecordJob, _ cells: inout [Cell], _ start: Int, _ offset: Int
  ) throws -> RowFinding? {
    func place(_ name: String) -> Int? { job.plan.slot(of: name).map { start + $0 } }
    let room = place("room").map { cells[$0] } ?? .null
    let customer = place("customer").map { cells[$0] } ?? .null
    if room.isNull, customer.isNull {
      return job.finding(
        at: offset, "customer", "nobody-named",
        Words("neither a customer nor a room is named", zh: "客户与房号均未填写"),
        hint: Words("fill in customer, room or both", zh: "请填写客户编号、房号或两者"))
    }
    if let reference = place("reference"), cells[reference].isNull {
      guard let method = place("method"), case .text(let word) = cells[method], word.equals("cash")
      else {
        return job.finding(
          at: offset, "reference", "required",
          Words("is empty, which only cash may be", zh: "为空，只有现金可以不填流水号"),
          hint: Words("fill in the number of the transfer", zh: "请填写交易流水号"))
      }
      cells[reference] = job.keep("cash-\(fileDigest)-\(offset)")
    }
    if let company = place("company"), cells[company].isNull {
      // What was booked before there were companies is still the same payment.
      if hasCompanyless, try job.withKey(cells, from: start, isBooked) { return nil }
      return try fillCompany(job, &cells, at: company, room: room, offset)
    }
    return nil
  }

  private func fillCompany(
    _ job: RecordJob, _ cells: inout [Cell], at place: Int, room: Cell, _ offset: Int
  ) throws -> RowFinding? {
    guard orgs.hasSeveralCompanies else {
      if let only = orgs.companies.first, let code = orgs.code(of: only) {
        cells[place] = job.keep(code)
      }
      return nil
    }
    guard case .text(let code) = room else {
      return job.finding(
        at: offset, "company", "company-needed",
        Words("is empty, and there are several companies", zh: "为空，而系统中有多家公司"),
        hint: Words("fill in the company or the room", zh: "请填写公司或房号"))
    }
    if let org = try community(ofRoom: code), let company = orgs.company(of: org),
      let name = orgs.code(of: company)
    {
      cells[place] = job.keep(name)
    }
    return nil
  }

  private func isBooked(_ key: Bytes) throws -> Bool {
    try booked.bind(1, key)
    defer { booked.reset() }
    return try booked.step()
  }

  private func community(ofRoom code: Bytes) throws -> Int64? {
    key.removeAll()
    key.append(code)
    try key.bytes.withUnsafeBufferPointer { try communityOfRoom.bind(1, $0) }
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

/// Books the payments that an import has written.
private final class PaymentPosting {
  private(set) var moved = 0
  private(set) var warnings: [RowFinding] = []

  /// Books them in order of (paid_on, place in the file); those without a payer are findings.
  ///
  /// What one customer pays touches no other's bills: customers are taken one after the other, which
  /// keeps the pages that are written few, and only their own payments go by date.
  func book(_ database: Database, _ job: RecordJob) throws -> [RowFinding] {
    moved = 0
    warnings = []
    guard let first = job.touched.map(\.id).min() else { return [] }
    var findings: [RowFinding] = []
    let payments = try resolve(database, job, from: first, &findings)
    if !findings.isEmpty { return findings }
    let settlement = try Settlement(database, run: database.journal.head().count + 1)
    let booking = try PaymentBooking(settlement)
    for row in payments { try booking.book(row.payment, payer: row.payer) }
    try booking.finish()
    moved = settlement.moved
    return []
  }

  /// Who pays each of them, in the order in which they are booked.
  private func resolve(
    _ database: Database, _ job: RecordJob, from first: Int64, _ findings: inout [RowFinding]
  ) throws -> [Row] {
    let payers = try RoomPayers(database)
    var rows: [Row] = []
    for (payment, offset) in try recorded(database, job, from: first) {
      var payer = payment.customer
      if payer == nil, let room = payment.room,
        let found = try payers.payer(ofRoom: room, on: payment.paidOn)
      {
        payer = found.customer
        if found.isAmbiguous {
          warnings.append(
            job.finding(
              at: offset, "room", "several-payers",
              Words(
                "several occupants pay for this room; \(found.code) was taken",
                zh: "该房间有多名付费住户，按规则取 \(found.code)")))
        }
      }
      if let payer {
        rows.append(Row(payment: payment, payer: payer, offset: offset))
      } else {
        findings.append(
          job.finding(
            at: offset, "room", "no-payer",
            Words("has no paying occupant on that day", zh: "当日没有付费住户"),
            hint: Words("name the customer", zh: "请填写客户编号")))
      }
    }
    warnings.sort { $0.offset < $1.offset }
    rows.sort { left, right in
      if left.payer != right.payer { return left.payer < right.payer }
      if left.payment.paidOn != right.payment.paidOn {
        return left.payment.paidOn < right.payment.paidOn
      }
      return left.offset < right.offset
    }
    return rows
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
}
