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
  static let company = Option(
    "company", "CODE", Words("The books of this company only.", zh: "仅此公司的账簿。"))

  static let spec = CommandSpec(
    "export ledger",
    Words("Write the books as double entry.", zh: "以复式记账导出账簿。"),
    options: [program, from, to, company],
    examples: [
      "pm export ledger --for hledger --output ledger.journal",
      "pm export ledger --to 2026-10-31 --output october.journal",
      "pm export ledger --for beancount --output ledger.beancount",
      "pm export ledger --for csv --output postings.csv",
      "pm export ledger --company CO1 --output CO1.journal",
    ],
    notes: [
      Words(
        "Then: hledger -f ledger.journal check --strict, or: bean-check ledger.beancount. Postings on receivables carry the tags bill: and due:.",
        zh:
          "然后：hledger -f ledger.journal check --strict，或 bean-check ledger.beancount。应收分录带 bill: 与 due: 标签。"
      ),
      Words("csv: a row for each posting.", zh: "csv：每条分录一行。"),
      Words(
        "Everything posted, later dates included, unless --to or --as-of ends it; what --as-of leaves out is said on standard error.",
        zh: "默认含全部记账（包括日期在后的）；以 --to 或 --as-of 截止，--as-of 之后未导出的在标准错误中说明。"),
      Words(
        "Each company's prepayment is under liabilities:prepayment:COMPANY, as report prepayment --by company has it; every transaction carries the tag company: (hledger bal tag:company=CO1).",
        zh:
          "各公司预收在 liabilities:prepayment:公司 之下，与 report prepayment --by company 一致；每笔凭证带 company: 标签（hledger bal tag:company=CO1）。"
      ),
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let first = arguments[from] ?? .distantPast
    let last = arguments[to] ?? context.common.asOf ?? .distantFuture
    try ReportOptions.refuseReversed(first, last, end: arguments.isGiven(to) ? "--to" : "--as-of")
    let database = try context.openForReading()
    let query = try LedgerQuery(
      database, from: first, through: last, company: try company(arguments, &context))
    if !arguments.isGiven(to), let later = try query.later() {
      context.note(
        code: "left-out",
        Words(
          "left out: \(later.count) entries posted after \(last), the first on \(later.first); --to takes them in",
          zh: "未导出：\(last) 之后的记账 \(later.count) 笔，最早为 \(later.first)；用 --to 可一并导出"))
    }
    if arguments[program] == "csv" { return try writeRows(query, &context) }
    try context.refuseFormat()
    let buffer = try context.textOutput()
    let currency = try database.settings()["currency"]
    let writer: any BookText =
      arguments[program] == "beancount"
      ? BeancountWriter(to: buffer, commodity: currency)
      : LedgerWriter(to: buffer, commodity: currency)
    writer.declareCommodity()
    var declared: Set<LedgerAccount> = []
    try query.forEachAccount { account, type in
      if declared.insert(account).inserted { writer.declare(account, type: type.rawValue) }
    }
    let progress = begin(context)
    defer { progress.end() }
    var done = 0
    try query.forEachEvent { day, company, event in
      writer.write(try event.entry(on: day), company: company)
      try buffer.check()
      done += 1
      progress.advance(to: done)
    }
  }

  /// The company whose books are wanted.
  private static func company(_ arguments: Arguments, _ context: inout Context) throws -> Int64? {
    guard let code = arguments[company] else { return nil }
    let database = try context.openForReading()
    let org = try database.row(of: Org.record, code: code, zone: try context.databaseZone())
    let tree = try database.orgTree()
    if !tree.companies.contains(org) {
      throw Failure.usage(
        "not-a-company", Words("--company: \(code) is no company", zh: "--company：\(code) 不是公司"),
        hint: Words(
          "one of: \(tree.companies.compactMap { tree.code(of: $0) }.joined(separator: ", "))",
          zh: "可选：\(tree.companies.compactMap { tree.code(of: $0) }.joined(separator: "、"))"))
    }
    return org
  }

  private static func begin(_ context: Context) -> Progress {
    let progress = context.progressOfRows()
    progress.begin(Words("writing entries", zh: "写出分录"))
    return progress
  }

  /// Writes each posting as a row.
  private static func writeRows(_ query: LedgerQuery, _ context: inout Context) throws {
    let sink = try context.sink([
      context.column("date", "日期", .plain), context.column("code", "单号", .plain), context.column("title", "摘要", .code),
      context.column("account", "科目", .code), context.column("amount", "金额", .money),
      context.column("bill", "账单号", .plain),
      context.column("due", "缴费期限", .plain), context.column("company", "公司", .plain),
    ])
    let progress = begin(context)
    defer { progress.end() }
    var done = 0
    try query.forEachEvent { day, company, event in
      done += 1
      progress.advance(to: done)
      let entry = try event.entry(on: day)
      for posting in entry.postings {
        let tag = { (name: String) in posting.tags.first { $0.name == name }?.value ?? "" }
        try sink.row([
          .plain(day.description), .plain(entry.code), .text(entry.title),
          .text(posting.account.joined(separator: ":")), .money(posting.amount.minor),
          .plain(tag("bill")), .plain(tag("due")), company.map { .plain($0) } ?? .null,
        ])
      }
    }
  }
}

extension BookText {
  /// Writes one transaction.
  package func write(_ entry: LedgerEntry, company: String? = nil) {
    begin(
      day: entry.day.description, code: entry.code, title: entry.title,
      tags: entry.tags.map { ($0.name, $0.value) } + (company.map { [("company", $0)] } ?? []))
    for posting in entry.postings {
      self.posting(
        posting.account, minor: posting.amount.minor,
        tags: posting.tags.map { ($0.name, $0.value) })
    }
  }
}
