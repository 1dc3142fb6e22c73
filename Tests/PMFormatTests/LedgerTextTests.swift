// A journal's text: names that no code of people can break.
import PMFormat
import Testing

@Suite struct LedgerTextTests {
  private func written(_ body: (LedgerWriter) -> Void) throws -> String {
    let memory = MemoryDestination()
    let buffer = ByteBuffer(to: memory)
    body(LedgerWriter(to: buffer, commodity: "CNY"))
    try buffer.flush()
    return memory.text
  }

  @Test("a transaction stands as hledger reads it")
  func transaction() throws {
    let text = try written { writer in
      writer.declareCommodity()
      writer.declare(["assets", "cash"], type: "C")
      writer.declare(["6001"], type: "R")
      writer.begin(day: "2026-10-01", code: "B1", title: "WYF 2026-10", tags: [("room", "1-1")])
      writer.posting(["assets", "cash"], minor: 5, tags: [("bill", "B1"), ("due", "2026-10-31")])
      writer.posting(["6001"], minor: -5, tags: [])
    }
    #expect(
      text == """
        commodity 1000.00 CNY

        account assets:cash  ; type:C
        account 6001  ; type:R

        2026-10-01 (B1) WYF 2026-10  ; room:1-1
            assets:cash  0.05 CNY  ; bill:B1, due:2026-10-31
            6001  -0.05 CNY

        """)
  }

  @Test("what would end a name or mean something else is escaped")
  func names() throws {
    let cases: [(String, String)] = [
      ("WYF", "WYF"), ("物业 费", "物业 费"), ("a  b", "a %20b"), (" a ", "%20a%20"),
      ("a;b:c%", "a%3Bb%3Ac%25"), ("a\nb", "a%0Ab"), ("a\u{3000}b", "a%E3%80%80b"),
      ("a\u{00A0}b", "a%C2%A0b"), ("(a)", "%28a)"), ("[a]", "%5Ba]"), ("*a", "%2Aa"),
    ]
    for (name, expected) in cases {
      #expect(try written { $0.declare([name], type: "R") } == "account \(expected)  ; type:R\n")
    }
  }

  @Test("a tag ends at its comma and dates nothing")
  func tags() throws {
    let text = try written { writer in
      writer.begin(day: "2026-10-01", code: "a)b", title: "x;y", tags: [("room", "[1-2],3")])
    }
    #expect(text == "\n2026-10-01 (a%29b) x%3By  ; room:%5B1-2%5D%2C3\n")
  }
}
