// `pm bill run`: the month's bills.
import PMCore
import PMFormat
import PMStore

/// `pm bill run`: one line for each charge, period and debtor; a second run posts nothing.
enum BillRun: Command {
  static let period = Option(
    "period", "PERIOD", Words("The month to bill.", zh: "要出账的月份。"), parse: Period.init(_:))
  static let room = Option("room", "CODE", Words("Only this room.", zh: "仅此房间。"))
  static let fee = Option("fee", "CODE", Words("Only this fee.", zh: "仅此费用。"))
  static let plan = Option(
    "plan", "FILE", Words("Write what would be billed to FILE; bill nothing.", zh: "把将要出账的内容写入 FILE，不出账。"))
  static let apply = Option(
    "apply", "FILE",
    Words("Bill exactly the plan in FILE, or nothing if an input has changed.", zh: "按 FILE 中的计划出账；资料有变则不出账。"))

  static let spec = CommandSpec(
    "bill run",
    Words("Bill a period; what is billed already stays as it is.", zh: "按账期出账；已出账的不变。"),
    options: [period, room, fee, plan, apply],
    examples: [
      "pm bill run --period 2026-10", "pm bill run --period 2026-10 --dry-run",
      "pm bill run --period 2026-10 --scope YG --fee WYF",
      "pm bill run --period 2026-10 --plan plan.jsonl", "pm bill run --apply plan.jsonl",
    ],
    notes: [
      Words(
        "What could not be billed is listed with its reason (exit 1): no debtor, no reading, no tariff version. Correct these and run again.",
        zh: "无法出账的会列出原因（退出码 1）：无付款人、无读数、无有效标准。改正后再运行。"),
      Words(
        "If several owners (or tenants) pay for a room on the same day, the one who came last is billed (of these the one with the smallest code), with a warning. See it beforehand with --dry-run; correct it with pm occupancy set: to=DATE, or pays=no.",
        zh: "同一房间同日有多名付费业主（或租户）时，账单归开始日期最晚者（相同时取编号最小者），并给出警告。出账前可用 --dry-run 查看；用 pm occupancy set 更正：to=日期 或 pays=no。"),
      Words(
        "A month later than the next one and than the one after the last billed takes --yes: a mistyped year could be taken back only line by line, with pm bill void.",
        zh: "账期晚于下月且晚于最近出账月的次月时须加 --yes：年份误填后只能用 pm bill void 逐条作废。"),
    ],
    changes: true, takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let order: BillOrder
    if let path = arguments[apply] {
      order = BillOrder(try WrittenPlan(path: context.input(at: path, canBeSent: false)))
    } else {
      order = BillOrder(
        period: try arguments.require(period), asOf: context.common.asOf, room: arguments[room],
        fee: arguments[fee], scope: try context.scopeCode())
    }
    if let path = arguments[plan] { return try write(order, to: path, &context) }
    try context.requireConsent(toBill: order.period)
    let outcome = try context.write(trustsReferences: true) { context, database in
      let entry = try database.entry
      let writer = try BillWriter(database, run: entry)
      let seal = try order.digest.map { _ in try BillPlan(database, output: nil) }
      seal?.begin(order.period, order.asOf, room: order.room, fee: order.fee, scope: order.scope)
      let outcome = try order.bill(database, context.progress()) { line, fee, tariff in
        try seal?.append(line, fee, tariff)
        try writer.append(NewBill(line, fee, tariff))
      }
      try writer.finish()
      if let seal, let digest = order.digest {
        // A plan that was carried out is done: the second time there is nothing left of it.
        let isDone = try writer.count == 0 && database.journal.hasEntry(of: spec.name, digest: digest)
        if seal.seal() != digest, !isDone { throw changed }
        context.inputDigest = digest
      }
      if writer.count > 0 {
        try database.requireOpen(order.period, toPost: entry)
      } else if try order.isClosed(database) {
        context.note(order.closed)
      }
      try database.settleNegativeLines(run: entry)
      let excused = outcome.excused.isEmpty ? [] : [("excused", outcome.excused.count)]
      context.summary(
        "bill run",
        [
          ("created", outcome.created), ("not billable yet", outcome.expected),
          ("open findings", outcome.open.count),
        ] + excused)
      return outcome
    }
    try context.tell(outcome)
    if order.room == nil, order.fee == nil { try context.warnOfUnspreadMeters(order.period) }
  }

  /// Writes the plan of what would be billed.
  private static func write(_ order: BillOrder, to path: String, _ context: inout Context) throws {
    let database = try context.openForReading()
    let buffer = ByteBuffer(to: try context.file(path, isPrivate: false))
    let plan = try BillPlan(database, output: buffer)
    plan.begin(order.period, order.asOf, room: order.room, fee: order.fee, scope: order.scope)
    let outcome = try order.bill(database, context.progress(), post: plan.append)
    _ = plan.seal()
    try buffer.close()
    context.note(
      Words("\(path): \(plan.count) lines planned, nothing billed", zh: "\(path)：计划 \(plan.count) 行，未出账"))
    if try order.isClosed(database) { context.note(order.closed) }
    try context.tell(outcome)
  }

  private static let changed = Failure.refused(
    "inputs-changed",
    Words("the inputs have changed since the plan was made; nothing was billed", zh: "计划生成后资料有变，未出账"),
    hint: Words("make the plan again and compare", zh: "请重新生成计划并比对"))
}

/// What a run was asked to bill.
struct BillOrder {
  let period: Period
  let asOf: Day?
  let room: String?
  let fee: String?
  let scope: String?
  /// The seal of the plan that must come out again.
  var digest: String?

  init(period: Period, asOf: Day?, room: String?, fee: String?, scope: String?) {
    self.period = period
    self.asOf = asOf
    self.room = room
    self.fee = fee
    self.scope = scope
  }

  init(_ plan: WrittenPlan) {
    self.init(
      period: plan.period, asOf: plan.asOf, room: plan.room, fee: plan.fee, scope: plan.scope)
    digest = plan.digest
  }

  /// The note when the books of the period are closed.
  var closed: Words {
    Words(
      "\(period) is closed, and nothing more is billed in it: \(Failure.correcting.en)",
      zh: "\(period) 已结账，不再出账：\(Failure.correcting.zh)")
  }

  /// Whether the period is closed for everything that the order would bill.
  func isClosed(_ database: Database) throws -> Bool {
    let closings = try database.closings()
    if closings.isClosed(period, for: nil) { return true }
    if !closings.differByOrg { return false }
    let orgs = try database.orgsToBill(room: room, scope: scope)
    return !orgs.isEmpty && orgs.allSatisfy { closings.isClosed(period, for: $0) }
  }

  /// Decides the lines and hands each to `post`.
  func bill(
    _ database: Database, _ progress: Progress = .silent,
    post: @escaping (BillLine, BookFee, String) throws -> Void
  ) throws -> BillingOutcome {
    let settings = try database.settings()
    func row(_ record: RecordType, _ code: String?) throws -> Int64? {
      try code.map { try database.row(of: record, code: $0, zone: settings.zone) }
    }
    var selection = BillingSelection()
    selection.room = try row(Room.record, room)
    selection.fee = try row(Fee.record, fee)
    selection.scope = try row(Org.record, scope)
    progress.begin(Words("\(period): bills", zh: "\(period)：账单"))
    defer { progress.end() }
    var done = 0
    return try database.bill(
      RunDates(period: period, asOf: asOf, minimumDays: settings.leastDaysToPay), selection,
      holdsSuspect: settings.holdsSuspectReadings
    ) { line, fee, tariff in
      try post(line, fee, tariff)
      done += 1
      progress.advance(to: done)
    }
  }
}

extension Context {
  /// Asks before a period is billed that nobody can mean: later than the month after today, and than
  /// the one after the last billed. The bills of a mistyped year are voided one by one.
  fileprivate mutating func requireConsent(toBill period: Period) throws {
    try warnOfTheFuture(period)
    let today = try common.asOf ?? clockDay()
    guard period > today.period.adding(1),
      let last = try openForReading().lastBilledPeriod(), period > last.adding(1)
    else { return }
    try confirm(
      Words(
        "bills of \(period): today is \(today), and \(last) the last month billed",
        zh: "出账 \(period)：今天是 \(today)，最近出账月为 \(last)"))
  }

  /// Says which shared meters of the scope were read and not spread yet: their cost would be in no bill.
  fileprivate mutating func warnOfUnspreadMeters(_ period: Period) throws {
    let orgs = try scopeOrgs()
    let meters = try openForReading().unspreadMeters(period).filter { orgs?.contains($0.scope) ?? true }.map(\.code)
    if meters.isEmpty { return }
    let list = shortList(meters)
    let remedy = "pm meter apportion --period \(period)"
    warn(
      Words(
        "shared meters read in \(period) and not spread: \(list.en): \(remedy), then bill again",
        zh: "\(period) 已抄未分摊的公摊表：\(list.zh)：请运行 \(remedy) 后再出账"))
  }

  /// Lists what a run could not bill, and what somebody should look at; what was to be expected only
  /// with --verbose.
  mutating func tell(_ outcome: BillingOutcome) throws {
    let database = try openForReading()
    // Names are looked up for those that are told.
    var warnings = Findings(try outcome.warnings.prefix(Findings.shown).map { try self.finding($0, database) })
    warnings.addUntold(outcome.warnings.count - warnings.count)
    messages.say(warnings, .warning)
    if outcome.expected > 0, let unsold = unsoldWarning(try database.unsoldWithOwner()) {
      warn(unsold)
    }
    if common.verbose {
      for finding in outcome.expectedFirst { detail(try self.finding(finding, database).message) }
    }
    for (finding, reason) in outcome.excused.prefix(Findings.shown) {
      let told = try self.finding(finding, database).message
      note(Words("excused: \(told.en) (\(reason))", zh: "已豁免：\(told.zh)（\(reason)）"))
    }
    for (place, finding) in outcome.open.enumerated() {
      // Names are looked up for those that are shown.
      if place < Findings.shown {
        let told = try self.finding(finding, database)
        findings.add(told)
      } else {
        findings.add(Finding(finding.reason.code, finding.reason.words))
      }
    }
  }

  private func finding(_ finding: BillFinding, _ database: Database) throws -> Finding {
    let names = try database.names(of: finding)
    let meter = names.meter.map { (en: ", meter \($0)", zh: "，表 \($0)") } ?? (en: "", zh: "")
    let days = "\(finding.span.from) – \(finding.span.to)"
    let words = finding.reason.words
    let chosen = names.customer.map { (en: ": \($0)", zh: "：\($0)") } ?? (en: "", zh: "")
    return Finding(
      finding.reason.code,
      Words(
        "room \(names.room), fee \(names.fee)\(meter.en), \(days): \(words.en)\(chosen.en)",
        zh: "房间 \(names.room)，费用 \(names.fee)\(meter.zh)，\(days)：\(words.zh)\(chosen.zh)"))
  }
}
