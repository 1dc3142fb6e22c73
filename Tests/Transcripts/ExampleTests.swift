// The worked example in Tests/Fixtures/example: every figure that it expects must come out.
import Glibc
import Testing

@Suite("The example")
struct ExampleTests {
  private static let folder = Workplace.root + "/Tests/Fixtures/example"

  @Test("every figure agrees", arguments: ["rooms.csv", "rooms-gb18030.csv"])
  func figures(rooms: String) throws {
    let workplace = try Workplace()
    defer { workplace.remove() }
    let ran = try workplace.sh(
      "PM=$(command -v pm) OUT=$PWD/out ROOMS=\(rooms) sh '\(Self.folder)/commands.sh'")
    #expect(ran.status == 0, "\(ran.messages)")

    let manifest = CSVTable(try readFile(Self.folder + "/expected/compare.csv"))
    #expect(manifest.rows.count == 14)
    for row in manifest.rows {
      let file = row["file"] ?? ""
      let differences = Comparison(row).differences(
        actual: CSVTable(try readFile("\(workplace.path)/out/\(file)")),
        expected: CSVTable(try readFile("\(Self.folder)/expected/\(file)")))
      #expect(differences.isEmpty, "\(file)\n\(differences.prefix(20).joined(separator: "\n"))")
    }
  }

  @Test("where CI runs, hledger is there to check the ledgers")
  func witness() throws {
    guard getenv("CI").map({ String(cString: $0) }) == "true" else { return }
    let workplace = try Workplace()
    defer { workplace.remove() }
    #expect(try workplace.sh("command -v hledger").status == 0)
  }

  @Test(
    "numbers compare by value, codes as they stand",
    arguments: [
      ("1.50", "1.5"), ("100", "100"), ("0.00", "0"), ("-0.0", "0"), ("-07.10", "-7.1"),
      ("0101", "0101"), ("1-1-0101", "1-1-0101"), ("", ""), ("1.", "1."), ("0", "0"),
    ])
  func numbers(text: String, expected: String) {
    #expect(normalized(text) == expected)
  }

  @Test("a row that differs is told from either side")
  func differs() {
    let table = CSVTable("number,room,amount,principal\nB1,\"a\"\"b,c\",1.0,\nB2,x,2,B1\n")
    let other = CSVTable("number,room,amount,principal\nB7,\"a\"\"b,c\",1.00,\nB9,x,3,B7\n")
    let comparison = Comparison(["key": "room", "ref": "principal"])
    #expect(table.rows[0]["room"] == "a\"b,c")
    #expect(
      comparison.differences(actual: table, expected: other)
        == ["- x,3,a\"b,c", "+ x,2,a\"b,c"])
    #expect(comparison.differences(actual: table, expected: table) == [])
  }
}
