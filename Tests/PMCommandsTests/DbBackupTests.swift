// `pm db backup`: a copy that reads like the original, never over another file.
import Glibc
import PMStore
import Testing

@testable import PMCommands

/// The mode and the SHA-256 of a file.
private enum Digest {
  static func of(_ path: String) throws -> String {
    var status = stat()
    #expect(stat(path, &status) == 0)
    return try String(status.st_mode & 0o777, radix: 8) + " " + fileDigest(path)
  }
}

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
    // Nobody writes to a copy, whatever the staff that it holds may do, until its owner says so.
    let before = try Digest.of(path)
    let copied =
      "copy.db: the database is read-only\n  a copy is read-only: restore it with pm db restore, or chmod u+w\n"
    for words in [
      ["room", "set", "1-01", "note=x"], ["customer", "list", "--reveal"], ["db", "migrate"],
      ["payment", "offset", "--as-of", "2026-10-05"], ["batch"],
    ] {
      let ran = estate.run(words + ["--db", path])
      #expect(ran.status == 77, "\(words): \(ran.messages)")
      #expect(ran.messages.hasSuffix(copied), "\(words): \(ran.messages)")
      #expect(!ran.output.contains("1-01"))
    }
    #expect(estate.run("customer", "list", "--db", path).status == 0)
    let second = estate.folder + "/second.db"
    defer { unlink(second) }
    #expect(estate.run("db", "backup", second, "--db", path).status == 0)
    #expect(estate.run("db", "restore", path, "--yes", "--dry-run").status == 0)
    #expect(try Digest.of(path) == before)
    chmod(path, 0o600)
    // A command that reads before it writes.
    let payments = estate.file(
      "payments.csv", "room,paid_on,method,amount,reference\n1-01,2026-10-05,bank,5.00,R1\n")
    let taken = estate.run("payment", "import", payments, "--lock-wait", "0", "--db", path)
    #expect(taken.status == 0, "\(taken.messages)")
    #expect(estate.run("payment", "list", "--columns", "number", "--db", path).output == "number\nP0000001\n")
    let again = estate.run("db", "backup", path)
    #expect(again.status == 73)
    #expect(
      again.messages == "copy.db: there is a file of this name already\n  choose another name, or move the file away\n")
  }

  @Test("what a restore replaces is kept read-only as well, and what has no directory is not made")
  func kept() throws {
    let estate = Estate(BillRunTests.estate)
    let path = estate.folder + "/copy.db"
    let kept = estate.database + ".replaced-1"
    defer { for name in [path, kept, kept + ".lock"] { unlink(name) } }
    estate.run("db", "backup", path)
    #expect(try Digest.of(path).hasPrefix("400 "))
    #expect(estate.run("room", "set", "1-01", "note=x").status == 0)
    #expect(estate.run("db", "restore", path, "--yes").status == 0)
    #expect(try Digest.of(kept).hasPrefix("400 "))
    #expect(estate.run("room", "set", "1-01", "note=y", "--db", kept).status == 77)
    #expect(estate.run("room", "set", "1-01", "note=y").status == 0)
    #expect(estate.run("db", "check", "--db", kept).status == 0)
    let nowhere = estate.run("db", "backup", estate.folder + "/nodir/x.db")
    #expect(nowhere.status == 73)
    #expect(
      nowhere.messages
        == "nodir/x.db: the directory of the copy is missing\n  make it first, or choose another\n",
      "\(nowhere.messages)")
  }

  @Test("a database with a second name is not copied, and the refusal leaves no log beside it")
  func linked() {
    let estate = Estate(BillRunTests.estate)
    let (other, path) = (estate.folder + "/hard.db", estate.folder + "/copy.db")
    defer { unlink(path) }
    #expect(link(estate.database, other) == 0)
    for words in [["db", "backup", path], ["db", "check"], ["room", "list"], ["db", "restore", other, "--yes"]] {
      let ran = estate.run(words + ["--db", words[1] == "restore" ? estate.database : other])
      #expect(ran.status == (words[1] == "restore" ? 65 : 78), "\(words): \(ran.messages)")
      #expect(ran.output == "")
    }
    for name in [path, other + "-wal", other + "-shm"] { #expect(access(name, F_OK) != 0, "\(name)") }
    unlink(other)
    #expect(estate.run("db", "backup", path).status == 0)
  }

  @Test("a pipe is no backup, and a device no file: neither is waited for")
  func endless() {
    let estate = Estate(BillRunTests.estate)
    let pipe = estate.folder + "/pipe"
    mkfifo(pipe, 0o600)
    defer { unlink(pipe) }
    for words in [
      ["db", "restore", pipe, "--yes"], ["room", "import", "/dev/zero"], ["room", "import", "/dev/null"],
    ] {
      let ran = estate.run(words)
      #expect(ran.status == 66, "\(words): \(ran.messages)")
      #expect(ran.messages.contains(": is no file\n  name a file that was written to the end\n"), "\(ran.messages)")
    }
  }

  @Test(
    "a fresh copy that another program uses is waited for as long as --lock-wait says",
    arguments: ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
  func waits(begin: String) throws {
    let estate = Estate(BillRunTests.estate)
    let path = estate.folder + "/copy.db"
    defer { for end in ["", "-wal", "-shm", ".lock"] { unlink(path + end) } }
    estate.run("db", "backup", path)
    chmod(path, 0o600)
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
