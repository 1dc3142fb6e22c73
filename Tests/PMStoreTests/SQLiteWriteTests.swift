// Writing: one writer at a time, whole or not at all, and a log that does not grow.

import Glibc
import Testing

@testable import PMStore

private struct Refusal: Error {}

private func insert(_ body: String, _ database: Database) throws {
  try database.run("INSERT INTO note (body) VALUES (?1)", [.text(body)])
}

private func count(_ database: Database) throws -> Int64? {
  try database.scalar("SELECT count(*) FROM note")
}

@Suite("Writing")
struct SQLiteWriteTests {
  /// Lives as long as the test does.
  let scratch: Scratch

  init() throws { scratch = Scratch() }

  @Test("a write is committed and gives back its value")
  func commit() throws {
    let database = try scratch.database()
    let value = try database.write { database in
      try insert("a", database)
      return .commit("done")
    }
    #expect(value == "done")
    #expect(try count(Database.open(scratch.file(), mode: .readOnly)) == 1)
  }

  @Test("a write that throws leaves nothing")
  func rollback() throws {
    let database = try scratch.database()
    #expect(throws: Refusal.self) {
      try database.write { database -> Outcome<Void> in
        try insert("a", database)
        throw Refusal()
      }
    }
    #expect(try count(database) == 0)
    try database.write { .commit(try insert("b", $0)) }
    #expect(try count(database) == 1)
  }

  @Test("a dry run leaves no change and gives back its value")
  func dryRun() throws {
    let database = try scratch.database()
    let before = try database.logicalDigest()
    let rows = try database.write { database in
      try insert("a", database)
      return .rollback(try count(database))
    }
    #expect(rows == 1)
    #expect(try database.logicalDigest() == before)
  }

  @Test("a write inside a write is refused instead of waiting for itself")
  func nested() throws {
    let database = try scratch.database()
    let error = try storeError {
      try database.write { database in
        try database.write { _ in .commit(()) }
        return .commit(())
      }
    }
    #expect(error.message == "a transaction is open already")
  }

  @Test("a command that will not wait is told that another one is writing")
  func lockTimedOut() throws {
    let database = try scratch.database()
    let held = try WriteLock.acquire(database.lockPath, wait: .zero)
    for wait in [Duration.zero, .milliseconds(20), .seconds(-1)] {
      let error = try storeError {
        try database.write(lockWait: wait) { _ in .commit(()) }
      }
      #expect(error.reason == .lockTimedOut)
      #expect(error.isBusy)
    }
    close(held)
    try database.write { _ in .commit(()) }
  }

  @Test("links to a database share its lock")
  func links() throws {
    let database = try scratch.database()
    #expect(symlink(scratch.file(), scratch.file("link.db")) == 0)
    let linked = try Database.open(scratch.file("link.db"), mode: .readWrite)
    #expect(linked.lockPath == database.lockPath)
  }

  @Test("a foreign writer that ignores the lock is waited for, then reported as busy")
  func busy() throws {
    _ = try scratch.database()
    let foreign = try Database.open(scratch.file(), mode: .readWrite)
    let database = try Database.open(
      scratch.file(), mode: .readWrite, lockWait: .milliseconds(20))
    try foreign.execute("BEGIN IMMEDIATE")
    let error = try storeError { try database.write { _ in .commit(()) } }
    #expect(error.isBusy)
    #expect(error.reason == .engine)
    #expect(!database.isInTransaction)
    try foreign.execute("ROLLBACK")
    try database.write { _ in .commit(()) }
  }

  @Test("a full database rolls back and says so")
  func full() throws {
    let database = try scratch.database()
    _ = try database.scalar("PRAGMA max_page_count = 5")
    let error = try storeError {
      try database.write { database in
        try insert("small", database)
        try insert(String(repeating: "x", count: 100_000), database)
        return .commit(())
      }
    }
    #expect(error.isFull)
    #expect(!database.isInTransaction)
    #expect(try count(database) == 0)
  }

  @Test("a report sees one state while others write")
  func snapshot() throws {
    let writer = try scratch.database()
    let reader = try Database.open(scratch.file(), mode: .readOnly)
    try reader.read { reader in
      #expect(try count(reader) == 0)
      try writer.write { .commit(try insert("a", $0)) }
      #expect(try count(reader) == 0)
      let inner = try reader.read { try count($0) }
      #expect(inner == 0)
    }
    #expect(!reader.isInTransaction)
    #expect(try count(reader) == 1)
  }

  @Test("the log stays after small writes and at close, and is emptied past 1 MB")
  func log() throws {
    try scratch.database().write { .commit(try insert("a", $0)) }
    let small = try #require(scratch.size(of: "pm.db-wal"))
    #expect(small > 0 && small < 1 << 20)
    let database = try Database.open(scratch.file(), mode: .readWrite)
    try database.write { .commit(try insert(String(repeating: "x", count: 2 << 20), $0)) }
    #expect(scratch.size(of: "pm.db-wal") == 0)
  }

  @Test("a reader in a pager holds up no writer, and the log is emptied after it")
  func logWithReader() throws {
    let writer = try scratch.database()
    try writer.write { .commit(try insert("a", $0)) }
    let reader = try Database.open(scratch.file(), mode: .readOnly)
    try reader.read { reader in
      #expect(try count(reader) == 1)
      try writer.write { .commit(try insert(String(repeating: "x", count: 2 << 20), $0)) }
      #expect(try #require(scratch.size(of: "pm.db-wal")) > 1 << 20)
      #expect(try !writer.truncateLog())
    }
    #expect(try writer.truncateLog())
    #expect(scratch.size(of: "pm.db-wal") == 0)
    #expect(try count(reader) == 2)
  }

  @Test(
    "a signal interrupts the statement that runs or waits, and the write is rolled back",
    arguments: [
      SIGINT, SIGTERM,
    ])
  func interrupt(signal: Int32) async throws {
    // In a process of its own: signals are for all of a process.
    await #expect(processExitsWith: .success) { [signal] in try interruptWrites(with: signal) }
  }
}

/// Sends this process the signal between two statements of a write, and in the middle of one.
private func interruptWrites(with signal: Int32) throws {
  let scratch = Scratch()
  defer { withExtendedLifetime(scratch) {} }
  let database = try scratch.database()
  // The threads that run tests block signals; the main thread of a command does not.
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, signal)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  database.interruptOnSignals()
  let between = try storeError {
    try database.write { database in
      try insert("a", database)
      raise(signal)
      return .commit(())
    }
  }
  try #require(between.reason == .interrupted(signal: signal))
  try #require(Interruption.signal == signal)
  _ = try storeError { try Interruption.check() }
  try #require(try count(database) == 0)

  // What must be written is, though the signal came before and comes once more.
  try Interruption.holdingBack {
    database.interruptOnSignals()
    try database.write { database in
      try insert("a", database)
      raise(signal)
      return .commit(())
    }
  }
  try #require(Interruption.signal == signal)
  try #require(try count(database) == 1)
  try database.execute("DELETE FROM note")

  database.interruptOnSignals()
  try #require(Interruption.signal == nil)
  let during = try storeError {
    try database.write { database in
      try insert("a", database)
      let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
      try database.forEach(endless) { row in
        if row.int64(0) == 1000 { raise(signal) }
      }
      return .commit(())
    }
  }
  try #require(during.reason == .interrupted(signal: signal) && during.isInterrupted)
  try #require(!database.isInTransaction)
  try #require(try count(database) == 0)

  // While it waits in the kernel for whoever holds the lock.
  database.interruptOnSignals()
  let held = try WriteLock.acquire(database.lockPath, wait: .zero)
  defer { close(held) }
  system("{ sleep 0.3; kill -\(signal) \(getpid()); } &")
  let waiting = try storeError {
    try database.write(lockWait: .seconds(30)) { _ in .commit(()) }
  }
  try #require(waiting.reason == .interrupted(signal: signal))
}
