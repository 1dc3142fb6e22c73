// Which service level holds for a ticket, and what it promises.

/// What a service level promises a ticket.
package struct ServiceTerms: Sendable, Hashable {
  package var respondMinutes: Int64?
  package var finishMinutes: Int64?
  package var callbackMinutes: Int64?
  /// The code of the working calendar; nil is round the clock.
  package var calendar: String?

  /// Those of a ticket that no row matches.
  package static let none = ServiceTerms(respond: nil, finish: nil, callback: nil, calendar: nil)

  package init(respond: Int64?, finish: Int64?, callback: Int64?, calendar: String?) {
    respondMinutes = respond
    finishMinutes = finish
    callbackMinutes = callback
    self.calendar = calendar
  }
}

/// A row of the service levels.
package struct ServiceRow: Sendable {
  package let kind: String?
  package let category: String?
  package let severity: String?
  package let terms: ServiceTerms

  package init(kind: String?, category: String?, severity: String?, terms: ServiceTerms) {
    self.kind = kind
    self.category = category
    self.severity = severity
    self.terms = terms
  }

  /// How much the row names: category outweighs severity, severity outweighs kind.
  fileprivate var weight: Int {
    (category == nil ? 0 : 4) + (severity == nil ? 0 : 2) + (kind == nil ? 0 : 1)
  }
}

/// The terms of the most specific row that matches; an empty cell matches all.
package func serviceTerms(
  of rows: [ServiceRow], kind: String, category: String?, severity: String?
) -> ServiceTerms? {
  rows.filter { row in
    matches(row.kind, kind) && matches(row.category, category) && matches(row.severity, severity)
  }.max { $0.weight < $1.weight }?.terms
}

/// Whether a cell of a row, empty for everything, matches a ticket's; bytes are compared, as SQL
/// does: é in one piece is not e and an accent.
private func matches(_ cell: String?, _ word: String?) -> Bool {
  guard let cell else { return true }
  return word.map { cell.utf8.elementsEqual($0.utf8) } ?? false
}
