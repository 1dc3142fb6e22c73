// A file that is replaced whole: written beside its name, made durable, then moved over it.
import Glibc

/// Writes a file that appears under its name only when it is complete.
///
/// The bytes go to a file in a `PartFolder` beside it, which `commit` syncs and renames over the
/// name. Until then the old file stays as it is; after a failure the temporary file is gone.
/// A symbolic link is followed. What is not a regular file (`/dev/null`, a pipe) is written to, and so
/// is what stands open already (`/dev/stdout`): who redirected it goes on writing to that very file.
package final class FileDestination: ByteDestination {
  private let path: String
  /// The file that is replaced: the path with symbolic links resolved.
  private let target: String
  /// Where it is written until `commit`; nil when the target itself is written.
  private var part: PartFolder?
  /// The open descriptor; -1 when closed.
  package private(set) var descriptor: Int32

  /// Opens a file for writing; `isPrivate` keeps it from everybody but its owner (mode 0600).
  package init(path: String, isPrivate: Bool = false) throws(OutputError) {
    self.path = path
    target = resolved(path)
    descriptor = -1

    if let open = openDescriptor(named: path) {
      descriptor = fcntl(open, F_DUPFD_CLOEXEC, 0)
      guard descriptor >= 0 else { throw OutputError(.create, errno: errno, path: path) }
      return
    }
    var status = stat()
    let exists = stat(target, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      descriptor = open(target, O_WRONLY | O_CLOEXEC | O_NOCTTY)
      guard descriptor >= 0 else { throw OutputError(.create, errno: errno, path: path) }
      return
    }
    // Renaming would get past a file that may not be written: ask for the right the name gives.
    if exists, access(target, W_OK) != 0 {
      throw OutputError(.create, errno: errno, path: path)
    }
    // What was closed to others stays closed to them.
    let mode: mode_t = (isPrivate ? 0o600 : 0o644) & (exists ? status.st_mode : 0o777)
    do {
      let part = try PartFolder(beside: target)
      self.part = part
      descriptor = open(
        Self.name(in: part), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    } catch {
      throw OutputError(.create, errno: error.errno, path: path)
    }
    if descriptor < 0 { throw OutputError(.create, errno: errno, path: path) }
  }

  private static func name(in part: PartFolder) -> String { part.path + "/file" }

  deinit { discard() }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    try writeAll(bytes, to: descriptor, path: path)
  }

  package func commit() throws(OutputError) {
    guard descriptor >= 0 else { throw OutputError(.write, errno: EBADF, path: path) }
    guard let part else {
      let closed = close(descriptor)
      descriptor = -1
      guard closed == 0 else { throw OutputError(.write, errno: errno, path: path) }
      return
    }
    guard fsync(descriptor) == 0 else { throw failure() }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, rename(Self.name(in: part), target) == 0 else { throw failure() }
    part.remove()
    try syncDirectory()
  }

  package func discard() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    part?.remove()
  }

  /// The error of the last system call, after the temporary file was removed.
  private func failure() -> OutputError {
    let error = OutputError(.write, errno: errno, path: path)
    discard()
    return error
  }

  /// Makes the new name durable; file systems that cannot sync a directory say EINVAL.
  private func syncDirectory() throws(OutputError) {
    let folder = open(directory(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    defer { close(folder) }
    if fsync(folder) != 0, errno != EINVAL {
      throw OutputError(.write, errno: errno, path: path)
    }
  }
}

/// The descriptor that a path names: 1 for `/dev/stdout`, 3 for `/dev/fd/3`; nil for any other path.
private func openDescriptor(named path: String) -> Int32? {
  switch path {
  case "/dev/stdout": return STDOUT_FILENO
  case "/dev/stderr": return STDERR_FILENO
  default:
    let folder = ["/dev/fd/", "/proc/self/fd/"].first(where: path.hasPrefix)
    return folder.flatMap { Int32(path.dropFirst($0.count)) }
  }
}

/// The path with symbolic links followed, or as it is when the file is not there yet.
private func resolved(_ path: String) -> String {
  guard let real = realpath(path, nil) else { return path }
  defer { free(real) }
  return String(cString: real)
}
