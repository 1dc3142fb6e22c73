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
      try settlement.closings.requireOpen(on: day)
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
    context.warn(all: warnings)
  }
}
