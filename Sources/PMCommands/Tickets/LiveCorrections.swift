// What setting columns of a live ticket brings about: other terms where it was another kind of case
// than was typed, and an event where somebody else works on it.
import PMCore
import PMStore

/// Corrections of live tickets by `ticket set` and `ticket import`.
final class LiveCorrections {
  private let actor: String
  private let zone: Zone
  private let at: Instant
  private(set) var said: [Words] = []
  private(set) var warned: [Words] = []

  /// What the terms of a ticket are chosen by.
  private static let traits: Set = ["kind", "category", "severity"]
  /// With whom a ticket lies.
  private static let hands: Set = ["assignee", "department"]

  init(actor: String, zone: Zone, at: Instant) {
    self.actor = actor
    self.zone = zone
    self.at = at
  }

  /// Makes what follows from the rows that `job` has written.
  func make(_ database: Database, _ job: RecordJob, _ findings: RowFindings) throws {
    (said, warned) = ([], [])
    let run = try database.entry
    var columns: [Int64: Set<String>] = [:]
    for (id, column) in try database.replacedOfLive(Self.traits.union(Self.hands).sorted(), run: run) {
      columns[id, default: []].insert(column)
    }
    if columns.isEmpty { return }
    let mover = try TicketMover(database, zone: zone, actor: actor, run: run)
    let logbook = try TicketLogbook(database, actor: actor, zone: zone, run: run)
    let offsets = job.touchedOffsets
    for (id, changed) in columns.sorted(by: { $0.key < $1.key }) {
      guard let ticket = try database.ticket(id) else { continue }
      if !changed.isDisjoint(with: Self.traits) { try chooseTerms(of: ticket, mover, database) }
      let hands = changed.intersection(Self.hands).sorted()
      if hands.isEmpty || !TicketLife.inHands.contains(ticket.standing.state) { continue }
      do {
        try mover.handOn(ticket, at: at, values: hands.compactMap { value($0, of: ticket) })
        try logbook?.record(.handOn, id, at: at)
      } catch let refusal as TicketRefusal {
        let hand = hands.first { job.plan.slot(of: $0) != nil }
        findings.add(
          job.finding(
            at: offsets[id] ?? 0, hand ?? "", refusal.code, refusal.words,
            hint: Words(
              "--at says when it was handed on", zh: "请用 --at 指明转派时间")))
      }
    }
    if said.count > 3 {
      let count = said.count
      said = [
        Words(
          "\(count) tickets have another service level now, counted from when they came",
          zh: "\(count) 张工单改用其他服务时限，仍自受理时起计")
      ]
    }
    warned = Warnings(warned).told
  }

  private func value(_ name: String, of ticket: StoredTicket) -> TypedValue? {
    guard let column = Ticket.record.column(name) else { return nil }
    let text = (name == "assignee" ? ticket.assignee : ticket.department) ?? ""
    return TypedValue(column, text.isEmpty ? .null : .text(text), text: text)
  }

  /// The clock of an open ticket runs by what it is; one that is done was done by what it was.
  private func chooseTerms(
    of ticket: StoredTicket, _ mover: TicketMover, _ database: Database
  ) throws {
    guard let terms = mover.otherTerms(of: ticket) else { return }
    let state = ticket.standing.state
    if state.isFinished {
      warned.append(
        Words(
          "ticket \(ticket.number) is \(state.words.en) and keeps the service level that it had",
          zh: "工单 \(ticket.number) 现为“\(state.words.zh)”，服务时限保持不变"))
      return
    }
    try mover.keep(terms, for: ticket)
    if terms == .none {
      said.append(
        Words(
          "ticket \(ticket.number) has no service level any more", zh: "工单 \(ticket.number) 不再适用任何服务时限"))
      return
    }
    guard let now = try database.ticket(ticket.id) else { return }
    func text(_ moment: Instant?) -> String { moment.map { zone.text($0) } ?? "—" }
    let (respond, finish) = (text(now.respondDueAt), text(now.finishDueAt))
    said.append(
      Words(
        "ticket \(ticket.number) has another service level now: respond by \(respond), finish by \(finish)",
        zh: "工单 \(ticket.number) 改用其他服务时限：应响应时间 \(respond)，应完成时间 \(finish)"))
  }
}
