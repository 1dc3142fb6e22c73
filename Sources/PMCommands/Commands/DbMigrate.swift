// `pm db migrate`: bring the database of an earlier pm to the schema of this one.
import PMCore
import PMStore

/// `pm db migrate`: every step in one transaction, with one entry in the journal.
///
/// A verb of its own, not something that the first command after an upgrade does by the way: who
/// runs pm decides when, and makes a backup before.
enum DbMigrate: Command {
  static let spec = CommandSpec(
    "db migrate",
    Words("Bring the database of an earlier pm to this one's schema.", zh: "把旧版本的数据库升级到本版本的结构。"),
    examples: ["pm db migrate", "pm db migrate --dry-run"],
    notes: [
      Words(
        "Until then every other command refuses the database (78), but db backup, db info and db restore. Make a backup first. It happens whole or not at all.",
        zh: "升级之前，除 db backup、db info 与 db restore 外，其他命令都会拒绝该数据库（78）。请先备份。升级要么全部完成，要么不作任何更改。")
    ], changes: true, isAlone: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let moment = context.now()
    let database = try Database.open(
      context.common.database, mode: .readWrite, lockWait: context.lockWait, allowsOlder: true)
    if context.environment.isProcess { database.interruptOnSignals() }
    let isTrial = context.common.dryRun
    let steps = try database.write(lockWait: context.lockWait) { database -> Outcome<Int> in
      try context.admit(to: database, toWrite: true)
      let entry = try database.journal.open(
        at: moment.seconds, actor: context.journalActor, command: spec.name, arguments: "")
      let steps = try database.migrate()
      if steps == 0 || isTrial { return .rollback(steps) }
      try database.journal.close(entry, counts: ["steps": Int64(steps)])
      return .commit(steps)
    }
    if steps > 0, isTrial, context.common.detailedExitCode { context.exit = .changesPending }
    context.summary("migrate", [("steps", steps)])
  }
}
