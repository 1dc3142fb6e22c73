// The ticket fact at full speed: one scan, folded into the few distinct rows that there are.
import PMCore

/// Tallies the ticket fact in one pass over the table.
///
/// It gives what the statement of `MetricQuestion.sql(.ticket)` gives, which tests hold it to. The
/// statement sorts a million rows to group them and judges each by every predicate; here a hash
/// table folds them into some hundred distinct rows of the fact first, and SQLite judges those.
struct MetricTicketScan {
  private let database: Database
  private let question: MetricQuestion
  private let end: Int64
  private var combinations = TextTable()
  private var traits: [Traits] = []
  private var groups: MetricGroups
  private var called: TicketSet
  private let levels: ServiceLevels

  /// What all tickets of one kind, category and severity share.
  private struct Traits {
    let kind: UInt64
    let isLeak: Bool
    let minutes: ServiceMinutes
  }

  init(_ database: Database, _ question: MetricQuestion) throws {
    self.database = database
    self.question = question
    end = question.end.seconds
    levels = try database.serviceLevels()
    groups = try MetricGroups(database, question)
    called = try TicketSet(calledBackIn: database, before: end)
  }

  /// Scans the tickets and adds their tallies.
  mutating func run(_ columns: [MetricTallyColumn], into tallies: inout MetricTallies) throws {
    var counts: [UInt64: Int64] = [:]
    counts.reserveCapacity(4096)
    var key: [UInt8] = []
    var rows = try database.prepare(try sql())
    while try rows.step() {
      guard let group = groups.place(rows) else { continue }
      key.removeAll(keepingCapacity: true)
      key.append(contentsOf: rows.bytes(Field.kind))
      key.append(0)
      key.append(contentsOf: rows.bytes(Field.category))
      key.append(0)
      key.append(contentsOf: rows.bytes(Field.severity))
      let place = key.withUnsafeBufferPointer { combinations.place(of: $0) }
      if place == traits.count { traits.append(traits(of: rows)) }
      counts[UInt64(group) << 32 | pattern(of: rows, traits[place]), default: 0] += 1
    }
    try add(counts, columns, to: &tallies)
  }

  // MARK: One ticket

  private enum Field {
    static let id = 0
    static let kind = 1
    static let category = 2
    static let severity = 3
    static let valid = 4
    static let state = 5
    static let created = 6
    static let accepted = 7
    static let finished = 8
    static let verified = 9
    static let result = 10
  }

  private func sql() throws -> String {
    let zone = question.zone
    let start = zone.start(of: question.first).seconds
    let stop = zone.start(of: question.last.adding(1)).seconds
    let range = "t.created_at >= \(start) AND t.created_at < \(stop)"
    // Rows through the index cost some four times those of a plain scan.
    let inRange = try database.scalar("SELECT count(*) FROM ticket AS t WHERE \(range)") ?? 0
    let isMost = inRange > (try database.scalar("SELECT max(id) FROM ticket") ?? 0) / 4
    return """
      SELECT t.id, t.kind, t.category, t.severity, t.valid, t.state, t.created_at, t.accepted_at,
        t.finished_at, t.verified_at, t.verify_result, \(groups.columns)
        FROM ticket AS t\(isMost ? " NOT INDEXED" : "")
       WHERE \(range)
      """
  }

  private func traits(of row: borrowing Statement) -> Traits {
    let kind = row.string(Field.kind)
    let category = row.bytes(Field.category)
    let place = Ticket.kinds.firstIndex { $0.value == kind } ?? Ticket.kinds.count
    return Traits(
      kind: UInt64(place), isLeak: speaksOfLeak(category),
      minutes: levels.minutes(
        kind: kind, category: row.string(Field.category), severity: row.string(Field.severity)))
  }

  /// The fact's columns of a ticket, packed into 32 bits.
  private func pattern(of row: borrowing Statement, _ traits: Traits) -> UInt64 {
    let created = row.int64(Field.created)
    let valid = row.optionalInt64(Field.valid)
    let state = row.bytes(Field.state)
    let isOut = valid == 0 || state.equals("cancelled") || state.equals("invalid")
    let accepted = row.optionalInt64(Field.accepted)
    let finished = row.optionalInt64(Field.finished)
    let isFinished = finished.map { $0 < end } ?? false
    var isDue = false
    if isFinished, let finished {
      isDue = traits.minutes.callback.map { finished / 60 + $0 < end / 60 } ?? true
    }
    var result = Pattern.noResult
    if let verified = row.optionalInt64(Field.verified), verified < end {
      let bytes = row.bytes(Field.result)
      result = bytes.equals("pass") ? Pattern.pass : bytes.equals("fail") ? Pattern.fail : Pattern.noResult
    }
    return traits.kind
      | (valid.map { $0 == 0 ? 1 : 2 } ?? 0) << 4
      | (isOut ? 0 : 1) << 6
      | timing(created, accepted, traits.minutes.respond) << 7
      | timing(created, finished, traits.minutes.finish) << 9
      | (isFinished ? 1 : 0) << 11
      | (isFinished && called.contains(row.int64(Field.id)) ? 1 : 0) << 12
      | (isDue ? 1 : 0) << 13
      | result << 14
      | (traits.isLeak ? 1 : 0) << 16
  }

  /// Within, late or open: done by as-of, or past the time that the service level gives.
  private func timing(_ created: Int64, _ done: Int64?, _ minutes: Int64?) -> UInt64 {
    guard let minutes else { return Pattern.open }
    if let done, done < end {
      return done / 60 - created / 60 <= minutes ? Pattern.within : Pattern.late
    }
    return created / 60 + minutes < end / 60 ? Pattern.late : Pattern.open
  }

  private func speaksOfLeak(_ category: Bytes) -> Bool {
    contains(category, "渗漏") || contains(category, "leak")
  }

  // MARK: The distinct rows

  private enum Pattern {
    static let open: UInt64 = 0
    static let within: UInt64 = 1
    static let late: UInt64 = 2
    static let noResult: UInt64 = 0
    static let pass: UInt64 = 1
    static let fail: UInt64 = 2

    /// The fact's columns as SQL values, in their declared order.
    static func values(_ pattern: UInt64) -> String {
      func bits(_ place: UInt64, _ width: UInt64) -> Int { Int(pattern >> place & (1 << width - 1)) }
      let kind = bits(0, 4)
      let timings = ["'open'", "'within'", "'late'", "'open'"]
      return [
        kind < Ticket.kinds.count ? "'\(Ticket.kinds[kind].value)'" : "NULL",
        ["NULL", "0", "1", "NULL"][bits(4, 2)], "\(bits(6, 1))", timings[bits(7, 2)],
        timings[bits(9, 2)], "\(bits(11, 1))", "\(bits(12, 1))", "\(bits(13, 1))",
        ["NULL", "'pass'", "'fail'", "NULL"][bits(14, 2)], "\(bits(16, 1))",
      ].joined(separator: ", ")
    }
  }

  /// Judges each distinct row by each column's predicate, and adds its count where that holds.
  private func add(
    _ counts: [UInt64: Int64], _ columns: [MetricTallyColumn], to tallies: inout MetricTallies
  ) throws {
    let patterns = Set(counts.keys.map { $0 & 0xFFFF_FFFF }).sorted()
    // Without a ticket the statement gives a row of zeros where nothing is told apart.
    if patterns.isEmpty { return }
    let names = MetricFact.ticket.columns.map(\.name).joined(separator: ", ")
    let values = patterns.map { "(\($0), \(Pattern.values($0)))" }.joined(separator: ",\n")
    let judged = columns.map { column in
      column.side.predicate.isEmpty ? "1" : "CASE WHEN \(column.side.predicate) THEN 1 ELSE 0 END"
    }
    var holds: [UInt64: [Int]] = [:]
    try database.forEach(
      "WITH fact(pattern, \(names)) AS (VALUES \(values))\n"
        + "SELECT pattern, \(judged.joined(separator: ", ")) FROM fact"
    ) { row in
      holds[UInt64(row.int64(0))] = columns.indices.filter { row.int64($0 + 1) != 0 }
    }
    var sums: [Int: [Int64]] = [:]
    for (key, count) in counts {
      let group = Int(key >> 32)
      for place in holds[key & 0xFFFF_FFFF] ?? [] {
        sums[group, default: Array(repeating: 0, count: columns.count)][place] += count
      }
      if sums[group] == nil { sums[group] = Array(repeating: 0, count: columns.count) }
    }
    for (group, sums) in sums {
      for (place, column) in columns.enumerated() {
        try tallies.add(sums[place], to: column, group: groups.name(group))
      }
    }
  }
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

extension Database {
  /// The rows of `sla`.
  func serviceLevels() throws -> ServiceLevels {
    ServiceLevels(
      try rows(
        """
        SELECT COALESCE(kind, ''), COALESCE(category, ''), COALESCE(severity, ''),
          respond_minutes, finish_minutes, callback_minutes
          FROM sla
        """
      ) { row in
        ServiceLevels.Row(
          kind: row.string(0), category: row.string(1), severity: row.string(2),
          ServiceMinutes(
            respond: row.optionalInt64(3), finish: row.optionalInt64(4),
            callback: row.optionalInt64(5)))
      })
  }
}
