// Files in every encoding that people send, and bytes that are no text.
import Glibc
import PMFormat
import TestSupport
import Testing

struct InputEncodingTests {
  private static let sample = "房号,姓名\r\n1-1,张三€\u{1F3E0}\n"

  private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return bigEndian ? [high, low] : [low, high]
    }
  }

  @Test("A file is read in the encoding that it has")
  func detects() throws {
    let utf8 = Array(Self.sample.utf8)
    let cases: [(bytes: [UInt8], encoding: TextEncoding)] = [
      (utf8, .utf8),
      ([0xEF, 0xBB, 0xBF] + utf8, .utf8),
      ([0xFF, 0xFE] + Self.utf16(Self.sample, bigEndian: false), .utf16LittleEndian),
      ([0xFE, 0xFF] + Self.utf16(Self.sample, bigEndian: true), .utf16BigEndian),
      (GB18030.encode(Self.sample), .gb18030),
    ]
    for (bytes, encoding) in cases {
      try withFile(bytes) { path in
        let file = try TextFile(path: path)
        #expect(file.encoding == encoding)
        #expect(String(decoding: file.bytes, as: UTF8.self) == Self.sample)
        let told = try TextFile(path: path, encoding: encoding)
        #expect(String(decoding: told.bytes, as: UTF8.self) == Self.sample)
      }
    }
  }

  @Test("UTF-16 without a byte order mark is read when told so")
  func readsWhenTold() throws {
    let little = Self.utf16(Self.sample, bigEndian: false)
    #expect(try text(of: little, .utf16LittleEndian) == Self.sample)
    let big = Self.utf16(Self.sample, bigEndian: true)
    #expect(try text(of: big, .utf16BigEndian) == Self.sample)
  }

  @Test("An encoding is known by its name and by what people call it")
  func knowsNames() {
    let names = ["UTF-8", "utf-16le", "utf-16be", "gb18030", "GBK", "gb2312", "cp936", "utf8"]
    #expect(
      names.map(TextEncoding.init(named:)) == [
        .utf8, .utf16LittleEndian, .utf16BigEndian, .gb18030, .gb18030, .gb18030, .gb18030, .utf8,
      ])
    #expect(TextEncoding(named: "big5") == nil)
  }

  @Test("A lone 0x80 is the euro sign of CP936")
  func readsEuro() throws {
    #expect(try text(of: [0xC4, 0xE3, 0x80, 0x0A]) == "你€\n")
  }

  @Test("Wrong bytes are named with encoding, line, offset and value")
  func namesWrongBytes() {
    let utf8 = Array("a\n房\n".utf8)
    let gbk: [UInt8] = [0xC4, 0xE3, 0x0D, 0x0A, 0xBA, 0xC3]
    let cases: [(bytes: [UInt8], told: TextEncoding?, error: EncodingError)] = [
      (
        utf8 + [0xFF, 0x0A], nil,
        EncodingError(.invalidByte, .utf8, line: 3, offset: 6, byte: 0xFF)
      ),
      (
        gbk + [0xFF, 0x0A], nil,
        EncodingError(.invalidByte, .gb18030, line: 2, offset: 6, byte: 0xFF)
      ),
      (gbk, .utf8, EncodingError(.invalidByte, .utf8, line: 1, offset: 0, byte: 0xC4)),
      (
        [0xEF, 0xBB, 0xBF, 0x61] + gbk, nil,
        EncodingError(.invalidByte, .utf8, line: 1, offset: 4, byte: 0xC4)
      ),
      (gbk + [0xC4], nil, EncodingError(.invalidByte, .gb18030, line: 2, offset: 6, byte: 0xC4)),
      (
        [0xFF, 0xFE, 0x0A, 0x00, 0x00, 0xDC, 0x41, 0x00], nil,
        EncodingError(.invalidByte, .utf16LittleEndian, line: 2, offset: 4, byte: 0x00)
      ),
      (
        [0xFE, 0xFF, 0x00, 0x41, 0x00], nil,
        EncodingError(.invalidByte, .utf16BigEndian, line: 1, offset: 4, byte: 0x00)
      ),
      (
        [0x50, 0x4B, 0x03, 0x04, 0x14], nil,
        EncodingError(.workbook, .utf8, line: 1, offset: 0, byte: 0x50)
      ),
    ]
    for (bytes, told, expected) in cases {
      #expect(encodingError { _ = try text(of: bytes, told) } == expected)
    }
    #expect(EncodingError(.invalidByte, .utf8, line: 1, offset: 0, byte: 0x0F).hex == "0x0F")
  }

  @Test("What cannot be read says why")
  func saysWhy() {
    func reason(_ path: String) -> InputError.Reason? {
      do {
        _ = try MappedFile(path: path)
        return nil
      } catch {
        return (error as? InputError)?.reason
      }
    }
    #expect(reason("/no/such/file") == .missing)
    #expect(reason("/tmp") == .directory)
    #expect(reason("/dev/zero") == .device)
    withFile([0x41]) { path in
      chmod(path, 0)
      if getuid() != 0 { #expect(reason(path) == .permission) }
    }
  }

  @Test("An empty file has no bytes")
  func readsNothing() throws {
    let isEmpty = try withFile([]) { path in try MappedFile(path: path).bytes.isEmpty }
    #expect(isEmpty)
    #expect(try text(of: []).isEmpty)
  }

  @Test("A spool gives back what was appended, past its buffer too")
  func spools() throws {
    let spool = try SpoolFile()
    let block = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for _ in 0..<3 {
      try block.withUnsafeBufferPointer { try spool.append($0) }
      try spool.append(7)
    }
    let expected = block + [7]
    let file = try spool.mapped()
    let isEqual = withExtendedLifetime(file) {
      file.bytes.elementsEqual(expected + expected + expected)
    }
    #expect(isEqual)
  }
}
