// The texts that RFC 8259 must have taken and must have refused, by the names under which the public
// suite of JSON parsers tries them: `y_` is a text of the grammar, `n_` is none.
import PMFormat
import Testing

/// A text by its public name.
struct JSONPublicCase: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]

  init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

  init(_ name: String, _ bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }

  var testDescription: String { name }

  /// A text with one byte that is no UTF-8 where `%` stands.
  init(_ name: String, _ text: String, _ byte: UInt8) {
    self.init(name, text.utf8.map { $0 == UInt8(ascii: "%") ? byte : $0 })
  }

  static let valid: [Self] = arrays + numbers + objects + strings + lonely

  static let invalid: [Self] =
    wrongArrays + wrongWords + wrongNumbers + wrongObjects + wrongStrings + wrongStructures

  /// RFC 8259, 4: "The names within an object SHOULD be unique." In pm they must: of two values under
  /// one name it would be unsaid which one counts.
  static let duplicates: Set<String> = ["y_object_duplicated_key", "y_object_duplicated_key_and_value"]

  /// Section 5.
  private static let arrays: [Self] = [
    Self("y_array_arraysWithSpaces", "[[]   ]"), Self("y_array_empty-string", #"[""]"#), Self("y_array_empty", "[]"),
    Self("y_array_ending_with_newline", #"["a"]"#), Self("y_array_false", "[false]"),
    Self("y_array_heterogeneous", #"[null, 1, "1", {}]"#), Self("y_array_null", "[null]"),
    Self("y_array_with_1_and_newline", "[1\n]"), Self("y_array_with_leading_space", " [1]"),
    Self("y_array_with_several_null", "[1,null,null,null,2]"), Self("y_array_with_trailing_space", "[2] "),
  ]

  /// Section 6.
  private static let numbers: [Self] = [
    Self("y_number", "[123e65]"), Self("y_number_0e+1", "[0e+1]"), Self("y_number_0e1", "[0e1]"),
    Self("y_number_after_space", "[ 4]"),
    Self("y_number_double_close_to_zero", "[-0." + String(repeating: "0", count: 77) + "1]\n"),
    Self("y_number_int_with_exp", "[20e1]"), Self("y_number_minus_zero", "[-0]"),
    Self("y_number_negative_int", "[-123]"), Self("y_number_negative_one", "[-1]"),
    Self("y_number_negative_zero", "[-0]"), Self("y_number_real_capital_e", "[1E22]"),
    Self("y_number_real_capital_e_neg_exp", "[1E-2]"), Self("y_number_real_capital_e_pos_exp", "[1E+2]"),
    Self("y_number_real_exponent", "[123e45]"), Self("y_number_real_fraction_exponent", "[123.456e78]"),
    Self("y_number_real_neg_exp", "[1e-2]"), Self("y_number_real_pos_exponent", "[1e+2]"),
    Self("y_number_simple_int", "[123]"), Self("y_number_simple_real", "[123.456789]"),
  ]

  /// Section 4.
  private static let objects: [Self] = [
    Self("y_object", #"{"asd":"sdf", "dfg":"fgh"}"#), Self("y_object_basic", #"{"asd":"sdf"}"#),
    Self("y_object_duplicated_key", #"{"a":"b","a":"c"}"#),
    Self("y_object_duplicated_key_and_value", #"{"a":"b","a":"b"}"#), Self("y_object_empty", "{}"),
    Self("y_object_empty_key", #"{"":0}"#), Self("y_object_escaped_null_in_key", #"{"foo\u0000bar": 42}"#),
    Self("y_object_extreme_numbers", #"{ "min": -1.0e+28, "max": 1.0e+28 }"#),
    Self("y_object_long_strings", #"{"x":[{"id": "\#(forty)"}], "id": "\#(forty)"}"#),
    Self("y_object_simple", #"{"a":[]}"#),
    Self("y_object_string_unicode", #"{"title":"\u041f\u043e\u043b\u0442\u043e\u0440\u0430 \u0417\u0435\u043c" }"#),
    Self("y_object_with_newlines", "{\n\"a\": \"b\"\n}"),
  ]

  private static let forty = String(repeating: "x", count: 40)

  /// Section 7.
  private static let strings: [Self] = [
    Self("y_string_1_2_3_bytes_UTF-8_sequences", #"["\u0060\u012a\u12AB"]"#),
    Self("y_string_accepted_surrogate_pair", #"["\uD801\udc37"]"#),
    Self("y_string_accepted_surrogate_pairs", #"["\ud83d\ude39\ud83d\udc8d"]"#),
    Self("y_string_allowed_escapes", #"["\"\\\/\b\f\n\r\t"]"#),
    Self("y_string_backslash_and_u_escaped_zero", #"["\\u0000"]"#), Self("y_string_backslash_doublequotes", #"["\""]"#),
    Self("y_string_comments", #"["a/*b*/c/*d//e"]"#), Self("y_string_double_escape_a", #"["\\a"]"#),
    Self("y_string_double_escape_n", #"["\\n"]"#), Self("y_string_escaped_control_character", #"["\u0012"]"#),
    Self("y_string_escaped_noncharacter", #"["\uFFFF"]"#), Self("y_string_in_array", #"["asd"]"#),
    Self("y_string_in_array_with_leading_space", #"[ "asd"]"#),
    Self("y_string_last_surrogates_1_and_2", #"["\uDBFF\uDFFF"]"#),
    Self("y_string_nbsp_uescaped", #"["new\u00A0line"]"#),
    Self("y_string_nonCharacterInUTF-8_U+10FFFF", "[\"\u{10FFFF}\"]"),
    Self("y_string_nonCharacterInUTF-8_U+FFFF", "[\"\u{FFFF}\"]"), Self("y_string_null_escape", #"["\u0000"]"#),
    Self("y_string_one-byte-utf-8", #"["\u002c"]"#), Self("y_string_pi", "[\"\u{3C0}\"]"),
    Self("y_string_reservedCharacterInUTF-8_U+1BFFF", "[\"\u{1BFFF}\"]"),
    Self("y_string_simple_ascii", #"["asd "]"#), Self("y_string_space", #"" ""#),
    Self("y_string_surrogates_U+1D11E_MUSICAL_SYMBOL_G_CLEF", #"["\uD834\uDd1e"]"#),
    Self("y_string_three-byte-utf-8", #"["\u0821"]"#), Self("y_string_two-byte-utf-8", #"["\u0123"]"#),
    Self("y_string_u+2028_line_sep", "[\"\u{2028}\"]"), Self("y_string_u+2029_par_sep", "[\"\u{2029}\"]"),
    Self("y_string_uEscape", #"["\u0061\u30af\u30EA\u30b9"]"#),
    Self("y_string_uescaped_newline", #"["new\u000Aline"]"#),
    Self("y_string_unescaped_char_delete", "[\"\u{7F}\"]"), Self("y_string_unicode", #"["\uA66D"]"#),
    Self("y_string_unicodeEscapedBackslash", #"["\u005C"]"#),
    Self("y_string_unicode_2", "[\"\u{2342}\u{3234}\u{2342}\"]"),
    Self("y_string_unicode_U+10FFFE_nonchar", #"["\uDBFF\uDFFE"]"#),
    Self("y_string_unicode_U+1FFFE_nonchar", #"["\uD83F\uDFFE"]"#),
    Self("y_string_unicode_U+200B_ZERO_WIDTH_SPACE", #"["\u200B"]"#),
    Self("y_string_unicode_U+2064_invisible_plus", #"["\u2064"]"#),
    Self("y_string_unicode_U+FDD0_nonchar", #"["\uFDD0"]"#), Self("y_string_unicode_U+FFFE_nonchar", #"["\uFFFE"]"#),
    Self("y_string_unicode_escaped_double_quote", #"["\u0022"]"#), Self("y_string_utf8", "[\"\u{20AC}\u{1D11E}\"]"),
    Self("y_string_with_del_character", "[\"a\u{7F}a\"]"),
  ]

  /// Section 2: any value is a text of its own, with white space around it.
  private static let lonely: [Self] = [
    Self("y_structure_lonely_false", "false"), Self("y_structure_lonely_int", "42"),
    Self("y_structure_lonely_negative_real", "-0.1"), Self("y_structure_lonely_null", "null"),
    Self("y_structure_lonely_string", #""asd""#), Self("y_structure_lonely_true", "true"),
    Self("y_structure_string_empty", #""""#), Self("y_structure_trailing_newline", "[\"a\"]\n"),
    Self("y_structure_true_in_array", "[true]"), Self("y_structure_whitespace_array", " [] "),
  ]

  /// Section 5, broken.
  private static let wrongArrays: [Self] = [
    Self("n_array_1_true_without_comma", "[1 true]"), Self("n_array_a_invalid_utf8", "[a%]", 0xE5),
    Self("n_array_colon_instead_of_comma", #"["": 1]"#), Self("n_array_comma_after_close", #"[""],"#),
    Self("n_array_comma_and_number", "[,1]"), Self("n_array_double_comma", "[1,,2]"),
    Self("n_array_double_extra_comma", #"["x",,]"#), Self("n_array_extra_close", #"["x"]]"#),
    Self("n_array_extra_comma", #"["",]"#), Self("n_array_incomplete", #"["x""#),
    Self("n_array_incomplete_invalid_value", "[x"), Self("n_array_inner_array_no_comma", "[3[4]]"),
    Self("n_array_invalid_utf8", "[%]", 0xFF), Self("n_array_items_separated_by_semicolon", "[1:2]"),
    Self("n_array_just_comma", "[,]"), Self("n_array_just_minus", "[-]"),
    Self("n_array_missing_value", #"[   , ""]"#), Self("n_array_newlines_unclosed", "[\"a\",\n4\n,1,"),
    Self("n_array_number_and_comma", "[1,]"), Self("n_array_number_and_several_commas", "[1,,]"),
    Self("n_array_spaces_vertical_tab_formfeed", "[\"\u{B}a\"\\f]"), Self("n_array_star_inside", "[*]"),
    Self("n_array_unclosed", #"[""#), Self("n_array_unclosed_trailing_comma", "[1,"),
    Self("n_array_unclosed_with_new_lines", "[1,\n1\n,1"), Self("n_array_unclosed_with_object_inside", "[{}"),
  ]

  /// Section 3, broken.
  private static let wrongWords: [Self] = [
    Self("n_incomplete_false", "[fals]"), Self("n_incomplete_null", "[nul]"), Self("n_incomplete_true", "[tru]"),
  ]

  /// Section 6, broken.
  private static let wrongNumbers: [Self] = [
    Self("n_multidigit_number_then_00", "123\u{0}"), Self("n_number_++", "[++1234]"), Self("n_number_+1", "[+1]"),
    Self("n_number_+Inf", "[+Inf]"), Self("n_number_-01", "[-01]"), Self("n_number_-1.0.", "[-1.0.]"),
    Self("n_number_-2.", "[-2.]"), Self("n_number_-NaN", "[-NaN]"), Self("n_number_.-1", "[.-1]"),
    Self("n_number_.2e-3", "[.2e-3]"), Self("n_number_0.1.2", "[0.1.2]"), Self("n_number_0.3e", "[0.3e]"),
    Self("n_number_0.3e+", "[0.3e+]"), Self("n_number_0.e1", "[0.e1]"), Self("n_number_0_capital_E", "[0E]"),
    Self("n_number_0_capital_E+", "[0E+]"), Self("n_number_0e", "[0e]"), Self("n_number_0e+", "[0e+]"),
    Self("n_number_1.0e", "[1.0e]"), Self("n_number_1.0e+", "[1.0e+]"), Self("n_number_1.0e-", "[1.0e-]"),
    Self("n_number_1_000", "[1 000.0]"), Self("n_number_1eE2", "[1eE2]"), Self("n_number_2.e+3", "[2.e+3]"),
    Self("n_number_2.e-3", "[2.e-3]"), Self("n_number_2.e3", "[2.e3]"), Self("n_number_9.e+", "[9.e+]"),
    Self("n_number_Inf", "[Inf]"), Self("n_number_NaN", "[NaN]"),
    Self("n_number_U+FF11_fullwidth_digit_one", "[\u{FF11}]"), Self("n_number_expression", "[1+2]"),
    Self("n_number_hex_1_digit", "[0x1]"), Self("n_number_hex_2_digits", "[0x42]"),
    Self("n_number_infinity", "[Infinity]"), Self("n_number_invalid+-", "[0e+-1]"),
    Self("n_number_invalid-negative-real", "[-123.123foo]"),
    Self("n_number_invalid-utf-8-in-bigger-int", "[123%]", 0xE5),
    Self("n_number_invalid-utf-8-in-exponent", "[1e1%]", 0xE5), Self("n_number_invalid-utf-8-in-int", "[0%]\n", 0xE5),
    Self("n_number_minus_infinity", "[-Infinity]"), Self("n_number_minus_sign_with_trailing_garbage", "[-foo]"),
    Self("n_number_minus_space_1", "[- 1]"), Self("n_number_neg_int_starting_with_zero", "[-012]"),
    Self("n_number_neg_real_without_int_part", "[-.123]"), Self("n_number_neg_with_garbage_at_end", "[-1x]"),
    Self("n_number_real_garbage_after_e", "[1ea]"), Self("n_number_real_with_invalid_utf8_after_e", "[1e%]", 0xE5),
    Self("n_number_real_without_fractional_part", "[1.]"), Self("n_number_starting_with_dot", "[.123]"),
    Self("n_number_with_alpha", "[1.2a-3]"), Self("n_number_with_alpha_char", "[1.8011670033376514H-308]"),
    Self("n_number_with_leading_zero", "[012]"),
  ]

  /// Section 4, broken.
  private static let wrongObjects: [Self] = [
    Self("n_object_bad_value", #"["x", truth]"#), Self("n_object_bracket_key", "{[: \"x\"}\n"),
    Self("n_object_comma_instead_of_colon", #"{"x", null}"#), Self("n_object_double_colon", #"{"x"::"b"}"#),
    Self("n_object_emoji", "{\u{1F1E8}\u{1F1ED}}"), Self("n_object_garbage_at_end", #"{"a":"a" 123}"#),
    Self("n_object_key_with_single_quotes", "{key: 'value'}"),
    Self("n_object_lone_continuation_byte_in_key_and_trailing_comma", #"{"%":"0",}"#, 0xB9),
    Self("n_object_missing_colon", #"{"a" b}"#), Self("n_object_missing_key", #"{:"b"}"#),
    Self("n_object_missing_semicolon", #"{"a" "b"}"#), Self("n_object_missing_value", #"{"a":"#),
    Self("n_object_no-colon", #"{"a""#), Self("n_object_non_string_key", "{1:1}"),
    Self("n_object_non_string_key_but_huge_number_instead", "{9999E9999:1}"),
    Self("n_object_repeated_null_null", "{null:null,null:null}"),
    Self("n_object_several_trailing_commas", #"{"id":0,,,,,}"#), Self("n_object_single_quote", "{'a':0}"),
    Self("n_object_trailing_comma", #"{"id":0,}"#), Self("n_object_trailing_comment", #"{"a":"b"}/**/"#),
    Self("n_object_trailing_comment_open", #"{"a":"b"}/**//"#),
    Self("n_object_trailing_comment_slash_open", #"{"a":"b"}//"#),
    Self("n_object_trailing_comment_slash_open_incomplete", #"{"a":"b"}/"#),
    Self("n_object_two_commas_in_a_row", #"{"a":"b",,"c":"d"}"#), Self("n_object_unquoted_key", #"{a: "b"}"#),
    Self("n_object_unterminated-value", #"{"a":"a"#), Self("n_object_with_single_string", #"{ "foo" : "bar", "a" }"#),
    Self("n_object_with_trailing_garbage", #"{"a":"b"}#"#),
  ]

  /// Sections 7 and 8, broken.
  private static let wrongStrings: [Self] = [
    Self("n_single_space", " "), Self("n_string_1_surrogate_then_escape", #"["\uD800\"]"#),
    Self("n_string_1_surrogate_then_escape_u", #"["\uD800\u"]"#),
    Self("n_string_1_surrogate_then_escape_u1", #"["\uD800\u1"]"#),
    Self("n_string_1_surrogate_then_escape_u1x", #"["\uD800\u1x"]"#),
    Self("n_string_accentuated_char_no_quotes", "[\u{E9}]"), Self("n_string_backslash_00", "[\"\\\u{0}\"]"),
    Self("n_string_escape_x", #"["\x00"]"#), Self("n_string_escaped_backslash_bad", #"["\\\"]"#),
    Self("n_string_escaped_ctrl_char_tab", "[\"\\\t\"]"), Self("n_string_escaped_emoji", "[\"\\\u{1F300}\"]"),
    Self("n_string_incomplete_escape", #"["\"]"#), Self("n_string_incomplete_escaped_character", #"["\u00A"]"#),
    Self("n_string_incomplete_surrogate", #"["\uD834\uDd"]"#),
    Self("n_string_incomplete_surrogate_escape_invalid", #"["\uD800\uD800\x"]"#),
    Self("n_string_invalid-utf-8-in-escape", #"["\u%"]"#, 0xE5), Self("n_string_invalid_backslash_esc", #"["\a"]"#),
    Self("n_string_invalid_unicode_escape", #"["\uqqqq"]"#),
    Self("n_string_invalid_utf8_after_escape", #"["\%"]"#, 0xE5),
    Self("n_string_leading_uescaped_thinspace", #"[\u0020"asd"]"#),
    Self("n_string_no_quotes_with_bad_escape", #"[\n]"#),
    Self("n_string_single_doublequote", "\""), Self("n_string_single_quote", "['single quote']"),
    Self("n_string_single_string_no_double_quotes", "abc"), Self("n_string_start_escape_unclosed", #"["\"#),
    Self("n_string_unescaped_ctrl_char", "[\"a\u{0}a\"]"), Self("n_string_unescaped_newline", "[\"new\nline\"]"),
    Self("n_string_unescaped_tab", "[\"\t\"]"), Self("n_string_unicode_CapitalU", #""\UA66D""#),
    Self("n_string_with_trailing_garbage", #"""x"#),
  ]

  /// Section 2, broken.
  private static let wrongStructures: [Self] = [
    Self("n_structure_100000_opening_arrays", String(repeating: "[", count: 100_000)),
    Self("n_structure_U+2060_word_joined", "[\u{2060}]"), Self("n_structure_UTF8_BOM_no_data", "\u{FEFF}"),
    Self("n_structure_angle_bracket_.", "<.>"), Self("n_structure_angle_bracket_null", "[<null>]"),
    Self("n_structure_array_trailing_garbage", "[1]x"), Self("n_structure_array_with_extra_array_close", "[1]]"),
    Self("n_structure_array_with_unclosed_string", #"["asd]"#), Self("n_structure_ascii-unicode-identifier", "a\u{E5}"),
    Self("n_structure_capitalized_True", "[True]"), Self("n_structure_close_unopened_array", "1]"),
    Self("n_structure_comma_instead_of_closing_brace", #"{"x": true,"#), Self("n_structure_double_array", "[][]"),
    Self("n_structure_end_array", "]"), Self("n_structure_incomplete_UTF8_BOM", [0xEF, 0xBB, 0x7B, 0x7D]),
    Self("n_structure_lone-invalid-utf-8", "%", 0xE5), Self("n_structure_lone-open-bracket", "["),
    Self("n_structure_no_data", ""), Self("n_structure_null-byte-outside-string", "[\u{0}]"),
    Self("n_structure_number_with_trailing_garbage", "2@"),
    Self("n_structure_object_followed_by_closing_object", "{}}"),
    Self("n_structure_object_unclosed_no_value", #"{"":"#),
    Self("n_structure_object_with_comment", #"{"a":/*comment*/"b"}"#),
    Self("n_structure_object_with_trailing_garbage", #"{"a": true} "x""#),
    Self("n_structure_open_array_apostrophe", "['"), Self("n_structure_open_array_comma", "[,"),
    Self("n_structure_open_array_object", String(repeating: #"[{"":"#, count: 50_000) + "\n"),
    Self("n_structure_open_array_open_object", "[{"), Self("n_structure_open_array_open_string", #"["a"#),
    Self("n_structure_open_array_string", #"["a""#), Self("n_structure_open_object", "{"),
    Self("n_structure_open_object_close_array", "{]"), Self("n_structure_open_object_comma", "{,"),
    Self("n_structure_open_object_open_array", "{["), Self("n_structure_open_object_open_string", #"{"a"#),
    Self("n_structure_open_object_string_with_apostrophes", "{'a'"),
    Self("n_structure_open_open", #"["\{["\{["\{["\{"#), Self("n_structure_single_eacute", "%", 0xE9),
    Self("n_structure_single_star", "*"), Self("n_structure_trailing_#", #"{"a":"b"}#{}"#),
    Self("n_structure_uescaped_LF_before_string", #"[\u000A""]"#), Self("n_structure_unclosed_array", "[1"),
    Self("n_structure_unclosed_array_partial_null", "[ false, nul"),
    Self("n_structure_unclosed_array_unfinished_false", "[ true, fals"),
    Self("n_structure_unclosed_array_unfinished_true", "[ false, tru"),
    Self("n_structure_unclosed_object", #"{"asd":"asd""#), Self("n_structure_unicode-identifier", "\u{E5}"),
    Self("n_structure_whitespace_U+2060_word_joiner", "\u{2060}"),
    Self("n_structure_whitespace_formfeed", "[\u{C}]"),
  ]
}

struct JSONPublicCaseTests {
  @Test("all 95 texts that must be taken and all 188 that must be refused are here, each once")
  func complete() {
    #expect(JSONPublicCase.valid.count == 95)
    #expect(JSONPublicCase.invalid.count == 188)
    #expect(Set((JSONPublicCase.valid + JSONPublicCase.invalid).map(\.name)).count == 95 + 188)
    #expect(JSONPublicCase.valid.allSatisfy { $0.name.hasPrefix("y_") })
    #expect(JSONPublicCase.invalid.allSatisfy { $0.name.hasPrefix("n_") })
    #expect(JSONPublicCase.duplicates.isSubset(of: JSONPublicCase.valid.map(\.name)))
  }

  @Test("what the grammar allows is read, but for two values under one name", arguments: JSONPublicCase.valid)
  func takes(text: JSONPublicCase) throws {
    if JSONPublicCase.duplicates.contains(text.name) {
      #expect(jsonError { _ = try json(text.bytes) }?.rule == .duplicateName("a"))
    } else {
      _ = try json(text.bytes)
    }
  }

  @Test("what the grammar has no place for is an error", arguments: JSONPublicCase.invalid)
  func refuses(text: JSONPublicCase) {
    #expect(jsonError { _ = try json(text.bytes) } != nil)
  }
}
