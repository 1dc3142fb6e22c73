// `pm payment offset`: prepayment onto open bills, before late fees are run.
import PMCore
import PMStore

/// `pm payment offset`: pay open bills out of prepayment.
enum PaymentOffset: Command {
  static let fee = Option(
    "fee", "CODE", Words("Bills of this fee only.", zh: "仅此费用。"), repeatable: true)

  static let spec = CommandSpec(
    "payment offset",
    Words("Pay open bills out of prepayment.", zh: "用预收款冲抵未缴账单。"),
    options: [fee],
    examples: ["pm payment offset --as-of 2026-11-20", "pm payment offset --fee YJ --as-of 2026-11-20"],
    notes: [
      Words(
        "Run it before bill late: what is held since before the due date bears no late fee.",
        zh: "应在 bill late 之前运行：缴费期限前已预收的部分不计违约金。"),
      Words(
        "A deposit is paid only out of money earmarked to its fee, or where --fee names it.",
        zh: "押金仅由指定用于该押金的预收冲抵，或以 --fee 指明其收费项目时冲抵。"),
      Words(
        "Who is kept to a part uses the prepayment of his part; customers whose money would pay bills of other parts are named and passed over.",
        zh: "管辖范围受限的人员仅使用本范围的预收；预收会冲抵范围外账单的客户不予处理，并逐一列出。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let day = try context.today()
    let zone = try context.databaseZone()
    let passedOver = try context.write { context, database in
      let settlement = try Settlement(database, run: database.entry)
      try requireOpen(day, settlement.closings)
      let fees = try arguments.all(fee).map { try database.row(of: Fee.record, code: $0, zone: zone) }
      let counts = try settlement.offsetPrepayments(asOf: day, fees: fees, passesOver: true) {
        throw Failure.closed($0)
      }
      context.summary("offset", [("offset", counts.parts)])
      return counts.passedOver
    }
    let warnings = passedOver.map { code in
      Words(
        "\(code) is passed over: the money would pay bills outside of what you are kept to; let somebody with a wider scope run payment offset",
        zh: "略过 \(code)：其预收会冲抵您管辖范围之外的账单；请由范围更大的人员运行 payment offset")
    }
    for words in upTo(Findings.shown, warnings) { context.warn(words) }
  }
}

extension Failure {
  /// A command whose date lies in a closed period.
  static func closed(_ period: Period) -> Failure {
    Failure.refused(
      "period-closed", Words("\(period) is closed", zh: "\(period) 已结账"),
      hint: Words("use a date after the close", zh: "请使用结账期之后的日期"))
  }
}

extension Failure {
  /// A bill, or a run of bills, whose period is closed.
  static func closedRun(_ period: Period) -> Failure {
    Failure.refused(
      "period-closed", Words("\(period) is closed", zh: "\(period) 已结账"), hint: correcting)
  }

  /// How to correct what is closed.
  static let correcting = Words(
    "correct a bill of it with pm bill adjust NUMBER --reason TEXT; for what was left out, pm bill reopen",
    zh: "更正其账单请用 pm bill adjust NUMBER --reason TEXT；补出遗漏请先 pm bill reopen")
}

/// Refuses a command of its own date where the books of `org` (nil: of all) are closed on `day`.
func requireOpen(_ day: Day, _ closings: Closings, org: Int64? = nil) throws {
  if closings.isClosed(day.period, for: org) { throw Failure.closed(day.period) }
}

/// Refuses the lines that a run posted where the books of one of their rooms are closed for `period`.
func requireOpen(_ period: Period, toPost run: Int64, _ database: Database) throws {
  let closings = try database.closings()
  if closings.isClosed(period, for: nil) { throw Failure.closedRun(period) }
  if !closings.differByOrg { return }
  for org in try database.orgsBilled(run: run) where closings.isClosed(period, for: org) {
    throw Failure.closedRun(period)
  }
}
