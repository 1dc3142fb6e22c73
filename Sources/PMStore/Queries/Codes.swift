// From rows back to the codes that people know.
package import PMCore

extension Database {
  /// The code of a row; nil where there is none. For many rows see `Codes`.
  package func code(of record: RecordType, _ row: Int64) throws(StoreError) -> String? {
    try text("SELECT code FROM \(record.table) WHERE id = ?1", [.integer(row)])
  }
}

/// The codes of rooms, customers and meters, for writing many lines.
package final class Codes {
  private let rooms: CodeSeek
  private let customers: CodeSeek
  private let meters: CodeSeek

  package init(_ database: Database) throws {
    rooms = try CodeSeek(database, table: Room.record.table)
    customers = try CodeSeek(database, table: Customer.record.table)
    meters = try CodeSeek(database, table: Meter.record.table)
  }

  package func room(_ id: Int64) throws -> String { try rooms.code(id) }
  package func customer(_ id: Int64) throws -> String { try customers.code(id) }
  package func meter(_ id: Int64) throws -> String { try meters.code(id) }
}

/// The codes of a table's rows, sought one by one: neighbours mostly repeat, so the last one is remembered.
final class CodeSeek {
  private var statement: Statement
  private var last: (id: Int64, code: String)?

  init(_ database: Database, table: String) throws {
    statement = try database.prepare("SELECT code FROM \(table) WHERE id = ?1")
  }

  /// The code; empty where there is no such row.
  func code(_ id: Int64) throws -> String {
    if let last, last.id == id { return last.code }
    try statement.bind(1, id)
    defer { statement.reset() }
    let code = try statement.step() ? statement.string(0) : ""
    last = (id, code)
    return code
  }
}
