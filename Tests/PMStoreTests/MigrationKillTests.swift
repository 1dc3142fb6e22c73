// A migration that is killed at any write leaves what was there, and can be run again.

import CSQLite
import Glibc
import TestSupport
import Testing

@testable import PMStore

@Suite("MigrationKill", .serialized)
struct MigrationKillTests {
  /// `PM_TORTURE=1` (make torture) kills at each write, else at a few.
  private static let isWhole = isThorough

  /// What a later pm might do: a column, new values, a table made anew, an index.
  static let steps = [
    Migration(2, "Notes have a colour.") { database in
      try database.execute("ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")
      try database.execute("UPDATE note SET colour = 'blue' WHERE id % 3 = 0")
    },
    Migration(3, "Colours are required.") { database in
      try database.execute(
        """
        CREATE TABLE new_note (id INTEGER PRIMARY KEY, body TEXT, colour TEXT NOT NULL) STRICT;
        INSERT INTO new_note SELECT id, body, colour FROM note;
        DROP TABLE note;
        ALTER TABLE new_note RENAME TO note;
        CREATE INDEX note_colour ON note (colour)
        """)
    },
  ]

  private static func opened(_ path: String) throws -> Database {
    try Database.open(path, mode: .readWrite, schemaVersion: 3, allowsOlder: true)
  }

  /// Runs the steps in this process, which dies at write number `last` where that is not nil; how
  /// many writes there were.
  static func migrate(_ path: String, dyingAt last: Int?) throws -> Int {
    Fuse.light(last ?? .max)
    _ = try opened(path).write { database in
      .commit(try database.migrate(by: steps, to: 3))
    }
    return Fuse.writes
  }

  @Test("a migration that is killed at any write leaves the state before it or the one after")
  func killed() async throws {
    let scratch = Scratch()
    let (path, counted) = (scratch.file(), scratch.file("count"))
    let template = scratch.file("template.db")
    do {
      let database = try scratch.database()
      try database.write { database in
        for number in 0..<400 {
          try database.run(
            "INSERT INTO note (body) VALUES (?1)",
            [.text("\(number) " + String(repeating: "x", count: 150))])
        }
        return .commit(())
      }
      try database.copy(to: template)
    }
    func begin() throws -> String {
      for tail in ["", "-wal", "-shm"] { unlink(path + tail) }
      try copy(template, to: path)
      let database = try Database.open(path, mode: .readWrite)
      try database.useWriteAheadLog()
      return try database.logicalDigest()
    }
    let before = try begin()
    await #expect(processExitsWith: .success) { [path = path as String, counted = counted as String] in
      let writes = try MigrationKillTests.migrate(path, dyingAt: nil)
      let file = open(counted, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      _ = write(file, "\(writes)\n", "\(writes)\n".utf8.count)
      close(file)
    }
    let after = try Self.opened(path).logicalDigest()
    #expect(after != before)
    let writes = try #require(Int(try text(of: counted).split(separator: "\n").first ?? ""))
    #expect(writes > 40)
    let points = Self.isWhole ? Array(1...writes) : [1, 2, writes / 2, writes - 1, writes]
    var found = [0, 0]
    for point in points {
      _ = try begin()
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, point = point as Int] in
        _ = try MigrationKillTests.migrate(path, dyingAt: point)
      }
      let database = try Self.opened(path)
      #expect(try database.text("PRAGMA integrity_check") == "ok", "write \(point)")
      let state = try database.logicalDigest()
      #expect(state == before || state == after, "write \(point)")
      found[state == after ? 1 : 0] += 1
      _ = try database.write { .commit(try $0.migrate(by: Self.steps, to: 3)) }
      #expect(try database.logicalDigest() == after, "write \(point)")
    }
    if Self.isWhole {
      let line = "migration: \(points.count) kills, \(found[0]) found before, \(found[1]) after\n"
      _ = write(2, line, line.utf8.count)
    }
  }

  private func text(of path: String) throws -> String {
    let file = open(path, O_RDONLY)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  private func copy(_ from: String, to: String) throws {
    let (source, target) = (open(from, O_RDONLY), open(to, O_WRONLY | O_CREAT | O_TRUNC, 0o600))
    defer {
      close(source)
      close(target)
    }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(source, &bytes, bytes.count)
      if count <= 0 { return }
      #expect(write(target, bytes, count) == count)
    }
  }
}

/// Counts what SQLite writes and cuts off, and kills the process at one of these calls; used in
/// processes that are made for it.
private enum Fuse {
  nonisolated(unsafe) static var writes = 0
  nonisolated(unsafe) static var last = Int.max

  static func light(_ last: Int) {
    self.last = last
    guard let system = sqlite3_vfs_find(nil), let set = system.pointee.xSetSystemCall else { return }
    let append: @convention(c) (Int32, UnsafeRawPointer?, Int) -> Int = { file, bytes, count in
      Fuse.burn()
      return write(file, bytes, count)
    }
    let put: @convention(c) (Int32, UnsafeRawPointer?, Int, Int) -> Int = { file, bytes, count, at in
      Fuse.burn()
      return pwrite(file, bytes, count, at)
    }
    let cut: @convention(c) (Int32, Int) -> Int32 = { file, size in
      Fuse.burn()
      return ftruncate(file, size)
    }
    _ = set(system, "write", unsafeBitCast(append, to: sqlite3_syscall_ptr.self))
    _ = set(system, "pwrite", unsafeBitCast(put, to: sqlite3_syscall_ptr.self))
    _ = set(system, "pwrite64", unsafeBitCast(put, to: sqlite3_syscall_ptr.self))
    _ = set(system, "ftruncate", unsafeBitCast(cut, to: sqlite3_syscall_ptr.self))
  }

  private static func burn() {
    writes += 1
    if writes == last { kill(getpid(), SIGKILL) }
  }
}
