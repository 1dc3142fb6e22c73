// Where the rows of a file stand and in which order their keys go: 24 bytes a row.
import PMCore
import PMFormat

/// A row by the first bytes of its key and its place in the file.
struct IndexedRow {
  /// The first 16 bytes of the key, as two numbers that compare like the bytes.
  let high: UInt64
  let low: UInt64
  let offset: Int

  init(key: [UInt8], offset: Int) {
    high = Self.word(key, 0)
    low = Self.word(key, 8)
    self.offset = offset
  }

  private static func word(_ key: [UInt8], _ start: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in start..<start + 8 { word = word << 8 | (index < key.count ? UInt64(key[index]) : 0) }
    return word
  }

  func hasSamePrefix(as other: IndexedRow) -> Bool { high == other.high && low == other.low }
}

/// The rows of a file in the order of their keys.
struct RowIndex {
  private(set) var rows: [IndexedRow] = []
  private var isAscending = true
  private var lastKey: [UInt8] = []

  /// Adds the next row of the file.
  mutating func append(key: [UInt8], offset: Int) {
    if isAscending, !rows.isEmpty, !lastKey.lexicographicallyPrecedes(key) { isAscending = false }
    lastKey = key
    rows.append(IndexedRow(key: key, offset: offset))
  }

  /// Sorts by key, then place; `key` reads the whole key of a row where the first bytes tie.
  ///
  /// - Parameter repeated: told of rows whose key the row before has, in sorted order; returns
  ///   whether to leave the second one out.
  mutating func settle(
    key: (Int) -> [UInt8], repeated: (_ first: Int, _ second: Int) -> Bool
  ) {
    if isAscending { return }
    rows.sort { left, right in
      if left.high != right.high { return left.high < right.high }
      if left.low != right.low { return left.low < right.low }
      let (leftKey, rightKey) = (key(left.offset), key(right.offset))
      if leftKey == rightKey { return left.offset < right.offset }
      return leftKey.lexicographicallyPrecedes(rightKey)
    }
    var count = 0
    for place in rows.indices {
      let row = rows[place]
      if count > 0, rows[count - 1].hasSamePrefix(as: row),
        key(rows[count - 1].offset) == key(row.offset), repeated(rows[count - 1].offset, row.offset)
      {
        continue
      }
      rows[count] = row
      count += 1
    }
    rows.removeSubrange(count...)
  }

  /// Leaves out rows at these places in the file.
  mutating func remove(_ offsets: Set<Int>) {
    if !offsets.isEmpty { rows.removeAll { offsets.contains($0.offset) } }
  }
}
