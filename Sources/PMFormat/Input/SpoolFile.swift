// A temporary file without a name, for input that must be decoded before it can be read.
import Glibc

/// Collects bytes in an unlinked file that only this process can read, then maps them.
package final class SpoolFile {
  static let blockSize = 128 * 1024

  /// Where the file is.
  private let directory: String
  private let descriptor: Int32
  private let block: UnsafeMutablePointer<UInt8>
  private var used = 0
  private var written = 0

  /// Makes an empty spool in `TMPDIR`, or `/tmp`.
  package init() throws(InputError) {
    var directory = "/tmp"
    if let named = getenv("TMPDIR"), named[0] != 0 { directory = String(cString: named) }
    var template = Array("\(directory)/pm.XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw InputError(.temporary(errno), path: directory) }
    unlink(template)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    self.directory = directory
    descriptor = file
    block = .allocate(capacity: Self.blockSize)
  }

  deinit {
    close(descriptor)
    block.deallocate()
  }

  /// Appends one byte.
  package func append(_ byte: UInt8) throws(InputError) {
    if used == Self.blockSize { try flush() }
    block[used] = byte
    used &+= 1
  }

  /// Appends bytes.
  package func append(_ bytes: UnsafeBufferPointer<UInt8>) throws(InputError) {
    guard let base = bytes.baseAddress else { return }
    var from = 0
    while from < bytes.count {
      if used == Self.blockSize { try flush() }
      let count = min(bytes.count - from, Self.blockSize - used)
      memcpy(block + used, base + from, count)
      used += count
      from += count
    }
  }

  /// Appends a character as UTF-8.
  func append(scalar code: UInt32) throws(InputError) {
    if used + 4 > Self.blockSize { try flush() }
    used &+= UTF8Bytes.write(code, to: block + used)
  }

  /// Maps what was appended; nothing more may be appended.
  package func mapped() throws(InputError) -> MappedFile {
    let (file, count) = try flushed()
    return try MappedFile(mapping: file, count: count, path: "-")
  }

  /// Reads what was appended, a piece at a time; nothing more may be appended.
  package func reader() throws(InputError) -> SpoolReader {
    let count = try flushed().count
    return SpoolReader(self, count: count)
  }

  fileprivate func failure(_ number: Int32) -> InputError { InputError(.temporary(number), path: directory) }

  /// The bytes from `place` on, as many as there are and as fit.
  fileprivate func fill(
    _ window: UnsafeMutableBufferPointer<UInt8>, from place: Int
  ) throws(InputError) -> Int {
    while true {
      let got = pread(descriptor, window.baseAddress, window.count, off_t(place))
      if got >= 0 { return got }
      if errno != EINTR { throw failure(errno) }
    }
  }

  /// The descriptor, which stays this object's own, and the length of what was appended.
  func flushed() throws(InputError) -> (descriptor: Int32, count: Int) {
    try flush()
    return (descriptor, written)
  }

  private func flush() throws(InputError) {
    var from = 0
    while from < used {
      let count = write(descriptor, block + from, used - from)
      if count > 0 {
        from += count
      } else if errno != EINTR {
        throw failure(errno)
      }
    }
    written += used
    used = 0
  }
}

/// Pieces of a spool in any order, through a window: mapped, all of it would count as memory.
package final class SpoolReader {
  private let spool: SpoolFile
  private let count: Int
  private var window: UnsafeMutableBufferPointer<UInt8>
  private var start = 0
  private var filled = 0

  fileprivate init(_ spool: SpoolFile, count: Int) {
    self.spool = spool
    self.count = count
    window = .allocate(capacity: 1 << 14)
  }

  deinit { window.deallocate() }

  /// Gives `body` the `length` bytes at `place`, which are valid until it returns.
  package func read<Value>(
    _ length: Int, at place: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value
  ) throws -> Value {
    guard place >= 0, length >= 0, length <= count - place else {
      throw spool.failure(EIO)
    }
    if place < start || place + length > start + filled {
      if length > window.count {
        window.deallocate()
        window = .allocate(capacity: length)
      }
      (start, filled) = (place, 0)
      while filled < length {
        let rest = UnsafeMutableBufferPointer(rebasing: window[filled...])
        let got = try spool.fill(rest, from: place + filled)
        if got == 0 { throw spool.failure(EIO) }
        filled += got
      }
    }
    return try body(UnsafeBufferPointer(rebasing: window[(place - start)..<(place - start + length)]))
  }
}
