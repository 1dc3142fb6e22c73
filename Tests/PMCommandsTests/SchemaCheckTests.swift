// What somebody did to the tables themselves: `db check` names it, and nothing ends as a fault of pm.
import Glibc
import PMCore
import PMStore
import TestSupport
import Testing

@testable import PMCommands

@Suite("db check of the schema", .serialized)
struct SchemaCheckTests {
  /// A small database, and a sound copy of it.
  private func sound() -> (estate: Estate, copy: String) {
    let estate = Estate([
      ("org", "code,kind,name\nHY,community,花园\n"),
      ("room", "code,community,owner_code,owner_name\nA-1,HY,K1,甲\n"),
    ])
    let copy = estate.file("sound.db", "")
    unlink(copy)
    #expect(estate.run("db", "backup", copy).status == 0)
    return (estate, copy)
  }

  private func change(_ path: String, _ sql: String) throws {
    // A copy is read-only.
    chmod(path, 0o600)
    let database = try Database.open(path, mode: .readWrite, lockWait: .seconds(5))
    try database.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
    try database.execute(sql)
  }

  /// The rows of `db check` that tell of faults, and of rules that could not be asked.
  private func told(_ ran: Ran) -> [String] {
    ran.output.split(separator: "\n").dropFirst().filter { !$0.hasSuffix(",0") }.map(String.init)
  }

  @Test("each table that is missing is named, the other rules are asked, and a backup mends it")
  func missing() throws {
    let (estate, copy) = sound()
    let tables = ["setting", "journal", "history"] + Records.all.map(\.table)
    for (number, table) in tables.enumerated() where isThorough || number.isMultiple(of: 4) {
      try change(estate.database, "DROP TABLE \(table)")
      let ran = estate.run("db", "check", "--verbose")
      #expect(ran.status == 1, "\(table): \(ran.messages)")
      #expect(ran.messages.contains("the table \(table) is missing\n"), "\(table): \(ran.messages)")
      #expect(told(ran).contains { $0.hasPrefix("schema,") }, "\(table): \(ran.output)")
      #expect(ran.output.contains("\nsqlite-integrity,The file is whole,0\n"), "\(table)")
      let other = estate.run("room", "list")
      #expect([0, 78].contains(other.status), "\(table): \(other.status) \(other.messages)")
      let restored = estate.run("db", "restore", copy, "--yes")
      #expect(restored.status == 0, "\(table): \(restored.messages)")
      if isThorough || number.isMultiple(of: 8) { #expect(estate.run("db", "check").status == 0, "\(table)") }
      unlink("\(estate.database).replaced-1")
      if number == 0 {
        // The same with a backup that lacks the table: it is refused.
        try change(copy, "DROP INDEX bill_2")
        let refused = estate.run("db", "restore", copy, "--yes")
        #expect(refused.status == 65)
        #expect(refused.messages.contains("the index bill_2 is missing"), "\(refused.messages)")
        unlink(copy)
        #expect(estate.run("db", "backup", copy).status == 0)
      }
    }
  }

  @Test("a command that needs what is missing says so, and whom to ask")
  func refuses() throws {
    let (estate, _) = sound()
    try change(estate.database, "DROP TABLE room")
    let ran = estate.run("room", "list")
    #expect(ran.status == 78)
    #expect(ran.messages.contains("the database is not as pm made it: no such table: "), "\(ran.messages)")
    #expect(ran.messages.contains("pm db check tells what is missing or altered; restore a backup: pm db restore"))
  }

  @Test("a value that no column takes is found over a connection that only reads")
  func values() throws {
    let (estate, copy) = sound()
    for path in [estate.database, copy] {
      try change(path, "UPDATE room SET status = 'haunted'")
      let ran = estate.run("db", "check", "--db", path)
      #expect(ran.status == 1)
      #expect(
        ran.messages.contains("room A-1 status: not so: Each value is one that its column takes"), "\(ran.messages)")
    }
    #expect(estate.run("db", "restore", copy, "--yes").status == 65)
  }

  @Test(
    "a word that no choice has stops what would go by it",
    arguments: [
      "UPDATE fee SET class = 'haunted'", "UPDATE fee SET tax_method = 'haunted'",
      "UPDATE fee SET rounding = 'haunted'", "UPDATE tariff SET method = 'haunted'",
      "UPDATE tariff SET tier_reset = 'haunted'", "UPDATE tariff SET proration = 'haunted'",
      "UPDATE occupancy SET role = 'haunted'", "UPDATE charge SET payer = 'haunted'",
      "UPDATE charge SET timing = 'haunted'",
    ])
  func words(sql: String) throws {
    let estate = Estate(BillRunTests.estate)
    estate.take("charge", "scope,fee,tariff,from\nCO,WYF,W1,2026-01-01\n")
    let run = ["bill", "run", "--period", "2026-10", "--dry-run"]
    #expect(estate.run(run).status == 0)
    try change(estate.database, sql)
    let ran = estate.run(run)
    #expect(ran.status == 78 && ran.output.isEmpty, "\(ran.messages)")
    #expect(!ran.messages.contains("haunted"), "\(ran.messages)")
  }

  @Test("what somebody adds for his own work is named and left alone")
  func besides() throws {
    let (estate, _) = sound()
    try change(
      estate.database,
      """
      CREATE TABLE my_notes (room TEXT UNIQUE, note TEXT);
      CREATE VIEW my_rooms AS SELECT code FROM room;
      CREATE INDEX my_index ON room (note);
      CREATE TRIGGER my_trigger AFTER INSERT ON my_notes BEGIN SELECT 1; END
      """)
    let ran = estate.run("db", "check")
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(
      ran.messages.contains(
        "not pm's own, and left alone: index my_index, table my_notes, trigger my_trigger, view my_rooms"),
      "\(ran.messages)")
  }

  @Test("a table that got a column by a migration is as good as a new one")
  func migrated() throws {
    let estate = Estate()
    let sql = try #require(
      try Database.open(estate.database, mode: .readOnly)
        .text("SELECT sql FROM sqlite_schema WHERE name = 'room'"))
    let lines = sql.split(separator: "\n")
    let older = lines.filter { $0 != "  \"note\" TEXT," }
    #expect(older.count == lines.count - 1)
    try change(estate.database, "DROP TABLE room;" + older.joined(separator: "  "))
    #expect(estate.run("db", "check").messages.contains("the table room is not as this pm makes it\n"))
    try change(estate.database, "ALTER TABLE room ADD COLUMN \"note\" TEXT")
    let ran = estate.run("db", "check")
    #expect(ran.status == 0, "\(ran.messages)")
  }
}
