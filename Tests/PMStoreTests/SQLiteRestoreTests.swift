// A copy put back: in the place of a database that is in use, and of one that is damaged.

import Glibc
import Testing

@testable import PMStore

@Suite("Restoring")
struct SQLiteRestoreTests {
  let scratch: Scratch

  init() throws { scratch = Scratch() }

  private func add(_ body: String, to database: Database) throws {
    try database.write { database in
      .commit(try database.run("INSERT INTO note (body) VALUES (?1)", [.text(body)]))
    }
  }

  private func notes(_ database: Database) throws -> [String] {
    try database.rows("SELECT body FROM note ORDER BY id") { $0.string(0) }
  }

  /// A database with two notes, and a copy from when it had one.
  private func copied() throws -> Database {
    let database = try scratch.database()
    try add("old", to: database)
    try database.copy(to: scratch.file("copy.db"))
    try add("new", to: database)
    return database
  }

  private func copy() throws -> Database {
    try Database.open(scratch.file("copy.db"), mode: .readOnly)
  }

  @Test("who reads goes on with what was there, who writes writes to what was restored")
  func inUse() throws {
    let database = try copied()
    let writer = try Database.open(scratch.file(), mode: .readWrite)
    let reader = try Database.open(scratch.file(), mode: .readOnly)
    try reader.execute("BEGIN")
    #expect(try notes(reader) == ["old", "new"])
    try database.replaceContent(
      with: copy(), keeping: scratch.file("kept.db"), madeAt: scratch.file("part.db"))
    #expect(try notes(reader) == ["old", "new"])
    try add("next", to: writer)
    try reader.execute("ROLLBACK")
    #expect(try notes(reader) == ["old", "next"])
    let kept = try Database.open(scratch.file("kept.db"), mode: .readOnly)
    #expect(try notes(kept) == ["old", "new"])
    #expect(try database.text("PRAGMA integrity_check") == "ok")
    #expect(try database.text("PRAGMA journal_mode") == "wal")
  }

  @Test("a smaller copy leaves nothing of a larger database behind")
  func smaller() throws {
    let database = try copied()
    try add(String(repeating: "x", count: 4 << 20), to: database)
    try database.replaceContent(
      with: copy(), keeping: scratch.file("kept.db"), madeAt: scratch.file("part.db"))
    try database.truncateLog()
    #expect(scratch.size(of: "pm.db") == scratch.size(of: "copy.db"))
    #expect(try database.text("PRAGMA integrity_check") == "ok")
  }

  @Test("where what is replaced cannot be kept, nothing is replaced")
  func cannotKeep() throws {
    let database = try copied()
    try scratch.write("mine", to: "kept.db")
    let error = try storeError {
      try database.replaceContent(
        with: copy(), keeping: scratch.file("kept.db"), madeAt: scratch.file("part.db"))
    }
    #expect(error.reason == .exists)
    #expect(try notes(database) == ["old", "new"])
  }

  @Test("where the database is locked, nothing is replaced and no copy stays behind")
  func locked() throws {
    let database = try copied()
    // A program that is not pm's, which knows nothing of its lock file.
    let other = try Database(connectingTo: scratch.file(), flags: 0x2, lockWait: .zero)
    try other.execute("BEGIN IMMEDIATE")
    let error = try storeError {
      try database.replaceContent(
        with: copy(), keeping: scratch.file("kept.db"), madeAt: scratch.file("part.db"), lockWait: .zero)
    }
    #expect(error.isBusy)
    #expect(scratch.size(of: "kept.db") == nil)
    try other.execute("ROLLBACK")
    #expect(try notes(database) == ["old", "new"])
    unlink(scratch.file("part.db"))
    try database.replaceContent(
      with: copy(), keeping: scratch.file("kept.db"), madeAt: scratch.file("part.db"))
    #expect(try notes(Database.open(scratch.file("kept.db"), mode: .readOnly)) == ["old", "new"])
  }

  @Test("a damaged file is moved away with its log", arguments: ["", "no database at all"])
  func damaged(content: String) throws {
    // A log that is whole would mend the first page.
    #expect(try copied().truncateLog())
    try scratch.write(content, to: "pm.db")
    guard case .damaged = try Database.restoreTarget(scratch.file(), lockWait: .zero) else {
      Issue.record("not taken for damaged")
      return
    }
    let log = scratch.size(of: "pm.db-wal")
    try Database.replaceFile(
      at: scratch.file(), with: scratch.file("copy.db"), keeping: scratch.file("kept.db"))
    #expect(scratch.size(of: "kept.db") == content.utf8.count)
    #expect(scratch.size(of: "kept.db-wal") == log)
    for name in ["kept.db", "kept.db-wal"] {
      var status = stat()
      #expect(stat(scratch.file(name), &status) == 0 && status.st_mode & 0o777 == 0o400)
    }
    #expect(scratch.size(of: "copy.db") == nil)
    let database = try Database.open(scratch.file(), mode: .readWrite)
    #expect(try notes(database) == ["old"])
    #expect(try database.text("PRAGMA journal_mode") == "wal")
    try add("next", to: database)
  }

  @Test("who waited to write to a file that was moved away is told to try again")
  func movedAway() throws {
    let database = try copied()
    let waiting = try Database.open(scratch.file(), mode: .readWrite)
    try Database.replaceFile(
      at: scratch.file(), with: scratch.file("copy.db"), keeping: scratch.file("kept.db"))
    #expect(try storeError { try add("lost", to: waiting) }.isBusy)
    #expect(try notes(database) == ["old", "new"])
    #expect(try notes(Database.open(scratch.file(), mode: .readOnly)) == ["old"])
  }

  @Test("a database of somebody else, or of a later pm, is not replaced")
  func notOurs() throws {
    let other = try Database(connectingTo: scratch.file("other.db"), flags: 0x6, lockWait: .zero)
    try other.execute("CREATE TABLE t (a); PRAGMA application_id = 7")
    let foreign = try storeError {
      _ = try Database.restoreTarget(scratch.file("other.db"), lockWait: .zero)
    }
    #expect(foreign.reason == .foreign(applicationID: 7))
    try scratch.database().setSchemaVersion(99)
    let newer = try storeError { _ = try Database.restoreTarget(scratch.file(), lockWait: .zero) }
    #expect(newer.reason == .newer(found: 99, known: Database.schemaVersion))
    guard case .absent = try Database.restoreTarget(scratch.file("none"), lockWait: .zero) else {
      Issue.record("not taken for absent")
      return
    }
    try scratch.write("", to: "taken.replaced-1")
    #expect(Database.keptName(scratch.file("taken")) == scratch.file("taken.replaced-2"))
    // A log would be taken for that of the file which gets the name.
    for (number, end) in zip(2..., ["-wal", "-shm", "-journal"]) {
      try scratch.write("", to: "taken.replaced-\(number)\(end)")
      #expect(Database.keptName(scratch.file("taken")) == scratch.file("taken.replaced-\(number + 1)"))
    }
  }

  @Test("a journal that lies alone is moved away, lest it be played back into what is restored")
  func journalAlone() throws {
    try copied().copy(to: scratch.file("fresh.db"))
    try scratch.write("a journal", to: "gone.db-journal")
    guard case .absent = try Database.restoreTarget(scratch.file("gone.db"), lockWait: .zero) else {
      Issue.record("not taken for absent")
      return
    }
    try Database.replaceFile(
      at: scratch.file("gone.db"), with: scratch.file("fresh.db"), keeping: scratch.file("kept.db"))
    #expect(scratch.size(of: "gone.db-journal") == nil)
    #expect(scratch.size(of: "kept.db-journal") == 9)
    #expect(try notes(Database.open(scratch.file("gone.db"), mode: .readOnly)) == ["old", "new"])
  }

  @Test("what has a name that is wanted keeps it, and the restore is refused")
  func nameTaken() throws {
    try scratch.write("mine", to: "a")
    try scratch.write("yours", to: "b")
    #expect(!renameAnew(scratch.file("a"), to: scratch.file("b")))
    #expect(errno == EEXIST)
    #expect(renameAnew(scratch.file("a"), to: scratch.file("c")))
    #expect((scratch.size(of: "a"), scratch.size(of: "b"), scratch.size(of: "c")) == (nil, 5, 4))
    _ = try copied()
    try scratch.write("no database at all", to: "pm.db")
    let error = try storeError {
      try Database.replaceFile(
        at: scratch.file(), with: scratch.file("copy.db"), keeping: scratch.file("b"))
    }
    #expect(error.reason == .exists)
    #expect(scratch.size(of: "b") == 5)
    #expect(scratch.size(of: "pm.db") == 18)
  }
}
