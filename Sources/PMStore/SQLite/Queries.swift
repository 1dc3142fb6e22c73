// Running SQL: scripts, prepared statements, and rows decoded one by one.

import CSQLite

extension Database {
  /// Compiles one statement.
  package func prepare(_ sql: String) throws(StoreError) -> Statement {
    if let kept = keptStatements?.take(sql) {
      return Statement(handle: kept, database: self, sql: sql)
    }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, 0, &statement, nil)
    guard code == SQLITE_OK else { throw failure(code, sql: sql) }
    guard let statement else { throw StoreError("no statement in the SQL", sql: sql) }
    return Statement(
      handle: statement, database: self, sql: keptStatements == nil ? nil : sql)
  }

  /// From now on keeps statements that were used, to be taken up again.
  package func keepStatements() {
    if keptStatements == nil { keptStatements = StatementCache() }
  }

  /// Takes back a statement that is done with.
  func keep(_ statement: OpaquePointer, _ sql: String) {
    if keptStatements == nil { sqlite3_finalize(statement) }
    keptStatements?.put(statement, sql)
  }

  /// Finalizes the statements that are kept.
  func dropStatements() {
    keptStatements?.finalize()
    keptStatements = nil
  }

  /// Runs a script of statements that take no values and give no rows.
  package func execute(_ script: String) throws(StoreError) {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    if code != SQLITE_OK { throw failure(code, sql: script) }
  }

  /// Runs one statement with values.
  package func run(_ sql: String, _ values: [SQLValue]) throws(StoreError) {
    var statement = try prepare(sql)
    try statement.bind(values)
    try statement.run()
  }

  /// Lends each row to `decode` in turn and collects what it makes of them.
  package func rows<Row>(
    _ sql: String, _ values: [SQLValue] = [],
    decode: (borrowing Statement) throws(StoreError) -> Row
  ) throws(StoreError) -> [Row] {
    var statement = try prepare(sql)
    try statement.bind(values)
    var rows: [Row] = []
    while try statement.step() { rows.append(try decode(statement)) }
    return rows
  }

  /// Lends each row to `body` in turn and keeps none of them.
  package func forEach(
    _ sql: String, _ values: [SQLValue] = [],
    _ body: (borrowing Statement) throws -> Void
  ) throws {
    var statement = try prepare(sql)
    try statement.bind(values)
    while try statement.step() { try body(statement) }
  }

  /// What `decode` makes of the first row; nil when there is none.
  package func first<Row>(
    _ sql: String, _ values: [SQLValue] = [],
    decode: (borrowing Statement) throws(StoreError) -> Row
  ) throws(StoreError) -> Row? {
    var statement = try prepare(sql)
    try statement.bind(values)
    return try statement.step() ? try decode(statement) : nil
  }

  /// The integer in the first column of the first row; nil when there is no row or it is NULL.
  package func scalar(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> Int64? {
    var statement = try prepare(sql)
    try statement.bind(values)
    return try statement.step() ? statement.optionalInt64(0) : nil
  }

  /// The text in the first column of the first row; nil when there is no row or it is NULL.
  package func text(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> String? {
    var statement = try prepare(sql)
    try statement.bind(values)
    return try statement.step() ? statement.optionalString(0) : nil
  }
}
