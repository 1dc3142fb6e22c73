// A prepared statement: bind, step, read.

import CSQLite

/// A prepared statement; finalized exactly once, when it goes out of scope.
///
/// Parameters count from 1 and columns from 0, as in SQLite. Stepping and binding mutate, reading
/// borrows: a closure that is lent a statement to decode a row can do nothing else with it.
package struct Statement: ~Copyable {
  private let handle: OpaquePointer
  private let database: Database
  /// The text under which the database keeps the statement afterwards; nil where it keeps none.
  private let sql: String?

  /// Takes over `handle`, which belongs to `database`.
  init(handle: OpaquePointer, database: Database, sql: String? = nil) {
    self.handle = handle
    self.database = database
    self.sql = sql
  }

  deinit {
    if let sql { database.keep(handle, sql) } else { sqlite3_finalize(handle) }
  }

  /// Advances to the next row; false when there is none.
  package mutating func step() throws(StoreError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw failure(code)
    }
  }

  /// Makes the statement ready to run again; its bound values stay.
  package mutating func reset() {
    // The result repeats the error of the last step, which was thrown then.
    sqlite3_reset(handle)
  }

  /// Runs a statement that gives no rows, and makes it ready to run again.
  package mutating func run() throws(StoreError) {
    defer { sqlite3_reset(handle) }
    while try step() {}
  }

  // MARK: Binding

  /// Binds an integer.
  package mutating func bind(_ index: Int, _ value: Int64) throws(StoreError) {
    try check(sqlite3_bind_int64(handle, Int32(truncatingIfNeeded: index), value))
  }

  /// Binds a copy of a text.
  package mutating func bind(_ index: Int, _ value: String) throws(StoreError) {
    var value = value
    let code = value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        pm_bind_text(
          handle, Int32(truncatingIfNeeded: index), text.baseAddress, UInt64(text.count))
      }
    }
    try check(code)
  }

  /// Binds a copy of UTF-8 bytes as a text.
  package mutating func bind(
    _ index: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(StoreError) {
    let code = bytes.withMemoryRebound(to: CChar.self) { text in
      pm_bind_text(handle, Int32(truncatingIfNeeded: index), text.baseAddress, UInt64(text.count))
    }
    try check(code)
  }

  /// Binds UTF-8 bytes as a text without copying them.
  ///
  /// The bytes must stay alive and unchanged until the statement has been stepped and reset, or
  /// the parameter bound again.
  package mutating func bindStatic(
    _ index: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(StoreError) {
    let code = bytes.withMemoryRebound(to: CChar.self) { text in
      pm_bind_text_static(
        handle, Int32(truncatingIfNeeded: index), text.baseAddress, UInt64(text.count))
    }
    try check(code)
  }

  /// Binds a copy of bytes as a blob.
  package mutating func bindBlob(_ index: Int, _ bytes: [UInt8]) throws(StoreError) {
    let code = bytes.withUnsafeBytes { raw in
      pm_bind_blob(handle, Int32(truncatingIfNeeded: index), raw.baseAddress, UInt64(raw.count))
    }
    try check(code)
  }

  /// Binds NULL.
  package mutating func bindNull(_ index: Int) throws(StoreError) {
    try check(sqlite3_bind_null(handle, Int32(truncatingIfNeeded: index)))
  }

  /// Binds an integer, or NULL for nil.
  package mutating func bind(_ index: Int, _ value: Int64?) throws(StoreError) {
    if let value { try bind(index, value) } else { try bindNull(index) }
  }

  /// Binds a copy of a text, or NULL for nil.
  package mutating func bind(_ index: Int, _ value: String?) throws(StoreError) {
    if let value { try bind(index, value) } else { try bindNull(index) }
  }

  /// Binds any value.
  package mutating func bind(_ index: Int, value: SQLValue) throws(StoreError) {
    switch value {
    case .null: try bindNull(index)
    case .integer(let integer): try bind(index, integer)
    case .text(let text): try bind(index, text)
    case .blob(let bytes): try bindBlob(index, bytes)
    }
  }

  /// Binds the parameters from the first on.
  package mutating func bind(_ values: [SQLValue]) throws(StoreError) {
    for (offset, value) in values.enumerated() { try bind(offset + 1, value: value) }
  }

  // MARK: Reading the row

  /// How many columns a row has.
  package var columnCount: Int { Int(sqlite3_column_count(handle)) }

  /// Whether the column is NULL.
  package func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(truncatingIfNeeded: column)) == SQLITE_NULL
  }

  /// The column as an integer; 0 when it is NULL.
  package func int64(_ column: Int) -> Int64 {
    sqlite3_column_int64(handle, Int32(truncatingIfNeeded: column))
  }

  /// The column as an integer; nil when it is NULL.
  package func optionalInt64(_ column: Int) -> Int64? { isNull(column) ? nil : int64(column) }

  /// The column as a text; empty when it is NULL.
  package func string(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }

  /// The column as a text; nil when it is NULL.
  package func optionalString(_ column: Int) -> String? { isNull(column) ? nil : string(column) }

  /// The bytes of a text or blob, valid until the next step, reset or read of the same column.
  package func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    let index = Int32(truncatingIfNeeded: column)
    // First the pointer, then the length: "The safest policy is to invoke … sqlite3_column_blob()
    // followed by sqlite3_column_bytes()". A text is stored as UTF-8 and comes back unconverted.
    let start = sqlite3_column_blob(handle, index)
    let count = Int(sqlite3_column_bytes(handle, index))
    return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
  }

  /// The column as a value of its own type; a floating-point number as its text.
  package func value(_ column: Int) -> SQLValue {
    switch sqlite3_column_type(handle, Int32(truncatingIfNeeded: column)) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .integer(int64(column))
    case SQLITE_BLOB: .blob([UInt8](bytes(column)))
    default: .text(string(column))
    }
  }

  // MARK: Errors

  private func check(_ code: Int32) throws(StoreError) {
    if code != SQLITE_OK { throw failure(code) }
  }

  private func failure(_ code: Int32) -> StoreError {
    database.failure(code, sql: sqlite3_sql(handle).map { String(cString: $0) })
  }
}
