// Codes that are typed for meters and rooms that a command makes are read as an import reads them.
import Testing

@Suite("Codes of what commands make")
struct NewCodeTests {
  /// A command that makes something called `code`.
  struct Making: CustomTestStringConvertible, Sendable {
    let noun: String
    let option: String
    let words: @Sendable (_ code: String) -> [String]
    var testDescription: String { "\(noun) \(option)" }
  }

  static let all: [Making] = [
    Making(noun: "meter", option: "--new") {
      ["meter", "replace", "M1", "--new", $0, "--on", "2026-10-15", "--final", "5", "--initial", "0"]
    },
    Making(noun: "room", option: "--into") {
      ["room", "split", "A-1", "--into", "\($0)=60,A-1B=40", "--on", "2026-11-01"]
    },
    Making(noun: "room", option: "--into") {
      ["room", "merge", "A-1", "A-2", "--into", $0, "--on", "2026-11-01"]
    },
  ]

  private func estate() -> Estate {
    let estate = Estate(billed: [])
    estate.take("fee", "code,name,class\nSF,水费,metered\n")
    estate.take("meter", "code,room,fee,installed_on,initial\nM1,A-3,SF,2026-09-30,0\n")
    return estate
  }

  @Test("a full-width code is stored half-width, and is the same once more", arguments: all)
  func fullWidth(made: Making) throws {
    let estate = estate()
    let first = estate.run(made.words("Ｗ－０２"))
    #expect(first.status == 0, "\(first.messages)")
    #expect(estate.run(made.noun, "show", "W-02").status == 0)
    #expect(try estate.rows("SELECT code FROM \(made.noun) WHERE code LIKE '%Ｗ%'") == [])
    let before = try estate.digest()
    let again = estate.run(made.words(" W-02"))
    #expect(again.status == 0, "\(again.messages)")
    #expect(try estate.digest() == before)
    #expect(estate.run("db", "check").status == 0)
  }

  @Test("a full-width code of one that there is, is refused as taken", arguments: all)
  func taken(made: Making) throws {
    let estate = estate()
    estate.take("meter", "code,room,fee,installed_on,initial\nW-02,A-3,SF,2026-09-30,0\n")
    estate.take("room", "code,community,kind,floor_area,status\nW-02,HY,residence,50,vacant\n")
    let before = try estate.digest()
    let ran = estate.run(made.words("Ｗ-02"))
    #expect(ran.status == 65, "\(ran.messages)")
    #expect(ran.messages.contains("\"W-02\" exists already"), "\(ran.messages)")
    #expect(try estate.digest() == before)
  }

  @Test(
    "a code that no import takes is refused by its option",
    arguments: all, [("", "required"), ("A\tB", "control-character"), (String(repeating: "x", count: 65), "too-long")])
  func refused(made: Making, bad: (String, String)) throws {
    let (code, rule) = bad
    let estate = estate()
    let before = try estate.digest()
    let ran = estate.run(made.words(code) + ["--format", "json"])
    #expect(ran.status == 65 || code.isEmpty && ran.status == 64, "\(ran.messages)")
    #expect(ran.messages.contains("\"code\":\"\(rule)\"") || ran.status == 64, "\(ran.messages)")
    #expect(ran.messages.contains(made.option), "\(ran.messages)")
    #expect(try estate.digest() == before)
  }

  @Test("a room is merged with itself, or split into one room twice, under no spelling")
  func withItself() throws {
    let estate = estate()
    let before = try estate.digest()
    let split = estate.run("room", "split", "A-1", "--into", "Ａ-9=60,A-9=40", "--on", "2026-11-01")
    #expect(split.status == 64 && split.messages.contains("--into: name each room once"), "\(split.messages)")
    let ran = estate.run("room", "merge", "A-1", "Ａ-1", "--into", "A-9", "--on", "2026-11-01")
    #expect(ran.status == 64, "\(ran.messages)")
    #expect(try estate.digest() == before)
  }
}
