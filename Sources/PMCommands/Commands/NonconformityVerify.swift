// `pm nonconformity verify`: whether the measures had an effect, by somebody else than the owner.
import PMCore
import PMStore

/// `pm nonconformity verify NUMBER --effective yes|no --by NAME`.
enum NonconformityVerify: Command {
  static let effective = Option(
    "effective", choices: ["yes", "no"],
    Words("Whether the measures had an effect.", zh: "措施是否有效。"))
  static let by = Option(
    "by", "NAME",
    Words("Who verified it, by code or name, not the owner; default: the actor.", zh: "验证人（工号或姓名），不得为责任人；默认操作人。"))

  static let spec = CommandSpec(
    "nonconformity verify",
    Words("Judge the measures; without effect a new one is opened.", zh: "验证措施；无效则重新开立。"),
    arguments: [NonconformityDone.number], options: [effective, by],
    examples: [
      "pm nonconformity verify NC-202610-0001 --effective yes --by S2",
      "pm nonconformity verify NC-202610-0002 --effective no --by 员工丙 --at '2026-11-20 09:00'",
    ],
    notes: [
      Words(
        "--effective no opens a new nonconformity with the same ticket, description, department and owner, and as many days until it is due; reopened_as points at it.",
        zh: "--effective no 会按原工单、描述、部门、责任人与期限天数开立新的不合格，reopened_as 指向新编号。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let isEffective = try arguments.require(effective) == "yes"
    try context.write { context, database in
      let zone = try context.databaseZone()
      let day = zone.day(of: try context.eventTime())
      let name = withoutBlanks(arguments[by] ?? context.actor)
      let item = try database.namedNonconformity(
        try arguments.require(NonconformityDone.number), zone: zone)
      let editor = try RowEditor(database, entry: database.entry)
      if item.effective == isEffective, item.verifiedBy == name {
        editor.leave()
      } else {
        try refuse(item, by: name, on: day)
        try context.refuseSamePerson(item, by: name, database)
        var set: [(String, SQLValue)] = [
          ("verified_by", .text(name)), ("verified_on", .day(day)),
          ("effective", .flag(isEffective)),
        ]
        if !isEffective {
          let next = try reopen(item, on: day, database, editor)
          if let dueOn = next.dueOn {
            context.note(
              Words(
                "reopened as \(next.number), due on \(dueOn)",
                zh: "已重新开立 \(next.number)，完成期限 \(dueOn)"))
          } else {
            context.note(Words("reopened as \(next.number)", zh: "已重新开立 \(next.number)"))
            context.warn(
              Words(
                "\(next.number) has no due_on: pm nonconformity set \(next.number) due_on=DATE",
                zh: "\(next.number) 没有完成期限：pm nonconformity set \(next.number) due_on=日期"))
          }
          set.append(("reopened_as", .integer(next.id)))
        }
        try editor.update(Nonconformity.record, row: item.id, set)
      }
      context.summary(
        "nonconformity verify",
        [
          ("created", editor.created), ("updated", editor.updated),
          ("unchanged", editor.unchanged),
        ])
    }
  }

  private static func refuse(_ item: StoredNonconformity, by name: String, on day: Day) throws {
    if name.isEmpty || name.lowercased() == withoutBlanks(item.owner).lowercased() {
      throw byOwner(item)
    }
    if item.effective != nil {
      throw Failure.refused(
        "verified-already", Words("\(item.number) was verified already", zh: "\(item.number) 已经验证"))
    }
    guard let doneOn = item.doneOn else {
      throw Failure.refused(
        "not-done", Words("\(item.number) is not done yet", zh: "\(item.number) 的措施尚未完成"),
        hint: Words("pm nonconformity done \(item.number)", zh: "pm nonconformity done \(item.number)"))
    }
    if day < doneOn {
      throw Failure.refused(
        "verified-before-done",
        Words("verified on \(day), before it was done on \(doneOn)", zh: "验证日期 \(day) 早于完成日期 \(doneOn)"))
    }
  }

  fileprivate static func byOwner(_ item: StoredNonconformity) -> Failure {
    Failure.refused(
      "verified-by-owner",
      Words("\(item.number) cannot be verified by its owner", zh: "\(item.number) 不能由责任人本人验证"),
      hint: Words("name somebody else with --by", zh: "请用 --by 指明另一人"))
  }

  /// The nonconformity that follows one whose measures had no effect.
  private static func reopen(
    _ item: StoredNonconformity, on day: Day, _ database: Database, _ editor: RowEditor
  ) throws -> (id: Int64, number: String, dueOn: Day?) {
    // As many days as there were for the first one.
    let dueOn = item.dueOn.map { day.adding($0.days(since: item.foundOn)) }
    var draft = try RecordDraft(Nonconformity.record, [], database, zone: .standard)
    draft.setIfEmpty("found_on", .day(day))
    draft.setIfEmpty("ticket", SQLValue(item.ticket))
    draft.setIfEmpty("description", .text(item.description))
    draft.setIfEmpty("department", SQLValue(item.department))
    draft.setIfEmpty("owner", .text(item.owner))
    draft.setIfEmpty("due_on", .day(dueOn))
    let number = try draft.insert(
      database, editor, series: NonconformityAdd.series, month: day)
    let id = try database.scalar("SELECT id FROM nonconformity WHERE number = ?1", [.text(number)])
    return (id ?? 0, number, dueOn)
  }
}

extension Context {
  /// Refuses a verifier who may not approve, or who is the owner under another name.
  fileprivate mutating func refuseSamePerson(
    _ item: StoredNonconformity, by name: String, _ database: Database
  ) throws {
    // Where nobody is on record, names are all that is known of people.
    if try database.staffNames().isEmpty { return }
    try requireApproval(by: name, evenOfCaller: true)
    let verifier = try staff(called: name, database).id
    let owners = try database.staff(called: withoutBlanks(item.owner))
    if owners.contains(where: { $0.id == verifier }) { throw NonconformityVerify.byOwner(item) }
  }
}
