// A file to import, as CSV text whose places can be told to people.
import PMCore
import PMFormat

/// The rows of one input file.
///
/// Whatever came in (GB18030, JSON, a sheet behind a map) is CSV in UTF-8 by now; `lines` leads
/// back to where a row stood in the file that the person has.
final class ImportSource {
  /// The name in messages: as typed.
  let name: String
  let text: TextFile
  let delimiter: UInt8?
  let headerRow: Int?
  /// The line in the original file of each row, where rows were rewritten; else nil.
  let lines: [Int]?

  init(
    name: String, text: TextFile, delimiter: UInt8? = nil, headerRow: Int? = nil,
    lines: [Int]? = nil
  ) {
    self.name = name
    self.text = text
    self.delimiter = delimiter
    self.headerRow = headerRow
    self.lines = lines
  }

  /// A scanner that stands before the header.
  func scanner() -> CSVScanner {
    CSVScanner(text, delimiter: delimiter, headerLine: headerRow)
  }

  /// The line, from 1, in the person's file of the row that starts at `offset`.
  func line(at offset: Int) -> Int {
    guard let lines else { return scanner().line(at: offset) }
    // Rewritten rows are counted: only findings ask, and they are few.
    var scanner = scanner()
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    var place = 0
    while place < lines.count, scanner.next(into: &row) != .end, row.offset < offset { place += 1 }
    return place < lines.count ? lines[place] : 0
  }
}
