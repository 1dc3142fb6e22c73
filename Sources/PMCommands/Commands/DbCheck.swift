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
    examples: ["pm db check", "pm db check --verbose"],
    notes: [
      Words(
        "Of a sound database nothing is said. Every fault is said on standard error, however many there are; the rules that were broken are shown with the number of their faults, and the exit status is 1. With --verbose all rules are shown.",
        zh: "数据库完好时不输出任何内容。每个错误都写到标准错误，数量不限；违反的规则连同错误数逐行列出，退出码为 1。加 --verbose 时列出全部规则。"),
      Words(
        "A rule has no number where a table that it reads is missing or altered. Tables, views and indexes that somebody added for his own work are named and left alone; a trigger or a UNIQUE index on a table of pm is a fault.",
        zh: "规则所读的表缺失或被改动时，错误数为空。自行添加的表、视图与普通索引只列出名称，不算错误；在 pm 的表上添加触发器或唯一索引则是错误。"),
    ], ends: [.findings, .notADatabase])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading(evenDamaged: true)
    context.warnOfReaders()
    let language = context.language
    let fields = [
      context.column("check", "检查", .text), context.column("meaning", "含义", .text),
      context.column("faults", "错误数", .integer),
    ]
    let showsAll = context.common.verbose
    // Whoever names a format or a file gets a table of it, if need be an empty one.
    let isAsked = showsAll || context.common.format != nil || context.common.output != nil
    var sink = isAsked ? try context.sink(fields) : nil
    var besides: [String] = []
    try database.forEachCheck(besides: { besides = $0 }, found: { context.tell($0) }) { check, faults in
      if faults == 0, !showsAll { return }
      let rows = try sink ?? context.sink(fields)
      sink = rows
      try rows.row([
        .text(check.name), .text(check.words[language]), faults.map { .integer(Int64($0)) } ?? .null,
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
  /// Asks every rule in turn, and hands over each fault as it is found.
  ///
  /// Of a database of an earlier pm only what does not depend on the declarations of records.
  ///
  /// - Parameters:
  ///   - besides: gets what stands in the schema without being pm's.
  ///   - asked: gets each rule with the number of its faults once it was asked; nil where tables that
  ///     it reads are not there.
  func forEachCheck(
    besides: ([String]) -> Void = { _ in }, found: (Finding) -> Void,
    asked: ((name: String, words: Words), Int?) throws -> Void = { _, _ in }
  ) throws {
    let isCurrent = try schemaVersion() == Database.schemaVersion
    var isWhole = true
    var rules: [AskedRule] = []
    if isCurrent {
      let schema = try schemaFaults()
      isWhole = schema.faults.isEmpty
      besides(schema.besides)
      rules.append(
        AskedRule(name: "schema", words: Words("The tables are those that this pm makes", zh: "表结构与本程序所建一致")) {
          for fault in schema.faults { $1(fault.finding) }
        })
    }
    rules += (isCurrent ? Check.all : Check.ofAnyVersion).map { check in
      AskedRule(check.name, check.words) { try $0.forEachFault(of: check, $1) }
    }
    if isCurrent { rules += AskedRule.besidesStatements }
    rules.append(AskedRule.chain)
    for rule in rules {
      var faults: Int? = 0
      do {
        try rule.find(self) { finding in
          found(finding)
          faults = faults.map { $0 + 1 }
        }
      } catch let error as StoreError where !isWhole && error.lacksSchema {
        // Its statements are not for tables like these.
        faults = nil
      }
      try asked((rule.name, rule.words), faults)
    }
  }
}

/// A rule as the command asks it.
private struct AskedRule: Sendable {
  let name: String
  let words: Words
  let find: @Sendable (Database, _ tell: (Finding) -> Void) throws -> Void

  init(name: String, words: Words, find: @escaping @Sendable (Database, _ tell: (Finding) -> Void) throws -> Void) {
    self.name = name
    self.words = words
    self.find = find
  }

  /// A rule whose faults are the names of what is at fault.
  init(
    _ name: String, _ words: Words,
    _ forEachName: @escaping @Sendable (Database, _ body: (String) throws -> Void) throws -> Void
  ) {
    self.init(name: name, words: words) { database, tell in
      try forEachName(database) { fault in
        tell(Finding(name, Words("\(fault): not so: \(words.en)", zh: "\(fault)：不符合：\(words.zh)")))
      }
    }
  }

  /// Those that one statement does not tell.
  static let besidesStatements = [
    AskedRule("values", Words("Each value is one that its column takes", zh: "每个值都为其列所允许")) {
      try $0.forEachRefusedValue($1)
    },
    AskedRule(
      "bill-blocks",
      Words("A line of a meter by blocks is what the blocks make of its quantity", zh: "阶梯抄表账单金额等于各阶梯按其数量所计之数")
    ) { try $0.forEachWrongTieredLine($1) },
    AskedRule(
      "late-fee",
      Words(
        "A late fee is what its bill had borne through its day, less what was posted before",
        zh: "违约金等于账单截至当日应计之数减去此前已计")
    ) { try $0.forEachWrongLateFee($1) },
    AskedRule(
      "ticket-clock",
      Words(
        "Due times count the minutes of a ticket's terms by its calendar, without its pauses",
        zh: "应完成时间按工单时限、工作日历计算，并扣除挂起时间")
    ) { try $0.forEachWrongDueTime($1) },
    AskedRule("closing-digest", Words("What was closed is as it was closed", zh: "已结账的数据未变")) {
      for period in try $0.changedClosings() { try $1(period) }
    },
    AskedRule("natural-keys", Words("Records are found by the code that they have", zh: "记录的键与编码一致")) {
      try $0.forEachChangedKey($1)
    },
  ]

  static let chain = AskedRule(
    name: "journal-chain", words: Words("The journal is whole and in order", zh: "日志完整且有序")
  ) { database, tell in
    for fault in try database.journal.verify() { tell(fault.finding) }
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
