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

  @Test("its owner reads a copy in which he has no login, and nobody does through sudo")
  func owner() {
    let estate = Estate(Self.people)
    estate.take("staff", "code,name,login,roles\nS1,甲,tester,admin\n")
    let copy = estate.folder + "/copy.db"
    defer { unlink(copy) }
    estate.run("db", "backup", copy)
    #expect(estate.run(as: "root", ["customer", "list"]).status == 77)
    for words in [["customer", "list"], ["db", "check"], ["audit", "verify"]] {
      let ran = estate.run(as: "root", words + ["--db", copy])
      #expect(ran.status == 0 && !ran.output.contains("13900000001"), "\(ran.messages)")
      #expect(estate.run(as: "pm", words + ["--db", copy], sudo: "root2").status == 77)
    }
    // What is recorded cannot be, in a copy.
    let revealed = estate.run(as: "root", ["customer", "list", "--reveal", "--db", copy])
    #expect(revealed.status == 77 && revealed.output == "", "\(revealed.output)")
    chmod(copy, 0o600)
    #expect(estate.run(as: "root", ["customer", "list", "--db", copy]).status == 77)
  }

  @Test("a backup that is no good is named as it was given, and another one asked for")
  func useless() throws {
    let estate = Estate(Self.people)
    let copy = estate.folder + "/copy.db"
    defer { unlink(copy) }
    estate.run("db", "backup", copy)
    let before = try estate.digest()
    let whole = try content(of: copy)
    var scratched = whole
    // The pages of the tables, behind the header and the schema's root.
    for place in scratched.indices.dropFirst(4096) { scratched[place] = 0x5A }
    for (name, bytes, words) in [
      ("damaged.db", scratched, "the database is damaged"),
      ("short.db", Array(whole.prefix(5000)), "the database is damaged"),
      ("empty.db", [], "the file is empty"),
      ("text.db", Array(repeating: 0x41, count: 5000), "is not a pm database"),
    ] {
      let path = estate.file(name, bytes)
      let ran = estate.run("db", "restore", path, "--yes")
      #expect(ran.status == 78, "\(name): \(ran.messages)")
      #expect(ran.messages == "\(name): \(words)\n  nothing was restored: take another backup\n", "\(ran.messages)")
    }
    #expect(try estate.digest() == before)
    #expect(size(estate, "pm.db.replaced-1") == nil)
    // The database itself is named where it is what cannot be copied.
    estate.file("pm.db", Array(whole.prefix(5000)))
    for end in ["-wal", "-shm"] { unlink(estate.database + end) }
    let backup = estate.run("db", "backup", estate.folder + "/none.db")
    #expect(backup.status == 78 && backup.messages.hasPrefix("pm.db: the database is damaged\n"), "\(backup.messages)")
  }

  @Test("a full disk is told of the folder, not of a file that nobody knows")
  func full() {
    let program = Registry([
      CommandGroup("fill", "Fills.", .front) {
        [
          AnyCommand(CommandSpec("fill", "Fills.")) { _, _ in
            throw StoreError("", code: 13, path: "/data/pm/.pm-part-1/copy")
          }
        ]
      }
    ])
    #expect(
      run(["fill"], registry: program).messages
        == "/data/pm: the disk is full; nothing was changed\n  make room on the disk\n")
  }
}

/// What stands in a file.
private func content(of path: String) throws -> [UInt8] {
  let file = try #require(fopen(path, "r"))
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
  return bytes
}
