// `pm db info`: what the database is, and how much is in it.
import PMCore
import PMFormat
import PMStore

/// `pm db info`: what the database is and how much is in it.
enum DbInfo: Command {
  static let spec = CommandSpec(
    "db info", Words("What the database is, and how much is in it.", zh: "数据库概况。"),
    examples: ["pm db info"])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading(allowsOlder: true)
    context.warnOfReaders()
    let version = try database.schemaVersion()
    let settings = try database.settings()
    let head = try database.journal.head()
    var values: [(String, String)] = [
      ("schema_version", "\(version)"), ("title", settings["title"]),
      ("mode", settings["mode"]), ("zone", settings["zone"]), ("currency", settings["currency"]),
      (
        "bytes",
        "\(try database.scalar("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0)"
      ),
      ("journal_entries", "\(head.count)"), ("journal_head", head.hash),
    ]
    for record in Records.all where version == Database.schemaVersion {
      values.append(
        (record.name, "\(try database.scalar("SELECT count(*) FROM \(record.table)") ?? 0)"))
    }
    let sink = try context.sink([
      context.column("name", "项目", .plain),
      context.column("value", "内容", .plain),
    ])
    for (name, value) in values { try sink.row([.text(name), .text(value)]) }
  }
}
