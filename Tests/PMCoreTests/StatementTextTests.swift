// What a statement's free text may name.
import PMCore
import Testing

@Suite("the text of statements")
struct StatementTextTests {
  @Test(
    "room codes, bill numbers and phones are read out of what people write",
    arguments: [
      ("1-2-0101物业费", ["1-2-0101"], [], []),
      ("1栋2单元0101室 十月", ["1-2-0101"], [], []),
      ("１－２－0101", ["1-2-0101"], [], []),
      ("01#0101", ["01-0101"], [], []),
      ("缴B0000012,B0000013", [], [12, 13], []),
      ("b0000007 物业", [], [7], []),
      ("B12", ["B12"], [], []),
      ("13900000002 停车", [], [], ["13900000002"]),
      ("2026年10月 300元", [], [], []),
      ("101室", ["101"], [], []),
      ("费用 300.00", ["00"], [], []),
      ("--", [], [], []),
      ("", [], [], []),
    ] as [(String, [String], [Int64], [String])])
  func reads(_ note: String, words: [String], bills: [Int64], phones: [String]) {
    let text = StatementText(note: note, reference: nil)
    // Words of other letters may be codes too; they are looked up and found or not.
    #expect(words.allSatisfy { text.words.contains($0) }, "\(text.words)")
    let ascii = text.words.filter { $0.unicodeScalars.allSatisfy(\.isASCII) }
    #expect(ascii.allSatisfy { words.contains($0) || note.contains($0) }, "\(ascii)")
    #expect(text.bills == bills)
    #expect(text.phones == phones)
  }

  @Test("plain numbers in a reference are numbers of transfers, and before 年月日元 dates and sums")
  func numbers() {
    #expect(StatementText(note: nil, reference: "20261012").isEmpty)
    #expect(StatementText(note: nil, reference: "13900000002").isEmpty)
    #expect(StatementText(note: nil, reference: "1-2-0101").words == ["1-2-0101"])
    #expect(StatementText(note: "2026年10月12日300元", reference: nil).words.filter { Int($0) != nil } == [])
  }

  @Test("a code in Chinese letters is one between blanks")
  func chinese() {
    #expect(StatementText(note: "物业费 车位A12 十月", reference: nil).words.contains("车位A12"))
  }
}
