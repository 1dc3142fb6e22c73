// What must hold when many write at once, when a writer is killed, and when the file is damaged.

import Glibc
import Testing

@testable import PMStore

@Suite("Reliability")
struct SQLiteReliabilityTests {
  /// Lives as long as the test does.
  let scratch: Scratch

  init() throws { scratch = Scratch() }

  @Test("writers that read and then write at the same time lose nothing")
  func manyWriters() async throws {
    _ = try scratch.database()
    let path = scratch.file()
    try await withThrowingTaskGroup { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<25 {
            let database = try Database.open(path, mode: .readWrite)
            try database.write { database in
              let next = try database.scalar("SELECT count(*) FROM note") ?? 0
              try database.run(
                "INSERT INTO note (id, body) VALUES (?1, ?2)",
                [.integer(next + 1), .text("\(writer)-\(number)")])
              return .commit(())
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let reader = try Database.open(path, mode: .readOnly)
    #expect(try reader.scalar("SELECT count(*) FROM note") == 200)
    #expect(try reader.text("PRAGMA integrity_check") == "ok")
  }

  @Test("one wait covers both locks, pm's own and SQLite's")
  func oneDeadline() throws {
    let database = try scratch.database()
    // Somebody else's program writes all the time, and pm's own lock comes free late.
    let other = try Database(connectingTo: scratch.file(), flags: 0x2, lockWait: .zero)
    try other.execute("BEGIN IMMEDIATE")
    let held = scratch.file("held")
    system("flock '\(database.lockPath)' sh -c \"touch '\(held)'; sleep 1.5\" &")
    while access(held, F_OK) != 0 { Deadline.nap() }
    let begin = ContinuousClock.now
    let error = try storeError { try database.write(lockWait: .seconds(2)) { _ in .commit(()) } }
    let waited = ContinuousClock.now - begin
    #expect(error.isBusy)
    #expect(waited >= .seconds(2) && waited < .milliseconds(3400), "\(waited)")
    try other.execute("ROLLBACK")
    try database.write(lockWait: .seconds(2)) { _ in .commit(()) }
  }

  @Test("a writer that is killed leaves the state before it, and its lock")
  func killed() async throws {
    let path = scratch.file()
    let database = try scratch.database()
    try database.write { database in
      try database.execute("INSERT INTO note (body) VALUES ('before')")
      return .commit(())
    }
    let before = try database.logicalDigest()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      try Database.open(path, mode: .readWrite).write { database in
        try database.run(
          "INSERT INTO note (body) VALUES (?1)", [.text(String(repeating: "x", count: 8 << 20))])
        kill(getpid(), SIGKILL)
        return .commit(())
      }
    }
    let reader = try Database.open(path, mode: .readOnly)
    #expect(try reader.logicalDigest() == before)
    #expect(try reader.text("PRAGMA integrity_check") == "ok")
    try database.write(lockWait: .seconds(1)) { database in
      .commit(try database.execute("INSERT INTO note (body) VALUES ('after')"))
    }
    #expect(try reader.scalar("SELECT count(*) FROM note") == 2)
  }

  @Test("a database that was cut short is refused as damaged", arguments: [1, 100, 5000, 40000])
  func truncated(size: Int) throws {
    let database = try scratch.database()
    try database.write { database in
      for number in 0..<2000 {
        try database.run(
          "INSERT INTO note (body) VALUES (?1)",
          [.text("\(number)" + String(repeating: "x", count: 50))])
      }
      return .commit(())
    }
    try database.truncateLog()
    #expect(truncate(scratch.file(), off_t(size)) == 0)
    let error = try storeError {
      let cut = try Database.open(scratch.file(), mode: .readOnly)
      _ = try cut.logicalDigest()
    }
    #expect(error.isCorrupt || error.isNotADatabase || error.isIO, "\(error)")
    #expect(scratch.size(of: "pm.db") == size)
  }

  @Test(
    "a named pipe is refused instead of waited for", arguments: [Database.Mode.readOnly, .create])
  func pipe(mode: Database.Mode) throws {
    #expect(mkfifo(scratch.file("pipe"), 0o600) == 0)
    let error = try storeError { _ = try Database.open(scratch.file("pipe"), mode: mode) }
    #expect(error.isNotADatabase)
  }

  @Test("a copy is of one moment, in one file, for its owner alone")
  func copy() throws {
    let database = try scratch.database()
    try database.write { database in
      .commit(try database.execute("INSERT INTO note (body) VALUES ('a')"))
    }
    let reader = try Database.open(scratch.file(), mode: .readOnly)
    try reader.copy(to: scratch.file("copy.db"))
    #expect(scratch.mode(of: "copy.db") == 0o600)
    #expect(scratch.size(of: "copy.db-wal") == nil)
    let copy = try Database.open(scratch.file("copy.db"), mode: .readOnly)
    #expect(try copy.text("PRAGMA journal_mode") == "delete")
    #expect(try copy.logicalDigest() == database.logicalDigest())
  }

  @Test("a copy never replaces a file, and one that fails leaves none")
  func copyFails() throws {
    let database = try scratch.database()
    try scratch.write("mine", to: "taken")
    #expect(try storeError { try database.copy(to: scratch.file("taken")) }.reason == .exists)
    #expect(scratch.size(of: "taken") == 4)
    let missing = try storeError { try database.copy(to: scratch.file("none/copy.db")) }
    #expect(missing.reason == .missing)
  }
}
