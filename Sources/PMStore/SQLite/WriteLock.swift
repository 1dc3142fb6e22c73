// One writer at a time: an advisory lock on a file beside the database.

import CSQLite
import Glibc

/// The lock that every command holds from before BEGIN IMMEDIATE until its log is cut.
///
/// flock(2) queues processes in the kernel and is dropped when its holder dies, however it dies;
/// a file with a process id in it is not. The file is never removed: a process that waits for the
/// lock would then hold one that nobody else can see.
enum WriteLock {
  /// An open descriptor that holds the lock on `path`, waited for at most `wait`.
  ///
  /// Closing it frees the lock.
  static func acquire(_ path: String, wait: Duration) throws(StoreError) -> Int32 {
    try acquire(path, until: Deadline(after: wait))
  }

  /// An open descriptor that holds the lock on `path`, waited for until `deadline`.
  static func acquire(_ path: String, until deadline: Deadline) throws(StoreError) -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(errno: errno, "cannot open the lock file", path: path)
    }
    // Whoever finds it held waits in the kernel's queue: 128 that tried again every other
    // millisecond took a third of the processors from the one that wrote.
    var alarm: Alarm?
    while flock(descriptor, alarm == nil ? LOCK_EX | LOCK_NB : LOCK_EX) != 0 {
      let number = errno
      let failure: StoreError? =
        if number != EWOULDBLOCK, number != EINTR {
          StoreError(errno: number, "cannot lock", path: path)
        } else if let signal = Interruption.signal {
          StoreError("interrupted", reason: .interrupted(signal: signal), code: SQLITE_INTERRUPT)
        } else if deadline.hasPassed {
          StoreError(
            "another command is writing: try again", reason: .lockTimedOut, code: SQLITE_BUSY,
            path: path)
        } else {
          nil
        }
      if let failure {
        close(descriptor)
        throw failure
      }
      alarm = alarm ?? Alarm()
      // Every five seconds at least, lest a signal that came just before the call be overslept; not
      // more often, because who is woken goes to the end of the queue.
      if let alarm { alarm.ring(after: min(deadline.remaining, 5_000_000_000)) } else { Deadline.nap() }
    }
    return descriptor
  }
}
