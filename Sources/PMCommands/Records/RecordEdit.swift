// `pm NOUN add FIELD=VALUE…` and `pm NOUN set CODE FIELD=VALUE…`: one record by hand.
import PMCore
import PMFormat
import PMStore

/// The add and set verbs of one record type: an import of one row.
struct RecordEdit {
  let record: RecordType
  static let fields = Argument(
    "FIELD=VALUE",
    Words(
      "A column (pm NOUN columns lists them) and its value; an empty value clears it.",
      zh: "列（见 pm NOUN columns）与值；空值为清除。"), .oneOrMore)

  var add: AnyCommand {
    AnyCommand(
      CommandSpec(
        "\(record.name) add", Words("Add one \(record.name).", zh: "新增一条\(record.title.zh)。"),
        arguments: [Self.fields], options: [ImportOptions.strict],
        examples: ["pm \(record.name) add " + example], changes: true)
    ) { arguments, context in
      let words = arguments.all(Self.fields)
      try context.writeRow(of: record, try Self.pairs(words), verb: "add", isNew: true, arguments)
    }
  }

  var set: AnyCommand {
    AnyCommand(
      CommandSpec(
        "\(record.name) set", Words("Change one \(record.name).", zh: "修改一条\(record.title.zh)。"),
        arguments: [RecordShow.code, Self.fields], options: [ImportOptions.strict],
        examples: ["pm \(record.name) set \(record.keyExample) " + change], changes: true)
    ) { arguments, context in
      try change(arguments, &context)
    }
  }

  /// Changes the record that the arguments name.
  func change(_ arguments: Arguments, _ context: inout Context) throws {
    let code = try arguments.require(RecordShow.code)
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let row = try database.row(of: record, code: code, zone: zone)
    let pairs = try Self.pairs(arguments.all(Self.fields))
    try refuseKeys(pairs)
    if Self.ofPeople.contains(record.name) {
      try context.requireColleague(in: pairs, ofRow: row, record, database)
    }
    let keys =
      record.key.count == 1 ? [code] : code.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    try context.writeRow(
      of: record, zip(record.key, keys).map { ($0, $1) } + pairs, verb: "set", isNew: false,
      arguments)
  }

  private func refuseKeys(_ pairs: [(String, String)]) throws {
    let names = HeaderNames(record.columns)
    for (name, _) in pairs {
      guard let column = names[name].map({ record.columns[$0] }), record.key.contains(column.name)
      else { continue }
      throw Failure.refused(
        "key-given",
        Words(
          "\(column.name) cannot be changed: the \(record.name) is known by it",
          zh: "\(column.zh)是\(record.title.zh)的键，不能修改"),
        hint: Words("leave \(name)=… out", zh: "请去掉 \(name)=…"))
    }
  }

  /// Records that are of a person where they are of no ticket.
  private static let ofPeople: Set = [WorkLog.record.name, Nonconformity.record.name]

  private var example: String {
    // What lets somebody in is not required, and is what staff is added for.
    if record.name == "staff" { return "code=… name=… login=… roles='clerk service' scope=…" }
    let required = record.columns.filter { $0.isRequired && $0.isStored && !$0.isManaged }.map(\.name)
    return (required.isEmpty ? record.key : required).map { "\($0)=…" }.joined(separator: " ")
  }

  private var change: String {
    let column = record.columns.first { !record.key.contains($0.name) && !$0.isFixed && $0.isStored }
    return "\(column?.name ?? "note")=…"
  }

  static func pairs(_ words: [String]) throws -> [(String, String)] {
    try words.map { word in
      guard let equals = word.firstIndex(of: "=") else {
        // Most of all a value whose column was forgotten, or parted from it by something else.
        let word = maskedPersons(word)
        throw Failure.usage(
          "not-a-field", Words("\"\(word)\" is no FIELD=VALUE", zh: "“\(word)”不是 FIELD=VALUE"))
      }
      return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }
  }
}

extension Context {
  /// Writes one row given as columns and values.
  mutating func writeRow(
    of record: RecordType, _ pairs: [(String, String)], verb: String, isNew: Bool,
    _ arguments: Arguments
  ) throws {
    let settings = try openForReading().settings()
    var options = ImportOptions()
    options.strict = arguments[ImportOptions.strict]
    options.mustBeNew = isNew
    var pairs = pairs
    if isNew {
      try refuseExisting(record, pairs)
      pairs += unsaid(record, pairs)
    }
    let source = try ImportSource(typed: pairs.map(\.0), [pairs.map(\.1)])
    try importRows(of: source, into: record, options, settings, verb: verb, hooks: record.importHooks)
  }

  /// The columns that rules read and that were not given, empty: in a new record that is what
  /// they are, and a rule is only asked where all of its columns are there.
  private func unsaid(_ record: RecordType, _ pairs: [(String, String)]) -> [(String, String)] {
    let names = HeaderNames(record.columns)
    let said = Set(pairs.compactMap { pair in names[pair.0].map { record.columns[$0].name } })
    return Set(record.rules.flatMap(\.columns)).subtracting(said).sorted().map { ($0, "") }
  }

  private mutating func refuseExisting(_ record: RecordType, _ pairs: [(String, String)]) throws {
    let names = HeaderNames(record.columns)
    let values = record.key.map { key in
      pairs.first { pair in names[pair.0].map { record.columns[$0].name == key } ?? false }?.1 ?? ""
    }
    let code = values.joined(separator: ",")
    let database = try openForReading()
    let zone = try databaseZone()
    let isSeen = try database.knownRow(of: record, code: code, zone: zone) != nil
    guard try isSeen || database.isTakenElsewhere(record, code: code, zone: zone) else { return }
    if isSeen, let moment = record.key.last, record.column(moment)?.kind is InstantKind {
      throw Failure.refused(
        "exists", Words("\(record.name) \"\(code)\" exists already", zh: "\(record.title.zh)“\(code)”已存在"),
        hint: Words(
          "another one of the same minute: \(moment) with its seconds; to change this one: pm \(record.name) set",
          zh: "同一分钟的另一条请在 \(moment) 中写明秒数；修改此条请用 pm \(record.name) set"))
    }
    throw Failure.refused(
      "exists", Words("\(record.name) \"\(code)\" exists already", zh: "\(record.title.zh)“\(code)”已存在"),
      hint: isSeen
        ? Words("change it with pm \(record.name) set", zh: "修改请用 pm \(record.name) set")
        : Words("choose another code", zh: "请换一个编码"))
  }
}
