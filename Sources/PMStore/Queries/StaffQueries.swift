// Who may use the database: members of staff by login and by name.
package import PMCore

/// What is known of a member of staff who uses pm.
package struct StaffMember: Sendable {
  package let id: Int64
  package let code: String
  package let name: String
  package let login: String?
  package let roles: Set<Role>
  /// The organisation that limits what is seen and changed; nil for no limit.
  package let scope: Int64?
  package let scopeCode: String?
  package let from: Day?
  package let to: Day?

  /// Whether `day` lies in the time for which the person works here.
  package func isActive(on day: Day) -> Bool {
    (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
  }

  fileprivate init(_ row: borrowing Statement) {
    id = row.int64(0)
    code = row.string(1)
    name = row.string(2)
    login = row.optionalString(3)
    roles = Set((row.optionalString(4) ?? "").split(separator: " ").compactMap { Role.named($0) })
    scope = row.optionalInt64(5)
    scopeCode = row.optionalString(6)
    from = row.optionalDay(7)
    to = row.optionalDay(8)
  }

  fileprivate static let columns = """
    s.id, s.code, s.name, s.login, s.roles, s.scope_id,
    (SELECT code FROM org WHERE id = s.scope_id), s."from", s."to"
    """
}

/// Who calls, as far as the database knows.
package enum Caller: Sendable {
  /// Nobody has a login yet: whoever owns the file does everything.
  case unmanaged
  /// Others have logins, this one has none.
  case stranger
  case member(StaffMember)
}

extension Database {
  /// The member of staff with this login: one statement, asked by every command.
  package func caller(login: String) throws -> Caller {
    let caller = try first(
      """
      SELECT \(StaffMember.columns) FROM staff AS s WHERE s.login = ?1
      UNION ALL
      SELECT 0, '', '', NULL, NULL, NULL, NULL, NULL, NULL
       WHERE EXISTS (SELECT 1 FROM staff WHERE login IS NOT NULL)
       LIMIT 1
      """, [.text(login)]
    ) { row -> Caller in
      row.int64(0) == 0 ? .stranger : .member(StaffMember(row))
    }
    return caller ?? .unmanaged
  }

  /// The logins of the admins who can be asked on `day` and ever after.
  package func adminLogins(on day: Day) throws -> [String] {
    try rows(
      """
      SELECT login FROM staff
       WHERE \(Staff.administers) AND ("from" IS NULL OR "from" <= ?1)
       ORDER BY key
      """, [.day(day)]
    ) { $0.string(0) }
  }

  /// The members of staff whom people call so: by login, by code or by name.
  package func staff(called name: String) throws -> [StaffMember] {
    try rows(
      """
      SELECT \(StaffMember.columns)
        FROM staff AS s
       WHERE s.login = ?1 OR s.code = ?1 OR s.name = ?1
       ORDER BY s.login IS NOT ?1, s.code <> ?1, s.key
      """, [.text(name)]
    ) { StaffMember($0) }
  }

  /// The members of staff who may use the database on `day`.
  private func staffWithLogin(on day: Day) throws -> [StaffMember] {
    try rows(
      "SELECT \(StaffMember.columns) FROM staff AS s WHERE s.login IS NOT NULL ORDER BY s.key"
    ) { StaffMember($0) }.filter { $0.isActive(on: day) }
  }

  /// The members of staff who may do more in this database on `day` than in `other`: who have no
  /// login there or do not work there any more, lost a role, or are kept to another part.
  package func staffWithMore(than other: Database, on day: Day) throws -> [StaffMember] {
    let known = try other.staffWithLogin(on: day)
    return try staffWithLogin(on: day).filter { member in
      guard let now = known.first(where: { $0.login == member.login }) else { return true }
      return !member.roles.isSubset(of: now.roles)
        || now.scopeCode != nil && now.scopeCode != member.scopeCode
    }
  }

  /// The logins, codes and names that `staff(called:)` knows.
  package func staffNames() throws -> [String] {
    try rows("SELECT coalesce(login, code) FROM staff ORDER BY key") { $0.string(0) }
  }
}
