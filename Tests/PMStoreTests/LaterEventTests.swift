// From which event on tickets may have been moved after a moment.
import PMCore
import Testing

@testable import PMStore

@Suite("Later events")
struct LaterEventTests {
  @Test("nothing before the event that is found is late, and none is found where nothing is", arguments: 1...20)
  func found(seed: UInt64) throws {
    var random = seed
    func next(_ limit: UInt64) -> Int64 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((random >> 33) % limit)
    }
    let database = try Database.inMemory()
    try database.execute("CREATE TABLE ticket_event (id INTEGER PRIMARY KEY, at INTEGER, latest INTEGER) STRICT")
    var times: [Int64] = []
    // Time goes on, and now and then something is entered that happened before; rows may be missing.
    for row in 0..<next(200) {
      times.append(row * 10 - (next(4) == 0 ? next(300) : 0))
      if next(20) == 0 { continue }
      try database.run(
        """
        INSERT INTO ticket_event
        SELECT ?1, ?2, max(?2, COALESCE((SELECT latest FROM ticket_event ORDER BY id DESC LIMIT 1), ?2))
        """, [.integer(row + 1), .integer(times.last ?? 0)])
    }
    for moment in Set(times.flatMap { [$0 - 1, $0, $0 + 1] } + [-1000, 100_000]) {
      let late = try database.scalar(
        "SELECT min(id) FROM ticket_event WHERE at >= ?1", [.integer(moment)])
      let found = try database.firstEvent(since: Instant(seconds: moment))
      #expect((found == nil) == (late == nil), "\(moment)")
      guard let found, let late else { continue }
      #expect(found <= late, "\(moment)")
      // It is no earlier than it must be: the rows between were all entered after a late one.
      #expect(
        try database.scalar(
          "SELECT count(*) FROM ticket_event WHERE id >= ?1 AND id < ?2",
          [.integer(found), .integer(late)]) == 0, "\(moment)")
    }
  }
}
