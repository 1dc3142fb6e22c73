// `pm audit list`: the journal of what was done, by whom and when.
import PMCore
import PMFormat
import PMStore

/// `pm audit list`: the entries of the journal.
enum AuditList: Command {
  static let ofCommand = Option(
    "command", "NAME", Words("Only entries of this command, such as \"bill run\".", zh: "只列此命令的条目，如 \"bill run\"。"))
  static let who = Option(
    "who", "NAME",
    Words("Only what NAME (login, code or name) did, or had done for him.", zh: "只列此人（登录名、工号或姓名）所做或由他人代做的条目。"),
    compared: true)
  static let key = Option(
    "key", "KEY", Words("Only the entry of the request of pm batch with this key.", zh: "只列 pm batch 中以此 key 提交的请求的条目。")
  )
  static let after = Option(
    "after", "N", Words("Only entries after number N.", zh: "只列第 N 条之后的条目。"), in: 0...Int(Int32.max))
  static let newest = Flag("newest", Words("The newest first.", zh: "最新的在前。"))

  static let spec = CommandSpec(
    "audit list", Words("List what was done, by whom and when.", zh: "列出操作日志。"),
    options: [who, ReportOptions.from, ReportOptions.to, ofCommand, key, after, newest, RecordList.limit],
    examples: [
      "pm audit list --newest --limit 20", "pm audit list --command \"bill run\" --limit 20",
      "pm audit list --who li --from 2026-11-01 --to 2026-11-30",
      "pm audit list --key 5f0c61d2",
    ],
    notes: [
      Words(
        "--actor is no filter: it says for whom one acts, and is refused here. Whoever did something for somebody else is found by both names.",
        zh: "--actor 不是筛选条件，而是代谁操作，此处不接受；代他人所做的操作，按两人的名字都能查到。"),
      Words(
        "What looks like a number of somebody is masked, in keys and arguments too, also where it is a code; --key finds a key as it was given.",
        zh: "形似个人号码的内容一律遮盖，key 与参数中的编码也不例外；--key 按原样查找。"),
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    // In a stream it may be that of the stream.
    if context.shared == nil, context.common.actor != nil {
      throw Failure.usage(
        "no-actor",
        Words("--actor says for whom one acts, and here nobody does anything", zh: "--actor 表示代谁操作，不用于筛选日志"),
        hint: Words("what somebody did: pm audit list --who NAME", zh: "查某人的操作：pm audit list --who 姓名"))
    }
    try ReportOptions.refuseReversed(arguments[ReportOptions.from], arguments[ReportOptions.to])
    let database = try context.openForReading()
    let zone = try context.databaseZone()
    let sink = try context.sink(fields(context))
    var filter = JournalFilter(command: arguments[ofCommand], key: arguments[key], isNewestFirst: arguments[newest])
    filter.after = Int64(arguments[after] ?? 0)
    filter.since = arguments[ReportOptions.from].map { zone.start(of: $0).seconds }
    filter.until = arguments[ReportOptions.to].map { zone.start(of: $0.adding(1)).seconds }
    filter.limit = arguments[RecordList.limit]
    if let name = arguments[who] {
      let known = try database.staff(called: name)
      filter.actors = ([name] + known.flatMap { [$0.code, $0.name, $0.login].compactMap { $0 } }).map {
        maskedPersons($0)
      }
    }
    var isEmpty = true
    try database.journal.forEachEntry(filter) { entry, hash in
      isEmpty = false
      try sink.row(values(entry, hash, zone))
    }
    // Nothing of a misspelt name would read as nothing done.
    if isEmpty { try warnOfUnknown(arguments, context, database) }
  }

  /// Says where what was asked for is nobody's name, or no command's.
  private static func warnOfUnknown(_ arguments: Arguments, _ context: Context, _ database: Database) throws {
    if let name = arguments[who], try database.staff(called: name).isEmpty {
      let actors = try database.journal.actors()
      if !actors.contains(maskedPersons(name)) {
        let near = didYouMean(nearest(name, try database.names(of: .staff) + actors))
        context.warn(
          Words(
            "nobody called \(name) is on record, or did anything" + (near.map { "; " + $0.en } ?? ""),
            zh: "没有叫“\(name)”的员工，也没有其操作记录" + (near.map { "；" + $0.zh } ?? "")))
      }
    }
    if let name = arguments[ofCommand] {
      let known = Registry.pm.groups.flatMap { $0.commands() }.map(\.spec).filter { !$0.isHidden }.map(\.name)
      if known.contains(name) { return }
      let done = try database.journal.commands()
      if done.contains(name) { return }
      let near = suggestion(for: name, among: known + done).map(didYouMean)
      context.warn(
        Words(
          "there is no command \(name)" + (near.map { "; " + $0.en } ?? ""),
          zh: "没有命令“\(name)”" + (near.map { "；" + $0.zh } ?? "")))
    }
  }

  private static func fields(_ context: Context) -> [OutputField] {
    [
      context.column("id", "序号", .integer), context.column("at", "时间", .plain), context.column("actor", "操作人", .text),
      context.column("command", "命令", .text), context.column("arguments", "参数", .text),
      context.column("counts", "计数", .text), context.column("digest", "文件摘要", .code),
      context.column("hash", "本条摘要", .code),
      context.column("key", "请求 key", .text),
    ]
  }

  private static func values(_ entry: JournalEntry, _ hash: String, _ zone: Zone) -> [OutputValue] {
    [
      .integer(entry.id), .text(zone.text(Instant(seconds: entry.at))), .text(entry.actor),
      .text(entry.command), .text(entry.arguments), .text(entry.counts),
      entry.digest.map { .text($0) } ?? .null, .text(hash),
      entry.key.map { .text(maskedPersons($0)) } ?? .null,
    ]
  }
}
