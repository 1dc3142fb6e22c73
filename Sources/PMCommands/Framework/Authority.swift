// Whether the one who asks may do what he asks for: settled as soon as the database is open.
import Glibc
import PMCore
import PMStore

/// Who asks, and what he may do in this database.
struct Authority: Sendable {
  /// Nil while nobody has a login: then the owner of the file asks.
  let member: StaffMember?
  /// The part of the organisation that he is kept to; nil for none.
  let fence: ScopeFence?

  func may(_ right: Right) -> Bool {
    member.map { $0.roles.contains { right.roles.contains($0) } } ?? true
  }
}

extension Context {
  /// Admits the caller to the database: checks his rights, and hides what lies outside of his scope.
  mutating func admit(to database: Database, toWrite: Bool) throws {
    // An earlier command of the stream, or this one's own write, may have left a fence.
    if shared != nil || written != nil { try database.lowerFence() }
    try authorize(database)
    if let fence = authority?.fence { try database.raise(fence, toWrite: toWrite) }
    // With the fence up, so that a --scope outside of his own is unknown to him.
    if let member = authority?.member, let code = member.scopeCode {
      try keepScope(member, code, database)
    }
  }

  /// Keeps a command that compares masked data to the caller's own scope, where he may see it whole:
  /// for rows shared beyond that the answer would give the masked data away.
  mutating func keepToOwn() throws {
    guard !keepsToOwn, let member = authority?.member, let code = member.scopeCode,
      authority?.fence?.sharesFurther == true
    else { return }
    keepsToOwn = true
    let database = try database
    try database.lowerFence()
    try admit(to: database, toWrite: isWriting)
    note(
      Words(
        "rows outside \(code) are left out: numbers of people are compared only where they may be shown whole",
        zh: "\(code) 之外的行未列入：个人号码仅在可完整显示的范围内比较"))
  }

  /// Refuses a caller who may not run this command, before anything is read or written.
  private mutating func authorize(_ database: Database) throws {
    let authority = try authority(in: database)
    self.authority = authority
    guard let member = authority.member else { return }
    try require(spec.access.right, authority, "pm \(spec.name)")
    if common.reveal { try require(.reveal, authority, "--reveal") }
    if let name = common.actor {
      if name != caller { try require(.delegate, authority, "--actor") }
      _ = try staff(called: name, database)
    }
    guard let code = member.scopeCode else { return }
    if spec.access.scope == .no {
      throw Failure(
        .notPermitted, "not-permitted",
        Words(
          "pm \(spec.name) concerns the whole database, and \(caller) is kept to \(code)",
          zh: "pm \(spec.name) 涉及整个数据库，而 \(caller) 仅限于 \(code)"),
        hint: Words("ask somebody without a scope", zh: "请由不限范围的人员办理"))
    }
  }

  private mutating func authority(in database: Database) throws -> Authority {
    let isForeign = isThroughSudo && fileOwner(common.database) != geteuid()
    let found = try database.caller(login: caller)
    // Else somebody could make a database with himself as admin, and borrow the account's rights.
    if isForeign {
      throw notForSudo(Words("the database does not belong to the account that runs pm", zh: "数据库不属于运行 pm 的账户"))
    }
    try requireSafePlace(database)
    try refuseCopy(database)
    switch found {
    case .unmanaged:
      try requireOwner()
      return Authority(member: nil, fence: nil)
    case .stranger:
      // A copy cannot be changed to add him, and its owner could read the file without pm.
      if database.isCopy, ownsDatabase { return Authority(member: nil, fence: nil) }
      throw Failure(
        .notPermitted, "no-login",
        Words("\(caller) is no member of staff with a login", zh: "员工中没有登录名 \(caller)"),
        hint: Words(
          "an admin can add one: pm staff set CODE login=\(caller)",
          zh: "请管理员添加：pm staff set 工号 login=\(caller)"))
    case .member(let member):
      try requireActive(member, database)
      return Authority(member: member, fence: try fence(of: member, database))
    }
  }

  /// Refuses a copy through sudo: a backup still has the logins of people who have left.
  private func refuseCopy(_ database: Database) throws {
    if !isThroughSudo || !database.isCopy { return }
    throw Failure(
      .notPermitted, "not-through-sudo",
      Words("through sudo nobody reads a copy: it knows the staff of its day", zh: "不能通过 sudo 读取副本：副本中的员工与权限停留在备份当日"),
      hint: Words(
        "root, or the account that runs pm, reads copies and restores them", zh: "请由 root 或运行 pm 的账户读取、恢复副本"),
      at: Place(file: common.database))
  }

  /// Refuses everybody but the owner of the file, while nobody has a login.
  private func requireOwner() throws {
    if isThroughSudo { throw notForSudo(Words("nobody has a login in this database yet", zh: "该数据库尚无员工设有登录名")) }
    if ownsDatabase { return }
    throw Failure(
      .notPermitted, "not-the-owner",
      Words("\(caller) is not the owner of the database", zh: "\(caller) 不是数据库的所有者"),
      hint: Words(
        "run pm as the file's owner, as Samples/sudoers shows", zh: "请以文件所有者身份运行，参见 Samples/sudoers"))
  }

  /// Refuses a member of staff who does not work here today.
  private mutating func requireActive(_ member: StaffMember, _ database: Database) throws {
    let moment = now()
    var zone = Zone.standard
    if member.from != nil || member.to != nil { zone = try database.settings().zone }
    if member.isActive(on: zone.day(of: moment)) { return }
    throw Failure(
      .notPermitted, "not-active",
      Words("\(caller) does not work here today", zh: "\(caller) 今日不在职"),
      hint: Words(
        "an admin can change from and to: pm staff set \(member.code)",
        zh: "请管理员修改入职与离职日期：pm staff set \(member.code)"))
  }

  /// The fence around the part to which somebody is kept; nil for none.
  private func fence(of member: StaffMember, _ database: Database) throws -> ScopeFence? {
    guard let scope = member.scope else { return nil }
    // What is shared is shared masked: numbers of people are shown whole only where one answers for them.
    let mode = try database.text("SELECT value FROM setting WHERE name = 'mode'") ?? "centre"
    return ScopeFence(around: scope, in: try database.orgTree(), mode: common.reveal || keepsToOwn ? nil : mode)
  }

  private func require(_ right: Right, _ authority: Authority, _ what: String) throws {
    if authority.may(right) { return }
    let roles = authority.member.map { $0.roles.map(\.rawValue).sorted().joined(separator: ", ") } ?? ""
    throw Failure(
      .notPermitted, "not-permitted",
      Words("\(caller) (\(roles)) may not use \(what)", zh: "\(caller)（\(roles)）无权使用 \(what)"),
      hint: right.takenBy)
  }

  /// Keeps a command that takes `--scope` to the scope of the person, and no wider.
  private mutating func keepScope(
    _ member: StaffMember, _ code: String, _ database: Database
  ) throws {
    guard spec.takesScope, let scope = member.scope else { return }
    guard let asked = common.scope else {
      // The fence lets a list show what is his: rooms may be shared further than that, and what
      // concerns no room is where its customer or its company is. Who lives where is asked of his part.
      if spec.verb != "list" || spec.name.hasPrefix("occupancy ") || spec.name.hasPrefix("room-version ") {
        common.scope = code
      }
      return
    }
    let org = try database.row(of: Org.record, code: asked, zone: .standard)
    if try database.orgTree().chain(from: org).contains(scope) { return }
    throw Failure(
      .notPermitted, "outside-scope",
      Words(
        "\(asked) is not part of \(code), to which \(caller) is kept", zh: "\(asked) 不在 \(caller) 的管辖范围 \(code) 之内"),
      hint: Words("leave --scope out", zh: "请去掉 --scope"))
  }

  /// Refuses to leave the staff with no admin who works here today, and says whom what this command
  /// writes of the staff leaves without a login: the first login ends the time in which the owner of
  /// the file does everything.
  mutating func guardAgainstLockingOut(_ database: Database) throws {
    let caller = caller
    let known = try database.caller(login: caller)
    if case .unmanaged = known { return }
    let moment = now()
    let admins = try database.adminLogins(on: databaseZone().day(of: moment))
    guard let admin = admins.first else {
      throw Failure.refused(
        "no-admin",
        Words(
          "nobody could administer before a day to come: each admin begins later than today",
          zh: "今日将没有管理员：各 admin 的入职日期均晚于今天"),
        hint: Words("leave from= empty for one of them", zh: "请将其中一人的 from= 留空"))
    }
    // Only the first logins can be of people whom nobody has been yet.
    if authority?.member == nil, !admins.contains(where: { $0 == caller || isUserName($0) }) {
      warn(
        Finding(
          "no-such-user",
          Words(
            "\(admin) is admin now, and is not in this machine's /etc/passwd",
            zh: "管理员现为 \(admin)，但本机 /etc/passwd 中没有此用户"),
          hint: Words(
            "make sure that somebody can log in as \(admin) where this database is used, by a directory such as LDAP for instance",
            zh: "请确认使用此数据库的系统中有人能以 \(admin) 登录（例如经 LDAP 等目录服务）")))
    }
    if case .member(let member) = known, authority?.member?.roles.contains(.admin) == true,
      !member.roles.contains(.admin)
    {
      warn(
        Finding(
          "no-admin-any-more",
          Words("you are no admin any more, from the next command on", zh: "自下一条命令起，您不再是管理员"),
          hint: Words(
            "\(admin) is, and can make you one again: pm staff set \(member.code) roles=…",
            zh: "\(admin) 仍是管理员，可为您恢复：pm staff set \(member.code) roles=…")))
    }
    guard case .stranger = known else { return }
    warn(
      Finding(
        "locks-out",
        Words(
          "you have no login among the staff: pm refuses you from the next command on",
          zh: "员工中没有您的登录名：此后您的命令都将被拒绝"),
        hint: Words(
          "\(admin) is admin now and can let you in: pm staff add code=… name=… login=YOURS roles=admin; where nobody works as \(admin), the owner of the file can: SUDO_USER=\(admin) pm staff add …",
          zh:
            "管理员现为 \(admin)，可为您添加：pm staff add code=… name=… login=您的登录名 roles=admin；若无人以 \(admin) 登录，数据库文件的所有者可执行：SUDO_USER=\(admin) pm staff add …"
        )))
  }

  /// The refusal of what only root, or the account itself, may set up.
  private func notForSudo(_ words: Words) -> Failure {
    Failure(
      .notPermitted, "not-through-sudo", words,
      hint: Words("root sets databases up, as Samples/sudoers shows", zh: "请由 root 建库并设置管理员，参见 Samples/sudoers"))
  }
}

extension Right {
  /// Who has it.
  var takenBy: Words {
    let names = roles.map(\.rawValue)
    return Words(
      "that takes one of: \(names.joined(separator: ", ")) (pm help roles)",
      zh: "需要以下角色之一：\(names.joined(separator: "、"))（见 pm help roles）")
  }
}
