// Lines of flat files: fields of fixed width, counted in bytes, or between delimiters.

/// How a field fills its place in a line.
package struct FlatField: Equatable, Sendable {
  /// In bytes of the file's encoding; nil where a delimiter ends the field.
  package var width: Int?
  /// Whether the value stands at the right, behind the fill.
  package var isRight: Bool
  /// The ASCII character that fills up the width.
  package var fill: UInt8

  package init(width: Int? = nil, isRight: Bool = false, fill: UInt8 = 0x20) {
    self.width = width
    self.isRight = isRight
    self.fill = fill
  }

  /// The value without its fill; of zeros alone one stays.
  package func bare(_ text: String) -> String {
    let mark = Unicode.Scalar(fill)
    var scalars = Array(text.unicodeScalars)[...]
    let least = fill == 0x30 ? 1 : 0
    if isRight {
      while scalars.count > least, scalars.first == mark { scalars.removeFirst() }
    } else {
      while scalars.count > least, scalars.last == mark { scalars.removeLast() }
    }
    var bare = ""
    bare.unicodeScalars.append(contentsOf: scalars)
    return bare
  }
}

/// What a line of a flat file breaks.
package struct FlatFault: Error, Equatable, Sendable {
  package enum Rule: Equatable, Sendable {
    /// The value has more bytes than its field.
    case tooLong
    /// The value has a delimiter, a quote or a line end in it.
    case notAllowed
    /// The line has another number of bytes than the widths add up to.
    case lineLength
    /// The line has another number of fields.
    case fieldCount
    /// A character of several bytes stands across the border of two fields.
    case splitCharacter
    /// A quoted field does not end.
    case openQuote
  }

  package let rule: Rule
  /// The field, from 0.
  package let field: Int
  /// What was found: bytes or fields.
  package let found: Int
  /// What the form says: bytes or fields.
  package let expected: Int

  package init(rule: Rule, field: Int, found: Int, expected: Int) {
    self.rule = rule
    self.field = field
    self.found = found
    self.expected = expected
  }
}

/// A value that was read and its column: of a delimited line the field, else the byte, from 1.
package struct FlatValue: Equatable, Sendable {
  package let text: String
  package let column: Int
}

/// The form of the lines of a flat file.
package struct FlatForm: Equatable, Sendable {
  /// The character between fields; nil: the fields have fixed widths. Several blanks are one.
  package var delimiter: UInt8?
  /// Whether a value with a delimiter in it is put in quotes.
  package var isQuoted: Bool
  package var encoding: TextEncoding

  package init(delimiter: UInt8?, isQuoted: Bool = false, encoding: TextEncoding) {
    self.delimiter = delimiter
    self.isQuoted = isQuoted
    self.encoding = encoding
  }

  /// The bytes of a line without its end; nothing is ever cut off.
  package func line(_ values: [String], _ fields: [FlatField]) throws(FlatFault) -> [UInt8] {
    var line: [UInt8] = []
    for (place, field) in fields.enumerated() {
      if place > 0, let delimiter { line.append(delimiter) }
      line += try bytes(of: place < values.count ? values[place] : "", field, place)
    }
    return line
  }

  private func bytes(
    of value: String, _ field: FlatField, _ place: Int
  ) throws(FlatFault) -> [UInt8] {
    var value = value
    let isSpecial = value.unicodeScalars.contains {
      $0.value < 0x20 || $0.value == 0x7F || (delimiter == 0x20 && $0.value == 0x20)
    }
    let holdsMark = value.unicodeScalars.contains {
      ($0.value == 0x22 && isQuoted) || delimiter.map { UInt32($0) } == $0.value
    }
    if isSpecial || (holdsMark && !isQuoted) {
      throw FlatFault(rule: .notAllowed, field: place, found: 0, expected: 0)
    }
    if holdsMark {
      var quoted = "\""
      for character in value.unicodeScalars {
        if character == "\"" { quoted += "\"" }
        quoted.unicodeScalars.append(character)
      }
      value = quoted + "\""
    }
    let bytes = encoding == .gb18030 ? GB18030.encode(value) : Array(value.utf8)
    guard let width = field.width else { return bytes }
    if bytes.count > width {
      throw FlatFault(rule: .tooLong, field: place, found: bytes.count, expected: width)
    }
    let fill = [UInt8](repeating: field.fill, count: width - bytes.count)
    return field.isRight ? fill + bytes : bytes + fill
  }

  /// The values of a line without its end, their fill taken off.
  package func values(
    of line: Substring.UnicodeScalarView, _ fields: [FlatField]
  ) throws(FlatFault) -> [FlatValue] {
    guard let delimiter else { return try fixed(line, fields) }
    let found = try split(line, UInt32(delimiter))
    guard found.count == fields.count else {
      throw FlatFault(
        rule: .fieldCount, field: 0, found: found.count, expected: fields.count)
    }
    return found.enumerated().map {
      FlatValue(text: fields[$0.offset].bare($0.element), column: $0.offset + 1)
    }
  }

  private func fixed(
    _ line: Substring.UnicodeScalarView, _ fields: [FlatField]
  ) throws(FlatFault) -> [FlatValue] {
    let expected = fields.reduce(0) { $0 + ($1.width ?? 0) }
    var sizes: [Int] = []
    var found = 0
    for character in line {
      sizes.append(size(of: character))
      found += sizes.last ?? 0
    }
    guard found == expected else {
      throw FlatFault(rule: .lineLength, field: 0, found: found, expected: expected)
    }
    var values: [FlatValue] = []
    var (at, index, column) = (line.startIndex, 0, 1)
    for (place, field) in fields.enumerated() {
      let width = field.width ?? 0
      var (taken, text) = (0, "")
      while taken < width, at < line.endIndex {
        taken += sizes[index]
        text.unicodeScalars.append(line[at])
        at = line.index(after: at)
        index += 1
      }
      if taken != width {
        throw FlatFault(rule: .splitCharacter, field: place, found: column, expected: width)
      }
      values.append(FlatValue(text: field.bare(text), column: column))
      column += width
    }
    return values
  }

  /// How many bytes a character has in the file.
  private func size(of character: Unicode.Scalar) -> Int {
    if character.value < 0x80 { return 1 }
    if encoding != .gb18030 { return UTF8.width(character) }
    var bytes: [UInt8] = []
    GB18030.append(character, to: &bytes)
    return bytes.count
  }

  private func split(
    _ line: Substring.UnicodeScalarView, _ delimiter: UInt32
  ) throws(FlatFault) -> [String] {
    if delimiter == 0x20 {
      return line.split(separator: " ").map { String(Substring($0)) }
    }
    var fields: [String] = []
    var field = ""
    var isInside = false
    var wasQuote = false
    for character in line {
      if isInside {
        if character != "\"" {
          field.unicodeScalars.append(character)
        } else {
          isInside = false
          wasQuote = true
        }
        continue
      }
      if isQuoted, character == "\"", field.isEmpty || wasQuote {
        // A quote behind the closing one stands for a quote.
        if wasQuote { field += "\"" }
        isInside = true
      } else if character.value == delimiter {
        fields.append(field)
        field = ""
      } else {
        field.unicodeScalars.append(character)
      }
      wasQuote = false
    }
    if isInside {
      throw FlatFault(rule: .openQuote, field: fields.count, found: 0, expected: 0)
    }
    return fields + [field]
  }
}
