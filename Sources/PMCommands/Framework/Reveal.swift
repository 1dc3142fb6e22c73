// Showing personal data leaves an entry in the journal that says whose.
import PMCore
import PMStore

/// The rows whose masked data somebody saw whole or searched by: how many, and their codes if they are few.
struct SeenRows {
  /// At most so many are named.
  static let named = 20

  /// Nil if the arguments name them already.
  private(set) var count: Int?
  private var codes: [String] = []

  /// What the journal adds to the arguments; nothing if there are too many to name. Masked, since a code
  /// may be somebody's telephone.
  var text: String {
    codes.isEmpty || (count ?? 0) > Self.named
      ? "" : " [" + codes.map { maskedPersons($0) }.joined(separator: " ") + "]"
  }

  /// The rows that the arguments name.
  init() {}

  /// Reads the rows of a query, by those parts of their keys that are not personal.
  init(_ query: RecordQuery, _ database: Database, _ zone: Zone) throws {
    try add(query, database, zone)
  }

  /// The rows that an import compared with what its file says of people.
  init(_ compared: ComparedRows, _ database: Database, _ zone: Zone) throws {
    count = compared.count
    if compared.count > Self.named { return }
    count = 0
    for (record, rows) in compared.rows {
      try add(RecordQuery(rows: rows.sorted(), of: record), database, zone)
    }
  }

  private mutating func add(_ query: RecordQuery, _ database: Database, _ zone: Zone) throws {
    var query = query
    var count = count ?? 0
    defer { self.count = count }
    query.columns = query.record.key.compactMap { query.record.column($0) }
    let naming = query.columns.indices.filter { query.columns[$0].namesSubjects }
    var rows = try query.prepare(database)
    while try rows.step() {
      count += 1
      if count > Self.named || naming.isEmpty { continue }
      codes.append(
        naming.map { query.columns[$0].text(rows.value($0), zone, reveals: false, .english) }.joined(separator: ","))
    }
  }
}

/// The stored rows whose personal data an import compared with that of its file.
struct ComparedRows {
  private(set) var rows: [(record: RecordType, ids: Set<Int64>)] = []

  var count: Int { rows.reduce(0) { $0 + $1.ids.count } }

  mutating func add(_ ids: Set<Int64>, of record: RecordType) {
    if let place = rows.firstIndex(where: { $0.record.name == record.name }) {
      rows[place].ids.formUnion(ids)
    } else {
      rows.append((record, ids))
    }
  }
}

extension RecordQuery {
  /// These rows of a record.
  init(rows: [Int64], of record: RecordType) {
    self.init(record, columns: [])
    condition = ("t.id IN (SELECT value FROM json_each(?1))", [.list(rows)])
  }
}

extension Context {
  /// Whether personal columns and free texts are shown whole: --reveal was typed, and there are such columns.
  ///
  /// The journal gets its entry before anything is shown.
  ///
  /// - Parameter rows: the rows shown; nil if the arguments name them.
  mutating func mayReveal(_ columns: [Column], of rows: @autoclosure () throws -> RecordQuery? = nil) throws -> Bool {
    guard common.reveal, columns.contains(where: { $0.kind.mask != nil }) else { return false }
    try recordAccess(to: rows())
    return true
  }

  /// Whether texts outside of lists are shown whole; this, too, leaves an entry in the journal.
  mutating func mayReveal() throws -> Bool {
    if common.reveal { try recordAccess(to: nil) }
    return common.reveal
  }

  /// Records in the journal that personal data was compared, and which rows were found: enough such
  /// questions would find out a whole number.
  mutating func recordComparison(in query: RecordQuery) throws {
    if !query.filters.contains(where: \.comparesPersonal) { return }
    if common.dryRun { throw Failure.unrecorded("a comparison with personal data", "按个人信息筛选") }
    // A whole number may be looked up wherever rows are shared; a search by digits would find numbers out.
    if query.filters.contains(where: { $0.comparesPersonal && !$0.column.isPersonal }) { try keepToOwn() }
    try recordAccess(to: query)
  }

  /// Applies the rule of --where to options whose values are compared with texts of records: a personal
  /// number in such a value asks for what is masked, and is recorded.
  mutating func recordComparisons(_ arguments: Arguments) throws {
    let asked = spec.options.first { option in
      option.isCompared && arguments.texts(option.name).contains { maskedPersons($0) != $0 }
    }
    guard let asked else { return }
    try openForReading()
    if authority?.may(.reveal) != true { throw Failure.comparesPersonal(option: asked.name) }
    if common.dryRun { throw Failure.unrecorded("a comparison with personal data", "按个人信息筛选") }
    try keepToOwn()
    try recordAccess(to: nil)
  }

  /// Notes for the journal which rows an import compared with its file, if its own entry does not say so.
  mutating func recordComparison(by work: RecordImport) throws {
    guard let compared = work.compared else { return }
    seenRows = try SeenRows(compared, database, databaseZone())
  }

  /// Notes for the journal which rows are shown: in the entry of the write under way, else in an entry of
  /// its own, made before anything is shown.
  private mutating func recordAccess(to rows: RecordQuery?) throws {
    if hasRevealed { return }
    let (database, zone) = (try database, try databaseZone())
    seenRows = try rows.map { try SeenRows($0, database, zone) } ?? SeenRows()
    if !isWriting { try recordSeen() }
    hasRevealed = true
  }

  /// Writes the entry for rows that were shown if no entry of a change has it: nothing was changed, or
  /// the change was refused or only tried.
  ///
  /// The entry is apart from the command's own work: it has none of its counts, does not answer the
  /// request's key, and does not count as a change before a refusal.
  mutating func recordSeen() throws {
    if seenRows == nil { return }
    let state = (request, inputDigest, common.dryRun, hasChanged, summaries, hasCommitted)
    (request, inputDigest, common.dryRun, summaries) = (nil, nil, false, [])
    defer { (request, inputDigest, common.dryRun, hasChanged, summaries, hasCommitted) = state }
    try transact { context, _ in context.hasChanged = true }
    // In a stream the connection is fenced to write by now, and the command may go on to read.
    if shared != nil { try openForReading() }
  }
}

extension RecordFilter {
  /// Whether its answer would give masked data away.
  fileprivate var comparesPersonal: Bool {
    if column.isPersonal { return true }
    guard case .text(let text) = value else { return false }
    return Self.asksForNumbers(column, operation, text)
  }

  /// Whether a comparison with free text asks for what is masked in it. A search by digits could find a
  /// number out; equality with a text that holds no number cannot match a row that hides one.
  static func asksForNumbers(_ column: Column, _ operation: Operation, _ value: String) -> Bool {
    if !column.isProse { return false }
    if operation == .equal || operation == .notEqual { return maskedPersons(value) != value }
    return value.unicodeScalars.contains { $0.properties.numericType == .decimal }
  }
}

extension Failure {
  /// The refusal of an option whose value holds a personal number.
  fileprivate static func comparesPersonal(option: String) -> Failure {
    Failure(
      .notPermitted, "personal-column",
      Words(
        "--\(option): nothing can be chosen by the number of somebody: what there is would tell what is masked",
        zh: "--\(option)：不能按个人号码筛选：筛选结果会泄露被遮盖的内容"),
      hint: Words(
        "that takes a role that may --reveal (pm help roles)", zh: "需要有权 --reveal 的角色（见 pm help roles）"))
  }

  /// The refusal of --dry-run for what must leave an entry in the journal.
  static func unrecorded(_ what: String, _ zh: String) -> Failure {
    usage(
      "reveal-dry-run", Words("\(what) is recorded, and cannot be tried", zh: "\(zh)须留痕，不能试运行"),
      hint: Words("leave --dry-run out", zh: "请去掉 --dry-run"))
  }
}
