// A return against its batch: everything is checked before anything is booked.
import PMCore
import PMFormat
import PMStore

/// Compares a return with the lines that were sent.
struct BankReturnCheck {
  private let layout: BankLayout
  private let batch: SentBatch
  private let back: BankReturnFile
  private let sent: BankFile
  private let day: Day
  private var findings = Findings()
  private var results: [LineResult] = []
  /// The line of the return in which each sent line came back.
  private var seen: [Int64: Int] = [:]

  init(_ layout: BankLayout, _ back: BankReturnFile, _ sent: BankFile, on day: Day) {
    self.layout = layout
    self.batch = sent.batch
    self.back = back
    self.sent = sent
    self.day = day
  }

  /// The name of the batch as people know it.
  private var name: String { BankBatch.number.kind.text(batch.id, .standard) }

  /// The result of each line; refuses the return whole where anything is wrong with it.
  ///
  /// - Parameter batchOfLine: which batch a line of that number belongs to, or nil.
  mutating func results(batchOfLine: (Int64) throws -> Int64?) throws -> [LineResult] {
    try whole(back.header, layout.back.header, "header")
    let byNumber = Dictionary(sent.lines.map { ($0.id, $0) }) { first, _ in first }
    let byAccount = Dictionary(sent.lines.map { ($0.account, $0) }) { first, _ in first }
    for line in back.lines {
      if layout.hasNumbers {
        let number = line[.number].flatMap { Int64($0.text) }
        guard let found = number.flatMap({ byNumber[$0] }) else {
          let other = try number.flatMap(batchOfLine)
          foreign(line, other)
          continue
        }
        compare(line, found)
      } else if let found = byAccount[line[.account]?.text ?? ""] {
        compare(line, found)
      } else {
        wrong(
          line, .account, "unknown-account",
          Words("no line of \(name) is for this account", zh: "\(name) 中没有该账号"))
      }
    }
    try whole(back.trailer, layout.back.trailer, "trailer")
    complete()
    // Both come in the order of the lines; the first of them together are told.
    var told = Findings(
      (back.findings.first + findings.first).sorted { ($0.place?.line ?? .max) < ($1.place?.line ?? .max) })
    told.addUntold(back.findings.count + findings.count - told.count)
    guard told.isEmpty else {
      throw Failure(
        .badData, "return-refused",
        Words(
          "nothing was booked: this is not the return of \(name)", zh: "未入账：此文件不是 \(name) 的回盘"),
        hint: Words(
          "ask the bank for the whole file as it was made", zh: "请向银行索取完整、未改动的回盘文件"),
        findings: told)
    }
    return results.sorted { $0.line.serial < $1.line.serial }
  }

  private mutating func foreign(_ line: ReturnedLine, _ other: Int64?) {
    guard let other else {
      return wrong(
        line, .number, "unknown-line",
        Words("\(name) has no such line", zh: "\(name) 中没有此行"), shows: true)
    }
    let theirs = BankBatch.number.kind.text(other, .standard)
    wrong(
      line, .number, "line-of-another-batch",
      Words("is a line of \(theirs), not of \(name)", zh: "属于 \(theirs)，不属于 \(name)"), shows: true)
  }

  private mutating func compare(_ line: ReturnedLine, _ sent: SentLine) {
    if let first = seen[sent.id] {
      return wrong(
        line, layout.hasNumbers ? .number : .account, "line-twice",
        Words("came back before, in line \(first)", zh: "已在第 \(first) 行出现"))
    }
    seen[sent.id] = line.line
    let field = layout.back.fields.first { $0.source == .account }
    if line[.account]?.text != field?.flat.bare(sent.account) {
      return wrong(
        line, .account, "account-differs",
        Words("is not the account that was sent", zh: "与报盘账号不一致"))
    }
    if line.amount != sent.amount {
      wrong(
        line, .amount, "amount-differs",
        Words(
          "\(line.amount) came back, \(sent.amount) was sent",
          zh: "回盘 \(line.amount)，报盘 \(sent.amount)"))
    }
    guard let result = layout.result(of: line.flag) else {
      return wrong(
        line, line[.flag] == nil ? .amountFlag : .flag, "unknown-flag",
        Words("is no flag of the layout", zh: "格式文件中没有此标志"))
    }
    var paidOn = day
    if let value = line[.date] {
      let form = layout.back.fields.first { $0.source == .date }?.date ?? .plain
      guard let read = form.day(value.text) else {
        return wrong(
          line, .date, "not-a-date",
          Words("is no date written as \(form.rawValue)", zh: "不是 \(form.rawValue) 格式的日期"))
      }
      paidOn = read
    }
    results.append(
      LineResult(
        line: sent, result: result,
        reason: result == "done" ? nil : String(line.flag.prefix(60)), paidOn: paidOn))
  }

  /// Whether all of the batch came back, and no more.
  private mutating func complete() {
    if back.count != batch.count {
      add(
        Finding(
          "count-differs",
          Words(
            "\(back.count) lines came back, \(batch.count) were sent",
            zh: "回盘 \(back.count) 行，报盘 \(batch.count) 行"),
          at: Place(file: back.name)))
    }
    guard back.findings.isEmpty, back.lines.count == back.count else { return }
    var sum = Money.zero
    for line in back.lines {
      guard let next = try? sum.adding(line.amount) else { return }
      sum = next
    }
    if sum != batch.sum {
      add(
        Finding(
          "total-differs",
          Words("\(sum) came back, \(batch.sum) was sent", zh: "回盘合计 \(sum)，报盘合计 \(batch.sum)"),
          at: Place(file: back.name)))
    }
  }

  /// Compares the header or trailer with what the batch has.
  private mutating func whole(
    _ found: (line: Int, values: [FlatValue])?, _ fields: [BankLayout.Field]?, _ part: String
  ) throws {
    guard let fields else { return }
    guard let found else {
      if back.findings.isEmpty {
        add(
          Finding(
            "missing-\(part)",
            part == "header"
              ? Words("the header is missing", zh: "缺少首行") : Words("the trailer is missing", zh: "缺少末行"),
            at: Place(file: back.name)))
      }
      return
    }
    for (field, value) in zip(fields, found.values) where field.source != .ignore {
      let expected = field.flat.bare(sent.text(field))
      let isAmount = field.source == .sum
      if isAmount ? field.money(value.text) == batch.sum : value.text == expected { continue }
      add(
        Finding(
          "\(part)-differs",
          Words("\"\(expected)\" was expected", zh: "应为“\(expected)”"),
          at: back.place(found.line, value, field.source)))
    }
  }

  private mutating func add(_ finding: Finding) { findings.add(finding) }

  private mutating func wrong(
    _ line: ReturnedLine, _ source: BankLayout.Source, _ code: String, _ words: Words,
    shows: Bool = false
  ) {
    var words = words
    // Where columns are shifted, what stands here may be an account: too long for a number.
    if shows, let text = line[source]?.text, text.utf8.count <= 10 {
      words = Words("\"\(text)\": \(words.en)", zh: "“\(text)”：\(words.zh)")
    }
    add(
      Finding(code, words, at: back.place(line.line, line[source], source)))
  }
}
