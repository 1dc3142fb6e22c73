// Names given to files without ever taking one from another file.
import CSQLite
import Glibc

/// Gives the files or folders at two paths each other's names; nobody ever finds one of them missing.
///
/// - Returns: whether it was done; else `errno` says why not.
package func exchangeFiles(_ one: String, _ other: String) -> Bool { pm_exchange(one, other) == 0 }

/// Renames a file to a name that nothing has; what has it already stays, and `errno` is EEXIST.
///
/// - Returns: whether it was done; else `errno` says why not.
package func renameAnew(_ file: String, to name: String) -> Bool {
  if pm_rename_anew(file, name) == 0 { return true }
  // Some file systems, NFS and many of FUSE among them, do not know the flag, but know links.
  guard errno == EINVAL || errno == ENOSYS, link(file, name) == 0 else { return false }
  unlink(file)
  return true
}
