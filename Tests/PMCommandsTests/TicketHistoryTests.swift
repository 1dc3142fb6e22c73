// Random histories through the commands, held against a second, naive life of tickets.
import PMCore
import Testing

/// A ticket as the naive model keeps it.
private struct Modelled {
  var state = "new"
  var last: Int
  var stoppedAt: Int?
  /// Minutes in which the clock stood still.
  var stopped = 0
  var due: Int?
  var events = 1
}

@Suite("Random histories of tickets")
struct TicketHistoryTests {
  /// From state by verb to state, written down a second time.
  private static let table: [String: [String: String]] = [
    "new": ["dispatch": "dispatched", "cancel": "cancelled", "invalidate": "invalid"],
    "dispatched": [
      "dispatch": "dispatched", "accept": "accepted", "refuse": "new", "cancel": "cancelled",
      "invalidate": "invalid",
    ],
    "accepted": [
      "suspend": "suspended", "finish": "finished", "cancel": "cancelled", "invalidate": "invalid",
    ],
    "suspended": ["resume": "accepted", "cancel": "cancelled", "invalidate": "invalid"],
    "finished": [
      "verify pass": "verified", "verify fail": "rework", "close": "closed",
      "invalidate": "invalid",
    ],
    "rework": [
      "suspend": "suspended", "finish": "finished", "rework": "accepted", "cancel": "cancelled",
      "invalidate": "invalid",
    ],
    "verified": ["rework": "accepted", "close": "closed", "invalidate": "invalid"],
    "closed": ["reopen": "reopened"],
    "cancelled": ["reopen": "reopened"],
    "invalid": ["reopen": "reopened"],
    "reopened": ["dispatch": "dispatched", "cancel": "cancelled", "invalidate": "invalid"],
  ]

  private static let verbs = Set(table.values.flatMap(\.keys)).sorted()
  private static let zone = Zone.standard

  private static func text(_ minute: Int, _ start: Instant) -> String {
    zone.text(start.adding(minutes: Int64(minute)))
  }

  @Test(
    "what the table allows is done, all else refused, and the clock skips what was stopped",
    arguments: [1, 2, 3] as [UInt64])
  func histories(seed: UInt64) throws {
    var random = Seeded(seed)
    let estate = Estate()
    estate.run("sla", "add", "kind=repair", "finish_minutes=600")
    let start = Self.zone.instant(try #require(Day("2026-01-05")), 8, 0)
    var tickets: [Modelled] = []
    for place in 0..<4 {
      estate.run("ticket", "add", "kind=repair", "--at", Self.text(place, start), "--quiet")
      tickets.append(Modelled(last: place, due: place + 600))
    }
    var clock = 10
    for _ in 0..<120 {
      let place = Int(random.next() % 4)
      // Mostly what is legal, so that histories get long.
      let legal = (Self.table[tickets[place].state] ?? [:]).keys.sorted()
      let verb = try #require(
        random.next() % 4 > 0
          ? legal.randomElement(using: &random) : Self.verbs.randomElement(using: &random))
      clock += Int(random.next() % 90)
      let at = clock - (random.next() % 5 == 0 ? Int(random.next() % 400) : 0)
      let parts = verb.split(separator: " ").map(String.init)
      var words = ["ticket", parts[0], "WX-202601-000\(place + 1)", "--at", Self.text(at, start), "--quiet"]
      if parts.count > 1 { words += ["--result", parts[1]] }
      if verb == "dispatch" { words += ["--assignee", "甲"] }
      let ran = estate.run(words)
      let next = Self.table[tickets[place].state]?[verb]
      let isLegal = next != nil && at >= tickets[place].last
      #expect(ran.status == (isLegal ? 0 : 65), "\(verb) at \(at): \(ran.messages)")
      if isLegal, let next { step(&tickets[place], verb, next, at, created: place) }
    }
    let list = estate.run("ticket", "list", "--columns", "state,finish_due_at").output
    let expected = tickets.map {
      "\($0.state),\($0.due.map { Self.text($0, start) } ?? "")"
    }
    #expect(list.split(separator: "\n").dropFirst().map(String.init) == expected)
    let events = estate.run("ticket-event", "list", "--columns", "serial").output
    #expect(events.split(separator: "\n").count - 1 == tickets.map(\.events).reduce(0, +))
    #expect(estate.run("db", "check").status == 0)
  }

  private func step(
    _ ticket: inout Modelled, _ verb: String, _ next: String, _ at: Int, created: Int
  ) {
    let stops = ["suspended", "closed", "cancelled", "invalid"].contains(next)
    if stops {
      ticket.stoppedAt = ticket.stoppedAt ?? at
    } else if let since = ticket.stoppedAt {
      // Only what the clock lost before it ran out brings the due time on.
      let end = created + 600 + ticket.stopped
      if since < end { ticket.stopped += at - since }
      ticket.stoppedAt = nil
    }
    if ["resume", "reopen", "rework"].contains(verb) {
      ticket.due = created + 600 + ticket.stopped
    }
    // While the clock stands still, a time that was not over has no end.
    if next == "suspended", ticket.due ?? at > at { ticket.due = nil }
    ticket.state = next
    ticket.last = at
    ticket.events += 1
  }
}

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
}
