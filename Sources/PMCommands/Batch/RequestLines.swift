// The lines of a stream of requests, and whether one more is there without waiting.
import Glibc
import PMCore
import PMFormat
import PMStore

/// Reads lines from standard input as they come.
struct RequestLines {
  /// The longest line taken: a request with a file sent along. As a tree of values a line takes up to
  /// 40 times its bytes. Of a longer one only one byte more is kept.
  static let longest = 4 << 20

  private let descriptor: Int32?
  private var buffer: [UInt8]
  private var start = 0
  /// Up to where `buffer` was searched for the end of a line.
  private var searched = 0
  private var isAtEnd: Bool
  /// Whether what comes next, up to the end of the line, is more than is kept of it.
  private var isSkipping = false

  init(_ input: StandardInput) throws {
    switch input {
    case .process:
      descriptor = STDIN_FILENO
      buffer = []
      isAtEnd = false
    case .sent(let bytes):
      descriptor = nil
      buffer = bytes
      isAtEnd = true
    case .none:
      descriptor = nil
      buffer = []
      isAtEnd = true
    }
  }

  /// Whether a whole line has arrived, or can be read at once.
  mutating func isReady() throws -> Bool {
    while true {
      if lineEnd() != nil || isAtEnd { return start < buffer.count }
      guard let descriptor else { return false }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&wait, 1, 0) <= 0 { return false }
      try fill(descriptor)
    }
  }

  /// The next line without its end; nil behind the last. Waits for it.
  mutating func next() throws -> [UInt8]? {
    while lineEnd() == nil, !isAtEnd, let descriptor { try fill(descriptor) }
    guard start < buffer.count else { return nil }
    let end = lineEnd() ?? buffer.count
    let line = Array(buffer[start..<end])
    start = min(end + 1, buffer.count)
    searched = start
    return line
  }

  private mutating func lineEnd() -> Int? {
    let found = buffer.withUnsafeBytes { bytes -> Int? in
      guard searched < bytes.count, let start = bytes.baseAddress else { return nil }
      return memchr(start + searched, 0x0A, bytes.count - searched).map {
        $0 - UnsafeMutableRawPointer(mutating: start)
      }
    }
    searched = found ?? buffer.count
    return found
  }

  /// Waits until there is something to read, or a signal asks to stop.
  ///
  /// A signal that comes just before the read would interrupt nothing, and the read wait for ever:
  /// so what waits looks up four times a second.
  private func wait(_ descriptor: Int32) throws {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      try Interruption.check()
      let ready = poll(&wait, 1, 250)
      if ready > 0 || ready < 0 && errno != EINTR { return }
    }
  }

  private mutating func fill(_ descriptor: Int32) throws {
    if start > 0 {
      buffer.removeFirst(start)
      searched -= start
      start = 0
    }
    if buffer.count > Self.longest {
      buffer.removeLast(buffer.count - Self.longest - 1)
      searched = buffer.count
      isSkipping = true
    }
    try wait(descriptor)
    let room = 1 << 16
    let count = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: room))
    let got = buffer.withUnsafeMutableBytes { bytes in
      read(descriptor, bytes.baseAddress.map { $0 + count }, room)
    }
    let number = errno
    buffer.removeLast(room - max(got, 0))
    if isSkipping {
      let end = buffer[count...].firstIndex(of: 0x0A)
      buffer.removeSubrange(count..<(end ?? buffer.count))
      isSkipping = end == nil
    }
    if got == 0 { isAtEnd = true }
    if got < 0 {
      try Interruption.check()
      if number != EINTR && number != EAGAIN { throw InputError(.unreadable(number), path: "-") }
    }
  }
}
