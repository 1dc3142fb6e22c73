// From the headings of a file to the plans of the records that its rows carry.
import PMCore
import PMFormat

/// The plans for one file: the record itself, and the parts that its rows carry beside it.
struct FilePlan {
  let main: ImportPlan
  let parts: [ImportPlan]
  /// Whether the main record's key may repeat, because a part tells its rows apart.
  let mainMayRepeat: Bool
  let headings: [String]

  /// Columns that the rejects file adds; an import passes over them.
  static let rejectColumns = ["_line", "_reason"]

  /// - Parameter codePattern: how a room code is composed where the file has none.
  init(
    _ record: RecordType, headings: [String], source: String, options: ImportOptions,
    codePattern: String
  ) throws {
    self.headings = headings
    let carried = record.columns.filter { $0.isStored && !$0.isManaged }
    let partColumns = record.parts.flatMap { part in
      part.sources.compactMap { source -> Column? in
        guard case .column(let column) = source.source else { return nil }
        return carried.contains { $0.name == column.name } ? nil : column
      }
    }
    var known = carried
    for column in partColumns where !known.contains(where: { $0.name == column.name }) {
      known.append(column)
    }
    let fields = try Self.match(headings, known, source: source, options: options)
    let constants = CellContext()
    var planned = carried.compactMap { column in
      fields[column.name].map { PlannedColumn(column, .field($0)) }
    }
    if record.name == "room", fields["code"] == nil, let column = record.column("code"),
      let parts = Self.composition(codePattern, fields)
    {
      planned.insert(PlannedColumn(column, .composed(parts)), at: 0)
    }
    main = ImportPlan(record: record, columns: planned, constants: constants)
    var parts: [ImportPlan] = []
    var mayRepeat = false
    for part in record.parts {
      let presence = part.presence.compactMap { fields[$0] }
      if presence.isEmpty { continue }
      mayRepeat = mayRepeat || part.repeatsCarrier
      parts.append(Self.plan(part, of: main, fields, presence, constants))
    }
    self.parts = parts
    mainMayRepeat = mayRepeat
    try Self.requireColumns(of: main, source: source)
  }

  private static func plan(
    _ part: RecordPart, of main: ImportPlan, _ fields: [String: Int], _ presence: [Int],
    _ constants: CellContext
  ) -> ImportPlan {
    let record = part.record()
    var columns: [PlannedColumn] = []
    for (name, source) in part.sources {
      guard let column = record.column(name) else { continue }
      switch source {
      case .column(let own):
        if name == "code" || (name == "customer" && own.name == Room.ownerCode.name) {
          // The owner's code may be missing; the command finds or makes it.
          columns.append(PlannedColumn(column, .supplied(fields[own.name])))
        } else if let field = fields[own.name] {
          columns.append(PlannedColumn(column, .field(field)))
        }
      case .shared(let carrier):
        if let slot = main.slot(of: carrier) {
          columns.append(PlannedColumn(column, main.columns[slot].source))
        }
      case .constant(let text):
        let cell = column.kind.parse(constants.keep(text.utf8), constants)
        let isKey = record.key.contains(name)
        columns.append(PlannedColumn(column, .constant(cell), isCreateOnly: !isKey))
      }
    }
    return ImportPlan(record: record, columns: columns, presence: presence, constants: constants)
  }

  /// Which field holds which column; unknown and repeated headings are refused together.
  private static func match(
    _ headings: [String], _ columns: [Column], source: String, options: ImportOptions
  ) throws -> [String: Int] {
    let names = HeaderNames(columns)
    var fields: [String: Int] = [:]
    var findings = Findings()
    for (field, heading) in headings.enumerated() {
      if rejectColumns.contains(heading) || HeaderNames.plain(heading).isEmpty { continue }
      let place = Place(file: source, line: options.headerRow ?? 1, column: field + 1)
      guard let index = names[heading] else {
        if options.ignoreUnknown || repeatsMoney(heading, headings, columns) { continue }
        let near = suggestion(for: heading, among: names.names + columns.flatMap { [$0.zh] + $0.aliases })
        findings.add(
          Finding(
            "unknown-column", Words("unknown column \"\(heading)\"", zh: "未知的列“\(heading)”"),
            hint: near.map { Words("did you mean \($0)?", zh: "是否为 \($0)？") }
              ?? Words(
                "mend the heading, or pass over unknown columns with --ignore-unknown",
                zh: "请改正列名，或用 --ignore-unknown 忽略未知列"),
            at: place))
        continue
      }
      let name = columns[index].name
      if fields[name] != nil {
        findings.add(
          Finding(
            "repeated-column", Words("a second column for \(name)", zh: "\(name) 列重复"), at: place))
      }
      fields[name] = field
    }
    guard findings.isEmpty else {
      throw Failure(
        .badData, "bad-header",
        Words("\(source): nothing was imported", zh: "\(source)：未导入任何数据"), findings: findings)
    }
    return fields
  }

  /// Whether the heading is `amount_minor` beside the money column `amount`: JSON out of pm has both.
  private static func repeatsMoney(
    _ heading: String, _ headings: [String], _ columns: [Column]
  ) -> Bool {
    guard heading.hasSuffix("_minor") else { return false }
    let name = String(heading.dropLast(6))
    return headings.contains(name) && columns.contains { $0.name == name && $0.kind.shape == .money }
  }

  private static func requireColumns(of plan: ImportPlan, source: String) throws {
    let missing = plan.record.key.filter { name in
      plan.record.column(name).map { $0.isRequired } == true && plan.slot(of: name) == nil
    }
    if missing.isEmpty { return }
    throw Failure(
      .badData, "missing-column",
      Words(
        "\(source): no column for \(missing.joined(separator: ", "))",
        zh: "\(source)：缺少列 \(missing.joined(separator: "、"))"),
      hint: Words(
        "columns: pm \(plan.record.name) columns; title lines above the header: --header-row N",
        zh: "列名见 pm \(plan.record.name) columns；标题行上方另有说明行时用 --header-row N"))
  }

  /// The pieces of `{building}-{unit}-{number}`, or nil where the file has none of the columns.
  private static func composition(_ pattern: String, _ fields: [String: Int]) -> [ComposedPart]? {
    var parts: [ComposedPart] = []
    var literal = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{") {
      literal = String(rest[..<open])
      rest = rest[rest.index(after: open)...]
      guard let close = rest.firstIndex(of: "}") else { break }
      if let field = fields[String(rest[..<close])] {
        parts.append(.literal(Array(literal.utf8)))
        parts.append(.field(field))
      }
      rest = rest[rest.index(after: close)...]
    }
    return parts.isEmpty ? nil : parts
  }
}
