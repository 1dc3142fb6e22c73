// The encodings that input may have, and what is said about bytes that are no text.

/// An encoding of an input file.
package enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  /// Includes GBK and GB2312.
  case gb18030

  /// Names that `init(named:)` takes beside the raw values.
  package static let aliases: [(name: String, encoding: TextEncoding)] = [
    ("utf8", .utf8), ("gbk", .gb18030), ("gb2312", .gb18030), ("cp936", .gb18030),
    ("utf16le", .utf16LittleEndian), ("utf16be", .utf16BigEndian),
  ]

  /// The encoding of this name or alias, whatever its case.
  package init?(named name: String) {
    let name = name.lowercased()
    let alias = Self.aliases.first { $0.name == name }?.encoding
    guard let encoding = TextEncoding(rawValue: name) ?? alias else { return nil }
    self = encoding
  }
}

/// Bytes that are no text in the encoding they were read in.
package struct EncodingError: Error, Equatable, Sendable {
  /// What is wrong with the bytes.
  package enum Rule: Equatable, Sendable {
    /// No character of the encoding starts here.
    case invalidByte
    /// An Excel workbook (xlsx or xls), not a text file.
    case workbook
    /// A file for programs only, which begins as `binary` says.
    case binary(BinaryFile)
    /// Bytes 0, which no text has: most likely `encoding` without its byte order mark.
    case unmarked
  }

  /// What is wrong.
  package let rule: Rule
  /// The encoding that was tried; of several the one that came furthest.
  package let encoding: TextEncoding
  /// The physical line, from 1.
  package let line: Int
  /// The byte of the file, from 0.
  package let offset: Int
  /// The byte found there.
  package let byte: UInt8

  /// Makes an error about a byte of a file.
  package init(_ rule: Rule, _ encoding: TextEncoding, line: Int, offset: Int, byte: UInt8) {
    self.rule = rule
    self.encoding = encoding
    self.line = line
    self.offset = offset
    self.byte = byte
  }

  /// The byte as people write it: `0x8F`.
  package var hex: String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0x0\(digits)" : "0x\(digits)"
  }
}

/// A kind of file that is no text in any encoding, known by its first bytes.
package enum BinaryFile: Equatable, Sendable, CaseIterable {
  case database, program, pdf, picture, archive

  /// What such files begin with.
  private var signatures: [[UInt8]] {
    switch self {
    case .database: [Array("SQLite format 3\0".utf8)]
    case .program: [[0x7F, 0x45, 0x4C, 0x46]]
    case .pdf: [Array("%PDF-".utf8)]
    case .picture: [[0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF]]
    case .archive: [[0x1F, 0x8B], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], Array("Rar!\u{1A}\u{07}".utf8)]
    }
  }

  /// The kind of a file with these bytes; nil where it may be text.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let kind = Self.allCases.first(where: { $0.signatures.contains { bytes.starts(with: $0) } }) else {
      return nil
    }
    self = kind
  }
}
