// From the code in a file to the row it names, fast for small tables and for large ones.
package import PMCore

/// Finds the rows of one record type by the code that people write.
package final class ReferenceLookup {
  private let database: Database
  private let target: RecordType
  /// What the one who asks may see of the table: a row elsewhere is as good as none.
  private let table: String
  private let condition: String
  private var known: [[UInt8]: Int64] = [:]
  private var holdsAll = false
  private var seek: Statement
  private var key = NaturalKey()
  private var lastCode: [UInt8] = []
  private var lastRow: Int64?
  /// All codes, where there are few.
  private var codes: [String]?

  /// Up to this many rows are held in memory; beyond, each code is a seek in the table's key.
  private static let heldRows: Int64 = 4096

  /// - Parameter restriction: an SQL condition on the rows that count.
  package init(_ database: Database, target: RecordType, restriction: String? = nil) throws {
    self.database = database
    self.target = target
    condition = restriction ?? "1"
    table = try database.seenTable(target.table)
    let match = target.serial == nil ? "key = ?1" : "id = ?1"
    seek = try database.prepare("SELECT id FROM \(table) WHERE \(match) AND \(condition)")
    guard target.serial == nil else { return }
    let rows =
      try database.scalar(
        "SELECT count(*) FROM (SELECT 1 FROM \(table) LIMIT \(Self.heldRows + 1))") ?? 0
    guard rows <= Self.heldRows else { return }
    holdsAll = true
    var all = try database.prepare("SELECT key, id FROM \(table) WHERE \(condition)")
    while try all.step() { known[Array(all.bytes(0))] = all.int64(1) }
  }

  /// Rows that this command is about to make: a file whose rows name each other.
  package func expect(_ key: [UInt8], id: Int64) { known[key] = id }

  /// The row with this code, or nil where there is none.
  package func row(_ code: Bytes) throws -> Int64? {
    if lastRow != nil, lastCode.count == code.count, lastCode.elementsEqual(code) { return lastRow }
    let row = try find(code)
    lastCode.removeAll(keepingCapacity: true)
    lastCode.append(contentsOf: code)
    lastRow = row
    return row
  }

  /// The row with this key, or nil where there is none.
  package func row(key: [UInt8]) throws -> Int64? {
    if let row = known[key] { return row }
    if holdsAll { return nil }
    try key.withUnsafeBufferPointer { try seek.bind(1, $0) }
    defer { seek.reset() }
    return try seek.step() ? seek.int64(0) : nil
  }

  private func find(_ code: Bytes) throws -> Int64? {
    if let serial = target.serial {
      guard case .integer(let number) = serial.parse(code, CellContext()) else { return nil }
      try seek.bind(1, number)
      defer { seek.reset() }
      return try seek.step() ? seek.int64(0) : nil
    }
    key.removeAll()
    key.append(code)
    if holdsAll { return known[key.bytes] }
    if !known.isEmpty, let row = known[key.bytes] { return row }
    try key.withKeyBytes { try seek.bind(1, $0) }
    defer { seek.reset() }
    return try seek.step() ? seek.int64(0) : nil
  }

  /// The codes of the first rows that are called `name`.
  package func codes(named name: String) throws -> [String] {
    guard hasNames else { return [] }
    return try database.rows(
      "SELECT code FROM \(table) WHERE name = ?1 AND \(condition) ORDER BY key LIMIT 3",
      [.text(name)]
    ) { $0.string(0) }
  }

  /// The names of all rows, where there are few.
  package func names() throws -> [String] {
    guard hasNames, holdsAll else { return [] }
    return try database.rows(
      "SELECT DISTINCT name FROM \(table) WHERE \(condition) ORDER BY 1"
    ) { $0.string(0) }
  }

  private var hasNames: Bool { target.key == ["code"] && target.column("name")?.isStored == true }

  /// Codes that `code` may have been meant for: all where there are few, else its neighbours.
  package func candidates(near code: Bytes) throws -> [String] {
    guard target.serial == nil, target.key.count == 1, let name = target.key.first,
      let column = target.column(name), !column.isReference
    else { return [] }
    let select = "SELECT \(column.quoted) FROM \(table) WHERE \(condition)"
    if holdsAll {
      if let codes { return codes }
      let all = try database.rows(select + " ORDER BY key") { $0.string(0) }
      codes = all
      return all
    }
    key.removeAll()
    key.append(code)
    let place = SQLValue.text(key.text)
    let before = try database.rows(
      select + " AND key < ?1 ORDER BY key DESC LIMIT 200", [place]
    ) { $0.string(0) }
    let after = try database.rows(
      select + " AND key >= ?1 ORDER BY key LIMIT 200", [place]
    ) { $0.string(0) }
    return before + after
  }
}
