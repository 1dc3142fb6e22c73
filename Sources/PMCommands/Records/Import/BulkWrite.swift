// Rows of a job into chunks, chunks into the table.
import PMCore
import PMFormat
import PMStore

/// Collects the rows of a job and writes them a chunk at a time.
final class BulkWrite {
  private let job: RecordJob
  private let cells: CellContext
  private let database: Database
  private let writer: RecordWriter
  private var chunk = RecordChunk()
  private var offsets: [Int] = []

  init(
    _ job: RecordJob, _ database: Database, mode: WriteMode, entry: Int64, cells: CellContext
  ) throws {
    self.job = job
    self.cells = cells
    self.database = database
    let createOnly = job.plan.columns.indices.filter { job.plan.columns[$0].isCreateOnly }
    writer = try RecordWriter(
      database, job.plan.record, columns: job.plan.columns.map(\.column),
      createOnly: Set(createOnly), mode: mode, entry: entry)
  }

  var isFull: Bool { chunk.count >= RecordWriter.chunkSize }
  var counts: WriteCounts { writer.counts }

  /// Tells the references of a record to itself which rows this file is about to make.
  func expectOwnRows(key: (Int) -> [UInt8]) throws {
    guard let own = job.selfReferences, !own.isEmpty else { return }
    let lookup = try ReferenceLookup(database, target: job.plan.record)
    var next = writer.upcomingID
    for row in job.index.rows {
      let key = key(row.offset)
      if try lookup.row(key: key) != nil { continue }
      for reference in own { reference.expect(key, id: next) }
      next += 1
    }
  }

  /// Adds a row; its bytes stay valid until the next flush.
  func add(_ row: borrowing CSVRow, report: (RowFinding) -> Void) throws {
    let start = chunk.cells.count
    guard try job.read(row, into: &chunk.cells, report: report, warn: { _ in }) else {
      chunk.cells.removeSubrange(start...)
      return
    }
    let key = cells.keep(job.naturalKey(chunk.cells, from: start))
    guard try job.resolve(row, &chunk.cells, from: start, report: report) else {
      chunk.cells.removeSubrange(start...)
      return
    }
    chunk.keys.append(key)
    offsets.append(row.offset)
  }

  /// Writes the rows collected so far.
  func flush(report: (RowFinding) -> Void) throws {
    defer {
      chunk.removeAll()
      offsets.removeAll(keepingCapacity: true)
      cells.reset()
    }
    if chunk.count == 0 { return }
    for fault in try writer.write(&chunk) { report(try finding(fault)) }
    if job.keepsTouched {
      for row in 0..<chunk.count where chunk.isTouched[row] {
        job.touched.append((chunk.rowIDs[row], offsets[row]))
      }
    }
  }

  private func finding(_ fault: WriteFault) throws -> RowFinding {
    let planned = job.plan.columns[fault.slot]
    let column = planned.column
    let cell = chunk.cells[fault.row * job.plan.columns.count + fault.slot]
    let stored = try self.stored(column, chunk.rowIDs[fault.row])
    let given = try self.given(column, cell)
    let isShown = !column.isPersonal
    let words: Words
    var hint: Words?
    let code: String
    switch fault.reason {
    case .mask:
      words = CellFault.unexpectedMask.words
      hint = CellFault.unexpectedMask.remedy
      code = CellFault.unexpectedMask.code
    case .fixed:
      code = "fixed-\(column.name)"
      words = Words(
        "is stored as \(isShown ? stored : "another value") and cannot become \(isShown ? given : "this")",
        zh: "已存为 \(isShown ? stored : "其他值")，不能改为 \(isShown ? given : "此值")")
      hint = Words(
        "if this is another \(job.plan.record.name), give it a code of its own",
        zh: "若为另一\(job.plan.record.title.zh)，请使用不同的编码")
    case .final:
      code = "different-content"
      words = Words(
        "was booked before with \(isShown ? stored : "another value"), not \(isShown ? given : "this")",
        zh: "此前已登记为 \(isShown ? stored : "其他值")，而非 \(isShown ? given : "此值")")
      hint = Words("the same reference must mean the same money", zh: "同一流水号的内容必须一致")
    }
    return RowFinding(
      offset: offsets[fault.row], field: planned.field, column: column, code: code, value: nil,
      words: words, hint: hint)
  }

  private func stored(_ column: Column, _ id: Int64) throws -> String {
    try given(
      column,
      database.first("SELECT \(column.quoted) FROM \(job.plan.record.table) WHERE id = ?1", [.integer(id)]) {
        row -> SQLValue in row.value(0)
      } ?? .null)
  }

  private func given(_ column: Column, _ cell: Cell) throws -> String {
    switch cell {
    case .null, .bad: try given(column, SQLValue.null)
    case .integer(let value): try given(column, SQLValue.integer(value))
    case .text(let bytes), .masked(let bytes): bytes.text
    }
  }

  private func given(_ column: Column, _ value: SQLValue) throws -> String {
    switch value {
    case .integer(let number):
      if let target = column.target?(), let name = target.key.first {
        return try database.text(
          "SELECT \"\(name)\" FROM \(target.table) WHERE id = ?1", [.integer(number)]) ?? "?"
      }
      return column.kind.text(number, cells.zone)
    case .text(let text): return text
    case .null, .blob: return "(empty)"
    }
  }
}
