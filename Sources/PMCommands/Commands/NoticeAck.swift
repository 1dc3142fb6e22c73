// `pm notice ack`: the receiver has seen messages.
import PMCore
import PMStore

/// `pm notice ack NUMBER…`.
enum NoticeAck: Command {
  static let numbers = Argument("NUMBER", Words("Messages.", zh: "通知号。"), .oneOrMore)

  static let spec = CommandSpec(
    "notice ack", Words("Say that messages were seen.", zh: "登记通知已被确认。"), arguments: [numbers],
    examples: [
      "pm notice ack N0000001", "pm notice ack N0000001 N0000002 --at '2026-10-21 09:00'",
    ],
    notes: [Words("What was seen already keeps its time.", zh: "已确认的保持原时间。")],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.write { context, database in
      let zone = try context.databaseZone()
      let at = try context.eventTime()
      let editor = try RowEditor(database, entry: database.entry)
      for number in arguments.all(numbers) {
        let row = try database.row(of: Notice.record, code: number, zone: zone)
        let message = try database.message(row).orLost("a message")
        if message.state == "acknowledged" {
          editor.leave()
          continue
        }
        if at < message.queuedAt {
          throw Failure.refused(
            "acknowledged-before-queued",
            Words(
              "\(number): \(zone.text(at)) is before it was queued at \(zone.text(message.queuedAt))",
              zh: "\(number)：\(zone.text(at)) 早于登记时间 \(zone.text(message.queuedAt))"))
        }
        try editor.update(
          Notice.record, row: row,
          [("state", .text("acknowledged")), ("acknowledged_at", .instant(at))])
      }
      context.summary(
        "notice ack", [("updated", editor.updated), ("unchanged", editor.unchanged)])
    }
  }
}
