// `pm NOUN show CODE`: one record, with what hangs on it.
import PMCore
import PMFormat
import PMStore

/// The show verb of one record type.
struct RecordShow {
  let record: RecordType
  static let code = Argument(
    "CODE", Words("The natural key; parts of a key are joined by a comma.", zh: "主键；多列主键以逗号连接。"))

  var command: AnyCommand {
    AnyCommand(
      CommandSpec(
        "\(record.name) show", Words("Show one \(record.name).", zh: "显示一条\(record.title.zh)。"),
        arguments: [Self.code], examples: ["pm \(record.name) show \(record.keyExample)"])
    ) { try run($0, &$1) }
  }

  private func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let code = try arguments.require(Self.code)
    let id = try database.row(of: record, code: code, zone: zone)
    var query = RecordQuery(record, columns: record.columns)
    query.condition = ("t.id = ?1", [.integer(id)])
    guard context.format.isForPeople else {
      try context.list(query)
      return
    }
    let reveals = try context.mayReveal(record.columns, of: query)
    try context.showValues(of: query, title: "\(record.title[context.language]) \(code)", reveals)
    for related in RelatedRows.of(record) { try context.show(related, of: id, reveals) }
  }
}

extension Context {
  /// Shows one row as names and values; what is empty is left out.
  fileprivate mutating func showValues(
    of query: RecordQuery, title: String, _ reveals: Bool
  ) throws {
    let sink = try pairs(title, of: .text)
    let zone = try databaseZone()
    var row = try query.prepare(try openForReading())
    guard try row.step() else { return }
    for (place, column) in query.columns.enumerated() where !row.isNull(place) {
      let text = column.text(row.value(place), zone, reveals: reveals, language)
      if text.isEmpty { continue }
      sink.text(language == .chinese ? column.zh : column.name)
      sink.text(text)
      try sink.endRow()
    }
  }

  /// Shows what hangs on the row `id`; nothing where there is none.
  fileprivate mutating func show(_ related: RelatedRows, of id: Int64, _ reveals: Bool) throws {
    let database = try openForReading()
    switch related {
    case .amounts(let title, let amounts):
      let sink = try pairs(title[language], of: .money)
      for (name, sql) in amounts {
        sink.text(name[language])
        sink.money(try database.scalar(sql, [.integer(id)]) ?? 0)
        try sink.endRow()
      }
    case .rows(let title, let record, let names, let condition):
      var query = RecordQuery(record, columns: names.compactMap { record.column($0) })
      query.condition = (condition, [.integer(id)])
      let printer = RecordPrinter(
        query.columns, zone: try databaseZone(), reveals: reveals,
        inChinese: language == .chinese && format.isForPeople)
      var rows = try query.prepare(database)
      guard try rows.step() else { return }
      let sink = try sink(
        query.columns.map { $0.field(language) }, heading: ReportHeading(title: title[language]),
        masks: false)
      repeat { try printer.print(rows, to: sink) } while try rows.step()
    }
  }

  private mutating func pairs(
    _ title: String, of kind: OutputField.Kind
  ) throws -> any RowSink {
    try sink(
      [
        column("column", "项目", .text),
        column("value", "内容", kind),
      ], heading: ReportHeading(title: title), isPrivate: common.reveal, masks: false)
  }
}
