// One row of a CSV file: a buffer that the scanner fills again and again.

/// The cells of one row, in order; valid until the next read into the same row or `Arena.reset()`.
package struct CSVRow: ~Copyable {
  /// More cells than this are counted but not kept: the width of the widest spreadsheet.
  package static let widest = 16_384

  /// The physical line (from 1) where the row starts; 0 when it was read by its offset.
  package internal(set) var line = 0
  /// The byte where the row starts; `CSVScanner.read(at:into:)` takes it.
  package internal(set) var offset = 0
  /// How many cells there are.
  @usableFromInline package internal(set) var count = 0
  /// How many cells the line had, those beyond `widest` included.
  var found = 0

  @usableFromInline var cells: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>
  private var capacity: Int

  /// Makes a row without cells.
  package init() {
    capacity = 64
    cells = .allocate(capacity: 64)
  }

  deinit {
    cells.deallocate()
  }

  /// The cells side by side, for a loop.
  @inlinable package var fields: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>> {
    UnsafeBufferPointer(start: UnsafePointer(cells), count: count)
  }

  /// The bytes of a cell (from 0), quotes taken off, never trimmed; no bytes where there is no cell.
  @inlinable package subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    if index >= 0 && index < count { return cells[index] }
    return UnsafeBufferPointer(start: nil, count: 0)
  }

  /// A cell as text, for headings and messages; wrong bytes become U+FFFD.
  package func text(_ index: Int) -> String {
    String(decoding: self[index], as: UTF8.self)
  }

  mutating func clear(line: Int, offset: Int) {
    self.line = line
    self.offset = offset
    count = 0
    found = 0
  }

  @inline(__always)
  mutating func append(_ start: UnsafePointer<UInt8>, _ length: Int) {
    found &+= 1
    if count == capacity {
      if capacity >= Self.widest { return }
      grow()
    }
    (cells + count).initialize(to: UnsafeBufferPointer(start: start, count: length))
    count &+= 1
  }

  /// Leaves out the cells from `width` on.
  mutating func truncate(to width: Int) {
    count = min(count, width)
  }

  private mutating func grow() {
    let wider = UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>.allocate(capacity: capacity * 2)
    wider.moveInitialize(from: cells, count: count)
    cells.deallocate()
    cells = wider
    capacity *= 2
  }
}
