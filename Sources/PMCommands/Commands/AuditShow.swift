// `pm audit show ENTRY`, `pm audit show NOUN CODE`: what commands replaced, old value by old value.
import PMCore
import PMFormat
import PMStore

/// `pm audit show`: the values that an entry of the journal replaced, or that a record ever had.
enum AuditShow: Command {
  static let what = Argument(
    "ENTRY|NOUN CODE|CODE",
    Words(
      "A number of the journal; or a record, its noun in front where its code could be another's.",
      zh: "日志序号；或记录编码，编码有歧义时前加记录名。"),
    .oneOrMore)

  static let spec = CommandSpec(
    "audit show",
    Words("Show the values that were replaced, by whom and when.", zh: "显示被改动的旧值、操作人与时间。"),
    arguments: [what],
    examples: [
      "pm audit show 12", "pm audit show room 1-2-0101", "pm audit show K1 --format json",
      "pm audit show P0000012", "pm audit show closing 2026-10", "pm audit show setting mode",
    ],
    notes: [
      Words(
        "A code shows what goes on from it, too: a room its versions, a period its closings, a meter its readings.",
        zh: "编码连同其下的记录一并显示：房间的各版本、账期的结账、表的读数。"),
      Words("Personal data is masked, old and new, without --reveal.", zh: "新旧个人信息均遮盖，--reveal 显示。"),
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let words = arguments.all(what)
    let reveals = try context.mayReveal(Records.all.flatMap(\.columns))
    let database = try context.openForReading()
    var table = ReplacedTable(database, try context.databaseZone(), reveals, context.language)
    if words.count == 1, let number = Int64(words[0]) {
      try table.begin(&context)
      try database.journal.replaced(by: number) { try table.add($0) }
      if table.isEmpty, try database.scalar("SELECT 1 FROM journal WHERE id = ?1", [.integer(number)]) == nil {
        throw Failure.notFound(
          Words("the journal has no entry \(number)", zh: "日志没有第 \(number) 条"),
          hint: Words("pm audit list", zh: "pm audit list"))
      }
    } else if words.count == 2, words[0] == "setting" {
      if Settings.declaration(words[1]) == nil { throw SettingSet.unknown(words[1]) }
      try table.begin(&context)
      try database.journal.replaced(setting: words[1]) { try table.add($0) }
    } else {
      let rows = try records(words, database, try context.databaseZone())
      try table.begin(&context)
      for (record, row) in rows {
        try database.journal.replaced(in: record, row: row) { try table.add($0) }
      }
    }
    if table.isEmpty { context.note(Words("no value was replaced", zh: "没有被替换的旧值")) }
  }

  /// The rows that the words mean: of a noun, or of any record, with this code or going on from it.
  private static func records(
    _ words: [String], _ database: Database, _ zone: Zone
  ) throws -> [(RecordType, Int64)] {
    if words.count > 2 {
      throw Failure.usage(
        "too-many-arguments", Words("give an ENTRY, a CODE, or a NOUN and a CODE", zh: "请给出序号、编码，或记录名与编码"))
    }
    if words.count == 2 {
      guard let record = Records.named(words[0]) else {
        throw Failure.unknown(
          "unknown-record", Words("there is no record \"\(words[0])\"", zh: "没有“\(words[0])”这类记录"),
          word: words[0], among: Records.all.map(\.name) + ["setting"])
      }
      if let rows = try database.changedRows(of: record, under: words[1], zone: zone) {
        return rows.map { (record, $0) }
      }
      return [(record, try database.row(of: record, code: words[1], zone: zone))]
    }
    var (found, isKnown) = ([(RecordType, Int64)](), false)
    for record in Records.all {
      let row = try? database.knownRow(of: record, code: words[0], zone: zone)
      let under = try database.changedRows(of: record, under: words[0], zone: zone)
      isKnown = isKnown || row != nil || under != nil
      found += ((row.map { [$0] } ?? []) + (under ?? [])).map { (record, $0) }
    }
    if !isKnown {
      throw Failure.notFound(
        Words("there is no record \"\(words[0])\"", zh: "没有记录“\(words[0])”"),
        hint: Words(
          "name its noun: pm audit show room CODE; of a key of pm batch: pm audit list --key KEY",
          zh: "请加记录名：pm audit show room 编码；pm batch 的 key 请用 pm audit list --key KEY"))
    }
    return found
  }
}

/// Replaced values on their way to the output.
private struct ReplacedTable {
  private let database: Database
  private let zone: Zone
  private let reveals: Bool
  private let language: Language
  private var sink: (any RowSink)?
  private(set) var isEmpty = true

  init(_ database: Database, _ zone: Zone, _ reveals: Bool, _ language: Language) {
    self.database = database
    self.zone = zone
    self.reveals = reveals
    self.language = language
  }

  mutating func begin(_ context: inout Context) throws {
    sink = try context.sink(
      [
        context.column("entry", "序号", .integer), context.column("at", "时间", .plain),
        context.column("actor", "操作人", .text),
        context.column("command", "命令", .text), context.column("record", "记录", .text),
        context.column("code", "编码", .text), context.column("column", "列", .text),
        context.column("old", "旧值", .text), context.column("new", "新值", .text),
      ], isPrivate: reveals, masks: false)
  }

  mutating func add(_ value: ReplacedValue) throws {
    isEmpty = false
    let record = Records.all.first { $0.table == value.table }
    let column = record?.columns.first { $0.sqlName == value.column }
    try sink?.row([
      .integer(value.entry), .text(zone.text(Instant(seconds: value.at))), .text(value.actor),
      .text(value.command), .text(record?.name ?? value.table),
      .text(try record.map { try code(of: $0, value.row) } ?? ""),
      .text(column?.name ?? value.column), .text(try text(value.old, column, value.table == "setting")),
      .text(try text(value.new, column, value.table == "setting")),
    ])
  }

  /// The number of a row, else its natural key as people type it.
  private func code(of record: RecordType, _ row: Int64) throws -> String {
    if let number = record.number { return number.text(row, zone) }
    var query = RecordQuery(record, columns: record.key.compactMap { record.column($0) })
    query.condition = ("t.id = ?1", [.integer(row)])
    var rows = try query.prepare(database)
    guard try rows.step() else { return "" }
    return query.columns.indices.map { place in
      query.columns[place].text(rows.value(place), zone, reveals: reveals, .english)
    }.joined(separator: ",")
  }

  /// A value as lists show it; one of a column that is not known any more stays in the dark.
  private func text(
    _ value: SQLValue, _ column: Column?, _ isSetting: Bool
  ) throws -> String {
    if isSetting {
      if case .text(let text) = value { return text }
      return ""
    }
    guard let column else { return value == .null ? "" : "****" }
    if case .integer(let id) = value, let target = column.target?(), target.number == nil {
      return try code(of: target, id)
    }
    return column.text(value, zone, reveals: reveals, language)
  }
}
