// `pm bill run`: the month's bills.
import PMCore
import PMStore

/// `pm bill run`: one line for each charge, period and debtor; a second run posts nothing.
enum BillRun: Command {
  static let period = Option(
    "period", "PERIOD", Words("The month to bill.", zh: "要出账的月份。"), parse: Period.init(_:))

  static let spec = CommandSpec(
    "bill run",
    Words("Bill a period; what is billed already stays as it is.", zh: "按账期出账；已出账的不变。"),
    options: [period],
    examples: ["pm bill run --period 2026-10", "pm bill run --period 2026-10 --dry-run"],
    notes: [
      Words(
        "What could not be billed is listed with its reason (exit 1): no debtor, no reading, no tariff version. Mend it and run again.",
        zh: "无法出账的会列出原因（退出码 1）：无付款人、无读数、无有效标准。改正后再运行。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let period = try arguments.require(period)
    let outcome = try context.write { context, database in
      let settings = try database.settings()
      let dates = RunDates(
        period: period, asOf: context.common.asOf, minimumDays: settings.leastDaysToPay)
      let entry = context.entry?.id ?? 0
      let writer = try BillWriter(database, run: entry)
      let outcome = try database.bill(dates, holdsSuspect: settings.holdsSuspectReadings) {
        line, fee, tariff in
        try writer.append(NewBill(line, fee, tariff))
      }
      try writer.finish()
      if writer.count > 0 { try requireOpen(period, toPost: entry, database) }
      try database.settleNegativeLines(run: entry)
      context.summary(
        "bill run",
        [
          ("created", outcome.created), ("not billable yet", outcome.expected),
          ("open findings", outcome.open.count),
        ])
      return outcome
    }
    try context.tell(outcome)
  }
}

extension NewBill {
  /// A line of the run, posted in its period.
  init(_ line: BillLine, _ fee: BookFee, _ tariff: String) {
    self.init(
      room: line.room, customer: line.customer, fee: line.fee, kind: fee.kind, period: line.period,
      from: line.from, to: line.to, amount: line.amount, tax: line.tax, taxRate: line.taxRate,
      issuedOn: line.issuedOn, dueOn: line.dueOn,
      // Charged is charged in the period that it is for, whenever it is issued.
      postedOn: min(max(line.issuedOn, line.period.first), line.period.last))
    quantity = line.quantity
    price = line.price
    meter = line.meter
    self.tariff = tariff
  }
}

extension Context {
  /// Lists what a run could not bill, and what somebody should look at.
  mutating func tell(_ outcome: BillingOutcome) throws {
    let database = try openForReading()
    for finding in outcome.warnings.prefix(Findings.shown) {
      warn(try self.finding(finding, database))
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
