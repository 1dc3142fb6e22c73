// Four eyes: who approves, and who answers for it, is somebody else than who does it.
import PMCore
import PMStore

extension Context {
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
        right.takenBy)
    }
  }

  /// The refusal of somebody who would approve what he does himself.
  var sameEyes: Failure {
    Failure.refused(
      "four-eyes",
      Words("the approver must be somebody else than who does it", zh: "批准人不得为经办人本人"))
  }
}

extension Context {
  /// Whether both names are the same, or on record as those of the same member of staff.
  mutating func isSamePerson(_ one: String, _ other: String) throws -> Bool {
    let names = [one, other].map { withoutBlanks($0) }
    if names[0].lowercased() == names[1].lowercased() { return true }
    let database = try database
    return try !database.people(called: names[0]).isDisjoint(with: database.people(called: names[1]))
  }

  /// Whether a name is that of whoever runs pm, or of whom he does so for.
  mutating func isOneself(_ name: String) throws -> Bool {
    for own in [actor, caller] where try isSamePerson(name, own) { return true }
    return false
  }

  /// Refuses a payment that somebody else is said to have taken, unless the caller may act for others:
  /// who chooses the cashier could review his own cash.
  mutating func requireOwnCash(of cashier: String) throws {
    if try authority?.member == nil || authority?.may(.delegate) == true || isOneself(cashier) { return }
    throw Failure(
      .notPermitted, "not-permitted",
      Words("\(caller) may not take a payment in the name of \(cashier)", zh: "\(caller) 无权以 \(cashier) 的名义收款"),
      hint: Words(
        "leave cashier out, or let somebody do it who may act for others (pm help roles)",
        zh: "请不填 cashier，或由可代他人操作的人员办理（见 pm help roles）"))
  }
}

extension Database {
  /// The members of staff whom a name may mean; a login or code means one.
  fileprivate func people(called name: String) throws -> Set<Int64> {
    let found = try staff(called: name)
    if let first = found.first, first.login == name || first.code == name { return [first.id] }
    return Set(found.map(\.id))
  }
}
