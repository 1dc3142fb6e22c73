// Who calls: the user of the process, or whoever the owner of the database runs pm for through sudo.
import Glibc
import PMCore
import PMFormat

extension Context {
  /// Who asks: `--actor`, else who called sudo, else the user of the process.
  package var actor: String {
    if let actor = common.actor { return actor }
    return caller
  }

  /// Who called, whatever `--actor` says: whoever the owner of the database runs pm for through
  /// sudo, else the user of the process. Anybody else could set `SUDO_USER` to what he likes.
  package var caller: String {
    if let user = environment.filled("SUDO_USER"), fileOwner(common.database) ?? geteuid() == geteuid() {
      return user
    }
    guard environment.isProcess else { return environment.filled("USER") ?? "unknown" }
    return processUser
  }

  /// Whether somebody else than root runs pm as the account that owns the databases: what he asks
  /// for beside the database would be done with that account's rights.
  var isThroughSudo: Bool {
    guard let user = environment.filled("SUDO_USER"), user != "root" else { return false }
    guard environment.isProcess else { return user != environment.filled("USER") }
    return geteuid() != 0 && user != processUser
  }

  /// Whom the journal names: who called, and for whom.
  var journalActor: String {
    let name = maskedPersons(actor)
    guard authority?.member != nil, common.actor != nil, actor != caller else { return name }
    return "\(caller) for \(name)"
  }

  /// Whether this process runs as the owner of the database, or as root, who can become him.
  var ownsDatabase: Bool {
    guard let owner = fileOwner(common.database) else { return true }
    return owner == geteuid() || geteuid() == 0
  }
}

/// The user that a file belongs to; nil where there is none.
func fileOwner(_ path: String) -> uid_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_uid : nil
}

/// The user of this process.
private let processUser = userName(of: getuid()) ?? "uid-\(getuid())"

/// The name of a user in /etc/passwd.
private func userName(of user: uid_t) -> String? {
  firstUser { _, number in number == "\(user)" }
}

/// Whether somebody is called so in /etc/passwd.
func isUserName(_ name: String) -> Bool { firstUser { found, _ in found == name } != nil }

/// The first user of /etc/passwd with this name and number; getpwuid(3) and getpwnam(3) would load
/// libraries that a static program lacks.
private func firstUser(_ isMeant: (String, String) -> Bool) -> String? {
  guard let file = try? TextFile(path: "/etc/passwd") else { return nil }
  for line in file.bytes.split(separator: 0x0A) {
    let fields = line.split(separator: 0x3A, omittingEmptySubsequences: false)
    if fields.count < 3 { continue }
    let name = String(decoding: fields[0], as: UTF8.self)
    if isMeant(name, String(decoding: fields[2], as: UTF8.self)) { return name }
  }
  return nil
}
