// Lines of flat files: widths in bytes, delimiters, quotes, and what is refused.
import PMFormat
import Testing

@Suite("flat lines")
struct FlatFormTests {
  private let fixed = FlatForm(delimiter: nil, encoding: .gb18030)
  private let fields = [
    FlatField(width: 6), FlatField(width: 8, isRight: true, fill: 0x30), FlatField(width: 1),
  ]

  @Test("a fixed line counts bytes, and reads back as it was")
  func fixedLine() throws {
    let line = try fixed.line(["业主", "12300", "X"], fields)
    #expect(line == [0xD2, 0xB5, 0xD6, 0xF7, 0x20, 0x20] + Array("00012300X".utf8))
    let values = try fixed.values(of: Substring("业主  00012300X").unicodeScalars, fields)
    #expect(values.map(\.text) == ["业主", "12300", "X"])
    #expect(values.map(\.column) == [1, 7, 15])
  }

  @Test("a value longer than its field is refused, never cut off")
  func tooLong() {
    #expect(throws: FlatFault(rule: .tooLong, field: 0, found: 8, expected: 6)) {
      try fixed.line(["业主甲乙", "1", "X"], fields)
    }
  }

  @Test("of zeros alone one stays")
  func zeros() {
    #expect(fields[1].bare("00000000") == "0")
    #expect(fields[0].bare("      ") == "")
  }

  @Test("a fixed line of another length, and a character across a border, are refused")
  func badFixed() {
    #expect(throws: FlatFault(rule: .lineLength, field: 0, found: 13, expected: 15)) {
      try fixed.values(of: Substring("业主  0001230").unicodeScalars, fields)
    }
    #expect(throws: FlatFault(rule: .splitCharacter, field: 0, found: 1, expected: 6)) {
      try fixed.values(of: Substring("12345业0012300X").unicodeScalars, fields)
    }
  }

  @Test(
    "delimited lines",
    arguments: [
      (UInt8(ascii: ","), true, ["a", "b,c", "d\"e"], "a,\"b,c\",\"d\"\"e\""),
      (UInt8(ascii: "|"), false, ["1", "", "王昌"], "1||王昌"),
      (UInt8(ascii: " "), false, ["1", "16", "X"], "1 16 X"),
    ])
  func delimited(delimiter: UInt8, quoted: Bool, values: [String], expected: String) throws {
    let form = FlatForm(delimiter: delimiter, isQuoted: quoted, encoding: .utf8)
    let fields = [FlatField(), FlatField(), FlatField()]
    #expect(try form.line(values, fields) == Array(expected.utf8))
    #expect(try form.values(of: Substring(expected).unicodeScalars, fields).map(\.text) == values)
  }

  @Test("a delimiter or a line end in a value is refused where there are no quotes")
  func notAllowed() {
    let form = FlatForm(delimiter: UInt8(ascii: "|"), encoding: .utf8)
    for value in ["a|b", "a\nb"] {
      #expect(throws: FlatFault(rule: .notAllowed, field: 0, found: 0, expected: 0)) {
        try form.line([value], [FlatField()])
      }
    }
  }

  @Test("several blanks are one, and quotes that do not close are refused")
  func blanks() {
    let form = FlatForm(delimiter: UInt8(ascii: " "), encoding: .utf8)
    let fields = [FlatField(), FlatField()]
    #expect(
      (try? form.values(of: Substring("  1    2 ").unicodeScalars, fields))?.map(\.text) == ["1", "2"])
    let quoted = FlatForm(delimiter: UInt8(ascii: ","), isQuoted: true, encoding: .utf8)
    #expect(throws: FlatFault(rule: .openQuote, field: 1, found: 0, expected: 0)) {
      try quoted.values(of: Substring("1,\"2").unicodeScalars, fields)
    }
  }
}
