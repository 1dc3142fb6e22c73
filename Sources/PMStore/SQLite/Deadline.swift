// Waiting for another process: random short naps until a moment on the monotonic clock.

import Glibc

/// A moment after which waiting stops; no change of the wall clock moves it.
struct Deadline {
  private let end: UInt64

  /// The moment `wait` from now; a negative wait has passed already, a long one is cut to years.
  init(after wait: Duration) {
    let (seconds, attoseconds) = wait.components
    let nanoseconds: UInt64 =
      if seconds < 0 || attoseconds < 0 {
        0
      } else {
        UInt64(min(seconds, 1_000_000_000)) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
      }
    end = Self.now() + nanoseconds
  }

  var hasPassed: Bool { Self.now() >= end }

  /// Sleeps 0.5 to 4 ms at random; a signal ends the nap.
  ///
  /// Random naps, because SQLite's own handler backs off to 100 ms and lets the lock idle while
  /// the unlucky sleep: 128 writers at a time waited at most 0.3 s this way and 5 s that way.
  static func nap() {
    usleep(UInt32.random(in: 500...4000))
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
