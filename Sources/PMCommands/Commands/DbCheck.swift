// `pm db check` and `pm db info`: whether the database is sound, and what is in it.
import PMCore
import PMFormat
import PMStore

/// `pm db check`: SQLite's integrity, the journal's chain, and the identities of the business.
enum DbCheck: Command {
  static let spec = CommandSpec(
    "db check",
    Words("Check that the database is sound.", zh: "检查数据库是否完好。"),
    examples: ["pm db check", "pm db check --format json"],
    notes: [
      Words(
        "One row a rule with the number of faults; each fault is said on standard error, and the exit status is 1.",
        zh: "每条规则一行，列出错误数；每个错误写到标准错误，退出码为 1。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    let language = context.language
    let sink = try context.sink([
      OutputField(name: "check", title: Words("check", zh: "检查")[language], kind: .text),
      OutputField(name: "meaning", title: Words("meaning", zh: "含义")[language], kind: .text),
      OutputField(name: "faults", title: Words("faults", zh: "错误数")[language], kind: .integer),
    ])
    try database.forEachCheck { check, findings in
      for finding in findings { context.findings.add(finding) }
      try sink.row([
        .text(check.name), .text(check.words[language]), .integer(Int64(findings.count)),
      ])
    }
  }
}

extension Database {
  /// Asks every rule in turn, and hands over what was found against each.
  ///
  /// Of a database of an earlier pm only what does not depend on the declarations of records.
  func forEachCheck(
    _ body: ((name: String, words: Words), [Finding]) throws -> Void
  ) throws {
    func against(_ name: String, _ check: String, _ words: Words) -> Finding {
      Finding(
        check, Words("\(name): not so: \(words.en)", zh: "\(name)：不符合：\(words.zh)"))
    }
    let isCurrent = try schemaVersion() == Database.schemaVersion
    for check in isCurrent ? Check.all : Check.ofAnyVersion {
      var findings: [Finding] = []
      try forEachFault(of: check) { findings.append(against($0, check.name, check.words)) }
      try body((check.name, check.words), findings)
    }
    if isCurrent {
      let closed = Words("What was closed is as it was closed", zh: "已结账的数据未变")
      try body(
        ("closing-digest", closed),
        changedClosings().map { against($0, "closing-digest", closed) })
      let keys = Words("Records are found by the code that they have", zh: "记录的键与编码一致")
      try body(("natural-keys", keys), changedKeys().map { against($0, "natural-keys", keys) })
    }
    let chain = Words("The journal is whole and in order", zh: "日志完整且有序")
    try body(("journal-chain", chain), journal.verify().map(\.finding))
  }
}

/// `pm db info`: what the database is and how much is in it.
enum DbInfo: Command {
  static let spec = CommandSpec(
    "db info", Words("What the database is, and how much is in it.", zh: "数据库概况。"),
    examples: ["pm db info"])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading(allowsOlder: true)
    let isCurrent = try database.schemaVersion() == Database.schemaVersion
    let settings = try database.settings()
    let head = try database.journal.head()
    var values: [(String, String)] = [
      ("schema_version", "\(try database.schemaVersion())"), ("title", settings["title"]),
      ("mode", settings["mode"]), ("zone", settings["zone"]), ("currency", settings["currency"]),
      (
        "bytes",
        "\(try database.scalar("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0)"
      ),
      ("journal_entries", "\(head.count)"), ("journal_head", head.hash),
    ]
    for record in Records.all where isCurrent {
      values.append(
        (record.name, "\(try database.scalar("SELECT count(*) FROM \(record.table)") ?? 0)"))
    }
    let language = context.language
    let sink = try context.sink([
      OutputField(name: "name", title: Words("name", zh: "项目")[language], kind: .plain),
      OutputField(name: "value", title: Words("value", zh: "内容")[language], kind: .plain),
    ])
    for (name, value) in values { try sink.row([.text(name), .text(value)]) }
  }
}

extension ChainFinding {
  /// What is wrong with the journal, for people.
  var finding: Finding {
    let words =
      switch fault {
      case .edited: Words("was changed after it was written", zh: "写入后被改动")
      case .unlinked: Words("does not follow the entry before it", zh: "与前一条不相接")
      case .historyEdited:
        Words("replaced other values than those kept", zh: "所存旧值与写入时不符")
      case .missing(let count):
        Words("has \(count) missing before it", zh: "之前缺少 \(count) 条")
      case .orphanedHistory(let count):
        Words(
          "is not there, but \(count) replaced values belong to it", zh: "不存在，却有 \(count) 条旧值属于它")
      case .truncated: Words("is not there: the journal was cut off", zh: "不存在：日志被截短")
      case .rebuilt: Words("has another hash than the one kept", zh: "的摘要与所存的不同")
      }
    return Finding(
      "journal-chain", Words("journal entry \(entry) \(words.en)", zh: "日志第 \(entry) 条\(words.zh)"))
  }
}
