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
        ],
        changes: true)
    ) { arguments, context in
      try context.importFile(
        try arguments.require(ImportOptions.file), into: self, try ImportOptions(arguments))
    }
  }
}

extension RecordType {
  /// How the key is typed: `CODE`, or `CODE,VALID_FROM` where it has several columns.
  var keyExample: String {
    key.count == 1 ? "CODE" : key.map { $0.uppercased() }.joined(separator: ",")
  }
}
