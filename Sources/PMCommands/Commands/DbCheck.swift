// `pm db check`: whether the database is sound.
import Glibc
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
        zh: "每条规则一行，列出错误数；每个错误写到标准错误，退出码为 1。"),
      Words(
        "A rule has no number where a table that it reads is missing or altered. Tables, views and indexes that somebody added for his own work are named and left alone; a trigger or a UNIQUE index on a table of pm is a fault.",
        zh: "规则所读的表缺失或被改动时，错误数为空。自行添加的表、视图与普通索引只列出名称，不算错误；在 pm 的表上添加触发器或唯一索引则是错误。"),
    ], ends: [.findings, .notADatabase])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading(evenDamaged: true)
    context.warnOfReaders()
    let language = context.language
    let sink = try context.sink([
      context.column("check", "检查", .text),
      context.column("meaning", "含义", .text),
      context.column("faults", "错误数", .integer),
    ])
    var besides: [String] = []
    try database.forEachCheck(besides: { besides = $0 }) { check, findings in
      for finding in findings ?? [] { context.findings.add(finding) }
      try sink.row([
        .text(check.name), .text(check.words[language]),
        findings.map { .integer(Int64($0.count)) } ?? .null,
      ])
    }
    if !besides.isEmpty {
      let list = besides.joined(separator: ", ")
      context.note(
        Words("not pm's own, and left alone: \(list)", zh: "非 pm 所建，不作检查：\(list)"))
    }
  }
}

extension Context {
  /// Warns of a database that others than its owner can get at by the file's mode.
  func warnOfReaders() {
    let path = common.database
    let open = ["", "-wal", "-journal"].map { path + $0 }.filter { name in
      var status = stat()
      return stat(name, &status) == 0 && status.st_mode & 0o077 != 0
    }
    if open.isEmpty { return }
    let names = open.map(shellWord).joined(separator: " ")
    warn(
      Finding(
        "open-to-others",
        Words("others than its owner may get at \(path)", zh: "所有者以外的用户可访问 \(path)"),
        hint: Words(
          "the file's mode is what keeps them out: chmod go= \(names)",
          zh: "文件权限才是安全边界：chmod go= \(names)")))
  }
}

extension Database {
  /// Asks every rule in turn, and hands over what was found against each; nil where tables that the
  /// rule reads are not there.
  ///
  /// Of a database of an earlier pm only what does not depend on the declarations of records.
  ///
  /// - Parameter besides: gets what stands in the schema without being pm's.
  func forEachCheck(
    besides: ([String]) -> Void = { _ in },
    _ body: ((name: String, words: Words), [Finding]?) throws -> Void
  ) throws {
    let isCurrent = try schemaVersion() == Database.schemaVersion
    var isWhole = true
    /// Asks one rule, whose statements fail where the schema is not what they were written for.
    func ask(_ name: String, _ words: Words, _ find: (_ against: (String) -> Finding) throws -> [Finding]) throws {
      var found: [Finding]?
      do {
        found = try find { fault in
          Finding(
            name, Words("\(fault): not so: \(words.en)", zh: "\(fault)：不符合：\(words.zh)"))
        }
      } catch let error as StoreError where !isWhole && error.lacksSchema {}
      try body((name, words), found)
    }
    if isCurrent {
      let schema = try schemaFaults()
      isWhole = schema.faults.isEmpty
      besides(schema.besides)
      try ask("schema", Words("The tables are those that this pm makes", zh: "表结构与本程序所建一致")) {
        _ in schema.faults.map(\.finding)
      }
    }
    for check in isCurrent ? Check.all : Check.ofAnyVersion {
      try ask(check.name, check.words) { against in
        var findings: [Finding] = []
        try forEachFault(of: check) { findings.append(against($0)) }
        return findings
      }
    }
    if isCurrent {
      try ask("values", Words("Each value is one that its column takes", zh: "每个值都为其列所允许")) {
        try refusedValues().map($0)
      }
      try ask("closing-digest", Words("What was closed is as it was closed", zh: "已结账的数据未变")) {
        try changedClosings().map($0)
      }
      try ask("natural-keys", Words("Records are found by the code that they have", zh: "记录的键与编码一致")) {
        try changedKeys().map($0)
      }
    }
    try ask("journal-chain", Words("The journal is whole and in order", zh: "日志完整且有序")) {
      _ in try journal.verify().map(\.finding)
    }
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
        Words(
          "replaced other values, or made other moves of tickets, than those kept",
          zh: "所存旧值或工单流转与写入时不符")
      case .missing(let count):
        Words("has \(count) missing before it", zh: "之前缺少 \(count) 条")
      case .orphanedHistory(let count):
        Words(
          "is not there, but \(count) replaced values or moves of tickets belong to it",
          zh: "不存在，却有 \(count) 条旧值或工单流转属于它")
      case .truncated:
        Words(
          "is not there: entries are missing at the end, cut off or gone with a restore",
          zh: "不存在：日志末尾缺少条目，被截短或因恢复备份而失去")
      case .rebuilt:
        Words(
          "has another hash than the one kept: the journal was rebuilt, or a backup restored",
          zh: "的摘要与所存的不同：日志被重建，或恢复过备份")
      }
    var hint: Words?
    if [.truncated, .rebuilt].contains(fault) {
      hint = Words(
        "what a restore replaced is kept as NAME.replaced-1, -2 …: pm audit verify --db NAME.replaced-1",
        zh: "恢复时被替换的数据库保留为 NAME.replaced-1、-2……：pm audit verify --db NAME.replaced-1")
    }
    return Finding(
      "journal-chain", Words("journal entry \(entry) \(words.en)", zh: "日志第 \(entry) 条\(words.zh)"),
      hint: hint)
  }
}

extension SchemaFault {
  /// What is wrong with the schema, for people.
  fileprivate var finding: Finding {
    let types = ["table": "表", "index": "索引", "trigger": "触发器", "view": "视图"]
    let (en, zh) = ("\(type) \(name)", "\(types[type] ?? type) \(name)")
    let words =
      switch fault {
      case .missing: Words("the \(en) is missing", zh: "缺少\(zh)")
      case .altered: Words("the \(en) is not as this pm makes it", zh: "\(zh)与本程序所建不符")
      case .foreign:
        Words("the \(en) is not pm's own, and changes what pm does", zh: "\(zh)非 pm 所建，且会影响 pm 的操作")
      }
    return Finding("schema", words)
  }
}

/// The name as a word of a shell command; plain ones stay as they are.
private func shellWord(_ name: String) -> String {
  let isPlain = name.utf8.allSatisfy { "/._-".utf8.contains($0) || $0 > 0x7F || isalnum(Int32($0)) != 0 }
  if isPlain { return name }
  return "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
