// The write path: one transaction, one journal entry, nothing shown before the commit.
import Glibc
import PMCommands
import PMCore
import PMFormat
import PMStore
import TestSupport
import Testing

@Suite("The write path")
struct FrameworkWriteTests {
  private let folder = ScratchFolder()
  private var path: String { folder.path + "/pm.db" }

  init() throws {
    let database = try Database.open(path, mode: .create)
    _ = try database.write { database in
      try database.execute("CREATE TABLE thing (code TEXT PRIMARY KEY NOT NULL) STRICT;")
      try database.execute(Journal.schema)
      // Staff who ask, and the moves of tickets that the journal seals.
      for record in [Org.record, Staff.record, TicketEvent.record] { try database.execute(record.createSQL) }
      try database.setSchemaVersion(Database.schemaVersion)
      return Outcome.commit(true)
    }
  }

  private func go(_ words: String...) -> Ran {
    let ran = run(words, ["PM_DB": path, "USER": "wang"], registry: things)
    return ran
  }

  private func count(_ table: String) throws -> Int64? {
    try Database.open(path, mode: .readOnly).scalar("SELECT count(*) FROM \(table)")
  }

  @Test("a change is committed, counted and journalled; a second run leaves no entry")
  func commits() throws {
    let first = go("thing", "add", "A", "phone=13800000000", "/home/wang/rooms.csv", "-q")
    #expect(first.status == 0)
    #expect(first.output == "code\nA\nphone=13800000000\n/home/wang/rooms.csv\n")
    let second = go("thing", "add", "A")
    #expect(second.messages == "add: 0 created, 1 unchanged\n")
    #expect(try count("thing") == 3)
    var told: [String] = []
    try Database.open(path, mode: .readOnly).journal.forEachEntry { entry, _ in
      told.append("\(entry.id) \(entry.actor): \(entry.command) \(entry.arguments) \(entry.counts)")
    }
    #expect(
      told == [#"1 wang: thing add A phone=… rooms.csv {"created":3,"unchanged":0}"#])
  }

  @Test("a dry run does the work, says so, and leaves nothing")
  func dryRun() throws {
    let ran = go("thing", "add", "A", "--dry-run")
    #expect(ran.messages == "add: 1 created, 0 unchanged (dry run, rolled back)\n")
    #expect(ran.output == "code\nA\n")
    #expect(ran.status == 0)
    #expect(go("thing", "add", "A", "-n", "--detailed-exit-code").status == 3)
    #expect(try count("thing") == 0)
    #expect(try count("journal") == 0)
    _ = go("thing", "add", "A")
    #expect(go("thing", "add", "A", "-n", "--detailed-exit-code").status == 0)
  }

  @Test("what fails in the middle leaves nothing and shows nothing")
  func rollsBack() throws {
    let ran = go("thing", "add", "A", "bad", "C")
    #expect(ran.status == 65)
    #expect(ran.output == "")
    #expect(ran.messages == "pm: \"bad\" is refused\n")
    #expect(try count("thing") == 0)
    #expect(try count("journal") == 0)
  }

  @Test("data inside the transaction is a fault")
  func showsTooEarly() throws {
    let ran = run(["fail", "early"], ["PM_DB": path])
    #expect(ran.status == 70)
    #expect(ran.messages == "pm: output before the commit\n")
  }

  @Test("a locked database is 75, at once where told")
  func locked() throws {
    let other = try Database.open(path, mode: .readWrite)
    let ran = try other.write { _ in
      Outcome.rollback(go("thing", "add", "A", "--lock-wait", "0"))
    }
    #expect(ran.status == 75)
    #expect(ran.messages.contains("another command is writing\n  try again"))
  }

  @Test("databases that are none have their statuses")
  func noDatabase() throws {
    let missing = run(["thing", "add", "A", "--db", path + ".no"], registry: things)
    #expect(missing.status == 66)
    #expect(
      missing.messages
        == "\(path).no: no such database\n  name one with --db or $PM_DB, or create one: pm init\n")
    #expect(run(["thing", "list", "--db", "/tmp"], registry: things).status == 78)
    #expect(run(["thing", "list", "--db", "/etc/passwd"], registry: things).status == 78)
  }

  @Test("a file appears whole, and not at all when the command fails")
  func outputFile() throws {
    let file = path + ".json"
    defer { unlink(file) }
    #expect(run(["fail", "late", "--output", file]).status == 65)
    #expect(access(file, F_OK) != 0)
    _ = go("thing", "add", "A", "B")
    let ran = go("thing", "list", "-o", file)
    #expect(ran.output == "")
    #expect(try TextFile(path: file).bytes.count > 20)
    #expect(go("thing", "list", "-o", "/no/such/place.csv").status == 73)
  }
}

/// A program with one record, written and listed.
private let things = Registry([
  CommandGroup("thing", "Things.", .front, types: [ThingAdd.self, ThingList.self])
])

private enum ThingAdd: Command {
  static let codes = Argument("CODE", "Its code.", .oneOrMore)
  static let spec = CommandSpec("thing add", "Add things.", arguments: [codes], changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let codes = arguments.all(codes)
    try context.write { context, database in
      var created = 0
      for code in codes {
        if code == "bad" { throw Failure.refused("bad", "\"bad\" is refused") }
        try database.run("INSERT INTO thing VALUES (?1) ON CONFLICT DO NOTHING", [.text(code)])
        created += Int(database.changes)
      }
      context.summary("add", [("created", created), ("unchanged", codes.count - created)])
    }
    if context.common.dryRun || context.common.quiet {
      let sink = try context.sink([OutputField(name: "code", kind: .code)])
      for code in codes { try sink.row([.text(code)]) }
    }
  }
}

private enum ThingList: Command {
  static let spec = CommandSpec("thing list", "List things.")

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let codes = try context.database.rows("SELECT code FROM thing ORDER BY code") { $0.string(0) }
    let sink = try context.sink([OutputField(name: "code", kind: .code)])
    for code in codes { try sink.row([.text(code)]) }
  }
}
