// Versions of rooms: values that hold from a day on.
package import PMCore

extension Database {
  /// Gives a room new values from `day` on; false where they hold on that day already.
  ///
  /// The first version of a room brings one of what it was like before. Later versions stay as they
  /// are; where `day` begins the last one, the room's own row takes its values.
  package func version(
    room: Int64, from day: Day, _ values: [(String, SQLValue)], by editor: RowEditor
  ) throws -> Bool {
    let record = RoomVersions.record
    let columns = RoomVersions.columns.compactMap { record.column($0)?.quoted }.joined(separator: ", ")
    let width = RoomVersions.columns.count
    var versions = try rows(
      "SELECT \"from\", id, \(columns) FROM room_version WHERE room_id = ?1 ORDER BY \"from\"",
      [.integer(room)]
    ) { row in (from: row.day(0), id: row.int64(1), values: (0..<width).map { row.value($0 + 2) }) }
    let now = try first("SELECT \(columns) FROM room WHERE id = ?1", [.integer(room)]) { row in
      (0..<width).map { row.value($0) }
    }
    guard let now else { return false }
    let place = versions.lastIndex { $0.from <= day }
    var wanted = place.map { versions[$0].values } ?? now
    for (name, value) in values {
      if let slot = RoomVersions.columns.firstIndex(of: name) { wanted[slot] = value }
    }
    if wanted == (place.map { versions[$0].values } ?? now) { return false }
    func named(_ values: [SQLValue]) -> [(String, SQLValue)] {
      Array(zip(RoomVersions.columns, values))
    }
    func add(_ from: Day, _ values: [SQLValue]) throws -> Int64 {
      try editor.insertUncounted(
        record,
        [("room", .integer(room)), ("from", .day(from))] + named(values))
    }
    if versions.isEmpty { versions.append((.distantPast, try add(.distantPast, now), now)) }
    if let same = versions.first(where: { $0.from == day }) {
      try editor.updateUncounted(record, row: same.id, named(wanted))
    } else {
      _ = try add(day, wanted)
    }
    if versions.allSatisfy({ $0.from <= day }) {
      try editor.updateUncounted(Room.record, row: room, named(wanted))
    }
    return true
  }

  /// Lets the last versions follow what was corrected in the rows of their rooms.
  package func correctLastVersions(run entry: Int64) throws {
    if try scalar("SELECT 1 FROM room_version LIMIT 1") == nil { return }
    let columns = RoomVersions.columns
    let differing = columns.map { "room.\($0) IS NOT room_version.\($0)" }.joined(separator: " OR ")
    try replace(
      in: RoomVersions.record,
      columns.map { ($0, "(SELECT \($0) FROM room WHERE room.id = room_version.room_id)") },
      where: """
        "from" = (SELECT max("from") FROM room_version AS other
                   WHERE other.room_id = room_version.room_id)
         AND EXISTS (SELECT 1 FROM room
                      WHERE room.id = room_version.room_id AND (\(differing)))
        """, [], run: entry)
  }
}
