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
  /// Lets the one who asks into the database: checks his rights, and fences in what is not his.
  mutating func admit(to database: Database, toWrite: Bool) throws {
    // A command of the same stream, or the write of this one, has left another fence.
    if shared != nil || written != nil { try database.lowerFence() }
    try authorize(database)
    if let fence = authority?.fence { try database.raise(fence, toWrite: toWrite) }
    // Behind the fence: what he may not see is no part of anything to him.
    if let member = authority?.member, let code = member.scopeCode {
      try keepScope(member, code, database)
    }
  }

  /// Keeps a command that compares what is masked to where it would be shown whole: of what is shared
  /// beyond that its answer would tell it.
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

  /// Refuses who may not run this command; before anything is read or written for him.
  private mutating func authorize(_ database: Database) throws {
    let authority = try authority(in: database)
    self.authority = authority
    guard let member = authority.member else { return }
    try require(spec.right, authority, "pm \(spec.name)")
    if common.reveal { try require(.reveal, authority, "--reveal") }
    if let name = common.actor {
      if name != caller { try require(.delegate, authority, "--actor") }
      _ = try staff(called: name, database)
    }
    guard let code = member.scopeCode else { return }
    if Right.ofTheWhole.contains(spec.right) {
      throw Failure(
        .notPermitted, "not-permitted",
        Words(
          "pm \(spec.name) concerns the whole database, and \(caller) is kept to \(code)",
          zh: "pm \(spec.name) 涉及整个数据库，而 \(caller) 仅限于 \(code)"),
        hint: Words("ask somebody without a scope", zh: "请由不限范围的人员办理"))
    }
  }

  private mutating func authority(in database: Database) throws -> Authority {
    let caller = caller
    let isForeign = isThroughSudo && fileOwner(common.database) != geteuid()
    let found = try database.caller(login: caller)
    // Else a file of one's own, with oneself as its admin, would lend the rights of that account.
    if isForeign {
      throw notForSudo(Words("the database does not belong to the account that runs pm", zh: "数据库不属于运行 pm 的账户"))
    }
    try requireSafePlace(database)
    // The staff of its day stands in a copy, also who has left since.
    if isThroughSudo, database.isCopy {
      throw Failure(
        .notPermitted, "not-through-sudo",
        Words("through sudo nobody reads a copy: it knows the staff of its day", zh: "不能通过 sudo 读取副本：副本中的员工与权限停留在备份当日"),
        hint: Words(
          "root, or the account that runs pm, reads copies and restores them", zh: "请由 root 或运行 pm 的账户读取、恢复副本"),
        at: Place(file: common.database))
    }
    switch found {
    case .unmanaged:
      if isThroughSudo { throw notForSudo(Words("nobody has a login in this database yet", zh: "该数据库尚无员工设有登录名")) }
      if !ownsDatabase {
        throw Failure(
          .notPermitted, "not-the-owner",
          Words("\(caller) is not the owner of the database", zh: "\(caller) 不是数据库的所有者"),
          hint: Words(
            "run pm as the file's owner, as Samples/sudoers shows", zh: "请以文件所有者身份运行，参见 Samples/sudoers"))
      }
      return Authority(member: nil, fence: nil)
    case .stranger:
      // Nobody can add him there, and its owner could read it without pm.
      if database.isCopy, ownsDatabase { return Authority(member: nil, fence: nil) }
      throw Failure(
        .notPermitted, "no-login",
        Words("\(caller) is no member of staff with a login", zh: "员工中没有登录名 \(caller)"),
        hint: Words(
          "an admin can add one: pm staff set CODE login=\(caller)",
          zh: "请管理员添加：pm staff set 工号 login=\(caller)"))
    case .member(let member):
      let moment = now()
      var zone = Zone.standard
      if member.from != nil || member.to != nil { zone = try database.settings().zone }
      if !member.isActive(on: zone.day(of: moment)) {
        throw Failure(
          .notPermitted, "not-active",
          Words("\(caller) does not work here today", zh: "\(caller) 今日不在职"),
          hint: Words(
            "an admin can change from and to: pm staff set \(member.code)",
            zh: "请管理员修改入职与离职日期：pm staff set \(member.code)"))
      }
      return Authority(
        member: member,
        fence: try member.scope.map {
          // What is shared is shared masked: numbers of people are shown whole only where one answers for them.
          let mode = try database.text("SELECT value FROM setting WHERE name = 'mode'") ?? "centre"
          return ScopeFence(around: $0, in: try database.orgTree(), mode: common.reveal || keepsToOwn ? nil : mode)
        })
    }
  }

  private func require(_ right: Right, _ authority: Authority, _ what: String) throws {
    if authority.may(right) { return }
    let roles = authority.member.map { $0.roles.map(\.rawValue).sorted().joined(separator: ", ") } ?? ""
    let able = right.roles.map(\.rawValue).joined(separator: ", ")
    throw Failure(
      .notPermitted, "not-permitted",
      Words("\(caller) (\(roles)) may not use \(what)", zh: "\(caller)（\(roles)）无权使用 \(what)"),
      hint: Words("that takes one of: \(able) (pm help roles)", zh: "需要以下角色之一：\(able)（见 pm help roles）"))
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

  /// A failure for something unknown says how far the one who asks sees, and never whether it stands
  /// elsewhere or nowhere.
  func withScope(_ error: any Error) -> any Error {
    guard let code = authority?.member?.scopeCode, var failure = error as? Failure, failure.isOfPlaces else {
      return error
    }
    let elsewhere =
      common.reveal
      ? Words(
        "outside \(code), to which you are kept, nothing is shown with --reveal: leave it out",
        zh: "您仅限于 \(code)，--reveal 不显示此范围之外的内容：请去掉该选项")
      : Words(
        "you are kept to \(code): what stands elsewhere is as unknown to you as what is nowhere",
        zh: "您仅限于 \(code)：此范围之外的内容与不存在的内容一样，均视为未知")
    failure.finding.hint = lines([failure.finding.hint, elsewhere])
    return failure
  }

  // MARK: Four eyes

  /// The one member of staff whom people call so.
  func staff(called name: String, _ database: Database) throws -> StaffMember {
    let found = try database.staff(called: name)
    guard let first = found.first else {
      throw Failure.unknown(
        "unknown-staff", Words("there is no member of staff \"\(name)\"", zh: "没有员工“\(name)”"), word: name,
        among: try database.staffNames(), exit: .notFound)
    }
    if found.count > 1, first.login != name, first.code != name {
      let codes = found.map(\.code).joined(separator: ", ")
      throw Failure.refused(
        "several-staff",
        Words("several members of staff are called \"\(name)\": \(codes)", zh: "有多名员工叫“\(name)”：\(codes)"),
        hint: Words("give the code", zh: "请给出工号"))
    }
    return first
  }

  /// Refuses an approver who may not approve, or who is the one that asks under another name.
  ///
  /// While nobody has a login, names are all that is known of people.
  mutating func requireApproval(by name: String, evenOfCaller: Bool = false) throws {
    let database = try database
    guard let member = authority?.member else { return }
    let approver = try staff(called: name, database)
    if !evenOfCaller {
      let actor = try common.actor.map { try staff(called: $0, database).id }
      if approver.id == member.id || approver.id == actor { throw sameEyes }
    }
    try requireStanding(of: approver, called: name, .approve, Words("approve", zh: "批准"))
    guard let scope = approver.scope else { return }
    let tree = try database.orgTree()
    // Whoever approves must see at least as much as the one who asks, or all of what he approves
    // would have to be looked at again.
    let isWide = member.scope.map { tree.chain(from: $0).contains(scope) } ?? false
    if !isWide {
      throw Failure(
        .notPermitted, "may-not-approve",
        Words("\(name) answers for less than \(caller) does", zh: "\(name) 的管辖范围小于 \(caller)"),
        hint: Words("name an approver of the same or a wider scope", zh: "请由范围相同或更大的人员批准"))
    }
  }

  /// Refuses one who answers for what another does without being somebody who uses pm here today and
  /// has the right to `what`: he must be one who can be asked.
  mutating func requireStanding(
    of member: StaffMember, called name: String, _ right: Right, _ what: Words
  ) throws {
    let day = try databaseZone().day(of: now())
    func refusal(_ words: Words, _ hint: Words) -> Failure {
      Failure(.notPermitted, "may-not-\(right.rawValue)", words, hint: hint)
    }
    if !member.isActive(on: day) {
      let isOver = member.to.map { $0 < day } ?? false
      throw refusal(
        isOver
          ? Words("\(name) does not work here any more", zh: "\(name) 已离职")
          : Words("\(name) does not work here yet", zh: "\(name) 尚未入职"),
        Words(
          "name somebody who does, or let an admin change from and to: pm staff set \(member.code)",
          zh: "请由在职人员办理，或请管理员修改入职与离职日期：pm staff set \(member.code)"))
    }
    if member.login == nil {
      throw refusal(
        Words("\(name) has no login, and may not \(what.en)", zh: "\(name) 没有登录名，不得\(what.zh)"),
        Words(
          "name somebody who has one, or let an admin give one: pm staff set \(member.code) login=…",
          zh: "请由有登录名的人员办理，或请管理员添加：pm staff set \(member.code) login=…"))
    }
    guard member.roles.contains(where: right.roles.contains) else {
      throw refusal(
        Words("\(name) may not \(what.en)", zh: "\(name) 无权\(what.zh)"),
        Words(
          "that takes one of: \(right.roles.map(\.rawValue).joined(separator: ", ")) (pm help roles)",
          zh: "需要以下角色之一：\(right.roles.map(\.rawValue).joined(separator: "、"))（见 pm help roles）"))
    }
  }

  /// The refusal of somebody who would approve what he does himself.
  var sameEyes: Failure {
    Failure.refused(
      "four-eyes",
      Words("the approver must be somebody else than who does it", zh: "批准人不得为经办人本人"))
  }

  // MARK: The caller

  /// The refusal of what only root, or the account itself, may set up.
  private func notForSudo(_ words: Words) -> Failure {
    Failure(
      .notPermitted, "not-through-sudo", words,
      hint: Words("root sets databases up, as Samples/sudoers shows", zh: "请由 root 建库并设置管理员，参见 Samples/sudoers"))
  }

  /// Whom the journal names: who called, and for whom.
  var journalActor: String {
    let name = maskedPersons(actor)
    guard authority?.member != nil, common.actor != nil, actor != caller else { return name }
    return "\(caller) for \(name)"
  }

  /// Whether this process runs as the owner of the database, or as root, who can become him.
  var ownsDatabase: Bool {
    guard let owner = fileOwner(common.database) else { return true }
    return owner == geteuid() || geteuid() == 0
  }
}

/// The user that a file belongs to; nil where there is none.
func fileOwner(_ path: String) -> uid_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_uid : nil
}

extension Failure {
  /// The codes with which records that belong to places are unknown, by their own name or by what a
  /// column takes of them.
  private static let unknownPlaces: Set<String> = {
    let placed = Records.all.filter { ScopeFence.tables.contains($0.table) }
    let names = Set(placed.map(\.name))
    let columns = Records.all.flatMap(\.columns).filter {
      $0.restriction != nil && names.contains($0.target?().name ?? "")
    }
    return Set((names.sorted() + columns.map(\.name)).map { "unknown-" + $0 })
  }()

  /// Whether it is about something unknown that could stand elsewhere.
  fileprivate var isOfPlaces: Bool {
    Self.unknownPlaces.contains(finding.code) || findings.first.contains { Self.unknownPlaces.contains($0.code) }
  }
}
