// The one name under which people, departments and categories are stored, whatever they are called by.
package import PMCore

extension Database {
  /// The name that is stored for each code and login of people or departments; none where the name
  /// means several.
  ///
  /// One who was S2 here and 员工乙 there would be two in every report by person.
  package func standardNames(of named: Column.Named) throws -> [String: String] {
    var found: [String: String] = [:]
    func add(_ sql: String) throws {
      try forEach(sql) { row in found[row.string(0)] = row.string(1) }
    }
    if named == .staff || named == .either { try add(staffNames(seenTable("staff"))) }
    if named == .department || named == .either { try add(departmentNames(seenTable("org"))) }
    return found
  }

  /// The words that stand in a column of a record.
  package func words(in column: Column, of record: RecordType) throws -> [String] {
    try rows(
      """
      SELECT DISTINCT \(column.quoted)
        FROM \(seenTable(record.table))
       WHERE \(column.quoted) IS NOT NULL
       ORDER BY 1
      """
    ) { $0.string(0) }
  }

  private func staffNames(_ staff: String) -> String {
    """
    SELECT k.word, s.name
      FROM \(staff) AS s
      JOIN (SELECT id, code AS word FROM \(staff) UNION SELECT id, login FROM \(staff) WHERE login IS NOT NULL) AS k
        ON k.id = s.id
     WHERE k.word NOT IN (SELECT name FROM \(staff))
       AND NOT EXISTS (SELECT 1 FROM \(staff) AS o
                        WHERE o.id <> s.id AND s.name IN (o.name, o.code, o.login))
    """
  }

  private func departmentNames(_ org: String) -> String {
    """
    SELECT d.code, d.name
      FROM \(org) AS d
     WHERE d.kind = 'department' AND d.code NOT IN (SELECT name FROM \(org) WHERE kind = 'department')
       AND NOT EXISTS (SELECT 1 FROM \(org) AS o
                        WHERE o.id <> d.id AND o.kind = 'department' AND d.name IN (o.name, o.code))
    """
  }
}
