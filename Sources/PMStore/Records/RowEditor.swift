// Single rows, written by a command's own hand: their keys are made, what they replace is kept.
package import PMCore

/// Adds and changes single rows for one command, and counts what it did.
package final class RowEditor {
  private let database: Database
  /// The journal entry of the command.
  package let entry: Int64
  package private(set) var created = 0
  package private(set) var updated = 0
  package private(set) var unchanged = 0

  package init(_ database: Database, entry: Int64) {
    self.database = database
    self.entry = entry
  }

  /// Whether anything was written.
  package var hasChanged: Bool { created + updated > 0 }

  /// Counts something that was as it should be.
  package func leave() { unchanged += 1 }

  /// Adds a row of `record`; columns that are not named get their defaults. Its id.
  @discardableResult
  package func insert(_ record: RecordType, _ values: [(String, SQLValue)]) throws -> Int64 {
    let id = try insertUncounted(record, values)
    created += 1
    return id
  }

  /// Adds a row that is told of as a part of something else.
  @discardableResult
  package func insertUncounted(
    _ record: RecordType, _ values: [(String, SQLValue)]
  ) throws -> Int64 {
    let stamps = record.columns.filter(\.isStamp).map { ($0.name, SQLValue.integer(entry)) }
    let values = values + stamps
    let names = try values.map { try column($0.0, of: record).quoted }
    let places = (2..<(values.count + 2)).map { "?\($0)" }
    let key = try key(of: record) { name in values.first { $0.0 == name }?.1 ?? .null }
    try database.run(
      """
      INSERT INTO \(record.table) (\((["key"] + names).joined(separator: ", ")))
      VALUES (\((["?1"] + places).joined(separator: ", ")))
      """, [.text(key)] + values.map(\.1))
    return database.lastInsertRowID
  }

  /// Changes columns of a row where they differ, and keeps what they replace.
  @discardableResult
  package func update(
    _ record: RecordType, row: Int64, _ values: [(String, SQLValue)]
  ) throws -> Bool {
    let hasChanged = try updateUncounted(record, row: row, values)
    if hasChanged { updated += 1 } else { unchanged += 1 }
    return hasChanged
  }

  /// Changes a row that is told of as a part of something else.
  @discardableResult
  package func updateUncounted(
    _ record: RecordType, row: Int64, _ values: [(String, SQLValue)]
  ) throws -> Bool {
    let columns = try values.map { try column($0.0, of: record) }
    let names = columns.map(\.quoted).joined(separator: ", ")
    let stored = try database.first(
      "SELECT \(names) FROM \(record.table) WHERE id = ?1", [.integer(row)]
    ) { statement in columns.indices.map { statement.value($0) } }
    guard let stored else { throw StoreError("the row to change is not there") }
    var old = JSONObjectText()
    for place in columns.indices where stored[place] != values[place].1 {
      old.add(columns[place].sqlName, stored[place])
    }
    if old.isEmpty { return false }
    let sets = columns.enumerated().map { "\($1.quoted) = ?\($0 + 2)" }
    try database.run(
      "UPDATE \(record.table) SET \(sets.joined(separator: ", ")) WHERE id = ?1",
      [.integer(row)] + values.map(\.1))
    if columns.contains(where: { record.key.contains($0.name) }) { try renewKey(record, row) }
    var history = try HistoryWriter(database, entry: entry)
    try history.append(record: record.table, row: row, old: old.text)
    return true
  }

  private func column(_ name: String, of record: RecordType) throws -> Column {
    guard let column = record.column(name) else {
      throw StoreError("\(record.name) has no column \(name)")
    }
    return column
  }

  private func renewKey(_ record: RecordType, _ row: Int64) throws {
    let key = try key(of: record) { name in
      let column = try column(name, of: record)
      return try database.first(
        "SELECT \(column.quoted) FROM \(record.table) WHERE id = ?1", [.integer(row)]
      ) { $0.value(0) } ?? .null
    }
    try database.run(
      "UPDATE \(record.table) SET key = ?2 WHERE id = ?1", [.integer(row), .text(key)])
  }

  /// The natural key of a row, in which references are codes: as an import makes it.
  private func key(of record: RecordType, _ value: (String) throws -> SQLValue) throws -> String {
    var key = NaturalKey()
    for name in record.key {
      let column = try column(name, of: record)
      switch (try value(name), column.target?()) {
      case (.integer(let id), let target?):
        let code = try database.text(
          "SELECT \"\(target.key[0])\" FROM \(target.table) WHERE id = ?1", [.integer(id)])
        withBytes(of: code ?? "") { key.append($0) }
      case (.integer(let number), nil): key.append(number: number)
      case (.text(let text), _): withBytes(of: text) { key.append($0) }
      default:
        if case .integer(let number)? = column.defaultValue {
          key.append(number: number)
        } else {
          key.append(Bytes(start: nil, count: 0))
        }
      }
    }
    return key.text
  }
}
