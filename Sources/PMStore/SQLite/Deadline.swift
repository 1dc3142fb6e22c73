// Waiting for another process until a moment on the monotonic clock: in random short naps, or in a
// system call that a signal ends.

import CSQLite
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

  /// Nanoseconds from now until then; 0 when it has passed.
  var remaining: UInt64 {
    let now = Self.now()
    return now < end ? end - now : 0
  }

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

/// Ends a system call in which its thread waits: the call fails with EINTR.
///
/// A call such as flock(2) queues in the kernel without costing anything, but knows no limit of
/// time. Its own timer and thread, because other threads of the process may be waiting too.
final class Alarm {
  private var timer: timer_t?

  /// An alarm for the thread that calls; nil where the system has no timer left.
  init?() {
    var action = sigaction()
    // Handled, so that it does not end the process; without SA_RESTART, so that it ends the call.
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGALRM, &action, nil)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGALRM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    var event = sigevent()
    event.sigev_notify = Int32(SIGEV_THREAD_ID)
    event.sigev_signo = SIGALRM
    event._sigev_un._tid = pm_thread()
    if timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 { return nil }
  }

  /// Rings in so many nanoseconds, and again and again from then on: the first may come before the
  /// call does.
  func ring(after nanoseconds: UInt64) {
    var times = itimerspec()
    times.it_value.tv_sec = Int(nanoseconds / 1_000_000_000)
    // 0 would stop the timer.
    times.it_value.tv_nsec = max(1, Int(nanoseconds % 1_000_000_000))
    times.it_interval.tv_nsec = 20_000_000
    timer_settime(timer, 0, &times, nil)
  }

  deinit { timer_delete(timer) }
}
