// `pm export ledger`: the books as double entry, for an accounting program to check.
package import PMCore
package import PMFormat
import PMStore

/// `pm export ledger`: every bill, receipt and settlement as a balanced transaction.
enum ExportLedger: Command {
  static let program = Option(
    "for", choices: ["hledger", "beancount", "csv"],
    Words("The program that reads it.", zh: "供哪个程序读取。"),
    default: "hledger")
  static let from = Option(
    "from", "DATE", Words("Leave out what was posted before.", zh: "不含此日之前的记账。"),
    parse: Day.init(_:))
  static let to = Option(
    "to", "DATE",
    Words("Leave out what was posted after (else --as-of).", zh: "不含此日之后的记账（否则取 --as-of）。"),
    parse: Day.init(_:))

  static let spec = CommandSpec(
    "export ledger",
    Words("Write the books as double entry.", zh: "以复式记账导出账簿。"),
    options: [program, from, to],
    examples: [
      "pm export ledger --for hledger --output ledger.journal",
      "pm export ledger --to 2026-10-31 --output october.journal",
      "pm export ledger --for beancount --output ledger.beancount",
      "pm export ledger --for csv --output postings.csv",
    ],
    notes: [
      Words(
        "Then: hledger -f ledger.journal check --strict, or: bean-check ledger.beancount. Postings on receivables carry the tags bill: and due:.",
        zh:
          "然后：hledger -f ledger.journal check --strict，或 bean-check ledger.beancount。应收分录带 bill: 与 due: 标签。"
      ),
      Words("csv: a row for each posting.", zh: "csv：每条分录一行。"),
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let first = arguments[from] ?? .distantPast
    let last = arguments[to] ?? context.common.asOf ?? .distantFuture
    if last < first {
      throw Failure.usage("ends-before-it-starts", "--to is before --from", "--to 早于 --from")
    }
    let database = try context.openForReading()
    let query = try LedgerQuery(database, from: first, through: last)
    if arguments[program] == "csv" { return try writeRows(query, &context) }
    let buffer = try context.textOutput()
    let currency = try database.settings()["currency"]
    let writer: any BookText =
      arguments[program] == "beancount"
      ? BeancountWriter(to: buffer, commodity: currency)
      : LedgerWriter(to: buffer, commodity: currency)
    writer.declareCommodity()
    var declared: Set<LedgerAccount> = []
    try query.forEachAccount { account in
      if declared.insert(account).inserted {
        writer.declare(account, type: hasPlainType(account) ? nil : "R")
      }
    }
    try query.forEachEvent { day, event in
      writer.write(try event.entry(on: day))
      try buffer.check()
    }
  }

  /// Writes each posting as a row.
  private static func writeRows(_ query: LedgerQuery, _ context: inout Context) throws {
    let language = context.language
    func field(_ name: String, _ zh: String, _ kind: OutputField.Kind = .plain) -> OutputField {
      OutputField(name: name, title: Words(name, zh: zh)[language], kind: kind)
    }
    let sink = try context.sink([
      field("date", "日期"), field("code", "单号"), field("title", "摘要", .text),
      field("account", "科目", .text), field("amount", "金额", .money), field("bill", "账单号"),
      field("due", "缴费期限"),
    ])
    try query.forEachEvent { day, event in
      let entry = try event.entry(on: day)
      for posting in entry.postings {
        let tag = { (name: String) in posting.tags.first { $0.name == name }?.value ?? "" }
        try sink.row([
          .plain(day.description), .plain(entry.code), .text(entry.title),
          .text(posting.account.joined(separator: ":")), .money(posting.amount.minor),
          .plain(tag("bill")), .plain(tag("due")),
        ])
      }
    }
  }

  /// Whether hledger knows from the first name what kind of account it is.
  private static func hasPlainType(_ account: LedgerAccount) -> Bool {
    ["assets", "liabilities", "income", "expenses", "equity"].contains(account.first ?? "")
  }
}

extension BookText {
  /// Writes one transaction.
  package func write(_ entry: LedgerEntry) {
    begin(
      day: entry.day.description, code: entry.code, title: entry.title,
      tags: entry.tags.map { ($0.name, $0.value) })
    for posting in entry.postings {
      self.posting(
        posting.account, minor: posting.amount.minor,
        tags: posting.tags.map { ($0.name, $0.value) })
    }
  }
}
