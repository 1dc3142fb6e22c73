// The one way in which every move of a ticket is made: choose, check all, move all, tell.
import PMCore
import PMStore

/// An option of a move that fills in a column of the ticket.
struct TicketOption {
  let column: String
  let option: Option<String>

  init(_ column: String, _ placeholder: String, _ help: Words) {
    self.column = column
    option = Option(String(column.map { $0 == "_" ? "-" : $0 }), placeholder, help)
  }

  static let department = TicketOption("department", "NAME", Words("Who it goes to.", zh: "受理部门。"))
  static let assignee = TicketOption("assignee", "NAME", Words("Who works on it.", zh: "处理人。"))
  static let responsible = TicketOption(
    "responsible", "NAME", Words("Department or person at fault.", zh: "责任部门或责任人。"))
  static let cause = TicketOption("cause", "TEXT", Words("Why it happened.", zh: "原因。"))
  static let measure = TicketOption(
    "measure", "TEXT", Words("What was done about it.", zh: "处理措施。"))
  static let cost = TicketOption(
    "cost", "AMOUNT", Words("What it cost the company in all.", zh: "公司承担的费用合计。"))
  static let valid = TicketOption(
    "valid", "yes|no", Words("Whether the complaint is borne out.", zh: "投诉是否有效。"))
  static let duplicateOf = TicketOption(
    "duplicate_of", "NUMBER", Words("The ticket that says the same.", zh: "重复于哪张工单。"))
}

/// A command that moves tickets.
protocol TicketMoving: Command {
  static func move(_ arguments: Arguments) throws -> TicketMove
  static var fills: [TicketOption] { get }
  /// What else the move does, in the same transaction.
  static func finish(
    _ tickets: [StoredTicket], at: Instant, _ arguments: Arguments, _ context: inout Context,
    _ database: Database
  ) throws
}

extension TicketMoving {
  static var fills: [TicketOption] { [] }

  static func finish(
    _ tickets: [StoredTicket], at: Instant, _ arguments: Arguments, _ context: inout Context,
    _ database: Database
  ) throws {}

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let move = try move(arguments)
    let choice = try TicketChoice(arguments, context.input)
    let name = context.spec.name
    try context.write { context, database in
      let zone = try context.databaseZone()
      let at = try context.eventTime()
      let values = try fills.compactMap { fill -> TypedValue? in
        guard let text = arguments[fill.option], let column = Ticket.record.column(fill.column)
        else { return nil }
        return try database.typed(column, text, zone: zone)
      }
      try values.refuse(by: Ticket.record.rules)
      let remark = try TicketMoves.remark(arguments, database, zone)
      let rows = try choice.rows(&context, zone: zone)
      let tickets = try rows.compactMap { try database.ticket($0) }
      let mover = try TicketMover(
        database, zone: zone, actor: context.actor, run: database.entry)
      let states = try mover.checkAll(move, tickets, at: at)
      if move == .dispatch { try requireReceiver(tickets, values) }
      let logbook = try TicketLogbook(
        database, actor: context.actor, zone: zone, run: database.entry)
      for (ticket, state) in zip(tickets, states) {
        try mover.move(
          move, ticket, to: state, at: at, remark: remark, values: values)
        if values.contains(where: \.column.isReference) {
          try requireNoCycle(ticket, values, database)
        }
        try logbook?.record(move, ticket.id, at: at)
      }
      try finish(tickets, at: at, arguments, &context, database)
      try context.warnOfStrangers(values, database)
      if move == .close {
        let words = try database.historyWarnings(
          [.verify, .callback], among: rows, run: database.entry)
        for words in words { context.warn(words) }
      }
      if [.cancel, .reopen, .invalidate].contains(move) {
        try context.warnOfOpenBills(tickets, database)
      }
      context.summary(name, [("updated", tickets.count)])
    }
  }

  /// Refuses to send a ticket to nobody: its department stands already, or is named now.
  private static func requireReceiver(_ tickets: [StoredTicket], _ values: [TypedValue]) throws {
    if values.contains(where: { !$0.text.isEmpty }) { return }
    let lost = tickets.filter { ($0.department ?? $0.assignee ?? "").isEmpty }
    guard let first = lost.first else { return }
    let more = lost.count - 1
    throw Failure.refused(
      "nobody-to-go-to",
      Words(
        "ticket \(first.number)\(more == 0 ? "" : " and \(more) more"): it goes to nobody",
        zh: "工单 \(first.number)\(more == 0 ? "" : " 等 \(lost.count) 张")：未指明派给谁"),
      hint: Words("say --department or --assignee", zh: "请用 --department 或 --assignee 指明"))
  }

  /// Refuses a duplicate of itself, and two that are each other's.
  private static func requireNoCycle(
    _ ticket: StoredTicket, _ values: [TypedValue], _ database: Database
  ) throws {
    guard try database.isAboveItself(ticket.id, by: "duplicate_of_id") else { return }
    if values.contains(where: { $0.column.isReference && $0.value == .integer(ticket.id) }) {
      throw Failure.refused(
        "ticket-cycle",
        Words(
          "ticket \(ticket.number) cannot be its own duplicate",
          zh: "工单 \(ticket.number) 不能重复于自己"))
    }
    let other = values.first(where: \.column.isReference)?.text ?? ""
    throw Failure.refused(
      "ticket-cycle",
      Words(
        "ticket \(other) is a duplicate of \(ticket.number) already", zh: "工单 \(other) 已登记为重复于 \(ticket.number)"),
      hint: Words(
        "one of them must stand: pm ticket reopen \(other)", zh: "两张中须保留一张：pm ticket reopen \(other)"))
  }

  /// The declaration of a move: the options that all of them have come by themselves.
  static func declare(
    _ verb: String, _ summary: Words, options: [any OptionSpec] = [], example: String,
    notes: [Words] = []
  ) -> CommandSpec {
    CommandSpec(
      "ticket \(verb)", summary, arguments: [TicketChoice.numbers],
      options: fills.map { $0.option as any OptionSpec } + options + [
        TicketMoves.remark, TicketChoice.filter,
      ],
      examples: [
        "pm ticket \(verb) \(example)",
        "pm ticket list --where kind=repair | pm ticket \(verb) -" + TicketMoves.required(verb),
      ],
      notes: notes + [
        Words(
          "All of the tickets are moved, or none. --at says when it happened: not before the last event.",
          zh: "要么全部流转，要么一张不动。--at 为发生时间，不得早于上一事件。")
      ],
      changes: true)
  }
}

/// What all moves share.
enum TicketMoves {
  static let remark = Option("remark", "TEXT", Words("A remark for the record.", zh: "备注，记入流转记录。"))

  /// The remark as it is stored.
  static func remark(_ arguments: Arguments, _ database: Database, _ zone: Zone) throws -> String? {
    guard let text = arguments[remark], let column = TicketEvent.record.column("remark") else {
      return nil
    }
    guard case .text(let stored) = try database.typed(column, text, zone: zone).value else {
      return nil
    }
    return stored
  }

  /// The options without which a verb says nothing.
  static func required(_ verb: String) -> String {
    switch verb {
    case "verify": " --result pass"
    case "dispatch": " --department 工程部"
    default: ""
    }
  }
}

extension Context {
  /// Warns of bills for paid services that stay open although the tickets are no longer what they
  /// were billed as.
  fileprivate func warnOfOpenBills(_ tickets: [StoredTicket], _ database: Database) throws {
    for ticket in tickets {
      for bill in try database.openBills(ofTicket: ticket.id) {
        warn(
          Words(
            "ticket \(ticket.number): bill \(bill.number) of \(bill.open) is still open; if it is not owed: pm bill void \(bill.number) --reason …",
            zh: "工单 \(ticket.number)：账单 \(bill.number) 尚有 \(bill.open) 未缴；如不再收取：pm bill void \(bill.number) --reason …"
          ))
      }
    }
  }
}

extension TicketMover {
  /// Where the move would lead each ticket; whatever is refused is told all at once.
  func checkAll(
    _ move: TicketMove, _ tickets: [StoredTicket], at: Instant
  ) throws -> [TicketState] {
    var states: [TicketState] = []
    var refusals: [TicketRefusal] = []
    for ticket in tickets {
      do throws(TicketRefusal) {
        states.append(try check(move, ticket, at: at))
      } catch {
        refusals.append(error)
      }
    }
    guard let first = refusals.first else { return states }
    if tickets.count == 1 { throw Failure.refused(first.code, first.words, hint: first.hint) }
    throw Failure(
      .badData, first.code,
      Words(
        "\(refusals.count) of \(tickets.count) tickets refused; nothing was changed",
        zh: "\(tickets.count) 张工单中有 \(refusals.count) 张被拒；未作任何更改"),
      findings: Findings(refusals.map { Finding($0.code, $0.words, hint: $0.hint) }))
  }
}
