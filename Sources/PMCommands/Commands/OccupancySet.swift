// `pm occupancy set`: change an occupancy; with --correct mend an error, also in its key.
import PMCore
import PMFormat
import PMStore

/// `pm occupancy set`: dates and payer of an occupancy, and what was billed by a wrong one.
enum OccupancySet: Command {
  static let correct = Flag(
    "correct",
    Words(
      "Mend an error: customer, role and from may change; lists the bills that went to the wrong one.",
      zh: "更正错误：可改客户、身份与开始日期，并列出开错付款人的账单。"))
  private static let edit = RecordEdit(record: Occupancy.record)

  static let spec = CommandSpec(
    "occupancy set",
    Words("Change one occupancy, or mend an error in it.", zh: "修改或更正一条入住关系。"),
    arguments: [RecordShow.code, RecordEdit.fields], options: [correct, ImportOptions.strict],
    examples: [
      "pm occupancy set 1-2-0101,K1,owner,2024-06-01 to=2026-10-15",
      "pm occupancy set 1-2-0101,K1,owner,2024-06-01 customer=K2 --correct",
    ],
    notes: [
      Words(
        "The key is room,customer,role,from; from is empty where it is since ever.",
        zh: "主键为 房号，客户，身份，开始日期；自始持有时开始日期为空。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    guard arguments[correct] else { return try edit.change(arguments, &context) }
    let code = try arguments.require(RecordShow.code)
    let fields = try RecordEdit.pairs(arguments.all(RecordEdit.fields))
    let lines = try context.write { context, database -> [MisbilledLine] in
      let id = try database.row(of: Occupancy.record, code: code, zone: .standard)
      let values = try fields.map { try value($0.0, $0.1, database) }
      let editor = try RowEditor(database, entry: database.entry)
      try database.refuseTwin(of: id, values)
      try editor.update(Occupancy.record, row: id, values)
      let span = try database.scalar(
        "SELECT coalesce(\"to\", \"from\") >= \"from\" FROM occupancy WHERE id = ?1", [.integer(id)])
      if span != 1 {
        throw Failure.refused("ends-before-it-starts", Words("to is before from", zh: "to 早于 from"))
      }
      try context.tellPayers(beside: id, database, isStrict: arguments[ImportOptions.strict])
      context.hasChanged = editor.hasChanged
      let room = try database.scalar("SELECT room_id FROM occupancy WHERE id = ?1", [.integer(id)])
      let lines = try room.map { try database.misbilled(room: $0) } ?? []
      context.summary(
        "set", [("updated", editor.updated), ("unchanged", editor.unchanged), ("misbilled", lines.count)])
      return lines
    }
    try show(lines, &context)
    if !lines.isEmpty, context.exit == .done { context.exit = .findings }
  }

  /// A typed value in the form that is stored.
  private static func value(
    _ name: String, _ text: String, _ database: Database
  ) throws -> (String, SQLValue) {
    let record = Occupancy.record
    let columns = record.columns.filter { !$0.isManaged }
    guard let place = HeaderNames(columns)[name] else {
      throw Failure.unknown(
        "unknown-column", Words("occupancy has no column \"\(name)\"", zh: "入住关系没有“\(name)”列"),
        word: name, among: columns.map(\.name))
    }
    let column = columns[place]
    if column.name == "room" {
      throw Failure.usage(
        "fixed-room",
        Words("the room of an occupancy cannot be mended: end it and add another", zh: "不能更改房间：请结束后另建"))
    }
    if let target = column.target?() {
      return (column.name, .integer(try database.row(of: target, code: text, zone: .standard)))
    }
    return (column.name, try column.typed(text))
  }

  private static func show(_ lines: [MisbilledLine], _ context: inout Context) throws {
    let sink = try context.sink([
      context.column("number", "账单号", .plain), context.column("fee", "费用编码", .plain),
      context.column("period", "账期", .plain),
      context.column("from", "开始日期", .plain), context.column("to", "结束日期", .plain),
      context.column("amount", "金额", .money),
      context.column("billed_to", "已向何人出账", .plain), context.column("owed_by", "应由何人承担", .plain),
    ])
    for line in lines {
      sink.text(Bill.number.kind.text(line.bill, .standard))
      sink.text(line.fee)
      sink.text("\(line.period)")
      sink.text("\(line.days.from)")
      sink.text("\(line.days.to)")
      sink.money(line.amount.minor)
      sink.text(line.billedTo)
      sink.text(orNull: line.owedBy)
      try sink.endRow()
    }
  }
}

extension Database {
  /// Refuses a correction after which two rows would say the same.
  fileprivate func refuseTwin(of id: Int64, _ values: [(String, SQLValue)]) throws {
    func changed(_ name: String) -> SQLValue { values.first { $0.0 == name }?.1 ?? .null }
    let twin = try scalar(
      """
      SELECT other.id
        FROM occupancy AS o
        JOIN occupancy AS other ON other.room_id = o.room_id AND other.id <> o.id
       WHERE o.id = ?1 AND other.customer_id = coalesce(?2, o.customer_id)
         AND other.role = coalesce(?3, o.role) AND other."from" = coalesce(?4, o."from")
       LIMIT 1
      """, [.integer(id), changed("customer"), changed("role"), changed("from")])
    if twin != nil {
      throw Failure.refused(
        "exists", Words("there is an occupancy like this already", zh: "已有相同的入住关系"))
    }
  }
}

extension Context {
  /// Says who pays beside the one of an occupancy since it was corrected.
  fileprivate mutating func tellPayers(beside id: Int64, _ database: Database, isStrict: Bool) throws {
    var pairs: [PayingPair] = []
    try database.eachPayingPair(after: .max, changed: [id]) { pairs.append($0) }
    if isStrict, let first = pairs.first {
      throw Failure.refused("pays-too", first.fault, hint: first.faultRemedy)
    }
    for pair in pairs { warn(pair.warning) }
  }
}
