// Where a file is made before it has its name; what a killed process left there goes with the next one.
import Glibc

/// A folder `.pm-part-1` beside what is being made, for its owner alone and locked while he lives.
///
/// flock(2) is dropped when its holder dies, however it dies: what can be locked is nobody's any
/// more, and is removed by the next that is made in the same directory. The number of a process would
/// not tell: others get it later, and each container counts anew.
package final class PartFolder {
  /// Its name; what is made in it is renamed or linked out of it, or it is renamed itself.
  package let path: String
  private var descriptor: Int32

  /// Makes a folder beside `target`, and clears away those of processes that are gone.
  package init(beside target: String) throws(OutputError) {
    let parent = directory(of: target)
    for name in namesInFolder(parent) ?? [] where name.hasPrefix(Self.prefix) {
      Self.clear(parent + name)
    }
    for number in 1...10_000 {
      let name = parent + Self.prefix + "\(number)"
      if mkdir(name, 0o700) != 0 {
        if errno == EEXIST { continue }
        throw OutputError(.create, errno: errno, path: target)
      }
      let held = Self.open(name)
      if held < 0, errno != ENOENT {
        let error = OutputError(.create, errno: errno, path: target)
        rmdir(name)
        throw error
      }
      // Whoever came between the calls has taken it for left over, and removes it.
      if !Self.lock(held, name, orUnlockable: true) { continue }
      path = name
      descriptor = held
      return
    }
    throw OutputError(.create, errno: EEXIST, path: target)
  }

  deinit { remove() }

  /// Removes the folder with what is in it; or what is in its place, if it changed places.
  package func remove() {
    if descriptor < 0 { return }
    let isThere = Self.leads(path, to: descriptor)
    if isThere { Self.empty(descriptor, path) }
    close(descriptor)
    descriptor = -1
    if !isThere { Self.clear(path) }
  }

  private static let prefix = ".pm-part-"

  /// The directory in which a file in such a folder is being made, whose own name tells nobody
  /// anything; nil for any other file.
  package static func place(of path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 1, parts[parts.count - 2].hasPrefix(prefix) else { return nil }
    let directory = parts.dropLast(2).joined(separator: "/")
    return directory.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : directory
  }

  /// Removes a folder that nobody holds any more.
  private static func clear(_ path: String) {
    let descriptor = open(path)
    if !lock(descriptor, path, orUnlockable: false) { return }
    empty(descriptor, path)
    close(descriptor)
  }

  private static func empty(_ descriptor: Int32, _ path: String) {
    for name in namesInFolder(path) ?? [] { unlinkat(descriptor, name, 0) }
    rmdir(path)
  }

  private static func open(_ path: String) -> Int32 {
    Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  }

  /// Locks an open folder; closes it where somebody else holds it, or has removed it meanwhile.
  ///
  /// - Parameter orUnlockable: also where the file system has no such locks; what is left there
  ///   stays.
  private static func lock(_ descriptor: Int32, _ path: String, orUnlockable: Bool) -> Bool {
    if descriptor < 0 { return false }
    let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
    if isLocked || orUnlockable && errno != EWOULDBLOCK, leads(path, to: descriptor) { return true }
    close(descriptor)
    return false
  }

  /// Whether the name is still that of the open folder.
  private static func leads(_ path: String, to descriptor: Int32) -> Bool {
    var named = stat()
    var held = stat()
    return lstat(path, &named) == 0 && fstat(descriptor, &held) == 0
      && named.st_ino == held.st_ino && named.st_dev == held.st_dev
  }
}

/// The directory part of a path, ending in a slash.
package func directory(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "./" }
  return String(path[...slash])
}

/// The names in a folder; nil where there is none.
package func namesInFolder(_ path: String) -> [String]? {
  guard let folder = opendir(path) else { return nil }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}
