// Rows that belong to other rows, read along with them in one pass.

/// Rows in the order of their first column, the id of the row that each belongs to.
struct SideRows: ~Copyable {
  private var statement: Statement
  private var hasRow: Bool

  init(_ database: Database, _ sql: String) throws {
    var prepared = try database.prepare(sql)
    hasRow = try prepared.step()
    statement = prepared
  }

  /// Lends the rows of this id, and passes over those of smaller ones; ids must come in their order.
  mutating func forEach(of id: Int64, _ body: (borrowing Statement) throws -> Void) throws {
    while hasRow, statement.int64(0) <= id {
      if statement.int64(0) == id { try body(statement) }
      hasRow = try statement.step()
    }
  }
}
