// `pm payment receipt`: receipts, numbered without gaps when they are first printed.
import PMCore
import PMFormat
import PMStore

/// `pm payment receipt NUMBER…`: print receipts; printed again they are marked as copies.
enum PaymentReceipt: Command {
  static let number = Argument("NUMBER", Words("Payments' numbers.", zh: "收款号。"), .any)
  static let day = Option(
    "on", "DATE", Words("For all payments of this day.", zh: "此日的全部收款。"), parse: Day.init(_:))

  static let spec = CommandSpec(
    "payment receipt",
    Words("Print receipts, numbered without gaps.", zh: "打印收据，连续编号。"),
    arguments: [number], options: [day],
    examples: [
      "pm payment receipt P0000012 --lang zh --format html --output receipt.html",
      "pm payment receipt --on 2026-11-20 --lang zh",
    ],
    notes: [
      Words(
        "The first print gives the number; each one after is marked as a copy and counted.",
        zh: "首次打印编号，之后打印均标明副本并计次。"),
      Words(
        "By --on somebody with a scope prints those of his part. A receipt shows what the payment paid when it was booked, and what was kept as prepayment.",
        zh: "用 --on 时，限定范围的人员只打印其范围内的收据。列示入账时冲抵的账单与转入预收的金额。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.requirePaperFormat()
    let codes = arguments.all(number)
    guard codes.isEmpty != (arguments[day] == nil) else {
      throw Failure.usage(
        "nothing-named", Words("name payments, or the day with --on", zh: "请给出收款号，或用 --on 指定日期"))
    }
    let words = PaperWords(language: context.language, reveals: context.common.reveal)
    let today = try context.today()
    let papers = try context.write { context, database -> [Paper] in
      let zone = try context.databaseZone()
      let settings = try database.settings()
      let issuers = try database.issuers()
      let rows =
        try arguments[day].map { try database.payments(on: $0) }
        ?? codes.map { try payment($0, database, zone) }
      let receipts = try database.paidReceipts(rows)
      var (papers, copies) = ([Paper](), 0)
      for row in rows {
        let receipt = try printable(row, receipts[row])
        let given = try database.numberReceipt(of: row, on: today, run: database.entry)
        if given.copies > 0 { copies += 1 }
        let paper = ReceiptPaper(
          receipt: receipt, number: given, issuer: issuers.issuer(community: receipt.community),
          currency: settings["currency"], contact: settings["paper.contact"])
        papers.append(paper.paper(words))
      }
      context.summary("payment receipt", [("created", papers.count - copies), ("copies", copies)])
      return papers
    }
    // A number that was rolled back must not stand on a paper.
    if context.common.dryRun { return }
    try context.papers(title: words("Receipts", "收据"), reveals: context.mayReveal()) { add in
      for paper in papers { try add(paper) }
    }
  }

  /// The payment of this number. At the counter one is told that of the receipt.
  private static func payment(_ code: String, _ database: Database, _ zone: Zone) throws -> Int64 {
    do {
      return try database.row(of: Payment.record, code: code, zone: zone)
    } catch var failure as Failure {
      guard let receipt = try? database.knownRow(of: Receipt.record, code: code, zone: zone),
        let payment = try database.scalar("SELECT payment_id FROM receipt WHERE id = ?1", [.integer(receipt)])
      else { throw failure }
      let number = Payment.record.numberText(payment)
      failure.finding.hint = Words("\(code) is the receipt of payment \(number)", zh: "\(code) 是收款 \(number) 的收据号")
      throw failure
    }
  }

  private static func printable(_ row: Int64, _ receipt: PaidReceipt?) throws -> PaidReceipt {
    let name = Payment.record.numberText(row)
    guard let receipt else {
      throw Failure.refused(
        "in-suspense", Words("nobody has been found for \(name) yet", zh: "\(name) 尚未认领，不能开具收据"))
    }
    if let day = receipt.reversedOn {
      throw Failure.refused("reversed", Words("\(name) was reversed on \(day)", zh: "\(name) 已于 \(day) 冲销"))
    }
    return receipt
  }
}
