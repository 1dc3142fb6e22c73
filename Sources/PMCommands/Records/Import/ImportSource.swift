// A file to import, as CSV text whose places can be told to people.
import PMCore
import PMFormat

/// The rows of one input file.
///
/// Whatever came in (GB18030, JSON, a sheet behind a map) is CSV in UTF-8 by now; `origin` leads
/// back to where a row stood in the file that the person has.
final class ImportSource {
  /// The name in messages: as typed.
  let name: String
  let text: TextFile
  let delimiter: UInt8?
  let headerRow: Int?
  /// Whether cells are as a spreadsheet gets them from `--excel`: `="0101"`, `'=SUM(A1)`.
  let isGuarded: Bool
  /// Whether it is the fields of one record typed on the command line, not a file.
  let isTyped: Bool
  /// Where rewritten rows come from; nil for a file that is read where it stands.
  let origin: RowOrigin?
  /// The headings of the rows, once they were read.
  var headings: [String] = []
  private var finder: LineFinder
  /// Where the rows start, once a rewritten one was asked for.
  private var starts: [Int]?

  init(
    name: String, text: TextFile, delimiter: UInt8? = nil, headerRow: Int? = nil,
    isGuarded: Bool = false, isTyped: Bool = false, origin: RowOrigin? = nil
  ) {
    self.name = name
    self.text = text
    self.delimiter = delimiter
    self.headerRow = headerRow
    self.isGuarded = isGuarded
    self.isTyped = isTyped
    self.origin = origin
    finder = LineFinder(text.bytes)
  }

  /// Rows typed on the command line, as texts below the names of their columns.
  convenience init(typed names: [String], _ rows: [[String]]) throws {
    let spool = try SpoolFile()
    for texts in [names] + rows {
      for (place, text) in texts.enumerated() {
        if place > 0 { try spool.append(UInt8(ascii: ",")) }
        try spool.appendQuoted(text.utf8)
      }
      try spool.append(0x0A)
    }
    self.init(
      name: "arguments", text: try TextFile(spool.mapped(), encoding: .utf8), delimiter: UInt8(ascii: ","),
      isTyped: true, origin: RowOrigin(lines: rows.indices.map { UInt32(clamping: $0 + 1) }))
  }

  /// A scanner that stands before the header.
  func scanner() -> CSVScanner {
    CSVScanner(text, delimiter: delimiter, headerLine: headerRow)
  }

  /// That there is no header: the file is empty, or it ends before the line that was named.
  func headerFailure(hint: Words) -> Failure {
    let bytes = text.bytes
    let lines = LineCount.breaks(in: bytes) + (bytes.last.map { $0 == 0x0A || $0 == 0x0D } ?? true ? 0 : 1)
    guard let headerRow, headerRow > lines, lines > 0 else {
      return Failure(
        .badData, "no-header", Words("the file has no header line", zh: "文件没有标题行"), hint: hint,
        at: Place(file: name))
    }
    return Failure(
      .badData, "no-header",
      Words(
        "the headings are to be in line \(headerRow), and the file has \(lines)",
        zh: "标题行应为第 \(headerRow) 行，而文件只有 \(lines) 行"),
      hint: Words(
        "mend --header-row, or header_row of the map", zh: "请改正 --header-row，或映射中的 header_row"),
      at: Place(file: name))
  }

  /// The line, from 1, in the person's file of the row that starts at `offset`; 0 for none.
  func line(at offset: Int) -> Int {
    guard let origin else { return finder.line(at: offset) }
    guard let row = row(at: offset), row < origin.lines.count else { return 0 }
    return Int(origin.lines[row])
  }

  /// The column, from 1, in the person's file of a cell; nil for one that the file does not have.
  func column(of field: Int) -> Int? {
    guard let columns = origin?.columns else { return field + 1 }
    return columns.indices.contains(field) ? columns[field] : nil
  }

  /// What stands above a cell in the person's file; nil where nothing does.
  func heading(of field: Int) -> String? {
    let place = column(of: field).map { $0 - 1 }
    let names = origin?.file.map(\.ownHeadings) ?? headings
    guard let place, names.indices.contains(place) else { return nil }
    let name = withBytes(of: names[place]) { $0.trimmed.text }
    return name.isEmpty ? nil : name
  }

  /// The headings of the file as it is; none where its first row is data already.
  private var ownHeadings: [String] {
    if headings.isEmpty, headerRow != 0 {
      var scanner = scanner()
      var row = CSVRow()
      if case .row = scanner.readHeader(into: &row) { headings = (0..<row.count).map { row.text($0) } }
    }
    return headings
  }

  /// Which of the rows behind the header starts at `offset`.
  func row(at offset: Int) -> Int? {
    let starts = rowStarts()
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < offset { low = middle + 1 } else { high = middle }
    }
    return low < starts.count && starts[low] == offset ? low : nil
  }

  /// The byte of the person's file where the row at `offset` starts.
  func placeOfOriginal(_ offset: Int) -> Int {
    guard let origin, origin.file != nil else { return offset }
    if offset < 0 { return -1 - offset }
    guard let row = row(at: offset), row < origin.offsets.count else { return 0 }
    return origin.offsets[row]
  }

  private func rowStarts() -> [Int] {
    if let starts { return starts }
    var found: [Int] = []
    found.reserveCapacity(origin?.lines.count ?? 0)
    var scanner = scanner()
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    while scanner.next(into: &row) != .end {
      found.append(row.offset)
      scanner.arena.reset()
    }
    starts = found
    return found
  }
}

/// Where the rows of a rewritten file come from.
struct RowOrigin {
  /// The line in the person's file of each row.
  var lines: [UInt32] = []
  /// The column there, from 1, of each cell; nil: the same ones.
  var columns: [Int?]?
  /// The file that the person has, and where each row starts in it; nil where the rewritten rows
  /// are what a rejects file shows.
  var file: ImportSource?
  var offsets: [Int] = []
  /// How many rows a map left out.
  var skipped = 0
  /// What looks wrong with the file as a whole.
  var doubts: [Finding] = []
  /// What was wrong with rows that could not be rewritten.
  var faults: [(fault: CSVFault, offset: Int)] = []
}

/// The rows of a file, read again wherever one is asked for.
final class RowReader {
  private var scanner: CSVScanner
  private var row = CSVRow()

  init(_ source: ImportSource) {
    scanner = source.scanner()
    _ = scanner.readHeader(into: &row)
  }

  /// Gives the row at `offset` to `body`; its cells are valid until the next call.
  func read<Value>(at offset: Int, _ body: (borrowing CSVRow) throws -> Value) rethrows -> Value {
    scanner.arena.reset()
    _ = scanner.read(at: offset, into: &row)
    return try body(row)
  }
}
