// Which heading of a file is which column of a record.
import PMCore
import PMFormat

/// The headings of a file beside the columns that it may have.
struct HeadingMatch {
  private let headings: [String]
  private let columns: [Column]
  private let record: RecordType
  private let line: Int?
  private let source: ImportSource
  private let ignoresUnknown: Bool
  private let names: HeaderNames

  /// - Parameters:
  ///   - columns: those that the file may have.
  ///   - line: the line of the headings in the file.
  init(
    _ headings: [String], _ columns: [Column], of record: RecordType, line: Int?,
    _ source: ImportSource, _ options: ImportOptions
  ) {
    self.headings = headings
    self.columns = columns
    self.record = record
    self.line = line
    self.source = source
    ignoresUnknown = options.ignoreUnknown
    names = HeaderNames(columns)
  }

  /// Which field holds which column; unknown and repeated headings are refused together.
  func fields() throws -> [String: Int] {
    var fields: [String: Int] = [:]
    var findings = Findings()
    for (field, heading) in headings.enumerated() {
      if FilePlan.rejectColumns.contains(heading) || HeaderNames.plain(heading).isEmpty { continue }
      guard let index = names[heading] else {
        if !ignoresUnknown, !repeatsMoney(heading) { findings.add(unknown(heading, field)) }
        continue
      }
      let name = columns[index].name
      if fields[name] != nil {
        findings.add(
          Finding(
            "repeated-column", Words("a second column for \(name)", zh: "\(name) 列重复"),
            at: place(field)))
      }
      fields[name] = field
    }
    if !source.isTyped, !ignoresUnknown { try refuseOther(known: fields.count) }
    // What stands in a file without a header is data, maybe personal: it is not repeated.
    if fields.isEmpty, !headings.isEmpty { throw noHeader }
    guard findings.isEmpty else {
      throw Failure(
        .badData, "bad-header",
        source.isTyped
          ? Words("nothing was written", zh: "未写入任何数据")
          : Words("nothing was imported", zh: "未导入任何数据"),
        at: source.isTyped ? nil : Place(file: source.name), findings: findings)
    }
    return fields
  }

  private func place(_ field: Int) -> Place {
    Place(file: source.name, line: line, column: line == nil ? nil : field + 1)
  }

  /// Whether the heading is `amount_minor` beside the money column `amount`: JSON out of pm has both.
  private func repeatsMoney(_ heading: String) -> Bool {
    guard heading.hasSuffix("_minor") else { return false }
    let name = String(heading.dropLast(6))
    return headings.contains(name) && columns.contains { $0.name == name && $0.kind.shape == .money }
  }

  /// The finding about a heading that no column of the file may have.
  private func unknown(_ heading: String, _ field: Int) -> Finding {
    let place = source.isTyped ? nil : place(field)
    if let index = HeaderNames(record.columns)[heading], !record.columns[index].isStamp {
      let name = record.columns[index].name
      return Finding(
        "computed-column",
        Words("\(name) is worked out by pm and cannot be given", zh: "\(name) 由系统得出，不能填写"),
        hint: source.isTyped
          ? Words("leave it out", zh: "请去掉这一项")
          : Words(
            "leave the column out, or pass over it with --ignore-unknown",
            zh: "请去掉这一列，或用 --ignore-unknown 忽略"),
        at: place)
    }
    // A file without a heading has somebody's data in its place.
    let shown = maskedNumbers(heading)
    let near = likely(heading, among: names.names + columns.flatMap { [$0.zh] + $0.aliases })
    return Finding(
      "unknown-column", Words("unknown column \"\(shown)\"", zh: "未知的列“\(shown)”"),
      hint: source.isTyped ? near.map(maybe) : remedy(near), at: place)
  }

  /// What to do about a heading that is no column; `near` is the name that it may be.
  private func remedy(_ near: String?) -> Words {
    guard let near else {
      return Words(
        "mend the heading, or pass over unknown columns with --ignore-unknown",
        zh: "请改正列名，或用 --ignore-unknown 忽略未知列")
    }
    return Words(
      "did you mean \(near)? Else pass over unknown columns with --ignore-unknown",
      zh: "是否为 \(near)？否则用 --ignore-unknown 忽略未知列")
  }

  /// Refuses a file most of whose headings are those of another record.
  private func refuseOther(known: Int) throws {
    let count = headings.count { !HeaderNames.plain($0).isEmpty }
    if known * 2 > count { return }
    let others = Records.all.filter { $0.verbs.contains(.import) && $0.name != record.name }.map { other in
      let names = HeaderNames(FilePlan.columns(of: other))
      return (other, found: headings.count { names[$0] != nil })
    }
    guard let (other, found) = others.max(by: { $0.found < $1.found }), found > known, found * 2 > count else { return }
    throw Failure(
      .badData, "wrong-file",
      Words(
        "\(known) of the \(count) headings are columns of \(record.name); \(found) are of \(other.name)",
        zh: "\(count) 个列名中 \(known) 个属于\(record.title.zh)，\(found) 个属于\(other.title.zh)"),
      hint: Words(
        "is it for pm \(other.name) import? Else mend the headings: pm \(record.name) columns",
        zh: "是否应用 pm \(other.name) import？否则请改正列名：pm \(record.name) columns"),
      at: Place(file: source.name))
  }

  private var noHeader: Failure {
    Failure(
      .badData, "no-header",
      Words("none of these cells is the heading of a column", zh: "这一行没有可识别的列名"),
      hint: Words(
        "the first line names the columns; title lines above it: --header-row N",
        zh: "首行应为列名；列名上方另有说明行时用 --header-row N"),
      at: Place(file: source.name, line: line))
  }
}
