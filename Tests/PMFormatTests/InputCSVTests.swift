// The CSV scanner: what it reads, where rows stand, and which faults it names.
import PMFormat
import Testing

/// A text, what it should read as, and on which lines.
struct CSVCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let text: String
  let rows: [[String]]
  let lines: [Int]

  init(_ name: String, _ text: String, _ rows: [[String]], lines: [Int]) {
    testDescription = name
    self.text = text
    self.rows = rows
    self.lines = lines
  }
}

struct CSVScannerTests {
  @Test(
    "A CSV file reads as people mean it, each row with its physical line",
    arguments: [
      CSVCase("plain", "a,b\n1,2\n", [["a", "b"], ["1", "2"]], lines: [1, 2]),
      CSVCase("last line open", "a,b\n1,2", [["a", "b"], ["1", "2"]], lines: [1, 2]),
      CSVCase("CRLF", "a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]], lines: [1, 2]),
      CSVCase("CR", "a,b\r1,2\r3,4", [["a", "b"], ["1", "2"], ["3", "4"]], lines: [1, 2, 3]),
      CSVCase(
        "mixed ends", "a,b\n1,2\r3,4\r\n5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]],
        lines: [1, 2, 3, 4]),
      CSVCase("mark", "\u{FEFF}a,b\n1,2", [["a", "b"], ["1", "2"]], lines: [1, 2]),
      CSVCase(
        "mark and quote", "\u{FEFF}\"a\",b\n1,2", [["a", "b"], ["1", "2"]], lines: [1, 2]),
      CSVCase(
        "quoted newline", "a,b\n\"x\r\ny\",2\n\"p\nq\rr\",4\n5,6",
        [["a", "b"], ["x\r\ny", "2"], ["p\nq\rr", "4"], ["5", "6"]], lines: [1, 2, 4, 7]),
      CSVCase(
        "doubled", "a\n\"x\"\"y\"\"\"\n\"\"\"\"", [["a"], ["x\"y\""], ["\""]], lines: [1, 2, 3]),
      CSVCase("blank lines", "\n\n a\n\n1\n\r\n2\n\n", [[" a"], ["1"], ["2"]], lines: [3, 5, 7]),
      CSVCase("blank rows", "a,b\n,\n,,,\n1,2\n  \n", [["a", "b"], ["1", "2"]], lines: [1, 4]),
      CSVCase("quoted empty row", "a\n\"\"\n", [["a"], [""]], lines: [1, 2]),
      CSVCase(
        "blank columns", "a,b,,\n1,2,,\n3,4\n5,,,,,\n",
        [["a", "b"], ["1", "2"], ["3", "4"], ["5", ""]], lines: [1, 2, 3, 4]),
      CSVCase("blanks kept", " a ,b\n 1\t, 2\n", [[" a ", "b"], [" 1\t", " 2"]], lines: [1, 2]),
      CSVCase("empty first cell", "a,b\n,2\n", [["a", "b"], ["", "2"]], lines: [1, 2]),
      CSVCase("empty last cell", "a,b\n1,", [["a", "b"], ["1", ""]], lines: [1, 2]),
      CSVCase("semicolon", "a;b,c\n1;2", [["a;b", "c"]], lines: [1]),
      CSVCase(
        "semicolons", "a;b;c,d\n1;2;3", [["a", "b", "c,d"], ["1", "2", "3"]], lines: [1, 2]),
      CSVCase("tab", "a\tb\n1\t2,3", [["a", "b"], ["1", "2,3"]], lines: [1, 2]),
      CSVCase("bar", "a|b\n1|2", [["a", "b"], ["1", "2"]], lines: [1, 2]),
      CSVCase("quoted commas", "\"a,,,\";b\n1;2", [["a,,,", "b"], ["1", "2"]], lines: [1, 2]),
      CSVCase("Chinese", "房号,姓名\n1-1,张三", [["房号", "姓名"], ["1-1", "张三"]], lines: [1, 2]),
      CSVCase("nothing", "", [], lines: []),
      CSVCase("only blank lines", "\n\r\n \n,,\n", [[" "]], lines: [3]),
    ])
  func readsWhatPeopleMean(_ sample: CSVCase) {
    let result = scan(sample.text)
    if sample.testDescription == "semicolon" {
      #expect(result.rows == sample.rows && result.faults.count == 1)
      return
    }
    #expect(result.rows == sample.rows)
    #expect(result.lines == sample.lines)
    #expect(result.faults.isEmpty)
  }

  @Test(
    "A row that breaks a rule is named with line and column, and the rows after it are read",
    arguments: [
      ("a,b\n1,x\"y\n3,4\n", CSVFault(.bareQuote, line: 2, column: 2, offset: 7), 2),
      ("a,b\n1, \"y\"\n3,4\n", CSVFault(.bareQuote, line: 2, column: 2, offset: 7), 2),
      ("a,b\n\"x\"y,2\n3,4\n", CSVFault(.textAfterQuote, line: 2, column: 1, offset: 7), 2),
      ("a,b\n\"x\ny\",\"p\"q\n3,4", CSVFault(.textAfterQuote, line: 3, column: 2, offset: 13), 2),
      ("a,b\n1,2\n3,\"x\n4\n", CSVFault(.unclosedQuote, line: 3, column: 2, offset: 10), 2),
      (
        "a,b\n1\n3,4\n", CSVFault(.cellCount(found: 1, expected: 2), line: 2, column: 2, offset: 4),
        2
      ),
      (
        "a,b\n1,2,,x,\n3,4\n",
        CSVFault(.cellCount(found: 4, expected: 2), line: 2, column: 3, offset: 4), 2
      ),
      ("a,b\n1,\u{0}\n3,4\n", CSVFault(.nulByte, line: 2, column: 2, offset: 6), 2),
      ("a,b\n1,\"\u{0}\"\n3,4\n", CSVFault(.nulByte, line: 2, column: 2, offset: 6), 2),
      ("a,\"b\n1,2\n", CSVFault(.unclosedQuote, line: 1, column: 2, offset: 2), 0),
    ])
  func namesFaults(_ text: String, _ fault: CSVFault, _ rows: Int) {
    let result = scan(text)
    #expect(result.faults == [fault])
    #expect(result.rows.count == rows)
  }

  @Test("All faults of a file are found in one pass")
  func collectsFaults() {
    let result = scan("a,b\n1\n2,3\nx\"y,1\n4,5\n6,7,8\n9,\"0")
    #expect(result.faults.map(\.line) == [2, 4, 6, 7])
    #expect(
      result.faults.map(\.code) == ["cell-count", "bare-quote", "cell-count", "unclosed-quote"])
    #expect(result.rows == [["a", "b"], ["2", "3"], ["4", "5"]])
  }

  @Test("Title lines above the header are passed over, whatever they hold")
  func skipsTitles() {
    let text = "报表 \"2026\"\r\n一,二,三\r\n\r\na;b\r\n1;2\r\n"
    let result = scan(text, headerLine: 4)
    #expect(result.rows == [["a", "b"], ["1", "2"]])
    #expect(result.lines == [4, 5])
    #expect(scan(text, headerLine: 40) == Scanned())
  }

  @Test("A quoted cell over the limit is a fault at the line where it opened")
  func limitsCells() {
    let long = String(repeating: "x\n", count: CSVScanner.longestCell / 2 + 1)
    let result = scan("a\n1\n\"\(long)\"\n2")
    #expect(result.faults == [CSVFault(.cellTooLong, line: 3, column: 1, offset: 4)])
    #expect(result.rows == [["a"], ["1"], ["2"]])
  }

  @Test("More columns than a spreadsheet can have are refused, not stored")
  func limitsColumns() {
    let header = String(repeating: "h,", count: 20_000) + "h"
    let result = scan(header)
    #expect(result.rows.isEmpty)
    let rule = CSVFault.Rule.cellCount(found: 20_001, expected: CSVRow.widest)
    #expect(result.faults.map(\.rule) == [rule])
  }

  @Test("The line of any byte can be counted afterwards")
  func countsLines() {
    let text = Array("a,b\r\n\"x\ny\",2\r3,4\n5,6".utf8)
    let lines = text.withUnsafeBufferPointer { buffer in
      let scanner = CSVScanner(buffer)
      return [0, 5, 13, 17, 900, -1].map { scanner.line(at: $0) }
    }
    #expect(lines == [1, 2, 4, 5, 5, 1])
    let result = scan(text)
    #expect(result.offsets == [0, 5, 13, 17])
    #expect(result.lines == [1, 2, 4, 5])
  }

  @Test("Lines of many bytes are the same in any order, between CR and LF too")
  func findsLines() {
    let text = Array("a\r\nb\nc\rd\r\n\r\n\n\re".utf8)
    text.withUnsafeBufferPointer { buffer in
      let scanner = CSVScanner(buffer)
      var finder = LineFinder(buffer)
      for offset in Array(0...text.count) + (0...text.count).reversed() {
        #expect(finder.line(at: offset) == scanner.line(at: offset))
      }
    }
  }

  @Test("A cell that is not there has no bytes")
  func answersOutside() {
    let row = CSVRow()
    #expect(row[0].isEmpty && row[-1].isEmpty && row[9].isEmpty)
  }
}
