// Tickets and callbacks as the scans of the key figures read them.
import PMCore

/// Reads the ticket fact.
struct TicketReader: MetricReader {
  private let question: MetricQuestion
  private let end: Int64
  private let isMost: Bool
  private let hasOccasions: Bool
  private let clocks: ServiceClocks
  /// When each ticket's customer was last reached.
  private let called: TicketMoments
  /// How tickets with moves after as-of stood then.
  private let past: [Int64: PastTicket]
  /// The tickets that keep terms of their own; nil where there are none.
  private let live: TicketSet?
  private var combinations = TextTable()
  private var traits: [Traits] = []
  private var clocksByCode: [String: ServiceClock] = [:]
  private var key: [UInt8] = []

  /// What all tickets of one kind, category and severity share.
  private struct Traits {
    let kind: UInt64
    let isLeak: Bool
    let terms: ServiceTerms
    /// The clock of the terms; nil round the clock.
    let clock: ServiceClock?
  }

  init(_ database: Database, _ question: MetricQuestion) throws {
    self.question = question
    end = question.end.seconds
    clocks = try database.serviceClocks(zone: question.zone)
    called = try TicketMoments(
      database, "SELECT ticket_id, called_at FROM callback WHERE reached = 1 AND called_at < ?1",
      [.integer(end)])
    past = try database.pastTickets(question)
    live =
      question.hasLiveTickets
      ? try TicketSet(database, "SELECT ticket_id FROM ticket_event WHERE serial = 1", []) : nil
    hasOccasions =
      try database.scalar("SELECT 1 FROM ticket WHERE occasion IS NOT NULL LIMIT 1") != nil
    // Rows through the index cost some four times those of a plain scan.
    let inRange =
      try database.scalar(
        "SELECT count(*) FROM ticket AS t WHERE \(question.range("t.created_at"))") ?? 0
    isMost = inRange > (try database.scalar("SELECT max(id) FROM ticket") ?? 0) / 4
  }

  private enum Field {
    static let created = MetricGroups.moment
    static let id = 3
    static let kind = 4
    static let category = 5
    static let severity = 6
    static let valid = 7
    static let state = 8
    static let accepted = 9
    static let finished = 10
    static let verified = 11
    static let result = 12
    // The rest is read only where there are such tickets: it lies far back in the row.
    static let occasion = 13
    static let respondDue = 14
    static let finishDue = 15
    static let callbackMinutes = 16
    static let calendar = 17
  }

  func sql(_ groups: MetricGroups) -> String {
    let further =
      live != nil
      ? ", t.occasion, t.respond_due_at, t.finish_due_at, t.callback_minutes, t.calendar"
      : hasOccasions ? ", t.occasion" : ""
    return """
      SELECT t.room_id, \(groups.column), t.created_at, t.id, t.kind, t.category, t.severity,
        t.valid, t.state, t.accepted_at, t.finished_at, t.verified_at, t.verify_result\(further)
        FROM ticket AS t\(isMost ? " NOT INDEXED" : "")
       WHERE \(question.range("t.created_at"))\(groups.kept)
      """
  }

  mutating func pattern(_ row: borrowing Statement) -> UInt64 {
    let traits = traits(of: row)
    let created = row.int64(Field.created)
    var valid = row.optionalInt64(Field.valid)
    let state = row.bytes(Field.state)
    var isOut = state.equals("cancelled") || state.equals("invalid")
    let accepted = row.optionalInt64(Field.accepted)
    var finished = row.optionalInt64(Field.finished)
    if !past.isEmpty, let past = past[row.int64(Field.id)] {
      isOut = past.state == "cancelled" || past.state == "invalid"
      if past.isRejudged { valid = past.valid }
      if past.isWorked { finished = past.finishedAt }
    }
    isOut = isOut || valid == 0
    let isFinished = finished.map { $0 < end } ?? false
    let isResponded = isFinished || accepted.map { $0 < end } ?? false
    let isLive = live?.contains(row.int64(Field.id)) ?? false
    var isDue = false
    var isCalledBack = false
    if isFinished, let finished {
      isCalledBack = called[row.int64(Field.id)].map { $0 >= finished } ?? false
      if isLive {
        isDue = isOver(
          finished, row.optionalInt64(Field.callbackMinutes), liveClock(row))
      } else {
        isDue = isOver(finished, traits.terms.callbackMinutes, traits.clock)
      }
    }
    var result: UInt64 = 0
    if let verified = row.optionalInt64(Field.verified), verified < end {
      let bytes = row.bytes(Field.result)
      result = bytes.equals("pass") ? 1 : bytes.equals("fail") ? 2 : 0
    }
    var pattern = traits.kind | (valid.map { $0 == 0 ? 1 : 2 } ?? 0) << 4
    pattern |= (isOut ? 0 : 1) << 6
    if isLive {
      pattern |= timing(accepted, due: row.optionalInt64(Field.respondDue)) << 7
      pattern |= timing(finished, due: row.optionalInt64(Field.finishDue)) << 9
    } else {
      pattern |= timing(created, accepted, traits.terms.respondMinutes, traits.clock) << 7
      pattern |= timing(created, finished, traits.terms.finishMinutes, traits.clock) << 9
    }
    pattern |= (isFinished ? 1 : 0) << 11
    pattern |= (isCalledBack ? 1 : 0) << 12
    pattern |= (isDue ? 1 : 0) << 13
    pattern |= result << 14
    pattern |= (traits.isLeak ? 1 : 0) << 16
    pattern |= (isResponded ? 1 : 0) << 17
    return hasOccasions ? pattern | occasionNumber(row.bytes(Field.occasion)) << 18 : pattern
  }

  func values(_ pattern: UInt64) -> String {
    let timings = ["'open'", "'within'", "'late'", "'open'"]
    return [
      kindLiteral(bits(pattern, 0, 4)), ["NULL", "0", "1", "NULL"][bits(pattern, 4, 2)],
      "\(bits(pattern, 6, 1))", timings[bits(pattern, 7, 2)], timings[bits(pattern, 9, 2)],
      "\(bits(pattern, 17, 1))", "\(bits(pattern, 11, 1))", "\(bits(pattern, 12, 1))",
      "\(bits(pattern, 13, 1))", ["NULL", "'pass'", "'fail'", "NULL"][bits(pattern, 14, 2)],
      "\(bits(pattern, 16, 1))", occasionLiteral(bits(pattern, 18, 4)),
    ].joined(separator: ", ")
  }

  /// Worked out once for each combination of kind, category and severity.
  private mutating func traits(of row: borrowing Statement) -> Traits {
    key.removeAll(keepingCapacity: true)
    for field in [Field.kind, Field.category, Field.severity] {
      key.append(contentsOf: row.bytes(field))
      key.append(0)
    }
    let place = key.withUnsafeBufferPointer { combinations.place(of: $0) }
    if place < traits.count { return traits[place] }
    let category = row.bytes(Field.category)
    let terms =
      clocks.terms(
        kind: row.string(Field.kind), category: row.optionalString(Field.category),
        severity: row.optionalString(Field.severity))
      ?? ServiceTerms(respond: nil, finish: nil, callback: nil, calendar: nil)
    let clock = clocks.clock(terms)
    let fresh = Traits(
      kind: kindNumber(row.bytes(Field.kind)),
      isLeak: contains(category, "渗漏") || contains(category, "leak"), terms: terms,
      clock: clock.calendar == nil ? nil : clock)
    traits.append(fresh)
    return fresh
  }

  /// The clock by which a live ticket is called back; nil round the clock.
  private mutating func liveClock(_ row: borrowing Statement) -> ServiceClock? {
    if row.isNull(Field.calendar) { return nil }
    let code = row.string(Field.calendar)
    if let clock = clocksByCode[code] { return clock.calendar == nil ? nil : clock }
    let clock = clocks.clock(
      ServiceTerms(respond: nil, finish: nil, callback: nil, calendar: code))
    clocksByCode[code] = clock
    return clock.calendar == nil ? nil : clock
  }

  // Open 0, within 1, late 2: done by as-of, or past the time that the terms give.

  private func timing(
    _ created: Int64, _ done: Int64?, _ minutes: Int64?, _ clock: ServiceClock?
  ) -> UInt64 {
    guard let minutes else { return 0 }
    if let clock {
      // Where the calendar has no hours left, the time is never over.
      let due = clock.due(from: Instant(seconds: created), minutes: minutes)?.seconds ?? .max
      return timing(done, due: due)
    }
    if let done, done < end { return done / 60 - created / 60 <= minutes ? 1 : 2 }
    return created / 60 + minutes < end / 60 ? 2 : 0
  }

  private func timing(_ done: Int64?, due: Int64?) -> UInt64 {
    guard let due else { return 0 }
    if let done, done < end { return done / 60 <= due / 60 ? 1 : 2 }
    return due / 60 < end / 60 ? 2 : 0
  }

  /// Whether the minutes after `start` are over by as-of; without any they always are.
  private func isOver(_ start: Int64, _ minutes: Int64?, _ clock: ServiceClock?) -> Bool {
    guard let minutes else { return true }
    guard let clock else { return start / 60 + minutes < end / 60 }
    let due = clock.due(from: Instant(seconds: start), minutes: minutes)
    return due.map { $0.seconds / 60 < end / 60 } ?? false
  }
}

/// Reads the callback fact.
struct CallbackReader: MetricReader {
  let question: MetricQuestion

  private enum Field {
    static let kind = 3
    static let reached = 4
    static let score = 5
    static let occasion = 6
  }

  func sql(_ groups: MetricGroups) -> String {
    """
    SELECT t.room_id, \(groups.column), c.called_at, t.kind, c.reached, c.score, t.occasion
      FROM callback AS c JOIN ticket AS t ON t.id = c.ticket_id
     WHERE \(question.range("c.called_at"))\(groups.kept)
    """
  }

  func pattern(_ row: borrowing Statement) -> UInt64 {
    // 1 to 5 by the table's check; 0 stands for none.
    let score = UInt64(truncatingIfNeeded: row.int64(Field.score)) & 7
    return kindNumber(row.bytes(Field.kind)) | (row.flag(Field.reached) ? 1 : 0) << 4
      | score << 5 | occasionNumber(row.bytes(Field.occasion)) << 8
  }

  func values(_ pattern: UInt64) -> String {
    let score = bits(pattern, 5, 3)
    return kindLiteral(bits(pattern, 0, 4)) + ", \(bits(pattern, 4, 1)), "
      + (score == 0 ? "NULL" : "\(score)") + ", " + occasionLiteral(bits(pattern, 8, 4))
  }
}

extension MetricQuestion {
  /// The condition that a moment lies in the range, and is not after as-of.
  func range(_ moment: String) -> String {
    "\(moment) >= \(zone.start(of: first).seconds)"
      + " AND \(moment) < \(stop(of: last).seconds)"
  }
}

private func bits(_ pattern: UInt64, _ place: UInt64, _ width: UInt64) -> Int {
  Int(pattern >> place & (1 << width - 1))
}

private let kinds = Ticket.kinds.map(\.value)
private let kindBytes = kinds.map { Array($0.utf8) }
private let occasions = Ticket.occasions.map(\.value)
private let occasionBytes = occasions.map { Array($0.utf8) }

/// The place of a kind of ticket; 15 for none that is known.
private func kindNumber(_ kind: Bytes) -> UInt64 { number(kind, kindBytes) }

private func kindLiteral(_ number: Int) -> String {
  number < kinds.count ? "'\(kinds[number])'" : "NULL"
}

/// The place of an occasion and one; 0 for none.
private func occasionNumber(_ occasion: Bytes) -> UInt64 {
  occasion.isEmpty ? 0 : (number(occasion, occasionBytes) + 1) & 15
}

private func occasionLiteral(_ number: Int) -> String {
  occasions.indices.contains(number - 1) ? "'\(occasions[number - 1])'" : "NULL"
}

private func number(_ word: Bytes, _ words: [[UInt8]]) -> UInt64 {
  UInt64(
    words.firstIndex {
      $0.count == word.count && $0.withUnsafeBufferPointer { $0.equals(word) }
    } ?? 15)
}

/// Whether `bytes` hold `word`, ASCII letters of either case.
private func contains(_ bytes: Bytes, _ word: StaticString) -> Bool {
  word.withUTF8Buffer { word in
    guard bytes.count >= word.count else { return false }
    return (0...(bytes.count - word.count)).contains { start in
      word.indices.allSatisfy { place in
        let byte = bytes[start + place]
        return byte == word[place] || ((0x41...0x5A).contains(byte) && byte + 0x20 == word[place])
      }
    }
  }
}
