// What a column can hold: how to read it, store it, check it and print it, in one place a kind.

/// The shape of a column to the outside: drives JSON types, alignment and comparisons.
package enum ColumnShape: Sendable, Hashable {
  case text, code, integer, boolean, date, instant, period
  case decimal(scale: Int)
  case money
}

/// One kind of column: everything about it stands in the type that conforms.
package protocol CellKind: Sendable {
  var shape: ColumnShape { get }
  /// Reads a cell that is not empty and has no blanks at its ends.
  func parse(_ bytes: Bytes, _ context: CellContext) -> Cell
  /// The SQL condition that repeats this kind's rule on `column`, or nil for none.
  ///
  /// It calls no function: a function may fail, and for that SQLite keeps a copy of every page that
  /// a statement of several rows changes.
  func check(_ column: String) -> String?
  /// The text of a stored integer.
  func text(_ value: Int64, _ zone: Zone) -> String
  /// Whether the column holds integers; else text.
  var isInteger: Bool { get }
  /// The values to choose from, for help and suggestions; empty for open kinds.
  var choices: [Choice] { get }
  /// How a personal value is shown; nil for a kind that is not personal.
  var mask: (@Sendable (String) -> String)? { get }
  /// What the column takes, for `columns` and errors.
  var words: Words { get }
  /// What to do about a cell that this kind refused for `fault`; nil for what is always done.
  func remedy(_ fault: CellFault, _ bytes: Bytes) -> Words?
  /// For a column that holds a small language: where in the text the fault stands, and which.
  func explain(_ bytes: Bytes) -> RuleError?
}

extension CellKind {
  package var isInteger: Bool { true }
  package var choices: [Choice] { [] }
  package var mask: (@Sendable (String) -> String)? { nil }
  package func explain(_ bytes: Bytes) -> RuleError? { nil }
  package func remedy(_ fault: CellFault, _ bytes: Bytes) -> Words? { nil }
  /// What a refused cell should hold: `write a whole number from 1 to 5`.
  package var instruction: Words {
    let isPlain = words.zh.unicodeScalars.first.map { $0.isASCII } ?? false
    return Words("write \(words.en)", zh: "应为\(isPlain ? " " : "")\(words.zh)")
  }
  package func check(_ column: String) -> String? { nil }
  package func text(_ value: Int64, _ zone: Zone) -> String { String(value) }
}

/// One value of a choice column: the English word that is stored, and how people write it.
package struct Choice: Sendable {
  package let value: String
  package let zh: String
  package let aliases: [String]

  package init(_ value: String, _ zh: String, _ aliases: String...) {
    self.value = value
    self.zh = zh
    self.aliases = aliases
  }
}

/// Text damaged by Excel that no column may store.
func excelDamage(_ bytes: Bytes) -> CellFault? {
  guard let first = bytes.first, first == UInt8(ascii: "#") else { return nil }
  if bytes.count >= 3, bytes.allSatisfy({ $0 == UInt8(ascii: "#") }) { return .excelHashes }
  for error in ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"]
  where withBytes(of: error, { $0.equals(bytes) }) {
    return .excelError
  }
  return nil
}

/// Whether the bytes are a number that Excel wrote in scientific notation: `4.40106E+17`.
func isScientific(_ bytes: Bytes) -> Bool {
  guard let mark = bytes.firstIndex(where: { $0 == 0x45 || $0 == 0x65 }), mark > 0,
    mark + 2 < bytes.count, bytes[mark + 1] == 0x2B
  else { return false }
  let isPlain = bytes[..<mark].allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E }
  return isPlain && bytes[(mark + 2)...].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
}

/// The bytes with full-width ASCII (U+FF01–U+FF5E) made plain, or nil where there is none.
package func halfWidth(_ bytes: Bytes) -> [UInt8]? {
  guard bytes.contains(0xEF) else { return nil }
  var result: [UInt8] = []
  var changed = false
  var index = 0
  while index < bytes.count {
    if bytes[index] == 0xEF, index + 2 < bytes.count,
      bytes[index + 1] == 0xBC || bytes[index + 1] == 0xBD
    {
      let scalar = (Int(bytes[index + 1] & 0x3F) << 6) | Int(bytes[index + 2] & 0x3F) | 0xF000
      if (0xFF01...0xFF5E).contains(scalar) {
        result.append(UInt8(scalar - 0xFEE0))
        changed = true
        index += 3
        continue
      }
    }
    result.append(bytes[index])
    index += 1
  }
  return changed ? result : nil
}
