// Transactions: one command, one transaction, one writer.

import CSQLite
import Glibc

/// How a body of `Database.write` wants its transaction to end.
package enum Outcome<Value> {
  case commit(Value)
  /// A dry run: all the work was done and none of it stays.
  case rollback(Value)
}

extension Database {
  /// Runs `body` in the only write transaction on the database: whole or not at all.
  ///
  /// Commits when it returns `.commit`, rolls back when it returns `.rollback` or throws. The lock
  /// is waited for at most `lockWait`; a wait that is too short throws `.lockTimedOut`.
  package func write<Value>(
    lockWait: Duration? = nil, _ body: (Database) throws -> Outcome<Value>
  ) throws -> Value {
    guard !isInTransaction else {
      throw StoreError("a transaction is open already", code: SQLITE_MISUSE)
    }
    if path.isEmpty { return try transact(body) }
    // One wait for both locks, pm's own and SQLite's.
    let deadline = Deadline(after: lockWait ?? self.lockWait)
    let lock = try acquireLock(until: deadline)
    defer { close(lock) }
    waitForSQLite(until: deadline)
    defer { waitForSQLite(until: nil) }
    let value = try transact(body)
    cutLog()
    return value
  }

  /// Runs `body` on one unchanging state of the database.
  package func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    if isInTransaction { return try body(self) }
    // "DEFERRED means that the transaction does not actually start until the database is first
    // accessed": the state is that of the first SELECT.
    try execute("BEGIN DEFERRED")
    defer { rollBack() }
    return try body(self)
  }

  /// Moves the log into the database and empties it, as backups and checks want it.
  ///
  /// True when the log is empty afterwards: a reader may keep some of it in use.
  @discardableResult
  package func truncateLog(lockWait: Duration? = nil) throws -> Bool {
    if path.isEmpty { return true }
    let lock = try WriteLock.acquire(lockPath, wait: lockWait ?? self.lockWait)
    defer { close(lock) }
    return cutLog(over: 0)
  }

  private func transact<Value>(_ body: (Database) throws -> Outcome<Value>) throws -> Value {
    // IMMEDIATE, because a transaction that reads first and then wants to write fails at once when
    // another wrote in between: SQLITE_BUSY_SNAPSHOT, without asking the busy handler.
    try execute("BEGIN IMMEDIATE")
    do {
      let outcome = try body(self)
      // A signal between two statements interrupts neither of them.
      try Interruption.check()
      switch outcome {
      case .commit(let value):
        try commit()
        return value
      case .rollback(let value):
        rollBack()
        return value
      }
    } catch {
      rollBack()
      throw error
    }
  }

  /// Undoes what the running command has written so far; it goes on in the same transaction.
  ///
  /// SQLite's count of changes keeps what was undone.
  package func startAgain() throws(StoreError) {
    let entry = openEntry
    forgetState()
    openEntry = entry
    if isInSavepoint {
      try execute("ROLLBACK TO command")
    } else {
      try execute("ROLLBACK")
      try execute("BEGIN IMMEDIATE")
    }
  }

  /// Commits, or leaves nothing of what was to be committed.
  func commit() throws(StoreError) {
    do {
      try execute("COMMIT")
    } catch {
      rollBack()
      buryCommit()
      throw error
    }
  }

  /// Makes sure that a commit which failed stays undone.
  ///
  /// When the disk fails to sync, the frames of the commit stand whole in the log, and the next
  /// process to recover the log would take them for committed after all. A commit without content
  /// in their place breaks the chain of checksums that makes them valid: "both the checksum and
  /// salt values … computed on … all frames up to and including the current frame". It serves
  /// though it may not be synced either.
  func buryCommit() {
    guard !path.isEmpty, let version = try? schemaVersion() else { return }
    if (try? execute("BEGIN IMMEDIATE")) == nil { return }
    try? setSchemaVersion(version)
    try? execute("COMMIT")
    rollBack()
  }

  /// Refuses to write into a file that has lost its name since it was opened: `db restore` can put
  /// another in the place of a damaged one while this command waits for the lock.
  private func refuseReplaced() throws(StoreError) {
    var status = stat()
    guard let identity, stat(path, &status) == 0, FileIdentity(status) == identity else {
      throw StoreError(
        "the database was replaced: try again", reason: .lockTimedOut, code: SQLITE_BUSY,
        path: path)
    }
  }

  /// Ends the transaction, if SQLite has not done so itself (full disk, I/O error, interrupt).
  func rollBack() {
    forgetState()
    if isInTransaction { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
  }

  /// Forgets what it knows of this transaction, since part of it is taken back.
  func forgetState() {
    journalEnd = nil
    openEntry = nil
    fenceParts = nil
  }

  // MARK: The log

  /// The file whose lock makes this the only writer.
  var lockPath: String { path + ".lock" }

  /// Makes this the only writer; closing the descriptor lets the next one in.
  func acquireLock(wait: Duration) throws(StoreError) -> Int32 {
    try acquireLock(until: Deadline(after: wait))
  }

  /// The write lock, waited for until `deadline`.
  func acquireLock(until deadline: Deadline) throws(StoreError) -> Int32 {
    let lock = try WriteLock.acquire(lockPath, until: deadline)
    do {
      try refuseReplaced()
    } catch {
      close(lock)
      throw error
    }
    return lock
  }

  /// Empties the log where it has grown long; only ever while holding the write lock.
  func cutLog() { cutLog(over: Self.logLimit) }

  /// The log is emptied after the commit that takes it over this: at 1 MB commands that run one
  /// after another keep their speed, since each of them reads the log's index anew.
  private static let logLimit: Int64 = 1 << 20

  /// Empties the log when it is longer than `limit`; only ever while holding the write lock.
  ///
  /// SQLite 3.7.0 to 3.51.2, the system's 3.40.1 among them, can lose a commit when one connection
  /// restarts the log while another is at a checkpoint (sqlite.org/wal.html#walresetbug). Here the
  /// two cannot meet: commits and checkpoints happen under one flock, nobody checkpoints at close,
  /// there are no automatic checkpoints, and readers are opened read-only. So there are never two
  /// processes that write or checkpoint at once. (A foreign `sqlite3` shell that is not opened
  /// with -readonly stands outside this.)
  @discardableResult
  func cutLog(over limit: Int64) -> Bool {
    var status = stat()
    guard stat(path + "-wal", &status) == 0, Int64(status.st_size) > limit else { return true }
    // With a handler a reader in a pager would hold the lock's owner up. Without one TRUNCATE does
    // what it can and returns SQLITE_BUSY. No failure matters: the commit is safe in the log.
    removeBusyHandler()
    defer { installBusyHandler() }
    return sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil) == SQLITE_OK
  }
}
