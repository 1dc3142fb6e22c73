// Columns that name several documents by their numbers.

/// Numbers of documents, `B0000012,B0000013`; stored with commas between them, each once.
package struct SerialListKind: CellKind {
  package let number: SerialKind
  package var shape: ColumnShape { .text }
  package var isInteger: Bool { false }
  package var words: Words {
    let one = number.text(1, .standard)
    let two = number.text(2, .standard)
    return Words("numbers such as \(one),\(two)", zh: "如 \(one),\(two) 的编号")
  }

  package init(_ number: SerialKind) { self.number = number }

  package func parse(_ bytes: Bytes, _ context: CellContext) -> Cell {
    let plain = halfWidth(bytes) ?? Array(bytes)
    var numbers: [Int64] = []
    for part in plain.split(whereSeparator: { [0x20, 0x2C, 0x3B, 0x2F].contains($0) }) {
      let cell = Array(part).withUnsafeBufferPointer { number.parse($0, context) }
      guard case .integer(let value) = cell else { return .bad(.badSerial) }
      if !numbers.contains(value) { numbers.append(value) }
    }
    if numbers.isEmpty { return .bad(.badSerial) }
    return .text(context.keep(text(of: numbers).utf8))
  }

  /// The numbers as the column stores them.
  package func text(of numbers: [Int64]) -> String {
    numbers.map { number.text($0, .standard) }.joined(separator: ",")
  }

  /// The numbers in a stored value.
  package func numbers(in text: String) -> [Int64] {
    text.split(separator: ",").compactMap { part in
      withBytes(of: String(part)) { number.parse($0, CellContext()).integer }
    }
  }
}
