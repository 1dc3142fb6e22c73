// From rows back to the codes that people know, for writing many lines.

/// The codes of rows; neighbours mostly repeat, so the last one of each table is remembered.
package final class Codes {
  private let database: Database
  private var rooms: Statement
  private var customers: Statement
  private var meters: Statement
  private var last: [String: (id: Int64, code: String)] = [:]

  package init(_ database: Database) throws {
    self.database = database
    rooms = try database.prepare("SELECT code FROM room WHERE id = ?1")
    customers = try database.prepare("SELECT code FROM customer WHERE id = ?1")
    meters = try database.prepare("SELECT code FROM meter WHERE id = ?1")
  }

  package func room(_ id: Int64) throws -> String { try code("room", id, &rooms) }
  package func customer(_ id: Int64) throws -> String { try code("customer", id, &customers) }
  package func meter(_ id: Int64) throws -> String { try code("meter", id, &meters) }

  private func code(_ table: String, _ id: Int64, _ statement: inout Statement) throws -> String {
    if let last = last[table], last.id == id { return last.code }
    try statement.bind(1, id)
    defer { statement.reset() }
    let code = try statement.step() ? statement.string(0) : ""
    last[table] = (id, code)
    return code
  }
}
