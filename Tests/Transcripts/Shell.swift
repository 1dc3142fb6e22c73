// Runs shell commands against the built program.
import Glibc
import TestSupport

/// What became of a shell command.
struct ShellResult {
  var status: Int32
  var output: String
  var messages: String
}

/// A fresh directory in which shell commands find the built `pm`, the samples and the example.
struct Workplace {
  let path: String
  private let hidden: String
  private let scratch = ScratchFolder()

  /// The top of the package.
  static let root = String(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
      separator: "/"))

  /// The program under test: `PM_BINARY`, else the one built with these tests.
  static let binary: String = {
    if let given = getenv("PM_BINARY").map({ String(cString: $0) }), !given.isEmpty {
      return given.hasPrefix("/") ? given : root + "/" + given
    }
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(
      decoding: buffer[..<max(count, 0)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let beside = own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/pm"
    return access(beside, X_OK) == 0 ? beside : root + "/.build/debug/pm"
  }()

  init() throws {
    hidden = scratch.path
    path = hidden + "/work"
    chmod(hidden, 0o755)
    mkdir(path, 0o755)
    mkdir(hidden + "/bin", 0o755)
    symlink(Self.root + "/Samples", path + "/Samples")
    symlink(Self.root + "/Tests/Fixtures/example/inputs", path + "/example")
    symlink(Self.binary, hidden + "/bin/pm")
    let other = hidden + "/bin/as-other"
    try write("#!/bin/sh\n\(Self.asOther) \"$@\"\n", to: other)
    chmod(other, 0o755)
  }

  /// Runs its arguments as someone whom file modes bind, which they do not root.
  private static let asOther =
    geteuid() == 0 ? "exec setpriv --reuid=65534 --regid=65534 --clear-groups" : "exec"

  /// Lets the directory be removed with all that is in it.
  func remove() { _ = try? sh("cd / && chmod -R u+w '\(hidden)'") }

  /// Runs `command` by the shell, in the directory.
  func sh(
    _ command: String, input: String = "", environment: [String: String] = [:]
  ) throws -> ShellResult {
    let capture = ScratchFolder()
    let files = ["in", "out", "err"].map { capture.path + "/" + $0 }
    try write(input, to: files[0])

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files[1], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, files[2], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var usual = sigset_t()
    sigfillset(&usual)
    sigdelset(&usual, SIGKILL)
    sigdelset(&usual, SIGSTOP)
    posix_spawnattr_setsigdefault(&attributes, &usual)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

    let line = ["sh", "-c", "cd \"$1\" && eval \"$2\"", "sh", path, command]
    let words = line.map { strdup($0) } + [nil]
    let variables = self.environment.merging(environment) { $1 }
    let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var child = pid_t()
    let failure = posix_spawn(&child, "/bin/sh", &actions, &attributes, words, settings)
    guard failure == 0 else { throw ShellError(what: "cannot run sh", number: failure) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return ShellResult(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      output: try readFile(files[1]), messages: try readFile(files[2]))
  }

  /// The variables that commands see; none of the caller's own.
  private var environment: [String: String] {
    [
      "PATH": hidden + "/bin:/usr/local/bin:/usr/bin:/bin", "HOME": path, "LC_ALL": "C.UTF-8",
      "PM_LANG": "en", "TZ": "UTC", "COLUMNS": "100", "USER": "tester",
      // What is said of days to come must not change with the calendar.
      "PM_TODAY": "2026-12-31",
    ]
  }
}

/// Why a shell command could not be run.
struct ShellError: Error, CustomStringConvertible {
  let what: String
  let number: Int32

  var description: String { "\(what): \(String(cString: strerror(number)))" }
}

/// The text of the file at `path`.
func readFile(_ path: String) throws -> String {
  guard let file = fopen(path, "r") else {
    throw ShellError(what: "cannot read \(path)", number: errno)
  }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
    bytes += chunk[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// Writes `text` to the file at `path`.
func write(_ text: String, to path: String) throws {
  guard let file = fopen(path, "w") else {
    throw ShellError(what: "cannot write \(path)", number: errno)
  }
  fputs(text, file)
  fclose(file)
}
