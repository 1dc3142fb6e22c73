// The groups of a scan, and which tickets were called back.
import PMCore

/// Numbers the groups of tickets and callbacks as they come up.
struct MetricGroups {
  private var table = TextTable()
  private let kind: Kind
  /// The rooms whose tickets count; nil for all tickets.
  private let scope: Set<Int64>?
  /// The expression of the scan's second column; the first is the room, the third the moment.
  let column: String
  /// What the scan's statement asks of the ticket `t` besides: whether one without a room counts.
  let kept: String
  private static let room = 0
  private static let text = 1
  static let moment = 2
  /// The group of each room, and that of tickets without one.
  private var rooms = RowTable()
  private var roomless = 0
  private var starts: [(start: Int64, place: Int)] = []

  private enum Kind { case whole, text, place, month }

  init(_ database: Database, _ question: MetricQuestion) throws {
    let sqlite = MetricRelations(question: question, dialect: .sqlite)
    let dimension = question.dimension(of: .ticket)
    let expression = dimension.flatMap { sqlite.source(.ticket).dimensions[$0] } ?? "NULL"
    var table = TextTable()
    func number(_ name: String) -> Int { withBytes(of: name) { table.place(of: $0) } }
    func rooms(_ expression: String) throws -> [Int64: Int] {
      var rooms: [Int64: Int] = [:]
      try database.forEach(
        """
        WITH place AS (\(sqlite.place.sql))
        SELECT r.id, \(expression) FROM room AS r
          \(question.orgs == nil ? "LEFT JOIN" : "JOIN") place AS p ON p.id = r.community_id
        """
      ) { row in rooms[row.int64(0)] = number(row.string(1)) }
      return rooms
    }
    var column = "NULL"
    switch dimension {
    case nil: kind = .whole
    case let dimension? where dimension.isOfRoom:
      kind = .place
      for (room, place) in try rooms(expression) { self.rooms[room] = place }
      roomless = number("")
    case .month, .quarter, .year:
      kind = .month
      let zone = question.zone
      starts = question.spans.map { (zone.start(of: $0.first).seconds, number($0.label)) }
    default:
      kind = .text
      column = expression
    }
    scope = question.orgs == nil ? nil : Set(try rooms("NULL").keys)
    kept = question.ofTickets.map { "\n   AND (t.room_id IS NOT NULL OR \($0))" } ?? ""
    self.column = column
    self.table = table
  }

  /// The number of the row's group; nil for a ticket outside the scope.
  mutating func place(_ row: borrowing Statement) -> Int? {
    if let scope, !row.isNull(Self.room), !scope.contains(row.int64(Self.room)) { return nil }
    switch kind {
    case .whole: return 0
    case .text: return table.place(of: row.bytes(Self.text))
    case .place: return rooms[row.int64(Self.room)] ?? roomless
    case .month:
      let moment = row.int64(Self.moment)
      var lower = 0
      var upper = starts.count
      while upper - lower > 1 {
        let middle = (lower + upper) / 2
        if starts[middle].start <= moment { lower = middle } else { upper = middle }
      }
      return starts[lower].place
    }
  }

  /// The name of a group.
  func name(_ place: Int) -> String {
    if kind == .whole { return MetricTallies.whole }
    return table.text(place)
  }
}

/// Tickets by row number, one bit each.
struct TicketSet {
  private var words: [UInt64] = []
  /// Row numbers that no import gives out.
  private var far: Set<Int64> = []
  private static let reach = Int64(1) << 32

  /// The tickets whose row numbers a statement gives.
  init(_ database: Database, _ sql: String, _ values: [SQLValue]) throws {
    var rows = try database.prepare(sql)
    try rows.bind(values)
    while try rows.step() { insert(rows.int64(0)) }
  }

  private mutating func insert(_ id: Int64) {
    guard id >= 0, id < Self.reach else {
      far.insert(id)
      return
    }
    let place = Int(id >> 6)
    if place >= words.count {
      let count = max(place + 1, words.count * 2)
      words.append(contentsOf: repeatElement(0, count: count - words.count))
    }
    words[place] |= 1 << UInt64(id & 63)
  }

  func contains(_ id: Int64) -> Bool {
    guard id >= 0, id < Self.reach else { return far.contains(id) }
    let place = Int(id >> 6)
    return place < words.count && words[place] & (1 << UInt64(id & 63)) != 0
  }
}

/// The latest moment of each ticket.
struct TicketMoments {
  private var near: [Int64] = []
  /// Of row numbers that no import gives out.
  private var far: [Int64: Int64] = [:]
  private static let reach = Int64(1) << 26

  /// Of the row numbers and moments that a statement gives.
  init(_ database: Database, _ sql: String, _ values: [SQLValue]) throws {
    var rows = try database.prepare(sql)
    try rows.bind(values)
    while try rows.step() { insert(rows.int64(0), rows.int64(1)) }
  }

  private mutating func insert(_ id: Int64, _ moment: Int64) {
    guard id >= 0, id < Self.reach else {
      far[id] = max(far[id] ?? .min, moment)
      return
    }
    let place = Int(id)
    if place >= near.count {
      let count = max(place + 1, near.count * 2)
      near.append(contentsOf: repeatElement(.min, count: count - near.count))
    }
    near[place] = max(near[place], moment)
  }

  subscript(id: Int64) -> Int64? {
    guard id >= 0, id < Self.reach else { return far[id] }
    guard id < Int64(near.count), near[Int(id)] > .min else { return nil }
    return near[Int(id)]
  }
}

/// A small number for each row number.
struct RowTable {
  private var near: [Int32] = []
  private var far: [Int64: Int] = [:]
  private static let reach = Int64(1) << 26

  /// - Precondition: the number is not negative and fits 31 bits.
  subscript(row: Int64) -> Int? {
    get {
      guard row >= 0, row < Self.reach else { return far[row] }
      let place = Int(row)
      return place < near.count && near[place] >= 0 ? Int(near[place]) : nil
    }
    set {
      guard row >= 0, row < Self.reach else {
        far[row] = newValue
        return
      }
      let place = Int(row)
      if place >= near.count {
        near.append(
          contentsOf: repeatElement(-1, count: max(place + 1, near.count * 2) - near.count))
      }
      near[place] = newValue.map { Int32(truncatingIfNeeded: $0) } ?? -1
    }
  }
}

/// Numbers texts in the order in which they come up.
struct TextTable {
  private var slots: [Int32] = Array(repeating: -1, count: 256)
  private var texts: [[UInt8]] = []

  var count: Int { texts.count }

  /// The number of `bytes`; the next free one where they are new.
  mutating func place(of bytes: Bytes) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
    while slots[slot] >= 0 {
      let place = Int(slots[slot])
      if texts[place].count == bytes.count,
        texts[place].withUnsafeBufferPointer({ $0.equals(bytes) })
      {
        return place
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(truncatingIfNeeded: texts.count)
    texts.append(Array(bytes))
    if texts.count * 2 > slots.count { grow() }
    return texts.count - 1
  }

  func text(_ place: Int) -> String { String(decoding: texts[place], as: UTF8.self) }

  private mutating func grow() {
    let old = texts
    slots = Array(repeating: -1, count: slots.count * 4)
    texts = []
    texts.reserveCapacity(old.count * 2)
    for text in old { _ = text.withUnsafeBufferPointer { place(of: $0) } }
  }
}
