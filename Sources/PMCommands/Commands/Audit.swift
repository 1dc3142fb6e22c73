// `pm audit`: the journal of what was done, by whom and when.
import PMCore
import PMFormat
import PMStore

/// `pm audit list`: the entries of the journal.
enum AuditList: Command {
  static let ofCommand = Option(
    "command", "NAME", Words("Only entries of this command, such as \"bill run\".", zh: "只列此命令的条目，如 \"bill run\"。"))
  static let after = Option(
    "after", "N", Words("Only entries after number N.", zh: "只列第 N 条之后的条目。"), in: 0...Int(Int32.max))

  static let spec = CommandSpec(
    "audit list", Words("List what was done, by whom and when.", zh: "列出操作日志。"),
    options: [ofCommand, after, RecordList.limit],
    examples: ["pm audit list", "pm audit list --command \"bill run\" --limit 20"])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let sink = try context.sink(fields(context.language))
    let wanted = arguments[ofCommand]
    let first = Int64(arguments[after] ?? 0)
    var left = arguments[RecordList.limit] ?? .max
    try database.journal.forEachEntry { entry, hash in
      guard left > 0, entry.id > first, wanted == nil || wanted == entry.command else { return }
      left -= 1
      try sink.row(values(entry, hash, zone))
    }
  }

  static func fields(_ language: Language) -> [OutputField] {
    func field(_ name: String, _ zh: String, _ kind: OutputField.Kind) -> OutputField {
      OutputField(name: name, title: Words(name, zh: zh)[language], kind: kind)
    }
    return [
      field("id", "序号", .integer), field("at", "时间", .plain), field("actor", "操作人", .text),
      field("command", "命令", .text), field("arguments", "参数", .text),
      field("counts", "计数", .text), field("digest", "文件摘要", .text), field("hash", "本条摘要", .text),
    ]
  }

  static func values(_ entry: JournalEntry, _ hash: String, _ zone: Zone) -> [OutputValue] {
    [
      .integer(entry.id), .text(zone.text(Instant(seconds: entry.at))), .text(entry.actor),
      .text(entry.command), .text(entry.arguments), .text(entry.counts),
      entry.digest.map { .text($0) } ?? .null, .text(hash),
    ]
  }
}

/// `pm audit head`: what to keep elsewhere, so that a journal cut short or made anew shows.
enum AuditHead: Command {
  static let spec = CommandSpec(
    "audit head",
    Words("The number of entries and the last hash, to keep elsewhere.", zh: "日志条数与末条摘要，供另行保存。"),
    examples: ["pm audit head"])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let head = try context.openForReading().journal.head()
    let language = context.language
    let sink = try context.sink([
      OutputField(name: "count", title: Words("count", zh: "条数")[language], kind: .integer),
      OutputField(name: "hash", title: Words("hash", zh: "摘要")[language], kind: .plain),
    ])
    try sink.row([.integer(head.count), .text(head.hash)])
  }
}

/// `pm audit verify`: whether the journal is as it was written.
enum AuditVerify: Command {
  static let anchor = Option(
    "anchor", "COUNT:HASH", Words("What audit head said earlier.", zh: "以前 audit head 的结果。"),
    parse: head)

  static let spec = CommandSpec(
    "audit verify", Words("Check the journal's chain of hashes.", zh: "校验日志的摘要链。"),
    options: [anchor],
    examples: ["pm audit verify"],
    notes: [
      Words(
        "The chain shows what was changed inside the journal; that its end was cut off only a kept head can show.",
        zh: "摘要链能发现日志内部的改动；末尾被截去只有另存的 head 能发现。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let journal = try context.openForReading().journal
    for finding in try journal.verify(anchor: arguments[anchor]) {
      context.findings.add(finding.finding)
    }
    if context.findings.isEmpty {
      let count = try journal.head().count
      context.note(Words("\(count) entries, all in order", zh: "共 \(count) 条，均无误"))
    }
  }

  /// Reads `COUNT:HASH`, or `COUNT,HASH` and the headings above it, as audit head prints them.
  private static func head(_ text: String) -> Journal.Head? {
    let last = text.split(whereSeparator: \.isNewline).last ?? ""
    let parts = last.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "," }
    guard parts.count == 2, parts[1].utf8.count == 64, let count = Int64(parts[0]), count >= 0 else { return nil }
    return Journal.Head(count: count, hash: String(parts[1]))
  }
}
