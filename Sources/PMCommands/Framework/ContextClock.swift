// The days and moments that a command works with: the clock is read once, and only when needed.
import Glibc
package import PMCore

extension Context {
  /// The moment the command was asked for.
  package mutating func now() -> Instant {
    if let clock { return clock }
    let read = Instant(seconds: Int64(time(nil)))
    clock = read
    return read
  }

  /// The day that rules and reports use: `--as-of`, else today in the database's zone.
  package mutating func today() -> Day {
    common.asOf ?? zone.day(of: now())
  }

  /// When the event happened: `--at`, else now; never later than now.
  package mutating func eventTime() throws -> Instant {
    guard let typed = common.at else { return now() }
    let instant = typed.instant(in: zone)
    if instant > now() {
      throw Failure.usage(
        "at-in-the-future",
        Words("--at: an event cannot happen later than now", zh: "--at:事件时刻不得晚于现在"))
    }
    return instant
  }

  /// Who asks: `--actor`, else who called sudo, else the user of the process.
  package var actor: String {
    if let actor = common.actor { return actor }
    return caller
  }

  /// Who called, whatever `--actor` says: `SUDO_USER`, else the user of the process.
  package var caller: String {
    if let user = environment.filled("SUDO_USER") { return user }
    guard environment.isProcess else { return environment.filled("USER") ?? "unknown" }
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else {
      return "uid-\(getuid())"
    }
    return String(cString: name)
  }
}
