// Cuts the text of a formula into tokens that know their column.

/// A word of a formula and where it begins.
struct Token {
  enum Kind: Equatable {
    case number(Ratio)
    case name(String)
    /// An operator or a mark: `+ - * / ( ) , : < <= > >= = != …`.
    case mark(String)
    case end
  }
  let kind: Kind
  /// In characters from 1.
  let column: Int
}

/// The most tokens of a formula; it bounds the depth of every walk over its tree.
private let mostTokens = 1000

/// The tokens of `text`, the last of them `.end`.
func tokens(of text: String) throws(RuleError) -> [Token] {
  let characters = text.map(plain)
  var result: [Token] = []
  var index = 0
  while index < characters.count {
    let start = index
    let character = characters[index]
    if character.isWhitespace {
      index += 1
      continue
    }
    if result.count == mostTokens {
      throw RuleError(start + 1, "the formula is too long", zh: "公式过长")
    }
    while index < characters.count, isWordCharacter(characters[index], from: character) {
      index += 1
    }
    let kind: Token.Kind
    if index == start {
      let mark = try mark(characters, at: start)
      index += mark.count
      kind = .mark(canonical(mark))
    } else if isDigit(character) {
      kind = .number(try number(String(characters[start..<index]), start + 1))
    } else {
      kind = .name(String(characters[start..<index]))
    }
    result.append(Token(kind: kind, column: start + 1))
  }
  result.append(Token(kind: .end, column: characters.count + 1))
  return result
}

/// A full-width character of an input method as its ASCII one, × and ÷ as * and /.
func plain(_ character: Character) -> Character {
  if character == "×" { return "*" }
  if character == "÷" { return "/" }
  guard character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first,
    (0xFF01...0xFF5E).contains(scalar.value), let ascii = UnicodeScalar(scalar.value - 0xFEE0)
  else { return character }
  return Character(ascii)
}

private func isDigit(_ character: Character) -> Bool { character >= "0" && character <= "9" }

/// Whether `character` goes on a number or a name that began with `first`.
private func isWordCharacter(_ character: Character, from first: Character) -> Bool {
  if isDigit(first) { return isDigit(character) || character == "." }
  guard first.isLetter || first == "_" else { return false }
  return character.isLetter || character == "_" || isDigit(character)
}

private func number(_ text: String, _ column: Int) throws(RuleError) -> Ratio {
  guard let value = Price(text) else {
    throw RuleError(
      column, "this is not a decimal number below 90 billion of at most 8 decimals",
      zh: "此处不是小数 (最多八位) 或数值过大")
  }
  return value.ratio
}

private func mark(_ characters: [Character], at index: Int) throws(RuleError) -> String {
  let rest = characters[index..<min(index + 3, characters.count)]
  let candidates = ["...", "<=", ">=", "==", "!=", "<>", "≤", "≥", "≠", "…"]
  if let found = candidates.first(where: { rest.starts(with: $0) }) { return found }
  let character = characters[index]
  if "+-*/(),:<>=".contains(character) { return String(character) }
  throw RuleError(
    index + 1, "\"\(character)\" has no meaning in a formula", zh: "公式中不能有“\(character)”")
}

private func canonical(_ mark: String) -> String {
  switch mark {
  case "...": "…"
  case "==": "="
  case "<>", "≠": "!="
  case "≤": "<="
  case "≥": ">="
  default: mark
  }
}
