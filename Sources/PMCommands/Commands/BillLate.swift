// `pm bill late`: late fees up to a day.
import PMCore
import PMStore

/// `pm bill late`: post late fees through a day; a second run posts nothing.
enum BillLate: Command {
  static let spec = CommandSpec(
    "bill late",
    Words("Post late fees through a day; a second run posts nothing.", zh: "计提截至某日的违约金；重复运行不再计提。"),
    examples: ["pm bill late --as-of 2026-11-20", "pm bill late --as-of 2026-11-20 --dry-run"],
    notes: [
      Words(
        "A payment that was booked late lowers the fee: the difference is a negative line.",
        zh: "补录的收款会降低违约金，差额以红字列示。"),
      Words(
        "If a late policy is changed, late fees are recalculated from each bill's first overdue day, also for bills already paid.",
        zh: "违约金规则更改后，从每张账单的首个逾期日起按新规则重算，已缴清的账单也不例外。"),
      Words(
        "A day later than today and later than the month after the last one billed takes --yes: a mistyped year could be taken back only line by line, with pm bill void.",
        zh: "日期晚于今天且晚于最近出账月的次月时须加 --yes：年份误填后只能用 pm bill void 逐条作废。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let day = try context.today()
    try requireConsent(&context)
    try context.write(trustsReferences: true) { context, database in
      let closings = try database.closings()
      try closings.requireOpen(on: day)
      let run = try database.entry
      let lines = try LateRun(database, run: run, closings).post(through: day)
      try database.settleNegativeLines(run: run)
      context.summary("late", [("created", lines.created), ("lowered", lines.lowered)])
    }
  }
}

extension BillLate {
  /// Asks before fees are charged for days that nobody can mean: the clock alone does not tell, since
  /// a month may be rehearsed before it is over.
  private static func requireConsent(_ context: inout Context) throws {
    guard let (day, today) = try context.dayAhead(),
      let last = try context.database.lastBilledPeriod(), day.period > last.adding(1)
    else { return }
    try context.confirm(
      Words(
        "late fees through \(day): today is \(today), and \(last) the last month billed",
        zh: "计提违约金至 \(day)：今天是 \(today)，最近出账月为 \(last)"))
  }
}

/// Posts the late lines of one run.
private struct LateRun {
  let database: Database
  let closings: Closings
  let rules: [Int64: LateRule]
  let writer: BillWriter
  private var communities: [Int64: Int64] = [:]

  init(_ database: Database, run: Int64, _ closings: Closings) throws {
    self.database = database
    self.closings = closings
    rules = try database.lateRules()
    writer = try BillWriter(database, run: run)
    if closings.differByOrg {
      communities = try database.communitiesOfRooms()
    }
  }

  /// Brings every bill's late fee to what it is on `day`; how many lines, and how many negative.
  func post(through day: Day) throws -> (created: Int, lowered: Int) {
    var lowered = 0
    if rules.isEmpty { return (0, 0) }
    try database.forEachOverdueBill(before: day, ofFees: Set(rules.keys)) { bill in
      guard let rule = rules[bill.fee] else { return }
      let fee = try lateFee(
        principal: bill.amount, dueOn: bill.dueOn, policy: rule.terms,
        reductions: bill.reductions, asOf: day)
      guard
        let amount = try latePosting(
          fee, posted: bill.posted, lastPosted: bill.lastPosted, asOf: day)
      else { return }
      try closings.requireOpen(on: day, for: bill.room.flatMap { communities[$0] })
      if amount.isNegative { lowered += 1 }
      var line = try NewBill(
        amount, rate: rule.taxRate, kind: .late, fee: bill.fee, room: bill.room,
        customer: bill.customer, on: day, dueOn: day)
      line.principal = bill.id
      try writer.append(line)
    }
    try writer.finish()
    return (writer.count, lowered)
  }
}
