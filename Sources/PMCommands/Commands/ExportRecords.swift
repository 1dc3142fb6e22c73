// `pm export records NOUN`: a record's rows as a file that imports again.
import PMCore
import PMFormat
import PMStore

/// `pm export records`: all columns that an import takes, in natural order.
enum ExportRecords: Command {
  static let noun = Argument("NOUN", Words("The record: room, customer, charge …", zh: "记录名：room、customer、charge 等。"))

  static let spec = CommandSpec(
    "export records",
    Words("Write a record's rows so that they import again.", zh: "导出一类记录，可再次导入。"),
    arguments: [noun],
    options: [RecordList.filter, RecordList.columns, RecordList.sort, RecordList.limit],
    examples: [
      "pm export records room --output rooms.csv",
      "pm export records customer --reveal --output customers.csv",
    ],
    notes: [
      Words(
        "Personal columns are masked; over the same database a masked file changes nothing. With --reveal they are whole, and the file is readable by its owner only.",
        zh: "个人信息默认掩码，掩码文件导回原库不产生变更。加 --reveal 为完整值，文件仅属主可读。")
    ], takesScope: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let record = try record(arguments)
    if context.common.scope != nil, record.scopeColumn == nil {
      throw Failure.usage(
        "no-scope", Words("\(record.name) records take no --scope", zh: "\(record.title.zh)不支持 --scope"))
    }
    let list = RecordList(record: record)
    var query = try list.query(arguments, context: &context)
    if !arguments.isGiven(RecordList.columns) { query.columns = record.exportedColumns }
    context.quotesTSV = true
    try context.list(query, isPrivate: context.common.reveal)
  }

  /// The record that the argument names.
  static func record(_ arguments: Arguments) throws -> RecordType {
    let name = try arguments.require(noun)
    if let record = Records.named(name) { return record }
    throw Failure.unknown(
      "unknown-record", Words("there is no record \"\(name)\"", zh: "没有“\(name)”这类记录"), word: name,
      among: Records.all.map(\.name))
  }
}

extension RecordType {
  /// The columns that a row needs to be imported again.
  var exportedColumns: [Column] { columns.filter { $0.isStored && !$0.isManaged } }
}
