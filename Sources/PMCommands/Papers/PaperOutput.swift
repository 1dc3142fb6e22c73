// How papers reach the output: HTML for A4, Markdown or plain text, in the language of the run.
import PMCore
import PMFormat
import PMStore

/// The words and figures of papers.
struct PaperWords {
  let language: Language
  /// Whether numbers of people are shown whole.
  var reveals = false

  func callAsFunction(_ en: String, _ zh: String) -> String { Words(en, zh: zh)[language] }

  /// Somebody by name and code: 张三 (K001).
  func party(_ name: String, _ code: String) -> String { "\(shown(name)) (\(code))" }

  /// A room behind the name of its community.
  func place(_ community: String?, _ room: String?) -> String {
    [community.map(shown), room].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func shown(_ text: String) -> String { reveals ? text : maskedPersons(text) }

  /// An amount with its thousands apart: 1,234.50.
  func amount(_ money: Money) -> String {
    let text = Money(minor: money.minor).description
    let isNegative = text.hasPrefix("-")
    let whole = text.drop { $0 == "-" }.prefix { $0 != "." }
    var grouped = ""
    for (place, digit) in whole.enumerated() {
      if place > 0, (whole.count - place).isMultiple(of: 3) { grouped += "," }
      grouped.append(digit)
    }
    return (isNegative ? "-" : "") + grouped + text.suffix(3)
  }

  /// An amount with the sign of the currency.
  func sum(_ money: Money, _ currency: String) -> String {
    (currency == "CNY" ? "¥" : currency + " ") + amount(money)
  }

  /// A date in a sentence: 2026年11月20日.
  func date(_ day: Day) -> String {
    let date = day.civil
    return self(day.description, "\(date.year)年\(date.month)月\(date.day)日")
  }

  /// A fee on a line that corrects another one.
  func correction(_ fee: String) -> String { fee + self(", correction", "更正") }

  func choice(_ value: String, _ choices: [Choice]) -> String {
    choices.first { $0.value == value }.map { self($0.value, $0.zh) } ?? value
  }
}

extension Context {
  /// Writes papers that `body` adds; nothing is shown where there are none.
  mutating func papers(
    title: String, reveals: Bool = false, _ body: ((Paper) throws -> Void) throws -> Void
  ) throws {
    try requirePaperFormat()
    let buffer = try textOutput(isPrivate: reveals)
    let tag = words("en", "zh-CN")
    var sink: any PaperSink =
      switch paperFormat {
      case .html: PaperHTML(buffer, title: title, language: tag)
      case .md: PaperMarkdown(buffer, language: tag)
      case .table, .csv, .tsv, .json, .jsonl: PaperText(buffer, language: tag)
      }
    try body { try sink.add(reveals ? $0 : $0.masked()) }
    try sink.finish()
  }

  /// Refuses the formats that papers do not have.
  func requirePaperFormat() throws {
    switch paperFormat {
    case .html, .md, .table: break
    case .csv, .tsv, .json, .jsonl:
      throw Failure.usage(
        "paper-format",
        Words(
          "papers come as html, md or text, not as \(paperFormat.rawValue)",
          zh: "单据只有 html、md 与文本格式，没有 \(paperFormat.rawValue)"),
        hint: Words("--format html, md, or table for text", zh: "请用 --format html、md，文本用 table"))
    }
  }

  /// The format of papers: as asked, else as the output's name ends, else text.
  private var paperFormat: OutputFormat {
    if let format = common.format { return format }
    if let path = common.output, path != "-", let format = OutputFormat(path: path) { return format }
    return .table
  }

  /// A phone number as papers show it.
  func shownPhone(_ phone: String?, _ reveals: Bool) -> String? {
    phone.map { reveals ? $0 : PhoneKind().mask?($0) ?? $0 }
  }
}

extension Paper {
  /// The paper with the numbers masked that tell who somebody is, but for codes and figures, and for
  /// its foot, which says how the house is reached.
  func masked() -> Paper {
    func masked(_ fields: [Field]) -> [Field] {
      fields.map { $0.isVerbatim ? $0 : Field($0.name, maskedPersons($0.value)) }
    }
    var paper = self
    paper.letterhead = maskedPersons(letterhead)
    paper.fields = masked(fields)
    paper.opening = opening.map { maskedPersons($0) }
    paper.boxes = masked(boxes)
    paper.rows = rows.map { row in
      zip(columns, row).map { $0.isNumeric || $0.isVerbatim ? $1 : maskedPersons($1) }
    }
    paper.closing = closing.map { maskedPersons($0) }
    paper.signatures = masked(signatures)
    return paper
  }
}

extension RecordType {
  /// The number of a document's row as people know it.
  func numberText(_ row: Int64) -> String { number?.text(row, .standard) ?? "\(row)" }
}
