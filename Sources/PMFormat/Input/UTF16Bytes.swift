// UTF-16 of either byte order, as Excel's "Unicode text" has it, into UTF-8.

/// UTF-16 over raw bytes; `high` is where in its pair the high byte stands: 1 little, 0 big endian.
enum UTF16Bytes {
  /// Appends the text as UTF-8; gives where the first bytes stand that are no character.
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, high: Int, into spool: SpoolFile
  ) throws(InputError) -> Int? {
    var at = start
    while at + 1 < bytes.count {
      let unit = unit(bytes, at, high)
      if unit < 0x80 {
        try spool.append(UInt8(truncatingIfNeeded: unit))
      } else if unit & 0xF800 != 0xD800 {
        try spool.append(scalar: unit)
      } else {
        guard unit < 0xDC00, at + 3 < bytes.count else { return at }
        let low = Self.unit(bytes, at + 2, high)
        guard low & 0xFC00 == 0xDC00 else { return at }
        try spool.append(scalar: 0x1_0000 + ((unit & 0x3FF) << 10 | low & 0x3FF))
        at += 2
      }
      at += 2
    }
    return at < bytes.count ? at : nil
  }

  /// How many line ends there are.
  static func breaks(in bytes: UnsafeBufferPointer<UInt8>, high: Int) -> Int {
    var count = 0
    var previous: UInt32 = 0
    for at in stride(from: 0, to: bytes.count - 1, by: 2) {
      let unit = unit(bytes, at, high)
      if unit == 0x0D || (unit == 0x0A && previous != 0x0D) { count += 1 }
      previous = unit
    }
    return count
  }

  @inline(__always)
  private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ high: Int) -> UInt32 {
    UInt32(bytes[at + high]) << 8 | UInt32(bytes[at + 1 - high])
  }
}
