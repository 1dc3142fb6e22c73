// The bytes of an input file, in memory; standard input goes through a temporary file.
import Glibc

/// Why an input file cannot be read.
package struct InputError: Error, Equatable, Sendable {
  /// The kind of trouble; the command layer gives each its exit status.
  package enum Reason: Equatable, Sendable {
    /// There is no such file.
    case missing
    /// It is a directory.
    case directory
    /// It is neither a file nor a pipe: a device need never end.
    case device
    /// The system does not let us read it.
    case permission
    /// Reading failed with this `errno`.
    case unreadable(Int32)
    /// Somebody wrote to it while it was read.
    case changed
    /// The temporary file for standard input or decoded text failed with this `errno`.
    case temporary(Int32)
  }

  /// What went wrong.
  package let reason: Reason
  /// The path as it was given; `-` for standard input.
  package let path: String

  /// Makes an error about a path.
  package init(_ reason: Reason, path: String) {
    self.reason = reason
    self.path = path
  }

  /// The error of a system call on a path that failed with this `errno`.
  package static func system(_ code: Int32, path: String) -> InputError {
    switch code {
    case ENOENT, ENOTDIR: InputError(.missing, path: path)
    case EISDIR: InputError(.directory, path: path)
    case EACCES, EPERM: InputError(.permission, path: path)
    default: InputError(.unreadable(code), path: path)
    }
  }
}

/// A file's bytes; the memory is given back with the last reference.
///
/// A file with a name is read, not mapped: whoever cuts a mapped file short kills its readers
/// (SIGBUS), and whoever writes to it changes cells that were checked already. Only temporary
/// files, which nobody else can reach, are mapped.
package final class MappedFile {
  /// The whole content; valid as long as this object, which must stand in a variable.
  package let bytes: UnsafeBufferPointer<UInt8>

  /// Reads a file; `-` and what has no size of its own (a pipe, `/proc`) is spooled first.
  package convenience init(path: String) throws {
    if path == "-" {
      try self.init(spooling: STDIN_FILENO, path: path)
      return
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError.system(errno, path: path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw InputError.system(errno, path: path) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw InputError(.directory, path: path)
    case S_IFCHR where isatty(descriptor) == 0, S_IFBLK: throw InputError(.device, path: path)
    case S_IFREG where status.st_size > 0: try self.init(reading: descriptor, status, path: path)
    default: try self.init(spooling: descriptor, path: path)
    }
  }

  /// Reads an open file as it is; one that changes meanwhile is refused.
  private init(reading descriptor: Int32, _ before: stat, path: String) throws(InputError) {
    let count = Int(before.st_size)
    let address = mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)
    guard let address, address != MAP_FAILED else { throw InputError.system(errno, path: path) }
    bytes = UnsafeBufferPointer(start: address.assumingMemoryBound(to: UInt8.self), count: count)
    var from = 0
    while from < count {
      let part = read(descriptor, address + from, count - from)
      if part == 0 { throw InputError(.changed, path: path) }
      if part > 0 {
        from += part
      } else if errno != EINTR {
        throw InputError.system(errno, path: path)
      }
    }
    var after = stat()
    guard fstat(descriptor, &after) == 0, after.st_size == before.st_size,
      after.st_mtim.tv_sec == before.st_mtim.tv_sec,
      after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    else { throw InputError(.changed, path: path) }
  }

  /// Maps the first `count` bytes of an open file; the descriptor may be closed afterwards.
  init(mapping descriptor: Int32, count: Int, path: String) throws(InputError) {
    guard count > 0 else {
      bytes = UnsafeBufferPointer(start: nil, count: 0)
      return
    }
    let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address, address != MAP_FAILED else { throw InputError.system(errno, path: path) }
    madvise(address, count, MADV_SEQUENTIAL)
    bytes = UnsafeBufferPointer(start: address.assumingMemoryBound(to: UInt8.self), count: count)
  }

  private convenience init(spooling descriptor: Int32, path: String) throws(InputError) {
    let spool = try SpoolFile()
    let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: SpoolFile.blockSize)
    defer { block.deallocate() }
    while true {
      let count = read(descriptor, block.baseAddress, block.count)
      if count == 0 { break }
      // Going on after EINTR would sleep over a signal that asks pm to stop: nothing else ends a wait.
      if count < 0 { throw InputError.system(errno, path: path) }
      try spool.append(UnsafeBufferPointer(rebasing: block[0..<count]))
    }
    let (file, length) = try spool.flushed()
    try self.init(mapping: file, count: length, path: path)
  }

  deinit {
    if let address = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
    }
  }
}
