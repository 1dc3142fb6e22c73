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
  @discardableResult
  package mutating func openForReading() throws -> Database {
    if let openDatabase { return openDatabase }
    let database = try Database.open(common.database, mode: .readOnly, lockWait: lockWait)
    // "DEFERRED means that the transaction does not actually start until the database is first
    // accessed": the state is that of the first SELECT.
    try database.execute("BEGIN DEFERRED")
    openDatabase = database
    return database
  }

  /// Runs `body` as the one transaction of this command: whole, or not at all.
  ///
  /// With `--dry-run` all the work is done and rolled back. Inside, `context.database` is the
  /// database that is written; messages may be said and counted, but data is shown only after this
  /// has returned: return what is to be shown.
  package mutating func write<Value>(
    _ body: (inout Context, Database) throws -> Value
  ) throws -> Value {
    if isWriting { throw Failure.fault("a write inside a write") }
    openDatabase = nil
    let database = try Database.open(common.database, mode: .readWrite, lockWait: lockWait)
    if environment.isProcess { database.interruptOnSignals() }
    openDatabase = database
    isWriting = true
    defer {
      isWriting = false
      openDatabase = nil
    }
    return try database.write(lockWait: lockWait) { database in
      let before = database.totalChanges
      let value = try body(&self, database)
      let hasChanged = database.totalChanges != before
      if hasChanged { try changed(in: database) }
      if common.dryRun {
        if hasChanged, common.detailedExitCode { exit = .changesPending }
        return .rollback(value)
      }
      return .commit(value)
    }
  }

  /// Leaves the command's entry in the journal.
  private mutating func changed(in database: Database) throws {
  }

  /// How long to wait for another writer.
  package var lockWait: Duration { .seconds(common.lockWaitSeconds) }
}
