// The names of people and departments, as records in which any name will do are held against them.
package import PMCore

extension Database {
  /// What people call those on record whom the one who asks may know, as SQL: codes, names and logins.
  private func sql(of named: Column.Named) throws -> String {
    let people = try seenTable("staff")
    let orgs = try seenTable("org")
    let staff = """
      SELECT code FROM \(people) UNION SELECT name FROM \(people)
      UNION SELECT login FROM \(people) WHERE login IS NOT NULL
      """
    let departments = """
      SELECT code FROM \(orgs) WHERE kind = 'department'
      UNION SELECT name FROM \(orgs) WHERE kind = 'department'
      """
    let severities = Ticket.severities.map { "('\($0.value)')" }.joined(separator: ", ")
    return switch named {
    case .severity:
      // Where no service level asks for it, it is anybody's own word.
      """
      SELECT severity FROM sla WHERE severity IS NOT NULL
      UNION SELECT column1 FROM (VALUES \(severities))
       WHERE EXISTS (SELECT 1 FROM sla WHERE severity IS NOT NULL)
      """
    case .staff: staff
    case .department: departments
    case .either: "\(departments) UNION \(staff)"
    }
  }

  /// What people call the members of staff, or the departments, or both; empty where there are none
  /// that a name could be held against.
  package func names(of named: Column.Named) throws -> [String] {
    // Without one of the two lists nobody knows what a name on neither is.
    if named == .either, try names(of: .staff).isEmpty || names(of: .department).isEmpty {
      return []
    }
    return try rows("\(sql(of: named)) ORDER BY 1") { $0.string(0) }
  }

  /// The names in a column of these rows that nobody on record has, and in how many rows each is.
  package func strangers(
    in column: Column, of record: RecordType, _ named: Column.Named, rows ids: [Int64]
  ) throws -> [(name: String, count: Int64)] {
    let condition = try "\(column.quoted) IS NOT NULL AND \(column.quoted) NOT IN (\(sql(of: named)))"
    // Most files name nobody unknown: then their rows are not asked one by one.
    if try scalar("SELECT 1 FROM \(record.table) WHERE \(condition) LIMIT 1") == nil { return [] }
    return try rows(
      """
      SELECT \(column.quoted), count(*)
        FROM \(record.table)
       WHERE \(condition) AND id IN (SELECT value FROM json_each(?1))
       GROUP BY 1
       ORDER BY 1
      """, [.list(ids)]
    ) { ($0.string(0), $0.int64(1)) }
  }

  /// The names with which tickets and the log lie or lay.
  package func namesInUse() throws -> [String] {
    let columns = [
      "ticket": ["department", "assignee", "first_contact"],
      "log": ["department", "staff", "handed_to"],
    ]
    let selects = try columns.sorted { $0.key < $1.key }.flatMap { table, names in
      let seen = try seenTable(table)
      return names.map { "SELECT \($0) AS name FROM \(seen)" }
    }
    return try rows(
      "SELECT name FROM (\(selects.joined(separator: " UNION "))) WHERE name IS NOT NULL ORDER BY 1"
    ) { $0.string(0) }
  }

  /// The names of those for whom records give a code or a login.
  package func namesByCode(_ named: Column.Named) throws -> [String: String] {
    if named == .severity { return [:] }
    let staff = "SELECT code, name FROM staff UNION ALL SELECT login, name FROM staff"
    let departments = "SELECT code, name FROM org WHERE kind = 'department'"
    let sql =
      switch named {
      case .staff: staff
      case .department: departments
      case .either, .severity: "\(staff) UNION ALL \(departments)"
      }
    var found: [String: String] = [:]
    try forEach("SELECT * FROM (\(sql)) WHERE code IS NOT NULL ORDER BY 1, 2") { row in
      found[row.string(0)] = row.string(1)
    }
    // What is somebody's name is no code of another.
    for name in found.values { found[name] = nil }
    return found
  }

  /// All that somebody, or a department, is called whom people call `name`: a ticket of 员工乙 lies
  /// with S2. A name that several have is none of the others' names.
  package func names(sameAs name: String) throws -> Set<String> {
    let staff = try seenTable("staff")
    let org = try seenTable("org")
    return Set(
      try rows(
        """
        SELECT ?1
        UNION SELECT code FROM \(staff) WHERE ?1 IN (code, name, login)
        UNION SELECT login FROM \(staff) WHERE ?1 IN (code, name, login) AND login IS NOT NULL
        UNION SELECT name FROM \(staff) AS s WHERE ?1 IN (code, login)
                 AND NOT EXISTS (SELECT 1 FROM \(staff) AS o WHERE o.name = s.name AND o.id <> s.id)
        UNION SELECT code FROM \(org) WHERE kind = 'department' AND ?1 IN (code, name)
        UNION SELECT name FROM \(org) AS d WHERE kind = 'department' AND ?1 = code
                 AND NOT EXISTS (SELECT 1 FROM \(org) AS o
                                  WHERE o.kind = 'department' AND o.name = d.name AND o.id <> d.id)
         ORDER BY 1
        """, [.text(name)]
      ) { $0.string(0) })
  }
}
