// What `list` and `export` write, an import reads back as it was.
import PMCommands
import Testing

private let nasty = [
  "=SUM(A1:A9)", "+1", "-1", "@cmd", "'=x", "''=x", "0101", "3-12", "123456789012345678", "a\"b", "\"quoted\"",
  "a,b;c|d", "tab\there", "two\nlines", "cr\r\nlf", "back\\slash \\t", "＝全角", "中文，标点", "1e5", "C:\\new\\table", "'",
  "\\",
]

@Suite("Round trips")
struct ImportRoundTripTests {
  @Test(
    "records with nasty text come back the same",
    arguments: [
      ["--format", "csv"], ["--excel"], ["--format", "tsv"], ["--format", "json"], ["--format", "jsonl"],
      ["--excel", "--lang", "zh"],
    ])
  func same(options: [String]) throws {
    let first = Estate([("org", "code,kind,name\nHY,community,花园\n")])
    var json: [String] = []
    for (place, note) in nasty.enumerated() {
      json.append("{\"code\":\"\(place)-0101\",\"community\":\"HY\",\"number\":\"0\(place)\",\"note\":\(quoted(note))}")
    }
    #expect(first.take("room", json.joined(separator: "\n")).status == 0)
    let ending = options.contains("tsv") ? "tsv" : "out"
    let path = first.file("rooms." + ending, "")
    #expect(first.run(["room", "list", "--columns", "*", "--output", path] + options).status == 0)
    let second = Estate([("org", "code,kind,name\nHY,community,花园\n")])
    let ran = second.run("room", "import", path)
    #expect(ran.messages == "import: \(nasty.count) created, 0 updated, 0 unchanged, 0 rejected\n")
    let list = ["room", "list", "--columns", "*", "--format", "json"]
    #expect(second.run(list).output == first.run(list).output)
    #expect(
      first.run("room", "import", path).messages
        == "import: 0 created, 0 updated, \(nasty.count) unchanged, 0 rejected\n")
  }

  @Test("a spreadsheet's own tab-separated file keeps its quotes and backslashes")
  func spreadsheetTabs() {
    let estate = Estate([("org", "code,kind,name\nHY,community,花园\n")])
    let path = estate.file("rooms.tsv", "code\tcommunity\tnote\n1-1\tHY\t\"say \"\"hi\"\"\"\n1-2\tHY\tC:\\new\n")
    #expect(estate.run("room", "import", path).status == 0)
    #expect(
      estate.run("room", "list", "--columns", "code,note", "--format", "jsonl").output
        == "{\"code\":\"1-1\",\"note\":\"say \\\"hi\\\"\"}\n{\"code\":\"1-2\",\"note\":\"C:\\\\new\"}\n")
  }

  @Test("a masked list comes back as unchanged")
  func masked() {
    let estate = Estate([
      ("customer", "code,name,phone,id_number,bank_account\nK1,甲,13910000001,110101199003070118,6222020200112233445\n")
    ])
    let list = estate.run("customer", "list", "--columns", "*").output
    #expect(list.contains("139****0001"))
    #expect(estate.take("customer", list).messages == "import: 0 created, 0 updated, 1 unchanged, 0 rejected\n")
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
