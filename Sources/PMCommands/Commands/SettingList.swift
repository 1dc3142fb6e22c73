// `pm setting list`: what is set, and what holds where nothing was set.
import PMCore
import PMFormat
import PMStore

/// `pm setting list`: all settings and their values in force.
enum SettingList: Command {
  static let spec = CommandSpec(
    "setting list", Words("List the settings and their values.", zh: "列出设置及其取值。"),
    examples: ["pm setting list", "pm setting list --format json"],
    notes: [
      Words(
        "All that there are: also the editions of forms (form.) and the targets of key figures (target.), empty until they are set.",
        zh: "列出全部设置：包括表单版本（form.）与指标目标值（target.），未设置的为空。")
    ])

  static func run(_ arguments: Arguments, _ context: inout Context) throws {
    let database = try context.openForReading()
    let settings = try database.settings()
    let sink = try context.sink([
      context.column("name", "设置", .text),
      context.column("value", "取值", .code),
      context.column("standard", "缺省", .code),
      context.column("meaning", "含义", .text),
    ])
    for name in SettingSet.names {
      guard let declaration = Settings.declaration(name) else { continue }
      sink.text(name)
      sink.text(settings[name])
      sink.text(declaration.standard)
      sink.text(declaration.help[context.language])
      try sink.endRow()
    }
  }
}
