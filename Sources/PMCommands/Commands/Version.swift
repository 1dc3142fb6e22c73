// `pm version`: which pm this is.
import PMCore
import PMStore

/// `pm version`: one line; with --verbose what it works with.
enum Version: Command {
  /// The version of pm, as in CHANGELOG.
  static let number = "0.1.0"

  static let spec = CommandSpec(
    "version", Words("Say which pm this is.", zh: "显示版本。"),
    examples: ["pm version", "pm version --verbose"],
    notes: [
      Words(
        "With --verbose also the versions of SQLite and of the schema.",
        zh: "加 --verbose 时另显示 SQLite 与数据库结构的版本。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    var text = "pm \(number)\n"
    if context.common.verbose {
      let sqlite = try Database.inMemory().text("SELECT sqlite_version()") ?? ""
      text += "SQLite \(sqlite)\nschema \(Database.schemaVersion)\n"
    }
    try context.print(text: text)
  }
}
