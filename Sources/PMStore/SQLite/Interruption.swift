// Ctrl-C and SIGTERM: stop the statement that runs, and let the command roll back.

import CSQLite
import Glibc
import Synchronization

/// The signal that asked this process to stop, and how it reaches the running statement.
package enum Interruption {
  /// The signal that arrived (SIGINT or SIGTERM); nil while none has.
  package static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Throws once a signal has arrived; for loops that run no SQL.
  package static func check() throws(StoreError) {
    if let signal {
      throw StoreError("interrupted", reason: .interrupted(signal: signal), code: SQLITE_INTERRUPT)
    }
  }

  /// Runs `body` to its end whatever signal comes, or has come: it is heeded afterwards.
  package static func holdingBack<Value, Failure>(
    _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    var (signals, others) = (sigset_t(), sigset_t())
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, &others)
    let before = received.exchange(0, ordering: .relaxed)
    defer {
      if before != 0 { received.store(before, ordering: .relaxed) }
      pthread_sigmask(SIG_SETMASK, &others, nil)
    }
    return try body()
  }

  /// Forgets a connection that closes.
  static func release(_ handle: OpaquePointer) {
    let own = UInt(bitPattern: handle)
    _ = connection.compareExchange(expected: own, desired: 0, ordering: .relaxed)
  }

  fileprivate static func install(_ handle: OpaquePointer) {
    // Both variables are touched here, so that the handler never is the first to do so.
    received.store(0, ordering: .relaxed)
    connection.store(UInt(bitPattern: handle), ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      received.store(number, ordering: .relaxed)
      // "typically called in response to a user action such as … Ctrl-C"; it sets a flag only.
      if let handle = OpaquePointer(bitPattern: connection.load(ordering: .relaxed)) {
        sqlite3_interrupt(handle)
      }
    }
    // The second signal of a kind ends the process at once, which is as harmless as kill -9.
    // Without SA_RESTART a read from a silent pipe returns instead of going on waiting.
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    for number in [SIGINT, SIGTERM] {
      var current = sigaction()
      sigaction(number, nil, &current)
      // A signal that is ignored stays so: a shell does that to what runs in its background.
      let handler = current.__sigaction_handler.sa_handler
      if handler.map({ unsafeBitCast($0, to: Int.self) }) != 1 { sigaction(number, &action, nil) }
    }
  }
}

/// The signal that arrived, or 0.
///
/// Atomic, because a handler writes it at any moment.
private let received = Atomic<Int32>(0)
/// The address of the connection whose statements a signal interrupts, or 0.
private let connection = Atomic<UInt>(0)

extension Database {
  /// From now on SIGINT and SIGTERM interrupt this connection's statements instead of ending the
  /// process; `write` then rolls back and throws an error whose reason is `.interrupted`.
  package func interruptOnSignals() {
    Interruption.install(handle)
  }
}
