// How rows reach a record's table in bulk: read what is there, decide, write, a chunk at a time.
package import PMCore

/// How many rows of an import went which way.
package struct WriteCounts: Equatable, Sendable {
  package var created = 0
  package var updated = 0
  package var unchanged = 0
  package var skipped = 0

  package init() {}
}

/// What happens to rows whose key is there already, or is not.
package enum WriteMode: Sendable {
  case upsert, insertOnly, updateOnly
}

/// A row that may not be written as it is.
package struct WriteFault: Sendable {
  /// The row's place in the chunk.
  package let row: Int
  /// The slot of the column at fault.
  package let slot: Int
  package enum Reason: Sendable {
    /// The column may never change; what is stored, and what the row says.
    case fixed
    /// The record is final and differs in this column.
    case final
    case mask
    /// A new row lacks this column, which the file does not have.
    case incomplete(String)
    /// The row, or what it would change, lies outside of what the one who writes is kept to.
    case outside(StoreError)
  }
  package let reason: Reason
}

/// Up to `RecordWriter.chunkSize` rows, sorted by key, with references already resolved.
package struct RecordChunk {
  /// Row-major, `slots` cells a row.
  package var cells: [Cell] = []
  package var keys: [Bytes] = []
  /// After `write`: the row of each, 0 where it was skipped.
  package var rowIDs: [Int64] = []
  /// After `write`: whether the row is new.
  package var isNew: [Bool] = []
  /// After `write`: whether the row was created or changed.
  package var isTouched: [Bool] = []

  package init() {}

  package var count: Int { keys.count }

  package mutating func removeAll() {
    cells.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    rowIDs.removeAll(keepingCapacity: true)
    isNew.removeAll(keepingCapacity: true)
    isTouched.removeAll(keepingCapacity: true)
  }
}

/// Writes chunks of rows of one record type, for one command.
///
/// A chunk costs one SELECT of the old rows, comparisons in Swift, and inserts of twenty rows a
/// step; an empty table skips the SELECT. Old values of updates are kept in the history.
package final class RecordWriter {
  /// Rows a chunk: one SELECT answers for all of them.
  package static let chunkSize = 100

  private let record: RecordType
  private let columns: [Column]
  private let mode: WriteMode
  /// The slots that old rows take too.
  private let updated: [Int]
  private let standardNames: [Int: [String: String]]
  /// Whether an empty cell leaves the text that is stored.
  private let keepsTexts: Bool
  /// A column that new rows need and these rows do not carry.
  private let missing: String?
  private var history: HistoryWriter
  private var nextID: Int64
  private var isEmpty: Bool
  private var lookup: Statement
  private var insertBatch: Statement
  private var insertOne: Statement
  private var update: Statement
  /// Asks whether the one who writes may see a row; nil where he sees them all.
  private var sight: Statement?
  /// Asks whether a row is one that he may change; nil where that is said by no fence.
  private var reach: Statement?
  package private(set) var counts = WriteCounts()

  /// - Parameters:
  ///   - columns: the columns that the rows carry, one a slot.
  ///   - createOnly: slots that new rows take and old ones keep.
  ///   - standardNames: the names that the rows carry in the place of other words, by slot: an old
  ///     row keeps such a word.
  ///   - keepsTexts: an empty cell leaves the text that a row has.
  ///   - entry: the journal entry of the command, for the history.
  package init(
    _ database: Database, _ record: RecordType, columns: [Column], createOnly: Set<Int> = [],
    standardNames: [Int: [String: String]] = [:], keepsTexts: Bool = false, mode: WriteMode, entry: Int64
  ) throws {
    self.record = record
    self.columns = columns
    self.mode = mode
    self.standardNames = standardNames
    self.keepsTexts = keepsTexts
    missing =
      record.columns.first { column in
        column.isStored && column.isRequired && !column.isStamp && column.defaultValue == nil
          && !columns.contains { $0.name == column.name }
      }?.name
    history = try HistoryWriter(database, entry: entry)
    let seen = try database.seenTable(record.table)
    sight = seen == record.table ? nil : try database.prepare("SELECT 1 FROM \(seen) WHERE id = ?1")
    reach = try database.ownTable(record.table).map { try database.prepare("SELECT 1 FROM \($0) WHERE id = ?1") }
    nextID = try database.nextNumber(of: record)
    isEmpty = nextID == 1
    let names = columns.map(\.quoted)
    let marks = [String](repeating: "?", count: Self.chunkSize).joined(separator: ",")
    lookup = try database.prepare(
      """
      SELECT id, key\(names.map { ", " + $0 }.joined())
        FROM \(record.table)
       WHERE key IN (\(marks))
       ORDER BY key
      """)
    let stamps = record.columns.filter(\.isStamp)
    let all = ["id", "key"] + names + stamps.map(\.quoted)
    func insert(rows: Int) throws(StoreError) -> Statement {
      try database.prepareInsert(
        into: record.table, all, constants: stamps.map { _ in "\(entry)" }, rows: rows)
    }
    insertOne = try insert(rows: 1)
    insertBatch = try insert(rows: Database.bulkRows)
    updated = columns.indices.filter { !createOnly.contains($0) }
    let changes = ["id = id"] + updated.map { names[$0] + " = ?" }
    update = try database.prepare(
      "UPDATE \(record.table) SET \(changes.joined(separator: ", ")) WHERE id = ?")
  }

  /// The row number that the next new row gets.
  package var upcomingID: Int64 { nextID }

  /// Writes a chunk; where it returns faults, the caller must roll back.
  package func write(_ chunk: inout RecordChunk) throws -> [WriteFault] {
    chunk.rowIDs = Array(repeating: 0, count: chunk.count)
    chunk.isNew = Array(repeating: true, count: chunk.count)
    chunk.isTouched = Array(repeating: false, count: chunk.count)
    var decisions = Decisions()
    if !isEmpty { try compare(&chunk, &decisions) }
    var fresh: [Int] = []
    for row in 0..<chunk.count where chunk.isNew[row] {
      if mode == .updateOnly {
        counts.skipped += 1
        chunk.isNew[row] = false
        continue
      }
      if let missing {
        decisions.faults.append(WriteFault(row: row, slot: 0, reason: .incomplete(missing)))
      }
      for slot in columns.indices {
        if case .masked = chunk.cells[row * columns.count + slot], !columns[slot].isProse {
          decisions.faults.append(WriteFault(row: row, slot: slot, reason: .mask))
        }
      }
      chunk.rowIDs[row] = nextID
      nextID += 1
      fresh.append(row)
    }
    guard decisions.faults.isEmpty else { return decisions.faults }
    try insert(fresh, chunk, &decisions)
    for row in fresh { chunk.isTouched[row] = true }
    for change in decisions.changes {
      do {
        try apply(change, chunk)
      } catch {
        try decisions.refuse(change.row, error)
      }
      chunk.isTouched[change.row] = true
    }
    counts.created += fresh.count
    counts.updated += decisions.changes.count
    return decisions.faults
  }

  private struct Change {
    let row: Int
    let id: Int64
    let old: String
    /// What stays where a cell is masked, or says the same in another word, by slot.
    let kept: [Int: String]
  }

  private struct Decisions {
    var changes: [Change] = []
    var faults: [WriteFault] = []

    /// Takes what failed with a row: that the fence refuses it is a fault of the row, all else is thrown.
    mutating func refuse(_ row: Int, _ error: any Error) throws {
      guard let error = error as? StoreError, error.isOutsideScope else { throw error }
      faults.append(WriteFault(row: row, slot: 0, reason: .outside(error)))
    }
  }

  /// Reads the rows that are there and decides what becomes of each; no cursor stays open.
  private func compare(_ chunk: inout RecordChunk, _ decisions: inout Decisions) throws {
    for index in 0..<Self.chunkSize {
      // A short chunk repeats its last key, so that one statement serves all chunks.
      try lookup.bindStatic(index + 1, chunk.keys[min(index, chunk.count - 1)])
    }
    defer { lookup.reset() }
    var row = 0
    while try lookup.step() {
      let key = lookup.bytes(1)
      while row < chunk.count, !chunk.keys[row].equals(key) { row += 1 }
      guard row < chunk.count else { break }
      let id = lookup.int64(0)
      var isKnown = false
      do {
        isKnown = try mayBeTold(of: id)
      } catch {
        try decisions.refuse(row, error)
        // That is all there is to say of it.
        chunk.isNew[row] = false
      }
      guard isKnown else {
        row += 1
        continue
      }
      chunk.rowIDs[row] = id
      chunk.isNew[row] = false
      if mode == .insertOnly {
        counts.skipped += 1
      } else {
        try differences(row, id, chunk, &decisions)
      }
      row += 1
    }
  }

  /// Whether the one who writes may know the row with this id: else an update finds nothing under its
  /// code, and whatever would make a row under it is refused, whether it says the same or not.
  private func mayBeTold(of id: Int64) throws -> Bool {
    guard sight != nil else { return true }
    try sight?.bind(1, id)
    defer { sight?.reset() }
    if try sight?.step() == true { return true }
    if mode == .updateOnly { return false }
    throw StoreError.outsideScope
  }

  private func differences(
    _ row: Int, _ id: Int64, _ chunk: RecordChunk, _ decisions: inout Decisions
  ) throws {
    var old = JSONObjectText()
    var kept: [Int: String] = [:]
    // Whether the row says what is stored where it is shown masked.
    var tells = false
    let width = columns.count
    for slot in updated {
      let place = slot + 2
      switch chunk.cells[row * width + slot] {
      case .null, .bad:
        if lookup.isNull(place) { continue }
        if keepsTexts, columns[slot].kind is TextKind || columns[slot].kind.mask != nil {
          kept[slot] = lookup.string(place)
          continue
        }
      case .integer(let value):
        if !lookup.isNull(place), lookup.int64(place) == value { continue }
      case .text(let bytes):
        if !lookup.isNull(place), lookup.bytes(place).equals(bytes) {
          tells = tells || reach != nil && hides(slot, bytes)
          continue
        }
        if !lookup.isNull(place), let name = standardNames[slot]?[lookup.string(place)], name == bytes.text {
          kept[slot] = lookup.string(place)
          continue
        }
      case .masked(let bytes):
        let stored = lookup.isNull(place) ? nil : lookup.string(place)
        let shown = stored.flatMap { columns[slot].kind.mask?($0) }
        if shown == bytes.text {
          kept[slot] = stored
          continue
        }
        // Stars in free text hide something only where something is hidden.
        if !columns[slot].isProse || shown != stored {
          decisions.faults.append(WriteFault(row: row, slot: slot, reason: .mask))
          continue
        }
      }
      let column = columns[slot]
      if record.isFinal || column.isFixed {
        decisions.faults.append(
          WriteFault(row: row, slot: slot, reason: record.isFinal ? .final : .fixed))
      }
      old.add(column.sqlName, lookup.value(place))
    }
    if old.isEmpty {
      if tells, try !isWithinReach(id) {
        decisions.faults.append(WriteFault(row: row, slot: 0, reason: .outside(.outsideScope)))
      }
      counts.unchanged += 1
    } else {
      decisions.changes.append(Change(row: row, id: id, old: old.text, kept: kept))
    }
  }

  /// Whether people see the text in that slot masked.
  private func hides(_ slot: Int, _ text: Bytes) -> Bool {
    guard let mask = columns[slot].kind.mask else { return false }
    return mask(text.text) != text.text
  }

  /// Whether the one who writes could change the row with this id: else "unchanged" would confirm a
  /// guess at what he only sees masked.
  private func isWithinReach(_ id: Int64) throws -> Bool {
    try reach?.bind(1, id)
    defer { reach?.reset() }
    return try reach?.step() ?? true
  }

  private func insert(_ rows: [Int], _ chunk: RecordChunk, _ decisions: inout Decisions) throws {
    var next = 0
    let width = columns.count + 2
    while rows.count - next >= Database.bulkRows {
      let batch = rows[next..<next + Database.bulkRows]
      for (place, row) in batch.enumerated() {
        try bindNew(row, chunk, to: &insertBatch, at: place * width)
      }
      do {
        try insertBatch.run()
      } catch {
        // Nothing of the batch was written; one by one it shows which rows are refused.
        guard error.isOutsideScope else { throw error }
        try insertSingly(batch, chunk, &decisions)
      }
      next += Database.bulkRows
    }
    try insertSingly(rows[next...], chunk, &decisions)
  }

  private func insertSingly(_ rows: ArraySlice<Int>, _ chunk: RecordChunk, _ decisions: inout Decisions) throws {
    for row in rows {
      try bindNew(row, chunk, to: &insertOne, at: 0)
      do {
        try insertOne.run()
      } catch {
        try decisions.refuse(row, error)
      }
    }
  }

  private func bindNew(
    _ row: Int, _ chunk: RecordChunk, to statement: inout Statement, at base: Int
  ) throws {
    try statement.bind(base + 1, chunk.rowIDs[row])
    try statement.bindStatic(base + 2, chunk.keys[row])
    for slot in columns.indices {
      try statement.bind(base + 3 + slot, chunk.cells[row * columns.count + slot])
    }
  }

  private func apply(_ change: Change, _ chunk: RecordChunk) throws {
    for (place, slot) in updated.enumerated() {
      if let stored = change.kept[slot] {
        try update.bind(place + 1, stored)
      } else {
        try update.bind(place + 1, chunk.cells[change.row * columns.count + slot])
      }
    }
    try update.bind(updated.count + 1, change.id)
    try update.run()
    try history.append(record: record.table, row: change.id, old: change.old)
  }
}

extension Statement {
  /// The value in `column` as a cell; its bytes are valid until the next step.
  package func cell(_ column: Int, isInteger: Bool) -> Cell {
    if isNull(column) { return .null }
    return isInteger ? .integer(int64(column)) : .text(bytes(column))
  }

  /// Binds a cell; its bytes must stay alive until the statement has run.
  package mutating func bind(_ index: Int, _ cell: Cell) throws {
    switch cell {
    case .null, .bad: try bindNull(index)
    case .integer(let value): try bind(index, value)
    case .text(let bytes), .masked(let bytes): try bindStatic(index, bytes)
    }
  }
}
