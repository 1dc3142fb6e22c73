// The grammar of RFC 8259 case by case: what a reader must take, must refuse, and what it may do.
//
// Every kind of text that the public conformance suites of JSON parsers try is here, told by the
// section of the RFC that decides it. Two of pm's own rules are narrower than the RFC, which allows
// both ("An implementation may set limits", 9; names "SHOULD be unique", 4): a name may not come
// twice, and values stand at most 64 deep.
import PMFormat
import Testing

struct JSONConformanceTests {
  @Test(
    "what the grammar allows is read",
    arguments: [
      // 2: structural characters, white space around them, and the values that a text may be.
      "[]", "[[]]", "[[]   ]", " [] ", "[] ", "\n[]\r\n", "\t[ ]", "[\"\"]", "[\"a\"]", "[false]",
      "[true]", "[null]", "[null, 1, \"1\", {}]", "[1\n]", " [1]", "[2] ", "[1,null,null,null,2]",
      "{}", "{ }", "null", "true", "false", "42", "-0.1", "\"asd\"", "\"\"", " \" \" ", "0",
      // 4: objects; any string is a name, the empty one too.
      "{\"asd\":\"sdf\"}", "{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", "{\"\":0}", "{\"a\":[]}",
      "{\"foo\\u0000bar\": 42}", "{ \"min\": -1.0e+28, \"max\": 1.0e+28 }", "{\n\"a\": \"b\"\n}",
      "{\"x\":[{\"id\": \"xx\"}], \"id\": \"xx\"}", "{\"title\":\"\\u041f\\u043e\\u043b\"}",
      "{\"a\":1,\"A\":2}", "{\"a\":{\"a\":1}}",
      // 5: arrays of anything.
      "[[1],[2]]", "[{}]", "[\"a\",1,true]",
      // 6: numbers.
      "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0.000000000000000000000000000001]", "[20e1]",
      "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]", "[1e-2]",
      "[1e+2]", "[123]", "[123.456789]", "[0.5]", "[0e-1]", "[-0.0]", "[1.0]",
      // 7: strings: escapes, surrogate pairs, and what need not be escaped.
      "[\"\\u0060\\u012a\\u12AB\"]", "[\"\\uD801\\udc37\"]", "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]",
      "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\\u0000\"]", "[\"\\\"\"]", "[\"a/*b*/c/*d//e\"]",
      "[\"\\\\a\"]", "[\"\\\\n\"]", "[\"\\u0012\"]", "[\"\\uFFFF\"]", "[\"\\uDBFF\\uDFFF\"]",
      "[\"new\\u00A0line\"]", "[\"\u{10FFFF}\"]", "[\"\u{FFFF}\"]", "[\"\\u0000\"]",
      "[\"\\u002c\"]",
      "[\"\u{3C0}\"]", "[\"\u{1BFFF}\"]", "[\" \"]", "[\"\\uD834\\uDd1e\"]", "[\"\\u0821\"]",
      "[\"\\u0123\"]", "[\"\u{2028}\"]", "[\"\u{2029}\"]", "[\"\\u0061\\u30af\\u30EA\\u30b9\"]",
      "[\"new\\u000Aline\"]", "[\"\u{7F}\"]", "[\"\\uA66D\"]", "[\"\\u005C\"]",
      "[\"\u{2342}\u{3248}\"]", "[ \"asd\"]", "\" \"",
      "[\"\\u200B\"]", "[\"\\u2064\"]", "[\"\\uFDD0\"]", "[\"\\uFFFE\"]", "[\"\\u0022\"]",
      "[\"a\u{7F}a\"]", "[\"\u{20AC}\u{1D11E}\"]", "[\"\\uD83F\\uDFFE\"]", "[\"\\uDBFF\\uDFFE\"]",
    ])
  func takes(text: String) throws {
    _ = try json(text)
  }

  /// A text that the grammar has no place for, and the rule it breaks.
  struct Refused: Sendable, CustomTestStringConvertible {
    let text: [UInt8]
    let rule: JSONError.Rule

    init(_ text: String, _ rule: JSONError.Rule) { self.init(Array(text.utf8), rule) }

    init(_ text: [UInt8], _ rule: JSONError.Rule) {
      self.text = text
      self.rule = rule
    }

    var testDescription: String { "\(String(decoding: text, as: UTF8.self)) (\(rule))" }
  }

  /// 2, 4, 5: the structure of a text.
  private static let structure: [Refused] = [
    Refused("", .endOfInput), Refused(" ", .endOfInput), Refused("[", .endOfInput),
    Refused("]", .expectedValue), Refused("{", .endOfInput), Refused("}", .expectedValue),
    Refused("[1 true]", .expectedCommaOrEnd), Refused("[\"\": 1]", .expectedCommaOrEnd),
    Refused("[\"\"],", .textAfterValue), Refused("[,1]", .expectedValue),
    Refused("[1,,2]", .expectedValue), Refused("[\"x\",,]", .expectedValue),
    Refused("[\"x\"]]", .textAfterValue), Refused("[\"\",]", .trailingComma),
    Refused("[\"x\"", .endOfInput), Refused("[x", .expectedValue),
    Refused("[3[4]]", .expectedCommaOrEnd), Refused("[1:2]", .expectedCommaOrEnd),
    Refused("[,]", .expectedValue), Refused("[-]", .badNumber),
    Refused("[   , \"\"]", .expectedValue),
    Refused("[\"a\",\n4\n,1,", .endOfInput), Refused("[1,]", .trailingComma),
    Refused("[1,\n1\n,1", .endOfInput), Refused("[{}", .endOfInput),
    Refused("[\"a\"\u{B}]", .expectedCommaOrEnd),
    Refused("[*]", .expectedValue), Refused("[1\u{C}]", .expectedCommaOrEnd),
    Refused("[\"", .endOfInput),
    Refused("[\u{C}]", .expectedValue), Refused("[\u{A0}]", .expectedValue),
    Refused("[\u{2060}]", .expectedValue),
    Refused("\u{2060}", .expectedValue), Refused("\u{E5}", .expectedValue),
    Refused("*", .expectedValue),
    Refused("[1]x", .textAfterValue), Refused("[][]", .textAfterValue),
    Refused("1]", .textAfterValue),
    Refused("{\"a\":\"b\"}#", .textAfterValue), Refused("{\"a\":\"b\"}/**/", .textAfterValue),
    Refused("{\"a\":/*b*/\"b\"}", .expectedValue), Refused("{\"a\":\"b\"}//", .textAfterValue),
    Refused("{\"a\":\"b\"}/", .textAfterValue), Refused("#[]", .expectedValue),
    Refused("[a]", .expectedValue),
    Refused("{\"a\":\"a\" 123}", .expectedCommaOrEnd), Refused("{key: 'value'}", .expectedName),
    Refused("{\"a\":\"a\"\u{1F1E8}", .expectedCommaOrEnd), Refused("{[: \"x\"}\n", .expectedName),
    Refused("{\"x\", null}", .expectedColon), Refused("{\"x\"::\"b\"}", .expectedValue),
    Refused("{\u{1F1E8}\u{1F1ED}}", .expectedName), Refused("{\"a\":1,}", .trailingComma),
    Refused("{\"a\" b}", .expectedColon), Refused("{:\"b\"}", .expectedName),
    Refused("{\"a\" \"b\"}", .expectedColon), Refused("{\"a\":", .endOfInput),
    Refused("{\"a\"", .endOfInput),
    Refused("{1:1}", .expectedName), Refused("{9999E9999:1}", .expectedName),
    Refused("{null:null,null:null}", .expectedName), Refused("{\"id\":0,,}", .expectedName),
    Refused("{'a':0}", .expectedName), Refused("{\"id\":0,}", .trailingComma),
    Refused("{\"a\":\"b\",,\"c\":\"d\"}", .expectedName), Refused("{a: \"b\"}", .expectedName),
    Refused("{\"a\":\"a", .endOfInput), Refused("{ \"foo\" : \"bar\", \"a\" }", .expectedColon),
    Refused("{\"asd\":\"asd\"", .endOfInput), Refused("{,", .expectedName),
    Refused("{}}", .textAfterValue),
    Refused("{\"\":", .endOfInput), Refused("{\"a\":\"b\"},", .textAfterValue),
    Refused("[\"a\"", .endOfInput),
    Refused("{[", .expectedName), Refused("{\"a", .endOfInput), Refused("{'a'", .expectedName),
    Refused("[\"a", .endOfInput), Refused("[{", .endOfInput), Refused("[,", .expectedValue),
    Refused("{]", .expectedName), Refused("[}", .expectedValue),
    Refused("[\\u000A\"\"]", .expectedValue),
    Refused("{\"\\u0061\":1,\"a\":2}", .duplicateName("a")),
    Refused("{\"a\":1,\"a\":1}", .duplicateName("a")),
    Refused("<.>", .expectedValue), Refused("<null>", .expectedValue),
    Refused("[<null>]", .expectedValue),
    Refused("\u{FEFF}", .endOfInput), Refused("\u{FEFF}\u{FEFF}[]", .expectedValue),
    Refused([0x5B, 0x00, 0x5D], .expectedValue), Refused([0x5B, 0x5D, 0x00], .textAfterValue),
    Refused([0xEF, 0xBB, 0x7B, 0x7D], .expectedValue), Refused([0x5B, 0xFF, 0x5D], .expectedValue),
    Refused([0xFE, 0xFF, 0x00, 0x5B], .expectedValue),
    Refused([0x5B, 0x00, 0x22, 0x00], .expectedValue),
  ]

  /// 3, 6: literals are lower case; numbers have digits where they need them, and no more zeros.
  private static let numbers: [Refused] = [
    Refused("[nul]", .expectedValue), Refused("[tru]", .expectedValue),
    Refused("[fals]", .expectedValue),
    Refused("[True]", .expectedValue), Refused("[NULL]", .expectedValue),
    Refused("[truth]", .expectedValue),
    Refused("[++1234]", .expectedValue), Refused("[+1]", .expectedValue),
    Refused("[+Inf]", .expectedValue),
    Refused("[-01]", .badNumber), Refused("[-1.0.]", .expectedCommaOrEnd),
    Refused("[-2.]", .badNumber),
    Refused("[-NaN]", .badNumber), Refused("[.-1]", .expectedValue),
    Refused("[.2e-3]", .expectedValue),
    Refused("[0.1.2]", .expectedCommaOrEnd), Refused("[0.3e+]", .badNumber),
    Refused("[0.3e]", .badNumber),
    Refused("[0.e1]", .badNumber), Refused("[0E+]", .badNumber), Refused("[0E]", .badNumber),
    Refused("[0e+]", .badNumber), Refused("[0e]", .badNumber), Refused("[1.0e+]", .badNumber),
    Refused("[1.0e-]", .badNumber), Refused("[1.0e]", .badNumber),
    Refused("[1 000.0]", .expectedCommaOrEnd),
    Refused("[1eE2]", .badNumber), Refused("[2.e+3]", .badNumber), Refused("[2.e-3]", .badNumber),
    Refused("[2.e3]", .badNumber), Refused("[9.e+]", .badNumber), Refused("[Inf]", .expectedValue),
    Refused("[NaN]", .expectedValue), Refused("[\u{FF11}]", .expectedValue),
    Refused("[1+2]", .expectedCommaOrEnd),
    Refused("[0x1]", .expectedCommaOrEnd), Refused("[0x42]", .expectedCommaOrEnd),
    Refused("[Infinity]", .expectedValue), Refused("[0e+-1]", .badNumber),
    Refused("[-123.123foo]", .expectedCommaOrEnd),
    Refused("[123\u{E5}]", .expectedCommaOrEnd), Refused("[1e1\u{E5}]", .expectedCommaOrEnd),
    Refused("[0\u{E5}]", .expectedCommaOrEnd), Refused("[-Infinity]", .badNumber),
    Refused("[-foo]", .badNumber),
    Refused("[- 1]", .badNumber), Refused("[-012]", .badNumber), Refused("[-.123]", .badNumber),
    Refused("[-1x]", .expectedCommaOrEnd), Refused("[1ea]", .badNumber),
    Refused("[1e1.5]", .expectedCommaOrEnd),
    Refused("[1.]", .badNumber), Refused("[.123]", .expectedValue),
    Refused("[1.2a-3]", .expectedCommaOrEnd),
    Refused("[1.8011670033376514H-308]", .expectedCommaOrEnd), Refused("[012]", .badNumber),
    Refused("2@", .textAfterValue),
    Refused("[-", .badNumber), Refused("[00]", .badNumber), Refused("[1_000]", .expectedCommaOrEnd),
  ]

  /// 7, 8: strings, their escapes, and their encoding.
  private static let strings: [Refused] = [
    Refused("[\"\\uD800\\\"]", .endOfInput), Refused("[\"\\uD800\\u\"]", .badEscape),
    Refused("[\"\\uD800\\u1\"]", .badEscape), Refused("[\"\\uD800\\u1x\"]", .badEscape),
    Refused("[\u{E9}]", .expectedValue), Refused("[\"\\x00\"]", .badEscape),
    Refused("[\"\\\\\\\"]", .endOfInput),
    Refused("[\"\\\t\"]", .badEscape), Refused("[\"\\\u{1F300}\"]", .badEscape),
    Refused("[\"\\\"]", .endOfInput),
    Refused("[\"\\u00A\"]", .badEscape), Refused("[\"\\uD834\\uDd\"]", .badEscape),
    Refused("[\"\\uD800\\uD800\\x\"]", .loneSurrogate), Refused("[\"\\a\"]", .badEscape),
    Refused("[\"\\uqqqq\"]", .badEscape), Refused("[\\u0020\"asd\"]", .expectedValue),
    Refused("[\\n]", .expectedValue),
    Refused("\"", .endOfInput), Refused("['single quote']", .expectedValue),
    Refused("abc", .expectedValue),
    Refused("[\"\\", .endOfInput), Refused("[\"new\nline\"]", .controlCharacter),
    Refused("[\"\t\"]", .controlCharacter),
    Refused("[\"\u{0}\"]", .controlCharacter), Refused("[\"a\u{1F}\"]", .controlCharacter),
    Refused("\"\\UA66D\"", .badEscape), Refused("\"x", .endOfInput),
    Refused("[\"\\u12\"]", .badEscape),
    Refused("[\"\\u\"]", .badEscape), Refused("[\"\\uDADA\"]", .loneSurrogate),
    Refused("[\"\\uD888\\u1234\"]", .loneSurrogate),
    Refused("[\"\\uDd1e\\uD834\"]", .loneSurrogate), Refused("[\"\\uDFAA\"]", .loneSurrogate),
    Refused("[\"\\uD800\\n\"]", .loneSurrogate), Refused("[\"\\ud800abc\"]", .loneSurrogate),
    Refused("[\"\\uD800\\uD800\\n\"]", .loneSurrogate), Refused("{\"\\uDFAA\":0}", .loneSurrogate),
    Refused([0x5B, 0x22, 0xFF, 0x22, 0x5D], .invalidUTF8),
    Refused([0x5B, 0x22, 0xE5, 0x22, 0x5D], .invalidUTF8),
    Refused([0x5B, 0x22, 0x81, 0x22, 0x5D], .invalidUTF8),
    Refused([0x5B, 0x22, 0xC0, 0xAF, 0x22, 0x5D], .invalidUTF8),
    Refused([0x5B, 0x22, 0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF, 0x22, 0x5D], .invalidUTF8),
    Refused([0x5B, 0x22, 0xE0, 0xFF, 0x22, 0x5D], .invalidUTF8),
    Refused([0x5B, 0x22, 0xED, 0xA0, 0x80, 0x22, 0x5D], .invalidUTF8),
    Refused([0x5B, 0x22, 0xF4, 0xBF, 0xBF, 0xBF, 0x22, 0x5D], .invalidUTF8),
    Refused([0x22, 0xE6, 0x97, 0x22], .invalidUTF8),
    Refused([0x7B, 0x22, 0xB9, 0x22, 0x3A, 0x30, 0x7D], .invalidUTF8),
  ]

  /// What is left of the kinds of text that the suites try: cut short, or with a byte that is no
  /// text in a number, a word, an escape or a name.
  private static let remains: [Refused] = [
    Refused("[1", .endOfInput), Refused("[1,", .endOfInput), Refused("[\"\"", .endOfInput),
    Refused("[ false, nul", .expectedValue), Refused("[ true, fals", .expectedValue),
    Refused("[ false, tru", .expectedValue), Refused("[\"asd]", .endOfInput),
    Refused("['", .expectedValue), Refused("[\"\\{[\"\\{", .badEscape),
    Refused("{\"x\": true,", .endOfInput), Refused("[1]]", .textAfterValue),
    Refused("[1,,]", .expectedValue), Refused("[\"\u{B}a\"\\f]", .controlCharacter),
    Refused("\"\"x", .textAfterValue), Refused("a\u{E5}", .expectedValue),
    Refused("[\"x\", truth]", .expectedValue), Refused("{\"id\":0,,,,,}", .expectedName),
    Refused("{\"a\":\"b\"}/**//", .textAfterValue), Refused("{\"a\":\"b\"}#{}", .textAfterValue),
    Refused("{\"a\": true} \"x\"", .textAfterValue), Refused("123\u{0}", .textAfterValue),
    Refused("[\"\\\u{0}\"]", .badEscape), Refused("[\"a\u{0}a\"]", .controlCharacter),
    Refused([0xE5], .expectedValue), Refused([0xE9], .expectedValue),
    Refused([0x5B, 0x61, 0xE5, 0x5D], .expectedValue),
    Refused([0x5B, 0x31, 0x32, 0x33, 0xE5, 0x5D], .expectedCommaOrEnd),
    Refused([0x5B, 0x31, 0x65, 0x31, 0xE5, 0x5D], .expectedCommaOrEnd),
    Refused([0x5B, 0x30, 0xE5, 0x5D, 0x0A], .expectedCommaOrEnd),
    Refused([0x5B, 0x31, 0x65, 0xE5, 0x5D], .badNumber),
    Refused([0x5B, 0x22, 0x5C, 0x75, 0xE5, 0x22, 0x5D], .badEscape),
    Refused([0x5B, 0x22, 0x5C, 0xE5, 0x22, 0x5D], .badEscape),
    Refused([0x7B, 0x22, 0xB9, 0x22, 0x3A, 0x22, 0x30, 0x22, 0x2C, 0x7D], .invalidUTF8),
    Refused("{\"a\":\"b\",\"a\":\"c\"}", .duplicateName("a")),
  ]

  @Test(
    "what the grammar has no place for is refused by its rule",
    arguments: structure + numbers + strings + remains)
  func refuses(refused: Refused) {
    #expect(jsonError { _ = try json(refused.text) }?.rule == refused.rule)
  }

  @Test(
    "a number keeps its text, however large or long (6: \"limits on range and precision\")",
    arguments: [
      "0.4e00669999999999999999999999999999999999999999999999999999999999969999999006",
      "-1e+9999", "1.5e+9999", "-123123e100000", "123123e100000", "123e-10000000",
      "-123123123123123123123123123123", "100000000000000000000",
      "-237462374673276894279832749832423479823246327846",
    ])
  func keeps(number: String) throws {
    #expect(try json(number) == .number(number))
  }

  @Test(
    "a hundred thousand brackets, closed or not, are one error",
    arguments: ["[", "{\"a\":", "[{\"\":"])
  func deep(text: String) {
    let bytes = String(repeating: text, count: 100_000)
    #expect(jsonError { _ = try json(bytes) }?.rule == .tooDeep)
  }
}
