// `pm init`: a new, empty database.
import PMCore
import PMStore

/// `pm init`: create the database.
enum Init: Command {
  static let mode = Option(
    "mode", choices: ["group", "company", "centre"],
    Words("At which level data is shared.", zh: "数据共享的层级。"), default: "centre")
  static let title = Option("name", "TITLE", Words("Title of the database.", zh: "数据库标题。"))

  static let spec = CommandSpec(
    "init", Words("Create a new database.", zh: "新建数据库。"), options: [mode, title],
    examples: ["pm init --mode centre --name 示例服务中心", "pm init --db estate.db"], changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try Database.open(context.common.database, mode: .create, lockWait: context.lockWait)
    let moment = context.now()
    let actor = context.actor
    try database.write(lockWait: context.lockWait) { database in
      let entry = JournalStart(at: moment.seconds, actor: actor)
      try Schema.create(in: database)
      _ = try database.set("mode", to: arguments[mode] ?? "centre")
      if let title = arguments[title] { _ = try database.set("title", to: title) }
      try entry.record(in: database)
      return .commit(())
    }
    context.note(Words("created \(context.common.database)", zh: "已新建 \(context.common.database)"))
  }
}

/// The first entry of a journal, which comes into being with it.
private struct JournalStart {
  let at: Int64
  let actor: String

  func record(in database: Database) throws {
    let entry = try database.journal.open(at: at, actor: actor, command: "init", arguments: "")
    try database.journal.close(entry, counts: [:])
  }
}
