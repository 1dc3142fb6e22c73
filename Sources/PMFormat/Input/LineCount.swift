// Physical lines of a file: LF, CRLF and CR each end one.

/// Counts lines the way an editor does.
package enum LineCount {
  /// How many line ends there are; a CR right before an LF belongs to it.
  package static func breaks(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var count = 0
    var previous: UInt8 = 0
    for index in 0..<bytes.count {
      let byte = base[index]
      if byte <= Byte.carriageReturn {
        if byte == Byte.lineFeed {
          count &+= previous == Byte.carriageReturn ? 0 : 1
        } else if byte == Byte.carriageReturn {
          count &+= 1
        }
      }
      previous = byte
    }
    return count
  }

  /// The byte where line `line` (from 1) starts, looking from `start` = line 1; the end if there is none.
  package static func offset(
    ofLine line: Int, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    var at = min(start, bytes.count)
    var current = 1
    while current < line && at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == Byte.carriageReturn && at < bytes.count && bytes[at] == Byte.lineFeed { at += 1 }
      if byte == Byte.carriageReturn || byte == Byte.lineFeed { current += 1 }
    }
    return at
  }
}

/// Lines of many bytes of one file, in any order: from the last of the marks before a byte it is never
/// far to go, and ascending bytes cost one walk through the file together.
package struct LineFinder {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0
  private var line = 1
  /// The line of every so many bytes, as far as anybody asked.
  private var marks: [(offset: Int, line: Int)] = [(0, 1)]
  private static let step = 4096

  /// Starts at line 1; the bytes must outlive the finder.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The physical line, from 1, of a byte.
  package mutating func line(at target: Int) -> Int {
    let target = max(0, min(target, bytes.count))
    // Between CR and LF a walk could not go on: the LF would count again.
    if isInsideBreak(target) { return line(at: target - 1) + 1 }
    while marks.count * Self.step <= target {
      let place = marks.count * Self.step
      // The byte behind is none of the two, or behind the file.
      walk(to: isInsideBreak(place) ? min(place + 1, bytes.count) : place)
      marks.append((offset, line))
    }
    let mark = target / Self.step
    let nearest = marks[marks[mark].offset <= target ? mark : mark - 1]
    if target < offset || offset < nearest.offset { (offset, line) = nearest }
    walk(to: target)
    return line
  }

  private func isInsideBreak(_ place: Int) -> Bool {
    place > 0 && place < bytes.count && bytes[place] == Byte.lineFeed
      && bytes[place - 1] == Byte.carriageReturn
  }

  private mutating func walk(to target: Int) {
    if target < offset { (offset, line) = marks[marks.count - 1] }
    line += LineCount.breaks(in: UnsafeBufferPointer(rebasing: bytes[offset..<target]))
    offset = target
  }
}
