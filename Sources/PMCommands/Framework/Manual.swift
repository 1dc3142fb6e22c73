// The whole manual as Markdown, written from the declarations: `pm help manual`.
import PMCore

extension HelpPage {
  /// Every command, option, exit status and variable, in the order of help.
  func manual() -> String {
    var text = "# pm\n"
    for section in Section.allCases {
      let groups = registry.shown.filter { $0.section == section }
      if groups.isEmpty { continue }
      text += "\n## \(section.title[language])\n"
      for group in groups {
        text += "\n### pm \(group.noun)\n\n\(group.summary[language])\n"
        for command in group.commands() where !command.spec.isHidden { text += entry(command.spec) }
      }
    }
    text += "\n## \(Words("Common options", zh: "公共选项")[language])\n\n"
    text += list(Common.ofEveryCommand.map(row))
    text += "\n## \(Words("Exit statuses", zh: "退出码")[language])\n\n"
    text += list(ExitCode.allCases.map { ("\($0.rawValue)", $0.meaning[language]) })
    text += "\n## \(Words("Environment variables", zh: "环境变量")[language])\n\n"
    text += list(Environment.documented.map { ($0.name, $0.help[language]) })
    return text
  }

  private func entry(_ spec: CommandSpec) -> String {
    var text = "\n#### `\(usageLine(spec))`\n\n\(spec.summary[language])\n"
    for note in spec.notes { text += "\(note[language])\n" }
    if !spec.examples.isEmpty {
      text += "\n```\n" + spec.examples.joined(separator: "\n") + "\n```\n"
    }
    let rows = spec.arguments.map { ($0.name, $0.help[language]) } + spec.shownOptions.map(row)
    if !rows.isEmpty { text += "\n" + list(rows) }
    return text
  }

  private func list(_ rows: [(String, String)]) -> String {
    rows.map { "- `\($0.0)`: \($0.1)\n" }.joined()
  }
}
