// Departments and people as records name them: free words, but a slip is pointed out.
import PMCore
import PMStore

extension Context {
  /// Warns of a department or a person that is none of those on record, where there are any; an
  /// escalation would not find its way up from a misspelt department. The one who acts is known.
  func warnOfStrangers(_ values: [TypedValue], _ database: Database) throws {
    for value in values where !value.text.isEmpty && value.text != actor {
      guard let named = value.column.named else { continue }
      let known = try database.names(of: named)
      if known.isEmpty || known.contains(value.text) { continue }
      warn(database.stranger(value.text, named, known))
    }
  }

  /// Refuses a person whom somebody kept to a part does not know, in a row that names no place and is
  /// of that person's: who works elsewhere is as unknown to him as who works nowhere.
  func requireColleague(in values: [TypedValue], _ database: Database) throws {
    if values.contains(where: { $0.column.isReference && $0.value != .null }) { return }
    if let value = values.first(where: { $0.column.named == .staff }) { try requireColleague(value.text, database) }
  }

  /// The same of columns that are set in a row of a record that can be of a ticket.
  func requireColleague(
    in pairs: [(String, String)], ofRow row: Int64, _ record: RecordType, _ database: Database
  ) throws {
    let names = HeaderNames(record.columns)
    guard let person = record.columns.firstIndex(where: { $0.named == .staff }),
      let name = pairs.last(where: { names[$0.0] == person })?.1,
      try database.scalar("SELECT 1 FROM \(record.table) WHERE id = ?1 AND ticket_id IS NULL", [.integer(row)]) != nil
    else { return }
    try requireColleague(name, database)
  }

  private func requireColleague(_ name: String, _ database: Database) throws {
    guard let fence = authority?.fence, !name.isEmpty, name != actor else { return }
    let known = try database.names(of: .staff)
    if known.contains(name) {
      if try fence.isColleague(name, database) { return }
      throw Failure(
        .notPermitted, "not-of-the-part",
        Words(
          "\(name) works for more than what you are kept to: what is written for them is not of it",
          zh: "“\(name)”的工作范围大于您的管辖范围：为其登记的记录不属于您的范围"),
        hint: Words(
          "name somebody of your part, or let somebody with a wider scope write it",
          zh: "请填写本范围内的人员，或由范围更大的人员登记"))
    }
    throw Failure.unknown(
      "unknown-staff", Words("there is no member of staff \"\(name)\"", zh: "没有员工“\(name)”"),
      word: name, among: known, exit: .notFound)
  }

  /// All that somebody or a department is called whom the command line calls `name`. Where nobody
  /// is, on record, among `others` or anywhere else at the desk, that is said: nothing would be found
  /// of a misspelt name.
  func names(sameAs name: String, or others: [String?], _ database: Database) throws -> Set<String> {
    let same = try database.names(sameAs: name)
    if same.count > 1 || others.contains(name) || name == actor { return same }
    let known = try database.names(of: .staff) + database.names(of: .department)
    let used = try known.contains(name) ? [name] : database.namesInUse()
    // Where nobody is on record a name is a slip only if there is one like it.
    if used.contains(name) || known.isEmpty && nearest(name, used).isEmpty { return same }
    warn(database.stranger(name, .either, known + used))
    return same
  }
}

extension Database {
  /// That nobody is called so, with the nearest names.
  fileprivate func stranger(_ name: String, _ named: Column.Named, _ known: [String]) -> Words {
    let translated = named == .severity ? Ticket.severities.first { $0.zh == name }?.value : nil
    let near = translated.map(didYouMean) ?? didYouMean(nearest(name, known))
    let name = maskedPersons(name)
    return Words(
      "\(name) is no known \(named.words.en)" + (near.map { "; " + $0.en } ?? ""),
      zh: "“\(name)”不是已有的\(named.words.zh)" + (near.map { "；" + $0.zh } ?? ""))
  }

  /// What is to be said of the names in the rows just written; of the actor's own nothing.
  fileprivate func strangers(in job: RecordJob, actor: String) throws -> [Words] {
    var found: [Words] = []
    let ids = job.touched.map(\.id)
    for planned in job.plan.columns {
      guard let named = planned.column.named else { continue }
      let known = try names(of: named)
      if known.isEmpty { continue }
      for (name, count) in try strangers(
        in: planned.column, of: job.plan.record, named, rows: ids) where name != actor
      {
        let words = stranger(name, named, known)
        found.append(
          count == 1
            ? words
            : Words("\(count) rows: \(words.en)", zh: "\(count) 行：\(words.zh)"))
      }
    }
    return found
  }
}

extension ImportHooks {
  /// These hooks, and a warning of the names in the rows written that nobody on record has.
  func pointingOutStrangers(in record: RecordType, actor: String) -> ImportHooks {
    guard record.columns.contains(where: { $0.named != nil }) else { return self }
    let warnings = Warnings()
    var hooks = self
    hooks.wantsTouched = true
    hooks.written = { [written] database, job, findings in
      try written?(database, job, findings)
      if findings.isEmpty {
        warnings.reset(to: try database.strangers(in: job, actor: actor))
      }
    }
    hooks.warned = { [warned] in (warned?() ?? []) + warnings.told }
    return hooks
  }
}
