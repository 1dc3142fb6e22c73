// What was found wrong with the rows of a file: all of it counted, the first of it kept to be shown.
import PMCore
import PMFormat

/// The findings of one import, in memory that does not grow with their number.
///
/// A finding with its words takes a kilobyte and a file may have millions: what nobody is shown is
/// only counted, and written down where a rejects file wants the reasons.
final class RowFindings {
  private let source: ImportSource
  private let reasons: RejectReasons?
  private var kept: [(place: Int, field: Int, finding: RowFinding)] = []
  private(set) var count = 0
  private(set) var warnings: [RowFinding] = []
  private(set) var warningCount = 0
  /// Rows (by their place in the file) that may not be written.
  private(set) var refused = OffsetSet()
  /// Findings that have not been dealt with by leaving their rows out.
  private var open = 0

  /// - Parameter reasons: where the reasons for each row are written down; nil where nobody asks.
  init(of source: ImportSource, reasons: RejectReasons?) {
    self.source = source
    self.reasons = reasons
  }

  var isEmpty: Bool { open == 0 }
  /// How many rows are refused.
  var rows: Int { refused.count }

  /// As people are told: the first in the order of the file, and how many there are.
  var told: Findings {
    var told = Findings()
    for finding in kept { told.add(finding.finding.finding(in: source)) }
    told.addUntold(count - kept.count)
    return told
  }

  /// What is doubtful, as people are told.
  var doubts: Findings {
    var doubts = Findings()
    for warning in warnings { doubts.add(warning.finding(in: source)) }
    doubts.addUntold(warningCount - warnings.count)
    return doubts
  }

  func add(_ finding: RowFinding) {
    add(at: finding.offset, field: finding.field, line: finding.line) { finding }
  }

  /// Counts a finding; it is built only where somebody will read it.
  func add(at offset: Int, field: Int?, line: Int? = nil, _ finding: () -> RowFinding) {
    refused.insert(offset)
    count += 1
    open += 1
    let place = source.origin == nil ? offset : line ?? source.line(at: offset)
    let column = field ?? -1
    if let reasons {
      let finding = finding()
      reasons.add(finding, in: source)
      keep(finding, place, column)
    } else if kept.count < Findings.shown || isBeforeLast(place, column) {
      keep(finding(), place, column)
    }
  }

  private func isBeforeLast(_ place: Int, _ field: Int) -> Bool {
    kept.last.map { (place, field) < ($0.place, $0.field) } ?? true
  }

  /// Keeps the first in the order of the file; of one cell, as they came up.
  private func keep(_ finding: RowFinding, _ place: Int, _ field: Int) {
    let at = kept.firstIndex { (place, field) < ($0.place, $0.field) } ?? kept.count
    if at == Findings.shown { return }
    kept.insert((place, field, finding), at: at)
    if kept.count > Findings.shown { kept.removeLast() }
  }

  /// Counts a warning, and builds and keeps it while there is room.
  func warn(_ finding: () -> RowFinding) {
    warningCount += 1
    if warnings.count < Findings.shown { warnings.append(finding()) }
  }

  func add(_ fault: CSVFault, _ offset: Int) {
    add(at: offset, field: fault.column - 1, line: fault.line) {
      RowFinding(
        offset: offset, field: fault.column - 1, column: nil, code: fault.code, value: nil,
        words: fault.words, hint: fault.remedy, line: fault.line)
    }
  }

  /// The rows at fault are left out; what comes up next is new.
  func leaveOut() { open = 0 }

  /// The reasons for each row, in the order of the file; nil where nobody asks.
  func sortedReasons() throws -> RejectReasons.Sorted? { try reasons?.sorted() }
}
