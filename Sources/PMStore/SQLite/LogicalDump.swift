// The logical dump: what the database says, without how and when it came to say it.

extension Database {
  /// What a logical dump leaves out: the instants of the journal, the salts in it, and the hashes
  /// made from them.
  private static let omitted: [String: Set<String>] = ["journal": ["at", "previous", "hash", "request"]]

  /// Writes every row of every table in key order, a line each.
  ///
  /// Two databases that were brought to the same state at different times, by interrupted or
  /// undisturbed commands, have the same dump. A table begins with `# NAME COLUMN…`; its rows are
  /// the values separated by tabs, texts as JSON. The bytes are valid only during the call.
  ///
  /// - Parameter without: tables that are left out.
  package func logicalDump(
    without: Set<String> = [], _ line: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws {
    try read { database in
      var output = Array("# schema version \(try database.schemaVersion())".utf8)
      try output.withUnsafeBufferPointer(line)
      let tables = try database.rows(
        """
        SELECT name
          FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         ORDER BY name
        """
      ) { row in row.string(0) }
      for table in tables where !without.contains(table) {
        let (columns, order) = try database.dumpPlan(table)
        output = Array("# \(table) \(columns.joined(separator: " "))".utf8)
        try output.withUnsafeBufferPointer(line)
        let names = columns.map(Self.quotedName).joined(separator: ", ")
        try database.forEach(
          "SELECT \(names) FROM \(Self.quotedName(table)) ORDER BY \(order)"
        ) { row in
          output.removeAll(keepingCapacity: true)
          for column in columns.indices {
            if column > 0 { output.append(UInt8(ascii: "\t")) }
            Self.append(row, column, to: &output)
          }
          try output.withUnsafeBufferPointer(line)
        }
      }
    }
  }

  /// The SHA-256 of the logical dump: equal when two databases say the same.
  package func logicalDigest(without: Set<String> = []) throws -> String {
    var hash = SHA256()
    try logicalDump(without: without) { line in
      hash.update(UnsafeRawBufferPointer(line))
      hash.update("\n")
    }
    return hash.hex()
  }

  /// The columns to dump, and the key that orders the rows: `key` where there is one (the natural
  /// key of a record), else the primary key, else the order in which the rows were written.
  private func dumpPlan(_ table: String) throws(StoreError) -> (columns: [String], order: String) {
    // "hidden" is 0 for a column that is neither generated nor of a virtual table.
    let columns = try rows(
      "SELECT name, pk FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid", [.text(table)]
    ) { row in (name: row.string(0), key: row.int64(1)) }
    let primary = columns.filter { $0.key > 0 }.sorted { $0.key < $1.key }.map(\.name)
    let names = columns.map(\.name)
    let key = names.contains("key") ? ["key"] + primary : primary
    let omitted = Self.omitted[table] ?? []
    return (
      names.filter { !omitted.contains($0) },
      key.isEmpty ? "rowid" : key.map(Self.quotedName).joined(separator: ", ")
    )
  }

  private static func quotedName(_ name: String) -> String {
    "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
  }

  private static func append(_ row: borrowing Statement, _ column: Int, to output: inout [UInt8]) {
    switch row.value(column) {
    case .null: output.append(contentsOf: "null".utf8)
    case .integer(let integer): output.append(contentsOf: "\(integer)".utf8)
    case .text: JSONText.append(row.bytes(column), to: &output)
    case .blob(let bytes): output.append(contentsOf: "x'\(SHA256.hex(bytes))'".utf8)
    }
  }
}
