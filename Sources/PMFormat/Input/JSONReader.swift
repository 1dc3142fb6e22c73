// The tokens of JSON out of bytes, strictly by RFC 8259.
import Glibc

/// Reads JSON from UTF-8 bytes, which must outlive it; every method leaves `at` behind what it read.
package struct JSONReader {
  /// How deep arrays and objects may stand in each other.
  package static let deepest = 64

  /// The byte that comes next.
  var at: Int
  let base: UnsafePointer<UInt8>
  let end: Int
  /// Where strings with escapes are kept; whoever uses the strings resets it.
  let arena: Arena

  /// Stands before the first byte, behind a byte order mark.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    base = bytes.baseAddress ?? UnsafePointer(ByteKinds.nothing)
    end = bytes.count
    at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    arena = Arena()
  }

  /// The byte that comes next behind white space; nil at the end.
  mutating func peek() -> UInt8? {
    while at < end {
      switch base[at] {
      case Byte.space, Byte.tab, Byte.lineFeed, Byte.carriageReturn: at &+= 1
      default: return base[at]
      }
    }
    return nil
  }

  /// Steps over a byte that must come next behind white space.
  mutating func take(_ byte: UInt8, or rule: JSONError.Rule) throws(JSONError) {
    guard let next = peek() else { throw error(.endOfInput, at: end) }
    guard next == byte else { throw error(rule, at: at) }
    at += 1
  }

  /// Whether a list goes on (`,`) or ends with `close`; reads either.
  mutating func goesOn(until close: UInt8) throws(JSONError) -> Bool {
    guard let next = peek() else { throw error(.endOfInput, at: end) }
    guard next == Byte.comma || next == close else { throw error(.expectedCommaOrEnd, at: at) }
    let comma = at
    at += 1
    if next == close { return false }
    if peek() == close { throw error(.trailingComma, at: comma) }
    return true
  }

  /// Reads the name of a member and its colon.
  mutating func name() throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    guard let next = peek() else { throw error(.endOfInput, at: end) }
    guard next == Byte.quote else { throw error(.expectedName, at: at) }
    let name = try string()
    try take(Byte.colon, or: .expectedColon)
    return name
  }

  /// Reads `true`, `false` or `null`; its text.
  @discardableResult
  mutating func literal(_ word: StaticString) throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    let count = word.utf8CodeUnitCount
    guard end - at >= count, memcmp(base + at, word.utf8Start, count) == 0 else {
      throw error(.expectedValue, at: at)
    }
    at += count
    return UnsafeBufferPointer(start: base + at - count, count: count)
  }

  /// Reads a number; its text.
  mutating func number() throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    let start = at
    if base[at] == Byte.minus { at += 1 }
    let whole = digits()
    var isSound = whole == 1 || (whole > 1 && base[at - whole] != Byte.zero)
    if at < end && base[at] == Byte.dot {
      at += 1
      if digits() == 0 { isSound = false }
    }
    if at < end && base[at] | 0x20 == Byte.e {
      at += 1
      if at < end && (base[at] == Byte.plus || base[at] == Byte.minus) { at += 1 }
      if digits() == 0 { isSound = false }
    }
    guard isSound else { throw error(.badNumber, at: start) }
    return UnsafeBufferPointer(start: base + start, count: at - start)
  }

  /// Reads a string whose quote comes next.
  ///
  /// Its bytes lie in the source, or in the arena when it has escapes.
  mutating func string() throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    let open = at
    at += 1
    let start = at
    while at < end {
      let byte = base[at]
      if byte == Byte.quote {
        at += 1
        return UnsafeBufferPointer(start: base + start, count: at - 1 - start)
      }
      if byte == Byte.backslash { return try escaped(from: start, open: open) }
      try step(over: byte)
    }
    throw error(.endOfInput, at: open)
  }

  private mutating func escaped(
    from start: Int, open: Int
  ) throws(JSONError) -> UnsafeBufferPointer<UInt8> {
    var close = at
    while close < end && base[close] != Byte.quote {
      close += base[close] == Byte.backslash ? 2 : 1
    }
    guard close < end else { throw error(.endOfInput, at: open) }
    // No escape is shorter than the UTF-8 of its character: the source's length is room enough.
    let room = arena.allocate(close - start)
    guard let cell = room.baseAddress else { throw error(.endOfInput, at: open) }
    memcpy(cell, base + start, at - start)
    var count = at - start
    while at < close {
      if base[at] == Byte.backslash {
        count += UTF8Bytes.write(try escape(), to: cell + count)
      } else {
        let from = at
        try step(over: base[at])
        for index in from..<at { cell[count + index - from] = base[index] }
        count += at - from
      }
    }
    at = close + 1
    return UnsafeBufferPointer(start: cell, count: count)
  }

  @inline(__always)
  private mutating func step(over byte: UInt8) throws(JSONError) {
    if byte < 0x20 { throw error(.controlCharacter, at: at) }
    if byte < 0x80 {
      at &+= 1
      return
    }
    let length = UTF8Bytes.sequence(base + at, left: end - at)
    if length == 0 { throw error(.invalidUTF8, at: at) }
    at &+= length
  }

  private mutating func escape() throws(JSONError) -> UInt32 {
    let start = at
    let letter = at + 1 < end ? base[at + 1] : 0
    at += 2
    switch letter {
    case Byte.quote, Byte.backslash, UInt8(ascii: "/"): return UInt32(letter)
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"): break
    default: throw error(.badEscape, at: start)
    }
    let unit = try hex(start)
    if unit & 0xF800 != 0xD800 { return unit }
    guard unit < 0xDC00, at + 1 < end, base[at] == Byte.backslash,
      base[at + 1] == UInt8(ascii: "u")
    else { throw error(.loneSurrogate, at: start) }
    at += 2
    let low = try hex(at - 2)
    guard low & 0xFC00 == 0xDC00 else { throw error(.loneSurrogate, at: start) }
    return 0x1_0000 + ((unit & 0x3FF) << 10 | low & 0x3FF)
  }

  private mutating func hex(_ start: Int) throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard at < end else { throw error(.badEscape, at: start) }
      let digit: UInt8
      switch base[at] {
      case 0x30...0x39: digit = base[at] - 0x30
      case 0x41...0x46: digit = base[at] - 0x37
      case 0x61...0x66: digit = base[at] - 0x57
      default: throw error(.badEscape, at: start)
      }
      unit = unit << 4 | UInt32(digit)
      at += 1
    }
    return unit
  }

  private mutating func digits() -> Int {
    let start = at
    while at < end && base[at] >= Byte.zero && base[at] <= Byte.nine { at += 1 }
    return at - start
  }

  /// An error at a byte, whose line and column are counted only now.
  func error(_ rule: JSONError.Rule, at offset: Int) -> JSONError {
    let before = UnsafeBufferPointer(start: base, count: min(offset, end))
    var column = 1
    for byte in before.reversed() {
      if byte == Byte.lineFeed || byte == Byte.carriageReturn { break }
      if byte & 0xC0 != 0x80 { column += 1 }
    }
    if before.starts(with: [0xEF, 0xBB, 0xBF]) && LineCount.breaks(in: before) == 0 { column -= 1 }
    return JSONError(rule, line: LineCount.breaks(in: before) + 1, column: column)
  }
}
