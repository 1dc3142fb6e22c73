// Names for the bytes that the readers know, and a table of what they mean to the CSV scanner.

/// The ASCII bytes that carry meaning in CSV and JSON.
enum Byte {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let quote: UInt8 = 0x22
  static let plus: UInt8 = 0x2B
  static let comma: UInt8 = 0x2C
  static let minus: UInt8 = 0x2D
  static let dot: UInt8 = 0x2E
  static let zero: UInt8 = 0x30
  static let nine: UInt8 = 0x39
  static let colon: UInt8 = 0x3A
  static let semicolon: UInt8 = 0x3B
  static let openBracket: UInt8 = 0x5B
  static let backslash: UInt8 = 0x5C
  static let closeBracket: UInt8 = 0x5D
  static let e: UInt8 = 0x65
  static let openBrace: UInt8 = 0x7B
  static let bar: UInt8 = 0x7C
  static let closeBrace: UInt8 = 0x7D
}

/// Whether a byte is a space or a tab.
func isBlank(_ byte: UInt8) -> Bool {
  byte == Byte.space || byte == Byte.tab
}

/// What each byte means between quotes' ends: plain, a separator, or something that breaks a rule.
final class ByteKinds {
  static let plain: UInt8 = 0
  static let separator: UInt8 = 1
  static let lastSeparator: UInt8 = 1
  static let suspect: UInt8 = 2

  /// An address for cells without bytes, so that an empty cell is never a null pointer.
  nonisolated(unsafe) static let nothing: UnsafeMutablePointer<UInt8> = {
    let byte = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    byte.initialize(to: 0)
    return byte
  }()

  let table: UnsafeMutablePointer<UInt8>

  init(delimiter: UInt8) {
    table = .allocate(capacity: 256)
    table.initialize(repeating: Self.plain, count: 256)
    table[0] = Self.suspect
    table[Int(Byte.quote)] = Self.suspect
    for byte in [delimiter, Byte.lineFeed, Byte.carriageReturn] {
      table[Int(byte)] = Self.separator
    }
  }

  deinit {
    table.deallocate()
  }

  func isSeparator(_ byte: UInt8) -> Bool {
    table[Int(byte)] == Self.separator
  }
}
