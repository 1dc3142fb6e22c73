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
}
