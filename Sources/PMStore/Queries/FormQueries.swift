// What the forms of the quality system need beside the records that they show.
package import PMCore

/// A material out of the database.
package struct StoredMaterial: Sendable {
  package let name: String
  package let quantity: Quantity
  package let unit: String?
  package let price: Price?
  package let amount: Money?

  /// Its amount, else quantity × price, halves up; nil where neither is known.
  package func worth() throws(ArithmeticError) -> Money? {
    if let amount { return amount }
    guard let price else { return nil }
    var product = Product(quantity.units, over: Quantity.unitsOfOne)
    try product.multiply(by: price.units, over: Price.unitsOfOne)
    return try product.money(.halfUp, step: 1)
  }
}

extension Database {
  /// The company of a room: the nearest above its community, else the first there is, else the
  /// title of the database.
  package func issuer(ofRoom room: Int64?) throws -> String {
    let above = try text(
      """
      WITH RECURSIVE up(id, kind, name, parent_id, depth) AS (
        SELECT org.id, org.kind, org.name, org.parent_id, 1
          FROM org JOIN room ON room.community_id = org.id
         WHERE room.id = ?1
        UNION ALL
        SELECT org.id, org.kind, org.name, org.parent_id, depth + 1
          FROM up JOIN org ON org.id = up.parent_id
         WHERE depth < 64)
      SELECT name FROM up WHERE kind = 'company' ORDER BY depth LIMIT 1
      """, [SQLValue(room)])
    return try above
      ?? text("SELECT name FROM org WHERE kind = 'company' ORDER BY key LIMIT 1")
      ?? settings()["title"]
  }

  /// How often the work on a ticket was sent back; taking up what failed is no second time.
  package func reworks(ofTicket ticket: Int64) throws -> Int64 {
    try scalar(
      """
      SELECT count(*) FROM ticket_event
       WHERE ticket_id = ?1 AND (move = 'fail' OR move = 'rework' AND from_state <> 'rework')
      """, [.integer(ticket)]) ?? 0
  }

  /// The last inspection of the work on a ticket here, and whether it passed; nil without one.
  package func lastInspection(ofTicket ticket: Int64) throws -> (at: Instant, passed: Bool)? {
    try first(
      """
      SELECT at, move = 'verify' FROM ticket_event
       WHERE ticket_id = ?1 AND move IN ('verify', 'fail')
       ORDER BY serial DESC LIMIT 1
      """, [.integer(ticket)]
    ) { ($0.instant(0), $0.flag(1)) }
  }

  /// What was billed for a ticket and stands: number, the fee's name, amount.
  package func bills(
    ofTicket ticket: Int64
  ) throws -> [(number: String, fee: String, amount: Money)] {
    try rows(
      """
      SELECT \(Check.label(Bill.record)), fee.name, t.amount_minor - t.waived_minor
        FROM bill AS t JOIN fee ON fee.id = t.fee_id
       WHERE t.ticket_id = ?1 AND t.ended IS NULL
       ORDER BY t.id
      """, [.integer(ticket)]
    ) { ($0.string(0), $0.string(1), $0.money(2)) }
  }

  /// What was used up on a ticket, by name.
  package func materials(ofTicket ticket: Int64) throws -> [StoredMaterial] {
    try rows(
      """
      SELECT name, quantity, unit, price, amount_minor
        FROM material WHERE ticket_id = ?1 ORDER BY key
      """, [.integer(ticket)]
    ) { row in
      StoredMaterial(
        name: row.string(0), quantity: row.quantity(1), unit: row.optionalString(2),
        price: row.optionalPrice(3),
        amount: row.optionalMoney(4))
    }
  }

  /// The bills for a ticket's paid service of which something is still owed.
  package func openBills(ofTicket ticket: Int64) throws -> [(number: String, open: Money)] {
    try rows(
      """
      SELECT \(Check.label(Bill.record)), \(Bill.open(of: "t"))
        FROM bill AS t
       WHERE t.ticket_id = ?1 AND \(Bill.isOpen(of: "t"))
       ORDER BY t.id
      """, [.integer(ticket)]
    ) { ($0.string(0), $0.money(1)) }
  }
}

extension ServiceClocks {
  /// When a ticket had to be responded to and finished: as it was told, else by the terms of now.
  package func dueTimes(of ticket: StoredTicket) -> (respond: Instant?, finish: Instant?) {
    // A live ticket keeps its times; while it is suspended one that was not over has no end.
    if ticket.terms != nil { return (ticket.respondDueAt, ticket.finishDueAt) }
    let terms = terms(of: ticket)
    func due(_ minutes: Int64?) -> Instant? {
      guard let terms, let minutes else { return nil }
      return clock(terms).due(from: ticket.createdAt, minutes: minutes)
    }
    return (due(terms?.respondMinutes), due(terms?.finishMinutes))
  }
}
