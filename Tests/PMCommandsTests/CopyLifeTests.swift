// What becomes of copies and logs in the hands of people: made writable, read by their owner, put
// beside what is not theirs.
import Glibc
import PMCore
import PMStore
import Testing

@testable import PMCommands

@Suite("Copies and logs")
struct CopyLifeTests {
  private static let people: [(String, String)] = [
    ("org", "code,kind,name\nCO,company,公司\nHY,community,花园\n"),
    ("customer", "code,name,kind,phone\nK1,甲,person,13900000001\n"),
  ]

  /// The size of a file of the estate; nil where there is none.
  private func size(_ estate: Estate, _ name: String) -> Int? {
    var status = stat()
    return stat(estate.folder + "/" + name, &status) == 0 ? Int(status.st_size) : nil
  }

  @Test("no database is made where the log of another lies alone, and the log stays as it was")
  func logAlone() throws {
    let estate = Estate(Self.people)
    let moved = estate.folder + "/moved.db"
    defer { unlink(moved) }
    let log = try #require(size(estate, "pm.db-wal"))
    #expect(log > 0)
    #expect(rename(estate.database, moved) == 0)
    let read = estate.run("org", "list")
    #expect(read.status == 66)
    #expect(
      read.messages == """
        pm.db: no such database, but its log is there (NAME-wal)
          the log may hold what was written last: move the database back beside it, or restore a backup: pm db restore, which keeps the log

        """, "\(read.messages)")
    let refusal = """
      pm.db: the log of a database lies here without it (NAME-wal): nothing was done
        the log may hold what was written last: move the database back beside it, or restore a backup: pm db restore, which keeps the log; only if nothing in it is wanted, remove it

      """
    for words in [["init"], ["init", "--dry-run"]] {
      let ran = estate.run(words)
      #expect(ran.status == 73 && ran.messages == refusal, "\(ran.messages)")
    }
    // The file was emptied where it lies: what it held goes the same way.
    estate.file("pm.db", "")
    #expect(estate.run("init").messages == refusal)
    #expect(size(estate, "pm.db-wal") == log && size(estate, "pm.db") == 0)
    #expect(rename(moved, estate.database) == 0)
    #expect(estate.run("customer", "list", "--columns", "code").output == "code\nK1\n")
    // Whatever else somebody may have open, or roll back.
    for ending in ["-shm", "-journal"] {
      let other = estate.folder + "/other.db"
      estate.file("other.db" + ending, "")
      let ran = estate.run("init", "--db", other)
      #expect(ran.status == 73 && ran.messages.contains("(NAME\(ending))"), "\(ran.messages)")
      #expect(size(estate, "other.db") == nil)
      unlink(other + ending)
    }
  }

  @Test(
    "whoever is looked at in a copy that was made writable is told to the journal without a wait",
    arguments: [
      ["customer", "list", "--reveal"], ["customer", "show", "K1", "--reveal"],
      ["customer", "list", "--where", "phone=13900000001"], ["export", "records", "customer", "--reveal"],
      ["customer", "statement", "K1", "--from", "2026-01-01", "--to", "2026-02-01", "--reveal"],
    ])
  func writable(words: [String]) throws {
    let estate = Estate(Self.people)
    let copy = estate.folder + "/copy.db"
    defer { for end in ["", "-wal", "-shm", ".lock"] { unlink(copy + end) } }
    estate.run("db", "backup", copy)
    chmod(copy, 0o600)
    let ran = estate.run(words + ["--db", copy, "--lock-wait", "0"])
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(ran.output.contains("K1"))
    let entry = estate.run("audit", "list", "--db", copy, "--after", "3").output
    #expect(entry.contains("\(words[0]) \(words[1])"), "\(entry)")
  }

  @Test("a restore over a database without a log leaves one with a log")
  func restored() throws {
    let estate = Estate(Self.people)
    let copy = estate.folder + "/copy.db"
    defer { for end in ["", "-wal", "-shm"] { unlink(copy + end) } }
    estate.run("db", "backup", copy)
    do {
      let database = try Database.open(estate.database, mode: .readWrite)
      try database.execute("PRAGMA journal_mode = DELETE")
      #expect(try database.text("PRAGMA journal_mode") == "delete")
    }
    #expect(estate.run("db", "restore", copy, "--yes").status == 0)
    unlink(estate.database + ".replaced-1")
    #expect(try Database.open(estate.database, mode: .readOnly).text("PRAGMA journal_mode") == "wal")
    #expect(estate.run("customer", "list", "--reveal", "--lock-wait", "0").status == 0)
  }
}
