// `pm audit head`: what to keep of the journal elsewhere.
import PMCore
import PMFormat
import PMStore

/// `pm audit head`: what to keep elsewhere, so that a journal cut short or made anew shows.
enum AuditHead: Command {
  static let spec = CommandSpec(
    "audit head",
    Words("The number of entries and the last hash, to keep elsewhere.", zh: "日志条数与末条摘要，供另行保存。"),
    examples: ["pm audit head"],
    notes: [
      Words(
        "Let cron mail it to somebody who cannot write the database: 0 6 * * * pm audit head | mail -s 'head of pm' auditor@example.com. Whoever has the mail asks later whether all of that is still there: pm audit verify --anchor 'LINE'.",
        zh:
          "可由 cron 邮寄给不能改写数据库的人：0 6 * * * pm audit head | mail -s 'head of pm' auditor@example.com。收信人日后以 pm audit verify --anchor '该行' 核对日志是否完整。"
      )
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let head = try context.openForReading().journal.head()
    let sink = try context.sink([
      context.column("count", "条数", .integer),
      context.column("hash", "摘要", .plain),
    ])
    try sink.row([.integer(head.count), .text(head.hash)])
  }
}
