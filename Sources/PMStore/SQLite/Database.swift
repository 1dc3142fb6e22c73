// A connection to one pm database: its life, and what every statement on it needs.

import CSQLite
import Glibc

/// A connection to a pm database, used by one thread.
///
/// Connections are opened by `Database.open`, which also says what holds for each of them.
package final class Database {
  /// The application id in the header of each pm database: "pmdb" in ASCII.
  package static let applicationID: Int64 = 0x706D_6462
  /// The schema version (`PRAGMA user_version`) that this pm writes; `open` refuses later ones.
  package static let schemaVersion: Int64 = 1
  /// How long a command waits for another one when it is not told.
  package static let defaultLockWait = Duration.seconds(30)

  let handle: OpaquePointer
  /// The file with links resolved, as SQLite names the log beside it; empty in memory.
  package let path: String
  /// How long this connection waits for locks unless a write says otherwise.
  package let lockWait: Duration
  /// The file itself, which a name may cease to lead to; nil in memory.
  let identity: FileIdentity?
  private let busyWait: BusyWait
  /// Whether a command runs inside the transaction of several (`SharedTransaction`).
  var isInSavepoint = false
  /// Where the journal and the tables that it seals end, as the last command in this transaction left
  /// them: while the write lock is held nobody else moves them. Nil when they must be asked for, and
  /// while an entry is open.
  var journalEnd: (head: Journal.Head, rows: LastRows)?
  /// The journal entry that is open.
  var openEntry: Int64?
  /// The temporary views and triggers of this connection, by their names behind `view ` or `trigger `;
  /// nil when they must be asked for, as when a transaction that may have made some was taken back.
  var fenceParts: [String]?
  /// Whether the function `shown` is defined: once more would make every statement be compiled anew.
  var hasShown = false
  /// Prepared statements that wait to be used again; nil where none are kept.
  var keptStatements: StatementCache?

  /// Memory is not counted: SQLite would take a lock at each allocation to keep the sum, 4 % of a
  /// short command, and nobody asks for it. ("Memory allocation statistics", SQLite manual)
  private static let countsNoMemory = pm_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK

  /// Connects without running a statement.
  ///
  /// NOMUTEX: one thread uses the connection, so that SQLite need not lock each call.
  init(connectingTo path: String, flags: Int32, lockWait: Duration) throws(StoreError) {
    _ = Self.countsNoMemory
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let opened else {
      let message = String(cString: sqlite3_errstr(code))
      sqlite3_close_v2(opened)
      throw StoreError("cannot open the database: \(message)", code: code, path: path)
    }
    handle = opened
    self.path = sqlite3_db_filename(opened, "main").map { String(cString: $0) } ?? ""
    self.lockWait = lockWait
    var status = stat()
    identity = !self.path.isEmpty && stat(self.path, &status) == 0 ? FileIdentity(status) : nil
    busyWait = BusyWait(limit: lockWait)
    // Before the first statement, reads too: 6 % of plain reads failed without a handler while
    // others opened and closed the log.
    installBusyHandler()
  }

  deinit {
    Interruption.release(handle)
    dropStatements()
    sqlite3_close_v2(handle)
  }

  /// An empty database in memory, for tests and trials.
  package static func inMemory() throws(StoreError) -> Database {
    let database = try Database(
      connectingTo: ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
      lockWait: .zero)
    try database.configure(.readWrite)
    return database
  }

  /// Waits for locks again after `removeBusyHandler`.
  func installBusyHandler() {
    sqlite3_busy_handler(
      handle, { context, count in BusyWait.waitAgain(context, afterTries: count) },
      Unmanaged.passUnretained(busyWait).toOpaque())
  }

  /// Lets SQLite wait for a lock until `deadline` at most; nil: as long as every time before.
  func waitForSQLite(until deadline: Deadline?) { busyWait.last = deadline }

  /// Makes a lock that is held elsewhere fail at once.
  func removeBusyHandler() {
    sqlite3_busy_handler(handle, nil, nil)
  }

  /// The error of the last call on this connection, which returned `code`.
  func failure(_ code: Int32, sql: String? = nil) -> StoreError {
    // After a signal the busy handler gives up, which SQLite reports as busy.
    if [SQLITE_INTERRUPT, SQLITE_BUSY].contains(code & 0xFF), let signal = Interruption.signal {
      return StoreError(
        "interrupted", reason: .interrupted(signal: signal), code: SQLITE_INTERRUPT, sql: sql)
    }
    var error = StoreError(
      String(cString: sqlite3_errmsg(handle)), code: code, sql: sql,
      path: path.isEmpty ? nil : path)
    if code == Self.readOnlyRollback {
      // Only `init` writes without a log: it was killed before the database was finished.
      error.reason = .unfinished
    } else if code == Self.readOnlyDirectory {
      error.reason = .denied
      error.message +=
        "; the directory of a database must be writable even to read it:"
        + " read a copy made by `pm db backup`, or ask for rights on the directory"
    } else if error.isCannotOpen, [EACCES, EPERM].contains(sqlite3_system_errno(handle)) {
      error.reason = .denied
    }
    return error
  }

  // SQLITE_READONLY_DIRECTORY and SQLITE_READONLY_ROLLBACK, macros that Swift does not import.
  private static let readOnlyDirectory: Int32 = SQLITE_READONLY | 6 << 8
  private static let readOnlyRollback: Int32 = SQLITE_READONLY | 3 << 8

  // MARK: Settings of the connection

  /// `PRAGMA user_version`: the version of the schema; 0 until there is one.
  package func schemaVersion() throws(StoreError) -> Int64 {
    try scalar("PRAGMA user_version") ?? 0
  }

  /// Stores the version of the schema; part of the transaction that changes the schema.
  package func setSchemaVersion(_ version: Int64) throws(StoreError) {
    try execute("PRAGMA user_version = \(version)")
  }

  /// Gives bulk writes a page cache of 16 MB; as fast as 64 MB when the input is sorted.
  package func useBulkCache() throws(StoreError) {
    // "If the argument N is negative, then the number of cache pages is adjusted to be a number
    // of pages that would use approximately abs(N*1024) bytes of memory".
    try execute("PRAGMA cache_size = -16384")
  }

  /// Turns the checking of references off for a bulk write, and on again; not in a transaction.
  ///
  /// For rows that were made from the rows they refer to; `db check` answers for them afterwards.
  package func checkReferences(_ enabled: Bool) throws(StoreError) {
    // "This pragma is a no-op within a transaction": better an error than no effect.
    guard !isInTransaction else {
      throw StoreError("a transaction is open already", code: SQLITE_MISUSE)
    }
    try execute("PRAGMA foreign_keys = \(enabled ? "ON" : "OFF")")
  }

  /// Whether a transaction is open.
  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// The row id of the last row inserted.
  package var lastInsertRowID: Int64 { sqlite3_last_insert_rowid(handle) }

  /// How many rows the last INSERT, UPDATE or DELETE changed.
  package var changes: Int64 { sqlite3_changes64(handle) }

  /// How many rows this connection has changed since it was opened, triggers included.
  package var totalChanges: Int64 { sqlite3_total_changes64(handle) }
}

/// Which file it is, whatever its name.
struct FileIdentity: Hashable {
  private let device: dev_t
  private let number: ino_t

  init(_ status: stat) {
    device = status.st_dev
    number = status.st_ino
  }
}

/// SQLite's busy handler of one connection: naps until the lock is free or the wait is over.
private final class BusyWait {
  private let limit: Duration
  private var deadline: Deadline
  /// The end of a wait that began with another lock.
  var last: Deadline?

  init(limit: Duration) {
    self.limit = limit
    deadline = Deadline(after: limit)
  }

  /// What SQLite calls when a lock is held: 1 to try again, 0 to fail as busy.
  static func waitAgain(_ context: UnsafeMutableRawPointer?, afterTries count: Int32) -> Int32 {
    guard let context else { return 0 }
    let wait = Unmanaged<BusyWait>.fromOpaque(context).takeUnretainedValue()
    if count == 0 { wait.deadline = wait.last ?? Deadline(after: wait.limit) }
    if wait.deadline.hasPassed || Interruption.signal != nil { return 0 }
    Deadline.nap()
    return 1
  }
}
