// `pm ticket form`: the papers of the quality system out of the records of tickets.
import PMCore
import PMFormat
import PMStore

/// `pm ticket form NUMBER --form NAME`.
enum TicketForm: Command {
  static let form = Option(
    "form", "NAME",
    Words(
      "Which paper: " + QualityForm.ofTickets.map(\.rawValue).joined(separator: ", ") + ".",
      zh: "表单种类："
        + QualityForm.ofTickets.map { "\($0.rawValue)（\($0.title.zh)）" }.joined(separator: "、")
        + "。"),
    choices: QualityForm.ofTickets.map(\.rawValue)
  ) { name in QualityForm.ofTickets.first { $0.rawValue == name } }

  static let spec = CommandSpec(
    "ticket form",
    Words("Print a paper of the quality system.", zh: "打印质量体系表单。"),
    arguments: [TicketChoice.numbers], options: [form, TicketChoice.filter],
    examples: [
      "pm ticket form WX-202610-0001 --form dispatch --format html --output dispatch.html",
      "pm ticket form TS-202610-0001 --form complaint --lang zh --format md",
      "pm ticket form --where kind=complaint --form evaluation --format html --output forms.html",
    ],
    notes: [
      Words(
        "As HTML (A4, a sheet each), Markdown, or text (--format table). Phones, ID and card numbers are masked, also within texts.",
        zh: "格式：HTML（A4，每单一页）、Markdown 或文本（--format table）。电话、证件号与卡号一律遮盖，文字中的亦然。"),
      Words(
        "The customer is the ticket's, else the paying occupant of its room; --reveal prints his phone whole, for the sheet that goes along to the door.",
        zh: "客户取工单上的客户，无则取房间的付费住户；上门用的派工单以 --reveal 印出完整电话。"),
      Words(
        "Number, version and retention of a form are settings: form.intake=KF-01|A/0|2 years.",
        zh: "表单编号、版本、保存期可设置：form.intake=KF-01|A/0|2 年。"),
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let form = try arguments.require(form)
    try context.requirePaperFormat()
    let choice = try TicketChoice(arguments, context.input)
    let zone = try context.databaseZone()
    let tickets = try choice.rows(&context, zone: zone)
    let reveals = try context.mayReveal(
      Customer.record.columns, of: RecordQuery(rows: tickets, of: Ticket.record))
    let database = try context.openForReading()
    let papers = try TicketPapers(database, zone, context.language, reveals: reveals)
    var sheets: [Paper] = []
    for id in tickets { sheets += try papers.papers(form, id) }
    if form == .nonconformity, sheets.isEmpty {
      throw Failure.refused(
        "no-nonconformity",
        Words("these tickets have no nonconformity", zh: "这些工单没有不合格记录"),
        hint: Words(
          "pm nonconformity add ticket=NUMBER description=… owner=…",
          zh: "pm nonconformity add ticket=工单号 description=… owner=…"))
    }
    try context.papers(title: form.title[context.language], reveals: reveals) { add in
      for sheet in sheets { try add(sheet) }
    }
  }
}
