// `pm notice send`: hand each waiting message as JSON to the program that the site names.
import PMCore
import PMFormat
import PMStore

/// `pm notice send --via PROGRAM`.
enum NoticeSend: Command {
  static let via = Option(
    "via", "PROGRAM",
    Words(
      "Takes a message on its standard input; 0 says that it is sent.",
      zh: "发送程序：从标准输入读取一条消息，返回 0 表示已发送。"))
  static let limit = Option(
    "limit", "N", Words("At most so many messages.", zh: "最多发送条数。"), in: 1...1_000_000,
    default: 1_000_000)
  static let timeout = Option(
    "timeout", "SECONDS", Words("How long the program may take for one.", zh: "每条的时限（秒）。"),
    in: 1...3600, default: 30)

  static let spec = CommandSpec(
    "notice send", Words("Hand waiting messages to a program.", zh: "把待发通知交给发送程序。"),
    options: [via, limit, timeout],
    examples: [
      "pm notice send --via ./send-sms", "pm notice send --via ./send-sms --limit 100 --dry-run",
    ],
    notes: [
      Words(
        "Each message is one JSON object with its number, template, receiver, ticket and text; phones are whole. A status other than 0 is a failure, tried again by the next run, notice.attempts times in all.",
        zh: "每条为一个 JSON 对象：编号、模板、接收方、工单与正文，电话不遮盖。返回值非 0 为失败，下次运行重试，共 notice.attempts 次。"),
      Words(
        "One at a time; what was sent is kept when the run ends, or is interrupted: the message under way is sent to its end. After a crash a message may come again under its number.",
        zh: "同一时间只有一个进程发送；运行结束或被中断时登记结果，正在发送的一条先发完。若中途崩溃，同一编号的消息可能再次提交。"),
    ],
    changes: true, ends: [.programMissing])

  /// What became of a message.
  private struct Delivery {
    let message: OutboxMessage
    /// Nil where it was sent.
    let failure: String?
  }

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let program = try OutsideProgram(try arguments.require(via))
    let at = try context.eventTime()
    let deliveries = try sendingAlone(
      context.openForReading().path, lockWait: .seconds(context.common.lockWaitSeconds)
    ) { () -> [Delivery] in
      // What was read before nobody else could send may be old.
      context.openDatabase = nil
      let database = try context.openForReading()
      let zone = try context.databaseZone()
      let messages = try database.outbox(
        by: at, attempts: database.settings().noticeAttempts,
        limit: Int64(arguments[limit] ?? 1_000_000))
      if context.common.dryRun {
        context.summary("notice send", [("sent", messages.count), ("failed", 0)])
        return messages.map { Delivery(message: $0, failure: nil) }
      }
      if context.environment.isProcess { database.interruptOnSignals() }
      var deliveries: [Delivery] = []
      for message in messages where Interruption.signal == nil {
        let failure = try program.failure(
          handing: NoticeText(message, zone: zone, context.language).json + "\n",
          seconds: arguments[timeout] ?? 30)
        deliveries.append(Delivery(message: message, failure: failure))
      }
      // To keep what was sent is all that is left to do.
      let signal = Interruption.signal
      try keep(deliveries, at, &context)
      if let signal { throw Failure.stopped(by: signal) }
      return deliveries
    }
    try show(deliveries, &context)
  }

  private static func keep(
    _ deliveries: [Delivery], _ at: Instant, _ context: inout Context
  ) throws {
    let failed = deliveries.filter { $0.failure != nil }.count
    try context.write { context, database in
      let editor = RowEditor(database, entry: context.entry?.id ?? 0)
      for delivery in deliveries {
        var set: [(String, SQLValue)] = [
          ("attempts", .integer(delivery.message.attempts + 1)),
          ("state", .text(delivery.failure == nil ? "sent" : "failed")),
          ("failure", SQLValue(delivery.failure)),
        ]
        if delivery.failure == nil { set.append(("sent_at", .integer(at.seconds))) }
        try editor.update(Notice.record, row: delivery.message.id, set)
      }
      context.summary("notice send", [("sent", deliveries.count - failed), ("failed", failed)])
    }
    if failed > 0 { context.exit = .findings }
  }

  private static func show(_ deliveries: [Delivery], _ context: inout Context) throws {
    func field(_ name: String, _ zh: String, _ kind: OutputField.Kind) -> OutputField {
      TicketReport.field(name, zh, kind, context)
    }
    let sink = try context.sink([
      field("number", "通知号", .plain), field("template", "模板", .plain),
      field("to", "接收方", .text), field("state", "状态", .plain), field("failure", "失败原因", .text),
    ])
    for delivery in deliveries {
      let message = delivery.message
      sink.text(message.number)
      sink.text(message.template)
      sink.text(orNull: message.org ?? message.staff ?? message.customer)
      sink.text(
        context.common.dryRun ? message.state : delivery.failure == nil ? "sent" : "failed")
      sink.text(orNull: delivery.failure)
      try sink.endRow()
    }
  }
}
