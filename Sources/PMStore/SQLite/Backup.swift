// A copy of the database as of one moment, made while others write.

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

  private func copyPages(to target: Database) throws(StoreError) {
    guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else {
      throw target.failure(sqlite3_errcode(target.handle))
    }
    // All in one step: "If N is negative, all remaining source pages are copied", under
    // one read lock, which holds up no writer of a database with a log.
    let stepped = sqlite3_backup_step(backup, -1)
    let finished = sqlite3_backup_finish(backup)
    guard stepped == SQLITE_DONE else { throw target.failure(stepped) }
    guard finished == SQLITE_OK else { throw target.failure(finished) }
  }
}
