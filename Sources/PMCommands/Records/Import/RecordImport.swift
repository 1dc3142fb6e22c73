// The one way of every import: check all rows, take the lock, sort, write, commit.
import PMCore
import PMFormat
import PMStore

/// One import of one file.
final class RecordImport {
  let record: RecordType
  let source: ImportSource
  let options: ImportOptions
  let settings: Settings
  let plan: FilePlan
  /// The day on which the owners of rooms are matched with their occupants.
  let today: Day
  private let hooks: ImportHooks
  /// What is to be warned of once the rows are written.
  var warned: [Words] { hooks.warned?() ?? [] }
  let main: RecordJob
  let parts: [RecordJob]
  /// The customers found by what the file says of owners without a code; nil where it says nothing.
  private var owners: Set<Int64>?
  private let cells: CellContext
  let comparison: RowComparison
  /// Who pays for a room beside somebody else by what was written.
  private(set) var payingTwice: [Words] = []
  /// What is to be said of tenants in rooms that stay vacant.
  private(set) var vacantHomes: [Words] = []
  let findings: RowFindings
  private let progress: Progress

  /// - Parameters:
  ///   - today: the day that the command works with.
  ///   - clock: the day and the moment that it really is.
  ///   - language: of the reasons in a rejects file; nil where there is to be none.
  init(
    _ record: RecordType, _ source: ImportSource, _ options: ImportOptions, _ settings: Settings,
    today: Day, clock: RecordJob.Clock, reasonsIn language: Language?, hooks: ImportHooks,
    progress: Progress = .silent
  ) throws {
    self.record = record
    self.progress = progress
    self.today = today
    self.source = source
    self.options = options
    self.settings = settings
    self.hooks = hooks
    findings = RowFindings(of: source, reasons: try language.map { try RejectReasons(in: $0) })
    cells = CellContext(
      zone: settings.zone, isStrict: options.strict, placeholders: settings.placeholders)
    // Rows that are compared are read once more, so that the cells at hand stay valid.
    comparison = RowComparison(
      source,
      CellContext(
        zone: settings.zone, isStrict: options.strict, placeholders: settings.placeholders))
    var scanner = source.scanner()
    var row = CSVRow()
    switch scanner.readHeader(into: &row) {
    case .row: break
    case .fault(let fault): throw source.failure(fault)
    case .end:
      throw source.headerFailure(
        hint: Words("columns: pm \(record.name) columns", zh: "列名见 pm \(record.name) columns"))
    }
    let headings = (0..<row.count).map { row.text($0) }
    source.headings = headings
    plan = try FilePlan(
      record, headings: headings, line: source.origin == nil ? source.line(at: row.offset) : nil,
      source: source, options: options, settings: settings)
    main = RecordJob(
      plan.main.supplying(hooks.supply), cells: cells, isTyped: source.isTyped)
    main.complete = hooks.complete
    // Whoever types the standard name wants it stored; in a file it stands for what is stored.
    for (name, words) in hooks.standardNames where !source.isTyped {
      if let slot = main.plan.slot(of: name) { main.standardNames[slot] = words }
    }
    main.clock = clock
    hooks.opened?(source)
    parts = plan.parts.map { [cells] in RecordJob($0, cells: cells) }
    for part in parts { part.clock = clock }
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
    var waiting: [Int] = []
    let lines = LineCount.breaks(in: source.text.bytes)
    main.index.reserve(lines)
    progress.begin(Words("\(source.name): checking rows", zh: "\(source.name)：检查行"), of: lines)
    defer { progress.end() }
    var done = 0
    for (fault, offset) in source.origin?.faults ?? [] { findings.add(fault, -1 - offset) }
    _ = scanner.readHeader(into: &row)
    reading: while true {
      switch scanner.next(into: &row) {
      case .end: break reading
      case .fault(let fault): findings.add(fault, row.offset)
      case .row:
        try check(row, &values, &waiting)
        done += 1
        progress.advance(to: done)
      }
      values.removeAll(keepingCapacity: true)
      cells.reset()
      scanner.arena.reset()
    }
    settle()
    try report(waiting)
  }

  /// The stored rows with whose personal data the file was compared: rows that it says something
  /// personal of, and people whom it finds by that. Nil where nobody was looked for, and empty where
  /// nobody was found.
  var compared: ComparedRows? {
    var compared = ComparedRows()
    var found = hooks.compared?()
    if let owners { found = owners.union(found ?? []) }
    if let found { compared.add(found, of: Customer.record) }
    for job in [main] + parts where !job.compared.isEmpty { compared.add(job.compared, of: job.plan.record) }
    return found == nil && compared.count == 0 ? nil : compared
  }

  /// Whether some faults come up only among the stored rows.
  var asksStoredRows: Bool { main.plan.asksStoredRows }

  /// Goes on without the rows at fault.
  func leaveOut() {
    findings.leaveOut()
    for job in [main] + parts { job.touched = [] }
  }

  /// Lets go of the order of the rows, once they are written or refused.
  func forgetRows() {
    for job in [main] + parts { (job.index, job.touched) = (RowIndex(), []) }
  }

  /// Checks one row for the record and each part that it carries.
  ///
  /// - Parameter waiting: gets the row where it names another one that may come later in the file.
  private func check(
    _ row: borrowing CSVRow, _ values: inout [Cell], _ waiting: inout [Int]
  ) throws {
    _ = try main.read(
      row, into: &values, report: { findings.add($0) }, warn: { findings.warn($0) })
    // Rows at fault stand in the order, too: a second row of the same key falls with them.
    if main.hasKey {
      main.withKey(values, from: 0) { main.index.append(key: $0, offset: row.offset) }
    }
    var waits = false
    _ = try main.resolve(
      row, &values, from: 0,
      wait: {
        waits = true
        return true
      }, report: { findings.add($0) })
    if waits { waiting.append(row.offset) }
    warnOfNameless(plan.nameless, row)
    for part in parts {
      guard part.plan.isPresent(in: row) else {
        if part.plan.record.name == "customer" { warnOfNameless(part.plan.columns, row) }
        continue
      }
      let start = values.count
      _ = try part.read(
        row, into: &values,
        report: { finding in
          // A missing owner code is found or made later.
          if finding.code != "required" || finding.column?.name != "code" && finding.column?.name != "customer" {
            findings.add(finding)
          }
        }, warn: { findings.warn($0) })
      _ = try part.resolve(row, &values, from: start) { findings.add($0) }
    }
  }

  /// Says that a phone or ID number without a name goes nowhere.
  private func warnOfNameless(_ columns: [PlannedColumn], _ row: borrowing CSVRow) {
    for planned in columns where planned.column.isPersonal {
      guard let field = planned.field, row[field].trimmed.count > 0,
        case .text = planned.column.kind.parse(row[field].trimmed, cells)
      else { continue }
      cells.warning = nil
      let finding = RowFinding(
        offset: row.offset, planned, code: "owner-without-name",
        words: Words("is given without an owner's name and was not taken", zh: "没有业主姓名，未采用"))
      if options.strict { findings.add(finding) } else { findings.warn { finding } }
    }
  }

  /// Sorts the rows by key and finds the keys that repeat: such rows stand or fall together.
  private func settle() {
    if plan.mainMayRepeat {
      settleRepeating(main)
      return
    }
    var told = OffsetSet()
    main.index.settle { first, second in
      refuse(first, second, &told, main.tellingSlot.flatMap { main.plan.columns[$0].field }) {
        repeated(main, $0, as: $1)
      }
      return false
    }
  }

  /// Reports references to rows of the same record that are neither stored nor in the file.
  private func report(_ waiting: [Int]) throws {
    let reader = RowReader(source)
    for offset in waiting {
      try reader.read(at: offset) { row in
        var values: [Cell] = []
        _ = main.plan.read(row, supplied: .null, cells, into: &values) { _, _ in }
        cells.warning = nil
        try main.checkOwn(row, values) { findings.add($0) }
      }
      cells.reset()
    }
  }

  // MARK: Writing

  /// Writes what `check` let pass, inside the command's transaction.
  ///
  /// - Returns: what was done to the record, then to each part; findings that only writing brings up
  ///   are in `findings`, and then the caller must roll back.
  func write(_ database: Database, entry: Int64) throws -> ImportCounts {
    try database.useBulkCache()
    try hooks.began?(database)
    for job in [main] + parts where job.plan.asksStoredRows || job.plan.record.name == "occupancy" {
      job.keepsTouched = true
    }
    if hooks.wantsTouched { main.keepsTouched = true }
    var counts = ImportCounts(main: try write(main, database, entry))
    try checkAcross(main, database)
    for part in parts where findings.isEmpty {
      if part.plan.record.name == "customer" { try matchOwners(part, database) }
      try index(part, database)
      if !findings.isEmpty { break }
      counts.parts.append((part.plan.record, try write(part, database, entry)))
      if findings.isEmpty { try checkAcross(part, database) }
    }
    if findings.isEmpty, let written = hooks.written {
      try written(database, main, findings)
    }
    payingTwice = findings.isEmpty ? try findPayers(database, counts) : []
    vacantHomes = findings.isEmpty ? try findVacantHomes(database, counts) : []
    return counts
  }

  private func matchOwners(_ customers: RecordJob, _ database: Database) throws {
    let matching = try OwnerMatching(
      database, source: source, plan: plan, owners: customers.plan, cells: cells, today: today)
    defer { if let found = matching.compared { owners = found.union(owners ?? []) } }
    try matching.run(without: findings.refused) { findings.add($0) }
    for part in parts { part.supplied = matching.supplied }
  }

  /// Orders the rows that carry a part.
  private func index(_ part: RecordJob, _ database: Database) throws {
    part.index = RowIndex()
    let isOwners = part.plan.record.name == "occupancy" && main.plan.record.name == "room"
    let standing = isOwners ? try StandingOwners(database, part.plan, today: today) : nil
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
        try standing?.complete(part, &values, row.offset)
        part.withKey(values, from: 0) { part.index.append(key: $0, offset: row.offset) }
      }
      values.removeAll(keepingCapacity: true)
      cells.reset()
      scanner.arena.reset()
    }
    settleRepeating(part)
  }

  private func write(_ job: RecordJob, _ database: Database, _ entry: Int64) throws -> WriteCounts {
    try job.open(database, without: [], again: true)
    job.index.remove(findings.refused)
    job.forget(findings.refused)
    var scanner = source.scanner()
    var row = CSVRow()
    _ = scanner.readHeader(into: &row)
    if job.keepsTouched { job.touched.reserveCapacity(job.index.rows.count) }
    let bulk = try BulkWrite(
      job, database, mode: options.mode, entry: entry, cells: cells, isPart: job !== main)
    try bulk.expectOwnRows()
    let title = job.plan.record.title
    progress.begin(
      Words("\(source.name): writing \(job.plan.record.name)", zh: "\(source.name)：写入\(title.zh)"),
      of: job.index.rows.count)
    defer { progress.end() }
    var done = 0
    for indexed in job.index.rows {
      _ = scanner.read(at: indexed.offset, into: &row)
      try bulk.add(row) { findings.add($0) }
      done += 1
      progress.advance(to: done)
      if bulk.isFull {
        try bulk.flush { findings.add($0) }
        scanner.arena.reset()
      }
    }
    try bulk.flush { findings.add($0) }
    return bulk.counts
  }

  /// Asks the rules that read columns beside the file's of the rows as they are stored now.
  private func checkStoredRules(_ job: RecordJob, _ database: Database) throws {
    let record = job.plan.record
    for rule in job.plan.storedRules {
      let columns = rule.columns.compactMap { record.column($0) }
      var row = try database.prepare(
        "SELECT \(columns.map(\.quoted).joined(separator: ", ")) FROM \(record.table) WHERE id = ?1")
      let slot = rule.columns.lazy.compactMap { job.plan.slot(of: $0) }.first
      for (id, offset) in job.touched {
        try row.bind(1, id)
        if try row.step() {
          let cells = columns.indices.map { row.cell($0, isInteger: columns[$0].storesInteger) }
          if !rule.holds(cells[...]), let slot {
            findings.add(
              RowFinding(
                offset: offset, job.plan.columns[slot], code: rule.code, words: rule.words))
          }
        }
        row.reset()
      }
    }
  }

  /// Asks the record's rules across rows of what was just written.
  private func checkAcross(_ job: RecordJob, _ database: Database) throws {
    if !job.plan.asksStoredRows || job.touched.isEmpty { return }
    try checkStoredRules(job, database)
    let checks = job.plan.crossChecks
    if checks.isEmpty { return }
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
      for (id, column) in try database.rows(
        check.sql, decode: { ($0.int64(0), $0.columnCount > 1 ? $0.string(1) : check.column) })
      {
        let field = job.plan.slot(of: column).flatMap { job.plan.columns[$0].field }
        let offset = offsets[id] ?? -1
        findings.add(
          RowFinding(
            offset: offset, field: field, column: job.plan.record.column(column),
            code: check.code, value: check.remedy.flatMap { _ in field.flatMap { text(offset, $0) } },
            words: check.words, hint: check.remedy))
      }
    }
  }

  /// What stands in a cell of the row that starts at `offset`; nil where nothing does.
  private func text(_ offset: Int, _ field: Int) -> String? {
    var scanner = source.scanner()
    var row = CSVRow()
    guard scanner.read(at: offset, into: &row) == .row, field < row.count else { return nil }
    let text = row[field].trimmed.text
    return text.isEmpty ? nil : text
  }
}
