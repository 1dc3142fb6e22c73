// How each format writes values, and what it does with none.
import PMFormat
import Testing

private let text = [OutputField(name: "note", kind: .text)]
private let pair = [OutputField(name: "a", kind: .text), OutputField(name: "b", kind: .text)]

@Test(
  "CSV quotes a cell only where it must",
  arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("cr\rhere", "\"cr\rhere\""),
    ("汉字,逗号", "\"汉字,逗号\""),
    ("long enough to scan, by words", "\"long enough to scan, by words\""),
    ("exactly8", "exactly8"), ("seven,7", "\"seven,7\""),
    ("1234567890123456,", "\"1234567890123456,\""),
    ("=1+1", "=1+1"), (" space ", " space "), ("semi;colon", "semi;colon"), ("", "\"\""),
  ])
func csvQuotes(value: String, cell: String) throws {
  #expect(try rendered(.csv, text, [[.text(value)]]) == "note\n\(cell)\n")
}

@Test("CSV leaves nulls and empty text empty, and fills short rows up")
func csvEmptyCells() throws {
  let out = try rendered(
    .csv, pair, [[.null, .text("")], [.text("x")], [], [.text("1"), .text("2"), .text("3")]])
  #expect(out == "a,b\n,\nx,\n,\n1,2\n")
}

@Test("CSV for spreadsheets begins with a byte order mark and ends lines with CRLF")
func csvForSpreadsheets() throws {
  let out = try rendered(.csv, pair, [[.text("一"), .text("x,y")]], excelOptions)
  #expect(out == "\u{FEFF}a,b\r\n一,\"x,y\"\r\n")
}

@Test("A code with a comma is quoted like any text")
func csvQuotesCodes() throws {
  let fields = [OutputField(name: "code", kind: .plain)]
  #expect(try rendered(.csv, fields, [[.plain("A,1")]]) == "code\n\"A,1\"\n")
}

@Test("CSV headings are the titles when asked for")
func csvTitles() throws {
  var options = OutputOptions()
  options.titles = true
  let fields = [OutputField(name: "room", title: "房号", kind: .plain)]
  #expect(try rendered(.csv, fields, [[.plain("1-2")]], options) == "房号\n1-2\n")
}

@Test(
  "TSV escapes what would break a line, and the inverse brings it back",
  arguments: [
    ("tab\there", "tab\\there"), ("two\nlines", "two\\nlines"), ("cr\r", "cr\\r"),
    ("back\\slash", "back\\\\slash"), ("\\t", "\\\\t"),
    ("\"quotes\", commas", "\"quotes\", commas"),
  ])
func tsvEscapes(value: String, cell: String) throws {
  #expect(try rendered(.tsv, text, [[.text(value)]]) == "note\n\(cell)\n")
  let back = Array(cell.utf8).withUnsafeBufferPointer { unescapeTSVCell($0) }
  #expect(String(decoding: back, as: UTF8.self) == value)
}

@Test(
  "JSON escapes quotes, backslashes and control characters",
  arguments: [
    ("plain", #""plain""#), (#"say "hi""#, #""say \"hi\"""#), (#"a\b"#, #""a\\b""#),
    ("a\nb\tc\rd", #""a\nb\tc\rd""#), ("\u{0}\u{1B}\u{7F}", #""\u0000\u001b\u007f""#),
    ("汉字 é 👨‍👩‍👧", "\"汉字 é 👨‍👩‍👧\""), ("12345678\u{1}", #""12345678\u0001""#), ("", #""""#),
  ])
func jsonEscapes(value: String, cell: String) throws {
  #expect(try rendered(.jsonl, text, [[.text(value)]]) == "{\"note\":\(cell)}\n")
}

@Test("JSON writes each kind of value, money with its minor units beside it")
func jsonKinds() throws {
  let fields = [
    OutputField(name: "code", kind: .plain), OutputField(name: "n", kind: .integer),
    OutputField(name: "area", kind: .decimal(scale: 4)),
    OutputField(name: "rate", kind: .fixed(scale: 1)), OutputField(name: "paid", kind: .money),
    OutputField(name: "late", kind: .boolean),
  ]
  let rows: [[OutputValue]] = [
    [.plain("A1"), .integer(-7), .decimal(895_000), .decimal(950), .money(-5), .boolean(true)],
    [],
  ]
  let first =
    #"{"code":"A1","n":-7,"area":"89.5","rate":"95.0","paid":"-0.05","paid_minor":-5,"late":true}"#
  let second =
    #"{"code":null,"n":null,"area":null,"rate":null,"paid":null,"paid_minor":null,"late":null}"#
  #expect(try rendered(.jsonl, fields, rows) == "\(first)\n\(second)\n")
  #expect(try rendered(.json, fields, rows) == "[\n\(first),\n\(second)\n]\n")
}

@Test("Markdown escapes marks and puts numbers on the right")
func markdown() throws {
  let fields = [
    OutputField(name: "a", title: "A|B", kind: .text), OutputField(name: "m", kind: .money),
  ]
  let out = try rendered(.md, fields, [[.text("x|y\nz <b>"), .money(123)], [.null, .null]])
  #expect(out == "| A\\|B | m |\n| --- | ---: |\n| x\\|y<br>z \\<b> | 1.23 |\n|  |  |\n")
}

@Test(
  "An empty result is the heading alone, [] in JSON and nothing in JSON Lines",
  arguments: [
    (OutputFormat.csv, "a,b\n"), (.tsv, "a\tb\n"), (.json, "[]\n"), (.jsonl, ""),
    (.table, "a  b\n-  -\n"), (.md, "| a | b |\n| --- | --- |\n"),
  ])
func emptyResults(format: OutputFormat, expected: String) throws {
  #expect(try rendered(format, pair, []) == expected)
}

@Test("An empty result in HTML is a whole page that says so")
func emptyPage() throws {
  let out = try rendered(.html, pair, [])
  #expect(out.hasPrefix("<!DOCTYPE html>"))
  #expect(out.contains("<td class=\"empty\" colspan=\"2\">no rows</td>"))
  #expect(out.hasSuffix("</html>\n"))
}

@Test(
  "A file's name asks for a format by its extension",
  arguments: [
    ("a/b.csv", OutputFormat.csv), ("x.TSV", .tsv), ("x.ndjson", .jsonl), ("x.md", .md),
    ("v1.2/x.htm", .html), ("x.json", .json), ("x.txt", .table), ("x.pdf", nil), ("v1.csv/x", nil),
  ] as [(String, OutputFormat?)])
func formatOfPath(path: String, format: OutputFormat?) {
  #expect(OutputFormat(path: path) == format)
}
