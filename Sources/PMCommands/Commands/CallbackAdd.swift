// `pm callback add`: write down a call; where nothing else is said it was made now, by the actor.
import PMCore
import PMStore

/// `pm callback add FIELD=VALUE…`.
enum CallbackAdd: Command {
  static let spec = CommandSpec(
    "callback add", Words("Write down a call back to a customer.", zh: "登记一次回访。"),
    arguments: [RecordEdit.fields], options: [ImportOptions.strict],
    examples: [
      "pm callback add ticket=WX-202610-0001 score=5 comment=很好",
      "pm callback add ticket=WX-202610-0001 reached=no --at '2026-10-02 10:00' --actor 员工丁",
    ],
    notes: [
      Words(
        "called_at and staff are --at (else now) and the actor where they are left out; reached is yes.",
        zh: "called_at、staff 缺省为 --at（默认现在）与操作人；reached 缺省为是。"),
      Words(
        "A call that reached the customer moves the ticket on to called-back.",
        zh: "接通的回访使工单转为“已回访”。"),
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    var pairs = try RecordEdit.pairs(arguments.all(RecordEdit.fields))
    let names = HeaderNames(Callback.record.columns)
    let said = Set(pairs.compactMap { pair in names[pair.0].map { Callback.record.columns[$0].name } })
    func word(_ name: String) -> String? {
      pairs.last { pair in names[pair.0].map { Callback.record.columns[$0].name == name } ?? false }?.1
    }
    if let score = word("score"), !score.isEmpty, let reached = word("reached"),
      let column = Callback.record.column("reached"),
      case .integer(0) = try context.openForReading().typed(
        column, reached, zone: try context.databaseZone()
      ).value
    {
      throw Failure(
        .badData, "score-unreached",
        Words("nobody was reached who could have given a score", zh: "未接通的回访不能有评分"),
        hint: Words("leave score out, or say reached=yes", zh: "请去掉 score，或填 reached=yes"),
        at: Place(columnName: "score", value: score))
    }
    if !said.contains("called_at") {
      let zone = try context.databaseZone()
      // Two tries in a row are two calls: where pm says when, they are not of one second.
      let now = "\(word("ticket") ?? ""),\(zone.text(context.now()))"
      let database = try context.openForReading()
      if context.common.at == nil, try database.knownRow(of: Callback.record, code: now, zone: zone) != nil {
        context.waitForTheNextSecond()
      }
      pairs.append(("called_at", zone.text(try context.eventTime())))
    }
    if !said.contains("staff") { pairs.append(("staff", context.actor)) }
    try context.writeRow(of: Callback.record, pairs, verb: "add", isNew: true, arguments)
    if let ticket = word("ticket") { try context.tellOfEarlierCalls(to: ticket) }
  }
}

extension Context {
  /// Says that a ticket has had more than one call that reached somebody: the same typed twice is two.
  fileprivate mutating func tellOfEarlierCalls(to ticket: String) throws {
    let database = try openForReading()
    guard let row = try database.knownRow(of: Ticket.record, code: ticket, zone: databaseZone()),
      let count = try database.scalar(
        "SELECT count(*) FROM callback WHERE ticket_id = ?1 AND reached = 1", [.integer(row)]), count > 1
    else { return }
    note(
      Words(
        "\(ticket): \(count) calls reached somebody, and each counts in the figures",
        zh: "\(ticket)：已有 \(count) 次接通的回访，各次均计入指标"))
  }
}
