// A line on the terminal while something takes more than a second; gone when it is done.
import Glibc
package import PMCore

/// How far a long command has come, told on standard error where that is a terminal.
///
/// What takes long calls `begin`, `advance` and, however it ends, `end`. Elsewhere than on a
/// terminal nothing is told, and the clock is not looked at.
package final class Progress {
  private let destination: Destination?
  private let language: Language
  private let patience: Int64
  private let now: () -> Int64
  private let start: Int64
  /// What is being done, and of how many (0: unknown).
  private var label = ""
  private var total = 0
  /// When the line was last written; nil while there is none.
  private var shownAt: Int64?

  /// How many are done between two looks at the clock.
  package static let stride = 100
  /// The least time between two lines, in milliseconds.
  private static let pause: Int64 = 200

  /// - Parameters:
  ///   - destination: a terminal; nil to be silent.
  ///   - patience: milliseconds before the first line.
  ///   - now: milliseconds of a clock that only goes forward.
  package init(
    on destination: Destination?, _ language: Language, patience: Int64 = 1000,
    now: @escaping () -> Int64 = milliseconds
  ) {
    self.destination = destination
    self.language = language
    self.patience = patience
    self.now = now
    start = destination == nil ? 0 : now()
  }

  /// Tells nothing.
  package static var silent: Progress { Progress(on: nil, .english) }

  /// Begins something of which `total` are to be done (0: unknown).
  package func begin(_ label: Words, of total: Int = 0) {
    self.label = label[language]
    self.total = total
  }

  /// Says how much is done; for every row or every chunk of at most `stride` rows.
  @inline(__always)
  package func advance(to done: Int) {
    if destination == nil || done % Self.stride != 0 { return }
    show(done)
  }

  private func show(_ done: Int) {
    guard let destination else { return }
    let now = now()
    guard now - start >= patience, shownAt.map({ now - $0 >= Self.pause }) ?? true else { return }
    shownAt = now
    let share = total > 0 ? " \(min(100, done * 100 / total))%" : ""
    try? destination.write("\r\(label): \(done)\(share)\u{1B}[K")
  }

  /// Takes the line away.
  package func end() {
    guard shownAt != nil, let destination else { return }
    shownAt = nil
    try? destination.write("\r\u{1B}[K")
  }
}

extension Context {
  /// The progress of this command: silent without a terminal that can take a line away, under
  /// --quiet and --no-progress, and in a stream.
  func progress() -> Progress {
    let isWanted =
      !common.noProgress && !common.quiet && shared == nil && messages.destination.isTerminal
      && environment["TERM"] != "dumb"
    return Progress(
      on: isWanted ? messages.destination : nil, language, patience: environment.patience)
  }

  /// The progress of a command that writes rows: also silent where they go to a terminal or into a
  /// pipe, whose reader may be one.
  func progressOfRows() -> Progress {
    let isFile = common.output.map { $0 != "-" } ?? false
    return isFile || output.isFile ? progress() : .silent
  }
}

/// A clock that only goes forward.
package func milliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
