// An input file as UTF-8: its encoding found or told, its bytes decoded where they must be.

/// The text of a file as UTF-8 without byte order mark; a UTF-8 file is used where it stands.
package final class TextFile {
  /// The text; valid as long as this object, so never `TextFile(…).bytes` of an object in no variable.
  package let bytes: UnsafeBufferPointer<UInt8>
  /// What the file was read as.
  package let encoding: TextEncoding
  /// Whether a UTF-8 byte order mark stood in front of the text.
  package let hasByteOrderMark: Bool
  /// Whether a spreadsheet may have written it, of what pm had guarded for it: with a mark, or not in UTF-8.
  package var isOfSpreadsheet: Bool { hasByteOrderMark || encoding != .utf8 }
  private let file: MappedFile

  /// Opens a file (`-`: standard input); throws `InputError` or `EncodingError`.
  package convenience init(path: String, encoding: TextEncoding? = nil) throws {
    try self.init(MappedFile(path: path), encoding: encoding)
  }

  /// Reads the text of a mapped file; the encoding is detected when it is not given.
  package init(_ file: MappedFile, encoding: TextEncoding? = nil) throws {
    let bytes = file.bytes
    let signature = Array(bytes.prefix(4))
    if signature == [0x50, 0x4B, 0x03, 0x04] || signature == [0xD0, 0xCF, 0x11, 0xE0] {
      throw EncodingError(
        .workbook, encoding ?? .utf8, line: 1, offset: 0, byte: signature[0])
    }
    if let kind = BinaryFile(bytes) {
      throw EncodingError(.binary(kind), encoding ?? .utf8, line: 1, offset: 0, byte: bytes[0])
    }
    let mark = Self.byteOrderMark(signature)
    let told = encoding ?? mark?.encoding
    if told == nil, let (likely, zero) = Self.unmarkedUTF16(bytes) {
      throw EncodingError(.unmarked, likely, line: 1, offset: zero, byte: 0)
    }
    let skip = mark?.encoding == told ? mark?.count ?? 0 : 0
    hasByteOrderMark = skip == 3
    if let told, told != .utf8 {
      self.encoding = told
      self.file = try Self.decoded(bytes, from: skip, as: told)
      self.bytes = self.file.bytes
      return
    }
    let text = UnsafeBufferPointer(rebasing: bytes[skip...])
    guard let bad = UTF8Bytes.firstInvalid(in: text) else {
      self.encoding = .utf8
      self.file = file
      self.bytes = text
      return
    }
    let fault = Self.fault(at: bad + skip, in: bytes, as: .utf8)
    if told == .utf8 { throw fault }
    do {
      self.file = try Self.decoded(bytes, from: 0, as: .gb18030)
    } catch let other as EncodingError {
      throw other.offset > fault.offset ? other : fault
    }
    self.encoding = .gb18030
    self.bytes = self.file.bytes
  }

  /// Reads bytes in memory, which are copied into a temporary file.
  package convenience init(
    copying bytes: UnsafeBufferPointer<UInt8>, encoding: TextEncoding? = nil
  ) throws {
    let spool = try SpoolFile()
    try spool.append(bytes)
    try self.init(spool.mapped(), encoding: encoding)
  }

  /// Gives the text to `body` and keeps it mapped meanwhile.
  package func withBytes<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(self) { try body(bytes) }
  }

  private static func byteOrderMark(_ start: [UInt8]) -> (encoding: TextEncoding, count: Int)? {
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if start.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if start.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// UTF-16 that says nowhere that it is: the ASCII in it, of which every table has some, is a byte
  /// 0 in front of the character or behind it. With where the first one stands.
  private static func unmarkedUTF16(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> (encoding: TextEncoding, zero: Int)? {
    let zeros = bytes.prefix(256).indices.filter { bytes[$0] == 0 }
    guard let first = zeros.first, zeros.count > 1, zeros.allSatisfy({ $0 % 2 == first % 2 }) else { return nil }
    return (first % 2 == 0 ? .utf16BigEndian : .utf16LittleEndian, first)
  }

  private static func decoded(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, as encoding: TextEncoding
  ) throws -> MappedFile {
    let spool = try SpoolFile()
    let bad: Int? =
      switch encoding {
      case .gb18030: try GB18030.decode(bytes, from: start, into: spool)
      case .utf16LittleEndian: try UTF16Bytes.decode(bytes, from: start, high: 1, into: spool)
      case .utf16BigEndian: try UTF16Bytes.decode(bytes, from: start, high: 0, into: spool)
      case .utf8: nil
      }
    if let bad { throw fault(at: bad, in: bytes, as: encoding) }
    return try spool.mapped()
  }

  /// Says where in the file a wrong byte stands.
  private static func fault(
    at offset: Int, in bytes: UnsafeBufferPointer<UInt8>, as encoding: TextEncoding
  ) -> EncodingError {
    let before = UnsafeBufferPointer(rebasing: bytes[..<offset])
    let breaks =
      switch encoding {
      case .utf8, .gb18030: LineCount.breaks(in: before)
      case .utf16LittleEndian: UTF16Bytes.breaks(in: before, high: 1)
      case .utf16BigEndian: UTF16Bytes.breaks(in: before, high: 0)
      }
    return EncodingError(
      .invalidByte, encoding, line: breaks + 1, offset: offset, byte: bytes[offset])
  }
}
