// `pm NOUN list`: rows of any record, filtered, sorted and cut.
import PMCore
import PMFormat
import PMStore

/// The list verb of one record type.
struct RecordList {
  let record: RecordType

  static let filter = Option(
    "where", "FIELD=VALUE",
    Words("Only rows like this; also != < <= > >= ~ (contains).", zh: "只列符合条件的行；也可用 != < <= > >= ~（包含）。"),
    repeatable: true)
  static let columns = Option(
    "columns", "A,B,…", Words("These columns, in this order; * is all.", zh: "按此顺序列出这些列；* 为全部。"))
  static let sort = Option(
    "sort", "A,-B,…", Words("By these columns; - descends.", zh: "按这些列排序；- 为降序。"))
  static let limit = Option(
    "limit", "N", Words("At most N rows.", zh: "最多 N 行。"), in: 0...1_000_000_000)

  var command: AnyCommand {
    AnyCommand(
      CommandSpec(
        "\(record.name) list",
        Words("List \(record.name) records.", zh: "列出\(record.title.zh)。"),
        options: record.filters.map { shortcut($0) as any OptionSpec }
          + [Self.filter, Self.columns, Self.sort, Self.limit],
        examples: ["pm \(record.name) list", "pm \(record.name) list --limit 20 --format json"])
    ) { try run($0, &$1) }
  }

  private func shortcut(_ name: String) -> Option<String> {
    Option(name, name.uppercased(), Words("Only of this \(name).", zh: "只列此\(record.column(name)?.zh ?? name)。"))
  }

  private func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    var query = RecordQuery(record, columns: try chosen(arguments[Self.columns]))
    query.limit = arguments[Self.limit]
    let reader = FilterReader(record, zone: zone)
    for text in arguments.all(Self.filter) { query.filters.append(try reader.filter(text)) }
    for name in record.filters {
      if let value = arguments[shortcut(name)] {
        query.filters.append(try reader.filter("\(name)=\(value)"))
      }
    }
    for word in (arguments[Self.sort] ?? "").split(separator: ",") {
      let descends = word.hasPrefix("-")
      query.order.append((try column(String(descends ? word.dropFirst() : word)), descends))
    }
    try context.list(query, database)
  }

  private func chosen(_ list: String?) throws -> [Column] {
    guard let list else { return record.columns.filter { !$0.isHidden } }
    if list == "*" { return record.columns }
    return try list.split(separator: ",").map { try column(String($0)) }
  }

  private func column(_ name: String) throws -> Column {
    if let index = HeaderNames(record.columns)[name] { return record.columns[index] }
    throw Failure.unknown(
      "unknown-column",
      Words("\(record.name) has no column \"\(name)\"", zh: "\(record.title.zh)没有“\(name)”列"),
      word: name, among: record.columns.map(\.name))
  }
}

extension Context {
  /// Streams the rows of a query to the output.
  mutating func list(_ query: RecordQuery, _ database: Database) throws {
    let reveals = try mayReveal(query.columns)
    let sink = try sink(query.columns.map { $0.field(language) }, isPrivate: reveals)
    let printer = RecordPrinter(query.columns, zone: try databaseZone(), reveals: reveals)
    var rows = try query.prepare(database)
    while try rows.step() { try printer.print(rows, to: sink) }
  }

  /// Whether personal columns are shown whole: asked for with --reveal, and there are any.
  func mayReveal(_ columns: [Column]) throws -> Bool {
    common.reveal && columns.contains { $0.isPersonal }
  }
}

/// Reads `FIELD=VALUE` of `--where`.
struct FilterReader {
  let record: RecordType
  let cells: CellContext

  init(_ record: RecordType, zone: Zone) {
    self.record = record
    cells = CellContext(zone: zone)
  }

  func filter(_ text: String) throws -> RecordFilter {
    let characters = Array(text)
    for place in characters.indices {
      for operation in RecordFilter.Operation.allCases {
        let mark = Array(operation.rawValue)
        guard place > 0, place + mark.count <= characters.count,
          Array(characters[place..<place + mark.count]) == mark
        else { continue }
        let name = String(characters[..<place])
        return try filter(name, operation, String(characters[(place + mark.count)...]))
      }
    }
    throw Failure.usage(
      "bad-condition", Words("--where: \"\(text)\" is no FIELD=VALUE", zh: "--where：“\(text)”不是 FIELD=VALUE"))
  }

  private func filter(
    _ name: String, _ operation: RecordFilter.Operation, _ value: String
  ) throws -> RecordFilter {
    guard let index = HeaderNames(record.columns)[name] else {
      throw Failure.unknown(
        "unknown-column",
        Words("\(record.name) has no column \"\(name)\"", zh: "\(record.title.zh)没有“\(name)”列"),
        word: name, among: record.columns.map(\.name))
    }
    let column = record.columns[index]
    if value.isEmpty { return RecordFilter(column, operation, .null) }
    if operation == .contains { return RecordFilter(column, operation, .text(value)) }
    let cell = withBytes(of: value) { bytes -> SQLValue? in
      let kind = column.target?().serial ?? column.kind
      switch kind.parse(bytes, cells) {
      case .integer(let number): return .integer(number)
      case .text(let text), .masked(let text): return .text(text.text)
      case .null: return .null
      case .bad: return nil
      }
    }
    guard let cell else {
      let kind = column.kind.words
      throw Failure.unknown(
        "bad-value",
        Words("\(column.name): \"\(value)\" is not \(kind.en)", zh: "\(column.name)：“\(value)”不是\(kind.zh)"),
        word: value, among: column.kind.choices.map(\.value))
    }
    return RecordFilter(column, operation, cell)
  }
}
