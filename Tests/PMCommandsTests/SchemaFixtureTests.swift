// What databases of each schema version look like: kept as SQL, opened, migrated and checked.
//
// Tests/Fixtures/schema/N.sql holds the tables of version N as a new database of that version had
// them, then rows of a small estate. `make record` writes the file of the present version, as long
// as no release has it.
import Glibc
import PMCore
import PMFormat
import Testing

@testable import PMCommands
@testable import PMStore

@Suite("Schema versions", .serialized)
struct SchemaFixtureTests {
  private static let folder =
    #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined() + "/Fixtures/schema"

  /// What parts the tables from the rows.
  private static let mark = "-- The rows.\n"

  private static func path(_ version: Int64) -> String { "\(folder)/\(version).sql" }

  private static func text(_ version: Int64) throws -> String {
    let file = try TextFile(path: path(version))
    return file.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// The tables as the file of a version has them.
  private static func tables(_ version: Int64) throws -> String {
    let text = try text(version)
    guard let end = text.range(of: mark) else { return text }
    return String(text[..<end.lowerBound])
  }

  @Test("the declarations make the tables that the file of their schema version has")
  func declared() throws {
    let version = Database.schemaVersion
    let isRecording = getenv("PM_RECORD") != nil && version > Schema.released
    let kept = try? Self.tables(version)
    if kept == Schema.sql { return }
    if isRecording {
      try Self.record(version)
      return
    }
    Issue.record(
      """
      The declarations make other tables than Tests/Fixtures/schema/\(version).sql has.
      \(version > Schema.released
        ? "No release has schema version \(version) yet: `make record` (or PM_RECORD=1 and this test) writes the file anew; look at its diff."
        : "Schema version \(version) is released and changes no more: raise Database.schemaVersion to \(version + 1), append the step to Migration.all, and let `make record` write schema/\(version + 1).sql.")
      The first difference: \(Self.difference(kept ?? "", Schema.sql))
      """)
  }

  @Test("each version opens, migrates and checks", arguments: 1...Database.schemaVersion)
  func migrates(version: Int64) throws {
    // What the other test says is said once.
    if version == Database.schemaVersion, (try? Self.tables(version)) != Schema.sql { return }
    let estate = Estate()
    for end in ["", "-wal", "-shm"] { unlink(estate.database + end) }
    let database = try Database.open(estate.database, mode: .create)
    try database.checkReferences(false)
    let script = try Self.text(version)
    try database.write { database in
      try database.execute(script)
      try database.setSchemaVersion(version)
      return .commit(())
    }
    try database.checkReferences(true)
    let info = estate.run("db", "info")
    #expect(info.output.contains("\nschema_version,\(version)\n"), "\(info.messages)")
    let migrated = estate.run("db", "migrate")
    #expect(migrated.status == 0, "\(migrated.messages)")
    #expect(
      migrated.messages.hasPrefix("migrate: \(Database.schemaVersion - version) steps"))
    let checked = estate.run("db", "check")
    #expect(checked.status == 0, "\(checked.messages)")
    #expect(try Self.shape(database) == Self.shape(Self.fresh()))
    #expect(estate.run("bill", "list").output.split(separator: "\n").count > 6)
  }

  /// A new database in memory.
  private static func fresh() throws -> Database {
    let database = try Database.inMemory()
    try database.write { database in .commit(try Schema.create(in: database)) }
    return database
  }

  /// The columns, indexes and triggers of a database, however they came about.
  private static func shape(_ database: Database) throws -> [String] {
    try database.rows(
      """
      SELECT s.type || ' ' || s.name || ' ' || s.tbl_name || ' ' || coalesce(
               (SELECT group_concat(c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk, ', ')
                  FROM pragma_table_xinfo(s.name) AS c), '')
        FROM sqlite_schema AS s
       WHERE s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       ORDER BY 1
      """
    ) { $0.string(0) }
  }

  /// Where two texts part, by line.
  private static func difference(_ old: String, _ new: String) -> String {
    let (left, right) = (old.split(separator: "\n"), new.split(separator: "\n"))
    let at = zip(left, right).prefix { $0 == $1 }.count
    return "\(at < left.count ? left[at] : "(end)") | \(at < right.count ? right[at] : "(end)")"
  }

  /// Writes the file of a version: the tables, then the rows of a small estate with a month of
  /// bills and payments.
  private static func record(_ version: Int64) throws {
    let estate = Estate(BillRunTests.estate)
    estate.take("charge", "scope,fee,tariff,from\nCO,WYF,W1,2026-01-01\n")
    for period in ["2026-08", "2026-09"] { estate.run("bill", "run", "--period", period) }
    estate.take(
      "payment", "room,paid_on,method,amount,reference\n1-01,2026-10-05,cash,100,R1\n")
    estate.run("bill", "late", "--as-of", "2026-12-31")
    estate.run("ticket", "add", "kind=repair", "summary=x", "--at", "2026-10-01 09:00")
    let database = try Database.open(estate.database, mode: .readOnly)
    var text = Schema.sql + mark
    let tables = try database.rows(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid"
    ) { $0.string(0) }
    for table in tables {
      let columns = try database.rows(
        "SELECT name FROM pragma_table_info(?1) ORDER BY cid", [.text(table)]
      ) { "\"\($0.string(0))\"" }
      let values = columns.map { "quote(\($0))" }.joined(separator: " || ', ' || ")
      let rows = try database.rows("SELECT \(values) FROM \"\(table)\"") { $0.string(0) }
      let names = columns.joined(separator: ", ")
      for row in rows { text += "INSERT INTO \"\(table)\" (\(names)) VALUES (\(row));\n" }
    }
    mkdir(folder, 0o755)
    let output = ByteBuffer(to: try FileDestination(path: path(version)))
    output.string(text)
    try output.close()
  }
}

extension String {
  /// Where a part stands first.
  fileprivate func range(of part: String) -> Range<String.Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(part) { return at..<index(at, offsetBy: part.count) }
      guard let next = self[at...].firstIndex(of: "\n") else { return nil }
      at = index(after: next)
    }
    return nil
  }
}
