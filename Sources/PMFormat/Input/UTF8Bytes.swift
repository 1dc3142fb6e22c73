// UTF-8 over raw bytes: the strict check, one character in, one character out.

/// Strict UTF-8 (Unicode 16, table 3-7): no overlong forms, no surrogates, nothing over U+10FFFF.
package enum UTF8Bytes {
  /// Where the first byte sequence starts that is no character; nil when all is well.
  package static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let end = bytes.count
    var at = 0
    while true {
      at = endOfASCII(base, from: at, to: end)
      if at >= end { return nil }
      let length = sequence(base + at, left: end - at)
      if length == 0 { return at }
      at &+= length
    }
  }

  /// Where the run of ASCII from `start` ends, eight bytes at a time.
  static func endOfASCII(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    let raw = UnsafeRawPointer(base)
    var at = start
    while at &+ 8 <= end {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let high = word & 0x8080_8080_8080_8080
      if high != 0 { return at &+ (high.trailingZeroBitCount >> 3) }
      at &+= 8
    }
    while at < end && base[at] < 0x80 { at &+= 1 }
    return at
  }

  /// The length of the character at `bytes`, which has `left` bytes at most; 0 when it is none.
  @inline(__always)
  static func sequence(_ bytes: UnsafePointer<UInt8>, left: Int) -> Int {
    let lead = bytes[0]
    if lead < 0x80 { return 1 }
    if lead < 0xC2 || lead > 0xF4 || left < 2 { return 0 }
    let second = bytes[1]
    if lead < 0xE0 { return isTrail(second) ? 2 : 0 }
    if left < 3 || !isTrail(bytes[2]) { return 0 }
    switch lead {
    case 0xE0: return second >= 0xA0 && second <= 0xBF ? 3 : 0
    case 0xED: return second >= 0x80 && second <= 0x9F ? 3 : 0
    case 0xE1...0xEF: return isTrail(second) ? 3 : 0
    default: break
    }
    if left < 4 || !isTrail(bytes[3]) { return 0 }
    switch lead {
    case 0xF0: return second >= 0x90 && second <= 0xBF ? 4 : 0
    case 0xF4: return second >= 0x80 && second <= 0x8F ? 4 : 0
    default: return isTrail(second) ? 4 : 0
    }
  }

  /// The character of a sequence that `sequence` found sound.
  static func decode(_ bytes: UnsafePointer<UInt8>, length: Int) -> UInt32 {
    let lead = UInt32(bytes[0])
    if length == 1 { return lead }
    var code = length == 2 ? lead & 0x1F : length == 3 ? lead & 0x0F : lead & 0x07
    for index in 1..<length { code = code << 6 | UInt32(bytes[index] & 0x3F) }
    return code
  }

  /// Writes a character (no surrogate, at most U+10FFFF); how many bytes it took.
  @inline(__always)
  static func write(_ code: UInt32, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
    if code < 0x80 {
      bytes[0] = UInt8(truncatingIfNeeded: code)
      return 1
    }
    if code < 0x800 {
      bytes[0] = UInt8(truncatingIfNeeded: 0xC0 | code >> 6)
      bytes[1] = trail(code)
      return 2
    }
    if code < 0x1_0000 {
      bytes[0] = UInt8(truncatingIfNeeded: 0xE0 | code >> 12)
      bytes[1] = trail(code >> 6)
      bytes[2] = trail(code)
      return 3
    }
    bytes[0] = UInt8(truncatingIfNeeded: 0xF0 | code >> 18)
    bytes[1] = trail(code >> 12)
    bytes[2] = trail(code >> 6)
    bytes[3] = trail(code)
    return 4
  }

  private static func trail(_ code: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: 0x80 | code & 0x3F)
  }

  private static func isTrail(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x80
  }
}
