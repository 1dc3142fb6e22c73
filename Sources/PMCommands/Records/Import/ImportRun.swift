// `pm NOUN import FILE` for every record: open, check, write, tell.
import PMCore
import PMFormat
import PMStore

extension Context {
  /// Imports a file into the table of `record`, in one transaction.
  ///
  /// Bad rows are told all at once and nothing is written, unless the options say to keep going.
  mutating func importFile(
    _ path: String, into record: RecordType, _ options: ImportOptions, verb: String = "import",
    hooks: ImportHooks? = nil
  ) throws {
    let settings = try openForReading().settings()
    let map = try options.map.map {
      try ImportMap(path: input(at: $0, canBeSent: false), for: record, zone: settings.zone)
    }
    if let map { hooks?.mapped?(map) }
    var options = options
    options.constants = map?.constants(overriddenBy: options.constants) ?? options.constants
    if let rejects = options.rejects { try refuseReplacing(rejects, reading: path) }
    let source = try ImportSource.open(
      path: input(at: path), input, options, map: map, record: record)
    let read = source.origin?.file?.text.encoding ?? source.text.encoding
    if read != .utf8 {
      note(
        Words(
          "\(source.name): read as \(read.rawValue)", zh: "\(source.name)：按 \(read.rawValue) 读入"))
    }
    for doubt in source.origin?.doubts ?? [] { warn(doubt) }
    if let skipped = source.origin?.skipped, skipped > 0 {
      note(
        Words(
          "\(source.name): the map left out \(counted(skipped, "row"))",
          zh: "\(source.name)：按映射跳过 \(skipped) 行"))
    }
    try importRows(of: source, into: record, options, settings, verb: verb, hooks: hooks ?? record.importHooks)
  }

  /// Imports rows that a command has put together.
  mutating func importRows(
    of source: ImportSource, into record: RecordType, _ options: ImportOptions,
    _ settings: Settings, verb: String, hooks: ImportHooks
  ) throws {
    let hooks = try hooks.standing(for: record, actor: actor, zone: settings.zone, at: try eventTime())
      .storingNames(in: record, openForReading())
    let work = try RecordImport(
      record, source, options, settings, today: try today(),
      clock: try importClock(), reasonsIn: options.rejects == nil ? nil : language, hooks: hooks,
      progress: source.isTyped ? .silent : progress())
    do {
      try importRows(by: work, verb, hooks)
    } catch {
      // Who is meant by a phone is told by what is refused, and by what is not.
      try recordComparison(by: work)
      throw error
    }
  }

  private mutating func importRows(by work: RecordImport, _ verb: String, _ hooks: ImportHooks) throws {
    let options = work.options
    try work.check(openForReading())
    if !work.findings.isEmpty {
      if !options.keepGoing, work.asksStoredRows { try lookFurther(work) }
      guard options.keepGoing else { throw try refusal(work) }
      work.leaveOut()
    }
    doubts.add(work.findings.doubts)
    let digest = InputDigest(of: (work.source.origin?.file ?? work.source).text)
    try write(trustsReferences: true) { context, database in
      let counts = try context.writeRows(of: work, to: database)
      context.inputDigest = digest.hex
      context.tell(counts, of: work, verb, hooks)
      if context.common.dryRun || work.findings.rows > 0 { try context.recordComparison(by: work) }
    }
    if work.findings.rows > 0 { try tellRefused(work) }
  }

  /// Writes the rows that may be; those that only writing finds at fault are left out where asked.
  private mutating func writeRows(of work: RecordImport, to database: Database) throws -> ImportCounts {
    let entry = try database.entry
    var left = work.findings.rows
    var counts = try work.write(database, entry: entry)
    while !work.findings.isEmpty {
      let refused = work.findings.rows
      guard work.options.keepGoing, refused > left else { throw try refusal(work) }
      left = refused
      // Begin again without them.
      try database.startAgain()
      // The fence was raised in what was undone.
      try admit(to: database, toWrite: true)
      work.leaveOut()
      counts = try work.write(database, entry: entry)
      hasChanged = counts.hasChanged
    }
    if work.options.mustBeNew, counts.main.created == 0 {
      throw Failure.refused(
        "exists",
        Words("somebody has just added this \(work.record.name)", zh: "该\(work.record.title.zh)刚被他人新增"),
        hint: Words("change it with pm \(work.record.name) set", zh: "修改请用 pm \(work.record.name) set"))
    }
    return counts
  }

  /// Says what was written, and what of it somebody should know.
  private mutating func tell(
    _ counts: ImportCounts, of work: RecordImport, _ verb: String, _ hooks: ImportHooks
  ) {
    for words in hooks.said?() ?? [] { note(words) }
    for words in (hooks.warned?() ?? []) + work.payingTwice + work.vacantHomes { warn(words) }
    var told = [
      ("created", counts.main.created), ("updated", counts.main.updated),
      ("unchanged", counts.main.unchanged), ("rejected", work.findings.rows),
    ]
    if counts.main.skipped > 0 { told.append(("skipped", counts.main.skipped)) }
    told += counts.ofParts
    told += hooks.told?() ?? []
    summary(verb, told)
  }

  /// Tells which rows were left out, also where they cannot be written down.
  private mutating func tellRefused(_ work: RecordImport) throws {
    findings.add(work.findings.told)
    do {
      try writeRejects(of: work)
    } catch  where hasCommitted {
      standing = Words(
        "the good rows are imported; import the same file again to have the refused ones written: what is kept already changes nothing",
        zh: "正确的行已导入；请重新导入同一文件以写出被拒的行，已导入的行不会重复")
      throw error
    }
  }

  /// Finds what is wrong with the good rows of a file that is refused for others, too: they are
  /// written, looked at and rolled back.
  private mutating func lookFurther(_ work: RecordImport) throws {
    struct Seen: Error {}
    work.leaveOut()
    do {
      try write { context, database in
        _ = try work.write(database, entry: database.entry)
        throw Seen()
      }
    } catch let kept as KeptRequest {
      throw kept
    } catch {
      // Where nothing can be written, the findings so far are what there is to say.
      try Interruption.check()
    }
  }

  /// All findings of a file of which nothing was imported.
  mutating func refusal(_ work: RecordImport) throws -> Failure {
    var failure =
      work.source.isTyped
      ? Failure(.badData, "refused", Words("nothing was written", zh: "未写入任何数据"))
      : refusal(ofRows: work)
    failure.findings = work.findings.told
    if failure.findings.first.contains(where: { $0.code == "outside-scope" }) { failure.exit = .notPermitted }
    failure.warnings = work.findings.doubts
    do {
      try writeRejects(of: work)
    } catch {
      findings.add(failure.findings)
      throw error
    }
    return failure
  }

  private func refusal(ofRows work: RecordImport) -> Failure {
    let count = work.findings.rows
    return Failure(
      .badData, "rows-refused",
      Words(
        "\(counted(count, "row")) refused, nothing was imported",
        zh: "\(count) 行有误，未导入任何数据"),
      hint: work.options.rejects == nil
        ? Words(
          "mend the file, or import the good rows with --keep-going --rejects FILE",
          zh: "请改正文件，或用 --keep-going --rejects FILE 先导入正确的行") : nil,
      at: Place(file: work.source.name))
  }

  /// The refused rows as they came, with line and reason, in a file that imports again once mended.
  private func writeRejects(of work: RecordImport) throws {
    guard let path = work.options.rejects else { return }
    work.forgetRows()
    let buffer = ByteBuffer(to: try file(path, isPrivate: true))
    var shape = OutputOptions()
    shape.excel = common.excel
    try Rejects(work, isForExcel: common.excel)
      .write(to: OutputFormat.csv.sink(to: buffer, options: shape))
    try buffer.close()
  }
}
