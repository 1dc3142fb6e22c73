// Opening a database: what is refused, and what holds for every connection afterwards.

import CSQLite
import Glibc

extension Database {
  /// What a connection may do.
  package enum Mode: Sendable {
    case readOnly
    case readWrite
    /// Makes the file, which must not be there, and lets the caller write the schema into it.
    case create
  }

  /// Connects to the pm database at `path`.
  ///
  /// Refuses what is not a pm database, or is one of a later pm, before anything is written.
  /// One of an earlier pm is refused as well, so that no command reads columns that are not there,
  /// unless `allowsOlder`: to migrate it, or to copy it before.
  /// After `.create` the caller writes its schema and `setSchemaVersion` in one transaction;
  /// until it has, the other modes find the database `.unfinished` and `.create` takes it over.
  package static func open(
    _ path: String, mode: Mode, lockWait: Duration = defaultLockWait,
    schemaVersion known: Int64 = schemaVersion, allowsOlder: Bool = false
  ) throws(StoreError) -> Database {
    try NetworkFileSystem.refuse(path)
    if mode == .create {
      if let ending = logAlone(at: path) { throw alone(ending, path) }
      // A file that is there already may be what an interrupted creation left: `claim` looks.
      _ = try createFile(path)
    }
    try checkFile(path)
    if mode == .readWrite { try refuseCopy(path) }
    if mode != .create {
      try refuseLinked(path)
      try refuseEmpty(path)
    }
    let database = try Database(
      connectingTo: path,
      flags: mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, lockWait: lockWait)
    // A file that cannot be written is opened for reading without a word.
    if mode != .readOnly, sqlite3_db_readonly(database.handle, "main") == 1 {
      throw StoreError(
        "the file is read-only", reason: .denied, code: SQLITE_READONLY, path: path)
    }
    do throws(StoreError) {
      try database.configure(mode)
      if mode == .create { try database.claim(path) }
      try database.checkIdentity(path, mode: mode, known: known, allowsOlder: allowsOlder)
    } catch {
      guard error.isNotADatabase, error.reason == .engine else { throw error }
      if mode == .create { throw existing(path) }
      throw StoreError("not a database", code: error.code, path: path)
    }
    return database
  }

  /// Makes an empty file that only its owner can read, whatever the umask; false when something
  /// stands there already.
  static func createFile(_ path: String) throws(StoreError) -> Bool {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST {
        closeEmptyFile(path)
        return false
      }
      throw StoreError(errno: errno, "cannot create the database", path: path)
    }
    close(descriptor)
    return true
  }

  /// Closes an empty file, made by a shell for instance, to all but its owner. Where that may not be
  /// done, `db check` says whom it is open to.
  private static func closeEmptyFile(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 else { return }
    chmod(path, status.st_mode & 0o600)
  }

  /// The ending of a log at `path` whose database is gone: `-wal` for instance.
  ///
  /// What was committed last may stand there alone. SQLite would throw it away with the first look at
  /// an empty file of the name, or take it for that of the database which is made there.
  package static func logAlone(at path: String) -> String? {
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, status.st_size > 0 { return nil }
    return ["-wal", "-journal", "-shm"].first { ending in
      guard lstat(path + ending, &status) == 0 else { return false }
      // Beside an empty file whatever an interrupted creation leaves is its own; it has no log yet.
      return !isThere || ending == "-wal" && status.st_size > 0
    }
  }

  private static func alone(_ ending: String, _ path: String) -> StoreError {
    StoreError(
      "the database of a log is gone", reason: .logAlone(ending), code: SQLITE_CANTOPEN, path: path)
  }

  private static func checkFile(_ path: String) throws(StoreError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let number = errno
      if number == ENOENT, let ending = logAlone(at: path) { throw alone(ending, path) }
      throw StoreError(errno: number, "no such database", path: path)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw StoreError(errno: EISDIR, "not a database", path: path)
    }
    // A named pipe would hold the command up for ever.
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError("not a database: not a file", code: SQLITE_NOTADB, path: path)
    }
    // Asked, not tried: closing a second descriptor of the file would drop SQLite's locks on it.
    guard faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0 else {
      throw StoreError(errno: errno, "cannot read the database", path: path)
    }
  }

  /// Refuses to write where the owner of the file has no right to, whoever asks: root would not be
  /// held up by the mode, and through sudo everybody is that owner.
  private static func refuseCopy(_ path: String) throws(StoreError) {
    guard isCopy(path) else { return }
    throw StoreError("the file is read-only", reason: .copy, code: SQLITE_READONLY, path: path)
  }

  /// Refuses a file with two names: "Multiple links to the same database … can lead to corruption",
  /// because the log and the lock go by the name; and who reads would not find what stands in the
  /// log beside the other. A copy has no log, and nobody writes it: it is read under all its names.
  private static func refuseLinked(_ path: String) throws(StoreError) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_nlink > 1, !(isCopy(path) && lacksLog(path)) else {
      return
    }
    throw StoreError("the file has a second name", reason: .linked, code: SQLITE_CANTOPEN, path: path)
  }

  /// Refuses what SQLite would take for an empty database, throwing away the log beside it.
  private static func refuseEmpty(_ path: String) throws(StoreError) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_size == 0 else { return }
    throw StoreError("the file is empty", reason: .empty, code: SQLITE_NOTADB, path: path)
  }

  /// Whether this is a copy that `db backup` or `db restore` left: its owner has no right to write it.
  package var isCopy: Bool { Self.isCopy(path) }

  private static func isCopy(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IWUSR == 0
  }

  /// What holds for each connection, in this order.
  func configure(_ mode: Mode) throws(StoreError) {
    let switches: [(Int32, Int32)] = [
      // "This option is used to enable or disable the enforcement of foreign key constraints":
      // SQLite ignores REFERENCES unless asked.
      (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
      // "all applications are advised to turn it off if possible": then the views and triggers of
      // a crafted file cannot call functions with side effects.
      (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
      // "language features that allow ordinary SQL to deliberately corrupt the database file are
      // disabled."
      (SQLITE_DBCONFIG_DEFENSIVE, 1),
      // When the last connection closes, SQLite "performs a checkpoint operation before closing
      // the connection": outside the write lock, if this did not forbid it.
      (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1),
    ]
    for (option, value) in switches {
      let code = pm_db_config(handle, option, value)
      if code != SQLITE_OK { throw failure(code) }
    }
    // "Passing zero or a negative value … disables automatic checkpoints entirely": they would run
    // for any commit; the holder of the write lock does it instead (`cutLog`).
    sqlite3_wal_autocheckpoint(handle, 0)
    if mode == .readOnly {
      try refuseWrites()
    } else {
      // "With synchronous=FULL in WAL mode, an additional sync operation of the WAL file happens
      // after each transaction commit": what was acknowledged survives a power cut.
      try execute("PRAGMA synchronous = FULL")
      guard try scalar("PRAGMA synchronous") == 2 else {
        throw StoreError("SQLite does not sync every commit")
      }
    }
  }

  /// From now on this connection only reads.
  package func refuseWrites() throws(StoreError) {
    // "prevents data changes on database files when enabled".
    try execute("PRAGMA query_only = ON")
  }

  /// Marks an empty database as pm's; refuses one that holds anything.
  private func claim(_ path: String) throws(StoreError) {
    // Asked first, so that no lock file is left beside a file of somebody else.
    try requireEmpty(path)
    let lock = try WriteLock.acquire(lockPath, wait: lockWait)
    defer { close(lock) }
    try requireEmpty(path)
    try useWriteAheadLog()
    try execute("PRAGMA application_id = \(Self.applicationID)")
  }

  private func requireEmpty(_ path: String) throws(StoreError) {
    let owner = try scalar("PRAGMA application_id")
    let tables = try scalar("SELECT count(*) FROM sqlite_schema")
    guard tables == 0, owner == 0 || owner == Self.applicationID else { throw Self.existing(path) }
  }

  /// The refusal to create a file over another.
  package static func existing(_ path: String) -> StoreError {
    StoreError("the file exists already", reason: .exists, code: SQLITE_CANTOPEN, path: path)
  }

  /// Puts the database into write-ahead logging, which stays in its header.
  ///
  /// A report that is read slowly then never holds up a writer. A copy (`copy(to:)`) is
  /// not in this mode; restoring one needs this again, before anybody else opens it.
  package func useWriteAheadLog() throws(StoreError) {
    // The pragma answers with the mode that holds afterwards, and fails no other way.
    let mode = try first("PRAGMA journal_mode = WAL") { row in row.string(0) }
    guard mode == "wal" || mode == "memory" else {
      throw StoreError("the file system does not allow a write-ahead log", path: path)
    }
  }

  /// Puts a copy of `db backup`, which is one file without a log, into write-ahead logging.
  ///
  /// A command that reads before it writes does so over two connections, and without a log its own
  /// reader would keep it from committing. Does nothing to any other file.
  package static func giveLog(to path: String, lockWait: Duration) throws(StoreError) {
    guard lacksLog(path), access(path, W_OK) == 0, !isCopy(path) else { return }
    let deadline = Deadline(after: lockWait)
    let database = try open(path, mode: .readWrite, lockWait: lockWait)
    let lock = try database.acquireLock(until: deadline)
    defer { close(lock) }
    try database.useWriteAheadLog(until: deadline)
  }

  /// Puts the database into write-ahead logging under the write lock, as soon as nobody else reads it
  /// without a log.
  func useWriteAheadLog(until deadline: Deadline) throws(StoreError) {
    waitForSQLite(until: deadline)
    defer { waitForSQLite(until: nil) }
    while true {
      do throws(StoreError) {
        return try useWriteAheadLog()
      } catch {
        // While another program is about to write, SQLite gives up without asking the busy handler.
        guard error.isBusy, !deadline.hasPassed, Interruption.signal == nil else { throw error }
        Deadline.nap()
      }
    }
  }

  /// Whether the file is a SQLite database whose header asks for no log.
  private static func lacksLog(_ path: String) -> Bool {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 20)
    guard pread(descriptor, &header, header.count, 0) == header.count else { return false }
    // "SQLite format 3" and a zero; 18 is the write version: "1 for legacy; 2 for WAL".
    return header.starts(with: "SQLite format 3".utf8) && header[18] == 1
  }

  private func checkIdentity(
    _ path: String, mode: Mode, known: Int64, allowsOlder: Bool
  ) throws(StoreError) {
    let owner = try scalar("PRAGMA application_id") ?? 0
    guard owner == Self.applicationID else {
      throw StoreError(
        "not a pm database", reason: .foreign(applicationID: owner), code: SQLITE_NOTADB,
        path: path)
    }
    let version = try schemaVersion()
    if version > known {
      throw StoreError(
        "the database has schema version \(version); this pm knows versions up to \(known)",
        reason: .newer(found: version, known: known), code: SQLITE_NOTADB, path: path)
    }
    if version > 0, version < known, !allowsOlder {
      throw StoreError(
        "the database has schema version \(version); this pm needs version \(known)",
        reason: .older(found: version, needed: known), code: SQLITE_NOTADB, path: path)
    }
    if version == 0, mode != .create {
      // The schema comes with its version, in one commit, maybe this moment: where there still is one
      // without the other, somebody took that away.
      if try scalar("SELECT count(*) FROM sqlite_schema") != 0, try schemaVersion() == 0 {
        throw StoreError("the schema has no version", code: SQLITE_CORRUPT, path: path)
      }
      throw StoreError(
        "the database was never finished: create it again", reason: .unfinished,
        code: SQLITE_NOTADB, path: path)
    }
  }
}

/// File systems that several computers share, by the number that statfs(2) gives.
enum NetworkFileSystem {
  /// The name of a network file system; nil for every other one.
  static func name(ofType type: Int) -> String? {
    switch UInt32(truncatingIfNeeded: type) {
    case 0x6969: "NFS"
    case 0x517B: "SMB"
    case 0xFF53_4D42: "CIFS"
    case 0xFE53_4D42: "SMB2"
    case 0x5346_414F: "AFS"
    case 0x00C3_6400: "Ceph"
    case 0x0BD0_0BD0: "Lustre"
    case 0x0116_1970: "GFS2"
    case 0x7461_636F: "OCFS2"
    case 0x0102_1997: "9P"
    default: nil
    }
  }

  /// Throws when `path`, or the directory it is to be made in, lies on a network file system.
  ///
  /// "All processes using a database must be on the same host computer; WAL does not work over a
  /// network filesystem."
  static func refuse(_ path: String) throws(StoreError) {
    let directory = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
    let types = [pm_file_system_type(path), pm_file_system_type(directory)]
    guard let name = types.lazy.compactMap(name(ofType:)).first else { return }
    throw StoreError(
      "the database lies on \(name), a network file system; move it to a local disk",
      reason: .networkFileSystem(name), code: SQLITE_CANTOPEN, path: path)
  }
}
