// `pm NOUN show CODE` and `pm NOUN columns`: one record, and what records are made of.
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
      let text = column.shown(row.value(place), zone, reveals: reveals, language)
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

extension Column {
  /// A stored value as people read it.
  func shown(
    _ value: SQLValue, _ zone: Zone, reveals: Bool, _ language: Language
  ) -> String {
    switch value {
    case .integer(let number):
      if kind.shape == .boolean { return (number == 0 ? Words("no", zh: "否") : Words("yes", zh: "是"))[language] }
      return (target?().number ?? kind).text(number, zone)
    case .text(let text):
      if language == .chinese, let choice = kind.choices.first(where: { $0.value == text }) {
        return choice.zh
      }
      return kind.mask.map { reveals ? text : $0(text) } ?? text
    case .null, .blob: return ""
    }
  }
}

extension Database {
  /// The row of the record that people call `code`; unknown ones get the nearest suggested.
  ///
  /// What the one who asks may not see is unknown to him, also while he writes.
  func row(of record: RecordType, code: String, zone: Zone) throws -> Int64 {
    let table = try seenTable(record.table)
    if let serial = record.number,
      let number = withBytes(of: code, { serial.parse($0, CellContext()).integer }),
      let id = try scalar("SELECT id FROM \(table) WHERE id = ?1", [.integer(number)])
    {
      return id
    }
    if record.serial == nil, let key = naturalKey(record, code, zone),
      let id = try scalar("SELECT id FROM \(table) WHERE key = ?1", [.text(key)])
    {
      return id
    }
    let lookup = try ReferenceLookup(self, target: record)
    throw Failure(
      .notFound, "unknown-\(record.name)",
      Words("there is no \(record.name) \"\(code)\"", zh: "没有\(record.title.zh)“\(code)”"),
      hint: try withBytes(of: code) { try lookup.hint(for: $0, didYouMean) })
  }

  /// Of the rows of the record whose key goes on from `code` (the versions of a room, the closings of a
  /// period) those that were ever changed; nil where no key does.
  func changedRows(of record: RecordType, under code: String, zone: Zone) throws -> [Int64]? {
    guard let first = record.column(record.key[0]), first.isRequired,
      let key = naturalKey(record, code, zone, isWhole: false)
    else { return nil }
    // The parts of a key are joined by 0x01.
    let rows = try rows(
      """
      SELECT id, EXISTS (SELECT 1 FROM history AS h WHERE h.record = ?2 AND h.row_id = t.id)
        FROM \(seenTable(record.table)) AS t
       WHERE key >= ?1 || char(1) AND key < ?1 || char(2)
       ORDER BY key
      """, [.text(key), .text(record.table)]
    ) { (id: $0.int64(0), isChanged: $0.flag(1)) }
    return rows.isEmpty ? nil : rows.filter(\.isChanged).map(\.id)
  }

  /// Whether a code is taken by a row that the one who asks may not see.
  func isTakenElsewhere(_ record: RecordType, code: String, zone: Zone) throws -> Bool {
    guard record.key.count == 1, let key = naturalKey(record, code, zone) else { return false }
    return try scalar("SELECT 1 FROM main.\(record.table) WHERE key = ?1", [.text(key)]) != nil
  }

  /// The stored key of `a,b,c` as typed, or what it begins with where parts are left out at its end;
  /// nil where a part cannot be read.
  private func naturalKey(
    _ record: RecordType, _ code: String, _ zone: Zone, isWhole: Bool = true
  ) -> String? {
    let parts =
      record.key.count == 1 ? [code] : code.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard isWhole ? parts.count == record.key.count : parts.count < record.key.count else { return nil }
    let cells = CellContext(zone: zone)
    var key = NaturalKey()
    for (name, part) in zip(record.key, parts) {
      guard let column = record.column(name) else { return nil }
      let isRead = withBytes(of: part) { bytes -> Bool in
        let cell = bytes.count == 0 ? Cell.null : column.kind.parse(bytes, cells)
        switch cell {
        case .integer(let number): key.append(number: number)
        case .text(let text), .masked(let text): key.append(text)
        case .null:
          if case .integer(let number)? = column.defaultValue {
            key.append(number: number)
          } else {
            key.append(Bytes(start: nil, count: 0))
          }
        case .bad: return false
        }
        return true
      }
      if !isRead { return nil }
    }
    return key.text
  }
}

/// The columns verb of one record type.
struct RecordColumns {
  let record: RecordType

  var command: AnyCommand {
    AnyCommand(
      CommandSpec(
        "\(record.name) columns",
        Words("The columns of \(record.name): names, types, meaning.", zh: "\(record.title.zh)的列：名称、类型、含义。"),
        examples: ["pm \(record.name) columns"])
    ) { try run($0, &$1) }
  }

  private func run(_ arguments: Arguments, _ context: inout Context) throws {
    let language = context.language
    let sink = try context.sink([
      context.column("name", "列名", .code), context.column("chinese", "中文名", .code),
      context.column("aliases", "别名", .code), context.column("type", "类型", .code),
      context.column("required", "必填", .code), context.column("meaning", "含义", .code),
    ])
    let carried = record.parts.flatMap { part in
      part.sources.compactMap { source -> Column? in
        guard case .column(let column) = source.source else { return nil }
        return record.columns.contains { $0.name == column.name } ? nil : column
      }
    }
    var seen: Set<String> = []
    for column in record.columns + carried where seen.insert(column.name).inserted {
      sink.text(column.name)
      sink.text(column.zh)
      sink.text(column.aliases.joined(separator: " "))
      sink.text(
        column.target.map { Words("code of \($0().name)", zh: "\($0().title.zh)编码")[language] }
          ?? column.kind.words[language])
      sink.text(column.isRequired && !column.isStamp ? Words("yes", zh: "是")[language] : Words("no", zh: "否")[language])
      sink.text(column.help[language])
      try sink.endRow()
    }
  }
}
