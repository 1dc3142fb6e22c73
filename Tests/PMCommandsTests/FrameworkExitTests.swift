// Which exit status and rule each error of the layers below becomes.
import Glibc
import PMCommands
import PMCore
import PMFormat
import PMStore
import Testing

@Suite("Exit statuses")
struct FrameworkExitTests {
  private func status(of error: any Error & Sendable) -> Ran {
    let program = Registry([
      CommandGroup("throw", "Throws.", .front) {
        [AnyCommand(CommandSpec("throw", "Throws.")) { _, _ in throw error }]
      }
    ])
    return run(["throw", "--format", "json"], registry: program)
  }

  @Test(
    "errors of the store",
    arguments: [
      (StoreError("", reason: .missing), 66, "no-database"),
      (StoreError("", reason: .directory), 78, "not-a-database"),
      (StoreError("", reason: .exists), 73, "exists"),
      (StoreError("", reason: .denied), 77, "not-permitted"),
      (StoreError("", reason: .foreign(applicationID: 7)), 78, "foreign-database"),
      (StoreError("", reason: .unfinished), 78, "unfinished-database"),
      (StoreError("", reason: .newer(found: 9, known: 1)), 78, "newer-database"),
      (StoreError("", reason: .older(found: 1, needed: 2)), 78, "older-database"),
      (StoreError("", reason: .networkFileSystem("nfs")), 78, "network-file-system"),
      (StoreError("", reason: .lockTimedOut), 75, "locked"),
      (StoreError("", reason: .interrupted(signal: SIGINT)), 130, "interrupted"),
      (StoreError("", reason: .interrupted(signal: SIGTERM)), 143, "interrupted"),
      (StoreError("", code: 5), 75, "locked"), (StoreError("", code: 13), 74, "disk-full"),
      (StoreError("", code: 10), 74, "input-output-error"),
      (StoreError("", code: 14), 74, "cannot-open"),
      (StoreError("", code: 8), 77, "read-only"), (StoreError("", code: 26), 78, "not-a-database"),
      (StoreError("", code: 11), 78, "damaged-database"),
      (StoreError("", code: 9), 130, "interrupted"),
      (StoreError("", code: 1), 70, "database-error"),
    ])
  func store(error: StoreError, expected: Int32, code: String) {
    let ran = status(of: error)
    #expect(ran.status == expected)
    #expect(ran.messages.contains("\"code\":\"\(code)\""))
  }

  @Test(
    "errors of input files",
    arguments: [
      (.missing, 66), (.directory, 66), (.permission, 77), (.unreadable(EIO), 74),
      (.temporary(ENOSPC), 74), (.changed, 74),
    ] as [(InputError.Reason, Int32)])
  func input(reason: InputError.Reason, expected: Int32) {
    let ran = status(of: InputError(reason, path: "rooms.csv"))
    #expect(ran.status == expected)
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
    #expect(status(of: ArithmeticError.overflow).status == 65)
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
