// Why each row of a file is refused, written down beside memory until the rejects file is made.
import PMCore
import PMFormat

/// The reasons for the rows of a rejects file, as they come up.
final class RejectReasons {
  private let spool: SpoolFile
  private let language: Language
  private var count = 0
  /// Why they cannot be written down, told once the rejects file is wanted.
  private var trouble: (any Error)?

  /// In front of each reason: the byte where the row starts, the field, and the bytes of the text.
  private static let headSize = 24

  init(in language: Language) throws {
    self.language = language
    spool = try SpoolFile()
  }

  func add(_ finding: RowFinding, in source: ImportSource) {
    guard trouble == nil else { return }
    let told = finding.finding(in: source)
    let text = (told.place?.cell.map { $0 + ": " } ?? "") + told.message[language]
    do {
      for number in [source.placeOfOriginal(finding.offset), finding.field ?? -1, text.utf8.count] {
        try withUnsafeBytes(of: Int64(number)) { try spool.append($0.bindMemory(to: UInt8.self)) }
      }
      try withBytes(of: text) { try spool.append($0) }
      count += 1
    } catch {
      trouble = error
    }
  }

  /// The rows that have reasons, in the order of the file.
  func sorted() throws -> Sorted {
    if let trouble { throw trouble }
    let reader = try spool.reader()
    var entries: [Sorted.Entry] = []
    entries.reserveCapacity(count)
    var place = 0
    while entries.count < count {
      let head = try Self.head(reader, place)
      entries.append(Sorted.Entry(row: head.row, place: place))
      place += Self.headSize + head.length
    }
    entries.sort { ($0.row, $0.place) < ($1.row, $1.place) }
    return Sorted(entries: entries, reader: reader)
  }

  private static func head(
    _ reader: SpoolReader, _ place: Int
  ) throws -> (row: Int, field: Int, length: Int) {
    try reader.read(headSize, at: place) { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      func number(_ index: Int) -> Int {
        Int(bytes.loadUnaligned(fromByteOffset: 8 * index, as: Int64.self))
      }
      return (number(0), number(1), number(2))
    }
  }

  /// Reasons by row: 16 bytes each, and the texts still outside memory.
  struct Sorted {
    fileprivate struct Entry {
      let row: Int
      let place: Int
    }

    fileprivate let entries: [Entry]
    fileprivate let reader: SpoolReader

    /// Gives each row to `body`, with its reasons from left to right.
    func forEachRow(_ body: (_ row: Int, _ reasons: () throws -> [String]) throws -> Void) throws {
      var start = 0
      while start < entries.count {
        let row = entries[start].row
        var end = start
        while end < entries.count, entries[end].row == row { end += 1 }
        try body(row) { try reasons(start..<end) }
        start = end
      }
    }

    private func reasons(_ range: Range<Int>) throws -> [String] {
      var found: [(field: Int, text: String)] = []
      for entry in entries[range] {
        let head = try RejectReasons.head(reader, entry.place)
        let text = try reader.read(head.length, at: entry.place + RejectReasons.headSize) { $0.text }
        // As they came up, which is the order of one field: few, so that no sort is needed.
        let at = found.firstIndex { $0.field > head.field } ?? found.count
        found.insert((head.field, text), at: at)
      }
      return found.map(\.text)
    }
  }
}
