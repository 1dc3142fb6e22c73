// The customers that one message goes to, each with a text of his own.
import PMCore
import PMStore

/// Puts one message to many customers into the outbox.
struct NoticeAudience {
  let filters: [String]
  /// Only those whose birthday is the day.
  let isBirthday: Bool
  let template: NoticeTemplate

  /// What became of it: how many got it, how many had it already, how many it was not for; and to how
  /// many of those who had it nobody sends it any more.
  struct Outcome {
    var queued = 0
    var unchanged = 0
    var skipped = 0
    var givenUp = 0
  }

  /// Queues the message to everybody it is for and who has not got it yet.
  func queue(
    _ values: [TypedValue], at: Instant, _ context: inout Context, _ database: Database
  ) throws -> Outcome {
    let zone = try context.databaseZone()
    let day = zone.day(of: at)
    let word = values.first { $0.column.name == "template" }?.text ?? ""
    let said = try database.textsQueued(
      of: word, from: zone.start(of: day), until: zone.start(of: day.adding(1)),
      attempts: database.settings().noticeAttempts)
    let filling = try NoticeFilling(template, on: day, database)
    var outcome = Outcome()
    for code in try codes(&context, database, on: day) {
      guard let customer = try database.addressee(code, on: day) else { continue }
      guard let text = filling.text(for: customer) else {
        outcome.skipped += 1
        continue
      }
      guard let column = Notice.record.column("text") else { continue }
      let stored = try database.typed(column, text, zone: zone)
      if let isGivenUp = said[customer.id]?[stored.text] {
        outcome.unchanged += 1
        if isGivenUp { outcome.givenUp += 1 }
        continue
      }
      _ = try database.queueNotice([
        ("template", .text(word)), ("customer_id", .integer(customer.id)), ("text", stored.value),
        ("queued_at", .instant(at)), ("state", .text("queued")), ("attempts", .integer(0)),
        ("run", .integer(database.entry)),
      ])
      outcome.queued += 1
    }
    return outcome
  }

  /// The customers that the conditions hold for, in natural order.
  private func codes(
    _ context: inout Context, _ database: Database, on day: Day
  ) throws -> [String] {
    guard let code = Customer.record.column("code") else { return [] }
    var query = RecordQuery(Customer.record, columns: [code])
    let reader = FilterReader(Customer.record, database, zone: try context.databaseZone(), for: context.authority)
    query.filters = try filters.flatMap { try reader.filters($0) }
    if isBirthday {
      query.condition = (
        "strftime('%m-%d', t.birthday * 86400, 'unixepoch') = ?1", [.text(String("\(day)".dropFirst(5)))]
      )
    }
    if let orgs = try context.scopeOrgs() {
      let list = sqlList(orgs)
      query.restrictions.append(
        """
        t.id IN (SELECT occupancy.customer_id
                   FROM occupancy JOIN room ON room.id = occupancy.room_id
                  WHERE room.community_id IN (\(list)))
        """)
    }
    try context.recordComparison(in: query)
    var found: [String] = []
    var statement = try query.prepare(database)
    while try statement.step() { found.append(statement.string(0)) }
    return found
  }
}
