// What stands where a backup is to be restored: a database, nothing, or what is none any more.

import Glibc

extension Database {
  /// What a restore finds under the name of the database.
  package enum RestoreTarget {
    /// A pm database that opens: it is replaced by a commit.
    case database(Database)
    /// A file that is no database any more, or one of an interrupted creation: it is moved away.
    case damaged
    /// Nothing.
    case absent
  }

  /// Looks at what a restore would replace; throws where it must not.
  ///
  /// A database of somebody else, or of a later pm, is not pm's to replace.
  package static func restoreTarget(
    _ path: String, lockWait: Duration
  ) throws(StoreError) -> RestoreTarget {
    do {
      return .database(try open(path, mode: .readWrite, lockWait: lockWait, allowsOlder: true))
    } catch {
      switch error.reason {
      case .missing, .logAlone: return .absent
      case .unfinished, .empty: return .damaged
      case .engine where error.isNotADatabase || error.isCorrupt: return .damaged
      default: throw error
      }
    }
  }

  /// The first name for what is replaced that is still free: `pm.db.replaced-1`.
  ///
  /// One beside which a log stands is not: SQLite would take it for that of the file that gets the
  /// name, and show what never was.
  package static func keptName(_ path: String) -> String {
    var number = 1
    while isTaken("\(path).replaced-\(number)") { number += 1 }
    return "\(path).replaced-\(number)"
  }

  private static func isTaken(_ name: String) -> Bool {
    var status = stat()
    return ["", "-wal", "-shm", "-journal"].contains { lstat(name + $0, &status) == 0 }
  }
}
