// GB18030 against an outside witness and against itself, and the strict UTF-8 check.
import PMFormat
import TestSupport
import Testing

struct GB18030Tests {
  @Test("Characters have the bytes that the standard gives them")
  func agreesWithWitness() throws {
    #expect(GB18030Cases.all.count == GB18030Cases.count)
    for (scalar, bytes) in GB18030Cases.all {
      #expect(GB18030.encode(String(scalar)) == bytes)
      #expect(try text(of: bytes, .gb18030) == String(scalar))
    }
  }

  @Test("Every character of the first plane, and a sample of the others, comes back the same")
  func roundTrips() throws {
    var random = Seeded(18_030)
    var codes = Array(UInt32(0)...0xFFFF)
    for _ in 0..<20_000 { codes.append(UInt32.random(in: 0x1_0000...0x10_FFFF, using: &random)) }
    var expected: [UInt8] = []
    var bytes: [UInt8] = []
    for scalar in codes.compactMap(Unicode.Scalar.init) {
      expected.append(contentsOf: Array(String(scalar).utf8))
      GB18030.append(scalar, to: &bytes)
    }
    try withFile(bytes) { path in
      let file = try TextFile(path: path, encoding: .gb18030)
      #expect(file.bytes.elementsEqual(expected))
    }
  }

  @Test("Random bytes in any encoding neither trap nor come out as wrong UTF-8")
  func survivesNoise() throws {
    var random = Seeded(99)
    for round in 0..<10_000 {
      let count = Int.random(in: 0...24, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let encoding = TextEncoding.allCases[round % 4]
      let decoded = bytes.withUnsafeBufferPointer { buffer -> Bool in
        guard let file = try? TextFile(copying: buffer, encoding: encoding) else { return true }
        return UTF8Bytes.firstInvalid(in: file.bytes) == nil
      }
      #expect(decoded)
    }
  }

  @Test(
    "The UTF-8 check finds the first byte that is no character",
    arguments: [
      ([0x41, 0xC3, 0xA9], nil), ([0xC0, 0x80], 0), ([0x41, 0xC1, 0xBF], 1), ([0x80], 0),
      ([0xE0, 0x9F, 0xBF], 0), ([0xE0, 0xA0, 0x80], nil), ([0xED, 0xA0, 0x80], 0),
      ([0xED, 0x9F, 0xBF], nil), ([0xEE, 0x80, 0x80], nil), ([0xF0, 0x8F, 0xBF, 0xBF], 0),
      ([0xF0, 0x90, 0x80, 0x80], nil), ([0xF4, 0x8F, 0xBF, 0xBF], nil),
      ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0), ([0xE6, 0x88], 0),
      ([0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0xFF], 9), ([], nil),
      ([0xE6, 0x88, 0xBF, 0xE6, 0x88, 0x41], 3), ([0xF1, 0x80, 0x80], 0),
    ] as [([UInt8], Int?)])
  func checksUTF8(_ bytes: [UInt8], _ offset: Int?) {
    #expect(bytes.withUnsafeBufferPointer { UTF8Bytes.firstInvalid(in: $0) } == offset)
    #expect((String(validating: bytes, as: UTF8.self) == nil) == (offset != nil))
  }
}
