// The one way of every import: check all rows, take the lock, sort, write, commit.
import PMCore
import PMFormat
import PMStore

/// What a command adds to the import of its record.
struct ImportHooks {
  /// Called once the rows are written, with those created or updated; its findings roll all back.
  var written: ((Database, RecordJob) throws -> [RowFinding])?
  /// Whether `written` wants the touched rows.
  var wantsTouched = false
  /// Columns of the record that the command fills in where the file has none of them.
  var supply: [String] = []
  /// Fills in cells of a row, which begin at `start`; references are still codes. It may find the
  /// row at fault.
  var complete: RowCompletion?
  /// Called with the opened file, before its rows are read.
  var opened: ((ImportSource) -> Void)?
  /// What the summary says beyond the rows.
  var told: (() -> [(String, Int)])?
}

/// Fills in cells of the row that starts at `offset` in the file.
typealias RowCompletion = (
  _ job: RecordJob, _ cells: inout [Cell], _ start: Int, _ offset: Int
) throws -> RowFinding?

/// One import of one file.
final class RecordImport {
  let record: RecordType
  let source: ImportSource
  let options: ImportOptions
  let settings: Settings
  let plan: FilePlan
  private let hooks: ImportHooks
  private let main: RecordJob
  private let parts: [RecordJob]
  private let cells: CellContext
  private(set) var findings = RowFindings()

  init(
    _ record: RecordType, _ source: ImportSource, _ options: ImportOptions, _ settings: Settings,
    hooks: ImportHooks = ImportHooks()
  ) throws {
    self.record = record
    self.source = source
    self.options = options
    self.settings = settings
    self.hooks = hooks
    let cells = CellContext(
      zone: settings.zone, isStrict: options.strict, placeholders: settings.placeholders)
    var scanner = source.scanner()
    var row = CSVRow()
    switch scanner.readHeader(into: &row) {
    case .row: break
    case .fault(let fault): throw source.failure(fault)
    case .end:
      throw Failure(
        .badData, "no-header", Words("the file is empty; a header line is expected", zh: "文件为空，缺少标题行"),
        at: Place(file: source.name))
    }
    let headings = (0..<row.count).map { row.text($0) }
    plan = try FilePlan(
      record, headings: headings, source: source.name, options: options,
      codePattern: settings.roomCodePattern)
    self.cells = cells
    main = RecordJob(plan.main.supplying(hooks.supply), cells: cells)
    main.complete = hooks.complete
    hooks.opened?(source)
    parts = plan.parts.map { RecordJob($0, cells: cells) }
  }

  /// Checks every row, before anything is locked.
  func check(_ database: Database) throws {
    try main.open(database, without: [])
    var unborn: Set<String> = [record.name]
    for part in parts {
      try part.open(database, without: unborn)
      unborn.insert(part.plan.record.name)
    }
    var scanner = source.scanner()
    var row = CSVRow()
    var values: [Cell] = []
    var deferred: [SelfReference] = []
    _ = scanner.readHeader(into: &row)
    reading: while true {
      switch scanner.next(into: &row) {
      case .end: break reading
      case .fault(let fault): findings.add(fault, row.offset)
      case .row:
        try check(row, &values, &deferred)
      }
      values.removeAll(keepingCapacity: true)
      cells.reset()
      scanner.arena.reset()
    }
    try settle()
    report(deferred)
  }

  /// Goes on without the rows at fault.
  func leaveOut() {
    findings.leaveOut()
    for job in [main] + parts { job.touched = [] }
  }

  private struct SelfReference {
    let key: [UInt8]
    let finding: RowFinding
  }

  /// Checks one row for the record and each part that it carries.
  private func check(
    _ row: borrowing CSVRow, _ values: inout [Cell], _ deferred: inout [SelfReference]
  ) throws {
    let before = findings.rows
    if try main.read(row, into: &values, report: { findings.add($0) }, warn: { findings.warn($0) }) {
      let key = main.naturalKey(values, from: 0)
      _ = try main.resolve(row, &values, from: 0) { finding in
        // A row may name another one of the same file, which is not stored yet.
        if finding.column?.target?().name == record.name, let code = finding.value {
          deferred.append(SelfReference(key: Array(NaturalKey.of(code).utf8), finding: finding))
        } else {
          findings.add(finding)
        }
      }
      if findings.rows == before { main.index.append(key: key, offset: row.offset) }
    }
    for part in parts where part.plan.isPresent(in: row) {
      let start = values.count
      let isGood = try part.read(
        row, into: &values, report: { finding in
          // A missing owner code is found or made later.
          if finding.code != "required" || finding.column?.name != "code" && finding.column?.name != "customer" {
            findings.add(finding)
          }
        }, warn: { findings.warn($0) })
      if isGood {
        _ = try part.resolve(row, &values, from: start) { findings.add($0) }
      }
    }
  }

  /// Sorts the rows by key and finds the keys that repeat.
  private func settle() throws {
    main.index.settle(key: { self.key(of: self.main, at: $0) }) { first, second in
      if plan.mainMayRepeat, agree(main, first, second) { return true }
      findings.add(repeated(first, second))
      return false
    }
  }

  private func report(_ deferred: [SelfReference]) {
    guard !deferred.isEmpty else { return }
    var keys: Set<[UInt8]> = []
    for row in main.index.rows { keys.insert(key(of: main, at: row.offset)) }
    for reference in deferred where !keys.contains(reference.key) { findings.add(reference.finding) }
  }

  private func repeated(_ first: Int, _ second: Int) -> RowFinding {
    let line = source.line(at: first)
    return RowFinding(
      offset: second, field: main.plan.keySlots.first.flatMap { $0 >= 0 ? main.plan.columns[$0].field : nil },
      column: nil, code: "repeated-key", value: nil,
      words: Words("the same key as in line \(line)", zh: "与第 \(line) 行的主键相同"),
      hint: Words("leave one of the two rows out", zh: "请只保留其中一行"))
  }

  /// The whole key of the row at `offset`, read again from the file.
  private func key(of job: RecordJob, at offset: Int) -> [UInt8] {
    reread(job, offset) { job.naturalKey($0, from: 0) }
  }

  /// Whether two rows say the same of the record.
  private func agree(_ job: RecordJob, _ first: Int, _ second: Int) -> Bool {
    reread(job, first) { left in
      reread(job, second) { right in
        zip(left, right).allSatisfy { pair in
          switch pair {
          case (.null, .null): true
          case (.integer(let one), .integer(let other)): one == other
          case (.text(let one), .text(let other)): one.equals(other)
          case (.masked(let one), .masked(let other)): one.equals(other)
          default: false
          }
        }
      }
    }
  }

  private func reread<Value>(_ job: RecordJob, _ offset: Int, _ body: ([Cell]) -> Value) -> Value {
    var scanner = source.scanner()
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    _ = scanner.read(at: offset, into: &row)
    var values: [Cell] = []
    _ = try? job.read(row, into: &values, report: { _ in }, warn: { _ in })
    return withExtendedLifetime(scanner) { body(values) }
  }

  // MARK: Writing

  /// Writes what `check` let pass, inside the command's transaction.
  ///
  /// - Returns: what was done; findings that only writing brings up are in `findings`, and then
  ///   the caller must roll back.
  func write(_ database: Database, entry: Int64) throws -> WriteCounts {
    try database.useBulkCache()
    if hooks.wantsTouched || !record.crossChecks.isEmpty { main.keepsTouched = true }
    var counts = try write(main, database, entry)
    if findings.isEmpty { try checkAcross(main, database) }
    if findings.isEmpty, let written = hooks.written {
      for finding in try written(database, main) { findings.add(finding) }
    }
    for part in parts where findings.isEmpty {
      if part.plan.record.name == "customer" { try matchOwners(part, database) }
      try index(part)
      if !findings.isEmpty { break }
      if !part.plan.record.crossChecks.isEmpty { part.keepsTouched = true }
      counts.add(try write(part, database, entry))
      if findings.isEmpty { try checkAcross(part, database) }
    }
    return counts
  }

  private func matchOwners(_ customers: RecordJob, _ database: Database) throws {
    let matching = try OwnerMatching(database, source: source, plan: plan, cells: cells)
    try matching.run(rows: customers.plan) { findings.add($0) }
    for part in parts { part.supplied = matching.supplied }
  }

  /// Orders the rows that carry a part.
  private func index(_ part: RecordJob) throws {
    part.index = RowIndex()
    var scanner = source.scanner()
    var row = CSVRow()
    var values: [Cell] = []
    _ = scanner.readHeader(into: &row)
    while true {
      let step = scanner.next(into: &row)
      if step == .end { break }
      if step == .row, !findings.refused.contains(row.offset), part.plan.isPresent(in: row),
        try part.read(row, into: &values, report: { findings.add($0) }, warn: { _ in })
      {
        part.index.append(key: part.naturalKey(values, from: 0), offset: row.offset)
      }
      values.removeAll(keepingCapacity: true)
      cells.reset()
      scanner.arena.reset()
    }
    part.index.settle(key: { self.key(of: part, at: $0) }) { first, second in
      if agree(part, first, second) { return true }
      findings.add(repeated(first, second))
      return false
    }
  }

  private func write(_ job: RecordJob, _ database: Database, _ entry: Int64) throws -> WriteCounts {
    try job.open(database, without: [])
    job.index.remove(findings.refused)
    let mode: WriteMode =
      switch options.mode {
      case .upsert: .upsert
      case .insertOnly: .insertOnly
      case .updateOnly: .updateOnly
      }
    var scanner = source.scanner()
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    let bulk = try BulkWrite(job, database, mode: mode, entry: entry, cells: cells)
    try bulk.expectOwnRows { offset in
      self.reread(job, offset) { job.naturalKey($0, from: 0) }
    }
    for place in job.index.rows.indices {
      _ = scanner.read(at: job.index.rows[place].offset, into: &row)
      try bulk.add(row) { findings.add($0) }
      if bulk.isFull {
        try bulk.flush { findings.add($0) }
        scanner.arena.reset()
      }
    }
    try bulk.flush { findings.add($0) }
    return bulk.counts
  }

  /// Asks the record's rules across rows of what was just written.
  private func checkAcross(_ job: RecordJob, _ database: Database) throws {
    let checks = job.plan.record.crossChecks
    if checks.isEmpty || job.touched.isEmpty { return }
    try database.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY)")
    try database.execute("DELETE FROM touched")
    var insert = try database.prepare("INSERT OR IGNORE INTO touched VALUES (?1)")
    var offsets: [Int64: Int] = [:]
    for (id, offset) in job.touched {
      try insert.bind(1, id)
      try insert.run()
      offsets[id] = offset
    }
    for check in checks {
      let slot = job.plan.slot(of: check.column)
      for id in try database.rows(check.sql, decode: { $0.int64(0) }) {
        findings.add(
          RowFinding(
            offset: offsets[id] ?? 0, field: slot.flatMap { job.plan.columns[$0].field },
            column: job.plan.record.column(check.column), code: check.code, value: nil,
            words: check.words, hint: nil))
      }
    }
  }
}

extension WriteCounts {
  mutating func add(_ other: WriteCounts) {
    created += other.created
    updated += other.updated
    unchanged += other.unchanged
    skipped += other.skipped
  }
}
