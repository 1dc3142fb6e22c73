// The people who work with pm: what they may do, and for which part of the organisation.

/// What a member of staff is there for; `Rights` says what each may do.
package enum Role: String, Sendable, CaseIterable {
  case admin, manager, clerk, cashier, service, auditor, analyst

  package var zh: String {
    switch self {
    case .admin: "管理员"
    case .manager: "经理"
    case .clerk: "文员"
    case .cashier: "收银"
    case .service: "客服"
    case .auditor: "审计"
    case .analyst: "分析"
    }
  }

  /// The role of this name, English or Chinese.
  package static func named(_ name: some StringProtocol) -> Role? {
    allCases.first { $0.rawValue == name.lowercased() || $0.zh == name }
  }
}

/// A member of staff; one with a login may use pm under that name.
package enum Staff {
  package static let record: RecordType = .init(
    "staff", zh: "员工", key: ["code"],
    Words("Who works with pm, and what each may do: pm help roles.", zh: "员工、角色与管辖范围：见 pm help roles。"),
    .code("code", zh: "工号", aliases: ["员工编号", "编号"]),
    .text("name", zh: "姓名", aliases: ["员工姓名"], required: true, limit: 200),
    .text(
      "login", zh: "登录名", aliases: ["账户", "用户名"], limit: 64,
      Words("The name of the system's user who calls pm.", zh: "调用 pm 的系统用户名。")),
    Column(
      "roles", "角色", ["权限角色"], RolesKind(),
      Words("One or several, with blanks between them.", zh: "一个或多个，以空格分隔。")),
    Column.reference(
      "scope", to: Org.record, zh: "管辖范围", aliases: ["管辖组织"],
      Words(
        "Sees and changes only what stands under it; empty is everything.",
        zh: "只能查看和办理此组织之下的业务；为空则不限。")
    ).restricted("kind IN ('group', 'company', 'centre', 'community')"),
    .reference("department", to: Org.record, zh: "部门"),
    .phone("phone", zh: "联系电话", aliases: ["手机", "电话"]),
    .date("from", zh: "入职日期", aliases: ["开始日期"]),
    .date("to", zh: "离职日期", aliases: ["结束日期"], Words("The last day.", zh: "最后一天。")),
    .text("note", zh: "备注")
  )
  .rule(.order("from", "to"))
  .rule(
    RowRule(
      "roles", "login", code: "login-without-role",
      Words("a login needs a role", zh: "有登录名的员工须有角色")
    ) { cells in
      guard let roles = cells.first, let login = cells.last else { return true }
      return login.isNull || !roles.isNull
    }
  )
  .cross(
    CrossCheck(
      "login", code: "login-taken",
      Words("somebody else has this login", zh: "此登录名已属于他人"),
      sql: """
        SELECT t.id FROM touched AS t JOIN staff AS s ON s.id = t.id
         WHERE EXISTS (SELECT 1 FROM staff AS o WHERE o.login = s.login AND o.id <> s.id)
        """)
  )
  .cross(
    CrossCheck(
      "roles", code: "no-admin",
      Words(
        "nobody would be left to administer: an admin with a login, no scope and no last day",
        zh: "将没有管理员：至少须有一名有登录名、不限范围、未离职的 admin"),
      sql: """
        SELECT id, CASE WHEN roles IS NULL OR ' ' || roles || ' ' NOT LIKE '% admin %' THEN 'roles'
                        WHEN login IS NULL THEN 'login' WHEN scope_id IS NOT NULL THEN 'scope' ELSE 'to' END AS lacking
          FROM staff
         WHERE id IN (SELECT id FROM touched)
           AND EXISTS (SELECT 1 FROM staff WHERE login IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM staff WHERE \(Staff.administers))
         ORDER BY lacking = 'roles', id
         LIMIT 1
        """)
  )
  .index("(login) WHERE login IS NOT NULL")

  /// Holds of rows of `staff` that can let others in, today and later.
  package static let administers =
    "login IS NOT NULL AND ' ' || roles || ' ' LIKE '% admin %' AND scope_id IS NULL AND \"to\" IS NULL"
}
