// `pm db restore FILE`: put a backup in the place of the database.
import Glibc
import PMCore
import PMFormat
import PMStore

/// `pm db restore`: copy the backup beside the database, check that copy, then let it take the
/// database's place at once.
enum DbRestore: Command {
  static let file = Argument("FILE", Words("A copy that db backup made.", zh: "由 db backup 生成的副本。"))

  static let spec = CommandSpec(
    "db restore",
    Words("Put a backup in the place of the database.", zh: "用备份替换数据库。"),
    arguments: [file],
    examples: [
      "pm db restore /backup/pm-2026-11-20.db --yes",
      "pm db restore /backup/pm-2026-11-20.db --dry-run",
    ],
    notes: [
      Words(
        "What does not pass db check is refused. What is replaced is kept beside the database as NAME.replaced-1, -2 …, read-only like a backup. Commands that read meanwhile go on with what they had, those that write wait and then write to what was restored.",
        zh:
          "未通过 db check 的备份会被拒绝。被替换的数据库保留在旁边，名为 NAME.replaced-1、-2……，与备份一样只读。同时进行的读取继续使用旧数据；写入会等待，然后写入恢复后的数据库。"
      ),
      Words(
        "The restore itself is the last entry of the journal; audit verify with a head from before says that entries are missing, as they are. A damaged or missing database is restored as well.",
        zh: "恢复操作本身记为日志的最后一条；用恢复前的末端执行 audit verify 会如实指出缺少条目。数据库损坏或缺失时同样可以恢复。"),
      Words(
        "The staff are those of the backup. Logins that may do more by it than in the database that it replaces are named (regained_logins), also by --dry-run; in one that is damaged or missing they are unknown: look at staff list.",
        zh: "员工与权限以备份为准。恢复后权限大于被替换数据库的登录名会列出（regained_logins），--dry-run 亦然；原库损坏或缺失时为“不详”，请查看 staff list。"),
    ], changes: true, isAlone: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let backup = try arguments.require(file)
    let path = context.common.database
    try context.confirm(
      Words(
        "restore \(backup): everything in \(path) is replaced",
        zh: "恢复 \(backup)：\(path) 的全部内容将被替换"))
    if isSameFile(backup, path) {
      throw Failure.refused(
        "the-same-file", Words("\(backup) is the database itself", zh: "\(backup) 就是数据库本身"),
        hint: Words("name a copy that db backup made", zh: "请给出 db backup 生成的副本"))
    }
    let target = try Database.restoreTarget(path, lockWait: context.lockWait)
    try admit(to: target, &context)
    let digest = try fileDigest(backup)
    let part = try PartFolder(beside: path)
    defer { part.remove() }
    let fresh = part.path + "/copy"
    let head: Journal.Head
    do {
      try Database.open(backup, mode: .readOnly, lockWait: context.lockWait, allowsOlder: true)
        .copy(to: fresh)
      head = try prepare(fresh, of: backup, digest, &context)
    } catch let error as StoreError {
      throw refusal(of: backup, error)
    }
    if case .database(let database) = target, try isRestored(fresh, digest, backup, in: database) {
      return context.summary("restore", [("restored", 0), ("unchanged", 1)])
    }
    let regained = try regained(by: fresh, target, &context)
    context.summary(
      "restore",
      [("restored", 1), ("unchanged", 0)] + (regained.map { [("regained logins", $0.count)] } ?? []))
    defer { if context.common.dryRun || context.hasCommitted { tell(regained, context) } }
    if context.common.dryRun {
      if context.common.detailedExitCode { context.exit = .changesPending }
      return
    }

    let kept = try replace(target, by: fresh, beside: part, &context)
    let names = regained.map { logins(of: $0) } ?? context.words("unknown", "不详")
    try context.show(
      [
        ("file", Words("file", zh: "文件"), path),
        (
          "replaced", Words("replaced", zh: "被替换"),
          ["", "-wal", "-journal"].map { kept + $0 }.first { access($0, F_OK) == 0 } ?? ""
        ),
        ("sha256", Words("SHA-256 of the backup", zh: "备份的 SHA-256"), digest),
        ("journal_head", Words("journal head", zh: "日志末端"), "\(head.count):\(head.hash)"),
        ("regained_logins", Words("regained logins", zh: "权限恢复的登录名"), names),
      ])
  }

  /// Lets the one who asks into the database that is replaced, where it can still be asked who he is.
  private static func admit(to target: Database.RestoreTarget, _ context: inout Context) throws {
    if case .database(let database) = target {
      do {
        try context.admit(to: database, toWrite: true)
      } catch let error as StoreError where error.isCorrupt || error.lacksSchema {
        // A damaged database knows nobody any more; whoever may write the file may mend it.
      }
    }
    if !context.isThroughSudo || context.authority != nil { return }
    throw Failure(
      .notPermitted, "not-through-sudo",
      Words("through sudo only an admin of the database that is there restores it", zh: "通过 sudo 时只有现有数据库的管理员可以恢复"),
      hint: Words("root restores what is missing or damaged", zh: "数据库缺失或损坏时请由 root 恢复"))
  }

  /// Puts the copy in the place of the database; the name under which that one is kept.
  private static func replace(
    _ target: Database.RestoreTarget, by fresh: String, beside part: PartFolder, _ context: inout Context
  ) throws -> String {
    let path = context.common.database
    let kept = Database.keptName(path)
    switch target {
    case .database(let database):
      if context.environment.isProcess { database.interruptOnSignals() }
      let copy = try Database.open(fresh, mode: .readOnly)
      try database.replaceContent(
        with: copy, keeping: kept, madeAt: part.path + "/kept", lockWait: context.lockWait)
    case .damaged, .absent:
      try Database.replaceFile(
        at: path, with: fresh, keeping: kept, lockWait: context.lockWait)
    }
    context.hasCommitted = true
    return kept
  }

  /// Says of the backup that was given what was found wrong with it or its copy.
  private static func refusal(of backup: String, _ error: StoreError) -> any Error {
    let isUseless =
      switch error.reason {
      case .empty, .unfinished, .foreign: true
      case .engine: error.isCorrupt || error.isNotADatabase || error.lacksSchema
      default: false
      }
    if !isUseless || Interruption.signal != nil { return error }
    var failure = failure(from: error)
    failure.finding.place = Place(file: backup)
    failure.finding.hint = Words(
      "nothing was restored: take another backup", zh: "未恢复任何内容：请改用其他备份")
    return failure
  }

  private static func logins(of members: [StaffMember]) -> String {
    members.compactMap(\.login).joined(separator: ", ")
  }

  /// Who may do more by the copy than by the database that it replaces; nil where that one cannot be
  /// asked.
  private static func regained(
    by fresh: String, _ target: Database.RestoreTarget, _ context: inout Context
  ) throws -> [StaffMember]? {
    guard case .database(let database) = target else { return nil }
    do {
      let day = try database.settings().zone.day(of: context.now())
      return try Database.open(fresh, mode: .readOnly).staffWithMore(than: database, on: day)
    } catch let error as StoreError where error.isCorrupt || error.lacksSchema {
      return nil
    }
  }

  private static func tell(_ regained: [StaffMember]?, _ context: Context) {
    guard let regained else {
      return context.warn(
        Finding(
          "logins-unknown",
          Words(
            "who may do more by the backup than before is unknown: what it replaces is damaged or missing",
            zh: "被替换的数据库损坏或缺失：哪些登录名的权限会大于恢复前不详"),
          hint: Words("look at pm staff list", zh: "请查看 pm staff list")))
    }
    guard let first = regained.first else { return }
    let logins = logins(of: regained)
    context.warn(
      Finding(
        "logins-regained",
        Words(
          "logins that may do more by the backup than before: \(logins)",
          zh: "以下登录名按备份的权限大于恢复前：\(logins)"),
        hint: Words(
          "end or lessen them anew: pm staff set \(first.code) to=DATE, roles=… or scope=…",
          zh: "请重新停用或收回权限：pm staff set \(first.code) to=日期，或 roles=…、scope=…")))
  }

  /// Whether the last thing done to the database was to restore this very backup, and it is still
  /// what that made of it: somebody may have damaged it since.
  private static func isRestored(
    _ fresh: String, _ digest: String, _ backup: String, in database: Database
  ) throws -> Bool {
    // What stands in a log beside the backup is not in the digest.
    if access(backup + "-wal", F_OK) == 0 { return false }
    do {
      let last = try database.text(
        """
        SELECT digest
          FROM journal
         WHERE command = 'db restore'
           AND id = (SELECT max(id) FROM journal)
        """)
      guard last == digest, try database.schemaFaults().faults.isEmpty,
        try database.journal.verify().isEmpty
      else { return false }
      // The two journals end in the entries of two restores.
      return try database.logicalDigest(without: ["journal"])
        == Database.open(fresh, mode: .readOnly).logicalDigest(without: ["journal"])
    } catch let error as StoreError where error.isCorrupt || error.lacksSchema {
      return false
    }
  }

  /// Brings the copy to this pm's schema, checks it, and adds the entry of this command to its journal, whose head is returned.
  private static func prepare(
    _ fresh: String, of backup: String, _ digest: String, _ context: inout Context
  ) throws -> Journal.Head {
    let copy = try Database.open(
      fresh, mode: .readWrite, lockWait: context.lockWait, allowsOlder: true)
    _ = try copy.write { copy in .commit(try copy.migrate()) }
    var found = Findings()
    try copy.forEachCheck(found: { found.add($0) })
    if !found.isEmpty {
      throw Failure(
        .badData, "check-failed",
        Words("does not pass db check; nothing was restored", zh: "未通过 db check，未恢复任何内容"),
        hint: Words("restore another backup", zh: "请恢复其他备份"), at: Place(file: backup),
        findings: found)
    }
    let (moment, actor) = (context.now(), context.journalActor)
    let words = journalText(context.words, spec)
    return try copy.write { copy in
      let entry = try copy.journal.open(
        at: moment.seconds, actor: actor, command: spec.name, arguments: words)
      return .commit(try copy.journal.close(entry, counts: ["restored": 1], digest: digest))
    }
  }
}
