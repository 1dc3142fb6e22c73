// Who may do what: the one list that the program, `pm help roles` and the tests read.
import PMCore

/// What a command needs of whoever asks for it.
enum Right: String, Sendable, CaseIterable {
  case look, reveal, export, inspect, service, estate, billing, collect, approve, rules, govern, delegate

  /// Which roles have which right. Somebody with several roles has the rights of all of them.
  static let table: [(right: Right, roles: [Role], meaning: Words)] = [
    (
      .look, [.admin, .manager, .clerk, .cashier, .service, .auditor, .analyst],
      Words("See records and reports, personal data masked.", zh: "查看记录与报表（个人信息遮盖）。")
    ),
    (
      .reveal, [.admin, .manager, .clerk, .cashier, .service, .auditor],
      Words("See personal data with --reveal; recorded.", zh: "用 --reveal 查看个人信息（留痕）。")
    ),
    (
      .export, [.admin, .manager, .clerk, .auditor, .analyst],
      Words("Take records and books out.", zh: "导出记录与账簿。")
    ),
    (
      .inspect, [.admin, .manager, .auditor],
      Words("Read the journal, check the database.", zh: "查看操作日志、检查数据库。")
    ),
    (
      .service, [.admin, .manager, .clerk, .service],
      Words("Tickets, callbacks, visits, surveys, logs.", zh: "工单、回访、走访、调查、日志。")
    ),
    (
      .estate, [.admin, .manager, .clerk],
      Words("Rooms, customers, moves, meters, registers.", zh: "房产、客户、入住变动、仪表、台账。")
    ),
    (
      .billing, [.admin, .manager, .clerk],
      Words("Charges and bills; corrections need an approver.", zh: "收费设置与账单；更正须有批准人。")
    ),
    (
      .collect, [.admin, .manager, .cashier],
      Words("Payments, deposits, bank collection, refunds.", zh: "收款、押金、托收、退款。")
    ),
    (
      .approve, [.admin, .manager],
      Words("Be named as approver or verifier; close and reopen months.", zh: "作为批准人或验证人；结账与反结账。")
    ),
    (
      .rules, [.admin, .manager],
      Words("Organisation, fees, tariffs, procedures, targets.", zh: "组织、收费项目与标准、程序、目标。")
    ),
    (
      .govern, [.admin],
      Words("Staff, settings, copies of the database.", zh: "员工与权限、设置、数据库备份与恢复。")
    ),
    (
      .delegate, [.admin, .manager],
      Words("Act for somebody else with --actor.", zh: "用 --actor 代他人操作。")
    ),
  ]

  /// The right that writing to records of a noun needs, unless `ofCommand` says otherwise.
  static let ofNouns: [(right: Right, nouns: String)] = [
    (.service, "ticket callback visit survey answer nonconformity log notice material activity"),
    (.estate, "customer room room-version occupancy meter"),
    (.billing, "charge bill excuse"),
    (.collect, "payment deposit bank"),
    (.rules, "org fee tariff late-policy sla calendar calendar-day category procedure target"),
    (.govern, "staff setting init"),
  ]

  /// The right that a command needs where its noun and whether it writes do not tell; an empty verb
  /// stands for all verbs of the noun.
  static let ofCommand: [String: Right] = [
    // Each command of a stream is asked for its own right.
    "batch": .look,
    "bill close": .approve, "bill reopen": .approve,
    "export": .export, "audit": .inspect, "db": .inspect,
    // It runs a program as the account that owns the file.
    "notice send": .govern,
    "db backup": .govern, "db restore": .govern, "db migrate": .govern,
  ]

  /// The rights for which the whole database is in view: nobody who is kept to a part has them.
  static let ofTheWhole: Set<Right> = [.inspect, .rules, .govern]

  /// The roles that have this right.
  var roles: [Role] { Self.table.first { $0.right == self }?.roles ?? [] }
}

extension CommandSpec {
  /// The right that this command needs. What nobody thought of is the admin's.
  var right: Right {
    let noun = name.prefix { $0 != " " }
    if let right = Right.ofCommand[name] ?? Right.ofCommand[String(noun)] { return right }
    if !changes { return .look }
    return Right.ofNouns.first { $0.nouns.split(separator: " ").contains(noun) }?.right ?? .govern
  }
}

extension HelpPage {
  /// `pm help roles`: the matrix, and the commands of each right.
  func roles() -> [HelpPart] {
    let wide = Right.allCases.map(\.rawValue.count).max() ?? 0
    let heads = cell("", to: wide) + "  " + Role.allCases.map(\.rawValue).joined(separator: "  ")
    let rights = Right.table.map { row in
      let marks = Role.allCases.map { role in
        cell(row.roles.contains(role) ? "x" : "-", to: role.rawValue.count)
      }
      return trimmed(cell(row.right.rawValue, to: wide) + "  " + marks.joined(separator: "  "))
    }
    return [
      .title(Words("Who may do what", zh: "谁可以做什么")), .lines([heads] + rights),
      .title(Words("Rights, and the commands that need them", zh: "权限及所需的命令")),
      .rows(Right.table.map { ($0.right.rawValue, $0.meaning[language] + commands(of: $0.right)) }),
      .note(
        Words(
          "While no member of staff has a login, the owner of the file does everything. After that an actor without one is refused. Somebody with a scope sees and changes only what stands under it (pm help scope).",
          zh: "尚无员工设有登录名时，数据库文件的所有者可做一切；此后无登录名者一律拒绝。设有管辖范围者只能查看和办理该组织之下的业务（见 pm help scope）。")),
    ]
  }

  /// What a right is needed for: nouns of which it is needed for all that write, else commands.
  private func commands(of right: Right) -> String {
    if [.look, .reveal, .delegate].contains(right) { return "" }
    var names: [String] = []
    for group in registry.shown {
      let specs = group.commands().map(\.spec).filter { $0.right != .look && !$0.isHidden }
      let own = specs.filter { $0.right == right }
      if own.isEmpty { continue }
      names += own.count == specs.count ? [group.noun] : own.map(\.name)
    }
    return " " + names.joined(separator: ", ")
  }

  private func cell(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }

  private func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
