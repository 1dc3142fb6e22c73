// The outbox: messages to hand over, and what became of them.
import Glibc
package import PMCore

/// A message of the outbox with all that a program needs to send it.
package struct OutboxMessage: Sendable {
  package let id: Int64
  package let number: String
  package let template: String
  package let state: String
  package let org: String?
  package let orgName: String?
  package let staff: String?
  package let customer: String?
  package let customerName: String?
  package let phone: String?
  package let ticket: String?
  package let kind: String?
  package let severity: String?
  package let summary: String?
  package let dueAt: Instant?
  package let level: Int64?
  package let text: String?
  package let queuedAt: Instant
  package let attempts: Int64
}

/// Runs `body` while no other process sends the messages of the database at `path`.
package func sendingAlone<Value>(
  _ path: String, lockWait: Duration, _ body: () throws -> Value
) throws -> Value {
  let lock = try WriteLock.acquire(path + ".outbox", wait: lockWait)
  defer { close(lock) }
  return try body()
}

extension Database {
  /// The messages that are queued by `moment`, and those that failed fewer than `attempts` times,
  /// the oldest first.
  package func outbox(by moment: Instant, attempts: Int64, limit: Int64) throws -> [OutboxMessage] {
    try messages(
      """
      (n.state = 'queued' OR n.state = 'failed' AND n.attempts < ?2) AND n.queued_at <= ?1
       ORDER BY n.queued_at, n.id LIMIT ?3
      """, [.instant(moment), .integer(attempts), .integer(limit)])
  }

  /// The message in row `id`.
  package func message(_ id: Int64) throws -> OutboxMessage? {
    try messages("n.id = ?1", [.integer(id)]).first
  }

  private func messages(_ condition: String, _ values: [SQLValue]) throws -> [OutboxMessage] {
    try rows(
      """
      SELECT n.id, printf('N%07d', n.id), n.template, n.state, o.code, o.name, n.staff,
             c.code, c.name, c.phone, t.number, t.kind, t.severity, t.summary,
             (SELECT e.due_at FROM escalation AS e
               WHERE e.ticket_id = n.ticket_id AND e.level = n.level),
             n.level, n.text, n.queued_at, n.attempts
        FROM notice AS n
        LEFT JOIN org AS o ON o.id = n.org_id
        LEFT JOIN customer AS c ON c.id = n.customer_id
        LEFT JOIN ticket AS t ON t.id = n.ticket_id
       WHERE \(condition)
      """, values
    ) { row in
      OutboxMessage(
        id: row.int64(0), number: row.string(1), template: row.string(2), state: row.string(3),
        org: row.optionalString(4), orgName: row.optionalString(5), staff: row.optionalString(6),
        customer: row.optionalString(7), customerName: row.optionalString(8),
        phone: row.optionalString(9), ticket: row.optionalString(10), kind: row.optionalString(11),
        severity: row.optionalString(12), summary: row.optionalString(13), dueAt: row.optionalInstant(14),
        level: row.optionalInt64(15), text: row.optionalString(16),
        queuedAt: row.instant(17), attempts: row.int64(18))
    }
  }

  /// How many messages failed `attempts` times: nobody sends them any more.
  package func givenUp(after attempts: Int64) throws -> Int {
    Int(try scalar("SELECT count(*) FROM notice WHERE \(Self.isGivenUp(after: attempts))") ?? 0)
  }

  static func isGivenUp(after attempts: Int64) -> String { "(state = 'failed' AND attempts >= \(attempts))" }

  /// Whether a message that says the same to the same, and waits or was queued from `start` until
  /// `end`, was given up after `attempts` times; nil where there is none.
  package func isAlikeGivenUp(
    _ values: [(String, SQLValue)], from start: Instant, until end: Instant, attempts: Int64
  ) throws -> Bool? {
    let names = ["template", "org_id", "staff", "customer_id", "ticket_id", "text"]
    let conditions = names.enumerated().map { "\"\($1)\" IS ?\($0 + 3)" }
    return try scalar(
      """
      SELECT \(Self.isGivenUp(after: attempts)) FROM notice
       WHERE \(conditions.joined(separator: " AND "))
         AND (state = 'queued' OR queued_at >= ?1 AND queued_at < ?2)
       ORDER BY id LIMIT 1
      """,
      [.instant(start), .instant(end)]
        + names.map { name in values.first { $0.0 == name }?.1 ?? .null }
    ).map { $0 == 1 }
  }

  /// Adds a message; its row.
  package func queueNotice(_ values: [(String, SQLValue)]) throws -> Int64 {
    let names = values.map { "\"\($0.0)\"" }.joined(separator: ", ")
    let marks = values.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    try run("INSERT INTO notice (\(names)) VALUES (\(marks))", values.map(\.1))
    return lastInsertRowID
  }
}
