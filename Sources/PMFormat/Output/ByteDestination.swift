// Where buffered bytes go: a descriptor, a file that appears whole or not at all, or memory.
import Glibc

/// Takes the bytes of a buffer as it fills.
package protocol ByteDestination: AnyObject {
  /// How many bytes it is best given at a time.
  var blockSize: Int { get }
  /// Takes all the bytes or throws.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError)
  /// Makes what was written count; nothing is written afterwards.
  func commit() throws(OutputError)
  /// Forgets what was written where that is possible.
  func discard()
}

extension ByteDestination {
  /// What a file takes at the speed of the disk.
  package var blockSize: Int { 131_072 }
}

/// Writes to a descriptor that somebody else opened and will close, such as standard output.
package final class DescriptorDestination: ByteDestination {
  private let descriptor: Int32
  private let path: String?
  private let isStopped: () -> Bool

  /// A destination over an open descriptor; `path` is for messages only.
  ///
  /// - Parameter isStopped: whether to give a slow reader up, asked where one had to be waited for.
  package init(_ descriptor: Int32, path: String? = nil, isStopped: @escaping () -> Bool = { false }) {
    self.descriptor = descriptor
    self.path = path
    self.isStopped = isStopped
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    try writeAll(bytes, to: descriptor, path: path, isStopped: isStopped)
  }

  package func commit() throws(OutputError) {}

  package func discard() {}
}

/// Keeps the bytes in memory, for tests and for runs inside another program.
package final class MemoryDestination: ByteDestination {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = []

  /// An empty destination.
  package init() {}

  package var blockSize: Int { 4096 }

  /// What was written, as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    self.bytes.append(contentsOf: bytes)
  }

  package func commit() throws(OutputError) {}

  package func discard() { bytes.removeAll() }
}

/// Writes all the bytes, going on after interruptions and partial writes unless that `isStopped`
/// (EINTR).
func writeAll(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String?,
  isStopped: () -> Bool = { false }
) throws(OutputError) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let slice = UnsafeRawBufferPointer(rebasing: rest)
    let written = Glibc.write(descriptor, slice.baseAddress, slice.count)
    if written > 0 {
      rest = rest.dropFirst(written)
      // A signal that ends a write which has begun leaves no other trace.
      if !rest.isEmpty, isStopped() { throw OutputError(.write, errno: EINTR, path: path) }
    } else if written == 0 {
      throw OutputError(.write, errno: EIO, path: path)
    } else if errno == EAGAIN {
      // A program that shares the descriptor made it non-blocking: wait until it takes more.
      var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      if poll(&wait, 1, -1) < 0, isStopped() { throw OutputError(.write, errno: EINTR, path: path) }
    } else if errno != EINTR || isStopped() {
      throw OutputError(.write, errno: errno, path: path)
    }
  }
}
