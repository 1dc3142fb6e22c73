// Records out of JSON: one object at a time, and as the rows that an import reads.
import PMFormat
import Testing

/// Headings, rows and their lines.
struct JSONTable: Equatable {
  var rows: [[String]] = []
  var lines: [Int] = []
}

func table(_ text: String) throws -> JSONTable {
  let source = try Array(text.utf8).withUnsafeBufferPointer { try TextFile(copying: $0) }
  let rows = try JSONRows(source)
  var scanner = rows.scanner()
  var row = CSVRow()
  var result = JSONTable()
  var step = scanner.readHeader(into: &row)
  while step == .row {
    result.rows.append(row.fields.map { String(decoding: $0, as: UTF8.self) })
    step = scanner.next(into: &row)
  }
  #expect(step == .end)
  result.lines = (0..<rows.count).map { rows.line(ofRow: $0) }
  if let headings = result.rows.first { #expect(headings == rows.columns) }
  return result
}

struct JSONRowsTests {
  @Test(
    "An array of objects and JSON Lines become rows under the union of their names",
    arguments: [
      (
        "[{\"a\":1,\"b\":\"x\"},\n{\"b\":\"y\",\"a\":2.50}]",
        [["a", "b"], ["1", "x"], ["2.50", "y"]],
        [1, 2]
      ),
      (
        "{\"a\":1}\n\n{\"b\":true,\"c\":null}\r\n{\"c\":false}\n",
        [["a", "b", "c"], ["1", "", ""], ["", "true", ""], ["", "", "false"]], [1, 3, 4]
      ),
      (
        "[\n  {\n \"房,号\": \"1\\n\\\"2\\\"\"\n }\n,{}, {\"房,号\":null}]",
        [["房,号"], ["1\n\"2\""], [""], [""]], [2, 5, 5]
      ),
      ("[{\"x|y\":\"a;b\",\"z\":\" \"}]", [["x|y", "z"], ["a;b", " "]], [1]),
      ("[]", [], []), (" \n", [], []), ("[{},{}]", [], [1, 1]),
    ] as [(String, [[String]], [Int])])
  func becomeRows(_ text: String, _ rows: [[String]], _ lines: [Int]) throws {
    #expect(try table(text) == JSONTable(rows: rows, lines: lines))
  }

  @Test(
    "What is no record is refused at its line and column",
    arguments: [
      ("[{\"a\":1},\n {\"a\":[2]}]", .nestedValue("a"), 2, 7),
      ("{\"a\":1}\n{\"b\":{}}", .nestedValue("b"), 2, 6),
      ("[{\"a\":1,\"b\":2,\"a\":3}]", .duplicateName("a"), 1, 15),
      ("[{\"a\":1},{\"a\":1,\"a\":1}]", .duplicateName("a"), 1, 17),
      ("[1]", .notAnObject, 1, 2), ("\"a\"", .notAnObject, 1, 1), ("{}{}", .textAfterValue, 1, 3),
      ("[{}]\n[]", .textAfterValue, 2, 1), ("[{}", .endOfInput, 1, 4),
      ("[{},]", .trailingComma, 1, 4),
      ("[{\"\":1}]", .emptyName, 1, 3), ("[{\"a\":\"\\u0000\"}]", .unfitForCell("a"), 1, 7),
      ("[{\"a\":1 2}]", .expectedCommaOrEnd, 1, 9), ("[", .endOfInput, 1, 2),
    ] as [(String, JSONError.Rule, Int, Int)])
  func refuses(_ text: String, _ rule: JSONError.Rule, _ line: Int, _ column: Int) {
    #expect(
      jsonError { _ = try table(text) } == JSONError(rule, line: line, column: column))
  }

  @Test("Objects come one at a time with the line where they start")
  func iterates() throws {
    let text = "{\"a\":1}\n\n{\"a\":\n2}\n {\"a\":3}"
    let found = try Array(text.utf8).withUnsafeBufferPointer { buffer in
      var objects = JSONObjects(buffer)
      var found: [(JSONValue?, Int)] = []
      while let (value, line) = try objects.next() { found.append((value["a"], line)) }
      return found
    }
    #expect(found.map(\.0) == [.number("1"), .number("2"), .number("3")])
    #expect(found.map(\.1) == [1, 3, 5])
  }

  @Test(
    "The format is seen from the first byte",
    arguments: [
      ("[{}]", .json), ("\u{FEFF}\n [", .json), ("\n{\"a\":1}", .jsonl), ("a,b", .csv), ("", .csv),
      ("\"a\"", .csv),
    ] as [(String, InputFormat)])
  func sniffs(_ text: String, _ format: InputFormat) {
    let found = Array(text.utf8).withUnsafeBufferPointer { InputFormat(sniffing: $0) }
    #expect(found == format)
  }

  @Test("A format is known by its name")
  func knowsNames() {
    #expect(
      ["CSV", "tsv", "json", "jsonl", "ndjson"].map(InputFormat.init(named:))
        == [.csv, .tsv, .json, .jsonl, .jsonl])
    #expect(InputFormat(named: "xlsx") == nil)
    #expect(InputFormat.tsv.delimiter == 0x09)
  }
}
