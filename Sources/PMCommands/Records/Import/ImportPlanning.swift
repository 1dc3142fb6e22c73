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
    for (name, field) in try Self.match(headings, known, of: record, line, source, options) {
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

  /// What to do about a heading that is no column; `near` is the name that it may be.
  private static func remedy(_ near: String?) -> Words {
    guard let near else {
      return Words(
        "mend the heading, or pass over unknown columns with --ignore-unknown",
        zh: "请改正列名，或用 --ignore-unknown 忽略未知列")
    }
    return Words(
      "did you mean \(near)? Else pass over unknown columns with --ignore-unknown",
      zh: "是否为 \(near)？否则用 --ignore-unknown 忽略未知列")
  }

  /// Which field holds which column; unknown and repeated headings are refused together.
  private static func match(
    _ headings: [String], _ columns: [Column], of record: RecordType, _ line: Int?,
    _ source: ImportSource, _ options: ImportOptions
  ) throws -> [String: Int] {
    let names = HeaderNames(columns)
    let allNames = HeaderNames(record.columns)
    var fields: [String: Int] = [:]
    var findings = Findings()
    for (field, heading) in headings.enumerated() {
      if rejectColumns.contains(heading) || HeaderNames.plain(heading).isEmpty { continue }
      let place = Place(file: source.name, line: line, column: line == nil ? nil : field + 1)
      guard let index = names[heading] else {
        if options.ignoreUnknown || repeatsMoney(heading, headings, columns) { continue }
        if let index = allNames[heading], !record.columns[index].isStamp {
          let name = record.columns[index].name
          findings.add(
            Finding(
              "computed-column",
              Words("\(name) is worked out by pm and cannot be given", zh: "\(name) 由系统得出，不能填写"),
              hint: source.isTyped
                ? Words("leave it out", zh: "请去掉这一项")
                : Words(
                  "leave the column out, or pass over it with --ignore-unknown",
                  zh: "请去掉这一列，或用 --ignore-unknown 忽略"),
              at: source.isTyped ? nil : place))
          continue
        }
        // A file without a heading has somebody's data in its place.
        let shown = maskedNumbers(heading)
        let near = likely(
          heading, among: names.names + columns.flatMap { [$0.zh] + $0.aliases })
        findings.add(
          Finding(
            "unknown-column", Words("unknown column \"\(shown)\"", zh: "未知的列“\(shown)”"),
            hint: source.isTyped ? near.map(maybe) : remedy(near),
            at: source.isTyped ? nil : place))
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
    if !source.isTyped, !options.ignoreUnknown,
      let failure = wrongFile(headings, record, known: fields.count, source)
    {
      throw failure
    }
    // What stands in a file without a header is data, maybe personal: it is not repeated.
    if fields.isEmpty, !headings.isEmpty { throw noHeader(source, line) }
    guard findings.isEmpty else {
      throw Failure(
        .badData, "bad-header",
        source.isTyped
          ? Words("nothing was written", zh: "未写入任何数据")
          : Words("nothing was imported", zh: "未导入任何数据"),
        at: source.isTyped ? nil : Place(file: source.name), findings: findings)
    }
    return fields
  }

  /// The refusal of a file most of whose headings are those of another record; nil where it is none.
  private static func wrongFile(
    _ headings: [String], _ record: RecordType, known: Int, _ source: ImportSource
  ) -> Failure? {
    let count = headings.count { !HeaderNames.plain($0).isEmpty }
    if known * 2 > count { return nil }
    let others = Records.all.filter { $0.verbs.contains(.import) && $0.name != record.name }.map { other in
      let names = HeaderNames(columns(of: other))
      return (other, found: headings.count { names[$0] != nil })
    }
    guard let (other, found) = others.max(by: { $0.found < $1.found }), found > known, found * 2 > count else { return nil }
    return Failure(
      .badData, "wrong-file",
      Words(
        "\(known) of the \(count) headings are columns of \(record.name); \(found) are of \(other.name)",
        zh: "\(count) 个列名中 \(known) 个属于\(record.title.zh)，\(found) 个属于\(other.title.zh)"),
      hint: Words(
        "is it for pm \(other.name) import? Else mend the headings: pm \(record.name) columns",
        zh: "是否应用 pm \(other.name) import？否则请改正列名：pm \(record.name) columns"),
      at: Place(file: source.name))
  }

  /// Whether the heading is `amount_minor` beside the money column `amount`: JSON out of pm has both.
  private static func repeatsMoney(
    _ heading: String, _ headings: [String], _ columns: [Column]
  ) -> Bool {
    guard heading.hasSuffix("_minor") else { return false }
    let name = String(heading.dropLast(6))
    return headings.contains(name) && columns.contains { $0.name == name && $0.kind.shape == .money }
  }

  private static func noHeader(_ source: ImportSource, _ line: Int?) -> Failure {
    Failure(
      .badData, "no-header",
      Words("none of these cells is the heading of a column", zh: "这一行没有可识别的列名"),
      hint: Words(
        "the first line names the columns; title lines above it: --header-row N",
        zh: "首行应为列名；列名上方另有说明行时用 --header-row N"),
      at: Place(file: source.name, line: line))
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
        Words("\("aeiou".contains(plan.record.name.prefix(1)) ? "an" : "a") \(plan.record.name) needs \(names)", zh: "\(plan.record.title.zh)需要 \(names)"),
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
