// Facts at full speed: one pass over the rows, folded into the few distinct ones that there are.
import PMCore

/// Reads the rows of one fact for a scan.
protocol MetricReader {
  /// The scan: room, group, moment, then what `pattern` reads.
  func sql(_ groups: MetricGroups) throws -> String
  /// The fact's columns of a row, packed into 32 bits.
  mutating func pattern(_ row: borrowing Statement) -> UInt64
  /// The fact's columns as SQL values, in their declared order.
  func values(_ pattern: UInt64) -> String
}

extension Database {
  /// Tallies a fact in one scan; false where the question is one for its statement.
  ///
  /// The scan gives what the statement gives, which tests hold it to. The statement sorts a million
  /// rows to group them and judges each by every predicate; here a hash table folds them into some
  /// hundred distinct rows of the fact first, and SQLite judges those.
  func scan(
    _ fact: MetricFact, _ question: MetricQuestion, into tallies: inout MetricTallies
  ) throws -> Bool {
    if question.categories != nil { return false }
    let columns = question.tallies(of: fact)
    if columns.contains(where: { $0.side.tally != .rows }) { return false }
    switch fact {
    case .ticket:
      try scan(TicketReader(self, question), columns, question, into: &tallies)
    case .callback:
      try scan(CallbackReader(question: question), columns, question, into: &tallies)
    default: return false
    }
    return true
  }

  private func scan(
    _ reader: some MetricReader, _ columns: [MetricTallyColumn], _ question: MetricQuestion,
    into tallies: inout MetricTallies
  ) throws {
    var reader = reader
    var groups = try MetricGroups(self, question)
    var counts = CountTable()
    var rows = try prepare(reader.sql(groups))
    while try rows.step() {
      guard let group = groups.place(rows) else { continue }
      counts.add(UInt64(group) << 32 | reader.pattern(rows))
    }
    let entries = counts.entries
    if entries.isEmpty { return }
    let holds = try judge(Set(entries.map { $0.key & 0xFFFF_FFFF }).sorted(), reader, columns)
    for (key, count) in entries {
      let name = groups.name(Int(key >> 32))
      let judged = holds[key & 0xFFFF_FFFF] ?? []
      for (place, column) in columns.enumerated() {
        try tallies.add(judged.contains(place) ? count : 0, to: column, group: name)
      }
    }
  }

  /// Which columns' predicates hold for each distinct row.
  private func judge(
    _ patterns: [UInt64], _ reader: some MetricReader, _ columns: [MetricTallyColumn]
  ) throws -> [UInt64: Set<Int>] {
    guard let fact = columns.first?.side.fact else { return [:] }
    let names = fact.columns.map(\.name).joined(separator: ", ")
    let values = patterns.map { "(\($0), \(reader.values($0)))" }.joined(separator: ",\n")
    let judged = columns.map { column in
      column.side.predicate.isEmpty ? "1" : "CASE WHEN \(column.side.predicate) THEN 1 ELSE 0 END"
    }
    var holds: [UInt64: Set<Int>] = [:]
    try forEach(
      "WITH fact(pattern, \(names)) AS (VALUES \(values))\n"
        + "SELECT pattern, \(judged.joined(separator: ", ")) FROM fact"
    ) { row in
      holds[UInt64(row.int64(0))] = Set(columns.indices.filter { row.flag($0 + 1) })
    }
    return holds
  }
}

/// Counts keys.
struct CountTable {
  /// Each key plus one; 0 is an empty slot.
  private var keys: [UInt64] = Array(repeating: 0, count: 1024)
  private var counts: [Int64] = Array(repeating: 0, count: 1024)
  private var used = 0

  var entries: [(key: UInt64, count: Int64)] {
    keys.indices.compactMap { keys[$0] == 0 ? nil : (keys[$0] - 1, counts[$0]) }
  }

  /// Counts `key`, which is below the greatest number there is.
  mutating func add(_ key: UInt64, _ count: Int64 = 1) {
    let mark = key &+ 1
    let hash = mark &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: hash >> 32) & (keys.count - 1)
    while keys[slot] != mark {
      if keys[slot] == 0 {
        keys[slot] = mark
        used += 1
        break
      }
      slot = (slot + 1) & (keys.count - 1)
    }
    counts[slot] += count
    if used * 2 > keys.count { grow() }
  }

  private mutating func grow() {
    let old = entries
    keys = Array(repeating: 0, count: keys.count * 4)
    counts = Array(repeating: 0, count: keys.count)
    used = 0
    for (key, count) in old { add(key, count) }
  }
}
