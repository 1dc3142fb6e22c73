// A line on the terminal while something takes more than a second; gone when it is done.
import Glibc
package import PMCore

/// How far a long command has come, told on standard error when that is a terminal.
package struct Progress {
  private let destination: Destination?
  private let label: String
  private let total: Int
  private let start: Int64
  private var shownAt: Int64
  private var isShown = false

  init(_ label: String, total: Int, on destination: Destination?) {
    self.destination = destination
    self.label = label
    self.total = total
    start = destination == nil ? 0 : milliseconds()
    shownAt = start
  }

  /// Says how much is done; cheap enough for every chunk, not for every row.
  package mutating func advance(to done: Int) {
    guard let destination else { return }
    let now = milliseconds()
    guard now - start >= 1000, now - shownAt >= 200 else { return }
    shownAt = now
    isShown = true
    let percent = total > 0 ? " \(min(100, done / max(1, total / 100)))%" : ""
    try? destination.write("\r\(label): \(done)\(percent)\u{1B}[K")
  }

  /// Takes the line away.
  package mutating func end() {
    guard isShown, let destination else { return }
    isShown = false
    try? destination.write("\r\u{1B}[K")
  }
}

extension Context {
  /// Progress towards `total` (0: unknown); silent without a terminal and under --quiet.
  package func progress(_ label: Words, total: Int) -> Progress {
    let isWanted = !common.noProgress && !common.quiet && messages.destination.isTerminal
    return Progress(label[language], total: total, on: isWanted ? messages.destination : nil)
  }
}

/// A clock that only goes forward.
private func milliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
