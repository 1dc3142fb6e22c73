// The rows that an import refused, as a file that imports again once mended.
import PMCore
import PMFormat

/// The rejects file of an import: the original columns, then `_line` and `_reason`.
struct Rejects {
  private let work: RecordImport
  /// What the person has: where a map rewrote the rows, the file in front of it.
  private let original: ImportSource
  private let isGuardedAnew: Bool
  private let cells = CellContext()

  init(_ work: RecordImport, isForExcel: Bool) {
    self.work = work
    original = work.source.origin?.file ?? work.source
    isGuardedAnew = isForExcel && original.isGuarded
  }

  func write(to sink: any RowSink) throws {
    guard let reasons = try work.findings.sortedReasons() else { return }
    var scanner = original.scanner()
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    // Rows of a rejects file that are refused once more get a new line and reason.
    let kept = (0..<row.count).filter { !FilePlan.rejectColumns.contains(row.text($0)) }
    let headings = kept.map { row.text($0) }
    let width = row.count
    var spare = 0
    try reasons.forEachRow { offset, _ in
      _ = scanner.read(at: offset, into: &row)
      spare = max(spare, row.count - width)
      scanner.arena.reset()
    }
    // Cells beyond the header's stand behind the reason, so that nothing is lost.
    let names = headings + FilePlan.rejectColumns + Array(repeating: "", count: spare)
    try sink.begin(names.map { OutputField(name: $0, kind: .text) })
    try reasons.forEachRow { offset, reasons in
      _ = scanner.read(at: offset, into: &row)
      for field in kept { sink.text(plain(row[field])) }
      sink.text(String(original.line(at: offset)))
      sink.text(try reasons().joined(separator: "; "))
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
}
