// How a command reaches the database: one unchanging state to read, one transaction to write.
import PMCore
package import PMStore

extension Context {
  /// The database: inside `write` the one that is written, else one unchanging state, read-only.
  package var database: Database {
    mutating get throws {
      if let openDatabase { return openDatabase }
      return try openForReading()
    }
  }

  /// Opens the database to read; all reads of a command see the same state.
  ///
  /// - Parameters:
  ///   - allowsOlder: the command needs no column of a record.
  ///   - evenDamaged: the owner of the file is let in also where nobody can be known any more.
  @discardableResult
  package mutating func openForReading(
    allowsOlder: Bool = false, evenDamaged: Bool = false
  ) throws -> Database {
    if let openDatabase { return openDatabase }
    if let shared {
      let database = try shared.forReading()
      try admit(to: database, toWrite: false)
      openDatabase = database
      return database
    }
    if mayWrite, written == nil {
      try Database.giveLog(to: common.database, lockWait: lockWait)
    }
    // What was just written is shown over the same connection: opening one costs as much as a query.
    let database =
      try written
      ?? Database.open(
        common.database, mode: .readOnly, lockWait: lockWait, allowsOlder: allowsOlder)
    // "DEFERRED means that the transaction does not actually start until the database is first
    // accessed": the state is that of the first SELECT.
    try database.execute("BEGIN DEFERRED")
    do {
      try admit(to: database, toWrite: false)
    } catch let error as StoreError where error.lacksSchema && evenDamaged && !isThroughSudo && ownsDatabase {
      authority = nil
    }
    openDatabase = database
    return database
  }

  /// Leaves closing the database to the end of the process.
  func leaveDatabaseOpen() {
    for case let database? in [openDatabase, written] { _ = Unmanaged.passRetained(database) }
  }

  /// Runs `body` as the one transaction of this command: whole, or not at all.
  ///
  /// What changed something leaves one entry in the journal, with the counts of `summary`; inside,
  /// `database.entry` is its number. With `--dry-run` all the work is done and rolled back. Messages may be
  /// said and counted inside, but data is shown only after this has returned: return what is to be
  /// shown.
  ///
  /// - Parameter trustsReferences: this transaction took the references from the very tables that
  ///   they refer to, so that SQLite need not look each up again; `db check` answers for them.
  ///   In a stream it looks all the same: its connection is that of other commands, too.
  package mutating func write<Value>(
    trustsReferences: Bool = false, _ body: (inout Context, Database) throws -> Value
  ) throws -> Value {
    try warnOfTheFuture()
    return try transact(trustsReferences: trustsReferences) { context, database in
      let value = try body(&context, database)
      if context.spec.name.hasPrefix("staff ") { try context.guardAgainstLockingOut(database) }
      return value
    }
  }

  /// The transaction of `write`, and of what the journal is told beside it.
  mutating func transact<Value>(
    trustsReferences: Bool = false, _ body: (inout Context, Database) throws -> Value
  ) throws -> Value {
    if isWriting { throw Failure.fault("a write inside a write") }
    openDatabase = nil
    isWriting = true
    defer {
      isWriting = false
      openDatabase = nil
    }
    var isChange = false
    func work(_ database: Database) throws -> Outcome<Value> {
      openDatabase = database
      try admit(to: database, toWrite: true)
      // Also where the command has no use for the moment: nothing happens later than now.
      if common.at != nil { _ = try eventTime() }
      if let path = common.output, path != "-" { try refuseReplacing(path) }
      let (value, hasChanged) = try journalled(database, body)
      if common.dryRun {
        if hasChanged, common.detailedExitCode { exit = .changesPending }
        return .rollback(value)
      }
      if hasChanged { (request, seenRows) = (nil, nil) }
      isChange = hasChanged
      return .commit(value)
    }
    if let shared {
      let value = try shared.write(work)
      // Where the stream cannot commit it, the answer that would say so is not sent.
      if isChange { hasCommitted = true }
      return value
    }
    let database = try Database.open(common.database, mode: .readWrite, lockWait: lockWait)
    database.keepStatements()
    database.journal.prepare()
    if environment.isProcess { database.interruptOnSignals() }
    if trustsReferences { try database.checkReferences(false) }
    let value = try database.write(lockWait: lockWait, work)
    if isChange { hasCommitted = true }
    try database.refuseWrites()
    written = database
    return value
  }

  /// Runs `body` under an entry of the journal, which is kept where something has changed.
  private mutating func journalled<Value>(
    _ database: Database, _ body: (inout Context, Database) throws -> Value
  ) throws -> (value: Value, hasChanged: Bool) {
    var entry = try database.journal.open(
      at: now().seconds, actor: journalActor, command: spec.name,
      arguments: journalArguments ?? journalText(words, spec))
    try refuseRepeat(in: database.journal)
    (entry.key, entry.request) = (request?.key, request?.digest.text)
    let before = database.totalChanges
    let value = try body(&self, database)
    let hasChanged = self.hasChanged ?? (database.totalChanges != before)
    if hasChanged {
      entry.arguments += seenRows?.text ?? ""
      try database.journal.close(entry, counts: journalCounts, digest: inputDigest)
    }
    return (value, hasChanged)
  }

  /// The counts of the summaries as the journal keeps them.
  private var journalCounts: [String: Int64] {
    var counts: [String: Int64] = [:]
    for summary in summaries {
      for (label, count) in summary.counts {
        counts[machineName(label), default: 0] &+= Int64(count)
      }
    }
    if let seen = seenRows?.count { counts["seen"] = Int64(seen) }
    return counts
  }

  /// How long to wait for another writer.
  package var lockWait: Duration { .seconds(common.lockWaitSeconds) }
}
