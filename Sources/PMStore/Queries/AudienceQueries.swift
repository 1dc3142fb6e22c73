// Whom a message may go to in bulk, and what its text may say of each of them.
package import PMCore

/// A customer as a message addresses him.
package struct Addressee: Sendable {
  package let id: Int64
  package let code: String
  package let name: String
  /// The rooms held on the day, in natural order.
  package let rooms: [String]
}

extension Database {
  /// The customer `code` on `day`.
  package func addressee(_ code: String, on day: Day) throws -> Addressee? {
    let row = try first(
      "SELECT id, code, name FROM \(seenTable("customer")) WHERE key = ?1", [.text(NaturalKey.of(code))]
    ) { row in (id: row.int64(0), code: row.string(1), name: row.string(2)) }
    guard let found = row else { return nil }
    let rooms = try rows(
      """
      SELECT DISTINCT room.code
        FROM occupancy JOIN room ON room.id = occupancy.room_id
       WHERE occupancy.customer_id = ?1 AND occupancy."from" <= ?2
         AND (occupancy."to" IS NULL OR occupancy."to" >= ?2)
       ORDER BY room.key
      """, [.integer(found.id), .day(day)]
    ) { $0.string(0) }
    return Addressee(id: found.id, code: found.code, name: found.name, rooms: rooms)
  }

  /// The texts of a template that customers wait for, or were queued from `start` until `end`; each
  /// with whether it was given up after `attempts` times.
  package func textsQueued(
    of template: String, from start: Instant, until end: Instant, attempts: Int64
  ) throws -> [Int64: [String: Bool]] {
    var texts: [Int64: [String: Bool]] = [:]
    try forEach(
      """
      SELECT customer_id, text, \(Self.isGivenUp(after: attempts)) FROM notice
       WHERE template = ?1 AND customer_id IS NOT NULL AND text IS NOT NULL
         AND org_id IS NULL AND staff IS NULL AND ticket_id IS NULL
         AND (state = 'queued' OR queued_at >= ?2 AND queued_at < ?3)
       ORDER BY id
      """, [.text(template), .instant(start), .instant(end)]
    ) { row in texts[row.int64(0), default: [:]][row.string(1)] = row.flag(2) }
    return texts
  }
}
