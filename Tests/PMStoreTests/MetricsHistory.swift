// Random histories of a small estate, and the key figures worked out from them once more, naively.
import PMCore
import PMStore

/// A small generator that gives the same numbers for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &self)]
  }
  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// A history as plain values.
struct MetricsHistory {
  struct House {
    var community: String, kind: String, status: String
    var delivered: Int64?, size: Int64?, finish: String?, product: String?
    var building: String { (size ?? 0) % 2 == 0 ? "1" : "10" }
  }
  struct Case {
    var kind: String, category: String?, severity: String?, house: Int?, assignee: String?
    var created: Int64, accepted: Int64?, finished: Int64?, verified: Int64?
    var result: String?, valid: Bool?, state: String?, occasion: String?
    /// What a ticket that was not imported keeps.
    var live: Kept?
    /// The moves after the first, whose outcome the columns above hold.
    var moves: [Move] = []
    /// The validity that was typed in the end, without a move.
    var typed: Bool?

    // What no figure asks about, but tells tickets apart.
    var department: String? { ["工程部", "客服部", nil][Int(created / 1800 % 3)] }
    var channel: String { ["phone", "app"][Int(created / 5400 % 2)] }
    var responsible: String? { ["施工方", nil][Int(created / 10_800 % 2)] }
  }
  /// Due times in seconds, and by which clock the customer is called back.
  struct Kept {
    var respondDue: Int64?, finishDue: Int64?, callback: Int64?
    var onCalendar: Bool
  }
  struct Call {
    var ticket: Int, at: Int64, reached: Bool, score: Int64?
  }
  struct Level {
    var kind: String?, category: String?, severity: String?
    var respond: Int64?, finish: Int64?, callback: Int64?
    var onCalendar: Bool
  }
  struct Line {
    var house: Int, kind: String, period: Int32, amount: Int64, waived: Int64, ended: String?
    var isCredit: Bool, received: [(Int64, Int64)]
    /// What was waived or written off, and when it was posted.
    var adjusted: [(String, Int64, Int64)]
  }

  var houses: [House] = []
  var cases: [Case] = []
  var calls: [Call] = []
  var levels: [Level] = []
  var lines: [Line] = []
  var relations: MetricsRelations
  let clock: MetricsClock
  let zone: Zone
  /// Where the days of the history begin.
  let origin: Day

  init(seed: UInt64) throws {
    var random = Seeded(seed)
    zone = Zone(offsetSeconds: random.pick([28_800, 0, -12_600, 20_700]))
    origin = Day(number: 20_000 + Int32.random(in: 0..<400, using: &random))
    let start = zone.start(of: origin).seconds
    // Half hours, so that times meet their limits exactly; some with seconds.
    func moment(_ random: inout Seeded, after: Int64, within halfHours: Int64) -> Int64 {
      after + Int64.random(in: 0...halfHours, using: &random) * 1800
        + (random.chance(15) ? Int64.random(in: 0..<60, using: &random) : 0)
    }
    for _ in 0..<8 {
      houses.append(
        House(
          community: random.pick(["A1", "A10", "A2"]),
          kind: random.pick(["residence", "residence", "shop"]),
          status: random.pick(["unsold", "sold", "delivered", "occupied", "let", "vacant"]),
          delivered: random.chance(50)
            ? Int64(origin.number) + Int64.random(in: -10...60, using: &random) : nil,
          size: random.chance(80) ? Int64.random(in: 0...5, using: &random) : nil,
          finish: random.pick([nil, "shell", "furnished"]),
          product: random.pick([nil, "高层", "高层", "洋房"])))
      // Some were handed over half a year before.
      if random.chance(30) {
        houses[houses.count - 1].delivered =
          Int64(origin.number) - Int64.random(in: 140...200, using: &random)
      }
    }
    clock = MetricsClock(origin: origin, zone: zone, seed: seed &+ 77)
    relations = MetricsRelations(origin: origin, start: start, seed: seed &+ 31)
    let kinds = ["complaint", "repair", "repair", "service", "suggestion"]
    let categories: [String?] = [nil, "水电", "屋面渗漏", "WATER Leak", "停车"]
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      let created = moment(&random, after: start, within: 48 * 45)
      let accepted = random.chance(80) ? moment(&random, after: created, within: 4) : nil
      let finished = random.chance(70) ? moment(&random, after: accepted ?? created, within: 100) : nil
      let verified = random.chance(60) ? moment(&random, after: finished ?? created, within: 60) : nil
      cases.append(
        Case(
          kind: random.pick(kinds), category: random.pick(categories),
          severity: random.pick([nil, "high", "normal"]),
          house: random.chance(85) ? Int.random(in: 0..<8, using: &random) : nil,
          assignee: random.pick([nil, "员工10", "员工9"]), created: created, accepted: accepted,
          finished: finished, verified: verified, result: random.pick([nil, "pass", "fail"]),
          valid: random.pick([nil, true, false]),
          state: random.pick([nil, nil, nil, "cancelled", "invalid", "closed"]),
          occasion: random.chance(40)
            ? random.pick(["handover", "handover", "open-day", "drawing", "sales"]) : nil))
      if random.chance(25) {
        func due(_ halfHours: Int64) -> Int64? {
          random.chance(80)
            ? created / 60 * 60 + Int64.random(in: 0...halfHours, using: &random) * 1800 : nil
        }
        cases[cases.count - 1].live = Kept(
          respondDue: due(4), finishDue: due(120),
          callback: random.pick([nil, 0, 60, 600] as [Int64?]), onCalendar: random.chance(50))
      }
    }
    addEvents(seed: seed, start: start)
    addMoves(seed: seed)
    for ticket in cases.indices {
      var seen: Set<Int64> = []
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let at = moment(&random, after: cases[ticket].created, within: 48 * 4)
        if seen.insert(at).inserted {
          calls.append(
            Call(
              ticket: ticket, at: at, reached: random.chance(75),
              score: random.chance(80) ? Int64.random(in: 1...5, using: &random) : nil))
        }
      }
    }
    relations.addWork(origin: origin, tickets: cases.count, seed: seed &+ 53)
    var keys: Set<String> = []
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let minutes: [Int64?] = [nil, 0, 30, 60, 1440, 2880]
      let level = Level(
        kind: random.pick([nil, "complaint", "repair"]), category: random.pick(categories),
        severity: random.pick([nil, "high"]), respond: random.pick(minutes),
        finish: random.pick(minutes), callback: random.pick(minutes),
        onCalendar: random.chance(40))
      if keys.insert("\(level.kind ?? "")|\(level.category ?? "")|\(level.severity ?? "")").inserted {
        levels.append(level)
      }
    }
    for _ in 0..<12 {
      let amount = Int64.random(in: -5_000...90_000, using: &random)
      lines.append(
        Line(
          house: Int.random(in: 0..<8, using: &random),
          kind: random.pick(["recurring", "metered", "late", "deposit"]),
          period: origin.period.index + Int32.random(in: -1...2, using: &random),
          amount: amount, waived: amount > 100 && random.chance(20) ? 100 : 0,
          ended: random.chance(15) ? random.pick(["void", "corrected"]) : nil,
          isCredit: random.chance(15),
          received: (0..<Int.random(in: 0...2, using: &random)).map { _ in
            (
              Int64.random(in: 1...30_000, using: &random),
              Int64(origin.number) + Int64.random(in: 0...60, using: &random)
            )
          },
          adjusted: random.chance(30)
            ? [
              (
                random.pick(["waive", "write-off", "void"]), 50,
                Int64(origin.number) + Int64.random(in: 0...60, using: &random)
              )
            ] : []))
    }
  }

  /// A database that holds the history.
  func database() throws -> Database {
    let database = try Database.inMemory()
    try database.checkReferences(false)
    try Schema.create(in: database)
    func value(_ integer: Int64?) -> SQLValue { integer.map { .integer($0) } ?? .null }
    func value(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
    try database.execute(
      """
      INSERT INTO org (id, key, code, kind, name, parent_id) VALUES
        (1, '1', 'C', 'company', 'c', NULL), (2, '2', 'T', 'centre', 't', 1),
        (3, '3', 'A1', 'community', 'a', 2), (4, '4', 'A2', 'community', 'a', 1),
        (5, '5', 'A10', 'community', 'a', 2)
      """)
    for (place, house) in houses.enumerated() {
      try database.run(
        """
        INSERT INTO room (id, key, code, community_id, building, kind, status, delivered_on,
          household_size, finish, product)
        VALUES (?1, ?1, ?1, (SELECT id FROM org WHERE code = ?2), ?9, ?3, ?4, ?5, ?6, ?7, ?8)
        """,
        [
          .integer(Int64(place + 1)), .text(house.community), .text(house.kind),
          .text(house.status), value(house.delivered), value(house.size),
          value(house.finish), value(house.product), .text(house.building),
        ])
    }
    for (place, ticket) in cases.enumerated() {
      try database.run(
        """
        INSERT INTO ticket (id, key, number, kind, category, severity, room_id, assignee,
          created_at, accepted_at, finished_at, verified_at, verify_result, valid, state, occasion,
          respond_due_at, finish_due_at, callback_minutes, calendar, department, channel, responsible)
        VALUES (?1, ?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
          ?18, ?19, ?20, ?21)
        """,
        [
          .integer(Int64(place + 1)), .text(ticket.kind), value(ticket.category),
          value(ticket.severity), value(ticket.house.map { Int64($0 + 1) }),
          value(ticket.assignee), .integer(ticket.created), value(ticket.accepted),
          value(ticket.finished), value(ticket.verified), value(ticket.result),
          value(ticket.valid.map { $0 ? 1 : 0 } as Int64?), value(ticket.state),
          value(ticket.occasion), value(ticket.live?.respondDue), value(ticket.live?.finishDue),
          value(ticket.live?.callback), value(ticket.live.flatMap { $0.onCalendar ? "K" : nil }),
          value(ticket.department), .text(ticket.channel), value(ticket.responsible),
        ])
      if ticket.live != nil {
        try database.run(
          """
          INSERT INTO ticket_event (key, ticket_id, serial, at, actor, move, to_state, run, latest)
          VALUES (?1, ?1, 1, ?2, 'a', 'add', 'new', 1,
            max(?2, COALESCE((SELECT max(at) FROM ticket_event), 0)))
          """, [.integer(Int64(place + 1)), .integer(ticket.created)])
      }
      for (number, move) in ticket.moves.enumerated() {
        try database.run(
          """
          INSERT INTO ticket_event
            (key, ticket_id, serial, at, actor, move, from_state, to_state, changed, run, latest)
          VALUES (?1 || '.' || ?2, ?1, ?2, ?3, 'a', ?4, ?5, ?6, ?7, 1,
            max(?3, COALESCE((SELECT max(at) FROM ticket_event), 0)))
          """,
          [
            .integer(Int64(place + 1)), .integer(Int64(number + 2)), .integer(move.at),
            .text(move.move.rawValue), .text(move.from.rawValue), .text(move.to.rawValue),
            value(move.changed),
          ])
      }
    }
    for (place, call) in calls.enumerated() {
      try database.run(
        """
        INSERT INTO callback (key, ticket_id, called_at, reached, score)
        VALUES (?1, ?2, ?3, ?4, ?5)
        """,
        [
          .integer(Int64(place)), .integer(Int64(call.ticket + 1)), .integer(call.at),
          .integer(call.reached ? 1 : 0), value(call.score),
        ])
    }
    for (place, level) in levels.enumerated() {
      try database.run(
        """
        INSERT INTO sla (key, kind, category, severity, respond_minutes, finish_minutes,
          callback_minutes, calendar)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """,
        [
          .integer(Int64(place)), value(level.kind), value(level.category), value(level.severity),
          value(level.respond), value(level.finish), value(level.callback),
          value(level.onCalendar ? "K" : nil),
        ])
    }
    for (place, line) in lines.enumerated() {
      try database.run(
        """
        INSERT INTO bill (id, room_id, customer_id, fee_id, class, period, "from", "to",
          amount_minor, tax_minor, due_on, waived_minor, issued_on, posted_on, ended,
          corrects_id, run)
        VALUES (?1, ?2, 1, ?1, ?3, ?4, 20000, 20001, ?5, 0, 20000, ?6, 20000, 20000, ?7, ?8, 1)
        """,
        [
          .integer(Int64(place + 1)), .integer(Int64(line.house + 1)), .text(line.kind),
          .integer(Int64(line.period)), .integer(line.amount), .integer(line.waived),
          value(line.ended), value(line.isCredit ? 1 : nil as Int64?),
        ])
      for (amount, posted) in line.received {
        try database.run(
          """
          INSERT INTO allocation (bill_id, fee_id, kind, amount_minor, value_on, posted_on, run)
          VALUES (?1, 1, 'payment', ?2, ?3, ?3, 1)
          """, [.integer(Int64(place + 1)), .integer(amount), .integer(posted)])
      }
      for (kind, amount, posted) in line.adjusted {
        try database.run(
          """
          INSERT INTO adjustment (kind, bill_id, fee_id, amount_minor, value_on, posted_on, reason, run)
          VALUES (?1, ?2, 1, ?3, ?4, ?4, 'r', 1)
          """,
          [.text(kind), .integer(Int64(place + 1)), .integer(amount), .integer(posted)])
      }
    }
    try relations.insert(into: database)
    try clock.insert(into: database)
    return database
  }
}

extension MetricsHistory {
  /// What chance alone brings about too rarely: an open day, a batch handover with defects, a
  /// product type whose households are called back.
  fileprivate mutating func addEvents(seed: UInt64, start: Int64) {
    var random = Seeded(seed &+ 211)
    func add(_ kind: String, house: Int?, at created: Int64, days: Int64, occasion: String?) {
      let accepted = random.chance(60) ? created + 1800 : nil
      let finished = random.chance(50) ? created + Int64.random(in: 1...days, using: &random) * 86_400 : nil
      cases.append(
        Case(
          kind: kind, category: nil, severity: nil, house: house, assignee: nil, created: created,
          accepted: accepted, finished: finished, verified: nil, result: nil, valid: nil, state: nil,
          occasion: occasion))
    }
    switch seed % 4 {
    case 0:
      for _ in 0..<8 {
        let kind = random.pick(["suggestion", "suggestion", "repair"])
        let day = Int64.random(in: 0...30, using: &random)
        add(kind, house: nil, at: start + day * 86_400 + 36_000, days: 10, occasion: "open-day")
      }
    case 1:
      // Of some the 46th day falls into the range, of others the handover itself.
      for house in 0..<7 {
        let day = Int64.random(in: house < 4 ? -40 ... -20 : 0...30, using: &random)
        houses[house].kind = "residence"
        houses[house].delivered = Int64(origin.number) + day
        for _ in 0..<2 {
          add("repair", house: house, at: start + day * 86_400 + 36_000, days: 80, occasion: "handover")
        }
      }
    case 2:
      for house in houses.indices {
        houses[house].kind = "residence"
        houses[house].status = "occupied"
        houses[house].delivered = nil
        houses[house].product = house < 6 ? "高层" : "洋房"
        for _ in 0..<3 {
          let day = Int64.random(in: 0...25, using: &random)
          add("repair", house: house, at: start + day * 86_400 + 36_000, days: 10, occasion: nil)
        }
      }
    default: break
    }
  }
}
