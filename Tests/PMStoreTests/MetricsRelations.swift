// Random visits, surveys and occupancies beside the history of a small estate.
import PMCore
import PMStore

/// What key figures count beside tickets and bills; houses are those of the history, from 0.
struct MetricsRelations {
  struct Visit {
    var house: Int, at: Int64, purpose: String, assistant: String
    var score: Int64?, due: Int64?, done: Int64?
  }
  struct Answer {
    var survey: Int, house: Int, dimension: String, score: Int64, day: Int64?
  }
  struct Holding {
    var customer: Int, house: Int, from: Int64, to: Int64?
  }

  struct Nonconformity {
    var ticket: Int, due: Int64?, verified: Int64?, effective: Bool?
  }
  struct Event {
    /// The organisation's row: 1 the company, 2 the centre, 3 to 5 the communities.
    var org: Int, day: Int64?
  }

  var visits: [Visit] = []
  var nonconformities: [Nonconformity] = []
  var events: [Event] = []
  var answers: [Answer] = []
  var holdings: [Holding] = []
  /// The last day of each survey.
  var surveyEnds: [Int64] = []

  init(origin: Day, start: Int64, seed: UInt64) {
    var random = Seeded(seed)
    let first = Int64(origin.number)
    for _ in 0..<Int.random(in: 0...14, using: &random) {
      let due = random.chance(60) ? first + Int64.random(in: 0...60, using: &random) : nil
      visits.append(
        Visit(
          house: Int.random(in: 0..<8, using: &random),
          at: start + Int64.random(in: 0...(48 * 50), using: &random) * 1800,
          purpose: random.pick(["handover", "complaint", "courtesy"]),
          assistant: random.pick(["助理甲", "助理乙"]),
          score: random.chance(70) ? Int64.random(in: 1...5, using: &random) : nil, due: due,
          done: random.chance(60) ? first + Int64.random(in: 0...60, using: &random) : nil))
    }
    for survey in 0..<2 {
      surveyEnds.append(first + Int64.random(in: 0...50, using: &random))
      for house in 0..<8 {
        for dimension in ["overall", "repurchase", "recommend", "repair"] where random.chance(55) {
          answers.append(
            Answer(
              survey: survey, house: house, dimension: dimension,
              score: Int64.random(in: 1...5, using: &random),
              day: random.chance(60) ? first + Int64.random(in: 0...50, using: &random) : nil))
        }
      }
    }
    for _ in 0..<10 {
      let from = first + Int64.random(in: -30...30, using: &random)
      holdings.append(
        Holding(
          customer: Int.random(in: 1...5, using: &random),
          house: Int.random(in: 0..<8, using: &random), from: from,
          to: random.chance(60) ? from + Int64.random(in: 0...60, using: &random) : nil))
    }
  }

  /// What was to correct nonconformities of the tickets from 0 on, and what centres held.
  mutating func addWork(origin: Day, tickets: Int, seed: UInt64) {
    var random = Seeded(seed)
    let first = Int64(origin.number)
    func day(_ random: inout Seeded) -> Int64? {
      random.chance(70) ? first + Int64.random(in: 0...60, using: &random) : nil
    }
    for _ in 0..<(tickets > 0 ? 8 : 0) {
      nonconformities.append(
        Nonconformity(
          ticket: Int.random(in: 0..<tickets, using: &random), due: day(&random),
          verified: day(&random), effective: random.pick([nil, true, true, false])))
    }
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      events.append(Event(org: Int.random(in: 1...5, using: &random), day: day(&random)))
    }
  }

  func insert(into database: Database) throws {
    func value(_ integer: Int64?) -> SQLValue { integer.map { .integer($0) } ?? .null }
    for (place, visit) in visits.enumerated() {
      try database.run(
        """
        INSERT INTO visit (key, assistant, visited_at, room_id, purpose, score, due_on,
          carried_out_on)
        VALUES (?1, ?8, ?2, ?3, ?4, ?5, ?6, ?7)
        """,
        [
          .integer(Int64(place)), .integer(visit.at), .integer(Int64(visit.house + 1)),
          .text(visit.purpose), value(visit.score), value(visit.due), value(visit.done),
          .text(visit.assistant),
        ])
    }
    for (place, work) in nonconformities.enumerated() {
      try database.run(
        """
        INSERT INTO nonconformity (key, number, found_on, ticket_id, description, owner, due_on,
          verified_on, effective)
        VALUES (?1, ?1, 20000, ?2, 'd', '责任人', ?3, ?4, ?5)
        """,
        [
          .integer(Int64(place)), .integer(Int64(work.ticket + 1)), value(work.due),
          value(work.verified), value(work.effective.map { $0 ? 1 : 0 } as Int64?),
        ])
    }
    for (place, event) in events.enumerated() {
      try database.run(
        "INSERT INTO activity (key, code, name, org_id, held_on) VALUES (?1, ?1, 'a', ?2, ?3)",
        [.integer(Int64(place)), .integer(Int64(event.org)), value(event.day)])
    }
    for (place, end) in surveyEnds.enumerated() {
      try database.run(
        """
        INSERT INTO survey (id, key, code, name, "from", "to") VALUES (?1, ?1, ?1, 's', ?2, ?2)
        """, [.integer(Int64(place + 1)), .integer(end)])
    }
    for (place, answer) in answers.enumerated() {
      try database.run(
        """
        INSERT INTO answer (key, survey_id, room_id, dimension, score, answered_on)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """,
        [
          .integer(Int64(place)), .integer(Int64(answer.survey + 1)),
          .integer(Int64(answer.house + 1)), .text(answer.dimension), .integer(answer.score),
          value(answer.day),
        ])
    }
    for (place, holding) in holdings.enumerated() {
      try database.run(
        """
        INSERT INTO occupancy (key, room_id, customer_id, role, "from", "to", run)
        VALUES (?1, ?2, ?3, 'owner', ?4, ?5, 1)
        """,
        [
          .integer(Int64(place)), .integer(Int64(holding.house + 1)),
          .integer(Int64(holding.customer)), .integer(holding.from), value(holding.to),
        ])
    }
  }
}
