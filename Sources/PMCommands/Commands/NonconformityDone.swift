// `pm nonconformity done`: the measures against a nonconformity are carried out.
import PMCore
import PMStore

/// `pm nonconformity done NUMBER`.
enum NonconformityDone: Command {
  static let number = Argument("NUMBER", Words("The nonconformity.", zh: "不合格编号。"))

  static let spec = CommandSpec(
    "nonconformity done",
    Words("Say that the measures are carried out.", zh: "登记措施已完成。"), arguments: [number],
    examples: ["pm nonconformity done NC-202610-0001 --at '2026-11-10 17:00'"],
    notes: [
      Words(
        "Root cause, correction and corrective action must be written down before (pm nonconformity set).",
        zh: "完成前须已填写根本原因、纠正与纠正措施（pm nonconformity set）。")
    ],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.write { context, database in
      let zone = try context.databaseZone()
      let day = zone.day(of: try context.eventTime())
      let item = try database.namedNonconformity(try arguments.require(number), zone: zone)
      let editor = try RowEditor(database, entry: database.entry)
      if item.doneOn != nil {
        editor.leave()
      } else {
        try refuse(item, on: day)
        try editor.update(
          Nonconformity.record, row: item.id, [("done_on", .day(day))])
      }
      context.summary(
        "nonconformity done", [("updated", editor.updated), ("unchanged", editor.unchanged)])
    }
  }

  private static func refuse(_ item: StoredNonconformity, on day: Day) throws {
    let texts = [
      ("root_cause", item.rootCause), ("correction", item.correction),
      ("corrective_action", item.correctiveAction),
    ]
    let missing = texts.filter { $0.1 == nil }.compactMap { Nonconformity.record.column($0.0) }
    if !missing.isEmpty {
      let names = missing.map(\.name).joined(separator: ", ")
      throw Failure.refused(
        "not-written-down",
        Words(
          "\(item.number): \(names) not written down",
          zh: "\(item.number)：尚未填写\(missing.map(\.zh).joined(separator: "、"))"),
        hint: Words(
          "pm nonconformity set \(item.number) \(missing[0].name)=…",
          zh: "pm nonconformity set \(item.number) \(missing[0].name)=…"))
    }
    if day < item.foundOn {
      throw Failure.refused(
        "done-before-found",
        Words("done on \(day), before it was found on \(item.foundOn)", zh: "完成日期 \(day) 早于发现日期 \(item.foundOn)"))
    }
  }
}

extension Database {
  /// The nonconformity that people call `number`.
  func namedNonconformity(_ number: String, zone: Zone) throws -> StoredNonconformity {
    let id = try row(of: Nonconformity.record, code: number, zone: zone)
    guard let item = try nonconformity(id) else { throw Failure.fault("a nonconformity is gone") }
    return item
  }
}
