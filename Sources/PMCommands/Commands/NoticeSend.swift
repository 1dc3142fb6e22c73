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
        "Each message is one JSON object with its number, template, receiver, ticket and text; phones are whole. A status other than 0 is a failure, tried again by the next run, notice.attempts times in all; a program that cannot be run counts as no attempt.",
        zh: "每条为一个 JSON 对象：编号、模板、接收方、工单与正文，电话不遮盖。返回值非 0 为失败，下次运行重试，共 notice.attempts 次；程序无法运行不计次数。"),
      Words(
        "A message that failed so often is given up: the summary counts it, and pm notice list --where state=failed shows it with its attempts. Raise notice.attempts to send it after all: pm setting set notice.attempts=4.",
        zh:
          "失败达到次数的即放弃：汇总中列出条数，pm notice list --where state=failed 可查看次数与原因。调高 notice.attempts 后会再次发送：pm setting set notice.attempts=4。"
      ),
      Words(
        "Only one process sends at a time. What was sent is marked after every 100 messages or 5 seconds. Stopped (Ctrl-C, SIGTERM), it finishes the message under way, marks what was sent, says so, and ends with 130 or 143. Stopped a second time, it ends at once (or as soon as it has marked what was sent); the program then goes on alone with the message it has, without --timeout. After such an end, a kill -9 or a crash, what was sent since the last mark, at most 100 messages, is sent again under the same numbers.",
        zh:
          "同一时间只有一个进程发送。每 100 条或 5 秒登记一次已发送的。被停止（Ctrl-C、SIGTERM）时，发完正在发送的一条，登记并报告已发送的，以 130 或 143 结束。第二次被停止时立即结束（正在登记的，登记完即结束），发送程序自行处理完手上的一条，不受 --timeout 限制。如此结束、kill -9 或崩溃后，上次登记以来发送的（至多 100 条）会以相同编号再次发送。"
      ),
    ],
    changes: true, ends: [.programMissing, .interrupted, .terminated])

  /// So many messages are marked at once, or those of so long.
  private static let portion = 100
  private static let patience: Duration = .seconds(5)

  /// What became of a message.
  private struct Delivery {
    let message: OutboxMessage
    /// Nil where it was sent.
    let failure: String?
  }

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let program = try OutsideProgram(try arguments.require(via))
    let at = try context.eventTime()
    let isDry = context.common.dryRun
    var (deliveries, count): ([Delivery], Int) = ([], 0)
    var trouble: Failure?
    try sendingAlone(
      context.openForReading().path, lockWait: .seconds(context.common.lockWaitSeconds)
    ) {
      let messages = try outbox(arguments, at, &context)
      count = messages.count
      if isDry {
        deliveries = messages.map { Delivery(message: $0, failure: nil) }
      } else {
        trouble = try deliver(messages, by: program, arguments, at, &context) { deliveries += $0 }
      }
    }
    let failed = deliveries.filter { $0.failure != nil }.count
    let database = try context.openForReading()
    let givenUp = try database.givenUp(after: database.settings().noticeAttempts)
    context.summary(
      "notice send",
      (isDry ? [("to send", count)] : [("sent", deliveries.count - failed), ("failed", failed)])
        + [("given up", givenUp)])
    if failed > 0 { context.exit = .findings }
    try show(deliveries, &context)
    if let signal = Interruption.signal, !isDry {
      trouble = Failure(
        ExitCode(signal: signal), "interrupted",
        Words(
          "interrupted after \(deliveries.count) of \(count) messages, which are marked",
          zh: "已中断：\(count) 条中已处理 \(deliveries.count) 条并登记"),
        hint: trouble?.finding.message)
    }
    // Not thrown: what went is shown.
    guard let trouble else { return }
    context.findings.add(trouble.finding)
    context.exit = trouble.exit
  }

  /// The messages to send, read when nobody else can be sending them.
  private static func outbox(
    _ arguments: Arguments, _ at: Instant, _ context: inout Context
  ) throws -> [OutboxMessage] {
    // In a stream nobody waits for it while it sends.
    if !context.common.dryRun { try context.shared?.commit() }
    context.openDatabase = nil
    let database = try context.openForReading()
    _ = try context.databaseZone()
    if context.environment.isProcess, !context.common.dryRun { database.interruptOnSignals() }
    // Who sends for an hour holds up no log.
    defer { context.openDatabase = nil }
    return try database.outbox(
      by: at, attempts: database.settings().noticeAttempts, limit: Int64(arguments[limit] ?? 1_000_000))
  }

  /// Hands over messages until one of them, or a signal, ends it; `marked` gets those that are marked.
  /// What ended it before its time, but for a signal.
  private static func deliver(
    _ messages: [OutboxMessage], by program: OutsideProgram, _ arguments: Arguments, _ at: Instant,
    _ context: inout Context, _ marked: ([Delivery]) -> Void
  ) throws -> Failure? {
    let (zone, language) = (try context.databaseZone(), context.language)
    var deliveries: [Delivery] = []
    var begun = ContinuousClock.now
    var trouble: Failure?
    for message in messages {
      if trouble != nil || Interruption.signal != nil { break }
      do throws(Failure) {
        let failure = try program.failure(
          handing: NoticeText(message, zone: zone, language).json + "\n",
          seconds: arguments[timeout] ?? 30)
        deliveries.append(Delivery(message: message, failure: failure))
      } catch {
        trouble = error
      }
      if deliveries.count < portion, ContinuousClock.now - begun < patience { continue }
      do throws(Failure) {
        try mark(deliveries, at, &context, isLast: false)
      } catch {
        return error
      }
      marked(deliveries)
      deliveries = []
      begun = .now
    }
    do throws(Failure) {
      try mark(deliveries, at, &context, isLast: trouble == nil && Interruption.signal == nil)
    } catch {
      return error
    }
    marked(deliveries)
    return trouble
  }

  /// Writes down what became of messages, whatever signal comes meanwhile.
  ///
  /// - Parameter isLast: nothing is left to send. Only that answers the key of a request: one that was
  ///   cut off is sent again and goes on.
  private static func mark(
    _ deliveries: [Delivery], _ at: Instant, _ context: inout Context, isLast: Bool
  ) throws(Failure) {
    if deliveries.isEmpty { return }
    let request = context.request
    if !isLast { context.request = nil }
    defer { if !isLast { context.request = request } }
    // The journal has the counts of the portion; those of the whole are told at the end.
    defer { context.summaries = [] }
    try Interruption.holdingBack { () throws(Failure) in
      do {
        try context.write { context, database in
          let editor = try RowEditor(database, entry: database.entry)
          for delivery in deliveries {
            try editor.update(Notice.record, row: delivery.message.id, values(of: delivery, at))
          }
          let failed = deliveries.filter { $0.failure != nil }.count
          context.summary("notice send", [("sent", deliveries.count - failed), ("failed", failed)])
        }
        try context.shared?.commit()
      } catch {
        var failure = failure(from: error)
        let lost = Words(
          "handed over and not marked: \(deliveries.count); they come again under their numbers",
          zh: "已提交但未能登记 \(deliveries.count) 条，将以同一编号再次提交")
        failure.finding.hint = lines([failure.finding.hint, lost])
        throw failure
      }
    }
  }

  private static func values(of delivery: Delivery, _ at: Instant) -> [(String, SQLValue)] {
    let isSent = delivery.failure == nil
    return [
      ("attempts", .integer(delivery.message.attempts + 1)),
      ("state", .text(isSent ? "sent" : "failed")), ("failure", SQLValue(delivery.failure)),
    ] + (isSent ? [("sent_at", .instant(at))] : [])
  }

  private static func show(_ deliveries: [Delivery], _ context: inout Context) throws {
    let sink = try context.sink([
      context.column("number", "通知号", .plain), context.column("template", "模板", .text),
      context.column("to", "接收方", .code), context.column("state", "状态", .plain),
      context.column("failure", "失败原因", .text),
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
