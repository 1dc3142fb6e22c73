// The generic verbs of a record type as commands, made from its declaration.
import PMCore

extension RecordType {
  /// The commands that the declaration asks for, in the order of help.
  func commands() -> [AnyCommand] {
    var commands: [AnyCommand] = []
    if verbs.contains(.import) { commands.append(importCommand) }
    if verbs.contains(.list) { commands.append(RecordList(record: self).command) }
    if verbs.contains(.show) { commands.append(RecordShow(record: self).command) }
    if verbs.contains(.add) { commands.append(RecordEdit(record: self).add) }
    if verbs.contains(.set) { commands.append(RecordEdit(record: self).set) }
    if verbs.contains(.columns) { commands.append(RecordColumns(record: self).command) }
    return commands
  }

  /// `categories` of `category`: how people name a file of them.
  private var plural: String {
    name.hasSuffix("y") && !name.hasSuffix("ay") ? String(name.dropLast()) + "ies" : name + "s"
  }

  private var importCommand: AnyCommand {
    AnyCommand(
      CommandSpec(
        "\(name) import",
        Words("Import \(name) records; existing ones are updated.", zh: "导入\(title.zh)；已有的更新。"),
        arguments: [ImportOptions.file], options: ImportOptions.all,
        examples: [
          "pm \(name) import \(plural).csv", "pm \(name) import \(plural).csv --dry-run",
        ],
        notes: [
          Words(
            "Layout: pm \(name) columns. Only the columns that the file has are updated.",
            zh: "列说明：pm \(name) columns。只更新文件中有的列。")
        ] + payerNotes,
        changes: true)
    ) { arguments, context in
      try context.importFile(
        try arguments.require(ImportOptions.file), into: self, try ImportOptions(arguments))
    }
  }
}

extension RecordType {
  /// Who pays for a room by a file of rooms, customers or occupancies.
  private var payerNotes: [Words] {
    guard name == "occupancy" || parts.contains(where: { $0.record().name == "occupancy" }) else { return [] }
    let twice = Words(
      "A new owner does not end the old one: where two pay on the same days, a warning names both; pm occupancy set KEY to=DATE ends one, and of joint owners pays=no leaves one to pay.",
      zh: "新业主不会自动结束原业主：同期有两名付费业主时会警告并列出编号；用 pm occupancy set 主键 to=日期 结束其一，共有人可用 pays=no 只留一人付费。")
    let status = Words(
      "The status of rooms stays as it is: a tenant whose room stays vacant is warned of. pm room move-in sets it.",
      zh: "不改变房屋状态：租户的房间仍为空置时会警告；pm room move-in 则会更新状态。")
    if name != "room" { return [twice, status] }
    return [
      twice,
      Words(
        "Without owner_code an owner is known by ID number, else by name and phone, else by name in the room: under a name put right he is somebody new. Give his owner_code there, or mend the name with pm customer set first.",
        zh: "未填 owner_code 时按证件号码，其次姓名与电话，再次房内姓名识别业主：改正姓名会被当作新业主；请同时填写 owner_code，或先用 pm customer set 改正姓名。"),
    ]
  }
}

extension RecordType {
  /// How the key is typed: `CODE`, or `CODE,VALID_FROM` where it has several columns.
  var keyExample: String {
    key.count == 1 ? "CODE" : key.map { $0.uppercased() }.joined(separator: ",")
  }
}
