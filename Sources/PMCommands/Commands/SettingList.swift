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
      OutputField(name: "name", title: Words("name", zh: "设置")[context.language], kind: .text),
      OutputField(name: "value", title: Words("value", zh: "取值")[context.language], kind: .code),
      OutputField(name: "standard", title: Words("standard", zh: "缺省")[context.language], kind: .code),
      OutputField(name: "meaning", title: Words("meaning", zh: "含义")[context.language], kind: .text),
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
