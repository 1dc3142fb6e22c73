// Which service level holds for a ticket: the most specific row that matches.

/// The minutes that one row allows; nil where it says nothing.
package struct ServiceMinutes: Sendable, Hashable {
  package let respond: Int64?
  package let finish: Int64?
  package let callback: Int64?

  package init(respond: Int64? = nil, finish: Int64? = nil, callback: Int64? = nil) {
    self.respond = respond
    self.finish = finish
    self.callback = callback
  }
}

/// The rows of `sla`, asked once for each combination of kind, category and severity.
package struct ServiceLevels: Sendable {
  /// One row; an empty cell matches everything.
  package struct Row: Sendable {
    let kind: String
    let category: String
    let severity: String
    let minutes: ServiceMinutes

    package init(kind: String, category: String, severity: String, _ minutes: ServiceMinutes) {
      self.kind = kind
      self.category = category
      self.severity = severity
      self.minutes = minutes
    }

    /// How specific the row is: category outweighs severity, severity outweighs kind.
    var weight: Int {
      (category.isEmpty ? 0 : 4) + (severity.isEmpty ? 0 : 2) + (kind.isEmpty ? 0 : 1)
    }

    func matches(_ kind: String, _ category: String, _ severity: String) -> Bool {
      (self.kind.isEmpty || self.kind == kind)
        && (self.category.isEmpty || Self.same(self.category, category))
        && (self.severity.isEmpty || Self.same(self.severity, severity))
    }

    /// Bytes are compared, as SQL does: é in one piece is not e and an accent.
    private static func same(_ left: String, _ right: String) -> Bool {
      left.utf8.elementsEqual(right.utf8)
    }
  }

  private let rows: [Row]

  package init(_ rows: [Row]) {
    self.rows = rows.sorted { $0.weight > $1.weight }
  }

  /// What holds for a ticket; no minutes at all where no row matches.
  package func minutes(kind: String, category: String, severity: String) -> ServiceMinutes {
    rows.first { $0.matches(kind, category, severity) }?.minutes ?? ServiceMinutes()
  }
}
