// Prepared statements kept for the next command: where one connection serves many small commands,
// compiling costs more than running.

import CSQLite

/// The statements that a connection keeps, each by its text.
struct StatementCache {
  /// nil while the statement is in use.
  private var kept: [SQLText: OpaquePointer?] = [:]

  /// How many are kept: more than the commands of a service desk have.
  private static let most = 500

  var count: Int { kept.count }

  /// A statement that waits, which is the caller's until it comes back.
  mutating func take(_ sql: String) -> OpaquePointer? {
    guard let place = kept.index(forKey: SQLText(text: sql)) else { return nil }
    defer { kept.values[place] = nil }
    return kept.values[place]
  }

  /// Takes a statement over, unless there are enough of them, or one of its text is there.
  mutating func put(_ statement: OpaquePointer, _ sql: String) {
    let text = SQLText(text: sql)
    let place = kept.index(forKey: text)
    guard place.map({ kept.values[$0] == nil }) ?? (kept.count < Self.most) else {
      sqlite3_finalize(statement)
      return
    }
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
    if let place { kept.values[place] = statement } else { kept[text] = .some(statement) }
  }

  /// Finalizes all that wait.
  mutating func finalize() {
    for case let statement? in kept.values { sqlite3_finalize(statement) }
    kept = [:]
  }
}

/// The text of a statement as a key. Its hash looks at the length and the end alone: hashing the
/// whole text of every statement took an eighth of a command's time.
private struct SQLText: Hashable {
  let text: String

  func hash(into hasher: inout Hasher) {
    hasher.combine(text.utf8.count)
    hasher.combine(text.utf8.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
