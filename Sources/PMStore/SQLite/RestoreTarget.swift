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
      case .missing: return .absent
      case .unfinished: return .damaged
      // An empty file is an empty database to SQLite.
      case .foreign(applicationID: 0) where size(of: path) == 0: return .damaged
      case .engine where error.isNotADatabase || error.isCorrupt: return .damaged
      default: throw error
      }
    }
  }

  /// The first name for what is replaced that is still free: `pm.db.replaced-1`.
  package static func keptName(_ path: String) -> String {
    var number = 1
    while access("\(path).replaced-\(number)", F_OK) == 0 { number += 1 }
    return "\(path).replaced-\(number)"
  }

  private static func size(of path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }
}
