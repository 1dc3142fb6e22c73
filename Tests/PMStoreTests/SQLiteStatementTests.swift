// Statements: what is bound comes back, and errors name the SQL but no values.

import PMStore
import Testing

@Suite("Statements")
struct SQLiteStatementTests {
  @Test(
    "a value comes back as it was bound",
    arguments: [
      SQLValue.null, 0, -1, .integer(.max), .integer(.min), "", "1-2-0101", "业主 é e\u{301}",
      "a\0b", .blob([]), .blob([0, 255]),
    ])
  func roundTrip(value: SQLValue) throws {
    let database = try Database.inMemory()
    let back = try database.first("SELECT ?1", [value]) { row in row.value(0) }
    #expect(back == value)
  }

  @Test("bytes are bound with and without a copy, empty ones as an empty text")
  func bytes() throws {
    let database = try Database.inMemory()
    var statement = try database.prepare("SELECT ?1, ?2, ?3, typeof(?3)")
    #expect(statement.columnCount == 4)
    let text = Array("房间".utf8)
    try text.withUnsafeBufferPointer { buffer in
      try statement.bindStatic(1, buffer)
      try statement.bind(2, buffer)
      try statement.bindStatic(3, UnsafeBufferPointer(start: nil, count: 0))
      #expect(try statement.step())
      #expect(statement.string(0) == "房间")
      #expect(Array(statement.bytes(1)) == text)
      #expect(statement.optionalString(2) == "")
      #expect(statement.string(3) == "text")
      #expect(try !statement.step())
      statement.reset()
    }
  }

  @Test("NULL reads as nil, or as nothing")
  func null() throws {
    let database = try Database.inMemory()
    var statement = try database.prepare("SELECT NULL, ?1, ?2")
    try statement.bind(1, Int64?.none)
    try statement.bind(2, String?.none)
    #expect(try statement.step())
    #expect(statement.isNull(0) && statement.isNull(1) && statement.isNull(2))
    #expect(statement.optionalInt64(0) == nil)
    #expect(statement.int64(0) == 0)
    #expect(statement.optionalString(0) == nil)
    #expect(statement.string(0) == "")
    #expect(statement.bytes(0).isEmpty)
  }

  @Test("rows, first, scalar and text read what they say")
  func queries() throws {
    let database = try Database.inMemory()
    try database.execute("CREATE TABLE t (n INTEGER, s TEXT) STRICT; INSERT INTO t VALUES (1,'a')")
    try database.run("INSERT INTO t VALUES (?1, ?2)", [2, "b"])
    #expect(database.changes == 1)
    #expect(database.lastInsertRowID == 2)
    let rows = try database.rows("SELECT n, s FROM t ORDER BY n") { row in
      "\(row.int64(0))\(row.string(1))"
    }
    #expect(rows == ["1a", "2b"])
    #expect(try database.first("SELECT n FROM t WHERE n > 9") { $0.int64(0) } == nil)
    #expect(try database.scalar("SELECT sum(n) FROM t") == 3)
    #expect(try database.text("SELECT s FROM t WHERE n = ?1", [2]) == "b")
    var seen: [Int64] = []
    try database.forEach("SELECT n FROM t ORDER BY n DESC") { seen.append($0.int64(0)) }
    #expect(seen == [2, 1])
  }

  @Test("an error carries the SQL and never a value")
  func errors() throws {
    let database = try Database.inMemory()
    try database.execute("CREATE TABLE t (n INTEGER CHECK (n > 0)) STRICT")
    let refused = try storeError { try database.run("INSERT INTO t VALUES (?1)", [-4711]) }
    #expect(refused.isConstraint)
    #expect(refused.sql == "INSERT INTO t VALUES (?1)")
    #expect(!refused.description.contains("4711"))
    #expect(try storeError { _ = try database.prepare("SELEC 1") }.code == 1)
    #expect(try storeError { _ = try database.prepare("  ") }.message == "no statement in the SQL")
    #expect(try storeError { try database.run("SELECT ?1", [1, 2]) }.code == 25)
  }

  @Test("references are enforced")
  func references() throws {
    let database = try Database.inMemory()
    try database.execute(
      "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a_id INTEGER REFERENCES a)")
    #expect(try storeError { try database.execute("INSERT INTO b VALUES (1)") }.isConstraint)
    try database.checkReferences(false)
    try database.execute("INSERT INTO b VALUES (1)")
  }
}
