// The rows that an import refused, as a file that imports again once mended.
import PMCore
import PMFormat

/// The rejects file of an import: the original columns, then `_line` and `_reason`.
struct Rejects {
  private let work: RecordImport
  private let language: Language
  /// What the person has: where a map rewrote the rows, the file in front of it.
  private let original: ImportSource
  private let isGuardedAnew: Bool
  private let cells = CellContext()

  init(_ work: RecordImport, _ language: Language, isForExcel: Bool) {
    self.work = work
    self.language = language
    original = work.source.origin?.file ?? work.source
    isGuardedAnew = isForExcel && original.isGuarded
  }

  func write(to sink: any RowSink) throws {
    var reasons: [Int: [String]] = [:]
    for finding in work.findings.inOrder(of: work.source) {
      let told = finding.finding(in: work.source)
      let column = told.place?.cell.map { $0 + ": " } ?? ""
      reasons[place(of: finding), default: []].append(column + told.message[language])
    }
    var scanner = original.scanner()
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    // Rows of a rejects file that are refused once more get a new line and reason.
    let kept = (0..<row.count).filter { !FilePlan.rejectColumns.contains(row.text($0)) }
    let headings = kept.map { row.text($0) }
    let width = row.count
    var spare = 0
    for offset in reasons.keys {
      _ = scanner.read(at: offset, into: &row)
      spare = max(spare, row.count - width)
      scanner.arena.reset()
    }
    // Cells beyond the header's stand behind the reason, so that nothing is lost.
    let names = headings + FilePlan.rejectColumns + Array(repeating: "", count: spare)
    try sink.begin(names.map { OutputField(name: $0, kind: .text) })
    for offset in reasons.keys.sorted() {
      _ = scanner.read(at: offset, into: &row)
      for field in kept { sink.text(plain(row[field])) }
      sink.text(String(original.line(at: offset)))
      sink.text(reasons[offset, default: []].joined(separator: "; "))
      var field = width
      while field < row.count {
        sink.text(plain(row[field]))
        field += 1
      }
      try sink.endRow()
      scanner.arena.reset()
    }
    try sink.finish()
  }

  /// A cell without the guard of `--excel` where the new file adds its own.
  private func plain(_ cell: Bytes) -> Bytes {
    guard isGuardedAnew, let plain = unguardExcelCell(cell) else { return cell }
    return cells.keep(plain)
  }

  /// The byte of the original file where the row of a finding starts.
  private func place(of finding: RowFinding) -> Int {
    guard let origin = work.source.origin, origin.file != nil else { return finding.offset }
    if finding.offset < 0 { return -1 - finding.offset }
    guard let row = work.source.row(at: finding.offset), row < origin.offsets.count else { return 0 }
    return origin.offsets[row]
  }
}
