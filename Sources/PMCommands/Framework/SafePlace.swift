// Through sudo a database must lie where only the account that runs pm, and root, choose what lies there.
import Glibc
import PMCore
import PMStore

/// Whether nobody but this account and root can put another file in the place of `path`, which has no
/// symbolic links: who could, might show one file to be asked who he is, and another to be used.
///
/// What sshd asks of the files that it trusts: each folder on the way belongs to root or the account,
/// and is not written by others. Only above the last one may it be a folder such as /tmp, in which
/// nobody moves what is not his.
func isSafePlace(_ path: String) -> Bool {
  var status = stat()
  func isOwn() -> Bool { status.st_uid == 0 || status.st_uid == geteuid() }
  guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else { return false }
  var folder = path
  var isLast = true
  while let slash = folder.lastIndex(of: "/") {
    folder = String(folder[..<slash])
    guard lstat(folder.isEmpty ? "/" : folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, isOwn() else {
      return false
    }
    let isOpen = status.st_mode & (S_IWGRP | S_IWOTH) != 0
    if isOpen, isLast || status.st_mode & S_ISVTX == 0 { return false }
    isLast = false
  }
  return true
}

extension Context {
  /// Refuses, through sudo, a database that somebody else could exchange for another meanwhile.
  func requireSafePlace(_ database: Database) throws {
    if !isThroughSudo || database.path.isEmpty || isSafePlace(database.path) { return }
    throw Failure(
      .notPermitted, "unsafe-place",
      Words(
        "through sudo the folders above a database must belong to root or the account that runs pm, and be written by nobody else",
        zh: "通过 sudo 时，数据库所在的各级目录须属于 root 或运行 pm 的账户，且他人不可写"),
      hint: Words("chmod go-w the folder, as Samples/sudoers has it", zh: "请对该目录执行 chmod go-w，参见 Samples/sudoers"),
      at: Place(file: common.database))
  }
}
