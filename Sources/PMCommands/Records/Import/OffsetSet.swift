// A set of places in a file that takes an eighth of the file at most.

/// Rows by the byte where they start; a negative place is one in the file behind a map.
struct OffsetSet {
  /// 8 KB for each 64 KB of the file in which a row is, a bit a byte.
  private var pages: [[UInt64]] = []
  private var negativePages: [[UInt64]] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  func contains(_ offset: Int) -> Bool {
    let (pages, place) = offset < 0 ? (negativePages, -1 - offset) : (pages, offset)
    guard place >> 16 < pages.count, !pages[place >> 16].isEmpty else { return false }
    return pages[place >> 16][place >> 6 & 1023] & (1 << UInt64(place & 63)) != 0
  }

  /// Adds a place.
  ///
  /// - Returns: false where it was there already.
  @discardableResult
  mutating func insert(_ offset: Int) -> Bool {
    let isNew =
      offset < 0
      ? Self.insert(-1 - offset, into: &negativePages) : Self.insert(offset, into: &pages)
    if isNew { count += 1 }
    return isNew
  }

  private static func insert(_ place: Int, into pages: inout [[UInt64]]) -> Bool {
    let page = place >> 16
    while pages.count <= page { pages.append([]) }
    if pages[page].isEmpty { pages[page] = Array(repeating: 0, count: 1024) }
    let bit: UInt64 = 1 << UInt64(place & 63)
    if pages[page][place >> 6 & 1023] & bit != 0 { return false }
    pages[page][place >> 6 & 1023] |= bit
    return true
  }
}
