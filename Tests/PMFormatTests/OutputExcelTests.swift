// The guard against spreadsheets, and its exact inverse.
import PMFormat
import Testing

private func guarded(_ text: String) -> String? {
  Array(text.utf8).withUnsafeBufferPointer { guardExcelCell($0) }
    .map { String(decoding: $0, as: UTF8.self) }
}

/// What an import makes of a cell: the original of a guarded one, or the cell as it is.
private func read(_ cell: String) -> String {
  Array(cell.utf8).withUnsafeBufferPointer { unguardExcelCell($0) }
    .map { String(decoding: $0, as: UTF8.self) } ?? cell
}

private let formulas = [
  "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.example\",\"y\")", "=A1", "==", "=",
  "+1+1", "+86 138 0000 0000", "+8613800000000", "+", "-1+1", "-2+3+cmd|' /C calc'!A0", "-", "--1",
  "@SUM(1+1)", "@", "\t=1+1", "\t", "\r=1+1", "\r", "\n=1+1", "\u{FF1D}1+1", "\u{FF0B}1",
  "\u{FF0D}1", "\u{FF20}SUM(A1)", "=\"0123\"", "=\"汉字\"", "=\"\"", "'=1+1", "''=1+1", "'-1",
  "'@x", "'\t", "'\u{FF1D}1", "=IMPORTXML(\"a\",\"b\")", "=1+1\nsecond line", "=,", "=\"a\",b",
  "-5.20", "+0", "-1e5", "=\"123456789012\"",
]

@Test("A text that a spreadsheet would run gets an apostrophe and comes back", arguments: formulas)
func formulasAreGuarded(payload: String) throws {
  #expect(guarded(payload) == "'" + payload)
  #expect(read("'" + payload) == payload)
}

@Test("At least forty formula payloads are tried")
func formulaCount() { #expect(formulas.count >= 40) }

@Test(
  "A text that a spreadsheet would turn into another stays text and comes back",
  arguments: [
    "0123", "00", "01", "110105194912310021", "123456789012", "6222020000000000000", "1-2", "12-31",
    "3/12", "3-2026", "1-2-03", "10/11/2026", "1E5", "12e10",
  ])
func misreadTextStaysText(text: String) throws {
  #expect(guarded(text) == "=\"\(text)\"")
  #expect(read("=\"\(text)\"") == text)
}

@Test(
  "Other text is left alone, and read as it is",
  arguments: [
    "", "0", "7", "12345678901", "1-2-0101", "1-1801", "2026-11-22", "2026-11", "2026/11/22",
    "11010519491231002X", "A-1", "'t Hooft", "'", "''", "'quoted'", "a=b", "汉字", "0.5", "1-",
    "1--2", "=\"x", "1-2-3-4", "1/2-3", "１２", "name@example.com", "12-345",
  ])
func otherTextIsLeftAlone(text: String) throws {
  if !text.hasPrefix("=") { #expect(guarded(text) == nil) }
  #expect(read(text) == text)
}

@Test("Whatever a cell holds, reading its guarded form gives it back")
func guardIsOneToOne() {
  var random = OutputRandom(state: 3)
  let alphabet: [Character] = [
    "'", "=", "\"", "+", "-", "@", "\t", "\r", "\n", "0", "1", "9", "/", "e", "E", ",", "x", "汉",
    "\u{FF1D}", "\u{FF20}", " ", ".",
  ]
  var seen: [String: String] = [:]
  for _ in 0..<200_000 {
    var text = ""
    for _ in 0..<Int.random(in: 0...7, using: &random) {
      text.append(alphabet.randomElement(using: &random) ?? "x")
    }
    let cell = guarded(text) ?? text
    #expect(read(cell) == text)
    #expect(seen.updateValue(text, forKey: cell) ?? text == text)
  }
}

@Test("Guarded cells are quoted as CSV asks, and codes are guarded like any text")
func guardedCellsInFiles() throws {
  let fields = [OutputField(name: "code", kind: .plain), OutputField(name: "note", kind: .text)]
  let out = try rendered(.csv, fields, [[.plain("0101"), .text("=1,2")]], excelOptions)
  #expect(out == "\u{FEFF}code,note\r\n\"=\"\"0101\"\"\",\"'=1,2\"\r\n")
}

@Test("Ten thousand negative numbers, as money and with four decimals, are written as without the guard")
func negativeNumbersAreLeftAlone() throws {
  var random = OutputRandom(state: 5)
  let fields = [
    OutputField(name: "amount", kind: .money), OutputField(name: "usage", kind: .decimal(scale: 4)),
    OutputField(name: "count", kind: .integer),
  ]
  let rows: [[OutputValue]] = (0..<10_000).map { place in
    let bound: Int64 = place % 2 == 0 ? 100_000 : 1_000_000_000_000_000
    func negative() -> Int64 { -Int64.random(in: 1...bound, using: &random) }
    return [.money(negative()), .decimal(negative()), .integer(negative())]
  }
  let plain = try rendered(.csv, fields, rows)
  let excel = try rendered(.csv, fields, rows, excelOptions)
  #expect(excel.hasPrefix("\u{FEFF}amount,usage,count\r\n-"))
  let lines = excel.unicodeScalars.split(separator: "\n").map { String($0.filter { $0 != "\r" && $0 != "\u{FEFF}" }) }
  #expect(lines == plain.split(separator: "\n").map(String.init))
  #expect(lines.count == rows.count + 1)
  for line in lines.dropFirst() {
    for cell in line.split(separator: ",") {
      // The same characters as text would have been guarded: it is the kind that tells.
      #expect(cell.hasPrefix("-") && guarded(String(cell)) == "'" + cell, "\(cell)")
      #expect(read(String(cell)) == cell)
    }
  }
}
