// Many commands on one connection: each a savepoint, several of them to a commit.

import CSQLite
import Glibc

/// A connection that stays open for many commands, and the transaction that they share.
///
/// Each command reads and writes under the rules that it has alone: the write lock is taken before
/// the first write and kept until the commit, a command that fails takes back its own work only, and
/// what a command reads is one state. Until `commit` has returned nothing of it is sure.
package final class SharedTransaction {
  package let database: Database
  private let lockWait: Duration
  private var lock: Int32?

  /// Takes over an open connection, whose prepared statements are kept from now on.
  package init(_ database: Database, lockWait: Duration) {
    self.database = database
    self.lockWait = lockWait
    database.keepStatements()
  }

  deinit { rollBack() }

  /// How often something was committed: whoever finds `isWriting` false again knows by it whether it
  /// was, or is lost.
  package private(set) var commits = 0

  /// Whether something was written that is not committed yet.
  package var isWriting: Bool { lock != nil }

  /// The connection with a transaction open: the one that is written, else one unchanging state.
  package func forReading() throws -> Database {
    if !database.isInTransaction { try database.execute("BEGIN DEFERRED") }
    return database
  }

  /// Ends what a command has only read, so that the next one sees the present state.
  package func endReading() {
    if lock == nil { database.rollBack() }
  }

  /// Runs `body` in a savepoint: its work stays, or all of it is taken back.
  package func write<Value>(_ body: (Database) throws -> Outcome<Value>) throws -> Value {
    try begin()
    try database.execute("SAVEPOINT command")
    database.isInSavepoint = true
    defer { database.isInSavepoint = false }
    do {
      let outcome = try body(database)
      try Interruption.check()
      switch outcome {
      case .commit(let value):
        try database.execute("RELEASE command")
        return value
      case .rollback(let value):
        try takeBack()
        return value
      }
    } catch {
      // A full disk or an interrupt has ended the whole transaction: nothing is left to go back to.
      if database.isInTransaction { try takeBack() } else { release() }
      throw error
    }
  }

  /// Makes sure of all that was written, and lets the next writer in.
  package func commit() throws {
    defer { release() }
    if lock == nil { return }
    try database.commit()
    commits += 1
    database.cutLog()
  }

  /// Forgets what was not committed.
  package func rollBack() {
    database.rollBack()
    release()
  }

  private func begin() throws {
    if lock != nil, database.isInTransaction { return }
    rollBack()
    lock = try database.acquireLock(wait: lockWait)
    do {
      try database.execute("BEGIN IMMEDIATE")
    } catch {
      release()
      throw error
    }
  }

  private func takeBack() throws {
    database.forgetState()
    try database.execute("ROLLBACK TO command")
    try database.execute("RELEASE command")
  }

  private func release() {
    database.forgetState()
    if let lock { close(lock) }
    lock = nil
  }
}
