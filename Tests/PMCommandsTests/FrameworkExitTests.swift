// Which exit status and rule each error of the layers below becomes.
import Glibc
import PMCommands
import PMCore
import PMFormat
import PMStore
import Testing

@Suite("Exit statuses")
struct FrameworkExitTests {
  private func status(of error: any Error & Sendable) -> Ran { told(error, ["--format", "json"]) }

  /// What people read of an error.
  private func plain(_ error: any Error & Sendable) -> String { told(error, []).messages }

  private func told(_ error: any Error & Sendable, _ options: [String]) -> Ran {
    let program = Registry([
      CommandGroup("throw", "Throws.", .front) {
        [AnyCommand(CommandSpec("throw", "Throws.")) { _, _ in throw error }]
      }
    ])
    return run(["throw"] + options, registry: program)
  }

  @Test(
    "errors of the store",
    arguments: [
      (StoreError("", reason: .missing), 66, "no-database", "no such database"),
      (
        StoreError("", reason: .logAlone("-wal")), 66, "log-alone",
        "no such database, but its log is there (NAME-wal)\n  the log may hold what was written last"
      ),
      (StoreError("", reason: .directory), 78, "not-a-database", "is a directory, not a pm database"),
      (StoreError("", reason: .exists), 73, "exists", "there is a file of this name already"),
      (StoreError("no write", reason: .denied), 77, "not-permitted", "no write"),
      (
        StoreError("", reason: .foreign(applicationID: 7)), 78, "foreign-database",
        "a SQLite database, but not one of pm\n  name pm's with --db or $PM_DB"
      ),
      (
        StoreError("", reason: .empty), 78, "empty-database",
        "the file is empty\n  an interrupted pm init is done again; a database that was emptied: pm db restore"
      ),
      (
        StoreError("", reason: .unfinished), 78, "unfinished-database",
        "its creation was interrupted\n  run pm init again to complete it"
      ),
      (
        StoreError("", reason: .newer(found: 9, known: 1)), 78, "newer-database",
        "written by a later pm: schema 9, this pm knows 1"
      ),
      (
        StoreError("", reason: .older(found: 1, needed: 2)), 78, "older-database",
        "written by an earlier pm: schema 1, this pm needs 2\n  copy it with pm db backup, then run pm db migrate"
      ),
      (
        StoreError("", reason: .linked), 78, "hard-link",
        """
        the database has another name, a hard link
          each name would have a log of its own: keep the one that has it (NAME-wal), and remove the other or make it a symbolic link; find -samefile finds it
        """
      ),
      (
        StoreError("", reason: .networkFileSystem("nfs")), 78, "network-file-system",
        "lies on a network file system (nfs)\n  move the database to a local disk"
      ),
      (StoreError("", reason: .lockTimedOut), 75, "locked", "another command is writing"),
      (
        StoreError("", reason: .interrupted(signal: SIGINT)), 130, "interrupted",
        "interrupted; everything was rolled back"
      ),
      (
        StoreError("", reason: .interrupted(signal: SIGTERM)), 143, "interrupted",
        "interrupted; everything was rolled back"
      ),
      (StoreError("", code: 5), 75, "locked", "the database is locked"),
      (
        StoreError("", code: 13), 74, "disk-full",
        "the disk is full; nothing was changed\n  make room on the disk"
      ),
      (
        StoreError("disk I/O error", code: 10), 74, "input-output-error",
        "the disk failed: disk I/O error"
      ),
      (
        StoreError("no such folder", code: 14), 74, "cannot-open",
        "cannot be opened: no such folder"
      ),
      (StoreError("", code: 8), 77, "read-only", "the database cannot be written"),
      (
        StoreError("", code: 26), 78, "not-a-database",
        """
        is not a pm database
          name pm's with --db or $PM_DB
          if its first pages are damaged, restore a backup: pm db restore
        """
      ),
      (
        StoreError("CHECK constraint failed: due_on", code: 275), 65, "outside-calendar",
        """
        a day would lie outside the calendar, 0001-01-01 to 9999-12-31
          take a day or period further from its end
        """
      ),
      (
        StoreError("", code: 11), 78, "damaged-database",
        "the database is damaged\n  restore a backup: pm db restore"
      ),
      (StoreError("", code: 9), 130, "interrupted", "interrupted; everything was rolled back"),
      (StoreError("no such function: x", code: 1), 70, "database-error", "database error: "),
      (
        StoreError("no such table: x", code: 1), 78, "damaged-schema",
        "the database is not as pm made it: no such table: x\n  pm db check tells what is missing or altered"
      ),
      (
        StoreError("integer overflow", code: 1), 65, "number-too-large",
        "a sum grows too large\n  look for an absurd amount among the records"
      ),
    ])
  func store(error: StoreError, expected: Int32, code: String, words: String) {
    let ran = status(of: error)
    #expect(ran.status == expected)
    #expect(ran.messages.contains("\"code\":\"\(code)\""))
    #expect(plain(error).contains(words), "\(plain(error))")
  }

  @Test(
    "errors of input files",
    arguments: [
      (.missing, 66, "no such file"), (.directory, 66, "is a directory, not a file"),
      (.permission, 77, "may not be read"),
      (.unreadable(EIO), 74, "cannot be read: Input/output error"),
      (
        .temporary(ENOSPC), 74,
        "a temporary file failed: No space left on device\n  make room in $TMPDIR, or set it"
      ),
      (.changed, 74, "was changed while it was read\n  try again when nobody writes to it"),
    ] as [(InputError.Reason, Int32, String)])
  func input(reason: InputError.Reason, expected: Int32, words: String) {
    let ran = status(of: InputError(reason, path: "rooms.csv"))
    #expect(ran.status == expected)
    #expect(plain(InputError(reason, path: "rooms.csv")) == "rooms.csv: \(words)\n")
    #expect(ran.messages.contains("\"file\":\"rooms.csv\""))
  }

  @Test("bytes of another encoding are bad data")
  func encoding() {
    let ran = status(of: EncodingError(.invalidByte, .utf8, line: 3, offset: 40, byte: 0x8F))
    #expect(ran.status == 65)
    #expect(ran.messages.contains("byte 0x8F at offset 40 is not utf-8"))
    #expect(ran.messages.contains("\"line\":3"))
  }

  @Test("a number that grows too large is bad data")
  func arithmetic() {
    let remedy = "\n  look for an absurd amount, price, area or reading among the records\n"
    #expect(status(of: ArithmeticError.overflow).status == 65)
    #expect(
      plain(ArithmeticError.overflow)
        == "pm: a number grows too large to be worked out exactly" + remedy)
    #expect(
      plain(ArithmeticError.divisionByZero) == "pm: something would be divided by zero" + remedy)
  }

  @Test("output that cannot be created is 73, written 74; a reader that left is 141, in silence")
  func output() {
    #expect(status(of: OutputError(.create, errno: EACCES, path: "x.csv")).status == 73)
    #expect(status(of: OutputError(.write, errno: ENOSPC, path: "x.csv")).status == 74)
    let left = status(of: OutputError(.write, errno: EPIPE, path: nil))
    #expect(left.status == 141)
    #expect(left.messages == "")
  }

  @Test(
    "a full device is never taken for success",
    arguments: [
      ["crate", "lid"], ["count", "1"], ["--help"], ["crate", "lid", "--format", "json"],
    ])
  func fullDevice(words: [String]) throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let messages = MemoryDestination()
    let status = runCommandLine(
      words, registry: sample, environment: Environment([:]), output: .descriptor(full),
      messages: .memory(messages))
    #expect(status == 74)
    #expect(messages.text.contains("cannot write the output"))
  }

  @Test("what is asked without a terminal fails and names the flag")
  func confirmation() {
    let program = Registry([
      CommandGroup("ask", "Asks.", .front) {
        [AnyCommand(CommandSpec("ask", "Asks.")) { _, context in try context.confirm("Really?") }]
      }
    ])
    let ran = run(["ask"], registry: program)
    #expect(ran.status == 64)
    #expect(
      ran.messages == "pm: Really?\n  say --yes where nobody can be asked\n  see pm ask --help\n")
    #expect(run(["ask", "--yes"], registry: program).status == 0)
  }
}
