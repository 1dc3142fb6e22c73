// Departments and people that a ticket is given to: free words, but a slip is pointed out.
import PMCore
import PMStore

extension Context {
  /// Warns of a department or a person that is none of those on record, where there are any; an
  /// escalation would not find its way up from a misspelt department.
  func warnOfStrangers(_ values: [TicketValue], _ database: Database) throws {
    for value in values where !value.text.isEmpty {
      let known: [String]
      let what: Words
      switch value.column.name {
      case "department":
        known = try database.departmentNames()
        what = Words("department", zh: "部门")
      case "assignee":
        known = try database.staffNames()
        what = Words("staff member", zh: "员工")
      default: continue
      }
      if known.isEmpty || known.contains(value.text) { continue }
      let near = database.nearest(value.text, known).map(didYouMean)
      warn(
        Words(
          "\(value.text) is no known \(what.en)" + (near.map { "; " + $0.en } ?? ""),
          zh: "“\(value.text)”不是已有的\(what.zh)" + (near.map { "；" + $0.zh } ?? "")))
    }
  }
}

extension Database {
  /// The codes and names of the departments.
  fileprivate func departmentNames() throws -> [String] {
    try rows(
      """
      SELECT code FROM org WHERE kind = 'department'
      UNION SELECT name FROM org WHERE kind = 'department' ORDER BY 1
      """
    ) { $0.string(0) }
  }

  /// The codes and names of the people who work here.
  fileprivate func staffNames() throws -> [String] {
    try rows("SELECT code FROM staff UNION SELECT name FROM staff ORDER BY 1") { $0.string(0) }
  }
}
