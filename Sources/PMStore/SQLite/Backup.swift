// A copy of the database as of one moment, made while others write; and a copy put back.

import CSQLite
import Glibc

extension Database {
  /// Copies the database, as of this moment, into the new file `copy`, which only its owner reads.
  ///
  /// The copy is complete and on the disk when this returns, and has neither a log nor other files
  /// beside it. When it fails nothing is left. A caller that promises a whole file under the final
  /// name copies to a temporary name, checks that, and renames it.
  package func copy(to copy: String) throws(StoreError) {
    guard try Self.createFile(copy) else { throw Self.existing(copy) }
    do throws(StoreError) {
      let target = try Database(
        connectingTo: copy, flags: SQLITE_OPEN_READWRITE, lockWait: lockWait)
      try copyPages(to: target)
      // The pages bring the header along, and with it the log: a copy is one file.
      try target.execute("PRAGMA journal_mode = DELETE")
    } catch {
      unlink(copy)
      throw error
    }
  }

  /// Takes from everybody the right to write a copy: the staff that it holds may have left since.
  package static func seal(_ copy: String) throws(StoreError) {
    guard chmod(copy, 0o400) == 0 else {
      throw StoreError(errno: errno, "cannot be made read-only", path: copy)
    }
  }

  /// Makes the content of `copy` that of this database, whose old content goes to the new file
  /// `kept`, which is made at `part` and has its name once it is whole.
  ///
  /// One commit through the log, under the write lock: whoever reads goes on with what was there
  /// when they began, writers wait and then write to what was restored, and a crash leaves one or
  /// the other.
  package func replaceContent(
    with copy: Database, keeping kept: String, madeAt part: String, lockWait: Duration? = nil
  ) throws {
    let deadline = Deadline(after: lockWait ?? self.lockWait)
    let lock = try acquireLock(until: deadline)
    defer { close(lock) }
    // A copy that was made writable has none: without it whoever reads would hold this commit up, and
    // the restored database each later one.
    try useWriteAheadLog(until: deadline)
    try self.copy(to: part)
    try Self.seal(part)
    try Interruption.check()
    try Self.rename(part, to: kept)
    Self.syncDirectory(of: kept)
    do {
      try copy.copyPages(to: self)
    } catch {
      buryCommit()
      // Nothing was replaced: a copy would pass for what was.
      if error.isBusy || error.isFull { unlink(kept) }
      throw error
    }
    cutLog()
  }

  /// Puts the complete copy `fresh` in the place of a file at `path` that is no database any more,
  /// or of none; what was there is renamed to `kept`.
  ///
  /// Its log is moved away first, so that at no moment one stands beside a file it does not
  /// belong to. After a crash between the renames a call with another name completes the work; the
  /// log of the damaged file then lies under the name before.
  package static func replaceFile(
    at path: String, with fresh: String, keeping kept: String, lockWait: Duration = defaultLockWait
  ) throws {
    let lock = try WriteLock.acquire(path + ".lock", wait: lockWait)
    defer { close(lock) }
    do {
      let copy = try Database(
        connectingTo: fresh, flags: SQLITE_OPEN_READWRITE, lockWait: lockWait)
      try copy.configure(.readWrite)
      try copy.useWriteAheadLog()
    }
    // The new log has nothing in it: the copy was written before it had one.
    for ending in ["-wal", "-shm", ".lock"] { unlink(fresh + ending) }
    unlink(path + "-shm")
    for ending in ["-wal", "-journal", ""] {
      let (name, target) = (path + ending, kept + ending)
      var status = stat()
      if lstat(name, &status) != 0, errno == ENOENT { continue }
      // Before it goes: where that fails, as for the owner of another file, all is as it was.
      try seal(name)
      try rename(name, to: target)
    }
    try rename(fresh, to: path)
    syncDirectory(of: path)
  }

  /// Renames a file to a name that nothing has.
  private static func rename(_ file: String, to name: String) throws(StoreError) {
    if renameAnew(file, to: name) { return }
    throw errno == EEXIST ? existing(name) : StoreError(errno: errno, "cannot be made", path: name)
  }

  /// Makes a name that was given or taken durable; file systems that cannot do it are many.
  package static func syncDirectory(of path: String) {
    let directory = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
    let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func copyPages(to target: Database) throws(StoreError) {
    guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else {
      throw target.failure(sqlite3_errcode(target.handle))
    }
    // All in one step: "If N is negative, all remaining source pages are copied", under
    // one read lock, which holds up no writer of a database with a log.
    let stepped = sqlite3_backup_step(backup, -1)
    let finished = sqlite3_backup_finish(backup)
    guard stepped == SQLITE_DONE else {
      var error = target.failure(stepped)
      // What is read is damaged, not what is written.
      if error.isCorrupt || error.isNotADatabase { error.path = path }
      throw error
    }
    guard finished == SQLITE_OK else { throw target.failure(finished) }
  }
}
