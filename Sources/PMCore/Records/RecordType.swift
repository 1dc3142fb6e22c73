// A record type, declared once: table, import, list, add, set, JSON, help and documentation
// all come out of it.

/// The generic verbs that a record type may have.
package enum RecordVerb: String, Sendable, CaseIterable {
  case `import`, list, show, add, set, columns
}

/// The declaration of a record type.
package struct RecordType: Sendable {
  /// The noun on the command line.
  package let name: String
  package let title: Words
  package let summary: Words
  /// The columns of the natural key, in order.
  package let key: [String]
  package let columns: [Column]
  /// The place of each column by its name.
  private let places: [String: Int]
  package private(set) var verbs: Set<RecordVerb> = Set(RecordVerb.allCases)
  package private(set) var rules: [RowRule] = []
  package private(set) var crossChecks: [CrossCheck] = []
  package private(set) var parts: [RecordPart] = []
  /// Further constraints of the table, as SQL.
  package private(set) var constraints: [String] = []
  /// Those of them that a rule of `db check` says in the words of the business.
  private var ruled: Set<String> = []
  /// Indexes as `(columns) [WHERE …]`, named after the table and their place.
  package private(set) var indexes: [String] = []
  /// Columns that `list` takes as options of their own, such as `--period`.
  package private(set) var filters: [String] = []
  /// The column of the key that people tell rows apart by; nil: the first.
  package private(set) var tellingColumn: String?
  /// Whether a row that comes again with other content is refused instead of updated.
  package private(set) var isFinal = false

  package init(
    _ name: String, zh: String, key: [String], _ summary: Words, _ columns: Column...
  ) {
    self.name = name
    title = Words(name, zh: zh)
    self.key = key
    self.summary = summary
    // By its key a row is found again.
    self.columns = columns.map { key.contains($0.name) ? $0.verbatim : $0 }
    places = Dictionary(columns.enumerated().map { ($1.name, $0) }) { first, _ in first }
  }

  /// The table's name: the noun with underscores.
  package var table: String { String(name.map { $0 == "-" ? "_" : $0 }) }

  /// A document is numbered by its row; any other record has a stored natural key.
  package var serial: SerialKind? {
    key.count == 1 ? column(key[0])?.kind as? SerialKind : nil
  }

  /// The kind of the number that stands for a row of this record, its key or not.
  package var number: SerialKind? {
    columns.lazy.compactMap { $0.kind as? SerialKind }.first
  }

  /// The column by which `--scope` keeps rows to a part of the organisation: the community, the
  /// room, the company, or the record itself; nil where rows belong to no place.
  package var scopeColumn: Column? {
    columns.first { $0.name == "community" } ?? columns.first { $0.target?().name == "room" }
      ?? (column("customer") == nil ? nil : column("company"))
  }

  /// Whether `db check` has a rule of its own for one of `constraints`.
  package func hasRuleOfItsOwn(_ constraint: String) -> Bool { ruled.contains(constraint) }

  /// The column called `name`.
  package func column(_ name: String) -> Column? { places[name].map { columns[$0] } }

  /// The place of the column called `name`.
  package func index(of name: String) -> Int? { places[name] }

  /// Documents have list, show and columns; they change through their own verbs only.
  package var document: RecordType { having([.list, .show, .columns]) }

  package func having(_ verbs: Set<RecordVerb>) -> RecordType { with { $0.verbs = verbs } }
  package func rule(_ rule: RowRule) -> RecordType { with { $0.rules.append(rule) } }
  package func constraint(_ sql: String, hasRuleOfItsOwn: Bool = false) -> RecordType {
    with {
      $0.constraints.append(sql)
      if hasRuleOfItsOwn { $0.ruled.insert(sql) }
    }
  }
  package func index(_ columns: String) -> RecordType { with { $0.indexes.append(columns) } }
  package func filtered(by names: String...) -> RecordType { with { $0.filters = names } }
  package func cross(_ check: CrossCheck) -> RecordType { with { $0.crossChecks.append(check) } }
  package func part(_ part: RecordPart) -> RecordType { with { $0.parts.append(part) } }
  package func told(by name: String) -> RecordType { with { $0.tellingColumn = name } }
  package var final: RecordType { with { $0.isFinal = true } }

  private func with(_ change: (inout RecordType) -> Void) -> RecordType {
    var copy = self
    change(&copy)
    return copy
  }
}

/// A rule across the cells of one row.
package struct RowRule: Sendable {
  /// The columns that the rule reads; the first is named in the finding.
  package let columns: [String]
  package let code: String
  package let words: Words
  /// Whether the cells, in the order of `columns`, agree.
  package let holds: @Sendable (ArraySlice<Cell>) -> Bool
  /// The two columns of which the first is not after the second, where that is the rule.
  package private(set) var ordered: (from: String, to: String)?

  package init(
    _ columns: String..., code: String, _ words: Words,
    holds: @escaping @Sendable (ArraySlice<Cell>) -> Bool
  ) {
    self.columns = columns
    self.code = code
    self.words = words
    self.holds = holds
  }

  /// The first date is not after the second, where both are given.
  package static func order(_ from: String, _ to: String) -> RowRule {
    var rule = RowRule(
      to, from, code: "ends-before-it-starts",
      Words("\(to) is before \(from)", zh: "\(to) 早于 \(from)")
    ) { cells in
      guard let end = cells.first?.integer, let start = cells.last?.integer else { return true }
      return end >= start
    }
    rule.ordered = (from, to)
    return rule
  }

  /// The amount is not below zero.
  package static func notNegative(_ column: String, zh: String) -> RowRule {
    RowRule(
      column, code: "negative", Words("\(column) is below zero", zh: "\(zh)不能为负数")
    ) { cells in
      cells.first?.integer.map { $0 >= 0 } ?? true
    }
  }

  /// Exactly one of the two is given.
  package static func exactlyOne(_ left: String, _ right: String) -> RowRule {
    RowRule(
      left, right, code: "one-of-two",
      Words("exactly one of \(left) and \(right) must be given", zh: "\(left) 与 \(right) 必须且只能填一个")
    ) { cells in
      cells.filter { !$0.isNull }.count == 1
    }
  }
}

/// A rule across rows or tables, asked of the rows just written, before they are committed.
package struct CrossCheck: Sendable {
  /// The column named in the finding.
  package let column: String
  package let code: String
  package let words: Words
  /// A SELECT of the ids of the rows at fault; `touched(id)` holds the rows just written. A second
  /// column of its result names the record's column where that depends on the row.
  package let sql: String
  /// What to do about it; where there is one, the words follow the value of the cell.
  package let remedy: Words?
  /// Whether it is asked only where the rows have the column.
  package let whereGiven: Bool

  package init(
    _ column: String, code: String, _ words: Words, remedy: Words? = nil, whereGiven: Bool = false, sql: String
  ) {
    self.column = column
    self.whereGiven = whereGiven
    self.code = code
    self.words = words
    self.remedy = remedy
    self.sql = sql
  }
}

extension CrossCheck {
  /// Whether no row of `table` comes to stand under itself by its column `parent`.
  package static func tree(of table: String, _ words: Words) -> CrossCheck {
    CrossCheck(
      "parent", code: "\(table)-cycle", words,
      sql: """
        \(ancestors(in: table))
        SELECT DISTINCT touched.id FROM touched JOIN up ON up.start = touched.id AND up.node = touched.id
        """)
  }

  /// `up(start, node, depth)`: each row of `table` with those that it stands under, up to 64 steps, so that a
  /// ring ends.
  package static func ancestors(in table: String) -> String {
    """
    WITH RECURSIVE up(start, node, depth) AS (
      SELECT id, parent_id, 1 FROM \(table) WHERE parent_id IS NOT NULL
      UNION ALL
      SELECT up.start, t.parent_id, depth + 1 FROM up JOIN \(table) AS t ON t.id = up.node
       WHERE t.parent_id IS NOT NULL AND depth < 64)
    """
  }
}

/// Another record that a row of this one's files may carry: the owner on a room's row.
package struct RecordPart: Sendable {
  /// Where a column of the part comes from.
  package enum Source: Sendable {
    /// A column of the file that belongs to the part alone.
    case column(Column)
    /// A column of the carrying record.
    case shared(String)
    /// The same for every new row.
    case constant(String)
  }

  package let record: @Sendable () -> RecordType
  /// The part's columns by name, each with its source.
  package let sources: [(name: String, source: Source)]
  /// The part is there where one of these columns of the file is not empty.
  package let presence: [String]
  /// Whether the carrying record's key may repeat in a file that has this part.
  package let repeatsCarrier: Bool
}
