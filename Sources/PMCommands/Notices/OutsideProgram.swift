// A program of the site's, run with a text on its standard input.
import Glibc
import PMCore

/// A program that is there and may be run.
struct OutsideProgram {
  private let path: String

  /// Looks the name up in PATH, unless it names a place.
  init(_ name: String) throws {
    let folders: [String] =
      name.contains("/")
      ? [""]
      : (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":").map { $0 + "/" }
    guard let found = folders.map({ $0 + name }).first(where: { access($0, X_OK) == 0 }) else {
      throw Failure(
        .programMissing, "program-missing",
        Words("--via: there is no program \(name) to run", zh: "--via：没有可运行的程序 \(name)"),
        hint: Words("name an executable file: ./send-sms", zh: "请给出可执行文件，如 ./send-sms"))
    }
    path = found
  }

  /// Runs it with `text` to read; why that failed, or nil where it ended with 0.
  ///
  /// What it prints goes to standard error: standard output is for data.
  func failure(handing text: String, seconds: Int) throws -> String? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure.fault("no pipe: \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // The whole text fits into the pipe: a message is far shorter than its 64 KiB.
    var bytes = Array(text.utf8)
    let written = Glibc.write(ends[1], &bytes, bytes.count)
    Glibc.close(ends[1])
    defer { Glibc.close(ends[0]) }
    guard written == bytes.count else { throw Failure.fault("a message too long for a pipe") }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    posix_spawn_file_actions_adddup2(&actions, 2, 1)
    let words: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
    defer { for word in words { free(word) } }
    var child = pid_t()
    let number = posix_spawn(&child, path, &actions, nil, words, environ)
    guard number == 0 else { return String(cString: strerror(number)) }
    return try end(of: child, within: seconds)
  }

  private func end(of child: pid_t, within seconds: Int) throws -> String? {
    var status: Int32 = 0
    for _ in 0..<(seconds * 100) {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return Self.failure(status) }
      if ended < 0, errno != EINTR { throw Failure.fault("a program is lost: \(errno)") }
      usleep(10_000)
    }
    kill(child, SIGKILL)
    waitpid(child, &status, 0)
    return "no end within \(seconds) s"
  }

  /// What a status of waitpid(2) says.
  private static func failure(_ status: Int32) -> String? {
    if status & 0x7F != 0 { return "signal \(status & 0x7F)" }
    let code = (status >> 8) & 0xFF
    return code == 0 ? nil : "exit status \(code)"
  }
}
