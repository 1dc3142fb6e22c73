// `pm export dataset DIR`: every record as CSV, described by a Frictionless data package.
import PMCore
import PMFormat
import PMStore

/// `pm export dataset`: the whole database for other engines, the same bytes from the same state.
enum ExportDataset: Command {
  static let directory = Argument(
    "DIR",
    Words("The folder of the dataset: new, empty, or a dataset, which is replaced.", zh: "数据集目录：新目录、空目录，或将被整体替换的数据集。"))

  static let spec = CommandSpec(
    "export dataset",
    Words("Write every record as CSV with a data package.", zh: "导出全部记录为 CSV 数据集（附 datapackage.json）。"),
    arguments: [directory],
    examples: [
      "pm export dataset /data/centre-1",
      "pm export dataset /data/centre-1 --reveal",
    ],
    notes: [
      Words(
        "datapackage.json (Frictionless) names each file's columns, types, keys, rows, bytes and SHA-256. Moments are in UTC.",
        zh: "datapackage.json（Frictionless）说明各文件的列、类型、键、行数、字节数与 SHA-256。时刻一律为 UTC。"),
      Words(
        "The folder appears whole or not at all, and holds the same bytes for the same database. Personal columns are masked, whole with --reveal; only the owner can read the files.",
        zh: "目录要么完整出现，要么不出现；同一数据库导出的字节相同。个人信息默认掩码，加 --reveal 为完整值；文件仅属主可读。"),
      Words(
        "It is for engines that read many centres' datasets side by side. The numbers of bills, tickets and payments are each database's own, so report kpi --sql is asked of one dataset at a time, and numerators and denominators are added up. Registers and the history of service also come back into an empty database, unchanged, from a dataset made with --reveal: pm NOUN import DIR/NOUN.csv --ignore-unknown for customer, org, late-policy, fee, tariff, room, occupancy, charge, meter, calendar, calendar-day, sla, procedure, target, ticket, callback, survey, answer, visit, activity, material, category and, last, staff.",
        zh:
          "数据集供其他引擎合并读取多个中心的数据。账单、工单、收款编号在各库内各自编排，因此 report kpi --sql 须逐个数据集执行，再将分子、分母分别相加。加 --reveal 导出的主数据与服务历史还可原样导入空库：依次对 customer、org、late-policy、fee、tariff、room、occupancy、charge、meter、calendar、calendar-day、sla、procedure、target、ticket、callback、survey、answer、visit、activity、material、category，最后 staff，执行 pm NOUN import DIR/NOUN.csv --ignore-unknown。"
      ),
      Words(
        "What only pm's own commands write (bills, allocations, events, the terms of live tickets) does not: a whole database moves by pm db backup and restore.",
        zh: "仅由 pm 命令产生的内容（账单、核销、流转记录、在办工单的时限）不能导入；整库迁移请用 pm db backup 与 restore。"),
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let path = try arguments.require(directory)
    let reveals = try context.mayReveal(
      Records.all.flatMap(\.columns), of: RecordQuery(Customer.record, columns: []))
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    try context.refuseReplacing(path)
    let folder = try DatasetFolder(path: path)
    var package = DatasetPackage(settings: try database.settings())
    let progress = context.progress()
    defer { progress.end() }
    for record in Records.all {
      progress.begin(Words("\(record.name): writing rows", zh: "\(record.title.zh)：写出行"))
      let columns = record.columns.filter { $0.isStored && !$0.isStamp }
      var query = try RecordQuery(record, columns: columns).prepare(database)
      let file = try folder.file(record.name + ".csv") { sink in
        try sink.begin(columns.map { $0.field(.english) })
        let printer = RecordPrinter(columns, zone: zone, reveals: reveals, inUTC: true)
        var rows: Int64 = 0
        while try query.step() {
          try printer.print(query, to: sink)
          rows += 1
          progress.advance(to: Int(rows))
        }
        return rows
      }
      package.add(record, columns, file)
    }
    try folder.write("datapackage.json", package.text)
    try folder.commit()
    let sink = try context.sink([
      context.column("file", "文件", .plain), context.column("rows", "行数", .integer),
      context.column("bytes", "字节", .integer), context.column("sha256", "SHA-256", .plain),
    ])
    for file in package.files {
      try sink.row([.plain(file.name), .integer(file.rows), .integer(file.bytes), .plain(file.digest)])
    }
  }
}
