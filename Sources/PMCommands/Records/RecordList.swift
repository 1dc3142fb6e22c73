// `pm NOUN list`: rows of any record, filtered, sorted and cut.
import PMCore
import PMFormat
import PMStore

/// The list verb of one record type.
struct RecordList {
  let record: RecordType

  static let filter = Option(
    "where", "FIELD=VALUE",
    Words(
      "Only rows like this; also != < <= > >= ~ (contains). A comparison with personal data is recorded.",
      zh: "只列符合条件的行；也可用 != < <= > >= ~（包含）。按个人信息筛选会留痕。"),
    repeatable: true)
  static let columns = Option(
    "columns", "A,B,…", Words("These columns, in this order; * is all.", zh: "按此顺序列出这些列；* 为全部。"))
  static let sort = Option(
    "sort", "A,-B,…",
    Words("By these columns; - descends (--sort=-A).", zh: "按这些列排序；- 为降序（--sort=-A）。"))
  static let limit = Option(
    "limit", "N", Words("At most N rows.", zh: "最多 N 行。"), in: 0...1_000_000_000)

  var command: AnyCommand {
    AnyCommand(
      CommandSpec(
        "\(record.name) list",
        Words("List \(record.name) records.", zh: "列出\(record.title.zh)。"),
        options: record.filters.map { shortcut($0) as any OptionSpec }
          + [Self.filter, Self.columns, Self.sort, Self.limit],
        examples: ["pm \(record.name) list", "pm \(record.name) list --limit 20 --format json"],
        takesScope: record.scopeColumn != nil)
    ) { try run($0, &$1) }
  }

  private func shortcut(_ name: String) -> Option<String> {
    Option(name, name.uppercased(), Words("Only of this \(name).", zh: "只列此\(record.column(name)?.zh ?? name)。"))
  }

  private func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.list(try query(arguments, context: &context))
  }

  /// The query that the options ask for.
  func query(_ arguments: Arguments, context: inout Context) throws -> RecordQuery {
    let reader = FilterReader(
      record, try context.openForReading(), zone: try context.databaseZone(),
      for: context.authority)
    let columns = try arguments[Self.columns].map { try reader.columns($0) }
    var query = RecordQuery(record, columns: columns ?? record.columns.filter { !$0.isHidden })
    query.limit = arguments[Self.limit]
    if let condition = try context.scopeCondition(of: record) { query.restrictions.append(condition) }
    for text in try arguments.conditions(Self.filter) { query.filters += try reader.filters(text) }
    for name in record.filters {
      guard let value = arguments[shortcut(name)] else { continue }
      query.filters += try reader.filters(try reader.column(name), .equal, value)
    }
    query.order = try reader.order(arguments[Self.sort] ?? "")
    query.sortsMasked = context.common.reveal
    try context.recordComparison(in: query)
    return query
  }
}

extension Arguments {
  /// The conditions that were given, as many as one statement takes ("maximum depth 1000").
  func conditions(_ filter: Option<String>) throws -> [String] {
    let conditions = all(filter)
    guard conditions.count <= 200 else {
      throw Failure.usage(
        "too-many-conditions",
        Words(
          "--\(filter.name) \(conditions.count) times; 200 is the most",
          zh: "--\(filter.name) 给了 \(conditions.count) 次，至多 200 次"))
    }
    return conditions
  }
}

extension Context {
  /// Streams the rows of a query to the output.
  mutating func list(_ query: RecordQuery, isPrivate: Bool = false) throws {
    let reveals = try mayReveal(query.columns, of: query)
    let sink = try sink(
      query.columns.map { $0.field(language) }, isPrivate: reveals || isPrivate, masks: false)
    let printer = RecordPrinter(
      query.columns, zone: try databaseZone(), reveals: reveals,
      inChinese: language == .chinese && format.isForPeople)
    var rows = try query.prepare(try openForReading())
    let progress = progressOfRows()
    progress.begin(Words("\(query.record.name): writing rows", zh: "\(query.record.title.zh)：写出行"))
    defer { progress.end() }
    var done = 0
    while try rows.step() {
      try printer.print(rows, to: sink)
      done += 1
      progress.advance(to: done)
    }
  }
}
