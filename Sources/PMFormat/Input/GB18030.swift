// GB 18030, the national encoding: what Chinese Excel saves as CSV and what banks read and write.

/// Decodes and encodes GB18030, and so GBK and GB2312; a lone 0x80 is CP936's euro sign.
///
/// Two-byte codes come from `GB18030Table`. The four-byte codes of the first plane number the
/// characters that have no two-byte code, in order, from U+0080; those from 0x90308130 on number
/// the other planes. The tables are built at the first use.
package enum GB18030 {
  private static let twoByteCount = 23_940
  private static let fourByteCount = 39_420
  private static let supplementary = 189_000

  /// Characters by index of their two-byte code.
  private nonisolated(unsafe) static let twoByte = readTable()
  /// Characters of the first plane by number of their four-byte code.
  private nonisolated(unsafe) static let fourByte = makeFourByte()
  /// By character: 1 + index of its two-byte code, or 0.
  private nonisolated(unsafe) static let indexOfTwoByte = invert(twoByte, twoByteCount)
  /// By character: 1 + number of its four-byte code, or 0.
  private nonisolated(unsafe) static let numberOfFourByte = invert(fourByte, fourByteCount)

  /// Appends the text as UTF-8; gives where the first bytes stand that are no character.
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into spool: SpoolFile
  ) throws(InputError) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let end = bytes.count
    let table = twoByte
    var at = start
    while true {
      let run = UTF8Bytes.endOfASCII(base, from: at, to: end)
      try spool.append(UnsafeBufferPointer(start: base + at, count: run - at))
      at = run
      while at < end && base[at] >= 0x80 {
        let left = end &- at
        let (lead, second) = (base[at], left > 1 ? base[at &+ 1] : 0)
        if lead >= 0x81 && lead < 0xFF && second >= 0x40 && second != 0x7F && second < 0xFF {
          let cell = Int(second) &- (second > 0x7F ? 0x41 : 0x40)
          try spool.append(scalar: UInt32(table[(Int(lead) &- 0x81) &* 190 &+ cell]))
          at &+= 2
        } else if lead == 0x80 {
          try spool.append(scalar: 0x20AC)
          at &+= 1
        } else {
          guard left >= 4, let code = fourByteCharacter(base + at) else { return at }
          try spool.append(scalar: code)
          at &+= 4
        }
      }
      if at >= end { return nil }
    }
  }

  /// The GB18030 bytes of a text; every character has some.
  package static func encode(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
    return bytes
  }

  /// Appends the GB18030 bytes of a character.
  package static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    let code = Int(scalar.value)
    if code < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: code))
      return
    }
    var number = code - 0x1_0000 + supplementary
    if code < 0x1_0000 {
      let index = Int(indexOfTwoByte[code]) - 1
      if index >= 0 {
        let cell = index % 190
        bytes.append(UInt8(truncatingIfNeeded: 0x81 + index / 190))
        bytes.append(UInt8(truncatingIfNeeded: cell + (cell < 0x3F ? 0x40 : 0x41)))
        return
      }
      number = Int(numberOfFourByte[code]) - 1
    }
    bytes.append(UInt8(truncatingIfNeeded: 0x81 + number / 12_600))
    bytes.append(UInt8(truncatingIfNeeded: 0x30 + number / 1_260 % 10))
    bytes.append(UInt8(truncatingIfNeeded: 0x81 + number / 10 % 126))
    bytes.append(UInt8(truncatingIfNeeded: 0x30 + number % 10))
  }

  /// The character of four bytes, or nil when they are no code.
  private static func fourByteCharacter(_ bytes: UnsafePointer<UInt8>) -> UInt32? {
    let (a, b, c, d) = (
      Int(bytes[0]) - 0x81, Int(bytes[1]) - 0x30, Int(bytes[2]) - 0x81, Int(bytes[3]) - 0x30
    )
    guard a >= 0, a < 126, b >= 0, b < 10, c >= 0, c < 126, d >= 0, d < 10 else { return nil }
    let number = ((a * 10 + b) * 126 + c) * 10 + d
    if number < fourByteCount { return UInt32(fourByte[number]) }
    guard number >= supplementary, number < supplementary + 0x10_0000 else { return nil }
    return UInt32(number - supplementary + 0x1_0000)
  }

  private static func readTable() -> UnsafeMutablePointer<UInt16> {
    let table = zeros(twoByteCount)
    let text = GB18030Table.characters
    let (start, end) = (text.utf8Start, text.utf8CodeUnitCount)
    var (at, index) = (0, 0)
    while at < end && index < twoByteCount {
      let length = UTF8Bytes.sequence(start + at, left: end - at)
      if length == 0 { break }
      if start[at] != Byte.lineFeed {
        table[index] = UInt16(
          truncatingIfNeeded: UTF8Bytes.decode(start + at, length: length))
        index += 1
      }
      at += length
    }
    for run in GB18030Table.privateRuns {
      for step in 0..<run.count {
        table[run.index + step] = run.first &+ UInt16(truncatingIfNeeded: step)
      }
    }
    return table
  }

  private static func makeFourByte() -> UnsafeMutablePointer<UInt16> {
    let table = zeros(fourByteCount)
    var number = 0
    for code in 0x80...0xFFFF where code & 0xF800 != 0xD800 && indexOfTwoByte[code] == 0 {
      guard number < fourByteCount else { break }
      table[number] = UInt16(truncatingIfNeeded: code)
      number += 1
    }
    return table
  }

  private static func invert(
    _ table: UnsafeMutablePointer<UInt16>, _ count: Int
  ) -> UnsafeMutablePointer<UInt16> {
    let inverse = zeros(0x1_0000)
    for index in 0..<count {
      inverse[Int(table[index])] = UInt16(truncatingIfNeeded: index + 1)
    }
    return inverse
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<UInt16> {
    let table = UnsafeMutablePointer<UInt16>.allocate(capacity: count)
    table.initialize(repeating: 0, count: count)
    return table
  }
}
