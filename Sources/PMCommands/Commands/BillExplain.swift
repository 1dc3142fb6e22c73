// `pm bill explain NUMBER`: how a line came about.
import PMCore
import PMFormat
import PMStore

/// `pm bill explain`: every input, intermediate value and rounding of a bill line.
enum BillExplain: Command {
  static let number = Argument("NUMBER", Words("A bill's number.", zh: "账单号。"))

  static let spec = CommandSpec(
    "bill explain",
    Words("Show how a bill line came about, exactly.", zh: "说明账单金额如何算出。"),
    arguments: [number],
    examples: ["pm bill explain B0000001", "pm bill explain B0000001 --format json"])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    let code = try arguments.require(number)
    let id = try database.row(of: Bill.record, code: code, zone: try context.databaseZone())
    guard let bill = try database.postedBill(id) else { return }
    let settings = try database.settings()
    var steps = [
      ExplainedStep("room", Words("room", zh: "房间"), Words(bill.room?.code ?? "")),
      ExplainedStep("customer", Words("debtor", zh: "付款人"), Words(bill.customer)),
      ExplainedStep("fee", Words("fee", zh: "费用"), Words("\(bill.fee.code), \(bill.period)")),
    ]
    let correction = try database.correction(bill)
    if let correction { steps.append(correction.step) }
    if correction == nil, let source = try database.source(of: bill) {
      steps += [source, ExplainedStep("amount", Words("amount", zh: "金额"), Words("\(bill.amount)"))]
    } else if let (made, amount) = try database.lateSteps(bill) {
      steps += made
      if amount != bill.amount { context.warn(changed(bill, amount)) }
    } else if correction != nil, try bill.amount.isNegative || database.isCarried(id) {
      steps.append(ExplainedStep("amount", Words("amount", zh: "金额"), Words("\(bill.amount)")))
    } else if let (line, made) = try database.recomputed(
      bill, minimumDays: settings.leastDaysToPay)
    {
      // The records tell the days of the plan; the bill may have been issued later.
      steps += made.map { step in
        switch step.name {
        case "issued_on": ExplainedStep(step.name, step.title, Words("\(bill.issuedOn)"))
        case "due_on": ExplainedStep(step.name, step.title, Words("\(bill.dueOn)"))
        default: step
        }
      }
      if let shared = try database.sharedSteps(bill) {
        // What the share shows stands in the place of price × quantity, which only comes near it.
        let place = steps.firstIndex { $0.name == "exact" } ?? steps.endIndex
        steps.removeAll { ["exact", "rounding"].contains($0.name) }
        steps.insert(contentsOf: shared, at: min(place, steps.endIndex))
      }
      if line.amount != bill.amount {
        context.warn(changed(bill, line.amount))
      }
    } else {
      steps.append(ExplainedStep("amount", Words("amount", zh: "金额"), Words("\(bill.amount)")))
      context.warn(
        Words("today's records make no such line", zh: "按现有资料不会产生这一行"))
    }
    try context.show(report(steps, Bill.record.serial?.text(id, .standard) ?? code, context))
  }

  private static func changed(_ bill: PostedBill, _ now: Money) -> Words {
    Words(
      "the records have changed since: the bill says \(bill.amount), they now make \(now)",
      zh: "此后资料有变动：账单为 \(bill.amount)，按现有资料为 \(now)")
  }

  private static func report(_ steps: [ExplainedStep], _ code: String, _ context: Context) -> Report {
    Report(
      title: context.words("Bill \(code)", "账单 \(code)"),
      fields: [
        context.column("step", "步骤", .text),
        context.column("meaning", "含义", .text),
        context.column("value", "数值", .code),
      ],
      rows: steps.map {
        [.text($0.name), .text($0.title[context.language]), .text($0.value[context.language])]
      })
  }
}
