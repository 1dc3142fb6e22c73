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
  /// With --update-only the main row may not exist; then its parts are dropped silently.
  private let passesOver: Bool
  private let createsRows: Bool

  init(
    _ job: RecordJob, _ database: Database, mode: WriteMode, entry: Int64, cells: CellContext,
    isPart: Bool
  ) throws {
    self.job = job
    createsRows = mode != .updateOnly
    passesOver = isPart && mode == .updateOnly
    self.cells = cells
    self.database = database
    let createOnly = job.plan.columns.indices.filter { job.plan.columns[$0].isCreateOnly }
    writer = try RecordWriter(
      database, job.plan.record, columns: job.plan.columns.map(\.column),
      createOnly: Set(createOnly), standardNames: job.standardNames,
      // A sheet of rooms says of a customer only what it has.
      keepsTexts: isPart, mode: mode, entry: entry)
  }

  var isFull: Bool { offsets.count >= RecordWriter.chunkSize }
  var counts: WriteCounts { writer.counts }

  /// Tells the references of a record to itself which rows this file is about to make.
  func expectOwnRows() throws {
    guard createsRows, let own = job.selfReferences, !own.isEmpty else { return }
    let lookup = try ReferenceLookup(database, target: job.plan.record)
    var next = writer.upcomingID
    for row in job.index.rows {
      let key = job.index.key(row)
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
    for (slot, cell) in job.added(to: row.offset) { chunk.cells[start + slot] = cell }
    let key = job.withKey(chunk.cells, from: start) { cells.keep($0) }
    let isResolved = try job.resolve(row, &chunk.cells, from: start) { finding in
      if !passesOver { report(finding) }
    }
    guard isResolved else {
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
    if job.isPersonal {
      for row in 0..<chunk.count where !chunk.isNew[row] && chunk.rowIDs[row] > 0 {
        job.compared.insert(chunk.rowIDs[row])
      }
    }
    if job.keepsTouched {
      for row in 0..<chunk.count where chunk.isTouched[row] {
        job.touched.append((chunk.rowIDs[row], offsets[row]))
      }
    }
  }

  private func finding(_ fault: WriteFault) throws -> RowFinding {
    let offset = offsets[fault.row]
    switch fault.reason {
    case .incomplete(let missing): return incomplete(missing, offset)
    case .outside(let refusal): return try outside(refusal, offset)
    case .mask:
      let unexpected = CellFault.unexpectedMask
      return RowFinding(
        offset: offset, job.plan.columns[fault.slot], code: unexpected.code,
        words: chunk.isNew[fault.row]
          ? Words("is masked, and there is no stored value", zh: "是掩码，而没有已存的值") : unexpected.words,
        hint: unexpected.remedy)
    case .fixed: return try fixed(fault)
    case .final:
      let (stored, given) = try values(fault)
      return RowFinding(
        offset: offset, job.plan.columns[fault.slot], code: "different-content",
        words: Words(
          "was booked before with \(stored ?? "another value"), not \(given ?? "this")",
          zh: "此前已登记为 \(stored ?? "其他值")，而非 \(given ?? "此值")"),
        hint: Words("the same reference must mean the same money", zh: "同一流水号的内容必须一致"))
    }
  }

  private func fixed(_ fault: WriteFault) throws -> RowFinding {
    let planned = job.plan.columns[fault.slot]
    let record = job.plan.record
    let name = try self.name(of: fault.row)
    let (stored, given) = try values(fault)
    return RowFinding(
      offset: offsets[fault.row], planned, code: "fixed-\(planned.column.name)",
      words: Words(
        "\(record.name) \(name) belongs to \(stored ?? "another one"), not to \(given ?? "this one")",
        zh: "\(record.title.zh) \(name) 属于 \(stored ?? "其他值")，而非 \(given ?? "此值")"),
      hint: Words(
        "if this is another \(record.name), give it a code of its own",
        zh: "若为另一\(record.title.zh)，请使用不同的编码"))
  }

  /// What is stored in the cell at fault, and what the file says, where they may be repeated.
  private func values(_ fault: WriteFault) throws -> (stored: String?, given: String?) {
    let column = job.plan.columns[fault.slot].column
    let cell = chunk.cells[fault.row * job.plan.columns.count + fault.slot]
    return (
      try stored(column, chunk.rowIDs[fault.row]).flatMap(column.repeated),
      try given(column, cell).flatMap(column.repeated)
    )
  }

  /// A row that the fence refuses. What is typed is one row: then the refusal is all there is to say.
  private func outside(_ refusal: StoreError, _ offset: Int) throws -> RowFinding {
    if job.isTyped { throw refusal }
    return .outsideScope(refusal, at: offset)
  }

  /// A new row of a file that lacks a column which every new row needs.
  private func incomplete(_ column: String, _ offset: Int) -> RowFinding {
    let record = job.plan.record
    if job.isTyped {
      return RowFinding(
        offset: offset, code: "missing-column",
        words: Words("a new \(record.name) needs \(column)", zh: "新增\(record.title.zh)需要 \(column)"),
        hint: Words("give \(column)=…", zh: "请填写 \(column)=…"))
    }
    return RowFinding(
      offset: offset, code: "missing-column",
      words: Words(
        "a new \(record.name) needs \(column), and the file has no such column",
        zh: "新增\(record.title.zh)需要 \(column)，而文件中没有这一列"),
      hint: Words(
        "add the column, or import existing records only: --update-only",
        zh: "请补上该列，或用 --update-only 只更新已有记录"))
  }

  /// The code of the stored row that a row of the chunk means.
  private func name(of row: Int) throws -> String {
    let record = job.plan.record
    guard let slot = job.plan.keySlots.first, slot >= 0 else { return "" }
    let key = record.columns.first { $0.name == record.key.first } ?? job.plan.columns[slot].column
    return try stored(key, chunk.rowIDs[row]) ?? ""
  }

  /// What is stored in a column of a row; nil for one of those whom the asker does not see.
  private func stored(_ column: Column, _ id: Int64) throws -> String? {
    try given(
      column,
      database.first("SELECT \(column.quoted) FROM \(job.plan.record.table) WHERE id = ?1", [.integer(id)]) {
        row -> SQLValue in row.value(0)
      } ?? .null)
  }

  private func given(_ column: Column, _ cell: Cell) throws -> String? {
    switch cell {
    case .null, .bad: try given(column, SQLValue.null)
    case .integer(let value): try given(column, SQLValue.integer(value))
    case .text(let bytes), .masked(let bytes): bytes.text
    }
  }

  private func given(_ column: Column, _ value: SQLValue) throws -> String? {
    switch value {
    case .integer(let number):
      if let target = column.target?(), let name = target.key.first {
        return try database.text(
          "SELECT \"\(name)\" FROM \(database.seenTable(target.table)) WHERE id = ?1", [.integer(number)])
      }
      return column.kind.text(number, cells.zone)
    case .text(let text): return text
    case .null, .blob: return "(empty)"
    }
  }
}
