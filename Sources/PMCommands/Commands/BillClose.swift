// `pm bill close`: the month's books are closed, and what was posted in them stays as it is.
import PMCore
import PMFormat
import PMStore

/// `pm bill close`: show what stands in the way of a close; where nothing does, close.
enum BillClose: Command {
  static let period = Option(
    "period", "YYYY-MM", Words("The period to close.", zh: "要结账的账期。"), parse: Period.init(_:))
  static let org = Option(
    "org", "CODE", Words("Close this organisation and what is under it only.", zh: "仅结此组织及其下级。"))

  static let spec = CommandSpec(
    "bill close",
    Words("Close a period: nothing is posted in it any more.", zh: "结账：此后不再有记入该账期的账目。"),
    options: [period, org],
    examples: [
      "pm bill close --period 2026-10 --as-of 2026-11-20",
      "pm bill close --period 2026-10 --org CO1 --as-of 2026-11-20",
    ],
    notes: [
      Words(
        "Periods close in order. Money that comes later with an earlier date is posted in the first open period.",
        zh: "账期须依次结账。此后补录的较早日期的收款记入首个未结账期。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let period = try arguments.require(period)
    let day = try context.today()
    // The entry seals what is closed, and by which day: nothing in the closing itself is.
    context.journalArguments =
      "--period \(period)" + (arguments[org].map { " --org \($0)" } ?? "") + " --as-of \(day)"
    let list = try context.write { context, database -> [CloseItem] in
      if arguments[org] == nil, let own = context.authority?.member?.scopeCode { throw notForAll(period, own) }
      let closings = try database.closings()
      let scope = ClosingScope(
        period, org: try arguments[org].map { try database.org(called: $0) }, in: closings.orgs)
      if closings.isClosed(period, for: scope.org) {
        context.summary("close", [("closed", 0), ("unchanged", 1)])
        return [CloseItem("closed", Words("closed", zh: "已结账"), 0)]
      }
      let list = try checklist(scope, closings, database)
      let open = list.filter(\.isOpen)
      if !open.isEmpty { throw refusal(period, open) }
      let digest = try database.closingDigest(scope)
      context.inputDigest = digest
      try database.keepClosing(scope, on: day, digest: digest, run: database.entry)
      context.summary("close", [("closed", 1), ("unchanged", 0)])
      return list
    }
    try context.show(report(list, period, context))
  }

  /// What is looked at, in order.
  private static func checklist(
    _ scope: ClosingScope, _ closings: Closings, _ database: Database
  ) throws -> [CloseItem] {
    if let earlier = try database.earliestOpenPeriod(
      before: scope, after: closings.lastClosed(for: scope.org))
    {
      throw Failure.refused(
        "earlier-period-open",
        Words("\(earlier) comes first and is not closed", zh: "较早的 \(earlier) 尚未结账"),
        hint: Words(
          "pm bill close --period \(earlier)", zh: "请先运行 pm bill close --period \(earlier)"))
    }
    let counts = try database.closeCounts(scope)
    let pending = try database.unbilled(scope)
    let unspread = try database.unspreadMeters(scope.period).filter { scope.orgs?.contains($0.scope) ?? true }
    return [
      CloseItem("bills", Words("bills of the period", zh: "本期账单"), counts.bills, stops: false),
      CloseItem(
        "unbilled", Words("lines not billed: pm bill run", zh: "未出账的费用：请运行 pm bill run"),
        pending.lines),
      CloseItem(
        "unspread",
        Words("shared meters read and not spread: pm meter apportion", zh: "公摊表已抄未分摊：请运行 pm meter apportion"),
        unspread.count),
      CloseItem("findings", Words("open findings of the run", zh: "出账未决事项"), pending.findings),
      CloseItem(
        "shares",
        Words(
          "shares without a bill: mend the charge, or pm bill excuse",
          zh: "已分摊未出账：请更正收费设置，或用 pm bill excuse 说明"),
        pending.shares),
      CloseItem("suspect", Words("suspect readings", zh: "可疑读数"), counts.suspectReadings),
      CloseItem(
        "suspense", Words("payments in suspense: pm payment claim", zh: "待认领收款：请运行 pm payment claim"),
        counts.suspense),
      CloseItem(
        "unreviewed",
        Words("cash receipts not reviewed: pm payment review", zh: "未复核的现金收款：请运行 pm payment review"),
        counts.unreviewed),
      CloseItem(
        "unreturned", Words("unreturned batches: pm bank return", zh: "未回盘的托收批次：请运行 pm bank return"),
        try database.unreturnedBatches(scope)),
    ]
  }

  /// The refusal of one who would close for all and is kept to a part.
  private static func notForAll(_ period: Period, _ own: String) -> Failure {
    Failure(
      .notPermitted, "outside-scope",
      Words(
        "without --org all of \(period) is closed, and you are kept to \(own)",
        zh: "不带 --org 即结清 \(period) 的全部账目，而您仅限于 \(own)"),
      hint: Words("close your own: --org \(own)", zh: "请结本范围的账：--org \(own)"))
  }

  private static func refusal(_ period: Period, _ open: [CloseItem]) -> Failure {
    var findings = Findings()
    for item in open {
      findings.add(
        Finding(
          "close-\(item.name)",
          Words("\(item.count) \(item.words.en)", zh: "\(item.count) 项\(item.words.zh)")))
    }
    return Failure(
      .badData, "close-refused",
      Words("\(period) cannot be closed yet", zh: "\(period) 尚不能结账"),
      hint: Words("mend what is listed and close again", zh: "请处理所列事项后再结账"), findings: findings)
  }

  private static func report(_ list: [CloseItem], _ period: Period, _ context: Context) -> Report {
    var report = Report(
      title: context.words("Close of the period", "结账检查表"),
      parameters: [(context.words("Period", "账期"), "\(period)")],
      fields: [
        context.column("item", "项目", .plain), context.column("meaning", "说明", .text),
        context.column("count", "数量", .integer),
        context.column("state", "状态", .plain),
      ])
    for item in list {
      report.rows.append([
        .plain(item.name), .text(item.words[context.language]), .integer(Int64(item.count)),
        .plain(context.words("ok", "通过")),
      ])
    }
    return report
  }
}

/// One line of the checklist.
private struct CloseItem {
  let name: String
  let words: Words
  let count: Int
  private let stops: Bool

  init(_ name: String, _ words: Words, _ count: Int, stops: Bool = true) {
    self.name = name
    self.words = words
    self.count = count
    self.stops = stops
  }

  /// Whether it stands in the way of the close.
  var isOpen: Bool { stops && count > 0 }
}

extension ShareKey {
  /// The share that a line bills.
  init(_ line: BillLine) {
    self.init(room: line.room, fee: line.fee, meter: line.meter, from: line.from)
  }
}

extension Database {
  /// The organisation with this code.
  fileprivate func org(called code: String) throws -> Int64 {
    let table = try seenTable("org")
    if let id = try scalar("SELECT id FROM \(table) WHERE code = ?1", [.text(code)]) { return id }
    throw Failure.unknown(
      "unknown-org", Words("there is no org \"\(code)\"", zh: "没有组织“\(code)”"), word: code,
      among: try rows("SELECT code FROM \(table) ORDER BY key") { $0.string(0) }, exit: .notFound)
  }

  /// What a billing run of the period would still post, what it could not bill, and the shares of
  /// which it would say nothing.
  fileprivate func unbilled(
    _ scope: ClosingScope
  ) throws -> (lines: Int, findings: Int, shares: Int) {
    let settings = try settings()
    let dates = RunDates(
      period: scope.period, asOf: nil, minimumDays: settings.leastDaysToPay)
    var lines = 0
    let rooms = scope.orgs == nil ? nil : try communitiesOfRooms()
    let orgs = Set(scope.orgs ?? [])
    func belongs(_ room: Int64) -> Bool {
      guard let rooms else { return true }
      return rooms[room].map { orgs.contains($0) } ?? false
    }
    var shares = try unbilledShares(scope)
    let outcome = try bill(dates, holdsSuspect: settings.holdsSuspectReadings) { line, _, _ in
      if belongs(line.room) { lines += 1 }
      shares.remove(ShareKey(line))
    }
    for finding in outcome.open {
      shares.remove(
        ShareKey(
          room: finding.room, fee: finding.fee, meter: finding.meter, from: finding.span.from))
    }
    return (lines, outcome.open.filter { belongs($0.room) }.count, shares.count)
  }
}
