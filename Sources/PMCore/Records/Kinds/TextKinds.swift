// Columns of text: free text, codes, numbers of documents, and references to other records.

/// Free text on one or more lines, up to `limit` bytes.
package struct TextKind: CellKind {
  package let limit: Int
  /// Whether people write what they like in it, also numbers that tell who somebody is.
  package var isProse = true
  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words { Words("text", zh: "文字") }
  package var mask: (@Sendable (String) -> String)? {
    if isProse { return { maskedPersons($0) } }
    return nil
  }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    if let damage = excelDamage(bytes) { return .bad(damage) }
    if bytes.count > limit { return .bad(.tooLong) }
    for byte in bytes where byte < 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09 {
      return .bad(.controlCharacter)
    }
    return isProse && holdsMask(bytes) ? .masked(bytes) : .text(bytes)
  }
}

/// A mail address: a name, one `@`, and a domain with a dot; anything else is stored with a warning.
package struct MailKind: CellKind {
  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words { Words("a mail address", zh: "邮箱地址") }
  /// `z****@example.com`.
  package var mask: (@Sendable (String) -> String)? {
    { text in
      guard let at = text.lastIndex(of: "@") else { return masked(text, head: 1, tail: 0) }
      return text.prefix(1) + "****" + text[at...]
    }
  }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    if let damage = excelDamage(bytes) { return .bad(damage) }
    let plain = halfWidth(bytes).map(context.keep) ?? bytes
    if plain.contains(0x2A) { return .masked(plain) }
    if plain.count > 200 { return .bad(.tooLong) }
    for byte in plain where byte < 0x20 || byte == 0x7F { return .bad(.controlCharacter) }
    return isMailAddress(plain) ? .text(plain) : context.pass(.text(plain), warning: .badMail)
  }
}

/// Whether mail can be sent there: RFC 5321 as people use it, without quoted names.
func isMailAddress(_ address: Bytes) -> Bool {
  if address.contains(where: { [0x20, 0x2C, 0x3B, 0x3C, 0x3E].contains($0) }) { return false }
  let parts = address.split(separator: 0x40, omittingEmptySubsequences: false)
  guard parts.count == 2, let name = parts.first, let domain = parts.last, !name.isEmpty else {
    return false
  }
  let labels = domain.split(separator: 0x2E, omittingEmptySubsequences: false)
  return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
}

/// A natural code as people write it, such as `1-2-0101`; full-width letters and digits made plain.
package struct CodeKind: CellKind {
  package var shape: ColumnShape { .code }
  package var isInteger: Bool { false }
  package var words: Words { Words("a code", zh: "编码") }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    // Most codes are digits and dashes.
    if bytes.count <= 64, bytes.allSatisfy({ $0 == 0x2D || $0 >= 0x30 && $0 <= 0x39 }) { return .text(bytes) }
    if let damage = excelDamage(bytes) { return .bad(damage) }
    if isScientific(bytes) { return .bad(.excelScientific) }
    let plain = halfWidth(bytes).map(context.keep) ?? bytes
    if plain.count > 64 { return .bad(.tooLong) }
    for byte in plain where byte < 0x20 || byte == 0x7F { return .bad(.controlCharacter) }
    return .text(plain)
  }

  package func check(_ column: String) -> String? { "\(column) <> ''" }
}

/// The number of a document, `B0000001`, stored as its row number.
package struct SerialKind: CellKind {
  package let prefix: String
  package let width: Int
  package var shape: ColumnShape { .code }
  package var words: Words { Words("a number such as \(text(1, .standard))", zh: "如 \(text(1, .standard)) 的编号") }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    let skip = prefix.utf8.count
    let startsRight = withBytes(of: prefix) { bytes.starts(with: $0) }
    guard startsRight, bytes.count > skip, bytes.count <= skip + 18,
      let number = digits(bytes, skip, bytes.count)
    else { return .bad(.badSerial) }
    return .integer(Int64(number))
  }

  package func text(_ value: Int64, _ zone: Zone) -> String { prefix + padded(Int(value), width) }
}

/// One of a few English words; Chinese names and aliases are read, the word is stored.
package struct ChoiceKind: CellKind {
  package var choices: [Choice] { table.choices }
  private let table: Table
  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words {
    let values = choices.map(\.value).joined(separator: ", ")
    return Words("one of " + values, zh: "以下之一：" + choices.map { "\($0.value) \($0.zh)" }.joined(separator: "、"))
  }

  package init(_ choices: [Choice]) {
    var spellings: [String: Int] = [:]
    for (index, choice) in choices.enumerated() {
      for name in [choice.value, choice.zh] + choice.aliases { spellings[name.lowercased()] = index }
    }
    table = Table(choices, spellings)
  }

  /// One object, so that a copy of the kind costs little.
  private final class Table: Sendable {
    let choices: [Choice]
    let spellings: [String: Int]
    /// The stored words side by side, and where each ends.
    let words: [UInt8]
    let ends: [Int]

    init(_ choices: [Choice], _ spellings: [String: Int]) {
      self.choices = choices
      self.spellings = spellings
      var words: [UInt8] = []
      var ends: [Int] = []
      for choice in choices {
        words += choice.value.utf8
        ends.append(words.count)
      }
      self.words = words
      self.ends = ends
    }

    func holds(_ bytes: Bytes) -> Bool {
      var start = 0
      for end in ends {
        if end - start == bytes.count {
          var place = 0
          while place < bytes.count, bytes[place] == words[start + place] { place += 1 }
          if place == bytes.count { return true }
        }
        start = end
      }
      return false
    }
  }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    // The stored words themselves come first: a few short comparisons, no String.
    if table.holds(bytes) { return .text(bytes) }
    if let damage = excelDamage(bytes) { return .bad(damage) }
    guard let index = table.spellings[bytes.text.lowercased()] else { return .bad(.notAChoice) }
    return .text(context.keep(choices[index].value.utf8))
  }

  /// Spelled with OR: SQLite builds a temporary b-tree for `IN (…)` in a CHECK on every insert.
  package func check(_ column: String) -> String? {
    choices.map { "\(column) = '\($0.value)'" }.joined(separator: " OR ")
  }
}

/// Yes or no, stored as 1 or 0.
package struct BooleanKind: CellKind {
  package var shape: ColumnShape { .boolean }
  package var words: Words { Words("yes or no", zh: "是或否") }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    switch bytes.text.lowercased() {
    case "yes", "y", "1", "true", "是", "有", "√": .integer(1)
    case "no", "n", "0", "false", "否", "无", "×": .integer(0)
    default: .bad(.notABoolean)
    }
  }

  package func check(_ column: String) -> String? { "\(column) = 0 OR \(column) = 1" }
  package func text(_ value: Int64, _ zone: Zone) -> String { value == 0 ? "no" : "yes" }
}
