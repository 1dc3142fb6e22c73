// Whether the tables of a database are those that the declarations make, and hold what they allow.
import PMCore

/// A table, index, trigger or view that is not as this pm makes it.
package struct SchemaFault: Sendable {
  package enum Fault: Sendable { case missing, altered, foreign }

  package let fault: Fault
  /// `table`, `index`, `trigger` or `view`.
  package let type: String
  package let name: String
}

/// What the schema of a database says of one of its parts.
private struct SchemaPart: Equatable {
  let table: String
  let text: String
  let isUnique: Bool
}

extension Database {
  /// What in the schema differs from that of a new database, and what stands in it besides.
  ///
  /// What somebody adds for his own work is left to him: tables, views, and indexes that only make
  /// reading faster. A trigger or a UNIQUE index on one of pm's tables changes what pm's commands do.
  package func schemaFaults() throws -> (faults: [SchemaFault], besides: [String]) {
    let model = try Database.inMemory()
    try model.execute(Schema.sql)
    let wanted = try model.schemaParts()
    let found = try schemaParts()
    let tables = Set(wanted.values.map(\.table))
    var faults: [SchemaFault] = []
    var besides: [String] = []
    func add(_ fault: SchemaFault.Fault, _ name: String) {
      let words = name.split(separator: " ", maxSplits: 1).map(String.init)
      faults.append(SchemaFault(fault: fault, type: words[0], name: words[words.count - 1]))
    }
    for (name, part) in wanted.sorted(by: { $0.key < $1.key }) {
      if found[name] == nil {
        add(.missing, name)
      } else if found[name] != part {
        add(.altered, name)
      }
    }
    for (name, part) in found.sorted(by: { $0.key < $1.key }) where wanted[name] == nil {
      let changesRows = name.hasPrefix("trigger ") || part.isUnique
      if changesRows && tables.contains(part.table) { add(.foreign, name) } else { besides.append(name) }
    }
    return (faults, besides)
  }

  /// The parts of the schema by type and name; SQLite's own tables and indexes are not among them.
  private func schemaParts() throws -> [String: SchemaPart] {
    var parts: [String: SchemaPart] = [:]
    try forEach(
      "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'"
    ) { row in
      let (type, sql) = (row.string(0), row.string(3))
      parts["\(type) \(row.string(1))"] = SchemaPart(
        table: row.string(2), text: type == "table" ? tableText(sql) : plain(sql),
        isUnique: plain(sql).hasPrefix("CREATE UNIQUE INDEX"))
    }
    return parts
  }

  /// Lends the values that no command could have stored: each as its record, its code and its column.
  ///
  /// SQLite's own integrity check passes CHECK clauses over on a connection that only reads: it
  /// does not even parse them then (`sqlite3AddCheckConstraint`).
  package func forEachRefusedValue(_ body: (String) throws -> Void) throws {
    for record in Records.all {
      let checks = record.columns.compactMap { column -> (name: String, sql: String)? in
        guard column.isStored, column.target == nil,
          !(column.kind is SerialKind && record.key == [column.name]),
          let sql = column.kind.check(column.quoted)
        else { return nil }
        return (" " + column.name, sql)
      }
      // What an import refuses of the order of two days or times.
      let orders = record.rules.compactMap { rule -> (name: String, sql: String)? in
        guard let ordered = rule.ordered, let from = record.column(ordered.from),
          let to = record.column(ordered.to)
        else { return nil }
        return (" " + to.name, "coalesce(\(from.quoted) <= \(to.quoted), 1)")
      }
      let all = checks + orders + record.checkedConstraints.map { (name: "", sql: $0) }
      if all.isEmpty { continue }
      let names = all.map { "WHEN NOT (\($0.sql)) THEN '\($0.name)'" }.joined(separator: " ")
      try forEach(
        """
        SELECT '\(record.name) ' || \(Check.code(record)) || CASE \(names) END
          FROM main.\(record.table) AS t
         WHERE \(all.map { "NOT (\($0.sql))" }.joined(separator: " OR "))
         ORDER BY t.id
        """
      ) { try body($0.string(0)) }
    }
    let settings = try self.settings()
    for name in settings.names.sorted() {
      guard let declaration = Settings.declaration(name), !declaration.accepts(settings[name])
      else { continue }
      try body("setting \(name)")
    }
  }
}

extension Check {
  /// What people call row `t`, as SQL: its number, its code, or the parts of its key.
  fileprivate static func code(_ record: RecordType) -> String {
    if record.number == nil, record.key.count == 1, let column = record.column(record.key[0]),
      !column.isReference
    {
      return "t.\(column.quoted)"
    }
    return "replace(\(label(record)), char(1), ' ')"
  }
}

extension RecordType {
  /// The conditions of the table that no rule of their own asks for, without their CHECK.
  fileprivate var checkedConstraints: [String] {
    constraints.compactMap { sql in
      let text = plain(sql)
      guard !hasRuleOfItsOwn(sql), text.hasPrefix("CHECK (") else { return nil }
      return String(text.dropFirst("CHECK (".count).dropLast())
    }
  }
}

/// SQL with single blanks between its words; what stands in quotes is left as it is.
private func plain(_ sql: String) -> String {
  var text = ""
  var quote: Character?
  for character in sql {
    if let open = quote {
      if character == open { quote = nil }
      text.append(character)
    } else if character.isWhitespace {
      if text.last != " ", text.last != "(" { text.append(" ") }
    } else {
      if character == "'" || character == "\"" { quote = character }
      if character == ")" || character == ",", text.last == " " { text.removeLast() }
      text.append(character)
    }
  }
  return text
}

/// The columns and constraints of a CREATE TABLE in order of the alphabet, and what stands behind
/// them: a column that a migration added stands behind those of the declaration.
private func tableText(_ sql: String) -> String {
  let text = plain(sql)
  guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else {
    return text
  }
  var parts = [""]
  var depth = 0
  var quote: Character?
  for character in text[text.index(after: open)..<close] {
    if let open = quote {
      if character == open { quote = nil }
    } else if character == "'" || character == "\"" {
      quote = character
    } else if character == "(" || character == ")" {
      depth += character == "(" ? 1 : -1
    } else if character == ",", depth == 0 {
      parts.append("")
      continue
    }
    parts[parts.count - 1].append(character)
  }
  let columns = parts.map { $0.hasPrefix(" ") ? String($0.dropFirst()) : $0 }.sorted()
  return columns.joined(separator: ", ") + text[close...]
}
