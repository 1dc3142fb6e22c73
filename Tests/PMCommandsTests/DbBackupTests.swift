// `pm db backup`: a copy that reads like the original, never over another file.
import Glibc
import PMStore
import Testing

@Suite("pm db backup")
struct DbBackupTests {
  @Test("the copy holds everything, the log beside the original included, and checks clean")
  func copies() throws {
    let estate = Estate(BillRunTests.estate)
    let path = estate.folder + "/copy.db"
    defer { for end in ["", "-wal", "-shm", ".lock"] { unlink(path + end) } }
    let backup = estate.run("db", "backup", path)
    #expect(backup.status == 0)
    #expect(backup.output.hasPrefix("item,value\nfile,"))
    let list = ["room", "list", "--format", "json"]
    #expect(estate.run(list + ["--db", path]).output == estate.run(list).output)
    #expect(estate.run("db", "check", "--db", path).status == 0)
    // A command that reads before it writes.
    let payments = estate.file(
      "payments.csv", "room,paid_on,method,amount,reference\n1-01,2026-10-05,bank,5.00,R1\n")
    let taken = estate.run("payment", "import", payments, "--lock-wait", "0", "--db", path)
    #expect(taken.status == 0, "\(taken.messages)")
    #expect(estate.run("payment", "list", "--columns", "number", "--db", path).output == "number\nP0000001\n")
    let again = estate.run("db", "backup", path)
    #expect(again.status == 73)
    #expect(again.messages == "copy.db: there is a file of this name already\n")
  }

  @Test(
    "a fresh copy that another program uses is waited for as long as --lock-wait says",
    arguments: ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
  func waits(begin: String) throws {
    let estate = Estate(BillRunTests.estate)
    let path = estate.folder + "/copy.db"
    defer { for end in ["", "-wal", "-shm", ".lock"] { unlink(path + end) } }
    estate.run("db", "backup", path)
    let other = try Database.open(path, mode: .readWrite)
    try other.execute(begin)
    #expect(try other.scalar("SELECT count(*) FROM room") != 0)
    let words = ["room", "set", "1-01", "note=x", "--db", path, "--lock-wait"]
    for seconds in [0, 1] {
      let start = ContinuousClock.now
      let ran = estate.run(words + ["\(seconds)"])
      let waited = ContinuousClock.now - start
      #expect(ran.status == 75, "\(ran.messages)")
      #expect(waited >= .seconds(seconds), "\(waited)")
      #expect(waited < .seconds(seconds + 5), "\(waited)")
    }
    try other.execute("COMMIT")
    #expect(estate.run(words + ["0"]).status == 0)
  }
}
