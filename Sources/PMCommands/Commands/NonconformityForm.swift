// `pm nonconformity form`: the report of one nonconformity, with a ticket behind it or without.
import PMCore
import PMFormat
import PMStore

/// `pm nonconformity form NUMBER…`.
enum NonconformityForm: Command {
  static let numbers = Argument("NUMBER", Words("Nonconformities.", zh: "不合格编号。"), .oneOrMore)

  static let spec = CommandSpec(
    "nonconformity form",
    Words("Print nonconformity and corrective action reports.", zh: "打印不合格及纠正预防措施报告。"),
    arguments: [numbers],
    examples: [
      "pm nonconformity form NC-202610-0001 --format html --output nc.html",
      "pm nonconformity form NC-202610-0001 --lang zh --format md",
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.requirePaperFormat()
    let reveals = try context.mayReveal(Customer.record.columns)
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let papers = try TicketPapers(database, zone, context.language, reveals: reveals)
    var sheets: [Paper] = []
    for number in arguments.all(numbers) {
      let id = try database.row(of: Nonconformity.record, code: number, zone: zone)
      let room = try database.nonconformity(id)?.ticket.flatMap { try database.ticket($0)?.room }
      sheets += try papers.rows(Nonconformity.record, where: "t.id = ?1", id).map {
        try papers.nonconformity($0, room: room)
      }
    }
    try context.papers(title: QualityForm.nonconformity.title[context.language], reveals: reveals) { add in
      for sheet in sheets { try add(sheet) }
    }
  }
}
