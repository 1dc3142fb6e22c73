// What people write after --where, --columns and --sort, read against a record's declaration.
import PMCore
import PMStore

/// Reads the names and conditions of one record type.
struct FilterReader {
  let record: RecordType
  let database: Database
  let cells: CellContext
  /// Whether personal columns may be compared: who may not see them would find them out by asking.
  private let comparesPersonal: Bool

  /// - Parameter authority: of the one whose conditions are read; nil where only names are.
  init(_ record: RecordType, _ database: Database, zone: Zone, for authority: Authority?) {
    self.record = record
    self.database = database
    comparesPersonal = authority?.may(.reveal) ?? false
    cells = CellContext(zone: zone)
  }

  /// The column that `name` means: its English or Chinese name, an alias, or the end of one
  /// Chinese name alone, as 状态 of 房屋状态.
  func column(_ name: String) throws -> Column {
    if let column = record.column(name) { return column }
    if let index = HeaderNames(record.columns)[name] { return record.columns[index] }
    let ending = record.columns.filter { $0.zh.hasSuffix(name) && !name.isEmpty }
    if ending.count == 1 { return ending[0] }
    var failure = Failure.unknown(
      "unknown-column",
      Words("\(record.name) has no column \"\(name)\"", zh: "\(record.title.zh)没有“\(name)”列"),
      word: name, among: record.columns.flatMap { [$0.name, $0.zh] })
    failure.finding.hint =
      failure.finding.hint
      ?? Words("pm \(record.name) columns lists those that it has", zh: "可用的列见 pm \(record.name) columns")
    throw failure
  }

  /// The columns of `A,B,…`, each once; `*` stands for all.
  func columns(_ list: String) throws -> [Column] {
    var chosen: [Column] = []
    for word in list.split(separator: ",") {
      let name = trimmed(word)
      for column in name == "*" ? record.columns : [try column(name)]
      where !chosen.contains(where: { $0.name == column.name }) {
        chosen.append(column)
      }
    }
    if chosen.isEmpty { throw Failure.usage("no-columns", Words("--columns names no column", zh: "--columns 未指明任何列")) }
    return chosen
  }

  /// The order of `A,-B,…`; personal columns would tell by their order what is masked.
  func order(_ list: String) throws -> [(column: Column, descends: Bool)] {
    try list.split(separator: ",").map { word in
      let name = trimmed(word)
      let descends = name.hasPrefix("-")
      let column = try column(descends ? String(name.dropFirst()) : name)
      if column.isPersonal {
        throw Failure.usage(
          "personal-column",
          Words(
            "rows cannot be sorted by \(column.name): their order would tell what is masked",
            zh: "不能按\(column.zh)排序：顺序会泄露被遮盖的内容"))
      }
      return (column, descends)
    }
  }

  private func trimmed(_ word: Substring) -> String {
    withBytes(of: String(word)) { $0.trimmed.text }
  }

  /// The conditions that `FIELD=VALUE` stands for.
  func filters(_ text: String) throws -> [RecordFilter] {
    let characters = Array(text)
    for place in characters.indices.dropFirst() {
      for operation in RecordFilter.Operation.allCases {
        let mark = Array(operation.rawValue)
        guard characters[place...].starts(with: mark) else { continue }
        let value = String(characters[(place + mark.count)...])
        let named = try column(String(characters[..<place]))
        // Where a state is also worked out (a ticket's, from its times), that one is meant.
        return try filters(record.column("current_" + named.name) ?? named, operation, value)
      }
    }
    let text = maskedPersons(text)
    throw Failure.usage(
      "bad-condition", Words("--where: \"\(text)\" is no FIELD=VALUE", zh: "--where：“\(text)”不是 FIELD=VALUE"))
  }

  /// The conditions that a comparison of `column` with `value` stands for.
  func filters(
    _ column: Column, _ operation: RecordFilter.Operation, _ value: String
  ) throws -> [RecordFilter] {
    if column.isPersonal, !comparesPersonal {
      throw Failure(
        .notPermitted, "personal-column",
        Words(
          "rows cannot be chosen by \(column.name): which ones there are would tell what is masked",
          zh: "不能按\(column.zh)筛选：筛选结果会泄露被遮盖的内容"),
        hint: Words(
          "that takes a role that may --reveal (pm help roles)", zh: "需要有权 --reveal 的角色（见 pm help roles）"))
    }
    if !comparesPersonal, RecordFilter.asksForNumbers(column, operation, value) {
      throw Failure(
        .notPermitted, "personal-column",
        Words(
          "rows cannot be chosen by digits in \(column.name): which ones there are would tell what is masked",
          zh: "不能按\(column.zh)中的数字筛选：筛选结果会泄露被遮盖的内容"),
        hint: Words(
          "that takes a role that may --reveal (pm help roles)", zh: "需要有权 --reveal 的角色（见 pm help roles）"))
    }
    if column.isPersonal, operation != .equal {
      throw Failure.usage(
        "personal-column",
        Words("\(column.name) can only be compared with = and its whole value", zh: "\(column.zh)只能用 = 与完整的值比较"))
    }
    if value.isEmpty { return [RecordFilter(column, operation, try empty(column, operation))] }
    if operation == .contains {
      if column.storesInteger, !column.isReference { throw noText(column) }
      if column.target?().number != nil { throw noText(column) }
      return [RecordFilter(column, operation, .text(value))]
    }
    let cell = try stored(column, value)
    if column.kind.shape == .instant, case .integer(let start) = cell, isDay(value) {
      return day(column, operation, start)
    }
    if operation == .equal, column.isReference { try requireRow(column, value) }
    return [RecordFilter(column, operation, cell)]
  }

  private func noText(_ column: Column) -> Failure {
    Failure.usage(
      "not-text", Words("\(column.name) is not text: ~ cannot search it", zh: "\(column.zh)不是文字，不能用 ~ 查找"))
  }

  /// What an empty value is stored as; it is neither more nor less than anything.
  private func empty(_ column: Column, _ operation: RecordFilter.Operation) throws -> SQLValue {
    guard operation == .equal || operation == .notEqual else {
      throw Failure.usage(
        "bad-condition",
        Words(
          "--where: only = and != take an empty value (\(column.name))",
          zh: "--where：只有 = 与 != 可用空值（\(column.zh)）"))
    }
    if column.kind.shape == .date, case .integer(let past)? = column.defaultValue {
      return .integer(past)
    }
    return .null
  }

  /// The stored form of `value`; a column's range is no matter in a comparison.
  private func stored(_ column: Column, _ value: String) throws -> SQLValue {
    let kind: any CellKind = column.target?().number ?? column.kind
    let cell = withBytes(of: value) { bytes -> SQLValue? in
      switch kind.parse(bytes.trimmed, cells) {
      case .integer(let number): return .integer(number)
      case .text(let text): return .text(text.text)
      case .masked(let text) where column.isProse: return .text(text.text)
      case .bad(.outOfRange):
        if case .value(let units) = parseDecimal(bytes.trimmed, scale: scale(kind)) {
          return .integer(units)
        }
        return nil
      case .masked, .null, .bad: return nil
      }
    }
    if let cell { return cell }
    // What was typed for a personal column is not said again.
    let words = kind.words
    if column.isPersonal {
      throw Failure.usage(
        "bad-value", Words("\(column.name): not the whole of \(words.en)", zh: "\(column.zh)：不是完整的\(words.zh)"))
    }
    throw Failure.unknown(
      "bad-value",
      Words("\(column.name): \"\(value)\" is not \(words.en)", zh: "\(column.zh)：“\(value)”不是\(words.zh)"),
      word: value, among: kind.choices.flatMap { [$0.value, $0.zh] })
  }

  private func scale(_ kind: any CellKind) -> Int {
    switch kind.shape {
    case .money: Money.scale
    case .decimal(let scale): scale
    default: 0
    }
  }

  private func isDay(_ value: String) -> Bool { !value.contains(":") }

  /// A whole day compared with moments.
  private func day(
    _ column: Column, _ operation: RecordFilter.Operation, _ start: Int64
  ) -> [RecordFilter] {
    let next = SQLValue.integer(start + 86_400)
    switch operation {
    case .equal:
      return [
        RecordFilter(column, .atLeast, .integer(start)), RecordFilter(column, .less, next),
      ]
    case .atMost: return [RecordFilter(column, .less, next)]
    case .more: return [RecordFilter(column, .atLeast, next)]
    case .notEqual, .atLeast, .less, .contains:
      return [RecordFilter(column, operation, .integer(start))]
    }
  }

  /// A code that nobody has is a slip, not a question with an empty answer.
  private func requireRow(_ column: Column, _ code: String) throws {
    guard let target = column.target?(), target.key.count == 1 else { return }
    let lookup = try ReferenceLookup(database, target: target)
    if try withBytes(of: code, { try lookup.row($0.trimmed) }) != nil { return }
    throw Failure.unknown(
      "unknown-\(target.name)",
      Words("there is no \(target.name) \"\(code)\"", zh: "没有\(target.title.zh)“\(code)”"), word: code,
      among: try withBytes(of: code) { try lookup.candidates(near: $0) }, exit: .notFound)
  }
}
