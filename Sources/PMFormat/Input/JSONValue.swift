// JSON as a value, and what can be wrong with a JSON text.

/// A JSON value; numbers keep the exact text of the source and never become a Double.
package indirect enum JSONValue: Equatable, Sendable {
  case object([JSONMember])
  case array([JSONValue])
  case string(String)
  case number(String)
  case bool(Bool)
  case null

  /// The member of this name, when the value is an object that has it.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}

/// A name and its value, in the order of the source.
package struct JSONMember: Equatable, Sendable {
  /// The name, unescaped.
  package let name: String
  /// What stands behind it.
  package let value: JSONValue

  /// Makes a member.
  package init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

/// Where a JSON text breaks a rule of RFC 8259, or of what pm reads from JSON.
package struct JSONError: Error, Equatable, Sendable {
  /// The rule that is broken.
  package enum Rule: Equatable, Sendable {
    case endOfInput
    case expectedValue
    case expectedName
    case expectedColon
    case expectedCommaOrEnd
    case trailingComma
    case badNumber
    case badEscape
    case loneSurrogate
    case controlCharacter
    case invalidUTF8
    case duplicateName(String)
    /// Deeper than `JSONReader.deepest` arrays and objects in each other.
    case tooDeep
    case textAfterValue
    /// Something else than an object where records are read.
    case notAnObject
    /// An array or an object where a cell is read.
    case nestedValue(String)
    /// A name without any letter where column names are read.
    case emptyName
    /// More names than a row can have cells.
    case tooManyNames
    /// A string with U+0000, or too long for a cell.
    case unfitForCell(String)
  }

  /// The rule that is broken.
  package let rule: Rule
  /// The physical line, from 1.
  package let line: Int
  /// The character of the line, from 1.
  package let column: Int

  /// Makes an error at a place.
  package init(_ rule: Rule, line: Int, column: Int) {
    self.rule = rule
    self.line = line
    self.column = column
  }

  /// The rule's code in messages and JSON.
  package var code: String {
    switch rule {
    case .endOfInput: "json-end-of-input"
    case .expectedValue: "json-expected-value"
    case .expectedName: "json-expected-name"
    case .expectedColon: "json-expected-colon"
    case .expectedCommaOrEnd: "json-expected-comma-or-end"
    case .trailingComma: "json-trailing-comma"
    case .badNumber: "json-bad-number"
    case .badEscape: "json-bad-escape"
    case .loneSurrogate: "json-lone-surrogate"
    case .controlCharacter: "json-control-character"
    case .invalidUTF8: "json-invalid-utf-8"
    case .duplicateName: "json-duplicate-name"
    case .tooDeep: "json-too-deep"
    case .textAfterValue: "json-text-after-value"
    case .notAnObject: "json-not-an-object"
    case .nestedValue: "json-nested-value"
    case .emptyName: "json-empty-name"
    case .tooManyNames: "json-too-many-names"
    case .unfitForCell: "json-unfit-for-cell"
    }
  }
}
