// From the code in a file to the row it names, fast for small tables and for large ones.
package import PMCore

/// Finds the rows of one record type by the code that people write.
package final class ReferenceLookup {
  private let database: Database
  private let target: RecordType
  private var known: [[UInt8]: Int64] = [:]
  private var holdsAll = false
  private var seek: Statement
  private var key = NaturalKey()
  private var lastKey: [UInt8] = []
  private var lastRow: Int64?

  /// Up to this many rows are held in memory; beyond, each code is a seek in the table's key.
  private static let heldRows: Int64 = 4096

  /// - Parameter restriction: an SQL condition on the rows that count.
  package init(_ database: Database, target: RecordType, restriction: String? = nil) throws {
    self.database = database
    self.target = target
    let condition = restriction ?? "1"
    seek = try database.prepare("SELECT id FROM \(target.table) WHERE \(target.serial == nil ? "key" : "id") = ?1 AND \(condition)")
    guard target.serial == nil else { return }
    let rows = try database.scalar("SELECT count(*) FROM (SELECT 1 FROM \(target.table) LIMIT \(Self.heldRows + 1))") ?? 0
    guard rows <= Self.heldRows else { return }
    holdsAll = true
    var all = try database.prepare("SELECT key, id FROM \(target.table) WHERE \(condition)")
    while try all.step() { known[Array(all.bytes(0))] = all.int64(1) }
  }

  /// Rows that this command is about to make: a file whose rows name each other.
  package func expect(_ key: [UInt8], id: Int64) { known[key] = id }

  /// The row with this code, or nil where there is none.
  package func row(_ code: Bytes) throws -> Int64? {
    if let serial = target.serial {
      guard case .integer(let number) = serial.parse(code, CellContext()) else { return nil }
      return try database.scalar("SELECT id FROM \(target.table) WHERE id = ?1", [.integer(number)])
    }
    key.removeAll()
    key.append(code)
    if key.bytes == lastKey { return lastRow }
    lastKey = key.bytes
    lastRow = try find(key.bytes)
    return lastRow
  }

  /// The row with this key, or nil where there is none.
  package func row(key: [UInt8]) throws -> Int64? { try find(key) }

  private func find(_ key: [UInt8]) throws -> Int64? {
    if let row = known[key] { return row }
    if holdsAll { return nil }
    try key.withUnsafeBufferPointer { try seek.bind(1, $0) }
    defer { seek.reset() }
    return try seek.step() ? seek.int64(0) : nil
  }

  /// The code among those there are that comes nearest to `code`, or nil where none is near.
  package func candidates(limit: Int = 5000) throws -> [String] {
    guard target.serial == nil, let name = target.key.first, let column = target.column(name), !column.isReference else {
      return []
    }
    return try database.rows(
      "SELECT \(column.quoted) FROM \(target.table) ORDER BY key LIMIT \(limit)"
    ) { row in row.string(0) }
  }
}
