// The JSON reader: what RFC 8259 allows, what it does not, and where errors stand.
import PMFormat
import Testing

/// What a JSON text reads as.
func json(_ text: String) throws(JSONError) -> JSONValue {
  try json(Array(text.utf8))
}

func json(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
  let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONError> in
    do throws(JSONError) {
      return .success(try JSONReader.document(buffer))
    } catch {
      return .failure(error)
    }
  }
  return try result.get()
}

func jsonError(_ body: () throws -> Void) -> JSONError? {
  do {
    try body()
    return nil
  } catch {
    return error as? JSONError
  }
}

struct JSONReaderTests {
  @Test(
    "What RFC 8259 allows is read",
    arguments: [
      ("[]", .array([])), (" { } ", .object([])),
      ("\t[\r\n1 , 2]\n", .array([.number("1"), .number("2")])),
      ("null", .null), ("true", .bool(true)), (" false ", .bool(false)), ("\"\"", .string("")),
      ("0", .number("0")), ("-0", .number("-0")), ("1.10", .number("1.10")),
      ("-12.5e+30", .number("-12.5e+30")), ("1E400", .number("1E400")),
      ("9007199254740993", .number("9007199254740993")), ("0.0e-0", .number("0.0e-0")),
      ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", .string("\"\\/\u{8}\u{C}\n\r\t")),
      ("\"\\u623F\\u00e9\\u0000\"", .string("房é\u{0}")),
      ("\"\\uD83C\\uDFE0\"", .string("\u{1F3E0}")),
      ("\"房\u{1F3E0}\u{7F}\u{2028}\"", .string("房\u{1F3E0}\u{7F}\u{2028}")),
      ("\"a\\u0041房b\"", .string("aA房b")), ("\u{FEFF}[]", .array([])),
      (
        "{\"a\":{\"b\":[null]},\"\":1}",
        .object([
          JSONMember("a", .object([JSONMember("b", .array([.null]))])),
          JSONMember("", .number("1")),
        ])
      ),
      (
        "{\"é\":1,\"e\u{301}\":2}",
        .object([JSONMember("é", .number("1")), JSONMember("e\u{301}", .number("2"))])
      ),
    ] as [(String, JSONValue)])
  func allows(_ text: String, _ value: JSONValue) throws {
    #expect(try json(text) == value)
  }

  @Test(
    "What RFC 8259 does not allow is refused at its line and column",
    arguments: [
      ("", .endOfInput, 1, 1), (" \n", .endOfInput, 2, 1), ("[1", .endOfInput, 1, 3),
      ("[1,]", .trailingComma, 1, 3), ("{\"a\":1,\n}", .trailingComma, 1, 7),
      ("[,1]", .expectedValue, 1, 2), ("[1 2]", .expectedCommaOrEnd, 1, 4),
      ("[1}", .expectedCommaOrEnd, 1, 3), ("{1:2}", .expectedName, 1, 2),
      ("{'a':1}", .expectedName, 1, 2), ("{\"a\" 1}", .expectedColon, 1, 6),
      ("{\"a\":}", .expectedValue, 1, 6), ("{\"a\"}", .expectedColon, 1, 5),
      ("{\"a\":1 \"b\":2}", .expectedCommaOrEnd, 1, 8), ("{", .endOfInput, 1, 2),
      ("{\"a\":1,\n \"a\":2}", .duplicateName("a"), 2, 2), ("[] []", .textAfterValue, 1, 4),
      ("1,", .textAfterValue, 1, 2), ("01", .badNumber, 1, 1), ("-", .badNumber, 1, 1),
      ("[1.]", .badNumber, 1, 2), ("[\n .5]", .expectedValue, 2, 2), ("1e", .badNumber, 1, 1),
      ("1e+", .badNumber, 1, 1), ("+1", .expectedValue, 1, 1), ("-01", .badNumber, 1, 1),
      ("0x10", .textAfterValue, 1, 2), ("NaN", .expectedValue, 1, 1),
      ("-Infinity", .badNumber, 1, 1), ("nul", .expectedValue, 1, 1),
      ("True", .expectedValue, 1, 1), ("nullx", .textAfterValue, 1, 5),
      ("\"a", .endOfInput, 1, 1), ("\"a\\", .endOfInput, 1, 1), ("\"a\\\"", .endOfInput, 1, 1),
      ("\"a\nb\"", .controlCharacter, 1, 3), ("\"\\n\t\"", .controlCharacter, 1, 4),
      ("\"\\x41\"", .badEscape, 1, 2), ("\"\\u12\"", .badEscape, 1, 2),
      ("\"\\u12G4\"", .badEscape, 1, 2), ("\"\\a\"", .badEscape, 1, 2),
      ("\"房\\uD83C\"", .loneSurrogate, 1, 3), ("\"\\uDFE0\"", .loneSurrogate, 1, 2),
      ("\"\\uD83C\\u0041\"", .loneSurrogate, 1, 2), ("\"\\uD83Cx\"", .loneSurrogate, 1, 2),
      ("// no\n1", .expectedValue, 1, 1), ("[\"房\"\r\n,\"间\" x]", .expectedCommaOrEnd, 2, 6),
      ("\u{FEFF}]", .expectedValue, 1, 1), ("\u{A0}1", .expectedValue, 1, 1),
    ] as [(String, JSONError.Rule, Int, Int)])
  func refuses(_ text: String, _ rule: JSONError.Rule, _ line: Int, _ column: Int) {
    let expected = JSONError(rule, line: line, column: column)
    #expect(jsonError { _ = try json(text) } == expected)
  }

  @Test("A string that is no UTF-8 is refused")
  func refusesWrongUTF8() {
    let expected = JSONError(.invalidUTF8, line: 1, column: 3)
    #expect(jsonError { _ = try json([0x22, 0x61, 0xFF, 0x22]) } == expected)
    #expect(jsonError { _ = try json([0x22, 0x61, 0xED, 0xA0, 0x80, 0x22]) } == expected)
    let behindEscape: [UInt8] = [0x22, 0x5C, 0x6E, 0xC3, 0x22]
    #expect(jsonError { _ = try json(behindEscape) }?.rule == .invalidUTF8)
  }

  @Test("Values may stand 64 deep in each other, not 65; a hundred thousand do no harm")
  func limitsDepth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try json(nested(64))
    let deep = JSONError(.tooDeep, line: 1, column: 65)
    #expect(jsonError { _ = try json(nested(65)) } == deep)
    #expect(jsonError { _ = try json(nested(100_000)) } == deep)
    let objects = String(repeating: "{\"a\":", count: 100_000)
    #expect(jsonError { _ = try json(objects) }?.rule == .tooDeep)
  }

  @Test("A member is found by its name")
  func findsMembers() throws {
    let value = try json("{\"a\":1,\"b\":[2]}")
    #expect(value["b"] == .array([.number("2")]))
    #expect(value["c"] == nil)
    #expect(JSONValue.null["a"] == nil)
  }

  @Test("Ten thousand random and damaged texts do not trap")
  func survivesNoise() {
    var random = Seeded(8259)
    let seeds = [
      "{\"a\":[1,-2.5e3,true,null,\"x\\u623F\\n\"],\"b\":{\"c\":\"房\"}}",
      "[{\"a\":1},{\"b\":\"\\uD83C\\uDFE0\"}]", "{\"a\":1}\n{\"a\":\"2\"}\n",
    ]
    let alphabet = Array("{}[]\",:\\u0123eE+-.tfn \n房".utf8) + [0xFF, 0x00]
    for round in 0..<10_000 {
      var bytes = Array(seeds[round % 3].utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[at] = alphabet.randomElement(using: &random) ?? 0
        case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: at)
        default: if bytes.count > 1 { bytes.remove(at: at) }
        }
      }
      let error = jsonError { _ = try json(bytes) }
      if let error { #expect(error.line >= 1 && error.column >= 1) }
      bytes.withUnsafeBufferPointer { buffer in
        var objects = JSONObjects(buffer)
        _ = jsonError { while try objects.next() != nil {} }
      }
    }
  }

  @Test("Random values, written with random escapes and white space, read back equal")
  func readsBack() throws {
    var random = Seeded(64)
    for _ in 0..<2_000 {
      let value = randomValue(3, &random)
      #expect(try json(written(value, &random)) == value)
    }
  }

  private func randomValue(_ depth: Int, _ random: inout Seeded) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2:
      return .number(
        ["0", "-1.50", "1e9", "31415926535897932384"].randomElement(using: &random) ?? "0")
    case 3: return .string(randomText(&random))
    case 4:
      return .array(
        (0..<Int.random(in: 0...3, using: &random)).map { _ in randomValue(depth - 1, &random) })
    default:
      return .object(
        (0..<Int.random(in: 0...3, using: &random)).map {
          JSONMember("\($0)\(randomText(&random))", randomValue(depth - 1, &random))
        })
    }
  }

  private func randomText(_ random: inout Seeded) -> String {
    let pieces = ["a", "房", "\"", "\\", "\n", "\u{0}", "\u{1F3E0}", "/", " ", "é"]
    return (0..<Int.random(in: 0...4, using: &random)).map { _ in
      pieces.randomElement(using: &random) ?? ""
    }.joined()
  }

  private func written(_ value: JSONValue, _ random: inout Seeded) -> String {
    let space = ["", " ", "\n\t"].randomElement(using: &random) ?? ""
    switch value {
    case .null: return space + "null"
    case .bool(let isTrue): return space + (isTrue ? "true" : "false")
    case .number(let text): return text + space
    case .string(let text): return quoted(text, &random) + space
    case .array(let elements):
      return "[" + space + elements.map { written($0, &random) }.joined(separator: ",") + "]"
    case .object(let members):
      let texts = members.map {
        space + quoted($0.name, &random) + space + ":" + written($0.value, &random)
      }
      return "{" + texts.joined(separator: space + ",") + "}"
    }
  }

  private func quoted(_ text: String, _ random: inout Seeded) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      let mustEscape = scalar == "\"" || scalar == "\\" || scalar.value < 0x20
      if mustEscape || Int.random(in: 0..<4, using: &random) == 0 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
