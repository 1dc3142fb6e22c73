// Who pays for a room beside somebody else in the same role, on days of both.
package import PMCore

/// Somebody who pays for a room, and on which days.
package struct PayingHolder: Sendable {
  /// The row of the occupancy.
  package let id: Int64
  /// The customer's code.
  package let code: String
  package let from: Day
  package let to: Day?
  /// Whether the command at work has brought him.
  package let isNew: Bool
}

/// Two owners, or two tenants, who pay for one room on days of both.
package struct PayingPair: Sendable {
  package let room: String
  package let isOwner: Bool
  /// The one who was just written, and the one beside him; both may have been.
  package let written: PayingHolder
  package let beside: PayingHolder
  /// Whether the rule of the payer names the one who was written: the later start, then the smaller code.
  package let isWrittenBilled: Bool

  package var billed: PayingHolder { isWrittenBilled ? written : beside }
  package var other: PayingHolder { isWrittenBilled ? beside : written }
}

extension Database {
  /// Hands over each pair that the command at work has made, once, in order of the rooms; what paid
  /// twice before it is none.
  ///
  /// - Parameters:
  ///   - last: occupancies after this row are its own.
  ///   - changed: those up to `last` that it has changed.
  ///   - lastRoom: later rooms are passed over.
  package func eachPayingPair(
    after last: Int64, changed: [Int64], inRoomsThrough lastRoom: Int64 = .max,
    _ body: (PayingPair) throws -> Void
  ) throws {
    var statement = try prepare(Self.pairSQL)
    try statement.bind([
      .integer(entry), .integer(last), .integer(lastRoom),
      .list(changed),
    ])
    while try statement.step() {
      try body(
        PayingPair(
          room: statement.string(0), isOwner: statement.string(1) == "owner",
          written: PayingHolder(
            id: statement.int64(2), code: statement.string(3), from: statement.day(4),
            to: statement.optionalDay(5), isNew: statement.int64(2) > last),
          beside: PayingHolder(
            id: statement.int64(6), code: statement.string(7), from: statement.day(8),
            to: statement.optionalDay(9), isNew: statement.int64(6) > last),
          isWrittenBilled: statement.flag(10)))
    }
  }

  /// From what was written to who else holds the room: an import writes millions, and few are two.
  private static let pairSQL = """
    WITH written(id) AS (
      SELECT id FROM occupancy WHERE id > ?2
      UNION ALL
      SELECT value FROM json_each(?4))
    SELECT room.code, t.role, t.id, mine.code, t."from", t."to", o.id, theirs.code, o."from", o."to",
           t."from" > o."from" OR t."from" = o."from" AND mine.key < theirs.key
      FROM written
     CROSS JOIN occupancy AS t ON t.id = written.id
     CROSS JOIN occupancy AS o ON o.room_id = t.room_id AND o.id <> t.id
           AND o.role = t.role AND o.pays = 1 AND o.customer_id <> t.customer_id
           AND (o."to" IS NULL OR o."to" >= t."from") AND (t."to" IS NULL OR t."to" >= o."from")
     CROSS JOIN room ON room.id = t.room_id
     CROSS JOIN customer AS mine ON mine.id = t.customer_id
     CROSS JOIN customer AS theirs ON theirs.id = o.customer_id
     WHERE t.pays = 1 AND t.role IN ('owner', 'tenant') AND t.room_id <= ?3
       AND (t.id < o.id OR o.id <= ?2 AND o.id NOT IN (SELECT value FROM json_each(?4)))
       AND (t.run = ?1 OR o.run = ?1 OR NOT (
             \(before("t", "customer_id")) <> \(before("o", "customer_id"))
         AND \(before("t", "role")) = \(before("o", "role"))
         AND \(before("t", "pays")) = 1 AND \(before("o", "pays")) = 1
         AND \(before("t", "from")) <= \(before("o", "to"))
         AND \(before("o", "from")) <= \(before("t", "to"))))
     ORDER BY room.key, t.id, o.id
    """

  /// What an occupancy had in a column before entry ?1; an open end is far away.
  private static func before(_ row: String, _ column: String) -> String {
    let open = "9223372036854775807"
    return """
      coalesce((SELECT coalesce(h.old ->> '$.\(column)', \(open))
                  FROM history AS h
                 WHERE h.record = 'occupancy' AND h.row_id = \(row).id AND h.journal_id = ?1
                   AND json_type(h.old, '$.\(column)') IS NOT NULL
                 ORDER BY h.rowid LIMIT 1), \(row)."\(column)", \(open))
      """
  }
}
