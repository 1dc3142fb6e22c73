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

  /// Runs it with `text` to read; why that failed, or nil where it ended with 0. Throws where it
  /// could not be run, which is no fault of the text.
  ///
  /// What it prints goes to standard error: standard output is for data. It is the first of a process
  /// group of its own: Ctrl-C of the terminal is for pm, which lets it come to its end, and whatever
  /// it has started goes with it when it takes too long.
  func failure(handing text: String, seconds: Int) throws(Failure) -> String? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw cannotRun(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // The whole text fits into the pipe: a message is far shorter than its 64 KiB. Where a user has
    // too many pipes they are smaller.
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    var bytes = Array(text.utf8)
    let written = Glibc.write(ends[1], &bytes, bytes.count)
    let number = written < 0 ? errno : ENOBUFS
    Glibc.close(ends[1])
    defer { Glibc.close(ends[0]) }
    guard written == bytes.count else { throw cannotRun(number) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    posix_spawn_file_actions_adddup2(&actions, 2, 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    let words: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
    defer { for word in words { free(word) } }
    // Where it is ignored, as some that start pm leave it, nobody learns how a program ended.
    signal(SIGCHLD, SIG_DFL)
    var child = pid_t()
    let refused = posix_spawn(&child, path, &actions, &attributes, words, environ)
    guard refused == 0 else { throw cannotRun(refused) }
    return try end(of: child, within: seconds)
  }

  private func end(of child: pid_t, within seconds: Int) throws(Failure) -> String? {
    var status: Int32 = 0
    for _ in 0..<(seconds * 100) {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return Self.failure(status) }
      if ended < 0, errno != EINTR { throw cannotRun(errno) }
      usleep(10_000)
    }
    // Its group, and itself where it has left that.
    kill(-child, SIGKILL)
    kill(child, SIGKILL)
    waitpid(child, &status, 0)
    return "no end within \(seconds) s"
  }

  private func cannotRun(_ number: Int32) -> Failure {
    let why = systemWords(number)
    return Failure(
      .programMissing, "program-fails",
      Words("--via: \(path) cannot be run: \(why.en)", zh: "--via：无法运行 \(path)：\(why.zh)"),
      hint: Words(
        "that counts as no attempt: mend it, and run pm notice send again", zh: "不计入尝试次数：排除后请再次运行 pm notice send"))
  }

  /// What a status of waitpid(2) says.
  private static func failure(_ status: Int32) -> String? {
    if status & 0x7F != 0 { return "signal \(status & 0x7F)" }
    let code = (status >> 8) & 0xFF
    return code == 0 ? nil : "exit status \(code)"
  }
}
