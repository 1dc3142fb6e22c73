// A value on its way into a statement.

/// One of the values that SQLite stores and pm uses; there is no floating point among them.
package enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])

  /// The integer, or NULL for nil.
  package init(_ value: Int64?) {
    self = value.map { .integer($0) } ?? .null
  }

  /// The text, or NULL for nil.
  package init(_ value: String?) {
    self = value.map { .text($0) } ?? .null
  }
}

// Rows of which there may be many are bound as one value and asked for by
// `IN (SELECT value FROM json_each(?1))`. Organisations are few, and SQLite plans better where it sees
// them: they are written into the statement, `IN (\(sqlList(orgs)))`.

extension SQLValue {
  /// The rows as a JSON array.
  package static func list(_ rows: some Sequence<Int64>) -> SQLValue {
    .text("[" + rows.map(String.init).joined(separator: ",") + "]")
  }

  /// The texts as a JSON array.
  static func list(_ texts: some Sequence<String>) -> SQLValue {
    .text("[" + texts.map(JSONText.quoted).joined(separator: ",") + "]")
  }
}

/// Row ids as they stand behind `IN (` in a statement.
package func sqlList(_ rows: some Sequence<Int64>) -> String {
  rows.map(String.init).joined(separator: ", ")
}

extension SQLValue: ExpressibleByNilLiteral {
  package init(nilLiteral: ()) { self = .null }
}

extension SQLValue: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension SQLValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
}
