// `pm bill reopen`: a period that was closed too early.
import PMCore
import PMStore

/// `pm bill reopen`: open the last closed period again; the journal keeps who and why.
enum BillReopen: Command {
  static let period = Option(
    "period", "YYYY-MM", Words("The closed period to open again.", zh: "要反结账的账期。"),
    parse: Period.init(_:))
  static let org = Option(
    "org", "CODE", Words("Open it for this company or centre only.", zh: "仅为该公司或管理中心反结账。"))

  static let spec = CommandSpec(
    "bill reopen",
    Words("Open the last closed period again.", zh: "反结账：重新打开最近结账的账期。"),
    options: [period, org, CorrectionOptions.reason],
    examples: ["pm bill reopen --period 2026-10 --reason \"October readings were missing\""],
    notes: [
      Words(
        "Only the last closed period. What was posted later because of the close stays where it is.",
        zh: "只能打开最近结账的账期。因结账而移期的账目不再移回。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let period = try arguments.require(period)
    let reason = try arguments.require(CorrectionOptions.reason)
    let day = try context.today()
    let zone = try context.databaseZone()
    context.journalArguments =
      "--period \(period)" + (arguments[org].map { " --org \($0)" } ?? "") + " --reason … --as-of \(day)"
    try context.write { context, database in
      let closings = try database.closings()
      let org = try arguments[org].map {
        try database.row(of: Org.record, code: $0, zone: zone)
      }
      let scope = ClosingScope(period, org: org, in: closings.orgs)
      if try !database.isClosed(scope) {
        throw Failure.refused(
          "not-closed", Words("\(period) is not closed", zh: "\(period) 未结账"),
          hint: Words("pm closing list", zh: "请查看 pm closing list"))
      }
      if let last = closings.lastClosed(for: org), last > period {
        throw Failure.refused(
          "later-period-closed", Words("\(last) is closed after it", zh: "其后的 \(last) 已结账"),
          hint: Words("reopen \(last) first", zh: "请先打开 \(last)"))
      }
      try database.reopen(scope, on: day, reason: reason, run: database.entry)
      context.summary("bill reopen", [("reopened", 1)])
    }
  }
}
