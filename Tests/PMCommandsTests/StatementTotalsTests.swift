// Statements against their own totals: what a cashier gets when a download broke off or was touched.
import Glibc
import PMCommands
import PMFormat
import Testing

private let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

@Suite("totals of statements")
struct StatementTotalsTests {
  /// The lines of a sample in UTF-8, and the map that reads them so.
  private static func sample(_ name: String) throws -> [String] {
    let encoding = name.hasPrefix("wechat") ? "utf-8" : "gb18030"
    return output("iconv -f \(encoding) -t utf-8 \(root)/Samples/statements/\(name)-2026-10.csv | tr -d '\\r'")
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func take(_ name: String, _ lines: [String]) -> (ran: Ran, estate: Estate) {
    let estate = Estate(billed: ["2026-01"])
    let ran = estate.run(
      "payment", "import", estate.file("s.csv", lines.joined(separator: "\n")), "--map",
      "\(root)/Samples/maps/\(name)-payments.json", "--encoding", "utf-8")
    return (ran, estate)
  }

  /// What is done to a sample: a text that is replaced, or how many lines are left; and what is said.
  static let broken: [(name: String, from: String, to: String, left: Int?, said: [String])] = [
    ("wechat-merchant", "", "", 3, ["s.csv: the totals at the foot are missing: the file is cut off"]),
    ("wechat-merchant", "", "", 5, ["s.csv: the totals at the foot are missing"]),
    (
      "wechat-merchant", "`120.00,`0.00,`\n`2026-10-13", "`125.00,`0.00,`\n`2026-10-13", nil,
      ["s.csv:6:6: the totals say \"360.00\", the rows add up to 365.00"]
    ),
    (
      "wechat-merchant", "`3,`360.00,`120.00,`0.00,`1.80,`360.00", "`4,`360.00,`120.00,`0.00,`1.80,`1e3", nil,
      [
        "s.csv:6:1: the totals count \"4\", the file has 3 rows",
        "s.csv:6:6: the totals say \"1e3\", the rows add up to 360.00",
      ]
    ),
    ("icbc", "", "", 9, ["the totals at the foot are missing"]),
    (
      "icbc", "186.65 ", "286.65 ", nil,
      ["s.csv:14:10: the totals say \"1,544.48\", the rows add up to 1644.48"]
    ),
    ("cmb", "", "", 3, ["the totals at the foot are missing"]),
    ("cmb", "260.00", "270.00", nil, ["s.csv:5:3: the totals say \"1,434.00\", the rows add up to 1444.00"]),
  ]

  @Test("one that is cut off or does not add up is refused whole", arguments: broken.indices)
  func refused(_ index: Int) throws {
    let (name, from, to, left, said) = Self.broken[index]
    var lines = try Self.sample(name)
    if let left {
      lines = Array(lines.prefix(left))
    } else {
      let text = lines.joined(separator: "\n")
      let changed = replaced(text, from, to)
      #expect(changed != text)
      lines = [changed]
    }
    let (ran, estate) = Self.take(name, lines)
    #expect(ran.status == 65, "\(ran.messages)")
    for text in said { #expect(ran.messages.contains(text), "\(ran.messages)") }
    #expect(ran.messages.contains("nothing was imported: the file does not agree with its own totals"))
    #expect(ran.messages.contains("take the whole file from the bank again"))
    #expect(try estate.rows("SELECT count(*) FROM payment") == ["0"])
  }

  @Test("of a bill whose banner counts other rows a warning tells", arguments: ["alipay", "wechat"])
  func banner(name: String) throws {
    let lines = try Self.sample(name)
    let whole = Self.take(name, lines).ran
    #expect(whole.status == 0 && !whole.messages.contains("announced"), "\(whole.messages)")
    let cut = Self.take(name, Array(lines.dropLast(3))).ran
    #expect(cut.status == 0, "\(cut.messages)")
    let said = name == "alipay" ? "s.csv:8: warning: 5" : "s.csv:7: warning: 6"
    #expect(cut.messages.contains("\(said) rows are announced here, the file has"), "\(cut.messages)")
    #expect(cut.messages.contains("is the file whole?"))
  }

  /// The text with the first place of `from` replaced.
  private func replaced(_ text: String, _ from: String, _ to: String) -> String {
    let (bytes, mark) = (Array(text.utf8), Array(from.utf8))
    guard
      let place = bytes.indices.dropLast(mark.count - 1).first(where: {
        bytes[$0..<$0 + mark.count].elementsEqual(mark)
      })
    else { return text }
    return String(decoding: bytes[..<place] + Array(to.utf8) + bytes[(place + mark.count)...], as: UTF8.self)
  }
}
