// What can go wrong between pm and its database, in a form that a command can turn into a message.

import CSQLite
import Glibc

/// Why the store refused or failed; carries everything needed to act and nothing private.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What pm itself recognised; `.engine` when only SQLite's `code` tells.
  package enum Reason: Hashable, Sendable {
    /// SQLite (or the system) failed; see `code`.
    case engine
    /// There is no such database, or no such directory to create it in.
    case missing
    /// There is no such database, but its log, of this ending, or one beside an empty file.
    case logAlone(String)
    /// The path names a directory.
    case directory
    /// A database is to be created where a file stands already.
    case exists
    /// The file's mode or owner forbids it.
    case denied
    /// A copy, which nobody may write: its owner has no right to.
    case copy
    /// A file with a second name, under which another would have a log and a lock of its own.
    case linked
    /// A SQLite database that is not pm's.
    case foreign(applicationID: Int64)
    /// A file with nothing in it.
    case empty
    /// Creation was interrupted before the schema was in; creating it again completes it.
    case unfinished
    /// Written by a later pm: its schema version, and the highest that this pm knows.
    case newer(found: Int64, known: Int64)
    /// Written by an earlier pm: its schema version, and the one that this pm needs.
    case older(found: Int64, needed: Int64)
    /// A network file system, on which the write-ahead log does not work.
    case networkFileSystem(String)
    /// Another command held the lock for longer than this one was willing to wait.
    case lockTimedOut
    /// A signal asked the command to stop; everything was rolled back.
    case interrupted(signal: Int32)
  }

  package var reason: Reason
  /// SQLite's extended result code.
  package var code: Int32
  package var message: String
  /// The statement with `?` for its values, never the values.
  package var sql: String?
  /// The file it is about, when it is about a file.
  package var path: String?

  /// An error of its own with SQLite's general code, unless told otherwise.
  package init(
    _ message: String, reason: Reason = .engine, code: Int32 = 1, sql: String? = nil,
    path: String? = nil
  ) {
    self.reason = reason
    self.code = code
    self.message = message
    self.sql = sql
    self.path = path
  }

  /// A failed system call on `path`, given the same codes as SQLite gives it.
  init(errno number: Int32, _ message: String, path: String) {
    let (reason, code): (Reason, Int32) =
      switch number {
      case ENOENT, ENOTDIR: (.missing, SQLITE_CANTOPEN)
      case EISDIR: (.directory, SQLITE_CANTOPEN)
      case EACCES, EPERM: (.denied, SQLITE_PERM)
      case EROFS: (.denied, SQLITE_READONLY)
      case ENOSPC, EDQUOT: (.engine, SQLITE_FULL)
      default: (.engine, SQLITE_IOERR)
      }
    self.init(
      "\(message): \(String(cString: strerror(number)))", reason: reason, code: code, path: path)
  }

  /// What the fence says to a row of somebody else (`ScopeFence`), said without trying to write it.
  package static let outsideScope = StoreError(ScopeFence.refusal, code: SQLITE_CONSTRAINT)

  /// The fence refused to have a row changed, or found under its code.
  package var isOutsideScope: Bool {
    isConstraint && [ScopeFence.refusal, ScopeFence.refusalOfMoney].contains(message)
  }

  private var primary: Int32 { code & 0xFF }

  /// Another process holds a lock; the same command may succeed later.
  package var isBusy: Bool {
    reason == .lockTimedOut || primary == SQLITE_BUSY || primary == SQLITE_LOCKED
  }
  /// The disk, or the size allowed to the database, is full.
  package var isFull: Bool { primary == SQLITE_FULL }
  /// Reading or writing the disk failed.
  package var isIO: Bool { primary == SQLITE_IOERR }
  /// The file, its directory or its file system cannot be written.
  package var isReadOnly: Bool { primary == SQLITE_READONLY }
  /// The file, or one that belongs to it, cannot be opened.
  package var isCannotOpen: Bool { primary == SQLITE_CANTOPEN }
  /// The database is damaged.
  package var isCorrupt: Bool { primary == SQLITE_CORRUPT }
  /// The file is not a SQLite database at all.
  package var isNotADatabase: Bool { primary == SQLITE_NOTADB }
  /// A CHECK, UNIQUE, NOT NULL or REFERENCES clause, or a trigger, refused the row.
  package var isConstraint: Bool { primary == SQLITE_CONSTRAINT }
  /// The database lacks a table or a column that the statement names.
  package var lacksSchema: Bool {
    primary == SQLITE_ERROR && reason == .engine
      && ["no such table: ", "no such column: ", "foreign key mismatch"].contains {
        message.hasPrefix($0)
      }
  }
  /// A signal stopped the statement or the command.
  package var isInterrupted: Bool { primary == SQLITE_INTERRUPT }

  package var description: String {
    "\(path.map { "\($0): " } ?? "")\(message) (\(code))" + (sql.map { "\n  in: \($0)" } ?? "")
  }
}
