// `pm ticket escalate`: raise overdue tickets up the organisation; for cron.
import PMCore
import PMStore

/// `pm ticket escalate`: each overdue ticket one level up, once a level, with a notice.
enum TicketEscalate: Command {
  static let spec = CommandSpec(
    "ticket escalate",
    Words("Raise overdue tickets one level up the organisation.", zh: "把超时工单上报上一级组织。"),
    examples: ["pm ticket escalate", "pm ticket escalate --as-of 2026-10-31 --dry-run"],
    notes: [
      Words(
        "From the ticket's department, else its room's community, else where its customer has homes, else the part of who has it or took it down: first to the one above, then, each escalate.hours later, further up.",
        zh: "自工单部门（无则房间所属楼盘，再无则客户住所，再无则经办人、受理人所属范围）起逐级上报；每隔 escalate.hours 小时再升一级。"),
      Words("A second run changes nothing. Each raise queues a notice.", zh: "重复运行无变化。每次上报生成一条通知。"),
    ],
    changes: true, takesScope: true)

  /// The end of `--as-of`, else `--at`, else now: nothing is raised later than now.
  private static func moment(_ context: inout Context) throws -> Instant {
    if let day = context.common.asOf, try day > context.clockDay() {
      throw Failure.usage(
        "as-of-in-the-future",
        Words("--as-of \(day): nothing can be raised later than today", zh: "--as-of \(day)：升级日期不得晚于今天"))
    }
    return try min(context.serviceMoment(), context.now())
  }

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let lost = try context.write { context, database -> [String] in
      let zone = try context.databaseZone()
      let now = try moment(&context)
      let settings = try database.settings()
      let tree = try database.orgTree()
      let due = try database.dueTickets(
        at: now, before: now, zone: zone, daysToJudge: settings.daysToJudge,
        raisedLater: true, where: try context.scopeCondition(of: Ticket.record) ?? "1")
      var seen: Set<Int64> = []
      var lost: [String] = []
      var raised = 0
      var waiting = 0
      for item in due where item.deadline.kind != .judge {
        // The earliest deadline comes first.
        guard seen.insert(item.ticket.id).inserted else { continue }
        let levels = try database.levels(above: item.ticket, tree)
        if levels.isEmpty { lost.append(item.ticket.number) }
        guard
          let level = nextEscalation(
            overdueSince: item.deadline.due, level: item.level, raisedAt: item.raisedAt,
            levels: levels.count, now: now, hours: settings.hoursToEscalate)
        else {
          waiting += 1
          continue
        }
        try database.escalate(
          item.ticket, to: levels[level - 1], level: level, at: now, due: item.deadline.due,
          run: database.entry)
        raised += 1
      }
      context.summary("ticket escalate", [("created", raised), ("unchanged", waiting)])
      return lost
    }
    context.warn(
      all: lost.map { number in
        Words(
          "ticket \(number) is overdue, and no organisation stands above it",
          zh: "工单 \(number) 已超时，但没有上级组织可上报")
      })
  }
}
