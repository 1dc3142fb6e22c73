// `pm init`: a new, empty database.
import Glibc
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
    examples: ["pm init --mode centre --name 示例服务中心", "pm init --db estate.db"], changes: true,
    isAlone: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let path = context.common.database
    if context.isThroughSudo {
      throw Failure(
        .notPermitted, "not-through-sudo",
        Words("through sudo only root makes a database", zh: "通过 sudo 时只有 root 可以新建数据库"),
        hint: Words("root sets databases up, as Samples/sudoers shows", zh: "请由 root 建库并设置管理员，参见 Samples/sudoers"),
        at: Place(file: path))
    }
    if context.common.dryRun { return try tryOut(path, &context) }
    let database = try create(path, context.lockWait)
    if context.environment.isProcess { database.interruptOnSignals() }
    let moment = context.now()
    let actor = context.actor
    try database.write(lockWait: context.lockWait) { database in
      let entry = JournalStart(at: moment.seconds, actor: actor)
      try Schema.create(in: database)
      _ = try database.set("mode", to: arguments[mode] ?? "centre", entry: nil)
      if let title = arguments[title] { _ = try database.set("title", to: title, entry: nil) }
      try entry.record(in: database)
      return .commit(())
    }
    try database.truncateLog(lockWait: context.lockWait)
    context.note(Words("created \(path)", zh: "已新建 \(path)"))
  }

  private static func create(_ path: String, _ lockWait: Duration) throws -> Database {
    do {
      return try Database.open(path, mode: .create, lockWait: lockWait)
    } catch {
      switch error.reason {
      case .missing: throw cannotCreate(path)
      case .logAlone(let ending): throw logAlone(ending, path)
      default: throw error
      }
    }
  }

  /// Says whether the database could be created, and creates nothing.
  private static func tryOut(_ path: String, _ context: inout Context) throws {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    if access(path, F_OK) == 0 {
      throw Failure(
        .cannotCreate, "exists", Words("there is a file of this name already", zh: "同名文件已存在"),
        at: Place(file: path))
    }
    if let ending = Database.logAlone(at: path) { throw logAlone(ending, path) }
    if access(folder, W_OK) != 0 { throw cannotCreate(path) }
    if context.common.detailedExitCode { context.exit = .changesPending }
    context.note(Words("would create \(path)", zh: "将新建 \(path)"))
  }

  /// The refusal to make a database over what may be all that is left of another.
  private static func logAlone(_ ending: String, _ path: String) -> Failure {
    Failure(
      .cannotCreate, "log-alone",
      Words(
        "the log of a database lies here without it (NAME\(ending)): nothing was done",
        zh: "此处有数据库的预写日志而没有数据库（文件名后缀 \(ending)），未作任何更改"),
      hint: Words(
        "the log may hold what was written last: move the database back beside it, or restore a backup: pm db restore, which keeps the log; only if nothing in it is wanted, remove it",
        zh: "最近的写入可能还在该日志中：请把数据库移回原处，或恢复备份：pm db restore（会保留该日志）；确认不再需要其内容时才可删除"),
      at: Place(file: path))
  }

  private static func cannotCreate(_ path: String) -> Failure {
    Failure(
      .cannotCreate, "cannot-create",
      Words("cannot create the database: no such folder", zh: "无法新建数据库：目录不存在"),
      hint: Words("check the directory and its permissions", zh: "请检查目录及其权限"),
      at: Place(file: path))
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
