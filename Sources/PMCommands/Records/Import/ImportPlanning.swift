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
  /// Personal columns of an owner whom the file has no column to name: they go nowhere.
  let nameless: [PlannedColumn]

  /// Columns that the rejects file adds; an import passes over them.
  static let rejectColumns = ["_line", "_reason"]

  /// Where the cells of a column come from, by its name.
  private typealias Sources = [String: PlannedColumn.Source]

  /// - Parameters:
  ///   - line: the line of the headings in the file.
  ///   - settings: say how a room code is composed where the file has none.
  init(
    _ record: RecordType, headings: [String], line: Int?, source: ImportSource,
    options: ImportOptions, settings: Settings
  ) throws {
    self.headings = headings
    let known = Self.columns(of: record)
    let constants = CellContext(
      zone: settings.zone, isStrict: options.strict, placeholders: settings.placeholders)
    var sources: Sources = [:]
    for (name, field) in try HeadingMatch(headings, known, of: record, line: line, source, options).fields() {
      sources[name] = .field(field)
    }
    for (column, cell) in try Self.constants(options, known, constants) {
      if sources[column.name] != nil {
        throw Failure.usage(
          "contradiction",
          Words(
            "--constant \(column.name): the file has a column \(column.name) of its own",
            zh: "--constant \(column.name)：文件中已有 \(column.name) 列"))
      }
      sources[column.name] = .constant(cell)
    }
    if record.name == "room", sources["code"] == nil,
      let parts = Self.composition(settings.roomCodePattern, sources)
    {
      sources["code"] = .composed(parts)
    }
    let carried = record.columns.filter { $0.isStored && !$0.isManaged }
    main = ImportPlan(
      record: record,
      columns: carried.compactMap { column in
        sources[column.name].map { PlannedColumn(column, $0) }
      },
      isGuarded: source.isGuarded, constants: constants)
    var parts: [ImportPlan] = []
    var mayRepeat = false
    var nameless: [PlannedColumn] = []
    for part in record.parts {
      let presence = part.presence.compactMap { name -> Int? in
        if case .field(let field)? = sources[name] { return field }
        return nil
      }
      if presence.isEmpty {
        nameless += Self.plan(part, of: main, sources, [], source.isGuarded, constants).columns
          .filter { $0.column.isPersonal && $0.field != nil }
        continue
      }
      mayRepeat = mayRepeat || part.repeatsCarrier
      parts.append(Self.plan(part, of: main, sources, presence, source.isGuarded, constants))
    }
    self.parts = parts
    self.nameless = nameless
    mainMayRepeat = mayRepeat
    try Self.requireColumns(of: main, source: source)
  }

  /// The columns that a file of this record may have, those of its parts included.
  static func columns(of record: RecordType) -> [Column] {
    var known = record.columns.filter { $0.isStored && !$0.isManaged }
    for part in record.parts {
      for (_, source) in part.sources {
        guard case .column(let column) = source,
          !known.contains(where: { $0.name == column.name })
        else { continue }
        known.append(column)
      }
    }
    return known
  }

  private static func plan(
    _ part: RecordPart, of main: ImportPlan, _ sources: Sources, _ presence: [Int],
    _ isGuarded: Bool, _ constants: CellContext
  ) -> ImportPlan {
    let record = part.record()
    var columns: [PlannedColumn] = []
    for (name, source) in part.sources {
      guard let column = record.column(name) else { continue }
      switch source {
      case .column(let own):
        if name == "code" || (name == "customer" && own.name == Room.ownerCode.name) {
          // The owner's code may be missing; the command finds or makes it.
          var field: Int?
          if case .field(let place)? = sources[own.name] { field = place }
          columns.append(PlannedColumn(column, .supplied(field), nameInFile: own.name))
        } else if let source = sources[own.name] {
          columns.append(PlannedColumn(column, source, nameInFile: own.name))
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
    return ImportPlan(
      record: record, columns: columns, presence: presence, isGuarded: isGuarded,
      constants: constants)
  }

  /// The columns that have the same value in each row, as the command line says.
  private static func constants(
    _ options: ImportOptions, _ columns: [Column], _ context: CellContext
  ) throws -> [(Column, Cell)] {
    let names = HeaderNames(columns)
    return try options.constants.map { name, value in
      guard let index = names[name] else {
        throw Failure.unknown(
          "unknown-column",
          Words("--constant: unknown column \"\(name)\"", zh: "--constant：未知的列“\(name)”"),
          word: name, among: names.names)
      }
      let column = columns[index]
      let cell = withBytes(of: value) { bytes in
        bytes.trimmed.count == 0 ? Cell.null : column.kind.parse(context.keep(bytes.trimmed), context)
      }
      if case .bad(let fault) = cell {
        let shown = column.repeated(value).map { "\"\($0)\" " } ?? ""
        throw Failure(
          .usage, fault.code,
          Words(
            "--constant \(column.name): \(shown)\(fault.words.en)",
            zh: "--constant \(column.name)：\(shown)\(fault.words.zh)"),
          hint: withBytes(of: value) { column.kind.remedy(fault, $0) } ?? fault.remedy)
      }
      // Kinds hand out bytes of their own as well as those given: keep whatever it is.
      if case .text(let bytes) = cell { return (column, .text(context.keep(bytes))) }
      return (column, cell)
    }
  }

  private static func requireColumns(of plan: ImportPlan, source: ImportSource) throws {
    let missing = plan.record.key.filter { name in
      plan.record.column(name).map { $0.isRequired } == true && plan.slot(of: name) == nil
    }
    if missing.isEmpty { return }
    if source.isTyped {
      let names = missing.joined(separator: ", ")
      throw Failure(
        .badData, "missing-column",
        Words(
          "\("aeiou".contains(plan.record.name.prefix(1)) ? "an" : "a") \(plan.record.name) needs \(names)",
          zh: "\(plan.record.title.zh)需要 \(names)"),
        hint: Words(
          "give " + missing.map { $0 + "=…" }.joined(separator: " "),
          zh: "请填写 " + missing.map { $0 + "=…" }.joined(separator: " ")))
    }
    throw Failure(
      .badData, "missing-column",
      Words(
        "no column for \(missing.joined(separator: ", "))",
        zh: "缺少列 \(missing.joined(separator: "、"))"),
      hint: Words(
        "columns: pm \(plan.record.name) columns; title lines above the header: --header-row N",
        zh: "列名见 pm \(plan.record.name) columns；标题行上方另有说明行时用 --header-row N"),
      at: Place(file: source.name))
  }

  /// The pieces of `{building}-{unit}-{number}`, or nil where the file has no number.
  private static func composition(_ pattern: String, _ sources: Sources) -> [ComposedPart]? {
    var parts: [ComposedPart] = []
    var hasNumber = false
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{") {
      let literal = Array(rest[..<open].utf8)
      rest = rest[rest.index(after: open)...]
      guard let close = rest.firstIndex(of: "}") else { break }
      let name = String(rest[..<close])
      switch sources[name] {
      case .field(let field)?:
        parts.append(ComposedPart(literal: literal, source: .field(field)))
        hasNumber = hasNumber || name == "number"
      case .constant(.text(let bytes))?:
        parts.append(ComposedPart(literal: literal, source: .constant(Array(bytes))))
      default: break
      }
      rest = rest[rest.index(after: close)...]
    }
    return hasNumber ? parts : nil
  }
}
