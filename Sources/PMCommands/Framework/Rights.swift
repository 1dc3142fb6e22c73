// Who may do what: the one table that the program, `pm help roles`, `pm staff rights` and the tests read.
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
      Words("Charges and bills; waivers and write-offs need an approver.", zh: "收费设置与账单；减免、核销须有批准人。")
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

  /// The roles that have this right.
  var roles: [Role] { Self.table.first { $0.right == self }?.roles ?? [] }
}

/// What a scope does with a command.
enum ScopeRule: String, Sendable, CaseIterable {
  /// Nothing: it concerns what belongs to no place.
  case whole
  /// It sees and changes only what is within.
  case part
  /// It concerns the whole database, and is refused to whoever has a scope.
  case no
}

/// What a command takes of whoever asks for it.
struct Access: Sendable, Equatable {
  let right: Right
  let scope: ScopeRule

  init(_ right: Right, _ scope: ScopeRule) {
    self.right = right
    self.scope = scope
  }

  /// What some commands take, where they read and where they write.
  struct Row: Sendable {
    let names: [String]
    var reading: Access?
    var writing: Access?
  }

  /// Every command of pm. A noun stands for all its commands; a row that names a command (`bill close`), or
  /// a verb of every noun (`* columns`), goes before that of the noun.
  static let table: [Row] = [
    Row(names: ["* columns", "schema", "version", "completion", "__complete"], reading: Access(.look, .whole)),
    // Each command of a stream is asked for its own right.
    Row(names: ["batch"], writing: Access(.look, .whole)),
    Row(names: ["report"], reading: Access(.look, .part)),
    Row(names: ["export"], reading: Access(.export, .part)),
    Row(names: ["audit"], reading: Access(.inspect, .no)),
    Row(names: ["db check", "db info"], reading: Access(.inspect, .no)),
    Row(
      names: [
        "ticket", "callback", "visit", "activity", "survey", "answer", "nonconformity", "log", "notice", "material",
      ],
      reading: Access(.look, .part), writing: Access(.service, .part)),
    Row(names: ["ticket-event", "escalation", "attachment"], reading: Access(.look, .part)),
    Row(
      names: ["customer", "room", "occupancy", "meter"],
      reading: Access(.look, .part), writing: Access(.estate, .part)),
    Row(names: ["room-version", "move", "reading", "share"], reading: Access(.look, .part)),
    Row(names: ["bill", "charge", "excuse"], reading: Access(.look, .part), writing: Access(.billing, .part)),
    Row(
      names: ["payment", "deposit", "bank"],
      reading: Access(.look, .part), writing: Access(.collect, .part)),
    Row(
      names: [
        "deduction", "invoice", "receipt", "cash-review", "delivery", "prepayment", "allocation", "refund",
        "withdrawal", "adjustment", "opening-bill", "opening-payment", "opening-deposit", "bank-batch", "bank-line",
        "bank-item", "closing",
      ], reading: Access(.look, .part)),
    Row(names: ["bill close", "bill reopen"], writing: Access(.approve, .part)),
    Row(names: ["org", "target"], reading: Access(.look, .part), writing: Access(.rules, .no)),
    Row(
      names: ["fee", "tariff", "late-policy", "sla", "calendar", "calendar-day", "category", "procedure"],
      reading: Access(.look, .whole), writing: Access(.rules, .no)),
    Row(names: ["staff"], reading: Access(.look, .part), writing: Access(.govern, .no)),
    Row(names: ["staff rights"], reading: Access(.look, .whole)),
    Row(names: ["setting"], reading: Access(.look, .whole), writing: Access(.govern, .no)),
    // It runs a program as the account that owns the file.
    Row(names: ["notice send"], writing: Access(.govern, .no)),
    Row(names: ["init", "db restore", "db migrate"], writing: Access(.govern, .no)),
    Row(names: ["db backup"], reading: Access(.govern, .no)),
  ]

  private static let rows: [String: Row] = {
    var rows: [String: Row] = [:]
    for row in table {
      for name in row.names { rows[name] = row }
    }
    return rows
  }()

  /// What a command takes. What nobody thought of is the admin's.
  init(_ spec: CommandSpec) {
    let noun = String(spec.name.prefix { $0 != " " })
    let row = Self.rows[spec.name] ?? Self.rows["* " + spec.verb] ?? Self.rows[noun]
    self = (spec.changes ? row?.writing : row?.reading) ?? Access(.govern, .no)
  }
}

extension CommandSpec {
  /// What this command takes of whoever asks for it.
  var access: Access { Access(self) }
}
