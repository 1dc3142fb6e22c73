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

extension SQLValue: ExpressibleByNilLiteral {
  package init(nilLiteral: ()) { self = .null }
}

extension SQLValue: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension SQLValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
}
