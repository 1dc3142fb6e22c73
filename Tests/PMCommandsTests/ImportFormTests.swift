// Each way in which the form of a file can be broken: the place and the words.
import Testing

/// A broken file and the first line that is said of it.
struct BrokenForm: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let first: String
  var testDescription: String { name }

  init(_ name: String, _ text: String, _ first: String) {
    self.init(name, bytes: Array(text.utf8), first)
  }

  init(_ name: String, bytes: [UInt8], _ first: String) {
    self.name = name
    self.bytes = bytes
    self.first = first
  }
}

private let json: [BrokenForm] = [
  BrokenForm("a file that is cut off", "[{\"code\": \"a1\"", "1:15: the text ends in the middle of a value"),
  BrokenForm("no value", "[{\"code\": }]", "1:11: a value is expected here"),
  BrokenForm("a name without quotes", "[{code: 1}]", "1:3: a name in quotes is expected here"),
  BrokenForm("no colon", "[{\"code\" \"a1\"}]", "1:10: a colon is expected here"),
  BrokenForm(
    "no comma", "[{\"code\": \"a1\"\n \"note\": \"x\"}]", "2:2: a comma or the end of the list is expected here"),
  BrokenForm("a leading zero", "[{\"floor_area\": 080}]", "1:17: this is no JSON number"),
  BrokenForm("an unknown escape", "[{\"note\": \"\\x\"}]", "1:12: this is no JSON escape"),
  BrokenForm("half a character", "[{\"note\": \"\\ud83d\"}]", "1:12: half of a surrogate pair"),
  BrokenForm("a line end in a string", "[{\"note\": \"a\nb\"}]", "1:13: a control character inside a string"),
  BrokenForm("two values", "[{\"code\": \"a1\"}] []", "1:18: more text behind the value"),
  BrokenForm("a number for a row", "[7]", "1:2: an object is expected here: {\"column\": value, …}"),
  BrokenForm("a name of blanks", "[{\" \": 1}]", "1:3: a name without letters"),
  BrokenForm(
    "too many names", "[{" + (0...16_384).map { "\"n\($0)\":1" }.joined(separator: ",") + "}]",
    "1:169117: more names than a row can have cells"),
  BrokenForm(
    "a text with U+0000", "[{\"note\": \"\\u0000\"}]", "1:11: \"note\" is too long or holds U+0000"),
]

private let csv: [BrokenForm] = [
  BrokenForm(
    "letters behind a closing quote", "code,community,note\na1,HY,\"x\"y\n",
    "2:3: text follows a closing quote"),
  BrokenForm("a byte 0", "code,community,note\na1,HY,x\u{0}y\n", "2:3: a byte 0, which no text has"),
  BrokenForm(
    "a quote that closes a megabyte later",
    "code,community,note\na1,HY,\"" + String(repeating: "x\n", count: 600_000) + "\"\n",
    "2:3: a quoted cell of over a megabyte; is its quote never closed?"),
]

@Suite("Broken forms")
struct ImportFormTests {
  @Test("a broken JSON file is told with its place", arguments: json)
  func toldOfJSON(broken: BrokenForm) { tells(broken, "input.json") }

  @Test("a broken CSV file is told with its place", arguments: csv)
  func toldOfCSV(broken: BrokenForm) { tells(broken, "input.csv") }

  private func tells(_ broken: BrokenForm, _ name: String) {
    let estate = Estate([("org", "code,kind,name\nHY,community,花园\n")])
    let ran = estate.run("room", "import", estate.file(name, broken.bytes))
    #expect(ran.status == 65)
    #expect(ran.messages.split(separator: "\n").first.map(String.init) == "\(name):\(broken.first)")
    #expect(estate.run("room", "list", "--columns", "code").output == "code\n")
  }

  @Test("an empty table comes back as JSON Lines; a file that should have a header is refused")
  func emptyLines() {
    let estate = Estate()
    let lines = estate.file("target.jsonl", "")
    #expect(estate.run("export", "records", "target", "--format", "jsonl", "--output", lines).status == 0)
    let ran = estate.run("target", "import", lines)
    #expect(ran.messages == "import: 0 created, 0 updated, 0 unchanged, 0 rejected\n", "\(ran.messages)")
    let sheet = estate.run("target", "import", estate.file("target.csv", ""))
    #expect(sheet.status == 65 && sheet.messages.contains("the file has no header line"), "\(sheet.messages)")
  }

  @Test("a number that JSON does not have belongs in quotes")
  func number() {
    let estate = Estate()
    let ran = estate.run("room", "import", estate.file("input.json", "[{\"code\": 0101}]"))
    #expect(
      ran.messages == "input.json:1:11: this is no JSON number\n  write it in quotes as text\n")
  }

  @Test("a map or layout that is nested without end is told with its place")
  func deep() {
    let estate = Estate()
    let map = estate.file("map.json", String(repeating: "[", count: 10_000))
    let ran = estate.run("room", "import", estate.file("a.csv", "code\n1\n"), "--map", map)
    #expect(ran.status == 65)
    #expect(ran.messages.contains("nested too deep"))
  }
}
