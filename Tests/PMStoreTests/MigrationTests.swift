// Migrations: in order, whole or not at all, and only by those who ask for it.

import Glibc
import Testing

@testable import PMStore

@Suite("Migrations")
struct MigrationTests {
  let scratch: Scratch

  init() throws { scratch = Scratch() }

  /// What a later pm might do.
  private static let steps = [
    Migration(2, "Notes have a colour.") { database in
      try database.execute("ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")
    },
    Migration(3, "Red notes are blue.") { database in
      try database.execute("UPDATE note SET colour = 'blue'")
    },
    Migration(4, "Cannot be done.") { database in try database.execute("UPDATE nothing SET a = 1")
    },
    Migration(5, "Nothing.") { _ in },
  ]

  private func noted() throws -> Database {
    let database = try scratch.database()
    try database.write { database in
      .commit(try database.execute("INSERT INTO note (body) VALUES ('a')"))
    }
    return database
  }

  private func migrate(_ database: Database, to version: Int64) throws -> Int {
    try database.write { .commit(try $0.migrate(by: Self.steps, to: version)) }
  }

  @Test("the versions of the migrations are 2, 3 … up to the schema's")
  func complete() {
    #expect(Migration.all.map(\.version) == Array(2..<(Database.schemaVersion + 1)))
    #expect(Schema.released <= Database.schemaVersion)
  }

  @Test("the steps are taken in order, and once")
  func takesSteps() throws {
    let database = try noted()
    #expect(try migrate(database, to: 3) == 2)
    #expect(try database.schemaVersion() == 3)
    #expect(try database.text("SELECT colour FROM note") == "blue")
    #expect(try migrate(database, to: 3) == 0)
  }

  @Test("a step that fails takes those before it back")
  func fails() throws {
    let database = try noted()
    let before = try database.logicalDigest()
    _ = try storeError { _ = try migrate(database, to: 5) }
    #expect(try database.logicalDigest() == before)
    #expect(try database.schemaVersion() == 1)
  }

  @Test("a gap in the list is refused before anything is done")
  func gap() throws {
    let database = try noted()
    let error = try storeError {
      _ = try database.write { .commit(try $0.migrate(by: [Self.steps[1]], to: 3)) }
    }
    #expect(error.message == "there is no way from schema version 1 to 3")
    #expect(try storeError { _ = try database.migrate(by: Self.steps, to: 2) }.code == 1)
  }

  @Test("rows that refer to nothing afterwards undo the migration")
  func references() throws {
    let database = try noted()
    let broken = Migration(2, "Loses a row.") { database in
      try database.execute(
        """
        CREATE TABLE leaf (note_id INTEGER NOT NULL REFERENCES note(id)) STRICT;
        INSERT INTO leaf SELECT id + 1 FROM note;
        """)
    }
    let error = try storeError {
      _ = try database.write { .commit(try $0.migrate(by: [broken], to: 2)) }
    }
    #expect(error.message == "after the migration rows of leaf refer to what is not there")
    #expect(try database.schemaVersion() == 1)
  }

  @Test("a migration that is killed leaves the database as it was")
  func killed() async throws {
    let before = try noted().logicalDigest()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = scratch.file() as String] in
      let last = Migration(4, "Dies.") { _ in kill(getpid(), SIGKILL) }
      _ = try Database.open(path, mode: .readWrite).write { database in
        .commit(try database.migrate(by: Array(MigrationTests.steps[..<2]) + [last], to: 4))
      }
    }
    let database = try Database.open(scratch.file(), mode: .readWrite)
    #expect(try database.logicalDigest() == before)
    #expect(try migrate(database, to: 3) == 2)
  }

  @Test("a database of an earlier pm is refused with both versions, unless it is to be migrated")
  func older() throws {
    _ = try noted()
    for mode in [Database.Mode.readOnly, .readWrite] {
      let error = try storeError {
        _ = try Database.open(scratch.file(), mode: mode, schemaVersion: 2)
      }
      #expect(error.reason == .older(found: 1, needed: 2))
      _ = try Database.open(scratch.file(), mode: mode, schemaVersion: 2, allowsOlder: true)
    }
  }
}
