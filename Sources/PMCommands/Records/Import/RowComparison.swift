// Two rows of a file that mean one record: whether they agree, and what the second adds.
import PMCore
import PMFormat

/// Compares rows of one file, read once more for it.
final class RowComparison {
  private let source: ImportSource
  private let cells: CellContext
  private var reader: RowReader?

  /// - Parameter cells: those of the rows that are compared; nobody else's.
  init(_ source: ImportSource, _ cells: CellContext) {
    self.source = source
    self.cells = cells
  }

  /// The first slot in which two rows say different things of the record; nil where they agree.
  ///
  /// An empty cell says nothing, but for an open end. Where the rows agree, what only the second one says is added to the
  /// first, which is written for both.
  func difference(_ job: RecordJob, _ first: Int, _ second: Int) -> Int? {
    defer { cells.reset() }
    let right = said(job, second)
    var left = said(job, first)
    for (slot, cell) in job.added(to: first) where left.indices.contains(slot) { left[slot] = cell }
    for slot in left.indices where slot < right.count {
      let isSame =
        switch (left[slot], right[slot]) {
        case (.null, .null), (.bad, _), (_, .bad): true
        case (.null, _), (_, .null): !Self.means(job.plan.columns[slot].column)
        case (.integer(let one), .integer(let other)): one == other
        case (.text(let one), .text(let other)): one.equals(other)
        case (.masked(let one), .masked(let other)): one.equals(other)
        default: false
        }
      if !isSame { return slot }
    }
    for slot in left.indices where slot < right.count && left[slot].isNull {
      if case .bad = right[slot] { continue }
      if !right[slot].isNull { job.add(right[slot], at: slot, to: first, from: second) }
    }
    return nil
  }

  /// Whether an empty cell of the column says something: that there is no end.
  private static func means(_ column: Column) -> Bool { ["from", "to"].contains(column.name) }

  /// The cells of a row, kept apart from it; what the file leaves empty is null, not its default.
  private func said(_ job: RecordJob, _ offset: Int) -> [Cell] {
    let reader = reader ?? RowReader(source)
    self.reader = reader
    return reader.read(at: offset) { row in
      var values: [Cell] = []
      _ = job.plan.read(row, supplied: job.supplied(at: offset, cells), cells, into: &values) { _, _ in }
      cells.warning = nil
      return values.indices.map { slot in
        if case .field(let field) = job.plan.columns[slot].source, row[field].trimmed.count == 0 {
          return .null
        }
        return values[slot].kept(in: cells)
      }
    }
  }
}

extension Cell {
  /// This cell with its bytes where `cells` keeps them.
  func kept(in cells: CellContext) -> Cell {
    switch self {
    case .text(let bytes): .text(cells.keep(bytes))
    case .masked(let bytes): .masked(cells.keep(bytes))
    default: self
    }
  }
}
