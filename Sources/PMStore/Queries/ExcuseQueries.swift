// Findings of a billing run that are excused, by room and fee.
package import PMCore

/// What is excused in a period.
package struct ExcuseKey: Hashable, Sendable {
  package let room: Int64
  package let fee: Int64

  package init(room: Int64, fee: Int64) {
    self.room = room
    self.fee = fee
  }
}

extension Database {
  /// The reasons of what is excused in `period`.
  package func excuses(of period: Period) throws -> [ExcuseKey: String] {
    var excuses: [ExcuseKey: String] = [:]
    try forEach(
      "SELECT room_id, fee_id, reason FROM excuse WHERE period = ?1 ORDER BY id",
      [.period(period)]
    ) { excuses[ExcuseKey(room: $0.int64(0), fee: $0.int64(1))] = $0.string(2) }
    return excuses
  }

  /// Keeps an excuse.
  package func keepExcuse(
    _ key: ExcuseKey, _ period: Period, reason: String, on day: Day, run entry: Int64
  ) throws {
    try run(
      """
      INSERT INTO excuse (period, room_id, fee_id, reason, excused_on, run)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .period(period), .integer(key.room), .integer(key.fee), .text(reason),
        .day(day), .integer(entry),
      ])
  }
}
