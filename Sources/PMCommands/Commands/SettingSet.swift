// `pm setting set NAME=VALUE…`: how this database is to behave.
import PMCore
import PMStore

/// `pm setting set`: change settings.
enum SettingSet: Command {
  static let values = Argument(
    "NAME=VALUE", Words("A setting and its value.", zh: "设置与取值。"), .oneOrMore)

  static let spec = CommandSpec(
    "setting set", Words("Change settings.", zh: "修改设置。"), arguments: [values],
    examples: [
      "pm setting set meter.suspect=hold", "pm setting set 'room.code={community}-{building}-{number}'",
      "pm setting set target.collection_rate=0.95", "pm setting set 'form.intake=QR-01|B/1|3 years'",
    ],
    notes: [Words("What there is to set: pm setting list.", zh: "可用设置：pm setting list。")],
    changes: true)

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let wanted = try arguments.all(values).map(setting)
    try context.write { context, database in
      var counts = (updated: 0, unchanged: 0)
      for (name, value) in wanted {
        if try database.settings()[name] == value {
          counts.unchanged += 1
          continue
        }
        let isNew = try database.set(name, to: value, entry: database.entry)
        if isNew { counts.updated += 1 } else { counts.unchanged += 1 }
      }
      context.summary("set", [("updated", counts.updated), ("unchanged", counts.unchanged)])
    }
  }

  /// A setting that there is, with a value that it takes.
  private static func setting(_ word: String) throws -> (String, String) {
    guard let equals = word.firstIndex(of: "=") else {
      throw Failure.usage(
        "not-a-field", Words("\"\(word)\" is no NAME=VALUE", zh: "“\(word)”不是 NAME=VALUE"))
    }
    let name = String(word[..<equals])
    let value = String(word[word.index(after: equals)...])
    guard let declaration = Settings.declaration(name) else {
      throw unknown(name)
    }
    guard declaration.accepts(value) else {
      throw Failure.usage(
        "bad-value", Words("\(name): \"\(value)\" is no such value", zh: "\(name)：“\(value)”不是可用的值"),
        hint: declaration.help)
    }
    return (name, value)
  }

  /// That there is no such setting, with the nearest one.
  static func unknown(_ name: String) -> Failure {
    Failure.unknown(
      "unknown-setting", Words("there is no setting \"\(name)\"", zh: "没有设置“\(name)”"), word: name,
      among: names)
  }

  /// All that there is to set.
  static var names: [String] {
    Settings.all.map(\.name) + QualityForm.allCases.map { "form.\($0.rawValue)" }
      + Metric.catalogue.map { "target.\($0.id)" }
  }
}
