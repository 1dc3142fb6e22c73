// `pm version`: which pm this is.
import PMCore

/// `pm version`: one line; with --verbose what it was built with.
enum Version: Command {
  /// The version of pm, as in CHANGELOG.
  static let number = "0.1.0"

  static let spec = CommandSpec(
    "version", Words("Say which pm this is.", zh: "显示版本。"), examples: ["pm version"])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    try context.print(text: "pm \(number)\n")
  }
}
