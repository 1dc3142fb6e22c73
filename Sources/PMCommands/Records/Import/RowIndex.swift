// Where the rows of a file stand and in which order their keys go: 32 bytes a row, and the tails of
// long keys.
import PMCore

/// A row by its key and its place in the file.
struct IndexedRow {
  /// The first 16 bytes of the key, as two numbers that compare like the bytes.
  fileprivate let high: UInt64
  fileprivate let low: UInt64
  /// The byte of the file where the row starts.
  let offset: Int
  /// Where the rest of the key stands among the tails; negative where there is none.
  fileprivate let tail: Int32
  fileprivate let tailCount: Int32
}

/// The rows of a file in the order of their keys.
struct RowIndex {
  private(set) var rows: [IndexedRow] = []
  private var tails: [UInt8] = []
  private var isAscending = true
  /// Rows that say again what another one says: they stand in where that one is left out.
  private var spares: [(first: Int, row: IndexedRow)] = []

  /// Rows that say again what another one says, each behind that one.
  var spareRows: some Sequence<(first: Int, spare: Int)> {
    spares.lazy.map { ($0.first, $0.row.offset) }
  }

  /// Makes room for so many rows: an array that grows takes their memory twice.
  mutating func reserve(_ count: Int) { rows.reserveCapacity(count) }

  /// Adds the next row of the file.
  mutating func append(key: Bytes, offset: Int) {
    var row = IndexedRow(
      high: Self.word(key, 0), low: Self.word(key, 8), offset: offset, tail: -1, tailCount: 0)
    if key.count > 16, let place = Int32(exactly: tails.count) {
      row = IndexedRow(
        high: row.high, low: row.low, offset: offset, tail: place,
        tailCount: Int32(truncatingIfNeeded: key.count - 16))
      tails.append(contentsOf: key[16...])
    }
    if isAscending, let last = rows.last, order(last, row) >= 0 { isAscending = false }
    rows.append(row)
  }

  /// Sorts by key, then place.
  ///
  /// - Parameter repeated: told of two places whose rows have one key, in the order of the file;
  ///   returns whether the second says the same as the first and is not needed.
  mutating func settle(repeated: (_ first: Int, _ second: Int) -> Bool) {
    if isAscending { return }
    sort()
    var count = 0
    // By place: a loop over the rows would hold on to them, and the first change copy them all.
    for place in rows.indices {
      let row = rows[place]
      if count > 0, order(rows[count - 1], row) == 0, repeated(rows[count - 1].offset, row.offset) {
        spares.append((rows[count - 1].offset, row))
        continue
      }
      rows[count] = row
      count += 1
    }
    rows.removeSubrange(count...)
  }

  /// Leaves out rows at these places in the file.
  mutating func remove(_ offsets: OffsetSet) {
    if offsets.isEmpty { return }
    rows.removeAll { offsets.contains($0.offset) }
    var stands: Set<Int> = []
    for spare in spares
    where offsets.contains(spare.first) && !offsets.contains(spare.row.offset)
      && stands.insert(spare.first).inserted
    {
      rows.append(spare.row)
    }
    spares.removeAll { offsets.contains($0.first) || offsets.contains($0.row.offset) }
    if !stands.isEmpty { sort() }
  }

  /// Whether a row has this key; asked once the rows are settled.
  func contains(_ key: Bytes) -> Bool {
    let (high, low) = (Self.word(key, 0), Self.word(key, 8))
    let rest = Bytes(rebasing: key.dropFirst(16))
    return tails.withUnsafeBufferPointer { tails in
      var (first, end) = (0, rows.count)
      while first < end {
        let middle = (first + end) / 2
        let row = rows[middle]
        let isBefore: Bool
        if (row.high, row.low) != (high, low) {
          isBefore = (row.high, row.low) < (high, low)
        } else {
          let tail = row.tail < 0 ? tails[..<0] : tails[Int(row.tail)..<Int(row.tail + row.tailCount)]
          if tail.elementsEqual(rest) { return true }
          isBefore = tail.lexicographicallyPrecedes(rest)
        }
        if isBefore { first = middle + 1 } else { end = middle }
      }
      return false
    }
  }

  /// The whole key of a row.
  func key(_ row: IndexedRow) -> [UInt8] {
    var key: [UInt8] = []
    for word in [row.high, row.low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        let byte = UInt8(truncatingIfNeeded: word >> UInt64(shift))
        // No key holds a byte 0: it fills up a short one.
        if byte != 0 { key.append(byte) }
      }
    }
    let start = Int(row.tail)
    if start >= 0 { key += tails[start..<start + Int(row.tailCount)] }
    return key
  }

  private mutating func sort() {
    tails.withUnsafeBufferPointer { tails in
      rows.withUnsafeMutableBufferPointer { rows in
        Self.sort(rows, 0, rows.count - 1, tails, depth: 64)
      }
    }
  }

  /// Sorts in place, because the standard library's sort takes half of the rows' memory once more.
  private static func sort(
    _ rows: UnsafeMutableBufferPointer<IndexedRow>, _ first: Int, _ last: Int, _ tails: Bytes,
    depth: Int
  ) {
    var (first, last) = (first, last)
    while last - first > 24 {
      if depth == 0 {
        var rest = UnsafeMutableBufferPointer(rebasing: rows[first...last])
        rest.sort { precedes($0, $1, tails) }
        return
      }
      let middle = first + (last - first) / 2
      if precedes(rows[middle], rows[first], tails) { rows.swapAt(middle, first) }
      if precedes(rows[last], rows[first], tails) { rows.swapAt(last, first) }
      if precedes(rows[last], rows[middle], tails) { rows.swapAt(last, middle) }
      let pivot = rows[middle]
      var (left, right) = (first, last)
      while left <= right {
        while precedes(rows[left], pivot, tails) { left += 1 }
        while precedes(pivot, rows[right], tails) { right -= 1 }
        if left <= right {
          rows.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      // The shorter side first, so that the stack stays short.
      if right - first < last - left {
        sort(rows, first, right, tails, depth: depth - 1)
        first = left
      } else {
        sort(rows, left, last, tails, depth: depth - 1)
        last = right
      }
    }
    guard first < last else { return }
    for place in first + 1...last {
      let row = rows[place]
      var at = place
      while at > first, precedes(row, rows[at - 1], tails) {
        rows[at] = rows[at - 1]
        at -= 1
      }
      rows[at] = row
    }
  }

  /// By key, then by place: no two rows are alike.
  @inline(__always)
  private static func precedes(_ left: IndexedRow, _ right: IndexedRow, _ tails: Bytes) -> Bool {
    if left.high != right.high { return left.high < right.high }
    let order = order(left, right, tails)
    return order == 0 ? left.offset < right.offset : order < 0
  }

  private func order(_ left: IndexedRow, _ right: IndexedRow) -> Int {
    tails.withUnsafeBufferPointer { Self.order(left, right, $0) }
  }

  /// Less than, equal to or more than 0, as the keys compare.
  @inline(__always)
  private static func order(_ left: IndexedRow, _ right: IndexedRow, _ tails: Bytes) -> Int {
    if left.high != right.high { return left.high < right.high ? -1 : 1 }
    if left.low != right.low { return left.low < right.low ? -1 : 1 }
    if left.tail < 0 || right.tail < 0 { return Int(left.tailCount) - Int(right.tailCount) }
    let (first, second) = (Int(left.tail), Int(right.tail))
    let shared = Int(min(left.tailCount, right.tailCount))
    for place in 0..<shared {
      let (one, other) = (tails[first + place], tails[second + place])
      if one != other { return one < other ? -1 : 1 }
    }
    return Int(left.tailCount) - Int(right.tailCount)
  }

  private static func word(_ key: Bytes, _ start: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in start..<start + 8 {
      word = word << 8 | (index < key.count ? UInt64(key[index]) : 0)
    }
    return word
  }
}
